//! Any history of accepted commands keeps the promises of the room.

#![expect(clippy::expect_used, reason = "helpers of tests")]

use dondoc_kinds::{PersonId, PostId, UnitId};
use dondoc_registry::{
    AliasAdded, Basis, Command, Confidence, Event, Holder, Kind, Level, NameContext, Naming, Organ,
    PersonRegistered, PostCreated, PostLeft, PostTaken, Refusal, Registry, Role, Share, SplitPart,
    UnitAbolished, UnitCreated, UnitRenamed, UnitSplit, UnitsMerged, decide,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn unit_id(n: u8) -> UnitId {
    UnitId::parse(&format!("u{n}")).expect("an id")
}

fn day(n: i16) -> Date {
    date(2024, 1, 1)
        .checked_add(i64::from(n).days())
        .expect("a day")
}

fn basis() -> Basis {
    Basis {
        instrument: None,
        source: "test".to_owned(),
        confidence: Confidence::Seen,
    }
}

fn start() -> Registry {
    let naming = Naming {
        kinds: vec![Kind {
            kind: "so".into(),
            term_vi: "Sở".to_owned(),
            term_en: "department".to_owned(),
            level: Level::Province,
            bare: false,
        }],
        ..Naming::default()
    };
    let mut registry = Registry::default();
    registry.apply(&Event::NamingSet(naming));
    registry
}

fn created(unit: UnitId, name: &str, parent: Option<UnitId>, from: Option<Date>) -> Command {
    Command::CreateUnit(UnitCreated {
        unit,
        kind: "so".into(),
        name: name.to_owned(),
        parent,
        code: None,
        from,
        basis: basis(),
    })
}

fn any_share() -> impl Strategy<Value = Share> {
    prop_oneof![
        Just(Share::Whole),
        Just(Share::Rest),
        Just(Share::Undetermined),
        Just(Share::Matter("đất đai".to_owned())),
    ]
}

fn any_command() -> impl Strategy<Value = Command> {
    let id = || (0u8..8).prop_map(unit_id);
    let on = || (0i16..12).prop_map(day);
    prop_oneof![
        4 => (0u8..8, proptest::option::of(id()), proptest::option::of(on())).prop_map(
            |(n, parent, from)| created(unit_id(n), &format!("Sở Số {n}"), parent, from)
        ),
        1 => (id(), on(), 0u8..8).prop_map(|(unit, on, n)| Command::RenameUnit(UnitRenamed {
            unit,
            on,
            name: format!("Sở Mới {n}"),
            basis: basis(),
        })),
        2 => (proptest::collection::vec(id(), 0..3), id(), on()).prop_map(|(units, into, on)| {
            Command::MergeUnits(UnitsMerged { units, into, on, basis: basis() })
        }),
        2 => (id(), proptest::collection::vec((id(), any_share()), 0..3), on()).prop_map(
            |(unit, parts, on)| Command::SplitUnit(UnitSplit {
                unit,
                parts: parts
                    .into_iter()
                    .map(|(unit, share)| SplitPart { unit, share, basis: basis() })
                    .collect(),
                on,
                basis: basis(),
            })
        ),
        1 => (id(), on()).prop_map(|(unit, on)| Command::AbolishUnit(UnitAbolished {
            unit,
            on,
            basis: basis(),
        })),
    ]
}

/// Carries out what is accepted.
fn history(commands: Vec<Command>) -> (Registry, Vec<Event>) {
    let mut registry = start();
    let mut events = Vec::new();
    for command in commands {
        for event in decide(&registry, command).unwrap_or_default() {
            registry.apply(&event);
            events.push(event);
        }
    }
    (registry, events)
}

proptest! {
    #[test]
    fn no_unit_exists_before_it_was_created_or_after_its_end(
        commands in proptest::collection::vec(any_command(), 1..60)
    ) {
        let (registry, _) = history(commands);
        for on in (-1..14).map(day) {
            for unit in registry.units_on(on) {
                let unit = registry.unit(unit).expect("listed");
                prop_assert!(unit.from.is_none_or(|from| from <= on));
                prop_assert!(unit.until.is_none_or(|until| on < until));
            }
        }
    }

    #[test]
    fn a_successor_exists_on_the_day_it_takes_over(
        commands in proptest::collection::vec(any_command(), 1..60)
    ) {
        let (registry, _) = history(commands);
        for (id, unit) in registry.units() {
            for step in registry.direct_successors(id) {
                prop_assert_eq!(Some(step.on), unit.until);
                let to = registry.unit(&step.to).expect("it was created");
                prop_assert!(to.is_valid_on(step.on));
            }
        }
    }

    #[test]
    fn what_is_followed_through_time_ends_at_living_units(
        commands in proptest::collection::vec(any_command(), 1..60)
    ) {
        let (registry, _) = history(commands);
        for on in (-1..14).map(day) {
            for (id, unit) in registry.units() {
                let successors = registry.successors(id, on);
                if unit.is_valid_on(on) {
                    prop_assert_eq!(registry.current_holder(id, on), Holder::Same);
                }
                for successor in successors {
                    let to = registry.unit(&successor.unit).expect("known");
                    prop_assert!(to.is_valid_on(on));
                    prop_assert!(successor.since <= on);
                    prop_assert_eq!(successor.path.first(), Some(id));
                    prop_assert_eq!(successor.path.last(), Some(&successor.unit));
                }
            }
        }
    }

    #[test]
    fn a_parent_exists_on_every_day_of_its_children(
        commands in proptest::collection::vec(any_command(), 1..60)
    ) {
        let (registry, _) = history(commands);
        for on in (-1..14).map(day) {
            for id in registry.units_on(on) {
                if let Some(parent) = &registry.unit(id).expect("listed").parent {
                    prop_assert!(registry.unit(parent).is_some_and(|p| p.is_valid_on(on)));
                }
            }
        }
    }

    #[test]
    fn a_name_means_a_unit_that_bears_it_that_day(
        commands in proptest::collection::vec(any_command(), 1..60)
    ) {
        let (registry, _) = history(commands);
        for on in (-1..14).map(day) {
            for id in registry.units_on(on) {
                let name = registry.name_on(id, on);
                let resolution = registry.resolve(name, on, &NameContext::default());
                let means = match &resolution {
                    dondoc_registry::Resolution::Ambiguous { candidates } => {
                        candidates.contains(id)
                    }
                    _ => resolution.units() == [id],
                };
                prop_assert!(means, "{} on {}: {:?}", name, on, resolution);
            }
        }
    }

    #[test]
    fn a_fold_stopped_and_taken_up_again_is_the_same_fold(
        commands in proptest::collection::vec(any_command(), 1..60), cut in 0usize..60
    ) {
        let (whole, events) = history(commands);
        let cut = cut.min(events.len());
        let mut first = start();
        events[..cut].iter().for_each(|e| first.apply(e));
        let bytes = postcard::to_stdvec(&first).expect("written");
        let mut second: Registry = postcard::from_bytes(&bytes).expect("read");
        events[cut..].iter().for_each(|e| second.apply(e));
        prop_assert_eq!(second, whole);
    }

    #[test]
    fn any_text_is_resolved_without_a_panic(text in "\\PC{0,60}") {
        let registry = start();
        let _ = registry.resolve(&text, day(0), &NameContext::default());
    }
}

fn refused(registry: &Registry, command: Command) -> Refusal {
    decide(registry, command).expect_err("a refusal")
}

fn done(registry: &mut Registry, command: Command) {
    for event in decide(registry, command).expect("accepted") {
        registry.apply(&event);
    }
}

#[test]
fn a_look_alike_letter_in_a_new_name_is_refused_with_its_place() {
    let refusal = refused(&start(), created(unit_id(1), "Sở Тài chính", None, None));
    let Refusal::ForeignLetter { letter, place, .. } = refusal else {
        panic!("{refusal:?}");
    };
    assert_eq!((letter, place), ('Т', 4));
}

#[test]
fn a_unit_with_units_below_cannot_end() {
    let mut registry = start();
    done(&mut registry, created(unit_id(1), "Sở Một", None, None));
    done(
        &mut registry,
        created(unit_id(2), "Sở Hai", Some(unit_id(1)), None),
    );
    let end = Command::AbolishUnit(UnitAbolished {
        unit: unit_id(1),
        on: day(3),
        basis: basis(),
    });
    assert!(matches!(
        refused(&registry, end),
        Refusal::HasUnitsBelow { count: 1, .. }
    ));
}

#[test]
fn an_unknown_unit_is_refused_with_the_nearest_id() {
    let mut registry = start();
    let id = |text| UnitId::parse(text).expect("an id");
    done(
        &mut registry,
        created(id("so-tai-chinh"), "Sở Tài chính", None, None),
    );
    let end = Command::AbolishUnit(UnitAbolished {
        unit: id("so-tai-chin"),
        on: day(3),
        basis: basis(),
    });
    let refusal = refused(&registry, end);
    assert_eq!(
        refusal,
        Refusal::UnknownUnit {
            unit: id("so-tai-chin"),
            nearest: Some(id("so-tai-chinh"))
        }
    );
}

#[test]
fn an_alias_added_twice_changes_nothing_the_second_time() {
    let mut registry = start();
    done(&mut registry, created(unit_id(1), "Sở Một", None, None));
    let alias = Command::AddAlias(AliasAdded {
        unit: unit_id(1),
        text: "S1".to_owned(),
        organ: Organ::Whole,
        from: None,
        until: None,
    });
    done(&mut registry, alias.clone());
    assert_eq!(decide(&registry, alias), Ok(Vec::new()));
}

#[test]
fn a_person_is_a_name_without_numbers() {
    let register = |name: &str| {
        Command::RegisterPerson(PersonRegistered {
            person: PersonId::parse("a").expect("an id"),
            name: name.to_owned(),
        })
    };
    assert!(decide(&start(), register("Nguyễn Văn A")).is_ok());
    for name in ["Nguyễn Văn A 0912345678", "a@hanoi.gov.vn"] {
        let refusal = refused(&start(), register(name));
        assert!(matches!(refusal, Refusal::MoreThanAName { .. }), "{name}");
    }
}

#[test]
fn a_post_is_held_by_one_person_at_a_time() {
    let mut registry = start();
    let post = PostId::parse("u1.head").expect("an id");
    let person = |n: &str| PersonId::parse(n).expect("an id");
    done(&mut registry, created(unit_id(1), "Sở Một", None, None));
    done(
        &mut registry,
        Command::CreatePost(PostCreated {
            post: post.clone(),
            unit: unit_id(1),
            role: Role::Head,
            title: "Giám đốc".to_owned(),
            from: None,
        }),
    );
    for (id, name) in [("a", "Nguyễn Văn A"), ("b", "Trần Thị B")] {
        let (person, name) = (person(id), name.to_owned());
        done(
            &mut registry,
            Command::RegisterPerson(PersonRegistered { person, name }),
        );
    }
    let take = |who: &str, on| {
        Command::TakePost(PostTaken {
            post: post.clone(),
            person: person(who),
            on,
            instrument: None,
        })
    };
    done(&mut registry, take("a", day(2)));
    assert!(matches!(
        refused(&registry, take("b", day(4))),
        Refusal::PostHeld { .. }
    ));
    done(
        &mut registry,
        Command::LeavePost(PostLeft {
            post: post.clone(),
            person: person("a"),
            on: day(4),
            instrument: None,
        }),
    );
    done(&mut registry, take("b", day(4)));
    assert_eq!(registry.who_held(&post, day(1)), None);
    assert_eq!(registry.who_held(&post, day(3)), Some(&person("a")));
    assert_eq!(registry.who_held(&post, day(4)), Some(&person("b")));
}
