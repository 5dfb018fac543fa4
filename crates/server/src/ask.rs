//! What a request asks: the language, the day, the parameters.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::{HeaderMap, Method, Uri, header};
use dondoc_accounts::Origin;
use dondoc_city::{Act, City, Command, Done};
use dondoc_kinds::UnitId;
use dondoc_ledger::Ledger;
use dondoc_messages::Lang;
use jiff::civil::{Date, date};

use crate::access::Present;
use crate::answer::Trouble;
use crate::look::Look;
use crate::state::SiteState;
use crate::who::Who;
use crate::words::Words;
use crate::writer::Answer;

/// The cookie that remembers the language.
pub(crate) const LANG_COOKIE: &str = "lang";
/// The cookie that remembers that somebody signed in here before.
pub(crate) const DEVICE_COOKIE: &str = "device";
/// The cookie that a browser comes back from an identity provider with.
pub(crate) const ERRAND_COOKIE: &str = "errand";
/// The cookie that a browser answers a passkey's challenge with.
pub(crate) const CEREMONY_COOKIE: &str = "ceremony";
/// The cookie of a session.
pub(crate) const SESSION_COOKIE: &str = "session";
const FIRST_DAY: Date = date(1945, 9, 2);
const LAST_DAY: Date = date(2199, 12, 31);
/// The longest search that is looked for, in code points.
const LONGEST_SEARCH: usize = 200;

/// A request, before anything is looked up.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) words: Words,
    /// Whether the address says the language: then links keep saying it.
    pub(crate) says_lang: bool,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) path_and_query: String,
    /// What stands in the path's places, decoded.
    pub(crate) places: Vec<String>,
    params: Vec<(String, String)>,
    /// Who is signed in.
    pub(crate) who: Option<Arc<Who>>,
    /// How many notices the person has not read; `None` for whoever gets none.
    pub(crate) unread: Option<u64>,
    /// Whether people can be tried out here.
    pub(crate) is_demo: bool,
    /// Where the request comes from.
    pub(crate) from: Origin,
    /// What this browser was given when it was sent to an identity provider.
    pub(crate) errand: Option<String>,
    /// What this browser was given with the challenge of a passkey.
    pub(crate) ceremony: Option<String>,
    /// The tags of `If-Match` and `If-None-Match`, without their quotes.
    pub(crate) if_match: Vec<String>,
    pub(crate) if_none_match: Vec<String>,
    /// The type of the body.
    pub(crate) content_type: String,
}

impl Ask {
    pub(crate) fn new(default: Lang, uri: &Uri, headers: &HeaderMap, places: Vec<String>) -> Self {
        let params = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map(|query| query.0)
            .unwrap_or_default();
        let asked = params.iter().find(|(name, _)| name == "lang");
        let asked = asked.and_then(|(_, value)| value.parse().ok());
        let lang = asked
            .or_else(|| cookie(headers))
            .or_else(|| accepted(headers));
        Self {
            words: Words {
                lang: lang.unwrap_or(default),
            },
            says_lang: asked.is_some(),
            method: Method::GET,
            path: uri.path().to_owned(),
            path_and_query: uri
                .path_and_query()
                .map(ToString::to_string)
                .unwrap_or_default(),
            places,
            params,
            who: None,
            unread: None,
            is_demo: false,
            from: Origin {
                source: String::new(),
                agent: header(headers, &header::USER_AGENT).to_owned(),
                device: cookies(headers, DEVICE_COOKIE).next().map(str::to_owned),
            },
            errand: cookies(headers, ERRAND_COOKIE).next().map(str::to_owned),
            ceremony: cookies(headers, CEREMONY_COOKIE).next().map(str::to_owned),
            if_match: Vec::new(),
            if_none_match: Vec::new(),
            content_type: String::new(),
        }
    }

    /// Reads what programs send along.
    pub(crate) fn for_programs(&mut self, headers: &HeaderMap) {
        self.if_match = tags(header(headers, &header::IF_MATCH));
        self.if_none_match = tags(header(headers, &header::IF_NONE_MATCH));
        self.content_type = header(headers, &header::CONTENT_TYPE).to_owned();
    }

    /// Returns whether the request comes from this machine.
    pub(crate) fn is_on_this_machine(&self) -> bool {
        self.from
            .source
            .parse()
            .is_ok_and(|ip: IpAddr| ip.is_loopback())
    }

    /// Returns a parameter that is there and not blank.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        let found = self.params.iter().find(|(each, _)| each == name);
        found
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// Returns every value of a parameter that may stand several times.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let found = self.params.iter().filter(move |(each, _)| each == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the text to search for.
    pub(crate) fn search(&self) -> Result<&str, Trouble> {
        let text = self.param("q").unwrap_or_default();
        if text.chars().count() > LONGEST_SEARCH {
            return Err(Trouble::bad("site-bad-search", ""));
        }
        Ok(text)
    }

    /// Returns the day asked for.
    pub(crate) fn day(&self) -> Result<Option<Date>, Trouble> {
        let Some(text) = self.param("as_of") else {
            return Ok(None);
        };
        let day: Option<Date> = (text.len() == 10).then(|| text.parse().ok()).flatten();
        match day {
            Some(day) if (FIRST_DAY..=LAST_DAY).contains(&day) => Ok(Some(day)),
            _ => Err(Trouble::bad("site-bad-day", text)),
        }
    }

    /// Returns a page number, from 1.
    pub(crate) fn page(&self) -> Result<usize, Trouble> {
        let Some(text) = self.param("page") else {
            return Ok(1);
        };
        match text.parse() {
            Ok(page @ 1..=1_000_000) => Ok(page),
            _ => Err(Trouble::bad("site-bad-page", text)),
        }
    }

    /// Returns what stands in the path's first place.
    pub(crate) fn place(&self) -> &str {
        self.places.first().map_or("", String::as_str)
    }

    /// Returns the parameters other than those named, for links to the same page.
    pub(crate) fn others(&self, without: &[&str]) -> Vec<(&str, &str)> {
        let each = self
            .params
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        each.filter(|(name, value)| !without.contains(name) && !value.is_empty())
            .collect()
    }
}

/// A request with the city it looks at.
#[derive(Debug)]
pub(crate) struct Ctx {
    pub(crate) state: Arc<SiteState>,
    pub(crate) ask: Ask,
    pub(crate) look: Arc<Look>,
    /// The day, where the address says one: then links keep saying it.
    pub(crate) asked_day: Option<Date>,
}

impl Ctx {
    pub(crate) fn city(&self) -> &City {
        &self.look.city
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        self.state.folder().ledger()
    }

    pub(crate) fn words(&self) -> Words {
        self.ask.words
    }

    /// Returns who is signed in.
    ///
    /// # Errors
    /// [`Trouble::SignIn`] for a guest.
    pub(crate) fn who(&self) -> Result<&Who, Trouble> {
        self.ask.who.as_deref().ok_or(Trouble::SignIn)
    }

    /// Returns the unit in whose name the person mostly acts: for an office the
    /// body it serves.
    ///
    /// # Errors
    /// [`Trouble::SignIn`] for a guest; [`Trouble::Forbidden`] for somebody who
    /// holds no post today.
    pub(crate) fn in_name_of(&self) -> Result<UnitId, Trouble> {
        self.who()?;
        let names = Present::of(self)?.names();
        let none = Trouble::Forbidden("site-forbidden-no-post");
        names.into_iter().next().ok_or(none)
    }

    /// Does what is asked, now, in the name of the post or delegation by which
    /// the person may. When it returns, it is durable and shown to everybody.
    ///
    /// # Errors
    /// [`Trouble::Denied`] with what the policies say; otherwise [`Trouble`] with
    /// the room's refusal in the person's language.
    pub(crate) fn act(&self, command: Command) -> Result<Done, Trouble> {
        self.act_all(vec![command], Vec::new())
    }

    /// Does all of this, or nothing. `seen` names streams with the number of
    /// entries that the person saw, e.g. `("task/nv-000001", 7)`: when one went
    /// on since, nothing is done and the answer is [`Trouble::Stale`].
    ///
    /// # Errors
    /// As [`Ctx::act`].
    pub(crate) fn act_all(
        &self,
        commands: Vec<Command>,
        seen: Vec<(String, u64)>,
    ) -> Result<Done, Trouble> {
        let done = self.try_all(commands, seen)?;
        done.map_err(|rejected| Trouble::rejected(rejected, self.words()))
    }

    /// As [`Ctx::act_all`], with each refusal at its command.
    pub(crate) fn try_all(
        &self,
        commands: Vec<Command>,
        seen: Vec<(String, u64)>,
    ) -> Result<Answer, Trouble> {
        let (at, valid) = self.state.moment();
        let present = Present::of(self)?;
        let mut acts = Vec::new();
        for command in commands {
            acts.push(Act {
                acting: present.acting(&command)?,
                command,
                at,
                valid,
            });
        }
        // Whoever keeps what is shown makes the writer copy it.
        drop(present);
        Ok(self.state.act(acts, seen))
    }

    /// Returns a link that keeps the day and the language of this page.
    pub(crate) fn to(&self, path: &str) -> String {
        link(path, self.asked_day, &self.ask)
    }
}

/// Returns a link that keeps the day and the language.
pub(crate) fn link(path: &str, day: Option<Date>, ask: &Ask) -> String {
    let (path, place) = path
        .split_once('#')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    let mut link = path.to_owned();
    let mut add = |text: String| {
        link.push(if link.contains('?') { '&' } else { '?' });
        link.push_str(&text);
    };
    if let Some(day) = day {
        add(format!("as_of={day}"));
    }
    if ask.says_lang {
        add(format!("lang={}", ask.words.lang));
    }
    if let Some(place) = place {
        link.push('#');
        link.push_str(place);
    }
    link
}

/// Writes parameters as the part of an address after `?`.
pub(crate) fn query(params: &[(&str, &str)]) -> String {
    let each = params
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    each.collect::<Vec<_>>().join("&")
}

/// Reads a list of entity tags (RFC 9110, section 8.8.3); a weak one counts as
/// the strong one, since a version says all.
fn tags(text: &str) -> Vec<String> {
    let each = text.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    each.map(|tag| tag.trim_start_matches("W/").trim_matches('"').to_owned())
        .collect()
}

/// Percent-encodes all but what RFC 3986 calls unreserved.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn cookie(headers: &HeaderMap) -> Option<Lang> {
    cookies(headers, LANG_COOKIE).find_map(|value| value.parse().ok())
}

/// Returns the values of a cookie, also under the name that browsers take from
/// secure places only.
pub(crate) fn cookies<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let each = cookies.flat_map(|cookies| cookies.split(';'));
    each.filter_map(move |cookie| {
        let (found, value) = cookie.trim().split_once('=')?;
        (found.strip_prefix("__Host-").unwrap_or(found) == name).then_some(value)
    })
}

/// Returns a header's text, or nothing.
pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Returns the language that the browser likes best of ours.
fn accepted(headers: &HeaderMap) -> Option<Lang> {
    let accept = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(u32, Lang)> = None;
    for part in accept.split(',') {
        let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
        let primary = tag
            .trim()
            .split('-')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let Ok(lang) = primary.parse::<Lang>() else {
            continue;
        };
        let weight = weight
            .trim()
            .strip_prefix("q=")
            .and_then(thousandths)
            .unwrap_or(0);
        if weight > 0 && best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

/// Reads `0.8` as 800.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    Some(whole.parse::<u32>().ok()?.min(1) * 1000 + part.parse::<u32>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(uri: &str, headers: &[(header::HeaderName, &'static str)]) -> Ask {
        let pairs = headers.iter().cloned();
        let headers = pairs
            .map(|(name, value)| (name, header::HeaderValue::from_static(value)))
            .collect();
        Ask::new(Lang::Vi, &uri.parse().unwrap(), &headers, Vec::new())
    }

    #[test]
    fn the_address_speaks_before_the_cookie_and_the_cookie_before_the_browser() {
        let accept = (header::ACCEPT_LANGUAGE, "fr, en-GB;q=0.8, vi;q=0.2");
        let cookie = (header::COOKIE, "a=b; lang=vi");
        assert_eq!(ask("/", &[]).words.lang, Lang::Vi);
        assert_eq!(ask("/", std::slice::from_ref(&accept)).words.lang, Lang::En);
        assert_eq!(
            ask("/", &[accept.clone(), cookie.clone()]).words.lang,
            Lang::Vi
        );
        assert_eq!(ask("/?lang=en", &[accept, cookie]).words.lang, Lang::En);
    }

    #[test]
    fn a_day_is_read_strictly() {
        assert_eq!(
            ask("/?as_of=2024-09-30", &[]).day().unwrap(),
            Some(date(2024, 9, 30))
        );
        assert!(ask("/?as_of=2024-09-31", &[]).day().is_err());
        assert!(ask("/?as_of=9999-01-01", &[]).day().is_err());
        assert!(ask("/?as_of=%3Cscript%3E", &[]).day().is_err());
        assert_eq!(ask("/?as_of=", &[]).day().unwrap(), None);
    }

    #[test]
    fn links_keep_the_day_and_the_language_that_were_asked_for() {
        let it = ask("/?lang=en", &[]);
        assert_eq!(
            link("/tasks?q=a#x", Some(date(2024, 1, 2)), &it),
            "/tasks?q=a&as_of=2024-01-02&lang=en#x"
        );
        assert_eq!(link("/tasks", None, &ask("/", &[])), "/tasks");
        assert_eq!(query(&[("q", "đ&=")]), "q=%C4%91%26%3D");
    }
}
