//! What the tests ask the twilight bot for.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use twilight_http::request::AuditLogReason as _;
use twilight_http::request::channel::reaction::RequestReactionType;
use twilight_http::response::Response;
use twilight_http::response::marker::EmptyBody;
use twilight_model::channel::message::{AllowedMentions, Message};
use twilight_model::channel::{Channel, ChannelType, Webhook};
use twilight_model::gateway::payload::outgoing::UpdatePresence;
use twilight_model::gateway::presence::{Activity, ActivityType, MinimalActivity, Status};
use twilight_model::guild::{Permissions, RoleColors};
use twilight_model::http::attachment::Attachment;
use twilight_model::http::channel_position::Position;
use twilight_model::http::permission_overwrite::{PermissionOverwrite, PermissionOverwriteType};
use twilight_model::id::Id;
use twilight_model::id::marker::{ChannelMarker, GuildMarker, MessageMarker, RoleMarker, UserMarker};
use twilight_model::util::Timestamp;

use crate::lines::{Answer, Asked, Refusal};
use crate::parsed::{channel, guild, member, message, role, user, webhook};
use crate::{Bot, commands, many, one};

pub async fn answer(bot: Arc<Bot>, asked: Asked) -> Answer {
    let asking = Asking { bot: &bot, asked: &asked };
    match asked.call() {
        "register" => commands::register(&bot, asking.guild_id()?).await,
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

#[derive(Clone, Copy)]
struct Asking<'a> {
    bot: &'a Bot,
    asked: &'a Asked,
}

fn list<T>(values: &[T], describe: impl Fn(&T) -> Value) -> Answer {
    Ok(values.iter().map(describe).collect())
}

async fn nothing(
    request: impl IntoFuture<Output = Result<Response<EmptyBody>, twilight_http::Error>>,
) -> Answer {
    request.await?;
    Ok(Value::Null)
}

impl Asking<'_> {
    fn unknown(&self) -> Answer {
        Err(Refusal::own(format!("twilight's bot knows no {}", self.asked.call())))
    }

    fn id<T>(&self, name: &str) -> Result<Id<T>, Refusal> {
        Id::new_checked(self.asked.id(name)?).ok_or_else(|| Refusal::own(format!("{name} is zero")))
    }

    fn guild_id(&self) -> Result<Id<GuildMarker>, Refusal> {
        self.id("guild_id")
    }

    fn channel_id(&self) -> Result<Id<ChannelMarker>, Refusal> {
        self.id("channel_id")
    }

    fn user_id(&self) -> Result<Id<UserMarker>, Refusal> {
        self.id("user_id")
    }

    fn role_id(&self) -> Result<Id<RoleMarker>, Refusal> {
        self.id("role_id")
    }

    fn message_id(&self) -> Result<Id<MessageMarker>, Refusal> {
        self.id("message_id")
    }

    fn emoji(&self) -> Result<RequestReactionType<'_>, Refusal> {
        Ok(RequestReactionType::Unicode { name: self.asked.text("emoji")? })
    }

    fn files(&self) -> Vec<Attachment> {
        let files = self.asked.files().into_iter().zip(0..);
        files.map(|((name, bytes), number)| Attachment::from_bytes(name, bytes, number)).collect()
    }

    async fn message(&self) -> Result<Message, Refusal> {
        one(self.bot.http.message(self.channel_id()?, self.message_id()?)).await
    }

    async fn guilds(&self) -> Answer {
        let (Self { bot, asked }, guild_id) = (*self, self.guild_id());
        match asked.call() {
            "guild" => guild(&bot.cache, guild_id?).ok_or_else(|| Refusal::own("no such guild")),
            "fetch_guild" => {
                let fetched = one(bot.http.guild(guild_id?).with_counts(true)).await?;
                let count = fetched.approximate_member_count;
                Ok(json!({ "id": fetched.id, "name": fetched.name, "approximate_member_count": count }))
            }
            "fetch_channels" => list(&many(bot.http.guild_channels(guild_id?)).await?, channel),
            "fetch_member" => {
                let guild_id = guild_id?;
                let found = one(bot.http.guild_member(guild_id, self.user_id()?)).await?;
                Ok(member(&bot.cache, guild_id, &found))
            }
            "search_members" => {
                let guild_id = guild_id?;
                let found = bot.http.search_guild_members(guild_id, asked.text("query")?).limit(10);
                list(&many(found).await?, |one| member(&bot.cache, guild_id, one))
            }
            "set_status" => {
                let status = if asked.text("status")? == "idle" { Status::Idle } else { Status::Online };
                let minimal =
                    MinimalActivity { kind: ActivityType::Playing, name: "chess".to_owned(), url: None };
                let update = UpdatePresence::new([Activity::from(minimal)], false, None, status);
                let update = update.map_err(Refusal::own)?;
                bot.sender.command(&update).map_err(Refusal::own)?;
                Ok(Value::Null)
            }
            "edit_guild" => {
                let edited = one(bot.http.update_guild(guild_id?).name(asked.text("name")?)).await?;
                Ok(json!({ "name": edited.name }))
            }
            _ => self.unknown(),
        }
    }

    async fn messages(&self) -> Answer {
        let Self { bot: Bot { http, .. }, asked } = *self;
        let content = || asked.text("content");
        match asked.call() {
            "send" => {
                let files = self.files();
                let wanted = http.create_message(self.channel_id()?).attachments(&files);
                let content = content()?;
                // An empty text would be refused by the library itself.
                let wanted = if content.is_empty() { wanted } else { wanted.content(content) };
                Ok(message(&one(wanted).await?))
            }
            "send_mentioning_nobody" => {
                let nobody = AllowedMentions::default();
                let wanted = http.create_message(self.channel_id()?).content(content()?);
                Ok(message(&one(wanted.allowed_mentions(Some(&nobody))).await?))
            }
            "send_direct" => {
                let conversation = one(http.create_private_channel(self.user_id()?)).await?;
                Ok(message(&one(http.create_message(conversation.id).content(content()?)).await?))
            }
            "fetch_message" => Ok(message(&self.message().await?)),
            "edit" => {
                let edit = http.update_message(self.channel_id()?, self.message_id()?);
                Ok(message(&one(edit.content(Some(content()?))).await?))
            }
            "delete" => nothing(http.delete_message(self.channel_id()?, self.message_id()?)).await,
            "delete_many" => {
                let ids: Vec<_> = asked.ids("message_ids").into_iter().filter_map(Id::new_checked).collect();
                nothing(http.delete_messages(self.channel_id()?, &ids)).await
            }
            "history" => {
                let wanted = http.channel_messages(self.channel_id()?).limit(asked.number("limit")? as u16);
                let found = if asked.has("before") {
                    many(wanted.before(self.id("before")?)).await?
                } else if asked.has("after") {
                    many(wanted.after(self.id("after")?)).await?
                } else if asked.has("around") {
                    many(wanted.around(self.id("around")?)).await?
                } else {
                    many(wanted).await?
                };
                list(&found, message)
            }
            "read_attachment" => {
                let url = self.message().await?.attachments.swap_remove(0).url;
                let answer = reqwest::get(url).await.and_then(reqwest::Response::error_for_status);
                let text = answer.map_err(Refusal::own)?.text().await;
                Ok(json!(text.map_err(Refusal::own)?))
            }
            "type" => nothing(http.create_typing_trigger(self.channel_id()?)).await,
            _ => self.reactions().await,
        }
    }

    async fn reactions(&self) -> Answer {
        let Self { bot: Bot { http, .. }, asked } = *self;
        let (channel_id, id) = (self.channel_id()?, self.message_id());
        match asked.call() {
            "react" => nothing(http.create_reaction(channel_id, id?, &self.emoji()?)).await,
            "unreact" => nothing(http.delete_current_user_reaction(channel_id, id?, &self.emoji()?)).await,
            "reactors" => list(&many(http.reactions(channel_id, id?, &self.emoji()?)).await?, user),
            "pin" => nothing(http.create_pin(channel_id, id?)).await,
            "unpin" => nothing(http.delete_pin(channel_id, id?)).await,
            "pins" => list(&one(http.pins(channel_id)).await?.items, |one| json!(one.message.id)),
            _ => self.unknown(),
        }
    }

    async fn channels(&self) -> Answer {
        let Self { bot: Bot { http, .. }, asked } = *self;
        match asked.call() {
            "create_channel" => {
                let mut wanted = http.create_guild_channel(self.guild_id()?, asked.text("name")?);
                wanted = wanted.kind(ChannelType::GuildText);
                if asked.has("topic") {
                    wanted = wanted.topic(asked.text("topic")?);
                }
                if asked.has("parent_id") {
                    wanted = wanted.parent_id(self.id("parent_id")?);
                }
                Ok(channel(&one(wanted).await?))
            }
            "create_category" => {
                let wanted = http.create_guild_channel(self.guild_id()?, asked.text("name")?);
                Ok(channel(&one(wanted.kind(ChannelType::GuildCategory)).await?))
            }
            "edit_channel" => {
                let wanted = http.update_channel(self.channel_id()?).name(asked.text("name")?);
                let slowmode_s = asked.number("slowmode_s")? as u16;
                let wanted = wanted.topic(asked.text("topic")?).rate_limit_per_user(slowmode_s);
                Ok(channel(&one(wanted).await?))
            }
            "hide_channel" => {
                let (id, kind) = (self.role_id()?.cast(), PermissionOverwriteType::Role);
                let hidden =
                    PermissionOverwrite { allow: None, deny: Some(Permissions::VIEW_CHANNEL), id, kind };
                let request = http.update_channel_permission(self.channel_id()?, &hidden);
                nothing(request.reason("only some may see it")).await
            }
            "show_channel" => {
                nothing(http.delete_channel_permission(self.channel_id()?).role(self.role_id()?)).await
            }
            "move_channel_to_end" => self.move_to_end().await,
            "delete_channel" => {
                let wanted = http.delete_channel(self.channel_id()?);
                match asked.text("reason") {
                    Ok(reason) => wanted.reason(reason).await?,
                    Err(_) => wanted.await?,
                };
                Ok(Value::Null)
            }
            "create_invite" => {
                let wanted = http.create_invite(self.channel_id()?).max_age(3600);
                let made = one(wanted.max_uses(asked.number("max_uses")? as u16)).await?;
                let guild_id = made.guild.map(|guild| guild.id);
                Ok(json!({
                    "code": made.code, "max_uses": made.max_uses, "uses": made.uses, "guild_id": guild_id,
                }))
            }
            _ => self.unknown(),
        }
    }

    async fn move_to_end(&self) -> Answer {
        let (id, guild_id) = (self.channel_id()?, self.guild_id()?);
        let channels = many(self.bot.http.guild_channels(guild_id)).await?;
        let moved =
            channels.iter().find(|one| one.id == id).ok_or_else(|| Refusal::own("no such channel"))?;
        let is_beside =
            |one: &&Channel| one.kind == moved.kind && one.parent_id == moved.parent_id && one.id != id;
        let mut others: Vec<&Channel> = channels.iter().filter(is_beside).collect();
        others.sort_by_key(|one| (one.position, one.id));
        let order = others.iter().map(|one| one.id).chain([id]);
        let positions: Vec<Position> = order.zip(0..).map(Position::from).collect();
        nothing(self.bot.http.update_guild_channel_positions(guild_id, &positions)).await
    }

    async fn roles(&self) -> Answer {
        let (Self { bot: Bot { http, .. }, asked }, guild_id) = (*self, self.guild_id()?);
        match asked.call() {
            "create_role" => {
                let permissions = Permissions::from_bits_retain(asked.id("permissions")?);
                let colors = RoleColors {
                    primary_color: asked.number("color")?,
                    secondary_color: None,
                    tertiary_color: None,
                };
                let wanted = http.create_role(guild_id).name(asked.text("name")?).colors(colors).hoist(true);
                Ok(role(&one(wanted.permissions(permissions)).await?))
            }
            "edit_role" => {
                let wanted = http.update_role(guild_id, self.role_id()?).name(Some(asked.text("name")?));
                Ok(role(&one(wanted.mentionable(true)).await?))
            }
            "delete_role" => nothing(http.delete_role(guild_id, self.role_id()?)).await,
            "give_role" => {
                let wanted = http.add_guild_member_role(guild_id, self.user_id()?, self.role_id()?);
                nothing(wanted.reason("earned")).await
            }
            "take_role" => {
                nothing(http.remove_guild_member_role(guild_id, self.user_id()?, self.role_id()?)).await
            }
            _ => self.unknown(),
        }
    }

    async fn moderation(&self) -> Answer {
        let (Self { bot: Bot { http, .. }, asked }, guild_id) = (*self, self.guild_id()?);
        let reason = || asked.text("reason");
        let member = || Ok::<_, Refusal>(http.update_guild_member(guild_id, self.user_id()?));
        match asked.call() {
            "rename_member" => {
                member()?.nick(Some(asked.text("nick")?)).await?;
            }
            "kick" => {
                return nothing(http.remove_guild_member(guild_id, self.user_id()?).reason(reason()?)).await;
            }
            "ban" => {
                let ban = http.create_ban(guild_id, self.user_id()?).delete_message_seconds(3600);
                return nothing(ban.reason(reason()?)).await;
            }
            "unban" => return nothing(http.delete_ban(guild_id, self.user_id()?)).await,
            "bans" => {
                let bans = many(http.bans(guild_id)).await?;
                return list(&bans, |one| json!({ "user": user(&one.user), "reason": one.reason }));
            }
            "time_out" => {
                let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(Refusal::own)?;
                let seconds = now.as_secs() as i64 + 60 * i64::from(asked.number("minutes")?);
                let until = Timestamp::from_secs(seconds).map_err(Refusal::own)?;
                member()?.communication_disabled_until(Some(until)).reason("a pause").await?;
            }
            "end_time_out" => {
                member()?.communication_disabled_until(None).await?;
            }
            "audit_log" => {
                let log = one(http.audit_log(guild_id).limit(asked.number("limit")? as u16)).await?;
                return list(&log.entries, |one| {
                    json!({
                        "action": one.action_type,
                        "user_id": one.user_id,
                        "target_id": one.target_id,
                        "reason": one.reason,
                    })
                });
            }
            _ => return self.unknown(),
        }
        Ok(Value::Null)
    }

    /// The webhook with its token.
    async fn webhook(&self) -> Result<(Webhook, String), Refusal> {
        let id = self.id("webhook_id")?;
        let all = many(self.bot.http.channel_webhooks(self.channel_id()?)).await?;
        let found =
            all.into_iter().find(|one| one.id == id).ok_or_else(|| Refusal::own("no such webhook"))?;
        let token = found.token.clone().ok_or_else(|| Refusal::own("a webhook without token"))?;
        Ok((found, token))
    }

    async fn webhooks(&self) -> Answer {
        let Self { bot: Bot { http, .. }, asked } = *self;
        match asked.call() {
            "create_webhook" => {
                let wanted = http.create_webhook(self.channel_id()?, asked.text("name")?);
                return Ok(webhook(&one(wanted.reason(asked.text("reason")?)).await?));
            }
            "webhooks" => return list(&many(http.channel_webhooks(self.channel_id()?)).await?, webhook),
            _ => {}
        }
        let (found, token) = self.webhook().await?;
        match asked.call() {
            "send_by_webhook" => {
                let files = self.files();
                let wanted = http.execute_webhook(found.id, &token).content(asked.text("content")?);
                let wanted = wanted.username(asked.text("username")?).attachments(&files).wait();
                Ok(message(&one(wanted).await?))
            }
            "edit_by_webhook" => {
                let edit = http.update_webhook_message(found.id, &token, self.message_id()?);
                Ok(message(&one(edit.content(Some(asked.text("content")?))).await?))
            }
            "delete_by_webhook" => {
                nothing(http.delete_webhook_message(found.id, &token, self.message_id()?)).await
            }
            "delete_webhook" => nothing(http.delete_webhook(found.id)).await,
            _ => self.unknown(),
        }
    }
}
