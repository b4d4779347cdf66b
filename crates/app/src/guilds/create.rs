//! A new guild: empty but for a place to talk, or after a template whose parts name one another by numbers of
//! its own.

use std::collections::HashMap;

use parvis_model::marker::{ChannelMarker, GenericMarker, GuildMarker, RoleMarker, UserMarker};
use parvis_model::{
    Channel, ChannelType, DefaultMessageNotifications, ExplicitContentFilter, Guild, Id, Overwrite,
    Permissions, Role, RoleColors, SystemChannelFlags, Timestamp, VerificationLevel,
};
use parvis_store::tables;

use crate::error::{ActionError, ActionResult};
use crate::pictures::{Picture, PictureKind};
use crate::{App, Caller, Lane, members};

/// What everybody may do in a new guild: the platform's own default.
const EVERYONE: Permissions = Permissions::CREATE_INSTANT_INVITE
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::STREAM)
    .union(Permissions::VIEW_CHANNEL)
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::MENTION_EVERYONE)
    .union(Permissions::USE_EXTERNAL_EMOJIS)
    .union(Permissions::CONNECT)
    .union(Permissions::SPEAK)
    .union(Permissions::USE_VAD)
    .union(Permissions::CHANGE_NICKNAME)
    .union(Permissions::USE_APPLICATION_COMMANDS)
    .union(Permissions::REQUEST_TO_SPEAK)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::CREATE_PRIVATE_THREADS)
    .union(Permissions::USE_EXTERNAL_STICKERS)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::USE_EMBEDDED_ACTIVITIES)
    .union(Permissions::USE_SOUNDBOARD)
    .union(Permissions::USE_EXTERNAL_SOUNDS)
    .union(Permissions::SEND_VOICE_MESSAGES)
    .union(Permissions::SEND_POLLS)
    .union(Permissions::USE_EXTERNAL_APPS);

/// A guild that somebody wants to make; well-formed.
#[derive(Debug)]
pub struct GuildDraft {
    /// Name, cleaned.
    pub name: String,
    /// Picture.
    pub icon: Option<Picture>,
    /// What an account needs before it may write.
    pub verification_level: VerificationLevel,
    /// Which messages notify by default.
    pub default_message_notifications: DefaultMessageNotifications,
    /// Whose media are screened.
    pub explicit_content_filter: ExplicitContentFilter,
    /// Which messages the server itself does not post.
    pub system_channel_flags: SystemChannelFlags,
    /// Roles; the first one is what `@everyone` is to be.
    pub roles: Vec<RoleTemplate>,
    /// Channels in their order; none: the usual ones.
    pub channels: Vec<ChannelTemplate>,
    /// Which of these channels greets.
    pub system_channel: Option<Id<GenericMarker>>,
}

/// A role of a template.
#[derive(Debug)]
pub struct RoleTemplate {
    /// How the template calls it.
    pub placeholder: Option<Id<GenericMarker>>,
    /// Name, cleaned.
    pub name: String,
    /// Permissions in the whole guild.
    pub permissions: Permissions,
    /// Colours.
    pub colors: RoleColors,
    /// Whether its members stand apart in the member list.
    pub hoist: bool,
    /// Whether everybody may mention it.
    pub mentionable: bool,
}

/// A channel of a template.
#[derive(Debug)]
pub struct ChannelTemplate {
    /// How the template calls it.
    pub placeholder: Option<Id<GenericMarker>>,
    /// Its type.
    pub kind: ChannelType,
    /// Name, cleaned.
    pub name: String,
    /// What it is about.
    pub topic: Option<String>,
    /// Whether it is for adults.
    pub nsfw: bool,
    /// Seconds between two messages of a member.
    pub slowmode_s: u32,
    /// Its category, as the template calls it.
    pub parent: Option<Id<GenericMarker>>,
    /// What roles get or lose here.
    pub overwrites: Vec<OverwriteTemplate>,
}

/// An overwrite of a template: for a role, as the template calls it.
#[derive(Debug, Clone, Copy)]
pub struct OverwriteTemplate {
    /// The role.
    pub role: Id<GenericMarker>,
    /// Bits that are given.
    pub allow: Permissions,
    /// Bits that are taken.
    pub deny: Permissions,
}

/// Everything that a new guild is made of.
struct Parts {
    guild: Guild,
    roles: Vec<Role>,
    channels: Vec<Channel>,
}

/// Makes a guild whose owner is the caller.
pub async fn create(app: &App, caller: &Caller, mut draft: GuildDraft) -> ActionResult<Guild> {
    let user_id = caller.user_id;
    let locale = app
        .read(move |tx| {
            members::require_room_for_guild(tx, user_id)?;
            let account = tables::users::account(tx, user_id)?;
            Ok(account.map(|account| account.locale).unwrap_or_default())
        })
        .await?;
    let icon = match draft.icon.take() {
        Some(picture) => Some(app.save_picture(picture).await?),
        None => None,
    };
    let mut parts = parts_of(app, user_id, draft, &locale)?;
    parts.guild.icon = icon.as_ref().map(|saved| saved.row().hash.clone());
    let guild_id = parts.guild.id;
    let now = Timestamp::from_unix_ms(app.now_ms());
    let mut guild = app
        .write(Lane::of(guild_id), move |tx, out| {
            members::require_room_for_guild(tx, user_id)?;
            tables::guilds::insert(tx, &parts.guild)?;
            parts.roles.iter().try_for_each(|role| tables::guilds::put_role(tx, guild_id, role))?;
            parts.channels.iter().try_for_each(|channel| tables::channels::insert(tx, channel))?;
            if let Some(saved) = icon {
                let row = Some(saved.row());
                PictureKind::GuildIcon.replace(tx, guild_id.cast(), row, now.unix_ms())?;
                out.keep(saved.into_upload());
            }
            members::join(tx, out, guild_id, user_id, now)?;
            Ok(Guild { roles: parts.roles, ..parts.guild })
        })
        .await?;
    guild.roles.sort_by_key(|role| (role.position, std::cmp::Reverse(role.id)));
    Ok(guild)
}

fn parts_of(app: &App, owner_id: Id<UserMarker>, draft: GuildDraft, locale: &str) -> ActionResult<Parts> {
    let guild_id = app.ids.next::<GuildMarker>();
    let mut guild = Guild::new(guild_id, draft.name, owner_id);
    guild.verification_level = draft.verification_level;
    guild.default_message_notifications = draft.default_message_notifications;
    guild.explicit_content_filter = draft.explicit_content_filter;
    guild.system_channel_flags = draft.system_channel_flags;
    let (roles, role_ids) = roles_of(app, guild_id, draft.roles);
    let (channels, channel_ids) = if draft.channels.is_empty() {
        let channels = usual_channels(app, guild_id, locale);
        guild.system_channel_id = channels.last().map(|channel| channel.id);
        (channels, HashMap::new())
    } else {
        channels_of(app, guild_id, draft.channels, &role_ids)?
    };
    if let Some(placeholder) = draft.system_channel {
        let id = channel_ids.get(&placeholder).ok_or_else(|| unknown_placeholder("system_channel_id"))?;
        guild.system_channel_id = Some(*id);
    }
    Ok(Parts { guild, roles, channels })
}

fn roles_of(
    app: &App,
    guild_id: Id<GuildMarker>,
    templates: Vec<RoleTemplate>,
) -> (Vec<Role>, HashMap<Id<GenericMarker>, Id<RoleMarker>>) {
    let mut everyone = Role::everyone(guild_id);
    everyone.permissions = EVERYONE;
    let mut ids = HashMap::new();
    let mut roles = vec![everyone];
    for (position, template) in (0..).zip(templates) {
        if position == 0 {
            roles[0].permissions = template.permissions;
            ids.extend(template.placeholder.map(|placeholder| (placeholder, guild_id.cast())));
            continue;
        }
        let mut role = Role::new(app.ids.next(), template.name);
        role.position = position;
        role.permissions = template.permissions;
        role.color = template.colors.primary_color;
        role.colors = template.colors;
        role.hoist = template.hoist;
        role.mentionable = template.mentionable;
        ids.extend(template.placeholder.map(|placeholder| (placeholder, role.id)));
        roles.push(role);
    }
    (roles, ids)
}

type MadeChannels = (Vec<Channel>, HashMap<Id<GenericMarker>, Id<ChannelMarker>>);

fn channels_of(
    app: &App,
    guild_id: Id<GuildMarker>,
    templates: Vec<ChannelTemplate>,
    role_ids: &HashMap<Id<GenericMarker>, Id<RoleMarker>>,
) -> ActionResult<MadeChannels> {
    let templates: Vec<_> =
        templates.into_iter().map(|template| (app.ids.next::<ChannelMarker>(), template)).collect();
    let ids: HashMap<_, _> = templates.iter().filter_map(|(id, it)| Some((it.placeholder?, *id))).collect();
    let categories: Vec<_> = templates
        .iter()
        .filter(|(_, it)| it.kind == ChannelType::GUILD_CATEGORY)
        .map(|(id, _)| *id)
        .collect();
    let mut channels = Vec::with_capacity(templates.len());
    for ((position, index), (id, template)) in (0..).zip(0_usize..).zip(templates) {
        let mut channel = Channel::in_guild(id, template.kind, guild_id, template.name);
        channel.position = position;
        channel.topic = template.topic;
        channel.nsfw = template.nsfw;
        channel.rate_limit_per_user = template.slowmode_s;
        if let Some(parent) = template.parent {
            let parent_id = ids.get(&parent).copied().filter(|id| categories.contains(id));
            let is_category = template.kind == ChannelType::GUILD_CATEGORY;
            let path = || format!("channels.{index}.parent_id");
            channel.parent_id =
                Some(parent_id.filter(|_| !is_category).ok_or_else(|| unknown_placeholder(path()))?);
        }
        for (number, it) in template.overwrites.iter().enumerate() {
            let path = || format!("channels.{index}.permission_overwrites.{number}.id");
            let role_id = role_ids.get(&it.role).ok_or_else(|| unknown_placeholder(path()))?;
            channel.permission_overwrites.push(Overwrite::role(*role_id, it.allow, it.deny));
        }
        channels.push(channel);
    }
    Ok((channels, ids))
}

fn unknown_placeholder(path: impl Into<String>) -> ActionError {
    ActionError::invalid(path, "CHANNEL_PARENT_INVALID", "Nothing in this request has this id.")
}

/// A category with one channel in it, named in the owner's language. Voice channels join them with voice.
fn usual_channels(app: &App, guild_id: Id<GuildMarker>, locale: &str) -> Vec<Channel> {
    let (category, general) = match locale.split(['-', '_']).next() {
        Some("fr") => ("Salons textuels", "général"),
        _ => ("Text Channels", "general"),
    };
    let category = Channel::in_guild(app.ids.next(), ChannelType::GUILD_CATEGORY, guild_id, category);
    let mut general = Channel::in_guild(app.ids.next(), ChannelType::GUILD_TEXT, guild_id, general);
    general.parent_id = Some(category.id);
    vec![category, general]
}
