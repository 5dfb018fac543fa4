//! Who must cooperate with the one who leads.

use super::Orders;
use crate::text::Kind;
use crate::units::Who;

impl Orders<'_, '_> {
    /// Finds who must cooperate in `from..end`: `phối hợp với B, C`, where the
    /// one who leads cooperates and not somebody he instructs.
    pub(crate) fn partners(&self, from: usize, end: usize) -> Vec<String> {
        self.partners_of(from, end, &[])
    }

    /// Finds who must cooperate with `lead`, whom `chỉ đạo` may tell itself.
    pub(crate) fn partners_of(&self, from: usize, end: usize, lead: &[String]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut clause = from;
        let supposes = |clause: usize| {
            self.words(clause, end, "trường hợp") || self.words(clause + 1, end, "trường hợp")
        };
        let mut instructed = supposes(from);
        let mut at = from;
        while at < end {
            let tok = &self.text.toks[at];
            if matches!(tok.mark, b';' | b'.') {
                clause = at + 1;
                instructed = supposes(clause);
            }
            if tok.kind != Kind::Word {
                at += 1;
                continue;
            }
            // `Thực hiện chỉ đạo của …, Sở A phối hợp …` instructs nobody.
            if (self.words(at, end, "chỉ đạo")
                && !self.is(at + 2, "của")
                && !self.is(at + 2, "tại")
                && !self
                    .namer()
                    .first(at + 2, end)
                    .is_some_and(|n| n.names.iter().any(|name| lead.contains(name)))
                && !self.is(at + 2, "và")
                && self.mark(at + 2) != b',')
                || (self.words(at, end, "đôn đốc") && self.namer().head(at + 2, end).is_some())
                || (self.words(at, end, "hướng dẫn") && self.namer().head(at + 2, end).is_some())
            {
                instructed = true;
            }
            // `Sở A chủ trì cùng Sở B …`
            // `Sở A chủ trì, cùng Sở B …`
            let leads = self.words(at, end, "chủ trì");
            let comma = leads && self.mark(at + 2) == b',' && self.is(at + 3, "cùng");
            let beside = comma || leads && self.is(at + 2, "cùng");
            if (beside || self.words(at, end, "phối hợp")) && !instructed && at < clause + 70 {
                let mut next = at + 2 + usize::from(comma);
                while [
                    "chặt",
                    "chẽ",
                    "thực",
                    "hiện",
                    "thường",
                    "xuyên",
                    "hiệu",
                    "quả",
                    "kịp",
                    "thời",
                    "cùng",
                    "với",
                    "giữa",
                    "tốt",
                    "đồng",
                ]
                .iter()
                .any(|w| self.is(next, w))
                {
                    next += if self.words(next, end, "đồng bộ") {
                        2
                    } else {
                        1
                    };
                }
                let joined = next > at + 2
                    && (self.is(next - 1, "với")
                        || self.is(next - 1, "cùng")
                        || self.is(next - 1, "giữa"));
                let direct = next == at + 2 && self.namer().head(next, end).is_some();
                if (joined || direct)
                    && let Some(names) = self.namer().list(next, end, Who::Anybody)
                {
                    at = names.end;
                    for name in names.names {
                        if !out.contains(&name) {
                            out.push(name);
                        }
                    }
                    continue;
                }
            }
            at += 1;
        }
        out
    }
}
