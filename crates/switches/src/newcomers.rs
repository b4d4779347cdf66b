//! What is done about suspicious newcomers: when they join, and once more when they write, because the first of many
//! who come together are recognised only after the others came.

use std::sync::Arc;

use parvis_app::access::GuildAccess;
use parvis_app::{ActionResult, App, Lane, members};
use parvis_bus::{GuildSnapshot, view_of};
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Id, Member, Timestamp};

use crate::judgement::{self, Newcomer, Signal};
use crate::log::{self, Done, Entry};
use crate::settings::{NewcomerAct, Newcomers};
use crate::tables::{self, Hold};
use crate::{Switches, media};

const HOUR_MS: i64 = 3_600_000;
/// Nobody is a newcomer for longer.
const NEWCOMER_MS: i64 = 48 * HOUR_MS;
/// Stands in the audit log.
const REASON: &str = "Suspicious newcomer, by a switch of a channel";

/// What holds for somebody who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// May write.
    Free,
    /// Waits for somebody to decide.
    Waits,
    /// Is no member any more.
    Gone,
}

/// Judges a member who joined, by the switches of all channels that it may view.
pub async fn on_joining(
    switches: &Switches,
    app: &App,
    guild_id: Id<GuildMarker>,
    member: &Member,
) -> ActionResult<()> {
    let settings = switches.memory().settings(app, guild_id).await?;
    if settings.0.is_empty() || member.user.bot {
        return Ok(());
    }
    let Some(guild) = app.live.guild(&app.store, guild_id).await? else { return Ok(()) };
    // Somebody may have sent them away already, or given them a role.
    let Some(member) = app.live.member(&app.store, guild_id, member.user.id).await? else { return Ok(()) };
    let everywhere = settings.everywhere(&guild).into_iter();
    let mut judging: Vec<_> = everywhere.filter_map(|(id, it)| Some((id, it.newcomers?))).collect();
    // Whoever is sent away from one channel is gone from all of them.
    judging.sort_by_key(|(_, settings)| settings.act != NewcomerAct::Kick);
    for (channel_id, newcomers) in judging {
        let standing = standing_of(switches, app, &guild, &member, channel_id, &newcomers).await?;
        if standing == Standing::Gone {
            break;
        }
    }
    Ok(())
}

/// Judges a member who writes in a channel.
pub async fn on_writing(
    switches: &Switches,
    app: &App,
    access: &GuildAccess,
    channel_id: Id<ChannelMarker>,
    settings: &Newcomers,
) -> ActionResult<Standing> {
    standing_of(switches, app, &access.guild, &access.member, channel_id, settings).await
}

async fn standing_of(
    switches: &Switches,
    app: &App,
    guild: &Arc<GuildSnapshot>,
    member: &Member,
    channel_id: Id<ChannelMarker>,
    settings: &Newcomers,
) -> ActionResult<Standing> {
    let (guild_id, user_id, now_ms) = (guild.id(), member.user.id, app.now_ms());
    let permissions = guild.permissions_in(channel_id, &view_of(member, now_ms));
    let views = permissions.contains(parvis_model::Permissions::VIEW_CHANNEL);
    if !views || permissions.intersects(media::CARETAKERS) {
        return Ok(Standing::Free);
    }
    let known = app.read(move |tx| Ok(tables::holds(tx, guild_id, user_id)?)).await?;
    if known.iter().any(|hold| hold.released) {
        return Ok(Standing::Free);
    }
    if let Some(hold) = known.iter().find(|hold| hold.channel_id == channel_id) {
        let is_over = hold.until.unix_ms() <= now_ms;
        return Ok(if is_over { Standing::Free } else { Standing::Waits });
    }
    if now_ms - member.joined_at.unix_ms() > NEWCOMER_MS {
        return Ok(Standing::Free);
    }
    let joined = match settings.together {
        Some(_) => switches.memory().joins(app, guild_id).await?,
        None => Vec::new(),
    };
    let newcomer = Newcomer {
        created_at: Timestamp::from_unix_ms(user_id.created_unix_ms()),
        joined_at: member.joined_at,
        has_avatar: member.user.avatar.is_some() || member.avatar.is_some(),
    };
    let Some(signals) = judgement::judge(settings, &newcomer, joined.into_iter()) else {
        return Ok(Standing::Free);
    };
    match settings.act {
        NewcomerAct::Hold => hold(app, guild_id, member, channel_id, settings, signals).await,
        NewcomerAct::Kick => kick(app, guild_id, member, channel_id, signals).await,
    }
}

async fn hold(
    app: &App,
    guild_id: Id<GuildMarker>,
    member: &Member,
    channel_id: Id<ChannelMarker>,
    settings: &Newcomers,
    signals: Vec<Signal>,
) -> ActionResult<Standing> {
    let user_id = member.user.id;
    let entry = Entry::new(app, guild_id, channel_id, Done::NewcomerHeld).about(user_id, signals);
    let until = Timestamp::from_unix_ms(app.now_ms() + i64::from(settings.hold_hours) * HOUR_MS);
    app.write(Lane::of(guild_id), move |tx, _| {
        if tables::hold(tx, guild_id, user_id, entry.id, Hold { channel_id, released: false, until })? {
            log::record(tx, &entry)?;
        }
        Ok(Standing::Waits)
    })
    .await
}

async fn kick(
    app: &App,
    guild_id: Id<GuildMarker>,
    member: &Member,
    channel_id: Id<ChannelMarker>,
    signals: Vec<Signal>,
) -> ActionResult<Standing> {
    let user_id = member.user.id;
    let entry = Entry::new(app, guild_id, channel_id, Done::NewcomerKicked).about(user_id, signals);
    let reason = REASON.to_owned();
    members::remove_by_rule(app, guild_id, user_id, reason, move |tx| Ok(log::record(tx, &entry)?)).await?;
    Ok(Standing::Gone)
}
