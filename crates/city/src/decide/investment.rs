//! Public investment: what the registry must know, and obstacles that are tasks.

use dondoc_calendar::{Rule, Word};
use dondoc_investment::room::event::Event as Recorded;
use dondoc_investment::room::figures::View;
use dondoc_investment::room::project::{ObstacleRaised, System};
use dondoc_investment::room::{Command, STREAM, decide};
use dondoc_kinds::UnitId;
use dondoc_tasks::{Importance, Issue, When};
use jiff::civil::Date;

use crate::act::{Act, Draft};
use crate::city::City;
use crate::command::RaiseObstacle;
use crate::decide::item_by_hand;
use crate::event::Event;
use crate::refusal::Refusal;

impl City {
    pub(super) fn invest(&self, act: &Act, command: &Command) -> Result<Vec<Draft>, Refusal> {
        for (at, unit) in units(&command.event) {
            if self.registry.unit(unit).is_none() {
                let unit = unit.to_string();
                return Err(Refusal::NoSuchUnit { at, unit });
            }
        }
        let event = decide(&self.investment, command.clone(), act.day())?;
        Ok(vec![draft(event)])
    }

    /// Returns the units with low disbursement on a day, the lowest first, and the
    /// rule by which they are, when `text` describes them ("các đơn vị có tỷ lệ
    /// giải ngân thấp"). `None` when it does not, or when no rule was entered.
    pub fn low_disbursement(&self, text: &str, on: Date) -> Option<(Vec<UnitId>, &str)> {
        let words = dondoc_registry::fold(text);
        let described = ["giai ngan thap", "giai ngan cham", "low disbursement"];
        if !described.iter().any(|it| words.contains(it)) {
            return None;
        }
        let view = View {
            room: &self.investment,
            as_of: on,
            year: self.investment.current_year(on)?,
            system: System::Treasury,
        };
        let low = view.low_units()?;
        let rule = self.investment.law.low.as_ref()?;
        Some((low.into_iter().map(|it| it.unit).collect(), &rule.citation))
    }

    /// The obstacle and its task come in one append: neither is there alone.
    pub(super) fn raise_obstacle(
        &self,
        act: &Act,
        raise: &RaiseObstacle,
    ) -> Result<Vec<Draft>, Refusal> {
        let task = self.next_task(0);
        let known = self.investment.projects.get(&raise.project);
        let raised = ObstacleRaised {
            project: raise.project.clone(),
            number: known.map_or(0, |known| known.obstacles.len()) as u32 + 1,
            cause: raise.cause.clone(),
            text: raise.text.clone(),
            owner: raise.owner.clone(),
            task: task.clone(),
        };
        let command = Command {
            event: raised.into(),
            confirmed: false,
        };
        let obstacle = self.invest(act, &command)?;
        let name = known.map_or("", |known| &known.record().name);
        let issue = Issue {
            item: item_by_hand(&task).ok_or(Refusal::NoWords)?,
            tasks: vec![(task, raise.owner.clone())],
            text: format!("{name}: {}", raise.text).into(),
            source: None,
            product: raise.text.clone(),
            coordinating: Vec::new(),
            assigner: act.acting.unit.clone(),
            field: Some("dau-tu-cong".into()),
            when: When::By {
                rule: Rule::Day {
                    day: raise.due,
                    hour: None,
                    word: Word::By,
                },
                from: act.valid,
                until: None,
            },
            targets: Vec::new(),
            conclusion_of: None,
            importance: Importance::Ordinary,
        };
        let mut drafts = self.task(act, dondoc_tasks::Command::Issue(Box::new(issue)))?;
        drafts.extend(obstacle);
        Ok(drafts)
    }
}

fn draft(event: Recorded) -> Draft {
    let file = event.import().map(|import| &import.sha256);
    let photos: &[dondoc_investment::room::project::ProgressRecord] = match &event {
        Recorded::ProgressRecorded(it) => &it.reports,
        _ => &[],
    };
    let photos = photos.iter().flat_map(|it| &it.photos);
    let files = file.into_iter().chain(photos);
    let files = files.filter_map(|hash| hash.parse().ok()).collect();
    Draft {
        stream: STREAM.to_owned(),
        event: Event::Investment(event),
        attachments: files,
    }
}

/// The units that an event names, each with its row.
fn units(event: &Recorded) -> Vec<(usize, &UnitId)> {
    match event {
        Recorded::PlanAdopted(it) => {
            let lines = it.lines.iter().enumerate();
            lines
                .filter_map(|(at, line)| Some((at, line.unit.as_ref()?)))
                .collect()
        }
        Recorded::ProjectsRecorded(it) => {
            let projects = it.projects.iter().enumerate();
            projects.map(|(at, it)| (at, &it.unit)).collect()
        }
        Recorded::Committed(it) => {
            let commitments = it.commitments.iter().enumerate();
            commitments.map(|(at, it)| (at, &it.unit)).collect()
        }
        Recorded::ObstacleRaised(it) => vec![(0, &it.owner)],
        Recorded::LawSet(_)
        | Recorded::LotExtended(_)
        | Recorded::StagesRecorded(_)
        | Recorded::ContractsRecorded(_)
        | Recorded::ProgressRecorded(_)
        | Recorded::Disbursed(_)
        | Recorded::ClearanceRecorded(_)
        | Recorded::ClearanceSteps(_)
        | Recorded::ForecastKept(_) => Vec::new(),
    }
}
