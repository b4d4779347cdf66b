//! `/channels/{channel_id}/permissions/{overwrite_id}`

use parvis_testing::Socket;
use serde_json::json;

use crate::routes::channels::{Scene, id_of};

const VIEW: u64 = 1 << 10;
const MANAGE_ROLES: u64 = 1 << 28;
const MANAGE_CHANNELS: u64 = 1 << 4;

#[tokio::test]
async fn a_channel_disappears_for_those_who_lose_sight_of_it() {
    let scene = Scene::set().await;
    let mut listener = Socket::identify(&scene.server, &scene.member, 0).await;
    let path = scene.at(&format!("/permissions/{}", scene.member.id));
    scene.owner.put(&path, json!({ "type": 1, "deny": VIEW.to_string() })).await.ok();
    let gone = listener.wait_for("CHANNEL_DELETE").await;
    assert_eq!(gone["id"], json!(scene.channel));
    assert_eq!(scene.member.get(&scene.at("")).await.refused(404), 10_003);
    scene.owner.delete(&path).await.ok();
    let back = listener.wait_for("CHANNEL_CREATE").await;
    assert_eq!(back["id"], json!(scene.channel));
    scene.member.get(&scene.at("/messages")).await.ok();
    assert_eq!(scene.owner.delete(&path).await.refused(404), 10_009);
    let log = scene.owner.get(&format!("/guilds/{}/audit-logs?action_type=13", scene.guild)).await.ok();
    assert_eq!(log["audit_log_entries"][0]["options"]["id"], json!(scene.member.id));
}

#[tokio::test]
async fn moderators_pass_on_what_they_have_and_nothing_else() {
    let scene = Scene::set().await;
    let body = json!({ "name": "mod", "permissions": (MANAGE_ROLES | MANAGE_CHANNELS).to_string() });
    let role = id_of(&scene.owner.post(&format!("/guilds/{}/roles", scene.guild), body).await.ok());
    scene
        .owner
        .put(&format!("/guilds/{}/members/{}/roles/{role}", scene.guild, scene.member.id), json!({}))
        .await
        .ok();
    let path = scene.at(&format!("/permissions/{}", scene.guild));
    let allow = |bits: u64| json!({ "type": 0, "allow": bits.to_string() });
    scene.member.put(&path, allow(MANAGE_CHANNELS)).await.ok();
    for bits in [1 << 3, 1 << 2, MANAGE_ROLES, MANAGE_CHANNELS | 1 << 5] {
        assert_eq!(scene.member.put(&path, allow(bits)).await.refused(403), 50_013, "{bits}");
    }
    let whole = json!({ "permission_overwrites": [{ "id": scene.guild, "type": 0, "allow": "8" }] });
    assert_eq!(scene.member.patch(&scene.at(""), whole).await.refused(403), 50_013);
    let made =
        json!({ "name": "x", "permission_overwrites": [{ "id": scene.guild, "type": 0, "allow": "8" }] });
    let made = scene.member.post(&format!("/guilds/{}/channels", scene.guild), made).await;
    assert_eq!(made.refused(403), 50_013);
}

#[tokio::test]
async fn overwrites_are_for_roles_and_members_of_this_guild() {
    let scene = Scene::set().await;
    let stranger = scene.server.person("eve").await;
    let foreign = stranger.make_guild("Ailleurs").await;
    for (id, kind) in [(stranger.id.clone(), 1), (id_of(&foreign), 0), ("1".to_owned(), 0)] {
        let body = json!({ "type": kind, "allow": "1024" });
        scene.owner.put(&scene.at(&format!("/permissions/{id}")), body).await.refused(404);
    }
    for kind in [json!(null), json!(2), json!("x")] {
        let body = json!({ "type": kind, "allow": "1024" });
        let answer = scene.owner.put(&scene.at(&format!("/permissions/{}", scene.guild)), body).await;
        assert_eq!(answer.refused(400), 50_035, "{kind}");
    }
}
