//! One-time links: the first administrator's, invitations, new passwords.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};

use crate::account::{Account, AccountId, NewAccount, by_id};
use crate::password;
use crate::refusal::{AccountsError, Refusal};
use crate::store::{Accounts, moment};
use crate::token::Token;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Makes the first administrator.
    SetUp,
    /// Lets somebody choose the first password of an account.
    Invite,
    /// Lets somebody choose a new one.
    Reset,
}

impl LinkKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "set-up",
            Self::Invite => "invite",
            Self::Reset => "reset",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::SetUp, Self::Invite, Self::Reset]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }

    /// For how many seconds it holds.
    pub(crate) fn holds(self) -> i64 {
        match self {
            Self::SetUp | Self::Reset => 24 * 3600,
            Self::Invite => 7 * 24 * 3600,
        }
    }
}

/// A link that still holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is for.
    pub kind: LinkKind,
    /// The account; none for the set-up.
    pub account: Option<Account>,
}

/// A link that was given out and not used yet, as lists show it: the link itself
/// is kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLink {
    /// What it is for.
    pub kind: LinkKind,
    /// Whose.
    pub account: AccountId,
    /// When it was made.
    pub created: Timestamp,
    /// From when on it does not hold.
    pub until: Timestamp,
}

fn read(row: &Row<'_>) -> rusqlite::Result<(String, Option<i64>)> {
    Ok((row.get(0)?, row.get(1)?))
}

impl Accounts {
    /// Makes the link for the first administrator; earlier ones die. `None`
    /// when there is an administrator.
    ///
    /// # Errors
    /// [`AccountsError`] when the database fails.
    pub fn set_up_link(&self, now: Timestamp) -> Result<Option<Token>, AccountsError> {
        if self.has_admin()? {
            return Ok(None);
        }
        self.make(LinkKind::SetUp, None, now).map(Some)
    }

    /// Makes a link for an account to choose a password; earlier ones of it die.
    ///
    /// # Errors
    /// [`Refusal::NoSuchAccount`] also for one that is switched off.
    pub fn link(&self, id: AccountId, now: Timestamp) -> Result<Token, AccountsError> {
        let account = self.account(id)?.filter(|account| account.is_active);
        let account = account.ok_or(Refusal::NoSuchAccount)?;
        let kind = if account.has_password {
            LinkKind::Reset
        } else {
            LinkKind::Invite
        };
        self.make(kind, Some(id), now)
    }

    /// Returns the invitations and links for a new password that still hold, the
    /// newest first.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn open_links(&self, now: Timestamp) -> Result<Vec<OpenLink>, AccountsError> {
        let db = self.connection();
        let mut find = db.prepare_cached(
            "SELECT kind, account, created, until FROM link
             WHERE kind IN ('invite', 'reset') AND account IS NOT NULL AND until > ?1
             ORDER BY created DESC, account",
        )?;
        let rows = find.query_map([now.as_second()], |row| {
            let kind: String = row.get(0)?;
            Ok(OpenLink {
                kind: LinkKind::parse(&kind).unwrap_or(LinkKind::Reset),
                account: AccountId(row.get(1)?),
                created: moment(row.get(2)?),
                until: moment(row.get(3)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Revokes the link of an account before it is used. Returns whether there
    /// was one.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn revoke_link(&self, account: AccountId) -> Result<bool, AccountsError> {
        let gone = self.connection().execute(
            "DELETE FROM link WHERE account = ?1 AND kind IN ('invite', 'reset')",
            [account.0],
        )?;
        Ok(gone > 0)
    }

    fn make(
        &self,
        kind: LinkKind,
        account: Option<AccountId>,
        now: Timestamp,
    ) -> Result<Token, AccountsError> {
        let token = Token::draw()?;
        let mut db = self.connection();
        let work = db.transaction()?;
        let id = account.map(|id| id.0);
        work.execute("DELETE FROM link WHERE account IS ?1", [id])?;
        work.execute(
            "INSERT INTO link (hash, kind, account, until, created)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                token.hash(),
                kind.as_str(),
                id,
                now.as_second() + kind.holds(),
                now.as_second()
            ],
        )?;
        work.commit()?;
        Ok(token)
    }

    /// Returns what a link is for, without using it up: programs that look at
    /// mails follow links.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`].
    pub fn look_up(&self, token: &Token, now: Timestamp) -> Result<Link, AccountsError> {
        let db = self.connection();
        let found = db
            .query_row(
                "SELECT kind, account FROM link WHERE hash = ?1 AND until > ?2",
                params![token.hash(), now.as_second()],
                read,
            )
            .optional()?;
        let (kind, id) = found.ok_or(Refusal::DeadLink)?;
        let kind = LinkKind::parse(&kind).ok_or(Refusal::DeadLink)?;
        let account = match id {
            Some(id) => Some(by_id(&db, AccountId(id))?.ok_or(Refusal::DeadLink)?),
            None => None,
        };
        Ok(Link { kind, account })
    }

    /// Uses a link up: its account gets the password. For the set-up, `new`
    /// says who becomes administrator.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`], or what is wrong with password or account; the
    /// link then still holds.
    pub fn use_link(
        &self,
        token: &Token,
        password: &str,
        new: Option<&NewAccount>,
        now: Timestamp,
    ) -> Result<Account, AccountsError> {
        let link = self.look_up(token, now)?;
        let account = match (link.account, new) {
            (Some(account), _) => {
                password::check(password, &account.login)?;
                account
            }
            (None, Some(new)) => {
                password::check(password, new.login.trim())?;
                let admin = NewAccount {
                    is_admin: true,
                    ..new.clone()
                };
                if self.by_login(&new.login)?.is_some() {
                    let login = new.login.clone();
                    return Err(Refusal::LoginTaken { login }.into());
                }
                self.take(token)?;
                self.create(&admin, now)
                    .map_err(|refused| self.put_back(token, now, refused))?
            }
            (None, None) => return Err(Refusal::DeadLink.into()),
        };
        if link.kind != LinkKind::SetUp {
            self.take(token)?;
        }
        self.set_password(account.id, password, now)?;
        Ok(account)
    }

    /// Two browsers may send at once; one wins.
    fn take(&self, token: &Token) -> Result<(), AccountsError> {
        let gone = self
            .connection()
            .execute("DELETE FROM link WHERE hash = ?1", [token.hash()])?;
        match gone {
            0 => Err(Refusal::DeadLink.into()),
            _ => Ok(()),
        }
    }

    fn put_back(&self, token: &Token, now: Timestamp, refused: AccountsError) -> AccountsError {
        let until = now.as_second() + LinkKind::SetUp.holds();
        let back = self.connection().execute(
            "INSERT INTO link (hash, kind, account, until) VALUES (?1, 'set-up', NULL, ?2)",
            params![token.hash(), until],
        );
        back.map_or_else(AccountsError::from, |_| refused)
    }
}
