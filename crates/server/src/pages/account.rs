//! `/account`: who I am, the post I act in, my password, where I am signed in.

use askama::Template;
use axum::response::Response;
use dondoc_accounts::{AccountsError, Entry, Method, SessionId, What};
use dondoc_kinds::PostId;

use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::{Frame, Link, link as link_page, provider, sign_in, unit};
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
    /// By what means one signs in: what, how it stands, where it is changed.
    means: Vec<MeansRow>,
    /// Identities at providers that open the account.
    identities: Vec<IdentityRow>,
    /// Providers that may be linked.
    providers: Vec<(String, String)>,
    /// What happened to the account, the newest first.
    happened: Vec<JournalRow>,
}

#[derive(Debug)]
struct MeansRow {
    name: String,
    state: String,
    href: &'static str,
    change: String,
}

#[derive(Debug)]
struct IdentityRow {
    id: String,
    name: String,
    seen: String,
}

/// An entry of the journal, for people.
#[derive(Debug)]
pub(super) struct JournalRow {
    pub(super) at: String,
    pub(super) actor: String,
    pub(super) account: String,
    pub(super) what: String,
    pub(super) detail: String,
}

/// Says what happened to accounts.
pub(super) fn journal(ctx: &Ctx, entries: Vec<Entry>) -> Vec<JournalRow> {
    let w = ctx.words();
    let row = |entry: Entry| JournalRow {
        at: w.recorded(entry.at),
        actor: entry.actor,
        account: entry.account,
        what: match entry.what {
            Some(what) => w.t(&format!("journal-{}", what.name())),
            None => String::new(),
        },
        detail: entry.detail,
    };
    entries.into_iter().map(row).collect()
}

/// Says how somebody signed in.
fn method(ctx: &Ctx, method: &Method) -> String {
    let w = ctx.words();
    match method {
        Method::Provider(id) => w.with("method-provider", &provider::name(ctx, id)),
        method => w.t(&format!("method-{}", method.name())),
    }
}

/// Says what a browser calls itself as people would: `Chrome · Windows`.
fn device(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(sign, _)| agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    // Each also names those after it.
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("coc_coc", "Cốc Cốc"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => agent.chars().take(60).collect(),
    }
}

fn means(ctx: &Ctx) -> Result<Vec<MeansRow>, Trouble> {
    let (w, who, accounts) = (ctx.words(), ctx.who()?, &ctx.state.accounts);
    let id = who.account.id;
    let yes_no = |yes| w.t(if yes { "means-on" } else { "means-off" });
    let row = |name: &str, state, href, change: &str| MeansRow {
        name: w.t(name),
        state,
        href,
        change: w.t(change),
    };
    let left = match accounts.has_second_factor(id)? {
        true => w.n("account-recovery-left", accounts.recovery_codes_left(id)?),
        false => yes_no(false),
    };
    Ok(vec![
        row(
            "account-password",
            yes_no(who.account.has_password),
            "#h-password",
            "means-change",
        ),
        row(
            "passkeys",
            w.n("means-passkeys", accounts.passkeys(id)?.len() as u64),
            "/account/passkeys",
            "means-change",
        ),
        row(
            "account-second-factor",
            left,
            "/account/second-factor",
            "means-change",
        ),
    ])
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
    method: String,
    source: String,
    seen: String,
    is_this: bool,
}

fn page(ctx: &Ctx, form: Filled) -> Result<AccountPage, Trouble> {
    let (w, who) = (ctx.words(), ctx.who()?);
    let acting = who.acting().map(|held| held.post.clone());
    let sessions = ctx.state.accounts.sessions(who.account.id, now())?;
    let identities = ctx.state.accounts.identities(who.account.id)?;
    let mut providers = provider::all(ctx);
    providers.retain(|(id, _)| !identities.iter().any(|it| it.provider == *id));
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
                agent: device(&session.agent),
                method: method(ctx, &session.method),
                source: session.source,
                seen: w.recorded(session.seen),
            })
            .collect(),
        manages: who.account.is_admin.then(|| ctx.to("/admin/accounts")),
        means: means(ctx)?,
        identities: identities
            .into_iter()
            .map(|it| IdentityRow {
                id: it.id,
                name: format!("{}: {}", provider::name(ctx, &it.provider), it.label),
                seen: w.with("session-seen", &w.recorded(it.seen)),
            })
            .collect(),
        providers,
        happened: journal(
            ctx,
            ctx.state.accounts.journal(Some(&who.account.login), 10)?,
        ),
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
            let login = &who.account.login;
            accounts.note(login, login, What::PasswordSet, "", now())?;
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

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_browser_is_named_as_people_name_it() {
        for (agent, said) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge · Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 \
                 Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari · iPhone",
            ),
            ("curl/8", "curl/8"),
            ("", ""),
        ] {
            assert_eq!(device(agent), said);
        }
    }
}
