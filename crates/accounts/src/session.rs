//! Signing in, and the sessions that follow.

use dondoc_kinds::PostId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::account::{self, Account, AccountId};
use crate::password;
use crate::refusal::{AccountsError, Refusal};
use crate::store::{Accounts, moment};
use crate::token::Token;

/// A session ends so many seconds after it was last seen: a working day with a
/// long lunch.
const IDLE: i64 = 12 * 3600;
/// A session ends so many seconds after it began: a week.
const LONGEST: i64 = 7 * 24 * 3600;
/// A device is forgotten after so many seconds: half a year.
const DEVICE: i64 = 182 * 24 * 3600;
/// How exactly the last sight of a session is kept, in seconds.
const SEEN_STEP: i64 = 60;
/// A clock that was set back by up to so many seconds ends no session.
const SKEW: i64 = 3600;

/// The public name of a session, by which its owner can end it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionId(pub String);

/// Where a request comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The address.
    pub source: String,
    /// What the browser calls itself.
    pub agent: String,
    /// The token that this browser got when it signed in before.
    pub device: Option<String>,
}

/// How somebody proved who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// By password alone.
    Password,
    /// By password and a code of an authenticator, or a recovery code.
    PasswordAndCode,
    /// By password and a passkey.
    PasswordAndPasskey,
    /// By a passkey, which verified the person itself.
    Passkey,
    /// By a one-time link.
    Link,
    /// At an identity provider, by the name it has in the settings.
    Provider(String),
}

impl Method {
    /// Returns its stable name, e.g. in the journal.
    pub fn name(&self) -> String {
        match self {
            Self::Password => "password".to_owned(),
            Self::PasswordAndCode => "password-code".to_owned(),
            Self::PasswordAndPasskey => "password-passkey".to_owned(),
            Self::Passkey => "passkey".to_owned(),
            Self::Link => "link".to_owned(),
            Self::Provider(id) => format!("provider:{id}"),
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "password-code" => Self::PasswordAndCode,
            "password-passkey" => Self::PasswordAndPasskey,
            "passkey" => Self::Passkey,
            "link" => Self::Link,
            text => match text.strip_prefix("provider:") {
                Some(id) => Self::Provider(id.to_owned()),
                None => Self::Password,
            },
        }
    }
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// Whose.
    pub account: AccountId,
    /// The post its owner chose to act in.
    pub post: Option<PostId>,
    /// When it began.
    pub created: Timestamp,
    /// When it was last used, to a minute.
    pub seen: Timestamp,
    /// The address it began at.
    pub source: String,
    /// What the browser calls itself.
    pub agent: String,
    /// How its owner signed in.
    pub method: Method,
}

/// What a browser is given after it signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// Its session.
    pub session: SessionId,
    /// The token for the session's cookie.
    pub token: Token,
    /// The token for the device's cookie.
    pub device: Token,
}

const COLUMNS: &str = "id, account, post, created, seen, source, agent, method";

fn read(row: &Row<'_>) -> rusqlite::Result<Session> {
    let post: Option<String> = row.get(2)?;
    Ok(Session {
        id: SessionId(row.get(0)?),
        account: AccountId(row.get(1)?),
        post: post.and_then(|id| PostId::parse(&id).ok()),
        created: moment(row.get(3)?),
        seen: moment(row.get(4)?),
        source: row.get(5)?,
        agent: row.get(6)?,
        method: Method::parse(&row.get::<_, String>(7)?),
    })
}

impl Accounts {
    /// Checks a name and a password, at the same cost whether the name exists.
    ///
    /// # Errors
    /// [`Refusal::WrongSignIn`] or [`Refusal::Wait`].
    pub fn check_password(
        &self,
        login: &str,
        password: &str,
        from: &Origin,
        now: Timestamp,
    ) -> Result<Account, AccountsError> {
        let login: String = login.trim().to_lowercase().chars().take(64).collect();
        let source = self.source(&login, from, now)?;
        if let Some(seconds) = self.brake.wait(&login, &source, now) {
            return Err(Refusal::Wait { seconds }.into());
        }
        let kept: Option<String> = self
            .connection()
            .query_row(
                "SELECT password FROM account WHERE login = ?1 AND is_active",
                [&login],
                |row| row.get(0),
            )
            .optional()?
            .flatten();
        // Too long is never right, and must cost no more than the rest.
        let given = if password.len() > 4 * password::LONGEST_PASSWORD {
            ""
        } else {
            password
        };
        let fits = password::verify(given, kept.as_deref().unwrap_or(&self.nobody));
        let account = self.by_login(&login)?.filter(|_| fits && kept.is_some());
        match account {
            Some(account) => {
                self.brake.succeeded(&login, &source);
                Ok(account)
            }
            None => {
                self.brake.failed(&login, &source, now);
                Err(Refusal::WrongSignIn.into())
            }
        }
    }

    /// Returns what failures are counted for: the device where it is known to
    /// the account, the address otherwise.
    fn source(&self, login: &str, from: &Origin, now: Timestamp) -> Result<String, AccountsError> {
        let Some(device) = &from.device else {
            return Ok(from.source.clone());
        };
        let hash = Token::sent(device).hash();
        let known: bool = self.connection().query_row(
            "SELECT EXISTS (SELECT 1 FROM device JOIN account ON account.id = device.account
             WHERE hash = ?1 AND login = ?2 AND seen > ?3)",
            params![hash, login, now.as_second() - DEVICE],
            |row| row.get(0),
        )?;
        Ok(if known {
            format!("device {device}")
        } else {
            from.source.clone()
        })
    }

    /// Begins a session for somebody whose identity was proved.
    ///
    /// # Errors
    /// [`Refusal::WrongSignIn`] when the account is switched off.
    pub fn begin(
        &self,
        id: AccountId,
        method: &Method,
        from: &Origin,
        now: Timestamp,
    ) -> Result<SignedIn, AccountsError> {
        let (token, device) = (Token::draw()?, Token::draw()?);
        let session = SessionId(Token::draw()?.as_str().chars().take(16).collect());
        let second = now.as_second();
        let mut db = self.connection();
        let work = db.transaction()?;
        let account = account::by_id(&work, id)?
            .filter(|account| account.is_active)
            .ok_or(Refusal::WrongSignIn)?;
        let agent: String = from.agent.chars().take(200).collect();
        work.execute(
            "INSERT INTO session (hash, id, account, created, seen, until, source, agent, method)
             VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8)",
            params![
                token.hash(),
                session.0,
                id.0,
                second,
                second + LONGEST,
                from.source,
                agent,
                method.name()
            ],
        )?;
        work.execute(
            "INSERT INTO device (hash, account, seen) VALUES (?1, ?2, ?3)",
            params![device.hash(), id.0, second],
        )?;
        // The device gets a new token each time, the old one goes.
        if let Some(old) = &from.device {
            work.execute(
                "DELETE FROM device WHERE hash = ?1 AND account = ?2",
                params![Token::sent(old).hash(), id.0],
            )?;
        }
        work.execute("DELETE FROM session WHERE until < ?1", [second - SKEW])?;
        work.execute("DELETE FROM device WHERE seen < ?1", [second - DEVICE])?;
        work.commit()?;
        Ok(SignedIn {
            account,
            session,
            token,
            device,
        })
    }

    /// Returns the session of a cookie and its account, while both hold.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn session(
        &self,
        token: &Token,
        now: Timestamp,
    ) -> Result<Option<(Session, Account)>, AccountsError> {
        let second = now.as_second();
        let db = self.connection();
        let session = find(&db, token, second)?;
        let Some(session) = session else {
            return Ok(None);
        };
        if second - session.seen.as_second() >= SEEN_STEP {
            db.execute(
                "UPDATE session SET seen = ?2 WHERE hash = ?1",
                params![token.hash(), second],
            )?;
        }
        let account = account::by_id(&db, session.account)?.filter(|account| account.is_active);
        Ok(account.map(|account| (session, account)))
    }

    /// Returns the sessions of an account, the one used last first.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn sessions(&self, id: AccountId, now: Timestamp) -> Result<Vec<Session>, AccountsError> {
        let db = self.connection();
        let sql = format!(
            "SELECT {COLUMNS} FROM session WHERE account = ?1 AND until > ?2 AND seen > ?3
             ORDER BY seen DESC, id"
        );
        let mut all = db.prepare_cached(&sql)?;
        let second = now.as_second();
        let found = all.query_map(params![id.0, second, second - IDLE], read)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Chooses the post that a session acts in.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn act_in(&self, session: &SessionId, post: Option<&PostId>) -> Result<(), AccountsError> {
        self.connection().execute(
            "UPDATE session SET post = ?2 WHERE id = ?1",
            params![session.0, post.map(PostId::as_str)],
        )?;
        Ok(())
    }

    /// Keeps with a session what its identity provider wants to see when the
    /// person signs out.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn keep_ticket(&self, session: &SessionId, ticket: &str) -> Result<(), AccountsError> {
        self.connection().execute(
            "UPDATE session SET ticket = ?2 WHERE id = ?1",
            params![session.0, ticket],
        )?;
        Ok(())
    }

    /// Returns what [`Accounts::keep_ticket`] kept.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn ticket(&self, session: &SessionId) -> Result<Option<String>, AccountsError> {
        let sql = "SELECT ticket FROM session WHERE id = ?1";
        let found = self
            .connection()
            .query_row(sql, [&session.0], |row| row.get(0))
            .optional()?;
        Ok(found.flatten())
    }

    /// Ends a session of an account; one of somebody else's is left alone.
    /// Returns whether there was one.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn end(&self, account: AccountId, session: &SessionId) -> Result<bool, AccountsError> {
        let ended = self.connection().execute(
            "DELETE FROM session WHERE id = ?1 AND account = ?2",
            params![session.0, account.0],
        )?;
        Ok(ended > 0)
    }

    /// Ends every session of an account but one; returns how many.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn end_others(
        &self,
        account: AccountId,
        but: Option<&SessionId>,
    ) -> Result<usize, AccountsError> {
        Ok(self.connection().execute(
            "DELETE FROM session WHERE account = ?1 AND id <> ?2",
            params![account.0, but.map_or("", |id| id.0.as_str())],
        )?)
    }
}

fn find(db: &Connection, token: &Token, second: i64) -> Result<Option<Session>, AccountsError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM session
         WHERE hash = ?1 AND until > ?2 AND seen > ?3 AND created <= ?4"
    );
    let mut find = db.prepare_cached(&sql)?;
    // A session from far in the future was begun under a wrong clock.
    let bounds = params![token.hash(), second, second - IDLE, second + SKEW];
    Ok(find.query_row(bounds, read).optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NewAccount;

    /// Which function with which costs: `argon2id`, `v=19`, `m=…,t=…,p=…`.
    fn work(hash: &str) -> Vec<&str> {
        let parts = hash.split('$').filter(|part| !part.is_empty());
        parts.take(3).collect()
    }

    #[test]
    fn an_unknown_name_costs_the_work_of_a_wrong_password() {
        let accounts = Accounts::in_memory().unwrap();
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let new = NewAccount {
            login: "an".to_owned(),
            name: "An".to_owned(),
            ..NewAccount::default()
        };
        let id = accounts.create(&new, now).unwrap().id;
        accounts
            .set_password(id, "bốn từ dễ nhớ thôi", now)
            .unwrap();
        let kept: String = accounts
            .connection()
            .query_row("SELECT password FROM account", [], |row| row.get(0))
            .unwrap();
        assert_eq!(work(&kept), work(&accounts.nobody));
        assert_eq!(work(&kept)[0], "argon2id");
        // Nobody's is no password that somebody could type.
        assert!(!password::verify("", &accounts.nobody));
    }
}
