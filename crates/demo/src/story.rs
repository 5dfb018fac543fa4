//! The demo's data: documents, what people decided about them, and words.

use jiff::civil::Date;
use serde::Deserialize;

use crate::Problem;
use crate::meeting::{Briefing, Held};

const DOCUMENTS: &str = include_str!("../../../jurisdictions/hanoi/demo/documents.toml");
const STORY: &str = include_str!("../../../jurisdictions/hanoi/demo/story.toml");
const MEETINGS: &str = include_str!("../../../jurisdictions/hanoi/demo/meetings.toml");
const WORDS: &str = include_str!("../../../jurisdictions/hanoi/demo/words.toml");

macro_rules! texts {
    ($($file:literal),+ $(,)?) => {
        &[$(($file, include_str!(concat!("../../../jurisdictions/hanoi/demo/documents/", $file)))),+]
    };
}

const TEXTS: &[(&str, &str)] = texts![
    "18-nq-tu.txt",
    "24-ct-tu.txt",
    "171-kh-tu.txt",
    "05-ct-ubnd.txt",
    "1108-ubnd-ktth.txt",
    "1482-tb-tu.txt",
    "2214-ubnd-ktth.txt",
    "1620-tb-tu.txt",
];

/// What the register of the demo says about a document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Its id in the register.
    pub id: String,
    /// The file under `documents/`.
    pub file: String,
    /// The kind word with one capital.
    pub kind: String,
    /// Number and symbol.
    pub number: String,
    /// The day it bears.
    pub date: Date,
    /// Who issues, in words.
    pub issuer: String,
    /// The name of the unit that issues its tasks and confirms them.
    pub assigner: String,
    /// The subject on one line.
    pub title: String,
    /// The briefing whose conclusions it announces.
    pub meeting: Option<String>,
    /// The id of the document that it amends.
    pub amends: Option<String>,
    /// Always true: every text was written for the demo.
    pub illustrative: bool,
    /// What is known and what was made up, in Vietnamese.
    pub note_vi: String,
    /// The same in English.
    pub note_en: String,
}

impl Sheet {
    /// Returns the text, NFC with LF.
    ///
    /// # Errors
    /// [`Problem::NoText`] when the file is not part of the program.
    pub fn text(&self) -> Result<&'static str, Problem> {
        TEXTS
            .iter()
            .find_map(|(file, text)| (*file == self.file).then_some(*text))
            .ok_or_else(|| Problem::NoText {
                file: self.file.clone(),
            })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheets {
    document: Vec<Sheet>,
}

/// A briefing of the story.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Its id.
    pub id: String,
    /// The period as the command line takes it.
    pub period: String,
    /// The day as of which its figures are computed.
    pub as_of: Date,
    /// The day it was held.
    pub held: Date,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    pub(crate) first_day: Date,
    pub(crate) last_day: Date,
    pub(crate) entered: Vec<Entered>,
    pub(crate) meeting: Vec<Meeting>,
    pub(crate) swap: Vec<Swap>,
    pub(crate) chosen: Vec<Chosen>,
    pub(crate) product: Vec<Product>,
    pub(crate) refused: Vec<Refused>,
    pub(crate) fate: Vec<Fate>,
    pub(crate) storm: Storm,
}

/// When a document was entered and its tasks were issued.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entered {
    pub(crate) document: String,
    pub(crate) registered: Date,
    pub(crate) issued: Date,
}

/// A day off in exchange for a worked Saturday.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Swap {
    pub(crate) announced: Date,
    pub(crate) off: Date,
    pub(crate) works: Date,
    pub(crate) name: String,
    pub(crate) source: String,
    #[serde(rename = "real")]
    _real: bool,
}

/// Whom a person chose where the words name no unit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chosen {
    pub(crate) words: String,
    pub(crate) units: Vec<String>,
    pub(crate) reason: String,
}

/// What a person typed as product.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Product {
    pub(crate) words: String,
    pub(crate) product: String,
}

/// What a person refused although it reads like a task.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refused {
    pub(crate) document: String,
    pub(crate) words: String,
    pub(crate) reason: String,
}

/// What happened to one task.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fate {
    pub(crate) document: String,
    pub(crate) words: String,
    pub(crate) lead: String,
    pub(crate) kind: FateKind,
    pub(crate) on: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) to: Option<String>,
    pub(crate) instrument: Option<String>,
}

/// What can happen to one task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FateKind {
    Extended,
    Cancelled,
    Transferred,
    Suspended,
    Silent,
    Returned,
    Late,
}

/// The storm, and whom it excused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Storm {
    pub(crate) from: Date,
    pub(crate) until: Date,
    pub(crate) confirmed: Date,
    pub(crate) units: Vec<String>,
    pub(crate) authority: String,
    pub(crate) instrument: String,
}

/// What synthetic reports say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) mark: String,
    pub(crate) evidence_title: String,
    pub(crate) field: Vec<Field>,
    pub(crate) storm: Reason,
    pub(crate) returned: Returned,
    pub(crate) cancelled: Reason,
    pub(crate) transferred: Reason,
}

/// The words of one field of work.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) keys: Vec<String>,
    pub(crate) progress: Vec<String>,
    pub(crate) done: Vec<String>,
    pub(crate) reasons: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    pub(crate) reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Returned {
    pub(crate) reason: String,
    pub(crate) bare: String,
}

/// Returns the documents of the demo, in the order in which they were entered.
///
/// # Errors
/// [`Problem::Table`] when `documents.toml` is not what it should be.
pub fn sheets() -> Result<Vec<Sheet>, Problem> {
    table::<Sheets>("documents.toml", DOCUMENTS).map(|sheets| sheets.document)
}

/// Returns the briefings of the story, oldest first.
///
/// # Errors
/// [`Problem::Table`] when `story.toml` is not what it should be.
pub fn meetings() -> Result<Vec<Meeting>, Problem> {
    story().map(|story| story.meeting)
}

/// Returns the days that the jurisdiction's table knows and that the story
/// announces on the way. Whoever starts the demo's calendar leaves them out, so
/// that the announcement moves deadlines, as it did then.
///
/// # Errors
/// [`Problem::Table`] when `story.toml` is not what it should be.
pub fn announced_later() -> Result<Vec<Date>, Problem> {
    Ok(story()?
        .swap
        .iter()
        .flat_map(|swap| [swap.off, swap.works])
        .collect())
}

pub(crate) fn story() -> Result<Story, Problem> {
    table("story.toml", STORY)
}

pub(crate) fn held() -> Result<Vec<Briefing>, Problem> {
    table::<Held>("meetings.toml", MEETINGS).map(|held| held.meeting)
}

pub(crate) fn words() -> Result<Words, Problem> {
    table("words.toml", WORDS)
}

fn table<T: for<'de> Deserialize<'de>>(file: &'static str, text: &str) -> Result<T, Problem> {
    toml::from_str(text).map_err(|source| Problem::Table {
        file,
        source: Box::new(source),
    })
}
