//! `/interactions`, and what is done with an interaction's token.

mod by_http;
mod callback;
mod create;
mod tokens;

use std::sync::Arc;

use parvis_app::clock::{Clock, SystemClock};
use parvis_server::Config;
use parvis_testing::{Answer, Person, Socket, TestServer};
use serde_json::{Value, json};

pub(super) use super::channels::id_of;

/// A guild with its owner, an ordinary member and a bot; member and bot listen.
pub(super) struct Scene {
    pub(super) server: TestServer,
    pub(super) owner: Person,
    pub(super) member: Person,
    pub(super) bot: Person,
    pub(super) guild: String,
    pub(super) channel: String,
    /// What the bot's program is told.
    pub(super) program: Socket,
    /// What the member's client is told.
    pub(super) client: Socket,
}

impl Scene {
    pub(super) async fn set() -> Self {
        Self::with(|_| (), Arc::new(SystemClock)).await
    }

    pub(super) async fn with(change: impl FnOnce(&mut Config), clock: Arc<dyn Clock>) -> Self {
        let server = TestServer::start_with(change, clock).await;
        let (owner, member) = (server.person("olga").await, server.person("marc").await);
        let guild = id_of(&owner.make_guild("Place").await);
        let channel = owner.first_channel(&guild).await;
        owner.bring_in(&channel, &member).await;
        let bot = server.bot(&owner, "Helper").await;
        owner.add_bot(&guild, &bot, 0).await;
        let mut program = Socket::identify(&server, &bot, 1).await;
        program.wait_for("GUILD_CREATE").await;
        let client = Socket::identify(&server, &member, 0).await;
        Self { server, owner, member, bot, guild, channel, program, client }
    }

    /// Registers a command of the bot in the guild.
    pub(super) async fn command(&self, body: Value) -> Value {
        let path = format!("/applications/{}/guilds/{}/commands", self.bot.id, self.guild);
        self.bot.post(&path, body).await.ok()
    }

    /// A command without options.
    pub(super) async fn ping(&self) -> Value {
        self.command(json!({ "name": "ping", "description": "Answers" })).await
    }

    /// What somebody sends to interact in the channel.
    pub(super) fn body(&self, kind: u8, data: Value) -> Value {
        json!({
            "type": kind, "application_id": self.bot.id, "guild_id": self.guild, "channel_id": self.channel,
            "session_id": "s", "nonce": "42", "data": data,
        })
    }

    /// The member uses a command.
    pub(super) async fn uses(&self, command: &Value, options: Value) -> Answer {
        let data = json!({ "id": command["id"], "name": command["name"], "type": 1, "options": options });
        self.member.post("/interactions", self.body(2, data)).await
    }

    /// The member uses a command without options; what the bot gets.
    pub(super) async fn used(&mut self, command: &Value) -> Value {
        self.uses(command, json!([])).await.ok();
        self.program.wait_for("INTERACTION_CREATE").await
    }

    /// The member uses a component of a message.
    pub(super) async fn clicks(&self, message: &Value, data: Value) -> Answer {
        let mut body = self.body(3, data);
        body["message_id"] = message["id"].clone();
        self.member.post("/interactions", body).await
    }

    /// The member presses a button; what the bot gets.
    pub(super) async fn pressed(&mut self, message: &Value, custom_id: &str) -> Value {
        self.clicks(message, json!({ "component_type": 2, "custom_id": custom_id })).await.ok();
        self.program.wait_for("INTERACTION_CREATE").await
    }

    /// The bot's program answers, as nobody in particular.
    pub(super) async fn answers(&self, interaction: &Value, body: Value) -> Answer {
        self.server.anonymous().post(&callback_path(interaction), body).await
    }

    /// The bot sends a message with a button called `go` and a menu called `pick`.
    pub(super) async fn message_with_components(&self) -> Value {
        let body = json!({ "content": "choose", "components": components() });
        self.bot.post(&format!("/channels/{}/messages", self.channel), body).await.ok()
    }

    /// `/webhooks/{application}/{token}` with more behind it.
    pub(super) fn webhook(&self, interaction: &Value, rest: &str) -> String {
        let token = interaction["token"].as_str().expect("a token");
        format!("/webhooks/{}/{token}{rest}", self.bot.id)
    }

    /// What stands in the channel, newest first.
    pub(super) async fn history(&self) -> Vec<Value> {
        let path = format!("/channels/{}/messages", self.channel);
        self.owner.get(&path).await.ok().as_array().cloned().expect("a list")
    }
}

/// A row with a button, a row with a menu, and a button that is switched off.
pub(super) fn components() -> Value {
    json!([
        { "type": 1, "components": [
            { "type": 2, "style": 1, "label": "Go", "custom_id": "go" },
            { "type": 2, "style": 1, "label": "Not yet", "custom_id": "off", "disabled": true },
        ] },
        { "type": 1, "components": [{
            "type": 3, "custom_id": "pick", "min_values": 1, "max_values": 2,
            "options": [{ "label": "A", "value": "a" }, { "label": "B", "value": "b" }],
        }] },
        { "type": 1, "components": [{ "type": 5, "custom_id": "who" }] },
    ])
}

/// Where the first answer goes.
pub(super) fn callback_path(interaction: &Value) -> String {
    let token = interaction["token"].as_str().expect("a token");
    format!("/interactions/{}/{token}/callback", id_of(interaction))
}

/// A first answer by a message.
pub(super) fn says(content: &str) -> Value {
    json!({ "type": 4, "data": { "content": content } })
}

/// The same for one person.
pub(super) fn whispers(content: &str) -> Value {
    json!({ "type": 4, "data": { "content": content, "flags": 64 } })
}
