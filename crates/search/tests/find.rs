//! What is found, and in which order.

use dondoc_search::{Index, Text, snippet};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const DAY: Date = date(2024, 7, 1);

fn text(title: &str, body: &str) -> Text {
    Text {
        title: title.to_owned(),
        body: body.to_owned(),
        day: DAY,
    }
}

fn index(bodies: &[&'static str]) -> Index<&'static str> {
    let mut index = Index::default();
    for body in bodies {
        index.put(*body, text("", body));
    }
    index
}

fn found<'a>(index: &Index<&'a str>, question: &str) -> Vec<&'a str> {
    let hits = index.search(question, None, 0, 10, |_| true);
    assert_eq!(hits.all, hits.best.len());
    hits.best.into_iter().map(|it| it.key).collect()
}

#[test]
fn diacritics_case_and_tone_placement_do_not_hide_a_text() {
    let index = index(&["Thành phố Hà Nội", "Văn hoá và hòa bình"]);
    for question in ["ha noi", "HÀ NỘI", "Hà  Nội", "ha\u{300} nội"] {
        assert_eq!(found(&index, question), ["Thành phố Hà Nội"], "{question}");
    }
    for question in ["hòa bình", "hoà bình", "hoa binh"] {
        assert_eq!(found(&index, question), ["Văn hoá và hòa bình"]);
    }
}

#[test]
fn exact_diacritics_stand_before_what_sounds_alike() {
    let index = index(&["ha nói điều gì", "Hà Nội là thủ đô"]);
    assert_eq!(found(&index, "hà nội")[0], "Hà Nội là thủ đô");
    assert_eq!(found(&index, "nói")[0], "ha nói điều gì");
    assert_eq!(found(&index, "noi").len(), 2);
}

#[test]
fn words_in_their_order_stand_before_scattered_ones() {
    let index = index(&[
        "phố này có thành tích, Nội vụ ở Hà Đông",
        "Thành phố Hà Nội giải ngân",
    ]);
    assert_eq!(
        found(&index, "thanh pho ha noi")[0],
        "Thành phố Hà Nội giải ngân"
    );
}

#[test]
fn every_word_must_be_there_and_the_last_may_be_begun() {
    let index = index(&["giải ngân vốn đầu tư", "giải phóng mặt bằng"]);
    assert_eq!(found(&index, "giai ngan"), ["giải ngân vốn đầu tư"]);
    assert_eq!(found(&index, "giai ph"), ["giải phóng mặt bằng"]);
    assert!(found(&index, "giai ngan mat").is_empty());
    assert!(found(&index, "").is_empty());
    assert!(found(&index, "?!").is_empty());
}

#[test]
fn a_title_weighs_more_than_a_body() {
    let mut index = Index::default();
    index.put(1, text("", "báo cáo về chuyển đổi số"));
    index.put(2, text("Chuyển đổi số", "kế hoạch"));
    let hits = index.search("chuyển đổi số", None, 0, 10, |_| true);
    assert_eq!(hits.best[0].key, 2);
}

#[test]
fn a_text_that_was_taken_out_is_gone() {
    let mut index = index(&["một hai", "một ba"]);
    assert!(index.take(&"một hai"));
    assert_eq!(found(&index, "mot"), ["một ba"]);
    index.pack();
    assert_eq!(found(&index, "mot"), ["một ba"]);
    index.put("một ba", text("", "bốn"));
    assert!(found(&index, "mot").is_empty());
    assert_eq!(found(&index, "bon"), ["một ba"]);
}

#[test]
fn a_question_as_of_an_earlier_day_finds_what_there_was() {
    let mut index = Index::default();
    let later = Text {
        day: date(2024, 9, 1),
        ..text("", "báo cáo")
    };
    index.put("a", text("", "báo cáo"));
    index.put("b", later);
    let keys = |as_of| {
        let hits = index.search("bao cao", as_of, 0, 10, |_| true);
        hits.best.into_iter().map(|it| it.key).collect::<Vec<_>>()
    };
    assert_eq!(keys(Some(date(2024, 8, 1))), ["a"]);
    assert_eq!(keys(None), ["b", "a"], "the newer first");
}

#[test]
fn a_snippet_shows_the_words_that_were_meant() {
    let long = "Mở đầu dài dòng không có gì đáng nói ở đây cả. ".repeat(20);
    let text = format!("{long}Giao Sở Tài chính giải ngân vốn đầu tư công. {long}");
    let pieces = snippet(&text, "giai ngan von", 120);
    let hits: Vec<&str> = pieces
        .iter()
        .filter(|it| it.is_hit)
        .map(|it| it.text.as_str())
        .collect();
    assert_eq!(hits, ["giải", "ngân", "vốn"]);
    let whole: String = pieces.iter().map(|it| it.text.as_str()).collect();
    assert!(whole.starts_with("… ") && whole.ends_with(" …"), "{whole}");
    assert!(whole.chars().count() < 140);
    assert_eq!(snippet("", "a", 50), []);
}

#[test]
fn an_old_text_with_the_words_together_stands_before_thousands_of_newer_ones() {
    let mut index = Index::default();
    let old = Text {
        day: date(2020, 1, 1),
        ..text("", "Tổ chức thực hiện kế hoạch cải tạo hồ")
    };
    index.put(0, old);
    for key in 1..5000 {
        let apart = "hoạch định, thực thi; hiện nay kế bên, cải cách, hồ tạo cảnh";
        index.put(key, text("", apart));
    }
    let best = |question| index.search(question, None, 0, 1, |_| true).best[0].key;
    assert_eq!(best("thực hiện kế hoạch"), 0);
    assert_eq!(best("thuc hien"), 0);
    assert_eq!(best("cải tạo hồ"), 0, "wherever in the text they stand");
    assert_eq!(best("hồ cải tạo"), 0, "two of three together");
}

#[test]
fn words_that_stand_twice_in_a_question_are_looked_for_in_their_order() {
    let index = index(&["kiểm kê, thanh tra, kiểm tra", "kiểm tra, thanh tra"]);
    assert_eq!(
        found(&index, "kiem tra thanh tra")[0],
        "kiểm tra, thanh tra"
    );
}

#[test]
fn a_snippet_from_the_index_shows_the_place_in_a_long_text() {
    let dull = "Mở đầu dài dòng không có gì đáng nói ở đây cả. ".repeat(400);
    let body = format!("{dull}\nGiao Sở Tài chính giải  ngân vốn đầu tư công.\n{dull}");
    let mut index = Index::default();
    index.put(1, text("Kế hoạch", &body));
    index.put(2, text("", "Giải ngân"));
    let shown = |key, question| -> (Vec<String>, String) {
        let pieces = index.snippet(key, question, 120);
        let hits = pieces.iter().filter(|it| it.is_hit);
        let hits = hits.map(|it| it.text.clone()).collect();
        (hits, pieces.iter().map(|it| it.text.as_str()).collect())
    };
    let (hits, whole) = shown(&1, "giai ngan von");
    assert_eq!(hits, ["giải", "ngân", "vốn"]);
    assert!(whole.starts_with("… ") && whole.ends_with(" …"), "{whole}");
    let (hits, whole) = shown(&1, "mo dau");
    assert_eq!(hits[..2], ["Mở", "đầu"]);
    assert!(whole.starts_with("Mở đầu"), "{whole}");
    assert_eq!(shown(&2, "ngan"), (vec!["ngân".into()], "Giải ngân".into()));
    assert_eq!(shown(&3, "ngan"), (vec![], String::new()));
    // Nothing of it stands there: its beginning is shown.
    assert!(shown(&1, "xyz").1.starts_with("Mở đầu"));
}

fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec("(hà|ha|nội|noi|số|so|giao|giáo|x)", 1..6).prop_map(|it| it.join(" "))
}

proptest! {
    #[test]
    fn it_finds_what_a_look_at_every_text_finds(
        texts in proptest::collection::vec(words(), 1..40),
        gone in proptest::collection::vec(any::<prop::sample::Index>(), 0..10),
        question in words(),
    ) {
        let mut index = Index::default();
        for (key, body) in texts.iter().enumerate() {
            index.put(key, text("", body));
        }
        for it in &gone {
            index.take(&it.index(texts.len()));
        }
        let fold = |text: &str| dondoc_registry::fold(text).split(' ').map(str::to_owned).collect::<Vec<_>>();
        let asked = fold(&question);
        let (last, whole) = asked.split_last().unwrap();
        let fits = |body: &str| {
            let words = fold(body);
            let begun = |word: &String| word == last || (last.len() > 1 && word.starts_with(last.as_str()));
            whole.iter().all(|it| words.contains(it)) && words.iter().any(begun)
        };
        let mut expected: Vec<usize> = (0..texts.len()).filter(|key| index.get(key).is_some() && fits(&texts[*key])).collect();
        let hits = index.search(&question, None, 0, 100, |_| true);
        let mut got: Vec<usize> = hits.best.iter().map(|it| it.key).collect();
        got.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(&got, &expected);
        prop_assert_eq!(hits.all, expected.len());
        // Weights count texts that were taken out until then; what is found does not.
        index.pack();
        let packed = index.search(&question, None, 0, 100, |_| true);
        let mut again: Vec<usize> = packed.best.iter().map(|it| it.key).collect();
        again.sort_unstable();
        prop_assert_eq!(&again, &expected);
    }

    #[test]
    fn the_first_of_many_are_the_first_of_all(
        texts in proptest::collection::vec((words(), words(), 0_i8..5), 1..30),
        question in words(),
        most in 1_usize..8,
    ) {
        let mut index = Index::default();
        for (key, (title, body, day)) in texts.iter().enumerate() {
            index.put(key, Text { day: date(2024, 1, 1 + day), ..text(title, body) });
        }
        let all = index.search(&question, None, 0, 100, |_| true);
        let ranks: Vec<_> = all.best.iter().map(|it| (it.score, texts[it.key].2, std::cmp::Reverse(it.key))).collect();
        prop_assert!(ranks.is_sorted_by(|a, b| a > b), "{:?}", ranks);
        // Page by page, the same.
        let mut pages = Vec::new();
        for skip in (0..all.all).step_by(most) {
            let page = index.search(&question, None, skip, most, |_| true);
            prop_assert_eq!(page.all, all.all);
            pages.extend(page.best);
        }
        prop_assert_eq!(pages, all.best);
    }

    #[test]
    fn words_together_weigh_what_a_look_at_the_text_finds(body in words(), question in words()) {
        let mut index = Index::default();
        index.put((), text("", &body));
        let fold = |text: &str| dondoc_registry::fold(text).split(' ').map(str::to_owned).collect::<Vec<_>>();
        let (said, asked) = (fold(&body), fold(&question));
        let pairs = asked.windows(2).filter(|pair| said.windows(2).any(|it| it == *pair)).count() as u32;
        let whole = index.search(&format!("{question} "), None, 0, 1, |_| true);
        if let Some(found) = whole.best.first() {
            let words: std::collections::BTreeSet<_> = asked.iter().collect();
            let least = 4 * words.len() as u32 + 6 * pairs;
            prop_assert!(found.score >= least && (found.score - least).is_multiple_of(4), "{} {}", found.score, least);
        }
    }

    #[test]
    fn a_snippet_is_part_of_its_text(body in "[a-zàđ ]{0,200}", question in "[a-z ]{0,20}", most in 10_usize..80) {
        let shown: String = snippet(&body, &question, most).iter().map(|it| it.text.as_str()).collect();
        let body = body.split_whitespace().collect::<Vec<_>>().join(" ");
        let inner = shown.trim_start_matches("… ").trim_end_matches(" …");
        prop_assert!(body.contains(inner));
    }
}
