//! The command line, through the built program alone.

mod backups;
mod demo;
mod guard;
mod map;
mod orders;
mod switches;

use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

const PROGRAM: &str = env!("CARGO_BIN_EXE_parvis");

/// A data folder that vanishes.
fn empty_folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Runs `parvis ARGUMENTS --data FOLDER` to its end.
async fn parvis(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).arg("--data").arg(data).env_clear().kill_on_drop(true);
    command.output().await.expect("the program runs")
}

/// The answer in JSON of an order that succeeds.
#[track_caller]
fn json_of(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text:?}"))
}

/// The answer in JSON of an order that succeeds.
async fn order(data: &Path, arguments: &[&str]) -> Value {
    let mut with_json = arguments.to_vec();
    with_json.push("--json");
    json_of(&parvis(data, &with_json).await)
}

/// What an order that fails says.
async fn refused(data: &Path, arguments: &[&str]) -> String {
    let output = parvis(data, arguments).await;
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).expect("text")
}

/// A program that serves. Dropped, it is killed.
struct Server {
    process: Child,
    url: String,
    http: reqwest::Client,
}

impl Server {
    /// Starts on a data folder and waits for the line that says that it is ready.
    async fn start(data: &Path) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["serve", "--listen", "127.0.0.1:0", "--rate-limits", "off", "--data"]).arg(data);
        let mut process = command
            .env_clear()
            .env("PARVIS_LOG", "error")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let stdout = process.stdout.take().expect("it is piped");
        let mut lines = BufReader::new(stdout).lines();
        let ready = lines.next_line().await.expect("readable").expect("it says that it is ready");
        let url = ready.strip_prefix("Parvis is ready at ").expect(&ready).to_owned();
        Self { process, url, http: reqwest::Client::new() }
    }

    /// A call that succeeds.
    async fn call(&self, method: &str, path: &str, token: &str, body: Option<Value>) -> Value {
        let method = method.parse().expect("a method");
        let mut request = self.http.request(method, format!("{}/api/v10{path}", self.url));
        if !token.is_empty() {
            request = request.header("authorization", token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.expect("the server answers");
        let status = response.status();
        let text = response.text().await.expect("a body");
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    async fn get(&self, path: &str, token: &str) -> Value {
        self.call("GET", path, token, None).await
    }

    async fn post(&self, path: &str, token: &str, body: Value) -> Value {
        self.call("POST", path, token, Some(body)).await
    }

    /// The token of somebody who logs in.
    async fn log_in(&self, name: &str, password: &Value) -> String {
        let body = json!({ "login": name, "password": password });
        let answer = self.post("/auth/login", "", body).await;
        answer["token"].as_str().expect("a token").to_owned()
    }

    /// Ends it in order, as an operator does.
    async fn stop(mut self) {
        let id = self.process.id().expect("it runs").to_string();
        let signalled = Command::new("kill").args(["-TERM", &id]).status().await.expect("kill runs");
        assert!(signalled.success());
        assert!(self.process.wait().await.expect("it ends").success());
    }
}

/// The text of a JSON string.
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}
