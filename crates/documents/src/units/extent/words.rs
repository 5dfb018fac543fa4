//! What a word does to the name before it: it goes on the name, says which office
//! is meant, or opens what the office is to do.

use crate::grammar::Act;
use crate::text::{Case, Gap, Kind};
use crate::units::Namer;

/// What a word does to the name before it.
pub(super) enum Step {
    Stop,
    Go(usize),
    Weak(usize),
}

impl Namer<'_, '_> {
    /// Small words that may go on a name after its field: `Sở Tài chính tỉnh A`.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        matches!(
            self.text.fold(&self.text.toks[at]),
            "tỉnh"
                | "thành"
                | "tp"
                | "quận"
                | "huyện"
                | "xã"
                | "phường"
                | "của"
                | "thuộc"
                | "trực"
                | "trung"
                | "cấp"
                | "khu"
                | "vùng"
                | "việt"
                | "quốc"
                | "các"
                | "chi"
                | "và"
                | "nơi"
                | "hai"
                | "cao"
                | "liên"
        )
    }

    /// `Viện Quy hoạch xây dựng Hà Nội`: the work of an institute, a centre or a
    /// company is a part of its name when a capital follows.
    pub(super) fn is_work_of_name(&self, head: usize, at: usize, end: usize) -> bool {
        let institute = matches!(
            self.text.fold(&self.text.toks[head]),
            "viện"
                | "trung"
                | "công"
                | "trường"
                | "chi"
                | "tổng"
                | "bql"
                | "ban"
                | "quỹ"
                | "hội"
                | "hiệp"
        );
        let tok = &self.text.toks[at];
        let work = matches!(
            (
                self.text.fold(tok),
                self.text.toks.get(at + 1).map_or("", |t| self.text.fold(t))
            ),
            ("xây", "dựng")
                | ("phát", "triển")
                | ("đầu", "tư")
                | ("quản", "lý")
                | ("kiểm", "soát")
                | ("nghiên", "cứu")
                | ("đào", "tạo")
                | ("kiểm", "định")
                | ("khai", "thác")
                | ("xúc", "tiến")
                | ("hỗ", "trợ")
                | ("ứng", "dụng")
                | ("bảo", "vệ")
                | ("bảo", "tồn")
        );
        let capital = self
            .tok(at + 2, end)
            .is_some_and(|t| t.kind == Kind::Word && t.case != Case::Lower && t.gap == Gap::Space);
        let thing = self.tok(at + 2, end).is_some_and(|t| {
            matches!(
                self.text.fold(t),
                "kế" | "đề" | "nghị" | "chương" | "quyết" | "luật" | "quy" | "dự"
            )
        });
        // `Viện Nghiên cứu phát triển kinh tế - xã hội`
        let compound = at > 0
            && matches!(
                self.text.fold(&self.text.toks[at - 1]),
                "cứu" | "trợ" | "quỹ"
            )
            && self.text.toks[at - 1].case == Case::Lower;
        institute && work && tok.case == Case::Lower && (capital || compound) && !thing
    }

    pub(super) fn word(&self, at: usize, end: usize, proper: bool, class: bool) -> Step {
        let tok = &self.text.toks[at];
        if tok.case != Case::Lower {
            // A new name without a comma between (`Sở A Bộ B`) does not occur;
            // a capital goes on the name.
            // A sentence that opens without a full stop before it.
            if tok.case == Case::Title
                && matches!(
                    self.text.fold(tok),
                    "từ" | "để"
                        | "trong"
                        | "theo"
                        | "căn"
                        | "thực"
                        | "ngày"
                        | "tại"
                        | "khi"
                        | "nhằm"
                        | "qua"
                        | "hiện"
                )
                && self.text.toks[at - 1].case == Case::Lower
                // `UBND thành phố Từ Sơn`
                && !self
                    .tok(at + 1, end)
                    .is_some_and(|t| t.case == Case::Title && t.gap == Gap::Space)
            {
                return Step::Stop;
            }
            let order = matches!(
                self.grammar.acts.at(&self.text.toks, at, end),
                Some((Act::Order | Act::Adverb | Act::Modal, _, _))
            );
            // `Trường Đào tạo …`, `Viện Nghiên cứu …`
            let noun = self
                .grammar
                .acts
                .at(&self.text.toks, at, end)
                .filter(|(act, _, _)| matches!(act, Act::Verb | Act::Weak))
                .map_or(at + 1, |(_, _, after)| after);
            return if order && tok.case == Case::Title && proper {
                Step::Stop
            } else {
                Step::Go(noun.max(at + 1))
            };
        }
        // `…, Sở B căn cứ chức năng, nhiệm vụ …`, `Văn phòng trên cơ sở tiếp thu …`
        let often = ["mỗi", "hằng", "hàng"].iter().any(|w| self.is(at, w))
            && ["ngày", "tuần", "tháng", "quý", "năm"]
                .iter()
                .any(|w| self.is(at + 1, w));
        if often
            || self.is(at, "căn") && self.is(at + 1, "cứ")
            || self.is(at, "đặt") && (self.is(at + 1, "mục") || self.is(at + 1, "chỉ"))
            || self.is(at, "trên") && self.is(at + 1, "cơ") && self.is(at + 2, "sở")
        {
            return Step::Stop;
        }
        // `các tổ chức liên quan đến chăn nuôi, giết mổ`
        if class && at > 0 && self.is(at - 1, "quan") && (self.is(at, "đến") || self.is(at, "tới"))
        {
            return Step::Weak(at + 1);
        }
        // `Công an thành phố được giao điều tra`, where `cơ quan được giao chủ trì`
        // says which one is meant.
        let told = self.is(at, "được")
            && ["giao", "yêu", "phân"].iter().any(|w| self.is(at + 1, w))
            && !class
            && at > 0
            && !["quản", "làm", "thực", "nhiệm", "sử"]
                .iter()
                .any(|w| self.is(at + 2, w))
            && {
                // `được phân công phụ trách …` nearly always says which one.
                let two = usize::from(self.is(at + 1, "yêu"));
                self.grammar.acts.has(&self.text.toks, at + 2 + two, end)
            }
            && !matches!(
                self.text.fold(&self.text.toks[at - 1]),
                "vị" | "quan" | "chức" | "nghiệp" | "nhân" | "sở" | "viên" | "tư" | "người"
            );
        if told {
            return Step::Stop;
        }
        // `đơn vị được kiểm tra`, `cơ quan được giao chủ trì`
        if self.is(at, "được")
            && let Some((_, _, after)) = self.grammar.acts.at(&self.text.toks, at + 1, end)
        {
            return Step::Go(after);
        }
        if let Some((act, _, after)) = self.grammar.acts.at(&self.text.toks, at, end) {
            let modifier = self.modifies(at, class) || self.is_kind_of_work(at, after, end);
            match act {
                Act::Weak if class => return Step::Weak(after),
                Act::Weak => return Step::Go(after),
                Act::Verb if modifier => return Step::Go(after),
                _ => return Step::Stop,
            }
        }
        let word = self.text.fold(tok);
        if class && at > 0 && self.after_places(at) {
            return Step::Stop;
        }
        let stop = matches!(
            word,
            "để" | "theo"
                | "về"
                | "nhằm"
                | "khi"
                | "nếu"
                | "thì"
                | "do"
                | "bằng"
                | "từ"
                | "đến"
                | "với"
                | "cho"
                | "là"
                | "như"
                | "vào"
                | "qua"
                | "sau"
                | "trước"
                | "không"
                | "ngay"
                | "cũng"
                | "này"
                | "tại"
                | "trong"
                | "nêu"
                | "được"
                | "rằng"
                | "xong"
                | "hiện"
                | "nhất"
                | "trình"
                | "ngày"
                | "tự"
                | "nghiêm"
                | "làm"
                | "và"
                | "đối"
                | "mà"
                | "cùng"
                | "lên"
                | "thông"
                | "hoàn"
                | "đi"
                | "trân"
                | "xin"
                | "giữ"
                | "thay"
                | "chia"
                | "vẫn"
                | "luôn"
                | "bám"
                | "hết"
                | "nhanh"
                | "mạnh"
                | "đặc"
                | "góp"
        );
        // `trong tỉnh`, `tại địa phương` belong to a class of units.
        let place = class
            && matches!(word, "tại" | "trong")
            && self
                .tok(at + 1, end)
                .is_some_and(|t| matches!(self.text.fold(t), "tỉnh" | "thành" | "địa" | "vùng"));
        let zone = word == "đặc" && self.is(at + 1, "khu");
        let special = zone
            || matches!(word, "này")
            || (word == "hoàn" && !self.is(at + 1, "thành"))
            || (word == "thông" && !self.is(at + 1, "báo"));
        if special {
            return Step::Go(at + 1);
        }
        if stop && !place {
            Step::Stop
        } else {
            Step::Go(at + 1)
        }
    }

    /// `UBND các quận, huyện, thị xã hoãn …`: after the last kind of place only a
    /// few words still belong to the name.
    pub(super) fn after_places(&self, at: usize) -> bool {
        let before = self.text.fold(&self.text.toks[at - 1]);
        let place = matches!(before, "huyện" | "quận" | "xã" | "phường")
            || before == "khu" && at > 1 && self.is(at - 2, "đặc");
        place
            && self.text.toks[at - 1].case == Case::Lower
            && !matches!(
                self.text.fold(&self.text.toks[at]),
                "liên"
                    | "có"
                    | "trực"
                    | "trong"
                    | "trên"
                    | "thuộc"
                    | "nơi"
                    | "ven"
                    | "biên"
                    | "miền"
                    | "giáp"
                    | "đã"
                    | "đang"
                    | "còn"
                    | "khu"
                    | "vùng"
                    | "phía"
                    | "và"
                    | "hội"
                    | "mới"
                    | "được"
                    | "tại"
                    | "của"
                    | "loại"
                    | "chưa"
                    | "thị"
                    | "đặc"
                    | "nêu"
                    | "này"
                    | "khác"
                    | "bị"
                    | "bãi"
                    | "cao"
                    | "đảo"
            )
    }

    /// `được giao quản lý`, `có trách nhiệm` inside a name: `các đơn vị được
    /// giao nhiệm vụ`, `cơ quan đăng ký đầu tư`.
    pub(super) fn modifies(&self, at: usize, class: bool) -> bool {
        let before = at
            .checked_sub(1)
            .map_or("", |b| self.text.fold(&self.text.toks[b]));
        if matches!(before, "án" | "tác" | "vực") {
            return true;
        }
        let nominal = matches!(
            before,
            "lệ" | "tác"
                | "độ"
                | "động"
                | "việc"
                | "cầu"
                | "án"
                | "quyền"
                | "vực"
                | "nghiệp"
                | "phần"
        );
        // `Ủy ban xây dựng kế hoạch …` acts, where `Ban xây dựng Đảng` is a name.
        let committee = before == "ban" && at > 1 && self.is(at - 2, "ủy");
        (class && (nominal || matches!(before, "được")))
            || !committee
                && matches!(
                    before,
                    "ban" | "phòng" | "đoàn" | "tổ" | "cơ" | "bộ" | "cục" | "hội" | "quỹ" | "đội"
                )
                && matches!(
                    self.text.fold(&self.text.toks[at]),
                    "quản"
                        | "kiểm"
                        | "thanh"
                        | "giám"
                        | "chỉ"
                        | "điều"
                        | "đăng"
                        | "tư"
                        | "thẩm"
                        | "xúc"
                        | "phát"
                        | "hỗ"
                        | "đào"
                        | "đầu"
                        | "xây"
                )
            || before == "phòng" && self.is(at, "chống")
    }

    /// `các cơ quan soạn thảo tiếp thu …`, `đơn vị thi công đẩy nhanh …`: the work by
    /// which offices are told apart, before what they are to do.
    pub(super) fn is_kind_of_work(&self, at: usize, after: usize, end: usize) -> bool {
        const WORK: &[(&str, &str)] = &[
            ("soạn", "thảo"),
            ("thẩm", "định"),
            ("thi", "công"),
            ("tư", "vấn"),
            ("thiết", "kế"),
            ("giám", "sát"),
            ("quản", "lý"),
            ("tham", "mưu"),
            ("sử", "dụng"),
            ("vận", "hành"),
            ("kinh", "doanh"),
            ("sản", "xuất"),
            ("cung", "cấp"),
            ("kiểm", "định"),
            ("đầu", "tư"),
        ];
        let two = |i: usize, a: &str, b: &str| self.is(i, a) && self.is(i + 1, b);
        let office = at > 1
            && [
                ("cơ", "quan"),
                ("đơn", "vị"),
                ("doanh", "nghiệp"),
                ("tổ", "chức"),
                ("cơ", "sở"),
            ]
            .iter()
            .any(|(a, b)| two(at - 2, a, b));
        office
            && WORK.iter().any(|(a, b)| two(at, a, b))
            && after == at + 2
            && !WORK.iter().any(|(a, b)| two(after, a, b))
            && self.grammar.acts.at(&self.text.toks, after, end).is_some()
    }
}
