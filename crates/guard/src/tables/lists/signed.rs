//! Lists that this instance publishes, as they were signed, and lists of other instances that it follows.

use std::collections::HashSet;

use parvis_model::{Id, Timestamp};
use parvis_store::{Json, Row, StoreError, Tx};
use parvis_watchlists::effect::Mode;
use parvis_watchlists::signed::{About, Published};

use super::ListMarker;

/// A list of another instance that is followed.
#[derive(Debug)]
pub enum SubscriptionMarker {}

/// The tables, as a migration.
pub const SQL: &str = "
create table guard_published_lists (
  list_id bigint not null primary key,
  about text not null,
  entries bigint not null,
  issued_ms bigint not null,
  expires_ms bigint not null,
  file text not null
);

create table guard_list_subscriptions (
  id bigint not null primary key,
  url text not null,
  signer {blob} not null,
  mode text not null,
  ignored text not null,
  about text,
  file text,
  fetched_ms bigint,
  tried_ms bigint not null,
  refusal text
);
create unique index guard_list_subscriptions_by_url on guard_list_subscriptions (url);
create index guard_list_subscriptions_by_try on guard_list_subscriptions (tried_ms);
";

/// A list that this instance publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedList {
    /// Of which list of ours.
    pub list_id: Id<ListMarker>,
    /// What it says of itself.
    pub about: About,
    /// How many entries it has.
    pub entries: u32,
    /// The file, as it was signed.
    pub file: String,
}

/// A list of another instance that is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its id; its time is when it was first followed.
    pub id: Id<SubscriptionMarker>,
    /// Where the list is fetched.
    pub url: String,
    /// Whose signature counts.
    pub signer: [u8; 32],
    /// What is done with its entries.
    pub mode: Mode,
    /// Entries that are not followed.
    pub ignored: HashSet<Published>,
    /// What the last good issue says of itself.
    pub about: Option<About>,
    /// The last good issue.
    pub file: Option<String>,
    /// When that was fetched.
    pub fetched_at: Option<Timestamp>,
    /// When it was last tried.
    pub tried_at: Timestamp,
    /// Why the last try came to nothing.
    pub refusal: Option<String>,
}

/// Publishes a list, in the place of its last issue.
pub fn publish(tx: &mut Tx<'_>, list: &PublishedList) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_published_lists (list_id, about, entries, issued_ms, expires_ms, file)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (list_id) do update set about = excluded.about, entries = excluded.entries,
           issued_ms = excluded.issued_ms, expires_ms = excluded.expires_ms, file = excluded.file",
        &[
            &list.list_id,
            &Json(&list.about),
            &list.entries,
            &list.about.issued_ms,
            &list.about.expires_ms,
            &list.file,
        ],
    )?;
    Ok(())
}

/// Ends the publication of a list; whether there was one.
pub fn withdraw(tx: &mut Tx<'_>, list_id: Id<ListMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from guard_published_lists where list_id = $1", &[&list_id])? > 0)
}

/// A published list that counts still.
pub fn published(
    tx: &mut Tx<'_>,
    list_id: Id<ListMarker>,
    now: Timestamp,
) -> Result<Option<PublishedList>, StoreError> {
    tx.query_opt(
        "select list_id, about, entries, file from guard_published_lists where list_id = $1 and expires_ms > $2",
        &[&list_id, &now],
        read_published,
    )
}

/// The published lists that count still, the newest first.
pub fn all_published(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<PublishedList>, StoreError> {
    tx.query(
        "select list_id, about, entries, file from guard_published_lists where expires_ms > $1
         order by list_id desc limit $2",
        &[&now, &limit],
        read_published,
    )
}

/// Removes published lists whose time is over.
pub fn delete_ended(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute("delete from guard_published_lists where expires_ms <= $1", &[&now])
}

macro_rules! subscription_columns {
    () => {
        "select id, url, signer, mode, ignored, about, file, fetched_ms, tried_ms, refusal
         from guard_list_subscriptions"
    };
}

/// Follows a list; false when its address is followed already.
pub fn follow(tx: &mut Tx<'_>, it: &Subscription) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into guard_list_subscriptions (id, url, signer, mode, ignored, tried_ms)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        &[&it.id, &it.url, &it.signer, &mode_word(it.mode), &Json(&it.ignored), &it.tried_at],
    )?;
    Ok(added > 0)
}

/// One list that is followed.
pub fn subscription(tx: &mut Tx<'_>, id: Id<SubscriptionMarker>) -> Result<Option<Subscription>, StoreError> {
    tx.query_opt(concat!(subscription_columns!(), " where id = $1"), &[&id], read_subscription)
}

/// All lists that are followed, the newest first.
pub fn subscriptions(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Subscription>, StoreError> {
    tx.query(concat!(subscription_columns!(), " order by id desc limit $1"), &[&limit], read_subscription)
}

/// Lists that were last tried before a moment.
pub fn due(tx: &mut Tx<'_>, before: Timestamp, limit: u32) -> Result<Vec<Subscription>, StoreError> {
    tx.query(
        concat!(subscription_columns!(), " where tried_ms < $1 order by tried_ms limit $2"),
        &[&before, &limit],
        read_subscription,
    )
}

/// What is done with a list's entries, and which are not followed; whether the list is followed.
pub fn set_mode(
    tx: &mut Tx<'_>,
    id: Id<SubscriptionMarker>,
    mode: Mode,
    ignored: &HashSet<Published>,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_list_subscriptions set mode = $2, ignored = $3 where id = $1",
        &[&id, &mode_word(mode), &Json(ignored)],
    )?;
    Ok(changed > 0)
}

/// Keeps a good issue.
pub fn set_issue(
    tx: &mut Tx<'_>,
    id: Id<SubscriptionMarker>,
    about: &About,
    file: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "update guard_list_subscriptions set about = $2, file = $3, fetched_ms = $4, tried_ms = $4, refusal = null
         where id = $1",
        &[&id, &Json(about), &file, &now],
    )?;
    Ok(())
}

/// Notes why a try came to nothing.
pub fn set_refusal(
    tx: &mut Tx<'_>,
    id: Id<SubscriptionMarker>,
    refusal: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "update guard_list_subscriptions set refusal = $2, tried_ms = $3 where id = $1",
        &[&id, &refusal, &now],
    )?;
    Ok(())
}

/// Follows a list no longer; whether it was followed.
pub fn unfollow(tx: &mut Tx<'_>, id: Id<SubscriptionMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from guard_list_subscriptions where id = $1", &[&id])? > 0)
}

fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Notify => "notify",
        Mode::Propose => "propose",
    }
}

fn read_published(row: &Row<'_>) -> Result<PublishedList, StoreError> {
    let Json(about) = row.get(1)?;
    Ok(PublishedList { list_id: row.get(0)?, about, entries: row.get(2)?, file: row.get(3)? })
}

fn read_subscription(row: &Row<'_>) -> Result<Subscription, StoreError> {
    let Json(ignored) = row.get(4)?;
    let about: Option<Json<About>> = row.get(5)?;
    let mode: String = row.get(3)?;
    Ok(Subscription {
        id: row.get(0)?,
        url: row.get(1)?,
        signer: row.get(2)?,
        mode: if mode == "propose" { Mode::Propose } else { Mode::Notify },
        ignored,
        about: about.map(|Json(about)| about),
        file: row.get(6)?,
        fetched_at: row.get(7)?,
        tried_at: row.get(8)?,
        refusal: row.get(9)?,
    })
}
