//! `/sign-in`, and what was typed before it was needed.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use dondoc_accounts::{AccountsError, Method, Refusal, SignIn, SignedIn, Token};

use crate::answer::{Trouble, again as again_with, go, html, set_cookie};
use crate::ask::{Ctx, DEVICE_COOKIE, SESSION_COOKIE};
use crate::form::{Filled, Form, Kept, is_own_path};
use crate::pages::{Frame, assets, passkeys, provider};
use crate::state::now;

/// For how long the cookies are kept, in seconds; sessions end by themselves.
const SESSION_AGE: i64 = 7 * 24 * 3600;
const DEVICE_AGE: i64 = 182 * 24 * 3600;

#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    f: Frame,
    form: Filled,
    next: String,
    /// What was sent while nobody was signed in, as JSON.
    kept: String,
    /// Whether files came with it, which are not kept.
    had_files: bool,
    script: String,
    /// The address at which passkeys work.
    passkeys: Option<String>,
    /// Identity providers: id and name.
    providers: Vec<(String, String)>,
}

/// Asks for the code of the second factor.
#[derive(Debug, Template)]
#[template(path = "code.html")]
struct CodePage {
    f: Frame,
    form: Filled,
    next: String,
    kept: String,
    had_files: bool,
    pending: String,
    script: String,
    /// Whether a code may be typed.
    takes_code: bool,
    /// Whether a passkey may answer, with the address at which passkeys work.
    passkeys: Option<String>,
}

/// What was typed, to send again.
#[derive(Debug, Template)]
#[template(path = "resume.html")]
struct ResumePage {
    f: Frame,
    token: String,
    kept: Kept,
    /// What is long enough that a person would miss it.
    texts: Vec<String>,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let next = ctx
        .ask
        .param("next")
        .filter(|path| is_own_path(path))
        .unwrap_or("/");
    if ctx.ask.who.is_some() {
        return Ok(go(next));
    }
    html(&page(ctx, Filled::default(), next, None))
}

fn page(ctx: &Ctx, form: Filled, next: &str, kept: Option<&Kept>) -> SignInPage {
    SignInPage {
        f: Frame::timeless(ctx, ctx.words().t("account-sign-in")),
        form,
        next: next.to_owned(),
        kept: kept
            .and_then(|kept| serde_json::to_string(kept).ok())
            .unwrap_or_default(),
        had_files: kept.is_some_and(|kept| kept.had_files),
        script: assets::passkey_js_path(),
        passkeys: passkeys::origin(ctx),
        providers: provider::all(ctx),
    }
}

/// Asks somebody to sign in and keeps what they sent.
pub(crate) fn keeping(ctx: &Ctx, kept: &Kept) -> Result<Response, Trouble> {
    let mut form = Filled::default();
    form.wrong("", ctx.words().t("account-session-ended"));
    let mut response = html(&page(ctx, form, &kept.path, Some(kept)))?;
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    Ok(response)
}

/// Shows what was sent from a page of another session, to be sent again.
pub(crate) fn again(ctx: &Ctx, kept: &Kept) -> Result<Response, Trouble> {
    let token = ctx.who()?.form_token.as_str().to_owned();
    let mut response = html(&resume(ctx, token, kept.clone()))?;
    *response.status_mut() = StatusCode::FORBIDDEN;
    Ok(response)
}

fn resume(ctx: &Ctx, token: String, kept: Kept) -> ResumePage {
    let texts = kept
        .fields
        .iter()
        .filter(|(name, value)| !name.starts_with('_') && value.len() > 20);
    ResumePage {
        f: Frame::timeless(ctx, ctx.words().t("account-resume")),
        token,
        texts: texts.map(|(_, value)| value.clone()).collect(),
        kept,
    }
}

pub(crate) fn take(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let kept = Kept::parse(form.raw("kept"));
    let next = Some(form.get("next"))
        .filter(|path| is_own_path(path))
        .unwrap_or("/");
    let accounts = &ctx.state.accounts;
    let signed = accounts.sign_in(
        form.raw("login"),
        form.raw("password"),
        &ctx.ask.from,
        now(),
    );
    match signed {
        Ok(SignIn::Done(signed)) => let_in(ctx, &signed, kept, next),
        Ok(SignIn::NeedsCode(pending)) => {
            let form = Filled::default();
            html(&code_page(ctx, form, next, kept.as_ref(), &pending)?)
        }
        Err(AccountsError::Refused(refusal)) => {
            let mut filled = Filled::default();
            filled.set("login", form.get("login"));
            filled.wrong("", w.say(&refusal));
            let mut response = html(&page(ctx, filled, next, kept.as_ref()))?;
            *response.status_mut() = match refusal {
                Refusal::Wait { .. } => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            Ok(response)
        }
        Err(failure) => Err(failure.into()),
    }
}

fn code_page(
    ctx: &Ctx,
    form: Filled,
    next: &str,
    kept: Option<&Kept>,
    pending: &Token,
) -> Result<CodePage, Trouble> {
    let page = page(ctx, form, next, kept);
    let (takes_code, takes_passkey) = ctx.state.accounts.what_is_asked(pending, now())?;
    Ok(CodePage {
        f: page.f,
        form: page.form,
        next: page.next,
        kept: page.kept,
        had_files: page.had_files,
        pending: pending.as_str().to_owned(),
        script: page.script,
        takes_code,
        passkeys: page.passkeys.filter(|_| takes_passkey),
    })
}

/// Asks again, after a passkey that did not do: for a password, or for what is
/// asked beside it.
pub(crate) fn wrong(
    ctx: &Ctx,
    next: &str,
    kept: Option<&Kept>,
    pending: Option<&Token>,
    said: String,
) -> Result<Response, Trouble> {
    let mut form = Filled::default();
    form.wrong("", said);
    match pending {
        Some(pending) => again_with(&code_page(ctx, form, next, kept, pending)?),
        None => again_with(&page(ctx, form, next, kept)),
    }
}

/// Goes on with somebody whose link was right.
pub(crate) fn go_on(ctx: &Ctx, account: &dondoc_accounts::Account) -> Result<Response, Trouble> {
    match ctx
        .state
        .accounts
        .sign_in_known(account, &Method::Link, &ctx.ask.from, now())?
    {
        SignIn::Done(signed) => let_in(ctx, &signed, None, "/account"),
        SignIn::NeedsCode(pending) => {
            let form = Filled::default();
            html(&code_page(ctx, form, "/account", None, &pending)?)
        }
    }
}

pub(crate) fn let_in(
    ctx: &Ctx,
    signed: &SignedIn,
    kept: Option<Kept>,
    next: &str,
) -> Result<Response, Trouble> {
    let mut response = match kept {
        Some(kept) => {
            let token = signed.token.derive("form").as_str().to_owned();
            html(&resume(ctx, token, kept))?
        }
        None => go(next),
    };
    remember(ctx, &mut response, signed);
    Ok(response)
}

/// `POST /sign-in/code`: the second factor.
pub(crate) fn take_code(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let kept = Kept::parse(form.raw("kept"));
    let next = Some(form.get("next"))
        .filter(|path| is_own_path(path))
        .unwrap_or("/");
    let pending = Token::sent(form.raw("pending"));
    let accounts = &ctx.state.accounts;
    match accounts.finish_sign_in(&pending, form.get("code"), &ctx.ask.from, now()) {
        Ok(signed) => let_in(ctx, &signed, kept, next),
        Err(AccountsError::Refused(refusal)) => {
            let mut filled = Filled::default();
            // Too late, or used: from the beginning, with what was kept.
            let mut response = match refusal {
                Refusal::DeadLink => {
                    filled.wrong("", w.t("account-code-late"));
                    html(&page(ctx, filled, next, kept.as_ref()))?
                }
                _ => {
                    filled.wrong("code", w.say(&refusal));
                    html(&code_page(ctx, filled, next, kept.as_ref(), &pending)?)?
                }
            };
            *response.status_mut() = match refusal {
                Refusal::Wait { .. } => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            Ok(response)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Gives the browser its cookies.
pub(crate) fn remember(ctx: &Ctx, response: &mut Response, signed: &SignedIn) {
    set_cookie(
        ctx,
        response,
        SESSION_COOKIE,
        signed.token.as_str(),
        SESSION_AGE,
    );
    set_cookie(
        ctx,
        response,
        DEVICE_COOKIE,
        signed.device.as_str(),
        DEVICE_AGE,
    );
}

pub(crate) fn out(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let who = ctx.who()?;
    let accounts = &ctx.state.accounts;
    let ticket = accounts.ticket(&who.session.id)?;
    accounts.end(who.account.id, &who.session.id)?;
    // Whoever signed in at a provider signs out there as well.
    let there = match &who.session.method {
        Method::Provider(id) => {
            let (state, site) = (&ctx.state, ctx.state.options.base());
            let to = state
                .providers
                .sign_out(id, &site, ticket.as_deref(), now());
            to.map(|to| (to, provider::name(ctx, id)))
        }
        _ => None,
    };
    let mut response = match there {
        Some((to, name)) => provider::leave(ctx, &to, &name)?,
        None => go("/sign-in"),
    };
    set_cookie(ctx, &mut response, SESSION_COOKIE, "", 0);
    Ok(response)
}
