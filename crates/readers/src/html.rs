//! The main text of a web page.
//!
//! A tokenizer is enough: text needs to know where blocks begin and end, not
//! the tree a browser would build from broken markup.

use html5gum::{Token, Tokenizer};

use crate::Limits;
use crate::ReadRefusal;
use crate::lines::{Lines, Span};
use crate::refusal::Bound;

/// Elements whose content is never the document.
const DROPPED: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "nav", "footer", "aside", "form",
    "select", "button", "iframe", "object", "audio", "video", "canvas", "dialog", "menu", "title",
];
/// Marks by which sites label what surrounds the text.
const DROPPED_ROLES: &[&str] = &[
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "complementary",
];
/// Elements that have no end tag: they never open a dropped region.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "ul",
    "caption",
];

/// Returns the text of a page: a line for each block, cells of a table row on
/// one line with a tab between them.
pub(crate) fn read(page: &str, limits: &Limits) -> Result<String, ReadRefusal> {
    let mut walk = Walk::default();
    for token in Tokenizer::new(page) {
        let Ok(token) = token;
        walk.take(&token);
        if walk.lines.len() > limits.max_text_bytes {
            return Err(ReadRefusal::TooBig {
                bound: Bound::TextBytes,
                limit: limits.max_text_bytes as u64,
            });
        }
    }
    Ok(walk.lines.finish())
}

/// Tables inside tables that are followed; deeper ones are plain blocks.
const MAX_TABLES: usize = 16;

#[derive(Default)]
struct Walk {
    lines: Lines,
    /// The element that is being dropped, and how many of its name are open.
    dropped: Option<(String, usize)>,
    /// How many lists are open around the text, and the next number of each
    /// ordered one.
    lists: Vec<Option<usize>>,
    pre: usize,
    /// Open tables; whether each has an open row.
    tables: Vec<bool>,
    /// Tables that are open beyond [`MAX_TABLES`].
    more_tables: usize,
}

impl Walk {
    fn take(&mut self, token: &Token<()>) {
        match token {
            Token::StartTag(tag) => {
                let name = name_of(&tag.name);
                let attribute = |key: &[u8]| {
                    tag.attributes
                        .get(key)
                        .map(|value| String::from_utf8_lossy(value).into_owned())
                };
                self.start(&name, tag.self_closing, &attribute);
            }
            Token::EndTag(tag) => self.end(&name_of(&tag.name)),
            Token::String(text) => {
                if self.dropped.is_none() {
                    self.text(&String::from_utf8_lossy(text));
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn start(&mut self, name: &str, closed: bool, attribute: &dyn Fn(&[u8]) -> Option<String>) {
        if let Some((dropped, open)) = &mut self.dropped {
            if dropped == name && !closed {
                *open += 1;
            }
            return;
        }
        if self.is_dropped(name, closed, attribute) {
            self.dropped = Some((name.to_owned(), 1));
            return;
        }
        match name {
            "br" => self.lines.end_line(),
            "td" | "th" => {
                self.open_row(false);
                if self.more_tables == 0 {
                    self.lines.cell();
                    let span = |key: &[u8]| attribute(key).and_then(|n| n.trim().parse().ok());
                    self.lines.span(Span {
                        columns: span(b"colspan").unwrap_or(1),
                        rows: span(b"rowspan").unwrap_or(1),
                        goes_on: false,
                    });
                }
            }
            "tr" => self.open_row(true),
            "table" => {
                self.lines.end_line();
                if self.tables.len() < MAX_TABLES {
                    self.tables.push(false);
                    self.lines.begin_table();
                } else {
                    self.more_tables += 1;
                }
            }
            "ol" => {
                let start = attribute(b"start").and_then(|start| start.parse().ok());
                self.lists.push(Some(start.unwrap_or(1)));
                self.block();
            }
            "ul" => {
                self.lists.push(None);
                self.block();
            }
            "li" => self.item(),
            "pre" => {
                self.pre += 1;
                self.block();
            }
            _ if BLOCKS.contains(&name) => self.block(),
            _ => {}
        }
        self.lists.truncate(64);
    }

    fn is_dropped(
        &self,
        name: &str,
        closed: bool,
        attribute: &dyn Fn(&[u8]) -> Option<String>,
    ) -> bool {
        if closed || VOID.contains(&name) || matches!(name, "html" | "body" | "main" | "article") {
            return false;
        }
        DROPPED.contains(&name)
            || attribute(b"hidden").is_some()
            || attribute(b"aria-hidden").is_some_and(|value| value == "true")
            || attribute(b"role").is_some_and(|role| DROPPED_ROLES.contains(&role.as_str()))
            || attribute(b"style").is_some_and(|style| {
                let style: String = style.split_whitespace().collect();
                style.contains("display:none")
            })
    }

    fn end(&mut self, name: &str) {
        if let Some((dropped, open)) = &mut self.dropped {
            if dropped == name {
                *open -= 1;
                if *open == 0 {
                    self.dropped = None;
                }
            } else if matches!(name, "body" | "html") {
                // An element that was never closed must not eat what follows.
                self.dropped = None;
            }
            return;
        }
        match name {
            "tr" => self.close_row(),
            "table" if self.more_tables > 0 => self.more_tables -= 1,
            "table" => {
                self.close_row();
                if self.tables.pop().is_some() {
                    self.lines.end_table();
                }
            }
            "ol" | "ul" => {
                self.lists.pop();
                self.block();
            }
            "pre" => {
                self.pre = self.pre.saturating_sub(1);
                self.block();
            }
            _ if BLOCKS.contains(&name) => self.block(),
            _ => {}
        }
    }

    fn block(&mut self) {
        self.lines.end_line();
    }

    /// Opens a row of the innermost table; a new one, or one for stray cells.
    fn open_row(&mut self, new: bool) {
        if self.more_tables > 0 {
            self.lines.end_line();
            return;
        }
        if new {
            self.close_row();
        }
        if let Some(open) = self.tables.last_mut()
            && !*open
        {
            *open = true;
            self.lines.begin_row();
        }
    }

    fn close_row(&mut self) {
        if self.more_tables > 0 {
            self.lines.end_line();
        } else if let Some(open) = self.tables.last_mut()
            && *open
        {
            *open = false;
            self.lines.end_row();
        }
    }

    /// Numbers of an ordered list are not in the markup, but they are what the
    /// reader of the page sees, and structure hangs on them.
    fn item(&mut self) {
        self.block();
        if let Some(Some(next)) = self.lists.last_mut() {
            self.lines.push(&format!("{next}. "));
            *next = next.saturating_add(1);
        }
    }

    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            let mut parts = text.split('\n');
            self.lines.push(parts.next().unwrap_or(""));
            for part in parts {
                self.lines.end_line();
                self.lines.push(part);
            }
        } else {
            self.lines.flow(text);
        }
    }
}

fn name_of(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_ascii_lowercase()
}
