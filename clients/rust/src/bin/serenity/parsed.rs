//! What serenity parsed, in the words that all bots share.

use serde_json::{Value, json};
use serenity::all::{
    Attachment, Cache, CommandInteraction, Embed, Guild, GuildChannel, Member, Message,
    PermissionOverwriteType, Role, Timestamp, User, Webhook,
};

pub fn ms(moment: Timestamp) -> i64 {
    (moment.unix_timestamp_nanos() / 1_000_000) as i64
}

pub fn user(user: &User) -> Value {
    json!({ "id": user.id.to_string(), "name": user.name, "bot": user.bot })
}

pub fn message(message: &Message) -> Value {
    let mut mentions: Vec<String> = message.mentions.iter().map(|one| one.id.to_string()).collect();
    mentions.sort();
    let mut role_mentions: Vec<String> = message.mention_roles.iter().map(ToString::to_string).collect();
    role_mentions.sort();
    let reactions = message.reactions.iter();
    let reply_to = message.message_reference.as_ref().and_then(|reference| reference.message_id);
    json!({
        "id": message.id.to_string(),
        "content": message.content,
        "author": user(&message.author),
        "channel_id": message.channel_id.to_string(),
        "guild_id": message.guild_id.map(|id| id.to_string()),
        "type": u8::from(message.kind),
        "created_ms": ms(message.id.created_at()),
        "edited_ms": message.edited_timestamp.map(ms),
        "pinned": message.pinned,
        "tts": message.tts,
        "reply_to": reply_to.map(|id| id.to_string()),
        "embeds": message.embeds.iter().map(embed).collect::<Vec<_>>(),
        "attachments": message.attachments.iter().map(attachment).collect::<Vec<_>>(),
        "reactions": reactions
            .map(|one| json!({ "emoji": one.reaction_type.to_string(), "count": one.count, "me": one.me }))
            .collect::<Vec<_>>(),
        "mentions": mentions,
        "role_mentions": role_mentions,
        "mention_everyone": message.mention_everyone,
        "webhook_id": message.webhook_id.map(|id| id.to_string()),
    })
}

fn embed(embed: &Embed) -> Value {
    let field =
        |name: &str, value: &str, inline: bool| json!({ "name": name, "value": value, "inline": inline });
    json!({
        "title": embed.title,
        "description": embed.description,
        "url": embed.url,
        "color": embed.colour.map(|colour| colour.0),
        "fields": embed.fields.iter().map(|one| field(&one.name, &one.value, one.inline)).collect::<Vec<_>>(),
        "footer": embed.footer.as_ref().map(|footer| &footer.text),
        "author": embed.author.as_ref().map(|author| &author.name),
        "timestamp_ms": embed.timestamp.map(ms),
    })
}

fn attachment(file: &Attachment) -> Value {
    json!({
        "id": file.id.to_string(),
        "filename": file.filename,
        "size": file.size,
        "content_type": file.content_type,
        "description": file.description,
        "width": file.width,
        "height": file.height,
        "url": file.url,
    })
}

pub fn member(cache: &Cache, member: &Member) -> Value {
    let permissions = cache.guild(member.guild_id).map(|guild| guild.member_permissions(member));
    in_guild(member, permissions.unwrap_or_default().bits())
}

fn in_guild(member: &Member, permissions: u64) -> Value {
    let mut roles: Vec<String> = member.roles.iter().map(ToString::to_string).collect();
    roles.sort();
    json!({
        "id": member.user.id.to_string(),
        "name": member.user.name,
        "bot": member.user.bot,
        "guild_id": member.guild_id.to_string(),
        "nick": member.nick,
        "roles": roles,
        "joined_ms": member.joined_at.map(ms),
        "timeout_ms": member.communication_disabled_until.map(ms),
        "permissions": permissions.to_string(),
    })
}

pub fn channel(channel: &GuildChannel) -> Value {
    let mut overwrites: Vec<(String, Value)> = Vec::new();
    for one in &channel.permission_overwrites {
        let id = match one.kind {
            PermissionOverwriteType::Member(id) => id.to_string(),
            PermissionOverwriteType::Role(id) => id.to_string(),
            _ => continue,
        };
        let (allow, deny) = (one.allow.bits().to_string(), one.deny.bits().to_string());
        overwrites.push((id.clone(), json!({ "id": id, "allow": allow, "deny": deny })));
    }
    overwrites.sort_by(|left, right| left.0.cmp(&right.0));
    json!({
        "id": channel.id.to_string(),
        "name": channel.name,
        "type": u8::from(channel.kind),
        "position": channel.position,
        "topic": channel.topic,
        "parent_id": channel.parent_id.map(|id| id.to_string()),
        "nsfw": channel.nsfw,
        "slowmode_s": channel.rate_limit_per_user,
        "overwrites": overwrites.into_iter().map(|(_, one)| one).collect::<Vec<_>>(),
    })
}

pub fn role(role: &Role) -> Value {
    json!({
        "id": role.id.to_string(),
        "name": role.name,
        "color": role.colour.0,
        "hoist": role.hoist,
        "mentionable": role.mentionable,
        "managed": role.managed,
        "position": role.position,
        "permissions": role.permissions.bits().to_string(),
    })
}

pub fn guild(guild: &Guild) -> Value {
    let mut members: Vec<&Member> = guild.members.values().collect();
    members.sort_by_key(|member| member.user.id);
    let members = members.into_iter();
    json!({
        "id": guild.id.to_string(),
        "name": guild.name,
        "owner_id": guild.owner_id.to_string(),
        "member_count": guild.member_count,
        "created_ms": ms(guild.id.created_at()),
        "large": guild.large,
        "roles": guild.roles.values().map(role).collect::<Vec<_>>(),
        "channels": guild.channels.values().map(channel).collect::<Vec<_>>(),
        "members": members
            .map(|member| in_guild(member, guild.member_permissions(member).bits()))
            .collect::<Vec<_>>(),
    })
}

pub fn webhook(webhook: &Webhook) -> Value {
    json!({
        "id": webhook.id.to_string(),
        "name": webhook.name,
        "type": u8::from(webhook.kind),
        "channel_id": webhook.channel_id.map(|id| id.to_string()),
        "guild_id": webhook.guild_id.map(|id| id.to_string()),
        "user_id": webhook.user.as_ref().map(|user| user.id.to_string()),
        "has_token": webhook.token.is_some(),
    })
}

/// An interaction with a command.
pub fn used(command: &CommandInteraction) -> Value {
    json!({
        "name": command.data.name,
        "user_id": command.user.id.to_string(),
        "guild_id": command.guild_id.map(|id| id.to_string()),
        "channel_id": command.channel_id.to_string(),
        "locale": command.locale,
    })
}
