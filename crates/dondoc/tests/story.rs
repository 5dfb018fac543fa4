//! The whole loop from the command line, in a real data folder.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const DOCUMENT: &str = "THÀNH ỦY HÀ NỘI\n*\nSố 07-TB/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 05 tháng 7 năm 2024\n\nTHÔNG BÁO\nKết luận hội nghị giao ban quý II/2024\n\nThường trực Thành ủy yêu cầu:\n1. Giao Sở Kế hoạch và Đầu tư chủ trì, phối hợp với Sở Tài chính xây dựng báo cáo giải ngân, hoàn thành trước ngày 30/9/2024.\n2. Giao các quận, huyện, thị xã rà soát dự án chậm giải phóng mặt bằng, báo cáo trước ngày 15/8/2024.\n\nT/M BAN THƯỜNG VỤ\n";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        place.ok(&["init", "--data", "city"]);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dondoc"))
            .args(["--lang", "en"])
            .args(args)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    /// Runs a command that must succeed; returns what it prints.
    fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{args:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must be refused with `code`; returns what it says.
    fn refused(&self, code: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
        said
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(args)).unwrap()
    }

    fn verified_size(&self, data: &str) -> u64 {
        self.json(&["ledger", "verify", "--data", data, "--json"])["head"]["size"]
            .as_u64()
            .unwrap()
    }

    /// Registers the document and issues its first proposal; returns the task.
    fn issue(&self) -> String {
        self.write("kl.txt", DOCUMENT);
        let said = self.ok(&[
            "import",
            "document",
            "kl.txt",
            "--data",
            "city",
            "--conclusions-of",
            "2024-q2",
        ]);
        assert!(said.contains("proposal.made"), "{said}");
        let issued = self.json(&[
            "issue",
            "--data",
            "city",
            "--proposal",
            "07-tb-tu.2024.p1",
            "--as",
            "thanh-uy",
            "--on",
            "2024-07-08",
            "--json",
        ]);
        issued["entries"][0]["payload"]["task"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

#[test]
fn a_document_becomes_a_task_that_is_reported_confirmed_and_briefed() {
    let place = Place::new();
    let task = place.issue();
    place.write("qd.pdf", "quyết định");
    let report = [
        "report",
        &task,
        "--data",
        "city",
        "--percent",
        "100",
        "--done",
        "--text",
        "Đã xong",
        "--evidence",
        "qd.pdf",
        "--on",
        "2024-09-20",
    ];
    place.ok(&report);
    let said = place.refused(3, &["confirm", &task, "--data", "city", "--as", "so-khdt"]);
    assert!(!said.contains('['), "no message is missing: {said}");
    place.ok(&["confirm", &task, "--data", "city", "--on", "2024-09-25"]);

    let today = today();
    let brief = [
        "briefing",
        "--data",
        "city",
        "--period",
        "2024-Q3",
        "--as-of",
        "2024-09-30",
        "--known-at",
        &today,
        "--out",
        "gb",
        "--forms",
        "json,html,xlsx,docx",
    ];
    place.ok(&brief);
    let briefing: Value = serde_json::from_slice(&bytes(&place.path("gb/briefing.json"))).unwrap();
    let done = &briefing["summary"]["done_on_time"];
    assert_eq!(done["value"], 1, "{done}");
    let receipt = done["receipt"].as_str().unwrap();
    let behind = place.json(&["receipt", receipt, "--data", "city", "--json"]);
    assert_eq!(behind["value"], 1);
    assert_eq!(behind["explanation"]["works"][0]["work"]["task"], *task);

    // The same command on a restored copy gives the same bytes.
    place.ok(&["ledger", "export", "--data", "city", "--out", "copy"]);
    place.ok(&["ledger", "restore", "--from", "copy", "--data", "city2"]);
    assert_eq!(place.verified_size("city"), place.verified_size("city2"));
    place.ok(&[
        "briefing",
        "--data",
        "city2",
        "--period",
        "2024-Q3",
        "--as-of",
        "2024-09-30",
        "--known-at",
        &today,
        "--out",
        "gb2",
        "--forms",
        "json",
    ]);
    assert_eq!(
        bytes(&place.path("gb/briefing.json")),
        bytes(&place.path("gb2/briefing.json"))
    );
    assert_eq!(
        place.json(&["receipt", receipt, "--data", "city2", "--json"]),
        behind
    );
}

#[test]
fn a_briefing_of_then_leaves_out_what_was_learnt_later_and_says_so() {
    let place = Place::new();
    place.issue();
    let brief = [
        "briefing",
        "--data",
        "city",
        "--period",
        "2024-Q3",
        "--as-of",
        "2024-09-30",
        "--out",
        "gb",
        "--forms",
        "json",
    ];
    let output = place.run(&brief);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--known-at"));
    let briefing: Value = serde_json::from_slice(&bytes(&place.path("gb/briefing.json"))).unwrap();
    assert_eq!(briefing["summary"]["assigned"]["value"], 0);
}

#[test]
fn an_order_to_a_class_becomes_a_task_for_each_and_extending_keeps_the_first_deadline() {
    let place = Place::new();
    let issued = place.json(&[
        "issue",
        "--data",
        "city",
        "--text",
        "Rà soát",
        "--to",
        "các quận, huyện, thị xã",
        "--product",
        "Báo cáo",
        "--due",
        "30/9/2024",
        "--on",
        "2024-07-08",
        "--json",
    ]);
    assert_eq!(issued["entries"].as_array().unwrap().len(), 30);
    let task = issued["entries"][4]["payload"]["task"].as_str().unwrap();
    let extended = place.json(&[
        "extend",
        task,
        "--data",
        "city",
        "--to",
        "31/10/2024",
        "--reason",
        "Bão số 3",
        "--instrument",
        "CV 1/UBND-TH",
        "--on",
        "2024-09-20",
        "--json",
    ]);
    let payload = &extended["entries"][0]["payload"];
    assert!(
        payload["was"].as_str().unwrap().starts_with("2024-09-30"),
        "{payload}"
    );
    assert!(
        payload["due"].as_str().unwrap().starts_with("2024-10-31"),
        "{payload}"
    );
}

#[test]
fn a_table_with_one_bad_cell_imports_nothing_and_names_the_cell() {
    let place = Place::new();
    let before = place.verified_size("city");
    place.write("theo-doi.csv", "Nội dung;Đơn vị chủ trì;Sản phẩm;Thời hạn\nRà soát;Sở Tài chính;Báo cáo;30/12/2026\nXây dựng;Sở Không Có;Đề án;31/02/2026\n");
    let said = place.refused(3, &["import", "tasks", "theo-doi.csv", "--data", "city"]);
    assert!(said.contains("theo-doi.csv, row 3, column “"), "{said}");
    assert_eq!(place.verified_size("city"), before);
    place.write(
        "theo-doi.csv",
        "Nội dung;Đơn vị chủ trì;Sản phẩm;Thời hạn\nRà soát;Sở Tài chính;Báo cáo;30/12/2099\n;;;\n",
    );
    place.ok(&[
        "import",
        "tasks",
        "theo-doi.csv",
        "--data",
        "city",
        "--dry-run",
    ]);
    assert_eq!(place.verified_size("city"), before);
    place.ok(&["import", "tasks", "theo-doi.csv", "--data", "city"]);
    // The task, and the note that it came from this table.
    assert_eq!(place.verified_size("city"), before + 2);
    let again = place.refused(3, &["import", "tasks", "theo-doi.csv", "--data", "city"]);
    assert!(
        again.contains("tasks-"),
        "a table is imported once: {again}"
    );
    assert!(
        place.path("city/mappings/tasks.toml").exists(),
        "the mapping is remembered"
    );
}

#[test]
fn money_with_one_bad_cell_imports_nothing_and_names_the_cell() {
    let place = Place::new();
    place.ok(&[
        "invest",
        "law",
        "--data",
        "city",
        "--reason",
        "bảng của Hà Nội",
    ]);
    let head = "Mã dự án;Tên dự án;Chủ đầu tư;Nhóm dự án;Lĩnh vực;Tổng mức đầu tư (tỷ đồng)\n";
    let good = "7000001;Trường học;Sở Tài chính;C;Giáo dục;90\n";
    let import = [
        "invest",
        "import",
        "projects",
        "du-an.csv",
        "--data",
        "city",
    ];
    let before = place.verified_size("city");
    place.write(
        "du-an.csv",
        &format!("{head}{good}7000002;Cầu;Sở Tài chính;C;Giao thông;chín mươi\n"),
    );
    let said = place.refused(3, &import);
    assert!(said.contains("du-an.csv, 3 (“Tổng mức đầu tư"), "{said}");
    assert!(said.contains("chín mươi"), "{said}");
    assert_eq!(place.verified_size("city"), before);
    place.write("du-an.csv", &format!("{head}{good}"));
    place.ok(&import);
    assert_eq!(place.verified_size("city"), before + 1);
}

#[test]
fn a_monthly_table_of_another_country_is_tested_and_its_bad_cell_named() {
    let place = Place::new();
    let mut table = "\u{feff}city;code;year;month;plan;executed_cum\n".to_owned();
    for unit in 0..30 {
        for year in 2016..=2020 {
            for month in 1..=12 {
                let spent = f64::from((unit * 7 + year) % 5 + 5) * f64::from(month * month) / 14.4;
                let spent = format!("{spent:.2}").replace('.', ",");
                table.push_str(&format!("Lima;c{unit};{year};{month};100,00;{spent}\n"));
            }
        }
    }
    place.write("thang.csv", &table);
    let test = [
        "invest",
        "backtest",
        "thang.csv",
        "--unit",
        "city",
        "--unit",
        "code",
        "--test",
        "2017-2020",
        "--months",
        "3-11",
        "--json",
    ];
    let report = place.json(&test);
    for method in ["ours", "last_profile", "last_rate"] {
        for figure in ["crps", "mae", "cover80"] {
            assert!(
                report[method][figure].is_f64(),
                "{method} {figure}: {report}"
            );
        }
    }
    // 2017 has one earlier year only: three years, nine months, thirty units.
    assert_eq!(report["ours"]["n"], 810);
    place.write("thang.csv", &table.replacen("100,00", "một trăm", 1));
    let said = place.refused(3, &test);
    assert!(
        said.contains("row 2") && said.contains("một trăm"),
        "{said}"
    );
}

#[test]
fn a_swap_announced_later_moves_open_deadlines_once_and_reminders_fire_once() {
    let place = Place::new();
    let issue = [
        "issue",
        "--data",
        "city",
        "--text",
        "Rà soát",
        "--to",
        "Sở Tài chính",
        "--product",
        "Báo cáo",
        "--due",
        "10 ngày làm việc",
        "--json",
    ];
    let due = place.json(&issue)["entries"][0]["payload"]["when"]["once"]["due"].clone();
    let due: jiff::civil::DateTime = due.as_str().unwrap().parse().unwrap();
    let (off, worked) = (due.date(), saturday_after(due.date()));
    place.write(
        "days.csv",
        &format!("Ngày,Loại,Tên,Văn bản\n{off},nghỉ hoán đổi,x,CV 1\n{worked},làm bù,x,CV 1\n"),
    );
    let before = place.verified_size("city");
    place.ok(&["import", "days", "days.csv", "--data", "city"]);
    assert_eq!(
        place.verified_size("city"),
        before + 3,
        "two days and one moved deadline"
    );
    let fired = place.json(&["remind", "--data", "city", "--json"]);
    let again = place.json(&["remind", "--data", "city", "--json"]);
    assert_eq!(again["already_done"], true, "{fired} then {again}");
}

fn saturday_after(day: jiff::civil::Date) -> jiff::civil::Date {
    let mut day = day;
    while day.weekday() != jiff::civil::Weekday::Saturday {
        day = day.tomorrow().unwrap();
    }
    day
}

#[test]
fn a_redacted_payload_is_gone_and_the_ledger_still_verifies() {
    let place = Place::new();
    let task = place.issue();
    let secret = "So dien thoai khong duoc ghi";
    let report = place.json(&[
        "report",
        &task,
        "--data",
        "city",
        "--percent",
        "10",
        "--text",
        secret,
        "--json",
    ]);
    let entry = report["entries"][0]["index"].as_u64().unwrap().to_string();
    let kept = place.ok(&["ledger", "checkpoint", "--data", "city"]);
    place.write("kept", &kept);
    let files = || {
        let folder = std::fs::read_dir(place.path("city")).unwrap();
        folder
            .filter_map(|it| std::fs::read(it.unwrap().path()).ok())
            .collect::<Vec<_>>()
            .concat()
    };
    let holds = |all: &[u8]| {
        all.windows(secret.len())
            .any(|part| part == secret.as_bytes())
    };
    assert!(holds(&files()));
    place.refused(
        2,
        &["ledger", "redact", "--data", "city", "--entry", &entry],
    );
    place.ok(&[
        "ledger",
        "redact",
        "--data",
        "city",
        "--entry",
        &entry,
        "--provision",
        "Luật 91/2025/QH15",
        "--reason",
        "nhầm",
    ]);
    assert!(!holds(&files()), "the bytes are still in the data folder");
    place.ok(&["ledger", "verify", "--data", "city", "--checkpoint", "kept"]);
    let proof = place.ok(&["ledger", "prove", "--data", "city", "--entry", &entry]);
    assert!(proof.starts_with("c2sp.org/tlog-proof@v1"), "{proof}");
}

#[test]
fn a_changed_byte_in_the_folder_is_named_with_exit_code_4() {
    let place = Place::new();
    let task = place.issue();
    place.write("bc.txt", "báo cáo");
    place.ok(&[
        "report",
        &task,
        "--data",
        "city",
        "--percent",
        "50",
        "--text",
        "x",
        "--evidence",
        "bc.txt",
    ]);
    let sha = "attachments";
    let mut found = None;
    for folder in std::fs::read_dir(place.path("city").join(sha)).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if bytes(&path) == "báo cáo".as_bytes() {
                found = Some(path);
            }
        }
    }
    let path = found.unwrap();
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    #[expect(
        clippy::permissions_set_readonly_false,
        reason = "a temporary file of this test"
    )]
    permissions.set_readonly(false);
    std::fs::set_permissions(&path, permissions).unwrap();
    std::fs::write(&path, "báo cáp").unwrap();
    let output = place.run(&["ledger", "verify", "--data", "city"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stdout).contains("attachment"));
}

#[test]
fn what_is_not_understood_is_refused_with_the_documented_code() {
    let place = Place::new();
    place.refused(2, &["no-such-command"]);
    place.refused(3, &["deadline", "hôm nào đó", "--from", "2024-02-05T09:00"]);
    place.refused(2, &["deadline", "10 ngày", "--from", "yesterday"]);
    place.refused(1, &["serve", "--data", "nowhere"]);
    place.refused(1, &["ledger", "verify", "--data", "nowhere"]);
    place.refused(1, &["init", "--data", "city"]);
    place.refused(3, &["receipt", "ABCDEF-GHJKMN-PQRSTV", "--data", "city"]);
    place.refused(
        3,
        &[
            "briefing",
            "--data",
            "city",
            "--period",
            "2024-Q9",
            "--as-of",
            "2024-09-30",
            "--out",
            "x",
        ],
    );
    place.refused(3, &["confirm", "nv-999999", "--data", "city"]);
    place.write("rubbish.docx", "<html><body>Không phải DOCX</body></html>");
    place.ok(&["read", "rubbish.docx", "--format", "json"]);
    std::fs::write(place.path("zeros.pdf"), vec![0; 4096]).unwrap();
    place.refused(3, &["read", "zeros.pdf"]);
    place.refused(1, &["read", "missing.txt"]);
}

#[test]
fn a_reading_is_written_in_the_annotation_schema_with_exact_spans() {
    let place = Place::new();
    place.write("kl.txt", DOCUMENT);
    place.ok(&["read", "kl.txt", "--out", "kq"]);
    let reading: Value = serde_json::from_slice(&bytes(&place.path("kq/kl.json"))).unwrap();
    assert_eq!(reading["doc"], "kl");
    let tasks = reading["tasks"].as_array().unwrap();
    assert_eq!(tasks.len(), 2);
    for task in tasks {
        let (start, end) = (
            task["start"].as_u64().unwrap(),
            task["end"].as_u64().unwrap(),
        );
        let words: String = DOCUMENT
            .chars()
            .skip(start as usize)
            .take((end - start) as usize)
            .collect();
        assert_eq!(task["text"], words);
    }
    let akn = place.ok(&["read", "kl.txt", "--format", "akn"]);
    assert!(akn.contains("<akomaNtoso"));
}

/// The day in Việt Nam, in which the command line records.
#[expect(
    clippy::disallowed_methods,
    reason = "the command under test reads the clock too"
)]
fn today() -> String {
    jiff::tz::Offset::constant(7)
        .to_datetime(jiff::Timestamp::now())
        .date()
        .to_string()
}
