//! The words of the official document: Vietnamese, as Decree 30/2020/NĐ-CP has
//! it written. A briefing is an official document of one jurisdiction, so
//! its words are part of its form; refusals and pages go through the messages.

use dondoc_tasks::Reason;
use jiff::civil::{Date, DateTime};

use crate::facts::{AgendaCause, DueCause, Verdict};
use crate::figure::{Measure, Quantity, Unit};
use crate::model::{ConclusionResult, Definition, Statement, StatementKind};
use crate::state::Outcome;

/// Returns the measure's name as a column or label says it.
pub fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Assigned => "Tổng số",
        Measure::Due => "Đến hạn",
        Measure::DoneOnTime => "Hoàn thành đúng hạn",
        Measure::DoneLate => "Hoàn thành quá hạn",
        Measure::Waiting => "Chờ xác nhận",
        Measure::Late => "Quá hạn",
        Measure::Excused => "Có lý do khách quan",
        Measure::InTime => "Trong hạn",
        Measure::AtRisk => "Có nguy cơ",
        Measure::WithoutReport => "Chưa báo cáo",
        Measure::Extended => "Gia hạn",
        Measure::Suspended => "Tạm dừng",
    }
}

/// Names a gate by the money that did not pass it.
pub fn gate(gate: &str) -> &'static str {
    match gate {
        "design" => "Chưa duyệt thiết kế, dự toán",
        "contract" => "Chưa ký hợp đồng",
        "site" => "Chưa có mặt bằng",
        "accepted" => "Chưa nghiệm thu khối lượng",
        _ => "Đã nghiệm thu, chưa thanh toán",
    }
}

/// Writes a quantity of public investment: billions of đồng with one digit, a
/// percentage with one digit, or a count.
pub fn quantity(quantity: &Quantity) -> String {
    match quantity.unit {
        Unit::Dong => billions(quantity.value),
        Unit::Hundredths => {
            let tenths = (quantity.value.max(0) + 5) / 10;
            percent(u32::try_from(tenths).unwrap_or(u32::MAX))
        }
        Unit::MilliDays => format!("{} ngày làm việc", milli(quantity.value)),
        Unit::Count => number(u32::try_from(quantity.value.max(0)).unwrap_or(u32::MAX)),
    }
}

/// Đồng as billions with one digit, half up: `1.234,5 tỷ đồng`.
fn billions(amount: i64) -> String {
    let sign = if amount < 0 { "−" } else { "" };
    let tenths = (amount.unsigned_abs() + 50_000_000) / 100_000_000;
    let whole = u32::try_from(tenths / 10).unwrap_or(u32::MAX);
    format!("{sign}{},{} tỷ đồng", number(whole), tenths % 10)
}

/// Returns how a quantity of public investment is computed, by its key.
pub(crate) fn money_definition(key: &str) -> &'static str {
    let mut parts = key.split('/');
    parts.next();
    let (first, last) = (parts.next(), parts.next_back());
    match (first, last) {
        (Some("spent"), _) | (Some("unit"), Some("spent")) => {
            "Số vốn kế hoạch năm đã giải ngân, lũy kế từ đầu năm kế hoạch đến ngày chốt, theo Kho bạc. Mỗi dự án, mỗi nguồn vốn lấy số liệu của ngày mới nhất; cùng một ngày thì lấy bút toán sau cùng."
        }
        (Some("plan"), _) | (Some("unit"), Some("plan")) => {
            "Kế hoạch vốn năm theo phiên bản có hiệu lực vào ngày chốt."
        }
        (Some("rate"), _) | (Some("unit"), Some("rate")) => {
            "Số đã giải ngân chia cho kế hoạch vốn của mẫu số được nêu tên, tính bằng phần vạn, làm tròn."
        }
        (Some("outlook"), _) | (Some("unit"), Some("low" | "median" | "high")) => {
            "Tỷ lệ giải ngân dự báo khi hết hạn giải ngân: cứ mười dự báo thì một kết thúc dưới cận dưới, năm dưới trung vị, chín dưới cận trên. Tính từ mọi năm kế hoạch và mọi số giải ngân đã biết đến ngày chốt."
        }
        (Some("gate"), Some("share")) => {
            "Số tiền chưa giải ngân đang chờ ở bước này chia cho toàn bộ số chưa giải ngân; các tỷ trọng cộng lại đúng 100%."
        }
        (Some("gate"), _) => {
            "Tiền chưa giải ngân xếp vào bước đầu tiên chưa qua: duyệt thiết kế, ký hợp đồng, bàn giao mặt bằng, nghiệm thu, thanh toán; căn cứ giấy tờ của từng dự án."
        }
        (Some("unit"), Some("missing")) => {
            "Kế hoạch của đơn vị nhân với tỷ lệ cam kết kế tiếp, trừ số đã giải ngân."
        }
        (Some("promises"), Some("kept")) => {
            "Trong số cam kết đến hạn trong kỳ: tỷ lệ của đơn vị vào ngày cam kết không thấp hơn tỷ lệ đã cam kết."
        }
        (Some("promises"), _) => "Cam kết của đơn vị có ngày đến hạn trong kỳ.",
        (Some("promise"), Some("reached")) => {
            "Tỷ lệ giải ngân của đơn vị vào ngày cam kết, trên kế hoạch Thành phố giao."
        }
        _ => "Tỷ lệ giải ngân mà đơn vị đã cam kết bằng văn bản.",
    }
}

/// Writes thousandths of a working day with one digit, half up: `12,5`.
pub fn milli(value: i64) -> String {
    let tenths = (value.unsigned_abs() + 50) / 100;
    let sign = if value < 0 && tenths > 0 { "−" } else { "" };
    let whole = u32::try_from(tenths / 10).unwrap_or(u32::MAX);
    format!("{sign}{},{}", number(whole), tenths % 10)
}

/// Says what became of a promise to be shorter.
pub fn verdict(verdict: crate::procedures::Verdict) -> &'static str {
    use crate::procedures::Verdict::{InPart, Kept, NotKept, NotYet};
    match verdict {
        Kept => "Đã thực hiện",
        InPart => "Thực hiện một phần",
        NotKept => "Chưa thực hiện",
        NotYet => "Chưa đo được",
    }
}

/// Names a figure of the chapter on procedures by its key.
pub(crate) fn procedure_key(key: &str) -> String {
    let parts: Vec<&str> = key.split('/').skip(1).collect();
    let (id, rest) = parts
        .split_first()
        .map_or(("", [].as_slice()), |(id, rest)| (*id, rest));
    match rest {
        ["change", number, "promised"] => format!("{id}, thay đổi {number}: hứa giảm"),
        ["change", number, _] => format!("{id}, thay đổi {number}: đo được"),
        ["late", number] => format!("{id}: ngày quá hạn do bước thứ {number}"),
        ["limit"] => format!("{id}: thời hạn"),
        ["finished"] => format!("{id}: hồ sơ xong"),
        ["on-time"] => format!("{id}: hồ sơ trong hạn"),
        ["rate"] => format!("{id}: tỷ lệ trong hạn"),
        ["before"] => format!("{id}: tỷ lệ kỳ trước"),
        ["running"] => format!("{id}: đang giải quyết"),
        ["overdue"] => format!("{id}: đã quá hạn"),
        ["median"] => format!("{id}: trung vị"),
        _ => format!("{id}: ngày quá hạn cả thảy"),
    }
}

/// Returns how a figure of the chapter on procedures is computed, by its key.
pub(crate) fn procedure_definition(key: &str) -> &'static str {
    let parts: Vec<&str> = key.split('/').skip(2).collect();
    match parts.as_slice() {
        ["change", _, "promised"] => {
            "Số ngày làm việc mà một hồ sơ sẽ giảm, như đã hứa khi ghi thay đổi."
        }
        ["change", _, _] => {
            "Số ngày làm việc mà một hồ sơ giảm được: chênh lệch trước và sau thay đổi của đơn vị đã đổi, trừ chênh lệch của các đơn vị đối chứng, theo tháng tiếp nhận."
        }
        ["late", _] => {
            "Phần quá hạn rơi vào một bước: số ngày quá thời hạn của từng hồ sơ chia theo phần mà mỗi bước lâu hơn thời hạn của bước, hoặc lâu hơn thường lệ."
        }
        ["late"] => "Tổng số ngày làm việc quá thời hạn của các hồ sơ xong trong kỳ.",
        ["limit"] => "Tổng thời hạn trong danh mục, tính bằng ngày làm việc.",
        ["finished"] => "Hồ sơ có bước kết thúc trong kỳ.",
        ["on-time"] => {
            "Trong số hồ sơ xong: giờ làm việc của cơ quan, không kể lúc chờ người nộp, không dài hơn thời hạn."
        }
        ["rate"] | ["before"] => {
            "Hồ sơ trong hạn chia cho hồ sơ xong, tính bằng phần vạn, làm tròn."
        }
        ["running"] => "Hồ sơ đã tiếp nhận mà chưa có bước kết thúc vào ngày cuối.",
        ["overdue"] => "Trong số đang giải quyết: đã dài hơn thời hạn.",
        _ => "Trung vị giờ làm việc của cơ quan cho các hồ sơ xong trong kỳ.",
    }
}

/// Returns what a measure counts; of the on-time rate when `None`.
pub fn definition(measure: Option<Measure>) -> &'static str {
    match measure {
        Some(Measure::Assigned) => {
            "Nhiệm vụ đã giao đến ngày chốt, chưa hủy, chưa được xác nhận hoàn thành trước kỳ báo cáo. Bằng tổng của hoàn thành đúng hạn, hoàn thành quá hạn, chờ xác nhận, quá hạn, trong hạn và tạm dừng. Mỗi lần phải báo cáo của nhiệm vụ định kỳ tính là một nhiệm vụ."
        }
        Some(Measure::Due) => {
            "Nhiệm vụ trong tổng số có thời hạn (đã tính gia hạn) từ ngày chốt trở về trước, trừ nhiệm vụ đang tạm dừng."
        }
        Some(Measure::DoneOnTime) => {
            "Đã được nơi giao xác nhận hoàn thành; ngày đơn vị báo cáo hoàn thành không sau thời hạn, hoặc nhiệm vụ không có thời hạn."
        }
        Some(Measure::DoneLate) => {
            "Đã được nơi giao xác nhận hoàn thành; ngày đơn vị báo cáo hoàn thành sau thời hạn."
        }
        Some(Measure::Waiting) => "Đơn vị đã báo cáo hoàn thành, nơi giao chưa xác nhận.",
        Some(Measure::Late) => {
            "Đến hết ngày chốt đã hết thời hạn (đã tính gia hạn) mà đơn vị chưa báo cáo hoàn thành."
        }
        Some(Measure::Excused) => {
            "Trong số quá hạn: đơn vị nêu lý do khách quan và đã được cấp có thẩm quyền xác nhận."
        }
        Some(Measure::InTime) => {
            "Chưa báo cáo hoàn thành, chưa hết thời hạn hoặc là nhiệm vụ thường xuyên không có thời hạn."
        }
        Some(Measure::AtRisk) => {
            "Trong số trong hạn: có dấu hiệu sẽ chậm (chưa tiếp nhận, lâu không có tiến độ, tiến độ thấp hơn thời gian đã trôi qua, xin gia hạn nhiều lần, báo cáo bị trả lại, văn bản gốc thay đổi); ngưỡng do Thành phố quy định."
        }
        Some(Measure::WithoutReport) => "Trong số quá hạn và trong hạn: chưa có báo cáo nào.",
        Some(Measure::Extended) => {
            "Trong tổng số: đã ít nhất một lần được cho lùi thời hạn. Thời hạn ban đầu vẫn được ghi bên cạnh."
        }
        Some(Measure::Suspended) => "Được tạm dừng tính thời hạn vào ngày chốt.",
        None => {
            "Hoàn thành đúng hạn chia cho tổng của hoàn thành đúng hạn, hoàn thành quá hạn và quá hạn; tính theo phần trăm, làm tròn đến một chữ số thập phân, nửa làm tròn lên."
        }
    }
}

/// The name of the on-time rate.
pub const ON_TIME: &str = "Tỷ lệ đúng hạn";

/// Returns all definitions, the rate last.
pub(crate) fn definitions() -> Vec<Definition> {
    let measures = Measure::ALL.into_iter().map(Some).chain([None]);
    measures
        .map(|measure| Definition {
            measure,
            name: measure.map_or(ON_TIME, name),
            text: definition(measure),
        })
        .collect()
}

/// Returns an integer with points between thousands: `12.345`.
pub fn number(value: u32) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Returns tenths of a percent as `87,5%`.
pub fn percent(tenths: u32) -> String {
    format!("{},{}%", tenths / 10, tenths % 10)
}

/// Returns a day as `05/9/2024`: days below ten and the months 1 and 2 with a
/// leading zero.
pub fn day(day: Date) -> String {
    format!("{:02}/{}/{}", day.day(), month(day.month()), day.year())
}

/// Returns a day as `05/9`.
pub fn short_day(day: Date) -> String {
    format!("{:02}/{}", day.day(), month(day.month()))
}

/// Returns a day as `ngày 05 tháng 9 năm 2024`.
pub fn long_day(day: Date) -> String {
    format!(
        "ngày {:02} tháng {} năm {}",
        day.day(),
        month(day.month()),
        day.year()
    )
}

/// Returns a moment as `16 giờ 05 phút ngày 30/9/2024`.
pub fn moment(at: DateTime) -> String {
    format!(
        "{:02} giờ {:02} phút ngày {}",
        at.hour(),
        at.minute(),
        day(at.date())
    )
}

fn month(month: i8) -> String {
    if month < 3 {
        format!("{month:02}")
    } else {
        month.to_string()
    }
}

/// Returns how a work stands, in a few words.
pub fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::DoneOnTime { on } => format!("Hoàn thành đúng hạn {}", short_day(*on)),
        Outcome::DoneLate { on, days } => {
            format!(
                "Hoàn thành {}, quá hạn {} ngày",
                short_day(*on),
                number(*days)
            )
        }
        Outcome::Waiting { on, days: 0 } => format!("Chờ xác nhận, báo cáo {}", short_day(*on)),
        Outcome::Waiting { on, days } => format!(
            "Chờ xác nhận, báo cáo {} (quá hạn {} ngày)",
            short_day(*on),
            number(*days)
        ),
        Outcome::Late { days } => format!("Quá hạn {} ngày", number(*days)),
        Outcome::InTime => "Trong hạn".to_owned(),
        Outcome::Suspended { since } => format!("Tạm dừng từ {}", day(*since)),
    }
}

/// Returns what speaks against a work, in a few words.
pub fn risk(reason: &Reason) -> String {
    match reason {
        Reason::LeadAbolished { .. } => {
            "đơn vị chủ trì không còn, chưa có đơn vị kế thừa".to_owned()
        }
        Reason::NotAccepted { working_days } => {
            format!("chưa tiếp nhận sau {working_days} ngày làm việc")
        }
        Reason::NoProgress { days } => format!("{days} ngày không có tiến độ mới"),
        Reason::BehindTime {
            percent,
            elapsed_percent,
        } => {
            format!("tiến độ {percent}%, thời gian đã qua {elapsed_percent}%")
        }
        Reason::ExtensionsAsked { times } => format!("xin gia hạn {times} lần"),
        Reason::Returned { on } => format!("báo cáo bị trả lại {}", day(*on)),
        Reason::SourceChanged => "văn bản giao nhiệm vụ đã thay đổi, chưa rà soát".to_owned(),
    }
}

/// Returns what became of a conclusion, in a few words.
pub fn conclusion(result: ConclusionResult) -> &'static str {
    match result {
        ConclusionResult::Late => "Có việc quá hạn",
        ConclusionResult::InWork => "Đang thực hiện",
        ConclusionResult::DoneLate => "Đã xong, có việc quá hạn",
        ConclusionResult::Done => "Đã xong đúng hạn",
    }
}

/// Returns a statement about a delay, with its answer.
pub fn statement(statement: &Statement) -> String {
    let on = day(statement.step.on);
    let text = statement.text.trim_end_matches(['.', ';']);
    let answer =
        |granted: &'static str, refused: &'static str, open: &'static str| match statement.answer {
            Some(Verdict::Granted) => granted,
            Some(Verdict::Refused) => refused,
            None => open,
        };
    match statement.kind {
        StatementKind::Excuse => {
            let answer = answer("đã được xác nhận", "không được xác nhận", "chưa có ý kiến");
            format!("Đơn vị nêu lý do khách quan ({on}): {text}; {answer}.")
        }
        StatementKind::ExtensionRequest => {
            let answer = answer("đã đồng ý", "không đồng ý", "chưa trả lời");
            format!("Đơn vị xin gia hạn ({on}): {text}; {answer}.")
        }
        StatementKind::Returned => format!("Báo cáo bị trả lại ({on}): {text}."),
    }
}

/// Returns why a deadline changed.
pub fn due_cause(cause: DueCause) -> &'static str {
    match cause {
        DueCause::Extended => "gia hạn",
        DueCause::Calendar => "đổi lịch nghỉ",
        DueCause::Suspension => "tạm dừng",
    }
}

/// Returns why a work stands on the agenda.
pub fn agenda(cause: AgendaCause) -> &'static str {
    match cause {
        AgendaCause::ThirdLateReminder => "Đã đôn đốc quá hạn lần thứ ba",
        AgendaCause::Asked => "Được đề nghị đưa ra giao ban",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn numbers_and_days_are_written_the_vietnamese_way() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_234_567), "1.234.567");
        assert_eq!(percent(875), "87,5%");
        assert_eq!(day(date(2024, 9, 5)), "05/9/2024");
        assert_eq!(day(date(2024, 2, 29)), "29/02/2024");
        assert_eq!(long_day(date(2024, 10, 7)), "ngày 07 tháng 10 năm 2024");
    }
}
