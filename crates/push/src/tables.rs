//! Subscriptions of browsers, and what is asked of the tables of Talk to decide who hears of a message.

use parvis_model::marker::{ChannelMarker, GuildMarker, LoginMarker, MessageMarker, UserMarker};
use parvis_model::{GuildNotificationSettings, Id, RelationshipType, Timestamp, UserSettings};
use parvis_store::{Component, IdList, Json, Migration, Row, StoreError, Tx};
use sha2::{Digest, Sha256};

use crate::decision::{Listener, Wishes};
use crate::encryption::Keys;

/// The tables of this wing. A subscription is a login's: there is one for each device, and an address has one owner.
pub const PUSH: Component = Component {
    name: "push",
    migrations: &[Migration {
        name: "subscriptions of browsers",
        sql: "
create table push_subscriptions (
  login_id bigint not null primary key,
  user_id bigint not null,
  endpoint text not null,
  endpoint_hash {blob} not null unique,
  public_key {blob} not null,
  auth {blob} not null,
  created_ms bigint not null,
  expires_ms bigint,
  failures bigint not null
);
create index push_subscriptions_by_user on push_subscriptions (user_id);
",
    }],
};

/// Devices of one account that are notified: those that logged in last.
const DEVICES_MAX: u32 = 20;

/// A browser that wants to be notified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its login.
    pub login_id: Id<LoginMarker>,
    /// The account.
    pub user_id: Id<UserMarker>,
    /// Where the push service takes messages for it; whoever knows it can send some.
    pub endpoint: String,
    /// How they are encrypted.
    pub keys: Keys,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the browser lets it end.
    pub expires_at: Option<Timestamp>,
    /// How often in a row nothing could be delivered.
    pub failures: u32,
}

/// Adds a subscription in place of the login's earlier one, and of whoever had its address before: two people who share
/// a browser must not read each other's notifications.
pub fn put(tx: &mut Tx<'_>, subscription: &Subscription) -> Result<(), StoreError> {
    let endpoint_hash: [u8; 32] = Sha256::digest(subscription.endpoint.as_bytes()).into();
    tx.execute(
        "delete from push_subscriptions where endpoint_hash = $1 or login_id = $2",
        &[&endpoint_hash, &subscription.login_id],
    )?;
    tx.execute(
        "insert into push_subscriptions (login_id, user_id, endpoint, endpoint_hash, public_key, auth, created_ms,
           expires_ms, failures)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &subscription.login_id,
            &subscription.user_id,
            &subscription.endpoint,
            &endpoint_hash,
            &subscription.keys.public_key,
            &subscription.keys.auth,
            &subscription.created_at,
            &subscription.expires_at,
            &subscription.failures,
        ],
    )?;
    Ok(())
}

/// The subscriptions of an account whose logins go on, and that have not ended; the last login first.
pub fn of_user(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    now: Timestamp,
) -> Result<Vec<Subscription>, StoreError> {
    tx.query(
        "select s.login_id, s.user_id, s.endpoint, s.public_key, s.auth, s.created_ms, s.expires_ms, s.failures
         from push_subscriptions s join logins l on l.id = s.login_id and l.user_id = s.user_id
         where s.user_id = $1 and (s.expires_ms is null or s.expires_ms > $2)
         order by s.login_id desc limit $3",
        &[&user_id, &now, &DEVICES_MAX],
        read_subscription,
    )
}

/// Ends the subscription of a login of this account; whether there was one.
pub fn delete(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    login_id: Id<LoginMarker>,
) -> Result<bool, StoreError> {
    let removed = tx.execute(
        "delete from push_subscriptions where user_id = $1 and login_id = $2",
        &[&user_id, &login_id],
    )?;
    Ok(removed > 0)
}

/// Ends the subscriptions of these logins.
pub fn delete_of_logins(tx: &mut Tx<'_>, logins: &[Id<LoginMarker>]) -> Result<u64, StoreError> {
    tx.execute("delete from push_subscriptions where login_id in ids($1)", &[&IdList(logins)])
}

/// Removes subscriptions that have ended, by themselves or with their logins; returns how many.
pub fn delete_ended(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(
        "delete from push_subscriptions where expires_ms <= $1 or login_id not in (select id from logins)",
        &[&now],
    )
}

/// Notes whether something could be delivered; how often in a row it could not.
pub fn set_failures(tx: &mut Tx<'_>, login_id: Id<LoginMarker>, failures: u32) -> Result<(), StoreError> {
    tx.execute("update push_subscriptions set failures = $2 where login_id = $1", &[&login_id, &failures])?;
    Ok(())
}

macro_rules! listener_columns {
    () => {
        "select mb.user_id, gs.settings, us.settings"
    };
}

/// Everybody in a guild who has a subscription.
pub fn listeners_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Vec<Listener>, StoreError> {
    tx.query(
        concat!(
            listener_columns!(),
            " from members mb
             left join guild_settings gs on gs.user_id = mb.user_id and gs.guild_id = $1
             left join user_settings us on us.user_id = mb.user_id
             where mb.guild_id = $1 and mb.user_id in (select s.user_id from push_subscriptions s)"
        ),
        &[&guild_id],
        |row| read_listener(row, Some(guild_id)),
    )
}

/// A member of a guild, if it has a subscription.
pub fn listener_of_guild(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Result<Option<Listener>, StoreError> {
    tx.query_opt(
        concat!(
            listener_columns!(),
            " from members mb
             left join guild_settings gs on gs.user_id = mb.user_id and gs.guild_id = $1
             left join user_settings us on us.user_id = mb.user_id
             where mb.guild_id = $1 and mb.user_id = $2
               and mb.user_id in (select s.user_id from push_subscriptions s where s.user_id = $2)"
        ),
        &[&guild_id, &user_id],
        |row| read_listener(row, Some(guild_id)),
    )
}

/// Those of these accounts who have a subscription, with what they want to hear from private conversations.
pub fn listeners_among(tx: &mut Tx<'_>, user_ids: &[Id<UserMarker>]) -> Result<Vec<Listener>, StoreError> {
    tx.query(
        concat!(
            listener_columns!(),
            " from users u
             join (select distinct s.user_id from push_subscriptions s where s.user_id in ids($1)) mb
               on mb.user_id = u.id
             left join guild_settings gs on gs.user_id = mb.user_id and gs.guild_id = 0
             left join user_settings us on us.user_id = mb.user_id"
        ),
        &[&IdList(user_ids)],
        |row| read_listener(row, None),
    )
}

/// Those of these accounts who have blocked another one.
pub fn blocking(
    tx: &mut Tx<'_>,
    user_ids: &[Id<UserMarker>],
    other_id: Id<UserMarker>,
) -> Result<Vec<Id<UserMarker>>, StoreError> {
    tx.query(
        "select user_id from relationships where other_id = $1 and kind = $2 and user_id in ids($3)",
        &[&other_id, &RelationshipType::BLOCKED.0, &IdList(user_ids)],
        |row| row.get(0),
    )
}

/// Whether a message is still there.
pub fn message_exists(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "select id from messages where channel_id = $1 and id = $2",
        &[&channel_id, &message_id],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

fn read_subscription(row: &Row<'_>) -> Result<Subscription, StoreError> {
    Ok(Subscription {
        login_id: row.get(0)?,
        user_id: row.get(1)?,
        endpoint: row.get(2)?,
        keys: Keys { public_key: row.get(3)?, auth: row.get(4)? },
        created_at: row.get(5)?,
        expires_at: row.get(6)?,
        failures: row.get(7)?,
    })
}

fn read_listener(row: &Row<'_>, guild_id: Option<Id<GuildMarker>>) -> Result<Listener, StoreError> {
    let settings: Option<Json<GuildNotificationSettings>> = row.get(1)?;
    let own: Option<Json<UserSettings>> = row.get(2)?;
    let own = own.map(|Json(own)| own).unwrap_or_default();
    Ok(Listener {
        user_id: row.get(0)?,
        settings: settings
            .map_or_else(|| GuildNotificationSettings::new(guild_id), |Json(settings)| settings),
        wishes: Wishes::from(&own),
    })
}
