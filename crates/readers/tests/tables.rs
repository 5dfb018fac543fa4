//! A plan with a table of tasks, as a web page, as a DOCX and as a PDF: the same
//! tasks come out of each.

#![expect(clippy::unwrap_used, reason = "helpers of tests may stop them")]
#![expect(dead_code, reason = "the helpers are shared by several tests")]

mod common;

use common::{docx, pdf_that_draws};
use dondoc_documents::Task;
use dondoc_readers::{Limits, read_bytes};

const HEAD: &[&str] = &[
    "TT",
    "Nhiệm vụ",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời hạn",
    "Sản phẩm",
];

/// Rows of cells, each cell in its lines; a row of one cell goes across.
const ROWS: &[&[&str]] = &[
    &["I. Hạ tầng số"],
    &[
        "1",
        "Xây dựng kho\ndữ liệu dùng chung\ncủa tỉnh",
        "Sở Khoa học\nvà Công nghệ",
        "Sở Nội vụ; Sở\nTài chính",
        "Trước ngày\n30/9/2026",
        "Kho dữ liệu\nđược vận hành",
    ],
    &["II. Nhân lực số"],
    &[
        "2",
        "Tập huấn kỹ năng số",
        "Sở Nội vụ",
        "",
        "Quý II/2026",
        "Báo cáo\nkết quả",
    ],
];

const BEFORE: &[&str] = &[
    "UBND TỈNH SƠN LA",
    "Số: 88/KH-UBND",
    "Sơn La, ngày 12 tháng 3 năm 2026",
    "KẾ HOẠCH",
    "Triển khai chuyển đổi số",
    "I. NHIỆM VỤ CỤ THỂ",
];
const AFTER: &[&str] = &[
    "II. TỔ CHỨC THỰC HIỆN",
    "1. Sở Tài chính tham mưu bố trí kinh phí thực hiện.",
];

fn html() -> Vec<u8> {
    let paragraph = |line: &&str| format!("<p>{line}</p>");
    let row = |cells: &[&str], tag: &str| {
        let span = if cells.len() == 1 { " colspan=6" } else { "" };
        let cells: String = cells
            .iter()
            .map(|cell| format!("<{tag}{span}>{}</{tag}>", cell.replace('\n', " ")))
            .collect();
        format!("<tr>{cells}</tr>")
    };
    let rows: String = ROWS.iter().map(|cells| row(cells, "td")).collect();
    let (before, after): (String, String) = (
        BEFORE.iter().map(paragraph).collect(),
        AFTER.iter().map(paragraph).collect(),
    );
    let page = format!(
        "<html><meta charset=utf-8><body>{before}<table>{}{rows}</table>{after}</body></html>",
        row(HEAD, "th")
    );
    page.into_bytes()
}

fn word() -> Vec<u8> {
    let paragraph = |line: &str| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>");
    let row = |cells: &[&str]| {
        let cells: String = cells
            .iter()
            .map(|cell| {
                let lines: String = cell.split('\n').map(paragraph).collect();
                format!("<w:tc>{lines}</w:tc>")
            })
            .collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let rows: String = ROWS.iter().map(|cells| row(cells)).collect();
    let lines = |lines: &[&str]| lines.iter().map(|l| paragraph(l)).collect::<String>();
    docx(&format!(
        "{}<w:tbl>{}{rows}</w:tbl>{}",
        lines(BEFORE),
        row(HEAD),
        lines(AFTER)
    ))
}

/// Draws words that the font of the test has no letters for.
fn drawn(x: usize, y: usize, words: &str) -> String {
    let code: String = words.encode_utf16().map(|u| format!("{u:04X}")).collect();
    let width = "n".repeat(words.chars().count());
    format!(
        "BT /F 6 Tf 1 0 0 1 {x} {y} Tm /Span << /ActualText <FEFF{code}> >> BDC ({width}) Tj EMC ET\n"
    )
}

const COLUMNS: [usize; 7] = [20, 50, 180, 290, 380, 470, 580];

/// Draws all of it line by line across the cells, the way that mixes them.
fn pdf(turned: bool) -> Vec<u8> {
    let mut page = String::new();
    if turned {
        page.push_str("0 1 -1 0 700 0 cm\n");
    }
    let mut y = 800;
    for line in BEFORE {
        page += &drawn(20, y, line);
        y -= 12;
    }
    let top = y;
    let mut across = vec![top];
    let mut down = String::new();
    for cells in [HEAD].iter().chain(ROWS) {
        let lines = cells.iter().map(|c| c.split('\n').count()).max().unwrap();
        for line in 0..lines {
            for (column, cell) in cells.iter().enumerate() {
                // A short cell stands in the middle of its row.
                let own: Vec<&str> = cell.split('\n').collect();
                let first = (lines - own.len()) / 2;
                if let Some(words) = line.checked_sub(first).and_then(|l| own.get(l)) {
                    page += &drawn(COLUMNS[column] + 2, y - 9 - line * 8, words);
                }
            }
        }
        let next = y - lines * 8 - 4;
        for (at, x) in COLUMNS.iter().enumerate() {
            if cells.len() > 1 || at == 0 || at == 6 {
                down += &format!("{x} {next} m {x} {y} l S\n");
            }
        }
        y = next;
        across.push(y);
    }
    for y in across {
        page += &format!("20 {y} 560 0.5 re f\n");
    }
    page += &down;
    for line in AFTER {
        y -= 12;
        page += &drawn(20, y, line);
    }
    pdf_that_draws(&page)
}

fn tasks(name: &str, bytes: &[u8]) -> Vec<Task> {
    let text = read_bytes(name, bytes, &Limits::default()).unwrap();
    dondoc_documents::read(&text.text).tasks
}

fn check(tasks: &[Task]) {
    let texts: Vec<&str> = tasks.iter().map(|t| t.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Xây dựng kho dữ liệu dùng chung của tỉnh",
            "Tập huấn kỹ năng số",
            "Sở Tài chính tham mưu bố trí kinh phí thực hiện"
        ]
    );
    let iso = |t: &Task| t.deadline.as_ref().and_then(|d| d.iso.clone());
    assert_eq!(tasks[0].lead, ["Sở Khoa học và Công nghệ"]);
    assert_eq!(tasks[0].coordinate, ["Sở Nội vụ", "Sở Tài chính"]);
    assert_eq!(iso(&tasks[0]).as_deref(), Some("2026-09-30"));
    assert_eq!(
        tasks[0].product.as_deref(),
        Some("Kho dữ liệu được vận hành")
    );
    assert_eq!(tasks[1].lead, ["Sở Nội vụ"]);
    assert!(tasks[1].coordinate.is_empty());
    assert_eq!(iso(&tasks[1]).as_deref(), Some("2026-Q2"));
    assert_eq!(tasks[1].product.as_deref(), Some("Báo cáo kết quả"));
}

#[test]
fn a_web_page_gives_the_tasks_of_its_table() {
    check(&tasks("ke-hoach.html", &html()));
}

#[test]
fn a_docx_gives_the_tasks_of_its_table() {
    check(&tasks("ke-hoach.docx", &word()));
}

#[test]
fn a_pdf_gives_the_tasks_of_its_ruled_table() {
    check(&tasks("ke-hoach.pdf", &pdf(false)));
}

#[test]
fn a_page_on_its_side_gives_them_too() {
    check(&tasks("ke-hoach.pdf", &pdf(true)));
}

#[test]
fn an_empty_first_cell_keeps_its_place() {
    let page = "<html><p>UBND TỈNH SƠN LA<p>Số: 88/KH-UBND<p>KẾ HOẠCH<p>Cải cách<p>I. NHIỆM VỤ\
                <table><tr><th>TT<th>Nhiệm vụ<th>Đơn vị chủ trì<th>Thời gian</tr>\
                <tr><td><td>Rà soát quy chế làm việc<td>Sở Nội vụ<td>Quý II/2026</tr></table></html>";
    let tasks = tasks("a.html", page.as_bytes());
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0].text, "Rà soát quy chế làm việc");
    assert_eq!(tasks[0].lead, ["Sở Nội vụ"]);
}

#[test]
fn what_a_cell_says_for_several_rows_holds_for_each_in_a_web_page() {
    let page = "<html><p>UBND TỈNH SƠN LA<p>Số: 88/KH-UBND<p>KẾ HOẠCH<p>Cải cách<p>I. NHIỆM VỤ\
        <table><tr><th rowspan=2>TT<th rowspan=2>Nhiệm vụ<th rowspan=2>Đơn vị chủ trì<th colspan=2>Thời gian</tr>\
        <tr><th>Bắt đầu<th>Kết thúc</tr>\
        <tr><td>1<td>Rà soát quy chế<td rowspan=2>Sở Nội vụ<td>Quý I/2026<td>Quý II/2026</tr>\
        <tr><td>2<td>Sắp xếp hồ sơ<td>Quý II/2026<td>Quý III/2026</tr></table></html>";
    let tasks = tasks("a.html", page.as_bytes());
    let said: Vec<(&str, &[String])> = tasks.iter().map(|t| (t.text.as_str(), &*t.lead)).collect();
    let lead = ["Sở Nội vụ".to_owned()];
    assert_eq!(
        said,
        [("Rà soát quy chế", &lead[..]), ("Sắp xếp hồ sơ", &lead[..])]
    );
}

#[test]
fn what_a_cell_says_for_several_rows_holds_for_each_in_a_docx() {
    let cell = |properties: &str, words: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"
        )
    };
    let row = |number: &str, task: &str, merge: &str, lead: &str| {
        format!(
            "<w:tr>{}{}{}{}</w:tr>",
            cell("", number),
            cell("", task),
            cell(merge, lead),
            cell("", "Quý II/2026")
        )
    };
    let lines: String = BEFORE
        .iter()
        .map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"))
        .collect();
    let head = row("TT", "Nhiệm vụ", "", "Cơ quan chủ trì").replace("Quý II/2026", "Thời hạn");
    let body = format!(
        "{lines}<w:tbl>{head}{}{}{}</w:tbl>",
        row(
            "1",
            "Rà soát quy chế",
            "<w:vMerge w:val=\"restart\"/>",
            "Sở Nội vụ"
        ),
        row("2", "Sắp xếp hồ sơ", "<w:vMerge/>", ""),
        row("3", "Bố trí kinh phí", "", "Sở Tài chính"),
    );
    let tasks = tasks("a.docx", &docx(&body));
    let leads: Vec<String> = tasks.iter().map(|t| t.lead.join("; ")).collect();
    assert_eq!(leads, ["Sở Nội vụ", "Sở Nội vụ", "Sở Tài chính"]);
}
