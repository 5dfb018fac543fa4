//! The life of one issued task.

use dondoc_kinds::{ReportId, TaskId, UnitId};
use dondoc_tasks::{Actor, Command, Extend, MakeReport, TransferCause};
use jiff::civil::{Date, DateTime};

use crate::chance::Chance;
use crate::issue::{Handed, Owed};
use crate::plot::Plot;
use crate::step::{Action, File};
use crate::story::{Fate, FateKind};
use crate::temper::{Outcome, Temper};
use crate::{Problem, due, who, words};

/// One task while its life is told: who works on it, and up to when it is told.
pub(crate) struct Thread {
    pub(crate) task: TaskId,
    pub(crate) text: String,
    pub(crate) doer: Actor,
    pub(crate) assigner: Actor,
    pub(crate) chance: Chance,
    now: DateTime,
    reports: u32,
}

/// What a report says about how far the work is.
#[derive(Clone, Copy)]
pub(crate) enum Says {
    /// In work, so many percent.
    Working(u32),
    /// In work and behind, with the reason.
    Behind(u32),
    /// Done.
    Done,
    /// Done, but without saying what was done.
    Bare,
}

impl Thread {
    /// A moment in office hours of that day, after everything told before.
    pub(crate) fn moment(&mut self, day: Date) -> DateTime {
        let hour = i8::try_from(self.chance.between(8, 16)).unwrap_or(9);
        let minute = i8::try_from(self.chance.between(0, 59)).unwrap_or(0);
        let drawn = day.at(hour, minute, 0, 0);
        let next = self.now.saturating_add(jiff::SignedDuration::from_mins(7));
        self.now = drawn.max(next);
        self.now
    }
}

impl Plot<'_> {
    /// Tells the life of one issued task.
    pub(crate) fn live(&mut self, handed: &Handed) -> Result<(), Problem> {
        let mut thread = self.thread(handed)?;
        let temper = Temper::of(&handed.lead, self.seed);
        let fate = self.fate_of(handed);
        match &handed.owed {
            Owed::Again(rule) => self.live_again(&mut thread, handed, rule, temper),
            Owed::Standing => self.live_standing(&mut thread, handed),
            Owed::Once(day) => match fate {
                Some(fate) => self.live_fate(&mut thread, handed, *day, &fate)?,
                None if self.is_in_storm(handed, *day) => {
                    self.live_storm(&mut thread, handed, *day)
                }
                None => {
                    let outcome = temper.outcome(&mut thread.chance);
                    self.live_once(&mut thread, handed, *day, outcome);
                }
            },
        }
        Ok(())
    }

    fn thread(&mut self, handed: &Handed) -> Result<Thread, Problem> {
        Ok(Thread {
            task: handed.task.clone(),
            text: handed.text.clone(),
            doer: self.people.of(&handed.lead)?,
            assigner: self.people.of(&handed.assigner)?,
            // By the words and the unit, so that one more task before it changes nothing.
            chance: Chance::new(
                self.seed,
                &format!("{} {} {}", handed.document, handed.text, handed.lead),
            ),
            now: handed.issued.at(17, 0, 0, 0),
            reports: 0,
        })
    }

    fn fate_of(&self, handed: &Handed) -> Option<Fate> {
        let text = handed.text.to_lowercase();
        let name = self
            .registry
            .name_on(&handed.lead, handed.issued)
            .to_lowercase();
        let is_its = |fate: &&Fate| {
            fate.document == handed.document
                && text.contains(&fate.words.to_lowercase())
                && name.contains(&fate.lead.to_lowercase())
        };
        self.story.fate.iter().find(is_its).cloned()
    }

    fn is_in_storm(&self, handed: &Handed, due: Date) -> bool {
        let storm = &self.story.storm;
        let field = words::field_of(&self.words, &handed.text);
        let name = self.registry.name_on(&handed.lead, handed.issued);
        due >= storm.from
            && due <= storm.until
            && field.is_some_and(|field| field.name == "clearance")
            && storm.units.iter().any(|unit| name.contains(unit.as_str()))
    }

    fn live_once(&mut self, thread: &mut Thread, handed: &Handed, day: Date, outcome: Outcome) {
        self.accept(thread, handed, day);
        self.progress(thread, handed, day);
        match outcome {
            Outcome::OnTime => {
                let early = thread.chance.between(0, 6);
                self.finish(thread, due::earlier(day, early, &self.calendar));
            }
            Outcome::Late => self.finish_late(thread, day),
            Outcome::Silent => {
                if thread.chance.happens(450) {
                    let late = thread.chance.between(28, 55);
                    self.finish(thread, due::later(day, late, &self.calendar));
                }
            }
            Outcome::Returned => self.finish_returned(thread, day),
            Outcome::Extended => self.extend_and_finish(thread, day),
        }
    }

    fn live_fate(
        &mut self,
        thread: &mut Thread,
        handed: &Handed,
        day: Date,
        fate: &Fate,
    ) -> Result<(), Problem> {
        self.accept(thread, handed, day);
        let on = fate.on.unwrap_or(day);
        let instrument: Box<str> = fate.instrument.as_deref().unwrap_or_default().into();
        match fate.kind {
            FateKind::Silent => {}
            FateKind::Late => {
                self.progress(thread, handed, day);
                self.finish_late(thread, day);
            }
            FateKind::Returned => {
                self.progress(thread, handed, day);
                self.finish_returned(thread, day);
            }
            FateKind::Extended => {
                let until = fate.until.unwrap_or(day);
                self.extend(
                    thread,
                    on,
                    until,
                    instrument,
                    "Theo văn bản điều chỉnh của UBND Thành phố.",
                );
                self.report(
                    thread,
                    due::later(on, 30, &self.calendar),
                    Says::Working(60),
                );
                self.finish(thread, due::earlier(until, 3, &self.calendar));
            }
            FateKind::Cancelled => {
                let cancel = Command::Cancel {
                    task: thread.task.clone(),
                    reason: self.words.cancelled.reason.as_str().into(),
                    instrument: Some(instrument),
                };
                self.assigner_does(thread, on, cancel);
            }
            FateKind::Transferred => self.transfer(thread, handed, fate, on, day)?,
            FateKind::Suspended => {
                let suspend = Command::Suspend {
                    task: thread.task.clone(),
                    reason: "Chờ kết luận của đoàn kiểm tra liên ngành về nội dung liên quan (minh họa).".into(),
                    instrument: Some(instrument),
                };
                self.assigner_does(thread, on, suspend);
                let resume = Command::Resume {
                    task: thread.task.clone(),
                    reason: "Đã có kết luận của đoàn kiểm tra liên ngành (minh họa).".into(),
                };
                self.assigner_does(thread, fate.until.unwrap_or(on), resume);
                self.finish(thread, due::earlier(day, 2, &self.calendar));
            }
        }
        Ok(())
    }

    fn transfer(
        &mut self,
        thread: &mut Thread,
        handed: &Handed,
        fate: &Fate,
        on: Date,
        day: Date,
    ) -> Result<(), Problem> {
        let name = fate.to.as_deref().unwrap_or_default();
        let to: UnitId = who::one(name, handed.issued, self.registry)?;
        let instrument = fate.instrument.as_deref().unwrap_or_default();
        let reason = &self.words.transferred.reason;
        let transfer = Command::Transfer {
            task: thread.task.clone(),
            to: to.clone(),
            cause: TransferCause::Reassigned,
            instrument: format!("{instrument}: {reason}").into(),
        };
        self.assigner_does(thread, on, transfer);
        thread.doer = self.people.of(&to)?;
        self.report(thread, due::later(on, 6, &self.calendar), Says::Working(40));
        self.finish(thread, due::earlier(day, 1, &self.calendar));
        Ok(())
    }

    /// Late because of the storm: claimed with evidence, then confirmed by the
    /// authority; the task still counts as late, with its excuse beside it.
    fn live_storm(&mut self, thread: &mut Thread, handed: &Handed, day: Date) {
        self.accept(thread, handed, day);
        self.progress(thread, handed, day);
        let claimed = due::later(day, 1, &self.calendar);
        let at = thread.moment(claimed);
        let reason = format!("{} {}", self.words.storm.reason, self.words.mark);
        let (file, evidence) = self.evidence(thread, claimed, &reason);
        let claim = Command::ClaimExcuse {
            task: thread.task.clone(),
            occurrence: None,
            reason: reason.into(),
            evidence: vec![evidence],
        };
        let doer = thread.doer.clone();
        self.tell_with(at, claimed, &doer, Action::Task(claim), vec![file]);
        let excuse = Command::Excuse {
            task: thread.task.clone(),
            occurrence: None,
            authority: self.story.storm.authority.as_str().into(),
            instrument: self.story.storm.instrument.as_str().into(),
        };
        let confirmed = self
            .story
            .storm
            .confirmed
            .max(due::later(claimed, 3, &self.calendar));
        self.assigner_does(thread, confirmed, excuse);
        let wait = thread.chance.between(14, 40);
        self.finish(thread, due::later(day, wait, &self.calendar));
    }

    fn live_standing(&mut self, thread: &mut Thread, handed: &Handed) {
        self.accept(thread, handed, self.story.last_day);
        let mut day = handed.issued;
        for percent in [20, 35, 50, 60, 70, 75, 80] {
            let wait = thread.chance.between(50, 75);
            day = due::later(day, wait, &self.calendar);
            self.report(thread, day, Says::Working(percent));
        }
    }

    pub(crate) fn accept(&mut self, thread: &mut Thread, handed: &Handed, due: Date) {
        let room = self
            .calendar
            .working_days_between(handed.issued, due)
            .clamp(0, 4);
        let wait = thread.chance.between(0, u32::try_from(room).unwrap_or(0));
        let on = due::later(handed.issued, wait, &self.calendar);
        let at = thread.moment(on);
        let doer = thread.doer.clone();
        let accept = Command::Accept {
            task: thread.task.clone(),
        };
        self.tell(at, &doer, Action::Task(accept));
    }

    /// Reports on the way: the longer the task, the more of them.
    fn progress(&mut self, thread: &mut Thread, handed: &Handed, due: Date) {
        let length = self.calendar.working_days_between(handed.issued, due);
        let many: u32 = match length {
            ..35 => 0,
            35..120 => 1,
            _ => 2,
        };
        for nth in 1..=many {
            let wait = u32::try_from(length * i64::from(nth) / i64::from(many + 1)).unwrap_or(5);
            let shift = thread.chance.between(0, 4);
            let percent = (100 * nth / (many + 1)).saturating_sub(thread.chance.between(0, 14));
            let on = due::later(
                handed.issued,
                wait.saturating_sub(shift).max(5),
                &self.calendar,
            );
            self.report(thread, on, Says::Working(percent));
        }
    }

    fn finish_late(&mut self, thread: &mut Thread, day: Date) {
        let percent = thread.chance.between(55, 85);
        self.report(
            thread,
            due::later(day, 1, &self.calendar),
            Says::Behind(percent),
        );
        let late = thread.chance.between(3, 26);
        self.finish(thread, due::later(day, late, &self.calendar));
    }

    fn finish_returned(&mut self, thread: &mut Thread, day: Date) {
        let early = thread.chance.between(1, 4);
        let on = due::earlier(day, early, &self.calendar);
        self.report(thread, on, Says::Bare);
        let back = Command::Return {
            task: thread.task.clone(),
            occurrence: None,
            reason: self.words.returned.reason.as_str().into(),
        };
        let returned = due::later(on, 3, &self.calendar);
        self.assigner_does(thread, returned, back);
        let again = thread.chance.between(3, 9);
        self.finish(thread, due::later(returned, again, &self.calendar));
    }

    fn extend_and_finish(&mut self, thread: &mut Thread, day: Date) {
        let more = thread.chance.between(10, 30);
        let until = due::later(day, more, &self.calendar);
        let asked = due::earlier(day, thread.chance.between(3, 6), &self.calendar);
        let reason = self.reason(thread);
        let request = Command::RequestExtension {
            task: thread.task.clone(),
            occurrence: None,
            until: until.at(23, 59, 59, 0),
            reason: reason.as_str().into(),
            excuse: None,
        };
        let at = thread.moment(asked);
        let doer = thread.doer.clone();
        self.tell(at, &doer, Action::Task(request));
        let allowed = due::later(asked, 2, &self.calendar);
        let number = thread.chance.between(120, 3980);
        let instrument = format!(
            "Văn bản số {number} ngày {:02}/{:02}/{} (minh họa)",
            allowed.day(),
            allowed.month(),
            allowed.year()
        );
        self.extend(thread, allowed, until, instrument.into(), &reason);
        if thread.chance.happens(220) {
            self.finish_late(thread, until);
        } else {
            let early = thread.chance.between(0, 4);
            self.finish(thread, due::earlier(until, early, &self.calendar));
        }
    }

    fn extend(
        &mut self,
        thread: &mut Thread,
        on: Date,
        until: Date,
        instrument: Box<str>,
        reason: &str,
    ) {
        let Some(rule) = due::before(until) else {
            return;
        };
        let extend = Extend {
            task: thread.task.clone(),
            occurrence: None,
            rule,
            from: on.at(8, 0, 0, 0),
            instrument,
            allowed_by: self.registry.name_on(&thread.assigner.unit, on).into(),
            reason: reason.into(),
            excuse: None,
        };
        self.assigner_does(thread, on, Command::Extend(Box::new(extend)));
    }

    /// The unit reports done; the assigner confirms some days later.
    fn finish(&mut self, thread: &mut Thread, on: Date) {
        self.report(thread, on, Says::Done);
        let wait = thread.chance.between(1, 6);
        let confirm = Command::Confirm {
            task: thread.task.clone(),
            occurrence: None,
            note: None,
        };
        let on = due::later(thread.now.date(), wait, &self.calendar);
        self.assigner_does(thread, on, confirm);
    }

    pub(crate) fn assigner_does(&mut self, thread: &mut Thread, on: Date, command: Command) {
        let at = thread.moment(on);
        let assigner = thread.assigner.clone();
        self.tell(at, &assigner, Action::Task(command));
    }

    fn report(&mut self, thread: &mut Thread, on: Date, says: Says) {
        self.report_on(thread, on, None, says);
    }

    pub(crate) fn report_on(
        &mut self,
        thread: &mut Thread,
        on: Date,
        occurrence: Option<u32>,
        says: Says,
    ) {
        thread.reports += 1;
        let Ok(report) = ReportId::parse(&format!("{}.r{}", thread.task, thread.reports)) else {
            return;
        };
        let at = thread.moment(on);
        let (narrative, percent) = self.narrative(thread, says);
        let says_done = matches!(says, Says::Done | Says::Bare);
        let (files, evidence) = if says_done {
            let (file, evidence) = self.evidence(thread, at.date(), &narrative);
            (vec![file], vec![evidence])
        } else {
            (Vec::new(), Vec::new())
        };
        let report = MakeReport {
            task: thread.task.clone(),
            occurrence,
            report,
            percent: u8::try_from(percent.min(100)).unwrap_or(100),
            says_done,
            narrative: narrative.into(),
            evidence,
        };
        let doer = thread.doer.clone();
        self.tell_with(
            at,
            at.date(),
            &doer,
            Action::Task(Command::Report(Box::new(report))),
            files,
        );
    }

    fn narrative(&self, thread: &mut Thread, says: Says) -> (String, u32) {
        let mark = &self.words.mark;
        let field = words::field_of(&self.words, &thread.text);
        let paper = words::paper(&mut thread.chance);
        let Some(field) = field else {
            return (mark.clone(), 0);
        };
        let mut one = |choices: &[String], percent: u32| {
            let template = thread.chance.pick(choices).cloned().unwrap_or_default();
            words::say(&template, mark, percent, &paper, &mut thread.chance)
        };
        match says {
            Says::Working(percent) => (one(&field.progress, percent), percent),
            Says::Behind(percent) => (one(&field.reasons, percent), percent),
            Says::Done => (one(&field.done, 100), 100),
            Says::Bare => (format!("{} {mark}", self.words.returned.bare), 100),
        }
    }

    fn reason(&self, thread: &mut Thread) -> String {
        self.narrative(thread, Says::Behind(60)).0
    }

    fn evidence(
        &self,
        thread: &mut Thread,
        on: Date,
        says: &str,
    ) -> (File, dondoc_tasks::Evidence) {
        let unit = self.registry.name_on(&thread.doer.unit, on).to_owned();
        let paper = words::paper(&mut thread.chance);
        let file = words::file(&self.words, &unit, thread.task.as_str(), &paper, on, says);
        let evidence = words::evidence(&file);
        (file, evidence)
    }
}
