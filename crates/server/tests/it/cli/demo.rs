//! `parvis demo`

use std::sync::Arc;

use parvis_app::clock::SystemClock;
use parvis_app::{App, operators};
use parvis_model::{Id, ReadState};
use parvis_server::Config;
use parvis_server::config::Options;
use parvis_store::tables;
use parvis_store::tables::messages::Page;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Server, empty_folder, order, refused, text};

async fn demo_folder() -> (TempDir, Value) {
    let data = empty_folder();
    let made = order(data.path(), &["demo"]).await;
    (data, made)
}

async fn app_on(data: &TempDir) -> App {
    let options = Options { data: Some(data.path().to_owned()), ..Options::default() };
    let config = Config::load(options).expect("valid");
    parvis_server::house::open_app(&config, Arc::new(SystemClock)).await.expect("it opens")
}

#[tokio::test]
async fn somebody_who_logs_in_finds_guilds_channels_messages_and_files() {
    let (data, made) = demo_folder().await;
    assert!(made["messages"].as_u64().expect("a number") > 3_000, "{made}");
    let said = refused(data.path(), &["demo"]).await;
    assert!(said.contains("holds accounts already"), "{said}");
    let server = Server::start(data.path()).await;
    let token = server.log_in(text(&made["username"]), &made["password"]).await;
    let guilds = server.get("/users/@me/guilds", &token).await;
    assert_eq!(guilds.as_array().expect("a list").len(), 3);
    let guild_id = text(&guilds[0]["id"]);
    let channels = server.get(&format!("/guilds/{guild_id}/channels"), &token).await;
    let named = |name: &str| {
        let found = channels.as_array().into_iter().flatten().find(|it| it["name"] == name);
        text(&found.expect(name)["id"]).to_owned()
    };
    let (mut before, mut count, mut kinds) = (u64::MAX / 2, 0, [0; 3]);
    loop {
        let path = format!("/channels/{}/messages?limit=100&before={before}", named("café"));
        let page = server.get(&path, &token).await;
        let page = page.as_array().expect("a list").clone();
        for message in &page {
            let id: u64 = text(&message["id"]).parse().expect("a number");
            assert!(id < before, "newest first, each once");
            before = id;
            count += 1;
            kinds[0] += usize::from(message["type"] == 19 && message["referenced_message"].is_object());
            kinds[1] += usize::from(message["reactions"].as_array().is_some_and(|it| !it.is_empty()));
            if let Some(file) = message["attachments"].get(0) {
                let opened = server.http.get(text(&file["url"])).send().await.expect("an answer");
                assert!(opened.bytes().await.expect("bytes").starts_with(b"\x89PNG"));
                kinds[2] += 1;
            }
        }
        if page.len() < 100 {
            break;
        }
    }
    assert!(count > 300 && kinds.iter().all(|kind| *kind > 0), "{count} messages, {kinds:?}");
    let pins = server.get(&format!("/channels/{}/pins", named("annonces")), &token).await;
    assert_eq!(pins.as_array().expect("a list").len(), 2);
    for (path, least) in [("bans", 1), ("invites", 2), ("roles", 6)] {
        let listed = server.get(&format!("/guilds/{guild_id}/{path}"), &token).await;
        assert!(listed.as_array().expect("a list").len() >= least, "{path}: {listed}");
    }
    server
        .post(&format!("/channels/{}/messages", named("café")), &token, json!({ "content": "Bonjour" }))
        .await;
    server.stop().await;
}

#[tokio::test]
async fn the_map_has_groups_and_whoever_logs_in_looks_after_it() {
    let (data, made) = demo_folder().await;
    let listed = made["groups"].as_u64().expect("a number");
    assert!(listed >= 40, "{made}");
    let server = Server::start(data.path()).await;
    let token = server.log_in(text(&made["username"]), &made["password"]).await;
    let map = server.get("/parvis/v1/directory", &token).await;
    assert_eq!((&map["open"], &map["moderates"]), (&json!(true), &json!(true)));
    assert!(map["areas"].as_u64() >= Some(90) && map["members_at_least"].as_u64() > Some(3_000), "{map}");
    assert!(made["listings"].as_u64() >= Some(12), "{made}");
    let aid = server.get("/parvis/v1/directory/aid", "").await;
    assert!(aid["listings"].as_array().expect("a list").len() >= 12, "{aid}");
    assert!(!aid.to_string().contains("vasil"), "nobody is named");
    let roots = server.get("/parvis/v1/directory/areas", "").await;
    let mut counts: Vec<(&str, u64)> = Vec::new();
    for city in roots["areas"].as_array().expect("a list") {
        counts.push((text(&city["names"]["en"]), city["groups"].as_u64().expect("a number")));
    }
    counts.sort_unstable();
    assert_eq!(counts.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["Minsk", "Paris", "Rabat"]);
    assert_eq!(counts.iter().map(|(_, groups)| groups).sum::<u64>(), listed);
    let actions = server.get("/parvis/v1/directory/actions", "").await;
    assert_eq!(
        actions["actions"].as_array().map(Vec::len),
        Some(2),
        "the third is its guild's own: {actions}"
    );
    assert!(actions["actions"][0]["group_id"].is_string(), "{actions}");
    let city = text(&roots["areas"][0]["id"]);
    let groups = server.get(&format!("/parvis/v1/directory/areas/{city}/groups?limit=200"), "").await;
    for group in groups["groups"].as_array().expect("a list") {
        let flag = server.http.get(format!("{}{}", server.url, text(&group["flag"]["url"])));
        let flag = flag.send().await.expect("an answer").text().await.expect("a text");
        assert!(flag.starts_with("<svg"), "{group}: {flag}");
    }
    let open = server.get("/parvis/v1/directory/search?q=cours%20jardins", "").await;
    let joined = &open["groups"][0];
    assert!(text(&joined["join"]["url"]).contains("/invite/"), "{open}");
    assert!(joined["members"]["count"].as_u64() > Some(50), "{open}");
    let waiting = server.get("/parvis/v1/directory/submissions", &token).await;
    let waiting = waiting["submissions"].as_array().expect("a list").clone();
    assert_eq!(waiting.len(), 2);
    assert!(waiting.iter().any(|it| it["similar"][0]["name"] == "Каменная Горка, двор 5"), "{waiting:?}");
    let asked = server.get("/parvis/v1/directory/submissions?state=asked", &token).await;
    assert_eq!(asked["submissions"].as_array().expect("a list").len(), 1);
    let reports = server.get("/parvis/v1/directory/reports", &token).await;
    assert_eq!(reports["reports"].as_array().expect("a list").len(), 1);
    server.stop().await;
}

#[tokio::test]
async fn what_is_unread_is_what_came_after_the_last_message_read() {
    let (data, _) = demo_folder().await;
    let app = app_on(&data).await;
    let mut behind = 0;
    for name in ["camille", "nadia_b", "tom.w", "алесь", "grace.o"] {
        let user_id = operators::account(&app, name).await.expect(name).user.id;
        let states: Vec<ReadState> =
            app.read(move |tx| Ok(tables::read_states::of_user(tx, user_id)?)).await.expect("readable");
        assert!(states.len() >= 14, "{name} reads {} channels", states.len());
        for state in states {
            let Some(last) = state.last_message_id else { continue };
            let channel_id = state.id;
            let after = app.read(move |tx| {
                Ok(tables::messages::page(tx, channel_id, Page::After(last), 1_000, Id::new(0))?.len())
            });
            let after = after.await.expect("readable");
            assert_eq!(state.unread_count as usize, after, "{name} in {channel_id}");
            behind += after;
        }
    }
    assert!(behind > 0, "everybody has read everything");
    app.store.close().await;
}

#[tokio::test]
async fn numbers_of_messages_have_no_gaps_and_heads_are_the_last_ones() {
    let (data, _) = demo_folder().await;
    let app = app_on(&data).await;
    for (guild, _) in operators::guilds(&app, Id::new(0), 10).await.expect("readable") {
        let guild_id = guild.id;
        let checked = app.read(move |tx| {
            let ids: Vec<_> = tables::channels::of_guild(tx, guild_id)?.iter().map(|it| it.id).collect();
            for head in tables::channels::heads(tx, &ids)? {
                let channel_id = head.channel_id;
                let all = tables::messages::page(tx, channel_id, Page::Newest, 100_000, Id::new(0))?;
                assert_eq!(all.len() as i64, head.message_seq);
                assert_eq!(all.first().map(|it| it.id), head.last_message_id);
                assert!(all.windows(2).all(|pair| pair[0].id > pair[1].id));
            }
            Ok(ids.len())
        });
        assert!(checked.await.expect("readable") > 10);
    }
    app.store.close().await;
}
