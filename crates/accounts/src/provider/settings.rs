//! Which providers there are: `sign-in.toml` in the data folder, checked when the
//! server starts.

use std::path::Path;

use openidconnect::ClientSecret;
use serde::Deserialize;

/// Which account a claim of the provider names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Names {
    /// The only one that has this mail address; the provider has to say that it
    /// verified it.
    Email,
    /// The one that has this sign-in name.
    Login,
    /// The one of the person with this id in the registry.
    Person,
}

/// A provider, as `sign-in.toml` describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Its name in addresses: `a-z 0-9 -`.
    pub id: String,
    /// Its name for people, in Vietnamese.
    pub name: String,
    /// Its name for people, in English.
    #[serde(default)]
    pub name_en: Option<String>,
    pub(super) issuer: String,
    pub(super) client_id: String,
    /// The variable of the environment with the secret.
    #[serde(default)]
    pub(super) client_secret_env: Option<String>,
    /// The file with the secret, in the data folder.
    #[serde(default)]
    pub(super) client_secret_file: Option<String>,
    /// What is asked for beside `openid`.
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    /// The claim that names the account; without it, people link by themselves.
    #[serde(default)]
    pub(super) claim: Option<String>,
    /// What the claim names.
    #[serde(default)]
    pub(super) names: Option<Names>,
    /// The domains of mail addresses that are let in; empty for all.
    #[serde(default)]
    pub(super) domains: Vec<String>,
    /// Whether whoever has no account is given one.
    #[serde(default)]
    pub(super) create: bool,
    /// Whether signing out here signs out there.
    #[serde(default = "yes")]
    pub(super) sign_out: bool,
    #[serde(skip)]
    pub(super) secret: Option<ClientSecret>,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) provider: Vec<Provider>,
}

/// What is wrong with `sign-in.toml`.
#[derive(Debug, thiserror::Error)]
pub enum ProvidersProblem {
    /// It cannot be read.
    #[error("failed to read `sign-in.toml`")]
    Read(#[source] std::io::Error),
    /// It is no such file.
    #[error("`sign-in.toml` does not read")]
    Toml(#[from] toml::de::Error),
    /// A provider is not as it should be.
    #[error("provider `{id}` in `sign-in.toml`: {what}")]
    Bad {
        /// Which.
        id: String,
        /// What is wrong, and what would be right.
        what: String,
    },
}

#[expect(
    clippy::disallowed_methods,
    reason = "the settings name the variable that holds the secret"
)]
fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("the environment has no `{name}`"))
}

/// Checks a provider, and reads its secret.
pub(super) fn checked(mut provider: Provider, folder: &Path) -> Result<Provider, String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !(1..=32).contains(&provider.id.len()) || !provider.id.chars().all(plain) {
        return Err("`id` is 1 to 32 of `a-z 0-9 -`".to_owned());
    }
    let is_local = ["http://localhost", "http://127.0.0.1"]
        .iter()
        .any(|local| {
            let rest = provider.issuer.strip_prefix(local);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        });
    if !provider.issuer.starts_with("https://") && !is_local {
        return Err("`issuer` begins with `https://`".to_owned());
    }
    if provider.claim.is_some() != provider.names.is_some() {
        return Err("`claim` and `names` stand together".to_owned());
    }
    if provider.names == Some(Names::Email) && provider.claim.as_deref() != Some("email") {
        return Err("`names = \"email\"` goes with `claim = \"email\"`".to_owned());
    }
    let secret = match (&provider.client_secret_env, &provider.client_secret_file) {
        (Some(_), Some(_)) => {
            return Err("give `client_secret_env` or `client_secret_file`, not both".to_owned());
        }
        (Some(name), None) => Some(variable(name)?),
        (None, Some(name)) => {
            let read = std::fs::read_to_string(folder.join(name));
            Some(read.map_err(|failure| format!("`{name}`: {failure}"))?)
        }
        (None, None) => None,
    };
    provider.secret = secret.map(|secret| ClientSecret::new(secret.trim().to_owned()));
    for domain in &mut provider.domains {
        *domain = domain.trim_start_matches('@').to_lowercase();
    }
    Ok(provider)
}
