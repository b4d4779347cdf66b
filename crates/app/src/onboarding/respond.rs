//! A member answers: the roles of the answers come and go, and the channels are opted into.

use parvis_bus::view_of;
use parvis_model::marker::{ChannelMarker, GuildMarker, OnboardingOptionMarker, RoleMarker};
use parvis_model::{
    ChannelSettingsFlags, GuildNotificationSettings, GuildSettingsFlags, Id, Member, MemberFlags, Onboarding,
    OnboardingOption, OnboardingResponses, Permissions,
};
use parvis_rules::validate::FieldError;
use parvis_store::tables;

use super::may_be_taken;
use crate::access::{self, GuildAccess};
use crate::accounts::in_any_case;
use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller, members, settings};

/// Replaces what the caller answered.
///
/// The membership and the account's own settings have lanes of their own, so they are written one after the other.
/// Whoever is cut off in between answers again, or chooses channels by hand.
pub async fn respond(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    chosen: Vec<Id<OnboardingOptionMarker>>,
) -> ActionResult<OnboardingResponses> {
    caller.require_person()?;
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let (app, caller) = (app.clone(), caller.clone());
    in_any_case(async move {
        let (onboarding_responses, channels) = answer(&app, access, chosen).await?;
        settings::edit_of_guild(&app, &caller, Some(guild_id), |settings| channels.opt_into(settings))
            .await?;
        Ok(OnboardingResponses { guild_id, user_id: caller.user_id, onboarding_responses })
    })
    .await
}

/// Channels that somebody opts into, and out of.
struct Channels {
    chosen: Vec<Id<ChannelMarker>>,
    left: Vec<Id<ChannelMarker>>,
}

impl Channels {
    fn opt_into(self, settings: &mut GuildNotificationSettings) {
        let wants_all = settings.flags.contains(GuildSettingsFlags::OPT_IN_CHANNELS_OFF);
        if !wants_all && !self.chosen.is_empty() {
            settings.flags |= GuildSettingsFlags::OPT_IN_CHANNELS_ON;
        }
        for id in self.left {
            settings.change_channel(id, |channel| {
                channel.flags = channel.flags.without(ChannelSettingsFlags::OPT_IN_ENABLED);
            });
        }
        for id in self.chosen {
            settings.change_channel(id, |channel| channel.flags |= ChannelSettingsFlags::OPT_IN_ENABLED);
        }
    }
}

async fn answer(
    app: &App,
    access: GuildAccess,
    chosen: Vec<Id<OnboardingOptionMarker>>,
) -> ActionResult<(Vec<Id<OnboardingOptionMarker>>, Channels)> {
    let (guild_id, user_id, now_ms) = (access.id(), access.member.user.id, app.now_ms());
    app.write(access.lane(), move |tx, out| {
        let onboarding = tables::onboarding::of_guild(tx, guild_id)?;
        let onboarding = onboarding.filter(|it| it.enabled).ok_or_else(nothing_asked)?;
        require_complete(&onboarding, &chosen)?;
        let before = tables::members::get(tx, guild_id, user_id)?.ok_or(ActionError::Unknown(Kind::Guild))?;
        let answered = tables::onboarding::answers(tx, guild_id, user_id)?;
        let of = |ids: &[Id<OnboardingOptionMarker>]| -> Vec<&OnboardingOption> {
            onboarding.options().filter(|option| ids.contains(&option.id)).collect()
        };
        let (new, old) = (of(&chosen), of(&answered));
        let member = with_roles(&access, &before, &new, &old);
        if member != before {
            tables::members::update(tx, guild_id, &member)?;
            for role_id in member.roles.iter().filter(|id| !before.roles.contains(id)) {
                tables::members::add_role(tx, guild_id, user_id, *role_id)?;
            }
            for role_id in before.roles.iter().filter(|id| !member.roles.contains(id)) {
                tables::members::remove_role(tx, guild_id, user_id, *role_id)?;
            }
            members::tell_update(out, guild_id, &member);
        }
        let kept: Vec<_> = new.iter().map(|option| option.id).collect();
        tables::onboarding::set_answers(tx, guild_id, user_id, &kept)?;
        let may_view = |id: &Id<ChannelMarker>| access.guild.may_view(*id, &view_of(&member, now_ms));
        let of_options = new.iter().flat_map(|option| &option.channel_ids);
        let chosen = onboarding.default_channel_ids.iter().chain(of_options);
        let chosen: Vec<_> = chosen.copied().filter(may_view).collect();
        let left = old.iter().flat_map(|option| &option.channel_ids).copied();
        let left = left.filter(|id| !chosen.contains(id)).collect();
        Ok((kept, Channels { chosen, left }))
    })
    .await
}

/// The member with the roles of the new answers, without those that only the old ones gave. What has come to hold power
/// since somebody put it there is neither given nor taken.
fn with_roles(
    access: &GuildAccess,
    before: &Member,
    new: &[&OnboardingOption],
    old: &[&OnboardingOption],
) -> Member {
    let roles_of = |options: &[&OnboardingOption]| -> Vec<Id<RoleMarker>> {
        let roles = options.iter().flat_map(|option| &option.role_ids).copied();
        roles.filter(|id| may_be_taken(&access.guild, *id)).collect()
    };
    let (given, taken) = (roles_of(new), roles_of(old));
    let mut member = before.clone();
    member.roles.retain(|id| given.contains(id) || !taken.contains(id));
    member.roles.extend(given);
    member.roles.sort_unstable();
    member.roles.dedup();
    member.flags = member.flags | MemberFlags::STARTED_ONBOARDING | MemberFlags::COMPLETED_ONBOARDING;
    member
}

fn nothing_asked() -> ActionError {
    let text = "This guild asks newcomers nothing.";
    ActionError::invalid("onboarding_responses", "ONBOARDING_NOT_ENABLED", text)
}

/// Every answer exists, no question has more answers than it takes, and none that must be answered has none.
fn require_complete(onboarding: &Onboarding, chosen: &[Id<OnboardingOptionMarker>]) -> ActionResult<()> {
    let mut errors = Vec::new();
    let mut answered = Vec::new();
    for (at, id) in chosen.iter().enumerate() {
        let mut prompts = onboarding.prompts.iter();
        let prompt = prompts.find(|prompt| prompt.options.iter().any(|option| option.id == *id));
        let is_second = |prompt_id| answered.contains(&prompt_id) && !chosen[..at].contains(id);
        match prompt {
            Some(prompt) if !prompt.single_select || !is_second(prompt.id) => answered.push(prompt.id),
            _ => {
                let path = format!("onboarding_responses.{at}");
                let text = "No answer of this guild, or one too many.";
                errors.push(FieldError::new(path, "ONBOARDING_RESPONSE_INVALID", text));
            }
        }
    }
    let must_be_answered = |prompt: &&parvis_model::OnboardingPrompt| prompt.required && prompt.in_onboarding;
    if onboarding.prompts.iter().filter(must_be_answered).any(|prompt| !answered.contains(&prompt.id)) {
        errors.push(FieldError::required("onboarding_responses"));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}
