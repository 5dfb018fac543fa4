//! What this service says of itself (RFC 7643, sections 5 to 7).

use axum::response::Response;
use serde_json::{Value, json};

use super::groups::GROUP;
use super::users::{ENTERPRISE, USER};
use super::{LIST, MOST, answer, location};
use crate::answer::Trouble;
use crate::ask::Ctx;
use crate::form::Form;

pub(crate) fn config(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    Ok(answer(&json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MOST },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": true },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "A token of an administrator with the scope `scim.provision`",
            "specUri": "https://www.rfc-editor.org/rfc/rfc6750",
            "primary": true,
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": location(ctx, "ServiceProviderConfig"),
        },
    })))
}

fn list(all: Vec<Value>) -> Response {
    answer(&json!({
        "schemas": [LIST],
        "totalResults": all.len(),
        "startIndex": 1,
        "itemsPerPage": all.len(),
        "Resources": all,
    }))
}

fn every_type(ctx: &Ctx) -> Vec<Value> {
    let of = |name: &str, endpoint: &str, schema: &str, extensions: Value| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": name,
            "name": name,
            "endpoint": endpoint,
            "schema": schema,
            "schemaExtensions": extensions,
            "meta": {
                "resourceType": "ResourceType",
                "location": location(ctx, &format!("ResourceTypes/{name}")),
            },
        })
    };
    let enterprise = json!([{ "schema": ENTERPRISE, "required": false }]);
    vec![
        of("User", "/Users", USER, enterprise),
        of("Group", "/Groups", GROUP, json!([])),
    ]
}

pub(crate) fn types(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    Ok(list(every_type(ctx)))
}

fn named(ctx: &Ctx, all: Vec<Value>) -> Result<Response, Trouble> {
    let id = ctx.ask.place();
    let found = all.iter().find(|it| it["id"].as_str() == Some(id));
    found.map(answer).ok_or(Trouble::NotFound)
}

pub(crate) fn one_type(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    named(ctx, every_type(ctx))
}

/// How an attribute may be written.
#[derive(Clone, Copy)]
enum Written {
    Always,
    ReadOnly,
}

fn simple(name: &str, kind: &str, required: bool, written: Written) -> Value {
    let mut attribute = json!({
        "name": name,
        "type": kind,
        "multiValued": false,
        "description": "",
        "required": required,
        "mutability": match written {
            Written::Always => "readWrite",
            Written::ReadOnly => "readOnly",
        },
        "returned": "default",
    });
    if kind == "string" {
        attribute["caseExact"] = false.into();
        attribute["uniqueness"] = "none".into();
    }
    attribute
}

fn complex(name: &str, multi: bool, written: Written, parts: Vec<Value>) -> Value {
    let mut attribute = simple(name, "complex", false, written);
    attribute["multiValued"] = multi.into();
    attribute["subAttributes"] = parts.into();
    attribute
}

fn every_schema(ctx: &Ctx) -> Vec<Value> {
    use Written::{Always, ReadOnly};
    let of = |id: &str, name: &str, attributes: Vec<Value>| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
            "id": id,
            "name": name,
            "attributes": attributes,
            "meta": {
                "resourceType": "Schema",
                "location": location(ctx, &format!("Schemas/{id}")),
            },
        })
    };
    let text = |name: &str, required, written| simple(name, "string", required, written);
    let mut login = text("userName", true, Always);
    login["uniqueness"] = "server".into();
    let name = vec![text("formatted", false, Always)];
    let email = vec![
        text("value", false, Always),
        text("type", false, ReadOnly),
        simple("primary", "boolean", false, ReadOnly),
    ];
    let mut reference = simple("$ref", "reference", false, ReadOnly);
    reference["referenceTypes"] = json!(["User"]);
    reference["caseExact"] = true.into();
    reference["uniqueness"] = "none".into();
    let member = vec![
        text("value", false, ReadOnly),
        reference,
        text("type", false, ReadOnly),
        text("display", false, ReadOnly),
    ];
    vec![
        of(
            USER,
            "User",
            vec![
                login,
                complex("name", false, Always, name),
                text("displayName", false, Always),
                simple("active", "boolean", false, Always),
                complex("emails", true, Always, email),
            ],
        ),
        of(
            ENTERPRISE,
            "EnterpriseUser",
            vec![text("employeeNumber", false, Always)],
        ),
        of(
            GROUP,
            "Group",
            vec![
                text("displayName", true, ReadOnly),
                complex("members", true, ReadOnly, member),
            ],
        ),
    ]
}

pub(crate) fn schemas(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    Ok(list(every_schema(ctx)))
}

pub(crate) fn schema(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    named(ctx, every_schema(ctx))
}
