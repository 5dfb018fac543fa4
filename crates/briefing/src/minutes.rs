//! The papers of a meeting: its minutes (*biên bản*) and the notice of its
//! conclusions (*thông báo kết luận*), laid out like the briefing.
//!
//! All of it stands in the ledger; what an office fills in by hand (number, name
//! of who signs) is left blank.

use dondoc_city::City;
use dondoc_kinds::{DelegationId, MeetingId, PersonId, PostId, UnitId};
use dondoc_meetings::{AgendaReason, Attended, Meeting, Minuted, Order};
use jiff::civil::{Date, DateTime};

use crate::model::Tree;
use crate::paper::{Block, Cell, Column, Masthead, Paper, Section, Signature, Span, Table};
use crate::words;

/// Which paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Record {
    /// What happened: who was there, what was talked about, what was concluded.
    Minutes,
    /// What was concluded, for those who have to do it.
    Notice,
}

/// What a paper is written from.
#[derive(Debug, Clone)]
pub struct Account<'a> {
    /// The city as of today.
    pub city: &'a City,
    /// The meeting.
    pub meeting: &'a Meeting,
    /// When it was opened, signed off and closed, in Việt Nam time, where it was.
    pub opened: Option<DateTime>,
    /// See [`Account::opened`].
    pub signed: Option<DateTime>,
    /// See [`Account::opened`].
    pub closed: Option<DateTime>,
    /// Who signed the conclusions off, as the ledger's entry names them.
    pub signer: Option<Signer>,
    /// The log that it is written from.
    pub tree: &'a Tree,
}

/// Who signed a meeting's conclusions off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// In which post.
    pub post: Option<PostId>,
    /// Who.
    pub person: Option<PersonId>,
    /// Under which delegation, in the granter's place.
    pub delegation: Option<DelegationId>,
    /// The entry that says so.
    pub entry: u64,
}

impl Account<'_> {
    /// Returns the day that the paper bears: that of the sign-off, or else of
    /// the meeting.
    pub fn day(&self) -> Date {
        self.signed.unwrap_or(self.meeting.begins()).date()
    }

    fn name(&self, unit: &UnitId) -> String {
        let on = self.meeting.begins().date();
        self.city.registry.name_on(unit, on).to_owned()
    }

    /// The chair in words: the unit, who signed for it, and under which written
    /// delegation.
    fn chair(&self) -> String {
        let mut said = format!("Chủ trì: {}.", self.name(&self.meeting.scheduled.chair));
        let registry = &self.city.registry;
        let Some(signer) = &self.signer else {
            return said;
        };
        let person = signer.person.as_ref().and_then(|id| registry.person(id));
        let post = signer.post.as_ref().and_then(|id| registry.post(id));
        let names = [
            person.map(|person| person.name.as_str()),
            post.map(|post| post.title.as_str()),
        ];
        let names: Vec<&str> = names.into_iter().flatten().collect();
        if names.is_empty() {
            return said;
        }
        said.push_str(&format!(" Ký kết luận: {}", names.join(", ")));
        let delegation = signer.delegation.as_ref();
        if let Some(delegation) = delegation.and_then(|id| registry.delegation(id)) {
            let grant = &delegation.grant;
            let by = registry.post(&grant.by);
            let by = by.map_or_else(|| grant.by.to_string(), |post| post.title.clone());
            said.push_str(&format!(
                ", theo ủy quyền của {by} tại văn bản {} ngày {} (ủy quyền {})",
                grant.instrument.number,
                words::day(grant.instrument.date),
                grant.id
            ));
        }
        said.push_str(&format!(" (bút toán #{}).", signer.entry));
        said
    }

    fn names(&self, units: &[UnitId]) -> String {
        let names: Vec<String> = units.iter().map(|unit| self.name(unit)).collect();
        names.join("; ")
    }

    /// Whether the chair is a committee of the Party, whose papers have a form
    /// of their own.
    fn is_party(&self) -> bool {
        let chair = self.city.registry.unit(&self.meeting.scheduled.chair);
        chair.is_some_and(|unit| unit.kind.starts_with("cap-uy") || unit.kind.ends_with("-uy"))
    }
}

/// Lays a paper of a meeting out. While the meeting is open it is a draft, and
/// says so on every page.
///
/// # Source
/// Decree 30/2020/NĐ-CP, annex III, forms of *biên bản* and *thông báo*;
/// Guideline 36-HD/VPTW (2018) for papers of the Party (both recalled).
pub fn paper(account: &Account<'_>, record: Record) -> Paper {
    let scheduled = &account.meeting.scheduled;
    let (kind, title) = match record {
        Record::Minutes => ("BIÊN BẢN", scheduled.title.to_string()),
        Record::Notice => ("THÔNG BÁO", format!("Kết luận tại {}", scheduled.title)),
    };
    Paper {
        lang: "vi",
        masthead: masthead(account, record),
        kind,
        title,
        subtitle: format!(
            "Kỳ từ {} đến {}",
            words::day(scheduled.from),
            words::day(scheduled.to)
        ),
        sections: match record {
            Record::Minutes => minutes(account),
            Record::Notice => notice(account),
        },
        closing: closing(account, record),
        signature: signature(account, record),
        annexes: Vec::new(),
        provenance: provenance(account),
        remark: remark(account),
    }
}

fn remark(account: &Account<'_>) -> Option<String> {
    let draft = "DỰ THẢO: người chủ trì chưa ký kết luận";
    let remark = account.city.settings.letterhead.remark.clone();
    match (account.signed, remark) {
        (Some(_), remark) => remark,
        (None, None) => Some(draft.to_owned()),
        (None, Some(remark)) => Some(format!("{draft}. {remark}")),
    }
}

fn masthead(account: &Account<'_>, record: Record) -> Masthead {
    let chair = account.name(&account.meeting.scheduled.chair);
    let place = &account.city.settings.letterhead.place;
    let symbol = match record {
        Record::Minutes => "BB",
        Record::Notice => "TB",
    };
    let (state, motto, number) = match account.is_party() {
        true => ("ĐẢNG CỘNG SẢN VIỆT NAM", "", format!("Số ……-{symbol}/TU")),
        false => (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            format!("Số: ……/{symbol}-……"),
        ),
    };
    Masthead {
        superior: Vec::new(),
        issuer: chair.to_uppercase(),
        number,
        state,
        motto,
        place_and_date: format!("{place}, {}", words::long_day(account.day())),
    }
}

fn signature(account: &Account<'_>, record: Record) -> Signature {
    let store = match account.is_party() {
        true => "- Lưu Văn phòng.",
        false => "- Lưu: VT.",
    };
    let (recipients, line, secretary) = match record {
        Record::Minutes => (
            vec!["- Hồ sơ hội nghị;"],
            "CHỦ TRÌ",
            Some("THƯ KÝ".to_owned()),
        ),
        Record::Notice => (
            vec![
                "- Các đơn vị được giao nhiệm vụ;",
                "- Thành phần dự hội nghị;",
            ],
            "NGƯỜI CÓ THẨM QUYỀN KÝ",
            None,
        ),
    };
    Signature {
        recipients: recipients
            .into_iter()
            .chain([store])
            .map(str::to_owned)
            .collect(),
        lines: vec![line.to_owned()],
        name: String::new(),
        secretary,
    }
}

fn closing(account: &Account<'_>, record: Record) -> String {
    match (record, account.closed.or(account.signed)) {
        (Record::Minutes, Some(at)) => format!(
            "Hội nghị kết thúc hồi {}; biên bản được lập từ sổ cái và thông qua khi người chủ trì ký kết luận./.",
            words::moment(at)
        ),
        (Record::Minutes, None) => "Hội nghị chưa kết thúc./.".to_owned(),
        (Record::Notice, _) => "Thông báo để các đơn vị biết, thực hiện./.".to_owned(),
    }
}

fn provenance(account: &Account<'_>) -> String {
    let trail = &account.meeting.trail;
    let span = match (trail.first(), trail.last()) {
        (Some(first), Some(last)) => format!("; hội nghị gồm các bút toán từ #{first} đến #{last}"),
        _ => String::new(),
    };
    format!(
        "Lập từ sổ cái gồm {} bút toán, gốc {}{span}.",
        words::number(u32::try_from(account.tree.size).unwrap_or(u32::MAX)),
        account.tree.root
    )
}

fn minutes(account: &Account<'_>) -> Vec<Section> {
    let scheduled = &account.meeting.scheduled;
    let hall = scheduled.places.first();
    let points = scheduled.places.len().saturating_sub(1);
    let opened = account.opened.unwrap_or(scheduled.begins);
    let place = format!(
        "Khai mạc hồi {}, tại {}{}.",
        words::moment(opened),
        hall.map_or("", |place| &*place.name),
        if points > 0 {
            format!(", kết nối trực tuyến tới {points} điểm cầu")
        } else {
            String::new()
        }
    );
    let mut attendance = vec![text(&account.chair())];
    attendance.push(Block::Table(attending(account)));
    if let Some(absent) = absent(account) {
        attendance.push(text(&absent));
    }
    vec![
        section("thoi-gian", "I. THỜI GIAN, ĐỊA ĐIỂM", vec![text(&place)]),
        section("thanh-phan", "II. THÀNH PHẦN DỰ", attendance),
        section(
            "chuong-trinh",
            "III. CHƯƠNG TRÌNH",
            vec![Block::Table(agenda(account))],
        ),
        section("ket-luan", "IV. KẾT LUẬN", concluded(account)),
    ]
}

fn attending(account: &Account<'_>) -> Table {
    let meeting = account.meeting;
    let mut all: Vec<&Attended> = meeting.attendance.values().collect();
    all.sort_by_key(|it| (it.place, it.unit.clone()));
    let row = |(number, it): (usize, &Attended)| {
        let place = usize::try_from(it.place).ok();
        let place = place.and_then(|at| meeting.scheduled.places.get(at));
        let deputy = it.deputy.as_ref();
        let deputy = deputy.map(|it| format!("dự thay {}; {}", it.of, it.instrument));
        vec![
            cell(number.to_string()),
            cell(account.name(&it.unit)),
            Cell {
                notes: deputy.into_iter().collect(),
                ..cell(it.name.to_string())
            },
            cell(place.map_or_else(String::new, |place| place.name.to_string())),
        ]
    };
    Table {
        caption: format!(
            "{} đơn vị dự",
            words::number(u32::try_from(all.len()).unwrap_or(u32::MAX))
        ),
        columns: columns(&[
            ("TT", 6),
            ("Đơn vị", 34),
            ("Người dự", 32),
            ("Điểm cầu", 28),
        ]),
        rows: (1..).zip(all).map(row).collect(),
        more: None,
        is_dense: true,
    }
}

/// Connection points at which nobody was recorded.
fn absent(account: &Account<'_>) -> Option<String> {
    let meeting = account.meeting;
    let places = (0_u32..).zip(&meeting.scheduled.places).skip(1);
    let empty = places.filter(|(at, _)| meeting.attendance.values().all(|it| it.place != *at));
    let names: Vec<&str> = empty.map(|(_, place)| &*place.name).collect();
    (!names.is_empty()).then(|| format!("Điểm cầu chưa ghi người dự: {}.", names.join("; ")))
}

fn agenda(account: &Account<'_>) -> Table {
    let reason = |reason| match reason {
        AgendaReason::EarlierConclusion => "Kết luận kỳ trước",
        AgendaReason::ThirdLateReminder => "Đã nhắc chậm lần thứ ba",
        AgendaReason::Late => "Chậm",
        AgendaReason::Asked => "Đề nghị thêm",
    };
    let items = (1_usize..).zip(account.meeting.agenda());
    let rows = items.map(|(number, item)| {
        let task = item.task.as_ref().map(ToString::to_string);
        vec![
            cell(number.to_string()),
            cell(item.text.to_string()),
            cell(reason(item.reason)),
            cell(task.unwrap_or_default()),
        ]
    });
    Table {
        caption: "Nội dung hội nghị xem xét".to_owned(),
        columns: columns(&[
            ("TT", 6),
            ("Nội dung", 60),
            ("Lý do đưa vào", 20),
            ("Nhiệm vụ", 14),
        ]),
        rows: rows.collect(),
        more: None,
        is_dense: true,
    }
}

/// Each conclusion with what it was before, so that minutes hide no correction.
fn concluded(account: &Account<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for minuted in &account.meeting.conclusions {
        let current = &minuted.current().conclusion;
        blocks.push(spans(&[
            (&format!("{}. ", minuted.number), true),
            (&current.text, false),
        ]));
        if let Some((reason, entry)) = &minuted.withdrawn {
            blocks.push(text(&format!(
                "Kết luận này đã được rút (bút toán #{entry}): {reason}"
            )));
            continue;
        }
        if let Some(order) = &current.order {
            blocks.push(text(&ordered(account, order, minuted)));
        }
        let before = std::iter::once(&minuted.first).chain(&minuted.corrections);
        for version in before.take(minuted.corrections.len()) {
            blocks.push(text(&format!(
                "Trước khi sửa (bút toán #{}): {}",
                version.entry, version.conclusion.text
            )));
        }
    }
    if blocks.is_empty() {
        blocks.push(text("Hội nghị không ghi kết luận nào."));
    }
    blocks
}

fn ordered(account: &Account<'_>, order: &Order, minuted: &Minuted) -> String {
    let mut said = format!("Chủ trì: {}", account.names(&order.leads));
    if !order.coordinating.is_empty() {
        said.push_str(&format!(
            "; phối hợp: {}",
            account.names(&order.coordinating)
        ));
    }
    let deadline = order
        .deadline
        .as_ref()
        .map_or("thường xuyên", |it| &*it.text);
    said.push_str(&format!(
        "; sản phẩm: {}; thời hạn: {deadline}",
        order.product
    ));
    if !minuted.tasks.is_empty() {
        let tasks: Vec<&str> = minuted.tasks.iter().map(|id| id.as_str()).collect();
        said.push_str(&format!("; đã giao thành nhiệm vụ {}", tasks.join(", ")));
    }
    said.push('.');
    said
}

fn notice(account: &Account<'_>) -> Vec<Section> {
    let scheduled = &account.meeting.scheduled;
    let standing: Vec<&Minuted> = account.meeting.standing_conclusions().collect();
    let opening = format!(
        "{}, {} chủ trì {}. Trên cơ sở tình hình thực hiện ghi trong sổ cái và ý kiến tại hội nghị, người chủ trì kết luận như sau:",
        capitalised(&words::long_day(scheduled.begins.date())),
        account.name(&scheduled.chair),
        scheduled.title
    );
    let notes = standing
        .iter()
        .filter(|it| it.current().conclusion.order.is_none());
    let notes = (1_usize..)
        .zip(notes)
        .map(|(number, it)| text(&format!("{number}. {}", it.current().conclusion.text)));
    let mut general = vec![text(&opening)];
    general.extend(notes);
    vec![
        section("ket-luan", "I. KẾT LUẬN CHUNG", general),
        section(
            "nhiem-vu",
            "II. NHIỆM VỤ GIAO",
            vec![Block::Table(orders(account, &standing))],
        ),
        section(
            "to-chuc",
            "III. TỔ CHỨC THỰC HIỆN",
            vec![text(
                "Các đơn vị chủ trì tiếp nhận, báo cáo kết quả kèm tài liệu chứng minh đúng thời hạn; kết quả thực hiện được xem xét trước tiên tại hội nghị giao ban kỳ sau.",
            )],
        ),
    ]
}

fn orders(account: &Account<'_>, standing: &[&Minuted]) -> Table {
    let mut rows = Vec::new();
    for minuted in standing {
        let conclusion = &minuted.current().conclusion;
        let Some(order) = &conclusion.order else {
            continue;
        };
        let deadline = order
            .deadline
            .as_ref()
            .map_or("thường xuyên", |it| &*it.text);
        let helpers = (!order.coordinating.is_empty())
            .then(|| format!("phối hợp: {}", account.names(&order.coordinating)));
        let tasks: Vec<&str> = minuted.tasks.iter().map(|id| id.as_str()).collect();
        rows.push(vec![
            cell((rows.len() + 1).to_string()),
            Cell {
                notes: vec![format!("Sản phẩm: {}", order.product)],
                ..cell(conclusion.text.to_string())
            },
            Cell {
                notes: helpers.into_iter().collect(),
                ..cell(account.names(&order.leads))
            },
            cell(deadline),
            cell(tasks.join(", ")),
        ]);
    }
    Table {
        caption: "Nhiệm vụ, đơn vị chủ trì, sản phẩm và thời hạn".to_owned(),
        columns: columns(&[
            ("TT", 6),
            ("Nội dung", 40),
            ("Đơn vị chủ trì", 25),
            ("Thời hạn", 16),
            ("Nhiệm vụ", 13),
        ]),
        rows,
        more: None,
        is_dense: true,
    }
}

/// Returns the name of a paper's file, without ending: `bien-ban-2024-q3`.
pub fn file_name(record: Record, meeting: &MeetingId) -> String {
    match record {
        Record::Minutes => format!("bien-ban-{meeting}"),
        Record::Notice => format!("thong-bao-{meeting}"),
    }
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(rest).collect()
    })
}

fn section(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: id.to_owned(),
        title: title.to_owned(),
        blocks,
        sections: Vec::new(),
        own_page: false,
    }
}

fn text(said: &str) -> Block {
    spans(&[(said, false)])
}

fn spans(all: &[(&str, bool)]) -> Block {
    let each = all.iter().map(|(text, strong)| Span {
        text: (*text).to_owned(),
        strong: *strong,
        figure: None,
    });
    Block::Text {
        spans: each.collect(),
    }
}

fn cell(text: impl Into<String>) -> Cell {
    Cell {
        text: text.into(),
        ..Cell::default()
    }
}

fn columns(all: &[(&str, u16)]) -> Vec<Column> {
    let each = all.iter().map(|(title, width)| Column {
        title: (*title).to_owned(),
        width: *width,
        is_number: false,
    });
    each.collect()
}
