//! What a person sent: fields, files, or a body of another type.

use std::collections::BTreeMap;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::{HeaderMap, header};
use dondoc_ledger::Hash;
use dondoc_ledger_sqlite::LARGEST_ATTACHMENT;
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};

use crate::answer::Trouble;
use crate::ask::header;
use crate::state::SiteState;

/// The most that fields, or a body of another type, may take: 1 MiB.
pub(crate) const MOST_TEXT: usize = 1 << 20;
/// The most that the files of one request may take together: 256 MiB.
const MOST_FILES: usize = 256 << 20;
/// The most that a file may take which is read and not stored.
const MOST_ONCE: usize = LARGEST_ATTACHMENT;
/// The most fields and files of one request.
const MOST_PARTS: usize = 2000;
/// The field with the session's token.
pub(crate) const TOKEN: &str = "_token";

/// A file that came with a form, stored by its hash. Nothing in its name is
/// trusted: it is for people only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Upload {
    /// The field.
    pub(crate) field: String,
    /// The last part of the name it had, without control characters.
    pub(crate) name: String,
    pub(crate) hash: Hash,
    pub(crate) size: u64,
}

/// What a person sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Form {
    fields: Vec<(String, String)>,
    pub(crate) files: Vec<Upload>,
    /// A body that is no form.
    pub(crate) body: Bytes,
}

/// Fields to send again, after somebody signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Where they were sent.
    pub(crate) path: String,
    pub(crate) fields: Vec<(String, String)>,
    /// Whether files came with them, which are not kept.
    pub(crate) had_files: bool,
}

impl Kept {
    /// Reads what a form brought along; an address elsewhere is refused.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let kept: Self = serde_json::from_str(text).ok()?;
        is_own_path(&kept.path).then_some(kept)
    }
}

/// Returns whether a path leads to a page of this site.
pub(crate) fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t'])
}

impl Form {
    /// Returns a field, trimmed; nothing when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// Returns a field as it was typed, e.g. a password.
    pub(crate) fn raw(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(each, _)| each == name);
        found.map_or("", |(_, value)| value)
    }

    /// Returns every value of a field that may stand several times.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let found = self.fields.iter().filter(move |(each, _)| each == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns every field, in order, but those of the site itself.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self
            .fields
            .iter()
            .filter(|(name, _)| !name.starts_with('_'));
        own.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns what is shown when the form has to come back.
    pub(crate) fn filled(&self) -> Filled {
        let own = self
            .fields
            .iter()
            .filter(|(name, _)| !name.starts_with('_'));
        Filled {
            values: own.cloned().collect(),
            problems: BTreeMap::new(),
        }
    }

    /// Returns what is needed to send it again.
    pub(crate) fn kept(&self, path: &str) -> Kept {
        let own = self.fields.iter().filter(|(name, _)| name != TOKEN);
        Kept {
            path: path.to_owned(),
            fields: own.cloned().collect(),
            had_files: !self.files.is_empty(),
        }
    }
}

/// A form with what was typed and what is wrong at which field.
///
/// ```text
/// let mut filled = form.filled();
/// if form.get("name").is_empty() { filled.wrong("name", w.t("site-needed")); }
/// if filled.is_wrong() { return ctx.again(&MyPage { form: filled, .. }); }
/// ```
#[derive(Debug, Clone, Default)]
pub(crate) struct Filled {
    values: Vec<(String, String)>,
    problems: BTreeMap<String, String>,
}

impl Filled {
    /// Returns what was typed in a field.
    pub(crate) fn value(&self, name: &str) -> &str {
        let found = self.values.iter().find(|(each, _)| each == name);
        found.map_or("", |(_, value)| value)
    }

    /// Returns whether a choice was taken.
    pub(crate) fn is(&self, name: &str, value: &str) -> bool {
        self.values
            .iter()
            .any(|(each, chosen)| each == name && chosen == value)
    }

    /// Fills a field in beforehand.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.retain(|(each, _)| each != name);
        self.values.push((name.to_owned(), value.into()));
    }

    /// Says what is wrong at a field; `""` for the form as a whole.
    pub(crate) fn wrong(&mut self, name: &str, said: impl Into<String>) {
        self.problems.entry(name.to_owned()).or_insert(said.into());
    }

    /// Returns what is wrong at a field.
    pub(crate) fn problem(&self, name: &str) -> Option<&str> {
        self.problems.get(name).map(String::as_str)
    }

    pub(crate) fn is_wrong(&self) -> bool {
        !self.problems.is_empty()
    }
}

/// What a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Fields alone.
    Fields,
    /// Files too; they are stored while they come in.
    Files,
    /// One file, which is read and not stored: its bytes are the form's body.
    FileOnce,
}

/// Reads a request's body. Files are kept only where `takes` says so.
pub(crate) async fn read(
    state: &std::sync::Arc<SiteState>,
    request: Request<Body>,
    takes: Takes,
) -> Result<Form, Trouble> {
    let kind = header(request.headers(), &header::CONTENT_TYPE).to_ascii_lowercase();
    if kind.starts_with("multipart/form-data") {
        return parts(state, request, takes).await;
    }
    if declared(request.headers()) > MOST_TEXT {
        return Err(Trouble::TooLarge(MOST_TEXT));
    }
    let body = axum::body::to_bytes(request.into_body(), MOST_TEXT).await;
    let body = body.map_err(|_| Trouble::TooLarge(MOST_TEXT))?;
    if kind.starts_with("application/x-www-form-urlencoded") {
        let fields: Vec<(String, String)> = decode(&body);
        if fields.len() > MOST_PARTS {
            return Err(Trouble::TooLarge(MOST_TEXT));
        }
        return Ok(Form {
            fields,
            ..Form::default()
        });
    }
    Ok(Form {
        body,
        ..Form::default()
    })
}

fn declared(headers: &HeaderMap) -> usize {
    header(headers, &header::CONTENT_LENGTH)
        .parse()
        .unwrap_or(0)
}

/// Decodes `a=b&c=d` (WHATWG URL, section 5.1).
fn decode(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

async fn parts(
    state: &std::sync::Arc<SiteState>,
    request: Request<Body>,
    takes: Takes,
) -> Result<Form, Trouble> {
    if takes == Takes::Files && declared(request.headers()) > MOST_FILES {
        return Err(Trouble::TooLarge(MOST_FILES));
    }
    let broken = |_| Trouble::bad("site-bad-form", "");
    // Whoever reads parts takes all that is there already into memory before it
    // gives the first of it away: each piece is offered alone, so that who sends
    // fast is stopped at the limit too. The end comes by itself as well: together
    // with the last piece it would be taken for a form that was cut off.
    let request = request.map(|body| {
        let pieces = body.into_data_stream().then(|piece| async move {
            tokio::task::yield_now().await;
            piece
        });
        let end = futures_util::stream::once(async {
            tokio::task::yield_now().await;
            Ok(Bytes::new())
        });
        Body::from_stream(pieces.chain(end))
    });
    let mut parts = Multipart::from_request(request, state)
        .await
        .map_err(|_| Trouble::bad("site-bad-form", ""))?;
    let (mut form, mut text, mut files) = (Form::default(), 0, 0);
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        if form.fields.len() + form.files.len() >= MOST_PARTS {
            return Err(Trouble::TooLarge(MOST_FILES));
        }
        let field = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(plain_name);
        let most = match (&file, takes) {
            (None, _) => MOST_TEXT - text,
            (Some(_), Takes::Files) => LARGEST_ATTACHMENT.min(MOST_FILES - files),
            (Some(_), Takes::FileOnce) => MOST_ONCE,
            // What came before the first file is all that is taken.
            (Some(_), Takes::Fields) => {
                let name = file.unwrap_or_default();
                form.files.push(Upload {
                    field,
                    name,
                    hash: Hash::of(&[]),
                    size: 0,
                });
                return Ok(form);
            }
        };
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            if bytes.len() + chunk.len() > most {
                return Err(Trouble::TooLarge(most));
            }
            bytes.extend_from_slice(&chunk);
        }
        let Some(name) = file else {
            text += bytes.len();
            let value =
                String::from_utf8(bytes).map_err(|_| Trouble::bad("site-bad-form", &field))?;
            form.fields.push((field, value));
            continue;
        };
        // A file field that was left empty.
        if bytes.is_empty() && name.is_empty() {
            continue;
        }
        files += bytes.len();
        let size = bytes.len() as u64;
        if takes == Takes::FileOnce {
            form.files.push(Upload {
                field,
                name,
                hash: Hash::of(&bytes),
                size,
            });
            form.body = bytes.into();
            continue;
        }
        let keeper = std::sync::Arc::clone(state);
        let kept = tokio::task::spawn_blocking(move || keeper.folder().attach(&bytes)).await?;
        form.files.push(Upload {
            field,
            name,
            hash: kept?,
            size,
        });
    }
    Ok(form)
}

/// Returns the last part of a name, without what could mislead: `../../x` is
/// `x`, control and direction marks go.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let misleads = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let plain: String = last.chars().filter(|c| !misleads(*c)).take(200).collect();
    plain.trim_matches(['.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_last_part_without_what_misleads() {
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\a\\báo cáo.docx"), "báo cáo.docx");
        assert_eq!(plain_name("a\u{202e}xcod.exe\0"), "axcod.exe");
        assert_eq!(plain_name(".."), "");
    }

    #[test]
    fn only_paths_of_this_site_are_gone_back_to() {
        assert!(is_own_path("/tasks?x=1"));
        for bad in ["//evil", "https://evil", "/\\evil", "", "/a\r\nb"] {
            assert!(!is_own_path(bad), "{bad:?}");
        }
    }
}
