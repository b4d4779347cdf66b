//! `GET /channels/{channel_id}/messages`

use serde_json::Value;

use crate::routes::channels::{Scene, id_of};

fn ids(messages: &Value) -> Vec<String> {
    messages.as_array().expect("a list").iter().map(id_of).collect()
}

#[tokio::test]
async fn pages_end_where_they_say_at_every_edge() {
    let scene = Scene::set().await;
    let first = id_of(&scene.owner.get(&scene.at("/messages?limit=1")).await.ok()[0]);
    let mut all = vec![first];
    for number in 0..9 {
        all.push(scene.said(&scene.owner, &format!("{number}")).await);
    }
    let newest_first =
        |range: std::ops::Range<usize>| -> Vec<String> { all[range].iter().rev().cloned().collect() };
    for (query, expected) in [
        ("limit=3".to_owned(), newest_first(7..10)),
        ("limit=100".to_owned(), newest_first(0..10)),
        (format!("before={}&limit=2", all[5]), newest_first(3..5)),
        (format!("before={}", all[0]), vec![]),
        ("before=0".to_owned(), vec![]),
        (format!("after={}&limit=2", all[5]), newest_first(6..8)),
        (format!("after={}", all[9]), vec![]),
        ("after=0&limit=2".to_owned(), newest_first(0..2)),
        (format!("around={}&limit=5", all[5]), newest_first(3..8)),
        (format!("around={}&limit=1", all[5]), newest_first(5..6)),
        (format!("around={}&limit=4", all[0]), newest_first(0..3)),
        ("before=9223372036854775807&limit=1".to_owned(), newest_first(9..10)),
    ] {
        let page = scene.owner.get(&scene.at(&format!("/messages?{query}"))).await.ok();
        assert_eq!(ids(&page), expected, "{query}");
    }
}

#[tokio::test]
async fn numbers_beyond_their_bounds_are_refused_by_name() {
    let scene = Scene::set().await;
    for query in [
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=9223372036854775808",
        "limit=NaN",
        "limit=",
        "before=-1",
        "before=9223372036854775808",
        "before=a",
        "after=1.5",
        "around=%00",
    ] {
        let answer = scene.owner.get(&scene.at(&format!("/messages?{query}"))).await;
        assert_eq!(answer.refused(400), 50_035, "{query}");
        let field = query.split('=').next().expect("a name");
        assert!(answer.json()["errors"][field].is_object(), "{query}: {}", answer.text);
    }
    for limit in ["1", "100"] {
        scene.owner.get(&scene.at(&format!("/messages?limit={limit}"))).await.ok();
    }
}

#[tokio::test]
async fn without_the_right_to_the_past_the_past_is_empty() {
    let scene = Scene::set().await;
    let id = scene.said(&scene.owner, "before").await;
    let overwrite = serde_json::json!({ "type": 0, "deny": "65536" });
    scene.owner.put(&scene.at(&format!("/permissions/{}", scene.guild)), overwrite).await.ok();
    assert_eq!(scene.member.get(&scene.at("/messages")).await.ok(), serde_json::json!([]));
    assert_eq!(scene.member.get(&scene.at(&format!("/messages/{id}"))).await.refused(403), 50_013);
    assert_eq!(scene.member.get(&scene.at("/messages/pins")).await.ok()["items"], serde_json::json!([]));
}
