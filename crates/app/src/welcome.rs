//! The screen that shows newcomers what a guild is about and where to begin.

use parvis_bus::GuildSnapshot;
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{
    AuditLogEvent, GuildFeature, Id, Permissions, SettingsEmoji, WelcomeChannel, WelcomeScreen,
};
use parvis_rules::limits;
use parvis_rules::validate::FieldError;
use parvis_store::tables;
use serde_json::json;

use crate::access::{self, GuildAccess};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller, emojis, guilds};

/// What is to change; `None` leaves it. Well-formed, but not yet allowed.
#[derive(Debug, Clone, Default)]
pub struct WelcomeEdit {
    /// What the guild is about.
    pub description: Option<Option<String>>,
    /// Where to begin.
    pub welcome_channels: Option<Vec<WelcomeChannel>>,
    /// Whether it is shown.
    pub enabled: Option<bool>,
}

/// A guild's welcome screen, for its members; one that is not shown is for those who look after the guild.
pub async fn get(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<WelcomeScreen> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let is_on = access.guild.guild().has_feature(&GuildFeature::WELCOME_SCREEN_ENABLED);
    if !is_on && !access.permissions.contains(Permissions::MANAGE_GUILD) {
        return Err(ActionError::Unknown(Kind::WelcomeScreen));
    }
    let screen = app.read(move |tx| Ok(tables::onboarding::welcome_screen(tx, guild_id)?)).await?;
    Ok(shown(screen.unwrap_or_default(), &access.guild, |id| is_visible(&access, id)))
}

/// What somebody sees who is no member yet: only channels that every member may view. `None` when nothing is shown.
pub(crate) async fn for_newcomers(app: &App, guild: &GuildSnapshot) -> ActionResult<Option<WelcomeScreen>> {
    if !guild.guild().has_feature(&GuildFeature::WELCOME_SCREEN_ENABLED) {
        return Ok(None);
    }
    let guild_id = guild.id();
    let screen = app.read(move |tx| Ok(tables::onboarding::welcome_screen(tx, guild_id)?)).await?;
    Ok(screen.map(|screen| shown(screen, guild, |id| guild.is_open(id))))
}

/// Changes a guild's welcome screen.
pub async fn edit(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    edit: WelcomeEdit,
    reason: Option<String>,
) -> ActionResult<WelcomeScreen> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::GUILD_UPDATE, Some(guild_id.cast()), reason);
    app.write(access.lane(), move |tx, out| {
        let before = tables::onboarding::welcome_screen(tx, guild_id)?.unwrap_or_default();
        let feature = GuildFeature::WELCOME_SCREEN_ENABLED;
        let was_on = tables::guilds::get(tx, guild_id)?.is_some_and(|guild| guild.has_feature(&feature));
        let is_on = edit.enabled.unwrap_or(was_on);
        let after = applied(&access, &before, edit)?;
        tables::onboarding::set_welcome_screen(tx, guild_id, &after)?;
        guilds::switch_feature(tx, out, guild_id, feature, is_on)?;
        let entry = entry
            .with_change("welcome_screen_enabled", Some(json!(was_on)), Some(json!(is_on)))
            .with_change("welcome_description", text(&before.description), text(&after.description))
            .with_changes_of(Some(&before), Some(&after), &["welcome_channels"]);
        if entry.has_changes() {
            audit::record(tx, out, entry)?;
        }
        Ok(shown(after, &access.guild, |id| is_visible(&access, id)))
    })
    .await
}

fn text(text: &Option<String>) -> Option<serde_json::Value> {
    text.as_ref().map(|text| json!(text))
}

fn is_visible(access: &GuildAccess, channel_id: Id<ChannelMarker>) -> bool {
    access.permissions_in(channel_id).contains(Permissions::VIEW_CHANNEL)
}

fn applied(access: &GuildAccess, before: &WelcomeScreen, edit: WelcomeEdit) -> ActionResult<WelcomeScreen> {
    let mut after = before.clone();
    after.description = edit.description.unwrap_or(after.description);
    let Some(wanted) = edit.welcome_channels else { return Ok(after) };
    let mut errors = Vec::new();
    // What the editor may not view stays as it was.
    let guild = &access.guild;
    let is_hidden =
        |it: &WelcomeChannel| guild.channel(it.channel_id).is_some() && !is_visible(access, it.channel_id);
    let hidden: Vec<_> = before.welcome_channels.iter().filter(|it| is_hidden(it)).cloned().collect();
    after.welcome_channels.clear();
    for (at, channel) in wanted.into_iter().enumerate() {
        let path = format!("welcome_channels.{at}");
        if !is_visible(access, channel.channel_id) || guild.channel(channel.channel_id).is_none() {
            let text = "No channel of this guild that fits.";
            errors.push(FieldError::new(format!("{path}.channel_id"), "CHANNEL_INVALID", text));
        }
        match emojis::beside_text(guild, channel.emoji_id, channel.emoji_name.as_deref()) {
            Some(emoji) => after.welcome_channels.push(with_emoji(channel, emoji)),
            None => errors.push(FieldError::new(path, "INVALID_EMOJI", "Unknown Emoji")),
        }
    }
    after.welcome_channels.extend(hidden);
    after.welcome_channels.truncate(limits::WELCOME_CHANNELS_MAX);
    if errors.is_empty() { Ok(after) } else { Err(errors.into()) }
}

fn with_emoji(channel: WelcomeChannel, emoji: SettingsEmoji) -> WelcomeChannel {
    WelcomeChannel { emoji_id: emoji.id, emoji_name: emoji.name, ..channel }
}

/// Without channels out of sight, and without emojis that are gone.
fn shown(
    mut screen: WelcomeScreen,
    guild: &GuildSnapshot,
    is_visible: impl Fn(Id<ChannelMarker>) -> bool,
) -> WelcomeScreen {
    screen.welcome_channels.retain(|channel| is_visible(channel.channel_id));
    let channels = screen.welcome_channels.into_iter().map(|channel| {
        let emoji = emojis::beside_text(guild, channel.emoji_id, channel.emoji_name.as_deref());
        with_emoji(channel, emoji.unwrap_or_default())
    });
    screen.welcome_channels = channels.collect();
    screen
}
