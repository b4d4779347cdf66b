//! `/parvis/v1/guard/mirrors`

use std::time::Duration;

use parvis_testing::Person;
use serde_json::{Value, json};

use super::{Square, id};

const POSTS: u64 = 24;

/// Sentences that have nothing in common.
fn said(number: u64) -> String {
    let mut state = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + (state >> 33) as u8 % 26)
    };
    (0..12).map(|_| (0..7).map(|_| letter()).chain([' ']).collect::<String>()).collect()
}

async fn open_to_all(owner: &Person, guild: &str) {
    owner.patch(&format!("/guilds/{guild}"), json!({ "features": ["DISCOVERABLE"] })).await.ok();
}

#[tokio::test]
async fn channels_that_publish_the_same_are_shown_to_the_house_with_every_number() {
    let square = Square::open().await;
    let copy = square.bob.make_guild("The copy").await;
    let channel = square.bob.first_channel(id(&copy)).await;
    open_to_all(&square.ada, &square.guild).await;
    open_to_all(&square.bob, id(&copy)).await;
    for number in 0..POSTS {
        square.ada.say(&square.channel, &said(number)).await;
        square.bob.say(&channel, &said(number)).await;
        square.kim.say(&square.channel, &said(1_000 + number)).await;
    }
    let looking = async {
        loop {
            let graph = square.hal.get("/parvis/v1/guard/mirrors").await.ok();
            if graph["edges"][0]["items"] == POSTS && graph["nodes"][0]["posts"] == 2 * POSTS {
                return graph;
            }
            tokio::task::yield_now().await;
        }
    };
    let graph = tokio::time::timeout(Duration::from_secs(60), looking).await.expect("the posts are compared");
    let edge = &graph["edges"][0];
    assert_eq!((&edge["a"], &edge["b"]), (&json!(square.channel), &json!(channel)));
    assert_eq!((&edge["share_of_a"], &edge["share_of_b"]), (&json!(0.5), &json!(1.0)));
    assert_eq!(graph["nodes"][1]["guild_name"], "The copy");
    let hands: Vec<&Value> = graph["clusters"][0]["hands"].as_array().expect("hands").iter().collect();
    let who: Vec<&Value> = hands.iter().map(|hand| &hand["user_id"]).collect();
    assert_eq!(
        who,
        [&json!(square.ada.id), &json!(square.bob.id)],
        "kim published nothing that the other has"
    );
    assert_eq!(square.eve.get("/parvis/v1/guard/mirrors").await.refused(403), 50_013);
}
