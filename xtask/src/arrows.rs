//! Dependencies point one way: `dondoc → server → briefing → city → rooms →
//! calendar, kinds`. Rooms do not know each other.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::run;

/// The storeys, from the ground up. A crate may depend on lower storeys only;
/// two crates of one storey do not know each other.
const STOREYS: &[&[&str]] = &[
    &["kinds"],
    &["calendar", "ledger", "lake", "mining"],
    &[
        "registry",
        "documents",
        "tasks",
        "investment",
        "meetings",
        "procedures",
    ],
    &["reallocation", "open-contracting"],
    &["city"],
    &["briefing", "notices", "authority"],
    // Edges: foreign bytes in, typeset bytes out, disks, words, the demo's story.
    &[
        "readers",
        "edxml",
        "sheets",
        "log-readers",
        "search",
        "briefing-pdf",
        "briefing-docx",
        "ledger-sqlite",
        "accounts",
        "webhooks",
        "messages",
        "demo",
    ],
    &[
        "outbox",
        "investment-tables",
        "tracking",
        "exchange",
        "briefing-xlsx",
    ],
    &["server"],
    &["dondoc"],
];

/// Fails with every arrow that points upward or sideways.
pub(crate) fn check() -> Result<()> {
    let metadata = run::output("cargo", &["metadata", "--format-version", "1", "--no-deps"])?;
    let metadata: Value =
        serde_json::from_slice(&metadata).context("cargo metadata is not JSON")?;
    let storey: BTreeMap<String, usize> = STOREYS
        .iter()
        .enumerate()
        .flat_map(|(level, crates)| crates.iter().map(move |name| (package(name), level)))
        .collect();
    let mut wrong = Vec::new();
    for found in metadata["packages"].as_array().into_iter().flatten() {
        let name = found["name"].as_str().unwrap_or_default();
        if name == "xtask" {
            continue;
        }
        let Some(level) = storey.get(name) else {
            wrong.push(format!(
                "`{name}` has no storey: give it one in xtask/src/arrows.rs"
            ));
            continue;
        };
        for dependency in found["dependencies"].as_array().into_iter().flatten() {
            let target = dependency["name"].as_str().unwrap_or_default();
            // Tests may reach across: they judge rooms together.
            let only_tests = dependency["kind"].as_str() == Some("dev");
            if !only_tests && storey.get(target).is_some_and(|lower| lower >= level) {
                wrong.push(format!("`{name}` must not depend on `{target}`"));
            }
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        bail!("{}", wrong.join("\n"))
    }
}

fn package(name: &str) -> String {
    if name == "dondoc" {
        name.to_owned()
    } else {
        format!("dondoc-{name}")
    }
}
