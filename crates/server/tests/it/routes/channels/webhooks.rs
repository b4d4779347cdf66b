//! `/channels/{channel_id}/webhooks`: lists; all else is with the webhooks themselves.

use serde_json::json;

use super::{Scene, id_of};

#[tokio::test]
async fn the_guild_s_list_has_only_channels_whose_webhooks_one_manages() {
    let scene = Scene::set().await;
    let manager = json!({ "name": "gérance", "permissions": (1_u64 << 29).to_string() });
    let role = scene.owner.post(&format!("/guilds/{}/roles", scene.guild), manager).await.ok();
    let path = format!("/guilds/{}/members/{}/roles/{}", scene.guild, scene.member.id, id_of(&role));
    scene.owner.put(&path, json!({})).await.ok();
    let hidden = json!({
        "name": "cachette",
        "permission_overwrites": [{ "id": scene.guild, "type": 0, "allow": "0", "deny": "1024" }],
    });
    let hidden = scene.owner.post(&format!("/guilds/{}/channels", scene.guild), hidden).await.ok();
    let hook = json!({ "name": "x" });
    scene.owner.post(&format!("/channels/{}/webhooks", id_of(&hidden)), hook.clone()).await.ok();
    let open = scene.owner.post(&scene.at("/webhooks"), hook).await.ok();
    let path = format!("/guilds/{}/webhooks", scene.guild);
    let count = |list: &serde_json::Value| list.as_array().expect("a list").len();
    assert_eq!(count(&scene.owner.get(&path).await.ok()), 2);
    let seen = scene.member.get(&path).await.ok();
    assert_eq!((count(&seen), &seen[0]["id"]), (1, &open["id"]));
    assert_eq!(seen[0]["token"], open["token"]);
}
