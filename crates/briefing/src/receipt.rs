//! The short code under which a figure can be traced.
//!
//! A receipt holds no data: it says which briefing to compute again (period,
//! day, size of the log) and which of its figures is meant. On any copy of the
//! ledger the same computation gives the same figure, and the tasks and
//! entries behind it. It is 90 bits in 18 characters of Crockford's base 32,
//! in three groups: `0GTB5D-00G7SM-4KZ1QX`, most significant bit first:
//!
//! | bits | what |
//! |---|---|
//! | 2 | version of this layout, 0 |
//! | 6 | year of the period, from 2010 |
//! | 5 | part of the year: 0 year, 1–2 half, 3–6 quarter, 7–18 month |
//! | 11 | as-of day, in days after the first day of the period |
//! | 26 | size of the log |
//! | 30 | hash of the figure's key |
//! | 10 | CRC-10 over the 80 bits before |
//!
//! All figures of one briefing share the first ten characters. The checksum
//! finds every single wrong character and every swap of two neighbours.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Period;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS: usize = 18;
/// How many characters the figures of one briefing share.
const SHARED: usize = 10;
/// x¹⁰ + x⁹ + x⁵ + x⁴ + x + 1 (CRC-10/ATM, ITU-T I.610), without the highest term.
const POLYNOMIAL: u16 = 0x233;

/// The largest size of the log that a receipt can name.
pub const MAX_TREE_SIZE: u64 = (1 << 26) - 1;
/// The latest as-of day that a receipt can name, in days after the period's first.
pub const MAX_DAYS: i32 = (1 << 11) - 1;

/// Which briefing: the part that all its receipts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
// INVARIANT: all values fit their bits.
pub struct Edition {
    period: Period,
    as_of: Date,
    tree_size: u64,
}

/// Why no receipts can be written for a briefing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadEdition {
    /// The as-of day lies before the period begins, or more than
    /// [`MAX_DAYS`] after its first day.
    AsOf {
        /// The day that was given.
        given: Date,
        /// The first day allowed.
        from: Date,
        /// The last day allowed.
        until: Date,
    },
    /// The log is longer than [`MAX_TREE_SIZE`].
    TreeSize {
        /// The size that was given.
        given: u64,
    },
}

impl Edition {
    /// Names a briefing.
    ///
    /// # Errors
    /// See [`BadEdition`].
    pub fn new(period: Period, as_of: Date, tree_size: u64) -> Result<Self, BadEdition> {
        let from = period.first_day();
        let until = from.saturating_add(MAX_DAYS.days());
        if as_of < from || as_of > until {
            return Err(BadEdition::AsOf {
                given: as_of,
                from,
                until,
            });
        }
        if tree_size > MAX_TREE_SIZE {
            return Err(BadEdition::TreeSize { given: tree_size });
        }
        Ok(Self {
            period,
            as_of,
            tree_size,
        })
    }

    /// Returns the period of the briefing.
    pub fn period(&self) -> Period {
        self.period
    }

    /// Returns the day whose end the briefing describes.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Returns how many entries the briefing was computed from.
    pub fn tree_size(&self) -> u64 {
        self.tree_size
    }

    fn days(&self) -> u128 {
        let days = (self.as_of - self.period.first_day()).get_days();
        u128::from(days.unsigned_abs())
    }
}

/// A figure's code. Reads with or without hyphens, in either case, with `O`
/// for 0 and `I` or `L` for 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
// INVARIANT: 90 bits; version, period and checksum were checked.
pub struct Receipt(u128);

/// Why a text is not a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadReceipt {
    /// It does not have 18 characters (hyphens and blanks aside).
    Length {
        /// How many it has.
        given: usize,
    },
    /// A character that no receipt has.
    Character {
        /// The character.
        given: char,
        /// Its place, from 1, hyphens and blanks aside.
        place: usize,
    },
    /// A character is wrong or two are swapped.
    Checksum,
    /// It was written by a newer program, or names a period that does not exist.
    Unknown,
}

impl fmt::Display for BadReceipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { given } => write!(f, "a receipt has 18 characters, this has {given}"),
            Self::Character { given, place } => write!(
                f,
                "no receipt has the character `{given}` (place {place}): digits and the letters A–Z without U are used"
            ),
            Self::Checksum => f.write_str("a character of the receipt is mistyped"),
            Self::Unknown => {
                f.write_str("the receipt is of a form that this program does not know")
            }
        }
    }
}

impl std::error::Error for BadReceipt {}

impl dondoc_kinds::Say for BadReceipt {
    fn key(&self) -> &'static str {
        match self {
            Self::Length { .. } => "briefing-receipt-length",
            Self::Character { .. } => "briefing-receipt-character",
            Self::Checksum => "briefing-receipt-checksum",
            Self::Unknown => "briefing-receipt-unknown",
        }
    }

    fn args(&self) -> Vec<(&'static str, dondoc_kinds::Arg)> {
        let number = |n: &usize| dondoc_kinds::Arg::Text(n.to_string());
        match self {
            Self::Length { given } => {
                vec![("given", number(given)), ("needed", number(&CHARACTERS))]
            }
            Self::Character { given, place } => vec![
                ("given", given.to_string().as_str().into()),
                ("place", number(place)),
            ],
            Self::Checksum | Self::Unknown => vec![],
        }
    }
}

impl Receipt {
    /// Writes the receipt of the figure whose key has the hash `key`, of which
    /// the lower 30 bits count.
    pub(crate) fn new(edition: &Edition, key: u32) -> Self {
        let mut bits: u128 = 0; // version 0
        let mut push =
            |value: u128, width: u32| bits = bits << width | (value & ((1 << width) - 1));
        push(
            u128::from(edition.period.year().abs_diff(*Period::YEARS.start())),
            6,
        );
        push(u128::from(edition.period.slot()), 5);
        push(edition.days(), 11);
        push(u128::from(edition.tree_size), 26);
        push(u128::from(key), 30);
        Self(bits << 10 | u128::from(crc10(bits)))
    }

    /// Returns which briefing the figure stands in.
    pub fn edition(self) -> Edition {
        let field = |shift: u32, width: u32| (self.0 >> shift) & ((1 << width) - 1);
        let year = *Period::YEARS.start() + i16::try_from(field(82, 6)).unwrap_or_default();
        let slot = u8::try_from(field(77, 5)).unwrap_or_default();
        let period = Period::from_slot(year, slot).unwrap_or_else(|| unreachable_period(year));
        let days = i32::try_from(field(66, 11)).unwrap_or_default();
        Edition {
            period,
            as_of: period.first_day().saturating_add(days.days()),
            tree_size: u64::try_from(field(40, 26)).unwrap_or_default(),
        }
    }

    /// Returns the ten characters that all figures of the briefing share, as
    /// `0GTB5D-00G7`.
    pub fn shared(self) -> String {
        let text = self.to_string();
        text[..SHARED + 1].to_owned()
    }

    /// Returns the eight characters of this figure alone, as `SM-4KZ1QX`.
    pub fn own(self) -> String {
        let text = self.to_string();
        text[SHARED + 1..].to_owned()
    }
}

/// A slot that was checked when the receipt was read always gives a period.
fn unreachable_period(year: i16) -> Period {
    Period::quarter_of(jiff::civil::date(year, 1, 1)).unwrap_or_else(|| {
        #[expect(clippy::expect_used, reason = "slot 0 of the first year exists")]
        Period::from_slot(*Period::YEARS.start(), 0).expect("the first year is a period")
    })
}

/// CRC-10 of an 80-bit number, highest bit first.
fn crc10(message: u128) -> u16 {
    let mut register: u16 = 0;
    for place in (0..80).rev() {
        let bit = u16::from((message >> place) & 1 == 1);
        let feedback = (register >> 9 & 1) ^ bit;
        register = register << 1 & 0x3ff;
        if feedback == 1 {
            register ^= POLYNOMIAL;
        }
    }
    register
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in 0..CHARACTERS {
            if place > 0 && place % 6 == 0 {
                f.write_str("-")?;
            }
            let shift = 5 * (CHARACTERS - 1 - place);
            let digit = usize::from((self.0 >> shift) as u8 & 31);
            write!(f, "{}", char::from(ALPHABET[digit]))?;
        }
        Ok(())
    }
}

impl FromStr for Receipt {
    type Err = BadReceipt;

    fn from_str(text: &str) -> Result<Self, BadReceipt> {
        let kept = |c: &char| {
            !matches!(
                c,
                '-' | '\u{2011}' | '–' | ' ' | '\t' | '\u{a0}' | '\n' | '\r'
            )
        };
        let given = text.chars().filter(kept).count();
        let mut bits: u128 = 0;
        for (index, c) in text.chars().filter(kept).take(CHARACTERS).enumerate() {
            let digit = digit(c).ok_or(BadReceipt::Character {
                given: c,
                place: index + 1,
            })?;
            bits = bits << 5 | u128::from(digit);
        }
        if given != CHARACTERS {
            return Err(BadReceipt::Length { given });
        }
        if u128::from(crc10(bits >> 10)) != bits & 0x3ff {
            return Err(BadReceipt::Checksum);
        }
        let version = bits >> 88;
        let year = *Period::YEARS.start() + i16::try_from(bits >> 82 & 63).unwrap_or_default();
        let slot = u8::try_from(bits >> 77 & 31).unwrap_or_default();
        if version != 0 || Period::from_slot(year, slot).is_none() {
            return Err(BadReceipt::Unknown);
        }
        Ok(Self(bits))
    }
}

fn digit(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|&known| char::from(known) == c)?;
    u8::try_from(place).ok()
}

impl TryFrom<String> for Receipt {
    type Error = BadReceipt;
    fn try_from(text: String) -> Result<Self, BadReceipt> {
        text.parse()
    }
}

impl From<Receipt> for String {
    fn from(receipt: Receipt) -> Self {
        receipt.to_string()
    }
}

/// Returns the FNV-1a hash of a key, folded to 30 bits.
///
/// It only has to spread: within one briefing, equal hashes are told apart
/// when the receipts are written (see [`crate::figure::Cashier`]).
pub(crate) fn key_hash(key: &str) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in key.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let folded = (hash >> 34) ^ (hash & 0x3fff_ffff);
    u32::try_from(folded & 0x3fff_ffff).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn edition() -> Edition {
        let period = "2024-Q3".parse().expect("a quarter");
        Edition::new(period, date(2024, 9, 30), 48_213).expect("fits")
    }

    proptest! {
        #[test]
        fn a_receipt_gives_back_what_it_was_made_of(
            year in 2010_i16..=2073, slot in 0_u8..19, days in 0_i32..=MAX_DAYS,
            size in 0_u64..=MAX_TREE_SIZE, key in 0_u32..1 << 30,
        ) {
            let period = Period::from_slot(year, slot).expect("valid slot");
            let as_of = period.first_day().checked_add(days.days()).expect("in range");
            let edition = Edition::new(period, as_of, size).expect("fits");
            let receipt = Receipt::new(&edition, key);
            let read: Receipt = receipt.to_string().parse().expect("own text");
            prop_assert_eq!(read, receipt);
            prop_assert_eq!(read.edition(), edition);
        }

        #[test]
        fn one_wrong_character_is_found(key in 0_u32..1 << 30, place in 0_usize..18, other in 0_usize..32) {
            let text: Vec<u8> = Receipt::new(&edition(), key).to_string().bytes().filter(|b| *b != b'-').collect();
            let mut wrong = text.clone();
            wrong[place] = ALPHABET[other];
            prop_assume!(wrong != text);
            let wrong = String::from_utf8(wrong).expect("ascii");
            prop_assert_eq!(wrong.parse::<Receipt>(), Err(BadReceipt::Checksum));
        }

        #[test]
        fn two_swapped_neighbours_are_found(key in 0_u32..1 << 30, place in 0_usize..17) {
            let text: Vec<u8> = Receipt::new(&edition(), key).to_string().bytes().filter(|b| *b != b'-').collect();
            let mut wrong = text.clone();
            wrong.swap(place, place + 1);
            prop_assume!(wrong != text);
            let wrong = String::from_utf8(wrong).expect("ascii");
            prop_assert_eq!(wrong.parse::<Receipt>(), Err(BadReceipt::Checksum));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            if let Ok(receipt) = text.parse::<Receipt>() {
                receipt.edition();
            }
        }
    }

    #[test]
    fn hyphens_case_and_lookalikes_do_not_matter() {
        let receipt = Receipt::new(&edition(), key_hash("summary/late"));
        let text = receipt.to_string();
        let sloppy = text
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        assert_eq!(sloppy.parse(), Ok(receipt));
        assert_eq!(format!("{}{}", receipt.shared(), receipt.own()), text);
    }

    #[test]
    fn a_bad_receipt_says_what_is_wrong() {
        assert_eq!(
            "ABC".parse::<Receipt>(),
            Err(BadReceipt::Length { given: 3 })
        );
        let character = BadReceipt::Character {
            given: 'U',
            place: 2,
        };
        assert_eq!("1U".parse::<Receipt>(), Err(character));
    }

    #[test]
    fn a_briefing_before_its_period_or_over_too_long_a_log_has_no_receipts() {
        let period: Period = "2024-Q3".parse().expect("a quarter");
        assert!(matches!(
            Edition::new(period, date(2024, 6, 30), 1),
            Err(BadEdition::AsOf { .. })
        ));
        let size = BadEdition::TreeSize { given: 1 << 26 };
        assert_eq!(Edition::new(period, date(2024, 7, 1), 1 << 26), Err(size));
    }

    #[test]
    fn the_code_of_a_known_figure_never_changes() {
        let receipt = Receipt::new(&edition(), key_hash("unit/so-tai-chinh/late"));
        assert_eq!(receipt.to_string(), "1RM5P0-1F2NZ3-ZM0BRV");
    }
}
