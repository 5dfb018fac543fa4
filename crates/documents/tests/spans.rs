//! Whatever the text: no panic, every span gives back its words, the same
//! reading every time.

use dondoc_documents::{Reading, read};
use proptest::prelude::*;

const TEXTS: [&str; 3] = [
    include_str!("texts/directive.txt"),
    include_str!("texts/plan.txt"),
    include_str!("texts/report.txt"),
];

/// Every span of a reading with its words.
fn spans(reading: &Reading) -> Vec<(usize, usize, &str)> {
    let mut all = Vec::new();
    for r in &reading.references {
        all.push((r.start, r.end, r.text.as_str()));
    }
    for t in &reading.tasks {
        all.push((t.start, t.end, t.text.as_str()));
        all.extend(
            t.deadline
                .iter()
                .chain(&t.deadlines_other)
                .map(|d| (d.start, d.end, d.text.as_str())),
        );
        all.extend(t.targets.iter().map(|x| (x.start, x.end, x.text.as_str())));
    }
    all.extend(
        reading
            .targets
            .iter()
            .map(|x| (x.start, x.end, x.text.as_str())),
    );
    all.extend(
        reading
            .sections
            .iter()
            .map(|s| (s.start, s.end, s.text.as_str())),
    );
    all
}

fn check(text: &str) {
    let reading = read(text);
    let chars: Vec<char> = text.chars().collect();
    for (start, end, words) in spans(&reading) {
        assert!(
            start < end && end <= chars.len(),
            "span {start}..{end} of {}",
            chars.len()
        );
        let there: String = chars[start..end].iter().collect();
        assert_eq!(there, words);
        assert_eq!(words.trim(), words, "a span opens and closes with a word");
    }
    assert_eq!(read(text), reading, "the same text reads the same");
}

#[test]
fn spans_of_our_texts_give_back_their_words() {
    for text in TEXTS {
        check(text);
    }
}

#[test]
fn an_empty_text_reads_as_nothing() {
    for text in ["", "\u{feff}", " \r\n\t", "\n\n\n", "\u{a0}"] {
        let reading = read(text);
        assert!(
            reading.tasks.is_empty()
                && reading.references.is_empty()
                && reading.sections.is_empty()
        );
    }
}

#[test]
fn rubbish_is_read_to_its_end() {
    for unit in [
        "yêu cầu ",
        "giao ",
        "((((",
        "1234567890",
        "- a\n",
        "a) b\n",
        "đối với, ",
        "về a, ",
        "số 1/QĐ-",
        "Luật A ",
        "Sở A, theo ",
        "“",
        "1 Aa\n\n2\n\n",
        "các sở, ",
        "ngày ",
        "giao a; ",
        "Sở A; ",
    ] {
        check(&unit.repeat(3000));
        let listed = "Số: 1/UBND\n\nKính gửi: Các sở\n\nYêu cầu như sau:\n1. ";
        check(&(listed.to_owned() + &unit.repeat(1500)));
    }
}

#[test]
fn other_line_ends_and_decomposed_letters_read_the_same() {
    use unicode_normalization::UnicodeNormalization;
    for text in TEXTS {
        let plain = read(text);
        let crlf = read(&text.replace('\n', "\r\n"));
        let apart = read(&text.nfd().collect::<String>());
        for other in [&crlf, &apart] {
            assert_eq!(other.header.number, plain.header.number);
            assert_eq!(other.tasks.len(), plain.tasks.len());
            assert_eq!(other.references.len(), plain.references.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_never_breaks_the_reader(text in "\\PC{0,400}") {
        check(&text);
    }

    #[test]
    fn arbitrary_words_of_the_grammar_never_break_the_reader(
        words in proptest::collection::vec(
            prop::sample::select(vec![
                "giao", "yêu cầu", "Sở", "Tài chính", "các", "và", ",", ";", ":", ".", "\n", "\n\n", "1.", "a)", "-", "(", ")",
                "trước ngày", "31/12/2025", "hằng quý", "Nghị quyết", "số", "12/2024/NĐ-CP", "phối hợp với", "UBND", "đối với",
                "trong", "khẩn trương", "rà soát", "đạt", "30%", "Đơn vị chủ trì:", "I.", "NHIỆM VỤ", "Nơi nhận:", "V/v", "KẾ HOẠCH",
                "Kính gửi:", "Luật", "Đất đai", "cho đến khi", "toàn văn", "công điện", "điện", "”",
            ]),
            0..120,
        )
    ) {
        check(&words.join(" "));
    }

    #[test]
    fn mutated_documents_never_break_the_reader(
        which in 0usize..3,
        cuts in proptest::collection::vec((0usize..2000, 0usize..40, "\\PC{0,3}"), 0..8),
    ) {
        let mut chars: Vec<char> = TEXTS[which].chars().collect();
        for (at, len, with) in cuts {
            let at = at.min(chars.len());
            let end = (at + len).min(chars.len());
            chars.splice(at..end, with.chars());
        }
        check(&chars.into_iter().collect::<String>());
    }
}
