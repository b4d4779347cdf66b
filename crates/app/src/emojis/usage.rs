//! Who may use which emoji where: in reactions and in text.

use std::collections::HashMap;

use parvis_bus::GuildSnapshot;
use parvis_model::marker::EmojiMarker;
use parvis_model::{Emoji, Id, Member, Permissions, ReactionEmoji, SettingsEmoji};
use parvis_rules::{content, emoji};
use parvis_store::tables::{self, emojis::Owned};

use crate::access::ChannelAccess;
use crate::error::ActionResult;
use crate::{App, Caller};

/// Those of these emojis that the caller may use in a channel: those of its guild, those of other guilds of the caller
/// where that is allowed, and for a bot those of its application.
pub(crate) async fn usable(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    ids: Vec<Id<EmojiMarker>>,
) -> ActionResult<HashMap<Id<EmojiMarker>, Emoji>> {
    let mut usable = HashMap::new();
    if ids.is_empty() {
        return Ok(usable);
    }
    for owned in app.read(move |tx| Ok(tables::emojis::get_many(tx, &ids)?)).await? {
        if may_use(app, caller, access, &owned).await? {
            usable.insert(owned.emoji.id, owned.emoji);
        }
    }
    Ok(usable)
}

/// An emoji that a guild puts beside something of its own: one of its emojis, a Unicode one, or none. `None` is none of
/// these.
pub(crate) fn beside_text(
    guild: &GuildSnapshot,
    id: Option<Id<EmojiMarker>>,
    name: Option<&str>,
) -> Option<SettingsEmoji> {
    if let Some(id) = id {
        let emoji = guild.emojis().iter().find(|emoji| emoji.id == id)?;
        return Some(SettingsEmoji {
            id: Some(id),
            name: Some(emoji.name.clone()),
            animated: emoji.animated,
        });
    }
    match name {
        None | Some("") => Some(SettingsEmoji::default()),
        Some(name) => emoji::is_emoji(name).then(|| ReactionEmoji::unicode(name).into()),
    }
}

async fn may_use(app: &App, caller: &Caller, access: &ChannelAccess, owned: &Owned) -> ActionResult<bool> {
    if caller.is_bot && owned.owner_id == caller.user_id.cast() {
        return Ok(true);
    }
    if let Some(guild) = access.guild() {
        if owned.owner_id == guild.id().cast() {
            return Ok(is_for(&owned.emoji, &guild.member));
        }
        if !access.may(Permissions::USE_EXTERNAL_EMOJIS) {
            return Ok(false);
        }
    }
    // An application has no members, so its emojis stop here for everybody else.
    let elsewhere = app.live.member(&app.store, owned.owner_id.cast(), caller.user_id).await?;
    Ok(elsewhere.is_some_and(|member| is_for(&owned.emoji, &member)))
}

fn is_for(emoji: &Emoji, member: &Member) -> bool {
    emoji.roles.is_empty() || emoji.roles.iter().any(|id| member.roles.contains(id))
}

/// A text in which emojis that its author may not use are only their names, as the platform has it.
pub(crate) async fn in_text(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    text: String,
) -> ActionResult<String> {
    let named = content::custom_emojis(&text);
    if named.is_empty() {
        return Ok(text);
    }
    let mut ids: Vec<_> = named.iter().map(|it| it.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let usable = usable(app, caller, access, ids).await?;
    Ok(content::without_emojis(&text, &named, |id| usable.contains_key(&id)))
}
