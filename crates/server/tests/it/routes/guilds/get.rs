//! `GET /guilds/{guild_id}` and its preview

use parvis_testing::TestServer;
use serde_json::json;

#[tokio::test]
async fn members_are_counted_on_demand() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let guild = ada.make_guild("Place").await;
    let id = guild["id"].as_str().expect("an id");
    ada.bring_in(guild["system_channel_id"].as_str().expect("a channel"), &eve).await;
    assert!(ada.get(&format!("/guilds/{id}")).await.ok()["approximate_member_count"].is_null());
    let counted = eve.get(&format!("/guilds/{id}?with_counts=true")).await.ok();
    assert_eq!(
        (&counted["approximate_member_count"], &counted["approximate_presence_count"]),
        (&json!(2), &json!(0))
    );
    let _socket = parvis_testing::Socket::identify(&server, &eve, 0).await;
    let counted = ada.get(&format!("/guilds/{id}?with_counts=true")).await.ok();
    assert_eq!(counted["approximate_presence_count"], 1);
}

#[tokio::test]
async fn outsiders_see_the_preview_of_what_stands_in_the_directory_and_nothing_else() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let guild = ada.make_guild("Place").await;
    let path = format!("/guilds/{}", guild["id"].as_str().expect("an id"));
    assert_eq!(eve.get(&format!("{path}/preview")).await.refused(404), 10_004);
    ada.patch(&path, json!({ "features": ["DISCOVERABLE"] })).await.ok();
    let preview = eve.get(&format!("{path}/preview")).await.ok();
    assert_eq!((&preview["name"], &preview["approximate_member_count"]), (&json!("Place"), &json!(1)));
    assert_eq!(eve.get(&path).await.refused(404), 10_004);
}

#[tokio::test]
async fn what_comes_later_says_so_and_what_is_nothing_is_not_found() {
    let server = TestServer::start().await;
    let (ada, nobody) = (server.person("ada").await, server.anonymous());
    let guild = ada.make_guild("Place").await;
    let path = format!("/guilds/{}/widget.json", guild["id"].as_str().expect("an id"));
    let answer = ada.get(&path).await;
    answer.refused(501);
    assert!(answer.json()["message"].as_str().is_some_and(|text| text.contains("not offer")));
    nobody.get(&path).await.refused(401);
    ada.post("/lobbies", json!({})).await.refused(501);
    ada.get("/lobbies-of-no-kind").await.refused(404);
    ada.put("/voice/regions", json!({})).await.refused(405);
}
