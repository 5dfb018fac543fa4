//! Who may sit in a meeting for another, on which day.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use dondoc_city::{Act, ActError, Acting, City, Command, Jurisdiction, Refusal, civil, found};
use dondoc_ledger::{Ledger, MemoryAttachments, MemoryStore, Seeded};
use dondoc_meetings::{Attended, Command as Asked, Deputy, Place, Scheduled};
use dondoc_registry::{
    Ceiling, Command as Enter, Grant, Instrument, PersonRegistered, PostCreated, PostTaken, Power,
    Role, Source,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};

fn at(day: Date) -> Timestamp {
    format!("{day}T02:00:00Z").parse().unwrap()
}

struct Town {
    ledger: Ledger,
    city: City,
}

impl Town {
    /// The finance department with a head, a deputy and a contact, and a meeting
    /// on 10 October.
    fn new() -> Self {
        let ledger = Ledger::open(
            Box::new(MemoryStore::default()),
            Box::new(MemoryAttachments::default()),
            Box::new(Seeded::new(b"deputies")),
        )
        .unwrap();
        let events = Jurisdiction::Hanoi.founding().unwrap();
        let founder = Acting::of("ub-thanh-pho".parse().unwrap());
        found(&ledger, &events, &founder, at(date(2024, 1, 2))).unwrap();
        let mut town = Self {
            city: City::empty(),
            ledger,
        };
        town.city.catch_up(&town.ledger).unwrap();
        for (person, name, role) in [
            ("dung", "Trần Văn Dũng", Role::Head),
            ("ha", "Lê Thị Hà", Role::DeputyHead),
            ("an", "Phạm An", Role::Contact),
        ] {
            town.employ(person, name, role);
        }
        let scheduled = Scheduled {
            meeting: "2024-q4".parse().unwrap(),
            title: "Giao ban".into(),
            from: date(2024, 7, 1),
            to: date(2024, 9, 30),
            begins: date(2024, 10, 10).at(8, 0, 0, 0),
            chair: "thanh-uy".parse().unwrap(),
            chair_post: None,
            places: vec![Place {
                name: "Hội trường".into(),
                unit: None,
            }],
        };
        let call = Command::Meeting(Asked::Schedule(Box::new(scheduled)));
        town.act(date(2024, 9, 20), call).unwrap();
        town
    }

    fn act(&mut self, day: Date, command: Command) -> Result<(), Refusal> {
        let act = Act {
            command,
            acting: Acting::of("thanh-uy".parse().unwrap()),
            at: at(day),
            valid: civil(at(day)),
        };
        match self.city.act(&self.ledger, &act) {
            Ok(_) => Ok(()),
            Err(ActError::Refused(refusal)) => Err(refusal),
            Err(other) => panic!("{other}"),
        }
    }

    fn employ(&mut self, person: &str, name: &str, role: Role) {
        let post: dondoc_kinds::PostId = format!("so-tai-chinh.{person}").parse().unwrap();
        let on = date(2024, 1, 2);
        let enter = vec![
            Enter::RegisterPerson(PersonRegistered {
                person: person.parse().unwrap(),
                name: name.to_owned(),
            }),
            Enter::CreatePost(PostCreated {
                post: post.clone(),
                unit: "so-tai-chinh".parse().unwrap(),
                role,
                title: name.to_owned(),
                from: Some(on),
            }),
            Enter::TakePost(PostTaken {
                post,
                person: person.parse().unwrap(),
                on,
                instrument: None,
            }),
        ];
        self.act(date(2024, 1, 3), Command::Registry(enter))
            .unwrap();
    }

    /// The head delegates attending to the contact, to the end of a day.
    fn delegate(&mut self, to_day: Date) {
        let grant = Grant {
            id: "uq-1".parse().unwrap(),
            by: "so-tai-chinh.dung".parse().unwrap(),
            source: Source::Office,
            to: "so-tai-chinh.an".parse().unwrap(),
            person: None,
            powers: BTreeSet::from([Power::MeetingAttend]),
            ceiling: Ceiling::default(),
            from: date(2024, 9, 25),
            to_day,
            conditions: None,
            instrument: Instrument {
                number: "31/GUQ-STC".to_owned(),
                date: date(2024, 9, 24),
            },
        };
        let grant = Enter::Delegate(Box::new(grant));
        self.act(date(2024, 9, 25), Command::Registry(vec![grant]))
            .unwrap();
    }

    fn sits(&mut self, name: &str) -> Result<(), Refusal> {
        let attended = Attended {
            meeting: "2024-q4".parse().unwrap(),
            unit: "so-tai-chinh".parse().unwrap(),
            place: 0,
            person: None,
            name: name.into(),
            deputy: Some(Deputy {
                of: "Giám đốc".into(),
                instrument: "31/GUQ-STC".into(),
            }),
        };
        let attend = Command::Meeting(Asked::Attend(Box::new(attended)));
        self.act(date(2024, 9, 30), attend)
    }

    fn seat(&self) -> Option<String> {
        let meeting = self.city.meetings.get(&"2024-q4".parse().unwrap()).unwrap();
        let seat = meeting.attendance.get(&"so-tai-chinh".parse().unwrap())?;
        seat.person.as_ref().map(ToString::to_string)
    }
}

fn is_refused(refused: &Result<(), Refusal>, of: &str) -> bool {
    let on = date(2024, 10, 10);
    matches!(refused, Err(Refusal::DeputyMayNot { name, on: day, .. }) if name == of && *day == on)
}

#[test]
fn a_deputy_of_the_head_sits_by_their_post_and_the_entry_names_them() {
    let mut town = Town::new();
    // Case does not matter; the person is the one of the register.
    town.sits("Lê thị hà").unwrap();
    assert_eq!(town.seat().as_deref(), Some("ha"));
}

#[test]
fn nobody_sits_for_a_unit_without_a_post_that_leads_or_a_delegation() {
    let mut town = Town::new();
    assert!(is_refused(&town.sits("Phạm An"), "Phạm An"));
    assert!(is_refused(&town.sits("Người Lạ"), "Người Lạ"));
    assert_eq!(town.seat(), None);
}

#[test]
fn a_delegation_counts_on_the_day_of_the_meeting() {
    let mut town = Town::new();
    town.delegate(date(2024, 10, 9));
    // In force when it is entered, over when they meet.
    assert!(is_refused(&town.sits("Phạm An"), "Phạm An"));
    let mut town = Town::new();
    town.delegate(date(2024, 10, 10));
    town.sits("Phạm An").unwrap();
    assert_eq!(town.seat().as_deref(), Some("an"));
}
