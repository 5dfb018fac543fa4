//! Signing in at an identity provider (OpenID Connect Core 1.0): the city's single
//! sign-on, or a national one.
//!
//! The authorization code flow with PKCE (RFC 7636), a state and a nonce, each
//! drawn here, used once, within ten minutes, by the browser that began. The
//! provider says who somebody is; which account that is, an administrator chose:
//! an identity that was linked, or a claim that names the account. Nobody gets an
//! account by signing in there unless the settings say so.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dondoc_kinds::with_causes;
use jiff::Timestamp;
use openidconnect::core::{CoreClient, CoreResponseType};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, ClientId, CsrfToken,
    EndSessionUrl, HttpRequest, HttpResponse, IssuerUrl, LogoutRequest, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    ProviderMetadataWithLogout, RedirectUrl, Scope, SignatureVerificationError, TokenResponse as _,
};
use serde_json::{Map, Value};

use crate::account::AccountId;
use crate::refusal::{AccountsError, Refusal};
use crate::session::{Origin, SignedIn};
use crate::store::Accounts;
use crate::token::Token;

mod identity;
mod settings;

use identity::Begun;
pub use identity::Identity;
use settings::{File, checked};
pub use settings::{Names, Provider, ProvidersProblem};

/// The file in the data folder that names providers.
pub const PROVIDERS_FILE: &str = "sign-in.toml";
/// For how many seconds the way to the provider and back may take.
const HOLDS: i64 = 600;
/// The most errands under way: the oldest give way.
const MOST_UNDER_WAY: i64 = 20_000;
/// By how many seconds the clocks of provider and server may differ.
const SKEW: i64 = 120;
/// A token that was issued more seconds ago than this is not taken.
const OLDEST: i64 = 600;
/// For how many seconds what a provider says of itself is kept.
const KEPT: i64 = 3600;
/// A key that is not known is asked for again after so many seconds.
const ASK_AGAIN: i64 = 60;
/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most that a provider may answer, in bytes.
const LONGEST: u64 = 1 << 20;

/// The providers of a site, and what they say of themselves.
#[derive(Debug)]
pub struct Providers {
    all: Vec<Provider>,
    agent: ureq::Agent,
    known: Mutex<BTreeMap<String, (i64, ProviderMetadataWithLogout)>>,
}

/// Why nobody is signed in: what the person is told, and what the log says.
#[derive(Debug, thiserror::Error)]
#[error("signing in at `{provider}` failed: {cause}")]
pub struct ProviderError {
    /// What the person is told; none when the database failed.
    pub refusal: Option<Refusal>,
    /// The provider.
    pub provider: String,
    /// For the log.
    pub cause: String,
}

/// What somebody went to a provider for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Errand {
    /// Who links an identity; none to sign in.
    pub account: Option<AccountId>,
    /// Where they want to go then.
    pub next: String,
    /// What they typed before.
    pub kept: String,
}

/// What a browser comes back with.
#[derive(Debug, Clone, Copy)]
pub struct Came<'a> {
    /// The state that it was sent with.
    pub state: &'a str,
    /// The code; empty where the provider gave none.
    pub code: &'a str,
    /// The issuer, where the provider names itself (RFC 9207).
    pub issuer: Option<&'a str>,
    /// What this browser alone has.
    pub binding: &'a Token,
}

/// How they came back.
#[derive(Debug)]
pub enum Returned {
    /// Signed in.
    SignedIn(Box<SignedIn>, Errand),
    /// The identity was linked to their account.
    Linked,
}

/// Who came back, as the provider says.
struct Who {
    subject: String,
    claims: Map<String, Value>,
    ticket: String,
}

impl Who {
    fn text(&self, claim: &str) -> Option<&str> {
        let text = self.claims.get(claim)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// Returns the mail address, if the provider verified it.
    fn email(&self) -> Option<&str> {
        let is_verified = self.claims.get("email_verified") == Some(&Value::Bool(true));
        self.text("email").filter(|_| is_verified)
    }

    fn label(&self) -> String {
        let claims = ["preferred_username", "email", "name"];
        let label = claims.into_iter().find_map(|claim| self.text(claim));
        label.unwrap_or(&self.subject).chars().take(100).collect()
    }
}

impl Providers {
    /// Reads `sign-in.toml` of a data folder; without it there are none.
    ///
    /// # Errors
    /// [`ProvidersProblem`] with what is wrong.
    pub fn read(folder: &Path) -> Result<Self, ProvidersProblem> {
        let file: File = match std::fs::read_to_string(folder.join(PROVIDERS_FILE)) {
            Ok(text) => toml::from_str(&text)?,
            Err(failure) if failure.kind() == std::io::ErrorKind::NotFound => File::default(),
            Err(failure) => return Err(ProvidersProblem::Read(failure)),
        };
        let mut all: Vec<Provider> = Vec::new();
        for provider in file.provider {
            let id = provider.id.clone();
            let is_taken = all.iter().any(|other| other.id == id);
            let read = match is_taken {
                true => Err("its id stands twice".to_owned()),
                false => checked(provider, folder),
            };
            all.push(read.map_err(|what| ProvidersProblem::Bad { id, what })?);
        }
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            // What a provider says of itself never sends this server elsewhere.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent("dondoc")
            .build();
        Ok(Self {
            all,
            agent: ureq::Agent::new_with_config(config),
            known: Mutex::default(),
        })
    }

    /// Returns every provider, as the file has them.
    pub fn all(&self) -> &[Provider] {
        &self.all
    }

    /// Returns a provider.
    pub fn get(&self, id: &str) -> Option<&Provider> {
        self.all.iter().find(|provider| provider.id == id)
    }

    /// Sends somebody to a provider: returns the address to go to. `site` is this
    /// site's address, without a slash at the end; `binding` is what this browser
    /// alone has.
    ///
    /// # Errors
    /// [`ProviderError`] when there is no such provider or it does not answer.
    pub fn begin(
        &self,
        accounts: &Accounts,
        id: &str,
        site: &str,
        errand: &Errand,
        binding: &Token,
        now: Timestamp,
    ) -> Result<String, ProviderError> {
        let fails = |cause: String| failed(id, Refusal::ProviderFailed, cause);
        let provider = self.get(id).ok_or_else(|| fails("unknown".to_owned()))?;
        let metadata = self.metadata(provider, now, false)?;
        let database = |failure: AccountsError| broken(id, &failure);
        let [state, nonce, verifier] = [(); 3].map(|()| Token::draw());
        let (state, nonce) = (state.map_err(database)?, nonce.map_err(database)?);
        let verifier = verifier.map_err(database)?;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
            verifier.as_str().to_owned(),
        ));
        let back = RedirectUrl::new(back(site, id)).map_err(|bad| fails(bad.to_string()))?;
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new(provider.client_id.clone()),
            provider.secret.clone(),
        )
        .set_redirect_uri(back);
        let (drawn_state, drawn_nonce) = (state.clone(), nonce.clone());
        let mut asked = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(drawn_state.as_str().to_owned()),
                move || Nonce::new(drawn_nonce.as_str().to_owned()),
            )
            .set_pkce_challenge(challenge);
        for scope in &provider.scopes {
            asked = asked.add_scope(Scope::new(scope.clone()));
        }
        let (address, ..) = asked.url();
        accounts
            .keep_errand(id, &state, &nonce, &verifier, errand, binding, now)
            .map_err(database)?;
        Ok(address.to_string())
    }

    /// Takes somebody back from a provider, with the state and the code that it
    /// sent along. Whatever comes of it, neither is taken again.
    ///
    /// # Errors
    /// [`ProviderError`]; its refusal is one that begins with `Provider`.
    pub fn finish(
        &self,
        accounts: &Accounts,
        id: &str,
        site: &str,
        came: &Came<'_>,
        from: &Origin,
        now: Timestamp,
    ) -> Result<Returned, ProviderError> {
        let late = |cause: &str| failed(id, Refusal::ProviderLate, cause.to_owned());
        let provider = self.get(id).ok_or_else(|| late("unknown"))?;
        let database = |failure: AccountsError| broken(id, &failure);
        let sent = Token::sent(came.state);
        let begun = accounts
            .take_errand(id, &sent, came.binding, now)
            .map_err(database)?;
        let begun =
            begun.ok_or_else(|| late("the state is unknown, too old, or of another browser"))?;
        if came.issuer.is_some_and(|issuer| issuer != provider.issuer) {
            return Err(late("the answer is of another issuer"));
        }
        if came.code.is_empty() {
            let cause = "the provider sent no code".to_owned();
            return Err(failed(id, Refusal::ProviderDenied, cause));
        }
        let who = self.ask(provider, site, came.code, &begun, now)?;
        accounts
            .welcome(provider, &who, begun.errand, from, now)
            .map_err(|failure| match failure {
                AccountsError::Refused(refusal) => {
                    let cause = format!("{refusal:?} for subject `{}`", who.subject);
                    failed(id, refusal, cause)
                }
                failure => broken(id, &failure),
            })
    }

    /// Changes the code for who it stands for, and checks all that is to check.
    fn ask(
        &self,
        provider: &Provider,
        site: &str,
        code: &str,
        begun: &Begun,
        now: Timestamp,
    ) -> Result<Who, ProviderError> {
        let id = &provider.id;
        let fails = |cause: String| failed(id, Refusal::ProviderFailed, cause);
        let metadata = self.metadata(provider, now, false)?;
        let back = RedirectUrl::new(back(site, id)).map_err(|bad| fails(bad.to_string()))?;
        let client_id = ClientId::new(provider.client_id.clone());
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            client_id.clone(),
            provider.secret.clone(),
        )
        .set_redirect_uri(back);
        let http = |request: HttpRequest| self.call(request);
        let answer = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|failure| fails(failure.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(begun.verifier.clone()))
            .request(&http)
            .map_err(|failure| fails(with_causes(&failure)))?;
        let token = answer.id_token();
        let token = token.ok_or_else(|| fails("the provider sent no ID token".to_owned()))?;
        let nonce = Nonce::new(begun.nonce.clone());
        let check = |client: &Verifying| {
            let verifier = client
                .id_token_verifier()
                .set_time_fn(move || chrono_of(now.as_second() - SKEW))
                .set_issue_time_verifier_fn(move |issued| {
                    let issued = issued.timestamp();
                    let first = now.as_second() - OLDEST - SKEW;
                    match (first..=now.as_second() + SKEW).contains(&issued) {
                        true => Ok(()),
                        false => Err(format!("issued at {issued}, which is not now")),
                    }
                });
            let claims = token.claims(&verifier, &nonce)?;
            Ok::<String, ClaimsVerificationError>(claims.subject().to_string())
        };
        let first = check(&verifying(metadata, provider));
        let subject = match first {
            // The provider may have a new key.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => check(&verifying(self.metadata(provider, now, true)?, provider)),
            checked => checked,
        };
        let subject = subject.map_err(|failure| fails(with_causes(&failure)))?;
        let ticket = token.to_string();
        let mut claims = claims_of(&ticket).unwrap_or_default();
        let access = answer.access_token().secret();
        if let Some(address) = client.user_info_url() {
            claims.extend(
                self.user_info(address.as_str(), access, &subject)
                    .map_err(fails)?,
            );
        }
        Ok(Who {
            subject,
            claims,
            ticket,
        })
    }

    /// Asks the provider for what it did not put into the token.
    fn user_info(
        &self,
        address: &str,
        access: &str,
        subject: &str,
    ) -> Result<Map<String, Value>, String> {
        let asked = ureq::http::Request::get(address)
            .header("authorization", format!("Bearer {access}"))
            .header("accept", "application/json")
            .body(Vec::new())
            .map_err(|bad| bad.to_string())?;
        let answer = self.call(asked).map_err(|failure| with_causes(&failure))?;
        if !answer.status().is_success() {
            return Err(format!("user info answered {}", answer.status()));
        }
        // A signed answer is not asked for; whoever sends one is not read.
        let claims: Map<String, Value> =
            serde_json::from_slice(answer.body()).map_err(|bad| bad.to_string())?;
        match claims.get("sub").and_then(Value::as_str) == Some(subject) {
            true => Ok(claims),
            false => Err("user info is about somebody else".to_owned()),
        }
    }

    /// Returns the address at which somebody who signed in there signs out there;
    /// `None` where that is not wanted or not offered.
    pub fn sign_out(
        &self,
        id: &str,
        site: &str,
        ticket: Option<&str>,
        now: Timestamp,
    ) -> Option<String> {
        let provider = self.get(id).filter(|provider| provider.sign_out)?;
        let metadata = self.metadata(provider, now, false).ok()?;
        let end: EndSessionUrl = metadata
            .additional_metadata()
            .end_session_endpoint
            .clone()?;
        let back = PostLogoutRedirectUrl::new(format!("{site}/sign-in")).ok()?;
        let request = LogoutRequest::from(end)
            .set_client_id(ClientId::new(provider.client_id.clone()))
            .set_post_logout_redirect_uri(back);
        let mut address = request.http_get_url();
        if let Some(ticket) = ticket {
            address
                .query_pairs_mut()
                .append_pair("id_token_hint", ticket);
        }
        Some(address.to_string())
    }

    fn metadata(
        &self,
        provider: &Provider,
        now: Timestamp,
        anew: bool,
    ) -> Result<ProviderMetadataWithLogout, ProviderError> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let most = if anew { ASK_AGAIN } else { KEPT };
        let before = lock().get(&provider.id).cloned();
        if let Some((at, known)) = &before
            && (0..most).contains(&(now.as_second() - at))
        {
            return Ok(known.clone());
        }
        let http = |request: HttpRequest| self.call(request);
        let fails = |cause: String| failed(&provider.id, Refusal::ProviderFailed, cause);
        let issuer = IssuerUrl::new(provider.issuer.clone());
        let issuer = issuer.map_err(|bad| fails(bad.to_string()))?;
        match ProviderMetadataWithLogout::discover(&issuer, &http) {
            Ok(found) => {
                lock().insert(provider.id.clone(), (now.as_second(), found.clone()));
                Ok(found)
            }
            Err(failure) => match before {
                // It does not answer just now; what it said an hour ago still holds.
                Some((_, known)) if !anew => Ok(known),
                _ => Err(fails(with_causes(&failure))),
            },
        }
    }

    fn call(&self, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
        let (parts, body) = self.agent.run(request)?.into_parts();
        let bytes = body.into_with_config().limit(LONGEST).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, bytes))
    }
}

type Verifying = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

fn verifying(metadata: ProviderMetadataWithLogout, provider: &Provider) -> Verifying {
    let id = ClientId::new(provider.client_id.clone());
    CoreClient::from_provider_metadata(metadata, id, provider.secret.clone())
}

fn back(site: &str, id: &str) -> String {
    format!("{site}/sign-in/with/{id}")
}

fn failed(id: &str, refusal: Refusal, cause: String) -> ProviderError {
    ProviderError {
        refusal: Some(refusal),
        provider: id.to_owned(),
        cause,
    }
}

/// No secret is ever in a failure or its causes.
fn broken(id: &str, failure: &AccountsError) -> ProviderError {
    ProviderError {
        refusal: None,
        provider: id.to_owned(),
        cause: with_causes(failure),
    }
}

fn chrono_of(second: i64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(second, 0).unwrap_or(chrono::DateTime::UNIX_EPOCH)
}

/// Reads the claims of a token that was verified.
fn claims_of(token: &str) -> Option<Map<String, Value>> {
    let payload = token.split('.').nth(1)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload).ok()?;
    serde_json::from_slice(&bytes).ok()
}
