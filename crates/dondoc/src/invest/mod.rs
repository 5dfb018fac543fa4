//! `dondoc invest`: public investment, of a city or on files without one.

use clap::Subcommand;
use dondoc_messages::Lang;

use crate::trouble::Outcome;

mod backtest;
mod export;
mod import;
mod reallocate;
mod room;
mod status;

/// `dondoc invest`
#[derive(Debug, Subcommand)]
pub(crate) enum Invest {
    /// Nhập bảng / import a table: plan, projects, stages, contracts, progress, observations, payments, commitments, clearance.
    #[command(after_help = "\
Examples:
  dondoc invest import projects du-an.xlsx --data city
  dondoc invest import plan ke-hoach-2025.xlsx --data city --plan 2025-city --act 6000/QĐ-UBND --act-date 2024-12-20
  dondoc invest import observations thang-5.xlsx --data city --year 2025 --as-of 2025-05-31
  dondoc invest import payments thanh-toan.csv --data city --year 2025
Columns are proposed from the headings and remembered; a unit of money is read from the table (\"triệu đồng\").
One bad cell and nothing is imported; each is named.")]
    Import(import::Import),
    /// Ghi căn cứ pháp lý / record what the law says: windows, checks, steps, last days of adjustment.
    Law(import::SetLaw),
    /// Tiền đang ở đâu / where the money stands: rates by unit, project or source, low units, mismatches.
    Status(status::Status),
    /// Hết năm sẽ đến đâu / where the year will end, with comparable cases and both simple methods.
    Forecast(status::Forecast),
    /// Vướng ở đâu / what holds it up: unspent money by gate, stages that take long.
    Holdup(status::Holdup),
    /// Kiểm tra kế hoạch theo luật / check a plan by the law.
    Check(status::Check),
    /// Xuất OC4IDS, OCDS / open data, with a report on its quality.
    Export(export::Export),
    /// Thử dự báo trên các năm đã qua / judge the forecast on years that have passed.
    #[command(after_help = "\
Example: dondoc invest backtest theo-thang.csv --unit city --unit code --test 2024 --months 3-11
Columns: the --unit columns, year, month, plan (as known then), executed_cum (spent since the year began);
CSV with comma, semicolon or tab, or XLSX; an empty figure is a month that was not reported.
A forecast learns from earlier years only; at least two are needed.")]
    Backtest(backtest::Backtest),
    /// Điều chuyển vốn trong giới hạn / where capital could be moved within the limits.
    #[command(after_help = "\
Examples:
  dondoc invest reallocate --data city --as-of 2025-10-31
  dondoc invest reallocate bai-toan.json --frontier 20
The instance names projects with what each could still spend, and the limits; with a day (`as_of`) a source
is only touched when its last day of adjustment is given with the provision (`rules`).")]
    Reallocate(reallocate::Reallocate),
}

/// Does what was asked.
pub(crate) fn run(command: &Invest, lang: Lang) -> Outcome {
    match command {
        Invest::Import(args) => import::run(args, lang),
        Invest::Law(args) => import::law(args, lang),
        Invest::Status(args) => status::status(args, lang),
        Invest::Forecast(args) => status::forecast(args, lang),
        Invest::Holdup(args) => status::holdup(args, lang),
        Invest::Check(args) => status::check_plan(args, lang),
        Invest::Export(args) => export::run(args, lang),
        Invest::Backtest(args) => backtest::run(args, lang),
        Invest::Reallocate(args) => reallocate::run(args, lang),
    }
}
