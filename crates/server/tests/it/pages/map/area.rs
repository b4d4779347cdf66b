//! `/map/area/{area}` and `/map/group/{group_id}`: what is listed, drawn and told.

use parvis_testing::Answer;
use serde_json::json;

use super::opened;
use crate::routes::parvis::directory::Town;

/// The numbers in the bubbles of a drawing, the largest first.
fn bubbles(html: &str) -> Vec<u32> {
    let texts = html.split("class=\"map-count\"").skip(1);
    let number = |part: &str| part.split('>').nth(1)?.split('<').next()?.parse().ok();
    let mut numbers: Vec<u32> = texts.filter_map(number).collect();
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    numbers
}

/// The numbers beside the places of the list, and the names of the groups.
fn listed(html: &str) -> (usize, Vec<String>) {
    let rows = html.split("<li class=\"group\">").skip(1);
    let name =
        |row: &str| row.split("<bdi>").nth(1).and_then(|it| it.split("</bdi>").next()).map(str::to_owned);
    let places =
        html.split("<ul class=\"places\">").nth(1).and_then(|it| it.split("</ul>").next()).unwrap_or("");
    (places.matches("<span class=\"count\">").count(), rows.filter_map(name).collect())
}

async fn of_town() -> Town {
    let town = Town::new().await;
    for name in ["Двор", "Сад"] {
        town.list(town.group(name)).await;
    }
    let mut east = town.group("Les Parisiens de Minsk");
    east["area_id"] = json!(town.east);
    east["languages"] = json!(["fr"]);
    east["tags"] = json!(["langue"]);
    east["target"] = json!({ "type": "link", "url": "https://t.me/parisiens_minsk" });
    town.list(east).await;
    let mut city = town.group("Увесь горад");
    city["area_id"] = json!(town.city);
    city["target"] = json!({ "type": "link", "url": "https://t.me/uves_horad" });
    town.list(city).await;
    town
}

#[tokio::test]
async fn the_list_and_the_drawing_say_the_same_at_every_level() {
    let town = of_town().await;
    let page = opened(&town.server, &format!("/map/area/{}", town.city), "en").await;
    assert_eq!(bubbles(&page.text), [2, 1, 1], "west, east, and one in the city itself");
    let (places, groups) = listed(&page.text);
    assert_eq!((places, groups.len()), (2, 4), "{}", page.text);
    assert_eq!(groups[0], "Увесь горад", "those of the place itself come first");
    assert!(page.text.contains("4 groups") && page.text.contains("at least 200 people"), "{}", page.text);
    // A map of one place begins inside of it.
    let whole = opened(&town.server, "/map", "en").await;
    assert_eq!(bubbles(&whole.text), [2, 1, 1]);
    let west = opened(&town.server, &format!("/map/area/{}", town.west), "en").await;
    assert_eq!((bubbles(&west.text), listed(&west.text).1.len()), (vec![2], 2));
    let yard = opened(&town.server, &format!("/map/area/{}", town.courtyard), "en").await;
    assert_eq!((bubbles(&yard.text), listed(&yard.text).1.len()), (vec![2], 2), "{}", yard.text);
    assert!(yard.text.contains("href=\"#groups\""), "several at one spot lead to the list");
    let framed = opened(&town.server, &format!("/map/embed?area={}", town.city), "en").await;
    assert_eq!(bubbles(&framed.text), [2, 1, 1]);
}

#[tokio::test]
async fn filters_hold_for_the_list_the_drawing_and_every_link_between_places() {
    let town = of_town().await;
    let city = format!("/map/area/{}", town.city);
    for (query, numbers, groups) in [
        ("language=fr", vec![1], 1),
        ("language=en", vec![], 0),
        ("tag=entraide", vec![2, 1], 3),
        ("tag=ENTRAIDE&join=open", vec![2, 1], 3),
        ("join=request", vec![], 0),
        ("activity=week", vec![], 0),
        ("language=&tag=&activity=&join=", vec![2, 1, 1], 4),
    ] {
        let page = opened(&town.server, &format!("{city}?{query}"), "en").await;
        assert_eq!((bubbles(&page.text), listed(&page.text).1.len()), (numbers, groups), "{query}");
    }
    let page = opened(&town.server, &format!("{city}?language=fr"), "en").await;
    assert!(page.text.contains(&format!("/map/area/{}", town.east)), "{}", page.text);
    assert!(page.text.contains("?language=fr\""), "links keep the filter: {}", page.text);
    assert!(page.text.contains("<option value=\"fr\" selected>français</option>"), "{}", page.text);
}

#[tokio::test]
async fn a_place_has_its_way_its_files_its_feed_and_words_for_messengers() {
    let town = of_town().await;
    let page = opened(&town.server, &format!("/map/area/{}", town.courtyard), "en").await;
    let url = town.server.url();
    for part in [
        format!("rel=\"canonical\" href=\"{url}/map/area/{}-", town.courtyard),
        "type=\"application/atom+xml\"".to_owned(),
        format!("/api/parvis/v1/directory/areas/{}/feed.atom", town.courtyard),
        format!("/api/parvis/v1/directory/groups.geojson?area_id={}", town.courtyard),
        "property=\"og:title\"".to_owned(),
        "hreflang=\"ar\"".to_owned(),
        "<bdi>Minsk</bdi>".to_owned(),
        "<bdi>Фрунзенскі</bdi>".to_owned(),
        "data-bounds=\"".to_owned(),
        "src=\"/map/near.js\"".to_owned(),
    ] {
        let of = if part.contains("data-bounds") {
            opened(&town.server, "/map", "en").await
        } else {
            page.clone()
        };
        assert!(of.text.contains(&part), "{part} in {}", of.text);
    }
    let slug = page.text.split("rel=\"canonical\" href=\"").nth(1).and_then(|it| it.split('"').next());
    let slug = slug.and_then(|it| it.rsplit('/').next()).expect("an address");
    assert!(slug.contains("-dvor"), "people recognise the address: {slug}");
}

#[tokio::test]
async fn a_group_says_what_it_is_and_how_one_comes_in() {
    let town = Town::new().await;
    let (open, _) = town.list(town.group("Двор")).await;
    let page = opened(&town.server, &format!("/map/group/{open}"), "fr").await;
    for part in [
        "<bdi>Двор</bdi>",
        "Les voisins de la cour",
        "au moins 50 participants",
        "Ouvrir dans Telegram",
        "href=\"https://t.me/dvor_prytyckaha\"",
        "rel=\"external nofollow noopener noreferrer\"",
        "Vous quittez ce serveur",
        "беларуская",
        "<bdi>entraide</bdi>",
        &format!("/map/group/{open}/report"),
        "class=\"map-bubble map-one\"",
    ] {
        assert!(page.text.contains(part), "{part} in {}", page.text);
    }
    let mut asking = town.group("Іншы");
    asking["target"] = json!({ "type": "link", "url": "https://t.me/inshy_dvor" });
    asking["join"] = json!({ "mode": "request", "questions": [] });
    asking["members"] = json!({ "shown": "hidden" });
    let (asking, _) = town.list(asking).await;
    let page = opened(&town.server, &format!("/map/group/{asking}"), "fr").await;
    assert!(
        page.text.contains(&format!("/map/group/{asking}/ask")) && !page.text.contains("t.me"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("participant"), "a hidden number is not told");
}

#[tokio::test]
async fn a_group_of_this_server_leads_to_its_invitation() {
    let town = Town::new().await;
    let ada = town.server.person("ada").await;
    let (_, id) = crate::routes::parvis::directory::guild_on_map(&town, &ada, json!({})).await;
    let page = opened(&town.server, &format!("/map/group/{id}"), "en").await;
    let href = page.text.split("<a class=\"button main\" href=\"").nth(1).and_then(|it| it.split('"').next());
    let href = href.expect("a door");
    assert!(href.starts_with("/invite/"), "{href}");
    let invitation = opened(&town.server, href, "en").await;
    assert!(invitation.status == 200 && invitation.text.contains("Join"), "{}", invitation.text);
}

#[tokio::test]
async fn every_group_has_a_flag_and_it_is_asked_for_anew() {
    let town = Town::new().await;
    let (id, _) = town.list(town.group("Двор")).await;
    let flag = opened(&town.server, &format!("/map/group/{id}/flag"), "en").await;
    assert_eq!(flag.headers["content-type"], "image/svg+xml");
    assert_eq!(flag.headers["cache-control"], "no-cache");
    assert!(flag.text.starts_with("<svg") && !flag.text.contains("<script"), "{}", flag.text);
    let etag = flag.headers["etag"].clone();
    let request = town.server.http().get(format!("{}/map/group/{id}/flag", town.server.url()));
    assert_eq!(Answer::of(request.header("if-none-match", etag)).await.status, 304);
}

#[tokio::test]
async fn places_and_groups_are_found_by_other_letters() {
    let town = of_town().await;
    let page = opened(&town.server, "/map/search?q=prytyckaha", "en").await;
    assert!(page.text.contains("Двор на Прытыцкага"), "{}", page.text);
    let page = opened(&town.server, "/map/search?q=parisien", "en").await;
    assert!(page.text.contains("Les Parisiens de Minsk"), "{}", page.text);
    let none = opened(&town.server, "/map/search?q=zzzzzz", "en").await;
    assert!(none.text.contains("Nothing found"), "{}", none.text);
}
