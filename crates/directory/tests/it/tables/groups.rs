//! Groups and their versions.

use parvis_directory::groups::listing::Target;
use parvis_directory::tables::groups::{self, Note, Side, State, Version};
use parvis_model::Id;

use super::{at, listed, listing, run, waiting};
use crate::engines::{Database, both_engines};

both_engines! {
    a_group_is_kept_as_it_was_written,
    lists_hold_what_they_say,
    versions_go_with_their_group,
}

async fn a_group_is_kept_as_it_was_written(database: Database) {
    run(database, |tx| {
        let mut group = waiting(1);
        groups::insert(tx, &group)?;
        assert_eq!(groups::get(tx, group.id)?, Some(group.clone()));
        assert_eq!(groups::by_receipt(tx, &group.receipt)?, Some(group.clone()));
        assert_eq!(groups::by_receipt(tx, &[9; 32])?, None);
        let mut shown = listing("Autre");
        shown.target = Target::Guild { guild_id: Id::new(5), channel_id: Id::new(6) };
        group.state = State::Listed;
        group.is_waiting = false;
        group.is_dark = true;
        group.listing = Some(shown);
        group.proposed = None;
        group.messages = vec![Note { from: Side::Moderator, text: "Qui êtes-vous ?".to_owned(), at: at(5) }];
        group.invite = Some("abc".to_owned());
        group.merged_into = Some(Id::new(3));
        group.version = 2;
        group.changed_at = at(2_000);
        group.confirmed_at = at(3_000);
        groups::update(tx, &group)?;
        assert_eq!(groups::get(tx, group.id)?, Some(group.clone()));
        assert_eq!(groups::of_guild(tx, Id::new(5))?, [group]);
        assert_eq!(groups::of_guild(tx, Id::new(6))?, []);
        groups::delete(tx, Id::new(1))?;
        assert_eq!(groups::get(tx, Id::new(1))?, None);
        Ok(())
    })
    .await;
}

async fn lists_hold_what_they_say(database: Database) {
    run(database, |tx| {
        let (new, shown) = (waiting(1), listed(2));
        let dark = groups::Kept { is_dark: true, ..listed(3) };
        let asked = groups::Kept { state: State::Asked, is_waiting: false, ..waiting(4) };
        let refused = groups::Kept { state: State::Refused, is_waiting: false, ..waiting(5) };
        for group in [&new, &shown, &dark, &asked, &refused] {
            groups::insert(tx, group)?;
        }
        assert_eq!(groups::shown(tx)?, std::slice::from_ref(&shown));
        let among: Vec<_> = (1..=5).map(Id::new).collect();
        assert_eq!(groups::shown_among(tx, &among)?, std::slice::from_ref(&shown));
        assert_eq!(groups::shown_among(tx, &[Id::new(3)])?, []);
        assert_eq!(groups::waiting(tx, Id::new(0), 10)?, std::slice::from_ref(&new));
        assert_eq!(groups::waiting(tx, Id::new(1), 10)?, []);
        assert_eq!(groups::asked(tx, Id::new(0), 10)?, [asked]);
        assert_eq!(groups::count_of_area(tx, Id::new(7))?, 4, "what is over stands nowhere");
        assert_eq!(groups::stale(tx, at(1_000), 10)?, []);
        assert_eq!(groups::stale(tx, at(1_001), 10)?, [shown]);
        assert_eq!(groups::confirm(tx, &[Id::new(2)], at(1_000), at(9_000))?, 0, "it was said just now");
        assert_eq!(groups::confirm(tx, &[Id::new(2)], at(1_001), at(9_000))?, 1);
        assert_eq!(groups::stale(tx, at(9_000), 10)?, []);
        assert_eq!(groups::over_before(tx, at(1_001), 10)?, [Id::new(5)]);
        assert_eq!(groups::over_before(tx, at(1_000), 10)?, []);
        Ok(())
    })
    .await;
}

async fn versions_go_with_their_group(database: Database) {
    run(database, |tx| {
        let version = |version, name: &str| Version {
            version,
            by_moderator: version == 2,
            at: at(i64::from(version)),
            listing: listing(name),
        };
        groups::insert(tx, &listed(1))?;
        for (number, name) in [(1, "Un"), (2, "Deux"), (3, "Trois")] {
            groups::insert_version(tx, Id::new(1), &version(number, name))?;
        }
        groups::insert_version(tx, Id::new(2), &version(1, "Un autre"))?;
        assert_eq!(groups::versions(tx, Id::new(1), 2)?, [version(3, "Trois"), version(2, "Deux")]);
        groups::delete(tx, Id::new(1))?;
        assert_eq!(groups::versions(tx, Id::new(1), 9)?, []);
        assert_eq!(groups::delete_versions(tx, Id::new(2))?, 1);
        Ok(())
    })
    .await;
}
