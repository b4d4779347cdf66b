//! A real server on a real database in a temporary folder.

use std::path::Path;
use std::sync::Arc;

use parvis_app::App;
use parvis_app::clock::{Clock, SystemClock};
use parvis_server::config::Options;
use parvis_server::{Config, House};
use serde_json::json;
use tempfile::TempDir;

use crate::{Answer, Person};

/// The password of everybody in tests.
pub(crate) const PASSWORD: &str = "un mot de passe pour les essais";

/// A running server. Dropped, it and its data are gone.
pub struct TestServer {
    house: House,
    folder: TempDir,
    http: reqwest::Client,
}

impl TestServer {
    /// A server on an empty embedded database, without rate limits.
    pub async fn start() -> Self {
        Self::start_with(|_| (), Arc::new(SystemClock)).await
    }

    /// The same with other settings and another clock.
    pub async fn start_with(change: impl FnOnce(&mut Config), clock: Arc<dyn Clock>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = Options {
            data: Some(folder.path().to_owned()),
            listen: Some("127.0.0.1:0".to_owned()),
            rate_limits: Some("off".to_owned()),
            ..Options::default()
        };
        let mut config = Config::load(options).expect("the settings of a test server are valid");
        change(&mut config);
        let house = House::open(&config, clock).await.expect("the server starts");
        Self { house, folder, http: reqwest::Client::new() }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.house.address)
    }

    /// `ws://127.0.0.1:PORT/gateway`.
    pub fn gateway_url(&self) -> String {
        format!("ws://{}/gateway", self.house.address)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What actions work on; for what no public interface shows.
    pub fn app(&self) -> &App {
        &self.house.app
    }

    /// The HTTP client, for requests that no helper makes.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// A new account that is logged in.
    pub async fn person(&self, username: &str) -> Person {
        self.register(username, PASSWORD).await
    }

    /// A new account with a password that the test knows.
    pub async fn register(&self, username: &str, password: &str) -> Person {
        let body = json!({ "username": username, "password": password, "consent": true });
        let token =
            self.anonymous().post("/auth/register", body).await.ok()["token"].as_str().map(str::to_owned);
        Person::of_token(self, token.expect("registration answers with a token")).await
    }

    /// A bot of `owner`, not yet in any guild.
    pub async fn bot(&self, owner: &Person, name: &str) -> Person {
        let application = owner.post("/applications", json!({ "name": name })).await.ok();
        let id = application["id"].as_str().expect("an application has an id").to_owned();
        let reset = owner.post(&format!("/applications/{id}/bot/reset"), json!({})).await.ok();
        let token = reset["token"].as_str().expect("the reset answers with a token");
        Person::of_token(self, format!("Bot {token}")).await
    }

    /// Somebody without a token.
    pub fn anonymous(&self) -> Person {
        Person::anonymous(self)
    }

    /// Stops the server in order and gives the folder back, so that another one can start on it.
    pub async fn stop(self) -> TempDir {
        self.house.close().await;
        self.folder
    }
}

pub(crate) async fn send(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("the server answers");
    Answer::read(response).await
}
