//! Policy lists of Matrix: rules as state events (MSC2313), with takedowns (MSC4204) and veiled entities (MSC4205).

use data_encoding::{BASE64, BASE64_NOPAD};
use serde_json::Value;

use super::{IntakeError, Limits, REASON_CHARS_MAX, Row, push, shortened};
use crate::entry::{Entry, Recommendation};
use crate::service::Service;
use crate::subject::{Domain, Entity, Form, Malformed, Pattern, Subject};

/// What event types begin with, today's first.
const TYPES: &[&str] = &["m.policy.rule.", "m.room.rule.", "org.matrix.mjolnir.rule."];
const LISTS: &[&str] = &["state", "events", "chunk", "rules"];
const VEILED: &[&str] = &["hashes", "org.matrix.msc4205.hashes"];

pub(super) fn rows(text: &str, limits: &Limits) -> Result<Vec<Row>, IntakeError> {
    let value: Value = serde_json::from_str(text).map_err(|error| IntakeError::Format(error.to_string()))?;
    let list = value.as_array().or_else(|| LISTS.iter().find_map(|name| value[*name].as_array()));
    let list = list.ok_or_else(|| IntakeError::Format("a list of events is expected".to_owned()))?;
    let mut rows = Vec::new();
    for (index, event) in list.iter().enumerate() {
        let kind = event["type"].as_str().unwrap_or_default();
        let Some(entity) = TYPES.iter().find_map(|start| Entity::from_word(kind.strip_prefix(start)?)) else {
            continue;
        };
        // A rule that was taken back has no content left.
        if event["content"].as_object().is_none_or(serde_json::Map::is_empty) {
            continue;
        }
        let written = event["content"]["entity"].as_str().or(event["state_key"].as_str()).unwrap_or_default();
        push(&mut rows, Row::new(index + 1, written, of_event(entity, event)), limits)?;
    }
    Ok(rows)
}

fn of_event(entity: Entity, event: &Value) -> Result<Entry, Malformed> {
    let content = &event["content"];
    let subject = match content["entity"].as_str() {
        Some(text) => of_entity(entity, text)?,
        None => veiled(entity, content)?,
    };
    let recommendation = content["recommendation"].as_str().unwrap_or_default();
    Ok(Entry {
        recommendation: Recommendation::from_word(recommendation),
        reason: shortened(content["reason"].as_str().unwrap_or_default(), REASON_CHARS_MAX),
        observed_ms: event["origin_server_ts"].as_i64(),
        state_key: event["state_key"].as_str().map(str::to_owned),
        ..Entry::of(subject)
    })
}

fn of_entity(entity: Entity, text: &str) -> Result<Subject, Malformed> {
    if text.contains(['*', '?']) {
        return Pattern::parse(entity, text).map(Subject::Pattern);
    }
    match entity {
        Entity::User => Service::Matrix.handle(Form::Name, text).map(Subject::Account),
        Entity::Room => Service::Matrix.handle(Form::Room, text).map(Subject::Account),
        // Servers may have a port, or numbers for a name: these are compared as they are written.
        Entity::Server => match Domain::parse(text) {
            Some(domain) => Ok(Subject::Domain(domain)),
            None => Pattern::parse(entity, text).map(Subject::Pattern),
        },
    }
}

fn veiled(entity: Entity, content: &Value) -> Result<Subject, Malformed> {
    let text = VEILED.iter().find_map(|name| content[*name]["sha256"].as_str()).ok_or(Malformed::NoHandle)?;
    let bytes = BASE64.decode(text.as_bytes()).or_else(|_| BASE64_NOPAD.decode(text.as_bytes()));
    let digest = bytes.ok().and_then(|bytes| bytes.try_into().ok()).ok_or(Malformed::Hash)?;
    Ok(Subject::Veiled(entity, digest))
}
