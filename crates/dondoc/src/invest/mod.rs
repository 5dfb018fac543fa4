//! `dondoc invest`: public investment on files, without a city.

use clap::Subcommand;
use dondoc_messages::Lang;

use crate::trouble::Outcome;

mod backtest;
mod reallocate;
mod table;

/// `dondoc invest`
#[derive(Debug, Subcommand)]
pub(crate) enum Invest {
    /// Thử dự báo trên các năm đã qua / judge the forecast on years that have passed.
    #[command(after_help = "\
Example: dondoc invest backtest theo-thang.csv --unit city --unit code --test 2024 --months 3-11
Columns: the --unit columns, year, month, plan (as known then), executed_cum (spent since the year began).
A forecast learns from earlier years only; at least two are needed.")]
    Backtest(backtest::Backtest),
    /// Điều chuyển vốn trong giới hạn / where capital could be moved within the limits.
    #[command(after_help = "\
Example: dondoc invest reallocate bai-toan.json --frontier 20
The instance names projects with what each could still spend, and the limits; with a day (`as_of`) a source
is only touched when its last day of adjustment is given with the provision (`rules`).")]
    Reallocate(reallocate::Reallocate),
}

/// Does what was asked.
pub(crate) fn run(command: &Invest, lang: Lang) -> Outcome {
    match command {
        Invest::Backtest(args) => backtest::run(args, lang),
        Invest::Reallocate(args) => reallocate::run(args, lang),
    }
}
