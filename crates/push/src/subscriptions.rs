//! What people do with subscriptions: see, make and end them. Each belongs to a login.

use parvis_app::{ActionError, ActionResult, App, Caller, Kind, Lane};
use parvis_model::marker::LoginMarker;
use parvis_model::{Id, Timestamp};
use serde::Serialize;
use url::Url;

use crate::Push;
use crate::encryption::Keys;
use crate::tables::{self, Subscription};

/// A subscription as its owner sees it: without the address, which is a secret of the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Its login.
    pub session_id: Id<LoginMarker>,
    /// The host of the push service.
    pub service: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether it is that of the login that asks.
    pub current: bool,
}

impl Shown {
    fn to(caller: &Caller, subscription: &Subscription) -> Self {
        let host = Url::parse(&subscription.endpoint).ok().and_then(|url| url.host_str().map(str::to_owned));
        Self {
            session_id: subscription.login_id,
            service: host.unwrap_or_default(),
            created_at: subscription.created_at,
            current: subscription.login_id == caller.login_id,
        }
    }
}

/// The caller's subscriptions, the last login first.
pub async fn list(app: &App, caller: &Caller) -> ActionResult<Vec<Shown>> {
    let (user_id, now) = (caller.user_id, Timestamp::from_unix_ms(app.now_ms()));
    let found = app.read(move |tx| Ok(tables::of_user(tx, user_id, now)?)).await?;
    Ok(found.iter().map(|subscription| Shown::to(caller, subscription)).collect())
}

/// Subscribes the caller's login, in place of what it had.
pub async fn put(
    push: &Push,
    app: &App,
    caller: &Caller,
    endpoint: String,
    keys: Keys,
    expires_at: Option<Timestamp>,
) -> ActionResult<Shown> {
    if app.outgoing.check(&endpoint, true).is_err() {
        let text = "Not the https address of a push service.";
        return Err(ActionError::invalid("endpoint", "URL_TYPE_INVALID_URL", text));
    }
    let created_at = Timestamp::from_unix_ms(app.now_ms());
    let (login_id, user_id) = (caller.login_id, caller.user_id);
    let subscription =
        Subscription { login_id, user_id, endpoint, keys, created_at, expires_at, failures: 0 };
    let shown = Shown::to(caller, &subscription);
    app.write(Lane::of(user_id), move |tx, _| Ok(tables::put(tx, &subscription)?)).await?;
    push.0.listeners.subscribed(app, user_id).await?;
    Ok(shown)
}

/// Ends the subscription of one of the caller's logins.
pub async fn delete(app: &App, caller: &Caller, login_id: Id<LoginMarker>) -> ActionResult<()> {
    let user_id = caller.user_id;
    let removed = app.write(Lane::of(user_id), move |tx, _| Ok(tables::delete(tx, user_id, login_id)?));
    if removed.await? { Ok(()) } else { Err(ActionError::Unknown(Kind::Login)) }
}
