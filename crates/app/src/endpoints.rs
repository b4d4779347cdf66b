//! Addresses at which applications take their interactions by HTTP instead of the gateway: signed requests, so that
//! the application knows who asks, and a PING before an address is kept, so that it is one that checks signatures.

use std::time::Duration;

use bytes::Bytes;
use ed25519_dalek::{Signer, SigningKey};
use parvis_model::Id;
use parvis_model::marker::{ApplicationMarker, InteractionMarker};
use parvis_outgoing::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use parvis_outgoing::{Answer, Caps, Error, Request, StatusCode};
use parvis_store::tables;
use serde_json::{Value, json};

use crate::App;
use crate::error::{ActionError, ActionResult};
use crate::secrets::{hex, random_hex};

/// How long an application has to answer, and how large its answer may be. Larger files go with a follow-up.
const CAPS: Caps = Caps { within: Duration::from_secs(3), body_bytes_max: 1024 * 1024, cuts: false };
const SIGNATURE: HeaderName = HeaderName::from_static("x-signature-ed25519");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-signature-timestamp");
/// Type of the interaction that only asks whether somebody is there, and of its answer.
const PING: u8 = 1;

/// Where an application takes its interactions, with the key that it knows us by.
pub struct Endpoint {
    application_id: Id<ApplicationMarker>,
    url: String,
    key: SigningKey,
}

/// What an application answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// JSON, or a form when files come with it.
    pub content_type: Option<String>,
    /// The callback. Empty: the application took note and will answer by the callback's own route.
    pub body: Bytes,
}

/// Why an interaction did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// No answer within three seconds.
    #[error("no answer in time")]
    TooSlow,
    /// An answer with this status, which is no success.
    #[error("refused with status {0}")]
    Refused(u16),
    /// Nobody answers there, or not in HTTP, or at greater length than is read.
    #[error("no usable answer")]
    Unreachable,
}

/// Where an application takes its interactions; `None`: by the gateway.
pub async fn endpoint_of(app: &App, id: Id<ApplicationMarker>) -> ActionResult<Option<Endpoint>> {
    let found = app.read(move |tx| Ok(tables::applications::endpoint(tx, id)?)).await?;
    Ok(found.map(|(url, key)| Endpoint { application_id: id, url, key: SigningKey::from_bytes(&key) }))
}

/// Hands an interaction over and waits for the answer.
pub async fn deliver(
    app: &App,
    endpoint: &Endpoint,
    interaction: impl Into<Bytes>,
) -> Result<Reply, Undelivered> {
    let body = interaction.into();
    let timestamp = (app.now_ms() / 1_000).to_string();
    let signature = endpoint.sign(&timestamp, &body);
    let answer = endpoint.post(app, &timestamp, &signature, body).await.map_err(|error| {
        tracing::info!(application = %endpoint.application_id, %error, "an interaction was not delivered");
        if matches!(error, Error::TooSlow) { Undelivered::TooSlow } else { Undelivered::Unreachable }
    })?;
    match answer.status {
        StatusCode::ACCEPTED | StatusCode::NO_CONTENT => Ok(Reply { content_type: None, body: Bytes::new() }),
        status if status.is_success() => {
            let content_type = answer.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
            Ok(Reply { content_type: content_type.map(str::to_owned), body: answer.body })
        }
        status => Err(Undelivered::Refused(status.as_u16())),
    }
}

/// Refuses an address that does not answer a PING, or that takes one whose signature is wrong.
pub(crate) async fn require_answering(
    app: &App,
    id: Id<ApplicationMarker>,
    key: &[u8; 32],
    url: &str,
) -> ActionResult<()> {
    let endpoint = Endpoint { application_id: id, url: url.to_owned(), key: SigningKey::from_bytes(key) };
    let ping: Bytes = ping(app, id).to_string().into();
    let timestamp = (app.now_ms() / 1_000).to_string();
    // A signature of something else: what does not notice would believe anybody.
    let forged = endpoint.sign(&timestamp, b"");
    let refused = endpoint.post(app, &timestamp, &forged, ping.clone()).await.map_err(unverified)?;
    if refused.status != StatusCode::UNAUTHORIZED {
        return Err(invalid("It must answer a request whose signature is wrong with 401."));
    }
    let signature = endpoint.sign(&timestamp, &ping);
    let pong = endpoint.post(app, &timestamp, &signature, ping).await.map_err(unverified)?;
    let is_pong = |body: &[u8]| {
        let answer: Value = serde_json::from_slice(body).unwrap_or_default();
        answer["type"] == PING
    };
    if pong.status == StatusCode::OK && is_pong(&pong.body) {
        Ok(())
    } else {
        Err(invalid("It must answer a PING with 200 and {\"type\": 1}."))
    }
}

/// What went wrong on the way is not told: it would describe the network in which this server stands.
fn unverified(error: Error) -> ActionError {
    tracing::info!(%error, "an interactions endpoint did not answer");
    invalid("It does not answer.")
}

fn invalid(reason: &str) -> ActionError {
    let message = format!("The specified interactions endpoint URL could not be verified. {reason}");
    ActionError::invalid("interactions_endpoint_url", "INTERACTIONS_ENDPOINT_URL_INVALID", message)
}

fn ping(app: &App, id: Id<ApplicationMarker>) -> Value {
    json!({
        "id": app.ids.next::<InteractionMarker>(),
        "application_id": id,
        "type": PING,
        // Opens nothing: there is nothing to answer later.
        "token": random_hex(32),
        "version": 1,
        "app_permissions": "0",
        "entitlements": [],
        "authorizing_integration_owners": {},
    })
}

impl Endpoint {
    /// Over the timestamp followed by the body, in hex.
    fn sign(&self, timestamp: &str, body: &[u8]) -> String {
        let message = [timestamp.as_bytes(), body].concat();
        hex(&self.key.sign(&message).to_bytes())
    }

    async fn post(&self, app: &App, timestamp: &str, signature: &str, body: Bytes) -> Result<Answer, Error> {
        let value = |text: &str| HeaderValue::from_str(text).expect("digits are a header value");
        let request = Request::post(&*self.url, body)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .header(TIMESTAMP, value(timestamp))
            .header(SIGNATURE, value(signature));
        app.outgoing.send(request, CAPS).await
    }
}
