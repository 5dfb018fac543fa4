//! OCEL 2.0 as an SQLite database, opened to be read only.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::{Ocel, Reader};
use crate::Options;
use crate::report::{LogProblem, Report};

impl From<rusqlite::Error> for LogProblem {
    fn from(error: rusqlite::Error) -> Self {
        Self::NotOcel {
            why: error.to_string(),
        }
    }
}

pub(super) fn read(path: &Path, options: &Options) -> Result<(Ocel, Report), LogProblem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let base = Connection::open_with_flags(path, flags)?;
    // Views and triggers of a foreign file run nothing.
    base.pragma_update(None, "trusted_schema", false)?;
    let mut reader = Reader::new("ocel-sqlite", options);
    let object_types = types(&base, "object_map_type")?;
    let event_types = types(&base, "event_map_type")?;
    for (name, _) in &object_types {
        reader.object_type(name);
    }
    for (name, _) in &event_types {
        reader.event_type(name);
    }
    each(
        &base,
        "SELECT ocel_id, ocel_type FROM object ORDER BY rowid",
        |row| {
            reader.object(&row[0], &row[1]);
        },
    )?;
    for (_, map) in &object_types {
        let table = quoted(&format!("object_{map}"));
        let columns = columns(&base, &table)?;
        if columns.iter().any(|column| column == "ocel_changed_field") {
            let changed = format!("SELECT count(ocel_changed_field) FROM {table}");
            let changes: i64 = base.query_row(&changed, [], |row| row.get(0))?;
            reader.ocel.changes += u64::try_from(changes).unwrap_or(0);
        }
    }
    // The moments stand in one table a type, the order in the table of all.
    base.execute_batch("PRAGMA temp_store = MEMORY; CREATE TEMP TABLE moment (id, time);")?;
    for (_, map) in &event_types {
        let table = quoted(&format!("event_{map}"));
        base.execute_batch(&format!(
            "INSERT INTO moment SELECT ocel_id, ocel_time FROM {table}"
        ))?;
    }
    base.execute_batch("CREATE INDEX temp.by_id ON moment (id)")?;
    let mut index = dondoc_lake::Interner::default();
    let mut events: Vec<Option<u32>> = Vec::new();
    let query = "SELECT ocel_id, ocel_type, (SELECT time FROM moment WHERE id = ocel_id)
        FROM event ORDER BY rowid";
    each(&base, query, |row| {
        if index.code(&row[0]) as usize == events.len() {
            events.push(reader.event(&row[1], &row[2]));
        }
    })?;
    let query = "SELECT ocel_event_id, ocel_object_id FROM event_object ORDER BY rowid";
    let mut relations = Vec::new();
    each(&base, query, |row| {
        let event = index.find(&row[0]).and_then(|code| events[code as usize]);
        if let Some(event) = event {
            relations.push((event, reader.reference(&row[1])));
        }
    })?;
    // Of one event side by side, as the other forms have them.
    relations.sort_by_key(|(event, _)| *event);
    reader.ocel.relations = relations;
    let related: i64 =
        base.query_row("SELECT count(*) FROM object_object", [], |row| row.get(0))?;
    reader.ocel.object_relations = u64::try_from(related).unwrap_or(0);
    Ok(reader.finish())
}

fn types(base: &Connection, table: &str) -> Result<Vec<(String, String)>, LogProblem> {
    let mut all = Vec::new();
    let query = format!("SELECT ocel_type, ocel_type_map FROM {table} ORDER BY rowid");
    each(base, &query, |row| {
        all.push((row[0].clone(), row[1].clone()));
    })?;
    Ok(all)
}

fn columns(base: &Connection, table: &str) -> Result<Vec<String>, LogProblem> {
    let statement = base.prepare(&format!("SELECT * FROM {table} LIMIT 0"))?;
    let names = statement.column_names();
    Ok(names.into_iter().map(str::to_owned).collect())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Runs a query and hands each row on as texts.
fn each(base: &Connection, query: &str, mut take: impl FnMut(&[String])) -> Result<(), LogProblem> {
    let mut statement = base.prepare(query)?;
    let count = statement.column_count();
    let mut texts = vec![String::new(); count];
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for (at, text) in texts.iter_mut().enumerate() {
            text.clear();
            match row.get_ref(at)? {
                ValueRef::Text(bytes) => text.push_str(&String::from_utf8_lossy(bytes)),
                ValueRef::Integer(number) => text.push_str(&number.to_string()),
                ValueRef::Real(number) => text.push_str(&number.to_string()),
                ValueRef::Null | ValueRef::Blob(_) => {}
            }
        }
        take(&texts);
    }
    Ok(())
}
