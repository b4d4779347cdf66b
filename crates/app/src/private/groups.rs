//! Conversations of several people: made, named, joined, left.

use parvis_bus::Audience;
use parvis_model::event::ChannelRecipient;
use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{Channel, ChannelType, Event, Id, MessageType, Permissions, Timestamp, User};
use parvis_rules::limits;
use parvis_store::{Tx, tables};

use super::{require_may_write, seen_by, tell};
use crate::access::{self, ChannelAccess};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::notices::{self, Notice};
use crate::pictures::{Picture, PictureKind, SavedPicture};
use crate::{App, Caller, Lane};

/// What a participant changes of a group; `None` leaves it.
#[derive(Debug, Default)]
pub struct GroupEdit {
    /// Its name, valid; `Some(None)` takes it away.
    pub name: Option<Option<String>>,
    /// Its picture; `Some(None)` takes it away.
    pub icon: Option<Option<Picture>>,
}

/// Makes a group of the caller and these people.
pub(super) async fn create(app: &App, caller: &Caller, others: Vec<Id<UserMarker>>) -> ActionResult<Channel> {
    caller.require_person()?;
    let me = caller.user_id;
    let id: Id<ChannelMarker> = app.ids.next();
    let now = Timestamp::from_unix_ms(app.now_ms());
    app.write(Lane::of(id), move |tx, out| {
        let group = Channel::group_dm(id, me, Vec::new());
        tables::channels::insert(tx, &group)?;
        tables::channels::add_participant(tx, id, me, true)?;
        for other in &others {
            require_person(tx, *other)?;
            require_may_write(tx, me, *other, now)?;
            tables::channels::add_participant(tx, id, *other, true)?;
        }
        let group = whole(tx, id)?;
        for user in &group.recipients {
            tell(out, &group, user.id, Event::ChannelCreate);
        }
        seen_by(tx, id, me)
    })
    .await
}

/// Renames a group or changes its picture. Every participant may.
pub async fn edit(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    edit: GroupEdit,
) -> ActionResult<Channel> {
    require_group(access)?;
    let (me, id) = (caller.user_id, access.id());
    let icon = match edit.icon {
        Some(Some(picture)) => Some(Some(app.save_picture(picture).await?)),
        Some(None) => Some(None),
        None => None,
    };
    let name = edit.name;
    let now_ms = app.now_ms();
    let app_in_job = app.clone();
    let channel = app
        .write(access.lane(), move |tx, out| {
            let mut group = whole(tx, id)?;
            let author = participant(&group, me)?;
            let before = (group.name.clone(), group.icon.clone());
            if let Some(name) = name {
                group.name = name;
            }
            if let Some(icon) = icon {
                group.icon = icon.as_ref().map(|picture| picture.row().hash.clone());
                let row = icon.as_ref().map(SavedPicture::row);
                let is_new = PictureKind::ChannelIcon.replace(tx, id.cast(), row, now_ms)?;
                if let Some(picture) = icon.filter(|_| is_new) {
                    out.keep(picture.into_upload());
                }
            }
            if (&before.0, &before.1) == (&group.name, &group.icon) {
                return seen_by(tx, id, me);
            }
            tables::channels::update(tx, &group)?;
            for user in &group.recipients {
                tell(out, &group, user.id, Event::ChannelUpdate);
            }
            let kind = if before.0 == group.name {
                MessageType::CHANNEL_ICON_CHANGE
            } else {
                MessageType::CHANNEL_NAME_CHANGE
            };
            let mut notice = Notice::new(id, ChannelType::GROUP_DM, kind, author);
            notice.content = group.name.clone().filter(|_| before.0 != group.name).unwrap_or_default();
            notices::post(&app_in_job, tx, out, everybody(&group), notice)?;
            seen_by(tx, id, me)
        })
        .await?;
    app.delete_queued_blobs_soon();
    Ok(channel)
}

/// Brings somebody into a group. Every participant may, whom they may write to.
pub async fn add_recipient(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
) -> ActionResult<()> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    require_group(&access)?;
    let (me, now) = (caller.user_id, Timestamp::from_unix_ms(app.now_ms()));
    let app_in_job = app.clone();
    app.write(access.lane(), move |tx, out| {
        let before = whole(tx, channel_id)?;
        let author = participant(&before, me)?;
        if before.recipients.iter().any(|user| user.id == user_id) {
            return Ok(());
        }
        if before.recipients.len() >= limits::GROUP_DM_RECIPIENTS_MAX {
            return Err(ActionError::Refused(Refusal::MaxRecipients));
        }
        let user = require_person(tx, user_id)?;
        require_may_write(tx, me, user_id, now)?;
        tables::channels::add_participant(tx, channel_id, user_id, true)?;
        let change = ChannelRecipient { channel_id, user: user.clone() };
        out.publish(everybody(&before), Event::ChannelRecipientAdd(Box::new(change)));
        let group = whole(tx, channel_id)?;
        tell(out, &group, user_id, Event::ChannelCreate);
        let kind = MessageType::RECIPIENT_ADD;
        let notice = Notice::new(channel_id, ChannelType::GROUP_DM, kind, author);
        let notice = Notice { mentions: vec![user], ..notice };
        notices::post(&app_in_job, tx, out, everybody(&group), notice)?;
        Ok(())
    })
    .await
}

/// Takes somebody out of a group: its owner everybody, everybody themselves.
pub async fn remove_recipient(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
) -> ActionResult<()> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    require_group(&access)?;
    if user_id != caller.user_id {
        access.require(Permissions::KICK_MEMBERS)?;
    }
    take_out(app, caller, &access, user_id).await?;
    Ok(())
}

/// Leaves a group for good.
pub async fn leave(app: &App, caller: &Caller, access: &ChannelAccess) -> ActionResult<Channel> {
    require_group(access)?;
    take_out(app, caller, access, caller.user_id).await
}

/// Returns the group as the caller saw it before.
async fn take_out(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    user_id: Id<UserMarker>,
) -> ActionResult<Channel> {
    let (me, id, now_ms) = (caller.user_id, access.id(), app.now_ms());
    let app_in_job = app.clone();
    let channel = app
        .write(access.lane(), move |tx, out| {
            let before = whole(tx, id)?;
            let author = participant(&before, me)?;
            let user = participant(&before, user_id)?;
            if user_id != me && before.owner_id != Some(me) {
                return Err(ActionError::MissingPermissions);
            }
            tables::private::remove_participant(tx, id, user_id)?;
            let mut group = whole(tx, id)?;
            tell(out, &before, user_id, Event::ChannelDelete);
            let mut seen = before;
            seen.recipients.retain(|user| user.id != me);
            let Some(heir) = group.recipients.first().map(|user| user.id) else {
                tables::channels::delete(tx, id, now_ms)?;
                return Ok(seen);
            };
            let change = ChannelRecipient { channel_id: id, user: user.clone() };
            out.publish(everybody(&group), Event::ChannelRecipientRemove(Box::new(change)));
            if group.owner_id == Some(user_id) {
                group.owner_id = Some(heir);
                tables::channels::update(tx, &group)?;
                for user in &group.recipients {
                    tell(out, &group, user.id, Event::ChannelUpdate);
                }
            }
            let kind = MessageType::RECIPIENT_REMOVE;
            let notice = Notice::new(id, ChannelType::GROUP_DM, kind, author);
            let notice = Notice { mentions: vec![user], ..notice };
            notices::post(&app_in_job, tx, out, everybody(&group), notice)?;
            Ok(seen)
        })
        .await?;
    app.delete_leftovers_soon();
    Ok(channel)
}

fn require_group(access: &ChannelAccess) -> ActionResult<()> {
    let is_group = access.channel().kind == ChannelType::GROUP_DM;
    if is_group { Ok(()) } else { Err(ActionError::Refused(Refusal::InvalidChannelType)) }
}

fn require_person(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> ActionResult<User> {
    let user = tables::users::get(tx, user_id)?.ok_or(ActionError::Unknown(Kind::User))?;
    if user.bot { Err(ActionError::Refused(Refusal::BotsCannotUse)) } else { Ok(user) }
}

/// A group with everybody in it, as it is in this transaction.
pub(super) fn whole(tx: &mut Tx<'_>, id: Id<ChannelMarker>) -> ActionResult<Channel> {
    let group = tables::channels::get(tx, id)?.ok_or(ActionError::Unknown(Kind::Channel))?;
    Ok(tables::channels::with_head(tx, group)?)
}

/// Somebody of the group; somebody who left it in the meantime does not know it any more.
pub(super) fn participant(group: &Channel, user_id: Id<UserMarker>) -> ActionResult<User> {
    let found = group.recipients.iter().find(|user| user.id == user_id);
    found.cloned().ok_or(ActionError::Unknown(Kind::Channel))
}

pub(super) fn everybody(group: &Channel) -> Audience {
    Audience::Users(group.recipients.iter().map(|user| user.id).collect())
}
