//! Items and sentences under a level: who is told, and where one task ends.

use super::Walker;
use crate::aims;
use crate::build::Draft;
use crate::grammar::{Act, Label, Zone};
use crate::layout::{Para, closes};
use crate::orders::Opening;
use crate::targets::{self, Among};
use crate::text::{Case, Kind};
use crate::units::Who;

/// How far the part after a semicolon is looked into, in tokens.
const PIECE: usize = 400;

impl Walker<'_, '_> {
    /// Targets that stand outside any task. `all`: below a heading of goals.
    pub(super) fn goals(&mut self, para: &Para, all: bool) {
        let mut going_on = false;
        for (from, end) in self.orders.sentences(para.body, para.end) {
            if all && !self.is_present(from, end) {
                let among = Among::Goals;
                let found = targets::targets(self.build.text, self.build.grammar, from, end, among);
                self.found.targets.extend(found);
            } else if !all {
                let said = aims::said(&self.build, from, end, going_on);
                going_on = said.names || !said.targets.is_empty();
                self.found.targets.extend(said.targets);
            }
        }
    }

    /// `Mục tiêu: đón 5 triệu lượt khách, …`: goals behind their own label.
    pub(super) fn names_goals(&self, para: &Para) -> bool {
        let o = &self.orders;
        let labelled = ["mục tiêu", "chỉ tiêu"]
            .iter()
            .any(|w| o.words(para.body, para.end, w))
            && o.mark(para.body + 2) == b':';
        labelled && para.end > para.body + 4
    }

    /// `Hiện nay, … có 180 trạm` is where one starts from.
    fn is_present(&self, from: usize, end: usize) -> bool {
        [
            "hiện nay",
            "hiện có",
            "đến nay",
            "tính đến",
            "hiện tại",
            "năm qua",
        ]
        .iter()
        .any(|w| self.orders.words(from, end, w))
    }

    /// A list item under orders.
    pub(super) fn item(&mut self, para: &Para) {
        let first = self.found.tasks.len();
        for (from, end) in self.parts(para.body, para.end) {
            let before = self.found.tasks.len();
            self.part(from, end, para);
            // `Sở A …; báo cáo hằng quý …`: a part that only acts is by the one
            // told in the part before.
            if before > first
                && self.found.tasks.len() > before
                && self.found.tasks[before].lead.is_empty()
                && matches!(self.orders.opening(from, end), Opening::Act)
            {
                let lead = self.found.tasks[before - 1].lead.clone();
                self.found.tasks[before].lead = lead;
            }
        }
    }

    /// Splits an item where the addressee changes, or where two sentences have
    /// each a time limit.
    pub(super) fn parts(&self, from: usize, end: usize) -> Vec<(usize, usize)> {
        let o = &self.orders;
        let sentences = o.sentences(from, end);
        let clock = self.build.clock();
        let timed = |s: &(usize, usize)| !clock.limits(s.0, s.1, false).is_empty();
        let by_time = sentences.len() > 1 && sentences.iter().filter(|s| timed(s)).count() > 1;
        let mut cuts: Vec<usize> = Vec::new();
        for sentence in &sentences {
            let label = self.label_at(sentence.0, sentence.1).is_some();
            if sentence.0 > from
                && !label
                && (self.turns(sentence.0, sentence.1, true) || (by_time && timed(sentence)))
            {
                cuts.push(sentence.0);
            }
            let mut clause = sentence.0;
            // Addressees may be joined by semicolons too.
            let named = self.names_end(sentence.0, sentence.1);
            // The passage since the last semicolon, and whether a limit stands
            // between the last cut and it: each passage is looked at once.
            let (mut piece, mut before) = (sentence.0, false);
            for at in sentence.0..sentence.1 {
                if self.tok(at).mark != b';' {
                    continue;
                }
                let here = timed(&(piece, at));
                let limits_left = before || here;
                piece = at + 1;
                before = limits_left;
                if at <= (clause + 3).max(named) {
                    continue;
                }
                let reach = sentence.1.min(at + PIECE);
                let next = (at + 1..reach)
                    .find(|&i| self.tok(i).mark == b';')
                    .unwrap_or(reach);
                // Each part with a time limit of its own is a task of its own.
                let start = o.connective(at + 1, next);
                let dated = limits_left
                    && timed(&(at + 1, next))
                    && (o.acts(start, next)
                        || matches!(o.opening(start, next), Opening::Subject { .. }));
                if dated || self.turns(at + 1, sentence.1, false) {
                    cuts.push(at + 1);
                    clause = at + 1;
                    before = false;
                }
            }
        }
        let mut parts = Vec::new();
        let mut start = from;
        for cut in cuts {
            parts.push((start, cut));
            start = cut;
        }
        parts.push((start, end));
        parts
    }

    /// Returns where the names that a clause tells end.
    pub(super) fn names_end(&self, from: usize, end: usize) -> usize {
        match self.orders.opening(from, end) {
            Opening::Order { names, .. } | Opening::Subject { names, .. } => names.end,
            Opening::Bare { .. } | Opening::Act | Opening::None => from,
        }
    }

    /// Reports whether a clause tells somebody by name.
    pub(super) fn turns(&self, from: usize, end: usize, sentence: bool) -> bool {
        let o = &self.orders;
        let start = o.connective(from, end);
        match o.opening(start, end) {
            Opening::Order { at, ref names, .. } => at <= start + 24 && self.office(names.end, at),
            Opening::Subject { ref names, .. } => {
                // Inside a sentence the name itself must open the clause.
                let several = ["các", "từng", "mỗi", "đồng"]
                    .iter()
                    .any(|w| o.is(start, w));
                let direct = sentence
                    || ((several || self.tok(start).case != Case::Lower)
                        && o.namer().head(start, end).is_some());
                direct && self.office(names.end, start)
            }
            _ => false,
        }
    }

    /// Reports whether the names that end at `end` begin with an office or post,
    /// looked for from the order word on.
    pub(super) fn office(&self, end: usize, at: usize) -> bool {
        (at..end).any(|i| {
            let office = matches!(
                self.orders.namer().head(i, end),
                Some((crate::grammar::Head::Unit | crate::grammar::Head::Post, _))
            );
            office && self.tok(i).case != Case::Lower
        })
    }

    pub(super) fn part(&mut self, from: usize, end: usize, para: &Para) {
        let o = &self.orders;
        let level = self.levels.last();
        let mut lead = level.map(|l| l.lead.clone()).unwrap_or_default();
        let coordinate = level.map(|l| l.coordinate.clone()).unwrap_or_default();
        let inherited = level.and_then(|l| l.deadline.clone());
        let opening = o.opening(from, end);
        if o.informs(from, end) {
            return;
        }
        let opening = match opening {
            Opening::Act | Opening::None => self
                .after_topic(from, end)
                .or_else(|| {
                    self.unit_does(from, end)
                        .filter(|_| !matches!(opening, Opening::Act))
                })
                .unwrap_or(opening),
            told => told,
        };
        let mut start = from;
        match &opening {
            Opening::Order { at, names, .. } => {
                let whole = names.names.len() == 1 && self.is_class(*at, names.end);
                if lead.is_empty() || !whole {
                    lead = names.names.clone();
                }
            }
            Opening::Subject { names, .. } => lead = names.names.clone(),
            Opening::Act => {}
            Opening::Bare { .. } => {
                if from > para.body {
                    lead = Vec::new();
                }
            }
            Opening::None => {
                if let Some(at) = self.first_order(from, end) {
                    if let Opening::Order { names, .. } = o.opening(at, end) {
                        lead = names.names;
                    }
                    start = at;
                } else if let Some(name) = self.group_that_acts(from, end, para) {
                    lead = vec![name];
                } else if self.states(from, end)
                    || self.only_topic(from, end)
                    || (lead.is_empty() && !self.unknown_action(from, end, para))
                {
                    return;
                }
            }
        }
        // `…, cơ quan A có quyền yêu cầu …` permits.
        let permits = (from..end).any(|at| self.orders.words(at, end, "có quyền"))
            && !(from..end).any(|at| self.orders.is(at, "phải"));
        if permits && para.marker.is_none() && !matches!(opening, Opening::Order { .. }) {
            return;
        }
        // `…, Sở A sẽ báo cáo Ủy ban nhân dân tỉnh` says what will happen.
        let told = matches!(opening, Opening::Order { .. } | Opening::Bare { .. });
        if para.marker.is_none() && !told && (from..end).any(|at| o.is(at, "sẽ")) {
            return;
        }
        if let Some(named) = self.in_brackets(start, end) {
            lead = named;
        }
        // `… . Đơn vị chủ trì: A. Thời gian: B`: labels inside the item itself.
        let label = (start + 4..end).find(|&at| {
            matches!(self.orders.mark(at - 1), b'.' | b';' | b'(' | b',')
                && self
                    .label_at(at, end)
                    .is_some_and(|(label, _)| label != Label::Task)
        });
        // A label in brackets is a part of the item.
        let stop = label
            .filter(|&at| self.orders.mark(at - 1) != b'(')
            .map_or(end, |at| at - 1);
        self.push(Draft {
            from: start,
            end: stop,
            lead,
            coordinate,
            inherited,
        });
        if let Some(at) = label {
            let block =
                std::mem::replace(&mut self.block, self.found.tasks.len().saturating_sub(1));
            self.labels(at, end);
            self.block = block;
        }
    }

    /// `Đối với công tác quản lý khoáng sản.`, `Việc xả thải được thực hiện theo quy
    /// định …`: what is spoken of, or how a thing is done; nobody is told to act.
    fn only_topic(&self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        let within = |words: &[&str]| (from..end).any(|at| words.iter().any(|w| o.is(at, w)));
        let duty = (from..end).any(|at| matches!(o.act(at, end), Some((Act::Modal, _))));
        let topic = (o.words(from, end, "đối với") || o.is(from, "về"))
            && !(from..end - 1).any(|at| matches!(o.mark(at), b',' | b':' | b';' | b'.'))
            && !within(&["thì", "không"]);
        let manner = o.is(from, "việc")
            && (from..end).any(|at| {
                o.words(at, end, "được thực hiện") || o.words(at, end, "thực hiện theo quy định")
            });
        !duty && (topic || manner)
    }

    /// `Báo cáo tháng: Sở Tài chính tổng hợp …`: a short topic and the unit.
    pub(super) fn after_topic(&self, from: usize, end: usize) -> Option<Opening> {
        let o = &self.orders;
        let colon = (from + 1..end.min(from + 16)).find(|&at| o.mark(at) == b':')?;
        // `… giữa các cơ quan: Sở A, Sở B` goes on with names.
        let listing = matches!(
            self.build.text.fold(self.tok(colon - 1)),
            "quan" | "vị" | "sở" | "ngành" | "bộ" | "gồm" | "sau" | "với" | "xã" | "phường"
        );
        if listing || colon + 1 >= end {
            return None;
        }
        let named = self.tok(colon + 1).case != Case::Lower
            || o.is(colon + 1, "giao")
            || o.is(colon + 1, "các");
        match o.opening(colon + 1, end) {
            told @ (Opening::Subject { .. } | Opening::Order { .. }) if named => Some(told),
            _ => None,
        }
    }

    /// `Sở Giao thông vận tải dặm vá …`: a unit and a word that is in no table,
    /// where orders are expected.
    pub(super) fn unit_does(&self, from: usize, end: usize) -> Option<Opening> {
        let o = &self.orders;
        if self.zone() != Zone::Orders || !self.announced && self.levels.is_empty() {
            return None;
        }
        let names = o.namer().list(from, end, Who::Units)?;
        let next = self
            .build
            .text
            .toks
            .get(names.end)
            .filter(|_| names.end < end)?;
        let said = matches!(
            self.build.text.fold(next),
            "là" | "đã"
                | "được"
                | "có"
                | "thì"
                | "này"
                | "và"
                | "tại"
                | "nêu"
                | "của"
                | "cho"
                | "trong"
                | "không"
                | "chưa"
                | "đang"
                | "sẽ"
                | "vẫn"
                | "đạt"
                | "với"
                | "do"
                | "để"
        );
        let named = self.office(names.end, from);
        let verb =
            next.kind == Kind::Word && next.case == Case::Lower && o.act(names.end, end).is_none();
        (named && verb && !said && end > names.end + 2).then_some(Opening::Subject {
            names,
            modal: false,
        })
    }

    /// `… hồ sơ đất đai (Sở Tư pháp chủ trì)`: who leads, named in brackets.
    pub(super) fn in_brackets(&self, from: usize, end: usize) -> Option<Vec<String>> {
        let o = &self.orders;
        let open = (from + 3..end)
            .find(|&at| o.mark(at) == b'(' && o.namer().head(at + 1, end).is_some())?;
        let names = o.namer().list(open + 1, end, Who::Units)?;
        let leads = ["chủ trì", "thực hiện", "phụ trách"]
            .iter()
            .any(|w| o.words(names.end, end, w));
        leads.then_some(names.names)
    }

    /// `4. Các công ty thủy điện trên lưu vực sông Lô, sông Miện vận hành …`: an
    /// office told apart by words that no name has, up to what it is to do.
    fn group_that_acts(&self, from: usize, end: usize, para: &Para) -> Option<String> {
        const REACH: usize = 24;
        let o = &self.orders;
        let ordered = self.announced || self.levels.iter().any(|l| l.zone == Zone::Orders);
        if para.marker.is_none() || !ordered || self.states(from, end) {
            return None;
        }
        let (_, after) = o.namer().head(from, end)?;
        if let Some(name) = self.which_acts(from, end) {
            return Some(name);
        }
        let stop = (after + 1..end.min(from + REACH)).find(|&at| {
            matches!(
                o.act(at, end),
                Some((Act::Verb | Act::Adverb | Act::Modal, _))
            )
        })?;
        let plain = (after..stop).all(|at| {
            let tok = self.tok(at);
            (tok.kind == Kind::Word || matches!(tok.mark, b',' | b'-'))
                && !matches!(
                    self.build.text.fold(tok),
                    "để" | "được" | "là" | "thì" | "do" | "bị" | "không" | "việc"
                )
        });
        // `Các đơn vị thi công trong tháng 6 …`: a circumstance is no part of it.
        let named = (after..stop)
            .find(|&at| {
                let word = self.build.text.fold(self.tok(at));
                matches!(word, "trong" | "trước" | "theo" | "về")
            })
            .unwrap_or(stop);
        let closed = self.tok(named - 1).mark == 0;
        (plain && closed).then(|| o.namer().name(from, named))
    }

    /// `Hiệu trưởng các trường được chọn làm điểm thi phối hợp …`: after the name
    /// which ones are meant, then what they are to do.
    fn which_acts(&self, from: usize, end: usize) -> Option<String> {
        const REACH: usize = 14;
        let o = &self.orders;
        let names = o.namer().first(from, end).filter(|n| n.names.len() == 1)?;
        let which = ["được", "có", "thuộc", "nơi"]
            .iter()
            .any(|w| o.is(names.end, w));
        let several = (from..names.end).any(|at| o.is(at, "các") || o.is(at, "những"));
        let acts = (names.end + 3..end.min(names.end + REACH))
            .take_while(|&at| self.tok(at - 1).mark == 0)
            .any(|at| matches!(o.act(at, end), Some((Act::Verb | Act::Adverb, _))));
        (which && several && acts).then(|| names.names.into_iter().next())?
    }

    /// A list item under announced orders whose first word is in no table: a rare
    /// verb or a misspelled one. Labels and things (`Thời gian: …`, `Việc …`)
    /// are not meant.
    pub(super) fn unknown_action(&self, from: usize, end: usize, para: &Para) -> bool {
        const THINGS: &[&str] = &[
            "việc",
            "trường",
            "các",
            "những",
            "kinh",
            "thời",
            "địa",
            "đối",
            "nội",
            "nguồn",
            "mức",
            "tên",
            "hồ",
            "công",
            "cơ",
            "quy",
            "tỷ",
            "số",
            "theo",
            "trên",
            "ông",
            "bà",
            "đồng",
            "nghị",
            "quyết",
            "ngân",
            "chỉ",
            "luật",
            "thông",
            "điều",
            "kết",
            "tình",
            "khi",
            "nếu",
            "về",
            "mục",
            "có",
            "là",
            "được",
            "không",
        ];
        let first = self.tok(from);
        let ordered = self.announced || self.levels.iter().any(|l| l.zone == Zone::Orders);
        let labelled = (from..end.min(from + 9)).any(|i| self.tok(i).mark == b':');
        para.marker.is_some()
            && ordered
            && !self.levels.is_empty()
            && !labelled
            && end > from + 7
            && first.case == Case::Title
            && !THINGS.contains(&self.build.text.fold(first))
    }

    pub(super) fn is_class(&self, at: usize, end: usize) -> bool {
        (at..end.min(at + 8))
            .any(|i| matches!(self.build.text.fold(self.tok(i)), "các" | "từng" | "cho"))
            && (at..end).all(|i| self.tok(i).case == Case::Lower || i == at)
    }

    /// Returns the first clause that tells somebody after a statement.
    pub(super) fn first_order(&self, from: usize, end: usize) -> Option<usize> {
        self.orders.order_in(from, end)
    }

    /// Reports whether a passage says what is or was.
    pub(super) fn states(&self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        let fact = self.is_present(from, end)
            || (from..end.min(from + 12)).any(|at| matches!(o.act(at, end), Some((Act::Fact, _))));
        let duty = (from..end).any(|at| matches!(o.act(at, end), Some((Act::Modal, _))));
        let will = (from..end).any(|at| o.is(at, "sẽ") || o.words(at, end, "có quyền"));
        (!duty && (fact || will)) || end < from + 4
    }

    pub(super) fn push(&mut self, draft: Draft) {
        if std::mem::take(&mut self.labelled) {
            self.block = self.found.tasks.len();
        }
        if let Some(task) = self.build.task(draft) {
            self.found.tasks.push(task);
        }
    }

    /// A paragraph without a marker.
    pub(super) fn running(&mut self, i: usize, para: &Para) {
        let below = i > 0 && self.levels.last().is_some() && self.opened_by(i - 1);
        if below && self.zone() == Zone::Orders {
            let led = self.levels.last().is_some_and(|l| !l.lead.is_empty());
            if led || self.is_action(para) {
                return self.item(para);
            }
        }
        let acts = matches!(self.orders.opening(para.body, para.end), Opening::Act);
        if acts
            && self.zone() == Zone::Orders
            && self.levels.last().is_some_and(|l| l.rank.is_some())
            && !self.closing(para)
        {
            return self.item(para);
        }
        if self.zone() != Zone::Orders && !self.levels.is_empty() && !self.closing(para) {
            return self.goals(para, self.zone() == Zone::Goals);
        }
        self.explicit(para);
    }

    /// Reports whether paragraph `i` opened the present level.
    pub(super) fn opened_by(&self, i: usize) -> bool {
        let para = &self.paras[i];
        let last = self.tok(para.end - 1);
        !closes(last) || last.mark == b':'
    }

    /// The last paragraphs of a document close it, whatever section they follow.
    pub(super) fn closing(&self, para: &Para) -> bool {
        let o = &self.orders;
        [
            "trên đây",
            "căn cứ",
            "yêu cầu",
            "đề nghị",
            "giao",
            "nhận được",
            "trong quá trình",
        ]
        .iter()
        .any(|w| o.words(para.body, para.end, w))
            || o.order_in(para.body, para.end.min(para.body + 40))
                .is_some()
    }

    /// Sentences that tell somebody, in running text.
    pub(super) fn explicit(&mut self, para: &Para) {
        let after_orders = !self.found.tasks.is_empty() || self.announced;
        // Who was told in the sentence before of the same paragraph.
        let mut told: Option<Vec<String>> = None;
        for (from, end) in self.orders.sentences(para.body, para.end) {
            let o = &self.orders;
            let before = told.take();
            if self.tok(end - 1).mark == b':' || o.informs(from, end) {
                continue;
            }
            if self.states_time(from, end) {
                told = before;
                continue;
            }
            let o = &self.orders;
            let start = o.connective(from, end);
            let closing = ["khó khăn", "vướng mắc", "mọi vướng mắc", "những khó khăn"]
                .iter()
                .any(|w| o.words(start, end, w))
                && (start..end).any(|at| {
                    o.words(at, end, "phản ánh")
                        || o.words(at, end, "báo cáo")
                        || o.words(at, end, "liên hệ")
                });
            let opening = o.opening(start, end);
            let hitch = closing || self.reports_hitches(start, end);
            let (lead, first) = match opening {
                // `…. Hướng dẫn các địa phương …`: the same units go on.
                Opening::Act if before.is_some() && !hitch && !self.was(from, end) => {
                    (before.unwrap_or_default(), start)
                }
                Opening::None | Opening::Act if hitch && after_orders => {
                    // `Khó khăn, vướng mắc phản ánh về Sở …`: by those just told.
                    let lead = self
                        .found
                        .tasks
                        .last()
                        .map(|t| t.lead.clone())
                        .unwrap_or_default();
                    (lead, start)
                }
                Opening::Order { at, names, .. } if !self.was(from, at) => {
                    (names.names, if at > start + 30 { at } else { start })
                }
                Opening::Bare { at } if after_orders && !self.was(from, at) => {
                    (Vec::new(), if at > start + 30 { at } else { start })
                }
                Opening::Subject { names, modal }
                    if after_orders
                        && (modal
                            || self.closing_subject()
                            || self.due_subject(&names, start, end)) =>
                {
                    (names.names, start)
                }
                _ => {
                    let Some(at) = o.order_in(start, end).filter(|at| !self.was(from, *at)) else {
                        continue;
                    };
                    let Opening::Order { names, .. } = o.opening(at, end) else {
                        continue;
                    };
                    (names.names, at)
                }
            };
            told = Some(lead.clone());
            self.push(Draft {
                from: first,
                end,
                lead,
                ..Draft::default()
            });
        }
    }

    /// `Thời gian hoàn thành trước ngày 20/11/2023.`: when what was just ordered is
    /// due.
    fn states_time(&mut self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        let opens = ["thời gian", "thời hạn"]
            .iter()
            .any(|w| o.words(from, end, w));
        if !opens || end - from > 24 {
            return false;
        }
        let limits = self.build.clock().limits(from, end, true);
        let (Some(limit), Some(last)) = (limits.last(), self.found.tasks.last_mut()) else {
            return false;
        };
        if last.deadline.is_none() {
            last.deadline = Some(limit.deadline(self.build.text));
        }
        true
    }

    /// `Trong quá trình thực hiện, nếu có vướng mắc, kịp thời phản ánh về …`
    fn reports_hitches(&self, start: usize, end: usize) -> bool {
        let o = &self.orders;
        let any = |words: &[&str]| (start..end).any(|at| words.iter().any(|w| o.words(at, end, w)));
        (o.words(start, end, "trong quá trình") || o.is(start, "nếu"))
            && any(&["vướng mắc", "khó khăn", "phát sinh"])
            && any(&["phản ánh", "báo cáo", "thông tin", "liên hệ"])
    }

    /// `Riêng UBND các quận A, B báo cáo bổ sung, chậm nhất ngày …`: an office and
    /// a time limit, after others were told.
    pub(super) fn due_subject(&self, names: &crate::units::Names, from: usize, end: usize) -> bool {
        let class = ["các", "những", "từng"]
            .iter()
            .any(|w| self.orders.is(from, w));
        (class || self.office(names.end, from))
            && !self.was(from, end)
            && !(from..end).any(|at| self.orders.is(at, "sẽ"))
            && !self.build.clock().limits(names.end, end, false).is_empty()
    }

    pub(super) fn closing_subject(&self) -> bool {
        self.announced || self.base == Zone::Orders
    }

    /// Reports whether what stands before the order word makes it a report of
    /// what was done.
    pub(super) fn was(&self, from: usize, at: usize) -> bool {
        (from..at).any(|i| match self.build.text.fold(self.tok(i)) {
            "đã" => true,
            "từng" => self.orders.acts(i + 1, at),
            _ => false,
        })
    }
}
