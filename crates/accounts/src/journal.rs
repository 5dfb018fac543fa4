//! What happened to accounts, and by whom: kept apart from the ledger, since who
//! may sign in is no promise of the city.

use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::refusal::AccountsError;
use crate::store::{Accounts, moment};

/// So many entries are kept; the oldest go.
const KEPT: i64 = 100_000;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// An account was made.
    Created,
    /// Name, mail or person changed.
    Changed,
    /// It was switched off.
    SwitchedOff,
    /// It was switched on again.
    SwitchedOn,
    /// A one-time link was made.
    LinkMade,
    /// A one-time link was revoked before it was used.
    LinkRevoked,
    /// A password was set.
    PasswordSet,
    /// A second factor was enrolled.
    SecondFactorOn,
    /// A second factor was dropped.
    SecondFactorOff,
    /// A passkey was registered.
    PasskeyAdded,
    /// A passkey was revoked.
    PasskeyRevoked,
    /// A passkey counted fewer uses than were known: there may be a copy.
    PasskeySuspect,
    /// An identity at a provider was linked.
    IdentityLinked,
    /// An identity at a provider was unlinked.
    IdentityUnlinked,
    /// People were imported.
    Imported,
    /// An import was taken back.
    ImportUndone,
}

impl What {
    const ALL: [Self; 16] = [
        Self::Created,
        Self::Changed,
        Self::SwitchedOff,
        Self::SwitchedOn,
        Self::LinkMade,
        Self::LinkRevoked,
        Self::PasswordSet,
        Self::SecondFactorOn,
        Self::SecondFactorOff,
        Self::PasskeyAdded,
        Self::PasskeyRevoked,
        Self::PasskeySuspect,
        Self::IdentityLinked,
        Self::IdentityUnlinked,
        Self::Imported,
        Self::ImportUndone,
    ];

    /// Returns its stable name, which is also its key in messages after
    /// `journal-`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::SwitchedOff => "switched-off",
            Self::SwitchedOn => "switched-on",
            Self::LinkMade => "link-made",
            Self::LinkRevoked => "link-revoked",
            Self::PasswordSet => "password-set",
            Self::SecondFactorOn => "second-factor-on",
            Self::SecondFactorOff => "second-factor-off",
            Self::PasskeyAdded => "passkey-added",
            Self::PasskeyRevoked => "passkey-revoked",
            Self::PasskeySuspect => "passkey-suspect",
            Self::IdentityLinked => "identity-linked",
            Self::IdentityUnlinked => "identity-unlinked",
            Self::Imported => "imported",
            Self::ImportUndone => "import-undone",
        }
    }
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// Who did it: a sign-in name, or what else acts, e.g. `scim`.
    pub actor: String,
    /// The sign-in name of the account that it happened to.
    pub account: String,
    /// What happened; none for one that a newer program wrote.
    pub what: Option<What>,
    /// More about it, e.g. the name of a passkey.
    pub detail: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let what: String = row.get(3)?;
    Ok(Entry {
        at: moment(row.get(0)?),
        actor: row.get(1)?,
        account: row.get(2)?,
        what: What::ALL.into_iter().find(|each| each.name() == what),
        detail: row.get(4)?,
    })
}

impl Accounts {
    /// Writes down what happened to the account of a sign-in name.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn note(
        &self,
        actor: &str,
        login: &str,
        what: What,
        detail: &str,
        now: Timestamp,
    ) -> Result<(), AccountsError> {
        let detail: String = detail.chars().take(400).collect();
        let db = self.connection();
        db.execute(
            "INSERT INTO journal (at, actor, account, what, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![now.as_second(), actor, login, what.name(), detail],
        )?;
        let last = db.last_insert_rowid();
        db.execute("DELETE FROM journal WHERE id <= ?1", [last - KEPT])?;
        Ok(())
    }

    /// Returns what happened, the newest first, at most `most`; to one account
    /// where its sign-in name is given.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn journal(&self, login: Option<&str>, most: usize) -> Result<Vec<Entry>, AccountsError> {
        let db = self.connection();
        let mut find = db.prepare_cached(
            "SELECT at, actor, account, what, detail FROM journal
             WHERE ?1 IS NULL OR account = ?1 ORDER BY id DESC LIMIT ?2",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let found = find.query_map(params![login, most], read)?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_comes_first_and_of_one_account_alone() {
        let accounts = Accounts::in_memory().unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        for (second, what) in (0..).zip(What::ALL) {
            let login = if second % 2 == 0 { "an" } else { "binh" };
            accounts
                .note("quan-tri", login, what, "x", at(second))
                .unwrap();
        }
        let all = accounts.journal(None, 100).unwrap();
        assert_eq!(all.len(), What::ALL.len());
        assert_eq!(all[0].what, Some(What::ImportUndone));
        let of_one = accounts.journal(Some("an"), 3).unwrap();
        assert_eq!(of_one.len(), 3);
        assert!(of_one.iter().all(|entry| entry.account == "an"));
    }
}
