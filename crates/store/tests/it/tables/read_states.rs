//! How far accounts have read.

use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{Id, Mention, Message, User};
use parvis_store::tables::{channels, guilds, members, messages, read_states};
use parvis_store::{StoreError, Tx};

use super::{add_channel, add_guild, add_member, add_message, add_message_with, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    unread_messages_are_counted_by_number,
    a_mention_counts_once_per_message_whoever_it_names,
    without_a_read_state_the_past_before_joining_is_read,
    reading_goes_forwards_unless_somebody_turns_it_back,
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
            !read_states::set(tx, eve, channel, Id::new(5), true)?,
            "nothing can be read in an empty channel"
        );
        let mut ids = Vec::new();
        for number in 1..=5 {
            ids.push(add_message(tx, channel, ada, number * 1_000)?.0.id);
        }
        assert_eq!(counts(tx, eve, channel)?, (5, 0));
        assert!(read_states::set(tx, eve, channel, ids[1], false)?);
        assert_eq!(counts(tx, eve, channel)?, (3, 0));
        // Up to a message that is gone counts as up to the one before it.
        messages::delete(tx, channel, &[ids[2]], 0)?;
        assert!(read_states::set(tx, eve, channel, ids[2], false)?);
        assert_eq!(counts(tx, eve, channel)?, (3, 0));
        assert!(read_states::set(tx, eve, channel, Id::new(i64::MAX as u64), false)?);
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
        read_states::set(tx, eve, channel, first.id, false)?;
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
        assert!(!read_states::set(tx, ada, channel, first.id, false)?);
        assert_eq!(counts(tx, ada, channel)?, (0, 0));
        assert!(read_states::set(tx, ada, channel, first.id, true)?);
        assert_eq!(counts(tx, ada, channel)?, (1, 0));
        assert!(read_states::set(tx, ada, channel, Id::new(1), true)?);
        assert_eq!(counts(tx, ada, channel)?, (2, 0));
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
        read_states::set(tx, eve, channel, message.id, false)?;
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
