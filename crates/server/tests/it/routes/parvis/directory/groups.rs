//! `/parvis/v1/directory/groups` and what a guild has on the map

use parvis_testing::{Answer, Person};
use serde_json::{Value, json};

use super::{MAP, Town, id_of};

/// One transparent pixel.
const PIXEL: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/// A guild of somebody's, on the map of the courtyard.
pub(crate) async fn guild_on_map(town: &Town, owner: &Person, more: Value) -> (String, String) {
    let guild = id_of(&owner.make_guild("Двор").await);
    let mut body = town.group("Наш двор");
    body["target"] = json!({ "type": "guild", "guild_id": guild });
    body["agreed"] = json!(true);
    for (key, value) in more.as_object().expect("an object") {
        body[key] = value.clone();
    }
    let made = owner.post(&format!("{MAP}/submissions"), body).await.ok();
    town.decide(&id_of(&made), json!({ "decision": "accept" })).await;
    (guild, id_of(&made))
}

#[tokio::test]
async fn a_group_is_shown_as_it_was_accepted() {
    let town = Town::new().await;
    let (id, _) = town.list(town.group("  Двор \n Прытыцкага ")).await;
    let group = town.visitor().get(&format!("{MAP}/groups/{id}")).await.ok();
    assert_eq!(group["name"], "Двор Прытыцкага");
    assert_eq!(group["tags"], json!(["entraide"]));
    assert_eq!(group["path"][1]["name"], "Фрунзенскі");
    assert_eq!(group["place"]["type"], "area");
    let join =
        json!({ "mode": "open", "via": "telegram", "url": "https://t.me/dvor_prytyckaha", "questions": [] });
    assert_eq!(group["join"], join);
    assert_eq!(group["members"], json!({ "shown": "bucket", "count": null, "at_least": 50 }));
    assert_eq!((&group["activity"], &group["version"]), (&json!("unknown"), &json!(1)));
    let map = town.visitor().get(MAP).await.ok();
    assert_eq!((&map["groups"], &map["members_at_least"]), (&json!(1), &json!(50)));
    assert_eq!(map["languages"], json!([{ "name": "be", "groups": 1 }, { "name": "ru", "groups": 1 }]));
    let city = town.visitor().get(&format!("{MAP}/areas/{}", town.city)).await.ok();
    assert_eq!(
        (&city["groups"], &city["groups_here"], &city["members_at_least"]),
        (&json!(1), &json!(0), &json!(50))
    );
}

#[tokio::test]
async fn groups_are_listed_by_place_and_by_what_they_are() {
    let town = Town::new().await;
    town.list(town.group("Двор")).await;
    let mut french = town.group("Les Parisiens de Minsk");
    french["languages"] = json!(["fr"]);
    french["tags"] = json!(["langue"]);
    french["area_id"] = json!(town.east);
    french["join"] = json!({ "mode": "request", "questions": ["Pourquoi ?"] });
    town.list(french).await;
    assert_eq!(town.names(&town.visitor(), &town.city).await, ["Двор", "Les Parisiens de Minsk"]);
    assert_eq!(town.names(&town.visitor(), &town.west).await, ["Двор"]);
    let found = async |query: &str| {
        let page = town.visitor().get(&format!("{MAP}/areas/{}/groups?{query}", town.city)).await.ok();
        page["groups"].as_array().expect("a list").len()
    };
    for (query, count) in [
        ("language=fr", 1),
        ("language=en", 0),
        ("tag=entraide", 1),
        ("join=request", 1),
        ("join=voucher", 0),
        ("activity=unknown", 2),
        ("activity=week", 0),
        ("changed_since=2020-01-01T00:00:00Z", 2),
        ("changed_since=2999-01-01T00:00:00Z", 0),
        ("direct=true", 0),
        ("limit=1", 1),
    ] {
        assert_eq!(found(query).await, count, "{query}");
    }
    for wrong in ["language=русский", "join=x", "limit=0", "after=x", "changed_since=yesterday"] {
        let path = format!("{MAP}/areas/{}/groups?{wrong}", town.city);
        assert_eq!(town.visitor().get(&path).await.refused(400), 50_035, "{wrong}");
    }
}

#[tokio::test]
async fn an_open_guild_is_joined_by_its_invitation_and_counted_as_people_come() {
    let town = Town::new().await;
    let (ada, eve) = (town.server.person("ada").await, town.server.person("eve").await);
    let (guild, id) = guild_on_map(&town, &ada, json!({ "members": { "shown": "exact" } })).await;
    let path = format!("{MAP}/groups/{id}");
    let group = town.visitor().get(&path).await.ok();
    assert_eq!(group["members"], json!({ "shown": "exact", "count": 1, "at_least": null }));
    assert!(group["guild_id"].is_null(), "who is not in it learns no more than the invitation");
    assert_eq!(ada.get(&path).await.ok()["guild_id"], json!(guild));
    let url = group["join"]["url"].as_str().expect("it is open").to_owned();
    let code = url.rsplit('/').next().expect("a code");
    eve.post(&format!("/invites/{code}"), json!({})).await.ok();
    let since = std::time::Instant::now();
    while town.visitor().get(&path).await.ok()["members"]["count"] != 2 {
        assert!(since.elapsed().as_secs() < 20, "the map does not follow");
        tokio::task::yield_now().await;
    }
    ada.delete(&format!("/invites/{code}")).await.ok();
    while !town.visitor().get(&path).await.ok()["join"]["url"].is_null() {
        assert!(since.elapsed().as_secs() < 20, "an invitation that was taken back is still told");
        tokio::task::yield_now().await;
    }
    ada.post(&format!("/guilds/{guild}/delete"), json!({})).await.ok();
    while town.visitor().get(&path).await.status != 404 {
        assert!(since.elapsed().as_secs() < 20, "a guild that is gone is still shown");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn only_who_manages_a_guild_puts_it_on_the_map_and_keeps_it_there() {
    let town = Town::new().await;
    let (ada, eve) = (town.server.person("ada").await, town.server.person("eve").await);
    let (guild, id) = guild_on_map(&town, &ada, json!({})).await;
    let mut stolen = town.group("Чужое");
    stolen["target"] = json!({ "type": "guild", "guild_id": guild });
    stolen["agreed"] = json!(true);
    assert_eq!(eve.post(&format!("{MAP}/submissions"), stolen.clone()).await.refused(404), 10_004);
    assert_eq!(town.visitor().post(&format!("{MAP}/submissions"), stolen.clone()).await.refused(401), 0);
    ada.bring_in(&ada.first_channel(&guild).await, &eve).await;
    assert_eq!(eve.post(&format!("{MAP}/submissions"), stolen).await.refused(403), 50_013);
    let path = format!("{MAP}/groups/{id}");
    assert_eq!(eve.patch(&path, json!({ "name": "x" })).await.refused(403), 50_013);
    assert_eq!(eve.put(&format!("{path}/dark"), json!({})).await.refused(403), 50_013);
    let kept = ada.get(&format!("{MAP}/guilds/{guild}/groups")).await.ok();
    assert_eq!((&kept["groups"][0]["id"], &kept["groups"][0]["state"]), (&json!(id), &json!("listed")));
    assert!(!kept.to_string().contains(&ada.id), "who handed it in is not kept");
    ada.delete(&path).await.ok();
    assert_eq!(town.visitor().get(&path).await.refused(404), 10_000);
}

#[tokio::test]
async fn the_private_link_of_a_guild_on_the_map_follows_and_hides_it_and_nothing_more() {
    let town = Town::new().await;
    let ada = town.server.person("ada").await;
    let guild = id_of(&ada.make_guild("Двор").await);
    let mut body = town.group("Наш двор");
    body["target"] = json!({ "type": "guild", "guild_id": guild });
    body["agreed"] = json!(true);
    let made = ada.post(&format!("{MAP}/submissions"), body).await.ok();
    let own = format!("{MAP}/receipts/{}", made["receipt"].as_str().expect("a private link"));
    let (id, visitor) = (id_of(&made), town.visitor());
    visitor.patch(&own, json!({ "name": "Двор 5" })).await.ok();
    town.decide(&id, json!({ "decision": "accept" })).await;
    assert_eq!(visitor.get(&own).await.ok()["state"], "listed");
    for (method, path, body) in [
        ("PATCH", "", json!({ "name": "x" })),
        ("DELETE", "", json!({})),
        ("DELETE", "/dark", json!({})),
        ("POST", "/confirmation", json!({})),
        ("POST", "/messages", json!({ "text": "x" })),
        ("POST", "/vouchers", json!({})),
        ("GET", "/requests", Value::Null),
    ] {
        let request = visitor.request(method.parse().expect("a method"), &format!("{own}{path}"));
        let answer = Answer::of(request.json(&body)).await;
        assert_eq!(answer.refused(403), 50_013, "{method} {path}");
    }
    visitor.put(&format!("{own}/dark"), json!({})).await.ok();
    assert_eq!(visitor.get(&format!("{MAP}/groups/{id}")).await.refused(404), 10_000);
    ada.delete(&format!("{MAP}/groups/{id}/dark")).await.ok();
    assert_eq!(visitor.get(&format!("{MAP}/groups/{id}")).await.ok()["name"], "Двор 5");
}

#[tokio::test]
async fn who_keeps_a_group_by_account_and_the_moderators_write_to_each_other() {
    let town = Town::new().await;
    let (ada, eve) = (town.server.person("ada").await, town.server.person("eve").await);
    let (guild, id) = guild_on_map(&town, &ada, json!({})).await;
    ada.bring_in(&ada.first_channel(&guild).await, &eve).await;
    let messages = format!("{MAP}/groups/{id}/messages");
    assert_eq!(ada.post(&messages, json!({ "text": " " })).await.refused(400), 50_035);
    assert_eq!(ada.post(&messages, json!({ "text": "x".repeat(1_001) })).await.refused(400), 50_035);
    assert_eq!(eve.post(&messages, json!({ "text": "x" })).await.refused(403), 50_013);
    ada.post(&messages, json!({ "text": "Qui relit nos mots ?" })).await.ok();
    let queue = town.moderator.get(&format!("{MAP}/submissions")).await.ok();
    assert_eq!(queue["submissions"][0]["messages"][0]["text"], "Qui relit nos mots ?");
    town.moderator.post(&messages, json!({ "text": "Nous trois." })).await.ok();
    assert_eq!(town.moderator.get(&format!("{MAP}/submissions")).await.ok()["submissions"], json!([]));
    let kept = ada.get(&format!("{MAP}/guilds/{guild}/groups")).await.ok();
    let said: Vec<_> = kept["groups"][0]["messages"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| (it["from"].as_str(), it["text"].as_str()))
        .collect();
    assert_eq!(
        said,
        [(Some("keeper"), Some("Qui relit nos mots ?")), (Some("moderator"), Some("Nous trois."))]
    );
    assert!(!kept.to_string().contains(&town.moderator.id), "nobody learns which moderator it was");
    assert_eq!(kept["groups"][0]["state"], "listed");
}

#[tokio::test]
async fn words_of_keepers_wait_for_a_moderator_and_their_caution_does_not() {
    let town = Town::new().await;
    let ada = town.server.person("ada").await;
    let (_, id) = guild_on_map(&town, &ada, json!({})).await;
    let path = format!("{MAP}/groups/{id}");
    let body =
        json!({ "name": "Іншая назва", "members": { "shown": "hidden" }, "join": { "mode": "request" } });
    let kept = ada.patch(&path, body).await.ok();
    assert_eq!((&kept["state"], &kept["proposed"]["name"]), (&json!("listed"), &json!("Іншая назва")));
    let shown = town.visitor().get(&path).await.ok();
    assert_eq!((&shown["name"], &shown["members"]["shown"]), (&json!("Наш двор"), &json!("hidden")));
    assert!(shown["join"]["url"].is_null(), "who may ask only is not told where to go");
    town.decide(&id, json!({ "decision": "accept" })).await;
    assert_eq!(town.visitor().get(&path).await.ok()["name"], "Іншая назва");
    ada.patch(&path, json!({ "name": "Яшчэ адна" })).await.ok();
    let refused = town.decide(&id, json!({ "decision": "refuse", "text": "Pourquoi ?" })).await;
    assert_eq!((&refused["state"], &refused["proposed"]), (&json!("listed"), &Value::Null));
    assert_eq!(town.visitor().get(&path).await.ok()["name"], "Іншая назва");
    let versions = town.moderator.get(&format!("{path}/versions")).await.ok();
    let of: Vec<_> = versions["versions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| (&it["version"], &it["by"]))
        .collect();
    assert_eq!(
        of,
        [(&json!(3), &json!("moderator")), (&json!(2), &json!("keeper")), (&json!(1), &json!("moderator"))]
    );
}

#[tokio::test]
async fn a_picture_is_shown_as_long_as_its_group_is() {
    let town = Town::new().await;
    let mut body = town.group("Двор");
    body["flag"] = json!({ "picture": PIXEL });
    let (id, receipt) = town.list(body).await;
    let group = town.visitor().get(&format!("{MAP}/groups/{id}")).await.ok();
    assert_eq!(group["flag"]["type"], "picture");
    let url = format!("{}{}", town.server.url(), group["flag"]["url"].as_str().expect("an address"));
    let flag = town.visitor().get(&url).await;
    assert_eq!(
        (flag.status.as_u16(), &flag.headers["content-type"]),
        (200, &"image/png".parse().expect("a type"))
    );
    assert_eq!(flag.headers["cache-control"], "no-store");
    town.visitor().put(&format!("{MAP}/receipts/{receipt}/dark"), json!({})).await.ok();
    assert_eq!(town.visitor().get(&url).await.refused(404), 10_000);
}

#[tokio::test]
async fn a_flag_is_drawn_from_its_description_and_a_wrong_one_is_named() {
    let town = Town::new().await;
    let design = json!(parvis_print::flag::Design::from_seed(None, "Двор"));
    let mut body = town.group("Двор");
    body["flag"] = json!({ "design": design });
    let (id, _) = town.list(body).await;
    let group = town.visitor().get(&format!("{MAP}/groups/{id}")).await.ok();
    assert_eq!(group["flag"]["type"], "design");
    let url = format!("{}{}", town.server.url(), group["flag"]["url"].as_str().expect("an address"));
    let flag = town.visitor().get(&url).await;
    assert_eq!(flag.headers["content-type"], "image/svg+xml");
    assert!(
        flag.text.starts_with("<svg") && flag.headers.contains_key("content-security-policy"),
        "{}",
        flag.text
    );
    let mut wrong = town.group("Двор");
    wrong["agreed"] = json!(true);
    wrong["flag"] = json!({ "design": { "layout": "octopus" } });
    let refused = town.visitor().post(&format!("{MAP}/submissions"), wrong).await;
    assert_eq!(refused.refused(400), 50_035);
    assert!(refused.json()["errors"]["flag"].is_object(), "{}", refused.text);
}
