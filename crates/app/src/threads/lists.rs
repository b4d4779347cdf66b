//! Lists of threads: what is active in a guild, what was put away in a channel.

use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Channel, Id, Permissions, Threads, Timestamp};
use parvis_store::{StoreError, Tx, tables};

use crate::access::{self, ChannelAccess};
use crate::error::{ActionError, ActionResult, Refusal};
use crate::{App, Caller};

/// Which archived threads are asked for.
#[derive(Debug, Clone, Copy)]
pub struct ArchivedPage {
    /// Those that were put away before this moment.
    pub before: Option<Timestamp>,
    /// At most so many.
    pub limit: u32,
}

/// The active threads of a guild that the caller may view.
pub async fn active(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<Threads> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let me = caller.user_id;
    let threads: Vec<Channel> = access.visible_threads().iter().map(|thread| thread.seen_by(me)).collect();
    let threads = app.read(move |tx| Ok(tables::channels::with_heads(tx, threads)?)).await?;
    Ok(list_of(threads, false))
}

/// Public threads of a channel that were put away, the last one first.
pub async fn archived_public(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    page: ArchivedPage,
) -> ActionResult<Threads> {
    open(app, caller, channel_id, Permissions::READ_MESSAGE_HISTORY).await?;
    let before = page.before.unwrap_or(Timestamp::from_unix_ms(i64::MAX));
    read(app, caller, page.limit, move |tx, limit| {
        tables::threads::archived(tx, channel_id, false, before, limit)
    })
    .await
}

/// Private threads of a channel that were put away, the last one first, for those who manage threads.
pub async fn archived_private(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    page: ArchivedPage,
) -> ActionResult<Threads> {
    open(app, caller, channel_id, Permissions::READ_MESSAGE_HISTORY | Permissions::MANAGE_THREADS).await?;
    let before = page.before.unwrap_or(Timestamp::from_unix_ms(i64::MAX));
    read(app, caller, page.limit, move |tx, limit| {
        tables::threads::archived(tx, channel_id, true, before, limit)
    })
    .await
}

/// Private threads of a channel that were put away and that the caller is in, the last started first.
pub async fn archived_joined(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    before: Option<Id<ChannelMarker>>,
    limit: u32,
) -> ActionResult<Threads> {
    open(app, caller, channel_id, Permissions::READ_MESSAGE_HISTORY).await?;
    let (me, before) = (caller.user_id, before.unwrap_or(Id::new(i64::MAX as u64)));
    read(app, caller, limit, move |tx, limit| {
        tables::threads::archived_joined(tx, channel_id, me, before, limit)
    })
    .await
}

/// A channel in which threads are started.
async fn open(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    needed: Permissions,
) -> ActionResult<ChannelAccess> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    if !access.channel().kind.holds_threads() {
        return Err(ActionError::Refused(Refusal::InvalidChannelType));
    }
    access.require(needed)?;
    Ok(access)
}

/// One more than asked for says whether there are more.
async fn read(
    app: &App,
    caller: &Caller,
    limit: u32,
    find: impl FnOnce(&mut Tx<'_>, u32) -> Result<Vec<Channel>, StoreError> + Send + 'static,
) -> ActionResult<Threads> {
    let me = caller.user_id;
    app.read(move |tx| {
        let mut threads = find(tx, limit + 1)?;
        let has_more = threads.len() > limit as usize;
        threads.truncate(limit as usize);
        Ok(list_of(tables::threads::seen_by(tx, threads, me)?, has_more))
    })
    .await
}

fn list_of(threads: Vec<Channel>, has_more: bool) -> Threads {
    let members = threads.iter().filter_map(|thread| thread.member.as_deref().cloned()).collect();
    Threads { threads, members, has_more }
}
