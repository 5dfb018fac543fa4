//! One decision on a city of 300 units, 3,000 people and 600 delegations: the
//! p99 of 20,000 mixed questions. `cargo bench -p dondoc-authority`.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench reads the clock, and prints"
)]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use dondoc_authority::{Action, Authority, Principal, Resource};
use dondoc_city::City;
use dondoc_kinds::{DelegationId, PersonId, PostId, UnitId};
use dondoc_registry::{
    Basis, Ceiling, Confidence, DelegationGranted, Event, Grant, Instrument, Kind, Level, Naming,
    PersonRegistered, PostCreated, PostTaken, Power, Role, Source, UnitCreated,
};
use jiff::Timestamp;
use jiff::civil::date;

const UNITS: usize = 300;
const ROLES: [Role; 10] = [
    Role::Head,
    Role::DeputyHead,
    Role::DeputyHead,
    Role::Contact,
    Role::Contact,
    Role::Clerk,
    Role::Clerk,
    Role::Clerk,
    Role::Clerk,
    Role::Inspector,
];

fn unit(n: usize) -> UnitId {
    UnitId::parse(&format!("u{n}")).unwrap()
}
fn post(n: usize, m: usize) -> PostId {
    PostId::parse(&format!("u{n}.p{m}")).unwrap()
}
fn person(n: usize, m: usize) -> PersonId {
    PersonId::parse(&format!("n{n}-{m}")).unwrap()
}

fn city() -> City {
    let mut city = City::empty();
    let mut enter = |event: Event| city.registry.apply(&event);
    enter(Event::NamingSet(Naming {
        kinds: vec![Kind {
            kind: "so".into(),
            term_vi: "Sở".to_owned(),
            term_en: "department".to_owned(),
            level: Level::Province,
            bare: false,
        }],
        ..Naming::default()
    }));
    for n in 0..UNITS {
        let basis = Basis {
            instrument: None,
            source: "bench".to_owned(),
            confidence: Confidence::Seen,
        };
        enter(Event::UnitCreated(UnitCreated {
            unit: unit(n),
            kind: if n == 0 { "ubnd" } else { "so" }.into(),
            name: format!("Sở {n}"),
            parent: (n > 0).then(|| unit(0)),
            code: None,
            from: None,
            basis,
        }));
        for (m, role) in ROLES.into_iter().enumerate() {
            enter(Event::PostCreated(PostCreated {
                post: post(n, m),
                unit: unit(n),
                role,
                title: "Chức vụ".to_owned(),
                from: None,
            }));
            enter(Event::PersonRegistered(PersonRegistered {
                person: person(n, m),
                name: "Nguyễn Văn".to_owned(),
            }));
            enter(Event::PostTaken(PostTaken {
                post: post(n, m),
                person: person(n, m),
                on: date(2025, 1, 1),
                instrument: None,
            }));
        }
        for to in [1, 2] {
            let id = DelegationId::parse(&format!("uq-{n}-{to}")).unwrap();
            let grant = Grant {
                id,
                by: post(n, 0),
                source: Source::Office,
                to: post(n, to),
                person: None,
                powers: BTreeSet::from([Power::TaskConfirm, Power::InvestmentReallocate]),
                ceiling: Ceiling {
                    dong: Some(1_000_000_000),
                    ..Ceiling::default()
                },
                from: date(2025, 1, 1),
                to_day: date(2025, 12, 31),
                conditions: None,
                instrument: Instrument {
                    number: "1/QĐ".to_owned(),
                    date: date(2025, 1, 1),
                },
            };
            let granter = person(n, 0);
            enter(Event::DelegationGranted(DelegationGranted {
                grant,
                granter,
            }));
        }
    }
    city
}

fn main() {
    let (city, authority) = (city(), Authority::load().unwrap());
    let at: Timestamp = "2025-05-12T05:00:00Z".parse().unwrap();
    let acts = [
        Action::TaskRead,
        Action::ReportRead,
        Action::TaskReport,
        Action::TaskConfirm,
        Action::TaskIssue,
        Action::InvestmentReallocate,
        Action::DelegationGrant,
        Action::MeetingSignOff,
    ];
    let mut took: Vec<Duration> = Vec::new();
    let mut allowed = 0_usize;
    for n in 0..20_000_usize {
        let (place, seat) = (n * 7 % UNITS, n % ROLES.len());
        let who = Principal::person(person(place, seat));
        let action = acts[n / ROLES.len() % acts.len()];
        let on = Resource::NewTask {
            assigner: unit(place),
            lead: Some(unit((place + 1) % UNITS)),
            field: None,
        };
        let start = Instant::now();
        let decision = authority.decide(&city, &who, action, &on, at);
        took.push(start.elapsed());
        allowed += usize::from(decision.allowed);
    }
    took.sort();
    let at = |share: usize| took[(took.len() - 1) * share / 1000];
    println!(
        "{} decisions, {allowed} allowed: p50 {:?}, p99 {:?}, p99.9 {:?}",
        took.len(),
        at(500),
        at(990),
        at(999)
    );
}
