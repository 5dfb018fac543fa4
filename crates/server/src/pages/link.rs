//! `/link/{token}`: the first administrator, an invitation, a new password.

use askama::Template;
use axum::response::Response;
use dondoc_accounts::{AccountsError, Link as OneTime, LinkKind, NewAccount, Refusal, Token, What};

use crate::answer::{Trouble, again, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::{Frame, sign_in};
use crate::state::now;

#[derive(Debug, Template)]
#[template(path = "link.html")]
struct LinkPage {
    f: Frame,
    form: Filled,
    /// The sign-in name; `None` when one is to be chosen.
    login: Option<String>,
    action: String,
}

fn page(ctx: &Ctx, link: &OneTime, form: Filled) -> LinkPage {
    let key = match link.kind {
        LinkKind::SetUp => "account-set-up",
        LinkKind::Invite => "account-invited",
        LinkKind::Reset => "account-reset",
    };
    LinkPage {
        f: Frame::timeless(ctx, ctx.words().t(key)),
        form,
        login: link.account.as_ref().map(|account| account.login.clone()),
        action: ctx.ask.path.clone(),
    }
}

fn look_up(ctx: &Ctx) -> Result<OneTime, Trouble> {
    let token = Token::sent(ctx.ask.place());
    let found = ctx.state.accounts.look_up(&token, now());
    found.map_err(|error| Trouble::accounts(error, ctx.words()))
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, &look_up(ctx)?, Filled::default()))
}

pub(crate) fn take(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let link = look_up(ctx)?;
    let mut filled = Filled::default();
    filled.set("login", form.get("login"));
    filled.set("name", form.get("name"));
    let password = form.raw("password");
    if password != form.raw("repeated") {
        filled.wrong("repeated", w.t("account-not-repeated"));
        return again(&page(ctx, &link, filled));
    }
    let new = NewAccount {
        login: form.get("login").to_owned(),
        name: form.get("name").to_owned(),
        ..NewAccount::default()
    };
    let new = link.account.is_none().then_some(&new);
    let token = Token::sent(ctx.ask.place());
    match ctx.state.accounts.use_link(&token, password, new, now()) {
        Ok(account) => {
            let (accounts, login) = (&ctx.state.accounts, &account.login);
            accounts.note(login, login, What::PasswordSet, "", now())?;
            sign_in::go_on(ctx, &account)
        }
        Err(AccountsError::Refused(refusal)) => {
            filled.wrong(field(&refusal), w.say(&refusal));
            again(&page(ctx, &link, filled))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The field that an answer is about.
pub(crate) fn field(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::BadLogin { .. } | Refusal::LoginTaken { .. } => "login",
        Refusal::BadName => "name",
        Refusal::PasswordShort | Refusal::PasswordLong | Refusal::PasswordGuessable => "password",
        _ => "",
    }
}
