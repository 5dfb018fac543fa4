//! Who issues a document, and to whom it is sent.

use super::Head;
use crate::text::{Case, Gap, Kind};
use crate::units;

impl Head<'_, '_> {
    /// `CỦA BAN THƯỜNG VỤ THÀNH ỦY` below the kind: who issues, by folded words.
    pub(super) fn organ(&self, row: usize) -> Option<Vec<String>> {
        let row = self.rows.get(row)?;
        let toks = self.toks(row);
        let words: Vec<String> = toks
            .iter()
            .filter(|t| t.kind == Kind::Word)
            .map(|t| self.text.fold(t).to_owned())
            .collect();
        let upper = toks
            .iter()
            .all(|t| t.kind != Kind::Word || t.case == Case::Upper);
        let alone = upper && words.len() > 2 && !words.iter().any(|w| w == "về");
        (alone && words[0] == "của").then(|| words[1..].to_vec())
    }

    /// Returns the issuer: the capitals above number and kind, without the name
    /// of the state or the Party and the motto.
    pub(super) fn issuer(
        &self,
        kind: Option<usize>,
        number: Option<usize>,
        subject: Option<usize>,
        letter: Option<usize>,
    ) -> Option<String> {
        let stop = [kind, number, subject, letter]
            .into_iter()
            .flatten()
            .min()?;
        let end = self.rows.get(stop)?.first;
        let mut words: Vec<Vec<String>> = vec![Vec::new()];
        let mut at = self.rows.first()?.first;
        // Column-wise sources put the state's name between the issuer's lines.
        while at < end {
            if let Some(after) = self.motto(at) {
                words.push(Vec::new());
                at = after;
                continue;
            }
            let tok = &self.text.toks[at];
            if tok.gap >= Gap::Line && !self.goes_on(at) {
                words.push(Vec::new());
            }
            let dash_row =
                tok.mark == b'-' && self.text.toks.get(at + 1).is_some_and(|t| t.mark == b'-');
            if tok.kind == Kind::Word && tok.case == Case::Upper {
                if let Some(line) = words.last_mut() {
                    line.push(self.text.fold(tok).to_owned());
                }
            } else if matches!(tok.mark, b'-' | b',' | b'&')
                && !dash_row
                && words.last().is_some_and(|l| !l.is_empty())
                && let Some(line) = words.last_mut()
            {
                line.push((tok.mark as char).to_string());
            }
            at += 1;
        }
        for line in &mut words {
            while line.last().is_some_and(|w| w == "-") {
                line.pop();
            }
        }
        // `THEO QUYẾT ĐỊNH SỐ …` says by which decision a team was set up.
        words.retain(|l| !matches!(l.first().map(String::as_str), None | Some("theo" | "số")));
        crate::issuer::issuer_name(&words)
    }

    /// A line of the head that only goes on the name of the line before.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        let tok = &self.text.toks[at];
        tok.gap == Gap::Line
            && matches!(
                self.text.fold(tok),
                "tỉnh"
                    | "thành"
                    | "phủ"
                    | "dân"
                    | "nhân"
                    | "huyện"
                    | "quận"
                    | "phường"
                    | "xã"
                    | "và"
            )
    }

    pub(super) fn motto(&self, at: usize) -> Option<usize> {
        const ROWS: [&str; 3] = [
            "cộng hòa xã hội chủ nghĩa việt nam",
            "đảng cộng sản việt nam",
            "độc lập - tự do - hạnh phúc",
        ];
        ROWS.iter().find_map(|row| {
            let mut i = at;
            for word in row.split(' ') {
                let tok = self.text.toks.get(i)?;
                if (word == "-" && tok.mark == b'-') || self.text.fold(tok) == word {
                    i += 1;
                } else {
                    return None;
                }
            }
            Some(i)
        })
    }

    /// `THỦ TƯỚNG CHÍNH PHỦ điện:`
    pub(super) fn telegram(&self, from: usize) -> Option<String> {
        let at = self.telegram_line(from)?;
        let row = &self.rows[at];
        let words: Vec<String> = self
            .toks(row)
            .iter()
            .take_while(|t| self.text.fold(t) != "điện")
            .filter(|t| t.kind == Kind::Word)
            .map(|t| self.text.fold(t).to_owned())
            .collect();
        crate::issuer::issuer_name(&[words])
    }

    pub(super) fn telegram_line(&self, from: usize) -> Option<usize> {
        (from..self.rows.len().min(from + 8)).find(|&at| {
            let row = &self.rows[at];
            row.end >= row.first + 3
                && self.text.toks[row.end - 1].mark == b':'
                && self.is(row.end - 2, "điện")
        })
    }

    /// Returns the addressees and the line after them.
    pub(super) fn recipients(
        &self,
        letter: Option<usize>,
        from: usize,
    ) -> Option<(Vec<String>, usize)> {
        let at = letter.or_else(|| self.telegram_line(from))?;
        let row = &self.rows[at];
        let colon = (row.first..row.end).find(|&i| self.text.toks[i].mark == b':')?;
        let mut out = Vec::new();
        let mut next = at + 1;
        if colon + 1 < row.end {
            // Long names of one addressee go on below.
            let mut end = row.end;
            while let Some(more) = self.rows.get(next).filter(|r| {
                self.text.toks[r.first].gap == Gap::Line && self.text.toks[r.first].mark != b'('
            }) {
                // A full stop closes the addressee: the body follows.
                let closed = self.text.toks[end - 1].mark == b'.';
                if closed
                    || self.text.toks[more.first].mark == b'-'
                    || row.width > 200
                    || self.opens_body(more)
                {
                    break;
                }
                end = more.end;
                next += 1;
            }
            out.extend(units::addressees(self.text, self.grammar, colon + 1, end));
            while self
                .rows
                .get(next)
                .is_some_and(|r| self.text.toks[r.first].mark == b'(')
            {
                next += 1;
            }
        }
        while let Some(row) = self
            .rows
            .get(next)
            .filter(|r| self.text.toks[r.first].mark == b'-')
        {
            let mut end = row.end;
            next += 1;
            while let Some(more) = self.rows.get(next).filter(|r| {
                let first = &self.text.toks[r.first];
                first.gap == Gap::Line
                    && first.mark != b'-'
                    && !matches!(self.text.toks[end - 1].mark, b'.' | b';')
            }) {
                end = more.end;
                next += 1;
            }
            out.extend(units::addressees(
                self.text,
                self.grammar,
                row.first + 1,
                end,
            ));
        }
        Some((out, next))
    }
}

/// Puts the organ below the kind and the body in the head together: `Ban Thường
/// vụ Thành ủy` and `Thành ủy Hà Nội`.
pub(super) fn organ_of(organ: &[String], head: Option<String>) -> Option<String> {
    let Some(head) = head else {
        return crate::issuer::issuer_name(&[organ.to_vec()]);
    };
    let base: Vec<String> = head.split_whitespace().map(str::to_lowercase).collect();
    if base.starts_with(organ) {
        return Some(head);
    }
    let shared = (1..=organ.len().min(base.len()))
        .rev()
        .find(|&n| organ[organ.len() - n..] == base[..n])
        .unwrap_or(0);
    let mut words = organ.to_vec();
    if shared > 0 {
        words.extend(base[shared..].iter().cloned());
    }
    crate::issuer::issuer_name(&[words])
}
