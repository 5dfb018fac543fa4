//! What all commands on a city's investment share: which day, year and source,
//! and how money and rates are written.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use dondoc_city::civil;
use dondoc_investment::room::figures::{Denominator, View};
use dondoc_investment::room::plan::Assigner;
use dondoc_investment::room::project::System as RoomSystem;
use dondoc_kinds::{Arg, UnitId};
use dondoc_messages::{Lang, text};
use jiff::civil::Date;

use crate::open::{self, Opened};
use crate::trouble::Trouble;

/// Which city, day and year.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Năm kế hoạch / plan year; default the one whose window is open.
    #[arg(long)]
    pub(crate) year: Option<i16>,
    /// Tính đến ngày / as of; default today.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Theo nguồn số liệu / who says what was spent.
    #[arg(long, value_enum, default_value_t = System::Treasury)]
    pub(crate) system: System,
}

/// Who says what was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum System {
    /// Kho bạc / the treasury.
    Treasury,
    /// Chủ đầu tư / the investor.
    Investor,
    /// Hệ thống quốc gia / the national system.
    National,
}

impl From<System> for RoomSystem {
    fn from(system: System) -> Self {
        match system {
            System::Treasury => Self::Treasury,
            System::Investor => Self::Investor,
            System::National => Self::National,
        }
    }
}

/// An open city with what is asked about.
pub(super) struct Asked {
    pub(super) opened: Opened,
    pub(super) as_of: Date,
    pub(super) year: i16,
    pub(super) system: RoomSystem,
}

impl Asked {
    pub(super) fn open(which: &Which) -> Result<Self, Trouble> {
        let opened = open::city(&which.data)?;
        let as_of = which.as_of.unwrap_or_else(|| civil(open::now()).date());
        let year = which
            .year
            .or_else(|| opened.city.investment.current_year(as_of));
        Ok(Self {
            year: year.unwrap_or(as_of.year()),
            opened,
            as_of,
            system: which.system.into(),
        })
    }

    pub(super) fn view(&self) -> View<'_> {
        View {
            room: &self.opened.city.investment,
            as_of: self.as_of,
            year: self.year,
            system: self.system,
        }
    }

    /// The city's denominator, without which no rate is said.
    pub(super) fn denominator(&self, lang: Lang) -> Result<Denominator, Trouble> {
        self.view().denominator(Assigner::City).ok_or_else(|| {
            let year = Arg::Text(self.year.to_string());
            Trouble::RefusedWords(text(lang, "investment-no-plan", &[("year", year)]))
        })
    }

    pub(super) fn unit_name(&self, unit: &str) -> String {
        let id = UnitId::parse(unit).ok();
        let known = id.map(|id| {
            self.opened
                .city
                .registry
                .name_on(&id, self.as_of)
                .to_owned()
        });
        known.unwrap_or_else(|| unit.to_owned())
    }

    pub(super) fn source_name(&self, source: &str, lang: Lang) -> String {
        let law = &self.opened.city.investment.law;
        law.source_name(source, lang == Lang::Vi).to_owned()
    }
}

/// An amount in billion đồng with one digit, as each language writes it.
pub(super) fn billions(amount: i64, lang: Lang) -> String {
    dondoc_messages::billions(lang, amount)
}

/// A rate in hundredths of a percent, with one digit.
pub(super) fn percent(rate: i64, lang: Lang) -> String {
    dondoc_messages::percent(lang, rate)
}

/// The same of a rate of 0 to 1.
pub(super) fn share(rate: f64, lang: Lang) -> String {
    percent((rate * 10_000.0).round() as i64, lang)
}

/// Who assigned a plan.
pub(super) fn assigner(assigner: Assigner, lang: Lang) -> String {
    text(
        lang,
        "investment-assigner",
        &[("assigner", Arg::from(assigner.word()))],
    )
}
