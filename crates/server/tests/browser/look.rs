//! Looks pages over, as people with any screen, eyes or hands have them.

use std::path::{Path, PathBuf};

use dondoc_messages::Lang;

use super::driver::Browser;

/// Where `cargo xtask test` puts axe-core.
fn axe() -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = root.join("target/npm/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(file).ok()
}

/// The most that a page may weigh, in bytes of HTML; the text of a document comes on top.
const HEAVIEST: i64 = 100_000;

/// Looks over pages in both languages, wide and on a phone: what axe finds, what is
/// wider than the screen, and what weighs too much.
pub(crate) fn look_over(it: &Browser, pages: &[&str]) {
    let Some(axe) = axe() else {
        eprintln!("skipped: axe-core is missing; try `cargo xtask needs`");
        return;
    };
    let pictures: Option<PathBuf> = std::env::var_os("DONDOC_PICTURES").map(PathBuf::from);
    let mut found = Vec::new();
    for lang in Lang::ALL {
        for path in pages {
            let and = if path.contains('?') { '&' } else { '?' };
            for (name, width, height) in [("wide", 1280, 900), ("phone", 390, 844)] {
                it.resize(width, height);
                it.open(&format!("{path}{and}lang={lang}"));
                if let Some(folder) = &pictures {
                    let page = path.replace(['/', '?', '&', '='], "-");
                    let page: String = page.chars().take(48).collect();
                    it.picture(&folder.join(format!("{page}-{lang}-{name}.png")));
                }
                let width = it.run(
                    "return document.documentElement.scrollWidth - innerWidth",
                    &serde_json::json!([]),
                );
                if width.as_i64() > Some(0) {
                    found.push(format!("{path} ({lang}, {name}): {width} pixels too wide"));
                }
                let weight = it.run(
                    "return performance.getEntriesByType('navigation')[0].decodedBodySize",
                    &serde_json::json!([]),
                );
                if weight.as_i64() > Some(HEAVIEST) && !path.starts_with("/documents/") {
                    found.push(format!("{path} ({lang}): {weight} bytes of HTML"));
                }
                it.run(&axe, &serde_json::json!([]));
                let script = "const done = arguments[arguments.length - 1]; \
                    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }) \
                    .then((it) => done(it.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' ' + n.failureSummary.slice(0, 200)).join(' | ')}`)));";
                let violations = it.wait_for(script);
                for violation in violations.as_array().into_iter().flatten() {
                    let violation = violation.as_str().unwrap_or_default();
                    found.push(format!("{path} ({lang}, {name}): {violation}"));
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} problems:\n{}",
        found.len(),
        found.join("\n")
    );
}
