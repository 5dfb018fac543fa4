//! `dondoc procedures waiting` and `deadlines`: why cases wait, and whether they are on time.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use dondoc_kinds::Arg;
use dondoc_log_readers::Keep;
use dondoc_messages::{Lang, text};
use dondoc_procedures::deadlines::{Deadlines, Definition, Due, Question};
use dondoc_procedures::waiting::{self, Presence, Starts, WeekHours};
use dondoc_procedures::{Waiting, Working};

use super::args::Log;
use super::conformance::bytes;
use super::learn::refused;
use super::say::{count, hours, percent};
use crate::trouble::{Outcome, Trouble};
use crate::{open, out};

/// `dondoc procedures waiting`
#[derive(Debug, Args)]
pub(crate) struct WaitingArgs {
    #[command(flatten)]
    log: Log,
    /// Lịch làm việc / jurisdiction whose calendar says when offices are open.
    #[arg(long)]
    calendar: Option<String>,
    /// Giờ làm riêng / hours of resources that have their own: CSV with resource, weekday (1 is Monday), begin, end.
    #[arg(long)]
    hours: Option<PathBuf>,
    /// Bước yêu cầu bổ sung / a step that asks the applicant for documents: the wait after it is theirs.
    #[arg(long = "asks")]
    asks: Vec<String>,
    /// Số bước tối thiểu một lô / how many steps done together are a batch.
    #[arg(long, default_value_t = 2)]
    batch: usize,
    /// JSON.
    #[arg(long)]
    json: bool,
}

/// `dondoc procedures deadlines`
#[derive(Debug, Args)]
pub(crate) struct DeadlinesArgs {
    #[command(flatten)]
    log: Log,
    /// Thế nào là trễ / what counts as late; it is named in the result.
    #[arg(long, value_enum, default_value = "last-event")]
    by: By,
    /// Cột thời hạn / the column of the deadline, or of the appointment.
    #[arg(long)]
    due: Option<String>,
    /// Cột ngày có kết quả / the column of the result's date.
    #[arg(long)]
    result: Option<String>,
    /// Thời hạn tính bằng ngày làm việc / a limit in working days instead of a column.
    #[arg(long, conflicts_with = "due")]
    limit_days: Option<f64>,
    /// Thời hạn và bước cuối theo danh mục / the limit and ends of a procedure of the catalogue; LOG is its data folder.
    #[arg(long, conflicts_with_all = ["due", "limit_days"])]
    procedure: Option<String>,
    /// Bước cuối / a case that does not end with one of these still runs.
    #[arg(long)]
    end: Vec<String>,
    /// Bước gửi thư xin lỗi / a step that tells the applicant of a delay.
    #[arg(long)]
    letter: Vec<String>,
    /// Lịch làm việc / jurisdiction whose calendar counts working time.
    #[arg(long)]
    calendar: Option<String>,
    /// JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Sự kiện cuối / the last event against the deadline.
    LastEvent,
    /// Ngày có kết quả / the recorded result against the deadline.
    ResultDate,
    /// Ngày hẹn trả / the result against the date that was promised.
    Appointment,
}

/// Splits waits by cause.
pub(super) fn waiting(args: &WaitingArgs, lang: Lang) -> Outcome {
    let log = super::read(&args.log, Keep::Nothing, lang)?;
    let others = match &args.calendar {
        Some(name) => Working::vietnam(open::calendar(name, None)?).clock(&log),
        None => None,
    };
    let mut presence = Presence {
        others,
        offset_seconds: args.log.zone * 60,
        ..Presence::default()
    };
    if let Some(path) = &args.hours {
        own_hours(path, &mut presence)?;
    }
    let known: Vec<&str> = log.activities().iter().collect();
    if let Some(ask) = args.asks.iter().find(|ask| !known.contains(&ask.as_str())) {
        return Err(refused(format!("--asks: the log has no activity `{ask}`")));
    }
    let question = waiting::Question {
        presence,
        asks: args.asks.clone(),
        least_batch: args.batch,
    };
    let found = Waiting::of(&log, &question);
    if args.json {
        return out::json(&found);
    }
    let starts = match found.starts {
        Starts::Stated => "mining-waiting-starts-stated",
        Starts::Estimated => "mining-waiting-starts-estimated",
    };
    out::line(&text(lang, starts, &[]));
    let total = found.total;
    let all = [
        ("hours", hours(lang, total.wt_total)),
        ("steps", count(found.steps)),
    ];
    out::line(&text(lang, "mining-waiting-total", &all));
    for (key, part) in [
        ("mining-cause-missing-document", total.wt_missing_document),
        ("mining-cause-batching", total.wt_batching),
        ("mining-cause-contention", total.wt_contention),
        ("mining-cause-prioritization", total.wt_prioritization),
        ("mining-cause-unavailability", total.wt_unavailability),
        ("mining-cause-extraneous", total.wt_extraneous),
    ] {
        let line = [
            ("cause", Arg::from(text(lang, key, &[]))),
            ("hours", hours(lang, part)),
            ("share", percent(lang, part / total.wt_total.max(1e-9))),
        ];
        out::line(&text(lang, "mining-waiting-cause", &line));
    }
    for (activity, waits) in found.by_activity.iter().take(10) {
        let line = [
            ("activity", Arg::from(activity.as_str())),
            ("hours", hours(lang, waits.wt_total)),
            (
                "share",
                percent(lang, waits.wt_total / total.wt_total.max(1e-9)),
            ),
        ];
        out::line(&text(lang, "mining-waiting-step", &line));
    }
    Ok(())
}

/// Says by a named definition who was on time.
pub(super) fn deadlines(args: &DeadlinesArgs, lang: Lang) -> Outcome {
    if args
        .limit_days
        .is_some_and(|days| days.is_nan() || days < 0.0)
    {
        return Err(refused("--limit-days must be 0 or more"));
    }
    let ground = match &args.procedure {
        Some(code) => {
            let opened = open::city(&args.log.log)?;
            let on = dondoc_city::civil(open::now()).date();
            Some(super::room::ground(&opened, &args.log.log, code, on, lang)?)
        }
        None => None,
    };
    let log = match &ground {
        Some(ground) => ground.log.clone(),
        None => super::read(&args.log, Keep::All, lang)?,
    };
    let working = match (&args.calendar, &ground) {
        (Some(name), _) => Some(Working::vietnam(open::calendar(name, None)?)),
        (None, Some(ground)) => Some(ground.working.clone()),
        (None, None) => None,
    };
    let limit = ground.as_ref().and_then(|it| it.version.record.limit);
    let limit = limit.map(|limit| limit.milli_days() as f64 / 1_000.0);
    let by = match args.by {
        By::LastEvent => Definition::LastEvent,
        By::ResultDate => Definition::ResultDate,
        By::Appointment => Definition::Appointment,
    };
    let names: &[&str] = match by {
        Definition::Appointment => &Deadlines::APPOINTMENTS,
        Definition::LastEvent | Definition::ResultDate => &Deadlines::DEADLINES,
    };
    let due = match (args.limit_days.or(limit), &args.due) {
        (Some(days), _) => Due::WorkingDays(days),
        (None, Some(column)) => Due::Column(column.clone()),
        (None, None) => Due::Column(
            Deadlines::known_column(&log, names)
                .ok_or_else(|| refused(text(lang, "mining-deadlines-which", &[])))?,
        ),
    };
    let result = args
        .result
        .clone()
        .or_else(|| Deadlines::known_column(&log, &Deadlines::RESULTS));
    if by == Definition::ResultDate && result.is_none() {
        return Err(refused(text(lang, "mining-deadlines-which-result", &[])));
    }
    let question = Question {
        by,
        due,
        result,
        ends: match &ground {
            Some(ground) if args.end.is_empty() => {
                ground.link.ends.iter().map(ToString::to_string).collect()
            }
            _ => args.end.clone(),
        },
        letters: args.letter.clone(),
        working,
        offset_seconds: args.log.zone * 60,
    };
    let found = Deadlines::of(&log, &question).map_err(refused)?;
    if args.json {
        return out::json(&found);
    }
    let definition = match by {
        Definition::LastEvent => "mining-deadlines-last-event",
        Definition::ResultDate => "mining-deadlines-result-date",
        Definition::Appointment => "mining-deadlines-appointment",
    };
    out::line(&text(lang, definition, &[]));
    let line = [
        ("finished", count(found.finished)),
        ("on_time", count(found.on_time)),
        ("late", count(found.late)),
        ("share", percent(lang, found.on_time_share.unwrap_or(0.0))),
    ];
    out::line(&text(lang, "mining-deadlines-finished", &line));
    let line = [
        ("running", count(found.running)),
        ("overdue", count(found.running_overdue)),
        ("unknown", count(found.without_deadline)),
    ];
    out::line(&text(lang, "mining-deadlines-running", &line));
    if let Some(letters) = found.letters {
        let line = [
            ("in_time", count(letters.in_time)),
            ("late", count(letters.late)),
            ("missing", count(letters.missing)),
        ];
        out::line(&text(lang, "mining-deadlines-letters", &line));
    }
    Ok(())
}

fn own_hours(path: &Path, presence: &mut Presence) -> Result<(), Trouble> {
    #[derive(serde::Deserialize)]
    struct Row {
        resource: String,
        weekday: u8,
        begin: String,
        end: String,
    }
    let bytes = bytes(path)?;
    for (number, row) in csv::Reader::from_reader(bytes.as_slice())
        .deserialize::<Row>()
        .enumerate()
    {
        let wrong = |why: String| refused(format!("{}, row {}: {why}", path.display(), number + 2));
        let row = row.map_err(|error| wrong(error.to_string()))?;
        let minute = |text: &str| {
            let (hour, minute) = text.trim().split_once(':')?;
            let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
            (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
        };
        let (Some(begin), Some(end)) = (minute(&row.begin), minute(&row.end)) else {
            return Err(wrong(format!(
                "`{}` to `{}` are no hours: write 07:30",
                row.begin, row.end
            )));
        };
        let week: &mut WeekHours = presence.own.entry(row.resource).or_default();
        if !week.add(row.weekday.wrapping_sub(1), begin, end) {
            return Err(wrong(format!(
                "weekday {} from {} to {}: a weekday is 1 (Monday) to 7, and the beginning comes first",
                row.weekday, row.begin, row.end
            )));
        }
    }
    Ok(())
}
