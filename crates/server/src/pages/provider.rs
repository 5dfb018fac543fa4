//! `/sign-in/with`: signing in at an identity provider, and linking one.
//!
//! Somebody is sent there by a page that goes on by itself, not by a redirect: a
//! form of this site may lead nowhere else (`form-action 'self'`). They come back
//! by a link, the only one of this site that does something; what it does it does
//! once, for the browser that began.

use askama::Template;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use dondoc_accounts::{Came, Errand, ProviderError, Refusal, Returned, Token, What};

use crate::answer::{Trouble, go, html, set_cookie};
use crate::ask::{Ctx, ERRAND_COOKIE};
use crate::failures::log;
use crate::form::{Form, Kept, is_own_path};
use crate::pages::{Frame, sign_in};
use crate::state::now;

/// For how long the way there and back is remembered, in seconds.
const ERRAND_AGE: i64 = 600;
/// The longest text that is kept meanwhile, in bytes.
const LONGEST_KEPT: usize = 256 * 1024;

/// A page that sends the browser on by itself.
#[derive(Debug, Template)]
#[template(path = "leaving.html")]
struct LeavingPage {
    f: Frame,
    to: String,
    name: String,
}

/// Returns a page that leads to another site.
pub(crate) fn leave(ctx: &Ctx, to: &str, name: &str) -> Result<Response, Trouble> {
    let page = LeavingPage {
        f: Frame::timeless(ctx, ctx.words().with("provider-leaving", name)),
        to: to.to_owned(),
        name: name.to_owned(),
    };
    let mut response = html(&page)?;
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={to}")) {
        let refresh = HeaderName::from_static("refresh");
        response.headers_mut().insert(refresh, value);
    }
    Ok(response)
}

/// Returns what a provider is called in the language of the page.
pub(crate) fn name(ctx: &Ctx, id: &str) -> String {
    match ctx.state.providers.get(id) {
        Some(provider) => match (&provider.name_en, ctx.words().lang) {
            (Some(name), dondoc_messages::Lang::En) => name.clone(),
            _ => provider.name.clone(),
        },
        None => id.to_owned(),
    }
}

/// Returns every provider with its name.
pub(crate) fn all(ctx: &Ctx) -> Vec<(String, String)> {
    let all = ctx.state.providers.all().iter();
    all.map(|it| (it.id.clone(), name(ctx, &it.id))).collect()
}

/// What went wrong goes to the log; the person is told what they can do.
fn said(ctx: &Ctx, error: ProviderError) -> Result<String, Trouble> {
    log(&ctx.ask.path, &error);
    match &error.refusal {
        Some(refusal) => Ok(ctx.words().say(refusal)),
        None => Err(Trouble::Failed(Box::new(error))),
    }
}

fn begin(ctx: &Ctx, id: &str, errand: &Errand) -> Result<Result<Response, String>, Trouble> {
    let binding = Token::draw()?;
    let (state, site) = (&ctx.state, ctx.state.options.base());
    let begun = state
        .providers
        .begin(&state.accounts, id, &site, errand, &binding, now());
    match begun {
        Ok(to) => {
            let mut response = leave(ctx, &to, &name(ctx, id))?;
            let text = binding.as_str();
            set_cookie(ctx, &mut response, ERRAND_COOKIE, text, ERRAND_AGE);
            Ok(Ok(response))
        }
        Err(error) => Ok(Err(said(ctx, error)?)),
    }
}

/// Sends somebody there to sign in.
pub(crate) fn sign_in(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let next = Some(form.get("next"))
        .filter(|path| is_own_path(path))
        .unwrap_or("/");
    let kept = Some(form.raw("kept")).filter(|it| it.len() <= LONGEST_KEPT);
    let errand = Errand {
        account: None,
        next: next.to_owned(),
        kept: kept.unwrap_or_default().to_owned(),
    };
    match begin(ctx, form.get("provider"), &errand)? {
        Ok(response) => Ok(response),
        Err(said) => {
            let kept = Kept::parse(form.raw("kept"));
            sign_in::wrong(ctx, next, kept.as_ref(), None, said)
        }
    }
}

/// Sends somebody there to link what they are there.
pub(crate) fn link(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let errand = Errand {
        account: Some(ctx.who()?.account.id),
        next: "/account".to_owned(),
        kept: String::new(),
    };
    let begun = begin(ctx, form.get("provider"), &errand)?;
    begun.map_err(Trouble::Refused)
}

/// Takes somebody back.
pub(crate) fn back(ctx: &Ctx) -> Result<Response, Trouble> {
    let state = &ctx.state;
    let (id, site) = (ctx.ask.place(), state.options.base());
    let sent = |name| ctx.ask.param(name).unwrap_or_default();
    let binding = Token::sent(ctx.ask.errand.as_deref().unwrap_or_default());
    let came = Came {
        state: sent("state"),
        code: sent("code"),
        issuer: ctx.ask.param("iss"),
        binding: &binding,
    };
    let (accounts, from) = (&state.accounts, &ctx.ask.from);
    let finished = state
        .providers
        .finish(accounts, id, &site, &came, from, now());
    let mut response = match finished {
        Ok(Returned::Linked) => go("/account"),
        Ok(Returned::SignedIn(signed, errand)) => {
            let kept = Kept::parse(&errand.kept);
            sign_in::let_in(ctx, &signed, kept, &errand.next)?
        }
        Err(error) => {
            let is_taken = error.refusal == Some(Refusal::ProviderTaken);
            let said = said(ctx, error)?;
            // Whoever is signed in was linking.
            if is_taken || ctx.ask.who.is_some() {
                return Err(Trouble::Refused(said));
            }
            sign_in::wrong(ctx, "/", None, None, said)?
        }
    };
    set_cookie(ctx, &mut response, ERRAND_COOKIE, "", 0);
    Ok(response)
}

/// Unlinks an identity; the sessions begun by it end.
pub(crate) fn unlink(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (who, accounts) = (ctx.who()?, &ctx.state.accounts);
    let id = who.account.id;
    let is_last = !who.account.has_password
        && accounts.passkeys(id)?.is_empty()
        && accounts.identities(id)?.len() < 2;
    if is_last {
        return Err(Trouble::Refused(ctx.words().t("identity-last")));
    }
    if let Some(label) = accounts.unlink(id, form.get("identity"))? {
        let login = &who.account.login;
        accounts.note(login, login, What::IdentityUnlinked, &label, now())?;
    }
    Ok(go("/account"))
}
