//! From a document's text to issued tasks: what the clerk does.

use dondoc_calendar::Rule;
use dondoc_documents::{DeadlineKind, Task as Read};
use dondoc_kinds::{DocumentId, MeetingId, ProposalId, TaskId, UnitId};
use dondoc_tasks::{
    Actor, Addressee, Command, DeadlineWords, Draft, Importance, Issue, Source, Target, When,
};
use jiff::civil::{Date, DateTime};

use crate::plot::Plot;
use crate::step::Action;
use crate::story::{Entered, Sheet};
use crate::who::{self, Meant};
use crate::{Problem, due, words};

/// A task as its unit got it, with what its life depends on.
#[derive(Debug, Clone)]
pub(crate) struct Handed {
    pub(crate) task: TaskId,
    pub(crate) lead: UnitId,
    pub(crate) assigner: UnitId,
    pub(crate) document: String,
    pub(crate) text: String,
    pub(crate) issued: Date,
    pub(crate) owed: Owed,
}

/// When a task is owed.
#[derive(Debug, Clone)]
pub(crate) enum Owed {
    /// Once, on that day.
    Once(Date),
    /// Again and again.
    Again(Rule),
    /// Always.
    Standing,
}

/// A proposal as the clerk has it on the desk.
struct Desk {
    id: ProposalId,
    read: Read,
    draft: Draft,
    leads: Meant,
}

/// What the clerk decides about a proposal.
enum Verdict {
    Refuse(String),
    Merge(ProposalId),
    Issue(When, Owed),
}

impl Plot<'_> {
    /// Registers, reads and issues every document of the story.
    pub(crate) fn issue_everything(&mut self) -> Result<Vec<Handed>, Problem> {
        let entered = std::mem::take(&mut self.story.entered);
        let mut handed = Vec::new();
        for entry in &entered {
            // What was concluded on the spot was issued before its notice came.
            if let Some(meeting) = self.sheet(&entry.document)?.meeting {
                self.meet(&meeting)?;
            }
            handed.extend(self.enter(entry)?);
        }
        self.story.entered = entered;
        Ok(handed)
    }

    fn enter(&mut self, entered: &Entered) -> Result<Vec<Handed>, Problem> {
        let sheet = self.sheet(&entered.document)?;
        let assigner = who::one(&sheet.assigner, sheet.date, self.registry)?;
        let clerk = self.people.of(&assigner)?;
        let at = entered.registered.at(8, 30, 0, 0);
        let register = Action::RegisterDocument(Box::new(sheet.clone()));
        self.tell_with(at, sheet.date, &clerk, register, Vec::new());

        let desk = self.propose(&sheet, entered.registered, &clerk)?;
        // A duplicate is merged while the other one is still open.
        let (merged, rest): (Vec<&Desk>, Vec<&Desk>) = desk
            .iter()
            .partition(|proposal| duplicate_of(proposal, &desk).is_some());
        let mut handed = Vec::new();
        for (minute, proposal) in (0_i64..).zip(merged.into_iter().chain(rest)) {
            let at = plus_seconds(entered.issued.at(14, 0, 0, 0), minute * 60);
            handed.extend(self.settle(&sheet, proposal, &desk, at, &clerk)?);
        }
        Ok(handed)
    }

    /// Puts forward what the text says, word for word.
    fn propose(&mut self, sheet: &Sheet, on: Date, clerk: &Actor) -> Result<Vec<Desk>, Problem> {
        let reading = dondoc_documents::read(sheet.text()?);
        let mut desk = Vec::new();
        for (number, read) in (1_i64..).zip(reading.tasks.into_iter().filter(|task| !task.generic))
        {
            let id = ProposalId::parse(&format!("{}.p{number}", sheet.id))?;
            let leads = self.leads(&read, sheet.date)?;
            let draft = draft(sheet, &read, self, &leads)?;
            let at = plus_seconds(on.at(9, 0, 0, 0), number * 20);
            let propose = Command::Propose {
                proposal: id.clone(),
                draft: draft.clone(),
            };
            self.tell(at, clerk, Action::Task(propose));
            desk.push(Desk {
                id,
                read,
                draft,
                leads,
            });
        }
        Ok(desk)
    }

    fn leads(&self, read: &Read, on: Date) -> Result<Meant, Problem> {
        let mut all = Meant::default();
        for words in &read.lead {
            let meant = who::meant(words, on, self.registry, &self.story)?;
            for unit in meant.units {
                if !all.units.contains(&unit) {
                    all.units.push(unit);
                }
            }
            all.chosen = all.chosen.or(meant.chosen);
        }
        Ok(all)
    }

    /// Decides about one proposal and tells it.
    fn settle(
        &mut self,
        sheet: &Sheet,
        proposal: &Desk,
        desk: &[Desk],
        at: DateTime,
        clerk: &Actor,
    ) -> Result<Vec<Handed>, Problem> {
        let id = proposal.id.clone();
        let leads: Vec<UnitId> = proposal
            .leads
            .units
            .iter()
            .filter(|unit| **unit != clerk.unit)
            .cloned()
            .collect();
        match self.verdict(sheet, proposal, desk, &leads, at) {
            Verdict::Refuse(reason) => {
                let refuse = Command::Refuse {
                    proposal: id,
                    reason: reason.into(),
                };
                self.tell(at, clerk, Action::Task(refuse));
                Ok(Vec::new())
            }
            Verdict::Merge(into) => {
                self.tell(
                    at,
                    clerk,
                    Action::Task(Command::Merge { proposal: id, into }),
                );
                Ok(Vec::new())
            }
            Verdict::Issue(when, owed) => {
                if let Some(reason) = &proposal.leads.chosen {
                    self.edit_leads(proposal, &leads, reason, at, clerk);
                }
                self.issue(
                    sheet,
                    proposal,
                    leads,
                    (when, owed),
                    plus_seconds(at, 20),
                    clerk,
                )
            }
        }
    }

    fn verdict(
        &self,
        sheet: &Sheet,
        proposal: &Desk,
        desk: &[Desk],
        leads: &[UnitId],
        at: DateTime,
    ) -> Verdict {
        let text = proposal.read.text.to_lowercase();
        if let Some(same) = duplicate_of(proposal, desk) {
            return Verdict::Merge(same.id.clone());
        }
        let refused = self.story.refused.iter().find(|refused| {
            refused.document == sheet.id && text.contains(&refused.words.to_lowercase())
        });
        if let Some(refused) = refused {
            return Verdict::Refuse(refused.reason.clone());
        }
        if proposal.leads.units.is_empty() {
            return Verdict::Refuse(
                "Không xác định được đơn vị chủ trì trong văn bản; giữ làm nội dung quán triệt chung.".to_owned(),
            );
        }
        if leads.is_empty() {
            return Verdict::Refuse(
                "Việc của chính cơ quan giao nhiệm vụ; không tự giao cho mình.".to_owned(),
            );
        }
        let Some(deadline) = &proposal.read.deadline else {
            return without_deadline(leads);
        };
        let Some(rule) = due::rule(&deadline.text, sheet.date).or_else(|| {
            let iso: Date = deadline.iso.as_deref()?.parse().ok()?;
            due::before(iso)
        }) else {
            return Verdict::Refuse(format!(
                "Thời hạn “{}” chưa quy được về ngày; chờ văn bản làm rõ.",
                deadline.text
            ));
        };
        if deadline.kind == DeadlineKind::Recurrent {
            let when = When::By {
                rule: rule.clone(),
                from: at,
                until: Some(self.story.last_day),
            };
            return Verdict::Issue(when, Owed::Again(rule));
        }
        let from = sheet.date.at(8, 0, 0, 0);
        match due::day(&rule, from, &self.calendar) {
            Some(day) if day >= at.date() => Verdict::Issue(
                When::By {
                    rule,
                    from,
                    until: None,
                },
                Owed::Once(day),
            ),
            Some(_) => Verdict::Refuse("Thời hạn đã qua trước ngày đưa vào theo dõi.".to_owned()),
            None => Verdict::Refuse(format!(
                "Thời hạn “{}” chưa quy được về ngày.",
                deadline.text
            )),
        }
    }

    fn edit_leads(
        &mut self,
        proposal: &Desk,
        leads: &[UnitId],
        reason: &str,
        at: DateTime,
        clerk: &Actor,
    ) {
        let mut draft = proposal.draft.clone();
        draft.leads = leads
            .iter()
            .map(|unit| Addressee {
                text: self.registry.name_on(unit, at.date()).into(),
                unit: Some(unit.clone()),
            })
            .collect();
        let edit = Command::Edit {
            proposal: proposal.id.clone(),
            draft,
            reason: Some(reason.into()),
        };
        self.tell(at, clerk, Action::Task(edit));
    }

    fn issue(
        &mut self,
        sheet: &Sheet,
        proposal: &Desk,
        leads: Vec<UnitId>,
        (when, owed): (When, Owed),
        at: DateTime,
        clerk: &Actor,
    ) -> Result<Vec<Handed>, Problem> {
        let mut handed = Vec::with_capacity(leads.len());
        // The shortening sheet became the task before these.
        if at.date() >= crate::SHEET_SIGNED && !self.sheet_counted {
            self.sheet_counted = true;
            self.tasks_issued += 1;
        }
        for lead in leads {
            self.tasks_issued += 1;
            handed.push(Handed {
                task: TaskId::parse(&format!("nv-{:06}", self.tasks_issued))?,
                lead,
                assigner: clerk.unit.clone(),
                document: sheet.id.clone(),
                text: proposal.read.text.clone(),
                issued: at.date(),
                owed: owed.clone(),
            });
        }
        let coordinating = proposal
            .draft
            .coordinating
            .iter()
            .filter_map(|a| a.unit.clone())
            .collect();
        let issue = Issue {
            item: proposal.id.clone(),
            tasks: handed
                .iter()
                .map(|task| (task.task.clone(), task.lead.clone()))
                .collect(),
            text: proposal.draft.text.clone(),
            source: proposal.draft.source.clone(),
            product: self.product(&proposal.read).into(),
            coordinating,
            assigner: clerk.unit.clone(),
            field: words::field_of(&self.words, &proposal.read.text)
                .map(|field| field.name.as_str().into()),
            when,
            targets: proposal.draft.targets.clone(),
            conclusion_of: sheet.meeting.as_deref().map(MeetingId::parse).transpose()?,
            importance: if sheet.meeting.is_some() {
                Importance::Key
            } else {
                Importance::Ordinary
            },
        };
        self.tell(at, clerk, Action::Task(Command::Issue(Box::new(issue))));
        Ok(handed)
    }

    /// The product that the text names where it says enough, else what a person
    /// typed.
    fn product(&self, read: &Read) -> String {
        if let Some(product) = read
            .product
            .as_ref()
            .filter(|p| p.split_whitespace().count() > 2)
        {
            return product.clone();
        }
        let text = read.text.to_lowercase();
        self.story
            .product
            .iter()
            .find(|product| text.contains(&product.words))
            .map_or_else(
                || "Báo cáo kết quả thực hiện".to_owned(),
                |product| product.product.clone(),
            )
    }
}

/// The proposal of the same unit that says when "follow and urge" is reported,
/// where this one only says that it is to be done.
fn duplicate_of<'a>(proposal: &Desk, desk: &'a [Desk]) -> Option<&'a Desk> {
    let follows = proposal
        .read
        .text
        .to_lowercase()
        .contains("theo dõi, đôn đốc");
    if !follows || proposal.read.deadline.is_some() || proposal.leads.units.is_empty() {
        return None;
    }
    desk.iter()
        .find(|other| other.read.deadline.is_some() && other.leads.units == proposal.leads.units)
}

/// A duty without a date: a standing duty of one unit, or not a task.
fn without_deadline(leads: &[UnitId]) -> Verdict {
    if leads.len() == 1 {
        return Verdict::Issue(
            When::NoDate {
                review_days: Some(90),
            },
            Owed::Standing,
        );
    }
    Verdict::Refuse(
        "Nhiệm vụ thường xuyên của nhiều đơn vị, không nêu thời hạn và sản phẩm; theo dõi qua báo cáo định kỳ."
            .to_owned(),
    )
}

fn draft(sheet: &Sheet, read: &Read, plot: &Plot<'_>, leads: &Meant) -> Result<Draft, Problem> {
    let addressees = |names: &[String]| -> Result<Vec<Addressee>, Problem> {
        names
            .iter()
            .map(|text| {
                let meant = who::meant(text, sheet.date, plot.registry, &plot.story)?;
                let known = meant.chosen.is_none() && meant.units.len() == 1;
                let unit = meant.units.into_iter().next().filter(|_| known);
                Ok(Addressee {
                    text: text.as_str().into(),
                    unit,
                })
            })
            .collect()
    };
    let mut coordinating = addressees(&read.coordinate)?;
    coordinating.retain(|other| {
        other
            .unit
            .as_ref()
            .is_none_or(|unit| !leads.units.contains(unit))
    });
    Ok(Draft {
        source: Some(Source {
            document: DocumentId::parse(&sheet.id)?,
            start: u32::try_from(read.start).unwrap_or(u32::MAX),
            end: u32::try_from(read.end).unwrap_or(u32::MAX),
            clause: None,
        }),
        text: read.text.as_str().into(),
        product: read.product.as_deref().map(Into::into),
        leads: addressees(&read.lead)?,
        coordinating,
        deadline: read.deadline.as_ref().map(|deadline| DeadlineWords {
            text: deadline.text.as_str().into(),
            rule: due::rule(&deadline.text, sheet.date),
        }),
        targets: read
            .targets
            .iter()
            .map(|target| Target {
                value: target.value.as_str().into(),
                unit: target.unit.as_str().into(),
            })
            .collect(),
    })
}

fn plus_seconds(at: DateTime, seconds: i64) -> DateTime {
    at.saturating_add(jiff::SignedDuration::from_secs(seconds))
}
