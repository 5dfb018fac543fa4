//! Passkeys (W3C Web Authentication, Level 3): keys that a person's device, or a
//! security key, holds for this site alone and uses only after it verified the
//! person. They cannot be phished: what they sign names the address that the
//! browser shows.
//!
//! A ceremony has two halves. The first gives the browser a challenge and keeps
//! its state under the hash of a *binding*: something that this browser alone
//! has, a cookie for a guest, the session for whoever is signed in. The second
//! takes the state out, whatever the answer is, and checks the answer against it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::{
    AuthenticationVerificationOptions, DiscoverableAuthenticationServerState,
};
use webauthn_rp::request::register::{
    CredProtect, Nickname, PublicKeyCredentialUserEntity, RegistrationServerState,
    RegistrationVerificationOptions, USER_HANDLE_MAX_LEN, UserHandle64, Username,
};
use webauthn_rp::request::{AsciiDomain, ExtensionInfo, PublicKeyCredentialDescriptor, RpId};
use webauthn_rp::response::auth::error::AuthCeremonyErr;
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication64, DiscoverableCredentialRequestOptions,
    PublicKeyCredentialCreationOptions, Registration,
};

use crate::account::{self, AccountId};
use crate::journal::What;
use crate::refusal::{AccountsError, Refusal};
use crate::session::{Method, Origin, SignedIn};
use crate::store::{Accounts, moment};
use crate::token::{Token, fill};

/// For how many seconds a challenge holds.
const HOLDS: i64 = 300;
/// The most passkeys of one account.
const MOST: i64 = 20;
/// The most ceremonies under way: the oldest give way.
const MOST_UNDER_WAY: i64 = 20_000;
/// The longest answer of a browser that is read, in bytes.
const LONGEST_ANSWER: usize = 64 * 1024;

/// The site, as authenticators know it.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    id: RpId,
    origin: String,
}

impl RelyingParty {
    /// Reads it from the address that people use, e.g. `https://dondoc.example`
    /// or `http://localhost:8080`. `None` where browsers know no passkeys: at an
    /// address that is a number, and without TLS on another machine.
    pub fn of(address: &str) -> Option<Self> {
        let (scheme, rest) = address.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port.parse::<u16>().ok()?)),
            None => (authority, None),
        };
        let is_local = host == "localhost" || host.ends_with(".localhost");
        let is_number = host.parse::<std::net::Ipv4Addr>().is_ok();
        if is_number || !(scheme == "https" || (scheme == "http" && is_local)) {
            return None;
        }
        let host = host.to_ascii_lowercase();
        let fits = |c: u8| c.is_ascii_alphanumeric() || b".-".contains(&c);
        if !host.bytes().all(fits) {
            return None;
        }
        let domain = AsciiDomain::try_from(host.clone()).ok()?;
        let usual = if scheme == "https" { 443 } else { 80 };
        let port = port.filter(|port| *port != usual);
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        Some(Self {
            id: RpId::Domain(domain),
            origin: format!("{scheme}://{host}{port}"),
        })
    }

    /// Returns the only origin from which passkeys are taken.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// The name of a passkey in lists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PasskeyId(pub String);

/// A passkey as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// By which it is revoked.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was registered.
    pub created: Timestamp,
    /// When it was last used.
    pub seen: Option<Timestamp>,
    /// Whether it once counted fewer uses than were known.
    pub is_suspect: bool,
}

/// What of a passkey never changes: its public key, and what it can do.
type Fixed = StaticState<CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>>;

fn broken(id: &str, cause: &dyn std::fmt::Display) -> AccountsError {
    AccountsError::BadPasskey {
        id: id.to_owned(),
        cause: cause.to_string(),
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Passkey> {
    let seen: Option<i64> = row.get(3)?;
    Ok(Passkey {
        id: PasskeyId(row.get(0)?),
        name: row.get(1)?,
        created: moment(row.get(2)?),
        seen: seen.map(moment),
        is_suspect: row.get(4)?,
    })
}

impl Accounts {
    /// Returns the passkeys of an account, the oldest first.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn passkeys(&self, id: AccountId) -> Result<Vec<Passkey>, AccountsError> {
        let db = self.connection();
        let mut find = db.prepare_cached(
            "SELECT id, name, created, seen, is_suspect FROM passkey
             WHERE account = ?1 ORDER BY created, id",
        )?;
        let found = find.query_map([id.0], read)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Returns whether a passkey, or a code, is asked for beside the password.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn asks_passkey(&self, id: AccountId) -> Result<bool, AccountsError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM account WHERE id = ?1 AND asks_passkey
                   AND EXISTS (SELECT 1 FROM passkey WHERE account = account.id))";
        Ok(self.connection().query_row(sql, [id.0], |row| row.get(0))?)
    }

    /// Sets whether a passkey is asked for beside the password. Of no effect
    /// while there is none.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn ask_passkey(&self, id: AccountId, asks: bool) -> Result<(), AccountsError> {
        self.connection().execute(
            "UPDATE account SET asks_passkey = ?2 WHERE id = ?1",
            params![id.0, asks],
        )?;
        Ok(())
    }

    /// Begins to register a passkey. Returns what `navigator.credentials.create`
    /// takes, as JSON; an earlier beginning of the same browser is void.
    ///
    /// # Errors
    /// [`Refusal::NoSuchAccount`], [`Refusal::TooManyPasskeys`].
    pub fn begin_passkey(
        &self,
        id: AccountId,
        site: &RelyingParty,
        binding: &Token,
        now: Timestamp,
    ) -> Result<String, AccountsError> {
        let handle = self.handle(id)?;
        let db = self.connection();
        let account = account::by_id(&db, id)?.filter(|account| account.is_active);
        let account = account.ok_or(Refusal::NoSuchAccount)?;
        let known = known(&db, id)?;
        if i64::try_from(known.len()).unwrap_or(MOST) >= MOST {
            return Err(Refusal::TooManyPasskeys.into());
        }
        let name = Username::try_from(account.login.as_str());
        let user = PublicKeyCredentialUserEntity {
            name: name.map_err(|cause| broken("ceremony", &cause))?,
            id: &handle,
            display_name: Nickname::try_from(account.name.as_str()).ok(),
        };
        let mut options = PublicKeyCredentialCreationOptions::passkey(&site.id, user, known);
        // Asked for, not insisted on: many devices do not know it, and each sign-in
        // asks for a verified person anyway.
        options.extensions.cred_protect =
            CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
        let begun = options.start_ceremony();
        let (server, client) = begun.map_err(|cause| broken("ceremony", &cause))?;
        let state = server
            .encode()
            .map_err(|cause| broken("ceremony", &cause))?;
        keep(&db, "register", Some(id), binding, &state, now)?;
        serde_json::to_string(&client).map_err(|cause| broken("ceremony", &cause))
    }

    /// Registers the passkey that the browser made.
    ///
    /// # Errors
    /// [`Refusal::BadName`] without a name of at most 100 characters, and the
    /// ceremony goes on; [`Refusal::PasskeyLate`]; [`Refusal::PasskeyBad`] for
    /// another site, an unverified person, or what is none;
    /// [`Refusal::PasskeyTaken`].
    pub fn finish_passkey(
        &self,
        id: AccountId,
        site: &RelyingParty,
        binding: &Token,
        name: &str,
        answer: &str,
        now: Timestamp,
    ) -> Result<Passkey, AccountsError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(Refusal::BadName.into());
        }
        let public: String = Token::draw()?.as_str().chars().take(16).collect();
        let db = self.connection();
        let state = take(&db, "register", Some(id), binding, now)?;
        let state = RegistrationServerState::<USER_HANDLE_MAX_LEN>::decode(state.as_slice());
        let state = state.map_err(|cause| broken("ceremony", &cause))?;
        if answer.len() > LONGEST_ANSWER {
            return Err(Refusal::PasskeyBad.into());
        }
        let made = Registration::from_json_relaxed(answer.as_bytes());
        let made = made.map_err(|_| Refusal::PasskeyBad)?;
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &[site.origin.as_str()],
            ..RegistrationVerificationOptions::default()
        };
        let made = state.verify(&site.id, &made, &options);
        let made = made.map_err(|_| Refusal::PasskeyBad)?;
        let (credential, transports, _, fixed, changing, _) = made.into_parts();
        let fixed = fixed.encode().map_err(|cause| broken("ceremony", &cause))?;
        let Ok(changing) = changing.encode();
        let Ok(transports) = transports.encode();
        let put = db.execute(
            "INSERT INTO passkey (id, credential, account, name, transports, fixed, changing, created)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (credential) DO NOTHING",
            params![
                public,
                credential.as_ref(),
                id.0,
                name,
                transports,
                fixed,
                changing.as_slice(),
                now.as_second()
            ],
        )?;
        if put == 0 {
            return Err(Refusal::PasskeyTaken.into());
        }
        Ok(Passkey {
            id: PasskeyId(public),
            name: name.to_owned(),
            created: moment(now.as_second()),
            seen: None,
            is_suspect: false,
        })
    }

    /// Revokes a passkey of an account; one of somebody else's is left alone.
    /// Returns what it was called.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn revoke_passkey(
        &self,
        account: AccountId,
        passkey: &PasskeyId,
    ) -> Result<Option<String>, AccountsError> {
        let gone = self
            .connection()
            .query_row(
                "DELETE FROM passkey WHERE id = ?1 AND account = ?2 RETURNING name",
                params![passkey.0, account.0],
                |row| row.get(0),
            )
            .optional()?;
        Ok(gone)
    }

    /// Begins to sign in by a passkey, whoever it is. Returns what
    /// `navigator.credentials.get` takes, as JSON.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn begin_passkey_sign_in(
        &self,
        site: &RelyingParty,
        binding: &Token,
        now: Timestamp,
    ) -> Result<String, AccountsError> {
        let options = DiscoverableCredentialRequestOptions::passkey(&site.id);
        let begun = options.start_ceremony();
        let (server, client) = begun.map_err(|cause| broken("ceremony", &cause))?;
        let state = server
            .encode()
            .map_err(|cause| broken("ceremony", &cause))?;
        keep(&self.connection(), "sign-in", None, binding, &state, now)?;
        serde_json::to_string(&client).map_err(|cause| broken("ceremony", &cause))
    }

    /// Signs in by the passkey that answered. With `pending`, it is the second
    /// factor of somebody whose password was right, and has to be theirs.
    ///
    /// # Errors
    /// [`Refusal::PasskeyLate`], [`Refusal::PasskeyRefused`],
    /// [`Refusal::PasskeySuspect`]; [`Refusal::DeadLink`] when `pending` is too
    /// old.
    pub fn sign_in_by_passkey(
        &self,
        site: &RelyingParty,
        binding: &Token,
        answer: &str,
        pending: Option<&Token>,
        from: &Origin,
        now: Timestamp,
    ) -> Result<SignedIn, AccountsError> {
        let of_password = match pending {
            Some(pending) => Some((self.pending(pending, now)?, pending)),
            None => None,
        };
        let id = match self.answered(site, binding, answer, now) {
            Ok(found) => found,
            Err(Answered::Suspect(login, name)) => {
                self.note(&login, &login, What::PasskeySuspect, &name, now)?;
                return Err(Refusal::PasskeySuspect.into());
            }
            Err(Answered::Other(error)) => return Err(error),
        };
        let method = match of_password {
            None => Method::Passkey,
            Some((account, _)) if account != id => return Err(Refusal::PasskeyRefused.into()),
            Some((_, pending)) => {
                let sql = "DELETE FROM link WHERE hash = ?1";
                if self.connection().execute(sql, [pending.hash()])? == 0 {
                    return Err(Refusal::DeadLink.into());
                }
                Method::PasswordAndPasskey
            }
        };
        self.begin(id, &method, from, now)
            .map_err(|error| match error {
                // Switched off: not told to whoever holds a passkey either.
                AccountsError::Refused(Refusal::WrongSignIn) => Refusal::PasskeyRefused.into(),
                error => error,
            })
    }

    fn answered(
        &self,
        site: &RelyingParty,
        binding: &Token,
        answer: &str,
        now: Timestamp,
    ) -> Result<AccountId, Answered> {
        let db = self.connection();
        let state = take(&db, "sign-in", None, binding, now)?;
        let state = DiscoverableAuthenticationServerState::decode(state.as_slice());
        let state = state.map_err(|cause| broken("ceremony", &cause))?;
        if answer.len() > LONGEST_ANSWER {
            return Err(Refusal::PasskeyRefused.into());
        }
        let answer = DiscoverableAuthentication64::from_json_relaxed(answer.as_bytes());
        let answer = answer.map_err(|_| Refusal::PasskeyRefused)?;
        let found = db
            .query_row(
                "SELECT passkey.id, passkey.name, fixed, changing, account.id, handle, login
                 FROM passkey JOIN account ON account.id = passkey.account
                 WHERE credential = ?1 AND is_active",
                [answer.raw_id().as_ref()],
                |row| {
                    Ok(Found {
                        id: row.get(0)?,
                        name: row.get(1)?,
                        fixed: row.get(2)?,
                        changing: row.get(3)?,
                        account: AccountId(row.get(4)?),
                        handle: row.get(5)?,
                        login: row.get(6)?,
                    })
                },
            )
            .optional()?;
        let found = found.ok_or(Refusal::PasskeyRefused)?;
        let bad = |cause: &dyn std::fmt::Display| broken(&found.id, cause);
        let handle: [u8; USER_HANDLE_MAX_LEN] = found
            .handle
            .try_into()
            .map_err(|_| bad(&"the handle of its account has another length"))?;
        let Ok(handle) = UserHandle64::decode(handle);
        let fixed = Fixed::decode(found.fixed.as_slice()).map_err(|cause| bad(&cause))?;
        let changing: [u8; 7] = found
            .changing
            .try_into()
            .map_err(|_| bad(&"its state has another length"))?;
        let changing = DynamicState::decode(changing).map_err(|cause| bad(&cause))?;
        let mut credential =
            AuthenticatedCredential::new(answer.raw_id(), &handle, fixed, changing)
                .map_err(|cause| bad(&cause))?;
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &[site.origin.as_str()],
            ..AuthenticationVerificationOptions::default()
        };
        match state.verify(&site.id, &answer, &mut credential, &options) {
            Ok(_) => {}
            Err(AuthCeremonyErr::SignatureCounter) => {
                db.execute(
                    "UPDATE passkey SET is_suspect = 1 WHERE id = ?1",
                    [&found.id],
                )?;
                return Err(Answered::Suspect(found.login, found.name));
            }
            Err(_) => return Err(Refusal::PasskeyRefused.into()),
        }
        let Ok(changing) = credential.dynamic_state().encode();
        db.execute(
            "UPDATE passkey SET changing = ?2, seen = ?3 WHERE id = ?1",
            params![found.id, changing.as_slice(), now.as_second()],
        )?;
        Ok(found.account)
    }

    /// Returns the name under which authenticators know an account: random, so
    /// that a lost key tells nobody whose it was.
    fn handle(&self, id: AccountId) -> Result<UserHandle64, AccountsError> {
        let mut drawn = [0; USER_HANDLE_MAX_LEN];
        fill(&mut drawn)?;
        let db = self.connection();
        let handle: Option<Vec<u8>> = db
            .query_row(
                "UPDATE account SET handle = coalesce(handle, ?2) WHERE id = ?1 RETURNING handle",
                params![id.0, drawn.as_slice()],
                |row| row.get(0),
            )
            .optional()?;
        let handle = handle.ok_or(Refusal::NoSuchAccount)?;
        let handle = handle.try_into();
        let handle = handle.map_err(|_| broken("ceremony", &"the handle has another length"))?;
        let Ok(handle) = UserHandle64::decode(handle);
        Ok(handle)
    }
}

struct Found {
    id: String,
    name: String,
    fixed: Vec<u8>,
    changing: Vec<u8>,
    account: AccountId,
    handle: Vec<u8>,
    login: String,
}

/// Why an answer is not taken.
enum Answered {
    /// Whose passkey, and what it is called.
    Suspect(String, String),
    Other(AccountsError),
}

impl<E: Into<AccountsError>> From<E> for Answered {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// The passkeys that the browser must not make a second time.
fn known(
    db: &Connection,
    id: AccountId,
) -> Result<Vec<PublicKeyCredentialDescriptor<Vec<u8>>>, AccountsError> {
    let mut find =
        db.prepare_cached("SELECT id, credential, transports FROM passkey WHERE account = ?1")?;
    let rows = find.query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut all = Vec::new();
    for row in rows {
        let (id, credential, transports): (String, Vec<u8>, u8) = row?;
        let credential = CredentialId::decode(credential);
        let transports = AuthTransports::decode(transports);
        all.push(PublicKeyCredentialDescriptor {
            id: credential.map_err(|cause| broken(&id, &cause))?,
            transports: transports.map_err(|cause| broken(&id, &cause))?,
        });
    }
    Ok(all)
}

fn keep(
    db: &Connection,
    kind: &str,
    account: Option<AccountId>,
    binding: &Token,
    state: &[u8],
    now: Timestamp,
) -> Result<(), AccountsError> {
    let second = now.as_second();
    db.execute("DELETE FROM ceremony WHERE until <= ?1", [second])?;
    // Whoever begins very many pushes out the oldest, and keeps nobody from
    // beginning.
    db.execute(
        "DELETE FROM ceremony WHERE hash IN
           (SELECT hash FROM ceremony ORDER BY until DESC LIMIT -1 OFFSET ?1)",
        [MOST_UNDER_WAY],
    )?;
    db.execute(
        "INSERT OR REPLACE INTO ceremony (hash, kind, account, state, until)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            binding.hash(),
            kind,
            account.map(|id| id.0),
            state,
            second + HOLDS
        ],
    )?;
    Ok(())
}

/// Takes a ceremony out, so that nobody answers it again.
fn take(
    db: &Connection,
    kind: &str,
    account: Option<AccountId>,
    binding: &Token,
    now: Timestamp,
) -> Result<Vec<u8>, AccountsError> {
    let found: Option<(Vec<u8>, i64)> = db
        .query_row(
            "DELETE FROM ceremony WHERE hash = ?1 AND kind = ?2 AND account IS ?3
             RETURNING state, until",
            params![binding.hash(), kind, account.map(|id| id.0)],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    match found {
        Some((state, until)) if until > now.as_second() => Ok(state),
        _ => Err(Refusal::PasskeyLate.into()),
    }
}
