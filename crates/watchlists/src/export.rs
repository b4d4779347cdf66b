//! Lists as they go: our table and our JSON hold everything; a policy list and Mastodon's table what their formats have
//! a place for. What does not fit is counted, not bent.

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::cells::guarded;
use crate::entry::{Entry, Recommendation};
use crate::service::Service;
use crate::subject::{Entity, Form, Handle, Subject};

/// A list in a format of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The file.
    pub text: String,
    /// Entries that the format has no place for.
    pub left_out: usize,
}

/// The head of our table.
const HEAD: [&str; 10] = [
    "subject",
    "recommendation",
    "reason",
    "evidence",
    "observed_ms",
    "expires_ms",
    "reject_media",
    "reject_reports",
    "obfuscate",
    "state_key",
];

/// Our table.
pub fn csv<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> String {
    let number = |ms: Option<i64>| ms.map_or(String::new(), |ms| ms.to_string());
    let row = |entry: &Entry| {
        [
            entry.subject.to_string(),
            entry.recommendation.as_str().to_owned(),
            entry.reason.clone(),
            entry.evidence.map_or("", crate::entry::Evidence::as_str).to_owned(),
            number(entry.observed_ms),
            number(entry.expires_ms),
            entry.terms.reject_media.to_string(),
            entry.terms.reject_reports.to_string(),
            entry.terms.obfuscate.to_string(),
            entry.state_key.clone().unwrap_or_default(),
        ]
    };
    table(&HEAD, entries.into_iter().map(row))
}

/// A table whose cells no spreadsheet calculates.
pub(crate) fn table<const N: usize>(head: &[&str], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(head).and_then(|()| {
        rows.into_iter().try_for_each(|row| writer.write_record(row.iter().map(|cell| guarded(cell))))
    });
    written.expect("every row has as many cells as the head, and memory takes them");
    let bytes = writer.into_inner().expect("memory takes what is left");
    String::from_utf8(bytes).expect("cells are text")
}

/// Our JSON.
pub fn json<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> String {
    let entries: Vec<&Entry> = entries.into_iter().collect();
    json!({ "entries": entries }).to_string()
}

/// A policy list (MSC2313), as a list of state events.
pub fn policy_list<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Export {
    let mut left_out = 0;
    let mut events = Vec::new();
    for entry in entries {
        match event(entry) {
            Some(event) => events.push(event),
            None => left_out += 1,
        }
    }
    Export { text: Value::Array(events).to_string(), left_out }
}

fn event(entry: &Entry) -> Option<Value> {
    let (entity, named) = match &entry.subject {
        Subject::Account(Handle { service: Service::Matrix, form: Form::Name, name }) => {
            (Entity::User, Some(name.as_str()))
        }
        Subject::Account(Handle { service: Service::Matrix, form: Form::Room, name }) => {
            (Entity::Room, Some(name.as_str()))
        }
        Subject::Domain(domain) => (Entity::Server, Some(domain.as_str())),
        Subject::Pattern(pattern) => (pattern.entity, Some(pattern.as_str())),
        Subject::Veiled(entity, _) => (*entity, None),
        _ => return None,
    };
    // The format wants a recommendation. Programs pass over one that they do not know, such as ours to review.
    let mut content = json!({ "recommendation": entry.recommendation.as_str(), "reason": entry.reason });
    match (named, &entry.subject) {
        (Some(named), _) => content["entity"] = named.into(),
        (None, Subject::Veiled(_, digest)) => {
            content["org.matrix.msc4205.hashes"] = json!({ "sha256": BASE64.encode(digest) });
        }
        _ => return None,
    }
    let key = entry.state_key.clone().unwrap_or_else(|| format!("rule:{}", named.unwrap_or_default()));
    let mut event =
        json!({ "type": format!("m.policy.rule.{}", entity.word()), "state_key": key, "content": content });
    if let Some(observed_ms) = entry.observed_ms {
        event["origin_server_ts"] = observed_ms.into();
    }
    Some(event)
}

/// Mastodon's table of blocked domains.
pub fn mastodon<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Export {
    const HEAD: [&str; 6] =
        ["#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate"];
    let mut left_out = 0;
    let rows: Vec<[String; 6]> = entries
        .into_iter()
        .filter_map(|entry| {
            let Subject::Domain(domain) = &entry.subject else {
                left_out += 1;
                return None;
            };
            let severity = match &entry.recommendation {
                Recommendation::Noop | Recommendation::Silence | Recommendation::Suspend => {
                    entry.recommendation.as_str()
                }
                _ => Recommendation::Noop.as_str(),
            };
            Some([
                domain.as_str().to_owned(),
                severity.to_owned(),
                entry.terms.reject_media.to_string(),
                entry.terms.reject_reports.to_string(),
                entry.reason.clone(),
                entry.terms.obfuscate.to_string(),
            ])
        })
        .collect();
    Export { text: table(&HEAD, rows.into_iter()), left_out }
}
