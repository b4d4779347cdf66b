//! Rules about the names of members: asked when somebody joins, and when a membership or its account changes.

use std::sync::Arc;

use parvis_app::{ActionResult, App, Lane, members};
use parvis_bus::{Audience, view_of};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Member, MemberFlags, Permissions};
use parvis_screening::automod::Text;

use super::Automod;
use super::enforcement::{self, Case, Name};
use super::judgement::{Hit, MANAGERS, is_exempt};
use super::rules::Test;
use crate::tables;

/// Members who are looked at again when a rule changed.
const AGAIN_MAX: u32 = 1_000;

const QUARANTINED: MemberFlags = MemberFlags::AUTOMOD_QUARANTINED_USERNAME;

/// Holds the names of a member against the rules of the guild.
pub async fn look_at(
    automod: &Automod,
    app: &App,
    guild_id: Id<GuildMarker>,
    member: &Member,
) -> ActionResult<()> {
    let was_quarantined = member.flags.contains(QUARANTINED);
    let found = find(automod, app, guild_id, member).await?;
    let of_account = found.iter().any(|(name, _)| *name == Name::OfAccount);
    if was_quarantined && !of_account {
        let user_id = member.user.id;
        let free = |member: &mut Member| member.flags = member.flags.without(QUARANTINED);
        let house = app.clone();
        app.write(Lane::of(guild_id), move |tx, out| {
            members::change_by_rule(&house, tx, out, (guild_id, user_id), None, free)?;
            Ok(())
        })
        .await?;
    }
    if found.is_empty() {
        automod.memory().was_alerted(guild_id, member.user.id, None);
        return Ok(());
    }
    let names = format!("{}\n{:?}\n{:?}", member.user.username, member.user.global_name, member.nick);
    if automod.memory().was_alerted(guild_id, member.user.id, Some(&names)) {
        return Ok(());
    }
    for (name, hit) in found {
        let case = Case {
            guild_id,
            member: Arc::new(member.clone()),
            channel_id: None,
            message_id: None,
            audience: Audience::GuildWith { guild_id, permissions: Permissions::MANAGE_GUILD },
            content: text_of(member, name),
            names: Some(name),
        };
        // Whoever is quarantined already was told of when it happened, before this program started.
        if !(was_quarantined && name == Name::OfAccount) {
            enforcement::carry_out(app, case, vec![hit]).await?;
        }
    }
    Ok(())
}

/// Looks again at those whose name was ruled out: the rules have changed.
pub async fn look_again(automod: &Automod, app: &App, guild_id: Id<GuildMarker>) -> ActionResult<()> {
    let held = app.read(move |tx| Ok(tables::automod::quarantined(tx, guild_id, AGAIN_MAX)?)).await?;
    for user_id in held {
        if let Some(member) = app.live.member(&app.store, guild_id, user_id).await? {
            look_at(automod, app, guild_id, &member).await?;
        }
    }
    Ok(())
}

/// Which of a member's names meet which rule; each name once.
async fn find(
    automod: &Automod,
    app: &App,
    guild_id: Id<GuildMarker>,
    member: &Member,
) -> ActionResult<Vec<(Name, Hit)>> {
    let rules = automod.memory().rules(app, guild_id).await?;
    let mut found = Vec::new();
    if member.user.bot || !rules.iter().any(|rule| matches!(rule.test, Test::Names(_))) {
        return Ok(found);
    }
    let Some(guild) = app.live.guild(&app.store, guild_id).await? else { return Ok(found) };
    // What somebody may do is asked without the quarantine, which would take it away.
    let free = Member { flags: member.flags.without(QUARANTINED), ..member.clone() };
    if guild.base_permissions(&view_of(&free, app.now_ms())).intersects(MANAGERS) {
        return Ok(found);
    }
    for name in [Name::OfAccount, Name::Nick] {
        let text = text_of(member, name);
        let text = Text::new(text.as_str());
        let hit = rules.iter().find_map(|rule| match &rule.test {
            Test::Names(filter) if !is_exempt(rule, member) => {
                let found = filter.find(&text)?;
                Some(Hit { rule: Arc::clone(rule), found: Some(found), why: None })
            }
            _ => None,
        });
        found.extend(hit.map(|hit| (name, hit)));
    }
    Ok(found)
}

fn text_of(member: &Member, name: Name) -> String {
    match name {
        Name::Nick => member.nick.clone().unwrap_or_default(),
        Name::OfAccount => match &member.user.global_name {
            Some(shown) => format!("{}\n{shown}", member.user.username),
            None => member.user.username.clone(),
        },
    }
}
