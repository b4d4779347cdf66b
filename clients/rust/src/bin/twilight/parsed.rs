//! What twilight parsed, in the words that all bots share.

use serde_json::{Value, json};
use twilight_cache_inmemory::DefaultInMemoryCache;
use twilight_cache_inmemory::model::CachedMember;
use twilight_model::application::interaction::Interaction;
use twilight_model::channel::message::{Embed, EmojiReactionType, Message};
use twilight_model::channel::{Attachment, Channel, Webhook};
use twilight_model::guild::{Member, Role};
use twilight_model::id::Id;
use twilight_model::id::marker::{GuildMarker, RoleMarker, UserMarker};
use twilight_model::user::User;
use twilight_model::util::Timestamp;
use twilight_util::snowflake::Snowflake;

fn ms(moment: Timestamp) -> i64 {
    moment.as_micros() / 1000
}

pub fn user(user: &User) -> Value {
    json!({ "id": user.id, "name": user.name, "bot": user.bot })
}

pub fn emoji(emoji: &EmojiReactionType) -> String {
    match emoji {
        EmojiReactionType::Unicode { name } => name.clone(),
        EmojiReactionType::Custom { id, name, .. } => format!("{}:{id}", name.as_deref().unwrap_or_default()),
    }
}

pub fn message(message: &Message) -> Value {
    let mut mentions: Vec<String> = message.mentions.iter().map(|one| one.id.to_string()).collect();
    mentions.sort();
    let mut role_mentions: Vec<String> = message.mention_roles.iter().map(ToString::to_string).collect();
    role_mentions.sort();
    let reactions = message.reactions.iter();
    json!({
        "id": message.id,
        "content": message.content,
        "author": user(&message.author),
        "channel_id": message.channel_id,
        "guild_id": message.guild_id,
        "type": message.kind,
        "created_ms": message.id.timestamp(),
        "edited_ms": message.edited_timestamp.map(ms),
        "pinned": message.pinned,
        "tts": message.tts,
        "reply_to": message.reference.as_ref().and_then(|reference| reference.message_id),
        "embeds": message.embeds.iter().map(embed).collect::<Vec<_>>(),
        "attachments": message.attachments.iter().map(attachment).collect::<Vec<_>>(),
        "reactions": reactions
            .map(|one| json!({ "emoji": emoji(&one.emoji), "count": one.count, "me": one.me }))
            .collect::<Vec<_>>(),
        "mentions": mentions,
        "role_mentions": role_mentions,
        "mention_everyone": message.mention_everyone,
        "webhook_id": message.webhook_id,
    })
}

fn embed(embed: &Embed) -> Value {
    let field =
        |name: &str, value: &str, inline: bool| json!({ "name": name, "value": value, "inline": inline });
    json!({
        "title": embed.title,
        "description": embed.description,
        "url": embed.url,
        "color": embed.color,
        "fields": embed.fields.iter().map(|one| field(&one.name, &one.value, one.inline)).collect::<Vec<_>>(),
        "footer": embed.footer.as_ref().map(|footer| &footer.text),
        "author": embed.author.as_ref().map(|author| &author.name),
        "timestamp_ms": embed.timestamp.map(ms),
    })
}

fn attachment(file: &Attachment) -> Value {
    json!({
        "id": file.id,
        "filename": file.filename,
        "size": file.size,
        "content_type": file.content_type,
        "description": file.description,
        "width": file.width,
        "height": file.height,
        "url": file.url,
    })
}

/// A member as the cache has it.
fn cached_member(
    cache: &DefaultInMemoryCache,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Option<Value> {
    let member: CachedMember = cache.member(guild_id, user_id)?.value().clone();
    let user = cache.user(user_id)?.value().clone();
    let moments = (member.joined_at(), member.communication_disabled_until());
    Some(described(cache, guild_id, &user, member.nick(), member.roles(), moments))
}

/// A member as an event or an answer has it.
pub fn member(cache: &DefaultInMemoryCache, guild_id: Id<GuildMarker>, member: &Member) -> Value {
    let moments = (member.joined_at, member.communication_disabled_until);
    described(cache, guild_id, &member.user, member.nick.as_deref(), &member.roles, moments)
}

pub fn described(
    cache: &DefaultInMemoryCache,
    guild_id: Id<GuildMarker>,
    user: &User,
    nick: Option<&str>,
    roles: &[Id<RoleMarker>],
    (joined_at, timeout): (Option<Timestamp>, Option<Timestamp>),
) -> Value {
    let mut roles: Vec<String> = roles.iter().map(ToString::to_string).collect();
    roles.sort();
    let permissions = cache.permissions().root(user.id, guild_id).map_or(0, |permissions| permissions.bits());
    json!({
        "id": user.id,
        "name": user.name,
        "bot": user.bot,
        "guild_id": guild_id,
        "nick": nick,
        "roles": roles,
        "joined_ms": joined_at.map(ms),
        "timeout_ms": timeout.map(ms),
        "permissions": permissions.to_string(),
    })
}

pub fn channel(channel: &Channel) -> Value {
    let mut overwrites: Vec<(String, Value)> = Vec::new();
    for one in channel.permission_overwrites.iter().flatten() {
        let (allow, deny) = (one.allow.bits().to_string(), one.deny.bits().to_string());
        overwrites.push((one.id.to_string(), json!({ "id": one.id, "allow": allow, "deny": deny })));
    }
    overwrites.sort_by(|left, right| left.0.cmp(&right.0));
    json!({
        "id": channel.id,
        "name": channel.name,
        "type": channel.kind,
        "position": channel.position,
        "topic": channel.topic,
        "parent_id": channel.parent_id,
        "nsfw": channel.nsfw,
        "slowmode_s": channel.rate_limit_per_user,
        "overwrites": overwrites.into_iter().map(|(_, one)| one).collect::<Vec<_>>(),
    })
}

pub fn role(role: &Role) -> Value {
    json!({
        "id": role.id,
        "name": role.name,
        "color": role.colors.primary_color,
        "hoist": role.hoist,
        "mentionable": role.mentionable,
        "managed": role.managed,
        "position": role.position,
        "permissions": role.permissions.bits().to_string(),
    })
}

/// A guild as the cache has it.
pub fn guild(cache: &DefaultInMemoryCache, id: Id<GuildMarker>) -> Option<Value> {
    let guild = cache.guild(id)?;
    let (roles, channels, members) =
        (cache.guild_roles(id)?, cache.guild_channels(id)?, cache.guild_members(id)?);
    let mut members: Vec<Id<UserMarker>> = members.iter().copied().collect();
    members.sort();
    Some(json!({
        "id": id,
        "name": guild.name(),
        "owner_id": guild.owner_id(),
        "member_count": guild.member_count(),
        "created_ms": id.timestamp(),
        "large": guild.large(),
        "roles": roles.iter().filter_map(|id| Some(role(&*cache.role(*id)?))).collect::<Vec<_>>(),
        "channels": channels.iter().filter_map(|id| Some(channel(&*cache.channel(*id)?))).collect::<Vec<_>>(),
        "members": members.into_iter().filter_map(|one| cached_member(cache, id, one)).collect::<Vec<_>>(),
    }))
}

pub fn webhook(webhook: &Webhook) -> Value {
    json!({
        "id": webhook.id,
        "name": webhook.name,
        "type": webhook.kind,
        "channel_id": webhook.channel_id,
        "guild_id": webhook.guild_id,
        "user_id": webhook.user.as_ref().map(|user| user.id),
        "has_token": webhook.token.is_some(),
    })
}

/// An interaction with a command.
pub fn used(interaction: &Interaction, name: &str) -> Value {
    json!({
        "name": name,
        "user_id": interaction.author_id(),
        "guild_id": interaction.guild_id,
        "channel_id": interaction.channel.as_ref().map(|channel| channel.id),
        "locale": interaction.locale,
    })
}
