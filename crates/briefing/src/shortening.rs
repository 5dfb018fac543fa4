//! A shortening sheet as a paper: what could be cut, what that would save, how far the
//! figures can be trusted, and a place for whoever signs.
//!
//! It is laid out in the form of an office's paper, in Vietnamese; the English one is a
//! translation for reading and says so. All of it stands in the sheet's entry: the same
//! entry, the same paper.

use dondoc_city::City;
use dondoc_procedures::room::Milli;
use dondoc_procedures::room::record::ProcedureRecord;
use dondoc_procedures::room::sheet::{Cut, Range, Sheet, SheetProposal};
use dondoc_procedures::room::state::SheetKept;
use jiff::civil::Date;

use crate::paper::{
    Block, Cell, Column, Imprint, Masthead, Paper, Section, Signature, Span, Table,
};
use crate::words;

/// The language of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// Vietnamese, as it is signed.
    Vietnamese,
    /// English, for reading.
    English,
}
use Tongue::{English, Vietnamese};

impl Tongue {
    fn pick<T>(self, vi: T, en: T) -> T {
        match self {
            Vietnamese => vi,
            English => en,
        }
    }

    /// Thousandths as written, with so many decimals of three.
    fn decimal(self, milli: Milli, places: u32) -> String {
        let unit = 10_i64.pow(3 - places.min(3));
        let rounded = (milli.abs() + unit / 2) / unit;
        let scale = 10_i64.pow(places.min(3));
        let sign = if milli < 0 && rounded > 0 { "−" } else { "" };
        let whole = grouped(rounded / scale, self.pick('.', ','));
        if places == 0 {
            return format!("{sign}{whole}");
        }
        let mark = self.pick(',', '.');
        format!(
            "{sign}{whole}{mark}{:0width$}",
            rounded % scale,
            width = places as usize
        )
    }

    fn range(self, range: Range, places: u32) -> String {
        format!(
            "{} [{}; {}]",
            self.decimal(range.mean, places),
            self.decimal(range.low, places),
            self.decimal(range.high, places)
        )
    }

    fn share(self, milli: Milli) -> String {
        format!("{}%", self.decimal(milli * 100, 1))
    }

    fn day(self, day: Date) -> String {
        match self {
            Vietnamese => words::day(day),
            English => day.strftime("%-d %B %Y").to_string(),
        }
    }
}

fn grouped(number: i64, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// Says what a proposal changes.
#[must_use]
pub fn cut(cut: &Cut, tongue: Tongue) -> String {
    match (cut, tongue) {
        (Cut::Drop { activity }, Vietnamese) => format!("Bỏ bước “{activity}”"),
        (Cut::Drop { activity }, English) => format!("Leave out “{activity}”"),
        (Cut::Merge { first, second }, Vietnamese) => {
            format!("Làm “{second}” cùng lúc với “{first}”")
        }
        (Cut::Merge { first, second }, English) => format!("Do “{second}” together with “{first}”"),
        (Cut::Parallelise { first, second }, Vietnamese) => {
            format!("Làm “{second}” song song với “{first}” thay vì nối tiếp")
        }
        (Cut::Parallelise { first, second }, English) => {
            format!("Do “{second}” beside “{first}” instead of after it")
        }
        (Cut::Retime { activity, percent }, Vietnamese) => {
            format!("Rút thời gian chờ trước “{activity}” còn {percent}%")
        }
        (Cut::Retime { activity, percent }, English) => {
            format!("Cut the wait before “{activity}” to {percent}%")
        }
        (
            Cut::Delegate {
                activity,
                as_fast_as,
            },
            Vietnamese,
        ) => {
            format!("Ủy quyền để “{activity}” được quyết nhanh như “{as_fast_as}”")
        }
        (
            Cut::Delegate {
                activity,
                as_fast_as,
            },
            English,
        ) => {
            format!("Delegate “{activity}”, decided as fast as “{as_fast_as}”")
        }
        (
            Cut::Staff {
                activity,
                staff,
                minutes,
            },
            Vietnamese,
        ) => {
            format!("Bố trí {staff} người cho “{activity}”, {minutes} phút mỗi hồ sơ")
        }
        (
            Cut::Staff {
                activity,
                staff,
                minutes,
            },
            English,
        ) => {
            format!("{staff} people for “{activity}”, {minutes} minutes a case")
        }
    }
}

/// Says a proposal in a line.
#[must_use]
pub fn line(proposal: &SheetProposal, tongue: Tongue) -> String {
    let what = cut(&proposal.cut, tongue);
    let year = tongue.range(proposal.saved_per_year, 0);
    let case = tongue.range(proposal.saved_per_case, 2);
    let basis = basis(proposal, tongue);
    match tongue {
        Vietnamese => format!(
            "{}. {what}: giảm {case} ngày làm việc mỗi hồ sơ, {year} mỗi năm. Căn cứ của bước: {basis}",
            proposal.number
        ),
        English => format!(
            "{}. {what}: saves {case} working days a case, {year} a year. The step rests on: {basis}",
            proposal.number
        ),
    }
}

fn basis(proposal: &SheetProposal, tongue: Tongue) -> String {
    if proposal.provision.is_empty() {
        tongue
            .pick(
                "chưa rõ, phải rà soát trước khi quyết",
                "not known: look into it before deciding",
            )
            .to_owned()
    } else {
        proposal.provision.to_string()
    }
}

/// Says how far a sheet can be trusted.
#[must_use]
pub fn trust(sheet: &Sheet, tongue: Tongue) -> String {
    let it = sheet.trust;
    let (learnt, judged) = (it.learnt, it.judged);
    let apart = tongue.decimal(it.apart, 2);
    let drawn = tongue.decimal(it.apart_drawn, 2);
    match (tongue, it.trusted) {
        (Vietnamese, true) => format!(
            "Kiểm tra trung thực: đạt. Học từ {learnt} hồ sơ, thử trên {judged} hồ sơ về sau: mô phỏng lệch {apart} ngày làm việc, lấy lại hồ sơ cũ lệch {drawn}."
        ),
        (Vietnamese, false) => format!(
            "Kiểm tra trung thực: KHÔNG ĐẠT, chưa nên tin các số này. Học từ {learnt} hồ sơ, thử trên {judged} hồ sơ về sau: mô phỏng lệch {apart} ngày làm việc, hơn mức lấy lại hồ sơ cũ ({drawn})."
        ),
        (English, true) => format!(
            "Honesty check: passed. Learnt from {learnt} cases, judged on {judged} later ones: the simulation is {apart} working days off, drawing earlier cases again {drawn}."
        ),
        (English, false) => format!(
            "Honesty check: NOT PASSED, do not rely on these figures. Learnt from {learnt} cases, judged on {judged} later ones: the simulation is {apart} working days off, more than drawing earlier cases again ({drawn})."
        ),
    }
}

/// Returns the words of the task that a sheet becomes, in Vietnamese: it is an order.
#[must_use]
pub fn task_text(city: &City, kept: &SheetKept, proposals: &[u32]) -> String {
    let sheet = &kept.sheet;
    let chosen = sheet
        .proposals
        .iter()
        .filter(|it| proposals.contains(&it.number));
    let each: Vec<String> = chosen.map(|it| cut(&it.cut, Vietnamese)).collect();
    let title = record(city, sheet).map_or(sheet.procedure.as_str(), |it| &it.title);
    format!(
        "Rút ngắn thủ tục “{title}” theo phiếu {}: {}.",
        sheet.sheet,
        each.join("; ")
    )
}

fn record<'c>(city: &'c City, sheet: &Sheet) -> Option<&'c ProcedureRecord> {
    let versions = &city.procedures.get(&sheet.procedure)?.versions;
    let version = versions.iter().find(|it| it.number == sheet.version)?;
    Some(&version.record)
}

/// Returns what the file of a sheet says of itself.
#[must_use]
pub fn imprint(kept: &SheetKept) -> Imprint {
    Imprint {
        day: kept.sheet.as_of,
        ident: format!("{}-{}", kept.sheet.sheet, kept.sheet.sha256),
    }
}

/// Lays a sheet out.
///
/// # Source
/// Decree 30/2020/NĐ-CP, annex I (masthead, motto, signature).
#[must_use]
pub fn paper(city: &City, kept: &SheetKept, tongue: Tongue) -> Paper {
    let sheet = &kept.sheet;
    let record = record(city, sheet);
    let letterhead = &city.settings.letterhead;
    let title = record.map_or_else(|| sheet.procedure.to_string(), |it| it.title.to_string());
    let code = record.map_or(sheet.procedure.as_str(), |it| &it.code);
    let superior: Vec<String> = letterhead.superior.lines().map(str::to_owned).collect();
    Paper {
        lang: tongue.pick("vi", "en"),
        masthead: Masthead {
            superior,
            issuer: letterhead.issuer.clone(),
            number: tongue.pick("Số: ……/PRN-……", "No.: ……/PRN-……").to_owned(),
            state: tongue.pick(
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "SOCIALIST REPUBLIC OF VIET NAM",
            ),
            motto: tongue.pick("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"),
            place_and_date: match tongue {
                Vietnamese => format!("{}, {}", letterhead.place, words::long_day(sheet.as_of)),
                English => format!("{}, {}", letterhead.place, tongue.day(sheet.as_of)),
            },
        },
        kind: tongue.pick("PHIẾU RÚT NGẮN", "SHORTENING SHEET"),
        title: match tongue {
            Vietnamese => format!("Thủ tục {title}"),
            English => format!("Procedure: {title}"),
        },
        subtitle: match tongue {
            Vietnamese => format!("Phiếu {}, mã thủ tục {code}", sheet.sheet),
            English => format!("Sheet {}, procedure code {code}; translation for reading, the Vietnamese sheet is the one that is signed", sheet.sheet),
        },
        sections: sections(sheet, record, tongue),
        closing: tongue
            .pick(
                "Các số trên là đề xuất của mô phỏng; người có thẩm quyền quyết định chọn đề xuất nào./.",
                "These figures are proposals of a simulation; who has the authority decides which to take.",
            )
            .to_owned(),
        signature: Signature {
            recipients: match tongue {
                Vietnamese => vec!["- Đơn vị thực hiện;".to_owned(), "- Lưu: VT.".to_owned()],
                English => vec!["- The unit concerned;".to_owned(), "- Archive.".to_owned()],
            },
            lines: vec![tongue.pick("NGƯỜI CÓ THẨM QUYỀN KÝ", "SIGNED BY THE COMPETENT PERSON").to_owned()],
            name: String::new(),
            secretary: Some(tongue.pick("NGƯỜI LẬP PHIẾU", "DRAWN UP BY").to_owned()),
        },
        annexes: Vec::new(),
        provenance: match tongue {
            Vietnamese => format!("Bút toán {} của sổ cái; SHA-256 của phiếu: {}.", kept.entry, sheet.sha256),
            English => format!("Entry {} of the ledger; SHA-256 of the sheet: {}.", kept.entry, sheet.sha256),
        },
        remark: letterhead.remark.clone(),
    }
}

fn sections(sheet: &Sheet, record: Option<&ProcedureRecord>, tongue: Tongue) -> Vec<Section> {
    let names = [
        ("hien-trang", tongue.pick("I. HIỆN TRẠNG", "I. AS IT IS")),
        (
            "de-xuat",
            tongue.pick(
                "II. ĐỀ XUẤT, TIẾT KIỆM NHIỀU NHẤT TRƯỚC",
                "II. PROPOSALS, WHAT SAVES MOST FIRST",
            ),
        ),
        (
            "tin-cay",
            tongue.pick(
                "III. CÁC SỐ NÀY TIN ĐƯỢC ĐẾN ĐÂU",
                "III. HOW FAR THESE FIGURES CAN BE TRUSTED",
            ),
        ),
    ];
    let blocks = [
        now(sheet, record, tongue),
        vec![Block::Table(proposals(sheet, tongue))],
        vec![text(trust(sheet, tongue)), text(method(sheet, tongue))],
    ];
    let each = names
        .into_iter()
        .zip(blocks)
        .map(|((id, title), blocks)| Section {
            id: id.to_owned(),
            title: title.to_owned(),
            blocks,
            sections: Vec::new(),
            own_page: false,
        });
    each.collect()
}

fn now(sheet: &Sheet, record: Option<&ProcedureRecord>, tongue: Tongue) -> Vec<Block> {
    let now = sheet.now;
    let (cases, year) = (
        grouped(sheet.cases as i64, tongue.pick('.', ',')),
        grouped(sheet.per_year as i64, tongue.pick('.', ',')),
    );
    let logs = sheet.logs.join(", ");
    let (mean, median, p90) = (
        tongue.range(now.mean, 1),
        tongue.range(now.median, 1),
        tongue.range(now.p90, 1),
    );
    let day = tongue.day(sheet.as_of);
    let mut blocks = vec![text(match tongue {
        Vietnamese => format!(
            "Học từ {cases} hồ sơ đã xong đến hết ngày {day} (nhật ký {logs}); mỗi năm khoảng {year} hồ sơ. Thời gian của cơ quan, không kể lúc chờ người nộp: trung bình {mean} ngày làm việc, trung vị {median}, chín phần mười trong {p90}."
        ),
        English => format!(
            "Learnt from {cases} cases that had ended by {day} (logs {logs}); about {year} cases a year. The office's time, without waiting for applicants: mean {mean} working days, median {median}, nine of ten within {p90}."
        ),
    })];
    if let Some(record) = record {
        let limit = record
            .limit
            .map_or_else(|| "–".to_owned(), |it| tongue.decimal(it.milli_days(), 1));
        let share = now
            .on_time
            .map_or_else(|| "–".to_owned(), |it| tongue.share(it.mean));
        let act = &record.act;
        blocks.push(text(match tongue {
            Vietnamese => format!("Thời hạn {limit} ngày làm việc theo {act}; trong hạn {share} (mô phỏng như hiện nay)."),
            English => format!("The limit is {limit} working days by {act}; {share} within it (simulated as it is)."),
        }));
    }
    blocks
}

fn method(sheet: &Sheet, tongue: Tongue) -> String {
    let (cases, replications, seed) = sheet.runs;
    match tongue {
        Vietnamese => format!(
            "Mỗi số là trung bình của {replications} lượt mô phỏng, mỗi lượt {cases} hồ sơ (hạt giống {seed}); trong ngoặc vuông là khoảng chứa chín phần mười lượt. Đề xuất có thể chỉ do may rủi (khoảng chạm 0) bị loại."
        ),
        English => format!(
            "Each figure is the mean of {replications} simulated runs of {cases} cases (seed {seed}); nine of ten runs lie in the brackets. Proposals that may be luck (brackets touching nought) are left out."
        ),
    }
}

fn proposals(sheet: &Sheet, tongue: Tongue) -> Table {
    let people = sheet
        .proposals
        .iter()
        .any(|it| it.person_days_per_year.is_some());
    let mut columns = vec![
        column(tongue.pick("Đề xuất", "Proposal"), 34, false),
        column(tongue.pick("Ngày mỗi hồ sơ", "Days a case"), 17, true),
        column(tongue.pick("Ngày mỗi năm", "Days a year"), 21, true),
        column(
            tongue.pick("Căn cứ của bước", "The step rests on"),
            28,
            false,
        ),
    ];
    if people {
        columns.push(column(
            tongue.pick("Ngày công mỗi năm", "Person-days a year"),
            14,
            true,
        ));
    }
    let rows = sheet.proposals.iter().map(|it| {
        let step = it.step.map(|step| match tongue {
            Vietnamese => format!("bước {step} của danh mục"),
            English => format!("step {step} of the catalogue"),
        });
        let mut row = vec![
            Cell {
                text: format!("{}. {}", it.number, cut(&it.cut, tongue)),
                notes: step.into_iter().collect(),
                ..Cell::default()
            },
            cell(tongue.range(it.saved_per_case, 2)),
            cell(tongue.range(it.saved_per_year, 0)),
            cell(basis(it, tongue)),
        ];
        if people {
            let days = it.person_days_per_year;
            row.push(cell(
                days.map_or_else(|| "–".to_owned(), |it| tongue.decimal(it, 0)),
            ));
        }
        row
    });
    Table {
        caption: tongue
            .pick(
                "Ngày làm việc tiết kiệm được, có khoảng 90%",
                "Working days saved, with 90% bounds",
            )
            .to_owned(),
        columns,
        rows: rows.collect(),
        more: None,
        is_dense: true,
    }
}

fn text(said: String) -> Block {
    let span = Span {
        text: said,
        strong: false,
        figure: None,
    };
    Block::Text { spans: vec![span] }
}

fn cell(text: String) -> Cell {
    Cell {
        text,
        ..Cell::default()
    }
}

fn column(title: &str, width: u16, is_number: bool) -> Column {
    Column {
        title: title.to_owned(),
        width,
        is_number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousandths_are_written_as_each_language_does() {
        assert_eq!(Vietnamese.decimal(1_234_560, 1), "1.234,6");
        assert_eq!(English.decimal(1_234_560, 1), "1,234.6");
        assert_eq!(English.decimal(-2_149, 2), "−2.15");
        assert_eq!(English.decimal(-400, 0), "0");
        assert_eq!(Vietnamese.share(905), "90,5%");
    }
}
