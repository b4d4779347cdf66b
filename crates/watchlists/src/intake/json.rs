//! Lists as JSON: texts, objects with the names that tables have for columns, or an object with a list in it.

use serde_json::{Map, Value};

use super::table::{Cells, Column};
use super::{IntakeError, Limits, Row, push};
use crate::entry::Entry;
use crate::handle::{Hints, read_subject};
use crate::subject::{Domain, Malformed, Subject};

/// Where the list is in an object, and what its texts are then.
const LISTS: &[&str] =
    &["entries", "rows", "accounts", "handles", "users", "domains", "hashes", "indicators", "data", "items"];

pub(super) fn rows(text: &str, hints: &Hints, limits: &Limits) -> Result<Vec<Row>, IntakeError> {
    let value: Value = serde_json::from_str(text).map_err(|error| IntakeError::Format(error.to_string()))?;
    let mut rows = Vec::new();
    let mut take = |list: &[Value], is_domains: bool| {
        for item in list {
            let entry = of_item(item, is_domains, hints);
            let written = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
            let line = rows.len() + 1;
            push(&mut rows, Row::new(line, &written, entry), limits)?;
        }
        Ok(())
    };
    match &value {
        Value::Array(list) => take(list, false)?,
        Value::Object(object) => {
            let lists: Vec<_> =
                LISTS.iter().filter_map(|name| Some((*name, object.get(*name)?.as_array()?))).collect();
            if lists.is_empty() {
                return Err(IntakeError::Format(format!("an object needs one of {}", LISTS.join(", "))));
            }
            for (name, list) in lists {
                take(list, name == "domains")?;
            }
        }
        _ => return Err(IntakeError::Format("a list or an object is expected".to_owned())),
    }
    Ok(rows)
}

fn of_item(item: &Value, is_domain: bool, hints: &Hints) -> Result<Entry, Malformed> {
    match item {
        Value::String(text) if is_domain => Domain::parse(text.trim())
            .map(|domain| Entry::of(Subject::Domain(domain)))
            .ok_or(Malformed::NoHandle),
        Value::String(text) => read_subject(text, hints).map(Entry::of),
        Value::Number(number) => read_subject(&number.to_string(), hints).map(Entry::of),
        Value::Object(object) => of_object(object, hints),
        _ => Err(Malformed::NoHandle),
    }
}

/// Our own objects as they were written; others by the names of their fields.
fn of_object(object: &Map<String, Value>, hints: &Hints) -> Result<Entry, Malformed> {
    if object.contains_key("subject")
        && let Ok(entry) = serde_json::from_value::<Entry>(Value::Object(object.clone()))
    {
        return Ok(entry);
    }
    let mut cells = Cells::default();
    for (name, value) in object {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            _ => continue,
        };
        if let Some(column) = Column::of(name) {
            cells.push(column, name, &text);
        }
    }
    cells.entry(hints)
}
