//! An ordinary serenity bot that also does what the tests ask for, and says what the library made of the answers.
//!
//! It is configured by its environment: `PARVIS_HOST` (`name:port`), `PARVIS_TOKEN`. Nothing of the library is changed
//! but the address.

mod asked;
mod commands;
mod heard;
#[path = "../../lines.rs"]
mod lines;
mod parsed;

use std::process::ExitCode;
use std::sync::OnceLock;

use serenity::all::{Client, ClientBuilder, Context, GatewayIntents, HttpBuilder, HttpError};
use serenity::cache::Settings;

use crate::lines::Refusal;

/// What the library gives its handlers, for those who ask from outside.
static CONTEXT: OnceLock<Context> = OnceLock::new();

impl From<serenity::Error> for Refusal {
    fn from(error: serenity::Error) -> Self {
        match error {
            serenity::Error::Http(HttpError::UnsuccessfulRequest(answer)) => Self {
                status: answer.status_code.as_u16(),
                code: answer.error.code as i64,
                message: format!("{} {:?}", answer.error.message, answer.error.errors),
            },
            other => Self::own(other),
        }
    }
}

async fn client() -> serenity::Result<Client> {
    let host = std::env::var("PARVIS_HOST").expect("PARVIS_HOST names the server");
    let token = std::env::var("PARVIS_TOKEN").expect("PARVIS_TOKEN is the bot's");
    // With its rate limiter on, the library would ignore the address and take the token to Discord.
    let http = HttpBuilder::new(token).proxy(format!("https://{host}")).ratelimiter_disabled(true).build();
    let mut cache = Settings::default();
    cache.max_messages = 1000;
    ClientBuilder::new_with_http(http, GatewayIntents::all())
        .cache_settings(cache)
        .event_handler(heard::Handler::default())
        .await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut client = match client().await {
        Ok(client) => client,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let shards = client.shard_manager.clone();
    let code = tokio::select! {
        ended = client.start() => {
            eprintln!("{ended:?}");
            1
        }
        () = lines::serve(asked::answer) => {
            shards.shutdown_all().await;
            0
        }
    };
    // Standard input may still be read by a thread that nothing but this ends.
    std::process::exit(code)
}
