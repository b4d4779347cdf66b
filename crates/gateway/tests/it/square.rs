//! The guild in which the tests of the gateway play: an owner, a bot with every intent, and a channel.

use parvis_app::{App, Lane};
use parvis_bus::Audience;
use parvis_model::event::{MessageCreate, TypingStart};
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{
    ApplicationFlags, Channel, ChannelType, Event, Id, Message, Overwrite, OverwriteType, Permissions,
    Timestamp,
};
use parvis_testing::TestServer;
use parvis_testing::seed::{self, Seeded};
use serde_json::{Value, json};

use crate::client::GatewayClient;

/// Every intent that exists.
pub const EVERYTHING: u64 = parvis_model::Intents::ALL.0 as u64;

/// A running server with a guild.
pub struct Square {
    pub server: TestServer,
    pub owner: Seeded,
    pub bot: Seeded,
    pub guild_id: Id<GuildMarker>,
    pub channel_id: Id<ChannelMarker>,
}

impl Square {
    pub async fn open() -> Self {
        let server = TestServer::start().await;
        let app = server.app();
        let owner = seed::accounts(app, "owner", 1, None).await.remove(0);
        let bot = seed::accounts(app, "bot", 1, Some(ApplicationFlags::ALL)).await.remove(0);
        let everyone = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
        let guild_id = seed::guild(app, &owner, everyone).await;
        let channel_id = seed::channel(app, guild_id, "general", Vec::new()).await;
        seed::join(app, guild_id, std::slice::from_ref(&bot)).await;
        Self { server, owner, bot, guild_id, channel_id }
    }

    pub fn app(&self) -> &App {
        self.server.app()
    }

    pub fn url(&self) -> String {
        self.server.gateway_url()
    }

    /// A bot's session with these intents, its GUILD_CREATE received.
    pub async fn listen(&self, bot: &Seeded, intents: u64) -> (GatewayClient, Value) {
        let identify = json!({ "token": bot.token, "intents": intents });
        let (mut client, _) = GatewayClient::identified(&self.url(), identify).await;
        let guild = client.event("GUILD_CREATE").await;
        (client, guild)
    }

    /// The message that `author` would have sent, told as the app tells it.
    pub async fn say(&self, author: &Seeded, channel_id: Id<ChannelMarker>, content: &str) {
        self.tell(channel_id, self.message(author, channel_id, content)).await;
    }

    /// Hides a channel from everybody but the owner.
    pub async fn hide(&self, channel_id: Id<ChannelMarker>) {
        let guild_id = self.guild_id;
        let guild = self.app().live.cached_guild(guild_id).expect("a guild in memory");
        let mut channel = Channel::clone(guild.channel(channel_id).expect("a channel of the guild"));
        channel.permission_overwrites.push(Overwrite {
            id: guild_id.cast(),
            kind: OverwriteType::ROLE,
            allow: Permissions::NONE,
            deny: Permissions::VIEW_CHANNEL,
        });
        let hidden = self.app().write(Lane::of(guild_id), move |tx, out| {
            parvis_store::tables::channels::update(tx, &channel)?;
            out.publish(Audience::Channel { guild_id, channel_id }, Event::ChannelUpdate(Box::new(channel)));
            Ok(())
        });
        hidden.await.expect("hidden");
    }

    /// A message that nobody has sent yet.
    pub fn message(&self, author: &Seeded, channel_id: Id<ChannelMarker>, content: &str) -> Message {
        let sent_at = Timestamp::from_unix_ms(self.app().now_ms());
        let mut message = Message::new(self.app().ids.next(), channel_id, author.user.clone(), sent_at);
        message.content = content.to_owned();
        message
    }

    pub async fn tell(&self, channel_id: Id<ChannelMarker>, message: Message) {
        let guild_id = self.guild_id;
        let event = MessageCreate::in_guild(message, guild_id, None, ChannelType::GUILD_TEXT);
        let told = self.app().write(Lane::of(guild_id), move |_, out| {
            out.publish(Audience::Channel { guild_id, channel_id }, Event::MessageCreate(Box::new(event)));
            Ok(())
        });
        told.await.expect("told");
    }

    pub fn type_in_passing(&self, author: &Seeded) {
        let typing = TypingStart {
            channel_id: self.channel_id,
            guild_id: Some(self.guild_id),
            user_id: author.id(),
            timestamp: 0,
            member: None,
        };
        let audience = Audience::Channel { guild_id: self.guild_id, channel_id: self.channel_id };
        self.app().tell_in_passing(audience, Event::TypingStart(Box::new(typing)));
    }
}
