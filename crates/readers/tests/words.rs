//! Every refusal and problem has words in both languages.

use dondoc_kinds::Say;
use dondoc_messages::{Lang, say};
use dondoc_readers::{Bound, Format, Legacy, OcrMissing, Problem, ReadRefusal, SecrecyMark};

fn refusals() -> Vec<ReadRefusal> {
    let name = || "van-ban.docx".to_owned();
    let format = Format::Pdf;
    let mut all = vec![
        ReadRefusal::Empty { name: name() },
        ReadRefusal::Secret {
            mark: SecrecyMark::Secret,
        },
        ReadRefusal::OtherFormat {
            name: name(),
            found: "XLSX",
        },
        ReadRefusal::NotText {
            name: name(),
            at: 3,
        },
        ReadRefusal::BadUtf8 { at: 30, line: 2 },
        ReadRefusal::UnsureEncoding { name: name() },
        ReadRefusal::UnknownCharset {
            charset: "big5".to_owned(),
        },
        ReadRefusal::Encrypted { format },
        ReadRefusal::Damaged {
            format,
            part: "word/document.xml".to_owned(),
            at: 9,
        },
        ReadRefusal::Doctype {
            part: "word/document.xml".to_owned(),
        },
        ReadRefusal::OcrFailed {
            page: 1,
            said: "...".to_owned(),
        },
    ];
    let bounds = [
        Bound::FileBytes,
        Bound::TextBytes,
        Bound::Entries,
        Bound::UnpackedBytes,
        Bound::Ratio,
        Bound::Depth,
        Bound::Pages,
        Bound::Seconds,
    ];
    all.extend(bounds.map(|bound| ReadRefusal::TooBig { bound, limit: 5 }));
    let missing = [
        OcrMissing::NotGiven,
        OcrMissing::Tesseract,
        OcrMissing::Vietnamese,
        OcrMissing::Pdftoppm,
    ];
    all.extend(missing.map(|why| ReadRefusal::NeedsOcr { format, why }));
    all
}

fn problems() -> Vec<Problem> {
    vec![
        Problem::NameDisagrees {
            name: "a.docx".to_owned(),
            found: Format::Html,
        },
        Problem::Converted {
            from: Legacy::Tcvn3,
        },
        Problem::Decomposed { marks: 4 },
        Problem::DeletionsLeftOut { count: 4 },
        Problem::InsertionsKept { count: 4 },
        Problem::CommentsLeftOut { count: 4 },
        Problem::PagesWithoutText { pages: vec![2, 3] },
        Problem::UnknownSigns { count: 4 },
        Problem::Recognised { pages: 4 },
        Problem::PagesLeftOut { count: 4 },
    ]
}

#[test]
fn every_refusal_and_problem_can_be_said_in_both_languages() {
    let (refusals, problems) = (refusals(), problems());
    let all = refusals
        .iter()
        .map(|refusal| refusal as &dyn Say)
        .chain(problems.iter().map(|problem| problem as &dyn Say));
    for what in all {
        for lang in Lang::ALL {
            let words = say(lang, what);
            assert!(!words.contains(['{', '}']), "{}: {words}", what.key());
        }
    }
}
