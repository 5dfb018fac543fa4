//! Who may do what, asked of Hà Nội's own units and posts.

#![expect(clippy::expect_used, reason = "helpers of tests")]

use std::collections::BTreeSet;

use dondoc_authority::{
    Action, Authority, Column, Decision, Principal, Resource, SystemRole, between, matrix,
    system_columns,
};
use dondoc_city::{City, Event, Jurisdiction};
use dondoc_kinds::{DelegationId, PersonId, PostId, UnitId};
use dondoc_registry::{
    Ceiling, Command, Grant, Instrument, PersonRegistered, PostTaken, Power, PowerVested, Source,
    decide,
};
use jiff::Timestamp;
use jiff::civil::date;

fn post(id: &str) -> PostId {
    PostId::parse(id).expect("an id")
}
fn unit(id: &str) -> UnitId {
    UnitId::parse(id).expect("an id")
}
fn id(text: &str) -> DelegationId {
    DelegationId::parse(text).expect("an id")
}
/// Who holds a post here: the post's id with `-` for the dot.
fn holder(of: &str) -> PersonId {
    PersonId::parse(&of.replace('.', "-")).expect("an id")
}
fn who(of: &str) -> Principal {
    Principal::person(holder(of))
}
fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}
fn noon() -> Timestamp {
    at("2025-05-12T05:00:00Z")
}
fn enter(city: &mut City, command: Command) {
    for event in decide(&city.registry, command).expect("it is allowed") {
        city.registry.apply(&event);
    }
}

const POSTS: [&str; 7] = [
    "ub-thanh-pho.head",
    "van-phong-ub-thanh-pho.clerk",
    "so-noi-vu.head",
    "so-noi-vu.deputy",
    "so-noi-vu.contact",
    "so-y-te.head",
    "thanh-tra-thanh-pho.inspector",
];

/// The city as it is founded, with a person in some posts.
fn city() -> City {
    let mut city = City::empty();
    for founded in Jurisdiction::Hanoi.founding().expect("the tables") {
        if let Event::Registry(event) = &founded.event {
            city.registry.apply(event);
        }
    }
    for post_id in POSTS {
        let person = holder(post_id);
        let name = "Nguyễn Văn".to_owned();
        enter(
            &mut city,
            Command::RegisterPerson(PersonRegistered {
                person: person.clone(),
                name,
            }),
        );
        enter(
            &mut city,
            Command::TakePost(PostTaken {
                post: post(post_id),
                person,
                on: date(2025, 1, 1),
                instrument: None,
            }),
        );
    }
    city
}

/// Read once: the tests ask thousands of questions.
fn authority() -> &'static Authority {
    static READ: std::sync::OnceLock<Authority> = std::sync::OnceLock::new();
    READ.get_or_init(|| Authority::load().expect("the policies"))
}

fn instrument() -> Instrument {
    Instrument {
        number: "12/QĐ-UBND".to_owned(),
        date: date(2025, 4, 1),
    }
}
fn grant(powers: &[Power], ceiling: Ceiling) -> Grant {
    Grant {
        id: id("uq-12-2025"),
        by: post("ub-thanh-pho.head"),
        source: Source::Office,
        to: post("so-noi-vu.head"),
        person: None,
        powers: powers.iter().copied().collect(),
        ceiling,
        from: date(2025, 5, 1),
        to_day: date(2025, 5, 20),
        conditions: None,
        instrument: instrument(),
    }
}
fn delegated(powers: &[Power], ceiling: Ceiling) -> City {
    let mut city = city();
    enter(
        &mut city,
        Command::Delegate(Box::new(grant(powers, ceiling))),
    );
    city
}
fn ask(city: &City, who: &Principal, action: Action, on: &Resource) -> Decision {
    Authority::load()
        .expect("the policies")
        .decide(city, who, action, on, noon())
}
fn order(assigner: &str, lead: &str) -> Resource {
    between(&unit(assigner), &unit(lead))
}

#[test]
fn a_guest_reads_what_the_city_owes_and_writes_nothing() {
    let (city, guest) = (city(), Principal::guest());
    for action in [
        Action::BriefingRead,
        Action::LedgerRead,
        Action::RegistryRead,
    ] {
        assert!(
            ask(&city, &guest, action, &Resource::Whole).allowed,
            "{action}"
        );
    }
    let matters = [
        Resource::Whole,
        order("ub-thanh-pho", "so-noi-vu"),
        Resource::OfUnit(unit("so-noi-vu")),
    ];
    for action in Action::ALL.iter().filter(|action| !action.is_read()) {
        for matter in &matters {
            assert!(!ask(&city, &guest, *action, matter).allowed, "{action}");
        }
    }
    for action in [
        Action::ReportRead,
        Action::PersonRead,
        Action::InspectionRead,
        Action::DecisionRead,
    ] {
        assert!(
            !ask(&city, &guest, action, &Resource::Whole).allowed,
            "{action}"
        );
    }
}

#[test]
fn the_act_names_post_and_unit() {
    let city = city();
    let order = order("ub-thanh-pho", "so-noi-vu");
    let clerk = ask(
        &city,
        &who("van-phong-ub-thanh-pho.clerk"),
        Action::TaskIssue,
        &order,
    );
    let acting = clerk.acting(&unit("he-thong")).expect("it is allowed");
    assert_eq!(
        acting.unit,
        unit("ub-thanh-pho"),
        "the office acts for the body it serves"
    );
    assert_eq!(acting.post, Some(post("van-phong-ub-thanh-pho.clerk")));
    assert_eq!(acting.delegation, None);
    assert_eq!(clerk.reasons[0].policy, "assigner");
    assert_eq!(
        clerk.reasons[0].law.as_deref(),
        Some("Decree 30/2020/ND-CP art. 13")
    );
}

#[test]
fn the_lead_unit_answers_and_does_not_confirm() {
    let city = city();
    let order = order("ub-thanh-pho", "so-noi-vu");
    for post_id in ["so-noi-vu.head", "so-noi-vu.deputy", "so-noi-vu.contact"] {
        assert!(ask(&city, &who(post_id), Action::TaskReport, &order).allowed);
        assert!(!ask(&city, &who(post_id), Action::TaskConfirm, &order).allowed);
    }
    assert!(!ask(&city, &who("so-y-te.head"), Action::TaskReport, &order).allowed);
}

#[test]
fn a_delegation_that_expired_a_second_ago_allows_nothing() {
    let city = delegated(&[Power::TaskExtend], Ceiling::default());
    let (authority, order) = (authority(), order("ub-thanh-pho", "so-y-te"));
    let extend = |moment| {
        let head = who("so-noi-vu.head");
        authority.decide(&city, &head, Action::TaskExtend, &order, at(moment))
    };
    // The end of 20 May in Việt Nam.
    let last = extend("2025-05-20T16:59:59Z");
    let under = last.under.clone().expect("it is allowed");
    assert_eq!(under.delegation, Some(id("uq-12-2025")));
    assert_eq!(
        under.post,
        Some(post("so-noi-vu.head")),
        "their own post is named"
    );
    assert_eq!(
        under.unit,
        Some(unit("ub-thanh-pho")),
        "they act for the granter's unit"
    );
    assert!(!extend("2025-05-20T17:00:00Z").allowed);
    assert!(
        !extend("2025-04-30T16:59:59Z").allowed,
        "nor before the first day"
    );
}

#[test]
fn a_delegate_does_what_is_named_and_passes_nothing_on() {
    let city = delegated(&[Power::TaskExtend], Ceiling::default());
    let order = order("ub-thanh-pho", "so-y-te");
    let head = who("so-noi-vu.head");
    assert!(ask(&city, &head, Action::TaskExtend, &order).allowed);
    let confirm = ask(&city, &head, Action::TaskConfirm, &order);
    assert!(!confirm.allowed);
    assert!(
        confirm
            .reasons
            .iter()
            .any(|reason| reason.policy == "delegated-powers-only")
    );
    let on = Resource::GrantBy(post("ub-thanh-pho.head"));
    let further = ask(&city, &head, Action::DelegationGrant, &on);
    assert!(!further.allowed);
    assert!(
        further
            .reasons
            .iter()
            .any(|reason| reason.policy == "not-passed-on")
    );
}

#[test]
fn a_delegate_does_not_judge_their_own_unit() {
    let city = delegated(&[Power::TaskExtend, Power::TaskConfirm], Ceiling::default());
    let own = order("ub-thanh-pho", "so-noi-vu");
    for action in [Action::TaskExtend, Action::TaskConfirm] {
        let decided = ask(&city, &who("so-noi-vu.head"), action, &own);
        assert!(!decided.allowed);
        assert!(
            decided
                .reasons
                .iter()
                .any(|reason| reason.policy == "delegate-not-own-judge")
        );
    }
}

#[test]
fn money_above_the_ceiling_or_unnamed_is_refused() {
    let ceiling = Ceiling {
        dong: Some(5_000_000_000),
        ..Ceiling::default()
    };
    let city = delegated(&[Power::InvestmentReallocate], ceiling);
    let move_money = |dong| {
        let matter = Resource::Measured {
            unit: unit("so-y-te"),
            kind: None,
            dong,
            area_m2: None,
        };
        ask(
            &city,
            &who("so-noi-vu.head"),
            Action::InvestmentReallocate,
            &matter,
        )
    };
    assert!(move_money(Some(5_000_000_000)).allowed);
    for dong in [Some(5_000_000_001), Some(u64::MAX), None] {
        let refused = move_money(dong);
        assert!(!refused.allowed, "{dong:?}");
        assert_eq!(refused.reasons[0].policy, "within-money");
    }
}

#[test]
fn a_vested_power_is_used_within_its_kinds() {
    let mut city = city();
    let kinds = BTreeSet::from(["2.000229".into()]);
    enter(
        &mut city,
        Command::VestPower(PowerVested {
            id: id("pc-1"),
            post: post("so-noi-vu.contact"),
            powers: BTreeSet::from([Power::ProcedureDecide]),
            ceiling: Ceiling {
                kinds: Some(kinds),
                ..Ceiling::default()
            },
            from: date(2025, 5, 1),
            to: None,
            instrument: instrument(),
        }),
    );
    let case = |code: &str| {
        let matter = Resource::Measured {
            unit: unit("so-noi-vu"),
            kind: Some(code.into()),
            dong: None,
            area_m2: None,
        };
        ask(
            &city,
            &who("so-noi-vu.contact"),
            Action::ProcedureDecide,
            &matter,
        )
    };
    let allowed = case("2.000229");
    assert_eq!(
        allowed.under.expect("it is allowed").delegation,
        Some(id("pc-1"))
    );
    assert!(!case("2.000210").allowed);
}

#[test]
fn a_post_that_is_not_ones_own_counts_for_nothing() {
    let city = city();
    let order = order("ub-thanh-pho", "so-noi-vu");
    let pretender = who("so-y-te.head").in_post(post("ub-thanh-pho.head"));
    assert!(!ask(&city, &pretender, Action::TaskIssue, &order).allowed);
}

fn meeting_city() -> City {
    let mut city = city();
    let called = dondoc_meetings::Scheduled {
        meeting: "2025-q2".parse().expect("an id"),
        title: "Giao ban quý II".into(),
        from: date(2025, 4, 1),
        to: date(2025, 6, 30),
        begins: date(2025, 7, 4).at(8, 0, 0, 0),
        chair: unit("ub-thanh-pho"),
        chair_post: None,
        places: Vec::new(),
    };
    let event = dondoc_meetings::Event::Scheduled(called);
    dondoc_meetings::apply(&mut city.meetings, &event, 0);
    city
}

#[test]
fn the_office_runs_a_meeting_and_its_chair_alone_signs_off() {
    let city = meeting_city();
    let on = Resource::Meeting("2025-q2".parse().expect("an id"));
    let may = |of, action| ask(&city, &who(of), action, &on).allowed;
    for action in [Action::MeetingPlan, Action::MeetingConclude] {
        assert!(may("ub-thanh-pho.head", action));
        assert!(may("van-phong-ub-thanh-pho.clerk", action));
        assert!(!may("so-noi-vu.head", action));
    }
    assert!(may("ub-thanh-pho.head", Action::MeetingSignOff));
    assert!(!may("van-phong-ub-thanh-pho.clerk", Action::MeetingSignOff));
    let attendance = |of: &str| Resource::Attendance {
        meeting: "2025-q2".parse().expect("an id"),
        unit: unit(of),
    };
    let attend = |of| {
        let contact = who("so-noi-vu.contact");
        ask(&city, &contact, Action::MeetingAttend, &attendance(of)).allowed
    };
    assert!(attend("so-noi-vu") && !attend("so-y-te"));
}

#[test]
fn leadership_acts_in_place_of_those_below_and_of_nobody_else() {
    let city = city();
    let chair = who("ub-thanh-pho.head");
    let below = order("so-noi-vu", "so-y-te");
    let decided = ask(&city, &chair, Action::TaskExtend, &below);
    let under = decided.under.expect("it is allowed");
    assert_eq!(under.unit, Some(unit("so-noi-vu")));
    let party = order("thanh-uy", "so-y-te");
    assert!(!ask(&city, &chair, Action::TaskExtend, &party).allowed);
}

#[test]
fn the_lead_acts_for_itself_where_it_is_also_served_by_the_assigner() {
    let city = city();
    let order = order("ub-thanh-pho", "so-noi-vu");
    let decided = ask(&city, &who("so-noi-vu.contact"), Action::TaskReport, &order);
    let under = decided.under.expect("it is allowed");
    assert_eq!(under.unit, Some(unit("so-noi-vu")));
    let approve = |of| ask(&city, &who(of), Action::TaskApprove, &order).allowed;
    assert!(approve("so-noi-vu.head") && approve("so-noi-vu.deputy"));
    assert!(!approve("so-noi-vu.contact") && !approve("ub-thanh-pho.head"));
}

#[test]
fn whoever_may_never_do_it_is_told_at_the_door() {
    let city = delegated(&[Power::TaskExtend], Ceiling::default());
    let ever = |of: &str, action| {
        authority()
            .may_ever(&city, &who(of), action, noon())
            .allowed
    };
    assert!(ever("so-noi-vu.head", Action::TaskExtend));
    assert!(ever("so-noi-vu.contact", Action::TaskReport));
    assert!(!ever("so-noi-vu.contact", Action::TaskExtend));
    assert!(!ever("thanh-tra-thanh-pho.inspector", Action::TaskReport));
    assert!(!ever("so-noi-vu.head", Action::LedgerRedact));
    let names = authority().names(&city, &who("so-noi-vu.head"), noon());
    assert_eq!(names, [unit("so-noi-vu"), unit("ub-thanh-pho")]);
}

#[test]
fn an_order_is_given_in_the_name_that_may_give_it() {
    let city = city();
    let order = dondoc_city::IssueProposal {
        proposal: None,
        text: Some("Rà soát".into()),
        to: vec![unit("so-y-te")],
        with: None,
        product: None,
        when: None,
        field: None,
        importance: dondoc_tasks::Importance::Ordinary,
    };
    let command = dondoc_city::Command::Issue(Box::new(order));
    let acting = |of| {
        let decided = authority().acting(&city, &who(of), &command, noon());
        decided.map(|(acting, _)| (acting.unit, acting.post))
    };
    let clerk = acting("van-phong-ub-thanh-pho.clerk").expect("it is allowed");
    assert_eq!(
        clerk.0,
        unit("ub-thanh-pho"),
        "by order of the body it serves"
    );
    assert_eq!(clerk.1, Some(post("van-phong-ub-thanh-pho.clerk")));
    let refused = acting("so-noi-vu.contact").expect_err("a contact gives no orders");
    assert_eq!(refused.decision.action, Action::TaskIssue);
}

#[test]
fn an_administrator_and_an_auditor_have_no_word_in_any_task() {
    let city = city();
    let order = order("ub-thanh-pho", "so-noi-vu");
    for role in [SystemRole::Administrator, SystemRole::Auditor] {
        let account = Principal::account().with_role(role);
        for action in Action::ALL
            .iter()
            .filter(|action| action.name().starts_with("task.") && !action.is_read())
        {
            assert!(!ask(&city, &account, *action, &order).allowed, "{action}");
        }
    }
}

#[test]
fn a_token_does_what_its_scopes_name() {
    let city = city();
    let order = order("ub-thanh-pho", "so-noi-vu");
    let token = who("so-noi-vu.head").with_scopes([Action::TaskReport]);
    assert!(ask(&city, &token, Action::TaskReport, &order).allowed);
    assert!(!ask(&city, &token, Action::TaskAccept, &order).allowed);
    assert!(ask(&city, &token, Action::TaskRead, &Resource::Whole).allowed);
    let all = Principal::account()
        .with_role(SystemRole::Administrator)
        .with_scopes(Action::ALL.iter().copied());
    assert!(!ask(&city, &all, Action::AccountsManage, &Resource::Whole).allowed);
}

#[test]
fn an_explanation_says_what_was_tried_and_who_may() {
    let city = city();
    let order = order("ub-thanh-pho", "so-noi-vu");
    let explained = authority().explain(
        &city,
        &who("so-noi-vu.head"),
        Action::TaskConfirm,
        &order,
        noon(),
    );
    assert!(!explained.decision.allowed);
    let own = &explained.attempts[0];
    assert_eq!(own.under.post, Some(post("so-noi-vu.head")));
    assert_eq!(own.reasons[0].policy, "not-own-judge");
    let who_may: Vec<PostId> = explained
        .who_may
        .into_iter()
        .filter_map(|(under, _)| under.post)
        .collect();
    assert_eq!(
        who_may,
        [
            post("ub-thanh-pho.head"),
            post("van-phong-ub-thanh-pho.clerk")
        ]
    );
}

/// What a section of the matrix asks of: its title, a matter of another's, and
/// the same matter as a post's own.
type Section<'a> = (&'static str, Resource, &'a dyn Fn(&PostId) -> Resource);

#[test]
fn the_matrix_in_the_documents_is_what_the_policies_say() {
    let city = city();
    let authority = authority();
    let mut columns: Vec<Column> = [
        ("chair of the city", "ub-thanh-pho.head"),
        ("steering clerk", "van-phong-ub-thanh-pho.clerk"),
        ("head of a unit", "so-noi-vu.head"),
        ("deputy head", "so-noi-vu.deputy"),
        ("contact", "so-noi-vu.contact"),
        ("inspector", "thanh-tra-thanh-pho.inspector"),
    ]
    .into_iter()
    .map(|(head, of)| Column {
        head,
        who: who(of).in_post(post(of)),
    })
    .collect();
    columns.extend(system_columns());
    let unit_of = |of: &PostId| {
        city.registry
            .post(of)
            .map_or_else(|| unit("he-thong"), |found| found.unit.clone())
    };
    let mut text = String::from(HEAD);
    let sections: [Section<'_>; 4] = [
        (
            "A task that one's own unit leads, assigned by the city (`●`), or any unit's (`○`)",
            order("ub-thanh-pho", "so-y-te"),
            &|of| between(&unit("ub-thanh-pho"), &unit_of(of)),
        ),
        (
            "A task that one's own unit assigned (`●`), or that others did (`○`)",
            order("quan-ba-dinh", "so-y-te"),
            &|of| between(&unit_of(of), &unit("so-y-te")),
        ),
        (
            "What a unit has: imports, projects, cases, inspections, delegations",
            Resource::OfUnit(unit("so-y-te")),
            &|of| Resource::OfUnit(unit_of(of)),
        ),
        ("The system as a whole", Resource::Whole, &|_| {
            Resource::Whole
        }),
    ];
    for (title, other, own) in sections {
        text.push_str(&format!("\n## {title}\n\n"));
        text.push_str(&matrix(authority, &city, &columns, own, &other, noon()));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/AUTHORITY.md");
    if std::env::var_os("UPDATE_AUTHORITY").is_some() {
        std::fs::write(path, &text).expect("it is written");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == text,
        "docs/AUTHORITY.md is not what the policies say; look at the change, then write it \
         with UPDATE_AUTHORITY=1 cargo test -p dondoc-authority"
    );
}

const HEAD: &str = "# Who may do what

Computed from the policies in `crates/authority/policies/` by asking them; a test compares. `●`: what
belongs to one's own unit, or to the body one serves. `○`: what belongs to others too. An empty
cell is refused. A delegation adds what it names, within its ceiling and days, as far as its granter may.
A name is that of the act in the decision log, in the scopes of tokens and in delegations.
";
