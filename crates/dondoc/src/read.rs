//! `dondoc read`: documents in, readings out.

use std::path::{Path, PathBuf};

use anyhow::Context;
use dondoc_documents::{Reading, read};
use dondoc_messages::{Lang, say};
use dondoc_readers::tesseract::TesseractOcr;
use dondoc_readers::{Limits, Text, akn, read_bytes_with};
use serde::Serialize;

use crate::args::{Read, ReadFormat};
use crate::out;
use crate::reading_text;
use crate::trouble::{Outcome, Trouble};

/// One reading in the annotation schema, with the name of its document.
#[derive(Serialize)]
struct Named<'a> {
    doc: &'a str,
    #[serde(flatten)]
    reading: &'a Reading,
}

/// Reads each file; those that are refused are named, the others are written.
pub(crate) fn run(args: &Read, lang: Lang) -> Outcome {
    if let Some(folder) = &args.out {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("failed to make the folder `{}`", folder.display()))?;
    }
    let mut refused = 0;
    for path in &args.files {
        match one(path, args, lang) {
            Ok(()) => {}
            Err(trouble @ Trouble::Failed(_)) => return Err(trouble),
            Err(trouble) => {
                refused += 1;
                let _code = trouble.report(lang);
            }
        }
    }
    if refused == 0 {
        Ok(())
    } else {
        Err(Trouble::Problems(Vec::new()))
    }
}

fn one(path: &Path, args: &Read, lang: Lang) -> Outcome {
    let text = file_text(path, lang)?;
    let reading = read(&text.text);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let format = args
        .format
        .unwrap_or(if args.out.is_some() || !out::to_terminal() {
            ReadFormat::Json
        } else {
            ReadFormat::Text
        });
    let (written, extension) = match format {
        ReadFormat::Json => (json(&stem, &reading)?, "json"),
        ReadFormat::Akn => (akn::write(&text.text, &reading), "xml"),
        ReadFormat::Text => {
            let colours = args.out.is_none() && out::to_terminal();
            (reading_text::render(&reading, lang, colours), "txt")
        }
    };
    match &args.out {
        None => out::line(written.trim_end()),
        Some(folder) => {
            let target = folder.join(format!("{stem}.{extension}"));
            if same_file(&target, path) {
                let said = [("path", dondoc_kinds::Arg::Text(path.display().to_string()))];
                let words = dondoc_messages::text(lang, "cli-would-overwrite", &said);
                return Err(Trouble::RefusedWords(words));
            }
            std::fs::write(&target, written)
                .with_context(|| format!("failed to write `{}`", target.display()))?;
        }
    }
    Ok(())
}

fn json(stem: &str, reading: &Reading) -> Result<String, Trouble> {
    let named = Named { doc: stem, reading };
    Ok(serde_json::to_string_pretty(&named).map_err(anyhow::Error::from)? + "\n")
}

/// Reads a document file to its text, recognising scans where Tesseract is
/// installed; says on standard error what a person should know.
pub(crate) fn file_text(path: &Path, lang: Lang) -> Result<Text, Trouble> {
    let limits = Limits::default();
    let bytes = bounded(path, limits.max_bytes)?;
    let name = path.to_string_lossy();
    let text = read_bytes_with(&name, &bytes, &limits, &TesseractOcr::default())
        .map_err(Trouble::refused)?;
    for problem in &text.problems {
        out::note(&format!("{name}: {}", say(lang, problem)));
    }
    Ok(text)
}

/// Reads a file, but not more than one byte over `most`: the reader then
/// refuses it by its size.
fn bounded(path: &Path, most: usize) -> Result<Vec<u8>, Trouble> {
    use std::io::Read as _;
    let opened = std::fs::File::open(path)
        .with_context(|| format!("failed to open `{}`", path.display()))?;
    let mut bytes = Vec::new();
    opened
        .take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("failed to read `{}`", path.display()))?;
    Ok(bytes)
}

fn same_file(a: &Path, b: &Path) -> bool {
    let real = |path: &Path| -> Option<PathBuf> { path.canonicalize().ok() };
    real(a).is_some() && real(a) == real(b)
}
