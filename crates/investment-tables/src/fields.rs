//! Which columns tables have.

use dondoc_sheets::{Field, Kind as Holds};

/// A kind of table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A plan of capital, by project and source.
    Plan,
    /// The register of projects.
    Projects,
    /// Stages.
    Stages,
    /// Contracts.
    Contracts,
    /// Reports on the works.
    Progress,
    /// Money spent so far, by project.
    Observations,
    /// Single payments.
    Payments,
    /// Promises of units.
    Commitments,
    /// States of site clearance.
    Clearance,
}

impl Kind {
    /// Every kind, those of each month first.
    pub const ALL: [Self; 9] = [
        Self::Observations,
        Self::Payments,
        Self::Progress,
        Self::Stages,
        Self::Contracts,
        Self::Clearance,
        Self::Commitments,
        Self::Plan,
        Self::Projects,
    ];

    /// Reads a kind by its word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Projects => "projects",
            Self::Stages => "stages",
            Self::Contracts => "contracts",
            Self::Progress => "progress",
            Self::Observations => "observations",
            Self::Payments => "payments",
            Self::Commitments => "commitments",
            Self::Clearance => "clearance",
        }
    }
}

const PROJECT: Field = Field::new(
    "project",
    Holds::Words,
    true,
    &[
        "mã dự án",
        "mã số dự án",
        "mã DA",
        "mã công trình",
        "project code",
        "project",
    ],
);
const SOURCE: Field = Field::new(
    "source",
    Holds::Words,
    false,
    &["nguồn vốn", "nguồn", "loại vốn", "source"],
);
const AS_OF: Field = Field::new(
    "as_of",
    Holds::Day,
    false,
    &["tính đến ngày", "ngày số liệu", "đến ngày", "as of"],
);
const OPTIONAL_UNIT: Field = Field::new(
    "unit",
    Holds::Words,
    false,
    &["chủ đầu tư", "đơn vị", "đơn vị thực hiện", "investor"],
);

const PLAN: &[Field] = &[
    Field {
        required: false,
        ..PROJECT
    },
    OPTIONAL_UNIT,
    SOURCE,
    Field {
        name: "amount",
        kind: Holds::Number,
        required: true,
        headings: &[
            "kế hoạch vốn",
            "vốn giao",
            "kế hoạch",
            "số vốn",
            "vốn bố trí",
            "amount",
            "plan",
        ],
        not: &["lũy kế", "giải ngân", "trung hạn"],
    },
];

const PROJECTS: &[Field] = &[
    PROJECT,
    Field::new(
        "name",
        Holds::Words,
        true,
        &[
            "tên dự án",
            "dự án",
            "danh mục dự án",
            "tên công trình",
            "name",
        ],
    ),
    Field {
        required: true,
        ..OPTIONAL_UNIT
    },
    Field::new(
        "group",
        Holds::Words,
        true,
        &["nhóm dự án", "nhóm", "group"],
    ),
    Field::new(
        "sector",
        Holds::Words,
        false,
        &["lĩnh vực", "ngành, lĩnh vực", "ngành", "sector"],
    ),
    Field::new(
        "site",
        Holds::Words,
        false,
        &["địa điểm", "địa điểm xây dựng", "site"],
    ),
    Field::new(
        "total",
        Holds::Number,
        true,
        &["tổng mức đầu tư", "TMĐT", "total investment"],
    ),
    Field::new(
        "policy",
        Holds::Words,
        false,
        &[
            "quyết định chủ trương",
            "chủ trương đầu tư",
            "policy decision",
        ],
    ),
    Field::new(
        "policy_date",
        Holds::Day,
        false,
        &[
            "ngày chủ trương",
            "ngày quyết định chủ trương",
            "policy date",
        ],
    ),
    Field::new(
        "approval",
        Holds::Words,
        false,
        &[
            "quyết định đầu tư",
            "quyết định phê duyệt dự án",
            "approval",
        ],
    ),
    Field::new(
        "approval_date",
        Holds::Day,
        false,
        &["ngày quyết định đầu tư", "ngày phê duyệt", "approval date"],
    ),
    Field::new(
        "planned_start",
        Holds::Day,
        false,
        &["khởi công", "ngày bắt đầu", "planned start"],
    ),
    Field::new(
        "planned_end",
        Holds::Day,
        false,
        &["hoàn thành", "ngày hoàn thành", "planned end"],
    ),
    Field::new("latitude", Holds::Number, false, &["vĩ độ", "latitude"]),
    Field::new("longitude", Holds::Number, false, &["kinh độ", "longitude"]),
];

const STAGES: &[Field] = &[
    PROJECT,
    Field::new(
        "stage",
        Holds::Words,
        true,
        &["giai đoạn", "bước", "công việc", "stage"],
    ),
    Field::new(
        "planned_start",
        Holds::Day,
        false,
        &["bắt đầu theo kế hoạch", "kế hoạch bắt đầu", "planned start"],
    ),
    Field::new(
        "planned_end",
        Holds::Day,
        false,
        &[
            "kết thúc theo kế hoạch",
            "kế hoạch hoàn thành",
            "kế hoạch kết thúc",
            "planned end",
        ],
    ),
    Field::new(
        "started",
        Holds::Day,
        false,
        &["bắt đầu thực tế", "thực tế bắt đầu", "started"],
    ),
    Field::new(
        "ended",
        Holds::Day,
        false,
        &[
            "kết thúc thực tế",
            "thực tế hoàn thành",
            "thực tế kết thúc",
            "ended",
        ],
    ),
];

const CONTRACTS: &[Field] = &[
    PROJECT,
    Field::new(
        "package",
        Holds::Words,
        true,
        &["gói thầu", "tên gói thầu", "package"],
    ),
    Field::new(
        "number",
        Holds::Words,
        true,
        &["số hợp đồng", "contract number", "contract"],
    ),
    Field::new(
        "supplier",
        Holds::Words,
        true,
        &["nhà thầu", "tên nhà thầu", "supplier"],
    ),
    Field::new(
        "amount",
        Holds::Number,
        true,
        &["giá trị hợp đồng", "giá hợp đồng", "amount"],
    ),
    Field::new(
        "signed",
        Holds::Day,
        true,
        &["ngày ký", "ngày ký hợp đồng", "signed"],
    ),
    Field::new(
        "until",
        Holds::Day,
        false,
        &["thời hạn hợp đồng", "ngày kết thúc", "until"],
    ),
];

const PROGRESS: &[Field] = &[
    PROJECT,
    AS_OF,
    Field::new(
        "accepted",
        Holds::Number,
        true,
        &[
            "giá trị nghiệm thu",
            "khối lượng nghiệm thu",
            "giá trị khối lượng",
            "accepted",
        ],
    ),
    Field::new(
        "physical",
        Holds::Percent,
        true,
        &["tiến độ thi công", "tiến độ", "physical progress"],
    ),
];

const OBSERVATIONS: &[Field] = &[
    PROJECT,
    SOURCE,
    AS_OF,
    Field {
        name: "amount",
        kind: Holds::Number,
        required: true,
        headings: &[
            "lũy kế giải ngân",
            "luỹ kế giải ngân",
            "giải ngân lũy kế",
            "giải ngân",
            "đã giải ngân",
            "lũy kế",
            "spent",
            "amount",
        ],
        not: &["tỷ lệ", "kế hoạch", "trong tháng"],
    },
];

const PAYMENTS: &[Field] = &[
    PROJECT,
    SOURCE,
    Field::new(
        "day",
        Holds::Day,
        true,
        &[
            "ngày thanh toán",
            "ngày hạch toán",
            "ngày chứng từ",
            "ngày",
            "date",
            "day",
        ],
    ),
    Field::new(
        "year",
        Holds::Whole,
        false,
        &["năm kế hoạch", "niên độ", "plan year", "year"],
    ),
    Field::new(
        "amount",
        Holds::Number,
        true,
        &[
            "số tiền thanh toán",
            "số tiền",
            "giá trị thanh toán",
            "amount",
        ],
    ),
];

const COMMITMENTS: &[Field] = &[
    Field {
        required: true,
        ..OPTIONAL_UNIT
    },
    Field::new(
        "by",
        Holds::Day,
        true,
        &["đến ngày", "thời hạn", "ngày cam kết", "by"],
    ),
    Field::new(
        "rate",
        Holds::Percent,
        true,
        &["tỷ lệ cam kết", "cam kết", "rate"],
    ),
    Field::new(
        "said_in",
        Holds::Words,
        false,
        &["văn bản", "văn bản cam kết", "document"],
    ),
];

const CLEARANCE: &[Field] = &[
    PROJECT,
    Field::new(
        "area",
        Holds::Words,
        true,
        &["khu vực", "địa bàn", "xã, phường", "area"],
    ),
    AS_OF,
    Field::new(
        "plots",
        Holds::Whole,
        true,
        &["tổng số thửa", "số thửa phải thu hồi", "số thửa", "plots"],
    ),
    Field::new(
        "plots_done",
        Holds::Whole,
        true,
        &[
            "số thửa đã bàn giao",
            "thửa đã bàn giao",
            "plots handed over",
        ],
    ),
    Field::new(
        "critical",
        Holds::Whole,
        false,
        &["thửa trên đường găng", "số thửa vướng", "critical plots"],
    ),
    Field::new(
        "households",
        Holds::Whole,
        true,
        &["tổng số hộ", "số hộ phải di dời", "số hộ", "households"],
    ),
    Field::new(
        "households_paid",
        Holds::Whole,
        true,
        &["số hộ đã nhận tiền", "hộ đã chi trả", "households paid"],
    ),
    Field::new(
        "area_total",
        Holds::Number,
        true,
        &[
            "diện tích phải thu hồi (ha)",
            "diện tích phải thu hồi",
            "tổng diện tích",
            "hectares",
        ],
    ),
    Field::new(
        "area_done",
        Holds::Number,
        true,
        &[
            "diện tích đã bàn giao (ha)",
            "diện tích đã bàn giao",
            "hectares handed over",
        ],
    ),
    Field::new(
        "complaints",
        Holds::Whole,
        false,
        &["số đơn khiếu nại", "khiếu nại", "complaints"],
    ),
    Field::new("land", Holds::Words, false, &["loại đất", "land"]),
];

/// Returns the fields of a kind of table.
#[must_use]
pub fn fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Plan => PLAN,
        Kind::Projects => PROJECTS,
        Kind::Stages => STAGES,
        Kind::Contracts => CONTRACTS,
        Kind::Progress => PROGRESS,
        Kind::Observations => OBSERVATIONS,
        Kind::Payments => PAYMENTS,
        Kind::Commitments => COMMITMENTS,
        Kind::Clearance => CLEARANCE,
    }
}
