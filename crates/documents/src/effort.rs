//! Texts of one phrase over and over: what reading them takes grows with their
//! length only, counted in phrases of the tables that are held against the text.

use crate::grammar::LOOKUPS;
use crate::read;

/// Most phrases held against a text for one of its words, over all stages.
const MOST_A_WORD: u64 = 450;

fn questions(text: &str) -> u64 {
    LOOKUPS.set(0);
    let _ = read(text);
    LOOKUPS.get()
}

/// First columns of a table.
fn phrases(table: &str) -> impl Iterator<Item = String> + '_ {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| format!("{} ", line.split('\t').next().unwrap_or_default()))
}

/// Reads `phrase` repeated to two lengths; says what is wrong with the effort.
fn trouble(phrase: &str) -> Option<String> {
    let words = phrase.split_whitespace().count().max(1);
    let times = 300 / words + 1;
    let (short, long) = (
        questions(&phrase.repeat(times)),
        questions(&phrase.repeat(8 * times)),
    );
    let a_word = long / (8 * times * words) as u64;
    // What is bounded by a reach is not yet at its bound in the short text.
    let grows = long > 12 * short.max(1_000);
    (grows || a_word > MOST_A_WORD)
        .then(|| format!("{phrase:?}: {short} then {long} questions, {a_word} a word"))
}

fn check(phrases: impl Iterator<Item = String>) {
    let found: Vec<String> = phrases.filter_map(|phrase| trouble(&phrase)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn turns_of_phrase_that_look_ahead_cost_the_same_at_any_length() {
    let turns = include_str!("../tests/texts/turns.txt");
    let turns = turns.lines().filter_map(|line| line.strip_suffix('|'));
    check(turns.map(|turn| turn.replace("\\t", "\t").replace("\\n", "\n")));
}

#[test]
fn words_of_ordering_and_acting_cost_the_same_at_any_length() {
    check(phrases(include_str!("../grammar/acts.tsv")));
}

#[test]
fn heads_of_names_cost_the_same_at_any_length() {
    check(phrases(include_str!("../grammar/heads.tsv")));
    check(phrases(include_str!("../grammar/heads.tsv")).map(|head| format!("giao {head}, ")));
}

#[test]
fn labels_and_headings_cost_the_same_at_any_length() {
    check(phrases(include_str!("../grammar/labels.tsv")));
    check(phrases(include_str!("../grammar/zones.tsv")));
    check(phrases(include_str!("../grammar/labels.tsv")).map(|label| format!("- {label}:\n")));
}
