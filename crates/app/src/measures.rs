//! What can be done to a person or a message, inside a transaction: the direct acts of those who moderate, and
//! decisions on cases, take the same way. Nothing here writes into the audit log or the ledger; whoever calls does.

use parvis_bus::{Audience, view_of};
use parvis_model::event::{BanAdd, BanRemove, MessageCreate, MessageDelete};
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker};
use parvis_model::{Event, Id, Member, Permissions, Timestamp};
use parvis_rules::hierarchy;
use parvis_store::{Tx, tables};

use crate::access::GuildAccess;
use crate::error::{ActionError, ActionResult, Kind};
use crate::live::Home;
use crate::{App, Lane, Outbox, members, messages};

pub use parvis_store::tables::webhooks::Copy;

/// By what right somebody acts on the members of a guild.
#[derive(Debug, Clone)]
pub enum Authority {
    /// By their own permissions and rank there.
    Member(Box<GuildAccess>),
    /// As a moderator of the house, who needs no rank; nobody but a guild's owner is out of reach.
    House(Id<GuildMarker>),
}

impl Authority {
    /// The guild.
    pub fn guild_id(&self) -> Id<GuildMarker> {
        match self {
            Self::Member(access) => access.id(),
            Self::House(guild_id) => *guild_id,
        }
    }

    fn may_ban(&self, user_id: Id<UserMarker>, target: Option<&Member>) -> ActionResult<()> {
        let Self::Member(access) = self else { return Ok(()) };
        let view = target.map(|member| access.view(member));
        Ok(hierarchy::may_ban(access.guild.ranks(), &access.actor(), user_id, view.as_ref())?)
    }
}

/// Bans one account and ends its membership; false when it is banned already. Checks before it changes anything.
pub fn ban(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    authority: &Authority,
    user_id: Id<UserMarker>,
    banned_by: Id<UserMarker>,
    reason: Option<&str>,
    now_ms: i64,
) -> ActionResult<bool> {
    let guild_id = authority.guild_id();
    let user = tables::users::get(tx, user_id)?.ok_or(ActionError::Unknown(Kind::User))?;
    let member = tables::members::get(tx, guild_id, user_id)?;
    authority.may_ban(user_id, member.as_ref())?;
    if tables::guilds::owner(tx, guild_id)? == Some(user_id) {
        return Err(ActionError::MissingPermissions);
    }
    if !tables::bans::insert(tx, guild_id, user_id, reason, banned_by, now_ms)? {
        return Ok(false);
    }
    members::remove(tx, out, guild_id, user_id, now_ms)?;
    out.publish(ban_audience(guild_id), Event::BanAdd(Box::new(BanAdd { guild_id, user })));
    Ok(true)
}

/// Lifts a ban; false when there is none. Whoever calls has checked the right to.
pub fn unban(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> ActionResult<bool> {
    let Some(ban) = tables::bans::get(tx, guild_id, user_id)? else { return Ok(false) };
    tables::bans::delete(tx, guild_id, user_id)?;
    out.publish(ban_audience(guild_id), Event::BanRemove(Box::new(BanRemove { guild_id, user: ban.user })));
    Ok(true)
}

/// Who is banned is told to those who ban.
fn ban_audience(guild_id: Id<GuildMarker>) -> Audience {
    Audience::GuildWith { guild_id, permissions: Permissions::BAN_MEMBERS }
}

/// Removes a member, who may come back.
pub fn kick(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    authority: &Authority,
    user_id: Id<UserMarker>,
    now_ms: i64,
) -> ActionResult<()> {
    let guild_id = authority.guild_id();
    let target = tables::members::get(tx, guild_id, user_id)?.ok_or(ActionError::Unknown(Kind::Member))?;
    if let Authority::Member(access) = authority {
        hierarchy::may_kick(access.guild.ranks(), &access.actor(), &view_of(&target, now_ms))?;
    }
    members::remove(tx, out, guild_id, user_id, now_ms)?;
    Ok(())
}

/// Keeps a member from writing until a moment, or ends that; returns the member before and after.
pub fn time_out(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    authority: &Authority,
    user_id: Id<UserMarker>,
    until: Option<Timestamp>,
) -> ActionResult<(Member, Member)> {
    let guild_id = authority.guild_id();
    let before = tables::members::get(tx, guild_id, user_id)?.ok_or(ActionError::Unknown(Kind::Member))?;
    match authority {
        Authority::Member(access) => {
            hierarchy::may_time_out(access.guild.ranks(), &access.actor(), &access.view(&before))?;
        }
        Authority::House(_) if tables::guilds::owner(tx, guild_id)? == Some(user_id) => {
            return Err(ActionError::MissingPermissions);
        }
        Authority::House(_) => {}
    }
    let after = Member { communication_disabled_until: until, ..before.clone() };
    tables::members::update(tx, guild_id, &after)?;
    members::tell_update(out, guild_id, &after);
    Ok((before, after))
}

/// A channel, a thread or a private conversation, for acts on its messages by those who may do so.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its guild, when it is in one.
    pub guild_id: Option<Id<GuildMarker>>,
    /// Which.
    pub channel_id: Id<ChannelMarker>,
    audience: Audience,
}

impl Place {
    /// The lane of its writes.
    pub fn lane(&self) -> Lane {
        self.guild_id.map_or_else(|| Lane::of(self.channel_id), Lane::of)
    }
}

impl App {
    /// A place, if it is still there; whoever calls has checked who may act in it.
    pub async fn place(&self, channel_id: Id<ChannelMarker>) -> ActionResult<Option<Place>> {
        let (guild_id, audience) = match self.live.home(&self.store, channel_id).await? {
            None => return Ok(None),
            Some(Home::Private(private)) => (None, Audience::Users(private.participants.clone())),
            Some(Home::Guild(guild_id)) => {
                let audience = self.read(move |tx| Ok(messages::audience(tx, guild_id, channel_id)?)).await?;
                (Some(guild_id), audience)
            }
        };
        Ok(Some(Place { guild_id, channel_id, audience }))
    }

    /// What follows when messages are gone and that is on disk: their files, and copies of announcements.
    pub fn finish_deletion(&self, copies: Vec<Copy>) {
        self.withdraw_copies_soon(copies);
        self.delete_queued_blobs_soon();
    }
}

/// Deletes a message; `None` when it is gone already, else its copies, for [`App::finish_deletion`].
pub fn delete_message(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    place: &Place,
    id: Id<MessageMarker>,
    now_ms: i64,
) -> ActionResult<Option<Vec<Copy>>> {
    let copies = tables::webhooks::copies(tx, place.channel_id, &[id])?;
    if tables::messages::delete(tx, place.channel_id, &[id], now_ms)?.is_empty() {
        return Ok(None);
    }
    tell_deleted(out, place, id);
    Ok(Some(copies))
}

/// Takes a message out of sight, under the id of the decision that does it; false when it is gone. To its readers it is
/// deleted.
pub fn withhold_message<M>(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    place: &Place,
    id: Id<MessageMarker>,
    under: Id<M>,
) -> ActionResult<bool> {
    let found = tables::withheld::withhold(tx, place.channel_id, id, under.cast())?;
    if found {
        tell_deleted(out, place, id);
    }
    Ok(found)
}

/// Puts a message back that was taken out of sight; false when it, or its channel, is gone. Nobody is notified of it a
/// second time.
pub fn restore_message<M>(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    place: &Place,
    id: Id<MessageMarker>,
    under: Id<M>,
) -> ActionResult<bool> {
    if !tables::withheld::restore(tx, under.cast(), id, place.channel_id)? {
        return Ok(false);
    }
    let found = tables::messages::get(tx, place.channel_id, id, Id::new(0))?;
    let channel = tables::channels::get_many(tx, &[place.channel_id])?.pop();
    if let (Some(mut message), Some(channel)) = (found, channel) {
        app.sign_files(&mut message);
        let author = match place.guild_id {
            Some(guild_id) => tables::members::get(tx, guild_id, message.author.id)?,
            None => None,
        };
        let event: MessageCreate =
            messages::event_of(&message, place.guild_id, author.as_ref(), channel.kind);
        out.publish(place.audience.clone(), Event::MessageUpdate(Box::new(event)));
    }
    Ok(true)
}

/// Deletes a message for good that was taken out of sight, without telling anybody a second time.
pub fn erase_withheld<M>(
    tx: &mut Tx<'_>,
    id: Id<MessageMarker>,
    under: Id<M>,
    now_ms: i64,
) -> ActionResult<()> {
    tables::messages::delete(tx, under.cast(), &[id], now_ms)?;
    Ok(())
}

fn tell_deleted(out: &mut Outbox, place: &Place, id: Id<MessageMarker>) {
    let event = MessageDelete { id, channel_id: place.channel_id, guild_id: place.guild_id };
    out.publish(place.audience.clone(), Event::MessageDelete(event));
}
