//! The briefing as one file that checks itself: the page, what stands behind its
//! figures, the entries of the ledger with their proofs, and a script that
//! computes all of it again without a network.
//!
//! The script checks, in this order: the signature of the checkpoint (where the
//! browser knows Ed25519); that each entry's header leads to the signed root
//! (RFC 9162, 2.1.3.2); that each piece of work stands as its entries allow; that
//! each figure on the page is the count of the work behind it; and that its
//! receipt names this briefing and this figure (`docs/BRIEFING.md`).

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use dondoc_briefing::{Explanation, Outcome, Sources, WorkId, explain};
use dondoc_ledger::{Hash, TreeHead};
use serde::Serialize;

use crate::answer::Trouble;
use crate::ask::Ctx;
use crate::known::Known;

const SCRIPT: &str = include_str!("../../templates/pack.js");
const STYLE: &str = include_str!("../../templates/pack.css");

/// What the script computes with.
#[derive(Debug, Serialize)]
struct Pack<'a> {
    /// The signed checkpoint, a C2SP note.
    checkpoint: String,
    /// The log's verifier keys, as text.
    keys: Vec<String>,
    size: u64,
    root: &'a str,
    /// The ten characters that all receipts share.
    receipts: &'a str,
    /// Work: name, how it stands, positions of its entries.
    works: Vec<(String, &'static str, Vec<usize>)>,
    /// Figures: key, receipt, value, positions of the works they count.
    figures: Vec<(&'a str, String, u32, Vec<usize>)>,
    /// Entries: header, index, positions of the hashes on their path.
    entries: Vec<(String, u64, Vec<usize>)>,
    /// Hashes in hexadecimal; paths share most of them.
    hashes: Vec<String>,
    /// What the script says.
    words: BTreeMap<&'static str, String>,
}

/// Writes the file.
pub(super) fn write(ctx: &Ctx, known: &Known) -> Result<String, Trouble> {
    let Known {
        city,
        order,
        briefing,
    } = known;
    let head = &briefing.header;
    let size = head.tree.size;
    let sources = Sources::of(city, &city.settings.thresholds);
    let facts = sources.facts(head.as_of);
    let mut behind = Behind::default();
    let mut figures = Vec::new();
    for figure in briefing.figures() {
        // What counts nothing has nothing behind it; a rate of none has.
        let is_empty = figure.value == 0 && !figure.key.ends_with("/on-time");
        let told = (!is_empty)
            .then(|| explain(&facts, order, &figure.key))
            .flatten();
        let works = told.map(|told| behind.works_of(&told)).unwrap_or_default();
        figures.push((
            figure.key.as_str(),
            figure.receipt.to_string(),
            figure.value,
            works,
        ));
    }
    let (entries, hashes) = proved(ctx, &behind, size)?;
    let root: Hash = ctx.ledger().root_at(size)?;
    let pack = Pack {
        checkpoint: ctx.state.folder().signer().sign(&TreeHead { size, root }),
        keys: ctx
            .state
            .folder()
            .keys()
            .iter()
            .map(ToString::to_string)
            .collect(),
        size,
        root: &head.tree.root,
        receipts: &head.receipts,
        works: behind.works,
        figures,
        entries,
        hashes,
        words: words(ctx),
    };
    Ok(page(
        &dondoc_briefing::html::render(briefing),
        &serde_json::to_string(&pack)?,
    ))
}

/// What stands behind the figures, each once.
#[derive(Debug, Default)]
struct Behind {
    works: Vec<(String, &'static str, Vec<usize>)>,
    /// A piece of work may stand differently at the end of an earlier period.
    places: BTreeMap<(WorkId, &'static str, Vec<u64>), usize>,
    entries: Vec<u64>,
    entry_places: BTreeMap<u64, usize>,
}

impl Behind {
    fn works_of(&mut self, told: &Explanation) -> Vec<usize> {
        let mut places = Vec::with_capacity(told.works.len());
        for it in &told.works {
            let key = (it.work.clone(), stands(&it.outcome), it.entries.clone());
            let place = match self.places.get(&key) {
                Some(place) => *place,
                None => {
                    let entries = it.entries.iter().map(|index| self.entry(*index)).collect();
                    self.works.push((it.work.to_string(), key.1, entries));
                    let place = self.works.len() - 1;
                    self.places.insert(key, place);
                    place
                }
            };
            places.push(place);
        }
        places
    }

    fn entry(&mut self, index: u64) -> usize {
        *self.entry_places.entry(index).or_insert_with(|| {
            self.entries.push(index);
            self.entries.len() - 1
        })
    }
}

fn stands(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::DoneOnTime { .. } => "done-on-time",
        Outcome::DoneLate { .. } => "done-late",
        Outcome::Waiting { .. } => "waiting",
        Outcome::Late { .. } => "late",
        Outcome::InTime => "in-time",
        Outcome::Suspended { .. } => "suspended",
    }
}

type Proved = (Vec<(String, u64, Vec<usize>)>, Vec<String>);

/// Returns the entries with their paths to the root over `size` entries.
fn proved(ctx: &Ctx, behind: &Behind, size: u64) -> Result<Proved, Trouble> {
    let ledger = ctx.ledger();
    let mut headers = BTreeMap::new();
    ledger.scan_range(0..size, |entry| {
        if behind.entry_places.contains_key(&entry.index) {
            headers.insert(entry.index, entry.leaf_bytes());
        }
        ControlFlow::Continue(())
    })?;
    let (mut hashes, mut places) = (Vec::new(), BTreeMap::new());
    let mut entries = Vec::with_capacity(behind.entries.len());
    for index in &behind.entries {
        let header = headers.remove(index).unwrap_or_default();
        let header = String::from_utf8(header).unwrap_or_default();
        let path = ledger.inclusion_proof(*index, size)?.unwrap_or_default();
        let path = path.iter().map(|hash| {
            let hash = hash.to_string();
            *places.entry(hash.clone()).or_insert_with(|| {
                hashes.push(hash);
                hashes.len() - 1
            })
        });
        entries.push((header, *index, path.collect()));
    }
    Ok((entries, hashes))
}

fn words(ctx: &Ctx) -> BTreeMap<&'static str, String> {
    const KEYS: [(&str, &str); 9] = [
        ("checking", "meeting-pack-checking"),
        ("good", "meeting-pack-good"),
        ("bad", "meeting-pack-bad"),
        ("signature", "meeting-pack-signature"),
        ("unsigned", "meeting-pack-unsigned"),
        ("forged", "meeting-pack-forged"),
        ("entries", "meeting-pack-entries"),
        ("figures", "meeting-pack-figures"),
        ("key", "meeting-pack-key"),
    ];
    let w = ctx.words();
    KEYS.into_iter()
        .map(|(name, key)| (name, w.t(key)))
        .collect()
}

/// Puts the data and the script into the briefing's own page. Nothing in it can
/// reach a network: its policy says so.
fn page(briefing: &str, data: &str) -> String {
    const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
        style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">";
    // In a script element, only `</` and `<!--` mean something.
    let data = data.replace('<', "\\u003c");
    let (head, rest) = briefing.split_once("</head>").unwrap_or(("", briefing));
    let (body, end) = rest.rsplit_once("</body>").unwrap_or((rest, ""));
    format!(
        "{head}{POLICY}<style>{STYLE}</style></head>{body}\
         <script type=\"application/json\" id=\"pack\">{data}</script>\
         <script>{SCRIPT}</script></body>{end}"
    )
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn words_of_the_ledger_cannot_end_the_data() {
        let page = page(
            "<html><head></head><body></body></html>",
            "[\"</script><script>alert(1)\"]",
        );
        assert_eq!(page.matches("</script>").count(), 2);
        assert!(page.contains("\\u003c/script>"));
    }
}
