//! The second factor: codes of an authenticator (TOTP, RFC 6238), and recovery
//! codes for the day the phone is gone.
//!
//! A code is taken once: the step it belongs to is remembered. Recovery codes are
//! kept as hashes and go when they are used.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};
use totp_rs::{Algorithm, TOTP};

use crate::account::{Account, AccountId};
use crate::refusal::{AccountsError, Refusal};
use crate::session::{Method, Origin, SignedIn};
use crate::store::Accounts;
use crate::token::{Token, fill};

/// A step of RFC 6238, in seconds.
const STEP: i64 = 30;
/// How many digits a code has.
const DIGITS: usize = 6;
/// How many recovery codes are given.
const RECOVERY: usize = 10;
/// For how many seconds the page that asks for a code holds.
const PENDING: i64 = 300;

/// What became of a name and a password that fit.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// Signed in.
    Done(Box<SignedIn>),
    /// The account has a second factor: send this back with a code.
    NeedsCode(Token),
}

impl SignIn {
    /// Returns the session, unless a code is needed first.
    #[must_use]
    pub fn done(self) -> Option<SignedIn> {
        match self {
            Self::Done(signed) => Some(*signed),
            Self::NeedsCode(_) => None,
        }
    }
}

/// A seed that waits for its first code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The seed in base 32, to be typed in.
    pub seed: String,
    /// The same as an `otpauth` address, for a QR code.
    pub address: String,
}

fn totp(seed: Vec<u8>) -> Result<TOTP, AccountsError> {
    let made = TOTP::new(Algorithm::SHA1, DIGITS, 1, STEP.unsigned_abs(), seed);
    made.map_err(|cause| AccountsError::Hash(cause.to_string()))
}

/// The step of a code that fits, of the present one and those beside it.
fn step_of(seed: Vec<u8>, code: &str, now: Timestamp) -> Result<Option<i64>, AccountsError> {
    let totp = totp(seed)?;
    let present = now.as_second() / STEP;
    for step in [present, present - 1, present + 1] {
        let at = u64::try_from(step * STEP).unwrap_or(0);
        if Token::sent(&totp.generate(at)).matches(code) {
            return Ok(Some(step));
        }
    }
    Ok(None)
}

/// What people type around a code.
fn plain(code: &str) -> String {
    let signs = code.chars().filter(char::is_ascii_alphanumeric);
    signs.take(40).collect::<String>().to_ascii_lowercase()
}

impl Accounts {
    /// Returns whether an account has a second factor.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn has_second_factor(&self, account: AccountId) -> Result<bool, AccountsError> {
        Ok(kept(&self.connection(), account)?.is_some_and(|kept| kept.is_confirmed))
    }

    /// Draws a seed; it counts from its first code on. One that waits is replaced,
    /// one that counts is not.
    ///
    /// # Errors
    /// [`Refusal::NoSuchAccount`]; [`Refusal::HasSecondFactor`].
    pub fn enrol(&self, id: AccountId) -> Result<Enrolment, AccountsError> {
        let account = self.account(id)?.ok_or(Refusal::NoSuchAccount)?;
        if self.has_second_factor(id)? {
            return Err(Refusal::HasSecondFactor.into());
        }
        let mut seed = [0; 20];
        fill(&mut seed)?;
        self.connection().execute(
            "INSERT OR REPLACE INTO second_factor (account, seed, is_confirmed, last_step)
             VALUES (?1, ?2, 0, 0)",
            params![id.0, seed.as_slice()],
        )?;
        let seed = totp(seed.to_vec())?.get_secret_base32();
        let address = format!(
            "otpauth://totp/Don%20Doc:{}?secret={seed}&issuer=Don%20Doc",
            account.login.replace('@', "%40")
        );
        Ok(Enrolment { seed, address })
    }

    /// Takes the first code of a seed that waits, and returns the recovery codes:
    /// they are shown once.
    ///
    /// # Errors
    /// [`Refusal::WrongCode`].
    pub fn confirm_enrolment(
        &self,
        id: AccountId,
        code: &str,
        now: Timestamp,
    ) -> Result<Vec<String>, AccountsError> {
        let mut codes = Vec::new();
        for _ in 0..RECOVERY {
            let drawn = plain(Token::draw()?.as_str());
            codes.push(drawn.chars().take(12).collect::<String>());
        }
        let mut db = self.connection();
        let work = db.transaction()?;
        let kept = kept(&work, id)?.filter(|kept| !kept.is_confirmed);
        let kept = kept.ok_or(Refusal::WrongCode)?;
        let step = step_of(kept.seed, &plain(code), now)?.ok_or(Refusal::WrongCode)?;
        work.execute(
            "UPDATE second_factor SET is_confirmed = 1, last_step = ?2 WHERE account = ?1",
            params![id.0, step],
        )?;
        work.execute("DELETE FROM recovery WHERE account = ?1", [id.0])?;
        for code in &codes {
            work.execute(
                "INSERT INTO recovery (hash, account) VALUES (?1, ?2)",
                params![Token::sent(code).hash(), id.0],
            )?;
        }
        work.commit()?;
        // Four signs and a space are easier to copy.
        Ok(codes
            .iter()
            .map(|code| format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]))
            .collect())
    }

    /// Takes the second factor away, also the wish that a passkey be asked for.
    /// Returns whether there was one.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn drop_second_factor(&self, id: AccountId) -> Result<bool, AccountsError> {
        let mut db = self.connection();
        let work = db.transaction()?;
        work.execute("UPDATE account SET asks_passkey = 0 WHERE id = ?1", [id.0])?;
        work.execute("DELETE FROM recovery WHERE account = ?1", [id.0])?;
        let gone = work.execute("DELETE FROM second_factor WHERE account = ?1", [id.0])?;
        work.commit()?;
        Ok(gone > 0)
    }

    /// Returns how many recovery codes are left.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn recovery_codes_left(&self, id: AccountId) -> Result<u64, AccountsError> {
        let left: i64 = self.connection().query_row(
            "SELECT count(*) FROM recovery WHERE account = ?1",
            [id.0],
            |row| row.get(0),
        )?;
        Ok(left.unsigned_abs())
    }

    /// Returns whether a password, or a link, is not enough to sign in.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn needs_more(&self, id: AccountId) -> Result<bool, AccountsError> {
        Ok(self.has_second_factor(id)? || self.asks_passkey(id)?)
    }

    /// Signs in by password, as far as that goes.
    ///
    /// # Errors
    /// As [`Accounts::check_password`].
    pub fn sign_in(
        &self,
        login: &str,
        password: &str,
        from: &Origin,
        now: Timestamp,
    ) -> Result<SignIn, AccountsError> {
        let account = self.check_password(login, password, from, now)?;
        self.sign_in_known(&account, &Method::Password, from, now)
    }

    /// Goes on with somebody whose password, or whose link, was right.
    ///
    /// # Errors
    /// As [`Accounts::begin`].
    pub fn sign_in_known(
        &self,
        account: &Account,
        method: &Method,
        from: &Origin,
        now: Timestamp,
    ) -> Result<SignIn, AccountsError> {
        if !self.needs_more(account.id)? {
            let signed = self.begin(account.id, method, from, now)?;
            return Ok(SignIn::Done(Box::new(signed)));
        }
        let token = Token::draw()?;
        self.connection().execute(
            "INSERT INTO link (hash, kind, account, until) VALUES (?1, 'code', ?2, ?3)",
            params![token.hash(), account.id.0, now.as_second() + PENDING],
        )?;
        Ok(SignIn::NeedsCode(token))
    }

    /// Takes the code, or a recovery code, of somebody whose password was right.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`] after five minutes; [`Refusal::WrongCode`];
    /// [`Refusal::Wait`] after too many wrong ones.
    pub fn finish_sign_in(
        &self,
        pending: &Token,
        code: &str,
        from: &Origin,
        now: Timestamp,
    ) -> Result<SignedIn, AccountsError> {
        let id = self.pending(pending, now)?;
        let account = self.account(id)?.ok_or(Refusal::DeadLink)?;
        // Counted apart from passwords, and for the account alone: whoever is
        // here knows the password, so nobody else is slowed down.
        let key = format!("code of {}", account.login);
        if let Some(seconds) = self.brake.wait(&key, "", now) {
            return Err(Refusal::Wait { seconds }.into());
        }
        if !self.use_code(id, code, now)? {
            self.brake.failed(&key, "", now);
            return Err(Refusal::WrongCode.into());
        }
        self.brake.succeeded(&key, "");
        let gone = self
            .connection()
            .execute("DELETE FROM link WHERE hash = ?1", [pending.hash()])?;
        match gone {
            0 => Err(Refusal::DeadLink.into()),
            _ => self.begin(id, &Method::PasswordAndCode, from, now),
        }
    }

    /// Returns whether a code, and whether a passkey, goes on from a password that
    /// was right. Neither, once that is too long ago.
    ///
    /// # Errors
    /// As [`Accounts::is_empty`].
    pub fn what_is_asked(
        &self,
        pending: &Token,
        now: Timestamp,
    ) -> Result<(bool, bool), AccountsError> {
        match self.pending(pending, now) {
            Ok(id) => Ok((self.has_second_factor(id)?, !self.passkeys(id)?.is_empty())),
            Err(AccountsError::Refused(_)) => Ok((false, false)),
            Err(failure) => Err(failure),
        }
    }

    pub(crate) fn pending(
        &self,
        token: &Token,
        now: Timestamp,
    ) -> Result<AccountId, AccountsError> {
        let found = self
            .connection()
            .query_row(
                "SELECT account FROM link WHERE hash = ?1 AND kind = 'code' AND until > ?2",
                params![token.hash(), now.as_second()],
                |row| row.get(0),
            )
            .optional()?;
        Ok(AccountId(found.ok_or(Refusal::DeadLink)?))
    }

    fn use_code(&self, id: AccountId, code: &str, now: Timestamp) -> Result<bool, AccountsError> {
        let code = plain(code);
        let mut db = self.connection();
        let work = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let Some(kept) = kept(&work, id)?.filter(|kept| kept.is_confirmed) else {
            return Ok(false);
        };
        let fits = match step_of(kept.seed, &code, now)? {
            // Seen before: somebody looked over a shoulder.
            Some(step) if step <= kept.last_step => false,
            Some(step) => {
                work.execute(
                    "UPDATE second_factor SET last_step = ?2 WHERE account = ?1",
                    params![id.0, step],
                )?;
                true
            }
            None => {
                let used = work.execute(
                    "DELETE FROM recovery WHERE account = ?1 AND hash = ?2",
                    params![id.0, Token::sent(&code).hash()],
                )?;
                used > 0
            }
        };
        work.commit()?;
        Ok(fits)
    }
}

struct Kept {
    seed: Vec<u8>,
    is_confirmed: bool,
    last_step: i64,
}

fn kept(db: &Connection, id: AccountId) -> Result<Option<Kept>, AccountsError> {
    let found = db.query_row(
        "SELECT seed, is_confirmed, last_step FROM second_factor WHERE account = ?1",
        [id.0],
        |row| {
            Ok(Kept {
                seed: row.get(0)?,
                is_confirmed: row.get(1)?,
                last_step: row.get(2)?,
            })
        },
    );
    Ok(found.optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NewAccount;

    const PASSWORD: &str = "bốn từ dễ nhớ thôi";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    /// An account with a second factor; how its codes are made; recovery codes.
    fn enrolled() -> (Accounts, AccountId, TOTP, Vec<String>) {
        let accounts = Accounts::in_memory().unwrap();
        let new = NewAccount {
            login: "an".to_owned(),
            name: "An".to_owned(),
            ..NewAccount::default()
        };
        let id = accounts.create(&new, at(0)).unwrap().id;
        accounts.set_password(id, PASSWORD, at(0)).unwrap();
        let enrolment = accounts.enrol(id).unwrap();
        assert!(enrolment.address.contains(&enrolment.seed));
        let seed = kept(&accounts.connection(), id).unwrap().unwrap().seed;
        let codes = totp(seed).unwrap();
        assert!(
            !accounts.has_second_factor(id).unwrap(),
            "not before a code"
        );
        let wrong = accounts.confirm_enrolment(id, "000000x", at(0));
        assert!(matches!(
            wrong,
            Err(AccountsError::Refused(Refusal::WrongCode))
        ));
        let code = code(&codes, 0);
        let recovery = accounts.confirm_enrolment(id, &code, at(0)).unwrap();
        (accounts, id, codes, recovery)
    }

    fn code(totp: &TOTP, second: i64) -> String {
        totp.generate(at(second).as_second().unsigned_abs())
    }

    fn begin(accounts: &Accounts, second: i64) -> Token {
        let signed = accounts.sign_in("an", PASSWORD, &Origin::default(), at(second));
        match signed.unwrap() {
            SignIn::NeedsCode(token) => token,
            SignIn::Done(_) => panic!("signed in without a code"),
        }
    }

    fn finish(accounts: &Accounts, token: &Token, code: &str, second: i64) -> Result<(), Refusal> {
        match accounts.finish_sign_in(token, code, &Origin::default(), at(second)) {
            Ok(_) => Ok(()),
            Err(AccountsError::Refused(refusal)) => Err(refusal),
            Err(failure) => panic!("{failure}"),
        }
    }

    #[test]
    fn a_code_is_taken_once_and_beside_its_time() {
        let (accounts, _, totp, _) = enrolled();
        let token = begin(&accounts, 60);
        let used = code(&totp, 60);
        assert_eq!(finish(&accounts, &token, &format!(" {used} "), 75), Ok(()));
        assert_eq!(finish(&accounts, &token, &used, 76), Err(Refusal::DeadLink));
        let token = begin(&accounts, 77);
        assert_eq!(
            finish(&accounts, &token, &used, 77),
            Err(Refusal::WrongCode)
        );
        let far = code(&totp, 600);
        assert_eq!(finish(&accounts, &token, &far, 77), Err(Refusal::WrongCode));
        assert_eq!(finish(&accounts, &token, &code(&totp, 110), 110), Ok(()));
    }

    #[test]
    fn the_page_for_the_code_holds_five_minutes() {
        let (accounts, _, totp, _) = enrolled();
        let token = begin(&accounts, 60);
        let late = 60 + PENDING;
        assert_eq!(
            finish(&accounts, &token, &code(&totp, late), late),
            Err(Refusal::DeadLink)
        );
        assert_eq!(
            finish(&accounts, &Token::sent("x"), "1", 61),
            Err(Refusal::DeadLink)
        );
    }

    #[test]
    fn a_recovery_code_is_taken_once() {
        let (accounts, id, _, recovery) = enrolled();
        assert_eq!(recovery.len(), RECOVERY);
        assert_eq!(
            finish(&accounts, &begin(&accounts, 60), &recovery[0], 60),
            Ok(())
        );
        assert_eq!(accounts.recovery_codes_left(id).unwrap(), 9);
        let again = finish(&accounts, &begin(&accounts, 61), &recovery[0], 61);
        assert_eq!(again, Err(Refusal::WrongCode));
    }

    #[test]
    fn guessing_codes_is_slowed_down() {
        let (accounts, _, totp, _) = enrolled();
        let token = begin(&accounts, 60);
        for _ in 0..6 {
            let _ = finish(&accounts, &token, "123456x", 60);
        }
        let right = finish(&accounts, &token, &code(&totp, 60), 60);
        assert!(matches!(right, Err(Refusal::Wait { .. })), "{right:?}");
    }

    #[test]
    fn it_is_not_enrolled_over_and_can_be_dropped() {
        let (accounts, id, ..) = enrolled();
        let over = accounts.enrol(id).unwrap_err();
        assert!(matches!(
            over,
            AccountsError::Refused(Refusal::HasSecondFactor)
        ));
        assert!(accounts.drop_second_factor(id).unwrap());
        let signed = accounts.sign_in("an", PASSWORD, &Origin::default(), at(70));
        assert!(matches!(signed.unwrap(), SignIn::Done(_)));
    }
}
