//! `dondoc serve`: the site over a data folder.

use std::sync::Arc;

use anyhow::Context;
use dondoc_accounts::Accounts;
use dondoc_kinds::Arg;
use dondoc_ledger_sqlite::DataFolder;
use dondoc_messages::{Lang, text};
use dondoc_server::{MailSettings, Options, Renderer};
use jiff::civil::Date;

use crate::args::Serve;
use crate::open::{self, Opened};
use crate::out;
use crate::trouble::{Outcome, Trouble};

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
        mail: mail(args)?,
        remind_from: Options::default().remind_from,
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

/// Where mail goes out: what the command says, or `mail.toml` in the folder.
fn mail(args: &Serve) -> Result<Option<MailSettings>, Trouble> {
    if let Some(url) = &args.mail_url {
        let from = args.mail_from.clone();
        let from = from.ok_or_else(|| Trouble::RefusedWords(NO_SENDER.to_owned()))?;
        return Ok(Some(MailSettings {
            url: url.clone(),
            from,
        }));
    }
    let path = args.data.join("mail.toml");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => {
            let failed = anyhow::Error::from(cause);
            return Err(failed
                .context(format!("failed to read `{}`", path.display()))
                .into());
        }
    };
    // What is wrong is said without the text itself, which may hold a password.
    toml::from_str(&text)
        .map(Some)
        .map_err(|bad: toml::de::Error| {
            let said = format!("`{}`: {}", path.display(), bad.message());
            Trouble::RefusedWords(said)
        })
}

const NO_SENDER: &str =
    "--mail-url needs --mail-from, e.g. --mail-from 'Đôn Đốc <dondoc@hanoi.example>'";

/// The forms whose libraries the server does not link.
fn renderers() -> Vec<Renderer> {
    vec![
        Renderer {
            ext: "pdf",
            mime: "application/pdf",
            render: Box::new(|it| Ok(dondoc_briefing_pdf::render(it)?)),
            print: Some(Box::new(|it, of| Ok(dondoc_briefing_pdf::print(it, of)?))),
        },
        Renderer {
            ext: "docx",
            mime: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            render: Box::new(|it| Ok(dondoc_briefing_docx::render(it)?)),
            print: Some(Box::new(|it, of| Ok(dondoc_briefing_docx::print(it, of)?))),
        },
        Renderer {
            ext: "xlsx",
            mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            render: Box::new(|it| Ok(dondoc_briefing_xlsx::render(it)?)),
            print: None,
        },
    ]
}
