//! `dondoc serve`: the site over a data folder.

use std::sync::Arc;

use anyhow::Context;
use dondoc_accounts::Accounts;
use dondoc_kinds::Arg;
use dondoc_ledger_sqlite::DataFolder;
use dondoc_messages::{Lang, text};
use dondoc_server::{Options, Renderer};
use jiff::civil::Date;

use crate::args::Serve;
use crate::open::{self, Opened};
use crate::out;
use crate::trouble::Outcome;

/// Serves until it is told to stop (Ctrl-C, SIGTERM).
pub(crate) fn run(args: &Serve, lang: Lang) -> Outcome {
    site(args, Shown::default(), lang)
}

/// What a demo shows differently.
#[derive(Default)]
pub(crate) struct Shown {
    /// The day that pages show and acts hold on.
    pub(crate) today: Option<Date>,
    /// Who may be tried out: sign-in name and the key of what they do.
    pub(crate) people: Vec<(String, String)>,
}

/// Serves, also a demo.
pub(crate) fn site(args: &Serve, shown: Shown, lang: Lang) -> Outcome {
    let Opened { folder, city } = open::city(&args.data)?;
    let options = Options {
        port: args.port,
        today: shown.today,
        demo: shown.people,
        log_requests: !args.quiet,
        default_lang: lang,
        renderers: renderers(),
        guests_read: args.guests_read,
        public_url: args.public_url.clone(),
        folded: Some(Box::new(city)),
    };
    let at = [("url", Arg::Text(format!("http://127.0.0.1:{}/", args.port)))];
    out::note(&text(lang, "serve-at", &at));
    set_up(&folder, args, lang)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("failed to start the runtime")?;
    runtime
        .block_on(dondoc_server::serve(Arc::new(folder), options))
        .map_err(anyhow::Error::from)?;
    Ok(())
}

/// Prints the one-time link for the first administrator, while there is none.
fn set_up(folder: &DataFolder, args: &Serve, lang: Lang) -> Outcome {
    let accounts = Accounts::open(&folder.path().join("accounts.sqlite"))
        .context("failed to open the accounts")?;
    let token = accounts
        .set_up_link(open::now())
        .context("failed to make a link")?;
    if let Some(token) = token {
        let local = format!("http://127.0.0.1:{}", args.port);
        let base = args.public_url.as_deref().unwrap_or(&local);
        let link = format!("{}/link/{}", base.trim_end_matches('/'), token.as_str());
        out::note(&text(lang, "serve-set-up", &[("url", Arg::Text(link))]));
    }
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
