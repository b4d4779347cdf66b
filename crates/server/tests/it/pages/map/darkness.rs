//! What goes dark is gone from every page at once.

use serde_json::json;

use super::{check, opened};
use crate::routes::parvis::directory::{MAP, Town};

async fn pages_with(town: &Town, id: &str, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for path in [
        "/map".to_owned(),
        format!("/map/area/{}", town.city),
        format!("/map/area/{}", town.courtyard),
        format!("/map/group/{id}"),
        format!("/map/group/{id}/report"),
        "/map/search?q=pahonia".to_owned(),
        "/map/embed".to_owned(),
        format!("/map/embed?area={}", town.courtyard),
    ] {
        let page = opened(&town.server, &path, "en").await;
        check(&page, &path);
        if page.text.contains(name) || page.text.contains("1 group<") {
            found.push(path);
        }
    }
    if opened(&town.server, &format!("/map/group/{id}/flag"), "en").await.status == 200 {
        found.push("flag".to_owned());
    }
    found
}

#[tokio::test]
async fn what_goes_dark_is_gone_from_every_page_at_once_and_comes_back() {
    let town = Town::new().await;
    let (id, receipt) = town.list(town.group("Pahonia Dvor")).await;
    let light = pages_with(&town, &id, "Pahonia Dvor").await;
    assert_eq!(light.len(), 9, "{light:?}");
    let (guard, keeper) = (&town.moderator, &town.visitor());
    for (who, path) in [
        (keeper, format!("{MAP}/receipts/{receipt}/dark")),
        (guard, format!("{MAP}/areas/{}/dark", town.courtyard)),
        (guard, format!("{MAP}/dark")),
    ] {
        who.put(&path, json!({})).await.ok();
        assert_eq!(pages_with(&town, &id, "Pahonia Dvor").await, [""; 0], "{path}");
        who.delete(&path).await.ok();
        assert_eq!(pages_with(&town, &id, "Pahonia Dvor").await, light, "{path} again");
    }
}

#[tokio::test]
async fn a_closed_map_says_so_and_only_explains_itself() {
    let town = Town::new().await;
    let (_, receipt) = town.list(town.group("Двор")).await;
    let known = opened(&town.server, "/map", "en").await.headers["etag"].clone();
    town.moderator.put(&format!("{MAP}/dark"), json!({})).await.ok();
    for path in ["/map", &format!("/map/area/{}", town.city), "/map/search?q=dvor", "/map/add", "/map/embed"]
    {
        let request = town.server.http().get(format!("{}{path}", town.server.url()));
        let request = request.header("accept-language", "en").header("if-none-match", &known);
        let page = parvis_testing::Answer::of(request).await;
        assert!(page.status == 404 && page.text.contains("closed for now"), "{path}: {}", page.text);
        assert_eq!(page.headers["cache-control"], "no-store", "{path}");
    }
    assert_eq!(opened(&town.server, "/map/about", "en").await.status, 200);
    assert_eq!(opened(&town.server, &format!("/map/receipt/{receipt}"), "en").await.status, 200);
}
