//! `PATCH /channels/{channel_id}`

use parvis_testing::Socket;
use serde_json::json;

use crate::routes::channels::{Scene, id_of};

#[tokio::test]
async fn a_channel_changes_and_everybody_learns_it() {
    let scene = Scene::set().await;
    let mut listener = Socket::identify(&scene.server, &scene.member, 0).await;
    let body = json!({ "name": "Le Grand Salon!", "topic": "tout", "nsfw": true, "rate_limit_per_user": 5, "position": 7 });
    let edited = scene.owner.patch(&scene.at(""), body).await.ok();
    assert_eq!((&edited["name"], &edited["topic"]), (&json!("le-grand-salon"), &json!("tout")));
    let event = listener.wait_for("CHANNEL_UPDATE").await;
    assert_eq!(
        (&event["nsfw"], &event["rate_limit_per_user"], &event["position"]),
        (&json!(true), &json!(5), &json!(7))
    );
    let reset = json!({ "topic": null, "nsfw": null, "rate_limit_per_user": null });
    let edited = scene.owner.patch(&scene.at(""), reset).await.ok();
    assert_eq!((&edited["topic"], &edited["nsfw"]), (&json!(null), &json!(false)));
    assert_eq!(scene.member.patch(&scene.at(""), json!({ "topic": "x" })).await.refused(403), 50_013);
    let log = scene.owner.get(&format!("/guilds/{}/audit-logs?action_type=11", scene.guild)).await.ok();
    let entries = log["audit_log_entries"].as_array().expect("entries");
    assert_eq!(entries.len(), 2, "{log}");
    assert!(
        entries[1]["changes"]
            .as_array()
            .expect("changes")
            .iter()
            .any(|it| it["key"] == "topic" && it["new_value"] == "tout")
    );
}

#[tokio::test]
async fn values_beyond_their_bounds_are_refused_by_name_and_change_nothing() {
    let scene = Scene::set().await;
    let before = scene.owner.get(&scene.at("")).await.ok();
    for (field, value) in [
        ("name", json!("")),
        ("name", json!("x".repeat(101))),
        ("topic", json!("x".repeat(1_025))),
        ("rate_limit_per_user", json!(21_601)),
        ("rate_limit_per_user", json!(-1)),
        ("position", json!(-1)),
        ("position", json!(2_147_483_648_u64)),
        ("type", json!(2)),
        ("type", json!(4)),
        ("parent_id", json!("1")),
        ("default_auto_archive_duration", json!(61)),
        ("nsfw", json!("yes")),
        ("rate_limit_per_user", json!(1e300)),
    ] {
        let answer = scene.owner.patch(&scene.at(""), json!({ field: value })).await;
        assert_eq!(answer.refused(400), 50_035, "{field} {value}");
        assert!(answer.json()["errors"][field].is_object(), "{field}: {}", answer.text);
    }
    let mass =
        json!({ "id": "1", "guild_id": "1", "owner_id": "1", "last_message_id": "5", "permissions": "8" });
    scene.owner.patch(&scene.at(""), mass).await.ok();
    assert_eq!(scene.owner.get(&scene.at("")).await.ok(), before);
}

#[tokio::test]
async fn text_becomes_announcement_and_back() {
    let scene = Scene::set().await;
    for kind in [5, 0] {
        let edited = scene.owner.patch(&scene.at(""), json!({ "type": kind })).await.ok();
        assert_eq!(edited["type"], kind);
    }
}

#[tokio::test]
async fn channels_move_into_categories_of_their_own_guild_only() {
    let scene = Scene::set().await;
    let category = json!({ "name": "Place", "type": 4 });
    let own = scene.owner.post(&format!("/guilds/{}/channels", scene.guild), category.clone()).await.ok();
    let elsewhere = id_of(&scene.owner.make_guild("Ailleurs").await);
    let foreign = scene.owner.post(&format!("/guilds/{elsewhere}/channels"), category).await.ok();
    let into = |parent: &serde_json::Value| json!({ "parent_id": parent["id"] });
    assert_eq!(scene.owner.patch(&scene.at(""), into(&own)).await.ok()["parent_id"], own["id"]);
    assert_eq!(scene.owner.patch(&scene.at(""), into(&foreign)).await.refused(400), 50_035);
    let path = format!("/channels/{}", id_of(&own));
    assert_eq!(scene.owner.patch(&path, into(&own)).await.refused(400), 50_035);
    let freed = scene.owner.patch(&scene.at(""), json!({ "parent_id": null })).await.ok();
    assert_eq!(freed["parent_id"], json!(null));
}
