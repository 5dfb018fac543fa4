//! Imported tables: noting one, and taking it back.

use dondoc_tasks::{Command, Context, Standing};

use crate::act::{Act, Draft};
use crate::city::City;
use crate::imports::{ImportEvent, ImportMade, ImportUndone};
use crate::refusal::Refusal;

impl City {
    /// Notes an import; the tasks are filled in by who decides the whole list.
    pub(super) fn note_import(&self, made: &ImportMade) -> Result<Vec<Draft>, Refusal> {
        if let Some(known) = self.imports.of_file(&made.file, &made.sheet) {
            return Err(Refusal::ImportedBefore {
                import: known.made.import.to_string(),
            });
        }
        let mut made = made.clone();
        let (first, mut nth) = (made.import.clone(), 1);
        while self.imports.get(&made.import).is_some() {
            nth += 1;
            made.import = smol_str::format_smolstr!("{first}-{nth}");
        }
        Ok(vec![draft(ImportEvent::Made(made))])
    }

    /// Takes an import back by cancelling what it issued. Once a unit has worked
    /// on a task, it is no longer a mistake of the import alone: then a person
    /// decides task by task.
    pub(super) fn undo_import(
        &self,
        act: &Act,
        import: &str,
        reason: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        let known = self
            .imports
            .get(import)
            .ok_or_else(|| Refusal::NoSuchImport {
                import: import.to_owned(),
            })?;
        if known.undone.is_some() {
            return Ok(Vec::new());
        }
        let issued = || {
            let tasks = known.made.tasks.iter();
            tasks.filter_map(|id| self.tasks.task(id))
        };
        let untouched =
            |standing: &Standing| matches!(standing, Standing::Issued | Standing::Cancelled { .. });
        let in_work: Vec<String> = issued()
            .filter(|task| !untouched(&task.standing))
            .map(|task| task.id.to_string())
            .collect();
        if !in_work.is_empty() {
            return Err(Refusal::ImportInWork {
                import: import.to_owned(),
                tasks: in_work.join(", "),
            });
        }
        let mut drafts = Vec::new();
        for task in issued().filter(|task| task.is_open()) {
            // Each is cancelled as its assigner would; who did it stands in the entry.
            let actor = dondoc_tasks::Actor {
                unit: task.assigner.clone(),
                post: None,
                person: act.acting.person.clone(),
            };
            let context = Context {
                now: act.valid,
                actor: &actor,
                calendar: &self.calendar,
            };
            let command = Command::Cancel {
                task: task.id.clone(),
                reason: reason.into(),
                instrument: None,
            };
            let decided = dondoc_tasks::decide(&self.tasks, command, &context)?;
            drafts.extend(decided.into_events().into_iter().map(Draft::of_task));
        }
        drafts.push(draft(ImportEvent::Undone(ImportUndone {
            import: import.into(),
            reason: reason.into(),
        })));
        Ok(drafts)
    }
}

fn draft(event: ImportEvent) -> Draft {
    let (import, attachments) = match &event {
        ImportEvent::Made(made) => (&made.import, made.file.parse().into_iter().collect()),
        ImportEvent::Undone(undone) => (&undone.import, Vec::new()),
    };
    Draft {
        stream: format!("import/{import}"),
        attachments,
        event: event.into(),
    }
}
