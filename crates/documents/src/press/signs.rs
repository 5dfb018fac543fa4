//! What a sentence of a report is, told by a few of its words: a view, a look back,
//! what one strives for, a duty, an office that is told among orders.

use super::{LOOK_BACK, Press};
use crate::grammar::{Act, Head};
use crate::orders::Opening;
use crate::text::Kind;

impl Press<'_, '_> {
    /// `Thời gian không còn nhiều, do vậy, các ban … khẩn trương …`: where what
    /// follows from a statement opens, when the statement itself orders nothing.
    pub(super) fn consequence(&self, start: usize, end: usize) -> Option<usize> {
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
    pub(super) fn looks_back(&self, from: usize, end: usize) -> bool {
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
    pub(super) fn tells_story(&self, start: usize, end: usize) -> bool {
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
    pub(super) fn due_office(&self, start: usize, at: usize, end: usize) -> bool {
        let office = self.orders.namer().head(start, end).is_some();
        office && !self.was(start, end) && !self.build.clock().limits(at, end, false).is_empty()
    }

    /// `Sở A có nhiệm vụ cấp mới …`
    pub(super) fn in_charge(&self, at: usize, end: usize) -> bool {
        let o = &self.orders;
        (o.words(at, end, "có nhiệm vụ") || o.words(at, end, "có trách nhiệm"))
            && o.acts(at + 3, end)
    }

    /// `Tỉnh xác định mỗi xã có ít nhất một …`, `Thành phố phấn đấu …`: what one
    /// strives for oneself.
    pub(super) fn strives(&self, at: usize, end: usize) -> bool {
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
    pub(super) fn rank(&self, start: usize, at: usize) -> u8 {
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
    pub(super) fn lower_post(&self, start: usize, end: usize) -> Option<Vec<String>> {
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
    pub(super) fn instructs(&self, start: usize, end: usize) -> Option<Vec<String>> {
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
    pub(super) fn concludes(&self, start: usize, end: usize) -> bool {
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
    pub(super) fn counts_off(&self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        let ordinal = o.is(from, "thứ") && o.mark(from + 2) == b',';
        (o.is(from + 1, "là") && o.mark(from + 2) == b',' && from + 3 < end) || ordinal
    }

    /// Reports whether what follows a unit's name is said of what is to come: a
    /// manner of doing, a duty or a time limit, and nothing done.
    pub(super) fn imperative(&self, at: usize, end: usize) -> bool {
        let o = &self.orders;
        let manner = (at..end.min(at + 3))
            .any(|i| matches!(o.act(i, end), Some((Act::Adverb | Act::Modal, _))));
        let due = || !self.build.clock().limits(at, end, false).is_empty();
        !self.was(at, end) && (manner || due())
    }

    pub(super) fn strong(&self, start: usize, end: usize) -> bool {
        matches!(self.orders.act(start, end), Some((Act::Adverb, _)))
    }

    /// `Việc triển khai phải có trọng tâm …`: a duty laid on a thing, right after
    /// an order.
    pub(super) fn must(&self, start: usize, end: usize) -> bool {
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
    pub(super) fn needs(&self, at: usize) -> bool {
        const ABOUT: &[&str] = &["khoảng", "hơn", "trên", "gần", "tới", "số", "tổng", "ít"];
        let toks = &self.build.text.toks;
        toks.get(at).is_some_and(|t| t.kind == Kind::Number)
            || ABOUT.iter().any(|w| self.orders.is(at, w))
    }

    /// `Danh sách gửi về Sở Xây dựng trước ngày …`: a thing that must be somewhere
    /// by a time.
    pub(super) fn sent_by(&self, start: usize, end: usize) -> bool {
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
    pub(super) fn then_does(&self, start: usize, end: usize) -> Option<Vec<String>> {
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

    /// `Riêng các kiến nghị về chung cư, Sở Xây dựng phải …`: the office right before
    /// a duty, behind the comma of an adjunct that no table knows.
    pub(super) fn obliged(&self, start: usize, end: usize) -> Option<(usize, Vec<String>)> {
        let o = &self.orders;
        let duty =
            (start + 2..end.min(start + 60)).find(|&at| o.is(at, "phải") || o.is(at, "cần"))?;
        (start + 1..duty)
            .rev()
            .take(LOOK_BACK)
            .filter(|&at| o.mark(at - 1) == b',')
            .find_map(|at| {
                let names = o.namer().list(at, end, crate::units::Who::Units)?;
                (names.end == duty).then_some((at, names.names))
            })
    }

    /// `, cần …` and `, phải …` after an adjunct.
    pub(super) fn duty(&self, start: usize, end: usize) -> Option<usize> {
        let o = &self.orders;
        (start + 1..end.min(start + 40)).find(|&at| {
            o.mark(at - 1) == b',' && matches!(o.act(at, end), Some((Act::Modal, after)) if o.acts(after, end) || matches!(o.act(after, end), Some((Act::Weak, _))))
        })
    }

    /// `Công an thành phố được giao …` reports an order, whatever came before.
    pub(super) fn assigned(&self, start: usize, end: usize) -> bool {
        let o = &self.orders;
        (start..end).any(|i| o.words(i, end, "được giao") || o.words(i, end, "được yêu cầu"))
    }

    pub(super) fn tells(&self, names_end: usize, end: usize) -> bool {
        matches!(self.orders.act(names_end, end), Some((Act::Fact, _)))
    }

    /// Reports whether the one who orders is himself the subject.
    pub(super) fn leader(&self, start: usize) -> bool {
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
    pub(super) fn was(&self, from: usize, end: usize) -> bool {
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
}
