//! What of a text is shown, and which words were meant.

use std::collections::BTreeSet;

use dondoc_registry::folded_words;

/// A piece of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its words as they stand.
    pub text: String,
    /// Whether they were asked for.
    pub is_hit: bool,
}

/// Returns the part of `text` with most words of `question`, about `most` code
/// points long, in pieces; an ellipsis where something is left out.
#[must_use]
pub fn snippet(text: &str, question: &str, most: usize) -> Vec<Piece> {
    of_part(text, question, most, (false, false))
}

/// As [`snippet`], of a part of a text; `is_cut` says whether more stands before it
/// and after it.
pub(crate) fn of_part(text: &str, question: &str, most: usize, is_cut: (bool, bool)) -> Vec<Piece> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let chars: Vec<char> = text.chars().collect();
    let asked = folded_words(question);
    let last = asked.last().map(|word| word.plain.clone());
    let asked: BTreeSet<String> = asked.into_iter().map(|word| word.plain).collect();
    let is_hit = |plain: &str| {
        asked.contains(plain)
            || last
                .as_ref()
                .is_some_and(|it| it.len() > 1 && plain.starts_with(it.as_str()))
    };
    let hits: Vec<(usize, usize, String)> = folded_words(&text)
        .into_iter()
        .filter(|word| is_hit(&word.plain))
        .map(|word| (word.start, word.end, word.plain))
        .collect();
    let from = best_start(&hits, most);
    // Begin at a word, a little before the first hit.
    let lead = from.saturating_sub(most / 4);
    let begin = match chars.get(..lead) {
        Some(before) if lead > 0 => before
            .iter()
            .rposition(|c| *c == ' ')
            .map_or(0, |at| at + 1),
        _ => 0,
    };
    let mut end = (begin + most).min(chars.len());
    if end < chars.len() {
        let within = chars.get(begin..end).unwrap_or_default();
        end = begin
            + within
                .iter()
                .rposition(|c| *c == ' ')
                .unwrap_or(within.len());
    }
    let part = |from: usize, to: usize| -> String {
        chars.get(from..to).unwrap_or_default().iter().collect()
    };
    let mut pieces = Vec::new();
    let mut push = |text: String, is_hit: bool| {
        if !text.is_empty() {
            pieces.push(Piece { text, is_hit });
        }
    };
    if begin > 0 || is_cut.0 {
        push("… ".to_owned(), false);
    }
    let mut at = begin;
    for (start, stop, _) in hits
        .iter()
        .filter(|(start, stop, _)| *start >= begin && *stop <= end)
    {
        push(part(at, *start), false);
        push(part(*start, *stop), true);
        at = *stop;
    }
    push(part(at, end), false);
    if end < chars.len() || is_cut.1 {
        push(" …".to_owned(), false);
    }
    pieces
}

/// The first hit of the stretch with most different words.
fn best_start(hits: &[(usize, usize, String)], most: usize) -> usize {
    let mut best = (0, 0);
    for (nth, (start, _, _)) in hits.iter().enumerate() {
        let stretch = hits
            .iter()
            .skip(nth)
            .take_while(|(_, stop, _)| stop - start <= most);
        let different: BTreeSet<&str> = stretch.map(|(_, _, plain)| plain.as_str()).collect();
        if different.len() > best.0 {
            best = (different.len(), *start);
        }
    }
    best.1
}
