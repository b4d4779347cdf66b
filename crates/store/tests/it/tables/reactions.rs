//! Who reacted to which message with which emoji.

use parvis_model::marker::{ChannelMarker, MessageMarker, UserMarker};
use parvis_model::{Id, ReactionEmoji};
use parvis_store::tables::{messages, reactions};
use parvis_store::{StoreError, Tx};

use super::{add_channel, add_message, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    reactions_stand_in_the_order_in_which_they_first_came,
    everybody_sees_which_reactions_are_their_own,
    a_reaction_is_given_and_taken_once,
    one_emoji_or_all_of_them_are_cleared,
    those_who_reacted_come_in_pages_by_id,
    a_custom_emoji_is_known_by_its_id_whatever_its_name_is_now,
}

const BREAD: &str = "🥖";
const CUSTOM: &str = "brezel:77";

/// A channel with two messages and three people.
fn fill(tx: &mut Tx<'_>) -> Result<(Id<ChannelMarker>, [Id<MessageMarker>; 2]), StoreError> {
    let ada = add_user(tx, 1, "ada")?;
    add_user(tx, 2, "eve")?;
    add_user(tx, 3, "zoe")?;
    let channel = add_channel(tx, 20, None)?;
    let (first, second) = (add_message(tx, channel, ada, 1_000)?.0, add_message(tx, channel, ada, 2_000)?.0);
    Ok((channel, [first.id, second.id]))
}

/// Emoji, how often, and whether the viewer is among them.
fn seen(
    tx: &mut Tx<'_>,
    channel: Id<ChannelMarker>,
    message: Id<MessageMarker>,
    viewer: u64,
) -> Result<Vec<(String, u32, bool)>, StoreError> {
    let mut found = reactions::of_messages(tx, channel, &[message], Id::new(viewer))?;
    let found = found.remove(&message).unwrap_or_default();
    let in_message = messages::get(tx, channel, message, Id::new(viewer))?.expect("it is there").reactions;
    assert_eq!(in_message, found, "the message says the same");
    Ok(found.into_iter().map(|it| (reactions::key_of(&it.emoji), it.count, it.me)).collect())
}

async fn reactions_stand_in_the_order_in_which_they_first_came(database: Database) {
    run(database, |tx| {
        let (channel, [first, second]) = fill(tx)?;
        for (message, key, user, at) in [
            (first, CUSTOM, 1, 200),
            (first, BREAD, 2, 100),
            (first, CUSTOM, 3, 50),
            (first, "b", 1, 300),
            (first, "a", 1, 300),
            (second, BREAD, 1, 10),
        ] {
            assert!(reactions::insert(tx, channel, message, key, Id::new(user), at)?);
        }
        let keys = |seen: Vec<(String, u32, bool)>| seen.into_iter().map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(keys(seen(tx, channel, first, 1)?), [CUSTOM, BREAD, "a", "b"]);
        let both = reactions::of_messages(tx, channel, &[second, first], Id::new(1))?;
        assert_eq!((both.len(), both[&second].len()), (2, 1));
        let brezel = ReactionEmoji::custom(Id::new(77), "brezel");
        assert_eq!((&both[&first][0].emoji, both[&first][0].count_details.normal), (&brezel, 2));
        assert!(reactions::of_messages(tx, channel, &[], Id::new(1))?.is_empty());
        assert!(reactions::of_messages(tx, Id::new(21), &[first], Id::new(1))?.is_empty());
        let mut listed = reactions::keys(tx, channel, first)?;
        listed.sort_unstable();
        assert_eq!(listed, ["a", "b", CUSTOM, BREAD], "each once");
        assert_eq!(reactions::keys(tx, channel, Id::new(5))?, [""; 0]);
        Ok(())
    })
    .await;
}

async fn everybody_sees_which_reactions_are_their_own(database: Database) {
    run(database, |tx| {
        let (channel, [message, _]) = fill(tx)?;
        reactions::insert(tx, channel, message, BREAD, Id::new(1), 100)?;
        reactions::insert(tx, channel, message, BREAD, Id::new(2), 101)?;
        reactions::insert(tx, channel, message, CUSTOM, Id::new(2), 102)?;
        let of =
            |count, bread, custom| vec![(BREAD.to_owned(), count, bread), (CUSTOM.to_owned(), 1, custom)];
        assert_eq!(seen(tx, channel, message, 1)?, of(2, true, false));
        assert_eq!(seen(tx, channel, message, 2)?, of(2, true, true));
        assert_eq!(seen(tx, channel, message, 3)?, of(2, false, false));
        Ok(())
    })
    .await;
}

async fn a_reaction_is_given_and_taken_once(database: Database) {
    run(database, |tx| {
        let (channel, [message, other]) = fill(tx)?;
        let ada: Id<UserMarker> = Id::new(1);
        assert!(!reactions::delete(tx, channel, message, BREAD, ada)?);
        assert!(reactions::insert(tx, channel, message, BREAD, ada, 100)?);
        assert!(!reactions::insert(tx, channel, message, BREAD, ada, 200)?);
        assert!(!reactions::delete(tx, channel, other, BREAD, ada)?);
        assert!(!reactions::delete(tx, channel, message, BREAD, Id::new(2))?);
        assert_eq!(seen(tx, channel, message, 1)?, [(BREAD.to_owned(), 1, true)]);
        assert!(reactions::delete(tx, channel, message, BREAD, ada)?);
        assert_eq!(seen(tx, channel, message, 1)?, []);
        Ok(())
    })
    .await;
}

async fn one_emoji_or_all_of_them_are_cleared(database: Database) {
    run(database, |tx| {
        let (channel, [message, other]) = fill(tx)?;
        for (key, user) in [(BREAD, 1), (BREAD, 2), (CUSTOM, 1), ("a", 1)] {
            reactions::insert(tx, channel, message, key, Id::new(user), 100)?;
        }
        reactions::insert(tx, channel, other, BREAD, Id::new(1), 100)?;
        assert!(reactions::clear(tx, channel, message, Some(BREAD))?);
        assert!(!reactions::clear(tx, channel, message, Some(BREAD))?);
        assert_eq!(seen(tx, channel, message, 1)?.len(), 2);
        assert!(reactions::clear(tx, channel, message, None)?);
        assert!(!reactions::clear(tx, channel, message, None)?);
        assert_eq!(seen(tx, channel, message, 1)?, []);
        assert_eq!(seen(tx, channel, other, 1)?, [(BREAD.to_owned(), 1, true)]);
        Ok(())
    })
    .await;
}

async fn those_who_reacted_come_in_pages_by_id(database: Database) {
    run(database, |tx| {
        let (channel, [message, _]) = fill(tx)?;
        for (user, at) in [(3, 100), (1, 200), (2, 300)] {
            reactions::insert(tx, channel, message, BREAD, Id::new(user), at)?;
        }
        reactions::insert(tx, channel, message, CUSTOM, Id::new(1), 400)?;
        let mut page = |key, after, limit| -> Result<Vec<u64>, StoreError> {
            let users = reactions::users(tx, channel, message, key, Id::new(after), limit)?;
            Ok(users.into_iter().map(|user| user.id.get()).collect())
        };
        assert_eq!(page(BREAD, 0, 100)?, [1, 2, 3]);
        assert_eq!(page(BREAD, 0, 2)?, [1, 2]);
        assert_eq!(page(BREAD, 2, 2)?, [3]);
        assert_eq!(page(BREAD, 3, 2)?, [0_u64; 0]);
        assert_eq!(page(CUSTOM, 0, 100)?, [1]);
        assert_eq!(page("a", 0, 100)?, [0_u64; 0]);
        Ok(())
    })
    .await;
}

async fn a_custom_emoji_is_known_by_its_id_whatever_its_name_is_now(database: Database) {
    run(database, |tx| {
        let (channel, [message, other]) = fill(tx)?;
        let moving = ReactionEmoji { animated: true, ..ReactionEmoji::custom(Id::new(77), "brezel") };
        let key = reactions::key_of(&moving);
        assert_eq!(reactions::emoji_of(&key), moving);
        reactions::insert(tx, channel, message, &key, Id::new(1), 100)?;
        reactions::insert(tx, channel, message, BREAD, Id::new(1), 100)?;
        let renamed = ReactionEmoji::custom(Id::new(77), "breze");
        assert_eq!(reactions::key_there(tx, channel, message, &renamed)?, Some(key));
        assert_eq!(reactions::key_there(tx, channel, other, &renamed)?, None);
        let bread = ReactionEmoji::unicode(BREAD);
        assert_eq!(reactions::key_there(tx, channel, message, &bread)?, Some(BREAD.to_owned()));
        let another = ReactionEmoji::custom(Id::new(78), "brezel");
        assert_eq!(reactions::key_there(tx, channel, message, &another)?, None);
        Ok(())
    })
    .await;
}
