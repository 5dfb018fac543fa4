//! Why something is not done.

use dondoc_kinds::{Arg, Say};

use crate::password::{LONGEST_PASSWORD, SHORTEST_PASSWORD};

/// An answer about accounts that a person can act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Name or password is wrong, or the account is switched off; which of
    /// these is not told.
    WrongSignIn,
    /// Too many failures from there: wait so many seconds.
    Wait {
        /// How long.
        seconds: u64,
    },
    /// The sign-in name is taken.
    LoginTaken {
        /// The name.
        login: String,
    },
    /// Another account has the name that the directory gives.
    ExternalTaken,
    /// The sign-in name has other characters than `a-z 0-9 . - _ @`, or is
    /// shorter than 2 or longer than 64.
    BadLogin {
        /// What was given.
        login: String,
    },
    /// The name for people is missing or too long.
    BadName,
    /// The password is too short.
    PasswordShort,
    /// The password is too long.
    PasswordLong,
    /// The password is among the first that are tried, or repeats the name.
    PasswordGuessable,
    /// The link was used, is too old, or never was.
    DeadLink,
    /// There is no such account.
    NoSuchAccount,
    /// It would leave nobody who can manage accounts.
    LastAdministrator,
    /// A token needs at least one act that it may be used for.
    NoScopes,
    /// A token holds for 1 day to this many.
    BadTokenDays {
        /// The most.
        most: u64,
    },
    /// The account has as many tokens as it may.
    TooManyTokens,
    /// The code of the authenticator is wrong, too old, or was used.
    WrongCode,
    /// The account has a second factor already; it is dropped first.
    HasSecondFactor,
    /// What was asked of the passkey is too long ago, was answered, or was asked
    /// in another browser.
    PasskeyLate,
    /// The passkey opens no account here; which of the reasons is not told.
    PasskeyRefused,
    /// What the browser sent is no new passkey for this site.
    PasskeyBad,
    /// The passkey is known already.
    PasskeyTaken,
    /// The passkey counted fewer uses than are known here: there may be a copy.
    PasskeySuspect,
    /// The account has as many passkeys as it may.
    TooManyPasskeys,
    /// The way to the identity provider and back took too long, was gone before,
    /// or was begun in another browser.
    ProviderLate,
    /// The provider let nobody in, or the person turned back there.
    ProviderDenied,
    /// The provider does not answer, or what it says does not hold.
    ProviderFailed,
    /// No account in use belongs to the identity.
    ProviderNoAccount,
    /// The mail address is of a domain that is not let in, or is not verified.
    ProviderDomain,
    /// The identity opens another account.
    ProviderTaken,
}

impl Say for Refusal {
    fn key(&self) -> &'static str {
        match self {
            Self::WrongSignIn => "account-wrong-sign-in",
            Self::Wait { .. } => "account-wait",
            Self::LoginTaken { .. } => "account-login-taken",
            Self::ExternalTaken => "account-external-taken",
            Self::BadLogin { .. } => "account-bad-login",
            Self::BadName => "account-bad-name",
            Self::PasswordShort => "account-password-short",
            Self::PasswordLong => "account-password-long",
            Self::PasswordGuessable => "account-password-guessable",
            Self::DeadLink => "account-dead-link",
            Self::NoSuchAccount => "account-no-such",
            Self::LastAdministrator => "account-last-administrator",
            Self::NoScopes => "account-no-scopes",
            Self::BadTokenDays { .. } => "account-bad-token-days",
            Self::TooManyTokens => "account-too-many-tokens",
            Self::WrongCode => "account-wrong-code",
            Self::HasSecondFactor => "account-has-second-factor",
            Self::PasskeyLate => "passkey-late",
            Self::PasskeyRefused => "passkey-refused",
            Self::PasskeyBad => "passkey-bad",
            Self::PasskeyTaken => "passkey-taken",
            Self::PasskeySuspect => "passkey-suspect",
            Self::TooManyPasskeys => "passkey-too-many",
            Self::ProviderLate => "provider-late",
            Self::ProviderDenied => "provider-denied",
            Self::ProviderFailed => "provider-failed",
            Self::ProviderNoAccount => "provider-no-account",
            Self::ProviderDomain => "provider-domain",
            Self::ProviderTaken => "provider-taken",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let count = |n: usize| Arg::Count(i64::try_from(n).unwrap_or(i64::MAX));
        match self {
            Self::Wait { seconds } => {
                vec![("n", Arg::Count(i64::try_from(*seconds).unwrap_or(i64::MAX)))]
            }
            Self::LoginTaken { login } | Self::BadLogin { login } => {
                vec![("login", Arg::from(login.as_str()))]
            }
            Self::PasswordShort => vec![("n", count(SHORTEST_PASSWORD))],
            Self::PasswordLong => vec![("n", count(LONGEST_PASSWORD))],
            Self::BadTokenDays { most } => {
                vec![("n", Arg::Count(i64::try_from(*most).unwrap_or(i64::MAX)))]
            }
            _ => Vec::new(),
        }
    }
}

/// Why a call gives nothing.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// A domain answer; nothing was changed.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The database failed.
    #[error("failed to use the accounts database")]
    Database(#[from] rusqlite::Error),
    /// The database was made by a newer program.
    #[error("`accounts.sqlite` has format {found}, this program knows up to {known}")]
    Newer {
        /// Its format.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes: {0}")]
    Entropy(String),
    /// What was kept of a passkey does not read.
    #[error("the passkey `{id}` in `accounts.sqlite` does not read: {cause}")]
    BadPasskey {
        /// Its name in lists; `ceremony` for one under way.
        id: String,
        /// Why.
        cause: String,
    },
    /// A hash could not be computed.
    #[error("failed to hash a password: {0}")]
    Hash(String),
}

impl From<Refusal> for AccountsError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
