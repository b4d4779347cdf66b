//! `/parvis/v1/directory/reports`, `/removals` and `/groups/{group_id}`, by those who look after the map

use serde_json::json;

use super::{MAP, Town, moderator, proof};

#[tokio::test]
async fn anybody_reports_a_group_and_moderators_close_it() {
    let town = Town::new().await;
    let (id, _) = town.list(town.group("Двор")).await;
    let (visitor, path) = (town.visitor(), format!("{MAP}/groups/{id}/reports"));
    assert_eq!(visitor.post(&path, json!({ "reason": "unsafe" })).await.refused(400), 50_035);
    let report = json!({ "reason": "unsafe", "text": "  Un piège. ", "proof": proof(&visitor).await });
    visitor.post(&path, report).await.ok();
    let reports = format!("{MAP}/reports");
    let open = town.moderator.get(&reports).await.ok()["reports"][0].clone();
    assert_eq!(
        (&open["group_id"], &open["text"], &open["state"]),
        (&json!(id), &json!("Un piège."), &json!("open"))
    );
    let one = format!("{reports}/{}", open["id"].as_str().expect("an id"));
    assert_eq!(town.moderator.patch(&one, json!({})).await.ok()["state"], "closed");
    assert_eq!(town.moderator.get(&reports).await.ok()["reports"], json!([]));
    let closed = town.moderator.get(&format!("{reports}?state=closed")).await.ok();
    assert_eq!(closed["reports"][0]["id"], open["id"]);
}

#[tokio::test]
async fn a_moderator_corrects_at_once_and_every_change_is_a_version() {
    let town = Town::new().await;
    let (id, receipt) = town.list(town.group("Двор")).await;
    let path = format!("{MAP}/groups/{id}");
    town.moderator.patch(&path, json!({ "name": "Двор 12", "tags": [] })).await.ok();
    let shown = town.visitor().get(&path).await.ok();
    assert_eq!((&shown["name"], &shown["version"]), (&json!("Двор 12"), &json!(2)));
    let versions = town.moderator.get(&format!("{path}/versions")).await.ok();
    assert_eq!(versions["versions"][1]["listing"]["name"], "Двор");
    town.moderator.delete(&path).await.ok();
    assert_eq!(town.visitor().get(&path).await.refused(404), 10_000);
    let own = town.visitor().get(&format!("{MAP}/receipts/{receipt}")).await.ok();
    assert_eq!(own["state"], "removed");
    assert_eq!(town.moderator.get(&format!("{path}/versions")).await.ok()["versions"], json!([]));
}

#[tokio::test]
async fn removing_many_groups_takes_two() {
    let town = Town::new().await;
    let second = moderator(&town.server, "second").await;
    let ada = town.server.person("ada").await;
    let mut ids = Vec::new();
    for number in 0..8 {
        let mut body = town.group(&format!("Двор {number}"));
        body["target"]["url"] = json!(format!("https://t.me/dvor_n{number}"));
        body["agreed"] = json!(true);
        let made = ada.post(&format!("{MAP}/submissions"), body).await.ok();
        ids.push(super::id_of(&made));
        town.decide(&ids[number], json!({ "decision": "accept" })).await;
    }
    for id in &ids[..5] {
        town.moderator.delete(&format!("{MAP}/groups/{id}")).await.ok();
    }
    let sixth = town.moderator.delete(&format!("{MAP}/groups/{}", ids[5])).await;
    assert_eq!(sixth.refused(400), 50_035, "five a day, and no more alone");
    let removals = format!("{MAP}/removals");
    let body = json!({ "group_ids": &ids[5..], "reason": "Des doublons" });
    let proposed = town.moderator.post(&removals, body).await.ok();
    assert_eq!(
        town.names(&town.visitor(), &town.city).await.len(),
        3,
        "nothing goes before a second one agrees"
    );
    let one = format!("{removals}/{}", super::id_of(&proposed));
    assert_eq!(town.moderator.put(&format!("{one}/approval"), json!({})).await.refused(403), 50_013);
    assert_eq!(second.get(&removals).await.ok()["removals"][0]["reason"], "Des doublons");
    second.put(&format!("{one}/approval"), json!({})).await.ok();
    assert_eq!(town.names(&town.visitor(), &town.city).await, [""; 0]);
    assert_eq!(second.put(&format!("{one}/approval"), json!({})).await.refused(404), 10_000);
    let body = json!({ "group_ids": [&ids[0]], "reason": "x" });
    let other = town.moderator.post(&removals, body).await.ok();
    second.delete(&format!("{removals}/{}", super::id_of(&other))).await.ok();
    assert_eq!(second.get(&removals).await.ok()["removals"], json!([]));
    for wrong in [json!({ "group_ids": [], "reason": "x" }), json!({ "group_ids": [&ids[0]], "reason": "" })]
    {
        assert_eq!(town.moderator.post(&removals, wrong).await.refused(400), 50_035);
    }
}
