//! Each function of a table, on both engines. A test is one transaction that it runs from beginning to end.

mod applications;
mod attachments;
mod audit;
mod bans;
mod calendar_addresses;
mod channels;
mod commands;
mod emojis;
mod exports;
mod grants;
mod guilds;
mod ids;
mod interactions;
mod invites;
mod logins;
mod members;
mod mentions;
mod messages;
mod notes;
mod onboarding;
mod passkeys;
mod pictures;
mod pins;
mod private;
mod reactions;
mod read_states;
mod recovery_codes;
mod relationships;
mod saved_messages;
mod scheduled_events;
mod secrets;
mod sessions;
mod settings;
mod sheets;
mod statistics;
mod threads;
mod totp;
mod users;
mod webhooks;
mod withheld;

use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Channel, ChannelType, Guild, Id, Member, Message, Timestamp, User};
use parvis_store::tables::migrations::TALK;
use parvis_store::tables::{self, users::Account};
use parvis_store::{StoreError, Tx};

use crate::engines::Database;

/// A moment in 2026, as milliseconds.
pub const NOW_MS: i64 = 1_795_328_210_123;

/// Runs a test's transaction on an empty database with the tables of Talk.
pub async fn run(
    database: Database,
    job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static,
) {
    database.open(&[TALK]).write(0, job).await.expect("every statement is accepted");
}

/// An account that is in no table yet.
pub fn account(id: u64, name: &str) -> Account {
    let user = User::new(Id::new(id), name);
    Account { user, bio: String::new(), locale: "fr".to_owned(), password_hash: None, mfa_enabled: false }
}

/// Adds an account with nothing but its name.
pub fn add_user(tx: &mut Tx<'_>, id: u64, name: &str) -> Result<Id<UserMarker>, StoreError> {
    tables::users::insert(tx, &account(id, name), name)?;
    Ok(Id::new(id))
}

/// Adds a guild whose owner is a member of it since `NOW_MS`.
pub fn add_guild(tx: &mut Tx<'_>, id: u64, owner: Id<UserMarker>) -> Result<Id<GuildMarker>, StoreError> {
    let guild = Guild::new(Id::new(id), "The square", owner);
    tables::guilds::insert(tx, &guild)?;
    add_member(tx, guild.id, owner)?;
    Ok(guild.id)
}

/// Makes an account a member since `NOW_MS`.
pub fn add_member(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Result<(), StoreError> {
    let user = tables::users::get(tx, user_id)?.expect("the account was added");
    let member = Member::new(user, Timestamp::from_unix_ms(NOW_MS));
    assert!(tables::members::insert(tx, guild_id, &member)?);
    Ok(())
}

/// Adds a text channel.
pub fn add_channel(
    tx: &mut Tx<'_>,
    id: u64,
    guild_id: Option<Id<GuildMarker>>,
) -> Result<Id<ChannelMarker>, StoreError> {
    let mut channel = Channel::new(Id::new(id), ChannelType::GUILD_TEXT);
    channel.guild_id = guild_id;
    tables::channels::insert(tx, &channel)?;
    Ok(channel.id)
}

/// Adds a message that was written so many milliseconds after `NOW_MS`; returns it with its number.
pub fn add_message(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    author: Id<UserMarker>,
    after_ms: i64,
) -> Result<(Message, i64), StoreError> {
    add_message_with(tx, channel_id, author, after_ms, |_| ())
}

/// The same with something in it.
pub fn add_message_with(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    author: Id<UserMarker>,
    after_ms: i64,
    change: impl FnOnce(&mut Message),
) -> Result<(Message, i64), StoreError> {
    let wanted = Id::first_of_unix_ms(NOW_MS + after_ms);
    let (seq, id) = tables::channels::next_message(tx, channel_id, wanted)?.expect("the channel was added");
    let author = tables::users::get(tx, author)?.expect("the account was added");
    let mut message = Message::new(id, channel_id, author, Timestamp::from_unix_ms(NOW_MS + after_ms));
    change(&mut message);
    let guild_id = tables::channels::get(tx, channel_id)?.and_then(|channel| channel.guild_id);
    tables::messages::insert(tx, &message, seq, guild_id)?;
    Ok((message, seq))
}
