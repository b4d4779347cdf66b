//! `/parvis/v1/directory/areas`, `/search` and `/place`

use serde_json::json;

use super::{MAP, Town, id_of, rectangle};

#[tokio::test]
async fn whoever_comes_walks_the_tree_of_places() {
    let town = Town::new().await;
    let visitor = town.visitor();
    let roots = visitor.get(&format!("{MAP}/areas")).await.ok();
    assert_eq!(roots["areas"][0]["name"], "Minsk");
    assert_eq!((&roots["areas"][0]["areas"], &roots["has_more"]), (&json!(2), &json!(false)));
    let first = visitor.get(&format!("{MAP}/areas?parent_id={}&limit=1", town.city)).await.ok();
    assert_eq!((&first["areas"][0]["name"], &first["has_more"]), (&json!("Першамайскі"), &json!(true)));
    let after = format!("{MAP}/areas?parent_id={}&limit=1&after={}", town.city, id_of(&first["areas"][0]));
    let second = visitor.get(&after).await.ok();
    assert_eq!((&second["areas"][0]["name"], &second["has_more"]), (&json!("Фрунзенскі"), &json!(false)));
    let one = visitor.get(&format!("{MAP}/areas/{}?shape=true", town.courtyard)).await.ok();
    let path: Vec<_> = one["path"].as_array().expect("a path").iter().map(|area| &area["name"]).collect();
    assert_eq!(path, ["Minsk", "Фрунзенскі"]);
    assert_eq!(one["shape"], rectangle([27.45, 53.90, 27.46, 53.91]));
    assert_eq!(one["bounds"], json!([27.45, 53.9, 27.46, 53.91]));
    assert_eq!(second["areas"][0]["shape"], json!(null));
    let drawn = visitor.get(&format!("{MAP}/areas?parent_id={}&shape=true", town.west)).await.ok();
    assert_eq!(drawn["areas"][0]["shape"], rectangle([27.45, 53.90, 27.46, 53.91]));
    for wrong in ["areas?limit=0", "areas?limit=201", "areas?parent_id=x"] {
        assert_eq!(visitor.get(&format!("{MAP}/{wrong}")).await.refused(400), 50_035, "{wrong}");
    }
}

#[tokio::test]
async fn a_point_lies_in_the_smallest_place_and_in_those_around_it() {
    let town = Town::new().await;
    let at = async |lon: f64, lat: f64| {
        let found =
            town.visitor().post(&format!("{MAP}/place"), json!({ "lon": lon, "lat": lat })).await.ok();
        let path = found["path"].as_array().expect("a path").clone();
        path.iter().map(|area| area["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(at(27.455, 53.905).await, ["Minsk", "Фрунзенскі", "Двор на Прытыцкага"]);
    assert_eq!(at(27.6, 53.9).await, ["Minsk", "Першамайскі"]);
    assert_eq!(at(2.35, 48.85).await, [""; 0]);
    let wrong = town.visitor().post(&format!("{MAP}/place"), json!({ "lon": 181, "lat": 0 })).await;
    assert_eq!(wrong.refused(400), 50_035);
    assert!(wrong.json()["errors"]["lon"].is_object(), "{}", wrong.text);
}

#[tokio::test]
async fn places_and_groups_are_found_in_any_spelling_while_one_types() {
    let town = Town::new().await;
    town.list(town.group("Суседзі Прытыцкага")).await;
    let found = async |query: &str| town.visitor().get(&format!("{MAP}/search?q={query}")).await.ok();
    let places = found("prytyck").await;
    assert_eq!(places["areas"][0]["name"], "Двор на Прытыцкага", "{places}");
    assert_eq!(places["areas"][0]["path"][0]["name"], "Minsk");
    assert_eq!(places["groups"][0]["name"], "Суседзі Прытыцкага");
    assert_eq!(found("marseille").await, json!({ "areas": [], "groups": [] }));
    assert_eq!(town.visitor().get(&format!("{MAP}/search?q=")).await.refused(400), 50_035);
}

#[tokio::test]
async fn moderators_change_places_and_take_away_what_is_empty() {
    let town = Town::new().await;
    let path = format!("{MAP}/areas/{}", town.courtyard);
    let names = json!({ "names": { "ru": "Двор на Притыцкого" }, "aliases": ["Каменная Горка"], "parent_id": town.east });
    let changed = town.moderator.patch(&path, names).await.ok();
    assert_eq!((&changed["path"][1]["name"], &changed["level"]), (&json!("Першамайскі"), &json!(14)));
    assert_eq!(changed["names"]["ru"], "Двор на Притыцкого");
    let east = format!("{MAP}/areas/{}", town.east);
    let circle = town.moderator.patch(&east, json!({ "parent_id": town.courtyard })).await;
    assert_eq!(circle.refused(400), 50_035);
    assert!(circle.json()["errors"]["parent_id"].is_object());
    for (body, field) in [
        (json!({ "name": "" }), "name"),
        (json!({ "level": 16 }), "level"),
        (json!({ "names": { "русский": "x" } }), "names"),
        (json!({ "shape": { "type": "LineString", "coordinates": [[0, 0], [1, 1]] } }), "shape"),
        (json!({ "shape": { "type": "Point", "coordinates": [200, 0] } }), "shape"),
    ] {
        let wrong = town.moderator.patch(&path, body.clone()).await;
        assert_eq!(wrong.refused(400), 50_035, "{body}");
        assert!(wrong.json()["errors"][field].is_object(), "{body}: {}", wrong.text);
    }
    let (_, receipt) = town.list(town.group("Двор")).await;
    assert_eq!(town.moderator.delete(&path).await.refused(400), 50_035, "a group stands in it");
    town.visitor().delete(&format!("{MAP}/receipts/{receipt}")).await.ok();
    town.moderator.delete(&path).await.ok();
    assert_eq!(town.visitor().get(&path).await.refused(404), 10_000);
    assert_eq!(town.moderator.delete(&format!("{MAP}/areas/{}", town.city)).await.refused(400), 50_035);
}

#[tokio::test]
async fn a_file_of_places_becomes_a_tree_and_a_second_time_brings_it_up_to_date() {
    let town = Town::new().await;
    let feature = |id: &str, name: &str, level: u8, bounds: [f64; 4]| {
        json!({
            "type": "Feature", "id": id,
            "properties": { "name": name, "name:be": name, "admin_level": level },
            "geometry": rectangle(bounds),
        })
    };
    let district = feature("relation/1", "1er", 9, [2.32, 48.85, 2.35, 48.87]);
    let quarter = feature("relation/2", "Les Halles", 10, [2.34, 48.858, 2.35, 48.865]);
    let file = json!({ "type": "FeatureCollection", "features": [quarter, district] });
    let import = format!("{MAP}/area-imports?parent_id={}", town.city);
    let done = town.moderator.post(&import, file.clone()).await.ok();
    assert_eq!(done, json!({ "added": 2, "changed": 0 }));
    let found = town.visitor().get(&format!("{MAP}/search?q=les%20halles")).await.ok();
    let path: Vec<_> =
        found["areas"][0]["path"].as_array().expect("a path").iter().map(|it| &it["name"]).collect();
    assert_eq!(path, ["Minsk", "1er"]);
    assert_eq!(
        (&found["areas"][0]["source"], &found["areas"][0]["osm_id"]),
        (&json!("osm"), &json!("relation/2"))
    );
    let again = town.moderator.post(&format!("{import}&levels=9"), file).await.ok();
    assert_eq!(again, json!({ "added": 0, "changed": 1 }));
    let broken =
        json!({ "type": "FeatureCollection", "features": [feature("x", "X", 9, [0.0, 0.0, 500.0, 1.0])] });
    let refused = town.moderator.post(&import, broken).await;
    assert_eq!(refused.refused(400), 50_035);
    assert!(refused.json()["errors"]["features"]["0"].is_object(), "{}", refused.text);
}
