//! Who may sign in: accounts, passwords, passkeys, sessions, one-time links.
//!
//! An account says *who somebody is*. What they may do is not kept here: an
//! account names a person of the registry, and what that person may do comes
//! from the posts they hold on the day. So a person who leaves a post loses its
//! powers without anybody remembering to take them away here.
//!
//! Everything stands in `accounts.sqlite` in the data folder, apart from the
//! ledger: what is secret, or has to be deleted one day, never enters a log that
//! cannot be rewritten.
//!
//! # What can't happen here
//!
//! - No secret is kept as such: passwords as Argon2id (RFC 9106), tokens of
//!   sessions, devices and links as SHA-256 of 32 random bytes.
//! - A passkey's challenge is answered once, within five minutes, by the browser
//!   it was given to, on this site's own address, by a person whom the
//!   authenticator verified.
//! - An unknown name, an account without a password and a wrong password cost
//!   the same work and get the same answer.
//! - Nobody can lock somebody else out: failures slow down the source they come
//!   from, for the account they were aimed at; a device that signed in before
//!   has a count of its own.
//! - There is no default password. The first administrator is made by whoever
//!   holds the one-time link that is printed where the server runs.
//!
//! Each function is told the time.

mod account;
mod api_token;
mod brake;
mod journal;
mod link;
mod passkey;
mod password;
mod people;
mod provider;
mod refusal;
mod second_factor;
mod session;
mod store;
mod token;

pub use account::{Account, AccountId, Means, NewAccount, Wanted};
pub use api_token::{ApiToken, ApiTokenId, Before, LONGEST_TOKEN_DAYS, TOKEN_PREFIX};
pub use journal::{Entry, What};
pub use link::{Link, LinkKind, OpenLink};
pub use passkey::{Passkey, PasskeyId, RelyingParty};
pub use password::{LONGEST_PASSWORD, SHORTEST_PASSWORD};
pub use people::{PeopleError, PeopleImport, TakenPost};
pub use provider::{
    Came, Errand, Identity, Names, PROVIDERS_FILE, Provider, ProviderError, Providers,
    ProvidersProblem, Returned,
};
pub use refusal::{AccountsError, Refusal};
pub use second_factor::{Enrolment, SignIn};
pub use session::{Method, Origin, Session, SessionId, SignedIn};
pub use store::Accounts;
pub use token::Token;
