//! What happens to tasks in a year: ten entries each.
//!
//! Issued, accepted, six reports, a reminder, and a confirmation; or five
//! reports, an extension and another reminder.

use dondoc_calendar::{Rule, Word};
use dondoc_kinds::{DocumentId, PersonId, ProposalId, ReportId, TaskId, UnitId};
use dondoc_tasks::{
    Accepted, Confirmed, Event, Evidence, Extended, Importance, Issued, IssuedWhen, Recorded,
    Reminded, Reported, Source, Target,
};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};

const PER_TASK: usize = 10;

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

fn issued(n: usize, units: usize, task: &TaskId, rule: &Rule) -> Event {
    let words = "Chủ trì, phối hợp với các sở, ngành và Ủy ban nhân dân các quận, huyện, thị xã \
        rà soát, tham mưu ban hành kế hoạch đẩy nhanh tiến độ giải ngân vốn đầu tư công năm 2024, \
        báo cáo Ủy ban nhân dân Thành phố";
    Issued {
        task: task.clone(),
        item: id::<ProposalId>(&format!("171-kh-tu.2023.p{}", n / units)),
        text: words.into(),
        source: Some(Source {
            document: id::<DocumentId>("171-kh-tu.2023"),
            start: 1_200,
            end: 1_400,
            clause: Some("II.3.a".into()),
        }),
        product: "Kế hoạch và báo cáo kết quả thực hiện".into(),
        lead: id::<UnitId>(&format!("huyen-{}", n % 30)),
        coordinating: [id("so-ke-hoach-dau-tu"), id("so-tai-chinh")].into(),
        assigner: id("van-phong-ubnd"),
        field: Some("dau-tu-cong".into()),
        when: IssuedWhen::Once {
            rule: rule.clone(),
            from: date(2024, 1, 2).at(8, 0, 0, 0),
            due: date(2024, 9, 30).at(23, 59, 59, 0),
        },
        targets: [Target {
            value: "95".into(),
            unit: "%".into(),
        }]
        .into(),
        conclusion_of: None,
        importance: Importance::Ordinary,
    }
    .into()
}

fn report(task: &TaskId, number: usize) -> Event {
    let says_done = number == 6;
    Reported {
        task: task.clone(),
        occurrence: None,
        report: id::<ReportId>(&format!("{task}.r{number}")),
        percent: if says_done { 100 } else { number as u8 * 15 },
        says_done,
        narrative: "Đơn vị đã hoàn thành bước lấy ý kiến các sở, ngành; đang tổng hợp, tiếp thu, \
            giải trình để trình cấp có thẩm quyền xem xét, quyết định."
            .into(),
        evidence: vec![Evidence {
            hash: "0a".repeat(32).into(),
            name: "bao-cao.pdf".into(),
        }],
    }
    .into()
}

/// Whether task `n` stays open: every other one.
pub(crate) fn is_open(n: usize) -> bool {
    n % 2 == 1
}

/// The step `step` of task `n`, of an order to that many units.
fn event(n: usize, units: usize, step: usize, rule: &Rule) -> Event {
    let task: TaskId = id(&format!("nv-{n:06}"));
    let open = is_open(n);
    match step {
        0 => issued(n, units, &task, rule),
        1 => Accepted { task }.into(),
        2..=6 => report(&task, step - 1),
        7 => Reminded {
            task,
            occurrence: None,
            due: date(2024, 9, 30),
            rung: -7,
        }
        .into(),
        8 if open => Extended {
            task,
            occurrence: None,
            rule: rule.clone(),
            from: date(2024, 1, 2).at(8, 0, 0, 0),
            was: date(2024, 9, 30).at(23, 59, 59, 0),
            due: date(2024, 10, 31).at(23, 59, 59, 0),
            instrument: "Công văn số 100/UBND-TH".into(),
            allowed_by: "Phó Chủ tịch UBND Thành phố".into(),
            reason: "Chờ Trung ương giao vốn".into(),
            excuse: None,
        }
        .into(),
        8 => report(&task, 6),
        _ if open => Reminded {
            task,
            occurrence: None,
            due: date(2024, 10, 31),
            rung: -7,
        }
        .into(),
        _ => Confirmed {
            task,
            occurrence: None,
            note: None,
        }
        .into(),
    }
}

fn rule() -> Rule {
    Rule::Day {
        day: date(2024, 9, 30),
        hour: None,
        word: Word::By,
    }
}

/// All tasks of which `which` holds take their first step, then all their
/// second, as in a real year.
pub(crate) fn steps(
    tasks: usize,
    units: usize,
    which: fn(usize) -> bool,
) -> impl Iterator<Item = (Event, Recorded)> {
    let rule = rule();
    (0..PER_TASK).flat_map(move |step| {
        let rule = rule.clone();
        let day = date(2024, 1, 2) + (step as i32 * 30).days();
        let all = (0..tasks).filter(move |n| which(*n)).enumerate();
        all.map(move |(place, n)| {
            let entry = (step * tasks + place) as u64;
            (event(n, units, step, &rule), recorded(entry, day))
        })
    })
}

fn recorded(entry: u64, day: Date) -> Recorded {
    Recorded {
        entry,
        at: Timestamp::UNIX_EPOCH,
        valid: day,
        unit: Some(id("van-phong-ubnd")),
        person: Some(id::<PersonId>("nguyen-van-a")),
    }
}
