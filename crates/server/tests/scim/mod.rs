//! SCIM 2.0 as a directory speaks it, with the examples of RFC 7644.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use dondoc_accounts::{Accounts, Origin, What};
use dondoc_registry::Role;
use serde_json::{Value, json};

use crate::town::{Answered, Site, Town};
use crate::workplace::{account, accounts, now};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// A directory with its token.
struct Directory {
    _town: Town,
    site: Site,
    accounts: Accounts,
    token: String,
}

fn token(accounts: &Accounts, login: &str, scope: &str) -> String {
    let id = accounts.by_login(login).unwrap().unwrap().id;
    let scopes = BTreeSet::from([scope.to_owned()]);
    let (_, token) = accounts.make_token(id, "x", &scopes, 1, now()).unwrap();
    token.as_str().to_owned()
}

fn directory() -> Directory {
    let mut town = Town::new();
    town.employ("an", "so-noi-vu", Role::Contact);
    let site = town.site_for(false);
    let accounts = accounts(&town);
    account(&accounts, "quan-tri", None, true);
    let token = token(&accounts, "quan-tri", "scim.provision");
    Directory {
        _town: town,
        site,
        accounts,
        token,
    }
}

impl Directory {
    async fn with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answered {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/scim/v2/{path}"))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/scim+json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
        self.site.ask(request.body(body).unwrap()).await
    }

    async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (StatusCode, Value) {
        let answer = self.with(method, path, &[], body).await;
        let read = serde_json::from_slice(&answer.bytes).unwrap_or(Value::Null);
        (answer.status, read)
    }

    async fn get(&self, path: &str) -> Value {
        let (status, read) = self.ask("GET", path, None).await;
        assert_eq!(status, StatusCode::OK, "{path}: {read}");
        read
    }

    /// Asks for what is refused; returns the `scimType`.
    async fn refused(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        expected: StatusCode,
    ) -> String {
        let (status, read) = self.ask(method, path, body).await;
        assert_eq!(status, expected, "{method} {path}: {read}");
        let error = "urn:ietf:params:scim:api:messages:2.0:Error";
        assert_eq!(read["schemas"], json!([error]));
        assert_eq!(read["status"], expected.as_u16().to_string());
        read["scimType"].as_str().unwrap_or_default().to_owned()
    }

    async fn bjensen(&self) -> Value {
        let (status, made) = self.ask("POST", "Users", Some(&bjensen())).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        made
    }

    fn happened(&self, login: &str) -> Vec<Option<What>> {
        let entries = self.accounts.journal(Some(login), 10).unwrap();
        assert!(entries.iter().all(|it| it.actor == "quan-tri · SCIM"));
        entries.into_iter().map(|entry| entry.what).collect()
    }
}

/// RFC 7644, section 3.3.
fn bjensen() -> Value {
    json!({
        "schemas": [USER],
        "userName": "bjensen",
        "externalId": "bjensen",
        "name": {
            "formatted": "Ms. Barbara J Jensen III",
            "familyName": "Jensen",
            "givenName": "Barbara",
        },
    })
}

fn operations(operations: Value) -> Value {
    json!({ "schemas": [PATCH], "Operations": operations })
}

#[tokio::test]
async fn a_user_is_created_read_found_replaced_and_taken_away() {
    let it = directory();
    let answer = it.with("POST", "Users", &[], Some(&bjensen())).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert_eq!(
        answer.headers["content-type"],
        "application/scim+json; charset=utf-8"
    );
    let made: Value = serde_json::from_slice(&answer.bytes).unwrap();
    let id = made["id"].as_str().unwrap();
    assert_eq!(made["name"]["formatted"], "Ms. Barbara J Jensen III");
    assert_eq!(
        (&made["active"], &made["userName"]),
        (&json!(true), &json!("bjensen"))
    );
    assert_eq!(
        answer.headers["location"],
        made["meta"]["location"].as_str().unwrap()
    );
    assert_eq!(
        answer.headers["etag"],
        made["meta"]["version"].as_str().unwrap()
    );
    assert!(made.get("password").is_none());
    assert_eq!(it.get(&format!("Users/{id}")).await, made);
    assert_eq!(it.happened("bjensen"), [Some(What::Created)]);

    // Section 3.4.2.2, in both ways of writing capitals.
    for filter in [
        "userName eq \"bjensen\"",
        "username EQ \"BJensen\"",
        "externalId eq \"bjensen\"",
    ] {
        let asked = form_urlencoded::byte_serialize(filter.as_bytes()).collect::<String>();
        let found = it.get(&format!("Users?filter={asked}")).await;
        assert_eq!(found["totalResults"], 1, "{filter}");
        assert_eq!(found["Resources"][0], made);
        let list = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
        assert_eq!(found["schemas"], json!([list]));
    }
    let nobody = it.get("Users?filter=userName%20eq%20%22nobody%22").await;
    assert_eq!(
        (&nobody["totalResults"], &nobody["Resources"]),
        (&json!(0), &json!([]))
    );

    // Section 3.5.1: what is not said is taken away.
    let mut wanted = bjensen();
    wanted["emails"] = json!([
        { "value": "babs@jensen.example" },
        { "value": "bjensen@example.com", "primary": true },
    ]);
    wanted.as_object_mut().unwrap().remove("externalId");
    let (status, replaced) = it.ask("PUT", &format!("Users/{id}"), Some(&wanted)).await;
    assert_eq!(status, StatusCode::OK, "{replaced}");
    assert_eq!(replaced["emails"][0]["value"], "bjensen@example.com");
    assert!(replaced.get("externalId").is_none());
    assert_eq!(it.happened("bjensen")[0], Some(What::Changed));

    // Section 3.6: gone for the directory, kept and switched off here.
    let (status, _) = it.ask("DELETE", &format!("Users/{id}"), None).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    for method in ["GET", "DELETE"] {
        it.refused(method, &format!("Users/{id}"), None, StatusCode::NOT_FOUND)
            .await;
    }
    let kept = it.accounts.by_login("bjensen").unwrap().unwrap();
    assert!(!kept.is_active);
    assert_eq!(it.happened("bjensen")[0], Some(What::SwitchedOff));
    // Who comes again is the same person.
    assert_eq!(it.bjensen().await["id"], id);
    assert!(it.accounts.by_login("bjensen").unwrap().unwrap().is_active);
}

#[tokio::test]
async fn a_part_is_changed_as_directories_write_it_or_nothing_is() {
    let it = directory();
    let id = it.bjensen().await["id"].as_str().unwrap().to_owned();
    let path = format!("Users/{id}");
    let account = it.accounts.by_login("bjensen").unwrap().unwrap().id;
    let session = it.accounts.begin(
        account,
        &dondoc_accounts::Method::Link,
        &Origin::default(),
        now(),
    );
    let session = session.unwrap().token;
    // With a path, without one, and with a truth as a text.
    for off in [
        json!([{ "op": "replace", "path": "active", "value": false }]),
        json!([{ "op": "Replace", "value": { "active": "False" } }]),
    ] {
        let (status, user) = it.ask("PATCH", &path, Some(&operations(off))).await;
        assert_eq!(
            (status, &user["active"]),
            (StatusCode::OK, &json!(false)),
            "{user}"
        );
        assert!(it.accounts.session(&session, now()).unwrap().is_none());
        let on = json!([{ "op": "replace", "path": "active", "value": true }]);
        let (_, user) = it.ask("PATCH", &path, Some(&operations(on))).await;
        assert_eq!(user["active"], true);
    }
    assert_eq!(
        it.happened("bjensen")[..2],
        [Some(What::SwitchedOn), Some(What::SwitchedOff)]
    );
    let several = json!([
        { "op": "add", "path": "emails", "value": [{ "value": "b@example.com", "primary": true }] },
        { "op": "replace", "path": "emails[type eq \"work\"].value", "value": "bj@example.com" },
        { "op": "replace", "path": "name.formatted", "value": "Bà Jensen" },
        { "op": "replace", "path": "userName", "value": "barbara" },
    ]);
    let (_, user) = it.ask("PATCH", &path, Some(&operations(several))).await;
    assert_eq!(user["emails"][0]["value"], "bj@example.com");
    assert_eq!(
        (&user["displayName"], &user["userName"]),
        (&json!("Bà Jensen"), &json!("barbara"))
    );
    let (_, user) = it
        .ask(
            "PATCH",
            &path,
            Some(&operations(json!([{ "op": "remove", "path": "emails" }]))),
        )
        .await;
    assert!(user.get("emails").is_none());
    // Of several operations with a bad one, none is done.
    for (bad, kind) in [
        (
            json!([{ "op": "replace", "path": "active", "value": false },
                { "op": "replace", "path": "shoeSize", "value": 43 }]),
            "invalidPath",
        ),
        (
            json!([{ "op": "replace", "path": "active", "value": "perhaps" }]),
            "invalidValue",
        ),
        (
            json!([{ "op": "replace", "path": "emails", "value": [{ "value": "nobody" }] }]),
            "invalidValue",
        ),
        (
            json!([{ "op": "replace", "path": "id", "value": "7" }]),
            "mutability",
        ),
        (
            json!([{ "op": "remove", "path": "userName" }]),
            "mutability",
        ),
        (json!([{ "op": "remove" }]), "noTarget"),
        (
            json!([{ "op": "replace", "path": "userName", "value": "Tên có dấu" }]),
            "invalidValue",
        ),
        (json!([{ "op": "move", "path": "active" }]), "invalidSyntax"),
        (json!([]), "invalidSyntax"),
    ] {
        let bad = operations(bad);
        let said = it
            .refused("PATCH", &path, Some(&bad), StatusCode::BAD_REQUEST)
            .await;
        assert_eq!(said, kind, "{bad}");
        assert_eq!(it.get(&path).await["active"], true);
    }
}

#[tokio::test]
async fn a_person_of_the_registry_is_linked_and_stands_in_the_group_of_the_unit() {
    let it = directory();
    let mut user = bjensen();
    user[ENTERPRISE] = json!({ "employeeNumber": "nobody" });
    let said = it
        .refused("POST", "Users", Some(&user), StatusCode::BAD_REQUEST)
        .await;
    assert_eq!(said, "invalidValue");
    user[ENTERPRISE] = json!({ "employeeNumber": "an" });
    let (status, made) = it.ask("POST", "Users", Some(&user)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!(made["schemas"], json!([USER, ENTERPRISE]));
    let group = it.get("Groups/so-noi-vu").await;
    assert_eq!(group["displayName"], "Sở Nội vụ");
    let member = &group["members"][0];
    assert_eq!(member["value"], made["id"]);
    assert_eq!(member["$ref"], made["meta"]["location"]);
    let id = made["id"].as_str().unwrap();
    let of_user = it
        .get(&format!("Groups?filter=members.value%20eq%20%22{id}%22"))
        .await;
    assert_eq!(of_user["totalResults"], 1);
    let all = it.get("Groups?count=3&startIndex=2").await;
    assert_eq!(
        (&all["itemsPerPage"], &all["startIndex"]),
        (&json!(3), &json!(2))
    );
    assert!(all["totalResults"].as_u64() > Some(30));
    it.refused("GET", "Groups/none", None, StatusCode::NOT_FOUND)
        .await;
}

#[tokio::test]
async fn whoever_was_overtaken_is_told() {
    let it = directory();
    let made = it.bjensen().await;
    let path = format!("Users/{}", made["id"].as_str().unwrap());
    let seen = made["meta"]["version"].as_str().unwrap();
    let same = it
        .with("GET", &path, &[("if-none-match", seen)], None)
        .await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    let off = operations(json!([{ "op": "replace", "path": "active", "value": false }]));
    let first = it
        .with("PATCH", &path, &[("if-match", seen)], Some(&off))
        .await;
    assert_eq!(first.status, StatusCode::OK);
    for method in ["PATCH", "PUT", "DELETE"] {
        let late = it
            .with(method, &path, &[("if-match", seen)], Some(&off))
            .await;
        assert_eq!(late.status, StatusCode::PRECONDITION_FAILED, "{method}");
    }
    let any = it.with("DELETE", &path, &[("if-match", "*")], None).await;
    assert_eq!(any.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn what_is_wrong_is_said_as_the_rfc_says_it() {
    let it = directory();
    it.bjensen().await;
    let conflict = StatusCode::CONFLICT;
    assert_eq!(
        it.refused("POST", "Users", Some(&bjensen()), conflict)
            .await,
        "uniqueness"
    );
    let mut other = bjensen();
    other["userName"] = "other".into();
    assert_eq!(
        it.refused("POST", "Users", Some(&other), conflict).await,
        "uniqueness"
    );
    assert!(
        it.accounts.by_login("other").unwrap().is_none(),
        "nothing half-done"
    );
    let bad = StatusCode::BAD_REQUEST;
    for (body, kind) in [
        (json!([]), "invalidSyntax"),
        (json!({ "userName": "x" }), "invalidSyntax"),
        (json!({ "schemas": [USER] }), "invalidValue"),
        (json!({ "schemas": [USER], "userName": 7 }), "invalidValue"),
        (
            json!({ "schemas": [USER], "userName": "x y" }),
            "invalidValue",
        ),
        (
            json!({ "schemas": [USER], "userName": "xy", "active": 3 }),
            "invalidValue",
        ),
    ] {
        assert_eq!(
            it.refused("POST", "Users", Some(&body), bad).await,
            kind,
            "{body}"
        );
    }
    for filter in [
        "userName%20sw%20%22b%22",
        "userName",
        "shoe%20eq%20%22b%22",
        "userName%20eq%20b",
    ] {
        let path = format!("Users?filter={filter}");
        assert_eq!(it.refused("GET", &path, None, bad).await, "invalidFilter");
    }
    it.refused("GET", "Users?count=many", None, bad).await;
    for path in ["Users/999", "Users/x", "Schemas/x", "ResourceTypes/x"] {
        it.refused("GET", path, None, StatusCode::NOT_FOUND).await;
    }
    // The last administrator stays.
    let id = it.accounts.by_login("quan-tri").unwrap().unwrap().id.0;
    it.refused(
        "DELETE",
        &format!("Users/{id}"),
        None,
        StatusCode::FORBIDDEN,
    )
    .await;
}

#[tokio::test]
async fn the_token_needs_its_scope_and_its_owner_to_manage_accounts() {
    let mut it = directory();
    it.token = token(&it.accounts, "quan-tri", "task.read");
    it.refused("GET", "Users", None, StatusCode::FORBIDDEN)
        .await;
    account(&it.accounts, "an", Some("an"), false);
    it.token = token(&it.accounts, "an", "scim.provision");
    it.refused("GET", "Users", None, StatusCode::FORBIDDEN)
        .await;
    it.token = "dondoc_made_up".to_owned();
    let answer = it.with("GET", "Users", &[], None).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.headers["www-authenticate"], "Bearer");
}

#[tokio::test]
async fn the_service_says_what_it_can() {
    let it = directory();
    let config = it.get("ServiceProviderConfig").await;
    assert_eq!(config["patch"]["supported"], true);
    assert_eq!(config["bulk"]["supported"], false);
    assert_eq!(config["etag"]["supported"], true);
    let types = it.get("ResourceTypes").await;
    assert_eq!(types["totalResults"], 2);
    assert_eq!(it.get("ResourceTypes/User").await, types["Resources"][0]);
    let schemas = it.get("Schemas").await;
    for schema in schemas["Resources"].as_array().unwrap() {
        let id = schema["id"].as_str().unwrap();
        assert_eq!(it.get(&format!("Schemas/{id}")).await, *schema);
        assert!(!schema["attributes"].as_array().unwrap().is_empty());
    }
    // Whatever a user holds is in a schema.
    let made = it.bjensen().await;
    let known = schemas["Resources"][0]["attributes"].as_array().unwrap();
    let common = ["schemas", "id", "externalId", "meta"];
    for name in made.as_object().unwrap().keys() {
        let is_known = known.iter().any(|it| it["name"] == name.as_str());
        assert!(is_known || common.contains(&name.as_str()), "{name}");
    }
}
