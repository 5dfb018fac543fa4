//! `dondoc import edxml` and `dondoc export edxml`: the document exchange.

use std::path::Path;

use anyhow::Context;
use dondoc_city::Command;
use dondoc_exchange::{Asked, Refusal, answer, incoming, said};
use dondoc_kinds::MeetingId;
use dondoc_messages::{Lang, say};
use dondoc_readers::tesseract::TesseractOcr;

use crate::args::{ExportEdxml, Import};
use crate::open::{self, Opened};
use crate::trouble::{Outcome, Trouble};
use crate::{flow, import, out};

/// The largest package that is read at all.
const LARGEST: u64 = 96 << 20;

fn refused(refusal: &Refusal, lang: Lang) -> Trouble {
    let said = say(lang, refusal);
    Trouble::RefusedWords(match refusal.inner() {
        Some(why) => format!("{said}: {}", say(lang, why)),
        None => said,
    })
}

fn bytes(path: &Path, lang: Lang) -> Result<Vec<u8>, Trouble> {
    let shown = path.display();
    let size = std::fs::metadata(path).with_context(|| format!("failed to read `{shown}`"))?;
    if size.len() > LARGEST {
        let refusal = dondoc_edxml::Refusal::TooBig {
            bound: dondoc_edxml::Bound::Bytes,
            limit: LARGEST,
            element: String::new(),
        };
        return Err(refused(&refusal.into(), lang));
    }
    let bytes = std::fs::read(path).with_context(|| format!("failed to read `{shown}`"))?;
    Ok(bytes)
}

/// Registers the document of a package and proposes its tasks.
pub(crate) fn import(opened: &mut Opened, args: &Import, lang: Lang) -> Outcome {
    let meeting: Option<MeetingId> = args
        .conclusions_of
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(|bad| flow::bad_id(&bad, lang))?;
    let bytes = bytes(&args.file, lang)?;
    let found = incoming(&bytes, &TesseractOcr::default());
    let found = found.map_err(|refusal| refused(&refusal, lang))?;
    for remark in &found.remarks {
        out::note(&say(lang, remark));
    }
    if args.dry_run {
        out::line(&crate::reading_text::render(
            &found.reading,
            lang,
            out::to_terminal(),
        ));
        return Ok(());
    }
    let assigner = import::issuer(opened, &found.reading, args);
    let attachments = opened.folder.ledger().attachments();
    let package = attachments.put(&bytes).map_err(anyhow::Error::from)?;
    let document = found.register(package, meeting, |bytes| attachments.put(bytes));
    let document = document.map_err(anyhow::Error::from)?;
    let command = Command::RegisterDocument(Box::new(document));
    let done = opened.act(command, &args.acting, &assigner, lang)?;
    flow::answer(opened, &done, false, lang)
}

/// Writes the package that answers the document of a task.
pub(crate) fn export(args: &ExportEdxml, lang: Lang) -> Outcome {
    let opened = open::city(&args.data)?;
    let task = opened.task(&args.task, lang)?;
    let ledger = opened.folder.ledger();
    let said = said(ledger, task).map_err(anyhow::Error::from)?;
    let mut files = Vec::new();
    for (name, hash) in &said.files {
        let bytes = ledger.attachments().read(hash);
        let bytes = bytes.map_err(anyhow::Error::from)?;
        files.extend(bytes.map(|bytes| (name.clone(), bytes)));
    }
    let asked = Asked {
        number: &args.number,
        organ_id: &args.organ_id,
        signer: &args.signer,
        narrative: &said.narrative,
        files,
        at: dondoc_city::civil(open::now()),
    };
    let package = answer(&opened.city, task, asked).map_err(|it| refused(&it, lang))?;
    let shown = args.out.display();
    std::fs::write(&args.out, dondoc_edxml::write(&package))
        .with_context(|| format!("failed to write `{shown}`"))?;
    out::line(&shown.to_string());
    Ok(())
}
