//! Users: accounts.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use dondoc_accounts::{Account, AccountId, AccountsError, NewAccount, Refusal, Wanted, What};
use dondoc_kinds::PersonId;
use serde_json::{Map, Value, json};

use super::{Part, answer, bad, filter, location, patch as operations, unchanged, version};
use crate::answer::{Trouble, with_type};
use crate::api::problem::Odd;
use crate::ask::Ctx;
use crate::form::Form;
use crate::state::now;

pub(super) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub(super) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Writes an account as a user.
fn written(ctx: &Ctx, account: &Account) -> (Value, String) {
    let mut user = json!({
        "schemas": [USER],
        "id": account.id.0.to_string(),
        "userName": account.login,
        "name": { "formatted": account.name },
        "displayName": account.name,
        "active": account.is_active,
    });
    if let Some(external) = &account.external {
        user["externalId"] = external.as_str().into();
    }
    if let Some(email) = &account.email {
        user["emails"] = json!([{ "value": email, "type": "work", "primary": true }]);
    }
    if let Some(person) = &account.person {
        user["schemas"] = json!([USER, ENTERPRISE]);
        user[ENTERPRISE] = json!({ "employeeNumber": person.as_str() });
    }
    let version = version(&user);
    user["meta"] = json!({
        "resourceType": "User",
        "created": account.created.to_string(),
        "lastModified": account.changed.to_string(),
        "location": location(ctx, &format!("Users/{}", account.id.0)),
        "version": format!("W/\"{version}\""),
    });
    (user, version)
}

fn shown(ctx: &Ctx, account: &Account, status: StatusCode) -> Response {
    let (user, version) = written(ctx, account);
    let mut response = answer(&user);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&format!("W/\"{version}\"")) {
        headers.insert(header::ETAG, tag);
    }
    let place = user["meta"]["location"].as_str().unwrap_or_default();
    if let Ok(place) = HeaderValue::from_str(place) {
        let name = match status {
            StatusCode::CREATED => header::LOCATION,
            _ => header::CONTENT_LOCATION,
        };
        headers.insert(name, place);
    }
    response
}

/// Returns the account that the path names, unless it is gone.
fn asked(ctx: &Ctx) -> Result<Account, Trouble> {
    let id = ctx.ask.place().parse().map(AccountId);
    let id = id.map_err(|_| Trouble::NotFound)?;
    let found = ctx.state.accounts.account(id)?;
    found
        .filter(|account| !account.is_gone)
        .ok_or(Trouble::NotFound)
}

pub(crate) fn list(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let (part, filter) = (Part::of(ctx)?, filter(ctx)?);
    let mut all = ctx.state.accounts.accounts()?;
    all.retain(|account| !account.is_gone);
    all.sort_by_key(|account| account.id);
    if let Some((attribute, value)) = filter {
        let text = value.as_str().unwrap_or_default();
        let is = |own: Option<&str>| own.is_some_and(|own| own.eq_ignore_ascii_case(text));
        match attribute.as_str() {
            "username" => all.retain(|it| is(Some(&it.login))),
            "displayname" | "name.formatted" => all.retain(|it| is(Some(&it.name))),
            "emails" | "emails.value" => all.retain(|it| is(it.email.as_deref())),
            // These two tell capitals from small letters.
            "externalid" => all.retain(|it| it.external.as_deref() == Some(text)),
            "id" => all.retain(|it| it.id.0.to_string() == text),
            "active" => all.retain(|it| Value::Bool(it.is_active) == value),
            other => {
                let said = format!("there is no filter on `{other}`");
                return Err(bad("invalidFilter", said));
            }
        }
    }
    let written = all.iter().map(|account| written(ctx, account).0);
    Ok(part.list(written.collect()))
}

pub(crate) fn one(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let account = asked(ctx)?;
    let (_, version) = written(ctx, &account);
    if ctx.ask.if_none_match.contains(&version) {
        let mut response = with_type(super::TYPE, "");
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    Ok(shown(ctx, &account, StatusCode::OK))
}

/// Reads a body as an object whose names are those of the schema, whatever their
/// capitals (RFC 7643, section 2.1).
pub(super) fn object(body: &[u8]) -> Result<Map<String, Value>, Trouble> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(bad("invalidSyntax", "the body is a JSON object")),
        Err(cause) => Err(bad(
            "invalidSyntax",
            format!("the body is no JSON: {cause}"),
        )),
    }
}

/// Returns an attribute by its name, whatever its capitals.
pub(super) fn attribute<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let found = object
        .iter()
        .find(|(each, _)| each.eq_ignore_ascii_case(name));
    found
        .map(|(_, value)| value)
        .filter(|value| !value.is_null())
}

fn text(object: &Map<String, Value>, name: &str) -> Result<Option<String>, Trouble> {
    match attribute(object, name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim().to_owned()).filter(|it| !it.is_empty())),
        Some(_) => Err(bad("invalidValue", format!("`{name}` is a text"))),
    }
}

/// Reads yes or no; some directories write it as a text.
pub(super) fn truth(value: &Value) -> Result<bool, Trouble> {
    match value {
        Value::Bool(truth) => Ok(*truth),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(bad("invalidValue", "`active` is `true` or `false`")),
    }
}

/// Reads a name; of one in parts the family's comes first, as in Việt Nam.
pub(super) fn name(value: &Value) -> Result<Option<String>, Trouble> {
    let Value::Object(parts) = value else {
        return Err(bad("invalidValue", "`name` is an object"));
    };
    if let Some(formatted) = text(parts, "formatted")? {
        return Ok(Some(formatted));
    }
    let mut said = Vec::new();
    for part in ["familyName", "middleName", "givenName"] {
        said.extend(text(parts, part)?);
    }
    Ok(Some(said.join(" ")).filter(|name| !name.is_empty()))
}

/// Reads mail addresses; one is kept, the primary one or the first.
pub(super) fn email(value: &Value) -> Result<Option<String>, Trouble> {
    let wrong = || bad("invalidValue", "`emails` is a list of objects with `value`");
    let all = value.as_array().ok_or_else(wrong)?;
    let mut kept: Option<String> = None;
    for each in all {
        let each = each.as_object().ok_or_else(wrong)?;
        let address = text(each, "value")?.ok_or_else(wrong)?;
        let is_primary = attribute(each, "primary") == Some(&Value::Bool(true));
        if kept.is_none() || is_primary {
            kept = Some(address);
        }
        if is_primary {
            break;
        }
    }
    kept.map(mail).transpose()
}

/// Checks a mail address as far as it can be without sending.
pub(super) fn mail(address: String) -> Result<String, Trouble> {
    let plain = !address.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = address.split_once('@');
    let fits = parts.is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'));
    match plain && fits && address.len() <= 254 {
        true => Ok(address),
        false => Err(bad(
            "invalidValue",
            format!("`{address}` is no mail address"),
        )),
    }
}

/// Reads the person of the registry; one that is not there is refused.
pub(super) fn person(ctx: &Ctx, given: &str) -> Result<PersonId, Trouble> {
    let person = PersonId::parse(given).ok();
    let known = person.filter(|id| ctx.city().registry.person(id).is_some());
    known.ok_or_else(|| {
        let said = format!("`employeeNumber` names nobody in the registry: `{given}`");
        bad("invalidValue", said)
    })
}

/// Reads a whole user, as creating and replacing send it.
fn whole(ctx: &Ctx, body: &[u8]) -> Result<Wanted, Trouble> {
    let user = object(body)?;
    let schemas = attribute(&user, "schemas").and_then(Value::as_array);
    let is_user = schemas.is_some_and(|all| all.iter().any(|it| it.as_str() == Some(USER)));
    if !is_user {
        return Err(bad("invalidSyntax", format!("`schemas` holds `{USER}`")));
    }
    let login = text(&user, "userName")?;
    let login = login.ok_or_else(|| bad("invalidValue", "`userName` is required"))?;
    let said = match attribute(&user, "name") {
        Some(value) => name(value)?,
        None => None,
    };
    let email = match attribute(&user, "emails") {
        Some(value) => email(value)?,
        None => None,
    };
    let employee = match attribute(&user, ENTERPRISE) {
        Some(Value::Object(more)) => text(more, "employeeNumber")?,
        _ => None,
    };
    Ok(Wanted {
        name: said
            .or(text(&user, "displayName")?)
            .unwrap_or_else(|| login.clone()),
        login,
        email,
        person: employee.map(|id| person(ctx, &id)).transpose()?,
        external: text(&user, "externalId")?,
        is_active: attribute(&user, "active").map_or(Ok(true), truth)?,
    })
}

/// Turns what accounts refuse into what RFC 7644 calls it.
fn refused(ctx: &Ctx, error: AccountsError) -> Trouble {
    let AccountsError::Refused(refusal) = error else {
        return error.into();
    };
    let said = ctx.words().say(&refusal);
    match refusal {
        Refusal::LoginTaken { .. } | Refusal::ExternalTaken => {
            Trouble::Odd(Odd::new(StatusCode::CONFLICT, "uniqueness", said))
        }
        Refusal::LastAdministrator => Trouble::Odd(Odd::new(StatusCode::FORBIDDEN, "", said)),
        Refusal::NoSuchAccount => Trouble::NotFound,
        _ => bad("invalidValue", said),
    }
}

fn note(ctx: &Ctx, login: &str, what: What, detail: &str) -> Result<(), Trouble> {
    let actor = format!("{} · SCIM", ctx.who()?.account.login);
    let accounts = &ctx.state.accounts;
    Ok(accounts.note(&actor, login, what, detail, now())?)
}

pub(crate) fn create(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let wanted = whole(ctx, &form.body)?;
    let accounts = &ctx.state.accounts;
    // One that was taken away is the same person again.
    let before = accounts.by_login(&wanted.login)?.filter(|it| it.is_gone);
    let account = match before {
        Some(account) => accounts
            .replace(account.id, &wanted, now())
            .map_err(|error| refused(ctx, error))?,
        None => {
            let is_taken = match &wanted.external {
                Some(external) => accounts.by_external(external)?.is_some(),
                None => false,
            };
            if is_taken {
                return Err(refused(ctx, Refusal::ExternalTaken.into()));
            }
            let new = NewAccount {
                login: wanted.login.clone(),
                name: wanted.name.clone(),
                email: wanted.email.clone(),
                person: wanted.person.clone(),
                is_admin: false,
            };
            let made = accounts.create(&new, now());
            let made = made.map_err(|error| refused(ctx, error))?;
            accounts
                .replace(made.id, &wanted, now())
                .map_err(|error| refused(ctx, error))?
        }
    };
    note(ctx, &account.login, What::Created, &account.name)?;
    Ok(shown(ctx, &account, StatusCode::CREATED))
}

/// Makes an account what is wanted, and writes down what that changed.
fn put(ctx: &Ctx, account: &Account, wanted: &Wanted) -> Result<Response, Trouble> {
    let accounts = &ctx.state.accounts;
    let is = Wanted {
        login: account.login.clone(),
        name: account.name.clone(),
        email: account.email.clone(),
        person: account.person.clone(),
        external: account.external.clone(),
        is_active: wanted.is_active,
    };
    let mut kept = wanted.clone();
    kept.login = kept.login.trim().to_lowercase();
    if kept == is && wanted.is_active == account.is_active {
        return Ok(shown(ctx, account, StatusCode::OK));
    }
    let replaced = accounts.replace(account.id, wanted, now());
    let replaced = replaced.map_err(|error| refused(ctx, error))?;
    if kept != is {
        note(ctx, &replaced.login, What::Changed, &replaced.name)?;
    }
    if replaced.is_active != account.is_active {
        let what = match replaced.is_active {
            true => What::SwitchedOn,
            false => What::SwitchedOff,
        };
        note(ctx, &replaced.login, what, "")?;
    }
    Ok(shown(ctx, &replaced, StatusCode::OK))
}

pub(crate) fn replace(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let account = asked(ctx)?;
    unchanged(ctx, &written(ctx, &account).1)?;
    let wanted = whole(ctx, &form.body)?;
    put(ctx, &account, &wanted)
}

pub(crate) fn patch(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let account = asked(ctx)?;
    unchanged(ctx, &written(ctx, &account).1)?;
    let mut wanted = Wanted {
        login: account.login.clone(),
        name: account.name.clone(),
        email: account.email.clone(),
        person: account.person.clone(),
        external: account.external.clone(),
        is_active: account.is_active,
    };
    operations::apply(ctx, &form.body, &mut wanted)?;
    put(ctx, &account, &wanted)
}

/// Takes a user away: the account is switched off and kept, since what its person
/// did stays.
pub(crate) fn delete(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let account = asked(ctx)?;
    unchanged(ctx, &written(ctx, &account).1)?;
    let gone = ctx.state.accounts.take_away(account.id, now());
    gone.map_err(|error| refused(ctx, error))?;
    note(ctx, &account.login, What::SwitchedOff, "DELETE")?;
    let mut response = with_type(super::TYPE, "");
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}
