//! What a guild asks newcomers, and what it gives those who answer.

mod put;
mod respond;

use parvis_bus::GuildSnapshot;
use parvis_model::marker::{ChannelMarker, GuildMarker, RoleMarker};
use parvis_model::{Id, Onboarding, OnboardingMode, OnboardingPrompt, Permissions};
use parvis_rules::hierarchy;
use parvis_store::tables;

use crate::access::{self, GuildAccess};
use crate::error::ActionResult;
use crate::{App, Caller, emojis};

pub use put::put;
pub use respond::respond;

/// What is to change; `None` leaves it. Well-formed, but not yet allowed.
#[derive(Debug, Clone, Default)]
pub struct OnboardingEdit {
    /// All questions. Questions and answers that exist are known by their ids; any other id stands for a new one.
    pub prompts: Option<Vec<OnboardingPrompt>>,
    /// Channels that everybody is opted into.
    pub default_channel_ids: Option<Vec<Id<ChannelMarker>>>,
    /// Whether newcomers are asked.
    pub enabled: Option<bool>,
    /// Which channels count.
    pub mode: Option<OnboardingMode>,
}

/// What a guild asks; a person also learns what they answered.
pub async fn get(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<Onboarding> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let user_id = caller.user_id;
    let (onboarding, answers) = app
        .read(move |tx| {
            let onboarding = tables::onboarding::of_guild(tx, guild_id)?;
            Ok((onboarding, tables::onboarding::answers(tx, guild_id, user_id)?))
        })
        .await?;
    let mut onboarding = shown(onboarding.unwrap_or_else(|| Onboarding::new(guild_id)), &access);
    if !caller.is_bot {
        let answers = answers.into_iter().filter(|id| onboarding.option(*id).is_some());
        onboarding.responses = Some(answers.collect());
    }
    Ok(onboarding)
}

/// As a member sees it: without channels out of sight, and without what is gone.
fn shown(mut onboarding: Onboarding, access: &GuildAccess) -> Onboarding {
    let is_in_sight = |id: &Id<ChannelMarker>| is_visible(access, *id);
    onboarding.default_channel_ids.retain(is_in_sight);
    for option in onboarding.prompts.iter_mut().flat_map(|prompt| &mut prompt.options) {
        option.channel_ids.retain(is_in_sight);
        option.role_ids.retain(|id| access.guild.role(*id).is_some());
        let emoji = emojis::beside_text(&access.guild, option.emoji.id, option.emoji.name.as_deref());
        option.emoji = emoji.unwrap_or_default();
    }
    onboarding
}

fn is_visible(access: &GuildAccess, channel_id: Id<ChannelMarker>) -> bool {
    access.permissions_in(channel_id).contains(Permissions::VIEW_CHANNEL)
}

/// Whether an answer may give this role, by what it is and by what channels allow it.
fn may_be_taken(guild: &GuildSnapshot, role_id: Id<RoleMarker>) -> bool {
    let Some(role) = guild.ranks().role(role_id) else { return false };
    let overwrites = guild.channels().flat_map(|channel| &channel.permission_overwrites);
    let allowed = overwrites
        .filter(|overwrite| overwrite.id == role_id.cast())
        .fold(Permissions::NONE, |all, overwrite| all | overwrite.allow);
    hierarchy::may_be_taken(guild.ranks(), role, allowed)
}
