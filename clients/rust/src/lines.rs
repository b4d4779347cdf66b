//! The line to the tests: requests come as JSON lines on standard input, answers and events leave as JSON lines on
//! standard output. It must not know what they mean, nor any library.

use std::future::Future;
use std::io::Write;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};

/// What a library made of a refusal: the status and the API's code, or zeros where it was its own.
#[derive(Debug)]
pub struct Refusal {
    pub status: u16,
    pub code: i64,
    pub message: String,
}

impl Refusal {
    pub fn own(message: impl ToString) -> Self {
        Self { status: 0, code: 0, message: message.to_string() }
    }
}

pub type Answer = Result<Value, Refusal>;

/// What a test asks for.
pub struct Asked(Value);

impl Asked {
    pub fn call(&self) -> &str {
        self.0["call"].as_str().unwrap_or_default()
    }

    pub fn has(&self, name: &str) -> bool {
        !self.0[name].is_null()
    }

    pub fn text(&self, name: &str) -> Result<&str, Refusal> {
        self.0[name].as_str().ok_or_else(|| Refusal::own(format!("no {name}")))
    }

    pub fn number(&self, name: &str) -> Result<u32, Refusal> {
        let number = self.0[name].as_u64().and_then(|number| number.try_into().ok());
        number.ok_or_else(|| Refusal::own(format!("no {name}")))
    }

    pub fn id(&self, name: &str) -> Result<u64, Refusal> {
        self.text(name)?.parse().map_err(Refusal::own)
    }

    pub fn ids(&self, name: &str) -> Vec<u64> {
        let texts = self.0[name].as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.filter_map(|text| text.parse().ok()).collect()
    }

    /// Names and bytes of the files to send.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let files = self.0["files"].as_array().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        files.map(|file| (text(&file["name"]), text(&file["text"]).into_bytes())).collect()
    }
}

pub fn event(name: &str, data: Value) {
    say(&json!({ "event": name, "data": data }));
}

fn say(line: &Value) {
    let mut out = std::io::stdout().lock();
    // Nobody listens any more: the bot is being ended.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Has each request answered in a task of its own until the requests end.
pub async fn serve<F, W>(answer: F)
where
    F: Fn(Asked) -> W,
    W: Future<Output = Answer> + Send + 'static,
{
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let asked: Value = serde_json::from_str(&line).expect("the tests write JSON");
        let id = asked["id"].clone();
        let work = answer(Asked(asked));
        tokio::spawn(async move {
            match work.await {
                Ok(result) => say(&json!({ "id": id, "result": result })),
                Err(Refusal { status, code, message }) => {
                    say(
                        &json!({ "id": id, "error": { "status": status, "code": code, "message": message } }),
                    );
                }
            }
        });
    }
}
