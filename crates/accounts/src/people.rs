//! Lists of people: all of a list is taken, or nothing; taken back as a whole,
//! while nobody of it took their account.

use std::collections::BTreeMap;

use dondoc_kinds::{PersonId, PostId};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use crate::account::{Account, AccountId, NewAccount, insert};
use crate::link::LinkKind;
use crate::refusal::{AccountsError, Refusal};
use crate::store::{Accounts, moment};
use crate::token::Token;

/// A list that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleImport {
    /// By which it is taken back.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who took it.
    pub actor: String,
    /// What the file was called.
    pub name: String,
    /// How many accounts were made.
    pub accounts: u64,
    /// The posts that people of it took.
    pub posts: Vec<TakenPost>,
    /// When it was taken back.
    pub undone: Option<Timestamp>,
}

/// A post that somebody took by a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenPost {
    /// The post.
    pub post: PostId,
    /// Who took it.
    pub person: PersonId,
    /// Their first day in it.
    pub on: Date,
}

/// Why a list is not taken, or not taken back: what is wrong with which row.
#[derive(Debug)]
pub enum PeopleError {
    /// Nothing was done; the position of each bad row, from 0, and why.
    Refused(Vec<(usize, Refusal)>),
    /// It was used: these took their accounts already.
    Used(Vec<String>),
    /// The database failed.
    Failed(AccountsError),
}

impl<E: Into<AccountsError>> From<E> for PeopleError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Accounts {
    /// Makes an account and an invitation for each, or nothing at all. Returns by
    /// what the list is taken back, and what was made. `posts` are kept with it, for
    /// whoever takes it back.
    ///
    /// # Errors
    /// [`PeopleError::Refused`] with every bad row.
    pub fn import_people(
        &self,
        people: &[NewAccount],
        posts: &[TakenPost],
        actor: &str,
        name: &str,
        now: Timestamp,
    ) -> Result<(String, Vec<(Account, Token)>), PeopleError> {
        let id: String = Token::draw()?.as_str().chars().take(16).collect();
        let mut db = self.connection();
        let work = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let (mut made, mut refused) = (Vec::new(), Vec::new());
        for (position, new) in people.iter().enumerate() {
            // A list makes nobody an administrator.
            let new = NewAccount {
                is_admin: false,
                ..new.clone()
            };
            match insert(&work, &new, now) {
                Ok(account) => {
                    let token = Token::draw()?;
                    let until = now.as_second() + LinkKind::Invite.holds();
                    work.execute(
                        "INSERT INTO link (hash, kind, account, until, created)
                         VALUES (?1, 'invite', ?2, ?3, ?4)",
                        params![token.hash(), account.id.0, until, now.as_second()],
                    )?;
                    work.execute(
                        "UPDATE account SET import = ?2 WHERE id = ?1",
                        params![account.id.0, id],
                    )?;
                    made.push((account, token));
                }
                Err(AccountsError::Refused(refusal)) => refused.push((position, refusal)),
                Err(failure) => return Err(failure.into()),
            }
        }
        if !refused.is_empty() {
            return Err(PeopleError::Refused(refused));
        }
        let name: String = name.chars().take(200).collect();
        work.execute(
            "INSERT INTO import (id, at, actor, name, accounts, posts)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                id,
                now.as_second(),
                actor,
                name,
                made.len() as i64,
                serde_json::to_string(posts).unwrap_or_default()
            ],
        )?;
        work.commit()?;
        Ok((id, made))
    }

    /// Returns the lists that were taken, the newest first.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn people_imports(&self) -> Result<Vec<PeopleImport>, AccountsError> {
        let db = self.connection();
        let mut find = db.prepare_cached(
            "SELECT id, at, actor, name, accounts, undone, posts FROM import ORDER BY at DESC, id",
        )?;
        let rows = find.query_map([], |row| {
            let (accounts, undone): (i64, Option<i64>) = (row.get(4)?, row.get(5)?);
            Ok(PeopleImport {
                id: row.get(0)?,
                at: moment(row.get(1)?),
                actor: row.get(2)?,
                name: row.get(3)?,
                accounts: accounts.unsigned_abs(),
                // Of lists taken before posts were kept, none are known.
                posts: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
                undone: undone.map(moment),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns who of a list took their account already: then it cannot be taken back.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn used_of_import(&self, id: &str) -> Result<Vec<String>, AccountsError> {
        let db = self.connection();
        let all = accounts_of(&db, id)?.into_values();
        let used = all.filter(|(_, is_used)| *is_used);
        Ok(used.map(|(login, _)| login).collect())
    }

    /// Takes a list back: its accounts go, with their invitations. Returns their
    /// sign-in names; none when it was taken back before.
    ///
    /// # Errors
    /// [`PeopleError::Used`] when somebody took an account of it; then nothing is
    /// done, and that one is switched off by hand.
    pub fn undo_people_import(&self, id: &str, now: Timestamp) -> Result<Vec<String>, PeopleError> {
        let mut db = self.connection();
        let work = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let known: Option<Option<i64>> = work
            .query_row("SELECT undone FROM import WHERE id = ?1", [id], |row| {
                row.get(0)
            })
            .optional()?;
        match known {
            None => return Err(AccountsError::from(Refusal::NoSuchAccount).into()),
            Some(Some(_)) => return Ok(Vec::new()),
            Some(None) => {}
        }
        let all = accounts_of(&work, id)?;
        let used = all.values().filter(|(_, is_used)| *is_used);
        let used: Vec<String> = used.map(|(login, _)| login.clone()).collect();
        if !used.is_empty() {
            return Err(PeopleError::Used(used));
        }
        work.execute("DELETE FROM account WHERE import = ?1", [id])?;
        work.execute(
            "UPDATE import SET undone = ?2 WHERE id = ?1",
            params![id, now.as_second()],
        )?;
        work.commit()?;
        Ok(all.into_values().map(|(login, _)| login).collect())
    }
}

/// The accounts of a list: sign-in name, and whether somebody took it.
fn accounts_of(
    db: &Connection,
    import: &str,
) -> rusqlite::Result<BTreeMap<AccountId, (String, bool)>> {
    let mut find = db.prepare(
        "SELECT id, login, password IS NOT NULL OR is_admin
           OR EXISTS (SELECT 1 FROM passkey p WHERE p.account = a.id)
           OR EXISTS (SELECT 1 FROM identity i WHERE i.account = a.id)
         FROM account a WHERE import = ?1",
    )?;
    let rows = find.query_map([import], |row| {
        Ok((AccountId(row.get(0)?), (row.get(1)?, row.get(2)?)))
    })?;
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    fn person(login: &str) -> NewAccount {
        NewAccount {
            login: login.to_owned(),
            name: "Ai Đó".to_owned(),
            ..NewAccount::default()
        }
    }

    #[test]
    fn of_a_list_with_a_bad_row_nothing_is_taken() {
        let accounts = Accounts::in_memory().unwrap();
        let people = [
            person("an"),
            person("tên có dấu"),
            person("AN"),
            person("binh"),
        ];
        let refused = accounts.import_people(&people, &[], "quan-tri", "x.csv", at(0));
        let Err(PeopleError::Refused(rows)) = refused else {
            panic!("{refused:?}");
        };
        let rows: Vec<usize> = rows.into_iter().map(|(row, _)| row).collect();
        assert_eq!(
            rows,
            [1, 2],
            "a name that is none, and one that stands twice"
        );
        assert!(accounts.is_empty().unwrap());
        assert!(accounts.people_imports().unwrap().is_empty());
    }

    #[test]
    fn everybody_of_a_list_is_invited_and_the_list_is_taken_back_while_nobody_came() {
        let accounts = Accounts::in_memory().unwrap();
        let mut boss = person("an");
        boss.is_admin = true;
        let people = [boss, person("binh")];
        let (_, made) = accounts
            .import_people(&people, &[], "quan-tri", "x.csv", at(0))
            .unwrap();
        assert!(made.iter().all(|(account, _)| !account.is_admin));
        assert_eq!(accounts.open_links(at(1)).unwrap().len(), 2);
        let import = accounts.people_imports().unwrap().remove(0);
        assert_eq!((import.accounts, import.undone), (2, None));

        let (_, token) = &made[0];
        let account = accounts
            .use_link(token, "bốn từ dễ nhớ thôi", None, at(2))
            .unwrap();
        assert_eq!(account.login, "an");
        let used = accounts.undo_people_import(&import.id, at(3));
        assert!(matches!(used, Err(PeopleError::Used(who)) if who == ["an"]));
        assert_eq!(accounts.accounts().unwrap().len(), 2, "nothing half-done");

        let people = [person("chi"), person("dung")];
        accounts
            .import_people(&people, &[], "quan-tri", "y.csv", at(4))
            .unwrap();
        let import = accounts.people_imports().unwrap().remove(0);
        let gone = accounts.undo_people_import(&import.id, at(5)).unwrap();
        assert_eq!(gone, ["chi", "dung"]);
        assert_eq!(accounts.accounts().unwrap().len(), 2);
        assert_eq!(accounts.people_imports().unwrap()[0].undone, Some(at(5)));
        assert!(
            accounts
                .undo_people_import(&import.id, at(6))
                .unwrap()
                .is_empty()
        );
    }
}
