//! The briefing and the receipts of its figures.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::{Trouble, with_type};
use crate::api::answers::{Reading, json};
use crate::ask::Ctx;
use crate::form::Form;
use crate::pages::{briefing, receipt as receipt_page};

/// Returns the briefing of a period, as known at the end of a day: each figure
/// with its receipt. Its shape is that of `dondoc briefing --format json`; see
/// docs/BRIEFING.md.
#[utoipa::path(
    get, path = "/api/v1/briefings/{period}", operation_id = "getBriefing", tag = "figures",
    params(("period" = String, Path, description = "e.g. `2024-Q3`, `2024-08`, `2024`."), ("as_of" = Option<String>, Query, description = "The day whose end is shown.")),
    responses(
        (status = 200, description = "The briefing.", body = Object),
        (status = 422, description = "There is no such briefing.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
        Reading
    ),
)]
pub(crate) fn of_period(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let (_, known) = briefing::asked(ctx)?;
    Ok(with_type("application/json", known.briefing.to_json()))
}

/// Where a figure came from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceiptOut {
    /// The receipt.
    code: String,
    /// Which figure it is.
    key: String,
    /// Its value: a count, or for the share on time tenths of a percent; for public
    /// investment whole đồng, hundredths of a percent or a count.
    value: i64,
    /// What is counted.
    definition: String,
    /// The period.
    period: String,
    /// As of the end of which day.
    as_of: String,
    /// How many entries of the ledger it was computed from.
    tree_size: u64,
    /// The root of the ledger's Merkle tree at that size.
    root: String,
    /// The work that was counted.
    works: Vec<WorkOut>,
    /// The capital of projects behind a figure of public investment.
    capital: Vec<CapitalOut>,
    /// The entries behind it.
    entries: Vec<u64>,
}

/// Capital of a project that a figure rests on; amounts in whole đồng.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CapitalOut {
    /// The project.
    project: String,
    /// Plan that the city assigned.
    plan: i64,
    /// Spent of it.
    spent: i64,
    /// What waits at the gate that the figure is about.
    waits: Option<i64>,
    /// The entries that say so.
    entries: Vec<u64>,
}

/// Work that a figure counts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkOut {
    /// The task, with its occurrence where it recurs.
    work: String,
    /// The entries that say how it stands.
    entries: Vec<u64>,
}

/// Computes a figure again from its receipt, and lists the entries behind it.
#[utoipa::path(
    get, path = "/api/v1/receipts/{code}", operation_id = "getReceipt", tag = "figures",
    params(("code" = String, Path, description = "The receipt, as it stands beside the figure.")),
    responses(
        (status = 200, description = "The figure.", body = ReceiptOut),
        (status = 422, description = "It is no receipt of this city.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
        Reading
    ),
)]
pub(crate) fn receipt(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let it = receipt_page::told(ctx)?;
    let none = || Trouble::Refused(ctx.words().t("site-receipt-no-figure"));
    let traced = it.traced().ok_or_else(none)?;
    let edition = it.receipt.edition();
    let told = &it.explanation;
    json(&ReceiptOut {
        code: it.receipt.to_string(),
        key: traced.key().to_owned(),
        value: traced.value(),
        definition: told.definition.to_owned(),
        period: edition.period().to_string(),
        as_of: edition.as_of().to_string(),
        tree_size: edition.tree_size(),
        root: it.known.order.tree.root.clone(),
        works: told
            .works
            .iter()
            .map(|it| WorkOut {
                work: it.work.to_string(),
                entries: it.entries.clone(),
            })
            .collect(),
        capital: told
            .capital
            .iter()
            .map(|it| CapitalOut {
                project: it.project.to_string(),
                plan: it.plan,
                spent: it.spent,
                waits: it.waits,
                entries: it.entries.clone(),
            })
            .collect(),
        entries: told.entries.clone(),
    })
}
