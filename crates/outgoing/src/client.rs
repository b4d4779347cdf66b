//! The client: one request with its redirects, within its caps.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::header::{ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, LOCATION, USER_AGENT};
use hyper::header::{HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, StatusCode};
use tokio::sync::{OnceCell, Semaphore};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use crate::error::Error;
use crate::exchange::{self, Head};
use crate::settings::Settings;
use crate::slots::Slots;
use crate::target::Target;
use crate::tls;

/// Redirects of one request.
pub const REDIRECTS_MAX: usize = 3;
/// What other servers read of us: the program and no more.
const AGENT: &str = concat!("Parvis/", env!("CARGO_PKG_VERSION"));

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Request {
    /// Reads what is at an address.
    pub fn get(url: impl Into<String>) -> Self {
        Self { method: Method::GET, url: url.into(), headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// Sends something to an address. Redirects are answers like any other.
    pub fn post(url: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self { method: Method::POST, body: body.into(), ..Self::get(url) }
    }

    /// The same with one header more.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }
}

/// How much an answer may take.
#[derive(Debug, Clone, Copy)]
pub struct Caps {
    /// Everything together: waiting for a place, names, connections, redirects and the body.
    pub within: Duration,
    /// Largest body.
    pub body_bytes_max: usize,
    /// Whether a larger body is cut there; else the answer is refused.
    pub cuts: bool,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// Where it came from after all redirects.
    pub url: Url,
    /// The body, or its beginning.
    pub body: Bytes,
    /// Whether the body was cut.
    pub is_cut: bool,
}

/// The one way out. Cheap to clone.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    settings: Settings,
    at_once: Semaphore,
    slots: Slots,
    tls: OnceCell<TlsConnector>,
}

impl Client {
    /// A client with these settings.
    pub fn new(settings: Settings) -> Self {
        let at_once = Semaphore::new(settings.at_once_max);
        Self(Arc::new(Inner { settings, at_once, slots: Slots::default(), tls: OnceCell::new() }))
    }

    /// Whether a text is an address that may be asked, as far as that is known before its name is looked up. Plain
    /// `http` is refused where `encrypted` is asked for, except to a socket that is an exception.
    pub fn check(&self, url: &str, encrypted: bool) -> Result<(), Error> {
        let target = Target::parse(url, &self.0.settings)?;
        let socket = target.address().map(|address| SocketAddr::new(address, target.port));
        let is_exception = socket.is_some_and(|socket| self.0.settings.exceptions.contains(&socket));
        if encrypted && !target.is_encrypted && !is_exception {
            return Err(Error::Refused("the scheme is not https"));
        }
        Ok(())
    }

    /// Makes a request and reads the answer within the caps.
    pub async fn send(&self, request: Request, caps: Caps) -> Result<Answer, Error> {
        match tokio::time::timeout(caps.within, self.follow(request, caps)).await {
            Ok(result) => result,
            Err(_) => Err(Error::TooSlow),
        }
    }

    async fn follow(&self, mut request: Request, caps: Caps) -> Result<Answer, Error> {
        let _place = self.0.at_once.acquire().await.expect("the semaphore is never closed");
        request.headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
        request.headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        request.headers.insert(CONNECTION, HeaderValue::from_static("close"));
        let mut target = Target::parse(&request.url, &self.0.settings)?;
        for _ in 0..=REDIRECTS_MAX {
            let (head, slot) = self.ask(&target, &request).await?;
            match redirect(&request, &target, &head) {
                Some(next) => target = Target::of_url(next?, &self.0.settings)?,
                None => {
                    let answer = answer(target, head, caps).await;
                    drop(slot);
                    return answer;
                }
            }
        }
        Err(Error::TooManyRedirects)
    }

    async fn ask(&self, target: &Target, request: &Request) -> Result<(Head, crate::slots::Slot), Error> {
        let most = self.0.settings.at_once_per_host_max;
        let slot = self.0.slots.take(target.host.to_string(), most).ok_or(Error::Busy)?;
        let addresses = self.addresses(target).await?;
        let stream = exchange::connect(&addresses).await?;
        let head = if target.is_encrypted {
            let stream = tls::encrypt(self.tls().await?, &target.host, stream).await?;
            exchange::ask(stream, target, request).await?
        } else {
            exchange::ask(stream, target, request).await?
        };
        Ok((head, slot))
    }

    /// The addresses of the host that may be reached.
    async fn addresses(&self, target: &Target) -> Result<Vec<SocketAddr>, Error> {
        let found = match &target.host {
            Host::Domain(name) => self.0.settings.names.addresses(name).await.map_err(Error::Name)?,
            Host::Ipv4(address) => vec![(*address).into()],
            Host::Ipv6(address) => vec![(*address).into()],
        };
        let sockets = found.into_iter().map(|address| SocketAddr::new(address, target.port));
        let allowed: Vec<_> = sockets.filter(|socket| self.0.settings.allows(*socket)).collect();
        if allowed.is_empty() { Err(Error::NotPublic) } else { Ok(allowed) }
    }

    async fn tls(&self) -> Result<&TlsConnector, Error> {
        let roots = self.0.settings.roots.clone();
        let made = self.0.tls.get_or_try_init(|| async {
            let made = tokio::task::spawn_blocking(move || tls::connector(&roots)).await;
            made.map_err(|error| Error::Certificates(error.to_string()))?
        });
        made.await
    }
}

/// Where an answer sends us instead, if it does and the request may be repeated there.
fn redirect(request: &Request, target: &Target, head: &Head) -> Option<Result<Url, Error>> {
    let is_redirect = matches!(head.response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    if !is_redirect || request.method != Method::GET {
        return None;
    }
    let location = head.response.headers().get(LOCATION)?;
    let location = location.to_str().ok().and_then(|text| target.url.join(text).ok());
    Some(location.ok_or(Error::Refused("the redirect leads nowhere")))
}

async fn answer(target: Target, head: Head, caps: Caps) -> Result<Answer, Error> {
    let status = head.response.status();
    let headers = head.response.headers().clone();
    let is_compressed = |value: &HeaderValue| !value.as_bytes().eq_ignore_ascii_case(b"identity");
    if headers.get_all(CONTENT_ENCODING).iter().any(is_compressed) {
        return Err(Error::Compressed);
    }
    let (body, is_cut) = exchange::read(head, caps).await?;
    Ok(Answer { status, headers, url: target.url, body, is_cut })
}
