//! Accounts.

use std::collections::BTreeMap;

use dondoc_kinds::PersonId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use crate::password;
use crate::refusal::{AccountsError, Refusal};
use crate::store::{Accounts, moment};

/// The number of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub i64);

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// What is typed to sign in: 2 to 64 of `a-z 0-9 . - _ @`.
    pub login: String,
    /// The name for people.
    pub name: String,
    /// Where notices go.
    pub email: Option<String>,
    /// The person of the registry whose posts it brings.
    pub person: Option<PersonId>,
    /// Whether it manages accounts. It gives no power over tasks.
    pub is_admin: bool,
    /// Whether it may sign in.
    pub is_active: bool,
    /// Whether it has a password.
    pub has_password: bool,
    /// Issuer and subject at an identity provider, or the id that a directory
    /// gave it.
    pub external: Option<String>,
    /// Whether a directory took it away; it is switched off, and kept for what its
    /// owner did.
    pub is_gone: bool,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub changed: Timestamp,
}

/// What is needed for a new account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewAccount {
    /// What is typed to sign in; capitals are made small.
    pub login: String,
    /// The name for people.
    pub name: String,
    /// Where notices go.
    pub email: Option<String>,
    /// The person of the registry.
    pub person: Option<PersonId>,
    /// Whether it manages accounts.
    pub is_admin: bool,
}

/// What a directory says an account is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// What is typed to sign in.
    pub login: String,
    /// The name for people.
    pub name: String,
    /// Where notices go.
    pub email: Option<String>,
    /// The person of the registry.
    pub person: Option<PersonId>,
    /// What the directory calls it.
    pub external: Option<String>,
    /// Whether it may sign in.
    pub is_active: bool,
}

/// By what means an account signs in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Means {
    /// By a password.
    pub has_password: bool,
    /// With codes of an authenticator beside it.
    pub has_code: bool,
    /// With a passkey beside it.
    pub asks_passkey: bool,
    /// By so many passkeys.
    pub passkeys: u32,
    /// By so many identities at providers.
    pub identities: u32,
    /// When a session of it that still stands was last used.
    pub seen: Option<Timestamp>,
}

const COLUMNS: &str = "id, login, name, email, person, is_admin, is_active, \
                       password IS NOT NULL, external, created, changed, is_gone";

fn read(row: &Row<'_>) -> rusqlite::Result<Account> {
    let person: Option<String> = row.get(4)?;
    Ok(Account {
        id: AccountId(row.get(0)?),
        login: row.get(1)?,
        name: row.get(2)?,
        email: row.get(3)?,
        person: person.and_then(|id| PersonId::parse(&id).ok()),
        is_admin: row.get(5)?,
        is_active: row.get(6)?,
        has_password: row.get(7)?,
        external: row.get(8)?,
        created: moment(row.get(9)?),
        changed: moment(row.get(10)?),
        is_gone: row.get(11)?,
    })
}

/// Returns a sign-in name as it is kept.
pub(crate) fn login_of(text: &str) -> Result<String, Refusal> {
    let login = text.trim().to_lowercase();
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-@".contains(&b);
    if (2..=64).contains(&login.len()) && login.bytes().all(fits) {
        Ok(login)
    } else {
        Err(Refusal::BadLogin {
            login: text.chars().take(80).collect(),
        })
    }
}

pub(crate) fn insert(
    db: &Connection,
    new: &NewAccount,
    now: Timestamp,
) -> Result<Account, AccountsError> {
    let login = login_of(&new.login)?;
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(Refusal::BadName.into());
    }
    let made = db.execute(
        "INSERT INTO account (login, name, email, person, is_admin, is_active, created, changed)
         VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?6) ON CONFLICT (login) DO NOTHING",
        params![
            login,
            name,
            new.email,
            new.person.as_ref().map(PersonId::as_str),
            new.is_admin,
            now.as_second()
        ],
    )?;
    if made == 0 {
        return Err(Refusal::LoginTaken { login }.into());
    }
    let id = AccountId(db.last_insert_rowid());
    by_id(db, id)?.ok_or_else(|| Refusal::NoSuchAccount.into())
}

pub(crate) fn by_id(db: &Connection, id: AccountId) -> Result<Option<Account>, AccountsError> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE id = ?1");
    Ok(db.query_row(&sql, [id.0], read).optional()?)
}

impl Accounts {
    /// Returns whether nobody has an account yet.
    ///
    /// # Errors
    /// [`AccountsError`] when the database fails; so for every method.
    pub fn is_empty(&self) -> Result<bool, AccountsError> {
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM account)";
        Ok(self.connection().query_row(sql, [], |row| row.get(0))?)
    }

    /// Returns whether somebody who may sign in manages accounts.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn has_admin(&self) -> Result<bool, AccountsError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM account WHERE is_admin AND is_active)";
        Ok(self.connection().query_row(sql, [], |row| row.get(0))?)
    }

    /// Makes an account without a password: it is invited, or signs in elsewhere.
    ///
    /// # Errors
    /// [`Refusal::BadLogin`], [`Refusal::BadName`], [`Refusal::LoginTaken`].
    pub fn create(&self, new: &NewAccount, now: Timestamp) -> Result<Account, AccountsError> {
        insert(&self.connection(), new, now)
    }

    /// Returns an account.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn account(&self, id: AccountId) -> Result<Option<Account>, AccountsError> {
        by_id(&self.connection(), id)
    }

    /// Returns the account of a sign-in name.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn by_login(&self, login: &str) -> Result<Option<Account>, AccountsError> {
        let sql = format!("SELECT {COLUMNS} FROM account WHERE login = ?1");
        let login = login.trim().to_lowercase();
        Ok(self
            .connection()
            .query_row(&sql, [login], read)
            .optional()?)
    }

    /// Returns the account that an identity provider or a directory means.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn by_external(&self, external: &str) -> Result<Option<Account>, AccountsError> {
        let sql = format!("SELECT {COLUMNS} FROM account WHERE external = ?1");
        Ok(self
            .connection()
            .query_row(&sql, [external], read)
            .optional()?)
    }

    /// Returns every account, by sign-in name.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn accounts(&self) -> Result<Vec<Account>, AccountsError> {
        let db = self.connection();
        let mut find =
            db.prepare_cached(&format!("SELECT {COLUMNS} FROM account ORDER BY login"))?;
        let found = find.query_map([], read)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Returns by what means each account signs in, by its number.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn means(&self) -> Result<BTreeMap<AccountId, Means>, AccountsError> {
        let db = self.connection();
        let mut find = db.prepare_cached(
            "SELECT id, password IS NOT NULL,
               EXISTS (SELECT 1 FROM second_factor f WHERE f.account = a.id AND is_confirmed),
               (SELECT count(*) FROM passkey p WHERE p.account = a.id),
               (SELECT count(*) FROM identity i WHERE i.account = a.id),
               (SELECT max(seen) FROM session s WHERE s.account = a.id), asks_passkey
             FROM account a",
        )?;
        let rows = find.query_map([], |row| {
            let seen: Option<i64> = row.get(5)?;
            let means = Means {
                has_password: row.get(1)?,
                has_code: row.get(2)?,
                asks_passkey: row.get(6)?,
                passkeys: row.get(3)?,
                identities: row.get(4)?,
                seen: seen.map(moment),
            };
            Ok((AccountId(row.get(0)?), means))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Lets an account sign in, or not; switching it off ends its sessions and
    /// its unused links at once.
    ///
    /// # Errors
    /// [`Refusal::NoSuchAccount`], [`Refusal::LastAdministrator`].
    pub fn set_active(
        &self,
        id: AccountId,
        is_active: bool,
        now: Timestamp,
    ) -> Result<(), AccountsError> {
        let mut db = self.connection();
        let work = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let account = by_id(&work, id)?.ok_or(Refusal::NoSuchAccount)?;
        if !is_active {
            keep_one_admin(&work, &account)?;
            work.execute("DELETE FROM session WHERE account = ?1", [id.0])?;
            work.execute("DELETE FROM link WHERE account = ?1", [id.0])?;
        }
        work.execute(
            "UPDATE account SET is_active = ?2, changed = ?3, is_gone = is_gone AND NOT ?2
             WHERE id = ?1",
            params![id.0, is_active, now.as_second()],
        )?;
        Ok(work.commit()?)
    }

    /// Changes name, mail and person.
    ///
    /// # Errors
    /// [`Refusal::NoSuchAccount`].
    pub fn update(
        &self,
        id: AccountId,
        name: &str,
        email: Option<&str>,
        person: Option<&PersonId>,
        now: Timestamp,
    ) -> Result<(), AccountsError> {
        let done = self.connection().execute(
            "UPDATE account SET name = ?2, email = ?3, person = ?4, changed = ?5 WHERE id = ?1",
            params![
                id.0,
                name,
                email,
                person.map(PersonId::as_str),
                now.as_second()
            ],
        )?;
        found(done)
    }

    /// Makes an account all that a directory says it is, or none of it. One that
    /// is switched off loses its sessions and links; one that was gone is back.
    ///
    /// # Errors
    /// [`Refusal::NoSuchAccount`], [`Refusal::BadLogin`], [`Refusal::BadName`],
    /// [`Refusal::LoginTaken`], [`Refusal::ExternalTaken`],
    /// [`Refusal::LastAdministrator`].
    pub fn replace(
        &self,
        id: AccountId,
        wanted: &Wanted,
        now: Timestamp,
    ) -> Result<Account, AccountsError> {
        let login = login_of(&wanted.login)?;
        let name = wanted.name.trim();
        if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
            return Err(Refusal::BadName.into());
        }
        let mut db = self.connection();
        let work = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let account = by_id(&work, id)?.ok_or(Refusal::NoSuchAccount)?;
        let others = |column: &str, value: &str| -> rusqlite::Result<bool> {
            let sql =
                format!("SELECT EXISTS (SELECT 1 FROM account WHERE {column} = ?1 AND id <> ?2)");
            work.query_row(&sql, params![value, id.0], |row| row.get(0))
        };
        if others("login", &login)? {
            return Err(Refusal::LoginTaken { login }.into());
        }
        if let Some(external) = &wanted.external
            && others("external", external)?
        {
            return Err(Refusal::ExternalTaken.into());
        }
        if !wanted.is_active {
            keep_one_admin(&work, &account)?;
            work.execute("DELETE FROM session WHERE account = ?1", [id.0])?;
            work.execute("DELETE FROM link WHERE account = ?1", [id.0])?;
        }
        work.execute(
            "UPDATE account SET login = ?2, name = ?3, email = ?4, person = ?5, external = ?6,
               is_active = ?7, is_gone = 0, changed = ?8 WHERE id = ?1",
            params![
                id.0,
                login,
                name,
                wanted.email,
                wanted.person.as_ref().map(PersonId::as_str),
                wanted.external,
                wanted.is_active,
                now.as_second()
            ],
        )?;
        let replaced = by_id(&work, id)?.ok_or(Refusal::NoSuchAccount)?;
        work.commit()?;
        Ok(replaced)
    }

    /// Takes an account away as a directory does: it is switched off, its name
    /// there is free, and a directory does not see it any more.
    ///
    /// # Errors
    /// [`Refusal::NoSuchAccount`], [`Refusal::LastAdministrator`].
    pub fn take_away(&self, id: AccountId, now: Timestamp) -> Result<(), AccountsError> {
        self.set_active(id, false, now)?;
        self.connection().execute(
            "UPDATE account SET is_gone = 1, external = NULL WHERE id = ?1",
            [id.0],
        )?;
        Ok(())
    }

    /// Says by which name an identity provider or a directory knows an account.
    ///
    /// # Errors
    /// [`Refusal::NoSuchAccount`].
    pub fn set_external(
        &self,
        id: AccountId,
        external: Option<&str>,
        now: Timestamp,
    ) -> Result<(), AccountsError> {
        let done = self.connection().execute(
            "UPDATE account SET external = ?2, changed = ?3 WHERE id = ?1",
            params![id.0, external, now.as_second()],
        )?;
        found(done)
    }

    /// Sets a password; every session of the account ends.
    ///
    /// # Errors
    /// A [`Refusal`] that begins with `Password`, or [`Refusal::NoSuchAccount`].
    pub fn set_password(
        &self,
        id: AccountId,
        password: &str,
        now: Timestamp,
    ) -> Result<(), AccountsError> {
        let account = self.account(id)?.ok_or(Refusal::NoSuchAccount)?;
        password::check(password, &account.login)?;
        let hash = password::hash(password)?;
        let mut db = self.connection();
        let work = db.transaction()?;
        work.execute(
            "UPDATE account SET password = ?2, changed = ?3 WHERE id = ?1",
            params![id.0, hash, now.as_second()],
        )?;
        work.execute("DELETE FROM session WHERE account = ?1", [id.0])?;
        Ok(work.commit()?)
    }

    /// Deletes an account with its sessions, devices and links. What its person
    /// did stays in the ledger.
    ///
    /// # Errors
    /// [`Refusal::NoSuchAccount`], [`Refusal::LastAdministrator`].
    pub fn delete(&self, id: AccountId) -> Result<(), AccountsError> {
        let mut db = self.connection();
        let work = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let account = by_id(&work, id)?.ok_or(Refusal::NoSuchAccount)?;
        keep_one_admin(&work, &account)?;
        work.execute("DELETE FROM account WHERE id = ?1", [id.0])?;
        Ok(work.commit()?)
    }
}

fn found(rows: usize) -> Result<(), AccountsError> {
    match rows {
        0 => Err(Refusal::NoSuchAccount.into()),
        _ => Ok(()),
    }
}

fn keep_one_admin(db: &Connection, account: &Account) -> Result<(), AccountsError> {
    let others: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM account WHERE is_admin AND is_active AND id <> ?1)",
        [account.id.0],
        |row| row.get(0),
    )?;
    if account.is_admin && account.is_active && !others {
        return Err(Refusal::LastAdministrator.into());
    }
    Ok(())
}
