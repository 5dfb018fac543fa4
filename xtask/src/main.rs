//! The project's own commands.
//!
//! `cargo xtask test` runs all tests and brings what they need; `cargo xtask
//! check` is what CI runs beside them; `cargo xtask bench` runs the benchmarks.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};

mod arrows;
mod needs;
mod run;
mod screenshots;

const HELP: &str = "\
The project's own commands.

usage: cargo xtask <command>

  test [ARGS]   installs what the tests need (Debian packages, when it may),
                then runs every test of the workspace; ARGS go to cargo test
  check         formatting, lints, documentation, dependency arrows, licences
  bench [NAME]  runs the benchmarks (those of one crate with NAME)
  screenshots   takes the pictures of README and guides from a running demo
  api URL TOKEN asks a running server all that its OpenAPI document allows, and
                what it does not (schemathesis, brought from PyPI)
  needs         installs what the tests need, and says what is missing
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match command(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            run::say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[String]) -> Result<()> {
    let (name, rest) = words
        .split_first()
        .map_or(("help", &[][..]), |(n, r)| (n.as_str(), r));
    match name {
        "test" => {
            needs::install();
            test(rest)
        }
        "check" => check(),
        "bench" => bench(rest.first().map(String::as_str)),
        "screenshots" => screenshots::take(),
        "api" => api(rest),
        "needs" => {
            needs::install();
            Ok(())
        }
        "help" | "--help" | "-h" => {
            run::say(HELP);
            Ok(())
        }
        other => bail!("`{other}` is not a command here\n\n{HELP}"),
    }
}

/// The referee of the interface for programs; it is not ours.
fn api(words: &[String]) -> Result<()> {
    let [url, token, more @ ..] = words else {
        bail!("usage: cargo xtask api URL TOKEN, e.g. http://127.0.0.1:8080 dondoc_…");
    };
    let place = run::root()?.join("target/schemathesis");
    let place = place.display().to_string();
    let program = format!("{place}/bin/schemathesis");
    if !std::path::Path::new(&program).exists() {
        run::program("python3", &["-m", "venv", &place])?;
        run::program(
            &format!("{place}/bin/pip"),
            &["install", "--quiet", "schemathesis>=4,<5"],
        )?;
    }
    let document = format!("{}/api/v1/openapi.json", url.trim_end_matches('/'));
    let header = format!("Authorization: Bearer {token}");
    let mut arguments = vec![
        "run",
        &document,
        "--header",
        &header,
        "--checks",
        "not_a_server_error,status_code_conformance,content_type_conformance,\
         response_headers_conformance,response_schema_conformance",
        "--max-examples",
        "40",
    ];
    arguments.extend(more.iter().map(String::as_str));
    run::program(&program, &arguments)
}

fn test(extra: &[String]) -> Result<()> {
    let mut args = vec!["test", "--workspace", "--no-fail-fast"];
    args.extend(extra.iter().map(String::as_str));
    run::cargo(&args)
}

/// Runs every check, and fails at the end with the names of those that failed:
/// one broken comma should not hide a broken licence.
fn check() -> Result<()> {
    type Check = (&'static str, fn() -> Result<()>);
    let checks: [Check; 5] = [
        ("formatting", || run::cargo(&["fmt", "--all", "--check"])),
        ("lints", || {
            run::cargo(&[
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ])
        }),
        ("documentation", || {
            let args = [
                "doc",
                "--workspace",
                "--no-deps",
                "--document-private-items",
            ];
            run::cargo_with(&args, &[("RUSTDOCFLAGS", "-D warnings")])
        }),
        ("dependency arrows", arrows::check),
        ("licences and advisories", deny),
    ];
    let mut failed = Vec::new();
    for (name, check) in checks {
        run::say(&format!("-- {name}"));
        if let Err(error) = check() {
            run::say(&format!("{name}: {error:#}"));
            failed.push(name);
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        bail!("failed: {}", failed.join(", "))
    }
}

/// Checks licences, sources and duplicates always, and advisories where their
/// database can be reached.
fn deny() -> Result<()> {
    let tools = run::root()?.join("target/tools");
    let root = tools
        .to_str()
        .context("the path of the checkout is not UTF-8")?;
    let path = tools.join("bin/cargo-deny");
    if !run::succeeds("cargo", &["deny", "--version"]) && !path.exists() {
        run::say("installing cargo-deny into target/tools (once)");
        run::cargo(&[
            "install",
            "cargo-deny",
            "--locked",
            "--debug",
            "--root",
            root,
        ])?;
    }
    let program = if path.exists() {
        path
    } else {
        "cargo-deny".into()
    };
    let program = program
        .to_str()
        .context("the path of cargo-deny is not UTF-8")?;
    run::program(program, &["check", "licenses", "bans", "sources"])?;
    if run::succeeds(program, &["fetch", "db"]) {
        run::program(program, &["check", "advisories"])
    } else {
        run::say("advisories: the database cannot be reached from here; not checked");
        Ok(())
    }
}

fn bench(only: Option<&str>) -> Result<()> {
    match only {
        Some(name) => run::cargo(&["bench", "--package", &format!("dondoc-{name}")]),
        None => run::cargo(&["bench", "--workspace", "--benches"]),
    }
}
