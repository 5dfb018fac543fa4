//! The room, given events: what is refused, what stands, what follows.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use dondoc_investment::holdup::gates::Passage;
use dondoc_investment::room::checks::check;
use dondoc_investment::room::clearance::clocks;
use dondoc_investment::room::event::{
    ClearanceSteps, ClearancesRecorded, Commitment, Committed, ContractsRecorded, Disbursed,
    ForecastItem, ForecastKept, Imported, LawSet, PlanAdopted, ProgressRecorded, ProjectsRecorded,
    StagesRecorded,
};
use dondoc_investment::room::figures::{View, reconcile};
use dondoc_investment::room::law::{CheckName, hanoi};
use dondoc_investment::room::plan::{Act, Assigner, LotExtended, PlanKey, PlanLine, diff, lots};
use dondoc_investment::room::project::{
    ClearanceRecord, ClearanceStep, ContractRecord, Group, ObstacleRaised, ProgressRecord,
    ProjectRecord, Scope, Series, SeriesKey, StageName, StageRecord, System,
};
use dondoc_investment::room::{Command, Event, Investment, Refusal, What, decide};
use dondoc_kinds::{ProjectId, TaskId, UnitId};
use jiff::civil::Date;

const TY: i64 = 1_000_000_000;

fn on(day: &str) -> Date {
    day.parse().unwrap()
}

fn id(project: &str) -> ProjectId {
    ProjectId::parse(project).unwrap()
}

fn unit(unit: &str) -> UnitId {
    UnitId::parse(unit).unwrap()
}

fn act(symbol: &str, date: &str) -> Act {
    Act {
        symbol: symbol.into(),
        date: on(date),
        issuer: "UBND Thành phố".into(),
    }
}

fn record(project: &str, total: i64) -> ProjectRecord {
    ProjectRecord {
        project: id(project),
        name: format!("Dự án {project}").into(),
        unit: unit("ban-a"),
        group: Group::B,
        sector: "school".into(),
        site: "Phường Cửa Nam".into(),
        place: Some((21_028_500, 105_854_200)),
        total,
        policy: Some(act("1/NQ-HĐND", "2023-12-01")),
        approval: Some(act("2/QĐ-UBND", "2024-03-01")),
        planned: Some((on("2024-04-01"), on("2026-12-31"))),
    }
}

fn line(project: &str, amount: i64) -> PlanLine {
    PlanLine {
        project: Some(id(project)),
        unit: Some(unit("ban-a")),
        source: "city".into(),
        amount,
    }
}

fn plan(year: i16, act: Act, reason: &str, lines: Vec<PlanLine>) -> Event {
    Event::PlanAdopted(PlanAdopted {
        plan: PlanKey::yearly(year, Assigner::City),
        version: 0,
        act,
        reason: reason.into(),
        lines,
        import: None,
    })
}

fn key(system: System) -> SeriesKey {
    SeriesKey {
        plan_year: 2025,
        source: "city".into(),
        system,
        scope: Scope::YearPlan,
    }
}

fn spent(project: &str, points: &[(&str, i64)], reason: Option<&str>) -> Event {
    Event::Disbursed(Disbursed {
        series: vec![Series {
            project: id(project),
            of: key(System::Treasury),
            points: points
                .iter()
                .map(|(day, amount)| (on(day), *amount))
                .collect(),
        }],
        reason: reason.map(Into::into),
        import: None,
    })
}

/// A room and the number of its next entry.
struct Room {
    state: Investment,
    next: u64,
}

impl Room {
    fn new() -> Self {
        let mut room = Self {
            state: Investment::default(),
            next: 0,
        };
        let law = LawSet {
            law: hanoi().unwrap(),
            reason: "bảng của Hà Nội".into(),
        };
        room.record(law.into()).unwrap();
        let projects = vec![record("p1", 100 * TY), record("p2", 50 * TY)];
        room.record(
            ProjectsRecorded {
                projects,
                import: None,
            }
            .into(),
        )
        .unwrap();
        let lines = vec![line("p1", 40 * TY), line("p2", 20 * TY)];
        room.record(plan(2025, act("100/QĐ-UBND", "2024-12-20"), "", lines))
            .unwrap();
        room
    }

    fn record(&mut self, event: Event) -> Result<(), Refusal> {
        self.ask(Command {
            event,
            confirmed: false,
        })
    }

    fn ask(&mut self, command: Command) -> Result<(), Refusal> {
        let event = decide(&self.state, command, on("2026-11-01"))?;
        self.state.apply(&event, self.next);
        self.next += 1;
        Ok(())
    }

    fn view(&self, day: &str) -> View<'_> {
        View {
            room: &self.state,
            as_of: on(day),
            year: 2025,
            system: System::Treasury,
        }
    }
}

fn first(refused: Result<(), Refusal>) -> What {
    match refused.unwrap_err() {
        Refusal::Faults { mut faults } => faults.remove(0).what,
        other => panic!("{other:?}"),
    }
}

/// One of each kind.
fn samples() -> Vec<Event> {
    let import = || {
        Some(Imported {
            file: "ke-hoach.xlsx".into(),
            sha256: "aa".repeat(32).into(),
            rows: 2,
        })
    };
    let day = on("2025-06-25");
    vec![
        LawSet {
            law: hanoi().unwrap(),
            reason: "bảng của Hà Nội".into(),
        }
        .into(),
        plan(
            2025,
            act("100/QĐ-UBND", "2024-12-20"),
            "",
            vec![line("p1", 40 * TY)],
        ),
        LotExtended {
            plan: PlanKey::yearly(2025, Assigner::City),
            project: id("p1"),
            source: "city".into(),
            decision: None,
            until: on("2026-12-31"),
            act: act("9/QĐ-UBND", "2026-01-20"),
        }
        .into(),
        ProjectsRecorded {
            projects: vec![record("p1", 100 * TY)],
            import: import(),
        }
        .into(),
        StagesRecorded {
            stages: vec![StageRecord {
                project: id("p1"),
                stage: StageName::Design,
                planned_start: Some(on("2024-04-01")),
                planned_end: Some(on("2024-09-30")),
                started: Some(on("2024-04-10")),
                ended: None,
            }],
            import: None,
        }
        .into(),
        ContractsRecorded {
            contracts: vec![ContractRecord {
                project: id("p1"),
                package: "Gói thầu số 1".into(),
                number: "01/2025/HĐ-XD".into(),
                supplier: "Nhà thầu minh họa".into(),
                amount: 30 * TY,
                signed: on("2025-02-10"),
                until: Some(on("2026-06-30")),
            }],
            import: None,
        }
        .into(),
        ProgressRecorded {
            reports: vec![ProgressRecord {
                project: id("p1"),
                as_of: day,
                accepted: 12 * TY,
                physical: 3_150,
                photos: vec!["bb".repeat(32).into()],
                shows: Some("Móng trụ T3 đã đổ bê tông".into()),
            }],
            import: None,
        }
        .into(),
        spent(
            "p1",
            &[("2025-05-31", 5 * TY), ("2025-06-25", 9 * TY)],
            Some("hạch toán lại"),
        ),
        Committed {
            commitments: vec![Commitment {
                unit: unit("ban-a"),
                plan_year: 2025,
                by: on("2025-09-30"),
                rate: 6_000,
                said_in: "Công văn 12/BQL".into(),
            }],
            import: None,
        }
        .into(),
        ClearancesRecorded {
            areas: vec![ClearanceRecord {
                project: id("p1"),
                area: "Phường Cửa Nam".into(),
                as_of: day,
                plots: (40, 10),
                critical: 3,
                households: (35, 8),
                area_m2: (20_000, 5_000),
                complaints: 1,
                agricultural: false,
            }],
            import: None,
        }
        .into(),
        ClearanceSteps {
            steps: vec![ClearanceStep {
                project: id("p1"),
                area: "Phường Cửa Nam".into(),
                step: "notice".into(),
                on: on("2025-03-03"),
                act: Some(act("7/TB-UBND", "2025-03-03")),
            }],
            import: None,
        }
        .into(),
        ObstacleRaised {
            project: id("p1"),
            number: 1,
            cause: "clearance".into(),
            text: "3 thửa trên đường găng chưa bàn giao".into(),
            owner: unit("phuong-cua-nam"),
            task: TaskId::parse("nv-000001").unwrap(),
        }
        .into(),
        ForecastKept {
            as_of: day,
            plan_year: 2025,
            plan_version: 1,
            items: vec![ForecastItem {
                level: "city".into(),
                key: "".into(),
                plan: 60 * TY,
                now: 1_500,
                quantiles: vec![6_100, 7_000, 7_800, 8_600, 9_300],
                last_profile: Some(8_200),
                last_rate: None,
            }],
        }
        .into(),
    ]
}

#[test]
fn every_kind_has_a_golden_file_that_reads_and_writes_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let samples = samples();
    for (kind, schema) in Event::KINDS {
        let path = folder.join(format!("{kind}.{schema}.json"));
        let bytes = std::fs::read(&path).unwrap_or_else(|_| panic!("no golden file {path:?}"));
        let event = Event::decode(kind, *schema, &bytes).unwrap();
        let written: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(event.to_json().unwrap(), written, "{kind}");
        assert_eq!(
            samples.iter().filter(|it| it.kind() == *kind).count(),
            1,
            "{kind}"
        );
    }
}

#[test]
fn reports_on_works_from_before_photos_were_described_are_still_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let old = std::fs::read(folder.join("investment.progress_recorded.1.json")).unwrap();
    let event = Event::decode("investment.progress_recorded", 1, &old).unwrap();
    let Event::ProgressRecorded(recorded) = event else {
        panic!()
    };
    assert_eq!(recorded.reports[0].photos.len(), 1);
    assert_eq!(recorded.reports[0].shows, None);
}

#[test]
fn the_state_comes_back_whole_from_a_snapshot() {
    let mut state = Investment::default();
    let mut all = samples();
    all.swap(1, 3); // projects before the plan
    for (entry, event) in all.iter().enumerate() {
        state.apply(event, entry as u64);
    }
    let bytes = postcard::to_stdvec(&state).unwrap();
    assert_eq!(postcard::from_bytes::<Investment>(&bytes).unwrap(), state);
}

#[test]
fn a_figure_that_falls_needs_a_reason_and_stays_readable() {
    let mut room = Room::new();
    room.record(spent(
        "p1",
        &[("2025-03-31", 10 * TY), ("2025-04-30", 15 * TY)],
        None,
    ))
    .unwrap();
    let lower = || spent("p1", &[("2025-05-31", 12 * TY)], None);
    assert!(matches!(first(room.record(lower())), What::Corrected { was, .. } if was == 15 * TY));
    room.record(spent(
        "p1",
        &[("2025-05-31", 12 * TY)],
        Some("thu hồi tạm ứng"),
    ))
    .unwrap();
    let project = &room.state.projects[&id("p1")];
    assert_eq!(project.spent[&key(System::Treasury)].len(), 3);
    assert_eq!(
        room.view("2025-05-31").spent(project, &"city".into()),
        12 * TY
    );
    assert_eq!(
        room.view("2025-05-30").spent(project, &"city".into()),
        15 * TY
    );
    assert_eq!(project.explained.len(), 1);
}

#[test]
fn a_changed_figure_of_the_same_day_needs_a_reason() {
    let mut room = Room::new();
    room.record(spent("p1", &[("2025-03-31", 10 * TY)], None))
        .unwrap();
    let refused = room.record(spent("p1", &[("2025-03-31", 11 * TY)], None));
    assert!(matches!(first(refused), What::Corrected { .. }));
    room.record(spent(
        "p1",
        &[("2025-03-31", 11 * TY)],
        Some("bổ sung chứng từ"),
    ))
    .unwrap();
    assert_eq!(room.view("2025-04-01").positions()[0].spent, 11 * TY);
}

#[test]
fn money_ten_times_too_large_is_asked_about_and_recorded_when_confirmed() {
    let mut room = Room::new();
    room.record(spent("p1", &[("2025-03-31", 10 * TY)], None))
        .unwrap();
    let event = spent("p1", &[("2025-04-30", 150 * TY)], None);
    let what = first(room.record(event.clone()));
    assert_eq!(
        what,
        What::Slip {
            given: 150 * TY,
            expected: 15 * TY
        }
    );
    room.ask(Command {
        event,
        confirmed: true,
    })
    .unwrap();
}

#[test]
fn a_plan_ten_times_the_year_before_is_asked_about() {
    let mut room = Room::new();
    let lines = vec![line("p1", 470 * TY), line("p2", 230 * TY)];
    let event = plan(2026, act("200/QĐ-UBND", "2025-12-20"), "", lines);
    assert!(matches!(first(room.record(event)), What::Slip { .. }));
}

#[test]
fn one_bad_row_records_nothing_and_every_fault_is_named() {
    let mut room = Room::new();
    let series = |project: &str, amount| Series {
        project: id(project),
        of: key(System::Treasury),
        points: vec![(on("2025-03-31"), amount)],
    };
    let series = vec![series("p1", TY), series("nobody", TY), series("p2", -1)];
    let event = Disbursed {
        series,
        reason: None,
        import: None,
    };
    let Err(Refusal::Faults { faults }) = room.record(event.into()) else {
        panic!("recorded");
    };
    let places: Vec<(usize, &str)> = faults.iter().map(|it| (it.at, it.field)).collect();
    assert_eq!(places, [(1, "project"), (2, "amount")]);
    assert!(room.state.projects[&id("p1")].spent.is_empty());
}

#[test]
fn what_a_version_adds_after_september_is_a_lot_with_the_long_window() {
    let mut room = Room::new();
    let lines = vec![line("p1", 55 * TY), line("p2", 12 * TY)];
    room.record(plan(
        2025,
        act("150/QĐ-UBND", "2025-10-15"),
        "điều chỉnh",
        lines,
    ))
    .unwrap();
    let plan = &room.state.plans[&PlanKey::yearly(2025, Assigner::City)];
    let lots = lots(plan, on("2025-12-31"));
    let ends: Vec<(i64, Date)> = lots[&id("p1")]
        .iter()
        .map(|lot| (lot.amount, lot.window_end(&room.state.law.windows).unwrap()))
        .collect();
    assert_eq!(
        ends,
        [(40 * TY, on("2026-01-31")), (15 * TY, on("2026-12-31"))]
    );
    assert_eq!(lots[&id("p2")][0].amount, 12 * TY);
    let changes = diff(Some(&plan.versions[0]), &plan.versions[1]);
    assert_eq!(changes[0].project, Some(id("p1")));
    assert_eq!(changes[1].now - changes[1].before, -8 * TY);
}

#[test]
fn a_rate_names_the_version_in_force_that_day() {
    let mut room = Room::new();
    let lines = vec![line("p1", 55 * TY), line("p2", 20 * TY)];
    room.record(plan(
        2025,
        act("150/QĐ-UBND", "2025-10-15"),
        "bổ sung",
        lines,
    ))
    .unwrap();
    let denominator = |day| room.view(day).denominator(Assigner::City).unwrap();
    assert_eq!(
        (
            denominator("2025-10-14").version,
            denominator("2025-10-14").total
        ),
        (1, 60 * TY)
    );
    assert_eq!(
        (
            denominator("2025-10-15").version,
            denominator("2025-10-15").total
        ),
        (2, 75 * TY)
    );
    assert_eq!(
        room.view("2025-10-15").denominator(Assigner::PrimeMinister),
        None
    );
}

#[test]
fn unspent_money_adds_up_and_an_advance_stands_behind_its_contract() {
    let mut room = Room::new();
    room.record(spent("p1", &[("2025-03-31", 10 * TY)], None))
        .unwrap();
    let view = room.view("2025-06-30");
    let p1 = &room.state.projects[&id("p1")];
    // Nothing but the payment is known: it proves every gate before it.
    let passage = view.passage(p1, 40 * TY, 10 * TY);
    assert_eq!(
        passage,
        Passage {
            plan: 40 * TY,
            passed: vec![10 * TY; 5]
        }
    );
    let waiting = view.waiting(&view.positions());
    assert_eq!(waiting.standing.unspent(), 50 * TY);
    assert_eq!(waiting.shares.iter().sum::<i64>(), 10_000);
}

#[test]
fn treasury_and_investor_are_compared_on_a_common_day_only() {
    let mut room = Room::new();
    room.record(spent(
        "p1",
        &[("2025-03-31", 10 * TY), ("2025-04-30", 12 * TY)],
        None,
    ))
    .unwrap();
    let investor = Disbursed {
        series: vec![Series {
            project: id("p1"),
            of: key(System::Investor),
            points: vec![(on("2025-03-31"), 11 * TY), (on("2025-05-31"), 20 * TY)],
        }],
        reason: None,
        import: None,
    };
    room.record(investor.into()).unwrap();
    let found = reconcile(&room.state, 2025, on("2025-12-31"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].treasury, (on("2025-03-31"), 10 * TY));
    assert_eq!(found[0].investor, (on("2025-03-31"), 11 * TY));
}

#[test]
fn units_are_low_by_the_rule_or_by_their_own_promise() {
    let mut room = Room::new();
    let commitment = Commitment {
        unit: unit("ban-a"),
        plan_year: 2025,
        by: on("2025-06-30"),
        rate: 3_000,
        said_in: "Công văn 12".into(),
    };
    room.record(
        Committed {
            commitments: vec![commitment],
            import: None,
        }
        .into(),
    )
    .unwrap();
    room.record(spent("p1", &[("2025-06-30", 12 * TY)], None))
        .unwrap();
    assert_eq!(room.view("2025-06-29").low_units().unwrap(), []);
    let low = room.view("2025-06-30").low_units().unwrap();
    assert_eq!(
        (low[0].rate, low[0].promised, low[0].below_city),
        (2_000, Some(3_000), false)
    );
    let kept = room.view("2025-06-30").promises();
    assert_eq!((kept[0].reached, kept[0].due), (Some(2_000), true));
}

#[test]
fn a_plan_is_checked_by_cited_rules_and_says_what_it_did_not_check() {
    let mut room = Room::new();
    let mut bare = record("p3", 10 * TY);
    bare.policy = None;
    room.record(
        ProjectsRecorded {
            projects: vec![bare],
            import: None,
        }
        .into(),
    )
    .unwrap();
    let lines = vec![line("p1", 40 * TY), line("p2", 20 * TY), line("p3", 2 * TY)];
    room.record(plan(2026, act("9/QĐ-UBND", "2026-01-10"), "", lines))
        .unwrap();
    let plan = &room.state.plans[&PlanKey::yearly(2026, Assigner::City)];
    let checked = check(&room.state, plan, &plan.versions[0]);
    let found: Vec<CheckName> = checked.findings.iter().map(|it| it.check).collect();
    assert_eq!(found, [CheckName::NoPolicy, CheckName::LateAllocation]);
    assert!(
        checked
            .findings
            .iter()
            .all(|it| !it.rule.basis.citation.is_empty())
    );
    assert_eq!(checked.findings[1].seen, 10);
    room.state
        .law
        .checks
        .retain(|rule| rule.check != CheckName::LateAllocation);
    let plan = &room.state.plans[&PlanKey::yearly(2026, Assigner::City)];
    let checked = check(&room.state, plan, &plan.versions[0]);
    assert_eq!(checked.silent, [CheckName::LateAllocation]);
}

#[test]
fn who_decides_on_site_clearance_follows_the_day_of_the_step_before() {
    let mut room = Room::new();
    let step = |step: &str, day: &str| ClearanceStep {
        project: id("p1"),
        area: "A".into(),
        step: step.into(),
        on: on(day),
        act: None,
    };
    let steps = vec![
        step("appraisal", "2025-06-20"),
        step("approval", "2025-07-10"),
    ];
    room.record(
        ClearanceSteps {
            steps,
            import: None,
        }
        .into(),
    )
    .unwrap();
    let area = &room.state.projects[&id("p1")].areas["A"];
    let calendar = dondoc_calendar::Calendar::default();
    let all = clocks(&room.state.law, area, &calendar, on("2025-08-01"));
    let of = |step: &str| all.iter().find(|it| it.rule.step == step).unwrap();
    assert_eq!(
        of("approval").rule.decided_by.as_deref(),
        Some("UBND cấp huyện")
    );
    assert_eq!(
        of("recovery").rule.decided_by.as_deref(),
        Some("Chủ tịch UBND cấp xã")
    );
    let due = of("recovery").due.as_ref().unwrap();
    // Ten days from 10 July are a Sunday: the next working day.
    assert_eq!(due.due.date(), on("2025-07-21"));
    assert_eq!(of("recovery").late_days, 11);
}

#[test]
fn the_same_file_is_not_taken_in_twice() {
    let mut room = Room::new();
    let import = Imported {
        file: "a.csv".into(),
        sha256: "cc".repeat(32).into(),
        rows: 1,
    };
    let event = Event::from(ProjectsRecorded {
        projects: vec![record("p1", 101 * TY)],
        import: Some(import),
    });
    room.record(event.clone()).unwrap();
    let refused = room.record(event).unwrap_err();
    assert!(matches!(refused, Refusal::ImportedBefore { entry: 3, .. }));
}
