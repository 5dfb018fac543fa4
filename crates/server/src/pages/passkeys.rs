//! `/account/passkeys`, and signing in by one.
//!
//! A passkey needs the browser's help: a script (`passkey.js`) asks `…/begin` for
//! a challenge, lets the browser answer it, and sends the form with the answer.
//! Without the script the form comes back with words that say so.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use dondoc_accounts::{AccountsError, PasskeyId, Refusal, RelyingParty, Token, What};

use crate::answer::{Trouble, again, go, html, set_cookie, with_type};
use crate::ask::{CEREMONY_COOKIE, Ctx};
use crate::form::{Filled, Form, Kept, is_own_path};
use crate::pages::{Frame, account, assets, sign_in};
use crate::state::now;

/// For how long a guest's ceremony is remembered, in seconds.
const CEREMONY_AGE: i64 = 300;

#[derive(Debug, Template)]
#[template(path = "passkeys.html")]
struct PasskeysPage {
    f: Frame,
    form: Filled,
    script: String,
    /// The address at which passkeys work; `None` where they work nowhere.
    origin: Option<String>,
    rows: Vec<Row>,
    has_password: bool,
    /// Whether one is asked for beside the password.
    asks: bool,
    done: Option<String>,
}

#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    created: String,
    seen: String,
    is_suspect: bool,
    problem: Option<String>,
}

/// Returns the site as authenticators know it.
pub(crate) fn site(ctx: &Ctx) -> Option<RelyingParty> {
    let options = &ctx.state.options;
    let local = || format!("http://localhost:{}", options.port);
    RelyingParty::of(&options.public_url.clone().unwrap_or_else(local))
}

/// Returns the address at which passkeys work.
pub(crate) fn origin(ctx: &Ctx) -> Option<String> {
    site(ctx).map(|site| site.origin().to_owned())
}

fn needed(ctx: &Ctx) -> Result<RelyingParty, Trouble> {
    let nowhere = || Trouble::Refused(ctx.words().t("passkey-nowhere"));
    site(ctx).ok_or_else(nowhere)
}

fn page(ctx: &Ctx, form: Filled) -> Result<PasskeysPage, Trouble> {
    let (w, who, accounts) = (ctx.words(), ctx.who()?, &ctx.state.accounts);
    let id = who.account.id;
    let rows = accounts.passkeys(id)?.into_iter().map(|it| Row {
        problem: form.problem(&format!("p-{}", it.id.0)).map(str::to_owned),
        id: it.id.0,
        name: it.name,
        created: w.with("passkey-created", &w.recorded(it.created)),
        seen: match it.seen {
            Some(at) => w.with("passkey-seen", &w.recorded(at)),
            None => w.t("passkey-never"),
        },
        is_suspect: it.is_suspect,
    });
    let did = ctx.ask.param("did");
    Ok(PasskeysPage {
        f: Frame::timeless(ctx, w.t("passkeys")),
        rows: rows.collect(),
        form,
        script: assets::passkey_js_path(),
        origin: origin(ctx),
        has_password: who.account.has_password,
        asks: accounts.asks_passkey(id)?,
        done: did
            .filter(|it| matches!(*it, "added" | "revoked"))
            .map(|it| w.t(&format!("passkey-did-{it}"))),
    })
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default())?)
}

/// What the browser answers for a session: nothing that another session has.
fn binding(ctx: &Ctx) -> Result<Token, Trouble> {
    Ok(ctx.who()?.form_token.derive("passkey"))
}

fn challenge(options: String) -> Response {
    with_type("application/json", options)
}

/// Says to the script what is wrong, in words to show.
fn refused(said: &str) -> Result<Response, Trouble> {
    let body = serde_json::json!({ "problem": said }).to_string();
    let mut response = challenge(body);
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// A session may be left open on a desk: whoever changes how one signs in says
/// the password again, where there is one.
fn known_again(ctx: &Ctx, form: &Form) -> Result<Result<(), String>, Trouble> {
    let who = ctx.who()?;
    if !who.account.has_password {
        return Ok(Ok(()));
    }
    let accounts = &ctx.state.accounts;
    let login = &who.account.login;
    match accounts.check_password(login, form.raw("password"), &ctx.ask.from, now()) {
        Ok(_) => Ok(Ok(())),
        Err(AccountsError::Refused(Refusal::WrongSignIn)) => {
            Ok(Err(ctx.words().t("account-wrong-password")))
        }
        Err(error) => Ok(Err(account::refusal(error, ctx.words())?)),
    }
}

/// Gives a challenge to make a passkey.
pub(crate) fn begin(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, who, site) = (ctx.words(), ctx.who()?, needed(ctx)?);
    if form.get("name").is_empty() {
        return refused(&w.t("passkey-name-needed"));
    }
    if let Err(said) = known_again(ctx, form)? {
        return refused(&said);
    }
    let accounts = &ctx.state.accounts;
    match accounts.begin_passkey(who.account.id, &site, &binding(ctx)?, now()) {
        Ok(options) => Ok(challenge(options)),
        Err(error) => refused(&account::refusal(error, w)?),
    }
}

/// Takes the passkey that was made. The challenge was given after the password.
pub(crate) fn finish(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, who, site) = (ctx.words(), ctx.who()?, needed(ctx)?);
    let mut filled = Filled::default();
    filled.set("name", form.get("name"));
    let answer = form.raw("credential");
    if answer.is_empty() {
        filled.wrong("", w.t("passkey-needs-script"));
        return again(&page(ctx, filled)?);
    }
    let (id, name) = (who.account.id, form.get("name"));
    let accounts = &ctx.state.accounts;
    match accounts.finish_passkey(id, &site, &binding(ctx)?, name, answer, now()) {
        Ok(made) => {
            let login = &who.account.login;
            accounts.note(login, login, What::PasskeyAdded, &made.name, now())?;
            Ok(go("/account/passkeys?did=added"))
        }
        Err(AccountsError::Refused(refusal)) => {
            let field = match refusal {
                Refusal::BadName => "name",
                _ => "",
            };
            filled.wrong(field, w.say(&refusal));
            again(&page(ctx, filled)?)
        }
        Err(failure) => Err(failure.into()),
    }
}

pub(crate) fn revoke(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (who, accounts) = (ctx.who()?, &ctx.state.accounts);
    let id = form.get("passkey");
    if let Err(said) = known_again(ctx, form)? {
        let mut filled = Filled::default();
        filled.wrong(&format!("p-{id}"), said);
        return again(&page(ctx, filled)?);
    }
    if let Some(name) = accounts.revoke_passkey(who.account.id, &PasskeyId(id.to_owned()))? {
        let login = &who.account.login;
        accounts.note(login, login, What::PasskeyRevoked, &name, now())?;
    }
    Ok(go("/account/passkeys?did=revoked"))
}

/// Sets whether a passkey is asked for beside the password.
pub(crate) fn ask(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (who, accounts) = (ctx.who()?, &ctx.state.accounts);
    if let Err(said) = known_again(ctx, form)? {
        let mut filled = Filled::default();
        filled.wrong("asks-password", said);
        return again(&page(ctx, filled)?);
    }
    let asks = form.get("asks") == "yes";
    accounts.ask_passkey(who.account.id, asks)?;
    let what = match asks {
        true => What::SecondFactorOn,
        false => What::SecondFactorOff,
    };
    let login = &who.account.login;
    accounts.note(login, login, what, "passkey", now())?;
    Ok(go("/account/passkeys"))
}

/// Gives a challenge to whoever wants to sign in, and a cookie that only this
/// browser answers with.
pub(crate) fn begin_sign_in(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let site = needed(ctx)?;
    let binding = Token::draw()?;
    let accounts = &ctx.state.accounts;
    match accounts.begin_passkey_sign_in(&site, &binding, now()) {
        Ok(options) => {
            let mut response = challenge(options);
            let text = binding.as_str();
            set_cookie(ctx, &mut response, CEREMONY_COOKIE, text, CEREMONY_AGE);
            Ok(response)
        }
        Err(error) => refused(&account::refusal(error, ctx.words())?),
    }
}

/// Signs in by the passkey that answered; with `pending`, after a password.
pub(crate) fn sign_in(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, site) = (ctx.words(), needed(ctx)?);
    let kept = Kept::parse(form.raw("kept"));
    let next = Some(form.get("next"))
        .filter(|path| is_own_path(path))
        .unwrap_or("/");
    let pending = Some(form.raw("pending")).filter(|it| !it.is_empty());
    let pending = pending.map(Token::sent);
    let answer = form.raw("credential");
    if answer.is_empty() {
        let said = w.t("passkey-needs-script");
        return sign_in::wrong(ctx, next, kept.as_ref(), pending.as_ref(), said);
    }
    let binding = Token::sent(ctx.ask.ceremony.as_deref().unwrap_or_default());
    let accounts = &ctx.state.accounts;
    let from = &ctx.ask.from;
    match accounts.sign_in_by_passkey(&site, &binding, answer, pending.as_ref(), from, now()) {
        Ok(signed) => {
            let mut response = sign_in::let_in(ctx, &signed, kept, next)?;
            set_cookie(ctx, &mut response, CEREMONY_COOKIE, "", 0);
            Ok(response)
        }
        Err(AccountsError::Refused(Refusal::DeadLink)) => {
            let said = w.t("account-code-late");
            sign_in::wrong(ctx, next, kept.as_ref(), None, said)
        }
        Err(AccountsError::Refused(refusal)) => {
            let said = w.say(&refusal);
            sign_in::wrong(ctx, next, kept.as_ref(), pending.as_ref(), said)
        }
        Err(failure) => Err(failure.into()),
    }
}
