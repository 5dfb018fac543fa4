//! `/admin/accounts`: who may sign in, and what happened to accounts.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use dondoc_accounts::{
    Account, AccountId, AccountsError, LinkKind, Means, NewAccount, OpenLink, Token, What,
};
use dondoc_kinds::PersonId;

use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::account::{JournalRow, journal};
use crate::pages::{Frame, link as link_page};
use crate::state::now;

/// So many accounts are shown; the others are found by their words.
const SHOWN: usize = 100;
/// So many entries of the journal are shown.
const SHOWN_ENTRIES: usize = 200;

#[derive(Debug, Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    f: Frame,
    form: Filled,
    accounts: Vec<Row>,
    /// What is searched for, and how many fit.
    search: String,
    found: String,
    /// A link that was just made, with whom it is for. Shown once.
    made: Option<(String, String)>,
    links: Vec<LinkRow>,
    did: Option<String>,
}

#[derive(Debug)]
struct Row {
    id: i64,
    login: String,
    name: String,
    person: String,
    email: String,
    means: String,
    seen: String,
    has_more: bool,
    is_admin: bool,
    is_active: bool,
    is_self: bool,
}

/// A one-time link that was given out.
#[derive(Debug)]
struct LinkRow {
    account: i64,
    login: String,
    what: String,
    until: String,
}

#[derive(Debug, Template)]
#[template(path = "journal.html")]
struct JournalPage {
    f: Frame,
    rows: Vec<JournalRow>,
    of: String,
}

fn page(ctx: &Ctx, form: Filled, made: Option<(String, String)>) -> Result<AccountsPage, Trouble> {
    let (w, own) = (ctx.words(), ctx.who()?.account.id);
    let store = &ctx.state.accounts;
    let accounts = store.accounts()?;
    let mut means = store.means()?;
    let links = links(ctx, &accounts, store.open_links(now())?);
    let search = ctx.ask.search()?.to_lowercase();
    let fits = |account: &Account| {
        let person = account.person.as_ref().map_or("", PersonId::as_str);
        let words = [account.login.as_str(), &account.name, person];
        search.is_empty() || words.iter().any(|it| it.to_lowercase().contains(&search))
    };
    let all: Vec<Account> = accounts.into_iter().filter(fits).collect();
    let found = w.n("accounts-found", all.len() as u64);
    let rows = all.into_iter().take(SHOWN).map(|account| {
        let means = means.remove(&account.id).unwrap_or_default();
        Row {
            id: account.id.0,
            login: account.login,
            name: account.name,
            person: account.person.map(|id| id.to_string()).unwrap_or_default(),
            email: account.email.unwrap_or_default(),
            has_more: means.has_code || means.asks_passkey,
            seen: means.seen.map(|at| w.recorded(at)).unwrap_or_default(),
            means: said(ctx, &means),
            is_admin: account.is_admin,
            is_active: account.is_active,
            is_self: account.id == own,
        }
    });
    let did = ctx.ask.param("did");
    Ok(AccountsPage {
        f: Frame::timeless(ctx, w.t("account-all")),
        form,
        accounts: rows.collect(),
        found,
        search: ctx.ask.search()?.to_owned(),
        made,
        links,
        did: did
            .filter(|it| ["off", "on", "dropped", "revoked"].contains(it))
            .map(|it| w.t(&format!("accounts-did-{it}"))),
    })
}

/// Says by what means somebody signs in.
fn said(ctx: &Ctx, means: &Means) -> String {
    let w = ctx.words();
    let mut all = Vec::new();
    if means.has_password {
        all.push(w.t("account-password"));
    }
    if means.has_code {
        all.push(w.t("accounts-code"));
    }
    if means.passkeys > 0 {
        all.push(w.n("means-passkeys", means.passkeys));
    }
    if means.identities > 0 {
        all.push(w.t("accounts-provider"));
    }
    match all.is_empty() {
        true => w.t("accounts-no-means"),
        false => all.join(", "),
    }
}

fn links(ctx: &Ctx, accounts: &[Account], open: Vec<OpenLink>) -> Vec<LinkRow> {
    let w = ctx.words();
    let logins: BTreeMap<AccountId, &str> = accounts
        .iter()
        .map(|account| (account.id, account.login.as_str()))
        .collect();
    let row = |link: OpenLink| LinkRow {
        account: link.account.0,
        login: logins.get(&link.account).unwrap_or(&"").to_string(),
        what: w.t(match link.kind {
            LinkKind::Invite => "accounts-invitation",
            LinkKind::SetUp | LinkKind::Reset => "accounts-reset",
        }),
        until: w.with("accounts-link-until", &w.recorded(link.until)),
    };
    open.into_iter().map(row).collect()
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default(), None)?)
}

/// Shows what happened to accounts, or to one.
pub(crate) fn show_journal(ctx: &Ctx) -> Result<Response, Trouble> {
    let of = ctx.ask.param("of");
    let entries = ctx.state.accounts.journal(of, SHOWN_ENTRIES)?;
    html(&JournalPage {
        f: Frame::timeless(ctx, ctx.words().t("journal-title")),
        rows: journal(ctx, entries),
        of: of.unwrap_or_default().to_owned(),
    })
}

/// Writes down what an administrator did to an account.
pub(super) fn note(ctx: &Ctx, login: &str, what: What, detail: &str) -> Result<(), Trouble> {
    let actor = &ctx.who()?.account.login;
    let accounts = &ctx.state.accounts;
    Ok(accounts.note(actor, login, what, detail, now())?)
}

/// Makes an account and the link with which its owner takes it.
pub(crate) fn invite(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, accounts) = (ctx.words(), &ctx.state.accounts);
    let mut filled = form.filled();
    let person = match form.get("person") {
        "" => None,
        given => {
            let person = PersonId::parse(given).ok();
            let known = person.filter(|id| ctx.city().registry.person(id).is_some());
            if known.is_none() {
                filled.wrong("person", w.t("account-no-person"));
            }
            known
        }
    };
    if filled.is_wrong() {
        return again(&page(ctx, filled, None)?);
    }
    let new = NewAccount {
        login: form.get("login").to_owned(),
        name: form.get("name").to_owned(),
        email: Some(form.get("email").to_owned()).filter(|email| !email.is_empty()),
        person,
        is_admin: form.get("admin") == "yes",
    };
    match accounts.create(&new, now()) {
        Ok(account) => {
            let token = accounts.link(account.id, now())?;
            note(ctx, &account.login, What::Created, &account.name)?;
            note(ctx, &account.login, What::LinkMade, "")?;
            html(&page(
                ctx,
                Filled::default(),
                Some((account.name, address(ctx, &token))),
            )?)
        }
        Err(AccountsError::Refused(refusal)) => {
            filled.wrong(link_page::field(&refusal), w.say(&refusal));
            again(&page(ctx, filled, None)?)
        }
        Err(failure) => Err(failure.into()),
    }
}

pub(super) fn address(ctx: &Ctx, token: &Token) -> String {
    format!("{}/link/{}", ctx.state.options.base(), token.as_str())
}

fn chosen(ctx: &Ctx, form: &Form) -> Result<Account, Trouble> {
    let id = form.get("account").parse().map(AccountId);
    let id = id.map_err(|_| Trouble::NotFound)?;
    ctx.state.accounts.account(id)?.ok_or(Trouble::NotFound)
}

/// Makes a link for a new password.
pub(crate) fn link(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let account = chosen(ctx, form)?;
    let refused = |error| Trouble::accounts(error, ctx.words());
    let token = ctx.state.accounts.link(account.id, now());
    let token = token.map_err(refused)?;
    note(ctx, &account.login, What::LinkMade, "")?;
    html(&page(
        ctx,
        Filled::default(),
        Some((account.name, address(ctx, &token))),
    )?)
}

/// Revokes a link before it is used.
pub(crate) fn revoke_link(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let account = chosen(ctx, form)?;
    if ctx.state.accounts.revoke_link(account.id)? {
        note(ctx, &account.login, What::LinkRevoked, "")?;
    }
    Ok(go("/admin/accounts?did=revoked"))
}

/// For somebody who lost the phone: drops the second factor, so that a link for
/// a new password is enough. Passkeys stay, and open the account alone.
pub(crate) fn drop_factors(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let account = chosen(ctx, form)?;
    ctx.state.accounts.drop_second_factor(account.id)?;
    note(ctx, &account.login, What::SecondFactorOff, "")?;
    Ok(go("/admin/accounts?did=dropped"))
}

/// Switches an account off, or on again.
pub(crate) fn set_active(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let account = chosen(ctx, form)?;
    let is_active = form.get("active") == "yes";
    let done = ctx.state.accounts.set_active(account.id, is_active, now());
    done.map_err(|error| Trouble::accounts(error, ctx.words()))?;
    let (what, did) = match is_active {
        true => (What::SwitchedOn, "on"),
        false => (What::SwitchedOff, "off"),
    };
    note(ctx, &account.login, what, "")?;
    Ok(go(&format!("/admin/accounts?did={did}")))
}
