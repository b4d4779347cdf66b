//! `/map/receipt/{receipt}`: everything that keepers do, by forms alone.

use serde_json::json;

use super::{check, hidden, opened, sent};
use crate::routes::parvis::directory::{MAP, Town};

#[tokio::test]
async fn the_private_link_is_kept_by_nobody_and_sent_nowhere() {
    let town = Town::new().await;
    let (_, receipt) = town.hand_in(town.group("Двор")).await;
    let path = format!("/map/receipt/{receipt}");
    for path in [path.clone(), format!("{path}/edit")] {
        let page = opened(&town.server, &path, "en").await;
        check(&page, &path);
        for (name, value) in [
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-robots-tag", "noindex, noarchive"),
        ] {
            assert_eq!(page.headers[name], value);
        }
        assert!(!page.headers.contains_key("content-encoding") && !page.headers.contains_key("etag"));
        for forbidden in ["canonical", "og:url", "hreflang"] {
            assert!(!page.text.contains(forbidden), "{forbidden} in {}", page.text);
        }
    }
}

#[tokio::test]
async fn keepers_speak_correct_hide_show_confirm_and_withdraw() {
    let town = Town::new().await;
    let (id, receipt) = town.hand_in(town.group("Двор")).await;
    let path = format!("/map/receipt/{receipt}");
    let page = async || opened(&town.server, &path, "en").await.text;
    assert!(page().await.contains("A moderator will look at it"));
    town.decide(&id, json!({ "decision": "ask", "text": "Хто вы?" })).await;
    assert!(page().await.contains("Хто вы?"));
    let act = async |fields: &[(&str, &str)]| sent(&town.server, &path, fields).await.status.as_u16();
    assert_eq!(act(&[("do", "say"), ("text", "Суседзі")]).await, 303);
    assert!(page().await.contains("Суседзі"));
    assert_eq!(act(&[("do", "say"), ("text", " ")]).await, 400);
    town.decide(&id, json!({ "decision": "accept" })).await;
    assert!(page().await.contains("The group is on the map"));
    assert_eq!(act(&[("do", "darken")]).await, 303);
    assert!(page().await.contains("hidden everywhere"));
    assert_eq!(opened(&town.server, &format!("/map/group/{id}"), "en").await.status, 404);
    assert_eq!(act(&[("do", "light")]).await, 303);
    assert_eq!(act(&[("do", "confirm")]).await, 303);
    assert_eq!(opened(&town.server, &format!("/map/group/{id}"), "en").await.status, 200);
    assert_eq!(act(&[("do", "withdraw")]).await, 400, "only who is sure");
    assert_eq!(act(&[("do", "nothing")]).await, 400);
    assert_eq!(act(&[("do", "withdraw"), ("sure", "1")]).await, 303);
    assert!(page().await.contains("was taken back"));
    assert_eq!(opened(&town.server, &format!("/map/group/{id}"), "en").await.status, 404);
    assert_eq!(opened(&town.server, &format!("{path}/edit"), "en").await.status, 404);
}

#[tokio::test]
async fn a_correction_leaves_what_the_form_does_not_show() {
    let town = Town::new().await;
    let mut body = town.group("Двор");
    body["point"] = json!([27.455, 53.905]);
    body["precision"] = json!("cell");
    body.as_object_mut().expect("an object").remove("area_id");
    let (id, receipt) = town.list(body).await;
    let path = format!("/map/receipt/{receipt}/edit");
    let form = opened(&town.server, &path, "be").await;
    assert!(form.text.contains("Суседзі двара") && form.text.contains("value=\"Двор\""), "{}", form.text);
    let fields = [
        ("name", "Новы двор"),
        ("description", "Новыя суседзі"),
        ("description_language", "be"),
        ("languages", "be"),
        ("tags", ""),
        ("url", "https://t.me/dvor_prytyckaha"),
        ("join", "open"),
        ("shown", "hidden"),
    ];
    let wrong = sent(&town.server, &path, &[("name", ""), ("url", "https://t.me/dvor_prytyckaha")]).await;
    assert!(wrong.status == 400 && wrong.text.contains("A name of 1 to 80"), "{}", wrong.text);
    assert_eq!(sent(&town.server, &path, &fields).await.status, 303);
    let page = opened(&town.server, &format!("/map/receipt/{receipt}"), "en").await;
    assert!(page.text.contains("corrections wait for a moderator"), "{}", page.text);
    town.decide(&id, json!({ "decision": "accept" })).await;
    let group = town.visitor().get(&format!("{MAP}/groups/{id}")).await.ok();
    assert_eq!((&group["name"], &group["place"]["type"]), (&json!("Новы двор"), &json!("cell")));
    assert_eq!(group["description"], json!({ "be": "Новыя суседзі", "fr": "Les voisins de la cour" }));
}

#[tokio::test]
async fn a_correction_moves_a_group_to_another_place_when_a_moderator_agrees() {
    let town = Town::new().await;
    let (id, receipt) = town.list(town.group("Двор")).await;
    let path = format!("/map/receipt/{receipt}/edit");
    let form = opened(&town.server, &path, "en").await;
    assert!(form.text.contains(&format!("href=\"{path}?move=1\"")), "{}", form.text);
    let pick = opened(&town.server, &format!("{path}?move=1&q=Pershamaiski"), "en").await;
    check(&pick, "pick");
    assert!(pick.text.contains(&format!("href=\"{path}?area={}\"", town.east)), "{}", pick.text);
    let moved = opened(&town.server, &format!("{path}?area={}", town.east), "en").await;
    assert_eq!(hidden(&moved.text, "area"), town.east);
    assert!(moved.text.contains("Першамайскі") && moved.text.contains("value=\"Двор\""), "{}", moved.text);
    let fields = [
        ("area", town.east.as_str()),
        ("name", "Двор"),
        ("description", "Суседзі двара"),
        ("description_language", "be"),
        ("languages", "be, ru"),
        ("tags", "Entraide"),
        ("url", "https://t.me/dvor_prytyckaha"),
        ("join", "open"),
        ("shown", "bucket"),
        ("declared", "64"),
    ];
    assert_eq!(sent(&town.server, &path, &fields).await.status, 303);
    let group = async || town.visitor().get(&format!("{MAP}/groups/{id}")).await.ok()["area_id"].clone();
    assert_eq!(group().await, json!(town.courtyard), "nobody moves a group alone");
    town.decide(&id, json!({ "decision": "accept" })).await;
    assert_eq!(group().await, json!(town.east));
    // A place that is not shown is no place to move to.
    town.moderator.put(&format!("{MAP}/areas/{}/dark", town.courtyard), json!({})).await.ok();
    let gone = opened(&town.server, &format!("{path}?area={}", town.courtyard), "en").await;
    assert_eq!(gone.status, 404);
    let mut back = fields;
    back[0].1 = &town.courtyard;
    assert_eq!(sent(&town.server, &path, &back).await.status, 400);
}
