//! Where rooms meet: given a founded city, when commands, then entries or a refusal.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dondoc_calendar::{AnnouncedKind, Confidence, DayAnnounced, ReadAs, Rule};
use dondoc_city::{
    Act, ActError, Acting, City, Command, Cut, IssueProposal, Jurisdiction, Refusal,
    RegisterDocument, civil, found,
};
use dondoc_kinds::{TaskId, UnitId};
use dondoc_ledger::{Hash, Ledger, MemoryAttachments, MemoryStore, Redaction, Seeded};
use dondoc_tasks::{Importance, MakeReport, When};
use jiff::Timestamp;
use jiff::civil::date;

const DOCUMENT: &str = "THÀNH ỦY HÀ NỘI\n*\nSố 07-TB/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 05 tháng 7 năm 2024\n\nTHÔNG BÁO\nKết luận hội nghị giao ban quý II/2024\n\n1. Giao Sở Kế hoạch và Đầu tư chủ trì, phối hợp với Sở Tài chính xây dựng báo cáo giải ngân, hoàn thành trước ngày 30/9/2024.\n2. Giao các quận, huyện, thị xã rà soát dự án chậm giải phóng mặt bằng, báo cáo trước ngày 15/8/2024.\n";

struct Story {
    ledger: Ledger,
    city: City,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn acting(unit: &str) -> Acting {
    Acting::of(UnitId::parse(unit).unwrap())
}

impl Story {
    fn begin() -> Self {
        let ledger = Ledger::open(
            Box::new(MemoryStore::default()),
            Box::new(MemoryAttachments::default()),
            Box::new(Seeded::new(b"city tests")),
        )
        .unwrap();
        let events = Jurisdiction::Hanoi.founding().unwrap();
        found(
            &ledger,
            &events,
            &acting("ub-thanh-pho"),
            at("2024-01-02T02:00:00Z"),
        )
        .unwrap();
        let mut city = City::empty();
        city.catch_up(&ledger).unwrap();
        Self { ledger, city }
    }

    fn act(&mut self, unit: &str, when: &str, command: Command) -> Result<usize, Refusal> {
        let at = at(when);
        let act = Act {
            command,
            acting: acting(unit),
            at,
            valid: civil(at),
        };
        match self.city.act(&self.ledger, &act) {
            Ok(done) => Ok(done.drafts.len()),
            Err(ActError::Refused(refusal)) => Err(refusal),
            Err(error) => panic!("{error}: {:?}", std::error::Error::source(&error)),
        }
    }

    fn register(&mut self) -> usize {
        self.ledger.attachments().put(DOCUMENT.as_bytes()).unwrap();
        let document = RegisterDocument {
            id: None,
            reading: dondoc_documents::read(DOCUMENT),
            text: Hash::of(DOCUMENT.as_bytes()),
            file: None,
            conclusions_of: Some("2024-q2".parse().unwrap()),
            package: None,
        };
        self.act(
            "thanh-uy",
            "2024-07-08T02:00:00Z",
            Command::RegisterDocument(Box::new(document)),
        )
        .unwrap()
    }

    fn issue_by_hand(&mut self, to: &str, due: &str) -> TaskId {
        let rule = Rule::parse(due, &ReadAs::document(date(2024, 4, 1))).unwrap();
        let from = date(2024, 4, 1).at(8, 0, 0, 0);
        let order = IssueProposal {
            text: Some("Rà soát dự án chậm tiến độ".into()),
            to: vec![UnitId::parse(to).unwrap()],
            product: Some("Báo cáo".into()),
            when: Some(When::By {
                rule,
                from,
                until: None,
            }),
            ..nothing_said()
        };
        let wrote = self.act(
            "ub-thanh-pho",
            "2024-04-01T01:00:00Z",
            Command::Issue(Box::new(order)),
        );
        assert_eq!(wrote.unwrap(), 1);
        self.city.tasks.iter().last().unwrap().id.clone()
    }
}

fn nothing_said() -> IssueProposal {
    IssueProposal {
        proposal: None,
        text: None,
        to: Vec::new(),
        with: None,
        product: None,
        when: None,
        field: None,
        importance: Importance::Ordinary,
    }
}

#[test]
fn a_founded_city_knows_its_thirty_districts_and_its_holidays() {
    let story = Story::begin();
    let all = story
        .city
        .units_meant("các quận, huyện, thị xã", date(2024, 7, 5))
        .unwrap();
    assert_eq!(all.len(), 30);
    assert!(
        !story.city.calendar.is_working_day(date(2024, 2, 12)),
        "Tết"
    );
}

#[test]
fn an_order_to_all_districts_becomes_thirty_tasks_of_one_item() {
    let mut story = Story::begin();
    assert_eq!(
        story.register(),
        3,
        "one row of the register and two proposals"
    );
    let proposal = "07-tb-tu.2024.p2".parse().unwrap();
    let order = IssueProposal {
        proposal: Some(proposal),
        product: Some("Báo cáo".into()),
        ..nothing_said()
    };
    let wrote = story.act(
        "thanh-uy",
        "2024-07-08T03:00:00Z",
        Command::Issue(Box::new(order)),
    );
    assert_eq!(wrote.unwrap(), 30);
    let items: std::collections::BTreeSet<_> = story
        .city
        .tasks
        .iter()
        .map(|task| task.item().clone())
        .collect();
    assert_eq!(items.len(), 1);
    for task in story.city.tasks.iter() {
        assert_eq!(task.due().unwrap().date(), date(2024, 8, 15));
        assert_eq!(task.conclusion_of().unwrap().as_str(), "2024-q2");
    }
}

#[test]
fn a_described_group_is_not_issued_until_a_person_says_who() {
    let mut story = Story::begin();
    let refusal = story
        .city
        .units_meant("các đơn vị có tỷ lệ giải ngân thấp", date(2024, 7, 5));
    assert!(
        matches!(refusal, Err(Refusal::LeadNotResolved { .. })),
        "{refusal:?}"
    );
    story.register();
    let again = RegisterDocument {
        id: None,
        reading: dondoc_documents::read(DOCUMENT),
        text: Hash::of(DOCUMENT.as_bytes()),
        file: None,
        conclusions_of: None,
        package: None,
    };
    let refusal = story.act(
        "thanh-uy",
        "2024-07-09T02:00:00Z",
        Command::RegisterDocument(Box::new(again)),
    );
    assert!(
        matches!(refusal, Err(Refusal::DocumentKnown { .. })),
        "{refusal:?}"
    );
}

#[test]
fn a_holiday_announced_later_moves_open_deadlines_as_entries() {
    let mut story = Story::begin();
    let task = story.issue_by_hand("so-khdt", "10 ngày làm việc");
    let before = story.city.tasks.task(&task).unwrap().due().unwrap();
    let day = DayAnnounced {
        date: date(2024, 4, 10),
        kind: AnnouncedKind::SwapDayOff,
        name: "Nghỉ hoán đổi".into(),
        source: "Công văn minh họa".into(),
        confidence: Confidence::High,
    };
    let announced = Command::Calendar(vec![day.into()]);
    let wrote = story
        .act("ub-thanh-pho", "2024-04-05T01:00:00Z", announced)
        .unwrap();
    assert_eq!(wrote, 2, "the announcement and the moved deadline");
    let task = story.city.tasks.task(&task).unwrap();
    assert_eq!(task.original_due(), Some(before));
    assert_eq!(
        task.due().unwrap().date(),
        before.date().tomorrow().unwrap()
    );
}

#[test]
fn two_desks_over_one_ledger_end_in_the_same_state() {
    let mut story = Story::begin();
    let mut other = story.city.clone();
    story.issue_by_hand("so-khdt", "30/6/2024");
    // The other desk decides on what it knew, loses the race for the task's id,
    // catches up and decides again.
    let rule = Rule::parse("30/6/2024", &ReadAs::document(date(2024, 4, 1))).unwrap();
    let order = IssueProposal {
        text: Some("Báo cáo giải ngân".into()),
        to: vec![UnitId::parse("so-tai-chinh").unwrap()],
        product: Some("Báo cáo".into()),
        when: Some(When::By {
            rule,
            from: date(2024, 4, 1).at(8, 0, 0, 0),
            until: None,
        }),
        ..nothing_said()
    };
    let when = at("2024-04-01T02:00:00Z");
    let act = Act {
        command: Command::Issue(Box::new(order)),
        acting: acting("ub-thanh-pho"),
        at: when,
        valid: civil(when),
    };
    other.act(&story.ledger, &act).unwrap();
    story.city.catch_up(&story.ledger).unwrap();
    assert_eq!(story.city, other);
    assert_eq!(other.tasks.len(), 2);
}

#[test]
fn a_city_as_of_a_day_does_not_know_what_was_so_later() {
    let mut story = Story::begin();
    let task = story.issue_by_hand("so-khdt", "30/6/2024");
    let report = MakeReport {
        task: task.clone(),
        occurrence: None,
        report: format!("{task}.r1").parse().unwrap(),
        percent: 50,
        says_done: false,
        narrative: "Đang làm".into(),
        evidence: Vec::new(),
    };
    let command = Command::Task(dondoc_tasks::Command::Report(Box::new(report)));
    story
        .act("so-khdt", "2024-05-20T01:00:00Z", command)
        .unwrap();
    let size = story.city.folded();
    let early = Cut {
        as_of: Some(date(2024, 4, 30)),
    };
    let then = City::at(&story.ledger, size, early).unwrap();
    assert!(then.tasks.task(&task).unwrap().reports.is_empty());
    assert_eq!(
        City::at(&story.ledger, size, Cut::default()).unwrap(),
        story.city
    );
    let known = City::size_known_at(&story.ledger, at("2024-05-01T00:00:00Z")).unwrap();
    assert_eq!(known, size - 1);
}

#[test]
fn what_was_erased_leaves_a_city_that_follows_the_ledger() {
    let mut story = Story::begin();
    let task = story.issue_by_hand("so-khdt", "30/6/2024");
    let entry = story.city.folded() - 1;
    let redaction = Redaction {
        entry,
        provision: "Luật 91/2025/QH15".to_owned(),
        reason: "minh họa".to_owned(),
        attachments: Vec::new(),
    };
    let actor = acting("ub-thanh-pho").to_actor();
    let when = at("2024-05-01T01:00:00Z");
    story
        .ledger
        .redact(&redaction, actor, date(2024, 5, 1), when)
        .unwrap();
    story.city.catch_up(&story.ledger).unwrap();
    assert!(story.city.tasks.task(&task).is_none());
    assert_eq!(story.city.erased(), [entry]);
    let next = story.issue_by_hand("so-khdt", "30/6/2024");
    assert_ne!(next, task, "the id of an erased task is not given again");
}

#[test]
fn a_snapshot_gives_back_the_same_city() {
    let mut story = Story::begin();
    story.register();
    story.issue_by_hand("so-khdt", "30/6/2024");
    let bytes = story.city.to_snapshot().unwrap();
    assert_eq!(City::from_snapshot(&bytes).unwrap(), story.city);
    assert!(City::from_snapshot(&bytes[..bytes.len() / 2]).is_err());
}

#[test]
fn the_tasks_of_merged_departments_pass_to_their_successor_visibly() {
    let mut story = Story::begin();
    let task = story.issue_by_hand("so-du-lich", "30/12/2024");
    let created = dondoc_registry::UnitCreated {
        unit: UnitId::parse("so-vhttdl").unwrap(),
        kind: "so".into(),
        name: "Sở Văn hóa, Thể thao và Du lịch".to_owned(),
        parent: Some(UnitId::parse("ub-thanh-pho").unwrap()),
        code: None,
        from: Some(date(2024, 6, 1)),
        basis: basis(),
    };
    let merged = dondoc_registry::UnitsMerged {
        units: vec![UnitId::parse("so-du-lich").unwrap()],
        into: created.unit.clone(),
        on: date(2024, 6, 1),
        basis: basis(),
    };
    let into = created.unit.clone();
    let commands = vec![
        dondoc_registry::Command::CreateUnit(created),
        dondoc_registry::Command::MergeUnits(merged),
    ];
    let wrote = story.act(
        "ub-thanh-pho",
        "2024-06-03T01:00:00Z",
        Command::Registry(commands),
    );
    assert_eq!(wrote.unwrap(), 3, "created, merged, one task handed over");
    let task = story.city.tasks.task(&task).unwrap();
    assert_eq!(task.lead, into);
    let past = &task.happenings.as_ref().unwrap().past_leads;
    assert_eq!(past[0].unit.as_str(), "so-du-lich");
}

#[test]
fn a_merger_of_a_task_s_lead_with_its_assigner_leaves_nobody_to_confirm_itself() {
    let mut story = Story::begin();
    let rule = Rule::parse("30/12/2024", &ReadAs::document(date(2024, 4, 1))).unwrap();
    let order = IssueProposal {
        text: Some("Rà soát".into()),
        to: vec![UnitId::parse("so-du-lich").unwrap()],
        product: Some("Báo cáo".into()),
        when: Some(When::By {
            rule,
            from: date(2024, 4, 1).at(8, 0, 0, 0),
            until: None,
        }),
        ..nothing_said()
    };
    let issue = Command::Issue(Box::new(order));
    story
        .act("so-tu-phap", "2024-04-01T01:00:00Z", issue)
        .unwrap();
    let created = dondoc_registry::UnitCreated {
        unit: UnitId::parse("so-moi").unwrap(),
        kind: "so".into(),
        name: "Sở Mới".to_owned(),
        parent: Some(UnitId::parse("ub-thanh-pho").unwrap()),
        code: None,
        from: Some(date(2024, 6, 1)),
        basis: basis(),
    };
    let merged = dondoc_registry::UnitsMerged {
        units: ["so-du-lich", "so-tu-phap"]
            .map(|unit| unit.parse().unwrap())
            .to_vec(),
        into: created.unit.clone(),
        on: date(2024, 6, 1),
        basis: basis(),
    };
    let commands = vec![
        dondoc_registry::Command::CreateUnit(created),
        dondoc_registry::Command::MergeUnits(merged),
    ];
    let wrote = story.act(
        "ub-thanh-pho",
        "2024-06-03T01:00:00Z",
        Command::Registry(commands),
    );
    assert_eq!(
        wrote.unwrap(),
        3,
        "created, merged, and only the lead passes"
    );
    let task = story.city.tasks.iter().next().unwrap();
    assert_eq!(task.lead.as_str(), "so-moi");
    assert_eq!(task.assigner.as_str(), "so-tu-phap");
}

fn basis() -> dondoc_registry::Basis {
    dondoc_registry::Basis {
        instrument: Some("Nghị quyết minh họa".to_owned()),
        source: "minh họa".to_owned(),
        confidence: dondoc_registry::Confidence::Recalled,
    }
}

fn by_hand(text: &str, lead: &str) -> Command {
    Command::Issue(Box::new(IssueProposal {
        proposal: None,
        text: Some(text.into()),
        to: vec![UnitId::parse(lead).unwrap()],
        with: Some(Vec::new()),
        product: Some("Báo cáo".into()),
        when: Some(When::NoDate { review_days: None }),
        field: None,
        importance: Importance::Ordinary,
    }))
}

fn note(file: &str) -> Command {
    Command::NoteImport(Box::new(dondoc_city::ImportMade {
        import: "nhap-1".into(),
        table: "tasks".into(),
        file: file.into(),
        name: "theo-doi.xlsx".into(),
        sheet: "Theo dõi".into(),
        fingerprint: "cd".repeat(32).into(),
        columns: [("text".to_owned(), 1)].into(),
        rows: 2,
        tasks: Vec::new(),
    }))
}

impl Story {
    fn import(&mut self) -> Result<usize, Vec<Refusal>> {
        let at = at("2024-07-08T02:00:00Z");
        let bytes = b"a sheet";
        let file = self.ledger.attachments().put(bytes).unwrap().to_string();
        let commands = [
            by_hand("Rà soát dự án", "so-tai-chinh"),
            by_hand("Lập kế hoạch", "so-noi-vu"),
            note(&file),
        ];
        let act = |command| Act {
            command,
            acting: acting("van-phong-ub"),
            at,
            valid: civil(at),
        };
        let acts = commands.map(act);
        match self.city.act_all(&self.ledger, &acts, at) {
            Ok(done) => Ok(done.drafts.len()),
            Err(dondoc_city::ActAllError::Refused(refused)) => {
                Err(refused.into_iter().map(|(_, it)| it).collect())
            }
            Err(error) => panic!("{error}"),
        }
    }

    fn undo(&mut self) -> Result<usize, Refusal> {
        let command = Command::UndoImport {
            import: "nhap-1".into(),
            reason: "Nhập nhầm".into(),
        };
        self.act("van-phong-ub", "2024-07-09T02:00:00Z", command)
    }
}

#[test]
fn an_import_knows_its_tasks_and_is_taken_back_whole() {
    let mut story = Story::begin();
    assert_eq!(story.import().unwrap(), 3);
    let made = &story.city.imports.get("nhap-1").unwrap().made;
    let tasks = made.tasks.clone();
    assert_eq!(tasks.len(), 2);
    assert!(matches!(
        story.import().unwrap_err().as_slice(),
        [Refusal::ImportedBefore { .. }]
    ));
    assert_eq!(story.undo().unwrap(), 3, "two cancellations and the note");
    assert!(
        tasks
            .iter()
            .all(|id| !story.city.tasks.task(id).unwrap().is_open())
    );
    assert_eq!(story.undo().unwrap(), 0, "done already");
    assert_eq!(story.import().unwrap(), 3, "and may come again");
    assert!(story.city.imports.get("nhap-1-2").is_some());
}

#[test]
fn an_import_that_units_have_worked_on_is_not_taken_back() {
    let mut story = Story::begin();
    story.import().unwrap();
    let task = story.city.imports.get("nhap-1").unwrap().made.tasks[0].clone();
    let accept = Command::Task(dondoc_tasks::Command::Accept { task: task.clone() });
    story
        .act("so-tai-chinh", "2024-07-08T03:00:00Z", accept)
        .unwrap();
    let refusal = story.undo().unwrap_err();
    assert_eq!(
        refusal,
        Refusal::ImportInWork {
            import: "nhap-1".to_owned(),
            tasks: task.to_string()
        }
    );
}

#[test]
fn where_a_unit_wants_it_only_its_head_reports_without_approval() {
    let mut story = Story::begin();
    let unit = UnitId::parse("so-tai-chinh").unwrap();
    let set = dondoc_city::ApprovalSet {
        unit: unit.clone(),
        required: true,
    };
    story
        .act(
            "ub-thanh-pho",
            "2024-07-08T02:00:00Z",
            Command::Set(set.into()),
        )
        .unwrap();
    story
        .act(
            "van-phong-ub",
            "2024-07-08T02:00:00Z",
            by_hand("Lập kế hoạch", "so-tai-chinh"),
        )
        .unwrap();
    let task = story.city.tasks.iter().next().unwrap().id.clone();
    let make = |id: &str| {
        Box::new(MakeReport {
            task: task.clone(),
            occurrence: None,
            report: id.parse().unwrap(),
            percent: 40,
            says_done: false,
            narrative: "Đang làm".into(),
            evidence: Vec::new(),
        })
    };
    let report = dondoc_tasks::Command::Report(make("nv-000001.r1"));
    let refusal = story
        .act(
            "so-tai-chinh",
            "2024-07-09T02:00:00Z",
            Command::Task(report),
        )
        .unwrap_err();
    assert!(matches!(refusal, Refusal::HeadApproves { .. }));
    let submit = dondoc_tasks::Command::Submit(make("nv-000001.r1"));
    story
        .act(
            "so-tai-chinh",
            "2024-07-09T02:00:00Z",
            Command::Task(submit),
        )
        .unwrap();
    let approve = Command::Task(dondoc_tasks::Command::ApproveReport {
        task: task.clone(),
        occurrence: None,
        report: "nv-000001.r1".parse().unwrap(),
    });
    let refusal = story
        .act("so-tai-chinh", "2024-07-10T02:00:00Z", approve.clone())
        .unwrap_err();
    assert!(matches!(refusal, Refusal::HeadApproves { .. }));
    let when = at("2024-07-10T02:00:00Z");
    let head = story
        .city
        .registry
        .posts_of(&unit, dondoc_registry::Role::Head);
    let act = Act {
        command: approve,
        acting: Acting::of(unit.clone()).in_post(Some(head[0].clone())),
        at: when,
        valid: civil(when),
    };
    story.city.act(&story.ledger, &act).unwrap();
    assert_eq!(story.city.tasks.task(&task).unwrap().percent(), 40);
}

#[test]
fn nothing_is_done_under_a_delegation_that_does_not_hold() {
    let mut story = Story::begin();
    let when = at("2024-07-08T02:00:00Z");
    let act = Act {
        command: by_hand("Rà soát dự án", "so-tai-chinh"),
        acting: acting("van-phong-ub").under(Some("uq-1".parse().unwrap())),
        at: when,
        valid: civil(when),
    };
    let refused = story.city.act(&story.ledger, &act);
    let delegation = "uq-1".to_owned();
    assert!(matches!(
        refused,
        Err(dondoc_city::ActError::Refused(Refusal::DelegationNotInForce { delegation: named }))
            if named == delegation
    ));
}
