//! Runs the table: every request by every principal.

use std::collections::BTreeMap;

use parvis_testing::{Answer, Judgement, Person, Schemas, TestServer};
use reqwest::Method;
use serde_json::{Value, json};

use super::table::{Outcome, PRINCIPALS, Row};
use super::world::World;

/// Everything that was not as it should be.
#[derive(Default)]
pub struct Findings {
    pub wrong: Vec<String>,
    pub judged: usize,
}

/// Calls as somebody.
pub async fn call(person: &Person, method: &str, path: &str, body: Option<&Value>) -> Answer {
    let method: Method = method.parse().expect("a method");
    let mut request = person.request(method, path);
    if let Some(body) = body {
        request = request.json(body);
    }
    Answer::of(request).await
}

/// What somebody got.
pub fn outcome(answer: &Answer) -> Outcome {
    let code = if answer.status.is_success() { 0 } else { answer.json()["code"].as_u64().unwrap_or(0) };
    Outcome { status: answer.status.as_u16(), code }
}

/// Runs all cells. Requests that are refused, and those that only read, share a world, which must be as it was
/// afterwards; each of the others has one of its own.
pub async fn run(server: &TestServer, rows: &[Row]) -> Findings {
    let schemas = Schemas::default();
    let mut findings = Findings::default();
    let mut shared = World::new(server).await;
    for row in rows {
        shared.prepare(server, row).await;
    }
    let before = fingerprint(&shared).await;
    for row in rows {
        for principal in PRINCIPALS {
            let expected = row.expected(principal);
            let changes = expected.is_success() && row.method != "GET";
            let mut own = None;
            if changes || row.fresh {
                let mut world = World::new(server).await;
                world.prepare(server, row).await;
                own = Some(world);
            }
            let world = own.as_ref().unwrap_or(&shared);
            let mut ids = world.ids_for(principal);
            let mut caller = world.principal(server, principal);
            if row.fresh && world.people.contains_key(principal) && principal != "bot" {
                caller = newcomer(server, &mut ids).await;
            }
            let (path, body) = row.request(&ids);
            let answer = call(&caller, &row.method, &path, body.as_ref()).await;
            let cell = format!("line {}: {} {path} by {principal}", row.line, row.method);
            judge(&schemas, row, &cell, expected, &answer, &mut findings);
        }
    }
    let after = fingerprint(&shared).await;
    if let Some(what) = difference(&before, &after) {
        findings.wrong.push(format!("requests that were refused changed something: {what}"));
    }
    findings
}

/// Somebody who has just registered, with a password and a login, in the place of the principal.
async fn newcomer(server: &TestServer, ids: &mut BTreeMap<String, String>) -> Person {
    let person = server.person(&format!("personne{}", ids["me"])).await;
    ids.insert("me".to_owned(), person.id.clone());
    let sessions = person.get("/auth/sessions").await.ok();
    let session = sessions["user_sessions"][0]["id"].as_str().expect("the login just made");
    ids.insert("session".to_owned(), session.to_owned());
    person
}

fn judge(
    schemas: &Schemas,
    row: &Row,
    cell: &str,
    expected: Outcome,
    answer: &Answer,
    findings: &mut Findings,
) {
    let wrong = &mut findings.wrong;
    let content_type = answer.headers.get("content-type").and_then(|it| it.to_str().ok());
    let status = answer.status.as_u16();
    if content_type.is_some_and(|it| schemas.is_documented_as(&row.method, &row.path, status, it))
        && outcome(answer) == expected
    {
        // A file in another format: its own test reads it.
        return;
    }
    if !answer.text.is_empty() && content_type != Some("application/json") {
        wrong.push(format!("{cell}: a body of type {content_type:?}: {}", answer.text));
        return;
    }
    let got = outcome(answer);
    if got != expected {
        wrong.push(format!("{cell}: expected {}, got {}", show(expected), shortened(answer)));
        return;
    }
    if !got.is_success() {
        let json = answer.json();
        if !json["code"].is_u64() || !json["message"].is_string() {
            wrong.push(format!("{cell}: a refusal in another shape: {}", shortened(answer)));
        }
        return;
    }
    if let Judgement::Errors(errors) = schemas.judge(&row.method, &row.path, got.status, &answer.json()) {
        findings.judged += 1;
        for error in errors {
            wrong.push(format!("{cell}: {error} in {}", shortened(answer)));
        }
    }
}

pub fn show(outcome: Outcome) -> String {
    format!("{}.{}", outcome.status, outcome.code)
}

pub fn shortened(answer: &Answer) -> String {
    let text: String = answer.text.chars().take(400).collect();
    format!("{} {text}", answer.status.as_u16())
}

/// Everything of both guilds that their owners see.
pub async fn fingerprint(world: &World) -> Vec<(String, Value)> {
    let mut seen = guild_seen(&world.people["owner"], &world.ids["guild"]).await;
    seen.extend(guild_seen(&world.people["outsider"], &world.ids["b_guild"]).await);
    for (channel, owner) in [("public", "owner"), ("private", "owner"), ("b_channel", "outsider")] {
        let id = &world.ids[channel];
        for list in ["messages?limit=100", "messages/pins", "invites"] {
            let path = format!("/channels/{id}/{list}");
            let answer = world.people[owner].get(&path).await;
            seen.push((path, json!([answer.status.as_u16(), answer.json()])));
        }
    }
    seen
}

/// With the number of those who are interested.
const EVENTS: &str = "/scheduled-events?with_user_count=true";

/// Everything of one guild that its owner sees.
pub async fn guild_seen(owner: &Person, guild_id: &str) -> Vec<(String, Value)> {
    let mut seen = Vec::new();
    for part in ["", "/channels", "/roles", "/members?limit=100", "/bans", "/invites", "/audit-logs", EVENTS]
    {
        let path = format!("/guilds/{guild_id}{part}");
        let answer = owner.get(&path).await;
        seen.push((path, json!([answer.status.as_u16(), without_signatures(answer.json())])));
    }
    seen
}

/// Addresses of files are signed anew for every answer.
fn without_signatures(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.split("?ex=").next().unwrap_or_default().to_owned()),
        Value::Array(list) => Value::Array(list.into_iter().map(without_signatures).collect()),
        Value::Object(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (key, without_signatures(value))).collect())
        }
        other => other,
    }
}

/// The first place where two fingerprints differ.
pub fn difference(before: &[(String, Value)], after: &[(String, Value)]) -> Option<String> {
    let both = before.iter().zip(after);
    both.filter(|(old, new)| old != new)
        .map(|(old, new)| format!("{}: {} became {}", old.0, old.1, new.1))
        .next()
}
