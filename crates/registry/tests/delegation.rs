//! Delegation: in writing, for a time, within limits, never on; it ends with its
//! source.

#![expect(clippy::expect_used, reason = "helpers of tests")]

use std::collections::BTreeSet;

use dondoc_kinds::{DelegationId, PersonId, PostId, UnitId};
use dondoc_registry::{
    Basis, Ceiling, Command, Confidence, DelegationStanding, DelegationWithdrawn, EndCause, Event,
    Grant, Instrument, Kind, Level, Measure, Naming, PersonRegistered, PostCreated, PostLeft,
    PostTaken, Power, PowerDivested, PowerVested, Refusal, Registry, Role, Source, UnitAbolished,
    UnitCreated, decide,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn post(id: &str) -> PostId {
    PostId::parse(id).expect("an id")
}
fn person(id: &str) -> PersonId {
    PersonId::parse(id).expect("an id")
}
fn unit(id: &str) -> UnitId {
    UnitId::parse(id).expect("an id")
}
fn id(text: &str) -> DelegationId {
    DelegationId::parse(text).expect("an id")
}
fn day(n: i16) -> Date {
    date(2025, 1, 1)
        .checked_add(jiff::Span::new().days(i64::from(n)))
        .expect("a day")
}
fn basis() -> Basis {
    Basis {
        instrument: None,
        source: "test".to_owned(),
        confidence: Confidence::Seen,
    }
}
fn instrument() -> Instrument {
    Instrument {
        number: "12/QĐ-SNV".to_owned(),
        date: day(0),
    }
}

fn done(registry: &mut Registry, command: Command) -> Vec<Event> {
    let events = decide(registry, command).expect("it is allowed");
    for event in &events {
        registry.apply(event);
    }
    events
}
fn refused(registry: &Registry, command: Command) -> Refusal {
    decide(registry, command).expect_err("it is refused")
}

/// Two departments, each with head, deputy and clerk, held by `<unit>-<role>`.
fn town() -> Registry {
    let mut registry = Registry::default();
    done(
        &mut registry,
        Command::SetNaming(Naming {
            kinds: vec![Kind {
                kind: "so".into(),
                term_vi: "Sở".to_owned(),
                term_en: "department".to_owned(),
                level: Level::Province,
                bare: false,
            }],
            ..Naming::default()
        }),
    );
    for name in ["a", "b"] {
        done(
            &mut registry,
            Command::CreateUnit(UnitCreated {
                unit: unit(name),
                kind: "so".into(),
                name: format!("Sở {}", name.to_uppercase()),
                parent: None,
                code: None,
                from: None,
                basis: basis(),
            }),
        );
        let roles = [
            ("head", Role::Head),
            ("deputy", Role::DeputyHead),
            ("clerk", Role::Clerk),
        ];
        for (suffix, role) in roles {
            done(
                &mut registry,
                Command::CreatePost(PostCreated {
                    post: post(&format!("{name}.{suffix}")),
                    unit: unit(name),
                    role,
                    title: "Chức vụ".to_owned(),
                    from: None,
                }),
            );
            let who = format!("{name}-{suffix}");
            done(
                &mut registry,
                Command::RegisterPerson(PersonRegistered {
                    person: person(&who),
                    name: "Nguyễn Văn".to_owned(),
                }),
            );
            take(&mut registry, &format!("{name}.{suffix}"), &who, 0);
        }
    }
    registry
}
fn take(registry: &mut Registry, to: &str, who: &str, on: i16) {
    done(
        registry,
        Command::TakePost(PostTaken {
            post: post(to),
            person: person(who),
            on: day(on),
            instrument: None,
        }),
    );
}
fn leave(from: &str, who: &str, on: i16) -> Command {
    Command::LeavePost(PostLeft {
        post: post(from),
        person: person(who),
        on: day(on),
        instrument: None,
    })
}
fn grant() -> Grant {
    Grant {
        id: id("uq-1"),
        by: post("a.head"),
        source: Source::Office,
        to: post("a.deputy"),
        person: None,
        powers: BTreeSet::from([Power::TaskConfirm]),
        ceiling: Ceiling::default(),
        from: day(10),
        to_day: day(20),
        conditions: None,
        instrument: instrument(),
    }
}
fn delegate(grant: Grant) -> Command {
    Command::Delegate(Box::new(grant))
}
fn vesting() -> PowerVested {
    PowerVested {
        id: id("pc-1"),
        post: post("a.clerk"),
        powers: BTreeSet::from([Power::InvestmentReallocate]),
        ceiling: Ceiling {
            dong: Some(5_000_000_000),
            ..Ceiling::default()
        },
        from: day(5),
        to: Some(day(30)),
        instrument: instrument(),
    }
}
/// A grant out of [`vesting`].
fn from_vested() -> Grant {
    Grant {
        by: post("a.clerk"),
        source: Source::Vested(id("pc-1")),
        powers: BTreeSet::from([Power::InvestmentReallocate]),
        ceiling: Ceiling {
            dong: Some(1_000_000_000),
            ..Ceiling::default()
        },
        ..grant()
    }
}
fn standing(registry: &Registry, on: i16) -> DelegationStanding<'_> {
    let found = registry.delegation(&id("uq-1")).expect("it was granted");
    found.standing(day(on))
}

#[test]
fn the_last_day_counts_whole_and_the_next_does_not() {
    let mut town = town();
    done(&mut town, delegate(grant()));
    assert_eq!(standing(&town, 9), DelegationStanding::NotYet);
    assert_eq!(standing(&town, 10), DelegationStanding::InForce);
    assert_eq!(standing(&town, 20), DelegationStanding::InForce);
    assert_eq!(standing(&town, 21), DelegationStanding::Expired);
}

#[test]
fn granting_twice_is_done_already_and_another_grant_of_the_id_is_refused() {
    let mut town = town();
    done(&mut town, delegate(grant()));
    assert!(done(&mut town, delegate(grant())).is_empty());
    let other = Grant {
        to: post("b.head"),
        ..grant()
    };
    assert_eq!(
        refused(&town, delegate(other)),
        Refusal::GrantExists { id: id("uq-1") }
    );
}

#[test]
fn nobody_delegates_to_themselves() {
    let mut town = town();
    let own = Grant {
        to: post("a.head"),
        ..grant()
    };
    assert!(matches!(
        refused(&town, delegate(own)),
        Refusal::ToOneself { .. }
    ));
    // Nor through a second post that they hold.
    done(&mut town, leave("b.clerk", "b-clerk", 5));
    take(&mut town, "b.clerk", "a-head", 5);
    let other = Grant {
        to: post("b.clerk"),
        ..grant()
    };
    assert!(matches!(
        refused(&town, delegate(other)),
        Refusal::ToOneself { .. }
    ));
}

#[test]
fn a_deputy_or_clerk_has_no_own_power_to_delegate() {
    let by_deputy = Grant {
        by: post("a.deputy"),
        to: post("a.clerk"),
        ..grant()
    };
    assert!(matches!(
        refused(&town(), delegate(by_deputy)),
        Refusal::NoOwnPower { .. }
    ));
}

#[test]
fn a_delegated_power_is_not_passed_on_and_no_source_is_its_own() {
    let mut town = town();
    done(&mut town, delegate(grant()));
    let on = Grant {
        id: id("uq-2"),
        by: post("a.deputy"),
        to: post("a.clerk"),
        source: Source::Vested(id("uq-1")),
        ..grant()
    };
    let source = id("uq-1");
    assert_eq!(
        refused(&town, delegate(on.clone())),
        Refusal::NotPassedOn { source }
    );
    let circle = Grant {
        source: Source::Vested(id("uq-2")),
        ..on
    };
    let source = id("uq-2");
    assert_eq!(
        refused(&town, delegate(circle)),
        Refusal::NotPassedOn { source }
    );
}

#[test]
fn a_grant_stays_within_the_powers_ceiling_and_days_of_its_source() {
    let mut town = town();
    done(&mut town, Command::VestPower(vesting()));
    let further = Grant {
        powers: BTreeSet::from([Power::InvestmentReallocate, Power::TaskIssue]),
        ..from_vested()
    };
    let power = Power::TaskIssue;
    assert_eq!(
        refused(&town, delegate(further)),
        Refusal::ExceedsPowers { power }
    );
    for dong in [Some(5_000_000_001), None] {
        let ceiling = Ceiling {
            dong,
            ..Ceiling::default()
        };
        let higher = Grant {
            ceiling,
            ..from_vested()
        };
        let measure = Measure::Money;
        assert_eq!(
            refused(&town, delegate(higher)),
            Refusal::ExceedsCeiling { measure }
        );
    }
    let longer = Grant {
        to_day: day(31),
        ..from_vested()
    };
    let last = day(30);
    assert_eq!(
        refused(&town, delegate(longer)),
        Refusal::OutlivesSource { last }
    );
    done(&mut town, delegate(from_vested()));
}

#[test]
fn a_ceiling_in_land_on_a_power_over_money_is_refused() {
    let unlike = Grant {
        powers: BTreeSet::from([Power::InvestmentReallocate]),
        ceiling: Ceiling {
            area_m2: Some(500),
            ..Ceiling::default()
        },
        ..grant()
    };
    let measure = Measure::Area;
    assert_eq!(
        refused(&town(), delegate(unlike)),
        Refusal::CeilingUnlike { measure }
    );
}

#[test]
fn a_grant_does_not_outlive_the_granters_known_term() {
    let mut town = town();
    done(&mut town, leave("a.head", "a-head", 15));
    let last = day(14);
    assert_eq!(
        refused(&town, delegate(grant())),
        Refusal::OutlivesSource { last }
    );
    let vacant = Grant {
        from: day(16),
        ..grant()
    };
    assert!(matches!(
        refused(&town, delegate(vacant)),
        Refusal::VacantPost { .. }
    ));
}

#[test]
fn a_delegation_is_in_writing_and_not_backwards() {
    let blank = Grant {
        instrument: Instrument {
            number: "  ".to_owned(),
            date: day(0),
        },
        ..grant()
    };
    assert_eq!(refused(&town(), delegate(blank)), Refusal::NoInstrument);
    let later = Grant {
        instrument: Instrument {
            number: "1/QĐ".to_owned(),
            date: day(11),
        },
        ..grant()
    };
    assert!(matches!(
        refused(&town(), delegate(later)),
        Refusal::InstrumentLater { .. }
    ));
    // A Cyrillic `С` looks like the Latin one.
    let alike = Grant {
        instrument: Instrument {
            number: "12/QĐ-SС".to_owned(),
            date: day(0),
        },
        ..grant()
    };
    assert!(matches!(
        refused(&town(), delegate(alike)),
        Refusal::ForeignLetter { letter: 'С', .. }
    ));
}

#[test]
fn overlapping_grants_to_one_post_are_refused_and_to_two_posts_shown() {
    let mut town = town();
    done(&mut town, delegate(grant()));
    let again = Grant {
        id: id("uq-2"),
        from: day(20),
        to_day: day(25),
        ..grant()
    };
    assert!(matches!(
        refused(&town, delegate(again.clone())),
        Refusal::GrantOverlaps { .. }
    ));
    let other = Grant {
        to: post("b.head"),
        ..again
    };
    assert_eq!(town.overlaps(&other).len(), 1);
    done(&mut town, delegate(other));
}

#[test]
fn it_ends_the_day_the_granter_leaves_and_stays_ended_when_they_return() {
    let mut town = town();
    done(&mut town, delegate(grant()));
    done(&mut town, leave("a.head", "a-head", 13));
    take(&mut town, "a.head", "a-head", 15);
    assert_eq!(standing(&town, 12), DelegationStanding::InForce);
    for on in [13, 16] {
        let DelegationStanding::Ended(ended) = standing(&town, on) else {
            panic!("it has ended");
        };
        assert_eq!((ended.on, &ended.cause), (day(13), &EndCause::GranterLeft));
    }
}

#[test]
fn it_ends_with_a_unit_with_the_vesting_and_with_a_named_person() {
    let ended = |town: &Registry, on| match standing(town, on) {
        DelegationStanding::Ended(ended) => ended.cause.clone(),
        other => panic!("{other:?}"),
    };
    let abolish = |name| {
        Command::AbolishUnit(UnitAbolished {
            unit: unit(name),
            on: day(15),
            basis: basis(),
        })
    };
    let mut one = town();
    done(&mut one, delegate(grant()));
    done(&mut one, abolish("a"));
    assert_eq!(ended(&one, 15), EndCause::GranterUnitEnded);

    let mut two = town();
    let across = Grant {
        to: post("b.head"),
        ..grant()
    };
    done(&mut two, delegate(across));
    done(&mut two, abolish("b"));
    assert_eq!(ended(&two, 15), EndCause::DelegateUnitEnded);

    let mut three = town();
    done(&mut three, Command::VestPower(vesting()));
    done(&mut three, delegate(from_vested()));
    let back = PowerDivested {
        id: id("pc-1"),
        on: day(12),
        instrument: instrument(),
    };
    done(&mut three, Command::DivestPower(back));
    assert_eq!(ended(&three, 12), EndCause::SourceWithdrawn);

    let mut four = town();
    let named = Grant {
        person: Some(person("a-deputy")),
        ..grant()
    };
    done(&mut four, delegate(named));
    done(&mut four, leave("a.deputy", "a-deputy", 12));
    assert_eq!(ended(&four, 12), EndCause::DelegateLeft);
}

#[test]
fn withdrawing_twice_is_done_already_and_after_the_end_is_refused() {
    let mut town = town();
    let withdraw = |on| {
        Command::WithdrawDelegation(DelegationWithdrawn {
            id: id("uq-1"),
            on: day(on),
            reason: "đổi phân công".to_owned(),
            instrument: None,
        })
    };
    assert!(matches!(
        refused(&town, withdraw(12)),
        Refusal::UnknownGrant { .. }
    ));
    done(&mut town, delegate(grant()));
    assert!(matches!(
        refused(&town, withdraw(21)),
        Refusal::GrantExpired { .. }
    ));
    assert_eq!(done(&mut town, withdraw(12)).len(), 1);
    assert!(done(&mut town, withdraw(13)).is_empty());
    assert!(matches!(standing(&town, 12), DelegationStanding::Ended(_)));
}

#[test]
fn who_holds_the_post_may_act_by_it() {
    let mut town = town();
    done(&mut town, delegate(grant()));
    let ids = |on, who: &str| -> Vec<DelegationId> {
        let (to, who) = (post("a.deputy"), person(who));
        town.delegated_to(&to, &who, day(on))
            .map(|(id, _)| id.clone())
            .collect()
    };
    assert_eq!(ids(20, "a-deputy"), [id("uq-1")]);
    assert!(ids(21, "a-deputy").is_empty());
}

/// A step of a random history.
#[derive(Debug, Clone)]
enum Step {
    Delegate(Grant),
    Vest(PowerVested),
    Divest(usize, i16),
    Withdraw(usize, i16),
    Leave(usize, i16),
    Take(usize, usize, i16),
    Abolish(usize, i16),
}

const POSTS: [&str; 6] = [
    "a.head", "a.deputy", "a.clerk", "b.head", "b.deputy", "b.clerk",
];
const PEOPLE: [&str; 6] = [
    "a-head", "a-deputy", "a-clerk", "b-head", "b-deputy", "b-clerk",
];

fn powers() -> impl Strategy<Value = BTreeSet<Power>> {
    let some = [
        Power::TaskConfirm,
        Power::InvestmentReallocate,
        Power::ClearanceApprove,
    ];
    proptest::sample::subsequence(some.to_vec(), 1..=3).prop_map(|all| all.into_iter().collect())
}
fn ceiling() -> impl Strategy<Value = Ceiling> {
    (
        proptest::option::of(0u64..10),
        proptest::option::of(0u64..10),
    )
        .prop_map(|(dong, area_m2)| Ceiling {
            dong,
            area_m2,
            kinds: None,
        })
}
fn step() -> impl Strategy<Value = Step> {
    let grants = (
        (0usize..8, 0usize..6, 0usize..6, 0usize..9),
        (powers(), ceiling(), 0i16..40, 0i16..30),
    );
    let grants = grants.prop_map(
        |((n, by, to, source), (powers, ceiling, from, days))| Grant {
            id: id(&format!("uq-{n}")),
            by: post(POSTS[by]),
            source: match source {
                0..=3 => Source::Office,
                4..=7 => Source::Vested(id(&format!("pc-{}", source - 4))),
                _ => Source::Vested(id("uq-0")),
            },
            to: post(POSTS[to]),
            person: None,
            powers,
            ceiling,
            from: day(from),
            to_day: day(from + days),
            conditions: None,
            instrument: instrument(),
        },
    );
    let vestings = (
        0usize..4,
        0usize..6,
        powers(),
        ceiling(),
        0i16..20,
        5i16..30,
    );
    let vestings = vestings.prop_map(|(n, to, powers, ceiling, from, days)| PowerVested {
        id: id(&format!("pc-{n}")),
        post: post(POSTS[to]),
        powers,
        ceiling,
        from: day(from),
        to: Some(day(from + days)),
        instrument: instrument(),
    });
    prop_oneof![
        6 => grants.prop_map(Step::Delegate),
        3 => vestings.prop_map(Step::Vest),
        1 => (0usize..4, 1i16..40).prop_map(|(n, on)| Step::Divest(n, on)),
        1 => (0usize..8, 1i16..40).prop_map(|(n, on)| Step::Withdraw(n, on)),
        1 => (0usize..6, 1i16..40).prop_map(|(n, on)| Step::Leave(n, on)),
        1 => (0usize..6, 0usize..6, 1i16..40).prop_map(|(n, who, on)| Step::Take(n, who, on)),
        1 => (0usize..2, 1i16..40).prop_map(|(n, on)| Step::Abolish(n, on)),
    ]
}
fn command(step: Step) -> Command {
    match step {
        Step::Delegate(grant) => delegate(grant),
        Step::Vest(vested) => Command::VestPower(vested),
        Step::Divest(n, on) => Command::DivestPower(PowerDivested {
            id: id(&format!("pc-{n}")),
            on: day(on),
            instrument: instrument(),
        }),
        Step::Withdraw(n, on) => Command::WithdrawDelegation(DelegationWithdrawn {
            id: id(&format!("uq-{n}")),
            on: day(on),
            reason: String::new(),
            instrument: None,
        }),
        Step::Leave(n, on) => leave(POSTS[n], PEOPLE[n], on),
        Step::Take(n, who, on) => Command::TakePost(PostTaken {
            post: post(POSTS[n]),
            person: person(PEOPLE[who]),
            on: day(on),
            instrument: None,
        }),
        Step::Abolish(n, on) => Command::AbolishUnit(UnitAbolished {
            unit: unit(["a", "b"][n]),
            on: day(on),
            basis: basis(),
        }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever happens, on each day each delegation in force lies within its
    /// source: the granter still holds the post, the vesting holds and covers it.
    #[test]
    fn a_grant_never_exceeds_or_outlives_its_source(steps in prop::collection::vec(step(), 1..40)) {
        let mut registry = town();
        for step in steps {
            if let Ok(events) = decide(&registry, command(step)) {
                for event in &events {
                    registry.apply(event);
                }
            }
        }
        for on in (0..75).map(day) {
            for (_, delegation) in registry.delegations() {
                if !delegation.is_in_force(on) {
                    continue;
                }
                let grant = &delegation.grant;
                prop_assert_eq!(registry.who_held(&grant.by, on), Some(&delegation.granter));
                match &grant.source {
                    Source::Office => {
                        let by = registry.post(&grant.by).expect("it exists");
                        prop_assert_eq!(by.role, Role::Head);
                    }
                    Source::Vested(source) => {
                        let vesting = registry.vesting(source).expect("it exists");
                        prop_assert!(vesting.is_in_force(on));
                        prop_assert_eq!(&vesting.vested.post, &grant.by);
                        prop_assert!(grant.powers.is_subset(&vesting.vested.powers));
                        prop_assert!(vesting.vested.ceiling.covers(&grant.ceiling).is_ok());
                    }
                }
                // The delegate is never who granted.
                prop_assert_ne!(&grant.to, &grant.by);
            }
        }
    }
}
