//! Names of units, posts and classes of units.
//!
//! A name opens with a head word (`sở`, `UBND`, `Chủ tịch`, `các`) and runs to
//! the first word that opens an action or a clause. A class of units (`các sở,
//! ban, ngành liên quan`) is one name; a shared head (`các Sở: Công Thương, Tài
//! chính`) is as many names as it has members.

use crate::grammar::{Grammar, Head};
use crate::header::one_line;
use crate::text::{Case, Kind, Text, Tok};

mod extent;
mod shared;

/// Longest name, in tokens.
const LONGEST: usize = 48;
/// Most names in one list.
const MOST: usize = 60;

/// Who may be named here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Offices and posts.
    Units,
    /// Also people: right after an order.
    Anybody,
}

/// Names in a row, and the token after them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) names: Vec<String>,
    pub(crate) end: usize,
}

pub(crate) struct Namer<'t, 'a> {
    pub(crate) text: &'t Text<'a>,
    pub(crate) grammar: &'t Grammar,
}

impl Namer<'_, '_> {
    pub(crate) fn tok(&self, at: usize, end: usize) -> Option<&Tok> {
        self.text.toks.get(at).filter(|_| at < end)
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.text
            .toks
            .get(at)
            .is_some_and(|t| self.text.opens_as(t, word) && self.text.fold(t) == word)
    }

    pub(crate) fn name(&self, from: usize, end: usize) -> String {
        one_line(
            self.text
                .slice(&self.text.toks[from], &self.text.toks[end - 1]),
        )
    }

    pub(crate) fn head(&self, at: usize, end: usize) -> Option<(Head, usize)> {
        let (head, after) = match self.grammar.heads.at(&self.text.toks, at, end) {
            Some((head, _, after)) => (head, after),
            None => (Head::Unit, self.misread_head(at, end)?),
        };
        // `tổ chức`, `hội nghị`, `báo cáo` are no names, however written.
        let next = self.text.toks.get(at + 1).map_or("", |t| self.text.fold(t));
        let other = after == at + 1
            && head == Head::Unit
            && matches!(
                next,
                "chức"
                    | "cáo"
                    | "nghị"
                    | "hành"
                    | "hợp"
                    | "trợ"
                    | "ngũ"
                    | "máy"
                    | "chống"
                    | "ngừa"
                    | "cháy"
                    | "việc"
                    | "nghề"
                    | "tiêu"
                    | "đất"
                    | "thảo"
            );
        // `Thanh tra việc sử dụng đất`, `Thanh tra đột xuất …` is done, where
        // `Thanh tra tỉnh` does it.
        let inspects = after == at + 2
            && self.is(at, "thanh")
            && self.tok(after, end).is_some_and(|t| {
                t.case == Case::Lower
                    && !matches!(self.text.fold(t), "các" | "của" | "giao" | "xây" | "và")
                    || t.mark == b','
            })
            && !self.grammar.acts.has(&self.text.toks, after, end);
        if other || inspects {
            return None;
        }
        // A short word that is also an ordinary one (`báo`, `tổ`, `hội`) opens a
        // name only with a capital, its own or the next word's, or in a class.
        let small = after == at + 1 && self.text.toks[at].case == Case::Lower && head == Head::Unit;
        if small
            && !matches!(
                self.text.fold(&self.text.toks[at]),
                "ubnd" | "hđnd" | "vpcp" | "đơn"
            )
        {
            let next = self.tok(after, end)?;
            let class = next.mark == b',' && self.grammar.nouns.has(&self.text.toks, at, end)
                || matches!(
                    self.text.fold(next),
                    "ngành" | "liên" | "có" | "chuyên" | "này"
                );
            if !(next.kind == Kind::Word && next.case != Case::Lower || class) {
                return None;
            }
        }
        // `các` opens a name only before a noun that can act.
        let article = matches!(
            self.text.fold(&self.text.toks[at]),
            "các" | "những" | "toàn" | "mọi" | "từng" | "mỗi"
        );
        // `các chủ mỏ lắp đặt …`, `các chủ trang trại phải …`: whoever owns whatever,
        // right before what they are to do.
        let owners = article
            && self.is(after, "chủ")
            && !["trương", "đề", "thể", "trì"]
                .iter()
                .any(|w| self.is(after + 1, w))
            && (after + 2..end.min(after + 5))
                .any(|i| self.grammar.acts.has(&self.text.toks, i, end));
        let acts = !article
            || owners
            || self.grammar.nouns.has(&self.text.toks, after, end)
            || self.grammar.heads.has(&self.text.toks, after, end);
        acts.then_some((head, after))
    }

    /// `Sớ Tài chính`: a scan changed the mark of the head, and a field follows.
    fn misread_head(&self, at: usize, end: usize) -> Option<usize> {
        let tok = self.tok(at, end).filter(|t| t.case == Case::Title)?;
        let looks = matches!(self.text.fold(tok), "sớ" | "sỡ" | "sơ" | "só" | "bô" | "bố");
        let field = || {
            self.tok(at + 1, end).is_some_and(|t| t.case == Case::Title)
                && self.grammar.fields.has(&self.text.toks, at + 1, end)
        };
        (looks && field()).then_some(at + 1)
    }

    /// Reads names joined by commas, semicolons and `và`.
    pub(crate) fn list(&self, at: usize, end: usize, who: Who) -> Option<Names> {
        let mut all = Names {
            names: Vec::new(),
            end: at,
        };
        let mut next = at;
        while all.names.len() < MOST {
            let Some(found) = self.one(next, end, who) else {
                break;
            };
            all.names.extend(found.names);
            all.end = found.end;
            // `…, Trung tâm B (Sở Nội vụ), Sở C`
            if self.tok(all.end, end).is_some_and(|t| t.mark == b'(') {
                let close =
                    (all.end..end.min(all.end + 30)).find(|&i| self.text.toks[i].mark == b')');
                let goes_on = close.filter(|c| {
                    self.tok(c + 1, end)
                        .is_some_and(|t| matches!(t.mark, b',' | b';') || self.text.fold(t) == "và")
                        && self.head(c + 2, end).is_some()
                });
                if let Some(close) = goes_on {
                    all.end = close + 1;
                }
            }
            let head = next;
            while let Some(member) = self.same_place(head, &all, end) {
                let (prefix, from, to) = member;
                all.names.push(format!(
                    "{} {}",
                    self.name(head, prefix),
                    self.name(from, to)
                ));
                all.end = to;
            }
            while let Some(member) = self.same_head(head, &all, end) {
                all.names.push(format!(
                    "{} {}",
                    self.name(head, head + 1),
                    self.name(member.0, member.1)
                ));
                all.end = member.1;
            }
            next = match self.tok(all.end, end) {
                Some(t) if matches!(t.mark, b',' | b';') => all.end + 1,
                Some(t) if matches!(self.text.fold(t), "và" | "cùng") => all.end + 1,
                _ => break,
            };
            if self
                .tok(next, end)
                .is_some_and(|_| self.is(next, "và") || self.is(next, "với"))
            {
                next += 1;
            }
        }
        (!all.names.is_empty()).then_some(all)
    }

    /// Reads one name only.
    pub(crate) fn first(&self, at: usize, end: usize) -> Option<Names> {
        self.one(at, end, Who::Units)
    }

    /// Reads one name, or the members of a shared head.
    fn one(&self, at: usize, end: usize, who: Who) -> Option<Names> {
        let end = end.min(at + LONGEST * 4);
        let (head, after) = self.head(at, end)?;
        if head == Head::People && who == Who::Units {
            return None;
        }
        if let Some(shared) = self.shared(at, end) {
            return Some(shared);
        }
        // `các cơ quan: Sở A, Sở B` names the members only.
        let stop = self.extent(at, after, head, end);
        if self.tok(stop, end).is_some_and(|t| t.mark == b':')
            && head == Head::Group
            && let Some(names) = self
                .head(stop + 1, end)
                .and_then(|_| self.list(stop + 1, end, who))
        {
            return Some(names);
        }
        Some(Names {
            names: vec![self.name(at, stop)],
            end: stop,
        })
    }
}

/// Returns the addressees between two tokens, a passage that is nothing else.
pub(crate) fn addressees(
    text: &Text<'_>,
    grammar: &Grammar,
    from: usize,
    end: usize,
) -> Vec<String> {
    let namer = Namer { text, grammar };
    let end = trim_end(text, from, end);
    if let Some(found) = namer.list(from, end, Who::Anybody).filter(|n| n.end >= end) {
        return found.names;
    }
    if let Some(shared) = namer.shared(from, end).filter(|n| n.end >= end) {
        return shared.names;
    }
    // Not in the grammar of names: the whole line, without what is in brackets.
    let stop = (from..end)
        .find(|&i| text.toks[i].mark == b'(')
        .unwrap_or(end);
    if stop > from {
        vec![namer.name(from, stop)]
    } else {
        Vec::new()
    }
}

/// Returns the names after a label (`Đơn vị chủ trì: …`), which prose may follow.
pub(crate) fn labelled(text: &Text<'_>, grammar: &Grammar, from: usize, end: usize) -> Vec<String> {
    let namer = Namer { text, grammar };
    let end = trim_end(text, from, end);
    match namer.list(from, end, Who::Anybody) {
        Some(names) => names.names,
        None if end - from <= 24 => addressees(text, grammar, from, end),
        None => Vec::new(),
    }
}

fn trim_end(text: &Text<'_>, from: usize, mut end: usize) -> usize {
    while end > from && matches!(text.toks[end - 1].mark, b'.' | b';' | b',' | b':') {
        end -= 1;
    }
    end
}
