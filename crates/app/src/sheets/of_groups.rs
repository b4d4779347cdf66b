//! Sheets of groups of the map: who keeps a group is the map's business, what a sheet carries is ours.

use parvis_model::marker::{GenericMarker, GuildMarker};
use parvis_model::{AuditLogEvent, Id, Permissions, Sheet};
use parvis_rules::limits;
use parvis_store::{Tx, tables};

use super::{invitation_of, is_code, too_many};
use crate::access;
use crate::error::ActionResult;
use crate::{App, Caller, Lane, Outbox, audit, invites};

/// Keeps a new sheet of a group. Where it names a channel it carries an invitation there, made in the name of the
/// caller, who may invite to it.
pub async fn create(
    app: &App,
    caller: Option<&Caller>,
    group_id: Id<GenericMarker>,
    sheet: Sheet,
) -> ActionResult<Sheet> {
    let invited = match (caller, sheet.guild_id, sheet.channel_id) {
        (Some(caller), Some(guild_id), Some(channel_id)) => {
            let needed = Permissions::CREATE_INSTANT_INVITE;
            let access = access::channel(app, caller, channel_id, needed).await?;
            let inviter = access.require_guild()?.member.user.clone();
            let invite = invitation_of(&sheet, guild_id, channel_id);
            let entry = invites::entry_of(app, caller, &invite, AuditLogEvent::INVITE_CREATE, None);
            Some((invite, inviter, entry))
        }
        _ => None,
    };
    let lane = sheet.guild_id.map_or_else(|| Lane::of(group_id), Lane::of);
    app.write(lane, move |tx, out| {
        if tables::sheets::count_of_group(tx, group_id)? >= limits::GUILD_SHEETS_MAX {
            return Err(too_many());
        }
        tables::sheets::insert(tx, &sheet)?;
        if let Some((invite, inviter, entry)) = invited {
            invites::add(tx, out, &invite, inviter, entry)?;
        }
        Ok(sheet)
    })
    .await
}

/// Takes a sheet of a group back.
pub async fn revoke(app: &App, caller: Option<&Caller>, sheet: Sheet) -> ActionResult<()> {
    let entry = match (caller, sheet.guild_id, sheet.channel_id) {
        (Some(caller), Some(guild_id), Some(channel_id)) => {
            let invite = invitation_of(&sheet, guild_id, channel_id);
            Some(invites::entry_of(app, caller, &invite, AuditLogEvent::INVITE_DELETE, None))
        }
        _ => None,
    };
    let (lane, now_ms) = (sheet.guild_id.map_or_else(|| Lane::of(sheet.id), Lane::of), app.now_ms());
    app.write(lane, move |tx, out| {
        if end(tx, out, &sheet, now_ms)?
            && let Some(entry) = entry
        {
            audit::record(tx, out, entry)?;
        }
        Ok(())
    })
    .await
}

/// Takes all sheets of a group back, which is going away.
pub fn revoke_all(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    group_id: Id<GenericMarker>,
    now_ms: i64,
) -> ActionResult<()> {
    for sheet in tables::sheets::of_group(tx, group_id)? {
        end(tx, out, &sheet, now_ms)?;
    }
    Ok(())
}

/// The guild that a sheet of this group leads into by its own invitation, for the group's page.
pub async fn guild_by(
    app: &App,
    group_id: Id<GenericMarker>,
    code: String,
) -> ActionResult<Option<Id<GuildMarker>>> {
    if !is_code(&code) {
        return Ok(None);
    }
    let now_ms = app.now_ms();
    app.read(move |tx| {
        let sheet = tables::sheets::by_code(tx, &code)?.filter(|it| it.group_id == Some(group_id));
        let Some(sheet) = sheet else { return Ok(None) };
        Ok(tables::invites::get(tx, &sheet.code, now_ms)?.map(|invite| invite.guild_id))
    })
    .await
}

/// Ends a sheet; whether it carried an invitation.
fn end(tx: &mut Tx<'_>, out: &mut Outbox, sheet: &Sheet, now_ms: i64) -> ActionResult<bool> {
    tables::sheets::revoke(tx, sheet.id, now_ms)?;
    match (sheet.guild_id, sheet.channel_id) {
        (Some(guild_id), Some(channel_id)) => {
            let invite = invitation_of(sheet, guild_id, channel_id);
            invites::delete_and_tell(tx, out, &invite, now_ms)
        }
        _ => Ok(false),
    }
}
