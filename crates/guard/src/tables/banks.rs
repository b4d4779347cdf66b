//! Known items by their hashes and signatures, never themselves; what was found; how far looks through the past have
//! come; and the hashes of files that were looked at, as long as the files are there.

pub mod past;

use parvis_model::marker::{
    AttachmentMarker, CaseMarker, ChannelMarker, GuildMarker, MessageMarker, UserMarker,
};
use parvis_model::{Id, Timestamp};
use parvis_store::{Component, Migration, Row, StoreError, Tx};

use super::word;
use crate::banks::words::{ItemKind, LeakSetting, Origin, ReplayState};

/// A known item.
#[derive(Debug)]
pub enum BankItemMarker {}

/// The tables. The hits of an item go with it.
pub const BANKS: Component = Component {
    name: "guard-banks",
    migrations: &[Migration {
        name: "known items",
        sql: "
create table guard_bank_items (
  id bigint not null primary key,
  guild_id bigint,
  kind text not null,
  title text not null,
  origin text not null,
  origin_name text not null,
  licence text not null,
  reason text not null,
  added_by bigint,
  case_id bigint,
  expires_ms bigint not null,
  enabled boolean not null,
  distance_max bigint not null,
  signature {blob} not null
);
create index guard_bank_items_by_guild on guard_bank_items (guild_id, id) where guild_id is not null;
create index guard_bank_items_by_end on guard_bank_items (expires_ms);

create table guard_bank_hits (
  item_id bigint not null,
  message_id bigint not null,
  attachment_id bigint not null,
  primary key (item_id, message_id, attachment_id)
){clustered};

create table guard_bank_replays (
  item_id bigint not null primary key,
  state text not null,
  channel_id bigint not null,
  before_id bigint not null,
  looked_at bigint not null,
  in_all bigint not null,
  hits bigint not null
);

create table guard_bank_prints (
  attachment_id bigint not null primary key,
  digest {blob} not null,
  print {blob}
);
create index guard_bank_prints_by_digest on guard_bank_prints (digest);

create table guard_leak_settings (
  guild_id bigint not null primary key,
  setting text not null
);
",
    }],
};

/// An item as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The item; its time is when it was added.
    pub id: Id<BankItemMarker>,
    /// Whose bank it is in; `None`: the house's.
    pub guild_id: Option<Id<GuildMarker>>,
    /// What it is.
    pub kind: ItemKind,
    /// What it is called here.
    pub title: String,
    /// Who says so.
    pub origin: Origin,
    /// Which list, order or exchange.
    pub origin_name: String,
    /// Under which terms it may be used.
    pub licence: String,
    /// Why it is known.
    pub reason: String,
    /// Who added it; `None` when that account is gone.
    pub added_by: Option<Id<UserMarker>>,
    /// The case that it came from.
    pub case_id: Option<Id<CaseMarker>>,
    /// From then on it matches nothing.
    pub expires_at: Timestamp,
    /// A disabled item matches nothing.
    pub enabled: bool,
    /// Pictures further away do not count, in bits.
    pub distance_max: u32,
    /// The digest, hashes or signature.
    pub signature: Vec<u8>,
}

macro_rules! item_columns {
    () => {
        "id, guild_id, kind, title, origin, origin_name, licence, reason, added_by, case_id, expires_ms, enabled,
         distance_max, signature"
    };
}

/// Adds an item.
pub fn insert(tx: &mut Tx<'_>, item: &Item) -> Result<(), StoreError> {
    tx.execute(
        concat!(
            "insert into guard_bank_items (",
            item_columns!(),
            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        &[
            &item.id,
            &item.guild_id,
            &item.kind.as_str(),
            &item.title,
            &item.origin.as_str(),
            &item.origin_name,
            &item.licence,
            &item.reason,
            &item.added_by,
            &item.case_id,
            &item.expires_at,
            &item.enabled,
            &item.distance_max,
            &item.signature,
        ],
    )?;
    Ok(())
}

/// One item.
pub fn get(tx: &mut Tx<'_>, id: Id<BankItemMarker>) -> Result<Option<Item>, StoreError> {
    tx.query_opt(concat!("select ", item_columns!(), " from guard_bank_items where id = $1"), &[&id], read)
}

/// Items of one bank that are older than one, newest first.
pub fn page(
    tx: &mut Tx<'_>,
    guild_id: Option<Id<GuildMarker>>,
    before: Id<BankItemMarker>,
    limit: u32,
) -> Result<Vec<Item>, StoreError> {
    tx.query(
        concat!(
            "select ",
            item_columns!(),
            " from guard_bank_items where (guild_id = $1 or ($1 = 0 and guild_id is null)) and id < $2
             order by id desc limit $3"
        ),
        &[&guild_id.unwrap_or(Id::new(0)), &before, &limit],
        read,
    )
}

/// All items after one, oldest first, for who keeps them in memory.
pub fn after(tx: &mut Tx<'_>, after: Id<BankItemMarker>, limit: u32) -> Result<Vec<Item>, StoreError> {
    tx.query(
        concat!("select ", item_columns!(), " from guard_bank_items where id > $1 order by id limit $2"),
        &[&after, &limit],
        read,
    )
}

/// How many items a bank has.
pub fn count(tx: &mut Tx<'_>, guild_id: Option<Id<GuildMarker>>) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from guard_bank_items where guild_id = $1 or ($1 = 0 and guild_id is null)",
        &[&guild_id.unwrap_or(Id::new(0))],
        |row| row.get(0),
    )
}

/// The item of a bank with this signature, if there is one.
pub fn with_signature(
    tx: &mut Tx<'_>,
    guild_id: Option<Id<GuildMarker>>,
    kind: ItemKind,
    signature: &[u8],
) -> Result<Option<Item>, StoreError> {
    tx.query_opt(
        concat!(
            "select ",
            item_columns!(),
            " from guard_bank_items where (guild_id = $1 or ($1 = 0 and guild_id is null))
             and kind = $2 and signature = $3 order by id limit 1"
        ),
        &[&guild_id.unwrap_or(Id::new(0)), &kind.as_str(), &signature],
        read,
    )
}

/// Lets an item match or not, until when.
pub fn update(
    tx: &mut Tx<'_>,
    id: Id<BankItemMarker>,
    enabled: bool,
    expires_at: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_bank_items set enabled = $2, expires_ms = $3 where id = $1",
        &[&id, &enabled, &expires_at],
    )?;
    Ok(changed > 0)
}

/// Notes that an item was found; false when that is known.
pub fn insert_hit(
    tx: &mut Tx<'_>,
    id: Id<BankItemMarker>,
    message_id: Id<MessageMarker>,
    attachment_id: Option<Id<AttachmentMarker>>,
) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into guard_bank_hits (item_id, message_id, attachment_id) values ($1, $2, $3) on conflict do nothing",
        &[&id, &message_id, &attachment_id.unwrap_or(Id::new(0))],
    )?;
    Ok(added > 0)
}

/// How often an item was found.
pub fn hit_count(tx: &mut Tx<'_>, id: Id<BankItemMarker>) -> Result<u32, StoreError> {
    tx.query_one("select count(*) from guard_bank_hits where item_id = $1", &[&id], |row| row.get(0))
}

/// A look through the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// With which item.
    pub item_id: Id<BankItemMarker>,
    /// How far it has come.
    pub state: ReplayState,
    /// In which channel it is; those below were looked at.
    pub channel_id: Id<ChannelMarker>,
    /// Older messages than this are next.
    pub before_id: Id<MessageMarker>,
    /// Messages or files that were looked at.
    pub looked_at: u64,
    /// Of so many, as it was counted at the beginning.
    pub in_all: u64,
    /// What was found.
    pub hits: u64,
}

/// Keeps how far a look has come.
pub fn set_replay(tx: &mut Tx<'_>, replay: &Replay) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_bank_replays (item_id, state, channel_id, before_id, looked_at, in_all, hits)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (item_id) do update set state = $2, channel_id = $3, before_id = $4, looked_at = $5,
           in_all = $6, hits = $7",
        &[
            &replay.item_id,
            &replay.state.as_str(),
            &replay.channel_id,
            &replay.before_id,
            &replay.looked_at,
            &replay.in_all,
            &replay.hits,
        ],
    )?;
    Ok(())
}

/// The last look with an item.
pub fn replay(tx: &mut Tx<'_>, id: Id<BankItemMarker>) -> Result<Option<Replay>, StoreError> {
    tx.query_opt(
        "select item_id, state, channel_id, before_id, looked_at, in_all, hits from guard_bank_replays
         where item_id = $1",
        &[&id],
        read_replay,
    )
}

/// The oldest look that goes on.
pub fn running_replay(tx: &mut Tx<'_>) -> Result<Option<Replay>, StoreError> {
    tx.query_opt(
        "select item_id, state, channel_id, before_id, looked_at, in_all, hits from guard_bank_replays
         where state = 'running' order by item_id limit 1",
        &[],
        read_replay,
    )
}

/// The hashes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashes {
    /// Of all its bytes.
    pub digest: Vec<u8>,
    /// Of what it shows, when it is a picture that could be read.
    pub print: Option<Vec<u8>>,
}

/// The hashes of a file that was looked at before.
pub fn hashes(tx: &mut Tx<'_>, id: Id<AttachmentMarker>) -> Result<Option<Hashes>, StoreError> {
    tx.query_opt("select digest, print from guard_bank_prints where attachment_id = $1", &[&id], |row| {
        Ok(Hashes { digest: row.get(0)?, print: row.get(1)? })
    })
}

/// Keeps the hashes of a file.
pub fn insert_hashes(tx: &mut Tx<'_>, id: Id<AttachmentMarker>, hashes: &Hashes) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_bank_prints (attachment_id, digest, print) values ($1, $2, $3) on conflict do nothing",
        &[&id, &hashes.digest, &hashes.print],
    )?;
    Ok(())
}

/// What a guild does about leaks.
pub fn leak_setting(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Option<LeakSetting>, StoreError> {
    tx.query_opt("select setting from guard_leak_settings where guild_id = $1", &[&guild_id], |row| {
        word(row, 0, LeakSetting::from_word)
    })
}

/// Sets it.
pub fn set_leak_setting(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    setting: LeakSetting,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_leak_settings (guild_id, setting) values ($1, $2)
         on conflict (guild_id) do update set setting = $2",
        &[&guild_id, &setting.as_str()],
    )?;
    Ok(())
}

/// Removes items that expired before a moment, and the hashes of files that are gone.
pub fn delete_over(tx: &mut Tx<'_>, moment: Timestamp) -> Result<u64, StoreError> {
    for statement in [
        "delete from guard_bank_hits where item_id in (select id from guard_bank_items where expires_ms < $1)",
        "delete from guard_bank_replays where item_id in (select id from guard_bank_items where expires_ms < $1)",
    ] {
        tx.execute(statement, &[&moment])?;
    }
    tx.execute(
        "delete from guard_bank_prints
         where not exists (select 1 from attachments where attachments.id = guard_bank_prints.attachment_id)",
        &[],
    )?;
    tx.execute("delete from guard_bank_items where expires_ms < $1", &[&moment])
}

/// Removes what a guild that is gone has known.
pub fn delete_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<(), StoreError> {
    for statement in [
        "delete from guard_bank_hits where item_id in (select id from guard_bank_items where guild_id = $1)",
        "delete from guard_bank_replays where item_id in (select id from guard_bank_items where guild_id = $1)",
        "delete from guard_bank_items where guild_id = $1",
        "delete from guard_leak_settings where guild_id = $1",
    ] {
        tx.execute(statement, &[&guild_id])?;
    }
    Ok(())
}

/// Forgets that an account added items.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("update guard_bank_items set added_by = null where added_by = $1", &[&user_id])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Item, StoreError> {
    Ok(Item {
        id: row.get(0)?,
        guild_id: row.get(1)?,
        kind: word(row, 2, ItemKind::from_word)?,
        title: row.get(3)?,
        origin: word(row, 4, Origin::from_word)?,
        origin_name: row.get(5)?,
        licence: row.get(6)?,
        reason: row.get(7)?,
        added_by: row.get(8)?,
        case_id: row.get(9)?,
        expires_at: row.get(10)?,
        enabled: row.get(11)?,
        distance_max: row.get(12)?,
        signature: row.get(13)?,
    })
}

fn read_replay(row: &Row<'_>) -> Result<Replay, StoreError> {
    Ok(Replay {
        item_id: row.get(0)?,
        state: word(row, 1, ReplayState::from_word)?,
        channel_id: row.get(2)?,
        before_id: row.get(3)?,
        looked_at: row.get(4)?,
        in_all: row.get(5)?,
        hits: row.get(6)?,
    })
}
