//! `dondoc import procedures`: the catalogue, one row a step.

use std::collections::BTreeMap;

use dondoc_city::Command;
use dondoc_kinds::{Arg, DelegationId, ProcedureId};
use dondoc_messages::{Lang, say, text};
use dondoc_procedures::room::decide::catalogue_faults;
use dondoc_procedures::room::event::{Catalogued, Imported};
use dondoc_procedures::room::record::{Level, Limit, Online, ProcedureRecord, StepRecord};
use dondoc_procedures::room::{Command as Room, Fault};
use dondoc_sheets::{Field, Kind, Mapping, NoHints, Problem, Proposal, Row, Table, What};

use super::mapping::Headings;
use super::sheet::{self, CellProblem};
use crate::args::Import;
use crate::flow;
use crate::open::Opened;
use crate::out;
use crate::trouble::{Outcome, Trouble};

const fn words(name: &'static str, headings: &'static [&'static str]) -> Field {
    Field::new(name, Kind::Words, false, headings)
}

/// What stands in the first row of a procedure, and may be left empty in its others.
const FIELDS: &[Field] = &[
    words("code", &["mã thủ tục", "mã tthc", "mã", "code"]),
    words("title", &["tên thủ tục", "thủ tục", "tên tthc", "title"]),
    words("field", &["lĩnh vực", "field"]),
    words("level", &["cấp thực hiện", "cấp", "level"]),
    Field::new(
        "from",
        Kind::Day,
        false,
        &["áp dụng từ", "hiệu lực từ", "từ ngày", "from"],
    ),
    words(
        "act",
        &["quyết định công bố", "văn bản", "quyết định", "act"],
    ),
    words("provision", &["căn cứ pháp lý", "căn cứ", "provision"]),
    words(
        "limit",
        &["tổng thời hạn", "thời hạn giải quyết", "total limit"],
    ),
    words("documents", &["thành phần hồ sơ", "giấy tờ", "documents"]),
    Field::new(
        "fee",
        Kind::Whole,
        false,
        &["lệ phí", "phí, lệ phí", "phí", "fee"],
    ),
    words(
        "online",
        &["mức độ trực tuyến", "dịch vụ công trực tuyến", "online"],
    ),
    words("decides", &["thẩm quyền", "người quyết định", "decides"]),
    words("delegation", &["ủy quyền", "mã ủy quyền", "delegation"]),
    words("step", &["tên bước", "bước", "nội dung công việc", "step"]),
    words(
        "step_unit",
        &["đơn vị thực hiện", "người thực hiện", "step unit"],
    ),
    words(
        "step_limit",
        &["thời hạn bước", "thời gian thực hiện", "step limit"],
    ),
    words("step_provision", &["căn cứ của bước", "step provision"]),
    words("may_drop", &["có thể bỏ", "được bỏ", "may drop"]),
    Field::new(
        "person_minutes",
        Kind::Whole,
        false,
        &["phút công", "số phút", "person minutes"],
    ),
];

/// Fields without which a table says nothing.
const NEEDED: [&str; 4] = ["code", "title", "act", "step"];

/// Imports the catalogue: all of the file or nothing.
pub(super) fn run(opened: &mut Opened, args: &Import, lang: Lang) -> Outcome {
    let (table, bytes) = sheet::open(&args.file, lang)?;
    let given = args
        .mapping
        .as_deref()
        .map(super::mapping::read)
        .transpose()?;
    let reason = args.reason.as_deref().unwrap_or_default();
    let catalogued = turned(opened, &table, &bytes, given.as_ref(), reason, lang)?;
    let steps: usize = catalogued.procedures.iter().map(|it| it.steps.len()).sum();
    let count = [
        ("n", Arg::Count(catalogued.procedures.len() as i64)),
        ("steps", Arg::Count(steps as i64)),
    ];
    if args.dry_run {
        out::line(&text(lang, "procedure-catalogue-would", &count));
        return Ok(());
    }
    let kept = opened.folder.ledger().attachments().put(&bytes);
    kept.map_err(anyhow::Error::from)?;
    let command = Command::Procedure(Box::new(Room::Catalogue(catalogued)));
    let default = flow::steering(opened);
    opened.act(command, &args.acting, &default, lang)?;
    out::line(&text(lang, "procedure-catalogue-did", &count));
    Ok(())
}

/// Turns a table into what is to be entered.
pub(crate) fn turned(
    opened: &Opened,
    table: &Table,
    bytes: &[u8],
    given: Option<&Headings>,
    reason: &str,
    lang: Lang,
) -> Result<Catalogued, Trouble> {
    let proposal = dondoc_sheets::propose(table, FIELDS, &[], &NoHints);
    let (proposal, mapping) = match given {
        None => (proposal.clone(), proposal.mapping()),
        Some(given) => {
            let found = given.find(table, &proposal, FIELDS);
            found.ok_or_else(|| missing(table, given.columns.values().cloned().collect(), lang))?
        }
    };
    let absent = NEEDED
        .iter()
        .filter(|name| !mapping.columns.contains_key(**name));
    let absent: Vec<String> = absent
        .filter_map(|name| FIELDS.iter().find(|field| field.name == *name))
        .map(|field| format!("{} ({})", field.name, field.headings.join(" / ")))
        .collect();
    if !absent.is_empty() {
        return Err(missing(table, absent, lang));
    }
    let read = dondoc_sheets::read(table, &proposal, &mapping, FIELDS, &Default::default());
    let mut turning = Turning {
        table,
        proposal: &proposal,
        mapping: &mapping,
        problems: read.problems,
        lang,
    };
    let (procedures, places) = turning.all(&read.rows);
    let sha256 = dondoc_ledger::Hash::of(bytes).to_string();
    let catalogued = Catalogued {
        procedures,
        reason: reason.into(),
        import: Some(Imported {
            file: table.file.as_str().into(),
            sha256: sha256.into(),
            rows: read.rows.len() as u64,
        }),
    };
    if turning.problems.is_empty() {
        let faults = catalogue_faults(&opened.city.procedures, &catalogued);
        turning.problems = faults
            .iter()
            .map(|fault| turning.fault(fault, &places))
            .collect();
    }
    if turning.problems.is_empty() {
        return Ok(catalogued);
    }
    let each = turning.problems.iter();
    let each = each.map(|it| Box::new(CellProblem::of(table, it, lang)) as Box<_>);
    Err(Trouble::Problems(each.collect()))
}

fn missing(table: &Table, columns: Vec<String>, lang: Lang) -> Trouble {
    Trouble::refused(CellProblem {
        place: table.place(),
        row: 0,
        column: String::new(),
        what: text(
            lang,
            "procedure-catalogue-columns",
            &[("columns", Arg::from(columns.join(", ")))],
        ),
    })
}

struct Turning<'a> {
    table: &'a Table,
    proposal: &'a Proposal,
    mapping: &'a Mapping,
    problems: Vec<Problem>,
    lang: Lang,
}

impl Turning<'_> {
    fn wrong(&self, row: u64, field: &'static str, key: &str) -> Problem {
        let said = What::Said(text(self.lang, key, &[]).into());
        self.table
            .problem(self.proposal, self.mapping, row, field, said)
    }

    /// Turns rows into procedures, each with the row that it begins in.
    fn all(&mut self, rows: &[Row]) -> (Vec<ProcedureRecord>, Vec<u64>) {
        let mut found: Vec<ProcedureRecord> = Vec::new();
        let mut places: Vec<u64> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut last: Option<usize> = None;
        for row in rows {
            let code = row.words("code").unwrap_or_default().trim().to_owned();
            let place = match (code.as_str(), last) {
                ("", Some(last)) => Some(last),
                ("", None) => {
                    self.problems
                        .push(self.wrong(row.number, "code", "procedure-fault-missing"));
                    None
                }
                _ => match known.get(&code) {
                    Some(&place) => Some(place),
                    None => self.record(row, &code).map(|record| {
                        found.push(record);
                        places.push(row.number);
                        known.insert(code.clone(), found.len() - 1);
                        found.len() - 1
                    }),
                },
            };
            last = place;
            if let Some(place) = place {
                let number = found[place].steps.len() as u32 + 1;
                if let Some(step) = self.step(row, number) {
                    found[place].steps.push(step);
                }
            }
        }
        (found, places)
    }

    fn record(&mut self, row: &Row, code: &str) -> Option<ProcedureRecord> {
        let before = self.problems.len();
        let number = row.number;
        let Ok(procedure) = ProcedureId::parse(&code.to_lowercase()) else {
            self.problems
                .push(self.wrong(number, "code", "procedure-bad-code"));
            return None;
        };
        let words = |field: &str| row.words(field).unwrap_or_default().trim();
        let level = Level::parse(words("level"));
        if level.is_none() {
            self.problems
                .push(self.wrong(number, "level", "procedure-bad-level"));
        }
        let online = Online::parse(words("online"));
        if online.is_none() {
            self.problems
                .push(self.wrong(number, "online", "procedure-bad-online"));
        }
        let from = row.day("from");
        if from.is_none()
            && !self
                .problems
                .iter()
                .any(|it| it.row == number && it.field == "from")
        {
            self.problems
                .push(self.wrong(number, "from", "procedure-fault-missing"));
        }
        let limit = self.limit(row, "limit");
        let delegation = match words("delegation") {
            "" => None,
            id => match DelegationId::parse(id) {
                Ok(id) => Some(id),
                Err(_) => {
                    self.problems.push(self.wrong(
                        number,
                        "delegation",
                        "procedure-bad-delegation",
                    ));
                    None
                }
            },
        };
        if self.problems.len() > before {
            return None;
        }
        let papers = words("documents").split(';').map(str::trim);
        let fee = row.number("fee").and_then(|fee| fee.whole()).unwrap_or(0);
        Some(ProcedureRecord {
            procedure,
            code: code.into(),
            title: words("title").into(),
            field: words("field").into(),
            level: level?,
            from: from?,
            act: words("act").into(),
            provision: words("provision").into(),
            limit,
            steps: Vec::new(),
            documents: papers.filter(|it| !it.is_empty()).map(Into::into).collect(),
            fee: i64::try_from(fee).unwrap_or(-1),
            online: online?,
            decides: words("decides").into(),
            delegation,
        })
    }

    fn step(&mut self, row: &Row, number: u32) -> Option<StepRecord> {
        let words = |field: &str| row.words(field).unwrap_or_default().trim();
        if words("step").is_empty() {
            self.problems
                .push(self.wrong(row.number, "step", "procedure-fault-missing"));
            return None;
        }
        let limit = self.limit(row, "step_limit");
        let may_drop = match words("may_drop").to_lowercase().as_str() {
            "có" | "x" | "yes" | "1" | "true" => true,
            "" | "không" | "no" | "0" | "false" => false,
            _ => {
                self.problems
                    .push(self.wrong(row.number, "may_drop", "procedure-bad-yes-no"));
                return None;
            }
        };
        let minutes = row.number("person_minutes").and_then(|it| it.whole());
        Some(StepRecord {
            number,
            name: words("step").into(),
            unit: words("step_unit").into(),
            limit,
            provision: words("step_provision").into(),
            may_drop,
            person_minutes: minutes.and_then(|it| u32::try_from(it).ok()),
        })
    }

    fn limit(&mut self, row: &Row, field: &'static str) -> Option<Limit> {
        let words = row.words(field).unwrap_or_default().trim();
        if words.is_empty() {
            return None;
        }
        let limit = Limit::parse(words);
        if limit.is_none() {
            self.problems
                .push(self.wrong(row.number, field, "procedure-bad-limit-words"));
        }
        limit
    }

    fn fault(&self, fault: &Fault, places: &[u64]) -> Problem {
        let row = places.get(fault.at).copied().unwrap_or(0);
        let field = match fault.field {
            "steps" => "step",
            other => other,
        };
        let said = What::Said(say(self.lang, &fault.what).into());
        self.table
            .problem(self.proposal, self.mapping, row, field, said)
    }
}
