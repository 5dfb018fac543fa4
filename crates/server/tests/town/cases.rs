//! A log of cases of real size, and the procedure that it is of.

use dondoc_city::Command;
use dondoc_lake::EventLog;
use dondoc_log_readers::Report;
use dondoc_procedures::Working;
use dondoc_procedures::reckon::{self, Period};
use dondoc_procedures::room::Command as Room;
use dondoc_procedures::room::event::{Catalogued, Changed, EffectMeasured, Linked, Mapped};
use dondoc_procedures::room::record::{Level, Limit, Online, ProcedureRecord, StepRecord};
use dondoc_server::case_logs;
use jiff::civil::{Date, date};

use super::Town;

/// The procedure's code.
pub(crate) const CODE: &str = "9.000001";
const BY: &str = "ub-thanh-pho";
const DAY: Date = date(2024, 9, 9);

fn record(from: Date, total: u32) -> ProcedureRecord {
    let names = [
        "Tiếp nhận hồ sơ",
        "Kiểm tra thành phần",
        "Thẩm định hồ sơ",
        "Lấy ý kiến phòng chuyên môn",
        "Dự thảo kết quả",
        "Trình lãnh đạo",
        "Ký duyệt",
        "Trả kết quả",
    ];
    let steps = names.into_iter().zip(1..).map(|(name, number)| StepRecord {
        number,
        name: name.into(),
        unit: "Bộ phận một cửa".into(),
        limit: Some(Limit::working_days(1)),
        provision: format!("Điều {number} <b>minh họa</b>").into(),
        may_drop: number == 4,
        person_minutes: Some(20),
    });
    ProcedureRecord {
        procedure: CODE.parse().unwrap(),
        code: CODE.into(),
        title: "Cấp giấy phép xây dựng (minh họa)".into(),
        field: "Xây dựng".into(),
        level: Level::District,
        from,
        act: format!("Quyết định {total}/QĐ-UBND (minh họa)").into(),
        provision: String::new().into(),
        limit: Some(Limit::working_days(total)),
        steps: steps.collect(),
        documents: vec!["Đơn đề nghị".into()],
        fee: 75_000,
        online: Online::Full,
        decides: "Chủ tịch".into(),
        delegation: None,
    }
}

impl Town {
    /// With the demo's log as `nk-0001`.
    pub(crate) fn with_cases() -> Self {
        let town = Self::new();
        let log = dondoc_demo::cases(24, &town.city().calendar, DAY).unwrap();
        town.importing(&log, dondoc_demo::CASES_NAME)
    }

    /// With a log as `nk-0001`.
    pub(crate) fn with_log(log: &EventLog, name: &str) -> Self {
        Self::new().importing(log, name)
    }

    fn importing(mut self, log: &EventLog, name: &str) -> Self {
        let report = Report {
            form: "segment",
            ..Report::default()
        };
        let mut imported = case_logs::noted(log, &report, name);
        case_logs::write_of(self.folder.path(), log, &mut imported).unwrap();
        self.act(BY, DAY, Command::ImportLog(Box::new(imported)));
        self
    }

    fn room(&mut self, command: Room) {
        self.act(BY, DAY, Command::Procedure(Box::new(command)));
    }

    /// With the procedure too: two versions, a link, an assessment, a change and what
    /// it did.
    pub(crate) fn with_procedure() -> Self {
        let mut town = Self::with_cases();
        for (record, reason) in [
            (record(date(2023, 1, 1), 10), ""),
            (record(date(2024, 9, 1), 8), "rút ngắn"),
        ] {
            town.room(Room::Catalogue(Catalogued {
                procedures: vec![record],
                reason: reason.into(),
                import: None,
            }));
        }
        let newest = record(date(2024, 9, 1), 8);
        town.room(Room::Link(Linked {
            procedure: newest.procedure.clone(),
            logs: vec!["nk-0001".into()],
            mapping: newest
                .steps
                .iter()
                .map(|step| Mapped {
                    activity: step.name.clone(),
                    step: step.number,
                })
                .collect(),
            asks: vec!["Yêu cầu bổ sung".into()],
            ends: vec!["Trả kết quả".into()],
        }));
        town.room(Room::Change(Box::new(Changed {
            procedure: newest.procedure.clone(),
            number: 0,
            what: "Ký <i>hằng ngày</i>".into(),
            units: vec![dondoc_demo::OFFICES[0].into()],
            from: dondoc_demo::CHANGED,
            promised: 1_500,
            sheet: None,
            act: "".into(),
        })));
        let log = dondoc_demo::cases(24, &town.city().calendar, DAY).unwrap();
        let working = Working::vietnam(town.city().calendar.clone());
        let known = town
            .city()
            .procedures
            .get(&newest.procedure)
            .unwrap()
            .clone();
        let link = known.link.clone().unwrap().1;
        let period = Period {
            from: date(2024, 4, 1),
            to: date(2024, 6, 30),
        };
        let found =
            reckon::assess(&log, &working, &newest.procedure, &known, &link, period).unwrap();
        assert!(found.finished > 500 && found.fitness.is_some(), "{found:?}");
        town.room(Room::KeepAssessment(Box::new(found)));
        let change = &known.changes[0].1;
        let found = reckon::effect(&log, &working, &link, change, &[], DAY);
        town.room(Room::KeepEffect(Box::new(EffectMeasured {
            procedure: newest.procedure,
            change: 1,
            as_of: DAY,
            logs: link.logs.clone(),
            found,
        })));
        town
    }
}
