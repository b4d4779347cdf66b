//! `/channels`

mod delete;
mod edit;
mod followers;
mod messages;
mod permissions;
mod recipients;
mod thread_members;
mod threads;
mod typing;
mod webhooks;

use parvis_testing::{Person, TestServer};

/// A guild with its owner and one ordinary member, and its first text channel.
pub(in crate::routes) struct Scene {
    pub(in crate::routes) server: TestServer,
    pub(in crate::routes) owner: Person,
    pub(in crate::routes) member: Person,
    pub(in crate::routes) guild: String,
    pub(in crate::routes) channel: String,
}

impl Scene {
    pub(in crate::routes) async fn set() -> Self {
        Self::on(TestServer::start().await).await
    }

    pub(in crate::routes) async fn on(server: TestServer) -> Self {
        let (owner, member) = (server.person("olga").await, server.person("marc").await);
        let guild = owner.make_guild("Place").await["id"].as_str().expect("an id").to_owned();
        let channel = owner.first_channel(&guild).await;
        owner.bring_in(&channel, &member).await;
        Self { server, owner, member, guild, channel }
    }

    /// `/channels/{the channel}` with more behind it.
    pub(in crate::routes) fn at(&self, rest: &str) -> String {
        format!("/channels/{}{rest}", self.channel)
    }

    /// The id of a new message of somebody.
    pub(in crate::routes) async fn said(&self, person: &Person, content: &str) -> String {
        id_of(&person.say(&self.channel, content).await)
    }
}

/// The id of an object.
pub(in crate::routes) fn id_of(object: &serde_json::Value) -> String {
    object["id"].as_str().expect("an object with an id").to_owned()
}
