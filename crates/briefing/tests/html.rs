//! What stands in the HTML form.
#![expect(clippy::expect_used, reason = "helpers of tests may fail loudly")]

use dondoc_briefing::{Briefing, html, sample, words};

/// Returns key, shown text of every figure in the page.
fn shown(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for piece in page.split("data-key=\"").skip(1) {
        let (key, rest) = piece.split_once('"').expect("quoted");
        let (_, rest) = rest.split_once('>').expect("tag end");
        let (text, _) = rest.split_once("</data>").expect("closing tag");
        found.push((key.to_owned(), text.to_owned()));
    }
    found
}

fn written(briefing: &serde_json::Value, key: &str) -> String {
    let found = find(briefing, key).unwrap_or_else(|| panic!("{key} is not in the JSON"));
    let value = u32::try_from(found.as_u64().expect("a count")).expect("fits");
    if key.ends_with("/on-time") {
        words::percent(value)
    } else {
        words::number(value)
    }
}

fn find<'v>(value: &'v serde_json::Value, key: &str) -> Option<&'v serde_json::Value> {
    match value {
        serde_json::Value::Object(map) if map.get("key").is_some_and(|k| k == key) => {
            map.get("value")
        }
        serde_json::Value::Object(map) => map.values().find_map(|value| find(value, key)),
        serde_json::Value::Array(values) => values.iter().find_map(|value| find(value, key)),
        _ => None,
    }
}

#[test]
fn the_page_shows_the_figures_of_the_json() {
    let briefing = sample::briefing();
    let json: serde_json::Value = serde_json::from_slice(&briefing.to_json()).expect("JSON");
    let shown = shown(&html::render(&briefing));
    assert!(shown.len() > 35 * 20, "{}", shown.len());
    for (key, text) in &shown {
        assert_eq!(*text, written(&json, key), "{key}");
    }
    for line in &briefing.units {
        for figure in line.figures.iter() {
            assert!(
                shown.iter().any(|(key, _)| *key == figure.key),
                "{} is not shown",
                figure.key
            );
        }
    }
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let page = html::render(&sample::briefing());
    for outside in [
        "http://", "https://", "<script", "<link", "@import", "url(", " src=",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn markup_in_data_stays_text() {
    let mut facts = sample::facts();
    facts.duties[0].text = "<script>alert(1)</script> & \"ngoặc\"".into();
    let order = sample::order(&facts);
    let page = html::render(&Briefing::compile_facts(&facts, &order).expect("fits"));
    assert!(!page.contains("<script>"));
    assert!(page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"));
}

#[test]
fn every_link_leads_somewhere_and_no_id_twice() {
    let page = html::render(&sample::briefing());
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    for link in page
        .split("href=\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(ids.binary_search(&link).is_ok(), "{link}");
    }
}

#[test]
fn the_same_briefing_gives_the_same_page() {
    assert_eq!(
        html::render(&sample::briefing()),
        html::render(&sample::briefing())
    );
}
