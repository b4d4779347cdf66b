//! Friends, requests and blocks.

use parvis_model::{RelationshipType, Timestamp};
use parvis_store::tables::{members, relationships};

use super::{NOW_MS, add_guild, add_member, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    each_side_has_its_own_relationship,
    a_block_is_seen_from_both_sides,
    friends_and_guilds_in_common_are_found,
    an_account_that_goes_leaves_everybody_s_list,
}

const SINCE: Timestamp = Timestamp::from_unix_ms(NOW_MS);

async fn each_side_has_its_own_relationship(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        relationships::set(tx, ada, eve, RelationshipType::PENDING_OUTGOING, SINCE)?;
        assert_eq!(relationships::get(tx, eve, ada)?, None);
        relationships::set(tx, ada, eve, RelationshipType::FRIEND, SINCE)?;
        relationships::set_nickname(tx, ada, eve, Some("neighbour"))?;
        let seen = relationships::get(tx, ada, eve)?.expect("it is there");
        assert_eq!((seen.kind, seen.nickname.as_deref()), (RelationshipType::FRIEND, Some("neighbour")));
        assert_eq!((seen.user.username.as_str(), seen.since), ("eve", Some(SINCE)));
        assert_eq!(relationships::of_user(tx, ada)?, [seen]);
        assert_eq!((relationships::count(tx, ada)?, relationships::count(tx, eve)?), (1, 0));
        assert!(relationships::delete(tx, ada, eve)?);
        assert!(!relationships::delete(tx, ada, eve)?);
        Ok(())
    })
    .await;
}

async fn a_block_is_seen_from_both_sides(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        relationships::set(tx, ada, eve, RelationshipType::FRIEND, SINCE)?;
        assert!(!relationships::either_blocks(tx, ada, eve)?);
        relationships::set(tx, ada, eve, RelationshipType::BLOCKED, SINCE)?;
        assert!(relationships::either_blocks(tx, ada, eve)? && relationships::either_blocks(tx, eve, ada)?);
        Ok(())
    })
    .await;
}

async fn friends_and_guilds_in_common_are_found(database: Database) {
    run(database, |tx| {
        let (ada, eve, zoe) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?, add_user(tx, 3, "zoe")?);
        for one in [ada, eve] {
            relationships::set(tx, one, zoe, RelationshipType::PENDING_OUTGOING, SINCE)?;
        }
        assert!(!relationships::share_a_friend(tx, ada, eve)?, "requests are no friends");
        for one in [ada, eve] {
            relationships::set(tx, one, zoe, RelationshipType::FRIEND, SINCE)?;
        }
        assert!(relationships::share_a_friend(tx, ada, eve)?);
        assert!(!relationships::share_a_friend(tx, ada, zoe)?);
        let guild = add_guild(tx, 10, ada)?;
        assert!(!members::share_a_guild(tx, ada, eve)?);
        add_member(tx, guild, eve)?;
        assert!(members::share_a_guild(tx, eve, ada)?);
        Ok(())
    })
    .await;
}

async fn an_account_that_goes_leaves_everybody_s_list(database: Database) {
    run(database, |tx| {
        let (ada, eve, zoe) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?, add_user(tx, 3, "zoe")?);
        for (one, other) in [(ada, eve), (eve, ada), (zoe, eve)] {
            relationships::set(tx, one, other, RelationshipType::FRIEND, SINCE)?;
        }
        let mut told = relationships::delete_all(tx, eve)?;
        told.sort_unstable();
        assert_eq!(told, [(ada, RelationshipType::FRIEND), (zoe, RelationshipType::FRIEND)]);
        for one in [ada, eve, zoe] {
            assert_eq!(relationships::of_user(tx, one)?, []);
        }
        Ok(())
    })
    .await;
}
