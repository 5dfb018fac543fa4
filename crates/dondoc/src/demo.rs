//! `dondoc demo`: builds the demo city, writes its briefing, serves it.

use std::path::Path;

use anyhow::{Context, anyhow};
use dondoc_calendar::{Calendar, Event as CalendarEvent};
use dondoc_city::{
    Act, Acting, City, Command, Founded, Jurisdiction, RaiseObstacle, RegisterDocument,
    SettingsEvent, civil,
};
use dondoc_demo::{Action, Sheet, Step};
use dondoc_documents::Amended;
use dondoc_investment::room::figures::View;
use dondoc_investment::room::outlook::outlooks;
use dondoc_investment::room::plan::Assigner;
use dondoc_investment::room::project::System;
use dondoc_kinds::{Arg, DocumentId, Say};
use dondoc_ledger::Seeded;
use dondoc_ledger_sqlite::DataFolder;
use dondoc_messages::{Lang, text};
use dondoc_registry::{Command as RegistryCommand, Event as RegistryEvent, Registry};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::args::{self, Form};
use crate::briefing;
use crate::demo_procedures::Story;
use crate::init;
use crate::open::{self, Opened};
use crate::out::Progress;
use crate::trouble::{Outcome, Trouble};

/// The log's name; also how a folder is known to be a demo city, which may be
/// built anew.
const ORIGIN: &str = "dondoc/demo/hanoi";
/// The quarter that the story is told for.
const TOLD: &str = "2024-Q3";
/// What stands on each page.
const REMARK: &str = "Dữ liệu minh họa: báo cáo, số liệu và tên người đều do hệ thống dựng";
/// Everything of the demo follows from this.
const SEED: u64 = 24;

/// Builds, writes, and serves unless told not to.
pub(crate) fn run(args: &args::Demo, lang: Lang) -> Outcome {
    clear(&args.data)?;
    let mut opened = build(&args.data, lang)?;
    for meeting in dondoc_demo::meetings().map_err(anyhow::Error::from)? {
        let target = args.data.join("giao-ban").join(&meeting.period);
        // The quarter of the story in every form, the others as data and page.
        let forms: &[Form] = if meeting.period == TOLD {
            &[]
        } else {
            &[Form::Json, Form::Html]
        };
        let (period, as_of) = (&meeting.period, meeting.as_of);
        briefing::write_at(&opened.folder, period, as_of, forms, &target, lang)?;
    }
    let people = crate::demo_people::enter(&mut opened)?;
    if args.no_serve {
        return Ok(());
    }
    let day = opened.city.last_recorded().map(|at| civil(at).date());
    drop(opened);
    for (login, _) in &people {
        let url = format!("http://127.0.0.1:{}/demo?as={login}", args.port);
        crate::out::note(&url);
    }
    crate::serve::site(
        &args::Serve {
            data: args.data.clone(),
            port: args.port,
            guests_read: true,
            public_url: None,
            quiet: true,
            mail_url: None,
            mail_from: None,
        },
        crate::serve::Shown { today: day, people },
        lang,
    )
}

/// The folder of the demo holds something else, which stays as it is.
struct NotADemo(String);

impl Say for NotADemo {
    fn key(&self) -> &'static str {
        "demo-not-a-demo"
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        vec![("folder", Arg::from(self.0.as_str()))]
    }
}

/// Removes an earlier demo city; anything else at that place is left alone.
fn clear(path: &Path) -> Outcome {
    if !path.exists() {
        return Ok(());
    }
    let is_empty = std::fs::read_dir(path)
        .with_context(|| format!("failed to look into `{}`", path.display()))?
        .next()
        .is_none();
    let is_demo =
        !is_empty && DataFolder::open(path).is_ok_and(|folder| folder.settings().origin == ORIGIN);
    if is_demo {
        std::fs::remove_dir_all(path)
            .with_context(|| format!("failed to remove the old demo city `{}`", path.display()))?;
    } else if !is_empty {
        return Err(Trouble::refused(NotADemo(path.display().to_string())));
    }
    Ok(())
}

fn build(path: &Path, lang: Lang) -> Result<Opened, Trouble> {
    let later = dondoc_demo::announced_later().map_err(anyhow::Error::from)?;
    let mut founding = Jurisdiction::Hanoi.founding().map_err(open::tables)?;
    founding.retain(|founded| !announces(founded, &later));
    mark(&mut founding);
    let (registry, calendar) = folded(&founding);
    let script = dondoc_demo::script(SEED, &registry, &calendar).map_err(anyhow::Error::from)?;
    let invest = dondoc_demo::investment(SEED, &registry).map_err(anyhow::Error::from)?;
    let mut steps: Vec<Step> = script.chain(invest).collect();
    steps.sort_by_key(|step| step.at);
    let steps = dondoc_demo::powers(steps).map_err(anyhow::Error::from)?;
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return Err(anyhow!("the demo's story is empty").into());
    };
    let (start, told) = (first.at, last.at);
    let end = civil(told).date();
    // What becomes so while the story runs is recorded on its day.
    founding.sort_by_key(|founded| founded.valid);
    let split = founding.partition_point(|founded| founded.valid <= civil(start).date());
    let mut news = founding.split_off(split);
    news.retain(|founded| founded.valid <= end);
    let entropy = Box::new(Seeded::new(b"dondoc demo city"));
    let folder = init::new_city(path, Jurisdiction::Hanoi, ORIGIN, &founding, start, entropy)?;
    let mut opened = Opened {
        folder,
        city: City::empty(),
    };
    opened
        .city
        .catch_up(opened.folder.ledger())
        .map_err(anyhow::Error::from)?;
    let calendar = crate::demo_procedures::calendar()?;
    let mut procedure = Story::new(SEED, &calendar, path, lang)?;
    tell(&mut opened, steps, news, &mut procedure, lang)?;
    procedure.up_to(&mut opened, told)?;
    crate::snapshots::keep(&opened.folder, &opened.city);
    Ok(opened)
}

/// Every page of the demo's papers says what it is.
fn mark(founding: &mut [Founded]) {
    for founded in founding {
        if let dondoc_city::Event::Settings(SettingsEvent::LetterheadSet(set)) = &mut founded.event
        {
            set.remark = Some(REMARK.to_owned());
        }
    }
}

fn announces(founded: &Founded, days: &[Date]) -> bool {
    match &founded.event {
        dondoc_city::Event::Calendar(CalendarEvent::DayAnnounced(day)) => days.contains(&day.date),
        _ => false,
    }
}

fn folded(founding: &[Founded]) -> (Registry, Calendar) {
    let (mut registry, mut calendar) = (Registry::default(), Calendar::default());
    for founded in founding {
        match &founded.event {
            dondoc_city::Event::Registry(event) => registry.apply(event),
            dondoc_city::Event::Calendar(event) => calendar.apply(event),
            dondoc_city::Event::Document(_)
            | dondoc_city::Event::Task(_)
            | dondoc_city::Event::Meeting(_)
            | dondoc_city::Event::Settings(_)
            | dondoc_city::Event::Investment(_)
            | dondoc_city::Event::Procedure(_)
            | dondoc_city::Event::Log(_)
            | dondoc_city::Event::Import(_) => {}
        }
    }
    (registry, calendar)
}

/// Walks the story, step by step, each through the same door as a person's act.
fn tell(
    opened: &mut Opened,
    steps: Vec<Step>,
    news: Vec<Founded>,
    procedure: &mut Story<'_>,
    lang: Lang,
) -> Outcome {
    let mut progress = Progress::start(&text(lang, "demo-building", &[]), steps.len() as u64);
    let mut news = news.into_iter().peekable();
    for (nth, step) in steps.into_iter().enumerate() {
        while let Some(founded) = news.next_if(|it| it.valid <= civil(step.at).date()) {
            happen(opened, founded, step.at)?;
        }
        procedure.up_to(opened, step.at)?;
        for file in &step.files {
            let attachments = opened.folder.ledger().attachments();
            attachments
                .put(&file.bytes)
                .context("failed to keep a file")?;
        }
        take(opened, step)?;
        progress.at(nth as u64 + 1);
    }
    let shown = [("count", Arg::Text(opened.city.folded().to_string()))];
    progress.done(&text(lang, "demo-built", &shown));
    Ok(())
}

fn happen(opened: &mut Opened, founded: Founded, at: Timestamp) -> Outcome {
    let acting = Acting::of(init::founder());
    let ledger = opened.folder.ledger();
    dondoc_city::append(ledger, &opened.city, &[founded], &acting, at)
        .context("failed to record what became so")?;
    opened.city.catch_up(ledger).map_err(anyhow::Error::from)?;
    Ok(())
}

fn take(opened: &mut Opened, step: Step) -> Outcome {
    let Step {
        at,
        valid,
        actor,
        delegation,
        action,
        files: _,
    } = step;
    let acting = Acting::of(actor.unit).in_post(actor.post).by(actor.person);
    let acting = acting.under(delegation);
    let mut amended = None;
    let command = match action {
        Action::Enter(event) => Command::Registry(vec![entering(event)?]),
        Action::RegisterDocument(sheet) => {
            amended = amendment(&sheet)?;
            registering(opened, &sheet)?
        }
        Action::AnnounceDays(days) => {
            Command::Calendar(days.into_iter().map(CalendarEvent::from).collect())
        }
        // Registering a document has proposed its tasks already.
        Action::Task(dondoc_tasks::Command::Propose { proposal, .. })
            if opened.city.tasks.proposal(&proposal).is_some() =>
        {
            return Ok(());
        }
        Action::Task(command) => Command::Task(command),
        Action::Meeting(command) => Command::Meeting(command),
        Action::ProposeAgenda(meeting) => {
            let items = opened.city.proposed_agenda(&meeting, civil(at).date());
            Command::Meeting(dondoc_meetings::Command::SetAgenda {
                meeting,
                seen: 0,
                items,
                reason: None,
            })
        }
        Action::SignOff { meeting, seen } => Command::SignOff { meeting, seen },
        Action::DailyRun => Command::DailyRun,
        Action::Invest(event) => recording(*event, false),
        Action::InvestConfirmed(event) => recording(*event, true),
        Action::KeepForecast { year } => match forecast(opened, valid, year) {
            Some(command) => command,
            None => return Ok(()),
        },
        Action::RaiseObstacle(it) => Command::RaiseObstacle(Box::new(RaiseObstacle {
            project: it.project,
            cause: it.cause,
            text: it.text,
            owner: it.owner,
            due: it.due,
        })),
    };
    let moment = civil(at);
    let valid = if valid == moment.date() {
        moment
    } else {
        valid.at(12, 0, 0, 0)
    };
    let act = Act {
        command,
        acting,
        at,
        valid,
    };
    opened.act_as(act.clone())?;
    if let Some(event) = amended {
        let command = Command::ChangeDocument(event.into());
        opened.act_as(Act {
            command,
            valid: moment,
            ..act
        })?;
    }
    Ok(())
}

fn recording(event: dondoc_investment::Event, confirmed: bool) -> Command {
    Command::Investment(Box::new(dondoc_investment::room::Command {
        event,
        confirmed,
    }))
}

fn forecast(opened: &Opened, as_of: Date, year: i16) -> Option<Command> {
    let view = View {
        room: &opened.city.investment,
        as_of,
        year,
        system: System::Treasury,
    };
    let version = view.denominator(Assigner::City)?.version;
    let kept = outlooks(&view, true)?.kept(as_of, version);
    Some(recording(kept.into(), false))
}

fn registering(opened: &Opened, sheet: &Sheet) -> Result<Command, Trouble> {
    let words = sheet.text().map_err(anyhow::Error::from)?;
    let attachments = opened.folder.ledger().attachments();
    let hash = attachments
        .put(words.as_bytes())
        .context("failed to keep a document")?;
    let meeting = sheet.meeting.as_deref().map(str::parse).transpose();
    let meeting = meeting.map_err(|bad: dondoc_kinds::BadId| Trouble::Failed(bad.into()))?;
    Ok(Command::RegisterDocument(Box::new(RegisterDocument {
        id: Some(document_id(&sheet.id)?),
        reading: dondoc_documents::read(words),
        text: hash,
        file: None,
        conclusions_of: meeting,
        package: None,
    })))
}

fn amendment(sheet: &Sheet) -> Result<Option<Amended>, Trouble> {
    let Some(old) = &sheet.amends else {
        return Ok(None);
    };
    let (document, by) = (document_id(old)?, document_id(&sheet.id)?);
    Ok(Some(Amended {
        document,
        by,
        what: String::new(),
    }))
}

fn document_id(text: &str) -> Result<DocumentId, Trouble> {
    text.parse()
        .map_err(|bad: dondoc_kinds::BadId| Trouble::Failed(bad.into()))
}

fn entering(event: RegistryEvent) -> Result<RegistryCommand, Trouble> {
    Ok(match event {
        RegistryEvent::PostCreated(it) => RegistryCommand::CreatePost(it),
        RegistryEvent::PersonRegistered(it) => RegistryCommand::RegisterPerson(it),
        RegistryEvent::PostTaken(it) => RegistryCommand::TakePost(it),
        RegistryEvent::PostLeft(it) => RegistryCommand::LeavePost(it),
        RegistryEvent::PowerVested(it) => RegistryCommand::VestPower(it),
        RegistryEvent::DelegationGranted(it) => RegistryCommand::Delegate(Box::new(it.grant)),
        RegistryEvent::DelegationWithdrawn(it) => RegistryCommand::WithdrawDelegation(it),
        other => return Err(anyhow!("the story enters `{}`", other.kind()).into()),
    })
}
