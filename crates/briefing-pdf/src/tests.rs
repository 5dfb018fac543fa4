//! What stands in the PDF form: read from the typeset pages, before they are
//! written as PDF, so that no other program is needed.

use dondoc_briefing::paper::{Imprint, Limits, Paper};
use dondoc_briefing::{Briefing, Figures, Measure, sample, words};
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

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

fn typeset(briefing: &Briefing) -> PagedDocument {
    crate::document(&Paper::of(briefing, Limits::print(briefing))).expect("typesets")
}

fn collect(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, text),
            FrameItem::Text(run) => text.push_str(&run.text),
            _ => {}
        }
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn text(document: &PagedDocument) -> String {
    let mut text = String::new();
    for page in document.pages() {
        collect(&page.frame, &mut text);
    }
    bare(&text)
}

fn row(name: &str, figures: &Figures) -> String {
    let mut row = name.to_owned();
    for measure in COLUMNS {
        row.push_str(&words::number(
            figures.get(measure).expect("looked at").value,
        ));
    }
    row.push_str(
        &figures
            .on_time
            .as_ref()
            .map_or_else(|| "–".to_owned(), |figure| words::percent(figure.value)),
    );
    bare(&row)
}

#[test]
fn the_tables_hold_the_figures_of_the_model() {
    let briefing = sample::briefing();
    let text = text(&typeset(&briefing));
    for line in &briefing.units {
        let row = row(&line.name, &line.figures);
        assert!(text.contains(&row), "{row}");
    }
    let city = row("Toàn Thành phố", &briefing.summary);
    assert!(text.contains(&city), "{city}");
    for figure in [&briefing.summary.late, &briefing.units[0].figures.late] {
        assert!(text.contains(&figure.receipt.own()), "{}", figure.key);
    }
    let official = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: ……/BC-VP",
        "./.",
        "Nơi nhận:",
        "Lưu: VT.",
    ];
    for words in official {
        assert!(text.contains(&bare(words)), "{words}");
    }
}

#[test]
fn the_chapter_on_public_investment_holds_its_quantities_and_their_codes() {
    let briefing = sample::briefing_with_investment();
    let text = text(&typeset(&briefing));
    let chapter = briefing.investment.as_ref().expect("a chapter");
    for unit in &chapter.units {
        let rate = unit.rate.as_ref().expect("a rate");
        let row = [&unit.plan, &unit.spent, rate]
            .map(words::quantity)
            .concat();
        let row = bare(&format!("{}{row}", unit.name));
        assert!(text.contains(&row), "{row}");
    }
    for it in briefing.quantities() {
        assert!(text.contains(&bare(&it.receipt.own())), "{}", it.key);
    }
}

#[test]
fn every_letter_has_a_glyph() {
    fn missing(frame: &Frame, found: &mut Vec<String>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => missing(&group.frame, found),
                FrameItem::Text(run) if run.glyphs.iter().any(|glyph| glyph.id == 0) => {
                    found.push(run.text.to_string())
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    for page in typeset(&sample::briefing()).pages() {
        missing(&page.frame, &mut found);
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_same_briefing_gives_the_same_bytes() {
    let once = crate::render(&sample::briefing()).expect("a PDF");
    assert!(once.starts_with(b"%PDF-1.7"));
    assert!(once == crate::render(&sample::briefing()).expect("a PDF"));
}

#[test]
fn minutes_of_a_party_committee_have_a_star_no_motto_and_two_who_sign() {
    let briefing = sample::briefing();
    let mut paper = Paper::of(&briefing, Limits::print(&briefing));
    paper.kind = "BIÊN BẢN";
    paper.annexes.clear();
    paper.masthead.superior.clear();
    paper.masthead.issuer = "THÀNH ỦY HÀ NỘI".to_owned();
    paper.masthead.state = "ĐẢNG CỘNG SẢN VIỆT NAM";
    paper.masthead.motto = "";
    paper.signature.secretary = Some("THƯ KÝ".to_owned());
    let text = text(&crate::document(&paper).expect("typesets"));
    assert!(text.contains(&bare("THÀNH ỦY HÀ NỘI*")), "{}", &text[..400]);
    assert!(!text.contains(&bare("Độc lập")) && text.contains(&bare("THƯ KÝ")));
    let imprint = Imprint::of(&briefing);
    let pdf = crate::print(&paper, &imprint).expect("a PDF");
    assert!(pdf.starts_with(b"%PDF-1.7") && pdf == crate::print(&paper, &imprint).expect("a PDF"));
}
