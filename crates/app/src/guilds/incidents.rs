//! What a guild stops for a while when something happens to it: joining by invitation, and direct messages among
//! members who are not friends. Each pause ends at its moment by itself.

use parvis_bus::Audience;
use parvis_model::marker::GuildMarker;
use parvis_model::{Event, Guild, Id, IncidentsData, Timestamp};
use parvis_rules::limits;
use parvis_rules::validate::FieldError;
use parvis_store::{Tx, tables};

use super::edit::with_roles_and_emojis;
use crate::Outbox;
use crate::error::{ActionError, ActionResult, Kind};

/// Which pauses change; `None` leaves one, `Some(None)` ends it.
#[derive(Debug, Clone, Copy, Default)]
pub struct IncidentEdit {
    /// Until when nobody comes in by invitation.
    pub invites_disabled_until: Option<Option<Timestamp>>,
    /// Until when members who are not friends do not write to each other.
    pub dms_disabled_until: Option<Option<Timestamp>>,
}

impl IncidentEdit {
    /// Refuses moments beyond a day.
    pub fn require_valid(&self, now_ms: i64) -> ActionResult<()> {
        let latest = now_ms + limits::INCIDENT_MS_MAX;
        let too_late =
            |until: Option<Option<Timestamp>>| until.flatten().is_some_and(|it| it.unix_ms() > latest);
        let mut errors = Vec::new();
        for (field, until) in [
            ("invites_disabled_until", self.invites_disabled_until),
            ("dms_disabled_until", self.dms_disabled_until),
        ] {
            if too_late(until) {
                let text = "A pause lasts 24 hours at most.";
                errors.push(FieldError::new(field, "BASE_TYPE_BAD_INTERVAL", text));
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
    }
}

/// Changes what is paused and tells the guild, in the transaction of the act; the pauses before and after. A moment
/// that has passed is none.
pub fn set_incidents(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    edit: IncidentEdit,
    now: Timestamp,
) -> ActionResult<(IncidentsData, IncidentsData)> {
    let mut guild = tables::guilds::get(tx, guild_id)?.ok_or(ActionError::Unknown(Kind::Guild))?;
    let none = IncidentsData { invites_disabled_until: None, dms_disabled_until: None };
    let before = guild.incidents_data.as_deref().cloned().unwrap_or_else(|| none.clone());
    let coming = |until: Option<Timestamp>| until.filter(|until| *until > now);
    let after = IncidentsData {
        invites_disabled_until: coming(edit.invites_disabled_until.unwrap_or(before.invites_disabled_until)),
        dms_disabled_until: coming(edit.dms_disabled_until.unwrap_or(before.dms_disabled_until)),
    };
    if after != before {
        guild.incidents_data = (after != none).then(|| Box::new(after.clone()));
        tables::guilds::update(tx, &guild)?;
        let told = with_roles_and_emojis(tx, guild)?;
        out.publish(Audience::Guild(guild_id), Event::GuildUpdate(Box::new(told)));
    }
    Ok((before, after))
}

/// Whether nobody comes in by invitation now.
pub(crate) fn are_invitations_paused(guild: &Guild, now: Timestamp) -> bool {
    guild.incidents_data.as_ref().and_then(|it| it.invites_disabled_until).is_some_and(|until| until > now)
}

/// Whether members of a guild who are not friends do not write to each other now.
pub(crate) fn are_messages_paused(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    now: Timestamp,
) -> ActionResult<bool> {
    let guild = tables::guilds::get(tx, guild_id)?;
    let until = guild.and_then(|guild| guild.incidents_data).and_then(|it| it.dms_disabled_until);
    Ok(until.is_some_and(|until| until > now))
}
