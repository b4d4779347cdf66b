//! Groups from their submission to their end, and the versions that they have been through.

use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Timestamp};
use parvis_store::{Cell, Column, IdList, Json, Misfit, Param, Row, StoreError, Tx};
use serde::{Deserialize, Serialize};

use crate::groups::listing::Listing;
use crate::markers::{AreaMarker, GroupMarker};

/// How far a group has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has decided yet.
    Waiting,
    /// Its keepers were asked something.
    Asked,
    /// On the map.
    Listed,
    /// It did not come onto the map.
    Refused,
    /// Its keepers took it back.
    Withdrawn,
    /// It is on the map already, under another number.
    Merged,
    /// Moderators took it from the map.
    Removed,
}

impl State {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::Listed => "listed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Merged => "merged",
            Self::Removed => "removed",
        }
    }

    const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Asked,
        Self::Listed,
        Self::Refused,
        Self::Withdrawn,
        Self::Merged,
        Self::Removed,
    ];

    /// Whether nothing follows any more.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Refused | Self::Withdrawn | Self::Merged | Self::Removed)
    }
}

impl Column for State {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        let text = String::from_cell(cell)?;
        let known = Self::ALL.into_iter().find(|state| state.as_str() == text);
        known.ok_or_else(|| format!("{text:?} is no state").into())
    }
}

/// What keepers and moderators say to each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Who: nobody learns which moderator it was.
    pub from: Side,
    /// What.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// A side of that conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Those who keep the group.
    Keeper,
    /// Those who look after the map.
    Moderator,
}

/// A group as it is kept. Nothing says who handed it in.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its id, from the submission on.
    pub id: Id<GroupMarker>,
    /// Digest of the private link of its keepers.
    pub receipt: [u8; 32],
    /// How far it has come.
    pub state: State,
    /// Whether moderators have something to decide.
    pub is_waiting: bool,
    /// Whether it is hidden for now.
    pub is_dark: bool,
    /// What stands on the map.
    pub listing: Option<Listing>,
    /// What shall stand there.
    pub proposed: Option<Listing>,
    /// What was said about it.
    pub messages: Vec<Note>,
    /// The code of the invitation that an open guild is joined by.
    pub invite: Option<String>,
    /// The group that it turned out to be.
    pub merged_into: Option<Id<GroupMarker>>,
    /// Number of the listing's last change.
    pub version: u32,
    /// When it was handed in.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// When its keepers last said that it is still there.
    pub confirmed_at: Timestamp,
}

impl Kept {
    /// What stands on the map, else what shall stand there.
    pub fn latest(&self) -> Option<&Listing> {
        self.listing.as_ref().or(self.proposed.as_ref())
    }

    fn area_id(&self) -> Id<AreaMarker> {
        self.latest().map_or(Id::new(0), |listing| listing.area_id)
    }

    fn guild_id(&self) -> Option<Id<GuildMarker>> {
        self.latest().and_then(|listing| listing.target.guild_id())
    }
}

macro_rules! group_columns {
    () => {
        "id, receipt, state, is_waiting, is_dark, listing, proposed, messages, invite, merged_into, version,
         created_ms, changed_ms, confirmed_ms"
    };
}

/// What of a group changes, in the order of [`write`].
macro_rules! changing_columns {
    () => {
        "state, is_waiting, is_dark, listing, proposed, messages, invite, merged_into, version, changed_ms,
         confirmed_ms, area_id, guild_id"
    };
}

/// Places of those in a statement, behind the id.
macro_rules! changing_values {
    () => {
        "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14"
    };
}

/// Adds a group.
pub fn insert(tx: &mut Tx<'_>, group: &Kept) -> Result<(), StoreError> {
    let sql = concat!(
        "insert into directory_groups (id, ",
        changing_columns!(),
        ", receipt, created_ms) values ($1, ",
        changing_values!(),
        ", $15, $16)"
    );
    write(tx, sql, group, &[&group.receipt, &group.created_at])
}

/// Writes everything of a group that can change.
pub fn update(tx: &mut Tx<'_>, group: &Kept) -> Result<(), StoreError> {
    let sql = concat!(
        "update directory_groups set (",
        changing_columns!(),
        ") = (",
        changing_values!(),
        ") where id = $1"
    );
    write(tx, sql, group, &[])
}

fn write(tx: &mut Tx<'_>, sql: &'static str, group: &Kept, others: &[&dyn Param]) -> Result<(), StoreError> {
    let (listing, proposed) = (group.listing.as_ref().map(Json), group.proposed.as_ref().map(Json));
    let (state, messages) = (group.state.as_str(), Json(&group.messages));
    let (area_id, guild_id) = (group.area_id(), group.guild_id());
    let changing: [&dyn Param; 14] = [
        &group.id,
        &state,
        &group.is_waiting,
        &group.is_dark,
        &listing,
        &proposed,
        &messages,
        &group.invite,
        &group.merged_into,
        &group.version,
        &group.changed_at,
        &group.confirmed_at,
        &area_id,
        &guild_id,
    ];
    tx.execute(sql, &[&changing, others].concat())?;
    Ok(())
}

/// One group.
pub fn get(tx: &mut Tx<'_>, id: Id<GroupMarker>) -> Result<Option<Kept>, StoreError> {
    tx.query_opt(concat!("select ", group_columns!(), " from directory_groups where id = $1"), &[&id], read)
}

/// The group with this private link.
pub fn by_receipt(tx: &mut Tx<'_>, receipt: &[u8; 32]) -> Result<Option<Kept>, StoreError> {
    tx.query_opt(
        concat!("select ", group_columns!(), " from directory_groups where receipt = $1"),
        &[receipt],
        read,
    )
}

/// Everything that is on the map and not dark.
pub fn shown(tx: &mut Tx<'_>) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!(
            "select ",
            group_columns!(),
            " from directory_groups where state = 'listed' and listing is not null and not is_dark"
        ),
        &[],
        read,
    )
}

/// Those of these groups that are on the map and not dark.
pub fn shown_among(tx: &mut Tx<'_>, ids: &[Id<GroupMarker>]) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!(
            "select ",
            group_columns!(),
            " from directory_groups where state = 'listed' and listing is not null and not is_dark
              and id in ids($1)"
        ),
        &[&IdList(ids)],
        read,
    )
}

/// Groups that moderators have to decide on, behind one, the oldest first.
pub fn waiting(tx: &mut Tx<'_>, after: Id<GroupMarker>, limit: u32) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!(
            "select ",
            group_columns!(),
            " from directory_groups where is_waiting and id > $1 order by id limit $2"
        ),
        &[&after, &limit],
        read,
    )
}

/// Groups whose keepers were asked something, behind one, the oldest first.
pub fn asked(tx: &mut Tx<'_>, after: Id<GroupMarker>, limit: u32) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!(
            "select ",
            group_columns!(),
            " from directory_groups where state = 'asked' and id > $1 order by id limit $2"
        ),
        &[&after, &limit],
        read,
    )
}

/// Groups on the map of which nobody has said for long that they are still there, the longest first.
pub fn stale(tx: &mut Tx<'_>, confirmed_before: Timestamp, limit: u32) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!(
            "select ",
            group_columns!(),
            " from directory_groups where state = 'listed' and not is_dark and confirmed_ms < $1
              order by confirmed_ms, id limit $2"
        ),
        &[&confirmed_before, &limit],
        read,
    )
}

/// What a guild has on the map, or wants to have there.
pub fn of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!("select ", group_columns!(), " from directory_groups where guild_id = $1 order by id"),
        &[&guild_id],
        read,
    )
}

/// How many groups stand, or shall stand, in an area itself.
pub fn count_of_area(tx: &mut Tx<'_>, area_id: Id<AreaMarker>) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from directory_groups where area_id = $1 and state in ('waiting', 'asked', 'listed')",
        &[&area_id],
        |row| row.get(0),
    )
}

/// Notes that groups are still there, where that was last noted before a moment; of how many.
pub fn confirm(
    tx: &mut Tx<'_>,
    ids: &[Id<GroupMarker>],
    before: Timestamp,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(
        "update directory_groups set confirmed_ms = $3 where id in ids($1) and confirmed_ms < $2",
        &[&IdList(ids), &before, &now],
    )
}

/// Groups that are over since before a moment.
pub fn over_before(
    tx: &mut Tx<'_>,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<Id<GroupMarker>>, StoreError> {
    tx.query(
        "select id from directory_groups
         where state in ('refused', 'withdrawn', 'merged', 'removed') and changed_ms < $1 order by id limit $2",
        &[&before, &limit],
        |row| row.get(0),
    )
}

/// Forgets a group with its versions.
pub fn delete(tx: &mut Tx<'_>, id: Id<GroupMarker>) -> Result<(), StoreError> {
    delete_versions(tx, id)?;
    tx.execute("delete from directory_groups where id = $1", &[&id])?;
    Ok(())
}

/// A listing as it once was.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Its number, from 1.
    pub version: u32,
    /// Whether a moderator made it.
    pub by_moderator: bool,
    /// When.
    pub at: Timestamp,
    /// What it said.
    pub listing: Listing,
}

/// Adds a version.
pub fn insert_version(tx: &mut Tx<'_>, id: Id<GroupMarker>, version: &Version) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_versions (group_id, version, by_moderator, at_ms, listing)
         values ($1, $2, $3, $4, $5)",
        &[&id, &version.version, &version.by_moderator, &version.at, &Json(&version.listing)],
    )?;
    Ok(())
}

/// The last versions of a group, the last first.
pub fn versions(tx: &mut Tx<'_>, id: Id<GroupMarker>, limit: u32) -> Result<Vec<Version>, StoreError> {
    tx.query(
        "select version, by_moderator, at_ms, listing from directory_versions where group_id = $1
         order by version desc limit $2",
        &[&id, &limit],
        |row| {
            let Json(listing) = row.get(3)?;
            Ok(Version { version: row.get(0)?, by_moderator: row.get(1)?, at: row.get(2)?, listing })
        },
    )
}

/// Forgets what a group has been.
pub fn delete_versions(tx: &mut Tx<'_>, id: Id<GroupMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from directory_versions where group_id = $1", &[&id])
}

fn read(row: &Row<'_>) -> Result<Kept, StoreError> {
    let listing: Option<Json<Listing>> = row.get(5)?;
    let proposed: Option<Json<Listing>> = row.get(6)?;
    let Json(messages) = row.get(7)?;
    Ok(Kept {
        id: row.get(0)?,
        receipt: row.get(1)?,
        state: row.get(2)?,
        is_waiting: row.get(3)?,
        is_dark: row.get(4)?,
        listing: listing.map(|Json(it)| it),
        proposed: proposed.map(|Json(it)| it),
        messages,
        invite: row.get(8)?,
        merged_into: row.get(9)?,
        version: row.get(10)?,
        created_at: row.get(11)?,
        changed_at: row.get(12)?,
        confirmed_at: row.get(13)?,
    })
}
