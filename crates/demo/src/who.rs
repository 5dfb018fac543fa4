//! From the words of an addressee to units.

use dondoc_kinds::UnitId;
use dondoc_registry::{NameContext, Registry};
use jiff::civil::Date;

use crate::Problem;
use crate::story::Story;

/// The units that some words mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Meant {
    /// The units; none when nobody could tell.
    pub(crate) units: Vec<UnitId>,
    /// Why a person chose them, where the words alone did not say.
    pub(crate) chosen: Option<Box<str>>,
}

/// Resolves the words by the registry, and where it cannot, by what a person of
/// the story chose.
pub(crate) fn meant(
    words: &str,
    on: Date,
    registry: &Registry,
    story: &Story,
) -> Result<Meant, Problem> {
    let lowered = words.to_lowercase();
    let chosen = story
        .chosen
        .iter()
        .find(|chosen| lowered.contains(&chosen.words.to_lowercase()));
    if let Some(chosen) = chosen {
        let mut units = Vec::new();
        for name in &chosen.units {
            let found = resolved(name, on, registry);
            if found.is_empty() {
                return Err(Problem::NoUnit { name: name.clone() });
            }
            units.extend(
                found
                    .into_iter()
                    .filter(|unit| !units.contains(unit))
                    .collect::<Vec<_>>(),
            );
        }
        return Ok(Meant {
            units,
            chosen: Some(chosen.reason.as_str().into()),
        });
    }
    Ok(Meant {
        units: resolved(words, on, registry),
        chosen: None,
    })
}

/// The one unit of that name.
pub(crate) fn one(name: &str, on: Date, registry: &Registry) -> Result<UnitId, Problem> {
    resolved(name, on, registry)
        .into_iter()
        .next()
        .ok_or_else(|| Problem::NoUnit {
            name: name.to_owned(),
        })
}

fn resolved(words: &str, on: Date, registry: &Registry) -> Vec<UnitId> {
    let resolution = registry.resolve(words, on, &NameContext::default());
    resolution.units().into_iter().cloned().collect()
}
