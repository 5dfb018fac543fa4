//! A briefing meeting from its call to the next agenda.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dondoc_calendar::{ReadAs, Rule};
use dondoc_city::{
    Act, ActError, Acting, City, Command, Event, Jurisdiction, Recognised, Refusal, civil, found,
};
use dondoc_kinds::{MeetingId, UnitId};
use dondoc_ledger::{Ledger, MemoryAttachments, MemoryStore, Seeded};
use dondoc_meetings::{
    AgendaReason, Command as Asked, Conclusion, Deadline, Order, Place, Refusal as No, Scheduled,
    Standing,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const CHAIR: &str = "thanh-uy";
const SENTENCE: &str = "Giao Sở Kế hoạch và Đầu tư chủ trì, phối hợp với Sở Tài chính xây dựng báo cáo giải ngân, hoàn thành trước ngày 30/11/2024.";
const ALL: &str = "Giao các quận, huyện, thị xã rà soát dự án chậm giải phóng mặt bằng, báo cáo trước ngày 15/12/2024.";

struct Story {
    ledger: Ledger,
    city: City,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn meeting(id: &str) -> MeetingId {
    MeetingId::parse(id).unwrap()
}

fn now() -> Date {
    date(2024, 10, 22)
}

fn act_of(unit: &str, when: &str, command: Command) -> Act {
    let at = at(when);
    Act {
        command,
        acting: Acting::of(UnitId::parse(unit).unwrap()),
        at,
        valid: civil(at),
    }
}

impl Story {
    fn begin() -> Self {
        let ledger = Ledger::open(
            Box::new(MemoryStore::default()),
            Box::new(MemoryAttachments::default()),
            Box::new(Seeded::new(b"meeting tests")),
        )
        .unwrap();
        let events = Jurisdiction::Hanoi.founding().unwrap();
        let founder = act_of("ub-thanh-pho", "2024-01-02T02:00:00Z", Command::DailyRun);
        found(&ledger, &events, &founder.acting, founder.at).unwrap();
        let mut city = City::empty();
        city.catch_up(&ledger).unwrap();
        Self { ledger, city }
    }

    fn act(&mut self, when: &str, command: Command) -> Result<Vec<Event>, Refusal> {
        act(&mut self.city, &self.ledger, when, command)
    }

    fn ask(&mut self, when: &str, asked: Asked) -> Result<Vec<Event>, Refusal> {
        self.act(when, Command::Meeting(asked))
    }

    fn call(&mut self, id: &str, begins: Date) {
        let scheduled = Scheduled {
            meeting: meeting(id),
            title: format!("Giao ban {id}").into(),
            from: date(2024, 7, 1),
            to: date(2024, 9, 30),
            begins: begins.at(8, 0, 0, 0),
            chair: UnitId::parse(CHAIR).unwrap(),
            chair_post: None,
            places: vec![Place {
                name: "Hội trường".into(),
                unit: None,
            }],
        };
        self.ask("2024-10-15T02:00:00Z", Asked::Schedule(Box::new(scheduled)))
            .unwrap();
    }

    fn open(&mut self) {
        self.call("2024-q3", now());
        let meeting = meeting("2024-q3");
        self.ask("2024-10-22T01:00:00Z", Asked::Open { meeting })
            .unwrap();
    }

    /// The versions that stand, as the chair sees them.
    fn seen(&self) -> Vec<(u32, u32)> {
        let meeting = self.city.meetings.get(&meeting("2024-q3")).unwrap();
        let stand = meeting.standing_conclusions();
        stand.map(|it| (it.number, it.version())).collect()
    }

    fn sign_off(&mut self) -> Result<Vec<Event>, Refusal> {
        let (meeting, seen) = (meeting("2024-q3"), self.seen());
        self.act("2024-10-22T04:00:00Z", Command::SignOff { meeting, seen })
    }
}

fn act(
    city: &mut City,
    ledger: &Ledger,
    when: &str,
    command: Command,
) -> Result<Vec<Event>, Refusal> {
    match city.act(ledger, &act_of(CHAIR, when, command)) {
        Ok(done) => Ok(done.drafts.into_iter().map(|draft| draft.event).collect()),
        Err(ActError::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{error}: {:?}", std::error::Error::source(&error)),
    }
}

fn typed(city: &City, sentence: &str) -> Command {
    let Recognised {
        leads,
        coordinating,
        product,
        deadline,
        ..
    } = city.recognise(sentence, now());
    Command::Meeting(Asked::Conclude {
        meeting: meeting("2024-q3"),
        conclusion: Conclusion {
            text: sentence.into(),
            order: Some(Order {
                leads,
                coordinating,
                product: product.unwrap_or_else(|| "Báo cáo".into()).into(),
                deadline: deadline.map(|(text, rule)| Deadline {
                    text: text.into(),
                    rule: rule.unwrap(),
                }),
            }),
        },
    })
}

#[test]
fn a_sentence_is_recognised_by_itself() {
    let story = Story::begin();
    let found = story.city.recognise(SENTENCE, now());
    let ids = |units: &[UnitId]| units.iter().map(UnitId::to_string).collect::<Vec<_>>();
    assert_eq!(ids(&found.leads), ["so-khdt"]);
    assert_eq!(ids(&found.coordinating), ["so-tai-chinh"]);
    assert!(found.product.is_some());
    let (words, rule) = found.deadline.unwrap();
    assert_eq!(words, "trước ngày 30/11/2024");
    assert_eq!(
        rule,
        Rule::parse("trước ngày 30/11/2024", &ReadAs::document(now())).ok()
    );
    assert_eq!(story.city.recognise(ALL, now()).leads.len(), 30);
    for rubbish in ["", "   ", "x", "\u{0}\u{300}", "Giao", "30/2/2024"] {
        assert!(story.city.recognise(rubbish, now()).leads.is_empty());
    }
}

#[test]
fn conclusions_become_tasks_at_the_sign_off_and_the_next_agenda_shows_them() {
    let mut story = Story::begin();
    story.open();
    for sentence in [SENTENCE, ALL] {
        let command = typed(&story.city, sentence);
        story.act("2024-10-22T03:00:00Z", command).unwrap();
    }
    assert!(story.city.tasks.is_empty(), "nothing is owed before");

    let written = story.sign_off().unwrap();
    assert_eq!(written.len(), 1 + 1 + 30, "the sign-off and its tasks");
    let concluded = story.city.meetings.get(&meeting("2024-q3")).unwrap();
    assert_eq!(concluded.conclusion(1).unwrap().tasks.len(), 1);
    assert_eq!(concluded.conclusion(2).unwrap().tasks.len(), 30);
    for task in story.city.tasks.iter() {
        let (of, minuted) = story.city.meetings.conclusion_of(&task.id).unwrap();
        assert_eq!(task.conclusion_of(), Some(of.id()));
        assert_eq!(task.text(), &*minuted.current().conclusion.text);
        assert_eq!(
            task.item().as_str(),
            format!("kl.2024-q3.{}", minuted.number)
        );
    }

    assert_eq!(story.sign_off().unwrap(), [], "twice is once");
    assert_eq!(story.city.tasks.len(), 31);
    let close = Asked::Close {
        meeting: meeting("2024-q3"),
    };
    story.ask("2024-10-22T05:00:00Z", close).unwrap();

    story.call("2024-q4", date(2025, 1, 14));
    let agenda = story
        .city
        .proposed_agenda(&meeting("2024-q4"), date(2025, 1, 10));
    assert_eq!(agenda.len(), 2, "what thirty units owe alike is one item");
    assert!(
        agenda
            .iter()
            .all(|item| item.reason == AgendaReason::EarlierConclusion)
    );
    assert_eq!(&*agenda[0].text, SENTENCE, "the longest late comes first");
}

#[test]
fn two_desks_typing_at_the_same_time_lose_nothing() {
    let mut story = Story::begin();
    story.open();
    let mut other = story.city.clone();
    let (first, second) = (typed(&story.city, SENTENCE), typed(&other, ALL));
    story.act("2024-10-22T03:00:00Z", first).unwrap();
    // Decided on what it knew, found the stream longer, decided again.
    act(&mut other, &story.ledger, "2024-10-22T03:00:00Z", second).unwrap();
    story.city.catch_up(&story.ledger).unwrap();
    assert_eq!(story.seen(), [(1, 1), (2, 1)]);
    assert_eq!(story.city, other);

    let meeting = meeting("2024-q3");
    let seen = vec![(1, 1)];
    let unseen = story.act("2024-10-22T04:00:00Z", Command::SignOff { meeting, seen });
    assert!(matches!(
        unseen,
        Err(Refusal::Meeting {
            answer: No::SignedOther { .. }
        })
    ));
    assert!(story.city.tasks.is_empty());
}

#[test]
fn what_could_not_be_issued_is_refused_while_it_is_typed() {
    let mut story = Story::begin();
    story.open();
    let past = SENTENCE.replace("30/11/2024", "30/9/2024");
    let command = typed(&story.city, &past);
    let refused = story.act("2024-10-22T03:00:00Z", command);
    assert!(matches!(
        refused,
        Err(Refusal::Task {
            answer: dondoc_tasks::Refusal::DueBeforeIssue { .. }
        })
    ));
}

#[test]
fn a_snapshot_holds_the_meetings() {
    let mut story = Story::begin();
    story.open();
    let command = typed(&story.city, SENTENCE);
    story.act("2024-10-22T03:00:00Z", command).unwrap();
    story.sign_off().unwrap();
    let back = City::from_snapshot(&story.city.to_snapshot().unwrap()).unwrap();
    assert_eq!(back, story.city);
    let meeting = back.meetings.get(&meeting("2024-q3")).unwrap();
    assert!(matches!(meeting.standing, Standing::SignedOff { .. }));
}
