//! The chapter on procedures: the worst first, promises with what became of them, and
//! each figure led back to the entries behind it.
#![expect(clippy::expect_used, reason = "helpers of tests may fail loudly")]

use dondoc_briefing::procedures::Verdict;
use dondoc_briefing::{Briefing, Receipt, explain_city, html, sample};
use dondoc_city::City;
use dondoc_kinds::ProcedureId;
use dondoc_procedures::room::Event;
use dondoc_procedures::room::event::*;
use dondoc_procedures::room::record::{Level, Limit, Online, ProcedureRecord, StepRecord};
use dondoc_tasks::Thresholds;
use jiff::civil::{Date, date};

fn id(code: &str) -> ProcedureId {
    ProcedureId::parse(code).expect("an id")
}

fn record(code: &str) -> ProcedureRecord {
    ProcedureRecord {
        procedure: id(code),
        code: code.into(),
        title: format!("Thủ tục {code}").into(),
        field: "".into(),
        level: Level::Commune,
        from: date(2023, 1, 1),
        act: "Quyết định 1".into(),
        provision: "".into(),
        limit: Some(Limit::working_days(15)),
        steps: vec![StepRecord {
            number: 1,
            name: "Ký".into(),
            unit: "".into(),
            limit: None,
            provision: "Điều 103".into(),
            may_drop: false,
            person_minutes: None,
        }],
        documents: vec![],
        fee: 0,
        online: Online::Full,
        decides: "".into(),
        delegation: None,
    }
}

fn assessed(code: &str, from: Date, to: Date, on_time: u64) -> Event {
    Assessed {
        procedure: id(code),
        version: 1,
        from,
        to,
        logs: vec![],
        definition: Definition::OfficeTimeWithoutPauses,
        limit: Some(15_000),
        finished: 200,
        on_time,
        running: 30,
        overdue: 4,
        median: 9_500,
        p90: 16_000,
        late_days: 55_000,
        unexplained: 0,
        steps: vec![LateStep {
            activity: "Ký".into(),
            step: Some(1),
            provision: "Điều 103".into(),
            days: 55_000,
            mainly: 12,
        }],
        units: vec![],
        fitness: None,
        fitting: None,
    }
    .into()
}

fn changed(number: u32, promised: i64) -> Event {
    Changed {
        procedure: id("1.000001"),
        number,
        what: format!("Thay đổi {number}").into(),
        units: vec!["Bộ phận số 1".into()],
        from: date(2024, 4, 1),
        promised,
        sheet: None,
        act: "".into(),
    }
    .into()
}

fn measured(change: u32, difference: i64, high: i64) -> Event {
    EffectMeasured {
        procedure: id("1.000001"),
        change,
        as_of: date(2024, 9, 20),
        logs: vec![],
        found: Found::Measured(Measured {
            difference,
            low: difference - 500,
            high,
            synthetic: difference,
            placebo_p: 83,
            least_p: 83,
            controls: 11,
            months_before: 12,
            months_after: 4,
            cases: 200,
        }),
    }
    .into()
}

fn city() -> City {
    let mut city = City::empty();
    let both = Catalogued {
        procedures: vec![record("1.000001"), record("1.000002")],
        reason: "".into(),
        import: None,
    };
    let (quarter, end) = (date(2024, 7, 1), date(2024, 9, 20));
    let events: [Event; 9] = [
        both.into(),
        assessed("1.000001", date(2024, 4, 1), date(2024, 6, 30), 180),
        assessed("1.000001", quarter, end, 190),
        assessed("1.000002", quarter, end, 120),
        changed(1, 1_500),
        changed(2, 1_500),
        changed(3, 1_500),
        measured(1, -1_600, -900),
        measured(2, -700, -200),
    ];
    for (event, entry) in events.iter().zip(500..) {
        city.procedures.apply(event, entry);
    }
    city
}

fn briefing() -> Briefing {
    let order = sample::investment_order();
    Briefing::compile(&city(), &Thresholds::default(), &order).expect("a briefing")
}

#[test]
fn the_worst_comes_first_and_stands_beside_the_period_before() {
    let briefing = briefing();
    let chapter = briefing.procedures.as_ref().expect("a chapter");
    let lines: Vec<_> = chapter
        .procedures
        .iter()
        .map(|it| it.code.as_str())
        .collect();
    assert_eq!(lines, ["1.000002", "1.000001"]);
    let rate = |place: usize| chapter.procedures[place].rate.as_ref().map(|it| it.value);
    assert_eq!((rate(0), rate(1)), (Some(6_000), Some(9_500)));
    let before = chapter.procedures[1].before.as_ref().map(|it| it.value);
    assert_eq!(before, Some(9_000));
}

#[test]
fn a_promise_is_kept_in_part_or_not_measured() {
    let briefing = briefing();
    let chapter = briefing.procedures.as_ref().expect("a chapter");
    let verdicts: Vec<_> = chapter
        .promises
        .iter()
        .map(|it| (it.number, it.verdict))
        .collect();
    assert_eq!(
        verdicts,
        [
            (2, Verdict::InPart),
            (3, Verdict::NotYet),
            (1, Verdict::Kept)
        ]
    );
    // What takes less is above nought, and so are its bounds.
    assert_eq!(chapter.promises[0].interval, Some((200, 1_200)));
}

#[test]
fn each_figure_is_found_by_its_code_and_leads_to_its_entries() {
    let (briefing, city, order) = (briefing(), city(), sample::investment_order());
    let quantities: Vec<_> = briefing.quantities().collect();
    assert!(quantities.len() > 20, "{}", quantities.len());
    for it in quantities {
        let typed: Receipt = it.receipt.to_string().parse().expect("own code");
        let traced = briefing.traced(typed).expect("found");
        assert_eq!(traced.key(), it.key);
        let told = explain_city(&city, &Thresholds::default(), &order, &it.key).expect("told");
        assert_eq!(told.value, it.value, "{}", it.key);
        assert!(
            !told.entries.is_empty() && !told.definition.is_empty(),
            "{}",
            it.key
        );
    }
    let told = explain_city(
        &city,
        &Thresholds::default(),
        &order,
        "procedure/1.000001/before",
    );
    assert_eq!(told.expect("told").entries, [500, 501]);
}

#[test]
fn the_page_says_who_kept_the_limit_and_what_a_promise_came_to() {
    let page = html::render(&briefing());
    for words in [
        "Thủ tục hành chính",
        "Thực hiện một phần",
        "Điều 103",
        "60,0%",
    ] {
        assert!(page.contains(words), "{words}");
    }
}
