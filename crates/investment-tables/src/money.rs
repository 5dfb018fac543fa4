//! In what a table counts money.

use dondoc_sheets::{Cell, Decimal, Table};

/// The unit of money of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Money {
    /// Đồng.
    Dong,
    /// Thousand đồng.
    Thousand,
    /// Million đồng.
    Million,
    /// Billion đồng (*tỷ đồng*).
    Billion,
}

/// A table says its unit in so many first rows.
const TOP_ROWS: usize = 15;

impl Money {
    /// Returns the word that message files and commands use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Dong => "dong",
            Self::Thousand => "thousand",
            Self::Million => "million",
            Self::Billion => "billion",
        }
    }

    fn power(self) -> u8 {
        match self {
            Self::Dong => 0,
            Self::Thousand => 3,
            Self::Million => 6,
            Self::Billion => 9,
        }
    }

    /// Returns the unit that the first rows of a table name: "Đơn vị tính: triệu
    /// đồng", or a heading "Kế hoạch vốn (tỷ đồng)". `None` when they don't.
    #[must_use]
    pub fn told_by(table: &Table) -> Option<Self> {
        let cells = table.rows.iter().take(TOP_ROWS).flat_map(|row| &row.cells);
        cells.into_iter().find_map(|(_, cell)| match cell {
            Cell::Text(words) => Self::in_words(words),
            _ => None,
        })
    }

    fn in_words(words: &str) -> Option<Self> {
        let lower = words.to_lowercase();
        let named = [
            ("tỷ đồng", Self::Billion),
            ("tỉ đồng", Self::Billion),
            ("triệu đồng", Self::Million),
            ("tr.đ", Self::Million),
            ("nghìn đồng", Self::Thousand),
            ("ngàn đồng", Self::Thousand),
            ("1.000 đồng", Self::Thousand),
            ("1000 đồng", Self::Thousand),
            ("đơn vị: đồng", Self::Dong),
            ("đơn vị tính: đồng", Self::Dong),
            ("đvt: đồng", Self::Dong),
            ("(đồng)", Self::Dong),
        ];
        let found = named.into_iter().find(|(words, _)| lower.contains(words));
        found.map(|(_, money)| money)
    }

    /// Returns an amount in whole đồng; `None` when it is not whole, or is more
    /// than any budget.
    #[must_use]
    pub fn dong(self, amount: Decimal) -> Option<i64> {
        let whole = amount.times_ten_to(self.power())?.whole()?;
        // 10^17 đồng are a hundred times the country's yearly budget.
        let amount = i64::try_from(whole).ok()?;
        (amount.abs() <= 100_000_000_000_000_000).then_some(amount)
    }
}
