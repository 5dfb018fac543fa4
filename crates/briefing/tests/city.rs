//! From a ledger to a briefing: given a founded city, when tasks run, then figures.
#![expect(clippy::expect_used, reason = "helpers of tests may fail loudly")]

use std::collections::BTreeMap;

use dondoc_briefing::{Briefing, Order, Period, Tree, explain_city, sample};
use dondoc_calendar::{ReadAs, Rule};
use dondoc_city::{Act, Acting, City, Command, IssueProposal, Jurisdiction, civil, found};
use dondoc_kinds::{TaskId, UnitId};
use dondoc_ledger::{Hash, Ledger, MemoryAttachments, MemoryStore, Seeded};
use dondoc_tasks::{Evidence, Importance, MakeReport, Thresholds, When};
use jiff::Timestamp;
use jiff::civil::{Date, date};

struct Story {
    ledger: Ledger,
    city: City,
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

impl Story {
    fn begin() -> Self {
        let ledger = Ledger::open(
            Box::new(MemoryStore::default()),
            Box::new(MemoryAttachments::default()),
            Box::new(Seeded::new(b"briefing tests")),
        )
        .expect("a ledger in memory");
        let events = Jurisdiction::Hanoi
            .founding()
            .expect("the tables are well-formed");
        let acting = Self::acting("ub-thanh-pho");
        found(&ledger, &events, &acting, at("2024-01-02T02:00:00Z")).expect("founded");
        let mut city = City::empty();
        city.catch_up(&ledger).expect("folds");
        Self { ledger, city }
    }

    fn acting(unit: &str) -> Acting {
        Acting::of(UnitId::parse(unit).expect("an id"))
    }

    fn act(&mut self, unit: &str, when: &str, command: Command) {
        let at = at(when);
        let act = Act {
            command,
            acting: Self::acting(unit),
            at,
            valid: civil(at),
        };
        self.city.act(&self.ledger, &act).expect("allowed");
    }

    fn issue(&mut self, to: &str, due: &str) -> TaskId {
        let rule = Rule::parse(due, &ReadAs::document(date(2024, 7, 1))).expect("a rule");
        let order = IssueProposal {
            proposal: None,
            text: Some("Rà soát dự án chậm tiến độ".into()),
            to: vec![UnitId::parse(to).expect("an id")],
            with: None,
            product: Some("Báo cáo".into()),
            when: Some(When::By {
                rule,
                from: date(2024, 7, 1).at(8, 0, 0, 0),
                until: None,
            }),
            field: None,
            importance: Importance::Ordinary,
        };
        let before: Vec<TaskId> = self.city.tasks.iter().map(|task| task.id.clone()).collect();
        self.act(
            "ub-thanh-pho",
            "2024-07-01T01:00:00Z",
            Command::Issue(Box::new(order)),
        );
        let new = self
            .city
            .tasks
            .iter()
            .find(|task| !before.contains(&task.id));
        new.expect("a task was issued").id.clone()
    }

    fn done(&mut self, unit: &str, task: &TaskId, reported: &str, confirmed: &str) {
        let file = b"report.pdf";
        self.ledger.attachments().put(file).expect("kept");
        let evidence = Evidence {
            hash: Hash::of(file).to_string().into(),
            name: "report.pdf".into(),
        };
        let report = MakeReport {
            task: task.clone(),
            report: format!("{task}.r1").parse().expect("an id"),
            occurrence: None,
            percent: 100,
            says_done: true,
            narrative: "Đã hoàn thành".into(),
            evidence: vec![evidence],
        };
        let accept = dondoc_tasks::Command::Accept { task: task.clone() };
        self.act(unit, "2024-07-02T01:00:00Z", Command::Task(accept));
        self.act(
            unit,
            reported,
            Command::Task(dondoc_tasks::Command::Report(Box::new(report))),
        );
        let confirm = dondoc_tasks::Command::Confirm {
            task: task.clone(),
            occurrence: None,
            note: None,
        };
        self.act("ub-thanh-pho", confirmed, Command::Task(confirm));
    }

    fn order(&self, as_of: Date) -> Order {
        let period: Period = "2024-Q3".parse().expect("a quarter");
        let tree = Tree {
            size: self.city.folded(),
            root: "test".into(),
        };
        Order {
            period,
            as_of,
            tree,
            known_at: self.city.last_recorded().map(civil),
            letterhead: sample::letterhead(),
            cuts: BTreeMap::new(),
        }
    }
}

fn quarter() -> Story {
    let mut story = Story::begin();
    let on_time = story.issue("so-tai-chinh", "trước ngày 30/8/2024");
    let late = story.issue("so-tai-chinh", "trước ngày 15/8/2024");
    story.issue("so-y-te", "trước ngày 20/9/2024");
    story.issue("so-y-te", "trước ngày 20/12/2024");
    story.done(
        "so-tai-chinh",
        &on_time,
        "2024-08-20T01:00:00Z",
        "2024-08-22T01:00:00Z",
    );
    story.done(
        "so-tai-chinh",
        &late,
        "2024-08-27T01:00:00Z",
        "2024-08-29T01:00:00Z",
    );
    story
}

#[test]
fn a_quarter_of_a_city_is_counted() {
    let story = quarter();
    let order = story.order(date(2024, 9, 30));
    let briefing = Briefing::compile(&story.city, &Thresholds::default(), &order).expect("fits");
    let all = &briefing.summary;
    let counts = [
        &all.assigned,
        &all.due,
        &all.done_on_time,
        &all.done_late,
        &all.late,
        &all.in_time,
    ];
    assert_eq!(counts.map(|figure| figure.value), [4, 3, 1, 1, 1, 1]);
    assert_eq!(all.on_time.as_ref().map(|figure| figure.value), Some(333));
    assert_eq!(
        briefing.units[0].id.as_str(),
        "so-y-te",
        "the late one comes first"
    );
}

#[test]
fn an_earlier_day_sees_less_of_the_same_log() {
    let story = quarter();
    let order = story.order(date(2024, 8, 21));
    let briefing = Briefing::compile(&story.city, &Thresholds::default(), &order).expect("fits");
    let all = &briefing.summary;
    let counts = [
        &all.assigned,
        &all.done_on_time,
        &all.waiting,
        &all.late,
        &all.in_time,
    ];
    assert_eq!(counts.map(|figure| figure.value), [4, 0, 1, 1, 2]);
}

#[test]
fn a_late_figure_leads_back_to_the_entries_of_its_task() {
    let story = quarter();
    let order = story.order(date(2024, 9, 30));
    let why = explain_city(
        &story.city,
        &Thresholds::default(),
        &order,
        "unit/so-tai-chinh/done-late",
    )
    .expect("a figure");
    assert_eq!(why.value, 1);
    let kinds: Vec<String> = why
        .entries
        .iter()
        .map(|index| {
            story
                .ledger
                .entry(*index)
                .expect("readable")
                .expect("there")
                .kind
                .to_string()
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "task.issued",
            "task.accepted",
            "task.reported",
            "task.confirmed"
        ]
    );
}
