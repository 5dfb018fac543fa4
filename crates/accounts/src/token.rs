//! Random tokens: given out once, kept as their hash.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::refusal::AccountsError;

/// 32 random bytes as 43 characters of the URL alphabet.
///
/// `Debug` does not show it: a token in a log is a key under the mat.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

impl Token {
    /// Draws a new one.
    ///
    /// # Errors
    /// [`AccountsError::Entropy`] when the system gives no random bytes.
    pub fn draw() -> Result<Self, AccountsError> {
        let mut bytes = [0; 32];
        fill(&mut bytes)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Takes what a browser sent. Any text: what is no token is found nowhere.
    pub fn sent(text: &str) -> Self {
        Self(text.chars().take(100).collect())
    }

    /// Returns the text to give out.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what is kept of it.
    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// Returns a token that follows from this one and from nothing else, e.g.
    /// the one in the forms of a session.
    pub fn derive(&self, purpose: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(purpose.as_bytes());
        hash.update([0]);
        hash.update(self.0.as_bytes());
        Self(URL_SAFE_NO_PAD.encode(hash.finalize()))
    }

    /// Compares in a time that does not depend on where they differ.
    pub fn matches(&self, sent: &str) -> bool {
        let differing = self
            .0
            .bytes()
            .zip(sent.bytes())
            .fold(0, |all, (a, b)| all | (a ^ b));
        self.0.len() == sent.len() && differing == 0
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "an edge: tokens and salts come from the system"
)]
pub(crate) fn fill(bytes: &mut [u8]) -> Result<(), AccountsError> {
    getrandom::fill(bytes).map_err(|cause| AccountsError::Entropy(cause.to_string()))
}
