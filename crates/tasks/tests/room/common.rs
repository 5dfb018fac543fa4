//! A small given-when-then: events, a command, then events or a refusal.

use dondoc_calendar::{Calendar, CountUnit, Every, Rule, Word};
use dondoc_kinds::{DocumentId, PersonId, ProposalId, ReportId, TaskId, UnitId};
use dondoc_tasks::{
    Actor, Command, Context, Decided, Event, Evidence, Importance, Issue, MakeReport, Recorded,
    Refusal, Source, Target, Tasks, When, apply, decide,
};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, date};

pub(crate) const OFFICE: &str = "van-phong";
pub(crate) const UNIT: &str = "so-tai-chinh";
pub(crate) const OTHER: &str = "so-xay-dung";

pub(crate) fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

pub(crate) fn task_id(id: &str) -> TaskId {
    TaskId::parse(id).unwrap()
}

pub(crate) fn nv() -> TaskId {
    task_id("nv-1")
}

pub(crate) fn item(id: &str) -> ProposalId {
    ProposalId::parse(id).unwrap()
}

/// A day of 2024.
pub(crate) fn on(month: i8, day: i8) -> Date {
    date(2024, month, day)
}

pub(crate) fn by(day: Date) -> Rule {
    Rule::Day {
        day,
        hour: None,
        word: Word::By,
    }
}

pub(crate) fn monthly(day: i8) -> Rule {
    Rule::Every {
        every: Every::Month { day: Some(day) },
        hour: None,
        word: Word::By,
    }
}

pub(crate) fn working_days(count: u32) -> Rule {
    Rule::Within {
        count,
        unit: CountUnit::WorkingDays,
        since: None,
    }
}

pub(crate) fn file() -> Evidence {
    Evidence {
        hash: "ab".repeat(32).into(),
        name: "bao-cao.pdf".into(),
    }
}

pub(crate) fn order(rule: Rule, issued: Date) -> Issue {
    Issue {
        item: item("kh-1.p1"),
        tasks: vec![(nv(), unit(UNIT))],
        text: "Sở Tài chính tham mưu kế hoạch vốn năm 2025".into(),
        source: Some(Source {
            document: DocumentId::parse("kh-1").unwrap(),
            start: 10,
            end: 53,
            clause: Some("II.3".into()),
        }),
        product: "Dự thảo kế hoạch".into(),
        coordinating: vec![unit(OTHER)],
        assigner: unit(OFFICE),
        field: Some("dau-tu-cong".into()),
        when: When::By {
            rule,
            from: issued.at(8, 0, 0, 0),
            until: None,
        },
        targets: vec![Target {
            value: "95".into(),
            unit: "%".into(),
        }],
        conclusion_of: None,
        importance: Importance::Ordinary,
    }
}

pub(crate) fn issue(rule: Rule, issued: Date) -> Command {
    Command::Issue(Box::new(order(rule, issued)))
}

pub(crate) fn progress(report: &str, percent: u8) -> Command {
    Command::Report(Box::new(MakeReport {
        task: nv(),
        occurrence: None,
        report: ReportId::parse(report).unwrap(),
        percent,
        says_done: false,
        narrative: "Đang làm".into(),
        evidence: Vec::new(),
    }))
}

pub(crate) fn done(report: &str, occurrence: Option<u32>) -> Command {
    Command::Report(Box::new(MakeReport {
        task: nv(),
        occurrence,
        report: ReportId::parse(report).unwrap(),
        percent: 100,
        says_done: true,
        narrative: "Đã xong".into(),
        evidence: vec![file()],
    }))
}

pub(crate) fn confirm() -> Command {
    Command::Confirm {
        task: nv(),
        occurrence: None,
        note: None,
    }
}

fn unit_of(who: &str) -> &str {
    who.split_once('/').map_or(who, |(unit, _)| unit)
}

fn person_of(who: &str) -> PersonId {
    let (unit, person) = who.split_once('/').unwrap_or((who, "can-bo"));
    PersonId::parse(&format!("{unit}.{person}")).unwrap()
}

/// Who acts (a unit's official, or `unit/person`), on which day, and what they
/// ask.
pub(crate) type Step<'a> = (&'a str, Date, Command);

pub(crate) struct City {
    pub(crate) tasks: Tasks,
    pub(crate) calendar: Calendar,
    pub(crate) log: Vec<(Event, Recorded)>,
}

impl City {
    pub(crate) fn new() -> Self {
        Self {
            tasks: Tasks::default(),
            calendar: Calendar::default(),
            log: Vec::new(),
        }
    }

    pub(crate) fn decide(
        &self,
        who: &str,
        day: Date,
        command: Command,
    ) -> Result<Decided, Refusal> {
        self.decide_as(unit_of(who), person_of(who), day.at(9, 0, 0, 0), command)
    }

    pub(crate) fn decide_as(
        &self,
        who: &str,
        person: PersonId,
        now: DateTime,
        command: Command,
    ) -> Result<Decided, Refusal> {
        let actor = Actor {
            unit: unit(who),
            post: None,
            person: Some(person),
        };
        let ctx = Context {
            now,
            actor: &actor,
            calendar: &self.calendar,
        };
        decide(&self.tasks, command, &ctx)
    }

    pub(crate) fn record(&mut self, who: &str, day: Date, event: Event) {
        let recorded = Recorded {
            entry: self.log.len() as u64,
            at: Timestamp::from_second(1_700_000_000).unwrap(),
            valid: day,
            unit: Some(unit(unit_of(who))),
            person: Some(person_of(who)),
        };
        apply(&mut self.tasks, &event, &recorded);
        self.log.push((event, recorded));
    }

    pub(crate) fn run(&mut self, (who, day, command): Step<'_>) -> Result<(), Refusal> {
        for event in self.decide(who, day, command)?.into_events() {
            self.record(who, day, event);
        }
        Ok(())
    }
}

/// Given steps that all succeed.
pub(crate) fn given<'a>(steps: impl IntoIterator<Item = Step<'a>>) -> City {
    let mut city = City::new();
    for step in steps {
        let shown = format!("{step:?}");
        if let Err(refusal) = city.run(step) {
            panic!("given {shown}, but it was refused: {refusal:?}");
        }
    }
    city
}

/// What a command should lead to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Then {
    /// Events of these kinds.
    Events(&'static [&'static str]),
    /// Nothing, since it was done before.
    Already,
    /// A refusal with this message key.
    Refused(&'static str),
}

/// Given steps, when a command, then events, nothing, or a refusal.
pub(crate) fn check<'a>(
    given_steps: impl IntoIterator<Item = Step<'a>>,
    (who, day, command): Step<'_>,
    then: Then,
) {
    use dondoc_kinds::Say;
    let city = given(given_steps);
    let outcome = city.decide(who, day, command);
    match (&outcome, &then) {
        (Ok(Decided::Events(events)), Then::Events(kinds)) => {
            assert_eq!(events.iter().map(Event::kind).collect::<Vec<_>>(), *kinds);
        }
        (Ok(Decided::AlreadyDone { .. }), Then::Already) => {}
        (Err(refusal), Then::Refused(key)) => assert_eq!(refusal.key(), *key, "{refusal:?}"),
        _ => panic!("expected {then:?}, got {outcome:?}"),
    }
}
