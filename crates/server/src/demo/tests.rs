//! The texts of the demo fit together at any time of any day.

use std::collections::{HashMap, HashSet};

use super::*;
use timeline::Spot;

const NOON: i64 = 1_790_000_000_000 - 1_790_000_000_000 % world::DAY_MS + world::DAY_MS / 2;

fn imagined(seed: u64, now_ms: i64) -> Demo {
    imagine(seed, now_ms, String::new()).expect("the texts fit together")
}

#[test]
fn it_can_be_played_at_any_hour() {
    for hour in (0..24).step_by(3) {
        imagined(hour, NOON + i64::try_from(hour).expect("small") * 3_600_000 + 1_234);
    }
}

#[test]
fn the_same_seed_and_time_say_the_same_and_another_seed_does_not() {
    let words = |demo: &Demo| -> Vec<_> {
        demo.timeline.lines.iter().map(|line| (line.at_ms, line.author, line.text.clone())).collect()
    };
    let first = words(&imagined(1, NOON));
    assert_eq!(first, words(&imagined(1, NOON)));
    assert_ne!(first, words(&imagined(2, NOON)));
}

#[test]
fn it_is_as_large_as_it_claims() {
    let demo = imagined(1, NOON);
    assert!(demo.world.residents.len() >= 150);
    assert_eq!(demo.world.towns.len(), 3);
    assert!(demo.world.towns.iter().map(|town| town.channel_ids.len()).sum::<usize>() >= 40);
    assert!(demo.timeline.lines.len() >= 3_000, "{}", demo.timeline.lines.len());
    let languages: HashSet<_> = demo.world.residents.iter().map(|it| &*it.person.locale).collect();
    assert_eq!(languages, HashSet::from(["fr", "en", "be", "ru", "ar", "es"]));
}

#[test]
fn nobody_s_name_looks_like_another_s_and_every_key_is_known_once() {
    let demo = imagined(1, NOON);
    let mut skeletons = HashMap::new();
    let mut keys = HashSet::new();
    for resident in &demo.world.residents {
        let person = &resident.person;
        assert!(keys.insert(&person.key), "{} twice", person.key);
        if let Some(other) = skeletons.insert(&resident.skeleton, &person.username) {
            panic!("{} looks like {other}", person.username);
        }
    }
}

#[test]
fn no_text_keeps_the_marks_of_its_making() {
    let demo = imagined(3, NOON);
    for line in &demo.timeline.lines {
        let Some(text) = &line.text else { continue };
        assert!(!text.is_empty());
        let marks = text.contains("@$") || text.contains("@&") && !text.contains("<@&") || text.contains('|');
        assert!(!marks, "{text}");
        let dollars =
            text.match_indices('$').any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
        assert!(!dollars, "{text}");
    }
}

#[test]
fn every_text_channel_and_the_owner_s_conversations_have_something_in_them() {
    let demo = imagined(1, NOON);
    let mut spoken = HashSet::new();
    for line in demo.timeline.lines.iter().filter(|line| line.text.is_some()) {
        if let Spot::Town(_, channel_id) = line.spot {
            spoken.insert(channel_id);
        }
    }
    for town in &demo.world.towns {
        for channel in town.channels.iter().filter(|it| it.kind.holds_messages() && !it.kind.is_voice()) {
            assert!(spoken.contains(&channel.id), "{:?} of {} is silent", channel.name, town.key);
        }
    }
    let with_owner = demo.timeline.conversations.iter().filter(|it| it.residents.contains(&0));
    assert!(with_owner.count() >= 5);
}
