//! `/webhooks`

mod execute;
mod github;
mod manage;
mod messages;
mod slack;
mod threads;

use parvis_testing::{Answer, Person};
use serde_json::{Value, json};

use super::channels::{Scene, id_of};

/// A webhook of the scene's channel, and a way to use it without any account.
pub(super) struct Hook {
    pub(super) scene: Scene,
    pub(super) id: String,
    pub(super) token: String,
    pub(super) nobody: Person,
}

impl Hook {
    pub(super) async fn set() -> Self {
        Self::on(Scene::set().await).await
    }

    pub(super) async fn on(scene: Scene) -> Self {
        let made = scene.owner.post(&scene.at("/webhooks"), json!({ "name": "Agenda" })).await.ok();
        let token = made["token"].as_str().expect("a secret").to_owned();
        let nobody = scene.server.anonymous();
        Self { id: id_of(&made), token, nobody, scene }
    }

    /// `/webhooks/{id}/{token}` with more behind it.
    pub(super) fn at(&self, rest: &str) -> String {
        format!("/webhooks/{}/{}{rest}", self.id, self.token)
    }

    /// Posts and waits for the message.
    pub(super) async fn post(&self, body: Value) -> Answer {
        self.nobody.post(&self.at("?wait=true"), body).await
    }
}
