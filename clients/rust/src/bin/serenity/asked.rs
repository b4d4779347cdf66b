//! What the tests ask the serenity bot for.

use std::time::Duration;

use serde_json::{Value, json};
use serenity::all::{
    ChannelId, ChannelType, Context, CreateAllowedMentions, CreateAttachment, CreateChannel, CreateInvite,
    CreateMessage, CreateWebhook, EditChannel, EditGuild, EditMember, EditMessage, EditRole,
    EditWebhookMessage, ExecuteWebhook, GetMessages, GuildChannel, GuildId, Message, MessageId, OnlineStatus,
    PermissionOverwrite, PermissionOverwriteType, Permissions, ReactionType, RoleId, Timestamp, UserId,
    Webhook,
};

use crate::lines::{Answer, Asked, Refusal};
use crate::parsed::{channel, guild, member, message, role, user, webhook};
use crate::{CONTEXT, commands};

const TOO_MANY_REQUESTS: u16 = 429;
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The library's own rate limiter always speaks to Discord's host, so a bot that has another one waits by itself.
pub async fn answer(asked: Asked) -> Answer {
    loop {
        match once(&asked).await {
            Err(refusal) if refusal.status == TOO_MANY_REQUESTS => tokio::time::sleep(RETRY_AFTER).await,
            other => return other,
        }
    }
}

async fn once(asked: &Asked) -> Answer {
    let context = CONTEXT.get().ok_or_else(|| Refusal::own("not ready yet"))?;
    let asking = Asking { context, asked };
    match asked.call() {
        "register" => Ok(commands::register(context, asking.guild_id()?).await?),
        name if name.contains("webhook") => asking.webhooks().await,
        name if name.contains("role") => asking.roles().await,
        "create_channel"
        | "create_category"
        | "edit_channel"
        | "hide_channel"
        | "show_channel"
        | "move_channel_to_end"
        | "delete_channel"
        | "create_invite" => asking.channels().await,
        "kick" | "ban" | "unban" | "bans" | "time_out" | "end_time_out" | "audit_log" | "rename_member" => {
            asking.moderation().await
        }
        "guild" | "fetch_guild" | "fetch_channels" | "fetch_member" | "search_members" | "set_status"
        | "edit_guild" => asking.guilds().await,
        _ => asking.messages().await,
    }
}

struct Asking<'a> {
    context: &'a Context,
    asked: &'a Asked,
}

fn list<T>(values: &[T], describe: impl Fn(&T) -> Value) -> Answer {
    Ok(values.iter().map(describe).collect())
}

impl Asking<'_> {
    fn unknown(&self) -> Answer {
        Err(Refusal::own(format!("serenity's bot knows no {}", self.asked.call())))
    }

    fn guild_id(&self) -> Result<GuildId, Refusal> {
        self.asked.id("guild_id").map(GuildId::new)
    }

    fn channel_id(&self) -> Result<ChannelId, Refusal> {
        self.asked.id("channel_id").map(ChannelId::new)
    }

    fn user_id(&self) -> Result<UserId, Refusal> {
        self.asked.id("user_id").map(UserId::new)
    }

    fn role_id(&self) -> Result<RoleId, Refusal> {
        self.asked.id("role_id").map(RoleId::new)
    }

    fn message_id(&self) -> Result<MessageId, Refusal> {
        self.asked.id("message_id").map(MessageId::new)
    }

    fn emoji(&self) -> Result<ReactionType, Refusal> {
        Ok(ReactionType::Unicode(self.asked.text("emoji")?.to_owned()))
    }

    fn files(&self) -> impl Iterator<Item = CreateAttachment> + use<> {
        self.asked.files().into_iter().map(|(name, bytes)| CreateAttachment::bytes(bytes, name))
    }

    async fn message(&self) -> Result<Message, Refusal> {
        Ok(self.context.http.get_message(self.channel_id()?, self.message_id()?).await?)
    }

    async fn guilds(&self) -> Answer {
        let Self { context, asked } = *self;
        match asked.call() {
            "guild" => {
                let found = context.cache.guild(self.guild_id()?);
                Ok(guild(&*found.ok_or_else(|| Refusal::own("no such guild"))?))
            }
            "fetch_guild" => {
                let fetched = self.guild_id()?.to_partial_guild_with_counts(context).await?;
                let count = fetched.approximate_member_count;
                let (id, name) = (fetched.id.to_string(), fetched.name);
                Ok(json!({ "id": id, "name": name, "approximate_member_count": count }))
            }
            "fetch_channels" => Ok(self.guild_id()?.channels(context).await?.values().map(channel).collect()),
            "fetch_member" => {
                let found = context.http.get_member(self.guild_id()?, self.user_id()?).await?;
                Ok(member(&context.cache, &found))
            }
            "search_members" => {
                let found = self.guild_id()?.search_members(context, asked.text("query")?, Some(10)).await?;
                list(&found, |one| member(&context.cache, one))
            }
            "set_status" => {
                let status = match asked.text("status")? {
                    "idle" => OnlineStatus::Idle,
                    _ => OnlineStatus::Online,
                };
                context.set_presence(None, status);
                Ok(Value::Null)
            }
            "edit_guild" => {
                let edited =
                    self.guild_id()?.edit(context, EditGuild::new().name(asked.text("name")?)).await?;
                Ok(json!({ "name": edited.name }))
            }
            _ => self.unknown(),
        }
    }

    async fn messages(&self) -> Answer {
        let Self { context, asked } = *self;
        let content = || asked.text("content");
        match asked.call() {
            "send" => {
                let wanted = CreateMessage::new().content(content()?).files(self.files());
                Ok(message(&self.channel_id()?.send_message(context, wanted).await?))
            }
            "send_mentioning_nobody" => {
                let wanted = CreateMessage::new().content(content()?);
                let wanted = wanted.allowed_mentions(CreateAllowedMentions::new());
                Ok(message(&self.channel_id()?.send_message(context, wanted).await?))
            }
            "send_direct" => {
                let conversation = self.user_id()?.create_dm_channel(context).await?;
                Ok(message(&conversation.say(context, content()?).await?))
            }
            "fetch_message" => Ok(message(&self.message().await?)),
            "edit" => {
                let edit = EditMessage::new().content(content()?);
                let (channel_id, id) = (self.channel_id()?, self.message_id()?);
                Ok(message(&channel_id.edit_message(context, id, edit).await?))
            }
            "delete" => Ok(json!(self.channel_id()?.delete_message(context, self.message_id()?).await?)),
            "delete_many" => {
                let ids: Vec<MessageId> = asked.ids("message_ids").into_iter().map(MessageId::new).collect();
                Ok(json!(self.channel_id()?.delete_messages(context, ids).await?))
            }
            "history" => {
                let mut wanted = GetMessages::new().limit(asked.number("limit")? as u8);
                if asked.has("before") {
                    wanted = wanted.before(asked.id("before")?);
                } else if asked.has("after") {
                    wanted = wanted.after(asked.id("after")?);
                } else if asked.has("around") {
                    wanted = wanted.around(asked.id("around")?);
                }
                list(&self.channel_id()?.messages(context, wanted).await?, message)
            }
            "read_attachment" => {
                let bytes = self.message().await?.attachments[0].download().await?;
                Ok(json!(String::from_utf8_lossy(&bytes)))
            }
            "type" => Ok(json!(self.channel_id()?.broadcast_typing(context).await?)),
            _ => self.reactions().await,
        }
    }

    async fn reactions(&self) -> Answer {
        let Self { context, asked } = *self;
        let (channel_id, id) = (self.channel_id()?, asked.id("message_id").map(MessageId::new));
        match asked.call() {
            "react" => Ok(json!(channel_id.create_reaction(context, id?, self.emoji()?).await?)),
            "unreact" => Ok(json!(channel_id.delete_reaction(context, id?, None, self.emoji()?).await?)),
            "reactors" => {
                list(&channel_id.reaction_users(context, id?, self.emoji()?, None, None).await?, user)
            }
            "pin" => Ok(json!(channel_id.pin(context, id?).await?)),
            "unpin" => Ok(json!(channel_id.unpin(context, id?).await?)),
            "pins" => list(&channel_id.pins(context).await?, |one| json!(one.id.to_string())),
            _ => self.unknown(),
        }
    }

    async fn channels(&self) -> Answer {
        let Self { context, asked } = *self;
        let role = || Ok::<_, Refusal>(PermissionOverwriteType::Role(self.role_id()?));
        match asked.call() {
            "create_channel" => {
                let mut wanted = CreateChannel::new(asked.text("name")?).kind(ChannelType::Text);
                if asked.has("topic") {
                    wanted = wanted.topic(asked.text("topic")?);
                }
                if asked.has("parent_id") {
                    wanted = wanted.category(asked.id("parent_id")?);
                }
                Ok(channel(&self.guild_id()?.create_channel(context, wanted).await?))
            }
            "create_category" => {
                let wanted = CreateChannel::new(asked.text("name")?).kind(ChannelType::Category);
                Ok(channel(&self.guild_id()?.create_channel(context, wanted).await?))
            }
            "edit_channel" => {
                let wanted = EditChannel::new().name(asked.text("name")?).topic(asked.text("topic")?);
                let wanted = wanted.rate_limit_per_user(asked.number("slowmode_s")? as u16);
                Ok(channel(&self.channel_id()?.edit(context, wanted).await?))
            }
            "hide_channel" => {
                let (allow, deny) = (Permissions::empty(), Permissions::VIEW_CHANNEL);
                let hidden = PermissionOverwrite { allow, deny, kind: role()? };
                Ok(json!(self.channel_id()?.create_permission(context, hidden).await?))
            }
            "show_channel" => Ok(json!(self.channel_id()?.delete_permission(context, role()?).await?)),
            "move_channel_to_end" => self.move_to_end().await,
            "delete_channel" => {
                let reason = asked.text("reason").ok();
                context.http.delete_channel(self.channel_id()?, reason).await?;
                Ok(Value::Null)
            }
            "create_invite" => {
                let wanted = CreateInvite::new().max_uses(asked.number("max_uses")? as u8).max_age(3600);
                let made = self.channel_id()?.create_invite(context, wanted).await?;
                let guild_id = made.guild.map(|guild| guild.id.to_string());
                Ok(json!({
                    "code": made.code, "max_uses": made.max_uses, "uses": made.uses, "guild_id": guild_id,
                }))
            }
            _ => self.unknown(),
        }
    }

    async fn move_to_end(&self) -> Answer {
        let (id, guild_id) = (self.channel_id()?, self.guild_id()?);
        let channels = guild_id.channels(self.context).await?;
        let is_beside = |one: &&GuildChannel| {
            one.kind == channels[&id].kind && one.parent_id == channels[&id].parent_id && one.id != id
        };
        let mut others: Vec<&GuildChannel> = channels.values().filter(is_beside).collect();
        others.sort_by_key(|one| (one.position, one.id));
        let order = others.iter().map(|one| one.id).chain([id]);
        let positions: Vec<(ChannelId, u64)> = order.zip(0..).collect();
        guild_id.reorder_channels(self.context, positions).await?;
        Ok(Value::Null)
    }

    async fn roles(&self) -> Answer {
        let Self { context, asked } = *self;
        let (guild_id, http) = (self.guild_id()?, &context.http);
        match asked.call() {
            "create_role" => {
                let permissions = Permissions::from_bits_retain(asked.id("permissions")?);
                let wanted =
                    EditRole::new().name(asked.text("name")?).colour(asked.number("color")?).hoist(true);
                Ok(role(&guild_id.create_role(context, wanted.permissions(permissions)).await?))
            }
            "edit_role" => {
                let wanted = EditRole::new().name(asked.text("name")?).mentionable(true);
                Ok(role(&guild_id.edit_role(context, self.role_id()?, wanted).await?))
            }
            "delete_role" => Ok(json!(guild_id.delete_role(context, self.role_id()?).await?)),
            "give_role" => {
                let (user_id, role_id) = (self.user_id()?, self.role_id()?);
                Ok(json!(http.add_member_role(guild_id, user_id, role_id, Some("earned")).await?))
            }
            "take_role" => {
                let (user_id, role_id) = (self.user_id()?, self.role_id()?);
                Ok(json!(http.remove_member_role(guild_id, user_id, role_id, None).await?))
            }
            _ => self.unknown(),
        }
    }

    async fn moderation(&self) -> Answer {
        let Self { context, asked } = *self;
        let guild_id = self.guild_id()?;
        match asked.call() {
            "rename_member" => {
                let renamed = EditMember::new().nickname(asked.text("nick")?);
                guild_id.edit_member(context, self.user_id()?, renamed).await?;
            }
            "kick" => guild_id.kick_with_reason(context, self.user_id()?, asked.text("reason")?).await?,
            "ban" => guild_id.ban_with_reason(context, self.user_id()?, 1, asked.text("reason")?).await?,
            "unban" => guild_id.unban(context, self.user_id()?).await?,
            "bans" => {
                let described =
                    |one: &serenity::all::Ban| json!({ "user": user(&one.user), "reason": one.reason });
                return list(&guild_id.bans(context, None, None).await?, described);
            }
            "time_out" => {
                let seconds = Timestamp::now().unix_timestamp() + 60 * i64::from(asked.number("minutes")?);
                let until = Timestamp::from_unix_timestamp(seconds).map_err(Refusal::own)?;
                let paused = EditMember::new().disable_communication_until_datetime(until);
                guild_id.edit_member(context, self.user_id()?, paused.audit_log_reason("a pause")).await?;
            }
            "end_time_out" => {
                guild_id
                    .edit_member(context, self.user_id()?, EditMember::new().enable_communication())
                    .await?;
            }
            "audit_log" => {
                let limit = asked.number("limit")? as u8;
                let log = guild_id.audit_logs(context, None, None, None, Some(limit)).await?;
                return list(&log.entries, |one| {
                    json!({
                        "action": one.action.num(),
                        "user_id": one.user_id.to_string(),
                        "target_id": one.target_id.map(|id| id.to_string()),
                        "reason": one.reason,
                    })
                });
            }
            _ => return self.unknown(),
        }
        Ok(Value::Null)
    }

    async fn webhook(&self) -> Result<Webhook, Refusal> {
        let id = self.asked.id("webhook_id")?;
        let found =
            self.channel_id()?.webhooks(self.context).await?.into_iter().find(|one| one.id.get() == id);
        found.ok_or_else(|| Refusal::own("no such webhook"))
    }

    async fn webhooks(&self) -> Answer {
        let Self { context, asked } = *self;
        match asked.call() {
            "create_webhook" => {
                let wanted = CreateWebhook::new(asked.text("name")?).audit_log_reason(asked.text("reason")?);
                Ok(webhook(&self.channel_id()?.create_webhook(context, wanted).await?))
            }
            "webhooks" => list(&self.channel_id()?.webhooks(context).await?, webhook),
            "send_by_webhook" => {
                let wanted = ExecuteWebhook::new().content(asked.text("content")?);
                let wanted = wanted.username(asked.text("username")?).files(self.files());
                let sent = self.webhook().await?.execute(context, true, wanted).await?;
                Ok(message(&sent.ok_or_else(|| Refusal::own("no message came back"))?))
            }
            "edit_by_webhook" => {
                let edit = EditWebhookMessage::new().content(asked.text("content")?);
                Ok(message(&self.webhook().await?.edit_message(context, self.message_id()?, edit).await?))
            }
            "delete_by_webhook" => {
                let message_id = self.message_id()?;
                Ok(json!(self.webhook().await?.delete_message(&context.http, None, message_id).await?))
            }
            "delete_webhook" => Ok(json!(self.webhook().await?.delete(context).await?)),
            _ => self.unknown(),
        }
    }
}
