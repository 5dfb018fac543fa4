//! Tasks, targets and headings of an official document.
//!
//! The paragraphs are walked once. Headings, unit headings and lead-ins open a
//! level that holds until a paragraph of the same or an outer level; what they
//! say (who leads, by when, whether orders stand below) passes to the items.

use crate::build::{Builder, Draft};
use crate::grammar::{Act, Label, Zone};
use crate::layout::{Para, closes};
use crate::marker::Rank;
use crate::orders::{Opening, Orders};
use crate::reading::{Deadline, Section, Target, Task};
use crate::targets;
use crate::text::{Case, Kind};
use crate::units::Who;

/// How far the part after a semicolon is looked into, in tokens.
const PIECE: usize = 400;

/// What was found in the body.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) tasks: Vec<Task>,
    pub(crate) targets: Vec<Target>,
    pub(crate) sections: Vec<(Section, Rank)>,
}

impl Found {
    /// Adds what was found in an attached document.
    pub(crate) fn extend(&mut self, more: Self) {
        self.tasks.extend(more.tasks);
        self.targets.extend(more.targets);
        self.sections.extend(more.sections);
    }
}

/// An open level.
#[derive(Debug, Clone)]
struct Level {
    rank: Option<Rank>,
    zone: Zone,
    lead: Vec<String>,
    coordinate: Vec<String>,
    deadline: Option<Deadline>,
}

/// Walks a document.
pub(crate) struct Walker<'t, 'a> {
    build: Builder<'t, 'a>,
    orders: Orders<'t, 'a>,
    paras: &'t [Para],
    levels: Vec<Level>,
    /// Orders have been announced, or the document is a plan.
    base: Zone,
    announced: bool,
    /// The first task that the next label lines speak of.
    block: usize,
    /// A heading that may turn out to be the task of its label lines.
    heading: Option<(usize, usize)>,
    /// The tasks of the block have their labels: the next task opens a new one.
    labelled: bool,
    /// Paragraphs before this one belong to a sentence already read.
    passed: usize,
    found: Found,
}

impl<'t, 'a> Walker<'t, 'a> {
    /// `plan`: orders stand below headings without being announced.
    pub(crate) fn new(build: Builder<'t, 'a>, paras: &'t [Para], plan: bool) -> Self {
        Self {
            orders: build.orders(),
            build,
            paras,
            levels: Vec::new(),
            base: if plan { Zone::Orders } else { Zone::Skip },
            announced: false,
            block: 0,
            heading: None,
            labelled: false,
            passed: 0,
            found: Found::default(),
        }
    }

    /// Walks all paragraphs.
    pub(crate) fn walk(mut self) -> Found {
        for i in 0..self.paras.len() {
            self.para(i);
        }
        self.found
    }

    fn tok(&self, at: usize) -> &crate::text::Tok {
        &self.build.text.toks[at]
    }

    fn zone(&self) -> Zone {
        self.levels.last().map_or(self.base, |l| l.zone)
    }

    fn deeper_follows(&self, i: usize) -> bool {
        let rank = self.paras[i].marker.map(|m| m.rank);
        match (self.paras.get(i + 1).and_then(|p| p.marker), rank) {
            (Some(next), Some(rank)) => next.rank > rank,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    fn para(&mut self, i: usize) {
        let para = self.paras[i];
        if para.body >= para.end || i < self.passed {
            return;
        }
        if let Some(marker) = para.marker {
            let outer = self
                .levels
                .iter()
                .position(|l| l.rank.is_some_and(|r| r >= marker.rank));
            self.levels.truncate(outer.unwrap_or(self.levels.len()));
        }
        if self.label_line(para.body, para.end) {
            return;
        }
        let deeper = self.deeper_follows(i);
        if self.unit_heading(&para, i, deeper)
            || self.lead_in(&para, i, deeper)
            || self.heading(&para, i, deeper)
        {
            return;
        }
        if para.marker.is_none() {
            return self.running(i, &para);
        }
        let named = || {
            matches!(
                self.orders.opening(para.body, para.end),
                Opening::Order { .. } | Opening::Subject { .. }
            )
        };
        match self.zone() {
            // Before anything is announced, an item that tells somebody is a task.
            Zone::Skip if self.levels.is_empty() && named() => self.item(&para),
            Zone::Skip => self.goals(&para, false),
            Zone::Goals => self.goals(&para, true),
            Zone::Named if !named() => {}
            Zone::Orders | Zone::Named => self.item(&para),
        }
    }

    fn open(
        &mut self,
        rank: Option<Rank>,
        zone: Zone,
        lead: Vec<String>,
        coordinate: Vec<String>,
        deadline: Option<Deadline>,
    ) {
        if rank.is_none() {
            self.levels
                .retain(|l| l.rank.is_some_and(|r| r < Rank::Number));
        }
        self.levels.push(Level {
            rank,
            zone,
            lead,
            coordinate,
            deadline,
        });
    }

    fn section(&mut self, para: &Para, end: usize) {
        let own_line = !para.inline;
        let Some(marker) = para.marker.filter(|m| own_line && !m.is_dash()) else {
            return;
        };
        let (first, last) = (self.tok(para.first), self.tok(end - 1));
        // A heading is shown by its first line.
        let section = Section {
            start: first.start as usize,
            end: last.end as usize,
            text: self.build.text.slice(first, last).to_owned(),
            level: 1,
        };
        self.found.sections.push((section, marker.rank));
    }

    /// `2. Sở Tài chính:`, `Đối với các sở, ngành:`, `Đề nghị Bộ Xây dựng:`
    fn unit_heading(&mut self, para: &Para, i: usize, deeper: bool) -> bool {
        let (from, mut end) = (para.body, para.end);
        let colon = self.tok(end - 1).mark == b':';
        while end > from && matches!(self.tok(end - 1).mark, b':' | b'.' | b';') {
            end -= 1;
        }
        let stopped = end < para.end && !colon && self.tok(end).mark == b';';
        if end == from || stopped || end - from > 90 {
            return false;
        }
        let mut start = from;
        for prefix in [
            "đối với",
            "về phía",
            "giao",
            "đề nghị",
            "yêu cầu",
            "trách nhiệm của",
            "trách nhiệm chung của",
            "nhiệm vụ của",
            "chỉ đạo",
            "phân công",
        ] {
            if self.orders.words(from, end, prefix) {
                start = from + prefix.split(' ').count();
                break;
            }
        }
        if para.marker.is_none() && start == from && !colon {
            return false;
        }
        let told = start > from;
        let Some(names) =
            self.orders
                .namer()
                .list(start, end, if told { Who::Anybody } else { Who::Units })
        else {
            return false;
        };
        let mut rest = names.end;
        if rest < end && self.orders.mark(rest) == b'(' {
            rest = (rest..end)
                .find(|&k| self.orders.mark(k) == b')')
                .map_or(rest, |k| k + 1);
        }
        let mut names = names;
        if rest < end && self.relative(names.end, end, colon) {
            let last = names.names.len() - 1;
            let head = (start..names.end)
                .rev()
                .find(|&at| at == start || matches!(self.orders.mark(at - 1), b',' | b';'));
            let from = head.unwrap_or(start);
            rest = end;
            let stop = (names.end..end)
                .find(|&k| self.orders.mark(k) == b'(')
                .unwrap_or(end);
            names.names[last] =
                crate::header::one_line(self.build.text.slice(self.tok(from), self.tok(stop - 1)));
        }
        let whole = rest >= end;
        let follows = deeper
            || self
                .paras
                .get(i + 1)
                .is_some_and(|p| p.marker.is_none() || colon);
        if !whole || !follows {
            return false;
        }
        if self.zone() == Zone::Skip && self.levels.last().is_some() {
            // A unit heading among assessments is not an addressee.
            return false;
        }
        self.section(para, para.end);
        let deadline = self.levels.last().and_then(|l| l.deadline.clone());
        self.open(
            para.marker.map(|m| m.rank),
            Zone::Orders,
            names.names,
            Vec::new(),
            deadline,
        );
        self.block = self.found.tasks.len();
        self.heading = None;
        true
    }

    /// Reports whether what follows a name in a heading says which ones are
    /// meant: `Các chủ rừng là tổ chức`, `các đơn vị được giao làm bên mời thầu:`.
    fn relative(&self, at: usize, end: usize, colon: bool) -> bool {
        let o = &self.orders;
        // What stands in brackets only explains.
        let end = (at..end).find(|&k| o.mark(k) == b'(').unwrap_or(end);
        let opens = [
            "là tổ chức",
            "là cá nhân",
            "là doanh nghiệp",
            "có dự án",
            "có liên quan",
        ]
        .iter()
        .any(|w| o.words(at, end, w));
        let lists = (at..end).any(|i| {
            ["sau", "nội dung", "nhiệm vụ sau", "gồm", "phải", "cần"]
                .iter()
                .any(|w| o.words(i, end, w))
                || matches!(
                    o.act(i, end),
                    Some((Act::Order | Act::Adverb | Act::Modal, _))
                )
        });
        let said = (at.saturating_sub(6)..end)
            .any(|i| o.is(i, "được") || o.is(i, "có") || o.words(i, end, "đăng ký đầu tư"));
        // `đơn vị quản lý vận hành nhà chung cư`, a heading without a colon.
        let working = at > 1
            && end - at < 12
            && matches!(
                (
                    self.build.text.fold(self.tok(at - 2)),
                    self.build.text.fold(self.tok(at - 1))
                ),
                ("đơn", "vị")
                    | ("cơ", "quan")
                    | ("doanh", "nghiệp")
                    | ("tổ", "chức")
                    | ("cơ", "sở")
                    | ("chủ", "trì")
                    | ("đầu", "mối")
            )
            && [
                "quản lý",
                "vận hành",
                "thi công",
                "tư vấn",
                "giám sát",
                "cung cấp",
                "sử dụng",
                "khai thác",
                "kinh doanh",
                "sản xuất",
                "thẩm định",
                "thiết kế",
                "hoạt động",
                "giải quyết",
                "tham mưu",
            ]
            .iter()
            .any(|w| o.words(at, end, w))
            && !(at..end).any(|i| matches!(o.mark(i), b';' | b'.'));
        opens || (working && !lists) || (colon && said && !lists && end - at < 24)
    }

    /// A paragraph that ends with a colon and announces items.
    fn lead_in(&mut self, para: &Para, i: usize, deeper: bool) -> bool {
        let (from, end) = (para.body, para.end);
        if self.tok(end - 1).mark != b':' {
            return false;
        }
        let next = self.paras.get(i + 1);
        let listed = next.is_some_and(|n| n.marker.is_some()) && (deeper || para.marker.is_none());
        let content = next.is_some_and(|n| n.marker.is_none());
        if !listed && !content {
            return false;
        }
        let order = self.announces(from, end);
        if para.marker.is_none() && !order && !self.announced {
            return false;
        }
        if para.marker.is_some() && matches!(self.zone(), Zone::Skip | Zone::Goals) && !order {
            // Headings such as `1. Về tình hình …:` keep their zone.
            return self.heading(para, i, true);
        }
        if self.lists_things(i) {
            self.item(para);
            let rank = next.and_then(|n| n.marker).map(|m| m.rank);
            let items = self.paras[i + 1..].iter();
            self.passed = i
                + 1
                + items
                    .take_while(|p| p.marker.map(|m| m.rank) == rank)
                    .count();
            return true;
        }
        // Items that are things, not actions, belong to the sentence itself.
        if para.marker.is_some() && !order && !next.is_some_and(|n| self.is_action(n)) {
            return false;
        }
        let parent = self.levels.last().cloned();
        let (mut lead, coordinate) = self.who(from, end, para.marker.is_some());
        let inherited = parent.as_ref().map(|p| p.lead.clone()).unwrap_or_default();
        if lead.is_empty() {
            lead = inherited;
        }
        // Only what stands after the order word says when its items are due, and
        // a bare year there names the plan.
        let ordered = self.order_word(from, end);
        let deadline = ordered.and_then(|at| {
            self.build
                .clock()
                .limits(at, end, false)
                .last()
                .map(|l| l.deadline(self.build.text))
        });
        let deadline = deadline.filter(|d| match &d.iso {
            Some(iso) => iso.len() > 4,
            None => d.kind != crate::reading::DeadlineKind::Period,
        });
        let deadline = deadline.or_else(|| parent.and_then(|p| p.deadline));
        if order {
            self.announced = true;
        }
        let rank = para.marker.map(|m| m.rank);
        if rank.is_none() {
            self.levels.retain(|l| {
                l.rank
                    .is_some_and(|r| next.and_then(|n| n.marker).is_some_and(|m| r < m.rank))
            });
            self.base = Zone::Orders;
            // What is announced in the name of one orderer holds for all items.
            self.levels.push(Level {
                rank: None,
                zone: Zone::Orders,
                lead,
                coordinate,
                deadline,
            });
        } else {
            if self.heading_like(para) {
                self.section(para, para.end);
            }
            self.open(rank, Zone::Orders, lead, coordinate, deadline);
        }
        self.block = self.found.tasks.len();
        self.heading = None;
        true
    }

    /// Reports whether the items below an order are documents or figures: `…
    /// quán triệt, thực hiện: - Nghị định số …`, `… báo cáo số liệu, bao gồm: (1)
    /// Tổng số …`.
    fn lists_things(&self, i: usize) -> bool {
        let o = &self.orders;
        let para = &self.paras[i];
        let acts = match o.opening(para.body, para.end) {
            Opening::None => false,
            Opening::Order { names, .. } => names.end + 2 < para.end,
            Opening::Bare { .. } | Opening::Subject { .. } | Opening::Act => true,
        };
        let rank = self.paras.get(i + 1).and_then(|p| p.marker).map(|m| m.rank);
        let mut below = self.paras[i + 1..]
            .iter()
            .take_while(|p| rank.is_some() && p.marker.map(|m| m.rank) == rank)
            .take(3)
            .peekable();
        acts && below.peek().is_some()
            && below.all(|p| {
                let document = self
                    .build
                    .grammar
                    .kinds
                    .at(
                        &self.build.text.toks,
                        p.body + usize::from(o.is(p.body, "các")),
                        p.end,
                    )
                    .is_some();
                document
                    || [
                        "tổng số",
                        "tổng giá trị",
                        "số lượng",
                        "tỷ lệ",
                        "ý kiến chỉ đạo của",
                        "văn bản số",
                    ]
                    .iter()
                    .any(|w| o.words(p.body, p.end, w))
            })
    }

    /// Returns the first order word in the last sentence of a lead-in; its first
    /// word when the lead-in is an item itself.
    fn order_word(&self, from: usize, end: usize) -> Option<usize> {
        let o = &self.orders;
        let sentence = o.sentences(from, end).last().map_or(from, |s| s.0);
        let order = (sentence..end)
            .find(|&at| matches!(o.act(at, end), Some((Act::Order, _))) && o.is_order(at, end));
        order.or_else(|| (end - from < 60).then_some(from))
    }

    /// Reports whether a lead-in announces orders: `… yêu cầu …:`, `… kết luận
    /// như sau:`, `… các nhiệm vụ sau:`.
    fn announces(&self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        // `… có ý kiến như sau:`, whatever the verb.
        let last = self
            .build
            .text
            .fold(self.tok(end.saturating_sub(2).max(from)));
        let follows = matches!(last, "sau" | "đây");
        let facts = (from..end).any(|at| {
            ["kết quả", "tình hình", "căn cứ"]
                .iter()
                .any(|w| o.words(at, end, w))
        });
        if follows && !facts {
            return true;
        }
        (from..end).any(|at| {
            self.tok(at).word != 0
                && ((matches!(o.act(at, end), Some((Act::Order, _))) && o.is_order(at, end))
                    || [
                        "ý kiến chỉ đạo",
                        "kết luận",
                        "quyết nghị",
                        "quyết định",
                        "chỉ đạo",
                        "chỉ thị",
                        "nhiệm vụ",
                        "giải pháp",
                        "công việc",
                        "nội dung sau",
                        "nội dung chủ yếu sau",
                        "điện",
                    ]
                    .iter()
                    .any(|w| o.words(at, end, w)))
        })
    }

    fn heading_like(&self, para: &Para) -> bool {
        para.end - para.body < 40 && para.marker.is_some_and(|m| m.rank < Rank::Letter)
    }

    /// Reports whether a paragraph opens with an action or a unit.
    fn is_action(&self, para: &Para) -> bool {
        !matches!(self.orders.opening(para.body, para.end), Opening::None)
    }

    /// A heading: no full stop, and something stands below it.
    fn heading(&mut self, para: &Para, i: usize, deeper: bool) -> bool {
        let (from, end) = (para.body, para.end);
        let Some(marker) = para.marker.filter(|m| !m.is_dash()) else {
            return self.plain_heading(para, i);
        };
        let last = self.tok(end - 1);
        let closed = closes(last) && last.mark != b':';
        let upper =
            (from..end).all(|k| self.tok(k).kind != Kind::Word || self.tok(k).case == Case::Upper);
        let below = deeper
            || self
                .paras
                .get(i + 1)
                .is_some_and(|n| n.marker.is_none() && self.tok(n.first).kind == Kind::Word);
        let labels = self
            .paras
            .get(i + 1)
            .is_some_and(|n| self.label_at(n.body, n.end).is_some());
        let short = end - from < if deeper { 140 } else { 60 };
        if !(upper || labels || (!closed && below && short))
            || (marker.rank >= Rank::Letter && !labels && !deeper)
        {
            return false;
        }
        // What has its own unit and time is to be done, whatever its first words.
        let zone = if labels && !upper && marker.rank > Rank::Roman {
            Zone::Orders
        } else {
            self.zone_of(from, end, marker.rank)
        };
        self.section(para, para.end);
        let lead = self.heading_lead(from, end);
        let (parent_lead, coordinate, deadline) = self
            .levels
            .last()
            .map(|l| (l.lead.clone(), l.coordinate.clone(), l.deadline.clone()))
            .unwrap_or_default();
        let lead = if lead.is_empty() { parent_lead } else { lead };
        self.open(Some(marker.rank), zone, lead, coordinate, deadline);
        self.block = self.found.tasks.len();
        let topical = upper
            || marker.rank <= Rank::Roman
            || !labels
                && self
                    .build
                    .grammar
                    .zones
                    .has(&self.build.text.toks, from, end);
        self.heading = (labels && !topical).then_some((from, end));
        true
    }

    /// A short line without a marker and a full stop.
    fn plain_heading(&mut self, para: &Para, i: usize) -> bool {
        let (from, end) = (para.body, para.end);
        let upper =
            (from..end).all(|k| self.tok(k).kind != Kind::Word || self.tok(k).case == Case::Upper);
        let last = self.tok(end - 1);
        let _ = i;
        para.marker.is_none() && upper && !(closes(last) && last.mark != b':') && end - from < 40
    }

    /// `Trách nhiệm chung của các cơ quan, đơn vị`
    fn heading_lead(&self, from: usize, end: usize) -> Vec<String> {
        if !(self.orders.words(from, end, "trách nhiệm")
            || self.orders.words(from, end, "nhiệm vụ của")
            || self.orders.words(from, end, "đối với"))
        {
            return Vec::new();
        }
        (from..end)
            .find(|&at| self.orders.is(at, "của") || self.orders.is(at, "với"))
            .and_then(|at| self.orders.namer().list(at + 1, end, Who::Units))
            .filter(|names| names.end + 2 >= end)
            .map(|names| names.names)
            .unwrap_or_default()
    }

    fn zone_of(&self, from: usize, end: usize, rank: Rank) -> Zone {
        let zones = &self.build.grammar.zones;
        let toks = &self.build.text.toks;
        let mut start = from;
        while [
            "về", "một", "số", "các", "những", "công", "tác", "tổ", "chức",
        ]
        .iter()
        .any(|w| self.orders.is(start, w))
            && !zones.has(toks, start, end)
        {
            start += 1;
        }
        let inherited = match self.levels.last() {
            Some(level) => level.zone,
            None => self.base,
        };
        if let Some((zone, _, _)) = zones.at(toks, start, end) {
            // Under goals or assessments an inner `nội dung` opens no orders.
            let inner = rank > Rank::Roman
                && matches!(inherited, Zone::Skip | Zone::Goals)
                && !self.levels.is_empty();
            return if inner && zone == Zone::Orders {
                inherited
            } else {
                zone
            };
        }
        let said = (from..end).find_map(|at| {
            let orders = ["nhiệm vụ", "giải pháp", "tổ chức thực hiện"]
                .iter()
                .any(|w| self.orders.words(at, end, w));
            orders.then_some(Zone::Orders)
        });
        said.filter(|_| rank <= Rank::Roman || self.levels.is_empty())
            .unwrap_or(inherited)
    }

    fn label_at(&self, from: usize, end: usize) -> Option<(Label, usize)> {
        let (label, _, after) = self
            .build
            .grammar
            .labels
            .at(&self.build.text.toks, from, end)?;
        let mut after = after;
        if self.orders.mark(after) == b'(' {
            after = (after..end)
                .find(|&k| self.orders.mark(k) == b')')
                .map_or(after, |k| k + 1);
        }
        (self.orders.mark(after) == b':' && after < end).then_some((label, after + 1))
    }

    /// `Đơn vị chủ trì: A; Đơn vị phối hợp: B`, `Thời gian thực hiện: Quý III`.
    fn label_line(&mut self, from: usize, end: usize) -> bool {
        let Some((first, _)) = self.label_at(from, end) else {
            return false;
        };
        if first == Label::Other && self.zone() == Zone::Skip {
            return false;
        }
        if matches!(
            first,
            Label::Lead | Label::Coordinate | Label::Time | Label::Product
        ) {
            self.task_of_heading();
        }
        self.labels(from, end);
        self.labelled |= matches!(
            first,
            Label::Lead | Label::Coordinate | Label::Time | Label::Product
        );
        true
    }

    /// Applies every label between two tokens to the tasks of the block.
    fn labels(&mut self, from: usize, end: usize) {
        let mut at = from;
        while at < end {
            let Some((label, after)) = self.label_at(at, end) else {
                at += 1;
                continue;
            };
            let stop = (after..end)
                .find(|&k| {
                    matches!(self.orders.mark(k), b';' | b'.' | b',')
                        && self.label_at(k + 1, end).is_some()
                })
                .unwrap_or(end);
            self.label(label, after, stop);
            at = stop;
        }
    }

    /// The heading above label lines is the task when nothing else was.
    fn task_of_heading(&mut self) {
        if self.found.tasks.len() == self.block
            && let Some((from, end)) = self.heading.take()
        {
            self.push(Draft {
                from,
                end,
                ..Draft::default()
            });
        }
    }

    fn label(&mut self, label: Label, from: usize, end: usize) {
        if from >= end {
            return;
        }
        let block = self.block.min(self.found.tasks.len());
        match label {
            Label::Task => {
                if self.zone() == Zone::Orders && end > from + 3 {
                    self.block = self.found.tasks.len();
                    self.push(Draft {
                        from,
                        end,
                        ..Draft::default()
                    });
                }
            }
            Label::Lead | Label::Coordinate => {
                let names = crate::units::labelled(self.build.text, self.build.grammar, from, end);
                let partners = if label == Label::Lead {
                    self.orders.partners(from, end)
                } else {
                    Vec::new()
                };
                for task in &mut self.found.tasks[block..] {
                    if label == Label::Lead {
                        task.lead.clone_from(&names);
                        task.coordinate.extend(partners.iter().cloned());
                    } else {
                        for name in &names {
                            if !task.coordinate.contains(name) {
                                task.coordinate.push(name.clone());
                            }
                        }
                    }
                }
            }
            Label::Time => {
                let limits = self.build.clock().limits(from, end, true);
                let deadline = limits.last().map(|l| l.deadline(self.build.text));
                for task in &mut self.found.tasks[block..] {
                    if deadline.is_some() {
                        task.deadline.clone_from(&deadline);
                    }
                }
            }
            Label::Product => {
                let words = crate::header::one_line(
                    self.build.text.slice(self.tok(from), self.tok(end - 1)),
                );
                for task in &mut self.found.tasks[block..] {
                    task.product = Some(words.trim_end_matches(['.', ';']).to_owned());
                }
            }
            Label::Other => {}
        }
    }

    /// Returns who is told in a lead-in, and who must cooperate.
    fn who(&self, from: usize, end: usize, marked: bool) -> (Vec<String>, Vec<String>) {
        let o = &self.orders;
        let coordinate = o.partners(from, end);
        if o.words(from, end, "chỉ đạo")
            && let Some(names) = o
                .namer()
                .list(from + 2, end, Who::Units)
                .filter(|n| n.end + 1 >= end)
        {
            return (names.names, coordinate);
        }
        let sentence = o.sentences(from, end).last().map_or(from, |s| s.0);
        let at = (sentence..end).rev().find(|&at| {
            matches!(o.act(at, end), Some((Act::Order, _)))
                && o.is_order(at, end)
                && matches!(o.opening(at, end), Opening::Order { .. })
        });
        if let Some(at) = at
            && let Opening::Order { names, .. } = o.opening(at, end)
        {
            return (names.names, coordinate);
        }
        match o.opening(from, end) {
            Opening::Subject { names, modal } if marked || modal => (names.names, coordinate),
            _ => (Vec::new(), coordinate),
        }
    }

    /// Targets that stand outside any task.
    fn goals(&mut self, para: &Para, all: bool) {
        let o = &self.orders;
        for (from, end) in o.sentences(para.body, para.end) {
            let strives = (from..end).any(|at| o.words(at, end, "phấn đấu"));
            if all || strives {
                let found = targets::targets(self.build.text, self.build.grammar, from, end, all);
                self.found.targets.extend(found);
            }
        }
    }

    /// A list item under orders.
    fn item(&mut self, para: &Para) {
        for (from, end) in self.parts(para.body, para.end) {
            self.part(from, end, para);
        }
    }

    /// Splits an item where the addressee changes, or where two sentences have
    /// each a time limit.
    fn parts(&self, from: usize, end: usize) -> Vec<(usize, usize)> {
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
                let dated = limits_left
                    && timed(&(at + 1, next))
                    && o.acts(o.connective(at + 1, next), next);
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
    fn names_end(&self, from: usize, end: usize) -> usize {
        match self.orders.opening(from, end) {
            Opening::Order { names, .. } | Opening::Subject { names, .. } => names.end,
            Opening::Bare { .. } | Opening::Act | Opening::None => from,
        }
    }

    /// Reports whether a clause tells somebody by name.
    fn turns(&self, from: usize, end: usize, sentence: bool) -> bool {
        let o = &self.orders;
        let start = o.connective(from, end);
        match o.opening(start, end) {
            Opening::Order { at, ref names, .. } => at <= start + 24 && self.office(names.end, at),
            Opening::Subject { ref names, .. } => {
                // Inside a sentence the name itself must open the clause.
                let direct = sentence
                    || (self.tok(start).case != Case::Lower
                        && o.namer().head(start, end).is_some());
                direct && self.office(names.end, start)
            }
            _ => false,
        }
    }

    /// Reports whether the names that end at `end` begin with an office or post,
    /// looked for from the order word on.
    fn office(&self, end: usize, at: usize) -> bool {
        (at..end).any(|i| {
            let office = matches!(
                self.orders.namer().head(i, end),
                Some((crate::grammar::Head::Unit | crate::grammar::Head::Post, _))
            );
            office && self.tok(i).case != Case::Lower
        })
    }

    fn part(&mut self, from: usize, end: usize, para: &Para) {
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
                } else if self.states(from, end)
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

    /// `Báo cáo tháng: Sở Tài chính tổng hợp …`: a short topic and the unit.
    fn after_topic(&self, from: usize, end: usize) -> Option<Opening> {
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
        let named = self.tok(colon + 1).case != Case::Lower || o.is(colon + 1, "giao");
        match o.opening(colon + 1, end) {
            told @ (Opening::Subject { .. } | Opening::Order { .. }) if named => Some(told),
            _ => None,
        }
    }

    /// `Sở Giao thông vận tải dặm vá …`: a unit and a word that is in no table,
    /// where orders are expected.
    fn unit_does(&self, from: usize, end: usize) -> Option<Opening> {
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
    fn in_brackets(&self, from: usize, end: usize) -> Option<Vec<String>> {
        let o = &self.orders;
        let open = (from + 3..end)
            .find(|&at| o.mark(at) == b'(' && o.namer().head(at + 1, end).is_some())?;
        let names = o.namer().list(open + 1, end, Who::Units)?;
        let leads = ["chủ trì", "thực hiện", "phụ trách"]
            .iter()
            .any(|w| o.words(names.end, end, w));
        leads.then_some(names.names)
    }

    /// A list item under announced orders whose first word is in no table: a rare
    /// verb or a misspelled one. Labels and things (`Thời gian: …`, `Việc …`)
    /// are not meant.
    fn unknown_action(&self, from: usize, end: usize, para: &Para) -> bool {
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

    fn is_class(&self, at: usize, end: usize) -> bool {
        (at..end.min(at + 8))
            .any(|i| matches!(self.build.text.fold(self.tok(i)), "các" | "từng" | "cho"))
            && (at..end).all(|i| self.tok(i).case == Case::Lower || i == at)
    }

    /// Returns the first clause that tells somebody after a statement.
    fn first_order(&self, from: usize, end: usize) -> Option<usize> {
        self.orders.order_in(from, end)
    }

    /// Reports whether a passage says what is or was.
    fn states(&self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        let fact =
            (from..end.min(from + 12)).any(|at| matches!(o.act(at, end), Some((Act::Fact, _))));
        let duty = (from..end).any(|at| matches!(o.act(at, end), Some((Act::Modal, _))));
        let will = (from..end).any(|at| o.is(at, "sẽ") || o.words(at, end, "có quyền"));
        (!duty && (fact || will)) || end < from + 4
    }

    fn push(&mut self, draft: Draft) {
        if std::mem::take(&mut self.labelled) {
            self.block = self.found.tasks.len();
        }
        if let Some(task) = self.build.task(draft) {
            self.found.tasks.push(task);
        }
    }

    /// A paragraph without a marker.
    fn running(&mut self, i: usize, para: &Para) {
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
    fn opened_by(&self, i: usize) -> bool {
        let para = &self.paras[i];
        let last = self.tok(para.end - 1);
        !closes(last) || last.mark == b':'
    }

    /// The last paragraphs of a document close it, whatever section they follow.
    fn closing(&self, para: &Para) -> bool {
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
    fn explicit(&mut self, para: &Para) {
        let after_orders = !self.found.tasks.is_empty();
        for (from, end) in self.orders.sentences(para.body, para.end) {
            let o = &self.orders;
            if self.tok(end - 1).mark == b':' || o.informs(from, end) {
                continue;
            }
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
            let (lead, first) = match opening {
                Opening::None | Opening::Act if closing && after_orders => {
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
                            || self.closing_subject(start, end)
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
            self.push(Draft {
                from: first,
                end,
                lead,
                ..Draft::default()
            });
        }
    }

    /// `Riêng UBND các quận A, B báo cáo bổ sung, chậm nhất ngày …`: an office and
    /// a time limit, after others were told.
    fn due_subject(&self, names: &crate::units::Names, from: usize, end: usize) -> bool {
        self.office(names.end, from)
            && !self.was(from, end)
            && !(from..end).any(|at| self.orders.is(at, "sẽ"))
            && !self.build.clock().limits(names.end, end, false).is_empty()
    }

    fn closing_subject(&self, _start: usize, _end: usize) -> bool {
        self.announced || self.base == Zone::Orders
    }

    /// Reports whether what stands before the order word makes it a report of
    /// what was done.
    fn was(&self, from: usize, at: usize) -> bool {
        (from..at).any(|i| match self.build.text.fold(self.tok(i)) {
            "đã" => true,
            "từng" => self.orders.acts(i + 1, at),
            _ => false,
        })
    }
}

/// Puts levels to the headings: the ranks that occur, outermost first.
pub(crate) fn level(sections: Vec<(Section, Rank)>) -> Vec<Section> {
    let mut ranks: Vec<Rank> = sections.iter().map(|(_, rank)| *rank).collect();
    ranks.sort();
    ranks.dedup();
    sections
        .into_iter()
        .map(|(mut section, rank)| {
            section.level = ranks
                .iter()
                .position(|r| *r == rank)
                .map_or(1, |p| p as u8 + 1);
            section
        })
        .collect()
}
