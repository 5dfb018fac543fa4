//! Procedures: logs that must stand, and sheets that become tasks.

use dondoc_calendar::{Rule, Word};
use dondoc_ledger::Hash;
use dondoc_procedures::room::sheet::Sheet;
use dondoc_procedures::room::{self, Command, Event};
use dondoc_tasks::{Importance, Issue, When};
use smol_str::SmolStr;

use crate::act::{Act, Draft};
use crate::city::City;
use crate::command::SignSheet;
use crate::decide::item_by_hand;
use crate::refusal::Refusal;

/// The field of a task that shortens a procedure.
const FIELD: &str = "cai-cach-hanh-chinh";

impl City {
    pub(super) fn procedure(&self, act: &Act, command: &Command) -> Result<Vec<Draft>, Refusal> {
        if let Command::Link(linked) = command {
            for log in &linked.logs {
                let known = self.logs.get(log);
                if known.is_none_or(|known| known.withdrawn.is_some()) {
                    let log = log.as_str().into();
                    return Err(room::Refusal::NoSuchLog { log }.into());
                }
            }
        }
        let event = room::decide(&self.procedures, command.clone(), act.day(), hash_of)?;
        Ok(vec![draft(event, None)])
    }

    /// The signature and the task come in one append: neither is there alone.
    pub(super) fn sign_sheet(&self, act: &Act, it: &SignSheet) -> Result<Vec<Draft>, Refusal> {
        let task = self.next_task(0);
        let signed = room::decide::sign(&self.procedures, &it.sign, task.clone())?;
        let of = self.procedures.sheet(&it.sign.sheet);
        let of = of.map(|kept| &kept.sheet.procedure);
        let signature = draft(signed.into(), of);
        let issue = Issue {
            item: item_by_hand(&task).ok_or(Refusal::NoWords)?,
            tasks: vec![(task, it.sign.unit.clone())],
            text: it.text.clone(),
            source: None,
            product: it.product.clone(),
            coordinating: Vec::new(),
            assigner: act.acting.unit.clone(),
            field: Some(FIELD.into()),
            when: When::By {
                rule: Rule::Day {
                    day: it.due,
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
        drafts.push(signature);
        Ok(drafts)
    }
}

/// The hash of a sheet's canonical JSON, by which whoever has it on paper knows it.
fn hash_of(sheet: &Sheet) -> SmolStr {
    let json = serde_json::to_value(sheet).ok();
    let bytes = json.and_then(|json| dondoc_ledger::canonical(&json).ok());
    Hash::of(&bytes.unwrap_or_default()).to_string().into()
}

fn draft(event: Event, of_sheet: Option<&dondoc_kinds::ProcedureId>) -> Draft {
    let import = match &event {
        Event::Catalogued(it) => it.import.as_ref(),
        _ => None,
    };
    let file = import.and_then(|import| import.sha256.parse().ok());
    Draft {
        stream: event.stream(of_sheet),
        attachments: file.into_iter().collect(),
        event: event.into(),
    }
}
