//! Running programs, and saying what happens.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Prints a line; the one place of this crate that does.
#[expect(clippy::print_stdout, reason = "a command that speaks to a person")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// Returns the folder of the workspace.
pub(crate) fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .map(Path::to_path_buf)
        .context("xtask stands in no workspace")
}

/// Runs cargo in the workspace; fails when it fails.
pub(crate) fn cargo(args: &[&str]) -> Result<()> {
    cargo_with(args, &[])
}

/// Runs cargo with more environment.
pub(crate) fn cargo_with(args: &[&str], env: &[(&str, &str)]) -> Result<()> {
    finish(
        Command::new("cargo").args(args).envs(env.iter().copied()),
        "cargo",
        args,
    )
}

/// Runs a program in the workspace; fails when it fails.
pub(crate) fn program(name: &str, args: &[&str]) -> Result<()> {
    finish(Command::new(name).args(args), name, args)
}

fn finish(command: &mut Command, name: &str, args: &[&str]) -> Result<()> {
    let status = command
        .current_dir(root()?)
        .status()
        .with_context(|| format!("failed to start `{name}`"))?;
    if status.success() {
        Ok(())
    } else {
        bail!("`{name} {}` failed ({status})", args.join(" "))
    }
}

/// Tells whether a program runs and succeeds; prints nothing.
pub(crate) fn succeeds(name: &str, args: &[&str]) -> bool {
    Command::new(name)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Returns what a program prints, when it succeeds.
pub(crate) fn output(name: &str, args: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new(name)
        .args(args)
        .current_dir(root()?)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("failed to start `{name}`"))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        bail!("`{name}` failed")
    }
}
