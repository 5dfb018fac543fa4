//! Which column is what.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a column of a table can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The case's identifier.
    Case,
    /// What was done.
    Activity,
    /// When it was completed.
    Time,
    /// When it began.
    Start,
    /// Who did it.
    Resource,
    /// Which unit did it.
    Unit,
    /// What the event says about its activity.
    Lifecycle,
}

impl Role {
    /// All, in the order in which columns are given away.
    pub const ALL: [Self; 7] = [
        Self::Case,
        Self::Activity,
        Self::Time,
        Self::Start,
        Self::Resource,
        Self::Unit,
        Self::Lifecycle,
    ];

    /// As a mapping writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Activity => "activity",
            Self::Time => "time",
            Self::Start => "start",
            Self::Resource => "resource",
            Self::Unit => "unit",
            Self::Lifecycle => "lifecycle",
        }
    }

    /// Names that columns of this role have, the surest first, as [`plain`] writes them.
    fn known(self) -> &'static [&'static str] {
        match self {
            Self::Case => &[
                "case concept name",
                "case id",
                "caseid",
                "case",
                "ma ho so",
                "so ho so",
                "ma so ho so",
                "so bien nhan",
                "ma bien nhan",
                "trace",
                "trace id",
                "case key",
                "application id",
                "casenumber",
                "case number",
                "id ho so",
                "ho so",
            ],
            Self::Activity => &[
                "concept name",
                "activity",
                "activity name",
                "activity id",
                "event",
                "event name",
                "task",
                "task name",
                "cong viec",
                "ten cong viec",
                "buoc",
                "ten buoc",
                "buoc xu ly",
                "hoat dong",
                "cong doan",
                "action",
                "step",
                "operation",
            ],
            Self::Time => &[
                "time timestamp",
                "timestamp",
                "ts",
                "complete timestamp",
                "completetimestamp",
                "completion time",
                "complete time",
                "end timestamp",
                "end time",
                "endtime",
                "end ts",
                "end",
                "finish time",
                "thoi diem",
                "thoi diem hoan thanh",
                "thoi gian hoan thanh",
                "thoi diem ket thuc",
                "thoi gian ket thuc",
                "ket thuc",
                "ngay hoan thanh",
                "ngay ket thuc",
                "thoi gian",
                "ngay gio",
                "time",
                "datetime",
                "date",
                "ngay",
                "event time",
                "eventtime",
            ],
            Self::Start => &[
                "start timestamp",
                "starttimestamp",
                "start ts",
                "start time",
                "starttime",
                "start",
                "begin",
                "begin time",
                "bat dau",
                "thoi diem bat dau",
                "thoi gian bat dau",
                "ngay bat dau",
            ],
            Self::Resource => &[
                "org resource",
                "resource",
                "user",
                "user id",
                "can bo",
                "can bo xu ly",
                "nguoi xu ly",
                "nguoi thuc hien",
                "officer",
                "performer",
                "originator",
            ],
            Self::Unit => &[
                "org group",
                "unit",
                "don vi",
                "don vi xu ly",
                "phong ban",
                "co quan",
                "org unit",
                "department",
                "group",
                "org role",
                "role",
            ],
            Self::Lifecycle => &[
                "lifecycle transition",
                "lifecycle",
                "transition",
                "event type",
            ],
        }
    }
}

/// Which column is what, by the names of columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: Vec<(Role, String)>,
}

impl Mapping {
    /// Says that a column has a role; what was said before of it is replaced.
    pub fn set(&mut self, role: Role, column: &str) {
        self.columns.retain(|(other, _)| *other != role);
        self.columns.push((role, column.to_owned()));
    }

    /// Reads `case=Mã hồ sơ,activity=Bước`.
    ///
    /// # Errors
    /// The part that is not `role=column`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut mapping = Self::default();
        for part in text.split(',').filter(|part| !part.trim().is_empty()) {
            let (role, column) = part.split_once('=').ok_or_else(|| part.to_owned())?;
            let role = Role::ALL
                .into_iter()
                .find(|known| known.name() == role.trim())
                .ok_or_else(|| part.to_owned())?;
            mapping.set(role, column.trim());
        }
        Ok(mapping)
    }

    /// The column that was said to have a role.
    pub fn of(&self, role: Role) -> Option<&str> {
        let found = self.columns.iter().find(|(other, _)| *other == role);
        found.map(|(_, column)| column.as_str())
    }

    /// Gives each role its column among `header`: the one said, else the one
    /// whose name is best known for it. No column has two roles.
    pub fn place(&self, header: &[String]) -> [Option<usize>; 7] {
        let plain: Vec<String> = header.iter().map(|name| self::plain(name)).collect();
        let mut places = [None; 7];
        for (place, role) in places.iter_mut().zip(Role::ALL) {
            if let Some(said) = self.of(role) {
                let wanted = self::plain(said);
                *place = header
                    .iter()
                    .position(|name| name == said)
                    .or_else(|| plain.iter().position(|name| *name == wanted));
            }
        }
        for index in 0..places.len() {
            let role = Role::ALL[index];
            if places[index].is_some() || self.of(role).is_some() {
                continue;
            }
            places[index] = role.known().iter().find_map(|known| {
                let at = plain.iter().position(|name| name == known)?;
                (!places.contains(&Some(at))).then_some(at)
            });
        }
        places
    }
}

/// Lower case, without marks, words apart by one space: `Mã_Hồ-sơ` is `ma ho so`.
pub(crate) fn plain(name: &str) -> String {
    let mut out = String::new();
    for c in name.nfd().filter(|c| !is_combining_mark(*c)) {
        let c = match c {
            'đ' | 'Đ' => 'd',
            other => other,
        };
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim_end().to_owned()
}

/// Words of headings under which tables say who a citizen is.
const OF_CITIZENS: &[&str] = &[
    "ho ten",
    "ho va ten",
    "ten nguoi nop",
    "nguoi nop",
    "nguoi de nghi",
    "nguoi yeu cau",
    "chu ho so",
    "ten chu ho",
    "cong dan",
    "cccd",
    "cmnd",
    "can cuoc",
    "so dinh danh",
    "ho chieu",
    "dien thoai",
    "so dt",
    "sdt",
    "email",
    "e mail",
    "thu dien tu",
    "dia chi",
    "ngay sinh",
    "nam sinh",
    "applicant",
    "citizen",
    "passport",
    "phone",
    "address",
    "birth",
];

/// Tells whether a heading says that its column names citizens: who applied, how to
/// reach them, how they are numbered. Such a column is not kept.
pub fn names_citizens(heading: &str) -> bool {
    let plain = format!(" {} ", plain(heading));
    OF_CITIZENS
        .iter()
        .any(|words| plain.contains(&format!(" {words} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(header: &[&str]) -> [Option<usize>; 7] {
        let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
        Mapping::default().place(&header)
    }

    #[test]
    fn columns_are_known_by_their_names() {
        let found = places(&["Mã hồ sơ", "Bước", "Thời điểm", "Cán bộ"]);
        assert_eq!(found[..5], [Some(0), Some(1), Some(2), None, Some(3)]);
        let found = places(&[
            "",
            "concept:name",
            "Activity",
            "time:timestamp",
            "case:concept:name",
        ]);
        assert_eq!(found[..3], [Some(4), Some(1), Some(3)]);
    }

    #[test]
    fn columns_that_name_citizens_are_known_by_their_headings() {
        for heading in [
            "Họ và tên người nộp",
            "Số CCCD",
            "case:applicant",
            "Địa chỉ",
        ] {
            assert!(names_citizens(heading), "{heading}");
        }
        for heading in ["Kênh nộp", "Hạn trả", "Số tiền", "cán bộ", "deadline"] {
            assert!(!names_citizens(heading), "{heading}");
        }
    }

    #[test]
    fn what_was_said_goes_first() {
        let header = ["a".to_owned(), "activity".to_owned(), "case".to_owned()];
        let mapping = Mapping::parse("activity=a").unwrap();
        assert_eq!(mapping.place(&header)[..2], [Some(2), Some(0)]);
        assert_eq!(Mapping::parse("wer=a"), Err("wer=a".to_owned()));
    }
}
