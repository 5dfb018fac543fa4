//! `dondoc account`: who may sign in, from the machine itself.

use anyhow::Context;
use dondoc_accounts::{Accounts, AccountsError, NewAccount, What};
use dondoc_kinds::{Arg, PersonId};
use dondoc_messages::{Lang, say, text};
use serde::Serialize;

use crate::args::{Account, AccountDisable, AccountInvite, AccountList, AccountToken};
use crate::open;
use crate::out;
use crate::trouble::{Outcome, Trouble};

#[derive(Serialize)]
struct Row {
    login: String,
    name: String,
    person: Option<PersonId>,
    is_admin: bool,
    is_active: bool,
    has_password: bool,
}

pub(crate) fn run(command: &Account, lang: Lang) -> Outcome {
    match command {
        Account::Invite(args) => invite(args, lang),
        Account::List(args) => list(args),
        Account::Disable(args) => disable(args, lang),
        Account::Token(args) => token(args, lang),
        Account::DropSecondFactor(args) => drop_second_factor(args, lang),
    }
}

fn accounts(data: &std::path::Path) -> Result<Accounts, Trouble> {
    // Opened first, so that a place that is no data folder gets no database.
    let folder = open::folder(data)?;
    let path = folder.path().join("accounts.sqlite");
    Ok(Accounts::open(&path).context("failed to open the accounts")?)
}

fn refused(lang: Lang) -> impl Fn(AccountsError) -> Trouble {
    move |error| match error {
        AccountsError::Refused(refusal) => Trouble::RefusedWords(say(lang, &refusal)),
        error => anyhow::Error::from(error).into(),
    }
}

/// Writes down what was done from the machine itself.
fn note(accounts: &Accounts, login: &str, what: What, detail: &str) -> Outcome {
    let noted = accounts.note("operator", login, what, detail, open::now());
    Ok(noted.context("failed to write the journal of accounts")?)
}

/// Makes the account where it is not there yet, and a one-time link.
fn invite(args: &AccountInvite, lang: Lang) -> Outcome {
    let accounts = accounts(&args.data)?;
    let known = accounts.by_login(&args.login).map_err(refused(lang))?;
    let account = match known {
        Some(account) => account,
        None => {
            let person = args.person.as_deref().map(PersonId::parse).transpose();
            let person = person.map_err(|bad| Trouble::RefusedWords(bad.to_string()))?;
            if let Some(person) = &person {
                let opened = open::city(&args.data)?;
                if opened.city.registry.person(person).is_none() {
                    return Err(Trouble::RefusedWords(text(lang, "account-no-person", &[])));
                }
            }
            let new = NewAccount {
                login: args.login.clone(),
                name: args.name.clone().unwrap_or_else(|| args.login.clone()),
                email: args.email.clone(),
                person,
                is_admin: args.admin,
            };
            let made = accounts.create(&new, open::now()).map_err(refused(lang))?;
            note(&accounts, &made.login, What::Created, &made.name)?;
            made
        }
    };
    let token = accounts
        .link(account.id, open::now())
        .map_err(refused(lang))?;
    note(&accounts, &account.login, What::LinkMade, "")?;
    let name = [("it", Arg::from(account.name.as_str()))];
    out::note(&text(lang, "account-link-made", &name));
    let base = args.url.trim_end_matches('/');
    out::line(&format!("{base}/link/{}", token.as_str()));
    Ok(())
}

fn list(args: &AccountList) -> Outcome {
    let all = accounts(&args.data)?.accounts();
    let all = all.context("failed to read the accounts")?;
    let rows = all.into_iter().map(|account| Row {
        login: account.login,
        name: account.name,
        person: account.person,
        is_admin: account.is_admin,
        is_active: account.is_active,
        has_password: account.has_password,
    });
    out::json(&rows.collect::<Vec<_>>())
}

fn disable(args: &AccountDisable, lang: Lang) -> Outcome {
    let accounts = accounts(&args.data)?;
    let account = accounts.by_login(&args.login).map_err(refused(lang))?;
    let account =
        account.ok_or_else(|| Trouble::RefusedWords(text(lang, "account-no-such", &[])))?;
    let done = accounts.set_active(account.id, false, open::now());
    done.map_err(refused(lang))?;
    note(&accounts, &account.login, What::SwitchedOff, "")
}

/// For somebody who lost the phone and the recovery codes.
fn drop_second_factor(args: &AccountDisable, lang: Lang) -> Outcome {
    let accounts = accounts(&args.data)?;
    let account = accounts.by_login(&args.login).map_err(refused(lang))?;
    let account =
        account.ok_or_else(|| Trouble::RefusedWords(text(lang, "account-no-such", &[])))?;
    let dropped = accounts.drop_second_factor(account.id);
    dropped.map_err(refused(lang))?;
    note(&accounts, &account.login, What::SecondFactorOff, "")
}

/// Makes a token for a program that acts for an account, and says it once.
fn token(args: &AccountToken, lang: Lang) -> Outcome {
    let accounts = accounts(&args.data)?;
    let account = accounts.by_login(&args.login).map_err(refused(lang))?;
    let account =
        account.ok_or_else(|| Trouble::RefusedWords(text(lang, "account-no-such", &[])))?;
    let mut scopes = std::collections::BTreeSet::new();
    for scope in &args.scope {
        let act: dondoc_server::Action = scope
            .parse()
            .map_err(|unknown| Trouble::RefusedWords(format!("{unknown}")))?;
        scopes.insert(act.name().to_owned());
    }
    let made = accounts.make_token(account.id, &args.name, &scopes, args.days, open::now());
    let (token, secret) = made.map_err(refused(lang))?;
    let name = [("it", Arg::from(token.name.as_str()))];
    out::note(&text(lang, "api-token-made", &name));
    out::line(secret.as_str());
    Ok(())
}
