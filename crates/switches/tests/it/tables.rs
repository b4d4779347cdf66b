//! The tables of switches on both engines.

use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker};
use parvis_model::{
    Attachment, Channel, ChannelType, Guild, Id, Member, Message, MessageType, ThreadMetadata, Timestamp,
    User,
};
use parvis_store::tables::migrations::TALK;
use parvis_store::tables::{self as talk, users::Account};
use parvis_store::{StoreError, Tx};
use parvis_switches::judgement::Signal;
use parvis_switches::log::{Done, Entry};
use parvis_switches::settings::Own;
use parvis_switches::tables::{self as switches, Hold, SWITCHES, SentFile};

use crate::engines::{Database, both_engines};

both_engines! {
    what_is_set_is_found_by_guild_and_goes_with_its_channel,
    the_log_counts_what_is_done_again,
    who_waits_is_let_in_everywhere,
    what_was_looked_at_is_marked_until_something_is_set,
    what_is_asked_of_messages,
    those_who_joined_lately,
}

const ADA: Id<UserMarker> = Id::new(1);
const EVE: Id<UserMarker> = Id::new(2);
const GUILD: Id<GuildMarker> = Id::new(10);
const CHANNEL: Id<ChannelMarker> = Id::new(20);
const THREAD: Id<ChannelMarker> = Id::new(21);

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    database.open(&[TALK, SWITCHES]).write(0, job).await.expect("every statement is accepted");
}

fn own(json: &str) -> Own {
    serde_json::from_str(json).expect("well-formed")
}

fn at(ms: i64) -> Timestamp {
    Timestamp::from_unix_ms(ms)
}

fn entry(id: u64, done: Done, user_id: Option<Id<UserMarker>>) -> Entry {
    Entry {
        guild_id: GUILD,
        id: Id::new(id),
        channel_id: CHANNEL,
        done,
        user_id,
        signals: vec![Signal::NoAvatar],
        count: 2,
        last_at: at(1_000),
        undone_by: None,
        undone_at: None,
    }
}

async fn what_is_set_is_found_by_guild_and_goes_with_its_channel(database: Database) {
    run(database, |tx| {
        let (first, second) = (own(r#"{"expiry":{"on":true}}"#), own(r#"{"notices":{"on":false}}"#));
        switches::put(tx, GUILD, CHANNEL, &first)?;
        switches::put(tx, GUILD, Id::new(22), &second)?;
        switches::put(tx, Id::new(11), Id::new(23), &second)?;
        let set = switches::of_guild(tx, GUILD)?;
        assert_eq!((set.len(), &set[&CHANNEL], &set[&Id::new(22)]), (2, &first, &second));
        assert_eq!(switches::guilds(tx)?, [GUILD, Id::new(11)]);
        switches::put(tx, GUILD, CHANNEL, &second)?;
        assert_eq!(switches::of_guild(tx, GUILD)?[&CHANNEL], second);
        switches::put(tx, GUILD, CHANNEL, &Own::default())?;
        assert_eq!(switches::of_guild(tx, GUILD)?.len(), 1);
        switches::delete_of_channel(tx, GUILD, Id::new(22))?;
        assert_eq!(switches::guilds(tx)?, [Id::new(11)]);
        switches::delete_of_guild(tx, Id::new(11))?;
        assert_eq!(switches::guilds(tx)?, []);
        Ok(())
    })
    .await;
}

async fn the_log_counts_what_is_done_again(database: Database) {
    run(database, |tx| {
        let (deleted, held) =
            (entry(100, Done::MediaDeleted, None), entry(101, Done::NewcomerHeld, Some(EVE)));
        switches::insert_entry(tx, &deleted)?;
        switches::insert_entry(tx, &held)?;
        let again = Entry { count: 3, last_at: at(2_000), ..entry(102, Done::MediaDeleted, None) };
        assert!(!switches::count_into_entry(tx, &again, Id::new(101))?, "too old");
        assert!(!switches::count_into_entry(tx, &Entry { user_id: Some(EVE), ..again.clone() }, Id::new(1))?);
        assert!(switches::count_into_entry(tx, &again, Id::new(100))?);
        let counted = Entry { count: 5, last_at: at(2_000), ..deleted };
        assert_eq!(switches::entry(tx, GUILD, Id::new(100))?, Some(counted.clone()));
        assert_eq!(switches::entry(tx, Id::new(11), Id::new(100))?, None);
        let before = Id::new(i64::MAX as u64);
        assert_eq!(switches::entries(tx, &[CHANNEL], before, None, 10)?, [held.clone(), counted.clone()]);
        assert_eq!(switches::entries(tx, &[CHANNEL], before, None, 1)?, std::slice::from_ref(&held));
        assert_eq!(
            switches::entries(tx, &[CHANNEL], Id::new(101), None, 10)?,
            std::slice::from_ref(&counted)
        );
        let held_only = switches::entries(tx, &[CHANNEL], before, Some(Done::NewcomerHeld), 10)?;
        assert_eq!(held_only, std::slice::from_ref(&held));
        assert_eq!(switches::entries(tx, &[], before, None, 10)?, []);
        assert!(switches::set_undone(tx, GUILD, Id::new(101), ADA, at(3_000))?);
        assert!(!switches::set_undone(tx, GUILD, Id::new(101), EVE, at(4_000))?, "once");
        let undone = Entry { undone_by: Some(ADA), undone_at: Some(at(3_000)), ..held };
        assert_eq!(switches::entry(tx, GUILD, Id::new(101))?, Some(undone));
        assert_eq!(switches::delete_before(tx, Id::new(101))?, 1);
        assert_eq!(switches::entry(tx, GUILD, Id::new(100))?, None);
        Ok(())
    })
    .await;
}

async fn who_waits_is_let_in_everywhere(database: Database) {
    run(database, |tx| {
        let hold = |channel| Hold { channel_id: Id::new(channel), released: false, until: at(500) };
        assert!(switches::hold(tx, GUILD, EVE, Id::new(100), hold(20))?);
        assert!(!switches::hold(tx, GUILD, EVE, Id::new(101), hold(20))?, "decided before");
        assert!(switches::hold(tx, GUILD, EVE, Id::new(102), hold(22))?);
        assert!(switches::hold(tx, GUILD, ADA, Id::new(103), hold(20))?);
        assert_eq!(switches::holds(tx, GUILD, EVE)?, [hold(20), hold(22)]);
        assert_eq!(switches::release(tx, GUILD, EVE)?, 2);
        assert!(switches::holds(tx, GUILD, EVE)?.iter().all(|hold| hold.released));
        assert_eq!(switches::holds(tx, GUILD, ADA)?, [hold(20)]);
        switches::delete_before(tx, Id::new(102))?;
        assert_eq!(switches::holds(tx, GUILD, EVE)?.len(), 1, "a hold goes with its entry");
        switches::delete_of_channel(tx, GUILD, Id::new(22))?;
        assert_eq!(switches::holds(tx, GUILD, EVE)?, []);
        switches::delete_of_guild(tx, GUILD)?;
        assert_eq!(switches::holds(tx, GUILD, ADA)?, []);
        Ok(())
    })
    .await;
}

async fn what_was_looked_at_is_marked_until_something_is_set(database: Database) {
    run(database, |tx| {
        assert_eq!(switches::mark(tx, CHANNEL, Done::MediaDeleted)?, Id::new(0));
        switches::set_mark(tx, GUILD, CHANNEL, Done::MediaDeleted, Id::new(5))?;
        switches::set_mark(tx, GUILD, CHANNEL, Done::MediaDeleted, Id::new(7))?;
        assert_eq!(switches::mark(tx, CHANNEL, Done::MediaDeleted)?, Id::new(7));
        assert_eq!(switches::mark(tx, CHANNEL, Done::NoticesDeleted)?, Id::new(0));
        switches::put(tx, GUILD, Id::new(22), &Own::default())?;
        assert_eq!(switches::mark(tx, CHANNEL, Done::MediaDeleted)?, Id::new(0));
        Ok(())
    })
    .await;
}

/// A guild of ada's with a channel, a thread in it, and a message of each kind.
fn seed(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    for (id, name, bot) in [(ADA, "ada", false), (EVE, "eve", true)] {
        let user = User { bot, ..User::new(id, name) };
        let (bio, locale) = (String::new(), "fr".to_owned());
        talk::users::insert(
            tx,
            &Account { user, bio, locale, password_hash: None, mfa_enabled: false },
            name,
        )?;
    }
    talk::guilds::insert(tx, &Guild::new(GUILD, "The square", ADA))?;
    talk::channels::insert(tx, &Channel::in_guild(CHANNEL, ChannelType::GUILD_TEXT, GUILD, "square"))?;
    let mut thread = Channel::in_guild(THREAD, ChannelType::PUBLIC_THREAD, GUILD, "thread");
    (thread.parent_id, thread.owner_id) = (Some(CHANNEL), Some(ADA));
    thread.thread_metadata = Some(Box::new(ThreadMetadata::new(at(0), 60)));
    talk::threads::insert(tx, &thread)
}

fn say(
    tx: &mut Tx<'_>,
    id: u64,
    channel_id: Id<ChannelMarker>,
    kind: MessageType,
    author: (u64, Option<&str>),
) -> Result<(), StoreError> {
    let mut message = Message::new(Id::new(id), channel_id, User::new(Id::new(author.0), "x"), at(0));
    message.kind = kind;
    if let Some(filename) = author.1 {
        let mut file = Attachment::new(Id::new(id + 1_000), filename, 5, "");
        file.content_type = Some("image/png".to_owned());
        talk::attachments::insert(tx, channel_id, message.id, &file, &format!("blob{id}"))?;
        message.attachments.push(file);
    }
    talk::channels::next_message(tx, channel_id, Id::new(id))?;
    talk::messages::insert(tx, &message, i64::try_from(id).expect("small"), Some(GUILD))
}

async fn what_is_asked_of_messages(database: Database) {
    run(database, |tx| {
        seed(tx)?;
        say(tx, 30, CHANNEL, MessageType::USER_JOIN, (1, None))?;
        say(tx, 31, CHANNEL, MessageType::DEFAULT, (1, Some("a.png")))?;
        say(tx, 32, CHANNEL, MessageType::DEFAULT, (2, Some("b.png")))?;
        say(tx, 33, CHANNEL, MessageType::DEFAULT, (99, Some("c.png")))?;
        say(tx, 34, THREAD, MessageType::RECIPIENT_REMOVE, (1, None))?;
        let ids = |ids: &[u64]| -> Vec<Id<MessageMarker>> { ids.iter().copied().map(Id::new).collect() };
        let (none, all) = (Id::new(0), Id::new(99));
        assert_eq!(switches::notices_between(tx, CHANNEL, none, all, 10)?, ids(&[30]));
        assert_eq!(switches::notices_between(tx, CHANNEL, Id::new(30), all, 10)?, []);
        assert_eq!(switches::notices_between(tx, CHANNEL, none, Id::new(30), 10)?, []);
        assert_eq!(switches::notices_between(tx, THREAD, none, all, 10)?, ids(&[34]));
        let file = |id, author, is_person, filename: &str| SentFile {
            message_id: Id::new(id),
            author_id: Id::new(author),
            is_person,
            filename: filename.to_owned(),
            content_type: "image/png".to_owned(),
        };
        let (ada, eve, hook) =
            (file(31, 1, true, "a.png"), file(32, 2, false, "b.png"), file(33, 99, false, "c.png"));
        assert_eq!(switches::files_between(tx, CHANNEL, none, all, 10)?, [ada.clone(), eve.clone(), hook]);
        assert_eq!(switches::files_between(tx, CHANNEL, none, all, 1)?, [ada]);
        assert_eq!(switches::files_between(tx, CHANNEL, Id::new(31), Id::new(33), 9)?, [eve]);
        assert_eq!(switches::places_since(tx, CHANNEL, Id::new(32))?, [CHANNEL, THREAD]);
        assert_eq!(switches::places_since(tx, CHANNEL, Id::new(33))?, [THREAD]);
        assert_eq!(switches::places_before(tx, CHANNEL, Id::new(31))?, [CHANNEL]);
        assert_eq!(switches::places_before(tx, CHANNEL, all)?, [CHANNEL, THREAD]);
        talk::pins::pin(tx, CHANNEL, Id::new(31), at(1))?;
        assert_eq!(switches::messages_before(tx, CHANNEL, Id::new(33), true, 10)?, ids(&[30, 31, 32]));
        assert_eq!(switches::messages_before(tx, CHANNEL, Id::new(33), false, 10)?, ids(&[30, 32]));
        assert_eq!(switches::messages_before(tx, CHANNEL, all, true, 2)?, ids(&[30, 31]));
        Ok(())
    })
    .await;
}

async fn those_who_joined_lately(database: Database) {
    run(database, |tx| {
        seed(tx)?;
        for (id, joined) in [(ADA, 5), (EVE, 9)] {
            talk::members::insert(tx, GUILD, &Member::new(User::new(id, "x"), at(joined)))?;
        }
        assert_eq!(switches::joined_since(tx, GUILD, 5, 10)?, [(EVE, 9), (ADA, 5)]);
        assert_eq!(switches::joined_since(tx, GUILD, 6, 10)?, [(EVE, 9)]);
        assert_eq!(switches::joined_since(tx, GUILD, 0, 1)?, [(EVE, 9)]);
        assert_eq!(switches::joined_since(tx, Id::new(11), 0, 10)?, []);
        Ok(())
    })
    .await;
}
