//! The rules of the room, each as one test.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use dondoc_calendar::{Rule, Word};
use dondoc_kinds::{MeetingId, PostId, TaskId, UnitId};
use dondoc_meetings::*;
use jiff::civil::date;

const CHAIR: &str = "thanh-uy";
const UNIT: &str = "so-tai-chinh";

fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

fn id() -> MeetingId {
    MeetingId::parse("2024-q3").unwrap()
}

fn scheduled() -> Scheduled {
    Scheduled {
        meeting: id(),
        title: "Giao ban quý III".into(),
        from: date(2024, 7, 1),
        to: date(2024, 9, 30),
        begins: date(2024, 10, 22).at(8, 0, 0, 0),
        chair: unit(CHAIR),
        chair_post: Some(PostId::parse("bi-thu").unwrap()),
        places: vec![Place {
            name: "Hội trường".into(),
            unit: None,
        }],
    }
}

fn says(text: &str, lead: &str) -> Conclusion {
    Conclusion {
        text: text.into(),
        order: Some(Order {
            leads: vec![unit(lead)],
            coordinating: Vec::new(),
            product: "báo cáo".into(),
            deadline: Some(Deadline {
                text: "trước 25/11/2024".into(),
                rule: Rule::Day {
                    day: date(2024, 11, 25),
                    hour: None,
                    word: Word::Before,
                },
            }),
        }),
    }
}

fn conclude(text: &str) -> Command {
    Command::Conclude {
        meeting: id(),
        conclusion: says(text, UNIT),
    }
}

fn correct(seen: u32, text: &str) -> Command {
    Command::Correct {
        meeting: id(),
        number: 1,
        seen,
        conclusion: says(text, UNIT),
    }
}

fn sign(signed: &[(u32, u32)]) -> Command {
    Command::SignOff {
        meeting: id(),
        conclusions: signed
            .iter()
            .map(|(number, version)| IssuedFrom {
                number: *number,
                version: *version,
                tasks: vec![TaskId::parse(&format!("nv-{number:06}")).unwrap()],
            })
            .collect(),
    }
}

#[derive(Default)]
struct Room {
    meetings: Meetings,
    entries: u64,
}

impl Room {
    fn by(
        &mut self,
        by: &str,
        post: Option<&str>,
        command: Command,
    ) -> Result<Option<Event>, Refusal> {
        let (unit, post) = (unit(by), post.map(|post| PostId::parse(post).unwrap()));
        let context = Context {
            unit: &unit,
            post: post.as_ref(),
            person: None,
        };
        let event = decide(&self.meetings, command, &context)?.into_event();
        if let Some(event) = &event {
            apply(&mut self.meetings, event, self.entries);
            self.entries += 1;
        }
        Ok(event)
    }

    fn chair(&mut self, command: Command) -> Result<Option<Event>, Refusal> {
        self.by(CHAIR, Some("bi-thu"), command)
    }

    fn open() -> Self {
        let mut room = Self::default();
        room.chair(Command::Schedule(Box::new(scheduled())))
            .unwrap();
        room.chair(Command::Open { meeting: id() }).unwrap();
        room
    }

    fn meeting(&self) -> &Meeting {
        self.meetings.get(&id()).unwrap()
    }
}

#[test]
fn outcomes_are_written_while_the_meeting_is_open_and_then_only() {
    let mut room = Room::default();
    room.chair(Command::Schedule(Box::new(scheduled())))
        .unwrap();
    let early = room.chair(conclude("Giao Sở Tài chính báo cáo"));
    assert!(matches!(early, Err(Refusal::NotOpen { .. })));
    room.chair(Command::Open { meeting: id() }).unwrap();
    room.chair(conclude("Giao Sở Tài chính báo cáo")).unwrap();
    room.chair(sign(&[(1, 1)])).unwrap();
    for late in [
        conclude("Thêm"),
        correct(1, "Khác"),
        Command::Withdraw {
            meeting: id(),
            number: 1,
            reason: "nhầm".into(),
        },
    ] {
        assert!(matches!(room.chair(late), Err(Refusal::NotOpen { .. })));
    }
}

#[test]
fn two_people_typing_at_the_same_time_lose_nothing() {
    let mut room = Room::open();
    room.chair(conclude("A")).unwrap();
    room.chair(conclude("B")).unwrap();
    let numbers: Vec<u32> = room
        .meeting()
        .standing_conclusions()
        .map(|it| it.number)
        .collect();
    assert_eq!(numbers, [1, 2]);

    room.chair(correct(1, "A của người thứ nhất")).unwrap();
    let second = room.chair(correct(1, "A của người thứ hai"));
    assert_eq!(
        second,
        Err(Refusal::ConclusionChanged {
            number: 1,
            theirs: "A của người thứ nhất".into(),
            yours: "A của người thứ hai".into(),
        })
    );
    let minuted = room.meeting().conclusion(1).unwrap();
    assert_eq!(&*minuted.first.conclusion.text, "A", "the first words stay");
}

#[test]
fn the_same_conclusion_sent_twice_is_one() {
    let mut room = Room::open();
    assert!(room.chair(conclude("A")).unwrap().is_some());
    assert!(room.chair(conclude("A")).unwrap().is_none());
    assert_eq!(room.meeting().conclusions.len(), 1);
}

#[test]
fn only_the_chair_signs_off_and_twice_is_once() {
    let mut room = Room::open();
    room.chair(conclude("A")).unwrap();
    let other_unit = room.by(UNIT, None, sign(&[(1, 1)]));
    assert!(matches!(other_unit, Err(Refusal::OnlyChair { .. })));
    let other_post = room.by(CHAIR, Some("chanh-van-phong"), sign(&[(1, 1)]));
    assert!(matches!(other_post, Err(Refusal::OnlyChair { .. })));
    assert!(room.chair(sign(&[(1, 1)])).unwrap().is_some());
    assert!(room.chair(sign(&[(1, 1)])).unwrap().is_none());
    assert_eq!(room.meeting().conclusion(1).unwrap().tasks.len(), 1);
}

#[test]
fn what_was_corrected_meanwhile_is_not_signed_unseen() {
    let mut room = Room::open();
    room.chair(conclude("A")).unwrap();
    room.chair(correct(1, "A, sửa")).unwrap();
    let stale = room.chair(sign(&[(1, 1)]));
    assert!(matches!(stale, Err(Refusal::SignedOther { .. })));
    room.chair(sign(&[(1, 2)])).unwrap();
}

#[test]
fn a_withdrawn_conclusion_is_neither_signed_nor_corrected() {
    let mut room = Room::open();
    room.chair(conclude("A")).unwrap();
    room.chair(conclude("B")).unwrap();
    room.chair(Command::Withdraw {
        meeting: id(),
        number: 1,
        reason: "trùng".into(),
    })
    .unwrap();
    assert_eq!(
        room.chair(correct(1, "A2")),
        Err(Refusal::WasWithdrawn { number: 1 })
    );
    room.chair(sign(&[(2, 1)])).unwrap();
}

#[test]
fn nothing_is_signed_where_nothing_was_concluded() {
    let mut room = Room::open();
    assert!(matches!(
        room.chair(sign(&[])),
        Err(Refusal::NothingConcluded { .. })
    ));
    room.chair(Command::Close { meeting: id() }).unwrap();
}

#[test]
fn a_meeting_with_conclusions_closes_after_the_sign_off() {
    let mut room = Room::open();
    room.chair(conclude("A")).unwrap();
    let early = room.chair(Command::Close { meeting: id() });
    assert!(matches!(early, Err(Refusal::WrongStanding { .. })));
    room.chair(sign(&[(1, 1)])).unwrap();
    room.chair(Command::Close { meeting: id() }).unwrap();
    assert!(
        room.chair(Command::Close { meeting: id() })
            .unwrap()
            .is_none()
    );
}

#[test]
fn the_chairs_own_unit_leads_no_conclusion() {
    let mut room = Room::open();
    let own = Command::Conclude {
        meeting: id(),
        conclusion: says("Giao Thành ủy", CHAIR),
    };
    assert!(matches!(room.chair(own), Err(Refusal::ChairLeads { .. })));
}

#[test]
fn a_deputy_names_the_authorisation() {
    let mut room = Room::open();
    let mut attended = Attended {
        meeting: id(),
        unit: unit(UNIT),
        place: 0,
        person: None,
        name: "Trần Thị B".into(),
        deputy: Some(Deputy {
            of: "Giám đốc".into(),
            instrument: " ".into(),
        }),
    };
    let without = room.by(UNIT, None, Command::Attend(Box::new(attended.clone())));
    assert_eq!(
        without,
        Err(Refusal::Missing {
            what: Required::Instrument
        })
    );
    attended.place = 7;
    attended.deputy = None;
    let nowhere = room.by(UNIT, None, Command::Attend(Box::new(attended)));
    assert!(matches!(nowhere, Err(Refusal::UnknownPlace { .. })));
}

#[test]
fn an_agenda_set_over_one_not_seen_is_refused() {
    let mut room = Room::open();
    let set = |seen, text: &str| Command::SetAgenda {
        meeting: id(),
        seen,
        items: vec![AgendaItem {
            task: None,
            text: text.into(),
            reason: AgendaReason::Asked,
        }],
        reason: None,
    };
    room.chair(set(0, "một")).unwrap();
    assert_eq!(
        room.chair(set(0, "hai")),
        Err(Refusal::AgendaChanged {
            meeting: id(),
            revision: 1
        })
    );
    room.chair(set(1, "hai")).unwrap();
    assert_eq!(
        room.meeting().agendas.len(),
        2,
        "the first one stays readable"
    );
}

#[test]
fn every_kind_has_a_golden_file_that_reads_and_writes_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for (kind, schema) in Event::KINDS {
        let bytes = std::fs::read(folder.join(format!("{kind}.{schema}.json"))).unwrap();
        let event = Event::decode(kind, *schema, &bytes).unwrap();
        let written: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(event.to_json().unwrap(), written, "{kind}");
        assert_eq!(event.stream(), "meeting/2024-q3");
    }
}

#[test]
fn the_state_comes_back_whole_from_a_snapshot() {
    let mut room = Room::open();
    room.chair(conclude("A")).unwrap();
    room.chair(correct(1, "A, sửa")).unwrap();
    room.chair(sign(&[(1, 2)])).unwrap();
    let bytes = postcard::to_stdvec(&room.meetings).unwrap();
    let back: Meetings = postcard::from_bytes(&bytes).unwrap();
    assert_eq!(back, room.meetings);
}
