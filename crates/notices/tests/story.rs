//! An order is issued, reported, returned: who is told, and what their calendar
//! program shows.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dondoc_calendar::{ReadAs, Rule};
use dondoc_city::{Act, Acting, City, Command, Event, IssueProposal, Jurisdiction, civil, found};
use dondoc_kinds::{PersonId, UnitId};
use dondoc_ledger::{Ledger, MemoryAttachments, MemoryStore, Seeded};
use dondoc_notices::{Feed, Notice, notices_of, person_feed, unit_feed};
use dondoc_registry::{Command as RegistryCommand, PersonRegistered, PostCreated, PostTaken, Role};
use dondoc_tasks::{Importance, MakeReport, When};
use jiff::Timestamp;
use jiff::civil::{Date, date};

struct Story {
    ledger: Ledger,
    city: City,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl Story {
    fn begin() -> Self {
        let ledger = Ledger::open(
            Box::new(MemoryStore::default()),
            Box::new(MemoryAttachments::default()),
            Box::new(Seeded::new(b"notices tests")),
        )
        .unwrap();
        let events = Jurisdiction::Hanoi.founding().unwrap();
        let acting = acting("ub-thanh-pho", None);
        found(&ledger, &events, &acting, at("2024-01-02T02:00:00Z")).unwrap();
        let mut story = Self {
            ledger,
            city: City::empty(),
        };
        story.city.catch_up(&story.ledger).unwrap();
        story.people();
        story
    }

    fn people(&mut self) {
        let places = [
            ("so-tai-chinh", Role::Contact, "dau-moi"),
            ("so-tai-chinh", Role::Head, "giam-doc"),
            ("so-noi-vu", Role::Contact, "phoi-hop"),
            ("ub-thanh-pho", Role::Clerk, "van-thu"),
        ];
        for (unit, role, name) in places {
            let person: PersonId = name.parse().unwrap();
            let post = format!("{unit}.{name}").parse().unwrap();
            let from = date(2024, 1, 2);
            let commands = vec![
                RegistryCommand::CreatePost(PostCreated {
                    post,
                    unit: unit.parse().unwrap(),
                    role,
                    title: name.to_owned(),
                    from: Some(from),
                }),
                RegistryCommand::RegisterPerson(PersonRegistered {
                    person: person.clone(),
                    name: name.to_owned(),
                }),
                RegistryCommand::TakePost(PostTaken {
                    post: format!("{unit}.{name}").parse().unwrap(),
                    person,
                    on: from,
                    instrument: None,
                }),
            ];
            self.act(
                "ub-thanh-pho",
                None,
                "2024-01-03T02:00:00Z",
                Command::Registry(commands),
            );
        }
    }

    /// Acts, and returns who is told what about it.
    fn act(
        &mut self,
        unit: &str,
        person: Option<&str>,
        when: &str,
        command: Command,
    ) -> Vec<(String, &'static str)> {
        let at = at(when);
        let act = Act {
            command,
            acting: acting(unit, person),
            at,
            valid: civil(at),
        };
        let done = self.city.act(&self.ledger, &act).unwrap();
        let mut told = Vec::new();
        for (entry, draft) in (done.first..).zip(&done.drafts) {
            if let Event::Task(event) = &draft.event {
                let actor = act.acting.person.as_ref();
                told.extend(notices_of(&self.city, event, entry, actor, at));
            }
        }
        told.iter().map(heard).collect()
    }

    fn issue(&mut self, due: &str) -> Vec<(String, &'static str)> {
        let rule = Rule::parse(due, &ReadAs::document(date(2024, 8, 1))).unwrap();
        let order = IssueProposal {
            proposal: None,
            text: Some(
                "Rà soát, báo cáo tiến độ giải ngân các dự án của thành phố; \
                        đề xuất điều chuyển vốn, bảo đảm không lãng phí nguồn lực"
                    .into(),
            ),
            to: vec!["so-tai-chinh".parse().unwrap()],
            with: Some(vec!["so-noi-vu".parse().unwrap()]),
            product: Some("Báo cáo, đề xuất".into()),
            when: Some(When::By {
                rule,
                from: date(2024, 8, 1).at(8, 0, 0, 0),
                until: None,
            }),
            field: None,
            importance: Importance::Key,
        };
        self.act(
            "ub-thanh-pho",
            Some("van-thu"),
            "2024-08-01T01:00:00Z",
            Command::Issue(Box::new(order)),
        )
    }

    fn feed(&self, as_of: Date) -> Feed<'_> {
        Feed {
            city: &self.city,
            as_of,
            name: "Sở Tài chính",
            base: "https://dondoc.example",
            origin: "dondoc.example/hanoi",
        }
    }
}

fn acting(unit: &str, person: Option<&str>) -> Acting {
    Acting::of(unit.parse().unwrap()).by(person.map(|person| person.parse().unwrap()))
}

fn heard(notice: &Notice) -> (String, &'static str) {
    (notice.person.to_string(), notice.occasion.slug())
}

fn told(all: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    all.iter()
        .map(|(person, slug)| ((*person).to_owned(), *slug))
        .collect()
}

#[test]
fn doers_are_told_of_an_order_partners_too_and_the_one_who_issued_it_is_not() {
    let mut story = Story::begin();
    let all = story.issue("trước ngày 30/9/2024");
    assert_eq!(
        all,
        told(&[
            ("dau-moi", "issued"),
            ("giam-doc", "issued"),
            ("phoi-hop", "issued-with"),
        ])
    );
}

#[test]
fn a_report_is_told_to_the_assigner_and_a_late_reminder_to_the_head_too() {
    let mut story = Story::begin();
    story.issue("trước ngày 30/9/2024");
    let task = story.city.tasks.iter().last().unwrap().id.clone();
    let report = dondoc_tasks::Command::Report(Box::new(MakeReport {
        report: format!("{task}.r1").parse().unwrap(),
        task,
        occurrence: None,
        percent: 40,
        says_done: false,
        narrative: "Đã rà soát 12 dự án".into(),
        evidence: Vec::new(),
    }));
    let all = story.act(
        "so-tai-chinh",
        Some("dau-moi"),
        "2024-09-03T02:00:00Z",
        Command::Task(report),
    );
    assert_eq!(all, told(&[("van-thu", "reported")]));
    let all = story.act(
        "ub-thanh-pho",
        None,
        "2024-10-01T01:00:00Z",
        Command::DailyRun,
    );
    assert_eq!(
        all,
        told(&[("dau-moi", "reminded"), ("giam-doc", "reminded")])
    );
}

#[test]
fn a_unit_feed_has_the_deadline_as_a_day_and_folds_its_lines() {
    let mut story = Story::begin();
    story.issue("trước ngày 30/9/2024");
    let ics = unit_feed(
        &story.feed(date(2024, 8, 2)),
        &UnitId::parse("so-tai-chinh").unwrap(),
    );
    assert!(ics.contains("DUE;VALUE=DATE:20240930\r\n"), "{ics}");
    assert!(ics.contains("STATUS:NEEDS-ACTION\r\n"));
    assert!(ics.contains("PRIORITY:3\r\n"));
    assert!(ics.split("\r\n").all(|line| line.len() <= 75), "{ics}");
    assert!(!ics.replace("\r\n", "").contains('\n'));
    let again = unit_feed(
        &story.feed(date(2024, 8, 2)),
        &UnitId::parse("so-tai-chinh").unwrap(),
    );
    assert_eq!(ics, again, "the same city gives the same bytes");
}

#[test]
fn an_hour_is_a_moment_in_utc_and_a_recurring_task_is_one_entry_an_occurrence() {
    let mut story = Story::begin();
    story.issue("trước 17h00 ngày 05/9/2024");
    story.issue("trước ngày 25 hằng tháng");
    let person: PersonId = "giam-doc".parse().unwrap();
    let ics = person_feed(&story.feed(date(2024, 8, 2)), &person);
    assert!(ics.contains("DUE:20240905T100000Z\r\n"), "{ics}");
    let recurring = ics.matches("UID:nv-000002.").count();
    assert!(
        (2..=4).contains(&recurring),
        "{recurring} occurrences in {ics}"
    );
    let stranger: PersonId = "phoi-hop".parse().unwrap();
    assert!(!person_feed(&story.feed(date(2024, 8, 2)), &stranger).contains("VTODO"));
}
