//! The OpenAPI document, made of the functions that answer and the types that
//! are sent.

use axum::response::Response;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::answer::{Trouble, with_type};
use crate::api::{case_logs, csv, documents, figures, problem, tasks, units, work};
use crate::ask::Ctx;
use crate::form::Form;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Đôn Đốc",
        description = "What a city's government promised, who owes it, by when, and how it stands. Conventions: docs/API.md.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        openapi, units::me,
        tasks::list, work::issue, tasks::one,
        work::accept, work::report, work::confirm, work::give_back, work::request_extension,
        work::extend, work::cancel, work::demand, work::explain, work::attach,
        csv::tasks, csv::reports,
        documents::list, documents::one, units::list, units::one,
        figures::of_period, figures::receipt,
        case_logs::list, case_logs::import, case_logs::withdraw,
    ),
    components(schemas(problem::Problem)),
    modifiers(&Secured),
    security(("token" = [])),
    tags(
        (name = "tasks", description = "What is owed."),
        (name = "work", description = "What is done about it."),
        (name = "tables", description = "Many at once."),
        (name = "documents", description = "Where it was ordered."),
        (name = "units", description = "Who owes it."),
        (name = "figures", description = "What was counted, and from what."),
        (name = "procedures", description = "How cases really run."),
    ),
)]
struct Document;

struct Secured;

impl Modify for Secured {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("token", bearer);
    }
}

/// Returns the document.
pub(crate) fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// Returns this document.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", operation_id = "openapi", tag = "units",
    security(()),
    responses((status = 200, description = "The document.", body = Object), (status = 429, description = "Too many requests.", body = problem::Problem, content_type = "application/problem+json")),
)]
pub(crate) fn openapi(_: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let text = document().to_pretty_json()?;
    Ok(with_type("application/json", text))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::document;
    use crate::routes::routes;

    /// A route that the document does not know, or the other way round, fails.
    #[test]
    fn the_document_names_every_route_for_programs_and_no_other() {
        let document = serde_json::to_value(document()).unwrap();
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        let mut told = BTreeSet::new();
        for (path, ways) in document["paths"].as_object().unwrap() {
            for method in ways.as_object().unwrap().keys() {
                told.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
        let all = routes();
        let own = all.iter().filter(|it| it.path.starts_with("/api/v1/"));
        let there: BTreeSet<String> = own
            .map(|it| format!("{} {}", it.method.as_str(), it.path))
            .collect();
        assert_eq!(told, there);
    }

    /// What may go wrong is in the document, for each way of asking.
    #[test]
    fn each_operation_says_what_may_go_wrong() {
        let document = serde_json::to_value(document()).unwrap();
        for (path, ways) in document["paths"].as_object().unwrap() {
            for (method, operation) in ways.as_object().unwrap() {
                let mut expected = vec!["429"];
                if path != "/api/v1/openapi.json" {
                    expected.extend(["400", "401", "403"]);
                }
                if path.contains('{') {
                    expected.push("404");
                }
                if method == "post" {
                    expected.extend(["409", "413", "415", "422"]);
                }
                if method == "post" && path.contains('{') {
                    expected.extend(["412", "428"]);
                }
                for status in expected {
                    let said = &operation["responses"][status]["content"];
                    let schema = &said["application/problem+json"]["schema"]["$ref"];
                    let place = format!("{method} {path}: {status}");
                    assert_eq!(schema, "#/components/schemas/Problem", "{place}");
                }
            }
        }
    }
}
