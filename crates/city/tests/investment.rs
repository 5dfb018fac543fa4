//! Where public investment meets tasks and the registry.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dondoc_city::{
    Act, ActError, Acting, City, Command, Jurisdiction, RaiseObstacle, Refusal, civil, found,
};
use dondoc_investment::Event;
use dondoc_investment::room::event::{Disbursed, LawSet, PlanAdopted, ProjectsRecorded};
use dondoc_investment::room::law::hanoi;
use dondoc_investment::room::plan::{Act as Approval, Assigner, PlanKey, PlanLine};
use dondoc_investment::room::project::{Group, ProjectRecord, Scope, Series, SeriesKey, System};
use dondoc_kinds::{ProjectId, UnitId};
use dondoc_ledger::{Ledger, MemoryAttachments, MemoryStore, Seeded};
use jiff::Timestamp;
use jiff::civil::date;

const TY: i64 = 1_000_000_000;

struct Story {
    ledger: Ledger,
    city: City,
}

fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

fn project(id: &str) -> ProjectId {
    ProjectId::parse(id).unwrap()
}

impl Story {
    fn begin() -> Self {
        let ledger = Ledger::open(
            Box::new(MemoryStore::default()),
            Box::new(MemoryAttachments::default()),
            Box::new(Seeded::new(b"investment tests")),
        )
        .unwrap();
        let events = Jurisdiction::Hanoi.founding().unwrap();
        let start: Timestamp = "2024-01-02T02:00:00Z".parse().unwrap();
        found(&ledger, &events, &Acting::of(unit("ub-thanh-pho")), start).unwrap();
        let mut city = City::empty();
        city.catch_up(&ledger).unwrap();
        let mut story = Self { ledger, city };
        let law = LawSet {
            law: hanoi().unwrap(),
            reason: "bảng".into(),
        };
        story.record(law).unwrap();
        story
    }

    fn act(&mut self, command: Command) -> Result<usize, Refusal> {
        let at: Timestamp = "2024-07-08T02:00:00Z".parse().unwrap();
        let acting = Acting::of(unit("ub-thanh-pho"));
        let act = Act {
            command,
            acting,
            at,
            valid: civil(at),
        };
        match self.city.act(&self.ledger, &act) {
            Ok(done) => Ok(done.drafts.len()),
            Err(ActError::Refused(refusal)) => Err(refusal),
            Err(error) => panic!("{error}"),
        }
    }

    fn record(&mut self, event: impl Into<Event>) -> Result<usize, Refusal> {
        let event = event.into();
        let command = dondoc_investment::room::Command {
            event,
            confirmed: false,
        };
        self.act(Command::Investment(Box::new(command)))
    }

    fn with_plan(&mut self) {
        let units = ["quan-ba-dinh", "quan-ha-dong"];
        let projects = units.iter().enumerate().map(|(nth, id)| ProjectRecord {
            project: project(&format!("p{nth}")),
            name: format!("Dự án {nth}").into(),
            unit: unit(id),
            group: Group::C,
            sector: "school".into(),
            site: "".into(),
            place: None,
            total: 100 * TY,
            policy: None,
            approval: None,
            planned: None,
        });
        let projects = projects.collect();
        self.record(ProjectsRecorded {
            projects,
            import: None,
        })
        .unwrap();
        let lines = (0..2).map(|nth| PlanLine {
            project: Some(project(&format!("p{nth}"))),
            unit: None,
            source: "city".into(),
            amount: 10 * TY,
        });
        let act = Approval {
            symbol: "1/QĐ".into(),
            date: date(2023, 12, 20),
            issuer: "".into(),
        };
        let plan = PlanKey::yearly(2024, Assigner::City);
        let (reason, lines) = ("".into(), lines.collect());
        let import = None;
        self.record(PlanAdopted {
            plan,
            version: 0,
            act,
            reason,
            lines,
            import,
        })
        .unwrap();
        let series = [(0, TY), (1, 8 * TY)].map(|(nth, amount)| Series {
            project: project(&format!("p{nth}")),
            of: SeriesKey {
                plan_year: 2024,
                source: "city".into(),
                system: System::Treasury,
                scope: Scope::YearPlan,
            },
            points: vec![(date(2024, 6, 30), amount)],
        });
        let (series, reason) = (series.to_vec(), None);
        self.record(Disbursed {
            series,
            reason,
            import: None,
        })
        .unwrap();
    }
}

#[test]
fn an_obstacle_and_its_task_come_in_one_append() {
    let mut story = Story::begin();
    story.with_plan();
    let raise = |due| RaiseObstacle {
        project: project("p0"),
        cause: "clearance".into(),
        text: "Bàn giao 3 thửa còn lại".into(),
        owner: unit("quan-ba-dinh"),
        due,
    };
    let wrote = story.act(Command::RaiseObstacle(Box::new(raise(date(2024, 8, 30)))));
    assert_eq!(wrote, Ok(2));
    let obstacle = &story.city.investment.projects[&project("p0")].obstacles[0].1;
    let task = story.city.tasks.task(&obstacle.task).unwrap();
    assert_eq!(task.lead, unit("quan-ba-dinh"));
    assert_eq!(task.once().unwrap().current.date(), date(2024, 8, 30));
    let nobody = RaiseObstacle {
        project: project("p9"),
        ..raise(date(2024, 8, 30))
    };
    let before = story.city.folded();
    assert!(story.act(Command::RaiseObstacle(Box::new(nobody))).is_err());
    assert_eq!(story.city.folded(), before);
}

#[test]
fn units_with_low_disbursement_are_a_list_by_the_rule() {
    let mut story = Story::begin();
    let words = "các đơn vị có tỷ lệ giải ngân thấp";
    let on = date(2024, 7, 8);
    assert!(story.city.units_meant(words, on).is_err());
    story.with_plan();
    // 10 % and 80 %, the city 45 %.
    assert_eq!(
        story.city.units_meant(words, on),
        Ok(vec![unit("quan-ba-dinh")])
    );
    let (_, rule) = story.city.low_disbursement(words, on).unwrap();
    assert!(!rule.is_empty());
}

#[test]
fn a_project_of_an_unknown_unit_is_refused() {
    let mut story = Story::begin();
    let record = ProjectRecord {
        project: project("p0"),
        name: "Dự án".into(),
        unit: unit("khong-co"),
        group: Group::C,
        sector: "school".into(),
        site: "".into(),
        place: None,
        total: TY,
        policy: None,
        approval: None,
        planned: None,
    };
    let projects = vec![record];
    let refused = story
        .record(ProjectsRecorded {
            projects,
            import: None,
        })
        .unwrap_err();
    assert!(matches!(refused, Refusal::NoSuchUnit { at: 0, .. }));
}

#[test]
fn the_city_comes_back_whole_from_a_snapshot() {
    let mut story = Story::begin();
    story.with_plan();
    let bytes = story.city.to_snapshot().unwrap();
    assert_eq!(City::from_snapshot(&bytes).unwrap(), story.city);
}

#[test]
fn the_briefing_carries_the_chapter_with_what_became_of_the_promises() {
    use dondoc_briefing::Briefing;
    use dondoc_briefing::Order;
    use dondoc_briefing::paper::{Limits, Paper};
    use dondoc_investment::room::event::{Commitment, Committed};

    let mut story = Story::begin();
    story.with_plan();
    let promise = |id: &str, rate| Commitment {
        unit: unit(id),
        plan_year: 2024,
        by: date(2024, 7, 5),
        rate,
        said_in: "Công văn 1".into(),
    };
    let commitments = vec![
        promise("quan-ba-dinh", 3_000),
        promise("quan-ha-dong", 7_000),
    ];
    story
        .record(Committed {
            commitments,
            import: None,
        })
        .unwrap();
    let size = story.city.folded();
    let period = "2024-Q3".parse().unwrap();
    let (city, order) = Order::as_known(&story.ledger, period, date(2024, 7, 8), size).unwrap();
    let briefing = Briefing::compile(&city, &city.settings.thresholds, &order).unwrap();
    let chapter = briefing.investment.as_ref().unwrap();
    let rate = chapter.rates[0].rate.as_ref().map(|it| it.value);
    assert_eq!((chapter.spent.value, rate), (9 * TY, Some(4_500)));
    let gates: i64 = chapter.gates.iter().map(|it| it.share.value).sum();
    assert_eq!(gates, 10_000);
    let low: Vec<bool> = chapter.units.iter().map(|it| it.is_low).collect();
    assert_eq!(low, [true, false]);
    let reached =
        |it: &dondoc_briefing::investment::Promise| it.reached.as_ref().map(|it| it.value);
    let reached: Vec<_> = chapter.promises.iter().map(reached).collect();
    assert_eq!(reached, [Some(1_000), Some(8_000)]);
    let paper = Paper::of(&briefing, Limits::print(&briefing));
    let section = paper
        .sections
        .iter()
        .find(|it| it.id == "dau-tu-cong")
        .unwrap();
    assert!(section.title.ends_with("Đầu tư công"), "{}", section.title);
    // Overview, gates, the rule, units, how many promises were kept, promises.
    assert_eq!(section.blocks.len(), 6);
}
