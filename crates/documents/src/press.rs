//! Tasks in reports of the press: running text in which orders, facts and
//! quotations alternate.
//!
//! A sentence counts when it tells somebody (`Chủ tịch yêu cầu Sở Nội vụ …`),
//! when it goes on an order just given (`Đồng thời, rà soát …`, `Bộ Xây dựng sớm
//! …`), or when it lays a duty on somebody.

use crate::aims;
use crate::build::{Builder, Draft};
use crate::layout::{Para, closes};
use crate::orders::{Opening, Orders};
use crate::reading::{Deadline, Target, Task};
use crate::text::{Case, Gap, Kind};

mod finding;
mod signs;

/// Sentences of fact after which an order is no longer gone on with.
const PATIENCE: u32 = 2;
/// A paragraph longer than this is one of the article, in tokens.
const SENTENCE: usize = 20;
/// How far back the orderer is looked for, in tokens.
const LOOK_BACK: usize = 40;
/// How far the parts around a semicolon are looked into, in tokens.
const PIECE: usize = 120;

pub(crate) struct Press<'t, 'a> {
    build: Builder<'t, 'a>,
    orders: Orders<'t, 'a>,
    lead: Vec<String>,
    /// Sentences since the last order; none before the first.
    since: Option<u32>,
    tasks: Vec<Task>,
    /// Conclusions have begun: units that are to do something are told to.
    concluding: bool,
    /// The paragraph ends with a colon and items follow.
    announces: bool,
    /// The time that the present topic states: `Về các việc trong quý I, …`.
    due: Option<Deadline>,
    /// How high the last orderer stands.
    orderer: u8,
    /// Who was told when a list was announced: `… các bộ thực hiện: Một là, …`.
    listed: Vec<String>,
    /// `Phó Thủ tướng yêu cầu:` stands above the items: who is named in them is told.
    demanded: bool,
    /// What is striven for outside any task.
    goals: Vec<Target>,
    /// For how many more sentences goals that were named are gone on with.
    aiming: u8,
}

impl<'t, 'a> Press<'t, 'a> {
    pub(crate) fn new(build: Builder<'t, 'a>) -> Self {
        Self {
            orders: build.orders(),
            build,
            lead: Vec::new(),
            since: None,
            tasks: Vec::new(),
            concluding: false,
            announces: false,
            due: None,
            orderer: 0,
            listed: Vec::new(),
            demanded: false,
            goals: Vec::new(),
            aiming: 0,
        }
    }

    /// Reads all paragraphs.
    pub(crate) fn read(mut self, paras: &[Para]) -> (Vec<Task>, Vec<Target>) {
        let mut begun = false;
        for (i, para) in paras.iter().enumerate() {
            if begun && self.ends_article(para) {
                break;
            }
            begun |= para.end - para.body > SENTENCE && !self.is_line(para);
            if self.is_line(para) {
                if aims::heads(&self.build, para.body, para.end) {
                    self.aiming = 2;
                }
                continue;
            }
            self.announces = self.build.text.toks[para.end - 1].mark == b':'
                && paras.get(i + 1).is_some_and(|p| p.marker.is_some());
            // Items below an announcement are told to those it names.
            match para.marker {
                Some(_) if !self.listed.is_empty() => self.lead.clone_from(&self.listed),
                Some(_) => {}
                None if self.counts_off(para.body, para.end) => {}
                None => {
                    self.listed.clear();
                    self.demanded = false;
                }
            }
            let mut quoted = false;
            for (from, end) in self.orders.sentences(para.body, para.end) {
                if !quoted || self.tells_outright(from, end) {
                    self.sentence(from, end);
                }
                for at in from..end {
                    quoted ^= self.orders.mark(at) == b'"';
                }
            }
        }
        (self.tasks, self.goals)
    }

    /// `Ý kiến bạn đọc`, `Bình luận (0)`: what readers of the page say follows.
    fn ends_article(&self, para: &Para) -> bool {
        const ENDS: &[&str] = &[
            "ý kiến bạn đọc",
            "ý kiến của bạn",
            "bình luận",
            "gửi bình luận",
            "gửi ý kiến",
            "để lại bình luận",
            "viết bình luận",
        ];
        const SHORT: usize = 8;
        let o = &self.orders;
        let (from, end) = (para.body, para.end);
        // `Bình luận của chuyên gia` is a heading of the article.
        let alone = |after: usize| {
            after >= end || o.mark(after) != 0 || o.is(after, "của") && o.is(after + 1, "bạn")
        };
        end - from <= SHORT
            && ENDS
                .iter()
                .any(|w| o.words(from, end, w) && alone(from + w.split(' ').count()))
    }

    /// Headings and captions: short, without a full stop.
    fn is_line(&self, para: &Para) -> bool {
        let last = &self.build.text.toks[para.end - 1];
        !closes(last) && last.mark != b'"' && para.end - para.body < 30
    }

    /// `Thời gian hoàn thành trước ngày 20/11/2023.`: when what was just ordered is
    /// due.
    fn states_time(&mut self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        let opens = ["thời gian", "thời hạn", "hạn"]
            .iter()
            .any(|w| o.words(from, end, w));
        if !opens || self.since != Some(0) || end - from > 24 {
            return false;
        }
        let limits = self.build.clock().limits(from, end, true);
        let (Some(limit), Some(last)) = (limits.last(), self.tasks.last_mut()) else {
            return false;
        };
        if last.deadline.is_none() {
            last.deadline = Some(limit.deadline(self.build.text));
        }
        true
    }

    fn sentence(&mut self, from: usize, end: usize) {
        if self.states_time(from, end) {
            return;
        }
        let before = self.tasks.len();
        let mut clause = from;
        self.topic_time(from, end);
        if self.announces && self.demands(from, end) {
            self.lead = Vec::new();
            self.since = Some(0);
            self.concluding = true;
            self.demanded = true;
            return;
        }
        // Addressees may be joined by semicolons.
        let start = self.orders.connective(from, end);
        let units = crate::units::Who::Units;
        let named = self.orders.namer().list(start, end, units);
        let named = match self.orders.opening(start, end) {
            Opening::Order { at, names, .. } if at <= start + 70 => names.end,
            _ => named.map_or(from, |names| names.end),
        };
        for at in from..=end {
            let cut = at == end
                || (self.orders.mark(at) == b';'
                    && at > named
                    && !self.lists_drafts(clause, at)
                    && (self.turns(at + 1, end)
                        || self.dated(at + 1, end)
                        || self.due_apart(clause, at, end)));
            if cut && at > clause {
                self.clause(clause, at, self.tasks.len() > before);
                clause = at + 1;
            }
        }
        self.goal(from, end, self.tasks.len() > before);
        if self.tasks.len() > before {
            self.since = Some(0);
        } else if let Some(since) = &mut self.since {
            *since += u32::from(!self.announces && self.orders.mark(end - 1) != b':');
        }
    }

    /// Takes what is striven for outside tasks. A sentence that names goals is
    /// gone on with by those that only say what level is reached; what was, and an
    /// order, end the list.
    fn goal(&mut self, from: usize, end: usize, task: bool) {
        if task {
            self.aiming = 0;
            return;
        }
        // Without figures there is nothing to strive for.
        let figures = (from..end).any(|at| self.build.text.toks[at].kind == Kind::Number);
        let strives = figures && {
            let o = &self.orders;
            let start = o.connective(from, end);
            let named = o.namer().first(start, end).map(|names| names.end);
            named.is_some_and(|at| self.strives(at, end))
        };
        let said = aims::said(&self.build, from, end, self.aiming > 0 || strives);
        // A sentence without figures does not end the list, two do.
        self.aiming = if said.names || !said.targets.is_empty() {
            2
        } else if said.past {
            0
        } else {
            self.aiming.saturating_sub(1)
        };
        self.goals.extend(said.targets);
    }

    /// `Về một số nhiệm vụ trong quý I năm 2025, …` states a time for what follows,
    /// up to the next topic.
    fn topic_time(&mut self, from: usize, end: usize) {
        let o = &self.orders;
        let topic = o.is(from, "về") || o.words(from, end, "đối với");
        if !topic {
            return;
        }
        let comma = (from..end.min(from + 30)).find(|&at| o.mark(at) == b',');
        self.due = comma.and_then(|comma| {
            let limits = self.build.clock().limits(from, comma, false);
            limits.last().map(|l| l.deadline(self.build.text))
        });
    }

    /// `…; trong quý I, xác định …`: a part that opens with its own time.
    fn dated(&self, at: usize, end: usize) -> bool {
        let limits = self.build.clock().limits(at, end.min(at + 14), false);
        limits.first().is_some_and(|l| {
            l.first == at && self.orders.mark(l.end) == b',' && self.orders.acts(l.end + 1, end)
        })
    }

    /// `các dự thảo: Dự thảo A, trình tháng 11; Dự thảo B, …` is one order.
    fn lists_drafts(&self, clause: usize, at: usize) -> bool {
        let toks = &self.build.text.toks;
        let draft = |i: usize| {
            toks.get(i).is_some_and(|t| t.case == Case::Title)
                && (self.orders.words(i, i + 2, "dự thảo")
                    || self.build.grammar.kinds.at(toks, i, i + 6).is_some())
        };
        draft(at + 1)
            && (clause.max(at.saturating_sub(PIECE))..at)
                .any(|i| self.orders.mark(i) == b':' && draft(i + 1))
    }

    /// Reports whether the parts before and after a semicolon are actions that each
    /// have a time limit.
    fn due_apart(&self, clause: usize, at: usize, end: usize) -> bool {
        let o = &self.orders;
        let next = (at + 1..end.min(at + PIECE))
            .find(|&i| o.mark(i) == b';')
            .unwrap_or(end.min(at + PIECE));
        let timed =
            |from: usize, end: usize| !self.build.clock().limits(from, end, false).is_empty();
        o.acts(o.connective(at + 1, next), next)
            && timed(at + 1, next)
            && timed(clause.max(at.saturating_sub(PIECE)), at)
    }

    /// Reports whether a new order opens after a semicolon.
    fn turns(&self, at: usize, end: usize) -> bool {
        let o = &self.orders;
        let start = o.connective(at, end);
        if o.mark(at) == b'(' && o.mark(at + 2) == b')' {
            return true;
        }
        // `…; chủ trì, phối hợp với B …`: other partners, another order.
        if o.words(start, end, "chủ trì") && o.mark(start + 2) == b',' {
            return true;
        }
        let capital = self
            .build
            .text
            .toks
            .get(start)
            .is_some_and(|t| t.case != Case::Lower && t.kind == Kind::Word);
        match o.opening(start, end) {
            Opening::Order { at, .. } | Opening::Bare { at } => at <= start + 30,
            Opening::Subject { .. } => true,
            Opening::Act => capital,
            Opening::None => false,
        }
    }

    fn clause(&mut self, from: usize, end: usize, inside: bool) {
        let o = &self.orders;
        let start = o.connective(from, end);
        let quoted = self.quotes(from)
            && !self.tells_outright(start, end)
            && self.said_last(start, end).is_none();
        if start >= end || quoted {
            return;
        }
        if let Some(at) = self.consequence(start, end) {
            return self.clause(at, end, inside);
        }
        if self.since.is_some_and(|s| s <= PATIENCE)
            && let Some(names) = self.lower_post(start, end)
        {
            self.lead = names;
            return self.push(start, end);
        }
        let spoken_for = self.since.is_none() && o.words(from, end, "theo đó");
        if (spoken_for || self.since.is_some_and(|s| s <= PATIENCE))
            && let Some(names) = self.instructs(start, end)
        {
            self.lead = names;
            return self.push(start, end);
        }
        if let Some((at, opening)) = self.order(start, end) {
            self.orderer = self.rank(start, at).max(u8::from(at > start));
            return self.ordered(start, at, end, opening);
        }
        self.concluding |= self.concludes(start, end);
        if (self.concluding || self.since.is_some()) && self.counts_off(from, end) {
            self.since = Some(0);
            self.lead.clone_from(&self.listed);
        }
        if self.tells_story(start, end) || self.looks_back(from, end) {
            return;
        }
        let goes_on = inside || self.since.is_some_and(|s| s <= PATIENCE);
        let follows = inside || self.since == Some(0);
        match o.opening(start, end) {
            Opening::Subject { names, modal }
                if goes_on
                    || (modal
                        && (self.since.is_some()
                            || self.assigned(start, names.end)
                            || self.due_office(start, names.end, end)
                            || self.in_charge(names.end, end)))
                    || (self.concluding && self.imperative(names.end, end)) =>
            {
                let costs = o.is(names.end, "cần") && self.needs(names.end + 1);
                let strives = !modal && self.strives(names.end, end);
                if self.tells(names.end, end)
                    || (self.leader(start) && !modal && !self.demanded)
                    || costs
                    || strives
                {
                    return;
                }
                self.lead = names.names;
                self.push(start, end);
            }
            Opening::Act if goes_on && !self.was(start, end) => {
                if !follows && !self.strong(start, end) {
                    self.lead = Vec::new();
                }
                self.push(start, end);
            }
            Opening::None if goes_on && !self.was(start, end) => {
                // `Về phát triển kinh tế số, cần ban hành …`
                if let Some((at, names)) = self.obliged(start, end) {
                    self.lead = names;
                    self.push(at, end);
                } else if let Some(at) = self.duty(start, end) {
                    self.lead = Vec::new();
                    self.push(at, end);
                } else if let Some(names) = self.then_does(start, end) {
                    self.lead = names;
                    self.push(start, end);
                } else if follows && self.must(start, end) || self.sent_by(start, end) {
                    self.lead = Vec::new();
                    self.push(start, end);
                }
            }
            _ => {}
        }
    }

    fn ordered(&mut self, start: usize, at: usize, end: usize, opening: Opening) {
        match opening {
            Opening::Order { names, .. } => self.lead = names.names,
            // `Yêu cầu hoàn thành trước …`, right after an order to somebody.
            _ if at == start && self.since == Some(0) => {}
            _ => self.lead = self.topic(start, at),
        }
        let joined = at > start + 8 && self.orders.is(at - 1, "và");
        let from = if joined {
            at
        } else if at > start + 24 || 5 * (at - start) > 2 * (end - start) {
            // What stands before the order is long: the order alone is the task.
            self.clause_start(start, at)
        } else {
            start
        };
        self.push(from, end);
    }

    fn push(&mut self, from: usize, end: usize) {
        // What announces items is not an item.
        let next = self.build.text.toks.get(end);
        let colon = next.is_some_and(|t| t.mark == b':' && t.gap < Gap::Line)
            || self.orders.mark(end - 1) == b':';
        if colon {
            self.since = Some(0);
            self.listed.clone_from(&self.lead);
            return;
        }
        let draft = Draft {
            from,
            end,
            lead: self.lead.clone(),
            inherited: self.due.clone(),
            ..Draft::default()
        };
        if let Some(task) = self.build.task(draft) {
            self.tasks.push(task);
        }
    }
}
