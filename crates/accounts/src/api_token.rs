//! Tokens of programs: made by a person, for named acts, for a time.
//!
//! A token acts for its account and never for more: whoever uses it may do what
//! the account's posts allow *and* its scopes name.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};

use crate::account::{self, Account, AccountId};
use crate::refusal::{AccountsError, Refusal};
use crate::store::{Accounts, moment};
use crate::token::Token;

/// What stands before a token where it is given out, so that whoever finds one
/// in a text knows what it is.
pub const TOKEN_PREFIX: &str = "dondoc_";
/// The longest that a token may hold, in days: a year and a day.
pub const LONGEST_TOKEN_DAYS: i64 = 366;
/// How exactly the last use is kept, in seconds.
const SEEN_STEP: i64 = 60;
/// For how long the answer to a request with a key is kept, in seconds: a day.
const KEPT_ANSWER: i64 = 24 * 3600;
/// The most tokens of one account.
const MOST_TOKENS: i64 = 50;

/// The public name of a token, by which its owner revokes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiTokenId(pub String);

/// A token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Its name in lists.
    pub id: ApiTokenId,
    /// Whose.
    pub account: AccountId,
    /// What it is for, in its owner's words.
    pub name: String,
    /// The acts that it may be used for, by their stable names.
    pub scopes: BTreeSet<String>,
    /// When it was made.
    pub created: Timestamp,
    /// From when on it is not taken.
    pub until: Timestamp,
    /// When it was last used, to a minute; none for never.
    pub seen: Option<Timestamp>,
}

/// What is known of a request that was sent before under the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// Nothing: do it, then keep the answer.
    New,
    /// It was begun, and no answer is kept: it is being done just now, or was cut
    /// off.
    Begun,
    /// Another request was sent under this key.
    Another,
    /// It was answered so.
    Answered {
        /// The status.
        status: u16,
        /// Headers that belong to the answer: name and value.
        headers: Vec<(String, String)>,
        /// The body.
        body: Vec<u8>,
    },
}

const COLUMNS: &str = "id, account, name, scopes, created, until, seen";

fn read(row: &Row<'_>) -> rusqlite::Result<ApiToken> {
    let scopes: String = row.get(3)?;
    let seen: Option<i64> = row.get(6)?;
    Ok(ApiToken {
        id: ApiTokenId(row.get(0)?),
        account: AccountId(row.get(1)?),
        name: row.get(2)?,
        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        created: moment(row.get(4)?),
        until: moment(row.get(5)?),
        seen: seen.map(moment),
    })
}

impl Accounts {
    /// Makes a token. The text is returned once and kept as its hash.
    ///
    /// # Errors
    /// [`Refusal::BadName`] without a name; [`Refusal::NoScopes`];
    /// [`Refusal::BadTokenDays`] when it would hold for less than a day or longer
    /// than [`LONGEST_TOKEN_DAYS`]; [`Refusal::TooManyTokens`].
    pub fn make_token(
        &self,
        account: AccountId,
        name: &str,
        scopes: &BTreeSet<String>,
        days: i64,
        now: Timestamp,
    ) -> Result<(ApiToken, Token), AccountsError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 100 {
            return Err(Refusal::BadName.into());
        }
        if scopes.is_empty() {
            return Err(Refusal::NoScopes.into());
        }
        if !(1..=LONGEST_TOKEN_DAYS).contains(&days) {
            return Err(Refusal::BadTokenDays {
                most: LONGEST_TOKEN_DAYS.unsigned_abs(),
            }
            .into());
        }
        let drawn = Token::draw()?;
        let token = Token::sent(&format!("{TOKEN_PREFIX}{}", drawn.as_str()));
        let id: String = Token::draw()?.as_str().chars().take(16).collect();
        let second = now.as_second();
        let mut db = self.connection();
        let work = db.transaction()?;
        work.execute("DELETE FROM api_token WHERE until < ?1", [second])?;
        let count: i64 = work.query_row(
            "SELECT count(*) FROM api_token WHERE account = ?1",
            [account.0],
            |row| row.get(0),
        )?;
        if count >= MOST_TOKENS {
            return Err(Refusal::TooManyTokens.into());
        }
        let words: Vec<&str> = scopes.iter().map(String::as_str).collect();
        work.execute(
            "INSERT INTO api_token (hash, id, account, name, scopes, created, until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                token.hash(),
                id,
                account.0,
                name,
                words.join(" "),
                second,
                second + days * 24 * 3600
            ],
        )?;
        let made = work.query_row(
            &format!("SELECT {COLUMNS} FROM api_token WHERE id = ?1"),
            [&id],
            read,
        )?;
        work.commit()?;
        Ok((made, token))
    }

    /// Returns the tokens of an account that still hold, the newest first.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn tokens(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<ApiToken>, AccountsError> {
        let db = self.connection();
        let sql = format!(
            "SELECT {COLUMNS} FROM api_token WHERE account = ?1 AND until > ?2
             ORDER BY created DESC, id"
        );
        let mut all = db.prepare_cached(&sql)?;
        let found = all.query_map(params![account.0, now.as_second()], read)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Revokes a token of an account; one of somebody else's is left alone.
    /// Returns whether there was one.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn revoke_token(
        &self,
        account: AccountId,
        token: &ApiTokenId,
    ) -> Result<bool, AccountsError> {
        let gone = self.connection().execute(
            "DELETE FROM api_token WHERE id = ?1 AND account = ?2",
            params![token.0, account.0],
        )?;
        Ok(gone > 0)
    }

    /// Returns the token that was sent and its account, while both hold.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn token(
        &self,
        sent: &Token,
        now: Timestamp,
    ) -> Result<Option<(ApiToken, Account)>, AccountsError> {
        let second = now.as_second();
        let db = self.connection();
        let sql = format!("SELECT {COLUMNS} FROM api_token WHERE hash = ?1 AND until > ?2");
        let found = db
            .prepare_cached(&sql)?
            .query_row(params![sent.hash(), second], read)
            .optional()?;
        let Some(token) = found else {
            return Ok(None);
        };
        let last = token.seen.map_or(i64::MIN, Timestamp::as_second);
        if second.saturating_sub(last) >= SEEN_STEP {
            db.execute(
                "UPDATE api_token SET seen = ?2 WHERE id = ?1",
                params![token.id.0, second],
            )?;
        }
        let account = account::by_id(&db, token.account)?.filter(|account| account.is_active);
        Ok(account.map(|account| (token, account)))
    }

    /// Asks whether a request was sent before under the same key of the same
    /// token, and takes the key if not: of two at once, one is told `New`.
    /// `print` tells requests apart.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn begin_once(
        &self,
        token: &ApiTokenId,
        key: &str,
        print: &[u8; 32],
        now: Timestamp,
    ) -> Result<Before, AccountsError> {
        let second = now.as_second();
        let mut db = self.connection();
        let work = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        work.execute("DELETE FROM once WHERE at < ?1", [second - KEPT_ANSWER])?;
        type Found = (Vec<u8>, Option<u16>, Option<String>, Option<Vec<u8>>);
        let found: Option<Found> = work
            .query_row(
                "SELECT print, status, headers, body FROM once WHERE token = ?1 AND key = ?2",
                params![token.0, key],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )
            .optional()?;
        let before = match found {
            None => {
                work.execute(
                    "INSERT INTO once (token, key, print, at) VALUES (?1, ?2, ?3, ?4)",
                    params![token.0, key, print.as_slice(), second],
                )?;
                Before::New
            }
            Some((known, ..)) if known != print => Before::Another,
            Some((_, Some(status), headers, body)) => Before::Answered {
                status,
                headers: headers
                    .unwrap_or_default()
                    .lines()
                    .filter_map(|line| line.split_once(": "))
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
                body: body.unwrap_or_default(),
            },
            Some(_) => Before::Begun,
        };
        work.commit()?;
        Ok(before)
    }

    /// Keeps the answer to a request that was told [`Before::New`].
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn answer_once(
        &self,
        token: &ApiTokenId,
        key: &str,
        status: u16,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Result<(), AccountsError> {
        let lines: Vec<String> = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        self.connection().execute(
            "UPDATE once SET status = ?3, headers = ?4, body = ?5 WHERE token = ?1 AND key = ?2",
            params![token.0, key, status, lines.join("\n"), body],
        )?;
        Ok(())
    }

    /// Gives a key free again: nothing was done.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn forget_once(&self, token: &ApiTokenId, key: &str) -> Result<(), AccountsError> {
        self.connection().execute(
            "DELETE FROM once WHERE token = ?1 AND key = ?2",
            params![token.0, key],
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NewAccount;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    fn known() -> (Accounts, AccountId) {
        let accounts = Accounts::in_memory().unwrap();
        let new = NewAccount {
            login: "an".to_owned(),
            name: "An".to_owned(),
            ..NewAccount::default()
        };
        let id = accounts.create(&new, at(0)).unwrap().id;
        (accounts, id)
    }

    fn scopes() -> BTreeSet<String> {
        BTreeSet::from(["task.report".to_owned()])
    }

    #[test]
    fn a_token_holds_for_its_time_and_until_it_is_revoked() {
        let (accounts, id) = known();
        let (made, token) = accounts
            .make_token(id, "Một cửa", &scopes(), 1, at(0))
            .unwrap();
        assert!(token.as_str().starts_with(TOKEN_PREFIX));
        let day = 24 * 3600;
        assert!(accounts.token(&token, at(day - 1)).unwrap().is_some());
        assert!(accounts.token(&token, at(day)).unwrap().is_none());
        assert!(
            accounts
                .token(&Token::sent("dondoc_x"), at(0))
                .unwrap()
                .is_none()
        );
        assert!(!accounts.revoke_token(AccountId(99), &made.id).unwrap());
        assert!(accounts.revoke_token(id, &made.id).unwrap());
        assert!(accounts.token(&token, at(0)).unwrap().is_none());
    }

    #[test]
    fn a_token_of_an_account_that_is_switched_off_is_not_taken() {
        let (accounts, id) = known();
        let admin = NewAccount {
            login: "quan-tri".to_owned(),
            name: "Quản trị".to_owned(),
            is_admin: true,
            ..NewAccount::default()
        };
        accounts.create(&admin, at(0)).unwrap();
        let (_, token) = accounts.make_token(id, "x", &scopes(), 1, at(0)).unwrap();
        accounts.set_active(id, false, at(1)).unwrap();
        assert!(accounts.token(&token, at(2)).unwrap().is_none());
    }

    #[test]
    fn a_token_without_scopes_or_for_ever_is_refused() {
        let (accounts, id) = known();
        let refused = |scopes: &BTreeSet<String>, days| {
            accounts
                .make_token(id, "x", scopes, days, at(0))
                .unwrap_err()
        };
        let none = refused(&BTreeSet::new(), 1);
        assert!(matches!(none, AccountsError::Refused(Refusal::NoScopes)));
        for days in [0, -1, 367] {
            let long = refused(&scopes(), days);
            assert!(matches!(
                long,
                AccountsError::Refused(Refusal::BadTokenDays { .. })
            ));
        }
    }

    #[test]
    fn a_key_is_taken_once_and_its_answer_is_given_again() {
        let (accounts, id) = known();
        let (made, _) = accounts.make_token(id, "x", &scopes(), 1, at(0)).unwrap();
        let begin = |print, second| {
            accounts
                .begin_once(&made.id, "k", &[print; 32], at(second))
                .unwrap()
        };
        assert_eq!(begin(1, 0), Before::New);
        assert_eq!(begin(1, 1), Before::Begun);
        assert_eq!(begin(2, 1), Before::Another);
        let headers = vec![("location".to_owned(), "/x".to_owned())];
        accounts
            .answer_once(&made.id, "k", 201, &headers, b"{}")
            .unwrap();
        let answered = Before::Answered {
            status: 201,
            headers,
            body: b"{}".to_vec(),
        };
        assert_eq!(begin(1, 2), answered);
        assert_eq!(
            begin(1, KEPT_ANSWER + 1),
            Before::New,
            "after a day it is forgotten"
        );
        accounts.forget_once(&made.id, "k").unwrap();
        assert_eq!(begin(3, KEPT_ANSWER + 2), Before::New);
    }
}
