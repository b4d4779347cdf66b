//! How far accounts have read.

use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{Id, Mention, Message, User};
use parvis_store::tables::read_states::Reading;
use parvis_store::tables::{channels, guilds, members, messages, read_states};
use parvis_store::{StoreError, Tx};

use super::{add_channel, add_guild, add_member, add_message, add_message_with, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    unread_messages_are_counted_by_number,
    a_mention_counts_once_per_message_whoever_it_names,
    without_a_read_state_the_past_before_joining_is_read,
    reading_goes_forwards_unless_somebody_turns_it_back,
    a_mark_stays_until_the_person_comes,
    deleted_messages_are_not_unread,
    private_conversations_are_read_as_well,
    read_states_can_be_forgotten,
}

/// Unread messages and mentions.
fn counts(
    tx: &mut Tx<'_>,
    user: Id<UserMarker>,
    channel: Id<ChannelMarker>,
) -> Result<(u32, u32), StoreError> {
    let one = read_states::get(tx, user, channel)?.expect("the channel was added");
    let all = read_states::of_user(tx, user)?;
    let listed = all.iter().filter(|state| state.id == channel).collect::<Vec<_>>();
    assert_eq!(listed, [&one], "one channel and all of them are counted alike");
    Ok((one.unread_count, one.mention_count))
}

async fn unread_messages_are_counted_by_number(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 10, ada)?;
        add_member(tx, guild, eve)?;
        let channel = add_channel(tx, 20, Some(guild))?;
        assert_eq!(counts(tx, eve, channel)?, (0, 0));
        assert!(
            !read_states::set(tx, eve, channel, Id::new(5), Reading::Chosen)?,
            "nothing can be read in an empty channel"
        );
        let mut ids = Vec::new();
        for number in 1..=5 {
            ids.push(add_message(tx, channel, ada, number * 1_000)?.0.id);
        }
        assert_eq!(counts(tx, eve, channel)?, (5, 0));
        assert!(read_states::set(tx, eve, channel, ids[1], Reading::Shown)?);
        assert_eq!(counts(tx, eve, channel)?, (3, 0));
        // Up to a message that is gone counts as up to the one before it.
        messages::delete(tx, channel, &[ids[2]], 0)?;
        assert!(read_states::set(tx, eve, channel, ids[2], Reading::Shown)?);
        assert_eq!(counts(tx, eve, channel)?, (2, 0));
        assert!(read_states::set(tx, eve, channel, Id::new(i64::MAX as u64), Reading::Shown)?);
        assert_eq!(counts(tx, eve, channel)?, (0, 0));
        let state = read_states::get(tx, eve, channel)?.expect("it is there");
        assert_eq!(
            state.last_message_id,
            Some(ids[4]),
            "what is beyond the last message is the last message"
        );
        Ok(())
    })
    .await;
}

async fn a_mention_counts_once_per_message_whoever_it_names(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 10, ada)?;
        add_member(tx, guild, eve)?;
        let channel = add_channel(tx, 20, Some(guild))?;
        guilds::put_role(tx, guild, &parvis_model::Role::new(Id::new(30), "bakers"))?;
        members::add_role(tx, guild, eve, Id::new(30))?;
        let named = |name: &str, id| Mention::from(User::new(Id::new(id), name));
        let (first, _) = add_message_with(tx, channel, ada, 1_000, |message| {
            message.mentions = vec![named("eve", 2)];
            message.mention_roles = vec![Id::new(30)];
            message.mention_everyone = true;
        })?;
        add_message_with(tx, channel, ada, 2_000, |message| message.mention_roles = vec![Id::new(30)])?;
        add_message_with(tx, channel, ada, 3_000, |message| {
            message.mentions = vec![named("ada", 1)];
            message.mention_roles = vec![Id::new(31)];
        })?;
        assert_eq!(counts(tx, eve, channel)?, (3, 2));
        read_states::set(tx, eve, channel, first.id, Reading::Shown)?;
        assert_eq!(counts(tx, eve, channel)?, (2, 1));
        members::remove_role(tx, guild, eve, Id::new(30))?;
        assert_eq!(counts(tx, eve, channel)?, (2, 0));
        Ok(())
    })
    .await;
}

async fn without_a_read_state_the_past_before_joining_is_read(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 10, ada)?;
        let channel = add_channel(tx, 20, Some(guild))?;
        let to_everyone = |message: &mut Message| message.mention_everyone = true;
        add_message_with(tx, channel, ada, -2_000, to_everyone)?;
        add_message(tx, channel, ada, -1_000)?;
        add_member(tx, guild, eve)?;
        assert_eq!(counts(tx, eve, channel)?, (0, 0));
        add_message_with(tx, channel, ada, 1_000, to_everyone)?;
        assert_eq!(counts(tx, eve, channel)?, (1, 1));
        Ok(())
    })
    .await;
}

async fn reading_goes_forwards_unless_somebody_turns_it_back(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let guild = add_guild(tx, 10, ada)?;
        let channel = add_channel(tx, 20, Some(guild))?;
        let (first, first_seq) = add_message(tx, channel, ada, 1_000)?;
        let (second, second_seq) = add_message(tx, channel, ada, 2_000)?;
        assert!(read_states::advance(tx, ada, channel, second.id, second_seq)?);
        assert!(!read_states::advance(tx, ada, channel, first.id, first_seq)?);
        assert!(!read_states::set(tx, ada, channel, first.id, Reading::Shown)?);
        assert_eq!(counts(tx, ada, channel)?, (0, 0));
        assert!(read_states::set(tx, ada, channel, first.id, Reading::Chosen)?);
        assert_eq!(counts(tx, ada, channel)?, (1, 0));
        assert!(read_states::set(tx, ada, channel, Id::new(1), Reading::Chosen)?);
        assert_eq!(counts(tx, ada, channel)?, (2, 0));
        Ok(())
    })
    .await;
}

async fn a_mark_stays_until_the_person_comes(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 10, ada)?;
        add_member(tx, guild, eve)?;
        let channel = add_channel(tx, 20, Some(guild))?;
        let mut ids = Vec::new();
        for number in 1..=3 {
            ids.push(add_message(tx, channel, ada, number * 1_000)?.0.id);
        }
        let state = |tx: &mut Tx<'_>| -> Result<_, StoreError> {
            let state = read_states::get(tx, eve, channel)?.expect("the channel was added");
            Ok((state.unread_count, state.manual))
        };
        for lifted_by in [Reading::Opened, Reading::Chosen] {
            assert!(read_states::set(tx, eve, channel, ids[0], Reading::Chosen)?);
            assert_eq!(state(tx)?, (2, true));
            assert!(
                !read_states::set(tx, eve, channel, ids[2], Reading::Shown)?,
                "a device does not move it"
            );
            assert_eq!(state(tx)?, (2, true));
            assert!(read_states::set(tx, eve, channel, ids[2], lifted_by)?);
            assert_eq!(state(tx)?, (0, false), "{lifted_by:?}");
        }
        // Who opens the channel further up has still read what was read.
        read_states::set(tx, eve, channel, ids[1], Reading::Chosen)?;
        assert!(read_states::set(tx, eve, channel, ids[0], Reading::Opened)?);
        assert_eq!(state(tx)?, (1, false));
        read_states::set(tx, eve, channel, ids[0], Reading::Chosen)?;
        let (own, seq) = add_message(tx, channel, eve, 4_000)?;
        assert!(read_states::advance(tx, eve, channel, own.id, seq)?);
        assert_eq!(state(tx)?, (0, false));
        Ok(())
    })
    .await;
}

async fn deleted_messages_are_not_unread(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 10, ada)?;
        let channel = add_channel(tx, 20, Some(guild))?;
        add_message(tx, channel, ada, -1_000)?;
        add_member(tx, guild, eve)?;
        let mut ids = Vec::new();
        for number in 1..=150 {
            ids.push(add_message(tx, channel, ada, number * 1_000)?.0.id);
        }
        messages::delete(tx, channel, &ids[10..12], 0)?;
        assert_eq!(counts(tx, eve, channel)?, (150, 0), "above a hundred the deleted ones count, too");
        messages::delete(tx, channel, &ids[12..100], 0)?;
        assert_eq!(counts(tx, eve, channel)?, (60, 0));
        read_states::set(tx, eve, channel, ids[8], Reading::Shown)?;
        assert_eq!(counts(tx, eve, channel)?, (51, 0));
        messages::delete(tx, channel, &ids[9..], 0)?;
        assert_eq!(counts(tx, eve, channel)?, (0, 0));
        Ok(())
    })
    .await;
}

async fn private_conversations_are_read_as_well(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let channel = add_channel(tx, 20, None)?;
        for user in [ada, eve] {
            channels::add_participant(tx, channel, user, true)?;
        }
        let (message, _) = add_message_with(tx, channel, ada, 1_000, |message| {
            message.mentions = vec![Mention::from(User::new(Id::new(2), "eve"))];
        })?;
        assert_eq!(counts(tx, eve, channel)?, (1, 1));
        read_states::set(tx, eve, channel, message.id, Reading::Shown)?;
        assert_eq!(counts(tx, eve, channel)?, (0, 0));
        Ok(())
    })
    .await;
}

async fn read_states_can_be_forgotten(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let guild = add_guild(tx, 10, ada)?;
        let mut found = Vec::new();
        for id in [20, 21, 22] {
            let channel = add_channel(tx, id, Some(guild))?;
            let (message, seq) = add_message(tx, channel, ada, 1_000)?;
            read_states::advance(tx, ada, channel, message.id, seq)?;
            found.push(channel);
        }
        assert!(read_states::delete(tx, ada, found[0])?);
        assert!(!read_states::delete(tx, ada, found[0])?);
        assert_eq!((counts(tx, ada, found[0])?.0, counts(tx, ada, found[1])?.0), (1, 0));
        read_states::delete_all(tx, ada)?;
        assert_eq!((counts(tx, ada, found[1])?.0, counts(tx, ada, found[2])?.0), (1, 1));
        assert_eq!(read_states::get(tx, ada, Id::new(99))?, None);
        Ok(())
    })
    .await;
}
