//! What is recorded of one project on its page: the works on the 25th of a month
//! with photos, and what stands in the way, which is a task.

use axum::response::Response;
use dondoc_city::{Command, RaiseObstacle};
use dondoc_investment::room::Command as Record;
use dondoc_investment::room::event::ProgressRecorded;
use dondoc_investment::room::project::ProgressRecord;
use dondoc_kinds::ProjectId;
use jiff::civil::Date;

use crate::answer::{Trouble, again, go, with_type};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::evidence::picture;

use super::project;

/// Why a project stands: what is offered to choose from.
pub(super) const CAUSES: [&str; 8] = [
    "clearance",
    "design",
    "tender",
    "contractor",
    "materials",
    "capital",
    "procedure",
    "other",
];
/// The most characters that say what photos show.
const MOST_WORDS: usize = 300;
/// The most photos of one report, and their size.
const MOST_PHOTOS: usize = 12;
const MOST_BYTES: u64 = 10 << 20;
/// Amounts are typed in million đồng, as offices write them.
const MILLION: i64 = 1_000_000;

/// The day of the month for which investors report.
const REPORT_DAY: i8 = 25;

/// Returns the newest day of reports up to a day: the 25th.
pub(super) fn report_day(today: Date) -> Date {
    let month = if today.day() >= REPORT_DAY {
        today.first_of_month()
    } else {
        let before = today.first_of_month().yesterday();
        before.map_or(today, Date::first_of_month)
    };
    let days = i64::from(REPORT_DAY - 1);
    month.saturating_add(jiff::ToSpan::days(days))
}

/// Reads whole millions, with or without points between the thousands.
fn millions(text: &str) -> Option<i64> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let millions: i64 = digits.parse().ok().filter(|_| is_number)?;
    millions.checked_mul(MILLION)
}

/// Reads a percentage of 0 to 100 with at most two digits behind the comma, as
/// hundredths.
fn hundredths(text: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let is_digits = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    let all = whole.checked_mul(100)?.checked_add(part)?;
    (all <= 10_000).then_some(all)
}

fn project(ctx: &Ctx) -> Result<ProjectId, Trouble> {
    let id: ProjectId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let known = ctx.city().investment.projects.contains_key(&id);
    known.then_some(id).ok_or(Trouble::NotFound)
}

/// Records the state of the works, with photos kept by their hashes.
pub(crate) fn progress(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let id = project(ctx)?;
    let mut filled = form.filled();
    let as_of: Option<Date> = form.get("as_of").parse().ok();
    let accepted = millions(form.get("accepted"));
    let physical = hundredths(form.get("physical"));
    if as_of.is_none() {
        filled.wrong("as_of", w.t("investment-bad-day"));
    }
    if accepted.is_none() {
        filled.wrong("accepted", w.t("investment-bad-millions"));
    }
    if physical.is_none() {
        filled.wrong("physical", w.t("investment-bad-percent"));
    }
    let photos = match photos(ctx, form)? {
        Ok(photos) => photos,
        Err(said) => {
            filled.wrong("photos", said);
            Vec::new()
        }
    };
    let shows = form.get("shows").trim();
    if shows.is_empty() && !photos.is_empty() {
        filled.wrong("shows", w.t("investment-no-shows"));
    }
    let shows = (!photos.is_empty()).then(|| shows.chars().take(MOST_WORDS).collect::<String>());
    let shows = shows.map(Into::into);
    let (Some(as_of), Some(accepted), Some(physical), false) =
        (as_of, accepted, physical, filled.is_wrong())
    else {
        return again(&project::page(ctx, &id, filled)?);
    };
    let report = ProgressRecord {
        project: id.clone(),
        as_of,
        accepted,
        physical,
        photos,
        shows,
    };
    let event = ProgressRecorded {
        reports: vec![report],
        import: None,
    };
    let command = Command::Investment(Box::new(Record {
        event: event.into(),
        confirmed: form.get("confirm") == "yes",
    }));
    done(ctx, &id, filled, "progress-form", command, "progress")
}

/// Does it, and shows the project again: with what was refused beside the form.
fn done(
    ctx: &Ctx,
    id: &ProjectId,
    mut filled: Filled,
    place: &str,
    command: Command,
    did: &str,
) -> Result<Response, Trouble> {
    match ctx.act(command) {
        Ok(_) => Ok(go(&format!("/investment/projects/{id}?did={did}"))),
        Err(Trouble::Refused(said)) => {
            filled.wrong(place, said);
            again(&project::page(ctx, id, filled)?)
        }
        Err(other) => Err(other),
    }
}

/// The photos of a form by their hashes; `Err` says what is wrong with one. What a
/// file is is told by its bytes, never by its name.
fn photos(ctx: &Ctx, form: &Form) -> Result<Result<Vec<Box<str>>, String>, Trouble> {
    let w = ctx.words();
    let mut all: Vec<Box<str>> = Vec::new();
    let given = form.files.iter();
    for upload in given.filter(|it| it.field == "photos" && it.size > 0) {
        if upload.size > MOST_BYTES {
            return Ok(Err(w.with("investment-photo-too-large", &upload.name)));
        }
        let bytes = ctx.ledger().attachments().read(&upload.hash)?;
        if picture(&bytes.unwrap_or_default()).is_none() {
            return Ok(Err(w.with("investment-photo-none", &upload.name)));
        }
        let hash: Box<str> = upload.hash.to_string().into();
        if !all.contains(&hash) {
            all.push(hash);
        }
    }
    if all.len() > MOST_PHOTOS {
        return Ok(Err(w.n("investment-photos-too-many", MOST_PHOTOS)));
    }
    Ok(Ok(all))
}

/// Raises an obstacle: a task for the unit that must remove it.
pub(crate) fn obstacle(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let id = project(ctx)?;
    let mut filled = form.filled();
    let today = ctx.state.moment().1.date();
    let cause = CAUSES.into_iter().find(|it| *it == form.get("cause"));
    let owner = ctx.city().unit_named(form.get("owner"), today);
    let due: Option<Date> = form.get("due").parse().ok();
    let text = form.get("text");
    if cause.is_none() {
        filled.wrong("cause", w.t("investment-no-cause"));
    }
    if text.is_empty() {
        filled.wrong("text", w.t("investment-no-text"));
    }
    if owner.is_none() {
        filled.wrong("owner", w.with("investment-no-owner", form.get("owner")));
    }
    if due.is_none_or(|due| due < today) {
        filled.wrong("due", w.t("investment-bad-due"));
    }
    let (Some(cause), Some(owner), Some(due), false) = (cause, owner, due, filled.is_wrong())
    else {
        return again(&project::page(ctx, &id, filled)?);
    };
    let command = Command::RaiseObstacle(Box::new(RaiseObstacle {
        project: id.clone(),
        cause: cause.into(),
        text: text.into(),
        owner,
        due,
    }));
    done(ctx, &id, filled, "obstacle-form", command, "obstacle")
}

/// Returns a photo that a report on works names, for everybody; no other file.
pub(crate) fn photo(ctx: &Ctx) -> Result<Response, Trouble> {
    let hash = ctx.ask.place();
    let mut projects = ctx.city().investment.projects.values();
    let is_named = projects.any(|project| {
        let mut reports = project.progress.iter();
        reports.any(|(_, it)| it.photos.iter().any(|photo| **photo == *hash))
    });
    let hash: dondoc_ledger::Hash = hash.parse().map_err(|_| Trouble::NotFound)?;
    if !is_named {
        return Err(Trouble::NotFound);
    }
    let bytes = ctx.ledger().attachments().read(&hash)?;
    let bytes = bytes.ok_or(Trouble::NotFound)?;
    let mime = picture(&bytes).ok_or(Trouble::NotFound)?;
    Ok(with_type(mime, bytes))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn amounts_are_typed_in_millions() {
        assert_eq!(millions("1.250"), Some(1_250_000_000));
        assert_eq!(millions("0"), Some(0));
        for bad in ["", "-5", "1,5", "mười", "99999999999999999999"] {
            assert_eq!(millions(bad), None, "{bad}");
        }
    }

    #[test]
    fn percentages_have_two_digits_and_end_at_a_hundred() {
        assert_eq!(hundredths("45,5 %"), Some(4_550));
        assert_eq!(hundredths("100"), Some(10_000));
        assert_eq!(hundredths("7.05"), Some(705));
        for bad in ["", "100,01", "-1", "4,555", "a"] {
            assert_eq!(hundredths(bad), None, "{bad}");
        }
    }

    #[test]
    fn reports_are_of_the_twenty_fifth() {
        assert_eq!(report_day(date(2025, 3, 25)), date(2025, 3, 25));
        assert_eq!(report_day(date(2025, 3, 24)), date(2025, 2, 25));
        assert_eq!(report_day(date(2025, 1, 3)), date(2024, 12, 25));
    }
}
