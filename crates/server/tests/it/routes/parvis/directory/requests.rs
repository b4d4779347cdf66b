//! `/parvis/v1/directory/groups/{group_id}/requests`, `/requests` and `/vouchers`

use serde_json::{Value, json};

use super::groups::guild_on_map;
use super::{MAP, Town, id_of, proof};

#[tokio::test]
async fn who_answers_the_questions_is_let_in_with_an_invitation_of_their_own() {
    let town = Town::new().await;
    let (ada, eve, mo) =
        (town.server.person("ada").await, town.server.person("eve").await, town.server.person("mo").await);
    let join = json!({ "mode": "request", "questions": ["Quelle maison ?"] });
    let (guild, id) = guild_on_map(&town, &ada, json!({ "join": join })).await;
    let ask = format!("{MAP}/groups/{id}/requests");
    let group = eve.get(&format!("{MAP}/groups/{id}")).await.ok();
    assert_eq!(
        (&group["join"]["url"], &group["join"]["questions"][0]),
        (&Value::Null, &json!("Quelle maison ?"))
    );
    for wrong in [json!({}), json!({ "answers": [""] }), json!({ "answers": ["a", "b"] })] {
        assert_eq!(eve.post(&ask, wrong).await.refused(400), 50_035);
    }
    let asked = eve.post(&ask, json!({ "answers": ["La 12"] })).await.ok();
    assert_eq!(eve.post(&ask, json!({ "answers": ["La 12"] })).await.refused(400), 50_035, "once is enough");
    let own = format!("{MAP}/requests/{}", asked["receipt"].as_str().expect("a private link"));
    assert_eq!(eve.get(&own).await.ok()["state"], "waiting");
    let waiting = ada.get(&ask).await.ok();
    assert_eq!(waiting["requests"][0]["answers"], json!(["La 12"]));
    assert_eq!(waiting["requests"][0]["user"]["id"], json!(eve.id));
    assert_eq!(
        town.moderator.get(&ask).await.refused(403),
        50_013,
        "the map's moderators do not see who asks"
    );
    assert_eq!(mo.get(&ask).await.refused(403), 50_013);
    let decide = format!("{ask}/{}", id_of(&asked));
    ada.patch(&decide, json!({ "state": "accepted" })).await.ok();
    assert_eq!(ada.patch(&decide, json!({ "state": "refused" })).await.refused(404), 10_000);
    let url = eve.get(&own).await.ok()["url"].as_str().expect("where to go").to_owned();
    let code = url.rsplit('/').next().expect("a code");
    eve.post(&format!("/invites/{code}"), json!({})).await.ok();
    assert_eq!(mo.post(&format!("/invites/{code}"), json!({})).await.status.as_u16(), 404, "it works once");
    let members = ada.get(&format!("/guilds/{guild}/members?limit=10")).await.ok();
    assert_eq!(members.as_array().expect("a list").len(), 2);
    assert_eq!(ada.get(&ask).await.ok()["requests"], json!([]));
}

#[tokio::test]
async fn a_chat_elsewhere_is_asked_without_an_account_and_answers_by_its_private_link() {
    let town = Town::new().await;
    let mut body = town.group("Двор");
    body["join"] = json!({ "mode": "request" });
    let (id, receipt) = town.list(body).await;
    let (visitor, keeper) = (town.visitor(), format!("{MAP}/receipts/{receipt}/requests"));
    let ask = async || {
        let proof = proof(&visitor).await;
        let asked = visitor
            .post(&format!("{MAP}/groups/{id}/requests"), json!({ "answers": [], "proof": proof }))
            .await;
        (id_of(&asked.ok()), asked.json()["receipt"].as_str().expect("a private link").to_owned())
    };
    assert_eq!(visitor.post(&format!("{MAP}/groups/{id}/requests"), json!({})).await.refused(400), 50_035);
    let ((first, mine), (second, theirs), (_, withdrawn)) = (ask().await, ask().await, ask().await);
    visitor.delete(&format!("{MAP}/requests/{withdrawn}")).await.ok();
    let waiting = visitor.get(&keeper).await.ok();
    assert_eq!(waiting["requests"].as_array().expect("a list").len(), 2);
    visitor.patch(&format!("{keeper}/{first}"), json!({ "state": "accepted" })).await.ok();
    visitor.patch(&format!("{keeper}/{second}"), json!({ "state": "refused" })).await.ok();
    let state = async |receipt: &str| {
        let own = visitor.get(&format!("{MAP}/requests/{receipt}")).await.ok();
        (own["state"].clone(), own["url"].clone())
    };
    assert_eq!(state(&mine).await, (json!("accepted"), json!("https://t.me/dvor_prytyckaha")));
    assert_eq!(state(&theirs).await, (json!("refused"), Value::Null));
    assert_eq!(visitor.get(&format!("{MAP}/requests/{withdrawn}")).await.refused(404), 10_000);
}

#[tokio::test]
async fn an_open_group_is_not_asked() {
    let town = Town::new().await;
    let (id, _) = town.list(town.group("Двор")).await;
    let ada = town.server.person("ada").await;
    assert_eq!(ada.post(&format!("{MAP}/groups/{id}/requests"), json!({})).await.refused(400), 50_035);
}

#[tokio::test]
async fn a_member_answers_for_one_person_who_then_sees_the_group() {
    let town = Town::new().await;
    let (ada, eve, mo) =
        (town.server.person("ada").await, town.server.person("eve").await, town.server.person("mo").await);
    let hidden = json!({ "visibility": "vouched", "join": { "mode": "voucher" } });
    let (guild, id) = guild_on_map(&town, &ada, hidden).await;
    ada.bring_in(&ada.first_channel(&guild).await, &eve).await;
    let (group, vouch) = (format!("{MAP}/groups/{id}"), format!("{MAP}/groups/{id}/vouchers"));
    assert_eq!(mo.get(&group).await.refused(404), 10_000);
    assert_eq!(mo.post(&vouch, json!({})).await.refused(404), 10_000);
    assert_eq!(
        town.moderator.post(&vouch, json!({})).await.refused(403),
        50_013,
        "who is no member answers for nobody"
    );
    let voucher = eve.post(&vouch, json!({})).await.ok();
    let code = voucher["code"].as_str().expect("a code");
    let redeem = format!("{MAP}/vouchers/{code}");
    town.moderator.put(&format!("{group}/dark"), json!({})).await.ok();
    assert_eq!(mo.post(&redeem, json!({})).await.refused(404), 10_000, "nobody comes into what is dark");
    town.moderator.delete(&format!("{group}/dark")).await.ok();
    let opened = mo.post(&redeem, json!({})).await.ok();
    assert_eq!(opened["group"]["id"], json!(id));
    assert_eq!(mo.post(&redeem, json!({})).await.refused(404), 10_000, "it works once");
    assert_eq!(mo.get(&group).await.status, 200, "she is answered for");
    let code = opened["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a code").to_owned();
    mo.post(&format!("/invites/{code}"), json!({})).await.ok();
}
