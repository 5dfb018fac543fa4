//! `/help`: the user guide, as it stands in `docs/vi/`, without its pictures.
//!
//! Each page leads to the part about it. The guide is one file in Vietnamese, so
//! that what an office prints and what the site shows cannot differ.

use askama::Template;
use axum::response::Response;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::pages::Frame;

const GUIDE: &str = include_str!("../../../../docs/vi/huong-dan.md");

/// Which part of the guide is about which pages.
const PARTS: [(&str, &str); 9] = [
    ("/account", "đăng-nhập-và-tài-khoản"),
    ("/sign-in", "đăng-nhập-và-tài-khoản"),
    ("/admin", "người-quản-trị-tài-khoản"),
    ("/meetings", "thư-ký-hội-nghị"),
    ("/notices", "thông-báo"),
    ("/documents", "văn-thư-chuyên-viên-tổng-hợp"),
    ("/tasks", "đơn-vị-đầu-mối"),
    ("/units", "thủ-trưởng-đơn-vị"),
    ("/briefing", "văn-phòng"),
];

#[derive(Debug, Template)]
#[template(path = "help.html")]
struct HelpPage {
    f: Frame,
    blocks: Vec<Block>,
}

/// What the guide is made of.
#[derive(Debug, PartialEq, Eq)]
enum Block {
    Part(String, String),
    Text(Vec<Span>),
    List(Vec<Vec<Span>>),
    Steps(Vec<Vec<Span>>, usize),
}

/// Words, those said with weight, and those typed.
#[derive(Debug, PartialEq, Eq)]
enum Span {
    Plain(String),
    Strong(String),
    Code(String),
}

/// Returns where the guide speaks of a page.
pub(super) fn about(path: &str) -> String {
    let part = PARTS.iter().find(|(of, _)| path.starts_with(of));
    part.map_or_else(|| "/help".to_owned(), |(_, part)| format!("/help#{part}"))
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&HelpPage {
        f: Frame::timeless(ctx, ctx.words().t("help-title")),
        blocks: blocks(GUIDE),
    })
}

/// Reads the few forms of Markdown that the guide uses.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for block in text.split("\n\n") {
        let block = block.trim();
        if let Some(title) = block.strip_prefix("## ") {
            blocks.push(Block::Part(anchor(title), title.to_owned()));
        } else if let Some(rest) = block.strip_prefix("- ") {
            let items = rest.split("\n- ").map(spans);
            blocks.push(Block::List(items.collect()));
        } else if let Some((number, _)) = step(block) {
            let mut items: Vec<String> = Vec::new();
            for line in block.lines() {
                match (step(line), items.last_mut()) {
                    (Some((_, words)), _) => items.push(words.to_owned()),
                    (None, Some(item)) => {
                        item.push(' ');
                        item.push_str(line.trim());
                    }
                    (None, None) => {}
                }
            }
            let items = items.iter().map(|item| spans(item));
            blocks.push(Block::Steps(items.collect(), number));
        } else if !block.is_empty() && !block.starts_with(['#', '!']) {
            blocks.push(Block::Text(spans(block)));
        }
    }
    blocks
}

/// Reads `3. words`.
fn step(line: &str) -> Option<(usize, &str)> {
    let (number, words) = line.split_once(". ")?;
    Some((number.parse().ok()?, words))
}

/// Names a part as code hosts do, so that links in the file work there too.
fn anchor(title: &str) -> String {
    let lower = title.to_lowercase();
    let kept = lower.chars().filter(|c| c.is_alphanumeric() || *c == ' ');
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn spans(text: &str) -> Vec<Span> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut spans = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['*', '`', '[']) {
        let (before, after) = rest.split_at(at);
        push(&mut spans, before);
        let (mark, inside) = after.split_at(1);
        let end = if mark == "[" { "](" } else { mark };
        let Some((words, left)) = inside.split_once(end) else {
            push(&mut spans, after);
            return spans;
        };
        rest = match mark {
            // A link within the guide or the repository: its words are enough here.
            "[" => {
                push(&mut spans, words);
                left.split_once(')').map_or("", |(_, left)| left)
            }
            "`" => {
                spans.push(Span::Code(words.to_owned()));
                left
            }
            _ => {
                spans.push(Span::Strong(words.to_owned()));
                left
            }
        };
    }
    push(&mut spans, rest);
    spans
}

fn push(spans: &mut Vec<Span>, text: &str) {
    if !text.is_empty() {
        spans.push(Span::Plain(text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_that_has_a_part_leads_to_one_that_is_there() {
        let blocks = blocks(GUIDE);
        for (path, part) in PARTS {
            let is_there = |block: &Block| matches!(block, Block::Part(id, _) if id == part);
            assert!(blocks.iter().any(is_there), "{path} leads to `{part}`");
        }
    }

    #[test]
    fn no_mark_of_the_file_is_left_in_the_words() {
        for block in blocks(GUIDE) {
            let words = format!("{block:?}");
            assert!(!words.contains("](") && !words.contains("!["), "{words}");
        }
    }
}
