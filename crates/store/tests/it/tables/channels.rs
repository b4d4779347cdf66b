//! Channels and their heads.

use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{Channel, ChannelType, Id, Overwrite, Permissions, Timestamp};
use parvis_store::tables::channels::{self, Head};
use parvis_store::tables::migrations::TALK;
use parvis_store::tables::{invites, messages, private, read_states};
use parvis_store::{StoreError, Tx};

use super::invites::invite;
use super::{NOW_MS, add_channel, add_guild, add_message, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_channel_comes_back_without_what_stands_elsewhere,
    a_channel_has_one_row,
    channels_are_listed_by_guild,
    numbers_and_ids_of_messages_grow_in_each_channel_by_itself,
    heads_are_put_into_the_channels_that_have_one,
    participants_see_a_conversation_until_they_close_it,
    a_deleted_channel_leaves_its_messages_to_be_cleared_away,
    leftovers_come_in_the_order_of_their_deletion,
}

async fn a_channel_comes_back_without_what_stands_elsewhere(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let guild = add_guild(tx, 10, ada)?;
        let mut channel = Channel::new(Id::new(20), ChannelType::GUILD_TEXT);
        channel.guild_id = Some(guild);
        channel.name = Some("le café".to_owned());
        channel.permission_overwrites =
            vec![Overwrite::role(Id::new(10), Permissions::NONE, Permissions::VIEW_CHANNEL)];
        let mut sent = channel.clone();
        sent.last_message_id = Some(Id::new(7));
        sent.last_pin_timestamp = Some(Timestamp::from_unix_ms(NOW_MS));
        channels::insert(tx, &sent)?;
        assert_eq!(channels::get(tx, channel.id)?, Some(channel.clone()));
        channel.topic = Some("bread".to_owned());
        sent.topic = channel.topic.clone();
        channels::update(tx, &sent)?;
        assert_eq!(channels::get(tx, channel.id)?, Some(channel.clone()));
        channels::update(tx, &Channel::new(Id::new(21), ChannelType::GUILD_TEXT))?;
        assert_eq!(channels::get(tx, Id::new(21))?, None, "an update adds nothing");
        Ok(())
    })
    .await;
}

async fn a_channel_has_one_row(database: Database) {
    let store = database.open(&[TALK]);
    let job = |tx: &mut Tx<'_>| add_channel(tx, 20, None).and(add_channel(tx, 20, None));
    let twice = store.write(0, job).await.expect_err("the channel is there");
    assert!(twice.is_unique("channels.id"), "{twice}");
}

async fn channels_are_listed_by_guild(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let (guild, other) = (add_guild(tx, 10, ada)?, add_guild(tx, 11, ada)?);
        for (id, place) in [(20, Some(guild)), (21, Some(other)), (22, Some(guild)), (23, None)] {
            add_channel(tx, id, place)?;
        }
        let mut ids: Vec<_> = channels::of_guild(tx, guild)?.iter().map(|channel| channel.id.get()).collect();
        ids.sort_unstable();
        assert_eq!(ids, [20, 22]);
        assert_eq!(channels::of_guild(tx, Id::new(12))?, []);
        Ok(())
    })
    .await;
}

async fn numbers_and_ids_of_messages_grow_in_each_channel_by_itself(database: Database) {
    run(database, |tx| {
        let (one, other) = (add_channel(tx, 20, None)?, add_channel(tx, 21, None)?);
        let mut next = |channel, wanted| -> Result<Option<(i64, u64)>, StoreError> {
            let next = channels::next_message(tx, channel, Id::new(wanted))?;
            Ok(next.map(|(seq, id)| (seq, id.get())))
        };
        assert_eq!(next(one, 100)?, Some((1, 100)));
        assert_eq!(next(one, 101)?, Some((2, 101)));
        assert_eq!(next(one, 101)?, Some((3, 102)), "an id is not given twice");
        assert_eq!(next(one, 50)?, Some((4, 103)), "a clock that goes back takes no id back");
        assert_eq!(next(one, 200)?, Some((5, 200)));
        assert_eq!(next(other, 100)?, Some((1, 100)));
        assert_eq!(next(Id::new(22), 300)?, None);
        Ok(())
    })
    .await;
}

async fn heads_are_put_into_the_channels_that_have_one(database: Database) {
    run(database, |tx| {
        let (one, empty) = (add_channel(tx, 20, None)?, add_channel(tx, 21, None)?);
        channels::next_message(tx, one, Id::new(100))?;
        channels::next_message(tx, one, Id::new(101))?;
        let pin = Timestamp::from_unix_ms(NOW_MS);
        channels::set_last_pin(tx, one, Some(pin))?;
        channels::count_removed(tx, one, 1)?;
        let mut heads = channels::heads(tx, &[empty, one, Id::new(22)])?;
        heads.sort_by_key(|head| head.channel_id);
        let last_message_id = Some(Id::new(101));
        assert_eq!(
            heads,
            [
                Head { channel_id: one, last_message_id, message_seq: 2, removed: 1, last_pin: Some(pin) },
                Head { channel_id: empty, last_message_id: None, message_seq: 0, removed: 0, last_pin: None },
            ]
        );
        assert_eq!(channels::heads(tx, &[])?, []);
        let bare = |id: Id<ChannelMarker>| Channel::new(id, ChannelType::GUILD_TEXT);
        let filled = channels::with_heads(tx, vec![bare(Id::new(22)), bare(one), bare(empty)])?;
        let seen: Vec<_> =
            filled.iter().map(|it| (it.id.get(), it.last_message_id, it.last_pin_timestamp)).collect();
        assert_eq!(seen, [(22, None, None), (20, last_message_id, Some(pin)), (21, None, None)]);
        channels::set_last_pin(tx, one, None)?;
        let filled = channels::with_head(tx, bare(one))?;
        assert_eq!((filled.last_message_id, filled.last_pin_timestamp), (last_message_id, None));
        Ok(())
    })
    .await;
}

async fn participants_see_a_conversation_until_they_close_it(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let channel = add_channel(tx, 20, None)?;
        assert_eq!(channels::participants(tx, channel)?, []);
        channels::add_participant(tx, channel, eve, false)?;
        channels::add_participant(tx, channel, ada, true)?;
        let ids: Vec<_> = channels::participants(tx, channel)?.iter().map(|user| user.id).collect();
        assert_eq!(ids, [ada, eve], "those who closed it are still in it");
        let known = channels::get(tx, channel)?.expect("it is there");
        assert_eq!(known.recipients.iter().map(|user| user.id).collect::<Vec<_>>(), [ada, eve]);
        assert_eq!(channels::show_to_everybody(tx, channel)?, [eve]);
        assert_eq!(channels::show_to_everybody(tx, channel)?, []);
        channels::add_participant(tx, channel, eve, false)?;
        assert_eq!(private::of_user(tx, eve)?, []);
        channels::add_participant(tx, channel, eve, true)?;
        assert_eq!(private::of_user(tx, eve)?.len(), 1);
        assert_eq!(channels::participants(tx, channel)?.len(), 2, "nobody is in it twice");
        Ok(())
    })
    .await;
}

async fn a_deleted_channel_leaves_its_messages_to_be_cleared_away(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let channel = add_channel(tx, 20, None)?;
        channels::add_participant(tx, channel, ada, true)?;
        channels::add_participant(tx, channel, eve, true)?;
        assert!(private::insert_pair(tx, ada, eve, channel)?);
        let guild = add_guild(tx, 10, ada)?;
        invites::insert(tx, &invite("code", guild, channel))?;
        let (message, seq) = add_message(tx, channel, ada, 1_000)?;
        read_states::advance(tx, eve, channel, message.id, seq)?;
        messages::remember_nonce(tx, &message, "n", Id::new(0))?;

        assert_eq!(invites::delete_of_channel(tx, channel)?, ["code"]);
        assert!(channels::delete(tx, channel, NOW_MS)?);
        assert!(!channels::delete(tx, channel, NOW_MS)?);
        assert_eq!(channels::get(tx, channel)?, None);
        assert_eq!(channels::heads(tx, &[channel])?, []);
        assert_eq!(channels::participants(tx, channel)?, []);
        assert_eq!(private::between(tx, ada, eve)?, None);
        assert_eq!(invites::get(tx, "code", NOW_MS)?, None);
        assert_eq!(channels::next_message(tx, channel, Id::new(1))?, None, "nobody writes there any more");

        assert_eq!(channels::next_leftover(tx)?, Some(channel));
        assert_eq!(messages::oldest_ids(tx, channel, 10)?, [message.id]);
        messages::delete(tx, channel, &[message.id], NOW_MS)?;
        channels::forget_leftover(tx, channel)?;
        assert_eq!(channels::next_leftover(tx)?, None);
        let since: Id<MessageMarker> = Id::new(0);
        assert_eq!(messages::by_nonce(tx, ada, channel, "n", since)?, None);
        let states = "select count(*) from read_states where channel_id = $1";
        assert_eq!(tx.query_one(states, &[&channel], |row| row.get::<i64>(0))?, 0);
        Ok(())
    })
    .await;
}

async fn leftovers_come_in_the_order_of_their_deletion(database: Database) {
    run(database, |tx| {
        for (id, deleted_ms) in [(20, 30), (21, 10), (22, 30), (23, 20)] {
            let channel = add_channel(tx, id, None)?;
            assert!(channels::delete(tx, channel, deleted_ms)?);
        }
        for id in [21, 23, 20, 22] {
            assert_eq!(channels::next_leftover(tx)?, Some(Id::new(id)));
            channels::forget_leftover(tx, Id::new(id))?;
        }
        assert_eq!(channels::next_leftover(tx)?, None);
        Ok(())
    })
    .await;
}
