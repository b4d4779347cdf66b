//! What happens, as an ordinary twilight bot hears of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};
use twilight_gateway::{Event, EventTypeFlags, Shard, StreamExt as _};
use twilight_model::channel::message::Message;
use twilight_model::gateway::GatewayReaction;
use twilight_model::gateway::payload::incoming::MemberUpdate;
use twilight_model::http::attachment::Attachment;
use twilight_model::id::Id;
use twilight_model::id::marker::GuildMarker;
use twilight_util::builder::embed::{EmbedBuilder, EmbedFieldBuilder, EmbedFooterBuilder};

use crate::lines::{Refusal, event};
use crate::parsed::{channel, described, emoji, member, message, role, user};
use crate::{Bot, commands, one};

/// Says what comes until the connection ends for good.
pub async fn listen(bot: Arc<Bot>, mut shard: Shard) {
    let mut missing: Option<BTreeSet<Id<GuildMarker>>> = None;
    while let Some(item) = shard.next_event(EventTypeFlags::all()).await {
        let happened = match item {
            Ok(happened) => happened,
            Err(error) => {
                eprintln!("{error}: {:?}", std::error::Error::source(&error));
                continue;
            }
        };
        // What was there before is gone from the cache once it has taken the event in.
        let before = before(&bot, &happened);
        bot.cache.update(&happened);
        match &happened {
            Event::Ready(ready) => missing = Some(ready.guilds.iter().map(|guild| guild.id).collect()),
            Event::GuildCreate(guild) => {
                let awaited = missing.as_mut().is_some_and(|missing| missing.remove(&guild.id()));
                if missing.as_ref().is_some_and(BTreeSet::is_empty) && awaited {
                    say_ready(&bot);
                } else if !awaited {
                    let name = bot.cache.guild(guild.id()).map(|guild| guild.name().to_owned());
                    event("guild_joined", json!({ "id": guild.id(), "name": name }));
                }
            }
            _ => say(&bot, &happened, before),
        }
        react(&bot, happened);
    }
}

fn say_ready(bot: &Bot) {
    let Some(me) = bot.cache.current_user() else { return };
    let guilds: Vec<_> = bot.cache.iter().guilds().map(|guild| *guild.key()).collect();
    let me = json!({ "id": me.id, "name": me.name, "bot": me.bot });
    event("ready", json!({ "user": me, "application_id": bot.application_id, "guilds": guilds }));
}

/// What the bot knew of what an event changes.
fn before(bot: &Bot, happened: &Event) -> Value {
    match happened {
        Event::MessageUpdate(update) => {
            json!(bot.cache.message(update.id).map(|old| old.content().to_owned()))
        }
        Event::MemberUpdate(update) => {
            let old = bot.cache.member(update.guild_id, update.user.id);
            json!(old.and_then(|old| old.nick().map(str::to_owned)))
        }
        Event::RoleUpdate(update) => json!(bot.cache.role(update.role.id).map(|old| old.name.clone())),
        Event::RoleDelete(gone) => {
            bot.cache.role(gone.role_id).map_or(json!({ "id": gone.role_id }), |old| role(&old))
        }
        Event::GuildUpdate(update) => json!(bot.cache.guild(update.id).map(|old| old.name().to_owned())),
        _ => Value::Null,
    }
}

fn say(bot: &Bot, happened: &Event, before: Value) {
    match happened {
        Event::Resumed => event("resumed", json!({})),
        Event::GatewayClose(_) => event("disconnected", json!({})),
        Event::MessageCreate(said) => event("message", message(said)),
        Event::MessageUpdate(edited) => event("message_edited", with(message(edited), "before", before)),
        Event::MessageDelete(gone) => {
            event("message_deleted", json!({ "id": gone.id, "channel_id": gone.channel_id }));
        }
        Event::MessageDeleteBulk(gone) => {
            let mut ids: Vec<String> = gone.ids.iter().map(ToString::to_string).collect();
            ids.sort();
            event("messages_deleted", json!({ "ids": ids }));
        }
        Event::TypingStart(typing) => {
            event("typing", json!({ "channel_id": typing.channel_id, "user_id": typing.user_id }));
        }
        Event::ChannelCreate(new) => event("channel_created", channel(new)),
        Event::ChannelUpdate(new) => event("channel_changed", channel(new)),
        Event::ChannelDelete(gone) => event("channel_deleted", channel(gone)),
        Event::RoleCreate(new) => event("role_created", role(&new.role)),
        Event::RoleUpdate(new) => event("role_changed", with(role(&new.role), "before_name", before)),
        Event::RoleDelete(_) => event("role_deleted", before),
        Event::GuildUpdate(new) => {
            event("guild_changed", json!({ "id": new.id, "name": new.name, "before_name": before }));
        }
        Event::GuildDelete(gone) if gone.unavailable != Some(true) => {
            event("guild_left", json!({ "id": gone.id }));
        }
        Event::GuildAuditLogEntryCreate(entry) => {
            let (action, user_id) = (entry.action_type, entry.user_id);
            event("audit_entry", json!({ "action": action, "user_id": user_id, "reason": entry.reason }));
        }
        _ => say_of_members(bot, happened, before),
    }
}

fn say_of_members(bot: &Bot, happened: &Event, before: Value) {
    match happened {
        Event::MemberAdd(new) => event("member_joined", member(&bot.cache, new.guild_id, &new.member)),
        Event::MemberRemove(gone) => {
            event("member_left", with(user(&gone.user), "guild_id", json!(gone.guild_id)));
        }
        Event::MemberUpdate(new) => event("member_changed", with(changed(bot, new), "before_nick", before)),
        Event::BanAdd(ban) => event("banned", with(user(&ban.user), "guild_id", json!(ban.guild_id))),
        Event::BanRemove(ban) => event("unbanned", with(user(&ban.user), "guild_id", json!(ban.guild_id))),
        Event::PresenceUpdate(presence) => {
            event("presence", json!({ "user_id": presence.user.id(), "status": presence.status }));
        }
        _ => {}
    }
}

fn changed(bot: &Bot, new: &MemberUpdate) -> Value {
    let moments = (new.joined_at, new.communication_disabled_until);
    described(&bot.cache, new.guild_id, &new.user, new.nick.as_deref(), &new.roles, moments)
}

/// What the bot does about it, beside the next events.
fn react(bot: &Arc<Bot>, happened: Event) {
    let bot = bot.clone();
    tokio::spawn(async move {
        let done = match happened {
            Event::MessageCreate(said) => converse(&bot, &said).await,
            Event::ReactionAdd(reaction) => say_reaction(&bot, "reaction_added", &reaction).await,
            Event::ReactionRemove(reaction) => say_reaction(&bot, "reaction_removed", &reaction).await,
            Event::InteractionCreate(interaction) => commands::answer(&bot, &interaction).await,
            _ => Ok(()),
        };
        if let Err(refusal) = done {
            event("error", json!({ "message": refusal.message }));
        }
    });
}

/// What an ordinary bot says to those who talk to it.
async fn converse(bot: &Bot, said: &Message) -> Result<(), Refusal> {
    if bot.cache.current_user().is_some_and(|me| me.id == said.author.id) {
        return Ok(());
    }
    let answer = bot.http.create_message(said.channel_id);
    match said.content.as_str() {
        "!ping" => {
            one(answer.content("pong").reply(said.id)).await?;
        }
        "!card" => {
            let card = EmbedBuilder::new()
                .title("A card")
                .description("with **words**")
                .url("https://example.org/")
                .color(0x336699)
                .field(EmbedFieldBuilder::new("one", "1").inline())
                .field(EmbedFieldBuilder::new("two", "2"))
                .footer(EmbedFooterBuilder::new("the end"));
            one(answer.embeds(&[card.build()])).await?;
        }
        "!file" => {
            let mut file = Attachment::from_bytes("note.txt".to_owned(), "déjà vu\n".into(), 0);
            file.description("a note".to_owned());
            one(answer.content("here").reply(said.id).attachments(&[file])).await?;
        }
        _ => {}
    }
    Ok(())
}

/// Who reacted to what. The event has no count, so a bot that wants it asks for the message.
async fn say_reaction(bot: &Bot, name: &str, reaction: &GatewayReaction) -> Result<(), Refusal> {
    let found = one(bot.http.message(reaction.channel_id, reaction.message_id)).await?;
    let count: u64 =
        found.reactions.iter().filter(|one| one.emoji == reaction.emoji).map(|one| one.count).sum();
    let (user_id, message_id) = (reaction.user_id, reaction.message_id);
    let emoji = emoji(&reaction.emoji);
    event(name, json!({ "emoji": emoji, "count": count, "user_id": user_id, "message_id": message_id }));
    Ok(())
}

fn with(mut data: Value, name: &str, value: Value) -> Value {
    data[name] = value;
    data
}
