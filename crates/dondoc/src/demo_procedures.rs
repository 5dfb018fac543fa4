//! The demo's procedure, from its catalogue to what a change did: each act on its day.

use std::path::Path;

use anyhow::Context;
use dondoc_briefing::shortening;
use dondoc_city::{Act, Acting, Command, LogImported, SignSheet, civil};
use dondoc_demo::{CHANGED, SHEET_SIGNED};
use dondoc_kinds::{ProcedureId, TaskId, UnitId};
use dondoc_lake::EventLog;
use dondoc_log_readers::Report;
use dondoc_messages::Lang;
use dondoc_procedures::reckon::{self, Period, Runs};
use dondoc_procedures::room::Command as Room;
use dondoc_procedures::room::decide::Sign;
use dondoc_procedures::room::event::{Catalogued, Changed, EffectMeasured, Linked, Mapped};
use dondoc_procedures::room::record::{Limit, ProcedureRecord};
use dondoc_server::case_logs;
use dondoc_tasks::{Command as Task, Evidence, MakeReport};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::open::{self, Opened};
use crate::procedures::room::{Ground, ground};
use crate::trouble::{Outcome, Trouble};

const CATALOGUE: &[u8] = include_bytes!("../../../jurisdictions/hanoi/demo/procedures.csv");
const CODE: &str = "9.000001";
/// Who is told to bring the shortening about.
const DOES: &str = "so-xay-dung";

/// What happens to the procedure.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// The catalogue is entered.
    Catalogue,
    /// Cases are imported, up to a day.
    Import(Date),
    /// How they kept the limit is reckoned.
    Assess(Date, Date),
    /// A shortening sheet is made, of events up to a day.
    Sheet(Date),
    /// It is signed.
    Sign,
    /// The unit reports that it is done.
    Report,
    /// That is confirmed.
    Confirm,
    /// The first office signs every day from now on.
    Change,
    /// What that did is measured, by events up to a day.
    Measure(u32, Date),
    /// The limit becomes shorter.
    Shorter,
    /// Two more offices follow.
    Follow,
}

const STORY: &[(Date, Event)] = &[
    (date(2023, 8, 15), Event::Catalogue),
    (date(2024, 2, 1), Event::Import(date(2024, 1, 31))),
    (
        date(2024, 2, 1),
        Event::Assess(date(2023, 10, 1), date(2023, 12, 31)),
    ),
    (date(2024, 2, 19), Event::Sheet(date(2024, 1, 31))),
    (SHEET_SIGNED, Event::Sign),
    (date(2024, 3, 27), Event::Report),
    (date(2024, 3, 28), Event::Confirm),
    (CHANGED, Event::Change),
    (date(2024, 4, 2), Event::Import(date(2024, 3, 31))),
    (
        date(2024, 4, 2),
        Event::Assess(date(2024, 1, 1), date(2024, 3, 31)),
    ),
    (date(2024, 7, 1), Event::Import(date(2024, 6, 30))),
    (
        date(2024, 7, 1),
        Event::Assess(date(2024, 4, 1), date(2024, 6, 30)),
    ),
    (date(2024, 7, 1), Event::Measure(1, date(2024, 6, 30))),
    (date(2024, 8, 30), Event::Shorter),
    (date(2024, 9, 30), Event::Import(date(2024, 9, 29))),
    (
        date(2024, 9, 30),
        Event::Assess(date(2024, 7, 1), date(2024, 9, 29)),
    ),
    (date(2024, 9, 30), Event::Measure(1, date(2024, 9, 29))),
    (date(2024, 12, 2), Event::Follow),
    (date(2024, 12, 31), Event::Import(date(2024, 12, 30))),
    (
        date(2024, 12, 31),
        Event::Assess(date(2024, 10, 1), date(2024, 12, 30)),
    ),
    (date(2024, 12, 31), Event::Measure(1, date(2024, 12, 30))),
    (date(2024, 12, 31), Event::Measure(2, date(2024, 12, 30))),
];

/// The story of the procedure as it is told.
pub(crate) struct Story<'a> {
    data: &'a Path,
    lang: Lang,
    /// All cases, also those that are still to come.
    log: EventLog,
    /// Up to when cases were imported, microseconds.
    imported: i64,
    next: usize,
}

impl<'a> Story<'a> {
    pub(crate) fn new(
        seed: u64,
        calendar: &dondoc_calendar::Calendar,
        data: &'a Path,
        lang: Lang,
    ) -> Result<Self, Trouble> {
        let last = STORY.last().map_or(CHANGED, |(day, _)| *day);
        let log = dondoc_demo::cases(seed, calendar, last).map_err(anyhow::Error::from)?;
        Ok(Self {
            data,
            lang,
            log,
            imported: i64::MIN,
            next: 0,
        })
    }

    /// Does what happens up to the day of `at`.
    pub(crate) fn up_to(&mut self, opened: &mut Opened, at: Timestamp) -> Outcome {
        while let Some(&(day, event)) = STORY.get(self.next) {
            if day > civil(at).date() {
                break;
            }
            self.next += 1;
            self.happen(opened, event, at)?;
        }
        Ok(())
    }

    fn happen(&mut self, opened: &mut Opened, event: Event, at: Timestamp) -> Outcome {
        let steering = crate::flow::steering(opened);
        let procedure = || ProcedureId::parse(CODE).map_err(anyhow::Error::from);
        match event {
            Event::Catalogue => {
                let entered = catalogue(opened, self.lang)?;
                room(opened, Room::Catalogue(entered), at)
            }
            Event::Import(until) => {
                self.import(opened, until, at)?;
                room(opened, Room::Link(link(opened, procedure()?)), at)
            }
            Event::Assess(from, to) => {
                let it = self.ground(opened, to)?;
                let period = Period { from, to };
                let found =
                    reckon::assess(&it.log, &it.working, &it.id, &it.known, &it.link, period);
                let found = found.context("no version")?;
                room(opened, Room::KeepAssessment(Box::new(found)), at)
            }
            Event::Sheet(as_of) => {
                let it = self.ground(opened, as_of)?;
                let runs = Runs::default();
                let sheet = reckon::shorten(
                    &it.log,
                    &it.working,
                    &it.id,
                    &it.version,
                    &it.link,
                    as_of,
                    runs,
                );
                let sheet = sheet.map_err(anyhow::Error::from)?;
                room(opened, Room::KeepSheet(Box::new(sheet)), at)
            }
            Event::Sign => sign(opened, &steering, at),
            Event::Report => report(opened, at),
            Event::Confirm => {
                let command = Task::Confirm {
                    task: task(opened)?,
                    occurrence: None,
                    note: None,
                };
                act(opened, Command::Task(command), &steering, at)
            }
            Event::Change => {
                let signed = self.sheet(opened)?;
                let changed = Changed {
                    procedure: procedure()?,
                    number: 0,
                    what: "Ủy quyền ký: lãnh đạo ký duyệt hằng ngày thay vì hai buổi mỗi tuần"
                        .into(),
                    units: vec![office(1)],
                    from: CHANGED,
                    promised: signed.1,
                    sheet: Some(signed.0),
                    act: "Quyết định 118/QĐ-UBND (minh họa)".into(),
                };
                room(opened, Room::Change(Box::new(changed)), at)
            }
            Event::Follow => {
                let signed = self.sheet(opened)?;
                let changed = Changed {
                    procedure: procedure()?,
                    number: 0,
                    what: "Ký duyệt hằng ngày theo cách của bộ phận số 1".into(),
                    units: vec![office(2), office(3)],
                    from: date(2024, 12, 2),
                    promised: signed.1,
                    sheet: Some(signed.0),
                    act: "Quyết định 402/QĐ-UBND (minh họa)".into(),
                };
                room(opened, Room::Change(Box::new(changed)), at)
            }
            Event::Measure(change, as_of) => self.measure(opened, change, as_of, at),
            Event::Shorter => {
                let known = opened.city.procedures.by_code(CODE);
                let newest = known
                    .and_then(|(_, it)| it.newest())
                    .context("no version")?;
                let record = ProcedureRecord {
                    from: date(2024, 9, 1),
                    act: "Quyết định 301/QĐ-UBND (minh họa)".into(),
                    limit: Some(Limit::working_days(8)),
                    ..newest.record.clone()
                };
                let entered = Catalogued {
                    procedures: vec![record],
                    reason: "rút ngắn thời hạn theo kết quả của bộ phận số 1".into(),
                    import: None,
                };
                room(opened, Room::Catalogue(entered), at)
            }
        }
    }

    fn ground(&self, opened: &Opened, on: Date) -> Result<Ground, Trouble> {
        ground(opened, self.data, CODE, on, self.lang)
    }

    /// The sheet that was signed, and what it promised.
    fn sheet(&self, opened: &Opened) -> Result<(dondoc_kinds::SheetId, i64), Trouble> {
        let known = opened.city.procedures.by_code(CODE);
        let id = known
            .and_then(|(_, it)| it.sheets.last())
            .context("no sheet")?;
        let kept = opened.city.procedures.sheet(id).context("no sheet")?;
        let promised = kept.signed.as_ref().map(|(_, signed)| signed.promised);
        Ok((id.clone(), promised.context("the sheet is not signed")?))
    }

    fn measure(&self, opened: &mut Opened, number: u32, as_of: Date, at: Timestamp) -> Outcome {
        let it = self.ground(opened, as_of)?;
        let known = opened
            .city
            .procedures
            .by_code(CODE)
            .context("no procedure")?
            .1;
        let changes = || known.changes.iter().map(|(_, change)| change);
        let change = changes()
            .find(|it| it.number == number)
            .context("no such change")?;
        let others: Vec<&Changed> = changes().filter(|it| it.number != number).collect();
        let found = reckon::effect(&it.log, &it.working, &it.link, change, &others, as_of);
        let measured = EffectMeasured {
            procedure: it.id,
            change: number,
            as_of,
            logs: it.link.logs,
            found,
        };
        room(opened, Room::KeepEffect(Box::new(measured)), at)
    }

    /// Imports the cases' events since the last import, as an office's system hands
    /// them in each quarter.
    fn import(&mut self, opened: &mut Opened, until: Date, at: Timestamp) -> Outcome {
        let end = end_of_day(until);
        let log = self
            .log
            .filter_events(|event| (self.imported..end).contains(&self.log.time()[event]));
        self.imported = end;
        // No office's file stands behind it: the segment is its own source.
        let report = Report {
            form: "segment",
            ..Report::default()
        };
        let mut imported = LogImported {
            offsets: log.zones().offsets.clone(),
            ..case_logs::noted(&log, &report, dondoc_demo::CASES_NAME)
        };
        case_logs::write_of(self.data, &log, &mut imported).map_err(anyhow::Error::from)?;
        let steering = crate::flow::steering(opened);
        act(
            opened,
            Command::ImportLog(Box::new(imported)),
            &steering,
            at,
        )
    }
}

/// Microseconds at which a day of Việt Nam ends.
fn end_of_day(day: Date) -> i64 {
    let next = day.tomorrow().unwrap_or(day).at(0, 0, 0, 0);
    let at = jiff::tz::Offset::constant(7).to_timestamp(next);
    at.map_or(i64::MAX, Timestamp::as_microsecond)
}

fn office(number: usize) -> Box<str> {
    dondoc_demo::OFFICES[number - 1].into()
}

fn act(opened: &mut Opened, command: Command, unit: &UnitId, at: Timestamp) -> Outcome {
    opened.act_as(Act {
        command,
        acting: Acting::of(unit.clone()),
        at,
        valid: civil(at),
    })?;
    Ok(())
}

fn room(opened: &mut Opened, command: Room, at: Timestamp) -> Outcome {
    let steering = crate::flow::steering(opened);
    act(opened, Command::Procedure(Box::new(command)), &steering, at)
}

fn catalogue(opened: &Opened, lang: Lang) -> Result<Catalogued, Trouble> {
    let limits = dondoc_sheets::Limits::default();
    let table =
        dondoc_sheets::open("danh-muc.csv", CATALOGUE, None, &limits).map_err(Trouble::refused)?;
    let kept = opened.folder.ledger().attachments().put(CATALOGUE);
    kept.context("failed to keep a file")?;
    crate::import::procedures::turned(opened, &table, CATALOGUE, None, "", lang)
}

fn link(opened: &Opened, procedure: ProcedureId) -> Linked {
    let known = opened.city.procedures.get(&procedure);
    let steps = known
        .and_then(|it| it.newest())
        .map(|version| version.record.steps.as_slice());
    Linked {
        procedure,
        logs: opened
            .city
            .logs
            .standing()
            .map(|log| log.imported.import.clone())
            .collect(),
        mapping: steps
            .unwrap_or_default()
            .iter()
            .map(|step| Mapped {
                activity: step.name.clone(),
                step: step.number,
            })
            .collect(),
        asks: vec!["Yêu cầu bổ sung".into()],
        ends: vec!["Trả kết quả".into()],
    }
}

/// The head signs the best proposal about signing.
fn sign(opened: &mut Opened, steering: &UnitId, at: Timestamp) -> Outcome {
    let known = opened
        .city
        .procedures
        .by_code(CODE)
        .context("no procedure")?
        .1;
    let id = known.sheets.last().context("no sheet")?;
    let kept = opened.city.procedures.sheet(id).context("no sheet")?;
    let proposals = &kept.sheet.proposals;
    let of_signing = proposals.iter().find(|it| it.cut.activity() == "Ký duyệt");
    let chosen = of_signing.or(proposals.first()).context("no proposal")?;
    let command = SignSheet {
        text: shortening::task_text(&opened.city, kept, &[chosen.number]).into(),
        sign: Sign {
            sheet: id.clone(),
            seen: kept.sheet.sha256.clone(),
            proposals: vec![chosen.number],
            unit: UnitId::parse(DOES).map_err(anyhow::Error::from)?,
        },
        product: "Quyết định ủy quyền ký tại bộ phận một cửa số 1 (minh họa)".into(),
        due: date(2024, 3, 29),
    };
    act(opened, Command::SignSheet(Box::new(command)), steering, at)
}

/// The task that the sheet became.
fn task(opened: &Opened) -> Result<TaskId, Trouble> {
    let known = opened
        .city
        .procedures
        .by_code(CODE)
        .context("no procedure")?
        .1;
    let kept = known
        .sheets
        .last()
        .and_then(|id| opened.city.procedures.sheet(id));
    let signed = kept.and_then(|kept| kept.signed.as_ref());
    Ok(signed.context("the sheet is not signed")?.1.task.clone())
}

fn report(opened: &mut Opened, at: Timestamp) -> Outcome {
    let task = task(opened)?;
    let bytes = "Quyết định 118/QĐ-UBND (minh họa): ủy quyền ký hằng ngày.".as_bytes();
    let kept = opened.folder.ledger().attachments().put(bytes);
    let hash = kept.context("failed to keep a file")?;
    let report = MakeReport {
        report: format!("{task}.r1")
            .parse()
            .map_err(|bad: dondoc_kinds::BadId| anyhow::anyhow!(bad))?,
        task,
        occurrence: None,
        percent: 100,
        says_done: true,
        narrative: "Đã ban hành quyết định ủy quyền (minh họa).".into(),
        evidence: vec![Evidence {
            name: "quyet-dinh-118.txt".into(),
            hash: hash.to_string().into(),
        }],
    };
    let unit = UnitId::parse(DOES).map_err(anyhow::Error::from)?;
    act(
        opened,
        Command::Task(Task::Report(Box::new(report))),
        &unit,
        at,
    )
}

/// The calendar of the jurisdiction, with what is announced later.
pub(crate) fn calendar() -> Result<dondoc_calendar::Calendar, Trouble> {
    open::calendar("hanoi", None)
}
