//! `/parvis/v1/directory/groups/{group_id}/sheets` and `/parvis/v1/directory/receipts/{receipt}/sheets`

use parvis_testing::{Answer, TestServer};
use reqwest::redirect::Policy;
use serde_json::{Value, json};

use super::groups::guild_on_map;
use super::{MAP, Town, id_of};

fn draft() -> Value {
    json!({ "kind": "door", "texts": [{ "language": "be" }, { "language": "fr" }], "label": "Хол" })
}

fn code(sheet: &Value) -> &str {
    sheet["code"].as_str().expect("a code")
}

/// Where a short link leads, one step.
async fn followed(server: &TestServer, code: &str) -> (u16, String) {
    let http = reqwest::Client::builder().redirect(Policy::none()).build().expect("a client");
    let answer = http.get(format!("{}/j/{code}", server.url())).send().await.expect("an answer");
    let to = answer.headers().get("location").and_then(|it| it.to_str().ok()).unwrap_or_default();
    (answer.status().as_u16(), to.to_owned())
}

#[tokio::test]
async fn who_holds_the_private_link_prints_sheets_that_lead_to_the_group_s_page() {
    let town = Town::new().await;
    let (id, receipt) = town.list(town.group("Двор Прытыцкага")).await;
    let all = format!("{MAP}/receipts/{receipt}/sheets");
    let visitor = town.visitor();
    let preview = visitor.post(&format!("{all}/preview"), draft()).await;
    assert!(preview.text.starts_with("<svg") && preview.text.contains("Двор Прытыцкага"), "{}", preview.text);
    assert_eq!(visitor.get(&all).await.ok()["sheets"], json!([]));
    let sheet = visitor.post(&all, draft()).await;
    assert_eq!(sheet.status, 201);
    let sheet = sheet.json();
    assert_eq!(
        (&sheet["group_id"], &sheet["maker_id"], &sheet["guild_id"]),
        (&json!(id), &Value::Null, &Value::Null)
    );
    let to = format!("/map/group/{id}?sheet={}", code(&sheet));
    assert_eq!(followed(&town.server, &code(&sheet).to_lowercase()).await, (303, to));
    let one = format!("{all}/{}", id_of(&sheet));
    for (file, content_type) in [
        ("sheet.pdf", "application/pdf"),
        ("sheet.svg", "image/svg+xml"),
        ("qr.svg", "image/svg+xml"),
        ("qr.png", "image/png"),
    ] {
        let printed = visitor.get(&format!("{one}/{file}")).await;
        assert_eq!(
            (printed.status.as_u16(), &printed.headers["content-type"]),
            (200, &content_type.parse().expect("a type"))
        );
    }
    let renamed = visitor.patch(&one, json!({ "label": "Крама" })).await.ok();
    assert_eq!(renamed["label"], "Крама");
    visitor.delete(&one).await.ok();
    assert_eq!(followed(&town.server, code(&sheet)).await.0, 404);
    assert_eq!(visitor.get(&format!("{one}/sheet.pdf")).await.refused(404), 10_000);
}

#[tokio::test]
async fn a_sheet_of_an_open_guild_counts_who_comes_by_it() {
    let town = Town::new().await;
    let ada = town.server.person("ada").await;
    let (guild, id) = guild_on_map(&town, &ada, json!({})).await;
    let all = format!("{MAP}/groups/{id}/sheets");
    let sheet = ada.post(&all, draft()).await.ok();
    assert_eq!((&sheet["guild_id"], &sheet["maker_id"]), (&json!(guild), &json!(ada.id)));
    let eve = town.server.person("eve").await;
    eve.post(&format!("/invites/{}", code(&sheet)), json!({})).await.ok();
    // The group's page lets in by the sheet whoever came by it, and by no other code.
    let page = async |code: &str| {
        let path = format!("{}/map/group/{id}?sheet={code}", town.server.url());
        town.visitor().get(&path).await.text
    };
    let door = format!("/invite/{}\"", code(&sheet));
    assert!(page(code(&sheet)).await.contains(&door));
    for other in ["CCCCCCCCC", "%00", "abc"] {
        assert!(!page(other).await.contains(&door), "{other}");
    }
    let listed = ada.get(&all).await.ok();
    assert_eq!((&listed["sheets"][0]["joins"], &listed["sheets"][0]["label"]), (&json!(1), &json!("Хол")));
    // The group's sheets are the group's: the guild's list has its own.
    assert_eq!(ada.get(&format!("/parvis/v1/guilds/{guild}/sheets")).await.ok()["sheets"], json!([]));
    ada.delete(&format!("{MAP}/groups/{id}")).await.ok();
    assert_eq!(followed(&town.server, code(&sheet)).await.0, 404);
    let late = town.server.person("late").await;
    assert_eq!(late.post(&format!("/invites/{}", code(&sheet)), json!({})).await.refused(404), 10_006);
}

#[tokio::test]
async fn sheets_are_for_those_who_keep_the_group_and_for_groups_on_the_map() {
    let town = Town::new().await;
    let ada = town.server.person("ada").await;
    let (_, id) = guild_on_map(&town, &ada, json!({})).await;
    let sheet = ada.post(&format!("{MAP}/groups/{id}/sheets"), draft()).await.ok();
    let eve = town.server.person("eve").await;
    let refused = |answer: Answer| answer.refused(403);
    assert_eq!(refused(eve.get(&format!("{MAP}/groups/{id}/sheets")).await), 50_013);
    assert_eq!(refused(eve.post(&format!("{MAP}/groups/{id}/sheets"), draft()).await), 50_013);
    let path = format!("{MAP}/groups/{id}/sheets/{}", id_of(&sheet));
    assert_eq!(refused(eve.delete(&path).await), 50_013);
    let (_, waiting) = town.hand_in(town.group("Яшчэ не")).await;
    let all = format!("{MAP}/receipts/{waiting}/sheets");
    assert_eq!(town.visitor().post(&all, draft()).await.refused(400), 50_035);
    // A sheet of another group is not found here.
    let foreign = format!("{all}/{}", id_of(&sheet));
    assert_eq!(town.visitor().delete(&foreign).await.refused(404), 10_000);
}

#[tokio::test]
async fn a_sheet_shows_where_the_place_is_and_nothing_finer() {
    let town = Town::new().await;
    let mut body = town.group("Двор");
    body.as_object_mut().expect("an object").remove("area_id");
    body["point"] = json!([27.4512, 53.9041]);
    body["precision"] = json!("cell");
    let (_, of_cell) = town.list(body).await;
    let (_, of_area) = town.list(town.group("Двор")).await;
    let drawn = async |receipt: &str, kind: &str| {
        let draft = json!({ "kind": kind, "texts": [{ "language": "be" }] });
        town.visitor().post(&format!("{MAP}/receipts/{receipt}/sheets/preview"), draft).await.text
    };
    // The land of the small map, which no flag has.
    const LAND: &str = "#ece6db";
    for kind in ["door", "a5", "a3", "tear_off"] {
        let sheet = drawn(&of_area, kind).await;
        assert!(sheet.contains(LAND), "{kind}");
        let map =
            |sheet: &str| sheet.split(LAND).nth(1).and_then(|it| it.split("</g>").next()).map(str::to_owned);
        assert_eq!(map(&drawn(&of_cell, kind).await), map(&sheet), "{kind}: the cell is on no paper");
    }
    assert!(!drawn(&of_area, "stickers").await.contains(LAND), "too small for a map");
}
