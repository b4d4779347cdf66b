//! Reports and removals of listings, by those who look after the map and after a guild

use parvis_testing::Socket;
use serde_json::{Value, json};

use super::super::{id_of, proof};
use super::{MAP, Street, aid, seen};

#[tokio::test]
async fn a_report_reaches_the_moderators_of_the_map_who_remove_with_a_reason() {
    let street = Street::new().await;
    let (guard, visitor) = (&street.town.moderator, street.town.visitor());
    let id = street.post(&street.ada, street.thing()).await;
    let report = aid(&format!("/{id}/reports"));
    assert_eq!(
        visitor.post(&report, json!({ "reason": "spam" })).await.refused(400),
        50_035,
        "work is asked for"
    );
    let body = json!({ "reason": "spam", "text": "Vente", "proof": proof(&visitor).await });
    visitor.post(&report, body).await.ok();
    street.eve.post(&report, json!({ "reason": "unsafe" })).await.ok();
    assert_eq!(street.eve.get(&aid("/reports")).await.refused(403), 50_013);
    let reports = guard.get(&aid("/reports")).await.ok();
    let reports = reports["reports"].as_array().expect("a list");
    assert_eq!(
        (reports.len(), &reports[0]["reason"], &reports[1]["text"]),
        (2, &json!("unsafe"), &json!("Vente"))
    );
    assert_eq!(reports[0]["listing"]["id"], json!(id));
    let first = aid(&format!("/reports/{}", id_of(&reports[0])));
    assert_eq!(street.eve.patch(&first, json!({})).await.refused(403), 50_013);
    assert_eq!(guard.patch(&first, json!({})).await.ok()["state"], "closed");

    let removal = aid(&format!("/{id}/removal"));
    for reason in ["", "x".repeat(201).as_str()] {
        assert_eq!(guard.post(&removal, json!({ "reason": reason })).await.refused(400), 50_035);
    }
    assert_eq!(street.eve.post(&removal, json!({ "reason": "Vente" })).await.refused(403), 50_013);
    let mut author = Socket::identify(&street.town.server, &street.ada, 0).await;
    guard.post(&removal, json!({ "reason": "Ce n'est pas un prêt" })).await.ok();
    let told = author.wait_for("AID_UPDATE").await;
    assert_eq!(told, json!({ "aid_id": id, "ask_id": null, "state": "cancelled" }));
    assert_eq!(seen(&street.eve, "").await, [""; 0]);
    assert_eq!(street.eve.get(&aid(&format!("/{id}"))).await.refused(404), 10_000);
    let own = street.ada.get(&aid(&format!("/{id}"))).await.ok();
    assert_eq!(
        (&own["state"], &own["removed_because"]),
        (&json!("cancelled"), &json!("Ce n'est pas un prêt"))
    );
    assert_eq!(guard.get(&aid("/reports")).await.ok()["reports"], json!([]), "nothing is left to decide");
    let log = guard.get(&format!("{MAP}/log?limit=1")).await.ok();
    let entry = &log["entries"][0];
    assert_eq!((&entry["action"], &entry["target_id"]), (&json!("aid.remove"), &json!(id)));
    assert!(!log.to_string().contains(&street.ada.id), "whose it was stands nowhere: {log}");
}

#[tokio::test]
async fn what_is_for_a_guild_is_its_own_business() {
    let street = Street::new().await;
    let (ada, eve, mo) = (&street.ada, &street.eve, &street.mo);
    let guild = id_of(&mo.make_guild("Двор").await);
    let channel = mo.first_channel(&guild).await;
    let mut body = street.thing();
    body["guild_id"] = json!(guild);
    assert_eq!(ada.post(&aid(""), body.clone()).await.refused(404), 10_004, "she is no member yet");
    mo.bring_in(&channel, ada).await;
    let id = street.post(ada, body).await;
    let listing = aid(&format!("/{id}"));
    for person in [eve, &street.town.visitor(), &street.town.moderator] {
        assert_eq!(seen(person, "").await, [""; 0]);
        assert_eq!(person.get(&listing).await.refused(404), 10_000);
    }
    for (path, body) in [("asks", json!({ "amount": 1 })), ("reports", json!({ "reason": "spam" }))] {
        assert_eq!(eve.post(&format!("{listing}/{path}"), body).await.refused(404), 10_000);
    }
    let away = json!({ "reason": "Pas ici" });
    assert_eq!(
        street.town.moderator.post(&format!("{listing}/removal"), away.clone()).await.refused(404),
        10_000
    );
    mo.bring_in(&channel, eve).await;
    assert_eq!(seen(eve, &format!("?guild_id={guild}")).await, std::slice::from_ref(&id));
    assert_eq!(seen(eve, "?scope=map").await, [""; 0]);
    eve.post(&format!("{listing}/reports"), json!({ "reason": "spam" })).await.ok();
    let of_guild = aid(&format!("/reports?guild_id={guild}"));
    assert_eq!(eve.get(&of_guild).await.refused(403), 50_013);
    assert_eq!(street.town.moderator.get(&aid("/reports")).await.ok()["reports"], json!([]));
    let reports = mo.get(&of_guild).await.ok();
    let report = aid(&format!("/reports/{}", id_of(&reports["reports"][0])));
    assert_eq!(street.town.moderator.patch(&report, json!({})).await.refused(404), 10_000);
    assert_eq!(eve.patch(&report, json!({})).await.refused(403), 50_013);
    mo.patch(&report, json!({})).await.ok();

    mo.put(&format!("/guilds/{guild}/bans/{}", eve.id), json!({})).await.ok();
    assert_eq!(eve.get(&listing).await.refused(404), 10_000, "who was banned sees it no more");
    assert_eq!(seen(eve, "").await, [""; 0]);
    assert_eq!(eve.get(&aid(&format!("?guild_id={guild}"))).await.refused(404), 10_004);
    mo.post(&format!("{listing}/removal"), away).await.ok();
    let audit = mo.get(&format!("/guilds/{guild}/audit-logs?action_type=1")).await.ok();
    let entry = &audit["audit_log_entries"][0];
    assert_eq!((&entry["reason"], &entry["changes"][0]["key"]), (&json!("Pas ici"), &json!("aid_listing")));
    assert_eq!((&entry["user_id"], entry["target_id"].is_null()), (&json!(mo.id), true));
    assert!(!entry.to_string().contains(&ada.id), "{entry}");
    assert_eq!(ada.get(&listing).await.ok()["removed_because"], json!("Pas ici"));
    assert_eq!(ada.get(&listing).await.ok()["my_ask"], Value::Null);
}
