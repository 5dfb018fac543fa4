//! `/account/tokens`: tokens of programs that act for me.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;
use dondoc_accounts::{AccountsError, ApiTokenId, Refusal};
use dondoc_authority::Action;

use crate::access::act_words;
use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::Frame;
use crate::state::now;
use crate::who::Who;

/// Returns the acts that a token of this person may be made for.
fn scopes(who: &Who) -> impl Iterator<Item = Action> {
    let of_admin = who.account.is_admin.then_some(Action::ScimProvision);
    SCOPES.into_iter().chain(of_admin)
}

/// The acts that programs are let do; each is one of the API's routes.
const SCOPES: [Action; 14] = [
    Action::TaskRead,
    Action::DocumentRead,
    Action::RegistryRead,
    Action::BriefingRead,
    Action::TaskIssue,
    Action::TaskAccept,
    Action::TaskReport,
    Action::TaskRequestExtension,
    Action::TaskExplain,
    Action::TaskConfirm,
    Action::TaskReturn,
    Action::TaskExtend,
    Action::TaskCancel,
    Action::TaskDemandExplanation,
];

#[derive(Debug, Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    f: Frame,
    form: Filled,
    rows: Vec<Row>,
    scopes: Vec<(&'static str, String)>,
    made: Option<(String, String)>,
}

#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    scopes: String,
    until: String,
    seen: String,
}

fn page(ctx: &Ctx, form: Filled, made: Option<(String, String)>) -> Result<TokensPage, Trouble> {
    let (w, who) = (ctx.words(), ctx.who()?);
    let tokens = ctx.state.accounts.tokens(who.account.id, now())?;
    Ok(TokensPage {
        f: Frame::timeless(ctx, w.t("api-tokens")),
        form,
        rows: tokens
            .into_iter()
            .map(|token| Row {
                id: token.id.0,
                name: token.name,
                scopes: token.scopes.into_iter().collect::<Vec<_>>().join(", "),
                until: w.with("api-token-until", &w.recorded(token.until)),
                seen: match token.seen {
                    Some(at) => w.with("api-token-seen", &w.recorded(at)),
                    None => w.t("api-token-never"),
                },
            })
            .collect(),
        scopes: scopes(who)
            .map(|act| (act.name(), act_words(act, w)))
            .collect(),
        made,
    })
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let mut form = Filled::default();
    form.set("days", "90");
    html(&page(ctx, form, None)?)
}

/// Makes a token; it is shown once.
pub(crate) fn make(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, who) = (ctx.words(), ctx.who()?);
    let mut filled = form.filled();
    let known = |name: &&str| scopes(who).any(|act| act.name() == *name);
    let scopes: BTreeSet<String> = form.all("scope").filter(known).map(str::to_owned).collect();
    let days = form.get("days").parse().unwrap_or(0);
    let accounts = &ctx.state.accounts;
    match accounts.make_token(who.account.id, form.get("name"), &scopes, days, now()) {
        Ok((token, secret)) => {
            let made = (token.name, secret.as_str().to_owned());
            html(&page(ctx, Filled::default(), Some(made))?)
        }
        Err(AccountsError::Refused(refusal)) => {
            let field = match refusal {
                Refusal::NoScopes => "scope",
                Refusal::BadTokenDays { .. } => "days",
                Refusal::BadName => "name",
                _ => "",
            };
            filled.wrong(field, w.say(&refusal));
            again(&page(ctx, filled, None)?)
        }
        Err(failure) => Err(failure.into()),
    }
}

pub(crate) fn revoke(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let id = ApiTokenId(form.get("token").to_owned());
    ctx.state
        .accounts
        .revoke_token(ctx.who()?.account.id, &id)?;
    Ok(go("/account/tokens"))
}
