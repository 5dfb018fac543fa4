//! Rows to commands, in the order in which they can be carried out.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_kinds::{PostId, UnitId};
use jiff::civil::Date;
use smol_str::SmolStr;

use crate::decide::{Command, decide};
use crate::event::{
    AliasAdded, Basis, Event, Organ, PostCreated, Role, Share, SplitPart, UnitAbolished,
    UnitCreated, UnitSplit, UnitsMerged,
};
use crate::naming::{Abbreviation, ClassDefined, Form, Kind, Naming, Qualifier, Title};
use crate::refusal::Refusal;
use crate::registry::Registry;

use super::row::{Raw, Row};
use super::{TableFault, TableProblem};

const ORGANS: &str =
    "whole, peoples_committee, peoples_council, standing_committee, standing_board, leadership";
const ROLES: &str = "head, deputy_head, clerk, contact, inspector";
const LEVELS: &str = "province, district, commune";
const SENSES: &str = "every, condition, within, nothing";
const SHARES: &str = "whole, rest, matter, undetermined";
const CONFIDENCES: &str = "seen, computed, recalled";

const UNIT_FILES: &[&str] = &[
    "units-city.csv",
    "units-districts.csv",
    "units-communes.csv",
    "units-party.csv",
];

/// A command, the day it belongs to, its turn on that day, and its row.
pub(super) struct Step {
    day: Option<Date>,
    turn: (u8, u8),
    place: (String, u64),
    command: Command,
}

/// A row of a unit table.
struct UnitRow {
    created: UnitCreated,
    until: Option<Date>,
    place: (String, u64),
}

type Problems = Vec<TableProblem>;

/// Turns of one day: words first, new units before the ends of old ones.
const WORDS: u8 = 0;
const CREATION: u8 = 1;
const NAMES: u8 = 2;
const ENDS: u8 = 3;

pub(super) fn commands(raw: &Raw, problems: &mut Problems) -> Vec<Step> {
    let naming = naming(raw, problems);
    let mut steps = vec![Step {
        day: None,
        turn: (WORDS, 0),
        place: ("kinds.csv".to_owned(), 0),
        command: Command::SetNaming(naming),
    }];
    let rows = unit_rows(raw, problems);
    let units: BTreeMap<&UnitId, &UnitRow> = rows.iter().map(|r| (&r.created.unit, r)).collect();
    for row in &rows {
        steps.push(Step {
            day: row.created.from,
            turn: (CREATION, depth(&units, &row.created.unit)),
            place: row.place.clone(),
            command: Command::CreateUnit(row.created.clone()),
        });
    }
    steps.extend(posts(raw, &rows, problems));
    steps.extend(classes(raw, problems));
    steps.extend(aliases(raw, &units, problems));
    steps.extend(ends(raw, &rows, &units, problems));
    steps
}

/// Carries the steps out on an empty registry; what is refused is a problem.
pub(super) fn run(mut steps: Vec<Step>) -> Result<Vec<(Date, Event)>, Problems> {
    steps.sort_by_key(|step| (step.day, step.turn));
    let first = steps.iter().find_map(|s| s.day).unwrap_or(Date::MIN);
    let mut registry = Registry::default();
    let mut events = Vec::new();
    let mut problems = Vec::new();
    // Units whose row was refused: what only follows from that is not said again.
    let mut missing: BTreeSet<UnitId> = BTreeSet::new();
    for step in steps {
        let created = match &step.command {
            Command::CreateUnit(created) => Some(created.unit.clone()),
            _ => None,
        };
        match decide(&registry, step.command) {
            Ok(decided) => {
                for event in decided {
                    registry.apply(&event);
                    events.push((step.day.unwrap_or(first), event));
                }
            }
            Err(refusal) => {
                let follows =
                    matches!(&refusal, Refusal::UnknownUnit { unit, .. } if missing.contains(unit));
                missing.extend(created);
                if !follows {
                    problems.push(TableProblem {
                        file: step.place.0,
                        row: step.place.1,
                        column: String::new(),
                        fault: TableFault::Refused(refusal),
                    });
                }
            }
        }
    }
    if problems.is_empty() {
        Ok(events)
    } else {
        problems.sort_by(|a, b| (&a.file, a.row).cmp(&(&b.file, b.row)));
        Err(problems)
    }
}

fn naming(raw: &Raw, problems: &mut Problems) -> Naming {
    let mut naming = Naming::default();
    for row in raw.rows("kinds.csv") {
        naming.kinds.extend(kind(&row, problems));
    }
    for row in raw.rows("forms.csv") {
        naming.forms.extend(form(&row, problems));
    }
    for row in raw.rows("titles.csv") {
        naming.titles.extend(title(&row, problems));
    }
    for row in raw.rows("abbreviations.csv") {
        let (short, long) = (row.needed("short", problems), row.needed("long", problems));
        let pair = short.zip(long);
        naming
            .abbreviations
            .extend(pair.map(|(short, long)| Abbreviation { short, long }));
    }
    for row in raw.rows("qualifiers.csv") {
        let phrase = row.needed("phrase", problems);
        let sense = row.word("sense", SENSES, problems);
        naming.qualifiers.extend(
            phrase
                .zip(sense)
                .map(|(phrase, sense)| Qualifier { phrase, sense }),
        );
    }
    naming
}

fn kind(row: &Row<'_>, problems: &mut Problems) -> Option<Kind> {
    Some(Kind {
        kind: row.needed("kind", problems)?.into(),
        term_vi: row.needed("term_vi", problems)?,
        term_en: row.needed("term_en", problems)?,
        level: row.word("level", LEVELS, problems)?,
        bare: row.yes("bare", problems),
    })
}

fn form(row: &Row<'_>, problems: &mut Problems) -> Option<Form> {
    Some(Form {
        kind: row.needed("kind", problems)?.into(),
        pattern: row.needed("pattern", problems)?,
        organ: row.word("organ", ORGANS, problems)?,
    })
}

fn title(row: &Row<'_>, problems: &mut Problems) -> Option<Title> {
    let role: Option<Role> = match row.text("role") {
        Some(_) => Some(row.word("role", ROLES, problems)?),
        None => None,
    };
    Some(Title {
        phrase: row.needed("phrase", problems)?,
        role,
        organ: row.word("organ", ORGANS, problems)?,
    })
}

fn unit_rows(raw: &Raw, problems: &mut Problems) -> Vec<UnitRow> {
    let mut rows = Vec::new();
    for file in UNIT_FILES {
        for row in raw.rows(file) {
            rows.extend(unit_row(&row, problems));
        }
    }
    rows
}

fn unit_row(row: &Row<'_>, problems: &mut Problems) -> Option<UnitRow> {
    let from = row.day("valid_from", problems);
    let last = row.day("valid_to", problems);
    if from.zip(last).is_some_and(|(from, last)| last < from) {
        problems.push(row.problem("valid_to", TableFault::DaysReversed));
    }
    let created = UnitCreated {
        unit: row.needed_id("unit", problems)?,
        kind: row.needed("kind", problems)?.into(),
        name: row.needed("name", problems)?,
        parent: row.id("parent", problems),
        code: row.text("code"),
        from,
        basis: basis(row, problems)?,
    };
    Some(UnitRow {
        created,
        until: last.and_then(|last| last.tomorrow().ok()),
        place: (row.file.to_owned(), row.line),
    })
}

fn basis(row: &Row<'_>, problems: &mut Problems) -> Option<Basis> {
    Some(Basis {
        instrument: row.text("instrument"),
        source: row.needed("source", problems)?,
        confidence: row.word("confidence", CONFIDENCES, problems)?,
    })
}

fn depth(units: &BTreeMap<&UnitId, &UnitRow>, unit: &UnitId) -> u8 {
    let mut at = units.get(unit);
    let mut depth = 0;
    while let Some(parent) = at.and_then(|row| row.created.parent.as_ref()) {
        depth += 1;
        if depth == 16 {
            break;
        }
        at = units.get(parent);
    }
    depth
}

fn posts(raw: &Raw, rows: &[UnitRow], problems: &mut Problems) -> Vec<Step> {
    let root = rows.first().map(|r| &r.created.unit);
    let mut steps = Vec::new();
    for row in raw.rows("posts.csv") {
        let (Some(kind), Some(suffix), Some(role), Some(title)) = (
            row.needed("kind", problems),
            row.needed("suffix", problems),
            row.word::<Role>("role", ROLES, problems),
            row.needed("title", problems),
        ) else {
            continue;
        };
        let direct = row.yes("direct", problems);
        let standing = rows
            .iter()
            .map(|r| &r.created)
            .filter(|u| u.kind == kind && (!direct || u.parent.as_ref() == root));
        for unit in standing {
            let given = format!("{}.{suffix}", unit.unit);
            let Ok(post) = PostId::parse(&given) else {
                problems.push(row.problem("suffix", TableFault::NotAnId { given }));
                continue;
            };
            steps.push(Step {
                day: unit.from,
                turn: (NAMES, 0),
                place: (row.file.to_owned(), row.line),
                command: Command::CreatePost(PostCreated {
                    post,
                    unit: unit.unit.clone(),
                    role,
                    title: title.replace("{name}", &unit.name),
                    from: unit.from,
                }),
            });
        }
    }
    steps
}

fn classes(raw: &Raw, problems: &mut Problems) -> Vec<Step> {
    let mut steps = Vec::new();
    for row in raw.rows("classes.csv") {
        let (Some(class), Some(phrases)) = (
            row.needed("class", problems),
            row.needed("phrases", problems),
        ) else {
            continue;
        };
        let kinds = row.text("kinds").unwrap_or_default();
        let defined = ClassDefined {
            class: class.into(),
            phrases: phrases.split('|').map(|p| p.trim().to_owned()).collect(),
            kinds: kinds.split_whitespace().map(SmolStr::new).collect(),
            units: row.ids("units", problems),
            direct: row.yes("direct", problems),
            open: row.yes("open", problems),
        };
        steps.push(Step {
            day: None,
            turn: (NAMES, 0),
            place: (row.file.to_owned(), row.line),
            command: Command::DefineClass(defined),
        });
    }
    steps
}

fn aliases(raw: &Raw, units: &BTreeMap<&UnitId, &UnitRow>, problems: &mut Problems) -> Vec<Step> {
    let mut steps = Vec::new();
    for row in raw.rows("aliases.csv") {
        let (Some(unit), Some(text), Some(organ)) = (
            row.needed_id::<UnitId>("unit", problems),
            row.needed("text", problems),
            row.word::<Organ>("organ", ORGANS, problems),
        ) else {
            continue;
        };
        let from = row.day("from", problems);
        let born = units.get(&unit).and_then(|u| u.created.from);
        steps.push(Step {
            day: from.max(born),
            turn: (NAMES, 1),
            place: (row.file.to_owned(), row.line),
            command: Command::AddAlias(AliasAdded {
                unit,
                text,
                organ,
                from,
                until: row.day("until", problems),
            }),
        });
    }
    steps
}

/// What becomes of one unit's work: its row, and whom it goes to.
struct End {
    on: Date,
    parts: Vec<SplitPart>,
    basis: Basis,
    place: (String, u64),
}

fn ends(
    raw: &Raw,
    rows: &[UnitRow],
    units: &BTreeMap<&UnitId, &UnitRow>,
    problems: &mut Problems,
) -> Vec<Step> {
    let ends = read_ends(raw, units, problems);
    for row in rows.iter().filter(|r| r.until.is_some()) {
        if !ends.contains_key(&row.created.unit) {
            problems.push(TableProblem {
                file: row.place.0.clone(),
                row: row.place.1,
                column: "valid_to".to_owned(),
                fault: TableFault::NoSuccession {
                    unit: row.created.unit.to_string(),
                },
            });
        }
    }
    let mut steps: Vec<Step> = Vec::new();
    for (unit, end) in ends {
        // Children end before their parents.
        let turn = (ENDS, u8::MAX - depth(units, &unit));
        steps.push(Step {
            day: Some(end.on),
            turn,
            place: end.place.clone(),
            command: ending(unit, end),
        });
    }
    steps
}

fn ending(unit: UnitId, end: End) -> Command {
    let End {
        on, parts, basis, ..
    } = end;
    match parts.as_slice() {
        [] => Command::AbolishUnit(UnitAbolished { unit, on, basis }),
        [only] if only.share == Share::Whole => Command::MergeUnits(UnitsMerged {
            units: vec![unit],
            into: only.unit.clone(),
            on,
            basis,
        }),
        _ => Command::SplitUnit(UnitSplit {
            unit,
            parts,
            on,
            basis,
        }),
    }
}

fn read_ends(
    raw: &Raw,
    units: &BTreeMap<&UnitId, &UnitRow>,
    problems: &mut Problems,
) -> BTreeMap<UnitId, End> {
    let mut ends: BTreeMap<UnitId, End> = BTreeMap::new();
    for row in raw.rows("successions.csv") {
        let (Some(unit), Some(_), Some(on), Some(basis)) = (
            row.needed_id::<UnitId>("from", problems),
            row.needed("on", problems),
            row.day("on", problems),
            basis(&row, problems),
        ) else {
            continue;
        };
        let expected = units.get(&unit).and_then(|u| u.until);
        if let Some(expected) = expected.filter(|day| *day != on) {
            let unit = unit.to_string();
            problems.push(row.problem("on", TableFault::OtherDay { unit, expected }));
            continue;
        }
        let end = ends.entry(unit).or_insert_with(|| End {
            on,
            parts: Vec::new(),
            basis: basis.clone(),
            place: (row.file.to_owned(), row.line),
        });
        if let Some(to) = row.id::<UnitId>("to", problems) {
            let share = share(&row, problems);
            end.parts.extend(share.map(|share| SplitPart {
                unit: to,
                share,
                basis,
            }));
        }
    }
    ends
}

fn share(row: &Row<'_>, problems: &mut Problems) -> Option<Share> {
    match row.needed("share", problems)?.as_str() {
        "whole" => Some(Share::Whole),
        "rest" => Some(Share::Rest),
        "undetermined" => Some(Share::Undetermined),
        "matter" => row.needed("matter", problems).map(Share::Matter),
        given => {
            let (given, allowed) = (given.to_owned(), SHARES.to_owned());
            problems.push(row.problem("share", TableFault::NotOneOf { given, allowed }));
            None
        }
    }
}
