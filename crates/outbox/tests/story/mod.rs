//! What both ways of telling people start from: a city with a contact of the finance
//! department, and two orders to it.

use dondoc_city::{Act, Acting, City, Command, IssueProposal, Jurisdiction, civil, found};
use dondoc_kinds::{PersonId, PostId};
use dondoc_ledger::{Ledger, MemoryAttachments, MemoryStore, Seeded};
use dondoc_registry::{Command as Enter, PersonRegistered, PostCreated, PostTaken, Role};
use dondoc_tasks::{Importance, When};
use jiff::Timestamp;
use jiff::civil::date;

pub(crate) const BASE: &str = "https://dondoc.example";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn contact() -> PersonId {
    "dau-moi".parse().unwrap()
}

pub(crate) struct Story {
    pub(crate) ledger: Ledger,
    pub(crate) city: City,
}

impl Story {
    pub(crate) fn begin(orders: [&str; 2]) -> Self {
        let ledger = Ledger::open(
            Box::new(MemoryStore::default()),
            Box::new(MemoryAttachments::default()),
            Box::new(Seeded::new(b"outbox tests")),
        )
        .unwrap();
        let events = Jurisdiction::Hanoi.founding().unwrap();
        found(&ledger, &events, &acting(), at("2024-01-02T02:00:00Z")).unwrap();
        let mut story = Self {
            ledger,
            city: City::empty(),
        };
        story.city.catch_up(&story.ledger).unwrap();
        let from = date(2024, 1, 2);
        let post: PostId = "so-tai-chinh.dau-moi-1".parse().unwrap();
        story.act(
            "2024-01-03T02:00:00Z",
            Command::Registry(vec![
                Enter::CreatePost(PostCreated {
                    post: post.clone(),
                    unit: "so-tai-chinh".parse().unwrap(),
                    role: Role::Contact,
                    title: "Đầu mối".to_owned(),
                    from: Some(from),
                }),
                Enter::RegisterPerson(PersonRegistered {
                    person: contact(),
                    name: "Nguyễn Thị Minh Họa".to_owned(),
                }),
                Enter::TakePost(PostTaken {
                    post,
                    person: contact(),
                    on: from,
                    instrument: None,
                }),
            ]),
        );
        for order in orders {
            story.issue(order);
        }
        story
    }

    pub(crate) fn issue(&mut self, words: &str) {
        let order = IssueProposal {
            proposal: None,
            text: Some(words.into()),
            to: vec!["so-tai-chinh".parse().unwrap()],
            with: None,
            product: Some("Báo cáo".into()),
            when: Some(When::NoDate { review_days: None }),
            field: None,
            importance: Importance::Ordinary,
        };
        self.act("2024-09-03T02:00:00Z", Command::Issue(Box::new(order)));
    }

    fn act(&mut self, when: &str, command: Command) {
        let at = at(when);
        let act = Act {
            command,
            acting: acting(),
            at,
            valid: civil(at),
        };
        self.city.act(&self.ledger, &act).unwrap();
    }
}

fn acting() -> Acting {
    Acting::of("ub-thanh-pho".parse().unwrap())
}
