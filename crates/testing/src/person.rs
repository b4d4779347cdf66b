//! Somebody who calls the API.

use reqwest::Method;
use reqwest::multipart::Form;
use serde_json::{Value, json};

use crate::server::send;
use crate::{Answer, TestServer};

/// An account, a bot, or nobody in particular, with a way to call the API.
#[derive(Clone)]
pub struct Person {
    /// Its id; empty without an account.
    pub id: String,
    /// What goes into `Authorization`; `None` without an account.
    pub token: Option<String>,
    base: String,
    http: reqwest::Client,
}

impl Person {
    pub(crate) fn anonymous(server: &TestServer) -> Self {
        let base = format!("{}/api/v10", server.url());
        Self { id: String::new(), token: None, base, http: server.http().clone() }
    }

    /// Whoever holds this token.
    pub async fn of_token(server: &TestServer, token: String) -> Self {
        let mut person = Self { token: Some(token), ..Self::anonymous(server) };
        person.id =
            person.get("/users/@me").await.ok()["id"].as_str().expect("an account has an id").to_owned();
        person
    }

    /// The same with another token; the id is not looked up.
    pub fn with_token(&self, token: &str) -> Self {
        Self { id: String::new(), token: Some(token.to_owned()), ..self.clone() }
    }

    /// A request that the caller finishes.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        let request = self.http.request(method, url);
        match &self.token {
            Some(token) => request.header("authorization", token),
            None => request,
        }
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    /// POST with JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    /// PATCH with JSON.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::PATCH, path).json(&body)).await
    }

    /// PUT with JSON.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::PUT, path).json(&body)).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        send(self.request(Method::DELETE, path)).await
    }

    /// POST with a form.
    pub async fn post_form(&self, path: &str, form: Form) -> Answer {
        send(self.request(Method::POST, path).multipart(form)).await
    }

    /// Makes a guild and returns it.
    pub async fn make_guild(&self, name: &str) -> Value {
        self.post("/guilds", json!({ "name": name })).await.ok()
    }

    /// The first text channel of a guild that this person may view.
    pub async fn first_channel(&self, guild_id: &str) -> String {
        let channels = self.get(&format!("/guilds/{guild_id}/channels")).await.ok();
        let text = channels.as_array().into_iter().flatten().find(|channel| channel["type"] == 0);
        text.and_then(|channel| channel["id"].as_str()).expect("the guild has a text channel").to_owned()
    }

    /// Invites `other`, who comes in, to the guild of this channel.
    pub async fn bring_in(&self, channel_id: &str, other: &Person) {
        let invite = self.post(&format!("/channels/{channel_id}/invites"), json!({})).await.ok();
        let code = invite["code"].as_str().expect("an invitation has a code");
        other.post(&format!("/invites/{code}"), json!({})).await.ok();
    }

    /// Adds a bot that this person may add.
    pub async fn add_bot(&self, guild_id: &str, bot: &Person, permissions: u64) {
        let path = format!(
            "/oauth2/authorize?client_id={}&scope=bot&permissions={permissions}&guild_id={guild_id}",
            bot.id
        );
        let body = json!({ "authorize": true, "guild_id": guild_id, "permissions": permissions.to_string() });
        self.post(&path, body).await.ok();
    }

    /// Writes a message and returns it.
    pub async fn say(&self, channel_id: &str, content: &str) -> Value {
        self.post(&format!("/channels/{channel_id}/messages"), json!({ "content": content })).await.ok()
    }
}
