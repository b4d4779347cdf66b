//! Threads, and who is in them.

use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{
    Channel, ChannelType, Id, Message, MessageFlags, MessageReference, MessageType, ThreadMember,
    ThreadMemberFlags, ThreadMetadata, Timestamp,
};
use parvis_store::tables::{channels, guilds, members, messages, read_states, threads};
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, add_channel, add_guild, add_member, add_message, add_message_with, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_thread_is_a_channel_that_lists_of_channels_leave_out,
    active_threads_come_with_those_who_are_in_them,
    archived_threads_come_by_the_moment_at_which_they_were_put_away,
    an_account_finds_the_archived_private_threads_that_it_is_in,
    a_thread_is_idle_after_its_own_time_of_silence,
    who_is_in_a_thread_is_counted_listed_and_forgotten_with_the_membership,
    messages_are_counted_without_the_first_and_the_deleted_ones,
    a_message_carries_its_thread_and_a_thread_the_message_from_which_it_came,
    what_was_written_in_a_thread_before_one_joined_it_is_read,
    threads_are_found_by_what_happened_in_them_and_go_with_their_guild,
}

const MINUTE_MS: i64 = 60_000;
const PARENT: u64 = 20;

fn moment(after_ms: i64) -> Timestamp {
    Timestamp::from_unix_ms(NOW_MS + after_ms)
}

fn thread(id: u64, kind: ChannelType) -> Channel {
    let mut thread = Channel::in_guild(Id::new(id), kind, Id::new(10), format!("fil {id}"));
    thread.parent_id = Some(Id::new(PARENT));
    thread.owner_id = Some(Id::new(1));
    thread.thread_metadata = Some(Box::new(ThreadMetadata::new(moment(0), 60)));
    thread
}

fn archived(mut thread: Channel, after_ms: i64) -> Channel {
    let state = thread.thread_metadata.as_mut().expect("a thread has a state");
    (state.archived, state.archive_timestamp) = (true, Some(moment(after_ms)));
    thread
}

fn place(thread: u64, user: Id<UserMarker>) -> ThreadMember {
    ThreadMember::new(Id::new(thread), user, moment(0))
}

fn ids(threads: &[Channel]) -> Vec<u64> {
    threads.iter().map(|thread| thread.id.get()).collect()
}

/// Ada's guild 10 with the channel 20, and Eve as another member.
fn square(tx: &mut Tx<'_>) -> Result<(Id<UserMarker>, Id<UserMarker>), StoreError> {
    let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
    let guild = add_guild(tx, 10, ada)?;
    add_member(tx, guild, eve)?;
    add_channel(tx, PARENT, Some(guild))?;
    Ok((ada, eve))
}

async fn a_thread_is_a_channel_that_lists_of_channels_leave_out(database: Database) {
    run(database, |tx| {
        square(tx)?;
        let made = thread(30, ChannelType::PUBLIC_THREAD);
        threads::insert(tx, &made)?;
        assert_eq!(threads::get(tx, made.id)?, Some(made.clone()));
        assert_eq!(channels::get(tx, made.id)?, Some(made.clone()));
        assert_eq!(threads::get(tx, Id::new(PARENT))?, None, "a channel is no thread");
        assert_eq!(ids(&channels::of_guild(tx, Id::new(10))?), [PARENT]);
        assert_eq!(threads::active_count(tx, Id::new(10))?, 1);
        let renamed = Channel { name: Some("autre".to_owned()), ..archived(made, 5) };
        threads::update(tx, &renamed)?;
        assert_eq!(threads::get(tx, renamed.id)?, Some(renamed));
        assert_eq!(threads::active_count(tx, Id::new(10))?, 0);
        let without = Channel { thread_metadata: None, ..thread(31, ChannelType::PUBLIC_THREAD) };
        assert!(threads::insert(tx, &without).is_err(), "a thread has a state");
        Ok(())
    })
    .await;
}

async fn active_threads_come_with_those_who_are_in_them(database: Database) {
    run(database, |tx| {
        let (ada, eve) = square(tx)?;
        threads::insert(tx, &thread(30, ChannelType::PUBLIC_THREAD))?;
        threads::insert(tx, &thread(31, ChannelType::PRIVATE_THREAD))?;
        threads::insert(tx, &archived(thread(32, ChannelType::PRIVATE_THREAD), 0))?;
        for (id, user) in [(31, ada), (31, eve), (32, ada)] {
            assert!(threads::add_member(tx, &place(id, user))?);
        }
        let parts = guilds::load_snapshot(tx, Id::new(10))?.expect("the guild was added");
        assert_eq!(ids(&parts.channels), [PARENT]);
        assert_eq!(parts.threads.len(), 2);
        let mut active = threads::active_of_guild(tx, Id::new(10))?;
        active.sort_by_key(|(thread, _)| thread.id);
        let (threads, mut members): (Vec<_>, Vec<_>) = active.into_iter().unzip();
        assert_eq!(ids(&threads), [30, 31]);
        members[1].sort_by_key(|member| member.user_id);
        assert_eq!(members, [vec![], vec![place(31, ada), place(31, eve)]]);
        Ok(())
    })
    .await;
}

async fn archived_threads_come_by_the_moment_at_which_they_were_put_away(database: Database) {
    run(database, |tx| {
        square(tx)?;
        for (id, after_ms) in [(30, 300), (31, 100), (32, 200)] {
            threads::insert(tx, &archived(thread(id, ChannelType::PUBLIC_THREAD), after_ms))?;
        }
        threads::insert(tx, &archived(thread(33, ChannelType::PRIVATE_THREAD), 150))?;
        threads::insert(tx, &thread(34, ChannelType::PUBLIC_THREAD))?;
        let parent = Id::new(PARENT);
        let far = Timestamp::from_unix_ms(i64::MAX);
        assert_eq!(ids(&threads::archived(tx, parent, false, far, 10)?), [30, 32, 31]);
        assert_eq!(ids(&threads::archived(tx, parent, false, far, 2)?), [30, 32]);
        assert_eq!(ids(&threads::archived(tx, parent, false, moment(200), 10)?), [31]);
        assert_eq!(ids(&threads::archived(tx, parent, true, far, 10)?), [33]);
        assert_eq!(threads::archived(tx, Id::new(21), false, far, 10)?, []);
        Ok(())
    })
    .await;
}

async fn an_account_finds_the_archived_private_threads_that_it_is_in(database: Database) {
    run(database, |tx| {
        let (ada, eve) = square(tx)?;
        for id in [30, 31, 32] {
            threads::insert(tx, &archived(thread(id, ChannelType::PRIVATE_THREAD), 0))?;
            threads::add_member(tx, &place(id, ada))?;
        }
        threads::insert(tx, &thread(33, ChannelType::PRIVATE_THREAD))?;
        threads::add_member(tx, &place(33, ada))?;
        let parent = Id::new(PARENT);
        let mut found = |user, before, limit| -> Result<Vec<u64>, StoreError> {
            Ok(ids(&threads::archived_joined(tx, parent, user, Id::new(before), limit)?))
        };
        assert_eq!(found(ada, 99, 10)?, [32, 31, 30]);
        assert_eq!(found(ada, 32, 1)?, [31]);
        assert_eq!(found(eve, 99, 10)?, [0; 0]);
        Ok(())
    })
    .await;
}

async fn a_thread_is_idle_after_its_own_time_of_silence(database: Database) {
    run(database, |tx| {
        let (ada, _) = square(tx)?;
        threads::insert(tx, &thread(30, ChannelType::PUBLIC_THREAD))?;
        let mut long = thread(31, ChannelType::PUBLIC_THREAD);
        long.thread_metadata.as_mut().expect("a state").auto_archive_duration = 1_440;
        threads::insert(tx, &long)?;
        threads::insert(tx, &archived(thread(32, ChannelType::PUBLIC_THREAD), 0))?;
        let found = |tx: &mut Tx<'_>, minutes: i64| -> Result<Vec<u64>, StoreError> {
            let idle = threads::idle(tx, NOW_MS + minutes * MINUTE_MS, 10)?;
            assert!(idle.iter().all(|(guild, _)| guild.get() == 10));
            Ok(idle.into_iter().map(|(_, id)| id.get()).collect())
        };
        assert_eq!(found(tx, 59)?, [0; 0]);
        assert_eq!(found(tx, 60)?, [30]);
        assert_eq!(found(tx, 1_440)?, [30, 31]);
        assert_eq!(threads::idle(tx, NOW_MS + 1_440 * MINUTE_MS, 1)?.len(), 1);
        add_message(tx, Id::new(30), ada, 30 * MINUTE_MS)?;
        assert_eq!(found(tx, 89)?, [0; 0], "somebody wrote");
        assert_eq!(found(tx, 90)?, [30]);
        let now_ms = NOW_MS + 90 * MINUTE_MS;
        assert!(threads::is_idle(tx, Id::new(30), now_ms)?);
        for other in [31, 32, 99] {
            assert!(!threads::is_idle(tx, Id::new(other), now_ms)?, "{other}");
        }
        Ok(())
    })
    .await;
}

async fn who_is_in_a_thread_is_counted_listed_and_forgotten_with_the_membership(database: Database) {
    run(database, |tx| {
        let (ada, eve) = square(tx)?;
        let id: Id<ChannelMarker> = Id::new(30);
        threads::insert(tx, &thread(30, ChannelType::PRIVATE_THREAD))?;
        assert!(threads::add_member(tx, &place(30, ada))?);
        assert!(!threads::add_member(tx, &place(30, ada))?, "once is enough");
        assert!(threads::add_member(tx, &place(30, eve))?);
        assert_eq!(threads::member_count(tx, id)?, 2);
        assert_eq!(threads::members(tx, id, Id::new(0), 1)?, [place(30, ada)]);
        assert_eq!(threads::members(tx, id, ada, 10)?, [place(30, eve)]);
        assert!(threads::set_flags(tx, id, eve, ThreadMemberFlags::NO_MESSAGES)?);
        assert!(!threads::set_flags(tx, id, Id::new(9), ThreadMemberFlags::NO_MESSAGES)?);
        let quiet = ThreadMember { flags: ThreadMemberFlags::NO_MESSAGES, ..place(30, eve) };
        assert_eq!(threads::member(tx, id, eve)?, Some(quiet.clone()));
        assert_eq!(threads::memberships(tx, &[id, Id::new(31)], eve)?, std::slice::from_ref(&quiet));
        let seen = threads::seen_by(tx, vec![thread(30, ChannelType::PRIVATE_THREAD)], eve)?;
        assert_eq!((seen[0].member_count, seen[0].member.as_deref()), (2, Some(&quiet)));
        assert!(threads::remove_member(tx, id, ada)?);
        assert!(!threads::remove_member(tx, id, ada)?);
        assert!(members::delete(tx, Id::new(10), eve)?);
        assert_eq!(threads::member(tx, id, eve)?, None, "who leaves the guild leaves its threads");
        assert_eq!(threads::member_count(tx, id)?, 0);
        Ok(())
    })
    .await;
}

async fn messages_are_counted_without_the_first_and_the_deleted_ones(database: Database) {
    run(database, |tx| {
        let (ada, _) = square(tx)?;
        let made = thread(30, ChannelType::PUBLIC_THREAD);
        threads::insert(tx, &made)?;
        let author = parvis_model::User::new(ada, "ada");
        let first = Message::new(Id::first_of_unix_ms(NOW_MS), made.id, author, moment(0));
        messages::insert(tx, &first, 0, made.guild_id)?;
        channels::set_first_message(tx, made.id, first.id)?;
        let counts = |tx: &mut Tx<'_>| -> Result<_, StoreError> {
            let it = threads::with_counts(tx, vec![made.clone()])?.remove(0);
            Ok((it.message_count, it.total_message_sent, it.last_message_id))
        };
        assert_eq!(counts(tx)?, (0, 0, Some(first.id)));
        let (one, seq) = add_message(tx, made.id, ada, 1_000)?;
        let (two, _) = add_message(tx, made.id, ada, 2_000)?;
        assert_eq!(seq, 1);
        assert_eq!(counts(tx)?, (2, 2, Some(two.id)));
        messages::delete(tx, made.id, &[one.id, first.id], NOW_MS)?;
        assert_eq!(counts(tx)?, (1, 2, Some(two.id)));
        Ok(())
    })
    .await;
}

async fn a_message_carries_its_thread_and_a_thread_the_message_from_which_it_came(database: Database) {
    run(database, |tx| {
        let (ada, _) = square(tx)?;
        let parent = Id::new(PARENT);
        let (plain, _) = add_message(tx, parent, ada, 1_000)?;
        let (asked, _) =
            add_message_with(tx, parent, ada, 2_000, |it| it.content = "qui vient ?".to_owned())?;
        let made = thread(asked.id.get(), ChannelType::PUBLIC_THREAD);
        threads::insert(tx, &made)?;
        threads::add_member(tx, &place(asked.id.get(), ada))?;
        messages::set_flags(tx, parent, asked.id, MessageFlags::HAS_THREAD)?;
        let (starter, _) = add_message_with(tx, made.id, ada, 3_000, |it| {
            it.kind = MessageType::THREAD_STARTER_MESSAGE;
            it.message_reference = Some(Box::new(MessageReference::reply(None, parent, asked.id)));
        })?;
        let page = messages::get_many(tx, parent, &[plain.id, asked.id], ada)?;
        let carried: Vec<_> = page.iter().map(|it| it.thread.as_ref().map(|it| it.id)).collect();
        assert_eq!(carried, [Some(made.id), None]);
        assert_eq!(page[0].thread.as_ref().map(|it| it.member_count), Some(1));
        let shown = messages::get(tx, made.id, starter.id, ada)?.expect("it was added");
        let quoted = shown.referenced_message.value().expect("the message is there");
        assert_eq!((quoted.id, quoted.content.as_str()), (asked.id, "qui vient ?"));
        // A reply that names a message of another channel shows nothing of it.
        let (reply, _) = add_message_with(tx, made.id, ada, 4_000, |it| {
            it.kind = MessageType::REPLY;
            it.message_reference = Some(Box::new(MessageReference::reply(None, parent, asked.id)));
        })?;
        let shown = messages::get(tx, made.id, reply.id, ada)?.expect("it was added");
        assert!(shown.referenced_message.value().is_none());
        Ok(())
    })
    .await;
}

async fn what_was_written_in_a_thread_before_one_joined_it_is_read(database: Database) {
    run(database, |tx| {
        let (ada, eve) = square(tx)?;
        let made = thread(30, ChannelType::PUBLIC_THREAD);
        threads::insert(tx, &made)?;
        add_message(tx, made.id, ada, 1_000)?;
        let listed = |tx: &mut Tx<'_>| -> Result<Vec<(u64, u32)>, StoreError> {
            let all = read_states::of_user(tx, eve)?;
            Ok(all.iter().map(|it| (it.id.get(), it.unread_count)).collect())
        };
        assert_eq!(listed(tx)?, [(PARENT, 0)], "a thread that one has not joined is not listed");
        let joined = ThreadMember::new(made.id, eve, moment(2_000));
        threads::add_member(tx, &joined)?;
        assert_eq!(listed(tx)?, [(PARENT, 0), (30, 0)]);
        add_message(tx, made.id, ada, 3_000)?;
        assert_eq!(listed(tx)?, [(PARENT, 0), (30, 1)]);
        let one = read_states::get(tx, eve, made.id)?.expect("the thread is there");
        assert_eq!(one.unread_count, 1, "one thread and all of them are counted alike");
        threads::update(tx, &archived(made, 0))?;
        assert_eq!(listed(tx)?, [(PARENT, 0)], "what is put away waits for nobody");
        Ok(())
    })
    .await;
}

async fn threads_are_found_by_what_happened_in_them_and_go_with_their_guild(database: Database) {
    run(database, |tx| {
        let (ada, eve) = square(tx)?;
        let (parent, guild) = (Id::new(PARENT), Id::new(10));
        let early = Id::<ChannelMarker>::first_of_unix_ms(NOW_MS).get();
        let late = Id::<ChannelMarker>::first_of_unix_ms(NOW_MS + 10_000).get();
        threads::insert(tx, &thread(early, ChannelType::PUBLIC_THREAD))?;
        threads::insert(tx, &archived(thread(late, ChannelType::PRIVATE_THREAD), 0))?;
        add_message(tx, Id::new(late), ada, 20_000)?;
        let since = Id::first_of_unix_ms(NOW_MS + 5_000);
        assert_eq!(threads::written_since(tx, guild, since)?, [Id::new(late)]);
        assert_eq!(threads::last_started(tx, parent, ada, since)?, Some(Id::new(late)));
        assert_eq!(threads::last_started(tx, parent, eve, since)?, None);
        assert_eq!(threads::of_parent(tx, parent, 10)?, [Id::new(early), Id::new(late)]);
        assert_eq!(threads::of_parent(tx, parent, 1)?, [Id::new(early)]);
        threads::add_member(tx, &place(early, eve))?;
        assert!(channels::delete(tx, Id::new(early), NOW_MS)?);
        assert!(channels::is_leftover(tx, Id::new(early))?);
        assert!(!channels::is_leftover(tx, Id::new(late))?);
        assert_eq!(threads::get(tx, Id::new(early))?, None);
        assert!(guilds::delete(tx, guild, NOW_MS)?);
        assert_eq!(threads::get(tx, Id::new(late))?, None);
        assert!(channels::is_leftover(tx, Id::new(late))?);
        Ok(())
    })
    .await;
}
