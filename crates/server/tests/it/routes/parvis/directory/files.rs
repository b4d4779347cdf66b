//! `/parvis/v1/directory/groups.geojson`, `.kml`, `.csv` and `/areas/{area_id}/feed.atom`

use parvis_testing::Answer;
use serde_json::json;

use super::{MAP, Town};

const FILES: [(&str, &str); 3] = [
    ("groups.geojson", "application/geo+json"),
    ("groups.kml", "application/vnd.google-earth.kml+xml"),
    ("groups.csv", "text/csv; charset=utf-8"),
];

fn etag(answer: &Answer) -> String {
    answer.headers["etag"].to_str().expect("a tag").to_owned()
}

#[tokio::test]
async fn files_hold_the_public_groups_of_a_place() {
    let town = Town::new().await;
    let (id, _) = town.list(town.group("Двор & \"сябры\"")).await;
    let mut other = town.group("=cmd()");
    other["area_id"] = json!(town.east);
    town.list(other).await;
    let visitor = town.visitor();
    for (file, content_type) in FILES {
        let whole = visitor.get(&format!("{MAP}/{file}")).await;
        assert_eq!(whole.headers["content-type"], content_type);
        assert!(whole.text.contains(&id) && whole.text.contains("cmd()"), "{}", whole.text);
        let east = visitor.get(&format!("{MAP}/{file}?area_id={}", town.east)).await;
        assert!(!east.text.contains(&id) && east.text.contains("cmd()"), "{}", east.text);
        assert_eq!(visitor.get(&format!("{MAP}/{file}?area_id=1")).await.refused(404), 10_000);
    }
    let geojson = visitor.get(&format!("{MAP}/groups.geojson?area_id={}", town.west)).await.json();
    assert_eq!(geojson["features"][0]["properties"]["name"], "Двор & \"сябры\"");
    assert_eq!(geojson["features"][0]["geometry"]["type"], "Point");
    let kml = visitor.get(&format!("{MAP}/groups.kml")).await.text;
    assert!(kml.contains("<name>Двор &amp; &quot;сябры&quot;</name>"), "{kml}");
    let csv = visitor.get(&format!("{MAP}/groups.csv")).await.text;
    assert!(csv.contains("\"Двор & \"\"сябры\"\"\"") && csv.contains("'=cmd()"), "{csv}");
    let feed = visitor.get(&format!("{MAP}/areas/{}/feed.atom", town.city)).await;
    assert_eq!(feed.headers["content-type"], "application/atom+xml");
    assert!(feed.text.contains(&format!("/map/group/{id}")) && feed.text.contains("<title>Minsk</title>"));
}

#[tokio::test]
async fn who_has_a_file_is_told_so_until_something_changes() {
    let town = Town::new().await;
    let (_, receipt) = town.list(town.group("Двор")).await;
    let visitor = town.visitor();
    let ask = async |path: &str, tag: &str| {
        let request = visitor.request(reqwest::Method::GET, path).header("if-none-match", tag);
        Answer::of(request).await
    };
    let mut tags = Vec::new();
    for (file, _) in FILES {
        let path = format!("{MAP}/{file}");
        let first = visitor.get(&path).await;
        let again = ask(&path, &format!("\"x\", W/{}", etag(&first))).await;
        assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
        assert_eq!(etag(&again), etag(&first));
        tags.push((path, etag(&first)));
    }
    visitor.put(&format!("{MAP}/receipts/{receipt}/dark"), json!({})).await.ok();
    for (path, tag) in tags {
        let changed = ask(&path, &tag).await;
        assert_eq!(changed.status.as_u16(), 200, "{path}");
        assert!(!changed.text.contains("Двор"), "{path}");
        assert_eq!(changed.headers["cache-control"], "no-store", "nobody on the way keeps it");
    }
}

#[tokio::test]
async fn the_whole_map_has_a_feed_like_each_place() {
    let town = Town::new().await;
    let (first, _) = town.list(town.group("Двор")).await;
    let mut other = town.group("Іншы двор");
    other["area_id"] = json!(town.east);
    let (second, _) = town.list(other).await;
    let feed = town.visitor().get(&format!("{MAP}/feed.atom")).await;
    assert_eq!(feed.headers["content-type"], "application/atom+xml");
    let place = |id: &str| feed.text.find(&format!("/map/group/{id}</id>")).expect("an entry");
    assert!(place(&second) < place(&first), "what changed last stands first: {}", feed.text);
    assert!(feed.text.contains("<title>Parvis</title>"), "{}", feed.text);
    let request = town.server.http().get(format!("{}/api{MAP}/feed.atom", town.server.url()));
    let again = Answer::of(request.header("if-none-match", etag(&feed))).await;
    assert_eq!(again.status, 304);
    let page = town.server.http().get(format!("{}/map", town.server.url()));
    assert!(Answer::of(page).await.text.contains("/feed.atom\""));
}
