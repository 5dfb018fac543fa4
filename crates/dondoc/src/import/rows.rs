//! People, units and announced days: from a row of a table to what is asked of the
//! city. Tracking sheets are read by `dondoc-tracking`.

use dondoc_calendar::{AnnouncedKind, DayAnnounced};
use dondoc_city::{City, Command};
use dondoc_kinds::{Arg, PersonId, PostId, UnitId};
use dondoc_messages::{Lang, say, text};
use dondoc_registry::{
    Basis, Command as RegistryCommand, Confidence, PersonRegistered, PostTaken, UnitCreated, fold,
};
use dondoc_sheets::{Field, Kind as Holds, What};
use jiff::civil::Date;

use super::Kind;

/// One row, with what it is read against.
pub(super) struct Row<'a> {
    pub(super) row: &'a dondoc_sheets::Row,
    pub(super) city: &'a City,
    pub(super) today: Date,
    pub(super) lang: Lang,
}

/// What a row asks.
pub(super) struct Asked {
    pub(super) command: Command,
    /// In whose name, where the row says so.
    pub(super) unit: Option<UnitId>,
    /// The day on which it was so.
    pub(super) on: Option<Date>,
}

/// What is wrong with a field.
pub(super) type Fault = (&'static str, What);

/// People and the posts they hold.
pub(super) const PEOPLE: Kind = Kind {
    name: "people",
    fields: &[
        Field::new(
            "person",
            Holds::Words,
            true,
            &["Mã người", "Mã cán bộ", "Person id"],
        ),
        Field::new("name", Holds::Words, true, &["Họ và tên", "Họ tên", "Name"]),
        Field::new(
            "post",
            Holds::Words,
            false,
            &["Mã vị trí", "Vị trí", "Post id"],
        ),
        Field::new(
            "from",
            Holds::Day,
            false,
            &["Từ ngày", "Ngày giữ chức", "From"],
        ),
        Field::new(
            "instrument",
            Holds::Words,
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
        Field::new("unit", Holds::Words, true, &["Mã đơn vị", "Unit id"]),
        Field::new("kind", Holds::Words, true, &["Loại", "Loại đơn vị", "Kind"]),
        Field::new("name", Holds::Words, true, &["Tên đơn vị", "Tên", "Name"]),
        Field::new(
            "parent",
            Holds::Words,
            false,
            &["Đơn vị cấp trên", "Cấp trên", "Parent"],
        ),
        Field::new(
            "from",
            Holds::Day,
            false,
            &["Từ ngày", "Ngày thành lập", "From"],
        ),
        Field::new(
            "instrument",
            Holds::Words,
            false,
            &["Văn bản", "Căn cứ", "Instrument"],
        ),
    ],
    read: unit,
};

/// Days that were announced to be off or worked.
pub(super) const DAYS: Kind = Kind {
    name: "days",
    fields: &[
        Field::new("date", Holds::Day, true, &["Ngày", "Date"]),
        Field::new("kind", Holds::Words, true, &["Loại", "Kind"]),
        Field::new(
            "name",
            Holds::Words,
            true,
            &["Tên", "name_vi", "Tên ngày", "Name"],
        ),
        Field::new(
            "source",
            Holds::Words,
            true,
            &["Văn bản", "Nguồn", "Căn cứ", "Source"],
        ),
    ],
    read: day,
};

impl Row<'_> {
    fn words(&self, field: &str) -> &str {
        self.row.words(field).unwrap_or_default()
    }

    fn fault(&self, field: &'static str, key: &str, given: &str) -> Fault {
        let said = text(self.lang, key, &[("given", Arg::from(given))]);
        (field, What::Said(said.into()))
    }

    fn id<T: std::str::FromStr<Err = dondoc_kinds::BadId>>(
        &self,
        field: &'static str,
    ) -> Result<T, Fault> {
        let words = self.words(field);
        words
            .parse()
            .map_err(|_| self.fault(field, "import-bad-id", words))
    }

    fn basis(&self) -> Basis {
        Basis {
            instrument: self.row.words("instrument").map(str::to_owned),
            source: "nhập từ bảng".to_owned(),
            confidence: Confidence::Seen,
        }
    }
}

fn day(row: &Row<'_>) -> Result<Asked, Fault> {
    let date = row.row.day("date").ok_or(("date", What::Empty))?;
    let words = row.words("kind");
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
        name: row.words("name").into(),
        source: row.words("source").into(),
        confidence: dondoc_calendar::Confidence::High,
    };
    let command = Command::Calendar(vec![announced.into()]);
    Ok(Asked {
        command,
        unit: None,
        on: None,
    })
}

fn person(row: &Row<'_>) -> Result<Asked, Fault> {
    let person: PersonId = row.id("person")?;
    let name = row.words("name").to_owned();
    let mut commands = vec![RegistryCommand::RegisterPerson(PersonRegistered {
        person: person.clone(),
        name,
    })];
    if !row.words("post").is_empty() {
        let post: PostId = row.id("post")?;
        let on = row.row.day("from").unwrap_or(row.today);
        let instrument = row.basis().instrument;
        commands.push(RegistryCommand::TakePost(PostTaken {
            post,
            person,
            on,
            instrument,
        }));
    }
    let on = row.row.day("from");
    Ok(Asked {
        command: Command::Registry(commands),
        unit: None,
        on,
    })
}

fn unit(row: &Row<'_>) -> Result<Asked, Fault> {
    let from = row.row.day("from");
    let parent = match row.words("parent") {
        "" => None,
        words => match words.parse::<UnitId>() {
            Ok(unit) => Some(unit),
            Err(_) => {
                let meant = row.city.units_meant(words, from.unwrap_or(row.today));
                let meant = meant
                    .map_err(|refusal| ("parent", What::Said(say(row.lang, &refusal).into())))?;
                meant.into_iter().next()
            }
        },
    };
    let created = UnitCreated {
        unit: row.id("unit")?,
        kind: fold(row.words("kind")).replace(' ', "-").into(),
        name: row.words("name").to_owned(),
        parent,
        code: None,
        from,
        basis: row.basis(),
    };
    let command = Command::Registry(vec![RegistryCommand::CreateUnit(created)]);
    Ok(Asked {
        command,
        unit: None,
        on: from,
    })
}
