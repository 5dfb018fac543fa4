//! `dondoc init`: a new, empty city.

use std::path::Path;

use anyhow::Context;
use dondoc_city::{Acting, Founded, Jurisdiction, found};
use dondoc_kinds::{Arg, UnitId};
use dondoc_ledger::Entropy;
use dondoc_ledger_sqlite::{DataFolder, OsEntropy, Settings};
use dondoc_messages::{Lang, text};
use jiff::Timestamp;

use crate::args::Init;
use crate::open;
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// Makes the folder and founds the city.
pub(crate) fn run(args: &Init, lang: Lang) -> Outcome {
    let jurisdiction = open::jurisdiction(&args.jurisdiction)?;
    let at = open::now();
    let events = jurisdiction.founding().map_err(open::tables)?;
    let origin = format!("dondoc/{}/{}", jurisdiction.name(), at.as_second());
    let folder = new_city(
        &args.data,
        jurisdiction,
        &origin,
        &events,
        at,
        Box::new(OsEntropy),
    )?;
    let head = folder
        .ledger()
        .head()
        .context("failed to read the ledger")?;
    let shown = [
        ("folder", Arg::Text(args.data.display().to_string())),
        (
            "count",
            Arg::Count(i64::try_from(head.size).unwrap_or(i64::MAX)),
        ),
        ("key", Arg::Text(folder.signer().verifier().to_string())),
    ];
    out::line(&text(lang, "init-done", &shown));
    Ok(())
}

/// Makes a data folder and appends the founding entries.
pub(crate) fn new_city(
    path: &Path,
    jurisdiction: Jurisdiction,
    origin: &str,
    events: &[Founded],
    at: Timestamp,
    entropy: Box<dyn Entropy>,
) -> Result<DataFolder, Trouble> {
    let settings = Settings {
        jurisdiction: jurisdiction.name().to_owned(),
        origin: origin.to_owned(),
        created: at,
    };
    let folder = DataFolder::create_with(path, &settings, entropy)
        .map_err(|error| Trouble::Broken(Box::new(error)))?;
    let acting = Acting::of(founder());
    found(folder.ledger(), events, &acting, at).context("failed to found the city")?;
    Ok(folder)
}

/// The system itself, in whose name a city is founded.
pub(crate) fn founder() -> UnitId {
    #[expect(clippy::expect_used, reason = "the text is a literal of a-z and `-`")]
    UnitId::parse("he-thong").expect("a literal id")
}
