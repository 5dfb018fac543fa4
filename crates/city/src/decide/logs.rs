//! Case logs: noting an import, and withdrawing it.

use crate::act::Draft;
use crate::city::City;
use crate::logs::{LogEvent, LogImported, LogWithdrawn};
use crate::refusal::Refusal;

impl City {
    /// Notes a log under the next id. The same file is not imported twice.
    pub(super) fn import_log(&self, imported: &LogImported) -> Result<Vec<Draft>, Refusal> {
        let same = |log: &&crate::CaseLog| {
            log.imported.file == imported.file || log.imported.segment == imported.segment
        };
        if let Some(known) = self.logs.standing().find(same) {
            return Err(Refusal::LogKnown {
                import: known.imported.import.to_string(),
            });
        }
        let imported = LogImported {
            import: self.logs.next_id(),
            ..imported.clone()
        };
        Ok(vec![draft(LogEvent::Imported(imported))])
    }

    /// Withdraws an import; nothing when that was done.
    pub(super) fn withdraw_log(&self, import: &str, reason: &str) -> Result<Vec<Draft>, Refusal> {
        let known = self.logs.get(import).ok_or_else(|| Refusal::NoSuchImport {
            import: import.to_owned(),
        })?;
        if known.withdrawn.is_some() {
            return Ok(Vec::new());
        }
        Ok(vec![draft(LogEvent::Withdrawn(LogWithdrawn {
            import: import.into(),
            reason: reason.into(),
        }))])
    }
}

fn draft(event: LogEvent) -> Draft {
    let import = match &event {
        LogEvent::Imported(imported) => &imported.import,
        LogEvent::Withdrawn(withdrawn) => &withdrawn.import,
    };
    Draft {
        stream: format!("log/{import}"),
        attachments: Vec::new(),
        event: event.into(),
    }
}
