//! Headings, unit headings and lead-ins: what opens a level.

use super::{Level, Walker};
use crate::grammar::{Act, Zone};
use crate::layout::{Para, closes};
use crate::marker::Rank;
use crate::orders::Opening;
use crate::text::{Case, Kind};
use crate::units::Who;

impl Walker<'_, '_> {
    /// `2. Sở Tài chính:`, `Đối với các sở, ngành:`, `Đề nghị Bộ Xây dựng:`
    pub(super) fn unit_heading(&mut self, para: &Para, i: usize, deeper: bool) -> bool {
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
    pub(super) fn relative(&self, at: usize, end: usize, colon: bool) -> bool {
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
    pub(super) fn lead_in(&mut self, para: &Para, i: usize, deeper: bool) -> bool {
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
        if self.announces_goals(from, end) {
            self.open(
                para.marker.map(|m| m.rank),
                Zone::Goals,
                Vec::new(),
                Vec::new(),
                None,
            );
            return true;
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
        // `Để phấn đấu đến 31/12 nợ thuế không quá 8%, Cục trưởng yêu cầu:`
        let strives = self.orders.sentences(from, end).last().copied();
        if let Some((from, end)) = strives
            .filter(|(from, end)| (*from..*end).any(|at| self.orders.words(at, *end, "phấn đấu")))
        {
            let said = crate::aims::said(&self.build, from, end, false);
            self.found.targets.extend(said.targets);
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
    pub(super) fn lists_things(&self, i: usize) -> bool {
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
    pub(super) fn order_word(&self, from: usize, end: usize) -> Option<usize> {
        let o = &self.orders;
        let sentence = o.sentences(from, end).last().map_or(from, |s| s.0);
        let order = (sentence..end)
            .find(|&at| matches!(o.act(at, end), Some((Act::Order, _))) && o.is_order(at, end));
        order.or_else(|| (end - from < 60).then_some(from))
    }

    /// `Điều 1. Thông qua các chỉ tiêu chủ yếu năm 2025:`, `Phấn đấu đạt các chỉ tiêu
    /// sau:`, and nobody is told.
    fn announces_goals(&self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        let sentence = o.sentences(from, end).last().map_or(from, |s| s.0);
        let any =
            |words: &[&str]| (sentence..end).any(|at| words.iter().any(|w| o.words(at, end, w)));
        any(&["chỉ tiêu", "mục tiêu"])
            && !any(&[
                "nhiệm vụ",
                "giải pháp",
                "thực hiện",
                "hoàn thành",
                "nội dung",
            ])
            && o.order_in(sentence, end).is_none()
    }

    /// Reports whether a lead-in announces orders: `… yêu cầu …:`, `… kết luận
    /// như sau:`, `… các nhiệm vụ sau:`.
    pub(super) fn announces(&self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        // `… có ý kiến như sau:`, whatever the verb.
        let last = self
            .build
            .text
            .fold(self.tok(end.saturating_sub(2).max(from)));
        let follows = matches!(last, "sau" | "đây");
        let facts = (from..end).any(|at| {
            ["kết quả", "tình hình", "căn cứ", "kinh phí", "nguồn vốn"]
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

    pub(super) fn heading_like(&self, para: &Para) -> bool {
        para.end - para.body < 40 && para.marker.is_some_and(|m| m.rank < Rank::Letter)
    }

    /// Reports whether a paragraph opens with an action or a unit.
    pub(super) fn is_action(&self, para: &Para) -> bool {
        !matches!(self.orders.opening(para.body, para.end), Opening::None)
    }

    /// A heading: no full stop, and something stands below it.
    pub(super) fn heading(&mut self, para: &Para, i: usize, deeper: bool) -> bool {
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
        // `a) … b) …` and their unit below the last: an item like those before it.
        let sibling = labels
            && closed
            && !self.labelled
            && self.found.tasks.len() > self.block
            && i > 0
            && self.paras[i - 1].marker.map(|m| m.rank) == Some(marker.rank);
        if sibling {
            return false;
        }
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
    pub(super) fn plain_heading(&mut self, para: &Para, i: usize) -> bool {
        let (from, end) = (para.body, para.end);
        let upper =
            (from..end).all(|k| self.tok(k).kind != Kind::Word || self.tok(k).case == Case::Upper);
        let last = self.tok(end - 1);
        let _ = i;
        para.marker.is_none() && upper && !(closes(last) && last.mark != b':') && end - from < 40
    }

    /// `Trách nhiệm chung của các cơ quan, đơn vị`
    pub(super) fn heading_lead(&self, from: usize, end: usize) -> Vec<String> {
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

    pub(super) fn zone_of(&self, from: usize, end: usize, rank: Rank) -> Zone {
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
}
