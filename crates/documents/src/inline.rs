//! List items inside a run-on line.
//!
//! Some sources lose every line end: `… như sau: 1. UBND các huyện a) Chỉ đạo …
//! b) Đẩy mạnh …`. Items are told from other numbers by running on from the
//! item before, and by what stands in front of them.

use crate::grammar::Grammar;
use crate::layout::{Para, closes};
use crate::marker::{Marker, Rank, marker_at};
use crate::text::{Case, Gap, Kind, Text};

/// Shorter paragraphs are not run-on.
const LONG: usize = 60;

/// Splits run-on paragraphs at the markers inside them.
pub(crate) fn split(text: &Text<'_>, grammar: &Grammar, paras: Vec<Para>) -> Vec<Para> {
    let mut out = Vec::with_capacity(paras.len());
    for para in paras {
        if para.end - para.body < LONG {
            out.push(para);
        } else {
            split_one(text, grammar, para, &mut out);
        }
    }
    out
}

fn split_one(text: &Text<'_>, grammar: &Grammar, para: Para, out: &mut Vec<Para>) {
    let (mut number, mut letter) = (0u32, 0u32);
    let mut current = para;
    let mut listed = false;
    for i in para.body + 1..para.end {
        let tok = &text.toks[i];
        let may = tok.kind == Kind::Number
            || tok.mark == b'-'
            || tok.mark == b'+'
            || (tok.kind == Kind::Word && tok.end - tok.start == 1);
        if !may || tok.gap == Gap::None {
            continue;
        }
        let Some(marker) = marker_at(text, i, para.end, true) else {
            continue;
        };
        let Some(next) = text
            .toks
            .get(marker.after)
            .filter(|_| marker.after < para.end)
        else {
            continue;
        };
        let capital = next.kind == Kind::Word && next.case != Case::Lower;
        let closed = closes(&text.toks[i - 1]) || text.toks[i - 1].mark == b')';
        let takes = match marker.rank {
            Rank::Number => {
                marker.value == number + 1
                    && capital
                    && (closed || opens_name(text, grammar, marker, para.end))
            }
            Rank::Letter => {
                marker.value == letter + 1
                    || (marker.value == letter + 2 && letter > 0)
                    || marker.value == 1
            }
            // A dash that comes after a colon or a full stop, and not between two names.
            Rank::Dash | Rank::Plus => {
                capital && closed && (listed || text.toks[i - 1].mark == b':')
            }
            _ => false,
        } && !cites(text, i);
        if !takes || (marker.rank == Rank::Letter && !(capital || closed)) {
            continue;
        }
        match marker.rank {
            Rank::Number => (number, letter) = (marker.value, 0),
            Rank::Letter => letter = marker.value,
            _ => {}
        }
        listed = true;
        current.end = i;
        out.push(current);
        current = Para {
            first: i,
            body: marker.after,
            end: para.end,
            marker: Some(marker),
            inline: true,
        };
    }
    current.end = para.end;
    out.push(current);
}

fn opens_name(text: &Text<'_>, grammar: &Grammar, marker: Marker, end: usize) -> bool {
    grammar.heads.has(&text.toks, marker.after, end)
}

/// `điểm a)`, `khoản 1.` name a provision.
fn cites(text: &Text<'_>, i: usize) -> bool {
    matches!(
        text.fold(&text.toks[i - 1]),
        "điểm"
            | "khoản"
            | "điều"
            | "mục"
            | "số"
            | "tháng"
            | "ngày"
            | "quý"
            | "phụ"
            | "lục"
            | "biểu"
            | "mẫu"
    )
}
