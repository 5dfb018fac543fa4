//! A phrase as words, numbers and signs.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word, number or sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// As written, composed and in lower case.
    pub(crate) raw: String,
    /// Where it begins, in code points of the given text.
    pub(crate) at: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A word without its diacritics: so every way of writing tones, composed
    /// or not, and plain ASCII, read alike.
    Word(String),
    /// A number and how many digits it was written with.
    Number(i64, usize),
    /// `/ - . : ,` and the like.
    Sign(char),
}

impl Token {
    pub(crate) fn word(&self) -> &str {
        match &self.kind {
            TokenKind::Word(word) => word,
            _ => "",
        }
    }

    pub(crate) fn number(&self) -> Option<i64> {
        match self.kind {
            TokenKind::Number(number, _) => Some(number),
            _ => None,
        }
    }

    pub(crate) fn digits(&self) -> usize {
        match self.kind {
            TokenKind::Number(_, digits) => digits,
            _ => 0,
        }
    }

    pub(crate) fn is_sign(&self, sign: char) -> bool {
        self.kind == TokenKind::Sign(sign)
    }
}

/// Cuts a text into tokens. Spaces, quotes and brackets vanish.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let start = at;
        if c.is_ascii_digit() {
            while at < chars.len() && chars[at].is_ascii_digit() {
                at += 1;
            }
            let raw: String = chars[start..at].iter().collect();
            let number = raw.parse().unwrap_or(i64::MAX);
            tokens.push(Token {
                kind: TokenKind::Number(number, raw.len()),
                raw,
                at: start,
            });
        } else if c.is_alphabetic() || is_combining_mark(c) {
            while at < chars.len() && (chars[at].is_alphabetic() || is_combining_mark(chars[at])) {
                at += 1;
            }
            let raw: String = chars[start..at]
                .iter()
                .collect::<String>()
                .to_lowercase()
                .nfc()
                .collect();
            tokens.push(Token {
                kind: TokenKind::Word(fold(&raw)),
                raw,
                at: start,
            });
        } else {
            at += 1;
            let sign = match c {
                '–' | '—' | '‑' | '−' | '‐' => '-',
                '∕' | '⁄' => '/',
                other => other,
            };
            if "/-.:,;%".contains(sign) {
                tokens.push(Token {
                    kind: TokenKind::Sign(sign),
                    raw: sign.to_string(),
                    at: start,
                });
            }
        }
    }
    tokens
}

/// Strips diacritics, `đôn đốc` gives `don doc`, and settles i and y where both
/// are written (quí, quý).
fn fold(word: &str) -> String {
    let folded: String = word
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' | 'ð' => 'd',
            other => other,
        })
        .collect();
    match folded.as_str() {
        "qui" => "quy".to_owned(),
        "ki" => "ky".to_owned(),
        _ => folded,
    }
}
