//! Bytes of plain text and of web pages to letters.

use crate::legacy::{self, Legacy};
use crate::{Encoding, Format, Limits, Problem, ReadRefusal, Text, html};

/// Letters, how they were written, and from what they were converted.
struct Decoded {
    text: String,
    encoding: Encoding,
}

impl Decoded {
    fn into_text(self, format: Format) -> Text {
        let problems = match self.encoding {
            Encoding::Legacy(from) => vec![Problem::Converted { from }],
            _ => Vec::new(),
        };
        Text {
            text: self.text,
            format,
            encoding: self.encoding,
            problems,
        }
    }
}

/// Reads plain text. UTF-8 stays as it is, without its byte order mark.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Text, ReadRefusal> {
    let decoded = decode(name, bytes)?;
    if let Some(at) = decoded.text.find(|c: char| is_binary(c)) {
        return Err(ReadRefusal::NotText {
            name: name.to_owned(),
            at,
        });
    }
    if decoded.encoding == Encoding::Utf8
        && let Some((text, from)) = legacy::repair(&decoded.text)
    {
        let encoding = Encoding::Legacy(from);
        return Ok(Decoded { text, encoding }.into_text(Format::Plain));
    }
    Ok(decoded.into_text(Format::Plain))
}

/// Control characters that no text has.
fn is_binary(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{E}'..='\u{1A}' | '\u{1C}'..='\u{1F}')
}

fn decode(name: &str, bytes: &[u8]) -> Result<Decoded, ReadRefusal> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(rest).map_err(|at| bad_utf8(bytes, at + 3));
    }
    if let Some(decoded) = utf16(bytes) {
        return Ok(decoded);
    }
    let at = match utf8(bytes) {
        Ok(decoded) => return Ok(decoded),
        Err(at) => at,
    };
    if let Some(at) = bytes.iter().position(|byte| is_binary(char::from(*byte))) {
        return Err(ReadRefusal::NotText {
            name: name.to_owned(),
            at,
        });
    }
    // Letters in UTF-8 before the bad byte: not a legacy encoding, but damage.
    if bytes[..at].iter().filter(|byte| **byte >= 0x80).count() >= 12 {
        return Err(bad_utf8(bytes, at));
    }
    let latin = legacy::windows_1252(bytes);
    match legacy::detect(&latin) {
        Some(from) => Ok(Decoded {
            text: from.decode(&latin),
            encoding: Encoding::Legacy(from),
        }),
        None => Err(ReadRefusal::UnsureEncoding {
            name: name.to_owned(),
        }),
    }
}

fn utf8(bytes: &[u8]) -> Result<Decoded, usize> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: text.to_owned(),
            encoding: Encoding::Utf8,
        }),
        Err(error) => Err(error.valid_up_to()),
    }
}

fn bad_utf8(bytes: &[u8], at: usize) -> ReadRefusal {
    let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    ReadRefusal::BadUtf8 { at, line }
}

/// UTF-16 by its byte order mark, or by the zero bytes of its ASCII letters.
fn utf16(bytes: &[u8]) -> Option<Decoded> {
    let (little, body) = match bytes {
        [0xFF, 0xFE, body @ ..] => (true, body),
        [0xFE, 0xFF, body @ ..] => (false, body),
        _ => (zeros_are_high(bytes)?, bytes),
    };
    let units = body.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        }
    });
    let text: String = char::decode_utf16(units).collect::<Result<_, _>>().ok()?;
    Some(Decoded {
        text,
        encoding: Encoding::Utf16,
    })
}

/// Returns whether the text is little endian when a third of all pairs have a
/// zero on one side and none on the other.
fn zeros_are_high(bytes: &[u8]) -> Option<bool> {
    let pairs = bytes.chunks_exact(2).take(2048);
    let total = pairs.len();
    let (first, second) = pairs.fold((0, 0), |(first, second), pair| {
        (
            first + usize::from(pair[0] == 0),
            second + usize::from(pair[1] == 0),
        )
    });
    match (first, second) {
        (0, second) if second * 3 > total => Some(true),
        (first, 0) if first * 3 > total => Some(false),
        _ => None,
    }
}

/// Reads a web page: its encoding by byte order mark, by what it declares, by
/// what its bytes are.
pub(crate) fn read_html(name: &str, bytes: &[u8], limits: &Limits) -> Result<Text, ReadRefusal> {
    let mut decoded = match declared_charset(bytes) {
        Some(charset) if !bytes.starts_with(b"\xEF\xBB\xBF") && utf8(bytes).is_err() => {
            decode_as(name, bytes, &charset)?
        }
        _ => decode(name, bytes)?,
    };
    decoded.text = html::read(&decoded.text, limits)?;
    Ok(decoded.into_text(Format::Html))
}

fn decode_as(name: &str, bytes: &[u8], charset: &str) -> Result<Decoded, ReadRefusal> {
    match charset {
        "utf-8" | "utf8" | "utf-16" | "utf-16le" | "utf-16be" => decode(name, bytes),
        // Pages in legacy fonts say this too: the letters decide.
        "windows-1252" | "iso-8859-1" | "latin1" | "us-ascii" | "x-user-defined" => {
            let latin = legacy::windows_1252(bytes);
            Ok(match legacy::detect(&latin) {
                Some(from) => Decoded {
                    text: from.decode(&latin),
                    encoding: Encoding::Legacy(from),
                },
                None => Decoded {
                    text: latin,
                    encoding: Encoding::Windows1252,
                },
            })
        }
        "windows-1258" | "cp1258" | "x-cp1258" => Ok(Decoded {
            text: Legacy::Windows1258.decode(&legacy::windows_1252(bytes)),
            encoding: Encoding::Legacy(Legacy::Windows1258),
        }),
        "x-viet-tcvn5712" | "tcvn" | "tcvn-5712" | "tcvn5712-1" => Ok(Decoded {
            text: Legacy::Tcvn3.decode(&legacy::windows_1252(bytes)),
            encoding: Encoding::Legacy(Legacy::Tcvn3),
        }),
        other => Err(ReadRefusal::UnknownCharset {
            charset: other.chars().take(40).collect(),
        }),
    }
}

/// The name after `charset=` in the head of a page.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head: String = bytes
        .iter()
        .take(4096)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let rest = &head[head.find("charset=")? + "charset=".len()..];
    let charset: String = rest
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    (!charset.is_empty()).then_some(charset)
}
