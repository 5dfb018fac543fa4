//! Passwords as Argon2id.
//!
//! Parameters are those that OWASP names first for Argon2id with little memory:
//! 19 MiB, two passes, one lane. A sign-in then costs some 20 ms of one core.

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::refusal::{AccountsError, Refusal};
use crate::token::fill;

/// NIST SP 800-63B-4 asks for 15 characters where a password stands alone; a
/// phrase of four words has them. We take 12, since slow-down and a second
/// factor stand beside it.
pub const SHORTEST_PASSWORD: usize = 12;
/// Longer ones are refused rather than cut.
pub const LONGEST_PASSWORD: usize = 256;

/// What is tried first everywhere, once blanks and case are gone.
const TRIED_FIRST: [&str; 14] = [
    "123456789012",
    "1234567890123",
    "password1234",
    "passwordpassword",
    "matkhau123456",
    "matkhaumatkhau",
    "qwertyuiop12",
    "qwertyuiopas",
    "abcdefghijkl",
    "abc123456789",
    "hanoi1234567",
    "thanhuyhanoi",
    "admin1234567",
    "administrator",
];

fn argon() -> Result<Argon2<'static>, AccountsError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn broken(cause: impl std::fmt::Display) -> AccountsError {
    AccountsError::Hash(cause.to_string())
}

/// Refuses a password that is too short, too long, or guessed at once.
pub(crate) fn check(password: &str, login: &str) -> Result<(), Refusal> {
    let count = password.chars().count();
    if count < SHORTEST_PASSWORD {
        return Err(Refusal::PasswordShort);
    }
    if count > LONGEST_PASSWORD {
        return Err(Refusal::PasswordLong);
    }
    let plain: String = password
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let mut kinds: Vec<char> = plain.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    let repeats_login = login.len() >= 4 && plain.replace(login, "").chars().count() < 6;
    if kinds.len() < 4 || TRIED_FIRST.contains(&plain.as_str()) || repeats_login {
        return Err(Refusal::PasswordGuessable);
    }
    Ok(())
}

pub(crate) fn hash(password: &str) -> Result<String, AccountsError> {
    let mut salt = [0; 16];
    fill(&mut salt)?;
    let salt = SaltString::encode_b64(&salt).map_err(broken)?;
    let hash = argon()?
        .hash_password(password.as_bytes(), &salt)
        .map_err(broken)?;
    Ok(hash.to_string())
}

pub(crate) fn verify(password: &str, hash: &str) -> bool {
    // A hash names its own parameters: older ones stay good when ours rise.
    let Ok(hash) = PasswordHash::new(hash) else {
        return false;
    };
    Argon2::default()
        .verify_password(password.as_bytes(), &hash)
        .is_ok()
}
