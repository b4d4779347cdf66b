//! `/map/aid`: rides and mutual aid as a visitor sees them, and what goes dark with its place.

use parvis_model::Timestamp;
use serde_json::json;

use super::{HOSTILE, check, check_ids, opened};
use crate::routes::parvis::directory::{MAP, Town};

const LANGUAGES: [&str; 6] = ["fr", "en", "es", "ru", "be", "ar"];

/// A ride and a thing, both hostile in what they say.
async fn offered(town: &Town) -> (parvis_testing::Person, String) {
    let ada = town.server.person("canary_ada").await;
    let now_ms = town.server.app().now_ms();
    let at = |hours: i64| Timestamp::from_unix_ms(now_ms + hours * 3_600_000);
    let ride = json!({
        "kind": "ride_offer", "area_id": town.courtyard, "destination_area_id": town.east,
        "via_area_ids": [town.west], "from": at(24), "until": at(26), "total": 3,
        "conditions": ["child_seat"], "cost_share": HOSTILE[..40], "text": format!("Pahonia ride {HOSTILE}"),
    });
    let made = ada.post(&format!("{MAP}/aid"), ride).await.ok();
    let thing = json!({
        "kind": "need", "area_id": town.east, "from": at(1), "until": at(240), "total": 2, "category": "food",
        "text": "Pahonia thing",
    });
    ada.post(&format!("{MAP}/aid"), thing).await.ok();
    (ada, made["id"].as_str().expect("an id").to_owned())
}

#[tokio::test]
async fn a_visitor_reads_what_is_offered_and_how_to_answer_in_every_language() {
    let town = Town::new().await;
    let (ada, id) = offered(&town).await;
    for language in LANGUAGES {
        for path in ["/map/aid".to_owned(), format!("/map/area/{}", town.courtyard)] {
            let page = opened(&town.server, &path, language).await;
            check(&page, &path);
            check_ids(&page.text, &path);
            assert!(page.text.contains(&format!("/app/map/aid/{id}")), "{language} {path}: {}", page.text);
            assert!(page.text.contains("Pahonia ride") && !page.text.contains("<script>"), "{path}");
            assert!(
                !page.text.contains("canary_") && !page.text.contains(&ada.id),
                "{path}: nobody is named"
            );
            let robots = page.headers["x-robots-tag"].to_str().expect("text");
            assert!(robots.contains("noindex"), "{robots}");
        }
    }
    let page = opened(&town.server, "/map/aid?kind=need", "en").await;
    assert!(page.text.contains("Pahonia thing") && !page.text.contains("Pahonia ride"), "{}", page.text);
    let page = opened(&town.server, &format!("/map/aid?area={}&kind=&category=", town.west), "en").await;
    assert!(page.text.contains("3 free seats") && !page.text.contains("Pahonia thing"), "{}", page.text);
    for (path, status) in [("?kind=x", 400), ("?area=x", 400), ("?area=1", 404), ("?after=-1", 400)] {
        let page = opened(&town.server, &format!("/map/aid{path}"), "en").await;
        assert_eq!(page.status.as_u16(), status, "{path}");
    }
}

#[tokio::test]
async fn a_page_that_was_read_is_not_sent_again_until_something_changes() {
    let town = Town::new().await;
    let (ada, id) = offered(&town).await;
    for path in ["/map/aid".to_owned(), format!("/map/area/{}", town.courtyard)] {
        let known = opened(&town.server, &path, "en").await.headers["etag"].clone();
        let again = async || {
            let request = town.server.http().get(format!("{}{path}", town.server.url()));
            let request = request.header("accept-language", "en").header("if-none-match", &known);
            parvis_testing::Answer::of(request).await.status.as_u16()
        };
        assert_eq!(again().await, 304, "{path}");
        if path == "/map/aid" {
            continue;
        }
        ada.delete(&format!("{MAP}/aid/{id}")).await.ok();
        assert_eq!(again().await, 200, "{path}: what was taken back is gone at once");
    }
}

#[tokio::test]
async fn what_is_offered_goes_dark_with_its_place() {
    let town = Town::new().await;
    offered(&town).await;
    let shown = async || {
        let mut found = 0;
        for path in ["/map/aid".to_owned(), "/map".to_owned(), format!("/map/area/{}", town.city)] {
            found += opened(&town.server, &path, "en").await.text.matches("Pahonia").count();
        }
        found
    };
    assert_eq!(shown().await, 6);
    for (place, left) in [(format!("/areas/{}/dark", town.courtyard), 3), ("/dark".to_owned(), 0)] {
        town.moderator.put(&format!("{MAP}{place}"), json!({})).await.ok();
        assert_eq!(shown().await, left, "{place}");
        town.moderator.delete(&format!("{MAP}{place}")).await.ok();
        assert_eq!(shown().await, 6, "{place} again");
    }
}
