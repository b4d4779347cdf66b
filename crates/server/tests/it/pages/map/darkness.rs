//! A map that is closed. What goes dark is gone from every page: see `surfaces.rs`.

use serde_json::json;

use super::opened;
use crate::routes::parvis::directory::{MAP, Town};

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
