//! Days of guilds in numbers.

use parvis_model::{ChannelType, Id, MessageType};
use parvis_store::tables::statistics::{self, ChannelDay, Day};
use parvis_store::tables::users;

use super::{NOW_MS, account, add_channel, add_guild, add_message, add_message_with, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    comings_and_goings_are_counted_by_day,
    what_was_written_is_counted_by_day_and_channel,
    days_that_are_over_are_kept_and_forgotten,
}

const DAY_MS: i64 = 86_400_000;
const TODAY: i64 = NOW_MS / DAY_MS;

async fn comings_and_goings_are_counted_by_day(database: Database) {
    run(database, |tx| {
        let (guild, other) = (Id::new(10), Id::new(11));
        statistics::count_join(tx, guild, 5)?;
        statistics::count_join(tx, guild, 5)?;
        statistics::count_leave(tx, guild, 5)?;
        statistics::count_leave(tx, guild, 6)?;
        statistics::count_join(tx, other, 5)?;
        let day = |day, joins, leaves| Day { day, joins, leaves, ..Day::default() };
        assert_eq!(statistics::days(tx, guild, 0)?, [day(5, 2, 1), day(6, 0, 1)]);
        assert_eq!(statistics::days(tx, guild, 6)?, [day(6, 0, 1)]);
        assert_eq!(statistics::days(tx, other, 0)?, [day(5, 1, 0)]);
        Ok(())
    })
    .await;
}

async fn what_was_written_is_counted_by_day_and_channel(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let mut bot = account(3, "bot");
        bot.user.bot = true;
        users::insert(tx, &bot, "bot")?;
        let guild = add_guild(tx, 10, ada)?;
        let channel = add_channel(tx, 20, Some(guild))?;
        let elsewhere = add_channel(tx, 21, None)?;
        let mut thread = parvis_model::Channel::in_guild(Id::new(22), ChannelType::PUBLIC_THREAD, guild, "t");
        thread.parent_id = Some(channel);
        thread.thread_metadata = Some(Box::new(parvis_model::ThreadMetadata::new(
            parvis_model::Timestamp::from_unix_ms(NOW_MS),
            60,
        )));
        thread.owner_id = Some(ada);
        parvis_store::tables::threads::insert(tx, &thread)?;
        add_message(tx, channel, ada, -DAY_MS)?;
        add_message(tx, channel, ada, 0)?;
        add_message(tx, thread.id, eve, 1)?;
        add_message(tx, channel, bot.user.id, 2)?;
        add_message(tx, elsewhere, ada, 3)?;
        add_message_with(tx, channel, eve, 4, |message| message.kind = MessageType::USER_JOIN)?;
        let since = |day: i64| Id::first_of_unix_ms(day * DAY_MS);
        let counted = |day, messages| ChannelDay { day, channel_id: channel, messages };
        let mut found = statistics::count_messages(tx, guild, since(TODAY - 5))?;
        found.sort_by_key(|channel| channel.day);
        assert_eq!(found, [counted(TODAY - 1, 1), counted(TODAY, 3)]);
        assert_eq!(statistics::count_messages(tx, guild, since(TODAY))?, [counted(TODAY, 3)]);
        let mut writers = statistics::count_writers(tx, guild, since(TODAY - 5))?;
        writers.sort_unstable();
        assert_eq!(writers, [(TODAY - 1, 1), (TODAY, 2)]);
        Ok(())
    })
    .await;
}

async fn days_that_are_over_are_kept_and_forgotten(database: Database) {
    run(database, |tx| {
        let guild = Id::new(10);
        let channel = |day, id, messages| ChannelDay { day, channel_id: Id::new(id), messages };
        statistics::count_join(tx, guild, 5)?;
        statistics::keep_day(tx, guild, 5, 7, &[channel(5, 20, 30), channel(5, 21, 40)])?;
        statistics::keep_day(tx, guild, 6, 0, &[])?;
        let expected = Day { day: 5, messages: Some(70), writers: Some(7), joins: 1, leaves: 0 };
        let empty = Day { day: 6, messages: Some(0), writers: Some(0), ..Day::default() };
        assert_eq!(statistics::days(tx, guild, 0)?, [expected, empty]);
        let mut channels = statistics::channel_days(tx, guild, 5, 6)?;
        channels.sort_by_key(|channel| channel.channel_id);
        assert_eq!(channels, [channel(5, 20, 30), channel(5, 21, 40)]);
        assert_eq!(statistics::channel_days(tx, guild, 6, 9)?, []);
        assert_eq!(statistics::delete_before(tx, 6)?, 1);
        assert_eq!(statistics::days(tx, guild, 0)?, [empty]);
        assert_eq!(statistics::channel_days(tx, guild, 0, 9)?, []);
        Ok(())
    })
    .await;
}
