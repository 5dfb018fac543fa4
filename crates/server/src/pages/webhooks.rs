//! `/webhooks`: which systems are told what entered the ledger.

use askama::Template;
use axum::response::Response;
use dondoc_webhooks::{BadHook, HookId, HooksError, State};

use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::Frame;
use crate::state::now;

#[derive(Debug, Template)]
#[template(path = "webhooks.html")]
struct HooksPage {
    f: Frame,
    form: Filled,
    rows: Vec<Row>,
    /// A key that was just made, with its address. Shown once.
    made: Option<(String, String)>,
}

#[derive(Debug)]
struct Row {
    id: String,
    url: String,
    kinds: String,
    state: String,
    is_on: bool,
    behind: String,
    last_answer: String,
}

fn page(ctx: &Ctx, form: Filled, made: Option<(String, String)>) -> Result<HooksPage, Trouble> {
    let w = ctx.words();
    let head = ctx.ledger().poll_head()?;
    let all = ctx.state.hooks.all()?;
    let rows = all.into_iter().map(|hook| Row {
        id: hook.id.0,
        kinds: match hook.kinds.is_empty() {
            true => w.t("webhook-all-kinds"),
            false => hook.kinds.join(", "),
        },
        is_on: hook.state != State::Off,
        state: match hook.state {
            State::On => w.t("webhook-on"),
            State::Off => w.t("webhook-off"),
            State::Failing { since, next } => format!(
                "{} {}",
                w.with("webhook-failing", &w.recorded(since)),
                w.with("webhook-next", &w.recorded(next))
            ),
        },
        behind: w.n("webhook-behind", head.saturating_sub(hook.position)),
        url: hook.url,
        last_answer: hook.last_answer,
    });
    Ok(HooksPage {
        f: Frame::timeless(ctx, w.t("webhooks")),
        form,
        rows: rows.collect(),
        made,
    })
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default(), None)?)
}

/// Makes a hook; it tells what enters the ledger from now on, or everything.
pub(crate) fn add(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let kinds: Vec<&str> = form
        .get("kinds")
        .split([',', ' ', ';'])
        .filter(|kind| !kind.is_empty())
        .collect();
    let from = match form.get("from") {
        "beginning" => 0,
        _ => ctx.ledger().poll_head()?,
    };
    let url = form.get("url");
    match ctx.state.hooks.add(url, &kinds, from, now()) {
        Ok((_, key)) => html(&page(ctx, Filled::default(), Some((url.to_owned(), key)))?),
        Err(HooksError::Refused(bad)) => {
            let mut filled = form.filled();
            let (field, key) = match bad {
                BadHook::Address => ("url", "webhook-bad-address"),
                BadHook::Kind => ("kinds", "webhook-bad-kind"),
                BadHook::TooMany => ("", "webhook-too-many"),
            };
            filled.wrong(field, w.t(key));
            again(&page(ctx, filled, None)?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Switches a hook on or off, or removes it.
pub(crate) fn change(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let id = HookId(form.get("hook").to_owned());
    let hooks = &ctx.state.hooks;
    match form.get("do") {
        "on" => hooks.switch(&id, true)?,
        "off" => hooks.switch(&id, false)?,
        "remove" => hooks.remove(&id)?,
        other => return Err(Trouble::bad("site-bad-form", other)),
    }
    Ok(go("/webhooks"))
}
