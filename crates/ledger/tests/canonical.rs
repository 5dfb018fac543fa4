//! Canonical JSON by the examples of RFC 8785 and by another implementation.
#![expect(clippy::unwrap_used, reason = "a test")]

use dondoc_ledger::{NotCanonicalWhy, canonical};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn text(value: &Value) -> String {
    String::from_utf8(canonical(value).unwrap()).unwrap()
}

/// RFC 8785, section 3.2.3.
#[test]
fn names_are_ordered_by_utf_16_units() {
    let value = json!({
        "\u{20ac}": "Euro Sign",
        "\r": "Carriage Return",
        "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\u{1f600}": "Emoji: Grinning Face",
        "\u{80}": "Control",
        "\u{f6}": "Latin Small Letter O With Diaeresis",
    });
    let written: Map<String, Value> = serde_json::from_str(&text(&value)).unwrap();
    assert_eq!(written.len(), 7);
    let written = text(&value);
    let order = [
        "\\r",
        "1",
        "\u{80}",
        "\u{f6}",
        "\u{20ac}",
        "\u{1f600}",
        "\u{fb33}",
    ];
    let places: Vec<_> = order
        .iter()
        .map(|name| written.find(&format!("\"{name}\":")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{written}");
}

/// RFC 8785, section 3.2.2, but for its numbers with a fraction.
#[test]
fn texts_and_literals_are_written_as_in_the_rfc() {
    let value = json!({
        "string": "\u{20ac}$\u{f}\nA'B\"\\\\\"/",
        "literals": [null, true, false],
        "numbers": [0, -1, 9_007_199_254_740_991_u64, -9_007_199_254_740_991_i64],
    });
    let expected = "{\"literals\":[null,true,false],\
        \"numbers\":[0,-1,9007199254740991,-9007199254740991],\
        \"string\":\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
    assert_eq!(text(&value), expected);
    assert_eq!(
        text(&json!("\u{8}\t\u{c}\r\u{7f}")),
        "\"\\b\\t\\f\\r\u{7f}\""
    );
}

#[test]
fn what_other_readers_would_round_is_refused() {
    let why = |value: &Value| canonical(value).unwrap_err().why;
    assert_eq!(why(&json!(1.5)), NotCanonicalWhy::Fraction);
    assert_eq!(why(&json!(1e3)), NotCanonicalWhy::Fraction);
    assert_eq!(
        why(&json!(9_007_199_254_740_992_u64)),
        NotCanonicalWhy::TooLarge
    );
    assert_eq!(why(&json!(i64::MIN)), NotCanonicalWhy::TooLarge);
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    assert_eq!(why(&deep), NotCanonicalWhy::TooDeep);
    let at = canonical(&json!({"a/b": {"c~d": [0, 0.5]}}))
        .unwrap_err()
        .at;
    assert_eq!(at, "/a~1b/c~0d/1");
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-(1_i64 << 53) + 1..1 << 53).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn another_implementation_writes_the_same(value in values()) {
        let theirs = serde_json_canonicalizer::to_vec(&value).unwrap();
        prop_assert_eq!(canonical(&value).unwrap(), theirs);
    }

    #[test]
    fn canonical_bytes_read_back_to_the_same_value(value in values()) {
        let bytes = canonical(&value).unwrap();
        let read: Value = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(&read, &value);
        prop_assert_eq!(canonical(&read).unwrap(), bytes);
    }
}
