//! What the tests need beside Rust: judges of our output that are not ours,
//! and the reader of scans. Each test that wants one skips with a message when
//! it is missing, so that a machine without them can still run the rest.

use crate::run;

/// A program, the argument with which it only answers, its Debian package, and
/// what it is for.
const NEEDS: [(&str, &str, &[&str], &str); 5] = [
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
    (
        "chromium",
        "--version",
        &["chromium"],
        "works the pages as people do",
    ),
    (
        "chromedriver",
        "--version",
        &["chromium-driver"],
        "drives Chromium",
    ),
];

/// What npm brings into `target/npm`: the package, a file of it, what it is for.
const MODULES: [(&str, &str, &str); 2] = [
    (
        "axe-core@4",
        "axe-core/axe.min.js",
        "looks over pages for what keeps people out",
    ),
    (
        "oidc-provider@9",
        "oidc-provider/package.json",
        "is the identity provider that people sign in at",
    ),
];

/// Installs what is missing where this is Debian and the user may; says what
/// stays missing.
pub(crate) fn install() {
    packages();
    modules();
}

/// Brings what is missing into `target/npm`, where npm is there.
fn modules() {
    let Ok(root) = run::root() else { return };
    let into = root.join("target/npm");
    for (package, file, purpose) in MODULES {
        if into.join("node_modules").join(file).exists() {
            continue;
        }
        let brought = into.to_str().is_some_and(|into| {
            let args = [
                "install",
                "--no-audit",
                "--no-fund",
                "--prefix",
                into,
                package,
            ];
            run::succeeds("npm", &args)
        });
        if !brought {
            run::say(&format!(
                "missing: {package} ({purpose}); its tests are skipped. Install: npm"
            ));
        }
    }
}

fn packages() {
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
