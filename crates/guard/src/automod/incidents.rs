//! Pauses of invitations and of direct messages: set by those who manage the guild, ended by themselves.

use parvis_app::audit::{self, Entry};
use parvis_app::guilds::{self, IncidentEdit};
use parvis_app::{ActionResult, App, Caller, Lane, Outbox, access};
use parvis_model::marker::GuildMarker;
use parvis_model::{AuditLogEvent, Id, IncidentsData, Permissions, Timestamp};
use parvis_store::Tx;
use serde_json::json;

use crate::tables;

/// Pauses invitations or direct messages, or ends a pause.
pub async fn edit(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    edit: IncidentEdit,
    reason: Option<String>,
) -> ActionResult<IncidentsData> {
    access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    edit.require_valid(app.now_ms())?;
    let target = Some(guild_id.cast());
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::GUILD_UPDATE, target, reason);
    set(app, guild_id, edit, entry).await
}

/// Tells guilds of which a pause has ended that it has: it counted for nothing from its moment on.
pub async fn resume(app: &App) -> ActionResult<()> {
    let now = Timestamp::from_unix_ms(app.now_ms());
    for guild_id in app.read(move |tx| Ok(tables::automod::ended_pauses(tx, now)?)).await? {
        let target = Some(guild_id.cast());
        let reason = Some("The time of the pause is over".to_owned());
        let entry = Entry::by_nobody(app, guild_id, AuditLogEvent::GUILD_UPDATE, target, reason);
        set(app, guild_id, IncidentEdit::default(), entry).await?;
    }
    Ok(())
}

async fn set(
    app: &App,
    guild_id: Id<GuildMarker>,
    edit: IncidentEdit,
    entry: Entry,
) -> ActionResult<IncidentsData> {
    let now = Timestamp::from_unix_ms(app.now_ms());
    app.write(Lane::of(guild_id), move |tx, out| set_in(tx, out, guild_id, edit, entry, now)).await
}

/// Pauses, or ends a pause, in the transaction of an act that does more; answers what is paused now.
pub(crate) fn set_in(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    edit: IncidentEdit,
    entry: Entry,
    now: Timestamp,
) -> ActionResult<IncidentsData> {
    let (before, after) = guilds::set_incidents(tx, out, guild_id, edit, now)?;
    let ends = [after.invites_disabled_until, after.dms_disabled_until];
    tables::automod::set_pause(tx, guild_id, ends.into_iter().flatten().min())?;
    let value = |until: Option<Timestamp>| until.map(|until| json!(until));
    let entry = entry
        .with_change(
            "invites_disabled_until",
            value(before.invites_disabled_until),
            value(after.invites_disabled_until),
        )
        .with_change("dms_disabled_until", value(before.dms_disabled_until), value(after.dms_disabled_until));
    if entry.has_changes() {
        audit::record(tx, out, entry)?;
    }
    Ok(after)
}
