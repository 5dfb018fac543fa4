//! `dondoc serve`: the site over a data folder.

use std::sync::Arc;

use anyhow::Context;
use dondoc_kinds::Arg;
use dondoc_messages::{Lang, text};
use dondoc_server::{Options, Renderer};

use crate::args::Serve;
use crate::open::{self, Opened};
use crate::out;
use crate::trouble::Outcome;

/// Serves until it is told to stop (Ctrl-C, SIGTERM).
pub(crate) fn run(args: &Serve, lang: Lang) -> Outcome {
    let Opened { folder, city } = open::city(&args.data)?;
    let options = Options {
        port: args.port,
        today: None,
        default_lang: lang,
        renderers: renderers(),
        folded: Some(Box::new(city)),
    };
    let shown = [("url", Arg::Text(format!("http://127.0.0.1:{}/", args.port)))];
    out::note(&text(lang, "serve-at", &shown));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("failed to start the runtime")?;
    runtime
        .block_on(dondoc_server::serve(Arc::new(folder), options))
        .map_err(anyhow::Error::from)?;
    Ok(())
}

/// The forms whose libraries the server does not link.
fn renderers() -> Vec<Renderer> {
    vec![
        Renderer {
            ext: "pdf",
            mime: "application/pdf",
            render: Box::new(|it| Ok(dondoc_briefing_pdf::render(it)?)),
        },
        Renderer {
            ext: "docx",
            mime: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            render: Box::new(|it| Ok(dondoc_briefing_docx::render(it)?)),
        },
        Renderer {
            ext: "xlsx",
            mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            render: Box::new(|it| Ok(dondoc_briefing_xlsx::render(it)?)),
        },
    ]
}
