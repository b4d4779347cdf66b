//! `/parvis/v1/directory/aid/{aid_id}/matches`

use serde_json::json;

use super::{Street, aid};

#[tokio::test]
async fn the_author_sees_what_answers_a_listing_the_nearest_first() {
    let street = Street::new().await;
    let offer = street.post(&street.ada, street.ride()).await;
    let request = |area: &str, conditions: &[&str]| {
        let mut body = street.ride();
        body["kind"] = json!("ride_request");
        body["total"] = json!(1);
        body["area_id"] = json!(area);
        body["conditions"] = json!(conditions);
        body
    };
    let town = &street.town;
    let same = street.post(&street.eve, request(&town.courtyard, &["luggage"])).await;
    let picky = street.post(&street.eve, request(&town.courtyard, &["child_seat"])).await;
    let around = street.post(&street.mo, request(&town.west, &[])).await;
    street.post(&street.mo, request(&town.east, &[])).await;
    street.post(&street.ada, request(&town.courtyard, &[])).await;
    let path = aid(&format!("/{offer}/matches"));
    let found = street.ada.get(&path).await.ok();
    let told: Vec<_> = found["matches"].as_array().expect("a list").iter().collect();
    let ids: Vec<_> = told.iter().map(|it| it["listing"]["id"].clone()).collect();
    assert_eq!(ids, [json!(same), json!(picky), json!(around)]);
    let closeness: Vec<_> = told.iter().map(|it| it["closeness"].clone()).collect();
    assert_eq!(closeness, [json!("same"), json!("same"), json!("around")]);
    assert_eq!(told[1]["conditions_missing"], json!(["child_seat"]));
    let one = street.ada.get(&format!("{path}?limit=1")).await.ok();
    assert_eq!(one["matches"].as_array().expect("a list").len(), 1);
    for limit in ["0", "51", "-1", "x"] {
        assert_eq!(street.ada.get(&format!("{path}?limit={limit}")).await.refused(400), 50_035, "{limit}");
    }
    assert_eq!(street.eve.get(&path).await.refused(403), 50_013, "others would learn what is by one author");
}
