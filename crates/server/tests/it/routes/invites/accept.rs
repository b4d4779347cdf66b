//! `POST /invites/{code}`

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_testing::{Person, Socket, TestServer, seed};
use serde_json::{Value, json};

const NOW_MS: i64 = 1_790_000_000_000;

async fn guild_of(ada: &Person) -> (String, String) {
    let guild = ada.make_guild("Place").await;
    let text = |key: &str| guild[key].as_str().expect("an id").to_owned();
    (text("id"), text("system_channel_id"))
}

async fn invite(ada: &Person, channel: &str, body: Value) -> String {
    let invite = ada.post(&format!("/channels/{channel}/invites"), body).await.ok();
    format!("/invites/{}", invite["code"].as_str().expect("a code"))
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_hundred_who_come_at_once_exactly_ten_come_in() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let (guild, channel) = guild_of(&ada).await;
    let path = invite(&ada, &channel, json!({ "max_uses": 10 })).await;
    let mut calls = Vec::new();
    for seeded in seed::accounts(server.app(), "crowd", 200, None).await {
        let (person, path) = (server.anonymous().with_token(&seeded.token), path.clone());
        calls.push(tokio::spawn(async move { person.post(&path, json!({})).await }));
    }
    let (mut joined, mut refused) = (0, 0);
    for call in calls {
        let answer = call.await.expect("a call");
        if answer.status.is_success() {
            joined += 1;
        } else {
            assert_eq!(answer.refused(404), 10_006);
            refused += 1;
        }
    }
    assert_eq!((joined, refused), (10, 190));
    let counted = ada.get(&format!("/guilds/{guild}?with_counts=true")).await.ok();
    assert_eq!(counted["approximate_member_count"], 11);
    assert_eq!(ada.get(&path).await.refused(404), 10_006, "a spent invitation is gone");
}

#[tokio::test]
async fn whoever_comes_in_is_announced_and_greeted() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let (guild, channel) = guild_of(&ada).await;
    let path = invite(&ada, &channel, json!({})).await;
    let (mut hers, mut his) =
        (Socket::identify(&server, &eve, 0).await, Socket::identify(&server, &ada, 0).await);
    let accepted = eve.post(&path, json!({})).await.ok();
    assert_eq!((&accepted["new_member"], &accepted["guild"]["id"]), (&json!(true), &json!(guild)));
    assert_eq!(hers.wait_for("GUILD_CREATE").await["id"], guild.as_str());
    let greeting = his.wait_for("MESSAGE_CREATE").await;
    assert_eq!((&greeting["type"], &greeting["author"]["id"]), (&json!(7), &json!(eve.id)));
    let again = eve.post(&path, json!({})).await.ok();
    assert_eq!(again["new_member"], false);
    let listed = ada.get(&format!("/channels/{channel}/invites")).await.ok();
    assert_eq!(listed[0]["uses"], 1, "whoever is there already uses nothing up");
    let history = ada.get(&format!("/channels/{channel}/messages")).await.ok();
    assert_eq!(history.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_greeting_stays_away_where_it_is_not_wanted() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let (guild, channel) = guild_of(&ada).await;
    ada.patch(&format!("/guilds/{guild}"), json!({ "system_channel_flags": 1 })).await.ok();
    ada.bring_in(&channel, &eve).await;
    assert_eq!(ada.get(&format!("/channels/{channel}/messages")).await.ok(), json!([]));
}

#[tokio::test]
async fn an_invitation_ends_to_the_millisecond() {
    let clock = Arc::new(FixedClock::at(NOW_MS));
    let server = TestServer::start_with(|_| (), clock.clone()).await;
    let (ada, eve, max) =
        (server.person("ada").await, server.person("eve").await, server.person("max").await);
    let (_, channel) = guild_of(&ada).await;
    let path = invite(&ada, &channel, json!({ "max_age": 60 })).await;
    clock.advance_ms(59_999);
    eve.post(&path, json!({})).await.ok();
    clock.advance_ms(1);
    assert_eq!(max.post(&path, json!({})).await.refused(404), 10_006);
    assert_eq!(max.get(&path).await.refused(404), 10_006);
    assert_eq!(ada.get(&format!("/channels/{channel}/invites")).await.ok(), json!([]));
    assert_eq!(parvis_app::invites::purge(server.app()).await.expect("a purge"), 1);
}

#[tokio::test]
async fn paused_revoked_and_foreign_invitations_lead_nowhere() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let (guild, channel) = guild_of(&ada).await;
    let path = invite(&ada, &channel, json!({})).await;
    ada.patch(&format!("/guilds/{guild}"), json!({ "features": ["INVITES_DISABLED"] })).await.ok();
    eve.post(&path, json!({})).await.refused(403);
    ada.patch(&format!("/guilds/{guild}"), json!({ "features": [] })).await.ok();
    assert_eq!(eve.delete(&path).await.refused(404), 10_006);
    ada.delete(&path).await.ok();
    assert_eq!(eve.post(&path, json!({})).await.refused(404), 10_006);
    let bot = server.bot(&ada, "robot").await;
    let path = invite(&ada, &channel, json!({})).await;
    assert_eq!(bot.post(&path, json!({})).await.refused(403), 20_001);
    for code in ["", "..%2Fguilds", "x%00y", "é", "nichts"] {
        let answer = eve.post(&format!("/invites/{code}"), json!({})).await;
        assert_eq!(answer.status.as_u16(), 404, "{code}: {}", answer.text);
    }
}

#[tokio::test]
async fn one_that_never_ends_is_made_once_unless_it_must_be_unique() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let (_, channel) = guild_of(&ada).await;
    let lasting = json!({ "max_age": 0 });
    let first = invite(&ada, &channel, lasting.clone()).await;
    assert_eq!(invite(&ada, &channel, lasting).await, first);
    assert_ne!(invite(&ada, &channel, json!({ "max_age": 0, "unique": true })).await, first);
    assert_ne!(invite(&ada, &channel, json!({})).await, invite(&ada, &channel, json!({})).await);
    for wrong in [
        json!({ "max_age": 604_801 }),
        json!({ "max_age": -1 }),
        json!({ "max_uses": 101 }),
        json!({ "temporary": true }),
    ] {
        ada.post(&format!("/channels/{channel}/invites"), wrong).await.refused(400);
    }
}
