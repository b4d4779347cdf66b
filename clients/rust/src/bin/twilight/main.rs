//! An ordinary twilight bot that also does what the tests ask for, and says what the library made of the answers.
//!
//! It is configured by its environment: `PARVIS_HOST` (`name:port`), `PARVIS_TOKEN`. Nothing of the library is changed
//! but the address.

mod asked;
mod commands;
mod heard;
#[path = "../../lines.rs"]
mod lines;
mod parsed;

use std::sync::Arc;

use serde::de::DeserializeOwned;
use twilight_cache_inmemory::DefaultInMemoryCache;
use twilight_gateway::{ConfigBuilder, Intents, MessageSender, Shard, ShardId};
use twilight_http::Client;
use twilight_http::api_error::ApiError;
use twilight_http::error::ErrorType;
use twilight_http::response::marker::ListBody;
use twilight_http::response::{DeserializeBodyError, Response};
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

use crate::lines::Refusal;

/// What the bot's parts share.
pub struct Bot {
    http: Client,
    cache: DefaultInMemoryCache,
    application_id: Id<ApplicationMarker>,
    /// To the gateway.
    sender: MessageSender,
}

impl From<twilight_http::Error> for Refusal {
    fn from(error: twilight_http::Error) -> Self {
        match error.kind() {
            ErrorType::Response { body, error: ApiError::General(general), status } => Self {
                status: status.get(),
                code: general.code as i64,
                message: String::from_utf8_lossy(body).into_owned(),
            },
            _ => Self::own(format!("{error} {:?}", std::error::Error::source(&error))),
        }
    }
}

impl From<DeserializeBodyError> for Refusal {
    fn from(error: DeserializeBodyError) -> Self {
        Self::own(format!("{error} {:?}", std::error::Error::source(&error)))
    }
}

/// What came back, as the library models it.
async fn one<T: DeserializeOwned + Unpin>(
    request: impl IntoFuture<Output = Result<Response<T>, twilight_http::Error>>,
) -> Result<T, Refusal> {
    Ok(request.await?.model().await?)
}

/// The list that came back.
async fn many<T: DeserializeOwned + Unpin>(
    request: impl IntoFuture<Output = Result<Response<ListBody<T>>, twilight_http::Error>>,
) -> Result<Vec<T>, Refusal> {
    Ok(request.await?.models().await?)
}

async fn log_in() -> Result<(Arc<Bot>, Shard), Refusal> {
    let host = std::env::var("PARVIS_HOST").expect("PARVIS_HOST names the server");
    let token = std::env::var("PARVIS_TOKEN").expect("PARVIS_TOKEN is the bot's");
    let http = Client::builder().token(token.clone()).proxy(host.clone(), false).build();
    let application_id = one(http.current_user_application()).await?.id;
    let config = ConfigBuilder::new(token, Intents::all()).proxy_url(format!("wss://{host}/gateway")).build();
    let shard = Shard::with_config(ShardId::ONE, config);
    let cache = DefaultInMemoryCache::builder().message_cache_size(1000).build();
    Ok((Arc::new(Bot { http, cache, application_id, sender: shard.sender() }), shard))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let code = match log_in().await {
        Err(refusal) => {
            eprintln!("{}", refusal.message);
            1
        }
        Ok((bot, shard)) => tokio::select! {
            () = heard::listen(bot.clone(), shard) => 1,
            () = lines::serve(|asked| asked::answer(bot.clone(), asked)) => 0,
        },
    };
    // Standard input may still be read by a thread that nothing but this ends.
    std::process::exit(code)
}
