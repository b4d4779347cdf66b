//! Ids of two guilds in one request: whoever owns guild A finds nothing of guild B there, and changes nothing of it.

use std::collections::BTreeMap;

use parvis_testing::TestServer;
use serde_json::Value;

use super::cells::{call, difference, fingerprint, shortened};
use super::table::Row;
use super::world::World;

/// The twin in guild B of what a parameter usually names.
const TWINS: &[(&str, &str)] = &[
    ("guild_id", "b_guild"),
    ("channel_id", "b_channel"),
    ("message_id", "b_message"),
    ("role_id", "b_role"),
    ("overwrite_id", "b_role"),
    ("user_id", "outsider"),
];

/// Parameters that may well name what is not in the guild: somebody to be kept out, a place up to which one has
/// read, somebody whose reaction is not there afterwards.
const STRANGERS_WELCOME: &[(&str, &str)] = &[
    ("PUT /guilds/{guild_id}/bans/{user_id}", "user_id"),
    ("POST /channels/{channel_id}/messages/{message_id}/ack", "message_id"),
    ("DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}", "user_id"),
];

/// Bodies that name something of guild B. None of them may succeed.
const BODIES: &[(&str, &str, &str)] = &[
    ("PATCH", "/guilds/{guild_id}/members/{user_id}", r#"{"roles":["$b_role"]}"#),
    ("PATCH", "/guilds/{guild_id}/roles", r#"[{"id":"$b_role","position":1}]"#),
    ("PATCH", "/guilds/{guild_id}/channels", r#"[{"id":"$b_channel","position":1}]"#),
    ("PATCH", "/guilds/{guild_id}/channels", r#"[{"id":"$public","parent_id":"$b_channel"}]"#),
    ("PATCH", "/guilds/{guild_id}", r#"{"system_channel_id":"$b_channel"}"#),
    ("PATCH", "/guilds/{guild_id}", r#"{"rules_channel_id":"$b_channel"}"#),
    ("PATCH", "/guilds/{guild_id}", r#"{"owner_id":"$outsider"}"#),
    ("PUT", "/guilds/{guild_id}/onboarding", r#"{"default_channel_ids":["$b_channel"]}"#),
    (
        "PUT",
        "/guilds/{guild_id}/onboarding",
        r#"{"prompts":[{"id":"1","title":"x","options":[{"title":"x","role_ids":["$b_role"]}]}]}"#,
    ),
    (
        "PATCH",
        "/guilds/{guild_id}/welcome-screen",
        r#"{"welcome_channels":[{"channel_id":"$b_channel","description":"x"}]}"#,
    ),
    ("POST", "/guilds/{guild_id}/channels", r#"{"name":"x","parent_id":"$b_channel"}"#),
    ("PATCH", "/channels/{channel_id}", r#"{"parent_id":"$b_channel"}"#),
    (
        "POST",
        "/channels/{channel_id}/messages",
        r#"{"content":"x","message_reference":{"message_id":"$b_message"}}"#,
    ),
    (
        "POST",
        "/channels/{channel_id}/messages",
        r#"{"content":"x","message_reference":{"message_id":"$b_message","channel_id":"$b_channel","guild_id":"$b_guild"}}"#,
    ),
    (
        "POST",
        "/channels/{channel_id}/messages",
        r#"{"message_reference":{"type":1,"message_id":"$b_message","channel_id":"$b_channel"}}"#,
    ),
    (
        "POST",
        "/channels/{channel_id}/messages/bulk-delete",
        r#"{"messages":["$b_message","$private_message"]}"#,
    ),
    ("POST", "/channels/{channel_id}/followers", r#"{"webhook_channel_id":"$b_channel"}"#),
    ("PATCH", "/webhooks/{webhook_id}", r#"{"channel_id":"$b_channel"}"#),
    ("POST", "/channels/{channel_id}/invites", r#"{"target_type":1,"target_user_id":"$outsider"}"#),
];

/// Runs both kinds and compares both guilds before and after.
pub async fn run(server: &TestServer, rows: &[Row]) -> Vec<String> {
    let mut world = World::new(server).await;
    let mut wrong = Vec::new();
    for row in rows {
        world.prepare(server, row).await;
    }
    let before = fingerprint(&world).await;
    let (owner, ids) = (world.people["owner"].clone(), world.ids_for("owner"));
    for row in rows {
        for swapped in swaps(row) {
            let (path, body) = row.request_with(&ids, &swapped);
            let answer = call(&owner, &row.method, &path, body.as_ref()).await;
            if !answer.status.is_client_error() && answer.status != 501 {
                let names: Vec<_> = swapped.values().cloned().collect();
                wrong.push(format!(
                    "line {}: {} with {names:?}: {}",
                    row.line,
                    row.route(),
                    shortened(&answer)
                ));
            }
        }
    }
    for (method, path, body) in BODIES {
        let Some(like) = rows.iter().find(|row| row.method == *method && row.path == *path) else { continue };
        let row = Row { body: Some((*body).to_owned()), with: BTreeMap::new(), ..like.clone() };
        let (path, body): (String, Option<Value>) = row.request(&ids);
        let answer = call(&owner, method, &path, body.as_ref()).await;
        // What is not in the channel is passed over when messages are deleted together.
        let passed_over = path.ends_with("/bulk-delete") && answer.status == 204;
        if !(answer.status.is_client_error() || passed_over) {
            wrong.push(format!("{method} {path} {body:?}: {}", shortened(&answer)));
        }
    }
    let after = fingerprint(&world).await;
    wrong.extend(difference(&before, &after).map(|what| format!("something changed: {what}")));
    wrong
}

/// Every way to put something of guild B into the path, but for the way in which everything is of guild A.
fn swaps(row: &Row) -> Vec<BTreeMap<String, String>> {
    let twin = |parameter: &str| TWINS.iter().find(|(name, _)| *name == parameter).map(|(_, twin)| *twin);
    let welcome = |parameter: &str| STRANGERS_WELCOME.contains(&(row.route().as_str(), parameter));
    let in_guild =
        row.path.starts_with("/guilds/{guild_id}") || row.path.starts_with("/channels/{channel_id}");
    let parameters: Vec<_> = row.parameters().into_iter().filter(|it| twin(it).is_some()).collect();
    if !in_guild || row.with.values().any(|thing| thing == "dm" || thing == "group") {
        return Vec::new();
    }
    let mut swaps = Vec::new();
    for chosen in 1_u32..1 << parameters.len() {
        let mut swapped = BTreeMap::new();
        for (index, parameter) in parameters.iter().enumerate() {
            if chosen & (1 << index) != 0 && !welcome(parameter) {
                let twin = twin(parameter).expect("others were left out");
                swapped.insert((*parameter).to_owned(), twin.to_owned());
            }
        }
        if !swapped.is_empty() {
            swaps.push(swapped);
        }
    }
    swaps
}
