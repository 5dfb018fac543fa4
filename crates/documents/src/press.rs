//! Tasks in reports of the press: running text in which orders, facts and
//! quotations alternate.
//!
//! A sentence counts when it tells somebody (`Chủ tịch yêu cầu Sở Nội vụ …`),
//! when it goes on an order just given (`Đồng thời, rà soát …`, `Bộ Xây dựng sớm
//! …`), or when it lays a duty on somebody.

use crate::aims;
use crate::build::{Builder, Draft};
use crate::grammar::{Act, Head};
use crate::layout::{Para, closes};
use crate::orders::{Opening, Orders};
use crate::reading::{Deadline, Target, Task};
use crate::text::{Case, Gap, Kind};

/// Sentences of fact after which an order is no longer gone on with.
const PATIENCE: u32 = 2;
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
        for (i, para) in paras.iter().enumerate() {
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

    /// `… Phó Thủ tướng yêu cầu:`, and items follow.
    fn demands(&self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        let last = end.saturating_sub(1);
        o.mark(last) == b':'
            && (from + 1..last).rev().take(2).any(|at| {
                (matches!(o.act(at, end), Some((Act::Order, after)) if after == last)
                    || o.words(at, last, "chỉ đạo") && at + 2 == last)
                    && self.orderer(from, at)
            })
    }

    /// Takes what is striven for outside tasks. A sentence that names goals is
    /// gone on with by those that only say what level is reached; what was, and an
    /// order, end the list.
    fn goal(&mut self, from: usize, end: usize, task: bool) {
        if task {
            self.aiming = 0;
            return;
        }
        let o = &self.orders;
        let start = o.connective(from, end);
        let named = o.namer().first(start, end).map(|names| names.end);
        let strives = named.is_some_and(|at| self.strives(at, end));
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
                if self.tells(start, names.end, end)
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
                if let Some(at) = self.duty(start, end) {
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

    /// `Thời gian không còn nhiều, do vậy, các ban … khẩn trương …`: where what
    /// follows from a statement opens, when the statement itself orders nothing.
    fn consequence(&self, start: usize, end: usize) -> Option<usize> {
        const SO: &[&str] = &["do vậy", "vì vậy", "do đó", "vì thế", "bởi vậy"];
        let o = &self.orders;
        let at = (start + 2..end.min(start + 60))
            .find(|&at| o.mark(at - 1) == b',' && SO.iter().any(|w| o.words(at, end, w)))?;
        let next = at + 2 + usize::from(o.mark(at + 2) == b',');
        let orders = |from: usize, end: usize| {
            (from..end)
                .any(|i| matches!(o.act(i, end), Some((Act::Order, _))) && o.is_order(i, end))
        };
        let told = matches!(
            o.opening(next, end),
            Opening::Subject { .. } | Opening::Order { .. }
        );
        (told && !orders(start, at)).then_some(next)
    }

    /// `Trước đó, ngày 22/10, Thủ tướng ban hành Công điện …`: what came before.
    fn looks_back(&self, from: usize, end: usize) -> bool {
        const DONE: &[&str] = &[
            "ban hành",
            "ký",
            "có văn bản",
            "có công văn",
            "tổ chức",
            "họp",
        ];
        let o = &self.orders;
        let back = ["trước đó", "mới đây", "vừa qua", "cùng ngày", "sáng nay"]
            .iter()
            .any(|w| o.words(from, end, w));
        back && (from..end.min(from + 24)).any(|at| DONE.iter().any(|w| o.words(at, end, w)))
    }

    /// `Nhiều ý kiến cho rằng, cần …`, `bà H. cho biết …`: somebody's view.
    fn tells_story(&self, start: usize, end: usize) -> bool {
        const VIEWS: &[&str] = &[
            "cho biết",
            "cho hay",
            "cho rằng",
            "chia sẻ",
            "bày tỏ",
            "kỳ vọng",
            "mong muốn",
            "theo thống kê",
            "được biết",
            "nhận định",
        ];
        let o = &self.orders;
        let says =
            (start + 1..end.min(start + 24)).find(|&i| VIEWS.iter().any(|w| o.words(i, end, w)));
        // `chia sẻ dữ liệu` is done, and not said, where it opens the action.
        says.is_some_and(|at| o.mark(at + 2) == b',' || !o.is(at, "chia"))
            && !matches!(
                o.opening(start, end),
                Opening::Subject { modal: true, .. } | Opening::Act
            )
    }

    /// `UBND 3 huyện phải bổ sung nhân lực … trước 30/4`: an office, a duty and a
    /// time limit, with no order before.
    fn due_office(&self, start: usize, at: usize, end: usize) -> bool {
        let office = self.orders.namer().head(start, end).is_some();
        office && !self.was(start, end) && !self.build.clock().limits(at, end, false).is_empty()
    }

    /// `Sở A có nhiệm vụ cấp mới …`
    fn in_charge(&self, at: usize, end: usize) -> bool {
        let o = &self.orders;
        (o.words(at, end, "có nhiệm vụ") || o.words(at, end, "có trách nhiệm"))
            && o.acts(at + 3, end)
    }

    /// `Tỉnh xác định mỗi xã có ít nhất một …`, `Thành phố phấn đấu …`: what one
    /// strives for oneself.
    fn strives(&self, at: usize, end: usize) -> bool {
        [
            "xác định",
            "phấn đấu",
            "đặt mục tiêu",
            "hướng tới",
            "kỳ vọng",
            "dự kiến",
        ]
        .iter()
        .any(|w| self.orders.words(at, end, w))
    }

    /// How high the one named between two tokens stands: the Party's and the
    /// State's head, the Government's, a minister.
    fn rank(&self, start: usize, at: usize) -> u8 {
        let o = &self.orders;
        let named = |words: &[&str]| (start..at).any(|i| words.iter().any(|w| o.words(i, at, w)));
        if named(&["tổng bí thư", "chủ tịch nước"]) {
            3
        } else if named(&["thủ tướng"]) {
            2
        } else {
            0
        }
    }

    /// `Thủ tướng Chính phủ chỉ đạo …` after orders of the Party's head: he is
    /// told to instruct others.
    fn lower_post(&self, start: usize, end: usize) -> Option<Vec<String>> {
        let o = &self.orders;
        let names = o.namer().list(start, end, crate::units::Who::Units)?;
        let mut at = names.end;
        if o.words(at, end, "theo") {
            at = (at..end.min(at + 10)).find(|&i| o.mark(i) == b',')? + 1;
        }
        let low = self.rank(start, names.end);
        (o.words(at, end, "chỉ đạo") && low > 0 && low < self.orderer).then_some(names.names)
    }

    /// `Bộ Giao thông vận tải chỉ đạo các nhà thầu …` among orders: an office that
    /// is told to instruct others.
    fn instructs(&self, start: usize, end: usize) -> Option<Vec<String>> {
        let o = &self.orders;
        if self.leader(start) {
            return None;
        }
        let office = match o.namer().head(start, end) {
            Some((Head::Unit, _)) => true,
            Some((Head::Post, _)) => self.rank(start, start + 4) == 0 && !self.listed.is_empty(),
            _ => false,
        };
        let names = o
            .namer()
            .list(start, end, crate::units::Who::Units)
            .filter(|_| office)?;
        let does = o.words(names.end, end, "chỉ đạo") && !self.was(start, end);
        does.then_some(names.names)
    }

    /// Words with which a report comes to the conclusions of a meeting.
    fn concludes(&self, start: usize, end: usize) -> bool {
        const WORDS: &[&str] = &[
            "kết luận",
            "phát biểu chỉ đạo",
            "nhiệm vụ trọng tâm",
            "nhóm nhiệm vụ",
            "nhiệm vụ, giải pháp",
            "thời gian tới",
            "yêu cầu",
        ];
        let toks = &self.build.text.toks;
        (start..end).any(|at| {
            toks[at].kind == Kind::Word && WORDS.iter().any(|w| self.orders.words(at, end, w))
        })
    }

    /// `Một là, …`, `Thứ hai, …`
    fn counts_off(&self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        let ordinal = o.is(from, "thứ") && o.mark(from + 2) == b',';
        (o.is(from + 1, "là") && o.mark(from + 2) == b',' && from + 3 < end) || ordinal
    }

    /// Reports whether what follows a unit's name is said of what is to come: a
    /// manner of doing, a duty or a time limit, and nothing done.
    fn imperative(&self, at: usize, end: usize) -> bool {
        let o = &self.orders;
        let manner = (at..end.min(at + 3))
            .any(|i| matches!(o.act(i, end), Some((Act::Adverb | Act::Modal, _))));
        let due = || !self.build.clock().limits(at, end, false).is_empty();
        !self.was(at, end) && (manner || due())
    }

    fn strong(&self, start: usize, end: usize) -> bool {
        matches!(self.orders.act(start, end), Some((Act::Adverb, _)))
    }

    /// `Việc triển khai phải có trọng tâm …`: a duty laid on a thing, right after
    /// an order.
    fn must(&self, start: usize, end: usize) -> bool {
        let o = &self.orders;
        (start + 1..end.min(start + 14)).any(|at| {
            (o.is(at, "phải") || o.is(at, "cần"))
                && !(start..at).any(|i| o.is(i, "là") || o.words(i, at, "không chỉ"))
                && !o.is(at - 1, "không")
                && !o.is(at - 1, "chưa")
                && !o.is(at + 1, "nói")
                && !o.is(at + 1, "thiết")
                && !self.needs(at + 1)
        })
    }

    /// `cần khoảng 100.000 tỷ đồng` says what something costs.
    fn needs(&self, at: usize) -> bool {
        const ABOUT: &[&str] = &["khoảng", "hơn", "trên", "gần", "tới", "số", "tổng", "ít"];
        let toks = &self.build.text.toks;
        toks.get(at).is_some_and(|t| t.kind == Kind::Number)
            || ABOUT.iter().any(|w| self.orders.is(at, w))
    }

    /// `Danh sách gửi về Sở Xây dựng trước ngày …`: a thing that must be somewhere
    /// by a time.
    fn sent_by(&self, start: usize, end: usize) -> bool {
        let o = &self.orders;
        // `chương trình`, `quá trình` submit nothing.
        let noun = |at: usize| {
            ["chương", "quá", "công", "quy", "lộ", "tờ", "lập"]
                .iter()
                .any(|w| o.is(at - 1, w))
        };
        let sent = (start + 1..end.min(start + 14)).find(|&at| {
            ["gửi về", "gửi", "báo cáo về", "hoàn thành", "trình"]
                .iter()
                .any(|w| o.words(at, end, w) && !(o.is(at, "trình") && noun(at)))
                || (o.words(start, end, "kết quả") && o.words(at, end, "báo cáo"))
        });
        sent.is_some_and(|at| !self.build.clock().limits(at, end, false).is_empty())
    }

    /// `Các thành viên khi nhận được … thì khẩn trương …`: a condition, and what is
    /// then to be done. Returns who is to do it.
    fn then_does(&self, start: usize, end: usize) -> Option<Vec<String>> {
        let o = &self.orders;
        let then = (start + 2..end.min(start + 60)).find(|&at| o.is(at, "thì"))?;
        let urged = matches!(o.act(then + 1, end), Some((Act::Adverb | Act::Modal, _)));
        let whole = !(start..then).any(|at| o.mark(at) == b';');
        if !urged || !whole {
            return None;
        }
        let names = o.namer().list(start, then, crate::units::Who::Units);
        Some(names.map(|n| n.names).unwrap_or_default())
    }

    /// `, cần …` and `, phải …` after an adjunct.
    fn duty(&self, start: usize, end: usize) -> Option<usize> {
        let o = &self.orders;
        (start + 1..end.min(start + 40)).find(|&at| {
            o.mark(at - 1) == b',' && matches!(o.act(at, end), Some((Act::Modal, after)) if o.acts(after, end) || matches!(o.act(after, end), Some((Act::Weak, _))))
        })
    }

    /// Quoted words count only when they tell a unit by name: `“Đề nghị các sở …”`,
    /// `“Các bộ, ngành phải …”`.
    fn tells_outright(&self, from: usize, end: usize) -> bool {
        match self.orders.opening(from, end) {
            Opening::Order { at, .. } => at == from,
            Opening::Subject { modal, .. } => modal && !self.was(from, end),
            Opening::Bare { .. } | Opening::Act | Opening::None => false,
        }
    }

    /// `Công an thành phố được giao …` reports an order, whatever came before.
    fn assigned(&self, start: usize, end: usize) -> bool {
        let o = &self.orders;
        (start..end).any(|i| o.words(i, end, "được giao") || o.words(i, end, "được yêu cầu"))
    }

    /// A sentence that opens with a quotation mark is somebody's words.
    fn quotes(&self, from: usize) -> bool {
        self.orders.mark(from) == b'"'
    }

    /// Finds the order word of a clause.
    fn order(&self, start: usize, end: usize) -> Option<(usize, Opening)> {
        self.order_word(start, end)
            .or_else(|| self.said(start, end))
            .or_else(|| self.said_last(start, end))
    }

    /// `Thủ tướng nhấn mạnh, các bộ phải …`
    fn said(&self, start: usize, end: usize) -> Option<(usize, Opening)> {
        let o = &self.orders;
        let says = |at: usize| {
            ["nhấn mạnh", "lưu ý", "quán triệt", "nêu rõ", "chỉ rõ"]
                .iter()
                .any(|w| o.words(at, end, w))
        };
        let at = (start..end.min(start + 30))
            .find(|&at| says(at) && (self.orderer(start, at) || self.written(start, at)))?;
        let written = self.written(start, at);
        let mut next = at + 2;
        while matches!(o.mark(next), b',' | b':') || ["rằng", "việc"].iter().any(|w| o.is(next, w))
        {
            next += 1;
        }
        // `… nhấn mạnh, chống ngập là việc cấp bách, các sở phải …`
        let told = |at: usize| matches!(o.opening(at, end), Opening::Subject { modal: true, .. });
        if !told(next) {
            let later = (next + 1..end.min(next + 30))
                .find(|&i| o.mark(i - 1) == b',' && o.namer().head(i, end).is_some() && told(i));
            next = later.unwrap_or(next);
        }
        let far = next > at + 12;
        match o.opening(next, end) {
            Opening::Subject { names, modal }
                if !self.leader(next) && (modal || written && !self.was(next, end)) =>
            {
                Some((
                    if far { next } else { at },
                    Opening::Order {
                        at,
                        act: names.end,
                        names,
                    },
                ))
            }
            Opening::Act if matches!(o.act(next, end), Some((Act::Modal, _))) => {
                Some((at, Opening::Bare { at }))
            }
            _ => None,
        }
    }

    /// `Công văn nêu rõ, …`: the document that was just spoken of says it.
    fn written(&self, start: usize, at: usize) -> bool {
        const ORDERING: &[&str] = &[
            "công văn",
            "văn bản",
            "công điện",
            "chỉ thị",
            "thông báo",
            "kết luận",
            "nghị quyết",
        ];
        at < start + 9 && ORDERING.iter().any(|w| self.orders.words(start, at, w))
    }

    /// `… phải xong trước 30/6, Chủ tịch yêu cầu.`
    fn said_last(&self, start: usize, end: usize) -> Option<(usize, Opening)> {
        let o = &self.orders;
        let last = (start..end).rev().take(4).find(|&at| {
            let directs = o.words(at, end, "chỉ đạo").then_some(at + 2);
            let after = match o.act(at, end) {
                Some((Act::Order, after)) => Some(after),
                _ => directs,
            };
            after.is_some_and(|after| after + 1 >= end || closes(&self.build.text.toks[after]))
        })?;
        let comma = (start..last)
            .rev()
            .take(20)
            .find(|&i| o.mark(i) == b',' || o.mark(i) == b'"')?;
        if !self.orderer(comma, last) {
            return None;
        }
        match o.opening(start, comma) {
            Opening::Subject { names, .. } => Some((
                start,
                Opening::Order {
                    at: start,
                    act: names.end,
                    names,
                },
            )),
            Opening::Act => Some((start, Opening::Bare { at: start })),
            _ => None,
        }
    }

    fn order_word(&self, start: usize, end: usize) -> Option<(usize, Opening)> {
        let o = &self.orders;
        (start..end).find_map(|at| {
            let act = o.act(at, end)?;
            let order = act.0 == Act::Order && o.is_order(at, end);
            let directs = (o.words(at, end, "chỉ đạo") || o.words(at, end, "chỉ thị"))
                && at > start
                && !self.demanded
                && self.orderer(start, at);
            let directs = directs && !self.acts_before(start, at, end);
            if !(order || directs) || self.reported(start, at) {
                return None;
            }
            if let Some(told) = self.written_to(start, at, end) {
                return Some((at, told));
            }
            match o.opening(at, end) {
                Opening::None | Opening::Act if directs => {
                    if self.directs_how(start, at, end) {
                        return Some((at, Opening::Bare { at }));
                    }
                    let names = o.namer().list(at + 2, end, crate::units::Who::Units)?;
                    let act = names.end;
                    o.acts(act, end)
                        .then_some((at, Opening::Order { at, names, act }))
                }
                opening @ Opening::Order { .. } => {
                    self.has_action(&opening, end).then_some((at, opening))
                }
                opening @ Opening::Bare { .. } => {
                    let near = (at == start && self.since.is_some_and(|s| s <= PATIENCE))
                        || self.orderer(at.saturating_sub(9).max(start), at)
                        || (at > start && o.is(at - 1, "và") && self.orderer(start, at));
                    (near && !self.was(start, at)).then_some((at, opening))
                }
                _ => None,
            }
        })
    }

    /// `… có công văn gửi các đơn vị đề nghị chậm nhất ngày 25/12 phải báo cáo …`:
    /// who is told stands before the order word.
    fn written_to(&self, start: usize, at: usize, end: usize) -> Option<Opening> {
        let o = &self.orders;
        let sent = (start..at)
            .rev()
            .take(LOOK_BACK)
            .find(|&i| o.is(i, "gửi"))?;
        let first = sent + 1 + usize::from(o.is(sent + 1, "tới") || o.is(sent + 1, "đến"));
        let names = o.namer().list(first, at, crate::units::Who::Anybody)?;
        let (_, mut act) = o.act(at, end)?;
        let limits = self.build.clock().limits(act, end.min(act + 12), false);
        if let Some(limit) = limits.first().filter(|l| l.first == act) {
            act = limit.end;
        }
        let comma = usize::from(o.mark(names.end) == b',');
        (names.end + comma == at && o.acts(act, end)).then_some(Opening::Order { at, names, act })
    }

    /// `Công an tỉnh phối hợp với Sở A chỉ đạo …`: the one named does something else
    /// first, and instructs in doing it.
    fn acts_before(&self, start: usize, at: usize, end: usize) -> bool {
        match self.orders.opening(start, end) {
            Opening::Subject { names, .. } => {
                names.end + 1 < at
                    && matches!(
                        self.orders.act(names.end, end),
                        Some((Act::Verb | Act::Adverb, _))
                    )
            }
            _ => false,
        }
    }

    /// `Chủ tịch Nguyễn Văn A chỉ đạo khẩn trương …`: a person by name, and how it
    /// is to be done. `Ban Chỉ đạo` is a name.
    fn directs_how(&self, start: usize, at: usize, end: usize) -> bool {
        let toks = &self.build.text.toks;
        let named = toks[at - 1].case == Case::Title && toks[at].case == Case::Lower;
        let next = self.orders.act(at + 2, end).map(|(act, _)| act);
        // `Thủ tướng chỉ đạo thành lập …`: the holder of a high post acts by ordering.
        let leader = at >= start + 2 && at <= start + 16 && self.leader(start);
        let weighs =
            leader && self.orders.words(at + 2, end, "căn cứ") && toks[at].case == Case::Lower;
        if weighs && !self.was(start, at) {
            return true;
        }
        ((named && next == Some(Act::Adverb))
            || (leader && matches!(next, Some(Act::Adverb | Act::Verb))))
            && toks[at].case == Case::Lower
            && !self.was(start, at)
    }

    /// An order needs something to be done: `giao nhiệm vụ cho 17 sở với 84 đầu
    /// việc` reports that orders were given.
    fn has_action(&self, opening: &Opening, end: usize) -> bool {
        let Opening::Order { act, .. } = opening else {
            return true;
        };
        (*act..end.min(act + 16)).any(|at| {
            // `… lưu ý các địa phương không thu …`
            self.orders.acts(at, end) || (at == *act && self.orders.is(at, "không"))
        })
    }

    fn orderer(&self, start: usize, at: usize) -> bool {
        (start.max(at.saturating_sub(LOOK_BACK))..at).any(|i| {
            matches!(
                self.orders.namer().head(i, at),
                Some((Head::Post | Head::Unit, _))
            )
        })
    }

    /// `theo báo cáo của … đề nghị`, `… được giao`: not the speaker's order.
    fn reported(&self, start: usize, at: usize) -> bool {
        let o = &self.orders;
        (start.max(at.saturating_sub(LOOK_BACK))..at).any(|i| {
            o.words(i, at, "đồng ý với")
                || o.words(i, at, "theo quy định")
                || o.words(i, at, "quy định")
        })
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

    /// `Đối với Bộ Xây dựng, Phó Thủ tướng yêu cầu …`: the one spoken of.
    fn topic(&self, start: usize, at: usize) -> Vec<String> {
        let o = &self.orders;
        let spoken = if o.words(start, at, "đối với") {
            o.namer().first(start + 2, at)
        } else if o.is(start, "với") {
            o.namer().first(start + 1, at)
        } else {
            // `Riêng các bộ A, B, Thủ tướng yêu cầu …`: the orderer is not meant.
            let mut names = o.namer().list(start, at, crate::units::Who::Units);
            if let Some(all) = names.as_mut()
                && all.end == at
                && start > 0
                && o.is(start - 1, "riêng")
            {
                all.names.pop();
                return std::mem::take(&mut all.names);
            }
            names
        };
        spoken
            .filter(|n| o.mark(n.end) == b',' && n.end + 1 < at)
            .map(|n| n.names)
            .unwrap_or_default()
    }

    /// Returns where the orderer's name opens, or the order word itself.
    fn clause_start(&self, start: usize, at: usize) -> usize {
        let comma = (start..at)
            .rev()
            .find(|&i| matches!(self.orders.mark(i), b',' | b':' | b'.'))
            .map_or(at, |i| i + 1);
        if at - comma <= 12 { comma } else { at }
    }

    fn tells(&self, _start: usize, names_end: usize, end: usize) -> bool {
        matches!(self.orders.act(names_end, end), Some((Act::Fact, _)))
    }

    /// Reports whether the one who orders is himself the subject.
    fn leader(&self, start: usize) -> bool {
        [
            "thủ tướng",
            "phó thủ tướng",
            "tổng bí thư",
            "chủ tịch nước",
            "chủ tịch quốc hội",
            "bí thư thành ủy",
            "bí thư tỉnh ủy",
            "chủ tịch ubnd tp",
            "chủ tịch ubnd thành phố",
            "chủ tịch ubnd tỉnh",
            "chủ tịch tp",
        ]
        .iter()
        .any(|who| self.orders.words(start, start + 6, who))
    }

    /// Reports whether the words tell what was or will be.
    fn was(&self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        (from..end.min(from + 14)).any(|i| {
            match self.build.text.fold(&self.build.text.toks[i]) {
                "đã" | "đang" | "vừa" | "biết" => true,
                // `Đến nay, … chưa trình …`
                "nay" => i > from && o.is(i - 1, "đến") && !(i > from + 1 && o.is(i - 2, "nay")),
                // `từng thành viên` is each of them.
                "từng" => o.acts(i + 1, end),
                _ => false,
            }
        })
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
