//! `/map/actions` and `/map/action/{event_id}`

use serde_json::json;

use super::opened;
use crate::routes::parvis::directory::actions::{Planning, at};

#[tokio::test]
async fn a_place_names_its_next_actions_and_each_has_a_page() {
    let here = Planning::new().await;
    let event = here.plan("Thé <dans> la cour", 3, json!({})).await;
    here.show(&event, &here.town.courtyard).await;
    let place = opened(&here.town.server, &format!("/map/area/{}", here.town.west), "fr").await;
    assert!(place.text.contains("Prochaines actions"), "{}", place.text);
    assert!(place.text.contains(&format!("href=\"/map/action/{event}\"")), "{}", place.text);
    assert!(place.text.contains(&format!("/map/area/{}/actions.ics", here.town.west)), "{}", place.text);
    let diamond = "<title>Thé &lt;dans&gt; la cour</title><path class=\"map-bubble map-actions\"";
    assert!(place.text.contains(diamond), "{}", place.text);
    let other = opened(&here.town.server, &format!("/map/area/{}", here.town.east), "fr").await;
    assert!(!other.text.contains("Prochaines actions"), "{}", other.text);
    assert!(!other.text.contains("map-actions"), "{}", other.text);

    let page = opened(&here.town.server, &format!("/map/action/{event}"), "fr").await;
    for text in [
        "Thé &#60;dans&#62; la cour",
        &format!("<time datetime=\"{}\">", at(3)),
        "Sous les arbres",
        "Apportez des gâteaux",
        &format!("href=\"/map/group/{}\"", here.group),
        &format!("href=\"/map/action/{event}.ics\""),
        "<meta property=\"og:title\"",
    ] {
        assert!(page.text.contains(text), "{text}: {}", page.text);
    }
    let arabic = opened(&here.town.server, &format!("/map/actions?area_id={}", here.town.west), "ar").await;
    assert!(arabic.text.contains("dir=\"rtl\"") && arabic.text.contains("الأنشطة القادمة"), "{}", arabic.text);
}

#[tokio::test]
async fn addresses_that_lead_nowhere_say_so_in_words() {
    let here = Planning::new().await;
    for path in [
        "/map/action/7",
        "/map/action/x",
        "/map/action/x.ics",
        "/map/actions?area_id=7",
        "/map/actions?actions=2",
    ] {
        let url = format!("{}{path}", here.town.server.url());
        assert_eq!(here.town.visitor().get(&url).await.status, 404, "{path}");
    }
    let empty = opened(&here.town.server, "/map/actions", "en").await;
    assert!(empty.text.contains("No action is planned here at the moment."), "{}", empty.text);
    for path in ["/map/action/7.ics", "/map/area/7/actions.ics"] {
        let url = format!("{}{path}", here.town.server.url());
        assert_eq!(here.town.visitor().get(&url).await.refused(404), 10_000, "{path}");
    }
}
