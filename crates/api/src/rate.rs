//! Rate limits around every route: who is asking is found out once, here, and handed on to the extractors.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use parking_lot::Mutex;
use parvis_app::grants::Granted;
use parvis_app::interactions::interaction_of;
use parvis_app::{ActionError, App, Caller};
use parvis_model::Id;
use parvis_rules::rate::{self, Bucket, Payer, Scope, Standing, Verdict, bucket};

use crate::body::Room;
use crate::error::{ApiError, overloaded, too_many, unauthorized};

/// Windows remembered at the same time; each takes about 100 bytes.
const WINDOWS_MAX: usize = 100_000;
/// Longest `Authorization` header that is looked at.
const AUTHORIZATION_LENGTH_MAX: usize = 256;

/// The address of the socket that a request came by.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// What the `Authorization` header said; left in the request by this layer.
#[derive(Debug, Clone)]
pub(crate) enum Identity {
    Nobody,
    Known(Caller),
    Granted(Granted),
    Invalid,
}

/// The limits of this node.
#[derive(Clone)]
pub struct RateLimits(Arc<Shared>);

struct Shared {
    app: App,
    limits: Mutex<rate::RateLimits>,
    room: Room,
    // Addresses are only remembered as digests under a key that dies with the process.
    address_key: RandomState,
}

#[derive(Clone)]
struct RouteLimit {
    shared: Arc<Shared>,
    bucket: Bucket,
}

impl RateLimits {
    /// Limits as the app's configuration says.
    pub fn new(app: App) -> Self {
        let limits = Mutex::new(rate::RateLimits::new(WINDOWS_MAX));
        Self(Arc::new(Shared { app, limits, room: Room::default(), address_key: RandomState::new() }))
    }

    /// Puts the limit of a bucket in front of a route.
    pub fn around(&self, bucket: Bucket, route: MethodRouter<App>) -> MethodRouter<App> {
        let limit = RouteLimit { shared: Arc::clone(&self.0), bucket };
        route.layer(from_fn_with_state(limit, limited))
    }
}

async fn limited(State(limit): State<RouteLimit>, mut request: Request, next: Next) -> Response {
    let app = &limit.shared.app;
    let identity = match identify(app, request.headers()).await {
        Ok(identity) => identity,
        Err(error) => return ApiError::from(error).into_response(),
    };
    if has_too_much_to_do(app, &request) {
        return overloaded().into_response();
    }
    let payer = limit.shared.payer(&limit.bucket, &identity, &request);
    request.extensions_mut().insert(identity);
    request.extensions_mut().insert(limit.shared.room.clone());
    if !app.config.rate_limits {
        return next.run(request).await;
    }
    let major = major_of(request.uri().path());
    let now_ms = app.now_ms();
    let verdict = {
        let mut limits = limit.shared.limits.lock();
        if let Some(wait_ms) = limits.shut_out_ms(payer, now_ms) {
            return too_many(u64::try_from(wait_ms).unwrap_or(1)).into_response();
        }
        limits.take(payer, &limit.bucket, major, now_ms)
    };
    let mut response = match verdict.stopped_by {
        None => next.run(request).await,
        Some(_) => too_many(u64::try_from(verdict.standing.reset_after_ms).unwrap_or(1)).into_response(),
    };
    let status = response.status();
    if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS) {
        limit.shared.limits.lock().count_invalid(payer, now_ms);
    }
    write_headers(response.headers_mut(), &limit.bucket, &verdict);
    response
}

/// Whether so many jobs wait for the database that this one had better come back: what is answered stays quick.
fn has_too_much_to_do(app: &App, request: &Request) -> bool {
    let load = app.store.load();
    let waiting = if request.method() == Method::GET { load.reads_waiting } else { load.writes_waiting };
    waiting >= load.waiting_max
}

async fn identify(app: &App, headers: &HeaderMap) -> Result<Identity, ActionError> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(Identity::Nobody) };
    let Ok(value) = value.to_str() else { return Ok(Identity::Invalid) };
    if value.len() > AUTHORIZATION_LENGTH_MAX {
        return Ok(Identity::Invalid);
    }
    let identity = match value.strip_prefix("Bearer ") {
        Some(token) => app.authenticate_grant(token.trim()).await.map(Identity::Granted),
        // Applications prove themselves in this way, where they ask for tokens.
        None if value.starts_with("Basic ") => Ok(Identity::Invalid),
        None => app.authenticate(value).await.map(Identity::Known),
    };
    match identity {
        Err(ActionError::Unauthorized) => Ok(Identity::Invalid),
        other => other,
    }
}

impl Identity {
    /// The caller, nobody, or the refusal of a token that is not valid. Who comes in a person's name is nobody here:
    /// the few routes for that ask for it.
    pub(crate) fn caller(&self) -> Result<Option<Caller>, ApiError> {
        match self {
            Self::Nobody => Ok(None),
            Self::Known(caller) => Ok(Some(caller.clone())),
            Self::Invalid | Self::Granted(_) => Err(unauthorized()),
        }
    }
}

impl Shared {
    fn payer(&self, bucket: &Bucket, identity: &Identity, request: &Request) -> Payer {
        match identity {
            // Whoever makes accounts, or tries passwords, must not have a window more for each account that it has.
            _ if [bucket::REGISTER, bucket::LOGIN, bucket::LOGIN_STEP, bucket::LOGIN_START]
                .contains(bucket) =>
            {
                Payer::Address(self.address_of(request))
            }
            Identity::Known(caller) => Payer::Account(caller.user_id),
            // An application that asks too much must not use up what its person may ask.
            Identity::Granted(granted) => Payer::Account(granted.caller.login_id.cast()),
            Identity::Nobody | Identity::Invalid => Payer::Address(self.address_of(request)),
        }
    }

    /// A digest of the address: of the whole of an IPv4 address, of the /64 of an IPv6 one.
    fn address_of(&self, request: &Request) -> u64 {
        let peer = request.extensions().get::<Peer>().map(|peer| peer.0.ip());
        // A proxy that adds a header of its own puts it behind what the client sent.
        let forwarded = request.headers().get_all("x-forwarded-for").iter().next_back();
        let forwarded = forwarded.and_then(|it| it.to_str().ok());
        let address = match peer {
            // Only a proxy on this machine is believed, and of what it says only what it wrote itself: the last entry.
            Some(ip) if ip.is_loopback() => {
                forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok()).or(peer)
            }
            other => other,
        };
        match address {
            Some(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_none() => {
                self.address_key.hash_one(&v6.octets()[..8])
            }
            Some(ip) => self.address_key.hash_one(ip.to_canonical()),
            None => 0,
        }
    }
}

/// The channel, guild, webhook or interaction in a path: each has windows of its own.
fn major_of(path: &str) -> u64 {
    let mut parts = path.trim_start_matches('/').split('/');
    let of = parts.next();
    let id = parts.next().and_then(|id| id.parse().ok()).unwrap_or(0);
    match of {
        Some("channels" | "guilds") => id,
        // Behind the id of an application stands the token of an interaction, which names it.
        Some("webhooks") => parts.next().and_then(interaction_of).map_or(id, Id::get),
        _ => 0,
    }
}

fn write_headers(headers: &mut HeaderMap, bucket: &Bucket, verdict: &Verdict) {
    let Standing { limit, remaining, reset_unix_ms, reset_after_ms, .. } = verdict.standing;
    let mut set = |name: &'static str, value: HeaderValue| {
        headers.insert(HeaderName::from_static(name), value);
    };
    set("x-ratelimit-limit", HeaderValue::from(limit));
    set("x-ratelimit-remaining", HeaderValue::from(remaining));
    set("x-ratelimit-reset", seconds(reset_unix_ms));
    set("x-ratelimit-reset-after", seconds(reset_after_ms));
    set("x-ratelimit-bucket", HeaderValue::from_static(bucket.name));
    if let Some(scope) = verdict.stopped_by {
        set("x-ratelimit-scope", HeaderValue::from_static(scope.as_str()));
        if scope == Scope::Global {
            set("x-ratelimit-global", HeaderValue::from_static("true"));
        }
    }
}

fn seconds(ms: i64) -> HeaderValue {
    let text = format!("{}.{:03}", ms.max(0) / 1_000, ms.max(0) % 1_000);
    HeaderValue::try_from(text).expect("digits and a point are a header value")
}
