//! What happens, as an ordinary serenity bot hears of it.
//!
//! The library runs each handler in a task of its own. Those that matter in their order speak before they wait.

use serde_json::{Value, json};
use serenity::all::{
    AuditLogEntry, ChannelId, ConnectionStage, Context, CreateAttachment, CreateEmbed, CreateEmbedFooter,
    CreateMessage, EventHandler, Guild, GuildChannel, GuildId, GuildMemberUpdateEvent, Interaction, Member,
    Message, MessageId, MessageUpdateEvent, PartialGuild, Presence, Reaction, ResumedEvent, Role, RoleId,
    ShardStageUpdateEvent, TypingStartEvent, UnavailableGuild, User,
};
use serenity::async_trait;

use crate::lines::event;
use crate::parsed::{channel, member, message, role, user};
use crate::{CONTEXT, commands};

#[derive(Default)]
pub struct Handler;

#[async_trait]
impl EventHandler for Handler {
    async fn cache_ready(&self, context: Context, guilds: Vec<GuildId>) {
        let me = context.cache.current_user().clone();
        let application_id = context.http.application_id().map(|id| id.to_string());
        let _ = CONTEXT.set(context);
        let guilds: Vec<String> = guilds.iter().map(ToString::to_string).collect();
        event("ready", json!({ "user": user(&me), "application_id": application_id, "guilds": guilds }));
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        event("resumed", json!({}));
    }

    async fn shard_stage_update(&self, _: Context, stage: ShardStageUpdateEvent) {
        if stage.old == ConnectionStage::Connected {
            event("disconnected", json!({}));
        }
    }

    async fn message(&self, context: Context, said: Message) {
        event("message", message(&said));
        if said.author.id == context.cache.current_user().id {
            return;
        }
        if let Err(error) = converse(&context, &said).await {
            event("error", json!({ "message": error.to_string() }));
        }
    }

    async fn message_update(
        &self,
        _: Context,
        old: Option<Message>,
        new: Option<Message>,
        update: MessageUpdateEvent,
    ) {
        let data = new.as_ref().map_or_else(
            || json!({ "id": update.id.to_string(), "content": update.content }),
            |new| with(message(new), "before", old.map(|old| old.content)),
        );
        event("message_edited", data);
    }

    async fn message_delete(&self, _: Context, channel_id: ChannelId, id: MessageId, _: Option<GuildId>) {
        event("message_deleted", json!({ "id": id.to_string(), "channel_id": channel_id.to_string() }));
    }

    async fn message_delete_bulk(&self, _: Context, _: ChannelId, ids: Vec<MessageId>, _: Option<GuildId>) {
        let mut ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        ids.sort();
        event("messages_deleted", json!({ "ids": ids }));
    }

    async fn reaction_add(&self, context: Context, reaction: Reaction) {
        event("reaction_added", reacted(&context, &reaction).await);
    }

    async fn reaction_remove(&self, context: Context, reaction: Reaction) {
        event("reaction_removed", reacted(&context, &reaction).await);
    }

    async fn typing_start(&self, _: Context, typing: TypingStartEvent) {
        let (channel_id, user_id) = (typing.channel_id.to_string(), typing.user_id.to_string());
        event("typing", json!({ "channel_id": channel_id, "user_id": user_id }));
    }

    async fn guild_member_addition(&self, context: Context, new: Member) {
        event("member_joined", member(&context.cache, &new));
    }

    async fn guild_member_removal(&self, _: Context, guild_id: GuildId, who: User, _: Option<Member>) {
        event("member_left", with(user(&who), "guild_id", Some(guild_id.to_string())));
    }

    async fn guild_member_update(
        &self,
        context: Context,
        old: Option<Member>,
        new: Option<Member>,
        _: GuildMemberUpdateEvent,
    ) {
        let Some(new) = new else { return };
        event(
            "member_changed",
            with(member(&context.cache, &new), "before_nick", old.and_then(|old| old.nick)),
        );
    }

    async fn guild_ban_addition(&self, _: Context, guild_id: GuildId, who: User) {
        event("banned", with(user(&who), "guild_id", Some(guild_id.to_string())));
    }

    async fn guild_ban_removal(&self, _: Context, guild_id: GuildId, who: User) {
        event("unbanned", with(user(&who), "guild_id", Some(guild_id.to_string())));
    }

    async fn channel_create(&self, _: Context, new: GuildChannel) {
        event("channel_created", channel(&new));
    }

    async fn category_create(&self, _: Context, new: GuildChannel) {
        event("channel_created", channel(&new));
    }

    async fn channel_update(&self, _: Context, _: Option<GuildChannel>, new: GuildChannel) {
        event("channel_changed", channel(&new));
    }

    async fn channel_delete(&self, _: Context, gone: GuildChannel, _: Option<Vec<Message>>) {
        event("channel_deleted", channel(&gone));
    }

    async fn category_delete(&self, _: Context, gone: GuildChannel) {
        event("channel_deleted", channel(&gone));
    }

    async fn guild_role_create(&self, _: Context, new: Role) {
        event("role_created", role(&new));
    }

    async fn guild_role_update(&self, _: Context, old: Option<Role>, new: Role) {
        event("role_changed", with(role(&new), "before_name", old.map(|old| old.name)));
    }

    async fn guild_role_delete(&self, _: Context, _: GuildId, id: RoleId, old: Option<Role>) {
        let data = old.as_ref().map_or_else(|| json!({ "id": id.to_string() }), role);
        event("role_deleted", data);
    }

    async fn guild_create(&self, _: Context, guild: Guild, is_new: Option<bool>) {
        if is_new == Some(true) {
            event("guild_joined", json!({ "id": guild.id.to_string(), "name": guild.name }));
        }
    }

    async fn guild_delete(&self, _: Context, gone: UnavailableGuild, _: Option<Guild>) {
        if !gone.unavailable {
            event("guild_left", json!({ "id": gone.id.to_string() }));
        }
    }

    async fn guild_update(&self, _: Context, old: Option<Guild>, new: PartialGuild) {
        let before_name = old.map(|old| old.name);
        event(
            "guild_changed",
            json!({ "id": new.id.to_string(), "name": new.name, "before_name": before_name }),
        );
    }

    async fn presence_update(&self, _: Context, presence: Presence) {
        let (user_id, status) = (presence.user.id.to_string(), presence.status.name());
        event("presence", json!({ "user_id": user_id, "status": status }));
    }

    async fn guild_audit_log_entry_create(&self, _: Context, entry: AuditLogEntry, _: GuildId) {
        let (action, user_id) = (entry.action.num(), entry.user_id.to_string());
        event("audit_entry", json!({ "action": action, "user_id": user_id, "reason": entry.reason }));
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        if let Err(error) = commands::answer(&context, interaction).await {
            event("error", json!({ "message": error.to_string() }));
        }
    }
}

/// What an ordinary bot says to those who talk to it.
async fn converse(context: &Context, said: &Message) -> serenity::Result<()> {
    match said.content.as_str() {
        "!ping" => {
            said.reply_ping(context, "pong").await?;
        }
        "!card" => {
            let card = CreateEmbed::new()
                .title("A card")
                .description("with **words**")
                .url("https://example.org/")
                .colour(0x336699)
                .field("one", "1", true)
                .field("two", "2", false)
                .footer(CreateEmbedFooter::new("the end"));
            said.channel_id.send_message(context, CreateMessage::new().embed(card)).await?;
        }
        "!file" => {
            let file = CreateAttachment::bytes("déjà vu\n", "note.txt").description("a note");
            let reply = CreateMessage::new().content("here").reference_message(said).add_file(file);
            said.channel_id.send_message(context, reply).await?;
        }
        _ => {}
    }
    Ok(())
}

/// Who reacted to what. The library keeps no count, so a bot that wants it asks for the message.
async fn reacted(context: &Context, reaction: &Reaction) -> Value {
    let found = reaction.message(&context.http).await.ok();
    let of_emoji = found.iter().flat_map(|message| &message.reactions);
    let count = of_emoji.filter(|one| one.reaction_type == reaction.emoji).map(|one| one.count).sum::<u64>();
    json!({
        "emoji": reaction.emoji.to_string(),
        "count": count,
        "user_id": reaction.user_id.map(|id| id.to_string()),
        "message_id": reaction.message_id.to_string(),
    })
}

fn with(mut data: Value, name: &str, value: Option<String>) -> Value {
    data[name] = json!(value);
    data
}
