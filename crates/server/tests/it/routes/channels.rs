//! `/channels`

mod delete;
mod edit;
mod messages;
mod permissions;
mod recipients;
mod typing;

use parvis_testing::{Person, TestServer};

/// A guild with its owner and one ordinary member, and its first text channel.
pub(super) struct Scene {
    pub(super) server: TestServer,
    pub(super) owner: Person,
    pub(super) member: Person,
    pub(super) guild: String,
    pub(super) channel: String,
}

impl Scene {
    pub(super) async fn set() -> Self {
        Self::on(TestServer::start().await).await
    }

    pub(super) async fn on(server: TestServer) -> Self {
        let (owner, member) = (server.person("olga").await, server.person("marc").await);
        let guild = owner.make_guild("Place").await["id"].as_str().expect("an id").to_owned();
        let channel = owner.first_channel(&guild).await;
        owner.bring_in(&channel, &member).await;
        Self { server, owner, member, guild, channel }
    }

    /// `/channels/{the channel}` with more behind it.
    pub(super) fn at(&self, rest: &str) -> String {
        format!("/channels/{}{rest}", self.channel)
    }

    /// The id of a new message of somebody.
    pub(super) async fn said(&self, person: &Person, content: &str) -> String {
        id_of(&person.say(&self.channel, content).await)
    }
}

/// The id of an object.
pub(super) fn id_of(object: &serde_json::Value) -> String {
    object["id"].as_str().expect("an object with an id").to_owned()
}
