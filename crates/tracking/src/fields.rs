//! The columns that tracking sheets have.

use dondoc_sheets::{Field, Kind};

/// A kind of tracking sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tracking {
    /// Tasks to issue, one row an order.
    Tasks,
    /// Reports on tasks, one row a report.
    Reports,
}

const TASKS: &[Field] = &[
    Field {
        name: "text",
        kind: Kind::Words,
        required: true,
        headings: &[
            "Nội dung nhiệm vụ",
            "Nhiệm vụ",
            "Nội dung",
            "Nội dung công việc",
            "Nội dung chỉ đạo",
            "Task",
        ],
        not: &["Mã nhiệm vụ"],
    },
    Field::new(
        "lead",
        Kind::Words,
        true,
        &[
            "Đơn vị chủ trì",
            "Chủ trì",
            "Cơ quan chủ trì",
            "Đơn vị thực hiện",
            "Cơ quan thực hiện",
            "Lead unit",
        ],
    ),
    Field {
        name: "product",
        kind: Kind::Words,
        required: false,
        headings: &["Sản phẩm", "Kết quả", "Sản phẩm, kết quả", "Product"],
        not: &["Kết quả thực hiện", "Tình hình"],
    },
    Field::new(
        "due",
        Kind::DayOrWords,
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
    Field::new(
        "coordinate",
        Kind::Words,
        false,
        &[
            "Đơn vị phối hợp",
            "Phối hợp",
            "Cơ quan phối hợp",
            "Coordinating units",
        ],
    ),
    Field::new(
        "assigner",
        Kind::Words,
        false,
        &["Đơn vị giao", "Cơ quan giao", "Người giao", "Assigner"],
    ),
    Field::new(
        "issued",
        Kind::Day,
        false,
        &["Ngày giao", "Ngày ban hành", "Issued"],
    ),
];

const REPORTS: &[Field] = &[
    Field::new(
        "task",
        Kind::Words,
        true,
        &["Mã nhiệm vụ", "Mã NV", "Mã", "Task id"],
    ),
    Field::new(
        "text",
        Kind::Words,
        true,
        &[
            "Kết quả thực hiện",
            "Nội dung báo cáo",
            "Tình hình thực hiện",
            "Report",
        ],
    ),
    Field::new(
        "percent",
        Kind::Percent,
        false,
        &["Tiến độ", "Tiến độ (%)", "Tỷ lệ hoàn thành", "Progress"],
    ),
    Field::new("on", Kind::Day, false, &["Ngày báo cáo", "Ngày", "Date"]),
];

impl Tracking {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Tasks, Self::Reports];

    /// Returns its name, e.g. in the ledger.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Reports => "reports",
        }
    }

    /// Returns the kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns the columns it may have.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Tasks => TASKS,
            Self::Reports => REPORTS,
        }
    }
}
