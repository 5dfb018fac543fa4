//! `dondoc ledger …`: the log and its proofs.

use std::path::Path;

use anyhow::Context;
use dondoc_city::{Acting, civil};
use dondoc_kinds::Arg;
use dondoc_ledger::{Checkpoint, RedactError, Redaction, Verification};
use dondoc_ledger_sqlite::{DataFolder, OsEntropy};
use dondoc_messages::{Lang, say, text};
use serde::Serialize;

use crate::args::{self, Ledger};
use crate::open;
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// Runs one of the ledger's commands.
pub(crate) fn run(command: &Ledger, lang: Lang) -> Outcome {
    match command {
        Ledger::Verify(args) => verify(args, lang),
        Ledger::Checkpoint(args) => checkpoint(args),
        Ledger::Prove(args) => prove(args, lang),
        Ledger::Export(args) => export(args, lang),
        Ledger::Restore(args) => restore(args, lang),
        Ledger::Redact(args) => redact(args, lang),
    }
}

fn verify(args: &args::Verify, lang: Lang) -> Outcome {
    let folder = open::folder(&args.data)?;
    let kept = match &args.checkpoint {
        Some(path) => vec![read_note(path)?],
        None => Vec::new(),
    };
    let mut progress = out::Progress::start(&text(lang, "ledger-verifying", &[]), 0);
    let found = folder.verify(&kept, &mut |so_far| progress.of(so_far.done, so_far.total));
    progress.done(&text(
        lang,
        "ledger-verified",
        &[
            ("size", count(found.head.size)),
            ("problems", count(found.problems.len() as u64)),
            ("erased", count(found.erased)),
            ("attachments", count(found.attachments)),
            ("checkpoints", count(found.checkpoints)),
        ],
    ));
    let logs = crate::procedures::import::verify(&folder, &args.data, lang);
    if args.json {
        out::json(&Verified {
            found: &found,
            logs: &logs,
        })?;
    } else {
        for problem in &logs {
            out::line(problem);
        }
        for problem in &found.problems {
            out::line(&say(lang, problem));
        }
        if found.is_clean() && logs.is_empty() {
            out::line(&text(
                lang,
                "ledger-clean",
                &[
                    ("size", count(found.head.size)),
                    ("root", Arg::Text(found.head.root.to_string())),
                ],
            ));
        }
    }
    if found.is_clean() && logs.is_empty() {
        Ok(())
    } else {
        Err(Trouble::Unverified)
    }
}

/// What was found of the ledger, and of the logs whose hashes it holds.
#[derive(Serialize)]
struct Verified<'a> {
    #[serde(flatten)]
    found: &'a Verification,
    /// What is wrong with the segments of imported logs, in words.
    logs: &'a [String],
}

fn checkpoint(args: &args::Checkpoint) -> Outcome {
    let folder = open::folder(&args.data)?;
    if args.vkey {
        out::line(&folder.signer().verifier().to_string());
        return Ok(());
    }
    let note = folder.checkpoint().context("failed to sign a checkpoint")?;
    out::bytes(note.as_bytes())
}

fn prove(args: &args::Prove, lang: Lang) -> Outcome {
    let folder = open::folder(&args.data)?;
    if let Some(entry) = args.entry {
        let proof = folder
            .prove_inclusion(entry, None)
            .map_err(Trouble::refused)?;
        return out::bytes(proof.to_text().as_bytes());
    }
    let Some(path) = &args.consistent_with else {
        return Ok(());
    };
    let old = Checkpoint::open(&read_note(path)?, folder.keys()).map_err(|bad| {
        let shown = [
            ("path", Arg::Text(path.display().to_string())),
            ("what", Arg::Text(say(lang, &bad))),
        ];
        Trouble::RefusedWords(text(lang, "ledger-note-in-file", &shown))
    })?;
    let proof = folder
        .prove_consistency(old.head.size, None)
        .map_err(Trouble::refused)?;
    out::json(&proof)
}

fn export(args: &args::Export, lang: Lang) -> Outcome {
    let folder = open::folder(&args.data)?;
    let size = folder
        .ledger()
        .poll_head()
        .context("failed to read the ledger")?;
    let mut progress = out::Progress::start(&text(lang, "ledger-exporting", &[]), size);
    let exported = folder
        .export(&args.out, &mut |done| progress.at(done))
        .with_context(|| format!("failed to export to `{}`", args.out.display()))?;
    progress.done(&text(
        lang,
        "ledger-exported",
        &[
            ("size", count(exported.checkpoint.head.size)),
            ("root", Arg::Text(exported.checkpoint.head.root.to_string())),
            ("key", Arg::Text(exported.verifier_key)),
        ],
    ));
    Ok(())
}

fn restore(args: &args::Restore, lang: Lang) -> Outcome {
    let mut progress = out::Progress::start(&text(lang, "ledger-restoring", &[]), 0);
    let jurisdiction = args.jurisdiction.as_str();
    open::jurisdiction(jurisdiction)?;
    let mut trusted = Vec::new();
    for key in &args.trust {
        let key = key
            .parse::<dondoc_ledger::VerifierKey>()
            .map_err(Trouble::refused)?;
        trusted.push(key);
    }
    let restored = DataFolder::restore(
        &args.from,
        &args.data,
        jurisdiction,
        &trusted,
        open::now(),
        &OsEntropy,
        &mut |done| progress.at(done),
    )
    .map_err(|error| Trouble::Broken(Box::new(error)))?;
    progress.done(&text(
        lang,
        "ledger-restored",
        &[
            ("size", count(restored.head.size)),
            ("root", Arg::Text(restored.head.root.to_string())),
            ("key", Arg::Text(restored.verifier_key)),
        ],
    ));
    Ok(())
}

fn redact(args: &args::Redact, lang: Lang) -> Outcome {
    let opened = open::city(&args.data)?;
    let at = open::now();
    let unit = match &args.acting.unit {
        Some(name) => opened.unit(name, civil(at).date(), lang)?,
        None => crate::flow::steering(&opened),
    };
    let actor = Acting::of(unit).to_actor();
    let valid = args.acting.on.unwrap_or_else(|| civil(at).date());
    let redaction = Redaction {
        entry: args.entry,
        provision: args.provision.clone(),
        reason: args.reason.clone(),
        attachments: Vec::new(),
    };
    match opened.folder.redact(&redaction, actor, valid, at) {
        Ok(redacted) => {
            out::line(&text(
                lang,
                "ledger-redacted",
                &[
                    ("entry", count(args.entry)),
                    ("recorded", count(redacted.recorded_as)),
                ],
            ));
            Ok(())
        }
        Err(RedactError::Refused(refusal)) => Err(Trouble::refused(refusal)),
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}

fn read_note(path: &Path) -> Result<String, Trouble> {
    Ok(std::fs::read_to_string(path)
        .with_context(|| format!("failed to read the checkpoint `{}`", path.display()))?)
}

/// Counts as text: an index is not a quantity that a language groups.
fn count(number: u64) -> Arg {
    Arg::Text(number.to_string())
}
