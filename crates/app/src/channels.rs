//! What people do with channels: read them, make them, change them, put them in order, delete them.

mod create;
mod delete;
mod fields;
mod overwrites;
mod reorder;
mod update;

use parvis_bus::Audience;
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Channel, ChannelType, Event, Id, Permissions};
use parvis_rules::limits;
use parvis_store::{Tx, tables};

use crate::access::{self, GuildAccess};
use crate::error::{ActionError, ActionResult, Kind};
use crate::private::{self, GroupEdit};
use crate::threads::{self, ThreadFields};
use crate::{App, Caller, Outbox};

pub use create::create;
pub use delete::delete;
pub use fields::{ChannelFields, TagFields};
pub use overwrites::{OverwriteFields, delete_overwrite, put_overwrite};
pub use reorder::{ChannelMove, reorder};

/// What changes in a channel; which of both, its type decides.
pub enum ChannelEdit {
    /// A channel of a guild.
    OfGuild(Box<ChannelFields>),
    /// A thread.
    OfThread(ThreadFields),
    /// A group.
    OfGroup(GroupEdit),
}

/// Changes a channel. What the request means is only known with the channel's type: `read` is asked with it once the
/// caller may know that type.
pub async fn edit<E: From<ActionError>>(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    read: impl FnOnce(ChannelType) -> Result<ChannelEdit, E>,
    reason: Option<String>,
) -> Result<Channel, E> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    Ok(match read(access.channel().kind)? {
        ChannelEdit::OfGuild(fields) => update::update(app, caller, &access, *fields, reason).await?,
        ChannelEdit::OfThread(fields) => threads::update(app, caller, &access, fields, reason).await?,
        ChannelEdit::OfGroup(edit) => private::edit(app, caller, &access, edit).await?,
    })
}

/// Properties that the audit log follows. Overwrites have entries of their own.
const AUDITED: &[&str] = &[
    "name",
    "type",
    "topic",
    "nsfw",
    "rate_limit_per_user",
    "parent_id",
    "bitrate",
    "user_limit",
    "rtc_region",
    "video_quality_mode",
    "default_auto_archive_duration",
    "default_thread_rate_limit_per_user",
    "available_tags",
    "default_reaction_emoji",
    "default_sort_order",
    "default_forum_layout",
    "flags",
    "position",
];

/// A channel or thread that the caller may view, with its last message and pin.
pub async fn get(app: &App, caller: &Caller, channel_id: Id<ChannelMarker>) -> ActionResult<Channel> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    if access.private().is_some() {
        let me = caller.user_id;
        return app.read(move |tx| private::seen_by(tx, channel_id, me)).await;
    }
    let channel = access.channel().clone();
    if access.thread().is_some() {
        let me = caller.user_id;
        let seen = app.read(move |tx| Ok(tables::threads::seen_by(tx, vec![channel], me)?)).await?;
        return seen.into_iter().next().ok_or(ActionError::Unknown(Kind::Channel));
    }
    app.read(move |tx| Ok(tables::channels::with_head(tx, channel)?)).await
}

/// The channels of a guild that the caller may view, in order.
pub async fn of_guild(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<Vec<Channel>> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let visible: Vec<Channel> =
        access.visible_channels().iter().map(|channel| Channel::clone(channel)).collect();
    app.read(move |tx| Ok(tables::channels::with_heads(tx, visible)?)).await
}

/// The channel as it is in this transaction.
fn load(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, id: Id<ChannelMarker>) -> ActionResult<Channel> {
    let channel = tables::channels::get(tx, id)?;
    channel.filter(|channel| channel.guild_id == Some(guild_id)).ok_or(ActionError::Unknown(Kind::Channel))
}

/// Writes a changed channel and tells everybody who sees it, or saw it.
fn save(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    channel: Channel,
) -> ActionResult<Channel> {
    tables::channels::update(tx, &channel)?;
    let channel = tables::channels::with_head(tx, channel)?;
    let audience = Audience::Channel { guild_id, channel_id: channel.id };
    out.publish(audience, Event::ChannelUpdate(Box::new(channel.clone())));
    Ok(channel)
}

/// Slows a channel down, or ends that, in the transaction of an act that concerns several. Writes nothing into the
/// audit log; whoever calls does. Answers the channel before and after, or `None` when it is gone or slow so already.
pub fn set_slow_mode(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    id: Id<ChannelMarker>,
    seconds: u32,
) -> ActionResult<Option<(Channel, Channel)>> {
    let found = tables::channels::get(tx, id)?.filter(|channel| channel.guild_id == Some(guild_id));
    let Some(before) = found.filter(|channel| channel.rate_limit_per_user != seconds) else {
        return Ok(None);
    };
    let after = Channel { rate_limit_per_user: seconds, ..before.clone() };
    let after = save(tx, out, guild_id, after)?;
    Ok(Some((before, after)))
}

/// Refuses a parent that the caller does not see. Whether it is a category with room, [`require_category`] says.
fn require_visible_parent(access: &GuildAccess, parent_id: Id<ChannelMarker>) -> ActionResult<()> {
    let visible = access.permissions_in(parent_id).contains(Permissions::VIEW_CHANNEL);
    if visible { Ok(()) } else { Err(unknown_parent()) }
}

/// A category of the guild that takes one more channel.
fn require_category(
    channels: &[Channel],
    kind: ChannelType,
    parent_id: Id<ChannelMarker>,
) -> ActionResult<&Channel> {
    let parent = channels.iter().find(|channel| channel.id == parent_id);
    let parent = parent.filter(|it| it.kind == ChannelType::GUILD_CATEGORY && kind != it.kind);
    let parent = parent.ok_or_else(unknown_parent)?;
    let inside = channels.iter().filter(|channel| channel.parent_id == Some(parent_id)).count();
    if inside >= limits::CATEGORY_CHANNELS_MAX {
        let text =
            format!("Maximum number of channels in category reached ({})", limits::CATEGORY_CHANNELS_MAX);
        return Err(ActionError::invalid("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", text));
    }
    Ok(parent)
}

fn unknown_parent() -> ActionError {
    ActionError::invalid("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
}
