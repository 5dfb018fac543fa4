//! The room's rules, one sentence each.

use crate::common::{
    City, OFFICE, OTHER, Step, Then, UNIT, by, check, confirm, done, file, given, issue, item,
    monthly, nv, on, order, progress, task_id, unit, working_days,
};
use dondoc_calendar::Rule;
use dondoc_kinds::{DocumentId, PersonId};
use dondoc_tasks::{
    Addressee, AgendaCause, Command, DeadlineWords, Draft, DueCause, Extend, Standing, Timing,
    TransferCause, When,
};
use jiff::civil::Date;

fn issued() -> Step<'static> {
    (OFFICE, on(7, 1), issue(by(on(9, 30)), on(7, 1)))
}

fn extend(day: Date) -> Command {
    Command::Extend(Box::new(Extend {
        task: nv(),
        occurrence: None,
        rule: by(day),
        from: on(7, 1).at(8, 0, 0, 0),
        instrument: "Công văn số 100/UBND-TH ngày 25/9/2024".into(),
        allowed_by: "Phó Chủ tịch UBND Thành phố".into(),
        reason: "Chờ Trung ương giao vốn".into(),
        excuse: None,
    }))
}

fn ask(day: Date, excuse: Option<&str>) -> Command {
    Command::RequestExtension {
        task: nv(),
        occurrence: None,
        until: day.at(23, 59, 59, 0),
        reason: "Chờ Trung ương giao vốn".into(),
        excuse: excuse.map(Into::into),
    }
}

fn draft(text: &str) -> Draft {
    Draft {
        source: None,
        text: text.into(),
        product: None,
        leads: vec![Addressee {
            text: "Sở Tài chính".into(),
            unit: Some(unit(UNIT)),
        }],
        coordinating: Vec::new(),
        deadline: Some(DeadlineWords {
            text: "trước 30/9/2024".into(),
            rule: Some(by(on(9, 30))),
        }),
        targets: Vec::new(),
    }
}

fn propose(id: &str, text: &str) -> Step<'static> {
    (
        OFFICE,
        on(6, 30),
        Command::Propose {
            proposal: item(id),
            draft: draft(text),
        },
    )
}

// Proposals.

#[test]
fn a_proposal_is_merged_into_another_open_one_and_then_closed() {
    let merge = || Command::Merge {
        proposal: item("p1"),
        into: item("p2"),
    };
    let two = || {
        [
            propose("p1", "Lập kế hoạch vốn"),
            propose("p2", "Lập kế hoạch vốn"),
        ]
    };
    check(
        two(),
        (OFFICE, on(7, 1), merge()),
        Then::Events(&["proposal.merged"]),
    );
    let merged = || two().into_iter().chain([(OFFICE, on(7, 1), merge())]);
    check(merged(), (OFFICE, on(7, 1), merge()), Then::Already);
    let edit = Command::Edit {
        proposal: item("p1"),
        draft: draft("x"),
        reason: None,
    };
    check(
        merged(),
        (OFFICE, on(7, 1), edit),
        Then::Refused("tasks-proposal-closed"),
    );
    let itself = Command::Merge {
        proposal: item("p1"),
        into: item("p1"),
    };
    check(
        two(),
        (OFFICE, on(7, 1), itself),
        Then::Refused("tasks-merged-into-itself"),
    );
}

#[test]
fn a_refused_proposal_cannot_be_issued() {
    let refuse = Command::Refuse {
        proposal: item("kh-1.p1"),
        reason: "Không phải nhiệm vụ".into(),
    };
    check(
        [
            propose("kh-1.p1", "Lập kế hoạch"),
            (OFFICE, on(7, 1), refuse),
        ],
        issued(),
        Then::Refused("tasks-proposal-closed"),
    );
}

#[test]
fn like_proposals_are_suggested_and_unlike_ones_are_not() {
    let city = given([
        propose("p1", "Tham mưu kế hoạch đầu tư công năm 2025 của Thành phố"),
        propose(
            "p2",
            "Tham mưu Kế hoạch đầu tư công năm 2025 của Thành phố, trình HĐND",
        ),
        propose("p3", "Rà soát thủ tục hành chính lĩnh vực đất đai"),
    ]);
    let likenesses =
        dondoc_tasks::similar_proposals(&city.tasks, city.tasks.proposal(&item("p1")).unwrap());
    let items: Vec<_> = likenesses.iter().map(|l| l.item.as_str()).collect();
    assert_eq!(items, ["p2"]);
    assert!(likenesses[0].same_lead && likenesses[0].same_deadline);
}

// Issuing.

#[test]
fn an_order_to_two_units_is_two_tasks_of_one_item() {
    let mut two = order(by(on(9, 30)), on(7, 1));
    two.tasks.push((task_id("nv-2"), unit(OTHER)));
    let city = given([
        propose("kh-1.p1", "Lập kế hoạch"),
        (OFFICE, on(7, 1), Command::Issue(Box::new(two))),
    ]);
    let items: Vec<_> = city.tasks.iter().map(|task| task.item().as_str()).collect();
    assert_eq!(items, ["kh-1.p1", "kh-1.p1"]);
    let second = city.tasks.task(&task_id("nv-2")).unwrap();
    assert!(
        second.coordinating().len() == 0,
        "a unit does not coordinate its own task"
    );
}

#[test]
fn a_product_is_required_at_issue() {
    let mut bare = order(by(on(9, 30)), on(7, 1));
    bare.product = "  ".into();
    check(
        [],
        (OFFICE, on(7, 1), Command::Issue(Box::new(bare))),
        Then::Refused("tasks-missing"),
    );
}

#[test]
fn the_assigner_does_not_lead_its_own_task() {
    let mut own = order(by(on(9, 30)), on(7, 1));
    own.assigner = unit(UNIT);
    check(
        [],
        (OFFICE, on(7, 1), Command::Issue(Box::new(own))),
        Then::Refused("tasks-assigner-leads"),
    );
}

#[test]
fn issuing_the_same_order_twice_is_already_done() {
    check([issued()], issued(), Then::Already);
    let mut changed = order(by(on(9, 30)), on(7, 1));
    changed.text = "Việc khác".into();
    check(
        [issued()],
        (OFFICE, on(7, 1), Command::Issue(Box::new(changed))),
        Then::Refused("tasks-taken-id"),
    );
}

#[test]
fn a_deadline_before_the_day_of_issue_is_refused() {
    check(
        [],
        (OFFICE, on(10, 1), issue(by(on(9, 30)), on(10, 1))),
        Then::Refused("tasks-due-before-issue"),
    );
}

#[test]
fn a_standing_duty_has_no_date() {
    let city = given([(OFFICE, on(7, 1), issue(Rule::Standing, on(7, 1)))]);
    assert!(matches!(
        city.tasks.task(&nv()).unwrap().timing,
        Timing::NoDate { .. }
    ));
}

// Work.

#[test]
fn only_the_lead_unit_accepts_and_reports() {
    let accept = || Command::Accept { task: nv() };
    check(
        [issued()],
        (UNIT, on(7, 2), accept()),
        Then::Events(&["task.accepted"]),
    );
    check(
        [issued()],
        (OTHER, on(7, 2), accept()),
        Then::Refused("tasks-only-lead"),
    );
    check(
        [issued(), (UNIT, on(7, 2), accept())],
        (UNIT, on(7, 3), accept()),
        Then::Already,
    );
    check(
        [issued()],
        (OTHER, on(7, 2), progress("r1", 10)),
        Then::Refused("tasks-only-lead"),
    );
}

#[test]
fn done_needs_evidence_and_a_hundred_percent() {
    let Command::Report(report) = done("r1", None) else {
        unreachable!()
    };
    let mut bare = report.clone();
    bare.evidence.clear();
    check(
        [issued()],
        (UNIT, on(7, 2), Command::Report(bare)),
        Then::Refused("tasks-done-without-evidence"),
    );
    let mut half = report.clone();
    half.percent = 50;
    check(
        [issued()],
        (UNIT, on(7, 2), Command::Report(half)),
        Then::Refused("tasks-done-below-hundred"),
    );
    let mut over = report.clone();
    over.percent = 101;
    check(
        [issued()],
        (UNIT, on(7, 2), Command::Report(over)),
        Then::Refused("tasks-percent-over"),
    );
    let mut odd = report;
    odd.evidence[0].hash = "AB".into();
    check(
        [issued()],
        (UNIT, on(7, 2), Command::Report(odd)),
        Then::Refused("tasks-bad-hash"),
    );
}

#[test]
fn the_same_report_twice_is_already_done() {
    check(
        [issued(), (UNIT, on(7, 2), progress("r1", 10))],
        (UNIT, on(7, 2), progress("r1", 10)),
        Then::Already,
    );
}

#[test]
fn the_assigner_confirms_and_the_doer_never_does() {
    let reported = || [issued(), (UNIT, on(9, 20), done("r1", None))];
    check(
        reported(),
        (OFFICE, on(10, 5), confirm()),
        Then::Events(&["task.confirmed"]),
    );
    check(
        reported(),
        (UNIT, on(10, 5), confirm()),
        Then::Refused("tasks-doer-confirms"),
    );
    check(
        reported(),
        (OTHER, on(10, 5), confirm()),
        Then::Refused("tasks-only-assigner"),
    );
    check(
        [issued()],
        (OFFICE, on(10, 5), confirm()),
        Then::Refused("tasks-nothing-reported"),
    );
    let confirmed = || {
        reported()
            .into_iter()
            .chain([(OFFICE, on(10, 5), confirm())])
    };
    check(confirmed(), (OFFICE, on(10, 6), confirm()), Then::Already);
}

#[test]
fn who_reported_does_not_confirm_even_for_the_assigner() {
    let city = given([issued(), (UNIT, on(9, 20), done("r1", None))]);
    let same = PersonId::parse(&format!("{UNIT}.can-bo")).unwrap();
    let outcome = city.decide_as(OFFICE, same, on(9, 21).at(9, 0, 0, 0), confirm());
    assert_eq!(
        outcome,
        Err(dondoc_tasks::Refusal::DoerConfirms { task: nv() })
    );
}

#[test]
fn a_returned_report_goes_back_to_work() {
    let back = || Command::Return {
        task: nv(),
        occurrence: None,
        reason: "Thiếu phụ lục".into(),
    };
    let returned = || {
        [
            issued(),
            (UNIT, on(9, 20), done("r1", None)),
            (OFFICE, on(9, 22), back()),
        ]
    };
    assert_eq!(
        given(returned()).tasks.task(&nv()).unwrap().standing,
        Standing::Returned { on: on(9, 22) }
    );
    check(returned(), (OFFICE, on(9, 22), back()), Then::Already);
    check(
        returned(),
        (UNIT, on(9, 25), done("r2", None)),
        Then::Events(&["task.reported"]),
    );
}

// More time.

#[test]
fn more_time_is_asked_for_by_the_due_day_and_later_only_with_an_excuse() {
    check(
        [issued()],
        (UNIT, on(9, 30), ask(on(10, 15), None)),
        Then::Events(&["task.extension_requested"]),
    );
    check(
        [issued()],
        (UNIT, on(10, 1), ask(on(10, 15), None)),
        Then::Refused("tasks-extension-after-due"),
    );
    check(
        [issued()],
        (UNIT, on(10, 1), ask(on(10, 15), Some(" "))),
        Then::Refused("tasks-extension-after-due"),
    );
    check(
        [issued()],
        (UNIT, on(10, 1), ask(on(10, 15), Some("Bão số 3"))),
        Then::Events(&["task.extension_requested"]),
    );
    check(
        [issued()],
        (UNIT, on(9, 1), ask(on(9, 30), None)),
        Then::Refused("tasks-not-later"),
    );
}

#[test]
fn one_request_waits_at_a_time() {
    let asked = || [issued(), (UNIT, on(9, 20), ask(on(10, 15), None))];
    check(
        asked(),
        (UNIT, on(9, 21), ask(on(10, 15), None)),
        Then::Already,
    );
    check(
        asked(),
        (UNIT, on(9, 21), ask(on(10, 20), None)),
        Then::Refused("tasks-request-pending"),
    );
}

#[test]
fn a_request_in_time_may_be_granted_after_the_due_day() {
    let asked = || [issued(), (UNIT, on(9, 30), ask(on(10, 15), None))];
    check(
        asked(),
        (OFFICE, on(10, 2), extend(on(10, 15))),
        Then::Events(&["task.extended"]),
    );
    check(
        [issued()],
        (OFFICE, on(10, 2), extend(on(10, 15))),
        Then::Refused("tasks-extension-after-due"),
    );
    check(
        asked(),
        (UNIT, on(9, 30), extend(on(10, 15))),
        Then::Refused("tasks-only-assigner"),
    );
}

#[test]
fn an_extension_keeps_the_original_deadline_beside_the_new_one() {
    let city = given([issued(), (OFFICE, on(9, 20), extend(on(10, 15)))]);
    let task = city.tasks.task(&nv()).unwrap();
    let due = task.once().unwrap();
    assert_eq!(
        (due.original.date(), due.current.date()),
        (on(9, 30), on(10, 15))
    );
    assert_eq!(due.changes[0].cause, DueCause::Extended);
    assert_eq!(due.changes[0].entry, 1);
    check(
        [issued(), (OFFICE, on(9, 20), extend(on(10, 15)))],
        (OFFICE, on(9, 20), extend(on(10, 15))),
        Then::Already,
    );
}

#[test]
fn a_refused_request_is_answered_once() {
    let refuse = || Command::RefuseExtension {
        task: nv(),
        reason: "Không có lý do".into(),
    };
    let refused = || {
        [
            issued(),
            (UNIT, on(9, 20), ask(on(10, 15), None)),
            (OFFICE, on(9, 21), refuse()),
        ]
    };
    check(refused(), (OFFICE, on(9, 22), refuse()), Then::Already);
    check(
        [issued()],
        (OFFICE, on(9, 22), refuse()),
        Then::Refused("tasks-no-request"),
    );
}

// The clock.

#[test]
fn a_stopped_clock_gives_the_lost_working_days_back() {
    let stop = Command::Suspend {
        task: nv(),
        reason: "Chờ phán quyết".into(),
        instrument: None,
    };
    let go = Command::Resume {
        task: nv(),
        reason: "Đã có phán quyết".into(),
    };
    // 10 working days from Monday 1 July: Monday 15 July. Stopped Thursday 4 to
    // Tuesday 9: three working days lost.
    let city = given([
        (OFFICE, on(7, 1), issue(working_days(10), on(7, 1))),
        (OFFICE, on(7, 4), stop),
        (OFFICE, on(7, 9), go),
    ]);
    let due = city.tasks.task(&nv()).unwrap().once().unwrap();
    assert_eq!(
        (due.original.date(), due.current.date()),
        (on(7, 15), on(7, 18))
    );
    assert_eq!(due.changes[0].cause, DueCause::Suspension);
    assert_eq!(city.tasks.task(&nv()).unwrap().standing, Standing::Issued);
}

#[test]
fn a_suspended_task_is_not_reported_on() {
    let stop = Command::Suspend {
        task: nv(),
        reason: "Chờ".into(),
        instrument: None,
    };
    check(
        [issued(), (OFFICE, on(7, 4), stop)],
        (UNIT, on(7, 5), progress("r1", 10)),
        Then::Refused("tasks-wrong-standing"),
    );
}

// Handing over.

#[test]
fn a_task_passes_to_the_successor_visibly() {
    let pass = |who: &str| Command::Transfer {
        task: nv(),
        to: unit(who),
        cause: TransferCause::Successor,
        instrument: "Nghị quyết số 45/NQ-HĐND".into(),
    };
    let city = given([issued(), (OFFICE, on(8, 1), pass(OTHER))]);
    let task = city.tasks.task(&nv()).unwrap();
    assert_eq!(task.lead, unit(OTHER));
    let past = &task.happenings.as_ref().unwrap().past_leads[0];
    assert_eq!(
        (past.unit.clone(), past.until, past.entry),
        (unit(UNIT), on(8, 1), 1)
    );
    check([issued()], (OFFICE, on(8, 1), pass(UNIT)), Then::Already);
    check(
        [issued()],
        (OFFICE, on(8, 1), pass(OFFICE)),
        Then::Refused("tasks-assigner-leads"),
    );
    check(
        [issued(), (OFFICE, on(8, 1), pass(OTHER))],
        (UNIT, on(8, 2), progress("r1", 10)),
        Then::Refused("tasks-only-lead"),
    );
}

#[test]
fn a_cancelled_task_stays_cancelled() {
    let cancel = || Command::Cancel {
        task: nv(),
        reason: "Trùng".into(),
        instrument: None,
    };
    let cancelled = || [issued(), (OFFICE, on(8, 1), cancel())];
    check(cancelled(), (OFFICE, on(8, 2), cancel()), Then::Already);
    check(
        cancelled(),
        (UNIT, on(8, 2), done("r1", None)),
        Then::Refused("tasks-wrong-standing"),
    );
    check(
        [issued()],
        (UNIT, on(8, 1), cancel()),
        Then::Refused("tasks-only-assigner"),
    );
}

#[test]
fn a_changed_source_marks_the_task_until_a_person_looked() {
    let by = || DocumentId::parse("kh-2").unwrap();
    let mark = || Command::MarkSource {
        task: nv(),
        by: by(),
        change: dondoc_tasks::SourceChange::Replaced,
    };
    let review = || Command::ReviewSource {
        task: nv(),
        by: by(),
        note: None,
    };
    let mut city = given([issued(), (OFFICE, on(8, 1), mark())]);
    let open = |city: &City| {
        city.tasks
            .task(&nv())
            .unwrap()
            .unreviewed_source_changes()
            .count()
    };
    assert_eq!(open(&city), 1);
    city.run((OFFICE, on(8, 2), review())).unwrap();
    assert_eq!(open(&city), 0);
    check(
        [issued(), (OFFICE, on(8, 1), mark())],
        (OFFICE, on(8, 2), mark()),
        Then::Already,
    );
    check(
        [issued()],
        (OFFICE, on(8, 2), review()),
        Then::Refused("tasks-no-source-change"),
    );
}

// Excuses.

#[test]
fn a_late_task_is_excused_by_the_authority_and_not_by_the_doer() {
    let claim = || Command::ClaimExcuse {
        task: nv(),
        occurrence: None,
        reason: "Bão số 3".into(),
        evidence: vec![file()],
    };
    let excuse = || Command::Excuse {
        task: nv(),
        occurrence: None,
        authority: "UBND Thành phố".into(),
        instrument: "Công văn số 200/UBND ngày 5/10/2024".into(),
    };
    check(
        [issued()],
        (UNIT, on(9, 30), claim()),
        Then::Refused("tasks-not-late"),
    );
    check(
        [issued()],
        (UNIT, on(10, 1), claim()),
        Then::Events(&["task.excuse_claimed"]),
    );
    check(
        [issued()],
        (OFFICE, on(10, 1), excuse()),
        Then::Refused("tasks-no-claim"),
    );
    let claimed = || [issued(), (UNIT, on(10, 1), claim())];
    check(
        claimed(),
        (UNIT, on(10, 2), excuse()),
        Then::Refused("tasks-doer-excuses"),
    );
    check(
        claimed(),
        (OFFICE, on(10, 2), excuse()),
        Then::Events(&["task.excused"]),
    );
}

// Recurring tasks.

#[test]
fn each_occurrence_is_reported_and_confirmed_by_itself() {
    let recurring = || (OFFICE, on(7, 1), issue(monthly(25), on(7, 1)));
    check(
        [recurring()],
        (UNIT, on(7, 20), done("r1", None)),
        Then::Refused("tasks-occurrence-needed"),
    );
    check(
        [issued()],
        (UNIT, on(7, 20), done("r1", Some(1))),
        Then::Refused("tasks-no-occurrences"),
    );
    let reported = || [recurring(), (UNIT, on(7, 20), done("r1", Some(1)))];
    check(
        reported(),
        (UNIT, on(7, 21), done("r2", Some(1))),
        Then::Already,
    );
    check(
        reported(),
        (UNIT, on(8, 21), done("r2", Some(2))),
        Then::Events(&["task.reported"]),
    );
    let first = |occurrence| Command::Confirm {
        task: nv(),
        occurrence,
        note: None,
    };
    check(
        reported(),
        (OFFICE, on(7, 26), first(Some(1))),
        Then::Events(&["task.confirmed"]),
    );
    check(
        reported(),
        (OFFICE, on(7, 26), first(Some(2))),
        Then::Refused("tasks-nothing-reported"),
    );
    check(
        reported(),
        (UNIT, on(7, 26), first(Some(1))),
        Then::Refused("tasks-doer-confirms"),
    );
}

#[test]
fn a_recurring_task_ends_with_its_until() {
    let mut ending = order(monthly(25), on(7, 1));
    if let When::By { until, .. } = &mut ending.when {
        *until = Some(on(8, 31));
    }
    check(
        [(OFFICE, on(7, 1), Command::Issue(Box::new(ending)))],
        (UNIT, on(9, 20), done("r1", Some(3))),
        Then::Refused("tasks-unknown-occurrence"),
    );
}

#[test]
fn a_task_is_placed_on_the_agenda_once_for_one_cause() {
    let place = || Command::PlaceOnAgenda {
        task: nv(),
        cause: AgendaCause::Asked,
    };
    check(
        [issued()],
        (OFFICE, on(8, 1), place()),
        Then::Events(&["task.placed_on_agenda"]),
    );
    check(
        [issued(), (OFFICE, on(8, 1), place())],
        (OFFICE, on(8, 2), place()),
        Then::Already,
    );
}
