//! What can be asked of a log on the command line.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `dondoc procedures`
#[derive(Debug, Subcommand)]
pub(crate) enum Procedures {
    /// Nhập nhật ký hồ sơ / a log to segments of the data folder, as one entry; or withdraw one.
    #[command(after_help = "\
Examples: dondoc procedures import ho-so.csv --data data --zone +07:00
          dondoc procedures import ho-so.xes.gz --data data --keep channel,deadline
          dondoc procedures import --list --data data
          dondoc procedures import --withdraw nk-0001 --reason \"nhầm tệp\" --data data
A data folder is then a LOG of its own: dondoc procedures map data --calendar hanoi")]
    Import(super::import::Import),
    /// Xuất Parquet / a log of any form as Parquet, for the tools of others.
    #[command(after_help = "Example: dondoc procedures export data --out ho-so.parquet")]
    Export(super::import::Export),
    /// Đối tượng của nhật ký OCEL / an object-centric log: types, counts, how each type lives.
    #[command(after_help = "Example: dondoc procedures objects ho-so.jsonocel --json")]
    Objects(super::objects::Objects),
    /// Danh mục thủ tục / the catalogue, or a procedure with its versions and what each changed.
    #[command(after_help = "\
Examples: dondoc procedures catalogue --data data
          dondoc procedures catalogue 1.009994 --data data
Enter it: dondoc import procedures danh-muc.xlsx --data data [--reason \"...\"]")]
    Catalogue(super::room::Catalogue),
    /// Bộ chỉ số 766/QĐ-TTg / the index of Decision 766, as far as catalogue and logs say it.
    #[command(
        after_help = "Example: dondoc procedures index --data data --as-of 2024-09-30 --json"
    )]
    Index(super::room::Index),
    /// Các bước theo quy định, dạng PNML / the prescribed steps as a net.
    #[command(after_help = "\
Example: dondoc procedures prescribed 1.009994 --data data > quy-dinh.pnml
         dondoc procedures conformance ho-so.csv --net quy-dinh.pnml")]
    Prescribed(super::room::Prescribed),
    /// Hồ sơ của thủ tục nằm ở nhật ký nào / which logs hold a procedure's cases.
    #[command(after_help = "\
Example: dondoc procedures link 1.009994 --data data --logs nk-0001 --ends \"Trả kết quả\" --asks \"Yêu cầu bổ sung\" --map \"Ký duyệt=6\"")]
    Link(super::room::Link),
    /// Đúng hạn trong một kỳ, bước nào gây trễ / who kept the limit in a period, and which legal step made cases late.
    #[command(
        after_help = "Example: dondoc procedures assess 1.009994 --data data --from 2024-07-01 --to 2024-09-30"
    )]
    Assess(super::room::Assess),
    /// Phiếu rút ngắn / make a shortening sheet, or write one that was made.
    #[command(after_help = "\
Examples: dondoc procedures sheet 1.009994 --data data --out phieu.pdf --out phieu.docx
          dondoc procedures sheet prn-0001 --data data --out phieu.docx")]
    Sheet(super::room::Sheet),
    /// Ký phiếu, thành nhiệm vụ / sign a sheet: it becomes a task.
    #[command(
        after_help = "Example: dondoc procedures sign prn-0001 --data data --proposals 1,2 --unit \"Sở Xây dựng\" --product \"Quyết định ủy quyền\" --due 2024-03-29"
    )]
    Sign(super::room::SignArgs),
    /// Ghi một thay đổi và điều đã hứa / record a change and what it promised.
    #[command(
        after_help = "Example: dondoc procedures change 1.009994 --data data --what \"Ký hằng ngày\" --units \"Bộ phận một cửa số 1\" --from 2024-04-01 --promised 1.5 --sheet prn-0001"
    )]
    Change(super::room::Change),
    /// Thay đổi có tác dụng không / what a change did, against units that it did not touch.
    #[command(
        after_help = "Example: dondoc procedures measure 1.009994 --data data --change 1 --as-of 2024-09-30"
    )]
    Measure(super::room::Measure),
    /// Một hồ sơ đang ở đâu / where the case of a code stands, and when it will be done.
    #[command(
        after_help = "Example: dondoc procedures status 000.00.01.H26-240930-0012 --data data"
    )]
    Status(super::room::Status),
    /// Gộp các đoạn / bring the segments of a folder into one, so that maps are read at once.
    #[command(after_help = "Example: dondoc procedures compact data")]
    Compact(super::import::Compact),
    /// Bản đồ quy trình thật / the directly-follows map, with exact medians in wall and working time.
    #[command(after_help = "\
Examples: dondoc procedures map ho-so.xes.gz --calendar hanoi --json
          dondoc procedures map ho-so.csv --columns \"case=Mã hồ sơ,activity=Bước,time=Thời điểm\" --zone +07:00")]
    Map(Map),
    /// Các biến thể / sequences of activities, with the cases that took them.
    #[command(after_help = "Example: dondoc procedures variants ho-so.csv --top 10 --json")]
    Variants(Variants),
    /// Hồ sơ chờ vì sao / what cases wait for: batching, contention, prioritisation, unavailability, documents.
    #[command(after_help = "\
Examples: dondoc procedures waiting ho-so.csv --calendar hanoi --asks \"Yêu cầu bổ sung\"
          dondoc procedures waiting ho-so.csv --hours gio-lam.csv --json")]
    Waiting(super::waits::WaitingArgs),
    /// Đúng hạn đến đâu / who was on time, by a definition that is named.
    #[command(after_help = "\
Examples: dondoc procedures deadlines ho-so.xes.gz --by result-date --json
          dondoc procedures deadlines ho-so.csv --limit-days 15 --calendar hanoi --end \"Trả kết quả\"")]
    Deadlines(super::waits::DeadlinesArgs),
    /// Mất bao lâu / how long cases take, by unit, channel, month or quarter.
    #[command(after_help = "\
Examples: dondoc procedures throughput ho-so.csv --by month --calendar hanoi
          dondoc procedures throughput ho-so.xes.gz --by column --column channel --json")]
    Throughput(super::flow::Throughput),
    /// Làm lại / steps done again, and the loops that cases go.
    #[command(after_help = "Example: dondoc procedures rework ho-so.csv --json")]
    Rework(super::flow::Rework),
    /// Đúng quy trình đến đâu / how well cases keep to a net or to prescribed steps: exact alignments.
    #[command(
        after_help = "Example: dondoc procedures conformance ho-so.xes.gz --net quy-trinh.pnml --json"
    )]
    Conformance(super::conformance::Conformance),
    /// Tìm quy trình từ nhật ký / discover a net (inductive miner), as PNML.
    #[command(
        after_help = "Example: dondoc procedures discover ho-so.xes.gz --noise 0.2 > quy-trinh.pnml"
    )]
    Discover(super::conformance::Discover),
    /// Dự báo thời gian còn lại / remaining time and chance to be late, with interval and reasons.
    #[command(after_help = "\
Examples: dondoc procedures predict ho-so.xes.gz --holdout 64/16/20 --json
          dondoc procedures predict ho-so.csv --end \"Trả kết quả\" --limit-days 20")]
    Predict(super::predict::Predict),
    /// Mô phỏng, kèm kiểm tra trung thực / simulate what is, with the honesty check.
    #[command(
        after_help = "Example: dondoc procedures simulate ho-so.csv --calendar hanoi --limit-days 10"
    )]
    Simulate(super::simulate::Simulate),
    /// Nếu đổi thì sao / try a scenario, or propose what would shorten most.
    #[command(after_help = "\
Examples: dondoc procedures whatif ho-so.csv --calendar hanoi --steps can-cu.csv
          dondoc procedures whatif ho-so.csv --scenario bo-buoc.json
A scenario: {\"form\": 1, \"name\": \"...\", \"changes\": [{\"drop\": {\"activity\": \"...\"}}], \"limit_days\": 10}
Changes: drop, merge, parallelise, retime, delegate, staff, arrivals.")]
    Whatif(super::simulate::WhatIf),
    /// Bước nào gây trễ / which steps made cases late, the parts summing to the whole.
    #[command(
        after_help = "Example: dondoc procedures lateness ho-so.csv --limit-days 15 --calendar hanoi"
    )]
    Lateness(super::simulate::Late),
    /// Hiệu quả sau thay đổi / what a change did in one unit, against the others.
    #[command(
        after_help = "Example: dondoc procedures effect ho-so.csv --unit \"Phường A\" --from 2024-07-01"
    )]
    Effect(super::effect::Effect),
    /// Ai chuyển hồ sơ cho ai / who hands cases to whom.
    #[command(after_help = "Example: dondoc procedures handovers ho-so.csv --json")]
    Handovers(Handovers),
    /// Kết quả một phần, để gộp / the partial map of a shard of cases, to be merged.
    #[command(
        after_help = "Example: dondoc procedures partial quan-1.csv --calendar hanoi --out quan-1.part"
    )]
    Partial(Partial),
    /// Gộp các phần thành bản đồ / partial maps to the map of all their cases.
    #[command(after_help = "Example: dondoc procedures merge *.part --json")]
    Merge(Merge),
}

/// The order of events in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// As the file has them.
    File,
    /// By their moments; those of one moment as the file has them.
    Time,
}

/// Which log, and how it is read.
#[derive(Debug, Args)]
pub(crate) struct Log {
    /// Nhật ký / the log: XES, CSV, XLSX, Parquet, OCEL, `.gz` too; segments, their folder, or a data folder.
    pub(crate) log: PathBuf,
    /// Thứ tự sự kiện trong hồ sơ / order of events in a case.
    #[arg(long, value_enum, default_value = "file")]
    pub(crate) order: Order,
    /// Chỉ các bước đã xong / only events that complete their activity.
    #[arg(long)]
    pub(crate) complete_only: bool,
    /// Cột nào là gì / which column is what: `case=..,activity=..,time=..,start=..,resource=..,unit=..`.
    #[arg(long, default_value = "")]
    pub(crate) columns: String,
    /// Loại đối tượng là hồ sơ / which objects are the cases of an OCEL log.
    #[arg(long)]
    pub(crate) object_type: Option<String>,
    /// Múi giờ của thời điểm không ghi múi giờ / offset of moments that name none.
    #[arg(long, default_value = "+00:00", value_parser = zone, allow_hyphen_values = true)]
    pub(crate) zone: i32,
}

/// `dondoc procedures map`
#[derive(Debug, Args)]
pub(crate) struct Map {
    #[command(flatten)]
    pub(crate) log: Log,
    /// Lịch làm việc / jurisdiction whose calendar counts working time.
    #[arg(long)]
    pub(crate) calendar: Option<String>,
    /// Mọi mũi tên / every edge, not the 25 heaviest alone.
    #[arg(long)]
    pub(crate) all: bool,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dondoc procedures variants`
#[derive(Debug, Args)]
pub(crate) struct Variants {
    #[command(flatten)]
    pub(crate) log: Log,
    /// Bao nhiêu / how many to show.
    #[arg(long, default_value_t = 20)]
    pub(crate) top: usize,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dondoc procedures handovers`
#[derive(Debug, Args)]
pub(crate) struct Handovers {
    #[command(flatten)]
    pub(crate) log: Log,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dondoc procedures partial`
#[derive(Debug, Args)]
pub(crate) struct Partial {
    #[command(flatten)]
    pub(crate) log: Log,
    /// Lịch làm việc / jurisdiction whose calendar counts working time.
    #[arg(long)]
    pub(crate) calendar: Option<String>,
    /// Tệp kết quả / where the part goes.
    #[arg(long)]
    pub(crate) out: PathBuf,
}

/// `dondoc procedures merge`
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Các phần / parts.
    #[arg(required = true)]
    pub(crate) parts: Vec<PathBuf>,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Reads `+07:00`, `-03:30`, `+7` or `Z` as minutes east of UTC.
pub(super) fn zone(text: &str) -> Result<i32, String> {
    let wrong = || format!("`{text}` is not an offset: write +07:00");
    if text == "Z" {
        return Ok(0);
    }
    let (sign, rest) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        _ => return Err(wrong()),
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let hours: i32 = hours.parse().map_err(|_| wrong())?;
    let minutes: i32 = minutes.parse().map_err(|_| wrong())?;
    if !(0..=18).contains(&hours) || !(0..60).contains(&minutes) {
        return Err(wrong());
    }
    Ok(sign * (hours * 60 + minutes))
}
