//! From a row of a table to what is asked of the city.

use std::cell::RefCell;
use std::collections::BTreeMap;

use dondoc_calendar::{AnnouncedKind, DayAnnounced, ReadAs, Rule};
use dondoc_city::{Command, IssueProposal};
use dondoc_kinds::{Arg, PersonId, PostId, Say, TaskId, UnitId};
use dondoc_messages::{Lang, say, text};
use dondoc_registry::{
    Basis, Command as RegistryCommand, Confidence, PersonRegistered, PostTaken, UnitCreated, fold,
};
use dondoc_tasks::{Importance, MakeReport, When};
use jiff::civil::Date;

use super::Kind;
use super::mapping::{Columns, Field};
use crate::open::Opened;

/// One row, with what it is read against.
pub(super) struct Row<'a> {
    pub(super) cells: &'a [String],
    pub(super) columns: &'a Columns,
    pub(super) opened: &'a Opened,
    pub(super) today: Date,
    pub(super) lang: Lang,
    /// How many reports earlier rows made on each task.
    pub(super) before: &'a RefCell<BTreeMap<TaskId, usize>>,
}

/// What a row asks.
pub(super) struct Asked {
    pub(super) command: Command,
    /// In whose name, where the row says so.
    pub(super) unit: Option<UnitId>,
    /// The day on which it was so.
    pub(super) on: Option<Date>,
}

/// What is wrong with a cell.
pub(super) struct Fault {
    /// The field; empty for the row as a whole.
    pub(super) field: &'static str,
    pub(super) what: String,
}

const fn field(name: &'static str, required: bool, headings: &'static [&'static str]) -> Field {
    Field {
        name,
        required,
        headings,
    }
}

/// Tasks of a tracking sheet, one task for each lead unit.
pub(super) const TASKS: Kind = Kind {
    name: "tasks",
    fields: &[
        field(
            "text",
            true,
            &[
                "Nội dung nhiệm vụ",
                "Nhiệm vụ",
                "Nội dung",
                "Nội dung công việc",
                "Task",
            ],
        ),
        field(
            "lead",
            true,
            &[
                "Đơn vị chủ trì",
                "Chủ trì",
                "Cơ quan chủ trì",
                "Đơn vị thực hiện",
                "Lead unit",
            ],
        ),
        field(
            "product",
            true,
            &["Sản phẩm", "Kết quả", "Sản phẩm, kết quả", "Product"],
        ),
        field(
            "due",
            false,
            &[
                "Thời hạn",
                "Thời hạn hoàn thành",
                "Hạn hoàn thành",
                "Thời gian hoàn thành",
                "Hạn",
                "Deadline",
            ],
        ),
        field(
            "coordinate",
            false,
            &[
                "Đơn vị phối hợp",
                "Phối hợp",
                "Cơ quan phối hợp",
                "Coordinating units",
            ],
        ),
        field(
            "assigner",
            false,
            &["Đơn vị giao", "Cơ quan giao", "Người giao", "Assigner"],
        ),
        field("issued", false, &["Ngày giao", "Ngày ban hành", "Issued"]),
    ],
    read: task,
};

/// Reports on tasks.
pub(super) const REPORTS: Kind = Kind {
    name: "reports",
    fields: &[
        field("task", true, &["Mã nhiệm vụ", "Mã NV", "Mã", "Task id"]),
        field(
            "text",
            true,
            &[
                "Kết quả thực hiện",
                "Nội dung báo cáo",
                "Tình hình thực hiện",
                "Report",
            ],
        ),
        field(
            "percent",
            false,
            &["Tiến độ", "Tiến độ (%)", "Tỷ lệ hoàn thành", "Progress"],
        ),
        field("on", false, &["Ngày báo cáo", "Ngày", "Date"]),
    ],
    read: report,
};

/// People and the posts they hold.
pub(super) const PEOPLE: Kind = Kind {
    name: "people",
    fields: &[
        field("person", true, &["Mã người", "Mã cán bộ", "Person id"]),
        field("name", true, &["Họ và tên", "Họ tên", "Name"]),
        field("post", false, &["Mã vị trí", "Vị trí", "Post id"]),
        field("from", false, &["Từ ngày", "Ngày giữ chức", "From"]),
        field(
            "instrument",
            false,
            &["Quyết định", "Số quyết định", "Instrument"],
        ),
    ],
    read: person,
};

/// Units of the registry.
pub(super) const UNITS: Kind = Kind {
    name: "units",
    fields: &[
        field("unit", true, &["Mã đơn vị", "Unit id"]),
        field("kind", true, &["Loại", "Loại đơn vị", "Kind"]),
        field("name", true, &["Tên đơn vị", "Tên", "Name"]),
        field("parent", false, &["Đơn vị cấp trên", "Cấp trên", "Parent"]),
        field("from", false, &["Từ ngày", "Ngày thành lập", "From"]),
        field("instrument", false, &["Văn bản", "Căn cứ", "Instrument"]),
    ],
    read: unit,
};

/// Days that were announced to be off or worked.
pub(super) const DAYS: Kind = Kind {
    name: "days",
    fields: &[
        field("date", true, &["Ngày", "Date"]),
        field("kind", true, &["Loại", "Kind"]),
        field("name", true, &["Tên", "name_vi", "Tên ngày", "Name"]),
        field("source", true, &["Văn bản", "Nguồn", "Căn cứ", "Source"]),
    ],
    read: day,
};

impl Row<'_> {
    fn cell(&self, field: &str) -> &str {
        self.columns.cell(self.cells, field)
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    fn needed(&self, field: &'static str) -> Result<&str, Fault> {
        match self.cell(field) {
            "" => Err(self.fault(field, "import-empty", "")),
            words => Ok(words),
        }
    }

    fn fault(&self, field: &'static str, key: &str, given: &str) -> Fault {
        Fault {
            field,
            what: text(self.lang, key, &[("given", Arg::from(given))]),
        }
    }

    fn said(&self, field: &'static str, answer: &dyn Say) -> Fault {
        Fault {
            field,
            what: say(self.lang, answer),
        }
    }

    fn day(&self, field: &'static str) -> Result<Option<Date>, Fault> {
        let words = self.cell(field);
        if words.is_empty() {
            return Ok(None);
        }
        if let Ok(day) = words.parse() {
            return Ok(Some(day));
        }
        match Rule::parse(words, &ReadAs::default()) {
            Ok(Rule::Day { day, .. }) => Ok(Some(day)),
            _ => Err(self.fault(field, "import-bad-day", words)),
        }
    }

    fn units(&self, field: &'static str, on: Date) -> Result<Vec<UnitId>, Fault> {
        let words = self.cell(field);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let city = &self.opened.city;
        match UnitId::parse(words) {
            Ok(unit) if city.registry.unit(&unit).is_some() => Ok(vec![unit]),
            _ => city
                .units_meant(words, on)
                .map_err(|refusal| self.said(field, &refusal)),
        }
    }

    fn id<T: std::str::FromStr<Err = dondoc_kinds::BadId>>(
        &self,
        field: &'static str,
    ) -> Result<T, Fault> {
        let words = self.needed(field)?;
        words
            .parse()
            .map_err(|_| self.fault(field, "import-bad-id", words))
    }

    fn basis(&self) -> Basis {
        let instrument = Some(self.cell("instrument").to_owned()).filter(|it| !it.is_empty());
        Basis {
            instrument,
            source: "nhập từ bảng".to_owned(),
            confidence: Confidence::Seen,
        }
    }
}

fn task(row: &Row<'_>) -> Result<Option<Asked>, Fault> {
    if row.is_blank() {
        return Ok(None);
    }
    let issued = row.day("issued")?;
    let on = issued.unwrap_or(row.today);
    let words = row.needed("text")?;
    row.needed("lead")?;
    let due = row.cell("due");
    let when = if due.is_empty() {
        When::NoDate { review_days: None }
    } else {
        when(row, on)?
    };
    let order = IssueProposal {
        proposal: None,
        text: Some(words.into()),
        to: row.units("lead", on)?,
        with: Some(row.units("coordinate", on)?),
        product: Some(row.needed("product")?.into()),
        when: Some(when),
        field: None,
        importance: Importance::Ordinary,
    };
    let unit = row.units("assigner", on)?.into_iter().next();
    Ok(Some(Asked {
        command: Command::Issue(Box::new(order)),
        unit,
        on: issued,
    }))
}

fn when(row: &Row<'_>, on: Date) -> Result<When, Fault> {
    let words = row.cell("due");
    let rule = match words.parse::<Date>() {
        Ok(day) => Rule::parse(
            &format!("{}/{}/{}", day.day(), day.month(), day.year()),
            &ReadAs::document(on),
        ),
        Err(_) => Rule::parse(words, &ReadAs::document(on)),
    };
    match rule.map_err(|refusal| row.said("due", &refusal))? {
        Rule::Standing => Ok(When::NoDate { review_days: None }),
        rule => Ok(When::By {
            rule,
            from: on.at(0, 0, 0, 0),
            until: None,
        }),
    }
}

fn report(row: &Row<'_>) -> Result<Option<Asked>, Fault> {
    if row.is_blank() {
        return Ok(None);
    }
    let id = row.needed("task")?;
    let task = row
        .opened
        .task(&id.to_lowercase(), row.lang)
        .map_err(|_| row.fault("task", "import-no-task", id))?;
    let percent = percent(row)?;
    // Several rows of one table may report on one task.
    let mut before = row.before.borrow_mut();
    let earlier = before.entry(task.id.clone()).or_insert(0);
    *earlier += 1;
    let report = format!("{}.r{}", task.id, task.reports.len() + *earlier);
    let report = MakeReport {
        task: task.id.clone(),
        occurrence: None,
        report: report
            .parse()
            .map_err(|_| row.fault("task", "import-bad-id", &report))?,
        percent,
        // A table carries no evidence, so it can't say that a task is done.
        says_done: false,
        narrative: row.needed("text")?.into(),
        evidence: Vec::new(),
    };
    let command = Command::Task(dondoc_tasks::Command::Report(Box::new(report)));
    Ok(Some(Asked {
        command,
        unit: Some(task.lead.clone()),
        on: row.day("on")?,
    }))
}

fn percent(row: &Row<'_>) -> Result<u8, Fault> {
    let words = row.cell("percent").trim_end_matches('%').trim();
    if words.is_empty() {
        return Ok(0);
    }
    words
        .parse::<u8>()
        .ok()
        .filter(|percent| *percent <= 100)
        .ok_or_else(|| row.fault("percent", "import-bad-percent", words))
}

fn day(row: &Row<'_>) -> Result<Option<Asked>, Fault> {
    if row.is_blank() {
        return Ok(None);
    }
    row.needed("date")?;
    let Some(date) = row.day("date")? else {
        return Ok(None);
    };
    let words = row.needed("kind")?;
    let kind = match fold(words).replace('_', " ").as_str() {
        "public holiday" | "nghi le" => AnnouncedKind::PublicHoliday,
        "day off in lieu" | "nghi bu" => AnnouncedKind::DayOffInLieu,
        "swap day off" | "nghi hoan doi" => AnnouncedKind::SwapDayOff,
        "swap working day" | "lam bu" => AnnouncedKind::SwapWorkingDay,
        "ordinary day" | "ngay thuong" => AnnouncedKind::OrdinaryDay,
        _ => return Err(row.fault("kind", "import-bad-day-kind", words)),
    };
    let announced = DayAnnounced {
        date,
        kind,
        name: row.needed("name")?.into(),
        source: row.needed("source")?.into(),
        confidence: dondoc_calendar::Confidence::High,
    };
    let command = Command::Calendar(vec![announced.into()]);
    Ok(Some(Asked {
        command,
        unit: None,
        on: None,
    }))
}

fn person(row: &Row<'_>) -> Result<Option<Asked>, Fault> {
    if row.is_blank() {
        return Ok(None);
    }
    let person: PersonId = row.id("person")?;
    let name = row.needed("name")?.to_owned();
    let mut commands = vec![RegistryCommand::RegisterPerson(PersonRegistered {
        person: person.clone(),
        name,
    })];
    if !row.cell("post").is_empty() {
        let post: PostId = row.id("post")?;
        let on = row.day("from")?.unwrap_or(row.today);
        let instrument = row.basis().instrument;
        commands.push(RegistryCommand::TakePost(PostTaken {
            post,
            person,
            on,
            instrument,
        }));
    }
    let on = row.day("from")?;
    Ok(Some(Asked {
        command: Command::Registry(commands),
        unit: None,
        on,
    }))
}

fn unit(row: &Row<'_>) -> Result<Option<Asked>, Fault> {
    if row.is_blank() {
        return Ok(None);
    }
    let from = row.day("from")?;
    let parent = row.cell("parent");
    let parent = match parent {
        "" => None,
        words if words.parse::<UnitId>().is_ok() => words.parse().ok(),
        _ => row
            .units("parent", from.unwrap_or(row.today))?
            .into_iter()
            .next(),
    };
    let created = UnitCreated {
        unit: row.id("unit")?,
        kind: fold(row.needed("kind")?).replace(' ', "-").into(),
        name: row.needed("name")?.to_owned(),
        parent,
        code: None,
        from,
        basis: row.basis(),
    };
    let command = Command::Registry(vec![RegistryCommand::CreateUnit(created)]);
    Ok(Some(Asked {
        command,
        unit: None,
        on: from,
    }))
}
