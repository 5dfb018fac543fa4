//! A city of a million entries: how long it takes to fold, to start from a
//! snapshot, and to brief.
//!
//! A hundred thousand tasks of 300 units, ten entries each, in a real data
//! folder on disk. Run with `cargo bench -p dondoc-city`; prints one line a
//! measure, the best of several runs.

#![expect(clippy::unwrap_used, reason = "the city is made right here")]
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::time::{Duration, Instant};

use dondoc_briefing::{Briefing, Letterhead, Order, Tree};
use dondoc_calendar::{Rule, Word};
use dondoc_city::{Acting, City, Cut, Event, Jurisdiction, SNAPSHOT_FORMAT, civil, found};
use dondoc_kinds::{ReportId, TaskId, UnitId};
use dondoc_ledger::{Actor, Append, NewEntry, Seeded, TreeHead};
use dondoc_ledger_sqlite::{DataFolder, Settings};
use dondoc_tasks::{
    Accepted, Confirmed, Evidence, Extended, Importance, Issued, IssuedWhen, Reminded, Reported,
    Source, Target,
};
use jiff::Timestamp;
use jiff::civil::date;

const TASKS: usize = 100_000;
const UNITS: usize = 300;
const BATCH: usize = 1_000;

fn main() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("city");
    let folder = make(&path);
    let ledger = folder.ledger();
    let size = ledger.poll_head().unwrap();
    println!("entries {size}, tasks {TASKS}");

    let scan = best(3, || {
        let mut bytes = 0;
        ledger
            .scan(0, |entry| {
                bytes += entry.payload.map_or(0, <[u8]>::len);
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        assert!(bytes > 0);
    });
    report("scan all entries from SQLite", scan);
    let fold = best(3, || City::at(ledger, size, Cut::default()).unwrap());
    report("fold all entries from SQLite", fold);

    let city = City::at(ledger, size, Cut::default()).unwrap();
    let head = TreeHead {
        size,
        root: ledger.root_at(size).unwrap(),
    };
    let bytes = city.to_snapshot().unwrap();
    folder
        .write_snapshot(&head, SNAPSHOT_FORMAT, &bytes)
        .unwrap();
    println!("snapshot {} MB", bytes.len() / 1_000_000);
    let start = best(3, || {
        let folder = DataFolder::open(&path).unwrap();
        let (snapshot, _) = folder.newest_snapshot(SNAPSHOT_FORMAT).unwrap();
        let mut city = City::from_snapshot(&snapshot.unwrap().state).unwrap();
        city.catch_up(folder.ledger()).unwrap();
        assert_eq!(city.folded(), size);
    });
    report("start from the snapshot", start);

    let order = order(&city, head);
    let json = best(5, || {
        let briefing = Briefing::compile(&city, &city.settings.thresholds, &order).unwrap();
        assert!(!briefing.to_json().is_empty());
    });
    report("briefing to JSON", json);
}

fn best<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    (0..runs)
        .map(|_| {
            let begun = Instant::now();
            let made = work();
            let took = begun.elapsed();
            drop(made);
            took
        })
        .min()
        .unwrap_or_default()
}

fn report(what: &str, took: Duration) {
    println!("{what}: {:.3} s", took.as_secs_f64());
}

fn make(path: &std::path::Path) -> DataFolder {
    let at: Timestamp = "2024-01-02T01:00:00Z".parse().unwrap();
    let settings = Settings {
        jurisdiction: "hanoi".to_owned(),
        origin: "dondoc/bench".to_owned(),
        created: at,
    };
    let folder = DataFolder::create_with(path, &settings, Box::new(Seeded::new(b"bench"))).unwrap();
    let acting = Acting::of("he-thong".parse().unwrap());
    let founding = Jurisdiction::Hanoi.founding().unwrap();
    found(folder.ledger(), &founding, &acting, at).unwrap();
    let city = City::at(folder.ledger(), u64::MAX, Cut::default()).unwrap();
    let units: Vec<UnitId> = city
        .registry
        .units_on(date(2024, 6, 1))
        .into_iter()
        .take(UNITS)
        .cloned()
        .collect();
    for step in 0..10 {
        let mut entries = Vec::with_capacity(BATCH);
        for n in 0..TASKS {
            entries.push(entry(n, step, &units));
            if entries.len() == BATCH {
                let append = Append {
                    expect: Vec::new(),
                    entries: std::mem::take(&mut entries),
                };
                folder.ledger().append(append, at).unwrap();
            }
        }
    }
    folder
}

fn entry(n: usize, step: usize, units: &[UnitId]) -> NewEntry {
    let event: Event = event(n, step, &units[n % units.len()]).into();
    NewEntry {
        stream: format!("task/nv-{n:06}"),
        kind: event.kind().to_owned(),
        schema: event.schema(),
        valid: date(2024, 1 + step as i8, 2),
        actor: Actor {
            person: "minh-hoa-001".to_owned(),
            post: "ub-thanh-pho.clerk".to_owned(),
            unit: "ub-thanh-pho".to_owned(),
            delegation: None,
        },
        payload: event.to_json().unwrap(),
        attachments: Vec::new(),
    }
}

/// Half of the tasks are confirmed, half are open and extended.
fn event(n: usize, step: usize, unit: &UnitId) -> dondoc_tasks::Event {
    let task: TaskId = format!("nv-{n:06}").parse().unwrap();
    let open = n % 2 == 1;
    match step {
        0 => issued(n, task, unit),
        1 => Accepted { task }.into(),
        2..=6 => reported(task, step - 1, false),
        7 => Reminded {
            task,
            occurrence: None,
            due: date(2024, 9, 30),
            rung: -7,
        }
        .into(),
        8 if open => extended(task),
        8 => reported(task, 6, true),
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

fn issued(n: usize, task: TaskId, unit: &UnitId) -> dondoc_tasks::Event {
    Issued {
        task,
        item: format!("171-kh-tu.2023.p{}", n / 30).parse().unwrap(),
        text: "Chủ trì, phối hợp với các sở, ngành rà soát, tham mưu ban hành kế hoạch đẩy nhanh \
               tiến độ giải ngân vốn đầu tư công năm 2024, báo cáo Ủy ban nhân dân Thành phố"
            .into(),
        source: Some(Source {
            document: "171-kh-tu.2023".parse().unwrap(),
            start: 1_200,
            end: 1_400,
            clause: Some("II.3.a".into()),
        }),
        product: "Kế hoạch và báo cáo kết quả thực hiện".into(),
        lead: unit.clone(),
        coordinating: ["so-khdt".parse().unwrap(), "so-tai-chinh".parse().unwrap()].into(),
        assigner: "ub-thanh-pho".parse().unwrap(),
        field: Some("dau-tu-cong".into()),
        when: IssuedWhen::Once {
            rule: day_rule(9, 30),
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

fn day_rule(month: i8, day: i8) -> Rule {
    Rule::Day {
        day: date(2024, month, day),
        hour: None,
        word: Word::By,
    }
}

fn reported(task: TaskId, number: usize, says_done: bool) -> dondoc_tasks::Event {
    let report: ReportId = format!("{task}.r{number}").parse().unwrap();
    Reported {
        task,
        occurrence: None,
        report,
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

fn extended(task: TaskId) -> dondoc_tasks::Event {
    Extended {
        task,
        occurrence: None,
        rule: day_rule(10, 31),
        from: date(2024, 1, 2).at(8, 0, 0, 0),
        was: date(2024, 9, 30).at(23, 59, 59, 0),
        due: date(2024, 10, 31).at(23, 59, 59, 0),
        instrument: "Công văn số 100/UBND-TH".into(),
        allowed_by: "Phó Chủ tịch UBND Thành phố".into(),
        reason: "Chờ Trung ương giao vốn".into(),
        excuse: None,
    }
    .into()
}

fn order(city: &City, head: TreeHead) -> Order {
    Order {
        period: "2024-Q3".parse().unwrap(),
        as_of: date(2024, 9, 30),
        tree: Tree {
            size: head.size,
            root: head.root.to_string(),
        },
        known_at: city.last_recorded().map(civil),
        letterhead: Letterhead {
            superior: String::new(),
            issuer: String::new(),
            number: None,
            symbol: String::new(),
            place: String::new(),
            date: None,
            recipients: Vec::new(),
            authority: String::new(),
            post: String::new(),
            signer: None,
            remark: None,
        },
        cuts: Default::default(),
    }
}
