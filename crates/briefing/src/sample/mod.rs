//! A made-up city, for tests, examples and benches of all forms.
//!
//! Units and documents exist; what they are said to have done does not. Every
//! form says so.

mod money;

use std::borrow::Cow;
use std::collections::BTreeMap;

use dondoc_kinds::{DocumentId, MeetingId, TaskId, UnitId};
use dondoc_tasks::Reason;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::compile::Order;
use crate::facts::{
    AgendaCause, AgendaStep, DocumentFact, DueCause, DueStep, Duty, ExcuseStep, Facts, HandedIn,
    ReportStep, Step, UnitFact, Verdict,
};
use crate::model::{Briefing, Letterhead, Tree};
use crate::period::Period;

pub use money::{briefing_with_investment, investment_city, investment_order};

const ORIGIN: Date = date(2023, 8, 1);

/// Units: id, name, and how often in a hundred they are late.
const UNITS: [(&str, &str, u64); 35] = [
    ("so-ke-hoach-va-dau-tu", "Sở Kế hoạch và Đầu tư", 12),
    ("so-tai-chinh", "Sở Tài chính", 10),
    (
        "so-tai-nguyen-va-moi-truong",
        "Sở Tài nguyên và Môi trường",
        38,
    ),
    (
        "so-thong-tin-va-truyen-thong",
        "Sở Thông tin và Truyền thông",
        14,
    ),
    ("so-noi-vu", "Sở Nội vụ", 8),
    ("so-xay-dung", "Sở Xây dựng", 24),
    ("so-giao-thong-van-tai", "Sở Giao thông vận tải", 18),
    ("so-giao-duc-va-dao-tao", "Sở Giáo dục và Đào tạo", 9),
    ("so-y-te", "Sở Y tế", 13),
    ("so-cong-thuong", "Sở Công Thương", 11),
    ("so-khoa-hoc-va-cong-nghe", "Sở Khoa học và Công nghệ", 16),
    ("so-quy-hoach-kien-truc", "Sở Quy hoạch - Kiến trúc", 27),
    ("so-van-hoa-va-the-thao", "Sở Văn hóa và Thể thao", 7),
    ("so-lao-dong", "Sở Lao động - Thương binh và Xã hội", 10),
    (
        "so-nong-nghiep",
        "Sở Nông nghiệp và Phát triển nông thôn",
        12,
    ),
    ("thanh-tra-thanh-pho", "Thanh tra Thành phố", 6),
    ("van-phong-ubnd", "Văn phòng UBND Thành phố", 5),
    ("quan-ba-dinh", "Quận Ba Đình", 9),
    ("quan-hoan-kiem", "Quận Hoàn Kiếm", 7),
    ("quan-tay-ho", "Quận Tây Hồ", 15),
    ("quan-long-bien", "Quận Long Biên", 8),
    ("quan-cau-giay", "Quận Cầu Giấy", 6),
    ("quan-dong-da", "Quận Đống Đa", 14),
    ("quan-hai-ba-trung", "Quận Hai Bà Trưng", 12),
    ("quan-hoang-mai", "Quận Hoàng Mai", 30),
    ("quan-thanh-xuan", "Quận Thanh Xuân", 11),
    ("quan-ha-dong", "Quận Hà Đông", 17),
    ("quan-bac-tu-liem", "Quận Bắc Từ Liêm", 13),
    ("huyen-soc-son", "Huyện Sóc Sơn", 33),
    ("huyen-dong-anh", "Huyện Đông Anh", 16),
    ("huyen-gia-lam", "Huyện Gia Lâm", 12),
    ("huyen-me-linh", "Huyện Mê Linh", 29),
    ("huyen-ba-vi", "Huyện Ba Vì", 21),
    ("huyen-chuong-my", "Huyện Chương Mỹ", 10),
    ("thi-xa-son-tay", "Thị xã Sơn Tây", 14),
];

struct Item {
    clause: &'static str,
    text: &'static str,
    product: &'static str,
    due: Option<Date>,
}

const fn item(
    clause: &'static str,
    text: &'static str,
    product: &'static str,
    due: Option<Date>,
) -> Item {
    Item {
        clause,
        text,
        product,
        due,
    }
}

struct Paper {
    id: &'static str,
    number: &'static str,
    kind: &'static str,
    title: &'static str,
    issuer: &'static str,
    date: Date,
    meeting: Option<&'static str>,
    items: &'static [Item],
}

const PAPERS: [Paper; 4] = [
    Paper {
        id: "24-ct-tu.2023",
        number: "24-CT/TU",
        kind: "Chỉ thị",
        title: "Tăng cường kỷ cương, kỷ luật và trách nhiệm giải quyết công việc trong hệ thống chính trị thành phố Hà Nội",
        issuer: "Ban Thường vụ Thành ủy Hà Nội",
        date: date(2023, 8, 7),
        meeting: None,
        items: &[
            item(
                "1",
                "Tổ chức quán triệt 25 biểu hiện nêu trong Chỉ thị, gắn với đánh giá cán bộ hằng quý",
                "Báo cáo kết quả quán triệt và đánh giá",
                None,
            ),
            item(
                "2.a",
                "Rà soát, sửa đổi quy chế làm việc, quy trình giải quyết công việc theo hướng rõ người, rõ việc, rõ thời hạn",
                "Quy chế làm việc được ban hành",
                Some(date(2024, 6, 30)),
            ),
            item(
                "2.b",
                "Công khai danh mục thủ tục hành chính quá hạn và thư xin lỗi tổ chức, công dân trên trang thông tin điện tử",
                "Danh mục được công khai",
                Some(date(2024, 9, 15)),
            ),
            item(
                "3",
                "Kiểm tra đột xuất việc chấp hành kỷ luật, kỷ cương hành chính tại các đơn vị trực thuộc",
                "Kết luận kiểm tra",
                Some(date(2024, 8, 31)),
            ),
        ],
    },
    Paper {
        id: "171-kh-tu.2023",
        number: "171-KH/TU",
        kind: "Kế hoạch",
        title: "Thực hiện Chỉ thị số 24-CT/TU của Ban Thường vụ Thành ủy",
        issuer: "Ban Thường vụ Thành ủy Hà Nội",
        date: date(2023, 9, 20),
        meeting: None,
        items: &[
            item(
                "II.1",
                "Xây dựng kế hoạch khắc phục tồn tại, hạn chế sau kiểm tra, giám sát",
                "Kế hoạch khắc phục",
                Some(date(2024, 7, 31)),
            ),
            item(
                "II.2",
                "Tổ chức tập huấn nghiệp vụ, kỹ năng giải quyết thủ tục hành chính cho công chức bộ phận một cửa",
                "Báo cáo tập huấn, danh sách học viên",
                Some(date(2024, 9, 30)),
            ),
            item(
                "II.4",
                "Đề xuất phân cấp, ủy quyền các thủ tục hành chính thuộc lĩnh vực quản lý kèm cơ chế kiểm soát",
                "Tờ trình và danh mục đề xuất",
                Some(date(2024, 10, 8)),
            ),
            item(
                "III",
                "Báo cáo kết quả thực hiện Kế hoạch 6 tháng đầu năm 2024",
                "Báo cáo",
                Some(date(2024, 7, 10)),
            ),
        ],
    },
    Paper {
        id: "18-nq-tu.2022",
        number: "18-NQ/TU",
        kind: "Nghị quyết",
        title: "Chuyển đổi số, xây dựng thành phố Hà Nội thông minh đến năm 2025, định hướng đến năm 2030",
        issuer: "Thành ủy Hà Nội",
        date: date(2022, 12, 30),
        meeting: None,
        items: &[
            item(
                "III.1",
                "Số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực thuộc thẩm quyền",
                "Kho dữ liệu kết quả được số hóa",
                Some(date(2024, 12, 31)),
            ),
            item(
                "III.3",
                "Cắt giảm tối thiểu 20% thời gian giải quyết đối với các thủ tục có tần suất giao dịch cao",
                "Quyết định công bố quy trình nội bộ mới",
                Some(date(2024, 9, 20)),
            ),
            item(
                "III.5",
                "Hoàn thành kết nối, chia sẻ cơ sở dữ liệu chuyên ngành với nền tảng dữ liệu dùng chung của Thành phố",
                "Biên bản kết nối thành công",
                Some(date(2024, 10, 31)),
            ),
        ],
    },
    Paper {
        id: "112-tb-tu.2024",
        number: "112-TB/TU",
        kind: "Thông báo",
        title: "Kết luận của Thường trực Thành ủy tại Hội nghị giao ban quý II/2024 với lãnh đạo các quận, huyện, thị xã",
        issuer: "Thường trực Thành ủy Hà Nội",
        date: date(2024, 7, 8),
        meeting: Some("2024-q2"),
        items: &[
            item(
                "1",
                "Lập danh mục dự án giải ngân dưới 30% kế hoạch vốn, nêu rõ nguyên nhân và người chịu trách nhiệm từng dự án",
                "Danh mục dự án và giải pháp",
                Some(date(2024, 7, 31)),
            ),
            item(
                "2",
                "Hoàn thành phê duyệt thiết kế bản vẽ thi công - dự toán các dự án khởi công mới năm 2024",
                "Quyết định phê duyệt",
                Some(date(2024, 8, 15)),
            ),
            item(
                "3",
                "Người đứng đầu trực tiếp đối thoại với các hộ chưa bàn giao mặt bằng, giải quyết dứt điểm kiến nghị hợp pháp",
                "Biên bản đối thoại, phương án được duyệt",
                Some(date(2024, 9, 10)),
            ),
            item(
                "4",
                "Rà soát các công trình vi phạm trật tự xây dựng tồn đọng, lập kế hoạch xử lý đến từng công trình",
                "Kế hoạch xử lý",
                Some(date(2024, 8, 30)),
            ),
            item(
                "5",
                "Xây dựng dự thảo kế hoạch đầu tư công năm 2025 theo đúng quy định của Luật Đầu tư công",
                "Dự thảo kế hoạch",
                Some(date(2024, 10, 5)),
            ),
            item(
                "6",
                "Công bố lịch tiếp công dân của người đứng đầu và kết quả giải quyết sau tiếp công dân",
                "Lịch và báo cáo kết quả",
                Some(date(2024, 7, 20)),
            ),
        ],
    },
];

const REASONS: [&str; 6] = [
    "Chờ ý kiến thẩm định của cơ quan chuyên môn cấp trên, hồ sơ đã gửi đủ",
    "Vướng nguồn gốc đất của một số hộ, cần đối thoại thêm",
    "Thay đổi quy định về đơn giá trong quá trình lập dự toán",
    "Đơn vị tư vấn chậm nộp hồ sơ, đã yêu cầu xử lý theo hợp đồng",
    "Phải điều chỉnh theo Luật Đất đai năm 2024 có hiệu lực từ 01/8/2024",
    "Hệ thống dùng chung đang nâng cấp, chưa mở kết nối",
];

/// Deterministic numbers; small and good enough for made-up data.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n.max(1)
    }

    fn days(&mut self, n: u64) -> i64 {
        i64::try_from(self.below(n)).unwrap_or_default()
    }
}

/// Hands out entry numbers that grow with the day of recording.
struct Book {
    a_day: u64,
    turn: u64,
}

impl Book {
    fn step(&mut self, on: Date, recorded: Date) -> Step {
        self.turn += 1;
        Step {
            on,
            entry: self.first(recorded) + self.turn % self.a_day,
        }
    }

    fn first(&self, day: Date) -> u64 {
        let days = (day - ORIGIN).get_days();
        u64::from(days.unsigned_abs()) * self.a_day
    }
}

#[expect(clippy::expect_used, reason = "the ids of the sample are well-formed")]
fn unit(index: usize) -> UnitId {
    UnitId::parse(UNITS[index % UNITS.len()].0).expect("an id")
}

/// Returns a city of about 300 pieces of work: third quarter of 2024.
pub fn facts() -> Facts<'static> {
    generate(1)
}

/// Entries a day, so that no two steps of a day share one.
fn a_day(copies: usize) -> u64 {
    40 * u64::try_from(copies).unwrap_or(1)
}

/// Returns a city with `copies` times as many pieces of work.
pub fn generate(copies: usize) -> Facts<'static> {
    let mut dice = Dice(2024);
    let mut book = Book {
        a_day: a_day(copies),
        turn: 0,
    };
    let mut duties = Vec::new();
    for _ in 0..copies {
        for paper in &PAPERS {
            for (number, item) in paper.items.iter().enumerate() {
                for (index, (_, _, late)) in UNITS.iter().enumerate() {
                    if dice.below(100) < 80 {
                        let id = duties.len() + 1;
                        let skeleton = skeleton(id, paper, number, item, index, &mut book);
                        duties.push(live(skeleton, *late, &mut dice, &mut book));
                    }
                }
            }
        }
    }
    Facts {
        units: (0..UNITS.len())
            .map(|index| {
                (
                    unit(index),
                    UnitFact {
                        name: Cow::Borrowed(UNITS[index].1),
                    },
                )
            })
            .collect(),
        documents: documents(),
        duties,
    }
}

#[expect(clippy::expect_used, reason = "the ids of the sample are well-formed")]
fn documents() -> BTreeMap<DocumentId, DocumentFact<'static>> {
    let fact = |paper: &Paper| {
        let fact = DocumentFact {
            number: Cow::Borrowed(paper.number),
            kind: Cow::Borrowed(paper.kind),
            title: Cow::Borrowed(paper.title),
            issuer: Cow::Borrowed(paper.issuer),
            date: Some(paper.date),
        };
        (DocumentId::parse(paper.id).expect("an id"), fact)
    };
    PAPERS.iter().map(fact).collect()
}

#[expect(clippy::expect_used, reason = "the ids of the sample are well-formed")]
fn skeleton(
    id: usize,
    paper: &Paper,
    number: usize,
    item: &'static Item,
    index: usize,
    book: &mut Book,
) -> Duty<'static> {
    // Old documents were issued to the units over the year that followed.
    let spread = i64::try_from(index * 5).unwrap_or_default();
    let issued = match paper.meeting {
        Some(_) => date(2024, 7, 9),
        None => date(2023, 9, 25).saturating_add(spread.days()),
    };
    Duty {
        task: TaskId::parse(&format!("nv-{id:06}")).expect("an id"),
        occurrence: 0,
        item: Cow::Owned(format!("{}.p{}", paper.id, number + 1)),
        text: Cow::Borrowed(item.text),
        product: Cow::Borrowed(item.product),
        document: Some(DocumentId::parse(paper.id).expect("an id")),
        clause: Cow::Borrowed(item.clause),
        lead: unit(index),
        coordinating: if id.is_multiple_of(3) {
            vec![unit(index + 1)]
        } else {
            Vec::new()
        },
        passed_from: None,
        conclusion_of: paper
            .meeting
            .map(|meeting| MeetingId::parse(meeting).expect("an id")),
        issued: book.step(issued, issued),
        // Earlier rounds of the older documents fell due in earlier quarters.
        original_due: item.due.map(|due| match (paper.meeting, id % 4) {
            (None, 1) => due.saturating_sub(6.months()),
            (None, 2) => due.saturating_sub(3.months()),
            _ => due,
        }),
        due_changes: Vec::new(),
        reports: Vec::new(),
        handed_in: None,
        cancelled: None,
        pauses: Vec::new(),
        excuses: Vec::new(),
        requests: Vec::new(),
        returned: None,
        agenda: Vec::new(),
        risks: Vec::new(),
        entries: Vec::new(),
    }
}

/// Lets a duty live until the end of September 2024.
fn live(mut duty: Duty<'static>, late: u64, dice: &mut Dice, book: &mut Book) -> Duty<'static> {
    let today = date(2024, 9, 30);
    let mut due = duty.original_due;
    if let Some(first) = due.filter(|_| dice.below(100) < 11) {
        let until = first.saturating_add((15 + dice.days(30)).days());
        let on = first.saturating_sub(6.days());
        let reason = Cow::Borrowed(REASONS[usize::try_from(dice.below(6)).unwrap_or_default()]);
        if on <= today && on > duty.issued.on {
            let asked = book.step(on, on);
            let granted = book.step(on, on);
            duty.requests.push(ExcuseStep {
                step: asked,
                reason,
                answer: Some((Verdict::Granted, granted.entry)),
            });
            duty.due_changes.push(DueStep {
                due: until,
                cause: DueCause::Extended,
                on,
                entry: granted.entry,
            });
            due = Some(until);
        }
    }
    let is_late = dice.below(100) < late * 3 / 2;
    let planned = due.unwrap_or(date(2025, 3, 31));
    let handed_in = if is_late {
        planned.saturating_add((4 + dice.days(150)).days())
    } else {
        planned.saturating_sub(dice.days(25).days())
    }
    .max(duty.issued.on.saturating_add(7.days()));
    if dice.below(100) < 80 {
        let span = (handed_in.min(today) - duty.issued.on)
            .get_days()
            .unsigned_abs();
        let on = duty
            .issued
            .on
            .saturating_add(dice.days(u64::from(span).max(1)).days());
        let percent = u8::try_from(20 + 10 * dice.below(7)).unwrap_or_default();
        duty.reports.push(ReportStep {
            step: book.step(on, on),
            percent,
            evidence: u16::try_from(dice.below(3)).unwrap_or_default(),
        });
    }
    if handed_in <= today {
        // A few reports reach the ledger only weeks later.
        let recorded = if dice.below(100) < 3 {
            handed_in.saturating_add(35.days()).min(today)
        } else {
            handed_in
        };
        let by_unit = book.step(handed_in, recorded);
        duty.reports.push(ReportStep {
            step: by_unit,
            percent: 100,
            evidence: 1 + u16::try_from(dice.below(3)).unwrap_or_default(),
        });
        let on = handed_in.saturating_add((2 + dice.days(12)).days());
        let confirmed = (on <= today).then(|| book.step(on, on.max(recorded)));
        duty.handed_in = Some(HandedIn { by_unit, confirmed });
    } else if due.is_some_and(|due| due > today && (due - today).get_days() <= 10) {
        let percent = duty
            .reports
            .last()
            .map_or(0, |report| i64::from(report.percent));
        if percent < 60 {
            duty.risks.push(Reason::BehindTime {
                percent,
                elapsed_percent: 91,
            });
        }
    } else if due.is_some_and(|due| due <= today) {
        trouble(&mut duty, due.unwrap_or(today), today, dice, book);
    }
    let mut entries = vec![duty.issued.entry];
    entries.extend(duty.reports.iter().map(|report| report.step.entry));
    entries.extend(duty.due_changes.iter().map(|change| change.entry));
    entries.extend(
        duty.handed_in
            .and_then(|h| h.confirmed)
            .map(|step| step.entry),
    );
    entries.extend(
        duty.excuses
            .iter()
            .chain(&duty.requests)
            .map(|claim| claim.step.entry),
    );
    entries.extend(duty.agenda.iter().map(|mark| mark.step.entry));
    entries.sort_unstable();
    entries.dedup();
    duty.entries = entries;
    duty
}

/// What happens to a duty that is late: claims, a stopped clock, the agenda.
fn trouble(duty: &mut Duty<'static>, due: Date, today: Date, dice: &mut Dice, book: &mut Book) {
    let reason =
        || Cow::Borrowed(REASONS[usize::try_from((duty.issued.entry + 1) % 6).unwrap_or_default()]);
    let reason = reason();
    match dice.below(10) {
        0..=3 => {
            let on = due.saturating_add(1.days()).min(today);
            let step = book.step(on, on);
            let answer = match dice.below(3) {
                0 => Some((Verdict::Granted, step.entry + 1)),
                1 => Some((Verdict::Refused, step.entry + 1)),
                _ => None,
            };
            duty.excuses.push(ExcuseStep {
                step,
                reason,
                answer,
            });
        }
        4 | 5 => {
            let on = due.saturating_sub(2.days());
            duty.pauses.push((book.step(on, on), None));
        }
        6 => {
            let on = due.saturating_sub(4.days());
            duty.returned = Some((
                book.step(on, on),
                Cow::Borrowed("Chưa kèm danh mục cụ thể đến từng dự án"),
            ));
        }
        _ => {}
    }
    if (today - due).get_days() > 20 {
        let on = due.saturating_add(15.days());
        duty.agenda.push(AgendaStep {
            step: book.step(on, on),
            cause: AgendaCause::ThirdLateReminder,
        });
    }
}

/// Returns the order for the third quarter of 2024, for [`facts`].
pub fn order(facts: &Facts<'_>) -> Order {
    order_of(facts, 1)
}

/// Returns the order for the third quarter of 2024, for [`generate`].
pub fn order_of(facts: &Facts<'_>, copies: usize) -> Order {
    let largest = facts
        .duties
        .iter()
        .flat_map(|duty| duty.entries.last())
        .max();
    let size = largest.map_or(0, |entry| entry + 1);
    #[expect(clippy::expect_used, reason = "a quarter of the sample")]
    let period: Period = "2024-Q3".parse().expect("a quarter");
    Order {
        period,
        as_of: date(2024, 9, 30),
        tree: Tree {
            size,
            root: "qH0m1bJzv9oE2yQX4S3c8rTnUu7wLk5dP6aGfVhYi0M=".to_owned(),
        },
        known_at: Some(date(2024, 9, 30).at(17, 5, 0, 0)),
        letterhead: letterhead(),
        cuts: cuts(copies),
    }
}

/// Returns how long the log was five days after each earlier quarter.
fn cuts(copies: usize) -> BTreeMap<Period, u64> {
    let book = Book {
        a_day: a_day(copies),
        turn: 0,
    };
    let cut = |period: &str| {
        let period: Period = period.parse().ok()?;
        let closing = period.last_day().saturating_add(5.days());
        Some((period, book.first(closing)))
    };
    ["2023-Q4", "2024-Q1", "2024-Q2"]
        .into_iter()
        .filter_map(cut)
        .collect()
}

/// Returns a letterhead of the City's office.
pub fn letterhead() -> Letterhead {
    let line = |text: &str| text.to_owned();
    Letterhead {
        superior: line("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI"),
        issuer: line("VĂN PHÒNG"),
        number: None,
        symbol: line("BC-VP"),
        place: line("Hà Nội"),
        date: None,
        recipients: vec![
            line("Thường trực Thành ủy"),
            line("Thường trực HĐND Thành phố"),
            line("Chủ tịch, các Phó Chủ tịch UBND Thành phố"),
            line("Các sở, ban, ngành; UBND các quận, huyện, thị xã"),
        ],
        authority: line("KT. CHÁNH VĂN PHÒNG"),
        post: line("PHÓ CHÁNH VĂN PHÒNG"),
        signer: None,
        remark: Some(line("Số liệu minh họa, không phải số liệu thật")),
    }
}

/// Returns the briefing on the sample city.
pub fn briefing() -> Briefing {
    let facts = facts();
    #[expect(
        clippy::expect_used,
        reason = "the order of the sample fits its period"
    )]
    Briefing::compile_facts(&facts, &order(&facts)).expect("a briefing")
}
