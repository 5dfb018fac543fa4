//! A small city in a folder of its own, with words that try to be markup.

pub(crate) mod cases;
pub(crate) mod works;

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use dondoc_calendar::{ReadAs, Rule};
use dondoc_city::{
    Act, Acting, City, Command, IssueProposal, Jurisdiction, RegisterDocument, civil, found,
};
use dondoc_documents::Amended;
use dondoc_kinds::{MeetingId, PersonId, PostId, TaskId, UnitId};
use dondoc_ledger::{Redaction, Seeded};
use dondoc_ledger_sqlite::{DataFolder, Settings};
use dondoc_meetings::{
    AgendaItem, AgendaReason, Command as Asked, Conclusion, Order, Place, Scheduled,
};
use dondoc_messages::Lang;
use dondoc_registry::{Command as Enter, PersonRegistered, PostCreated, PostTaken, Role};
use dondoc_server::{Options, Renderer, SiteState, router};
use dondoc_tasks::{Command as TaskCommand, Evidence, Extend, Importance, MakeReport};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use tower::ServiceExt;

pub(crate) const DIRECTIVE: &str = "THÀNH ỦY HÀ NỘI\n*\nSố 24-CT/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 07 tháng 8 năm 2023\n\nCHỈ THỊ\nvề kỷ luật, kỷ cương\n\n1. Giao Sở Nội vụ chủ trì kiểm tra công vụ, báo cáo trước ngày 25 hằng tháng.\n";

/// A notice with markup, a character of two UTF-16 units and a decomposed one.
pub(crate) const NOTICE: &str = "THÀNH ỦY HÀ NỘI\n*\nSố 07-TB/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 05 tháng 7 năm 2024\n\nTHÔNG BÁO\nKết luận hội nghị giao ban quý II/2024 \u{1d4b3} cu\u{309}a <b>Thành ủy</b>\n\nThực hiện Chỉ thị số 24-CT/TU ngày 07/8/2023 của Thành ủy.\n1. Giao Sở Kế hoạch và Đầu tư chủ trì, phối hợp với Sở Tài chính xây dựng báo cáo <script>alert(1)</script> giải ngân đạt 95%, hoàn thành trước ngày 30/9/2024.\n2. Giao các quận, huyện, thị xã rà soát dự án chậm giải phóng mặt bằng, báo cáo trước ngày 15/8/2024.\n";

pub(crate) const HOSTILE: &str = "\"><img src=x onerror=alert(1)>{{7*7}}&amp;'";

pub(crate) struct Town {
    pub(crate) folder: Arc<DataFolder>,
    city: City,
    _place: tempfile::TempDir,
}

fn unit(id: &str) -> UnitId {
    id.parse().unwrap()
}

pub(crate) fn task(number: u32) -> TaskId {
    format!("nv-{number:06}").parse().unwrap()
}

fn at(day: Date) -> Timestamp {
    format!("{day}T02:00:00Z").parse().unwrap()
}

fn order(proposal: &str) -> IssueProposal {
    IssueProposal {
        proposal: Some(proposal.parse().unwrap()),
        text: None,
        to: Vec::new(),
        with: None,
        product: Some("Báo cáo <i>bằng văn bản</i>".into()),
        when: None,
        field: None,
        importance: Importance::Key,
    }
}

impl Town {
    /// Two documents, 32 tasks: one confirmed, one extended, one recurring, one
    /// reported with a hostile text, one payload erased, the others late.
    pub(crate) fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let settings = Settings {
            jurisdiction: "hanoi".to_owned(),
            origin: "test.invalid/hanoi".to_owned(),
            created: at(date(2024, 1, 2)),
        };
        let entropy = Box::new(Seeded::new(b"site tests"));
        let folder = DataFolder::create_with(&place.path().join("city"), &settings, entropy);
        let folder = Arc::new(folder.unwrap());
        let founder = Acting::of(unit("ub-thanh-pho"));
        let events = Jurisdiction::Hanoi.founding().unwrap();
        found(folder.ledger(), &events, &founder, at(date(2023, 8, 1))).unwrap();
        let mut town = Self {
            folder,
            city: City::empty(),
            _place: place,
        };
        town.city.catch_up(town.folder.ledger()).unwrap();
        town.tell();
        town
    }

    pub(crate) fn data(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn act(&mut self, by: &str, day: Date, command: Command) {
        let acting = Acting::of(unit(by));
        let act = Act {
            command,
            acting,
            at: at(day),
            valid: civil(at(day)),
        };
        self.city.act(self.folder.ledger(), &act).unwrap();
    }

    fn register(&mut self, day: Date, text: &str) {
        let hash = self.folder.attach(text.as_bytes()).unwrap();
        let document = RegisterDocument {
            id: None,
            reading: dondoc_documents::read(text),
            text: hash,
            file: None,
            conclusions_of: Some("2024-q2".parse().unwrap()),
            package: None,
        };
        self.act(
            "thanh-uy",
            day,
            Command::RegisterDocument(Box::new(document)),
        );
    }

    fn report(&mut self, by: &str, day: Date, of: u32, percent: u8, words: &str) {
        let hash = self.folder.attach(words.as_bytes()).unwrap();
        let evidence = Evidence {
            hash: hash.to_string().into(),
            name: format!("{HOSTILE}.txt").into(),
        };
        let report = MakeReport {
            task: task(of),
            occurrence: None,
            report: format!("{}.r1", task(of)).parse().unwrap(),
            percent,
            says_done: percent == 100,
            narrative: words.into(),
            evidence: vec![evidence],
        };
        self.act(
            by,
            day,
            Command::Task(TaskCommand::Report(Box::new(report))),
        );
    }

    pub(crate) fn lead(&self, of: u32) -> String {
        self.city.tasks.task(&task(of)).unwrap().lead.to_string()
    }

    fn tell(&mut self) {
        self.register(date(2023, 8, 8), DIRECTIVE);
        self.act(
            "thanh-uy",
            date(2023, 8, 9),
            Command::Issue(Box::new(order("24-ct-tu.2023.p1"))),
        );
        self.register(date(2024, 7, 8), NOTICE);
        let day = date(2024, 7, 9);
        self.act(
            "thanh-uy",
            day,
            Command::Issue(Box::new(order("07-tb-tu.2024.p1"))),
        );
        self.act(
            "thanh-uy",
            day,
            Command::Issue(Box::new(order("07-tb-tu.2024.p2"))),
        );
        let (third, fifth) = (self.lead(3), self.lead(5));
        let second = self.lead(2);
        self.act(
            &second,
            date(2024, 7, 10),
            Command::Task(TaskCommand::Accept { task: task(2) }),
        );
        self.report(&second, date(2024, 9, 2), 2, 40, HOSTILE);
        self.act(
            &third,
            date(2024, 7, 10),
            Command::Task(TaskCommand::Accept { task: task(3) }),
        );
        self.report(&third, date(2024, 8, 12), 3, 100, "Đã xong, có biên bản.");
        let done = TaskCommand::Confirm {
            task: task(3),
            occurrence: None,
            note: Some(HOSTILE.into()),
        };
        self.act("thanh-uy", date(2024, 8, 14), Command::Task(done));
        let more = Extend {
            task: task(4),
            occurrence: None,
            rule: Rule::parse("trước ngày 30/11/2024", &ReadAs::document(date(2024, 8, 1)))
                .unwrap(),
            from: date(2024, 8, 10).at(8, 0, 0, 0),
            instrument: "Văn bản số 1541 ngày 10/8/2024".into(),
            allowed_by: "Thường trực Thành ủy".into(),
            reason: HOSTILE.into(),
            excuse: None,
        };
        self.act(
            "thanh-uy",
            date(2024, 8, 10),
            Command::Task(TaskCommand::Extend(Box::new(more))),
        );
        self.report(&fifth, date(2024, 8, 20), 5, 10, "Nội dung sẽ bị xóa");
        let erased = self
            .city
            .tasks
            .task(&task(5))
            .unwrap()
            .last_report()
            .unwrap()
            .entry;
        self.erase(erased, date(2024, 9, 3));
        let (document, by) = (
            "24-ct-tu.2023".parse().unwrap(),
            "07-tb-tu.2024".parse().unwrap(),
        );
        let amended = Amended {
            document,
            by,
            what: "khoản 1".to_owned(),
        };
        self.city.catch_up(self.folder.ledger()).unwrap();
        self.act(
            "thanh-uy",
            date(2024, 9, 4),
            Command::ChangeDocument(amended.into()),
        );
        self.act("thanh-uy", date(2024, 9, 5), Command::DailyRun);
        self.meet();
    }

    /// A meeting in session, with one item and one conclusion in hostile words.
    fn meet(&mut self) {
        let meeting: MeetingId = "2024-q3".parse().unwrap();
        let scheduled = Scheduled {
            meeting: meeting.clone(),
            title: format!("Giao ban {HOSTILE}").into(),
            from: date(2024, 7, 1),
            to: date(2024, 9, 30),
            begins: date(2024, 9, 6).at(8, 0, 0, 0),
            chair: unit("thanh-uy"),
            chair_post: None,
            places: vec![Place {
                name: HOSTILE.into(),
                unit: None,
            }],
        };
        let item = AgendaItem {
            task: Some(task(2)),
            text: HOSTILE.into(),
            reason: AgendaReason::Asked,
        };
        let concluded = Conclusion {
            text: HOSTILE.into(),
            order: Some(Order {
                leads: vec![unit("so-noi-vu")],
                coordinating: Vec::new(),
                product: HOSTILE.into(),
                deadline: None,
            }),
        };
        let asked = [
            Asked::Schedule(Box::new(scheduled)),
            Asked::SetAgenda {
                meeting: meeting.clone(),
                seen: 0,
                items: vec![item],
                reason: None,
            },
            Asked::Open {
                meeting: meeting.clone(),
            },
            Asked::Conclude {
                meeting,
                conclusion: concluded,
            },
        ];
        for asked in asked {
            self.act("thanh-uy", date(2024, 9, 6), Command::Meeting(asked));
        }
    }

    /// Erases the payload of an entry.
    pub(crate) fn erase(&self, entry: u64, day: Date) {
        let redaction = Redaction {
            entry,
            provision: "Nghị định 13/2023/NĐ-CP, Điều 16".to_owned(),
            reason: "theo yêu cầu".to_owned(),
            attachments: Vec::new(),
        };
        let by = Acting::of(unit("thanh-uy")).to_actor();
        self.folder.redact(&redaction, by, day, at(day)).unwrap();
    }

    /// The index of the entry whose payload was erased.
    pub(crate) fn erased(&self) -> u64 {
        let entries = &self.city.erased();
        entries.first().copied().unwrap_or_else(|| {
            self.city
                .tasks
                .task(&task(5))
                .unwrap()
                .last_report()
                .unwrap()
                .entry
        })
    }

    pub(crate) fn site(&self) -> Site {
        self.site_for(true)
    }

    /// A site where guests read, or don't.
    pub(crate) fn site_for(&self, guests_read: bool) -> Site {
        let options = Options {
            today: Some(date(2024, 9, 10)),
            guests_read,
            renderers: vec![Renderer {
                ext: "docx",
                mime: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                render: Box::new(|it| Ok(dondoc_briefing_docx::render(it)?)),
                print: Some(Box::new(|it, of| Ok(dondoc_briefing_docx::print(it, of)?))),
            }],
            ..Options::default()
        };
        let state = SiteState::open(Arc::clone(&self.folder), options).unwrap();
        Site {
            router: router(Arc::new(state)),
        }
    }

    /// Enters a person who holds a post since the summer.
    pub(crate) fn employ(&mut self, person: &str, unit_id: &str, role: Role) {
        let (person, post): (PersonId, PostId) = (
            person.parse().unwrap(),
            format!("{unit_id}.p-{person}").parse().unwrap(),
        );
        let on = date(2024, 7, 1);
        let name = "Minh Họa".to_owned();
        let commands = vec![
            Enter::RegisterPerson(PersonRegistered {
                person: person.clone(),
                name,
            }),
            Enter::CreatePost(PostCreated {
                post: post.clone(),
                unit: unit(unit_id),
                role,
                title: format!("Chức vụ {post}"),
                from: Some(on),
            }),
            Enter::TakePost(PostTaken {
                post,
                person,
                on,
                instrument: None,
            }),
        ];
        self.act("thanh-uy", date(2024, 9, 6), Command::Registry(commands));
    }

    /// One more day: late reminders are sent.
    pub(crate) fn remind_again(&mut self) {
        self.act("thanh-uy", date(2024, 9, 20), Command::DailyRun);
    }

    pub(crate) fn city(&self) -> &City {
        &self.city
    }
}

/// A site that is asked in this process.
pub(crate) struct Site {
    router: axum::Router,
}

pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answered {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }
}

impl Site {
    pub(crate) fn over(router: axum::Router) -> Self {
        Self { router }
    }

    pub(crate) async fn get(&self, uri: &str) -> Answered {
        let request = Request::builder().uri(uri).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.unwrap().to_vec();
        Answered {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    /// Sends a form as this site's own page does, with a session.
    pub(crate) async fn send(
        &self,
        method: &str,
        uri: &str,
        session: Option<&str>,
        fields: &[(&str, &str)],
    ) -> Answered {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        if let Some(session) = session {
            request = request.header("cookie", format!("session={session}"));
        }
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    /// Asks, and reads the answer; of a stream that never ends, its head.
    pub(crate) async fn ask(&self, request: Request<Body>) -> Answered {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let is_stream = parts
            .headers
            .get("content-type")
            .is_some_and(|it| it == "text/event-stream");
        let bytes = match is_stream {
            true => Vec::new(),
            false => to_bytes(body, 64 << 20).await.unwrap().to_vec(),
        };
        Answered {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    /// Opens a stream and holds it, as a browser does.
    pub(crate) async fn listen(&self, uri: &str) -> axum::response::Response {
        let request = Request::builder().uri(uri).body(Body::empty()).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn post(&self, uri: &str) -> StatusCode {
        let request = Request::post(uri).body(Body::empty()).unwrap();
        self.router.clone().oneshot(request).await.unwrap().status()
    }

    pub(crate) async fn page(&self, path: &str, lang: Lang) -> Answered {
        let and = if path.contains('?') { '&' } else { '?' };
        self.get(&format!("{path}{and}lang={lang}")).await
    }
}
