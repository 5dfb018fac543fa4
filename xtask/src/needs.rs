//! What the tests need beside Rust: judges of our output that are not ours,
//! and the reader of scans. Each test that wants one skips with a message when
//! it is missing, so that a machine without them can still run the rest.

use crate::run;

/// A program, the argument with which it only answers, its Debian package, and
/// what it is for.
const NEEDS: [(&str, &str, &[&str], &str); 3] = [
    (
        "xmllint",
        "--version",
        &["libxml2-utils"],
        "validates Akoma Ntoso",
    ),
    (
        "pdftoppm",
        "-v",
        &["poppler-utils"],
        "draws the pages of scans",
    ),
    (
        "tesseract",
        "--version",
        &["tesseract-ocr", "tesseract-ocr-vie"],
        "reads scans",
    ),
];

/// Installs what is missing where this is Debian and the user may; says what
/// stays missing.
pub(crate) fn install() {
    let missing: Vec<_> = NEEDS
        .iter()
        .filter(|(program, answer, ..)| !run::succeeds(program, &[answer]))
        .collect();
    if missing.is_empty() {
        return;
    }
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|(_, _, packages, _)| packages.iter().copied())
        .collect();
    run::say(&format!(
        "installing what the tests need: {}",
        packages.join(" ")
    ));
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(&packages);
    if !apt(&["update", "-qq"]) || !apt(&install) {
        for (program, _, packages, purpose) in missing {
            run::say(&format!(
                "missing: {program} ({purpose}); its tests are skipped. Install: {}",
                packages.join(" ")
            ));
        }
    }
}

fn apt(args: &[&str]) -> bool {
    if run::succeeds("sudo", &["-n", "true"]) {
        let mut words = vec!["-n", "apt-get"];
        words.extend(args);
        run::succeeds("sudo", &words)
    } else {
        run::succeeds("apt-get", args)
    }
}
