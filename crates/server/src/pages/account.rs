//! `/account`: who I am, the post I act in, my password, where I am signed in.

use askama::Template;
use axum::response::Response;
use dondoc_accounts::{AccountsError, Method, SessionId};
use dondoc_kinds::PostId;

use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::{Frame, Link, link as link_page, sign_in, unit};
use crate::state::now;

#[derive(Debug, Template)]
#[template(path = "account.html")]
struct AccountPage {
    f: Frame,
    form: Filled,
    login: String,
    person: Option<String>,
    posts: Vec<PostRow>,
    has_password: bool,
    sessions: Vec<SessionRow>,
    manages: Option<String>,
}

#[derive(Debug)]
struct PostRow {
    id: String,
    title: String,
    unit: Link,
    is_acting: bool,
}

#[derive(Debug)]
struct SessionRow {
    id: String,
    agent: String,
    source: String,
    seen: String,
    is_this: bool,
}

fn page(ctx: &Ctx, form: Filled) -> Result<AccountPage, Trouble> {
    let (w, who) = (ctx.words(), ctx.who()?);
    let acting = who.acting().map(|held| held.post.clone());
    let sessions = ctx.state.accounts.sessions(who.account.id, now())?;
    Ok(AccountPage {
        f: Frame::timeless(ctx, who.account.name.clone()),
        form,
        login: who.account.login.clone(),
        person: who.account.person.as_ref().map(|id| {
            let known = ctx.city().registry.person(id);
            known.map_or_else(|| id.to_string(), |person| person.name.clone())
        }),
        posts: who
            .posts
            .iter()
            .map(|held| PostRow {
                id: held.post.to_string(),
                title: held.title.clone(),
                unit: unit(ctx, &held.unit),
                is_acting: acting.as_ref() == Some(&held.post),
            })
            .collect(),
        has_password: who.account.has_password,
        sessions: sessions
            .into_iter()
            .map(|session| SessionRow {
                is_this: session.id == who.session.id,
                id: session.id.0,
                agent: session.agent,
                source: session.source,
                seen: w.recorded(session.seen),
            })
            .collect(),
        manages: who.account.is_admin.then(|| ctx.to("/admin/accounts")),
    })
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default())?)
}

/// Chooses the post that is acted in; one that is not held is refused.
pub(crate) fn act_in(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let who = ctx.who()?;
    let given = form.get("post");
    let post = PostId::parse(given).ok();
    let held = post.filter(|post| who.posts.iter().any(|held| held.post == *post));
    let Some(post) = held else {
        return Err(Trouble::bad("site-forbidden-not-held", given));
    };
    ctx.state.accounts.act_in(&who.session.id, Some(&post))?;
    Ok(go("/account"))
}

pub(crate) fn password(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, who, accounts) = (ctx.words(), ctx.who()?, &ctx.state.accounts);
    let mut filled = Filled::default();
    if form.raw("password") != form.raw("repeated") {
        filled.wrong("repeated", w.t("account-not-repeated"));
    }
    if who.account.has_password && !filled.is_wrong() {
        let login = &who.account.login;
        let known = accounts.check_password(login, form.raw("present"), &ctx.ask.from, now());
        if let Err(error) = known {
            filled.wrong("present", refusal(error, w)?);
        }
    }
    if filled.is_wrong() {
        return again(&page(ctx, filled)?);
    }
    match accounts.set_password(who.account.id, form.raw("password"), now()) {
        Ok(()) => {
            // Everybody else is out, this browser goes on.
            let signed = accounts.begin(who.account.id, &Method::Password, &ctx.ask.from, now())?;
            if let Some(held) = who.acting() {
                accounts.act_in(&signed.session, Some(&held.post))?;
            }
            let mut response = go("/account");
            sign_in::remember(ctx, &mut response, &signed);
            Ok(response)
        }
        Err(AccountsError::Refused(refusal)) => {
            filled.wrong(link_page::field(&refusal), w.say(&refusal));
            again(&page(ctx, filled)?)
        }
        Err(failure) => Err(failure.into()),
    }
}

pub(crate) fn refusal(error: AccountsError, w: crate::words::Words) -> Result<String, Trouble> {
    match error {
        AccountsError::Refused(refusal) => Ok(w.say(&refusal)),
        failure => Err(failure.into()),
    }
}

pub(crate) fn end(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let account = ctx.who()?.account.id;
    for session in form.all("session") {
        let session = SessionId(session.to_owned());
        ctx.state.accounts.end(account, &session)?;
    }
    Ok(go("/account"))
}

pub(crate) fn end_others(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let who = ctx.who()?;
    ctx.state
        .accounts
        .end_others(who.account.id, Some(&who.session.id))?;
    Ok(go("/account"))
}
