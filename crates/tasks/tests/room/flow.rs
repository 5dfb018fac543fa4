//! Reports that wait for the unit's head, demands for an explanation, and
//! proposals that are split.

use dondoc_kinds::{DocumentId, ReportId};
use dondoc_tasks::{
    Addressee, Command, Draft, Event, MakeReport, ProposalStanding, Source, Standing, apply,
};
use jiff::civil::Date;

use crate::common::{
    City, OFFICE, OTHER, Step, Then, UNIT, by, check, confirm, done, file, given, issue, item,
    monthly, nv, on, progress,
};

const R1: &str = "nv-1.r1";
/// The head of the lead unit.
const HEAD: &str = "so-tai-chinh/thu-truong";

fn issued() -> Step<'static> {
    (OFFICE, on(7, 1), issue(by(on(9, 30)), on(7, 1)))
}

fn report_id(id: &str) -> ReportId {
    ReportId::parse(id).unwrap()
}

fn submit(id: &str, occurrence: Option<u32>) -> Command {
    Command::Submit(Box::new(MakeReport {
        task: nv(),
        occurrence,
        report: report_id(id),
        percent: 100,
        says_done: true,
        narrative: "Đã trình dự thảo".into(),
        evidence: vec![file()],
    }))
}

fn approve(id: &str, occurrence: Option<u32>) -> Command {
    Command::ApproveReport {
        task: nv(),
        occurrence,
        report: report_id(id),
    }
}

fn decline(id: &str) -> Command {
    Command::DeclineReport {
        task: nv(),
        occurrence: None,
        report: report_id(id),
        reason: "Thiếu số liệu".into(),
    }
}

fn demand(answer_by: Date) -> Command {
    Command::DemandExplanation {
        task: nv(),
        occurrence: None,
        question: "Vì sao chưa trình dự thảo?".into(),
        answer_by: answer_by.at(17, 0, 0, 0),
    }
}

fn explain(answer: &str) -> Command {
    Command::Explain {
        task: nv(),
        occurrence: None,
        answer: answer.into(),
        evidence: vec![file()],
    }
}

#[test]
fn a_report_that_waits_for_the_head_is_none_outside_the_unit() {
    let city = given([issued(), (UNIT, on(9, 1), submit(R1, None))]);
    let task = city.tasks.task(&nv()).unwrap();
    assert_eq!(task.standing, Standing::Accepted);
    assert_eq!(task.reports.len(), 0);
    assert_eq!(
        task.submitted(0).unwrap().narrative.as_ref(),
        "Đã trình dự thảo"
    );
    check(
        [issued(), (UNIT, on(9, 1), submit(R1, None))],
        (OFFICE, on(9, 2), confirm()),
        Then::Refused("tasks-nothing-reported"),
    );
}

#[test]
fn an_approved_report_is_made_on_the_day_of_approval() {
    let city = given([
        issued(),
        (UNIT, on(9, 1), submit(R1, None)),
        (HEAD, on(9, 5), approve(R1, None)),
    ]);
    let task = city.tasks.task(&nv()).unwrap();
    assert!(matches!(task.standing, Standing::Reported { on: day, .. } if day == on(9, 5)));
    assert!(task.submitted(0).is_none());
    check(
        [
            issued(),
            (UNIT, on(9, 1), submit(R1, None)),
            (HEAD, on(9, 5), approve(R1, None)),
        ],
        (HEAD, on(9, 5), approve(R1, None)),
        Then::Already,
    );
}

#[test]
fn an_occurrence_waits_for_the_head_by_itself() {
    let steps = [
        (OFFICE, on(7, 1), issue(monthly(25), on(7, 1))),
        (UNIT, on(7, 20), submit(R1, Some(1))),
    ];
    check(
        steps,
        (HEAD, on(7, 21), approve(R1, Some(1))),
        Then::Events(&["task.reported"]),
    );
}

#[test]
fn who_wrote_a_report_does_not_approve_it() {
    check(
        [issued(), (UNIT, on(9, 1), submit(R1, None))],
        (UNIT, on(9, 2), approve(R1, None)),
        Then::Refused("tasks-author-approves"),
    );
}

#[test]
fn only_the_lead_unit_approves_what_waits() {
    let waits = || [issued(), (UNIT, on(9, 1), submit(R1, None))];
    check(
        waits(),
        (OTHER, on(9, 2), approve(R1, None)),
        Then::Refused("tasks-only-lead"),
    );
    check(
        [issued()],
        (HEAD, on(9, 2), approve(R1, None)),
        Then::Refused("tasks-nothing-submitted"),
    );
    check(waits(), (UNIT, on(9, 2), submit(R1, None)), Then::Already);
}

#[test]
fn a_declined_report_is_written_again() {
    let declined = || {
        [
            issued(),
            (UNIT, on(9, 1), submit(R1, None)),
            (HEAD, on(9, 2), decline(R1)),
        ]
    };
    let city = given(declined());
    let task = city.tasks.task(&nv()).unwrap();
    let happenings = task.happenings.as_deref().unwrap();
    assert_eq!(happenings.declined[0].reason.as_ref(), "Thiếu số liệu");
    check(
        declined(),
        (HEAD, on(9, 3), approve(R1, None)),
        Then::Refused("tasks-nothing-submitted"),
    );
    check(
        declined(),
        (UNIT, on(9, 3), submit("nv-1.r2", None)),
        Then::Events(&["task.report_submitted"]),
    );
}

#[test]
fn a_newer_version_takes_the_place_of_the_one_that_waits() {
    let city = given([
        issued(),
        (UNIT, on(9, 1), submit(R1, None)),
        (UNIT, on(9, 2), submit("nv-1.r2", None)),
    ]);
    let task = city.tasks.task(&nv()).unwrap();
    assert_eq!(task.submitted(0).unwrap().report, report_id("nv-1.r2"));
}

#[test]
fn a_report_may_pass_by_one_that_waits() {
    // Whether the unit wants its head's approval is decided where rooms meet.
    let city = given([
        issued(),
        (UNIT, on(9, 1), submit(R1, None)),
        (UNIT, on(9, 2), progress("nv-1.r2", 40)),
    ]);
    let task = city.tasks.task(&nv()).unwrap();
    assert_eq!(task.percent(), 40);
    assert!(task.submitted(0).is_some());
}

#[test]
fn a_demand_for_an_explanation_waits_for_its_answer() {
    let demanded = || [issued(), (OFFICE, on(10, 1), demand(on(10, 5)))];
    check(
        demanded(),
        (OFFICE, on(10, 1), demand(on(10, 5))),
        Then::Already,
    );
    check(
        demanded(),
        (UNIT, on(10, 9), explain("Chờ ý kiến Sở Tư pháp")),
        Then::Events(&["task.explained"]),
    );
    let city = given([
        issued(),
        (OFFICE, on(10, 1), demand(on(10, 5))),
        (UNIT, on(10, 4), explain("Chờ ý kiến")),
    ]);
    let task = city.tasks.task(&nv()).unwrap();
    assert_eq!(task.open_demands().count(), 0);
    let demands = &task.happenings.as_deref().unwrap().demands;
    assert_eq!(demands[0].answer.as_ref().unwrap().on, on(10, 4));
}

#[test]
fn the_office_that_follows_the_work_may_demand_and_the_doers_may_not() {
    check(
        [issued()],
        ("van-phong-2", on(10, 1), demand(on(10, 5))),
        Then::Events(&["task.explanation_demanded"]),
    );
    for doer in [UNIT, OTHER] {
        check(
            [issued()],
            (doer, on(10, 1), demand(on(10, 5))),
            Then::Refused("tasks-doer-demands"),
        );
    }
}

#[test]
fn open_work_is_urged_on_by_whoever_follows_it_and_not_by_its_doers() {
    let urge = || Command::Urge {
        task: nv(),
        note: "".into(),
        tells_of: 1,
    };
    check(
        [issued()],
        ("van-phong-2", on(10, 1), urge()),
        Then::Events(&["task.urged"]),
    );
    for doer in [UNIT, OTHER] {
        check(
            [issued()],
            (doer, on(10, 1), urge()),
            Then::Refused("tasks-doer-demands"),
        );
    }
    // Whoever says that it is done waits for an answer.
    check(
        [issued(), (UNIT, on(9, 1), done(R1, None))],
        (OFFICE, on(10, 1), urge()),
        Then::Refused("tasks-wrong-standing"),
    );
}

#[test]
fn a_task_confirmed_done_may_still_be_asked_about() {
    check(
        [
            issued(),
            (UNIT, on(9, 1), done(R1, None)),
            (OFFICE, on(9, 2), confirm()),
        ],
        (OFFICE, on(10, 1), demand(on(10, 5))),
        Then::Events(&["task.explanation_demanded"]),
    );
}

#[test]
fn an_answer_cannot_be_due_before_it_is_asked() {
    check(
        [issued()],
        (OFFICE, on(10, 1), demand(on(9, 30))),
        Then::Refused("tasks-answer-by-past"),
    );
}

#[test]
fn an_answer_needs_a_demand_and_words() {
    check(
        [issued()],
        (UNIT, on(10, 1), explain("Chờ ý kiến")),
        Then::Refused("tasks-no-demand"),
    );
    check(
        [issued(), (OFFICE, on(10, 1), demand(on(10, 5)))],
        (UNIT, on(10, 2), explain("  ")),
        Then::Refused("tasks-missing"),
    );
}

fn draft(start: u32, end: u32, document: &str) -> Draft {
    Draft {
        source: Some(Source {
            document: DocumentId::parse(document).unwrap(),
            start,
            end,
            clause: None,
        }),
        text: "Rà soát dự án; báo cáo UBND Thành phố".into(),
        product: None,
        leads: vec![Addressee {
            text: "Sở Tài chính".into(),
            unit: None,
        }],
        coordinating: Vec::new(),
        deadline: None,
        targets: Vec::new(),
    }
}

fn proposed() -> Step<'static> {
    let command = Command::Propose {
        proposal: item("kh-1.p1"),
        draft: draft(10, 60, "kh-1"),
    };
    (OFFICE, on(7, 1), command)
}

fn split(parts: &[(&str, u32, u32)]) -> Command {
    let parts = parts
        .iter()
        .map(|(id, start, end)| (item(id), draft(*start, *end, "kh-1")));
    Command::Split {
        proposal: item("kh-1.p1"),
        into: parts.collect(),
    }
}

const TWO: &[(&str, u32, u32)] = &[("kh-1.p1.1", 10, 30), ("kh-1.p1.2", 31, 60)];

#[test]
fn the_parts_of_a_proposal_are_proposals_with_their_own_words() {
    let city = given([proposed(), (OFFICE, on(7, 2), split(TWO))]);
    let whole = city.tasks.proposal(&item("kh-1.p1")).unwrap();
    let into = vec![item("kh-1.p1.1"), item("kh-1.p1.2")];
    assert_eq!(whole.standing, ProposalStanding::Split { into });
    let open: Vec<_> = city
        .tasks
        .open_proposals()
        .map(|p| p.id.to_string())
        .collect();
    assert_eq!(open, ["kh-1.p1.1", "kh-1.p1.2"]);
    check(
        [proposed(), (OFFICE, on(7, 2), split(TWO))],
        (OFFICE, on(7, 2), split(TWO)),
        Then::Already,
    );
}

#[test]
fn a_part_stays_within_the_words_it_was_split_from() {
    let when = |parts| (OFFICE, on(7, 2), split(parts));
    let outside: &[(&str, u32, u32)] = &[("kh-1.p1.1", 9, 30), ("kh-1.p1.2", 31, 60)];
    check(
        [proposed()],
        when(outside),
        Then::Refused("tasks-outside-span"),
    );
    check(
        [proposed()],
        when(&[("kh-1.p1.1", 10, 30)]),
        Then::Refused("tasks-one-part"),
    );
    check(
        [proposed()],
        when(&[("kh-1.p1.1", 10, 30), ("kh-1.p1.1", 31, 60)]),
        Then::Refused("tasks-taken-id"),
    );
}

#[test]
fn an_edit_does_not_leave_the_document() {
    let edit = |draft| {
        let command = Command::Edit {
            proposal: item("kh-1.p1"),
            draft,
            reason: None,
        };
        (OFFICE, on(7, 2), command)
    };
    check(
        [proposed()],
        edit(draft(10, 60, "kh-2")),
        Then::Refused("tasks-leaves-document"),
    );
    let mut without = draft(10, 60, "kh-1");
    without.source = None;
    check(
        [proposed()],
        edit(without),
        Then::Refused("tasks-leaves-document"),
    );
    check(
        [proposed()],
        edit(draft(12, 50, "kh-1")),
        Then::Events(&["proposal.edited"]),
    );
}

#[test]
fn what_waits_comes_back_whole_from_a_snapshot() {
    let city = given([
        issued(),
        proposed(),
        (OFFICE, on(7, 2), split(TWO)),
        (UNIT, on(9, 1), submit(R1, None)),
        (OFFICE, on(9, 2), demand(on(9, 5))),
    ]);
    let bytes = postcard::to_stdvec(&city.tasks).unwrap();
    let back: dondoc_tasks::Tasks = postcard::from_bytes(&bytes).unwrap();
    assert_eq!(back, city.tasks);
}

#[test]
fn folding_again_gives_the_same() {
    let city: City = given([
        issued(),
        (UNIT, on(9, 1), submit(R1, None)),
        (OFFICE, on(9, 2), demand(on(9, 5))),
        (UNIT, on(9, 3), explain("Chờ ý kiến")),
        (HEAD, on(9, 3), approve(R1, None)),
    ]);
    let mut again = dondoc_tasks::Tasks::default();
    for (event, recorded) in &city.log {
        let stored = event.to_json().unwrap().to_string();
        let event = Event::decode(event.kind(), event.schema(), stored.as_bytes()).unwrap();
        apply(&mut again, &event, recorded);
    }
    assert_eq!(again, city.tasks);
}
