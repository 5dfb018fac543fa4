//! Which account an identity of a provider opens: one it was linked to, one that a
//! claim names, or a new one where the settings say so; and the errands under way.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::settings::{Names, Provider};
use super::{Errand, HOLDS, MOST_UNDER_WAY, Returned, Who};
use crate::account::{Account, AccountId, NewAccount};
use crate::journal::What;
use crate::refusal::{AccountsError, Refusal};
use crate::session::{Method, Origin};
use crate::store::{Accounts, moment};
use crate::token::Token;

/// An identity at a provider that opens an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// By which it is unlinked.
    pub id: String,
    /// The provider.
    pub provider: String,
    /// What the provider calls the person.
    pub label: String,
    /// When it was linked.
    pub created: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
}

pub(super) struct Begun {
    pub(super) nonce: String,
    pub(super) verifier: String,
    pub(super) errand: Errand,
}

impl Accounts {
    #[expect(clippy::too_many_arguments, reason = "a row of a table")]
    pub(super) fn keep_errand(
        &self,
        provider: &str,
        state: &Token,
        nonce: &Token,
        verifier: &Token,
        errand: &Errand,
        binding: &Token,
        now: Timestamp,
    ) -> Result<(), AccountsError> {
        let second = now.as_second();
        let db = self.connection();
        db.execute("DELETE FROM errand WHERE until <= ?1", [second])?;
        // Whoever begins very many pushes out the oldest.
        db.execute(
            "DELETE FROM errand WHERE state IN
               (SELECT state FROM errand ORDER BY until DESC LIMIT -1 OFFSET ?1)",
            [MOST_UNDER_WAY],
        )?;
        db.execute(
            "INSERT INTO errand
               (state, provider, nonce, verifier, binding, account, next, kept, until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                state.hash(),
                provider,
                nonce.as_str(),
                verifier.as_str(),
                binding.hash(),
                errand.account.map(|id| id.0),
                errand.next,
                errand.kept,
                second + HOLDS
            ],
        )?;
        Ok(())
    }

    pub(super) fn take_errand(
        &self,
        provider: &str,
        state: &Token,
        binding: &Token,
        now: Timestamp,
    ) -> Result<Option<Begun>, AccountsError> {
        let found = self
            .connection()
            .query_row(
                "DELETE FROM errand WHERE state = ?1 AND provider = ?2 AND binding = ?3
                 RETURNING nonce, verifier, account, next, kept, until",
                params![state.hash(), provider, binding.hash()],
                |row| {
                    let account: Option<i64> = row.get(2)?;
                    let begun = Begun {
                        nonce: row.get(0)?,
                        verifier: row.get(1)?,
                        errand: Errand {
                            account: account.map(AccountId),
                            next: row.get(3)?,
                            kept: row.get(4)?,
                        },
                    };
                    Ok((begun, row.get::<_, i64>(5)?))
                },
            )
            .optional()?;
        Ok(found
            .filter(|(_, until)| *until > now.as_second())
            .map(|(begun, _)| begun))
    }

    /// Finds whose account it is, and lets them in.
    pub(super) fn welcome(
        &self,
        provider: &Provider,
        who: &Who,
        errand: Errand,
        from: &Origin,
        now: Timestamp,
    ) -> Result<Returned, AccountsError> {
        if !provider.domains.is_empty() {
            let domain = who.email().and_then(|email| email.rsplit_once('@'));
            let domain = domain.map(|(_, domain)| domain.to_lowercase());
            if !domain.is_some_and(|domain| provider.domains.contains(&domain)) {
                return Err(Refusal::ProviderDomain.into());
            }
        }
        let linked = self.linked(provider, &who.subject)?;
        if let Some(account) = errand.account {
            return match linked {
                Some(owner) if owner != account => Err(Refusal::ProviderTaken.into()),
                Some(_) => Ok(Returned::Linked),
                None => {
                    let account = self.account(account)?.ok_or(Refusal::ProviderLate)?;
                    self.link_identity(provider, who, &account, now)?;
                    Ok(Returned::Linked)
                }
            };
        }
        let id = match linked {
            Some(id) => id,
            None => {
                let account = match self.named(provider, who)? {
                    Some(account) => account,
                    None => self.newcomer(provider, who, now)?,
                };
                if !account.is_active {
                    return Err(Refusal::ProviderNoAccount.into());
                }
                self.link_identity(provider, who, &account, now)?;
                account.id
            }
        };
        let method = Method::Provider(provider.id.clone());
        let signed = self.begin(id, &method, from, now);
        let signed = signed.map_err(|error| match error {
            AccountsError::Refused(_) => Refusal::ProviderNoAccount.into(),
            error => error,
        })?;
        self.connection().execute(
            "UPDATE identity SET seen = ?3 WHERE issuer = ?1 AND subject = ?2",
            params![provider.issuer, who.subject, now.as_second()],
        )?;
        self.keep_ticket(&signed.session, &who.ticket)?;
        Ok(Returned::SignedIn(Box::new(signed), errand))
    }

    fn linked(
        &self,
        provider: &Provider,
        subject: &str,
    ) -> Result<Option<AccountId>, AccountsError> {
        let sql = "SELECT account FROM identity WHERE issuer = ?1 AND subject = ?2";
        let found = self
            .connection()
            .query_row(sql, [provider.issuer.as_str(), subject], |row| row.get(0))
            .optional()?;
        Ok(found.map(AccountId))
    }

    /// Returns the account that the chosen claim names.
    fn named(&self, provider: &Provider, who: &Who) -> Result<Option<Account>, AccountsError> {
        let (Some(claim), Some(names)) = (&provider.claim, provider.names) else {
            return Ok(None);
        };
        let told = match names {
            Names::Email => who.email(),
            Names::Login | Names::Person => who.text(claim),
        };
        let Some(told) = told else {
            return Ok(None);
        };
        if names == Names::Login {
            return self.by_login(told);
        }
        let told = told.to_lowercase();
        let is_meant = |account: &Account| match names {
            Names::Email => {
                account.email.as_ref().map(|email| email.to_lowercase()) == Some(told.clone())
            }
            Names::Login | Names::Person => {
                account.person.as_ref().map(|id| id.as_str()) == Some(told.as_str())
            }
        };
        let mut meant = self.accounts()?.into_iter().filter(is_meant);
        // Of two, none is meant.
        Ok(meant.next().filter(|_| meant.next().is_none()))
    }

    fn newcomer(
        &self,
        provider: &Provider,
        who: &Who,
        now: Timestamp,
    ) -> Result<Account, AccountsError> {
        if !provider.create {
            return Err(Refusal::ProviderNoAccount.into());
        }
        let login = who.text("preferred_username").or(who.email());
        let login = login.ok_or(Refusal::ProviderNoAccount)?.to_owned();
        let new = NewAccount {
            name: who.text("name").unwrap_or(&login).to_owned(),
            email: who.email().map(str::to_owned),
            login,
            ..NewAccount::default()
        };
        // A name that is taken is somebody else's.
        let account = self.create(&new, now).map_err(|error| match error {
            AccountsError::Refused(_) => Refusal::ProviderNoAccount.into(),
            error => error,
        })?;
        self.note(
            &provider.id,
            &account.login,
            What::Created,
            &account.name,
            now,
        )?;
        Ok(account)
    }

    fn link_identity(
        &self,
        provider: &Provider,
        who: &Who,
        account: &Account,
        now: Timestamp,
    ) -> Result<(), AccountsError> {
        let id: String = Token::draw()?.as_str().chars().take(16).collect();
        let label = who.label();
        self.connection().execute(
            "INSERT INTO identity (issuer, subject, id, account, provider, label, created, seen)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
            params![
                provider.issuer,
                who.subject,
                id,
                account.id.0,
                provider.id,
                label,
                now.as_second()
            ],
        )?;
        let detail = format!("{}: {label}", provider.id);
        self.note(
            &account.login,
            &account.login,
            What::IdentityLinked,
            &detail,
            now,
        )
    }

    /// Returns the identities that open an account, the oldest first.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn identities(&self, account: AccountId) -> Result<Vec<Identity>, AccountsError> {
        let db = self.connection();
        let mut find = db.prepare_cached(
            "SELECT id, provider, label, created, seen FROM identity
             WHERE account = ?1 ORDER BY created, id",
        )?;
        let rows = find.query_map([account.0], |row| {
            Ok(Identity {
                id: row.get(0)?,
                provider: row.get(1)?,
                label: row.get(2)?,
                created: moment(row.get(3)?),
                seen: moment(row.get(4)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Unlinks an identity from an account; one of somebody else's is left alone.
    /// Its sessions end. Returns what it was called.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn unlink(&self, account: AccountId, id: &str) -> Result<Option<String>, AccountsError> {
        let mut db = self.connection();
        let work = db.transaction()?;
        let gone: Option<(String, String)> = work
            .query_row(
                "DELETE FROM identity WHERE id = ?1 AND account = ?2 RETURNING provider, label",
                params![id, account.0],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        if let Some((provider, _)) = &gone {
            work.execute(
                "DELETE FROM session WHERE account = ?1 AND method = ?2",
                params![account.0, Method::Provider(provider.clone()).name()],
            )?;
        }
        work.commit()?;
        Ok(gone.map(|(provider, label)| format!("{provider}: {label}")))
    }
}
