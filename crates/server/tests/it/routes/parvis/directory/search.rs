//! `/parvis/v1/directory/search` and `/parvis/v1/directory/similar`

use serde_json::{Value, json};

use super::{MAP, Town};

/// Ids of the groups that are found by a name.
async fn found(town: &Town, query: &str) -> Vec<String> {
    let found = town.visitor().get(&format!("{MAP}/search?q={query}")).await.ok();
    let groups = found["groups"].as_array().expect("a list").clone();
    groups.iter().map(|group| group["id"].as_str().expect("an id").to_owned()).collect()
}

async fn alike(town: &Town, name: &str) -> Vec<String> {
    let answer = town.visitor().post(&format!("{MAP}/similar"), json!({ "name": name })).await.ok();
    let groups = answer["groups"].as_array().expect("a list").clone();
    groups.iter().map(|group| group["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn a_new_name_is_found_at_once_and_the_old_one_no_more() {
    let town = Town::new().await;
    let (first, _) = town.list(town.group("Каменная Горка")).await;
    let (second, _) = town.list(town.group("Серебрянка")).await;
    // The index is made now; what follows stands beside it.
    assert_eq!(found(&town, "kamennaja").await, [first.as_str()]);
    let rename = async |id: &str, name: &str| {
        town.moderator.patch(&format!("{MAP}/groups/{id}"), json!({ "name": name })).await.ok()
    };
    rename(&first, "Зялёны Луг").await;
    assert_eq!(found(&town, "kamennaja").await, [""; 0]);
    assert_eq!(
        (found(&town, "zialony").await, alike(&town, "Zialony Luh").await),
        (vec![first.clone()], vec![first.clone()])
    );
    assert_eq!(alike(&town, "Каменная Горка").await, [""; 0]);
    assert_eq!(found(&town, "serebrianka").await, [second.as_str()], "the others stay where they were");
    let (third, _) = town.list(town.group("Серебрянка 2")).await;
    assert_eq!(found(&town, "serebrianka").await, [second.clone(), third.clone()], "the shorter name first");
    rename(&first, "Каменная Горка").await;
    assert_eq!((found(&town, "kamennaja").await, found(&town, "zialony").await), (vec![first], vec![]));
    town.moderator.put(&format!("{MAP}/groups/{third}/dark"), json!({})).await.ok();
    assert_eq!(found(&town, "serebrianka").await, [second]);
}

#[tokio::test]
async fn a_search_is_as_long_as_a_name_and_answers_as_many_as_are_asked_for() {
    let town = Town::new().await;
    for number in 1..=4 {
        town.list(town.group(&format!("Двор {number}"))).await;
    }
    let search = async |query: String| town.visitor().get(&format!("{MAP}/search?{query}")).await;
    assert_eq!(search("q=dvor&limit=2".to_owned()).await.ok()["groups"].as_array().map(Vec::len), Some(2));
    for query in [
        "q=".to_owned(),
        format!("q={}", "a".repeat(101)),
        "q=a&limit=0".to_owned(),
        "q=a&limit=51".to_owned(),
    ] {
        let refused = search(query.clone()).await;
        assert_eq!(refused.refused(400), 50_035, "{query}");
    }
    // The longest query of the most words is answered like any other.
    let words = "ab ".repeat(33);
    assert_eq!(search(format!("q={}", words.trim())).await.ok()["groups"], Value::Array(Vec::new()));
}
