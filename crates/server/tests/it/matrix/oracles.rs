//! What may not be seen is answered exactly as what does not exist: byte for byte, by every route.

use std::collections::BTreeMap;

use parvis_testing::{Answer, TestServer};

use super::cells::{call, shortened};
use super::table::Row;
use super::world::World;

/// What is hidden: the parameter, the thing, and somebody who may not see it.
const HIDDEN: &[(&str, &str, &str)] = &[
    ("channel_id", "private", "member"),
    ("channel_id", "private", "outsider"),
    ("channel_id", "public", "outsider"),
    ("channel_id", "public", "banned"),
    ("channel_id", "dm", "owner"),
    ("channel_id", "private_thread", "member"),
    ("channel_id", "hidden_thread", "member"),
    ("channel_id", "thread", "outsider"),
    ("guild_id", "guild", "outsider"),
    ("guild_id", "guild", "banned"),
    ("guild_id", "guild", "newcomer"),
    ("application_id", "application", "member"),
    ("webhook_id", "private_webhook", "member"),
    ("code", "gone_invite", "member"),
];

/// Asks for each hidden thing and for nothing at all, and compares.
pub async fn run(server: &TestServer, rows: &[Row]) -> Vec<String> {
    let mut world = World::new(server).await;
    for row in rows {
        world.prepare(server, row).await;
    }
    world.ids.insert("gone_invite".to_owned(), "AAAAAAAA".to_owned());
    let mut wrong = Vec::new();
    for row in rows {
        for (parameter, thing, principal) in HIDDEN {
            if !row.parameters().contains(parameter) {
                continue;
            }
            let caller = world.principal(server, principal);
            let ids = world.ids_for(principal);
            let mut answers: Vec<Answer> = Vec::new();
            for thing in [*thing, "nothing"] {
                let swapped = BTreeMap::from([((*parameter).to_owned(), thing.to_owned())]);
                let (path, body) = row.request_with(&ids, &swapped);
                answers.push(call(&caller, &row.method, &path, body.as_ref()).await);
            }
            let (hidden, nothing) = (&answers[0], &answers[1]);
            if hidden.status != nothing.status || hidden.text != nothing.text {
                wrong.push(format!(
                    "line {}: {} tells {principal} of {thing}: {} instead of {}",
                    row.line,
                    row.route(),
                    shortened(hidden),
                    shortened(nothing)
                ));
            }
        }
    }
    wrong
}
