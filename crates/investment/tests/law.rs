//! What the law says, rule by rule, on the table of Hà Nội: which act it cites, and
//! that it speaks where it should and nowhere else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use dondoc_calendar::Calendar;
use dondoc_investment::room::checks::check;
use dondoc_investment::room::clearance::{Clock, clocks};
use dondoc_investment::room::event::{
    ClearanceSteps, LawSet, PlanAdopted, ProjectsRecorded, StagesRecorded,
};
use dondoc_investment::room::law::{CheckName, Known, hanoi};
use dondoc_investment::room::plan::{Act, Assigner, LotExtended, PlanKey, PlanLine, lots};
use dondoc_investment::room::project::{
    ClearanceStep, Group, ProjectRecord, StageName, StageRecord,
};
use dondoc_investment::room::{Command, Event, Investment, Refusal, What, decide};
use dondoc_kinds::ProjectId;
use jiff::civil::Date;

const TY: i64 = 1_000_000_000;

fn on(day: &str) -> Date {
    day.parse().unwrap()
}

fn id(project: &str) -> ProjectId {
    project.parse().unwrap()
}

fn act(date: &str) -> Act {
    Act {
        symbol: format!("1/QĐ-UBND {date}").into(),
        date: on(date),
        issuer: "UBND Thành phố".into(),
    }
}

fn good(group: Group) -> ProjectRecord {
    ProjectRecord {
        project: id("p1"),
        name: "Trường học".into(),
        unit: "ban-a".parse().unwrap(),
        group,
        sector: "school".into(),
        site: "".into(),
        place: None,
        total: 900 * TY,
        policy: Some(act("2019-01-01")),
        approval: Some(act("2019-06-01")),
        planned: None,
    }
}

#[derive(Default)]
struct Room {
    state: Investment,
    next: u64,
}

impl Room {
    /// The law, a good project of group C, and a plan for 2025 that breaks nothing.
    fn new() -> Self {
        let mut room = Self::default();
        let law = hanoi().unwrap();
        let reason = "bảng của Hà Nội".into();
        room.record(LawSet { law, reason });
        room.project(good(Group::C));
        room.plan("2025-city", "2024-12-20", 10);
        room
    }

    fn ask(&mut self, event: Event) -> Result<(), Refusal> {
        let confirmed = true;
        let event = decide(&self.state, Command { event, confirmed }, on("2032-06-01"))?;
        self.state.apply(&event, self.next);
        self.next += 1;
        Ok(())
    }

    fn record(&mut self, event: impl Into<Event>) {
        self.ask(event.into()).unwrap();
    }

    fn project(&mut self, record: ProjectRecord) {
        self.record(ProjectsRecorded {
            projects: vec![record],
            import: None,
        });
    }

    fn plan(&mut self, key: &str, date: &str, ty: i64) {
        let line = PlanLine {
            project: Some(id("p1")),
            unit: Some("ban-a".parse().unwrap()),
            source: "city".into(),
            amount: ty * TY,
        };
        self.record(PlanAdopted {
            plan: key.parse().unwrap(),
            version: 0,
            act: act(date),
            reason: "điều chỉnh".into(),
            lines: vec![line],
            import: None,
        });
    }

    fn stage(&mut self, stage: StageName, ended: &str) {
        let stage = StageRecord {
            project: id("p1"),
            stage,
            planned_start: None,
            planned_end: None,
            started: Some(on("2020-01-01")),
            ended: Some(on(ended)),
        };
        self.record(StagesRecorded {
            stages: vec![stage],
            import: None,
        });
    }

    /// What the law finds in the newest version of a year's plan.
    fn found(&self, year: i16) -> Vec<(CheckName, i64, i64)> {
        let plan = &self.state.plans[&PlanKey::yearly(year, Assigner::City)];
        let checked = check(&self.state, plan, plan.versions.last().unwrap());
        assert_eq!(checked.silent, [], "every check has a provision");
        let each = checked.findings.into_iter().map(|it| {
            assert!(
                it.rule.basis.citation.contains("/QH") || it.rule.basis.known == Known::Recalled
            );
            (it.check, it.seen, it.may)
        });
        each.collect()
    }
}

#[test]
fn a_good_plan_is_not_faulted() {
    assert_eq!(Room::new().found(2025), []);
}

#[test]
fn a_project_without_policy_or_approval_may_have_no_capital() {
    let mut room = Room::new();
    let mut bare = good(Group::C);
    (bare.policy, bare.approval) = (None, None);
    room.project(bare);
    let (none, amount) = (0, 10 * TY);
    let expected = [
        (CheckName::NoPolicy, amount, none),
        (CheckName::NoApproval, amount, none),
    ];
    assert_eq!(room.found(2025), expected);
}

#[test]
fn a_plan_is_adopted_by_the_last_day_of_the_year_before() {
    let mut room = Room::new();
    room.plan("2026-city", "2025-12-31", 10);
    assert_eq!(room.found(2026), []);
    room.plan("2027-city", "2027-01-10", 10);
    assert_eq!(room.found(2027), [(CheckName::LateAllocation, 10, 0)]);
}

#[test]
fn capital_stretches_over_six_four_or_three_years_by_group() {
    for (group, may) in [(Group::A, 6), (Group::B, 4), (Group::C, 3)] {
        let mut room = Room::new();
        room.project(good(group));
        // The first year is 2025; a plan of the last year that may be, and one more.
        let (last, beyond) = (2024 + may, 2025 + may);
        let adopt = |room: &mut Room, year: i64| {
            room.plan(&format!("{year}-city"), &format!("{}-12-20", year - 1), 10);
        };
        adopt(&mut room, last);
        assert_eq!(room.found(last as i16), [], "{group:?}");
        adopt(&mut room, beyond);
        let found = room.found(beyond as i16);
        assert_eq!(found, [(CheckName::Stretch, may + 1, may)], "{group:?}");
    }
}

#[test]
fn years_together_stay_within_the_medium_term_plan_and_the_total() {
    let mut room = Room::new();
    room.plan("2021-2025-city", "2021-01-10", 25);
    room.plan("2024-city", "2023-12-20", 15);
    assert_eq!(room.found(2025), []);
    room.plan("2025-city", "2025-03-01", 11);
    assert_eq!(
        room.found(2025),
        [(CheckName::MediumTerm, 26 * TY, 25 * TY)]
    );
    let mut small = good(Group::C);
    small.total = 25 * TY;
    room.project(small);
    let expected = [
        (CheckName::MediumTerm, 26 * TY, 25 * TY),
        (CheckName::AboveTotal, 26 * TY, 25 * TY),
    ];
    assert_eq!(room.found(2025), expected);
}

#[test]
fn the_city_hands_on_all_that_the_prime_minister_assigned() {
    let mut room = Room::new();
    room.plan("2025-pm", "2024-12-01", 12);
    let expected = [(CheckName::BelowAssigned, 10 * TY, 12 * TY)];
    assert_eq!(room.found(2025), expected);
}

#[test]
fn a_settled_project_needs_no_capital_and_settlement_is_due_by_group() {
    for (group, months, due) in [
        (Group::A, 9, "2024-11-29"),
        (Group::B, 6, "2024-08-29"),
        (Group::C, 4, "2024-06-29"),
    ] {
        let mut room = Room::new();
        room.project(good(group));
        room.stage(StageName::Handover, "2024-02-29");
        let late = i64::from(on("2024-12-20").since(on(due)).unwrap().get_days());
        let expected = [(CheckName::SettlementLate, late, months)];
        assert_eq!(room.found(2025), expected, "{group:?}");
        room.stage(StageName::Settlement, "2024-10-01");
        let expected = [(CheckName::Settled, 10 * TY, 0)];
        assert_eq!(room.found(2025), expected, "{group:?}");
    }
}

#[test]
fn a_project_that_nobody_knows_is_refused_before_any_check() {
    let mut room = Room::new();
    let line = PlanLine {
        project: Some(id("p9")),
        unit: None,
        source: "city".into(),
        amount: TY,
    };
    let asked = PlanAdopted {
        plan: "2026-city".parse().unwrap(),
        version: 0,
        act: act("2025-12-20"),
        reason: "".into(),
        lines: vec![line],
        import: None,
    };
    let Err(Refusal::Faults { faults }) = room.ask(asked.into()) else {
        panic!("it was taken")
    };
    let project = "p9".to_owned();
    assert_eq!(faults[0].what, What::UnknownProject { project });
}

#[test]
fn windows_follow_the_law_of_the_plan_year_and_extensions_end_with_the_next_year() {
    let mut room = Room::new();
    room.plan("2021-city", "2020-12-20", 10);
    room.plan("2025-city", "2025-10-01", 14);
    let ends = |room: &Room, year: i16| -> Vec<Date> {
        let plan = &room.state.plans[&PlanKey::yearly(year, Assigner::City)];
        let lots = lots(plan, on("2026-06-01"));
        let of = lots[&id("p1")].iter();
        of.map(|it| it.window_end(&room.state.law.windows).unwrap())
            .collect()
    };
    assert_eq!(ends(&room, 2021), [on("2022-01-31")]);
    assert_eq!(ends(&room, 2025), [on("2026-01-31"), on("2026-12-31")]);
    let law = &room.state.law.windows;
    assert!(law[0].citation.contains("39/2019/QH14, Điều 68"));
    assert!(law[1].citation.contains("58/2024/QH15, Điều 72"));
    let extended = |until: &str| LotExtended {
        plan: "2025-city".parse().unwrap(),
        project: id("p1"),
        source: "city".into(),
        decision: None,
        until: on(until),
        act: act("2026-01-20"),
    };
    let Err(Refusal::Faults { faults }) = room.ask(extended("2027-01-31").into()) else {
        panic!("it was taken")
    };
    let (until, latest) = (on("2027-01-31"), on("2026-12-31"));
    assert_eq!(faults[0].what, What::ExtendedTooFar { until, latest });
    room.record(extended("2026-12-31"));
    assert_eq!(ends(&room, 2025), [on("2026-12-31"), on("2026-12-31")]);
}

/// An area with steps that were done; its clocks on a day.
fn clearance(done: &[(&str, &str)], day: &str, test: impl Fn(&dyn Fn(&str) -> Clock<'static>)) {
    let mut room = Room::new();
    let step = |(step, day): &(&str, &str)| ClearanceStep {
        project: id("p1"),
        area: "A".into(),
        step: (*step).into(),
        on: on(day),
        act: None,
    };
    room.record(ClearanceSteps {
        steps: done.iter().map(step).collect(),
        import: None,
    });
    let law: &'static _ = Box::leak(Box::new(room.state.law.clone()));
    let area = &room.state.projects[&id("p1")].areas["A"];
    let all = clocks(law, area, &Calendar::default(), on(day));
    test(&|step| all.iter().find(|it| it.rule.step == step).unwrap().clone());
}

#[test]
fn each_step_of_site_clearance_has_its_limit() {
    // Step, the step before it, the day of that, due (rolled to a working day), or
    // not before (agricultural land).
    let limits = [
        (
            "inventory-persuasion",
            "inventory-refused",
            Some("2025-03-18"),
            None,
        ),
        (
            "inventory-compulsory",
            "inventory-persuasion",
            None,
            Some("2025-03-13"),
        ),
        ("opinions", "posting", None, Some("2025-04-02")),
        ("dialogue", "opinions", Some("2025-05-02"), None),
        ("appraisal", "dialogue", Some("2025-04-02"), None),
        ("payment", "approval", Some("2025-04-02"), None),
        ("recovery", "approval", Some("2025-03-13"), None),
        ("handover", "recovery", Some("2025-03-13"), None),
        ("notice-time", "notice", None, Some("2025-06-01")),
    ];
    for (step, before, due, not_before) in limits {
        // 3 March 2025 is a Monday.
        clearance(&[(before, "2025-03-03")], "2025-03-04", |of| {
            let clock = of(step);
            let found = clock.due.as_ref().map(|it| it.due.date());
            assert_eq!(found, due.map(on), "{step}");
            assert_eq!(clock.not_before, not_before.map(on), "{step}");
            assert!(clock.rule.basis.citation.contains("31/2024/QH15"), "{step}");
        });
    }
}

#[test]
fn a_step_before_its_time_and_one_after_it_are_seen() {
    let early = [("posting", "2025-03-03"), ("opinions", "2025-03-20")];
    clearance(&early, "2025-03-21", |of| assert!(of("opinions").too_early));
    let late = [("approval", "2025-03-03"), ("payment", "2025-04-12")];
    clearance(&late, "2025-05-01", |of| {
        assert_eq!(of("payment").late_days, 10)
    });
}

#[test]
fn the_commune_decides_what_the_district_decided_since_july_2025() {
    let decides = |day: &str, step: &str, before: &str, who: &str| {
        clearance(&[(before, day)], day, |of| {
            let rule = of(step).rule;
            assert_eq!(rule.decided_by.as_deref(), Some(who), "{step} {day}");
            let decree = rule.basis.citation.contains("151/2025/NĐ-CP, Điều 5");
            assert_eq!(decree, who.contains("xã"), "{step} {day}");
        });
    };
    for (step, before) in [
        ("notice", "meeting"),
        ("approval", "appraisal"),
        ("recovery", "approval"),
    ] {
        decides("2025-06-30", step, before, "UBND cấp huyện");
        decides("2025-07-01", step, before, "Chủ tịch UBND cấp xã");
    }
}

/// What was not compared with the text is marked so, and nothing else is.
#[test]
fn what_is_recalled_is_marked_and_no_last_day_of_adjustment_is_known() {
    let law = hanoi().unwrap();
    let steps = law.clearance.iter();
    let recalled: BTreeSet<&str> = steps
        .filter(|it| it.basis.known == Known::Recalled)
        .map(|it| &*it.step)
        .collect();
    let expected = BTreeSet::from(["dialogue", "appraisal", "approval", "handover"]);
    assert_eq!(recalled, expected);
    assert!(
        law.checks
            .iter()
            .all(|it| it.basis.known == Known::Recalled)
    );
    assert!(law.adjust.is_empty());
    let cited = law.clearance.iter().all(|it| !it.basis.citation.is_empty());
    assert!(cited && law.checks.iter().all(|it| !it.basis.citation.is_empty()));
}
