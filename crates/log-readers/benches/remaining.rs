//! How well the remaining time of cases is forecast, as `dondoc procedures predict LOG
//! --holdout 64/16/20` tells it, for one log after the other:
//!
//! `cargo bench -p dondoc-log-readers --bench remaining -- LOG...`
//!
//! With `plain` before a log its figures of events (amounts, points) are not used.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench tells its figures and stops where it cannot"
)]

use std::path::Path;

use dondoc_log_readers::{Keep, Options, read};
use dondoc_mining::predict::holdout;
use dondoc_procedures::learn::cases;

fn main() {
    let mut plain = false;
    for arg in std::env::args().skip(1).filter(|arg| arg != "--bench") {
        if arg == "plain" {
            plain = true;
            continue;
        }
        let attributes = if std::mem::take(&mut plain) {
            Keep::Nothing
        } else {
            Keep::All
        };
        let options = Options {
            attributes,
            ..Options::default()
        };
        let (log, _) = read(Path::new(&arg), &options).unwrap();
        let (cases, _) = cases(&log, None);
        let figures: Vec<&str> = cases
            .figures
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        println!("{arg}, figures {figures:?}");
        let found = holdout(&cases, 64, 16, 1).unwrap();
        let by_way: Vec<String> = found
            .mae_days_by_way
            .iter()
            .map(|(way, error)| format!("{way:?} {error:.3}"))
            .collect();
        println!(
            "  {:?}: {:.3} days; inside {:.1} %, {:.1} days wide; late: AUC {:.3}, Brier {:.3} of {:.3}",
            found.way,
            found.mae_days,
            found.coverage * 100.0,
            found.interval_days,
            found.late.auc,
            found.late.brier,
            found.late.brier_of_share
        );
        println!("  {}", by_way.join(", "));
    }
}
