//! Events in people's own calendars: a guild's, and those that somebody is interested in, at an address that only they
//! know. Nobody counts who fetches it, or when.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis_model::marker::GuildMarker;
use parvis_model::{CalendarAddress, Id, Permissions, Timestamp};
use parvis_store::tables::{self, scheduled_events::Planned};
use rand::RngCore;
use sha2::{Digest, Sha256};

use super::ics::{Entry, calendar};
use super::{interest, is_visible};
use crate::access;
use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller, Lane};

/// Nobody guesses 256 bits.
const SECRET_BYTES: usize = 32;

/// What the caller may see of a guild's events, as a calendar. `public_url` is where this server is.
pub async fn calendar_of_guild(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    public_url: &str,
) -> ActionResult<String> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let name = access.guild.guild().name.clone();
    let planned = app
        .read(move |tx| {
            let mut planned = tables::scheduled_events::of_guild(tx, guild_id)?;
            planned.retain(|it| is_visible(&access, &it.event));
            Ok(planned)
        })
        .await?;
    Ok(written(&name, public_url, &planned))
}

/// When the caller's address was made; the address itself is not known any more.
pub async fn address(app: &App, caller: &Caller) -> ActionResult<CalendarAddress> {
    caller.require_person()?;
    let user_id = caller.user_id;
    let created_at = app.read(move |tx| Ok(tables::calendar_addresses::created_at(tx, user_id)?)).await?;
    Ok(CalendarAddress { url: None, created_at })
}

/// Gives the caller a new address, and makes the old one void.
pub async fn give_address(app: &App, caller: &Caller, public_url: &str) -> ActionResult<CalendarAddress> {
    caller.require_person()?;
    let mut secret = [0; SECRET_BYTES];
    rand::rng().fill_bytes(&mut secret);
    let secret = URL_SAFE_NO_PAD.encode(secret);
    let digest: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
    let (user_id, now) = (caller.user_id, Timestamp::from_unix_ms(app.now_ms()));
    app.write(Lane::of(user_id), move |tx, _| {
        Ok(tables::calendar_addresses::put(tx, user_id, &digest, now)?)
    })
    .await?;
    Ok(CalendarAddress { url: Some(format!("{public_url}/calendar/{secret}.ics")), created_at: Some(now) })
}

/// Makes the caller's address void.
pub async fn take_address(app: &App, caller: &Caller) -> ActionResult<()> {
    caller.require_person()?;
    let user_id = caller.user_id;
    app.write(Lane::of(user_id), move |tx, _| Ok(tables::calendar_addresses::delete(tx, user_id)?)).await
}

/// The calendar at an address: what its owner is interested in and may see now.
pub async fn calendar_at(app: &App, secret: &str, public_url: &str) -> ActionResult<String> {
    let unknown = || ActionError::Unknown(Kind::Thing("Calendar"));
    let digest: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
    let owner = app.read(move |tx| Ok(tables::calendar_addresses::owner(tx, &digest)?)).await?;
    let found = interest::interesting(app, owner.ok_or_else(unknown)?).await?;
    let mut planned: Vec<Planned> = found.into_iter().map(|(planned, _)| planned).collect();
    planned.dedup_by_key(|it| it.event.id);
    Ok(written("Parvis", public_url, &planned))
}

fn written(name: &str, public_url: &str, planned: &[Planned]) -> String {
    let host = public_url.split("://").nth(1).unwrap_or(public_url);
    let entries = planned.iter().map(|it| Entry {
        event: &it.event,
        changes: it.changes,
        changed_at: it.changed_at,
        location: it.event.location(),
        url: it.event.channel_id.map(|id| format!("{public_url}/channels/{}/{id}", it.event.guild_id)),
    });
    calendar(name, host, entries)
}
