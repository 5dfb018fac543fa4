//! Changes of a part (RFC 7644, section 3.5.2): all operations, or none.

use dondoc_accounts::Wanted;
use serde_json::Value;

use super::bad;
use super::users::{ENTERPRISE, USER, attribute, email, mail, name, object, person, truth};
use crate::answer::Trouble;
use crate::ask::Ctx;

const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// Does the operations of a body to what is wanted.
pub(super) fn apply(ctx: &Ctx, body: &[u8], wanted: &mut Wanted) -> Result<(), Trouble> {
    let body = object(body)?;
    let schemas = attribute(&body, "schemas").and_then(Value::as_array);
    if !schemas.is_some_and(|all| all.iter().any(|it| it.as_str() == Some(PATCH))) {
        return Err(bad("invalidSyntax", format!("`schemas` holds `{PATCH}`")));
    }
    let operations = attribute(&body, "Operations").and_then(Value::as_array);
    let operations = operations.filter(|all| !all.is_empty());
    let operations = operations
        .ok_or_else(|| bad("invalidSyntax", "`Operations` is a list that is not empty"))?;
    for operation in operations {
        let wrong = || bad("invalidSyntax", "an operation is an object with `op`");
        let operation = operation.as_object().ok_or_else(wrong)?;
        let op = attribute(operation, "op").and_then(Value::as_str);
        let op = op.ok_or_else(wrong)?.to_ascii_lowercase();
        let path = attribute(operation, "path").and_then(Value::as_str);
        let value = attribute(operation, "value");
        match (op.as_str(), path, value) {
            ("add" | "replace", Some(path), Some(value)) => set(ctx, wanted, path, value)?,
            ("add" | "replace", None, Some(Value::Object(all))) => {
                for (path, value) in all {
                    set(ctx, wanted, path, value)?;
                }
            }
            ("add" | "replace", ..) => {
                return Err(bad("invalidValue", "`add` and `replace` need a `value`"));
            }
            ("remove", Some(path), _) => remove(wanted, path)?,
            ("remove", None, _) => return Err(bad("noTarget", "`remove` needs a `path`")),
            (other, ..) => {
                let said = format!("`{other}` is no operation: `add`, `replace` or `remove`");
                return Err(bad("invalidSyntax", said));
            }
        }
    }
    Ok(())
}

/// Writes a path in small letters, without the schema of users.
fn plain(path: &str) -> String {
    let path = path.trim();
    let path = path.strip_prefix(&format!("{USER}:")).unwrap_or(path);
    path.to_ascii_lowercase()
}

fn is_mail_value(path: &str) -> bool {
    matches!(
        path,
        "emails.value"
            | "emails[type eq \"work\"].value"
            | "emails[primary eq true].value"
            | "emails[primary eq \"true\"].value"
    )
}

fn said<'a>(path: &str, value: &'a Value) -> Result<&'a str, Trouble> {
    let text = value
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    text.ok_or_else(|| bad("invalidValue", format!("`{path}` is a text")))
}

fn set(ctx: &Ctx, wanted: &mut Wanted, path: &str, value: &Value) -> Result<(), Trouble> {
    let plain = plain(path);
    let employee = format!("{ENTERPRISE}:employeeNumber").to_ascii_lowercase();
    match plain.as_str() {
        "active" => wanted.is_active = truth(value)?,
        "username" => wanted.login = said(path, value)?.to_owned(),
        "displayname" | "name.formatted" => wanted.name = said(path, value)?.to_owned(),
        "name" => {
            let name = name(value)?;
            wanted.name = name.ok_or_else(|| bad("invalidValue", "`name` says nothing"))?;
        }
        "externalid" => wanted.external = Some(said(path, value)?.to_owned()),
        "emails" => wanted.email = email(value)?,
        mail_path if is_mail_value(mail_path) => {
            wanted.email = Some(mail(said(path, value)?.to_owned())?);
        }
        other if other == employee => wanted.person = Some(person(ctx, said(path, value)?)?),
        other if other == ENTERPRISE.to_ascii_lowercase() => {
            let more = value.as_object();
            let number = more.and_then(|more| attribute(more, "employeeNumber"));
            if let Some(number) = number {
                wanted.person = Some(person(ctx, said("employeeNumber", number)?)?);
            }
        }
        "id" | "meta" | "schemas" | "groups" => {
            return Err(bad("mutability", format!("`{path}` is only read")));
        }
        _ => return Err(unknown(path)),
    }
    Ok(())
}

fn remove(wanted: &mut Wanted, path: &str) -> Result<(), Trouble> {
    let plain = plain(path);
    let employee = format!("{ENTERPRISE}:employeeNumber").to_ascii_lowercase();
    match plain.as_str() {
        "emails" => wanted.email = None,
        mail_path if is_mail_value(mail_path) => wanted.email = None,
        "externalid" => wanted.external = None,
        other if other == employee || other == ENTERPRISE.to_ascii_lowercase() => {
            wanted.person = None;
        }
        "username" | "name" | "name.formatted" | "displayname" | "active" => {
            return Err(bad("mutability", format!("`{path}` is required")));
        }
        _ => return Err(unknown(path)),
    }
    Ok(())
}

fn unknown(path: &str) -> Trouble {
    let path: String = path.chars().take(80).collect();
    bad(
        "invalidPath",
        format!("there is no attribute `{path}` here"),
    )
}
