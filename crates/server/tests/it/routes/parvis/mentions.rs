//! `GET /parvis/v1/users/@me/mentions`

use parvis_testing::{Person, TestServer};
use serde_json::{Value, json};

const ALL: &str = "/parvis/v1/users/@me/mentions";

fn contents(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().expect("a list");
    items.iter().filter_map(|item| item["message"]["content"].as_str()).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

/// Ada's guild, in which eve is a baker.
struct Square {
    server: TestServer,
    ada: Person,
    eve: Person,
    guild: String,
    channel: String,
    role: String,
}

impl Square {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let (ada, eve) = (server.person("ada").await, server.person("eve").await);
        let guild = text(&ada.make_guild("The square").await["id"]);
        let channel = ada.first_channel(&guild).await;
        ada.bring_in(&channel, &eve).await;
        let role =
            text(&ada.post(&format!("/guilds/{guild}/roles"), json!({ "name": "b" })).await.ok()["id"]);
        ada.put(&format!("/guilds/{guild}/members/{}/roles/{role}", eve.id), json!({})).await.ok();
        Self { server, ada, eve, guild, channel, role }
    }
}

#[tokio::test]
async fn whoever_is_meant_finds_it_however_much_was_written_since_and_whatever_was_read() {
    let it = Square::new().await;
    let (ada, eve, channel) = (&it.ada, &it.eve, &it.channel);
    let direct = text(&ada.post("/users/@me/channels", json!({ "recipient_id": eve.id })).await.ok()["id"]);
    let wanted = [
        (channel, format!("1 <@{}>", eve.id)),
        (channel, format!("2 <@&{}>", it.role)),
        (&direct, format!("3 <@{}>", eve.id)),
        (channel, format!("4 @everyone <@{}> <@&{}>", eve.id, it.role)),
    ];
    for (place, content) in &wanted {
        ada.say(place, content).await;
        for number in 0..20 {
            ada.say(channel, &format!("in between {number}")).await;
        }
    }
    eve.say(channel, &format!("myself <@{}> <@&{}>", eve.id, it.role)).await;
    let all: Vec<_> = wanted.iter().rev().map(|(_, content)| content.as_str()).collect();
    let page = eve.get(ALL).await.ok();
    assert_eq!((contents(&page), &page["has_more"]), (all.clone(), &json!(false)));
    assert_eq!(
        (&page["items"][0]["guild_id"], &page["items"][1]["guild_id"]),
        (&json!(it.guild), &Value::Null)
    );

    let first = eve.get(&format!("{ALL}?limit=3")).await.ok();
    assert_eq!((contents(&first), &first["has_more"]), (all[..3].to_vec(), &json!(true)));
    let before = text(&first["items"][2]["message"]["id"]);
    let rest = eve.get(&format!("{ALL}?limit=3&before={before}")).await.ok();
    assert_eq!((contents(&rest), &rest["has_more"]), (all[3..].to_vec(), &json!(false)));
    for wrong in ["limit=0", "limit=51", "before=soon"] {
        assert_eq!(eve.get(&format!("{ALL}?{wrong}")).await.refused(400), 50_035, "{wrong}");
    }
}

#[tokio::test]
async fn what_one_may_not_read_and_whom_one_blocked_is_left_out() {
    let it = Square::new().await;
    let (ada, eve, channel) = (&it.ada, &it.eve, &it.channel);
    let bob = it.server.person("bob").await;
    ada.bring_in(channel, &bob).await;
    bob.say(channel, &format!("by bob <@{}>", eve.id)).await;
    let said = ada.say(channel, &format!("by ada <@{}>", eve.id)).await;
    let by_ada = format!("by ada <@{}>", eve.id);
    assert_eq!(contents(&eve.get(ALL).await.ok()).len(), 2);
    eve.put(&format!("/users/@me/relationships/{}", bob.id), json!({ "type": 2 })).await.ok();
    assert_eq!(contents(&eve.get(ALL).await.ok()), [by_ada.as_str()]);

    let overwrite = format!("/channels/{channel}/permissions/{}", it.guild);
    ada.put(&overwrite, json!({ "type": 0, "allow": "0", "deny": "1024" })).await.ok();
    assert_eq!(contents(&eve.get(ALL).await.ok()), [""; 0]);
    ada.delete(&overwrite).await.ok();
    assert_eq!(contents(&eve.get(ALL).await.ok()), [by_ada.as_str()]);
    ada.delete(&format!("/channels/{channel}/messages/{}", text(&said["id"]))).await.ok();
    assert_eq!(contents(&eve.get(ALL).await.ok()), [""; 0]);
}
