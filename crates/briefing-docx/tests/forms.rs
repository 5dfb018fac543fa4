//! What stands in the DOCX form.
#![expect(clippy::expect_used, reason = "helpers of tests may fail loudly")]

use std::io::{Cursor, Read};

use dondoc_briefing::{Figures, Measure, sample, words};

fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a ZIP archive");
    let mut text = String::new();
    archive
        .by_name(name)
        .expect(name)
        .read_to_string(&mut text)
        .expect("UTF-8");
    text
}

/// Returns the texts of each table row: the first paragraph of each cell.
fn rows(document: &str) -> Vec<Vec<String>> {
    let text = |xml: &str| -> String {
        let runs = xml.split("<w:t xml:space=\"preserve\">").skip(1);
        runs.filter_map(|run| run.split("</w:t>").next()).collect()
    };
    let row = |xml: &str| -> Vec<String> {
        let cells = xml.split("<w:tc>").skip(1);
        cells
            .map(|cell| text(cell.split("</w:p>").next().unwrap_or_default()))
            .collect()
    };
    document.split("<w:tr>").skip(1).map(row).collect()
}

/// The measures of the tables by document and unit, in their order.
const COLUMNS: [Measure; 10] = [
    Measure::Assigned,
    Measure::Due,
    Measure::DoneOnTime,
    Measure::DoneLate,
    Measure::Waiting,
    Measure::Late,
    Measure::InTime,
    Measure::AtRisk,
    Measure::WithoutReport,
    Measure::Extended,
];

fn expected(name: &str, figures: &Figures) -> Vec<String> {
    let mut row = vec![name.to_owned()];
    row.extend(
        COLUMNS
            .iter()
            .map(|measure| words::number(figures.get(*measure).expect("looked at").value)),
    );
    row.push(
        figures
            .on_time
            .as_ref()
            .map_or_else(|| "–".to_owned(), |figure| words::percent(figure.value)),
    );
    row
}

#[test]
fn the_tables_hold_the_figures_of_the_model() {
    let briefing = sample::briefing();
    let docx = dondoc_briefing_docx::render(&briefing).expect("a DOCX");
    let bare = |row: Vec<String>| -> Vec<String> {
        row.into_iter()
            .map(|text| text.trim_start_matches(['▲', '◆', '\u{a0}']).to_owned())
            .collect()
    };
    let rows: Vec<Vec<String>> = rows(&part(&docx, "word/document.xml"))
        .into_iter()
        .map(bare)
        .collect();
    for line in &briefing.units {
        let row = expected(&line.name, &line.figures);
        assert!(rows.contains(&row), "{row:?}");
    }
    for line in &briefing.documents {
        let row = expected(&format!("{} {}", line.kind, line.number), &line.figures);
        assert!(rows.contains(&row), "{row:?}");
    }
    let city = expected("Toàn Thành phố", &briefing.summary);
    assert!(rows.contains(&city), "{city:?}");
}

#[test]
fn the_form_is_that_of_an_official_document() {
    let docx = dondoc_briefing_docx::render(&sample::briefing()).expect("a DOCX");
    let document = part(&docx, "word/document.xml");
    for text in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: ……/BC-VP",
        "BÁO CÁO",
        "./.",
        "Nơi nhận:",
        "- Lưu: VT.",
        "KT. CHÁNH VĂN PHÒNG",
        "Số liệu minh họa",
    ] {
        let found = document.contains(text) || part(&docx, "word/footer1.xml").contains(text);
        assert!(found, "{text}");
    }
    assert!(
        document.contains("<w:titlePg/>"),
        "no page number on the first page"
    );
}

#[test]
fn the_same_briefing_gives_the_same_bytes() {
    let once = dondoc_briefing_docx::render(&sample::briefing()).expect("a DOCX");
    assert_eq!(
        once,
        dondoc_briefing_docx::render(&sample::briefing()).expect("a DOCX")
    );
}

#[test]
fn the_chapter_on_public_investment_holds_its_quantities_and_their_codes() {
    let briefing = sample::briefing_with_investment();
    let docx = dondoc_briefing_docx::render(&briefing).expect("a DOCX");
    let text = part(&docx, "word/document.xml");
    let rows = rows(&text);
    let chapter = briefing.investment.as_ref().expect("a chapter");
    for unit in &chapter.units {
        let shown = |row: &Vec<String>| {
            row.len() == 6
                && row[0].ends_with(&unit.name)
                && row[1] == words::quantity(&unit.plan)
                && row[2] == words::quantity(&unit.spent)
                && Some(&row[3]) == unit.rate.as_ref().map(words::quantity).as_ref()
        };
        assert!(rows.iter().any(shown), "{}", unit.id);
    }
    for it in briefing.quantities() {
        // A code does not break at its hyphen.
        let code = it.receipt.own().replace('-', "\u{2011}");
        assert!(text.contains(&code), "{}", it.key);
    }
}
