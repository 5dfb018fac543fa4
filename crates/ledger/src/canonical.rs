//! Canonical JSON by RFC 8785, for values without fractions.
//!
//! Numbers are whole and within ±(2⁵³ − 1), where every JSON reader agrees on
//! them; anything else is refused rather than rounded. So the one difficult
//! part of the RFC, printing floating point, is never needed.

use serde_json::{Map, Value};

/// Largest magnitude of an integer that every JSON reader keeps exactly.
const SAFE: u64 = (1 << 53) - 1;
const DEEPEST: usize = 100;

/// Why a value has no canonical form here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotCanonicalWhy {
    /// A number with a fraction or an exponent.
    Fraction,
    /// An integer beyond ±(2⁵³ − 1).
    TooLarge,
    /// Lists or objects within one another, more than 100 levels.
    TooDeep,
}

/// A value that has no canonical form, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[error("no canonical JSON at `{at}`: {why:?}")]
pub struct NotCanonical {
    /// JSON pointer (RFC 6901) of the value, empty for the whole.
    pub at: String,
    /// What is wrong with it.
    pub why: NotCanonicalWhy,
}

impl NotCanonical {
    fn new(why: NotCanonicalWhy) -> Self {
        Self {
            at: String::new(),
            why,
        }
    }

    fn under(mut self, step: &str) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        self.at = format!("/{step}{}", self.at);
        self
    }
}

/// Returns the canonical bytes of `value`.
///
/// # Errors
/// [`NotCanonical`] at the first number with a fraction or beyond ±(2⁵³ − 1),
/// or where nesting passes 100 levels.
///
/// # Source
/// RFC 8785, sections 3.2.1 to 3.2.4.
pub fn canonical(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    let mut out = Vec::with_capacity(256);
    push_value(&mut out, value, 0)?;
    Ok(out)
}

fn push_value(out: &mut Vec<u8>, value: &Value, depth: usize) -> Result<(), NotCanonical> {
    if depth > DEEPEST {
        return Err(NotCanonical::new(NotCanonicalWhy::TooDeep));
    }
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => push_number(out, number)?,
        Value::String(text) => push_string(out, text),
        Value::Array(items) => {
            out.push(b'[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(b',');
                }
                push_value(out, item, depth + 1).map_err(|bad| bad.under(&position.to_string()))?;
            }
            out.push(b']');
        }
        Value::Object(map) => push_object(out, map, depth)?,
    }
    Ok(())
}

fn push_object(
    out: &mut Vec<u8>,
    map: &Map<String, Value>,
    depth: usize,
) -> Result<(), NotCanonical> {
    let mut members: Vec<(&String, &Value)> = map.iter().collect();
    // The RFC orders names by UTF-16 units, which is not the order of UTF-8
    // bytes beyond the basic plane.
    members.sort_by(|(a, _), (b, _)| {
        if a.is_ascii() && b.is_ascii() {
            a.cmp(b)
        } else {
            a.encode_utf16().cmp(b.encode_utf16())
        }
    });
    out.push(b'{');
    for (position, (name, value)) in members.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        push_string(out, name);
        out.push(b':');
        push_value(out, value, depth + 1).map_err(|bad| bad.under(name))?;
    }
    out.push(b'}');
    Ok(())
}

fn push_number(out: &mut Vec<u8>, number: &serde_json::Number) -> Result<(), NotCanonical> {
    let (magnitude, negative) = if let Some(whole) = number.as_u64() {
        (whole, false)
    } else if let Some(whole) = number.as_i64() {
        (whole.unsigned_abs(), true)
    } else {
        return Err(NotCanonical::new(NotCanonicalWhy::Fraction));
    };
    if magnitude > SAFE {
        return Err(NotCanonical::new(NotCanonicalWhy::TooLarge));
    }
    if negative {
        out.push(b'-');
    }
    push_integer(out, magnitude);
    Ok(())
}

/// Appends a whole number in decimal digits.
pub(crate) fn push_integer(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends a text with its quotes, escaping only what the RFC escapes.
pub(crate) fn push_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest
        .iter()
        .position(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\')
    {
        out.extend_from_slice(&rest[..at]);
        match rest[at] {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x08 => out.extend_from_slice(b"\\b"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            0x0c => out.extend_from_slice(b"\\f"),
            b'\r' => out.extend_from_slice(b"\\r"),
            control => {
                out.extend_from_slice(b"\\u00");
                crate::hash::push_hex(out, &[control]);
            }
        }
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}
