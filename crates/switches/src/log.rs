//! What switches did, with the reason, for those who manage the channel; and how it is taken back.

use parvis_app::access::{self, GuildAccess};
use parvis_app::invites::{self, InviteDraft};
use parvis_app::{ActionError, ActionResult, App, Caller, Kind, Lane};
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Permissions, Timestamp, User};
use parvis_rules::limits;
use parvis_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};

use crate::judgement::Signal;
use crate::tables;

/// An entry of the log.
#[derive(Debug)]
pub enum LogMarker {}

/// What one may not see of the log is named like what is not there.
pub const UNKNOWN_ENTRY: ActionError = ActionError::Unknown(Kind::Thing("Log Entry"));

/// The same thing done again within this time is counted into one entry.
const COUNTED_TOGETHER_MS: i64 = 3_600_000;
/// How long the invitation of somebody who was sent away is good.
const WAY_BACK_S: u32 = 7 * 24 * 3_600;

/// What a switch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    /// Notices that somebody came or left were deleted.
    NoticesDeleted,
    /// Pictures or films of somebody were not accepted.
    MediaRefused,
    /// Messages with pictures or films were deleted.
    MediaDeleted,
    /// Somebody waits.
    NewcomerHeld,
    /// Somebody was sent away.
    NewcomerKicked,
    /// Messages expired.
    MessagesExpired,
}

impl Done {
    const ALL: [(Self, &str); 6] = [
        (Self::NoticesDeleted, "notices_deleted"),
        (Self::MediaRefused, "media_refused"),
        (Self::MediaDeleted, "media_deleted"),
        (Self::NewcomerHeld, "newcomer_held"),
        (Self::NewcomerKicked, "newcomer_kicked"),
        (Self::MessagesExpired, "messages_expired"),
    ];

    /// As it is kept and sent.
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(done, _)| *done == self).map_or("", |(_, text)| text)
    }

    /// Of what is kept.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == text).map(|(done, _)| done)
    }

    /// Whether it can be taken back.
    fn can_be_undone(self) -> bool {
        matches!(self, Self::NewcomerHeld | Self::NewcomerKicked)
    }
}

/// One act, or several of the same kind within an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where.
    pub guild_id: Id<GuildMarker>,
    /// The entry; its time is that of the first act.
    pub id: Id<LogMarker>,
    /// In which channel; a thread's parent.
    pub channel_id: Id<ChannelMarker>,
    /// What.
    pub done: Done,
    /// To whom, where it was somebody.
    pub user_id: Option<Id<UserMarker>>,
    /// Why, where somebody was judged.
    pub signals: Vec<Signal>,
    /// How often, or to how many messages.
    pub count: u32,
    /// When the last time.
    pub last_at: Timestamp,
    /// Who took it back.
    pub undone_by: Option<Id<UserMarker>>,
    /// When.
    pub undone_at: Option<Timestamp>,
}

impl Entry {
    /// A new one.
    pub fn new(app: &App, guild_id: Id<GuildMarker>, channel_id: Id<ChannelMarker>, done: Done) -> Self {
        Self {
            guild_id,
            id: app.ids.next(),
            channel_id,
            done,
            user_id: None,
            signals: Vec::new(),
            count: 1,
            last_at: Timestamp::from_unix_ms(app.now_ms()),
            undone_by: None,
            undone_at: None,
        }
    }

    /// Done to somebody.
    #[must_use]
    pub fn about(self, user_id: Id<UserMarker>, signals: Vec<Signal>) -> Self {
        Self { user_id: Some(user_id), signals, ..self }
    }

    /// Done to so many messages.
    #[must_use]
    pub fn times(self, count: usize) -> Self {
        Self { count: u32::try_from(count).unwrap_or(u32::MAX), ..self }
    }
}

/// Writes what was done; the same thing within the hour is counted into the entry that there is.
pub fn record(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
    let since = Id::first_of_unix_ms(entry.last_at.unix_ms() - COUNTED_TOGETHER_MS);
    if !entry.done.can_be_undone() && tables::count_into_entry(tx, entry, since)? {
        return Ok(());
    }
    tables::insert_entry(tx, entry)
}

/// An entry as it is shown.
#[derive(Debug, Serialize)]
pub struct Shown {
    id: Id<LogMarker>,
    channel_id: Id<ChannelMarker>,
    done: Done,
    user: Option<User>,
    signals: Vec<Signal>,
    count: u32,
    at: Timestamp,
    last_at: Timestamp,
    undone_by: Option<Id<UserMarker>>,
    undone_at: Option<Timestamp>,
    can_be_undone: bool,
}

impl Shown {
    fn of(entry: Entry, users: &[User]) -> Self {
        let user = users.iter().find(|user| Some(user.id) == entry.user_id).cloned();
        Self {
            id: entry.id,
            channel_id: entry.channel_id,
            done: entry.done,
            user,
            signals: entry.signals,
            count: entry.count,
            at: Timestamp::from_unix_ms(entry.id.created_unix_ms()),
            last_at: entry.last_at,
            undone_by: entry.undone_by,
            undone_at: entry.undone_at,
            can_be_undone: entry.done.can_be_undone() && entry.undone_at.is_none(),
        }
    }
}

/// A page of the log.
#[derive(Debug, Serialize)]
pub struct Page {
    entries: Vec<Shown>,
    has_more: bool,
}

/// Which entries are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    /// Of one channel.
    pub channel_id: Option<Id<ChannelMarker>>,
    /// Of one kind.
    pub done: Option<Done>,
    /// Older than this one.
    pub before: Option<Id<LogMarker>>,
    /// At most so many.
    pub limit: u32,
}

/// The channels of whose switches the caller may know.
fn managed(access: &GuildAccess) -> ActionResult<Vec<Id<ChannelMarker>>> {
    let needed = Permissions::VIEW_CHANNEL | Permissions::MANAGE_CHANNELS;
    let channels = access.guild.channels().map(|channel| channel.id);
    let managed: Vec<_> = channels.filter(|id| access.permissions_in(*id).contains(needed)).collect();
    if managed.is_empty() {
        access.require(Permissions::MANAGE_CHANNELS)?;
    }
    Ok(managed)
}

/// What switches did in the channels that the caller manages, newest first.
pub async fn list(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    filter: Filter,
) -> ActionResult<Page> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let mut channels = managed(&access)?;
    if let Some(channel_id) = filter.channel_id {
        channels.retain(|id| *id == channel_id);
    }
    let before = filter.before.unwrap_or(Id::new(i64::MAX as u64));
    app.read(move |tx| {
        let mut entries = tables::entries(tx, &channels, before, filter.done, filter.limit + 1)?;
        let has_more = entries.len() > filter.limit as usize;
        entries.truncate(filter.limit as usize);
        let users = users_of(tx, &entries)?;
        Ok(Page { entries: entries.into_iter().map(|it| Shown::of(it, &users)).collect(), has_more })
    })
    .await
}

fn users_of(tx: &mut Tx<'_>, entries: &[Entry]) -> Result<Vec<User>, StoreError> {
    let mut ids: Vec<_> = entries.iter().filter_map(|entry| entry.user_id).collect();
    ids.sort_unstable();
    ids.dedup();
    parvis_store::tables::users::get_many(tx, &ids)
}

/// What came of taking an act back.
#[derive(Debug, Serialize)]
pub struct Undone {
    entry: Shown,
    /// The code of an invitation for who was sent away.
    invite_code: Option<String>,
}

/// Takes an act back: who waits may write, and who was sent away can be invited by the code that is answered.
/// Neither is judged again in this guild.
pub async fn undo(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<LogMarker>,
) -> ActionResult<Undone> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let channels = managed(&access)?;
    let found = app.read(move |tx| Ok(tables::entry(tx, guild_id, id)?)).await?;
    let entry = found.filter(|entry| channels.contains(&entry.channel_id)).ok_or(UNKNOWN_ENTRY)?;
    let Some(user_id) = entry.user_id.filter(|_| entry.done.can_be_undone()) else {
        return Err(ActionError::invalid("entry_id", "NOT_UNDOABLE", "What was deleted or refused is gone."));
    };
    let invite_code = match entry.done {
        Done::NewcomerKicked if entry.undone_at.is_none() => {
            Some(way_back(app, caller, entry.channel_id).await?)
        }
        _ => None,
    };
    let (by, now) = (caller.user_id, Timestamp::from_unix_ms(app.now_ms()));
    app.write(Lane::of(guild_id), move |tx, _| {
        tables::release(tx, guild_id, user_id)?;
        // Who was sent away waits nowhere: that they were let in is noted all the same.
        let hold = tables::Hold { channel_id: entry.channel_id, released: true, until: now };
        tables::hold(tx, guild_id, user_id, id, hold)?;
        tables::set_undone(tx, guild_id, id, by, now)?;
        let entry = tables::entry(tx, guild_id, id)?.ok_or(UNKNOWN_ENTRY)?;
        let users = users_of(tx, std::slice::from_ref(&entry))?;
        Ok(Undone { entry: Shown::of(entry, &users), invite_code })
    })
    .await
}

async fn way_back(app: &App, caller: &Caller, channel_id: Id<ChannelMarker>) -> ActionResult<String> {
    let draft = InviteDraft { max_age_s: WAY_BACK_S, max_uses: 1, unique: true };
    Ok(invites::create(app, caller, channel_id, draft, None).await?.code)
}

/// Forgets what is older than the audit log reaches back.
pub async fn purge(app: &App) -> ActionResult<u64> {
    let oldest = Id::first_of_unix_ms(app.now_ms() - limits::AUDIT_LOG_AGE_MS_MAX);
    app.write(Lane::of(Id::<GuildMarker>::new(0)), move |tx, _| Ok(tables::delete_before(tx, oldest)?)).await
}
