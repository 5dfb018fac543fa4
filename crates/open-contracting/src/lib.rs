//! Public investment as open data: projects as OC4IDS 0.9, contracting processes
//! as OCDS 1.1, with a report on how complete and how fresh they are; and back.
//!
//! [`oc4ids()`] and [`ocds()`] write packages that hold no field outside the
//! schemas. [`read()`] takes either in: what it knows becomes projects, contracts
//! and stages, what it lacks is named.
//!
//! No I/O, no clock: the day of publication is given.
//!
//! # Source
//! Open Contracting for Infrastructure Data Standards 0.9; Open Contracting Data
//! Standard 1.1.5.

mod oc4ids;
mod ocds;
mod quality;
mod read;

pub use oc4ids::oc4ids;
pub use ocds::ocds;
pub use quality::{Quality, quality};
pub use read::{Problem, Taken, read};

use dondoc_investment::room::figures::View;
use dondoc_kinds::UnitId;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// What a package is published as.
pub struct Publication<'a> {
    /// What is published.
    pub view: View<'a>,
    /// The name of a unit on the view's day.
    pub unit: &'a dyn Fn(&UnitId) -> String,
    /// Who publishes.
    pub publisher: &'a str,
    /// Where the package will be found.
    pub uri: &'a str,
    /// The prefix that the standard's registry gave to the publisher, e.g.
    /// `oc4ids-abc123` and `ocds-abc123`; without the first part.
    pub prefix: &'a str,
}

/// The moment of a day, as the standards write it.
fn moment(day: Date) -> String {
    format!("{day}T00:00:00+07:00")
}

fn money(amount: i64) -> Value {
    json!({"amount": amount, "currency": "VND"})
}

fn period(from: Option<Date>, to: Option<Date>) -> Option<Value> {
    let mut period = Map::new();
    if let Some(from) = from {
        period.insert("startDate".to_owned(), moment(from).into());
    }
    if let Some(to) = to {
        period.insert("endDate".to_owned(), moment(to).into());
    }
    (!period.is_empty()).then_some(Value::Object(period))
}

/// Leaves out what is not known: the standards want no empty values.
fn object(fields: Vec<(&str, Option<Value>)>) -> Value {
    let known = fields.into_iter().filter_map(|(name, value)| {
        let value = value?;
        let empty = match &value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(all) => all.is_empty(),
            Value::Object(all) => all.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        (!empty).then(|| (name.to_owned(), value))
    });
    Value::Object(known.collect())
}
