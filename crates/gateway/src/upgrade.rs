//! From an HTTP request to a socket: what a WebSocket handshake must hold, who may ask for it, and what the address
//! says.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use parvis_session::Parameters;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tungstenite::handshake::derive_accept_key;

use crate::Parts;
use crate::compression::Compression;
use crate::driver::{Driver, Terms};
use crate::line::{Line, Wire};

/// Whether a request wants a WebSocket.
pub fn is_upgrade(headers: &HeaderMap) -> bool {
    has_word(headers, &header::UPGRADE, "websocket")
}

fn has_word(headers: &HeaderMap, name: &header::HeaderName, word: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|found| found.trim().eq_ignore_ascii_case(word))
}

/// Answers the handshake and serves the socket from then on.
pub fn accept(parts: &Arc<Parts>, mut request: Request) -> Response {
    let headers = request.headers();
    let key = headers.get(header::SEC_WEBSOCKET_KEY).cloned();
    let lawful = request.method() == Method::GET
        && is_upgrade(headers)
        && has_word(headers, &header::CONNECTION, "upgrade")
        && headers.get(header::SEC_WEBSOCKET_VERSION).is_some_and(|version| version == "13");
    let Some(key) = key.filter(|_| lawful) else {
        let required = [
            (header::UPGRADE, HeaderValue::from_static("websocket")),
            (header::CONNECTION, HeaderValue::from_static("upgrade")),
            (header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13")),
        ];
        return (StatusCode::UPGRADE_REQUIRED, required, "This address speaks WebSocket.").into_response();
    };
    let config = &parts.app.config;
    let public_url = if config.public_url_is_set { config.public_url.as_str() } else { "" };
    if !is_own_origin(public_url, headers) {
        return (StatusCode::FORBIDDEN, "Pages of other sites may not connect here.").into_response();
    }
    let (parameters, compress) = parameters(request.uri().query().unwrap_or_default());
    let terms = Terms {
        version: if parameters.version.as_deref() == Some("9") { 9 } else { 10 },
        resume_url: resume_url(public_url, headers),
    };
    let on_upgrade = hyper::upgrade::on(&mut request);
    let parts = Arc::clone(parts);
    tokio::spawn(serve(parts, on_upgrade, parameters, compress, terms));
    let accept = HeaderValue::from_str(&derive_accept_key(key.as_bytes())).expect("base64 is a header value");
    let agreed = [
        (header::UPGRADE, HeaderValue::from_static("websocket")),
        (header::CONNECTION, HeaderValue::from_static("upgrade")),
        (header::SEC_WEBSOCKET_ACCEPT, accept),
    ];
    (StatusCode::SWITCHING_PROTOCOLS, agreed).into_response()
}

async fn serve(
    parts: Arc<Parts>,
    on_upgrade: OnUpgrade,
    parameters: Parameters,
    compress: Option<String>,
    terms: Terms,
) {
    // A client that hung up during the handshake is nobody's business.
    let Ok(upgraded) = on_upgrade.await else { return };
    let Some((stream, early)) = take_socket(upgraded) else {
        tracing::error!("the gateway needs plain TCP from the server in front of it");
        return;
    };
    let wire = Arc::new(Wire { stream, wake: Notify::new() });
    // Names that are not spoken here are ignored, as libraries that ask for them can do without.
    let compression = Compression::named(compress.as_deref()).unwrap_or(Compression::None);
    let line = Line::new(Arc::clone(&wire), compression);
    // The handshake's own state must not live as long as the socket.
    let driver = Driver::new(parts, wire, line, &parameters, terms);
    drop(parameters);
    tokio::spawn(driver.run(early));
}

/// The socket itself, with what was read of it beyond the request.
fn take_socket(upgraded: Upgraded) -> Option<(TcpStream, Vec<u8>)> {
    let parts = upgraded.downcast::<TokioIo<TcpStream>>().ok()?;
    let stream = parts.io.into_inner();
    // Frames are whole when they are written; waiting for more would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a socket did not take TCP_NODELAY");
    }
    Some((stream, parts.read_buf.to_vec()))
}

fn parameters(query: &str) -> (Parameters, Option<String>) {
    let mut parameters = Parameters::default();
    let mut compress = None;
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match name {
            "v" => parameters.version = Some(value.to_owned()),
            "encoding" => parameters.encoding = Some(value.to_owned()),
            "compress" => compress = Some(value.to_owned()),
            _ => {}
        }
    }
    (parameters, compress)
}

/// Browsers name the page that connects; other clients name nothing. Pages of other sites would act in their
/// visitors'
/// names if they could find a token.
fn is_own_origin(public_url: &str, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    if !public_url.is_empty() && origin.eq_ignore_ascii_case(public_url.trim_end_matches('/')) {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let named = origin.split_once("://").map(|(_, named)| named);
    named.zip(host).is_some_and(|(named, host)| named.eq_ignore_ascii_case(host))
}

/// Where clients come back to: the configured address, or the one that they came to.
fn resume_url(public_url: &str, headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let base = if public_url.is_empty() {
        let scheme = text("x-forwarded-proto").unwrap_or("http");
        format!("{scheme}://{}", text("host").unwrap_or("localhost"))
    } else {
        public_url.trim_end_matches('/').to_owned()
    };
    base.strip_prefix("http").map_or_else(|| base.clone(), |rest| format!("ws{rest}")) + "/gateway"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn pages_of_other_sites_are_refused_and_clients_without_a_page_are_not() {
        let check = |public_url: &str, pairs: &[(&'static str, &'static str)], expected: bool| {
            assert_eq!(is_own_origin(public_url, &headers(pairs)), expected, "{pairs:?}");
        };
        check("", &[("host", "a.example")], true);
        check("", &[("host", "a.example"), ("origin", "https://a.example")], true);
        check("", &[("host", "a.example:7212"), ("origin", "http://a.example:7212")], true);
        check("", &[("host", "a.example"), ("origin", "https://b.example")], false);
        check("", &[("host", "a.example"), ("origin", "null")], false);
        check("https://a.example", &[("host", "127.0.0.1:7212"), ("origin", "https://a.example")], true);
        check("https://a.example", &[("host", "127.0.0.1:7212"), ("origin", "https://b.example")], false);
    }

    #[test]
    fn clients_come_back_to_where_they_came_from() {
        assert_eq!(resume_url("", &headers(&[("host", "a:1")])), "ws://a:1/gateway");
        let behind_tls = headers(&[("host", "a.example"), ("x-forwarded-proto", "https")]);
        assert_eq!(resume_url("", &behind_tls), "wss://a.example/gateway");
        assert_eq!(resume_url("https://b.example", &behind_tls), "wss://b.example/gateway");
    }

    #[test]
    fn the_address_is_read_in_any_order() {
        let (parameters, compress) = parameters("compress=zlib-stream&v=10&encoding=json&x");
        assert_eq!(parameters.version.as_deref(), Some("10"));
        assert_eq!(parameters.encoding.as_deref(), Some("json"));
        assert_eq!(compress.as_deref(), Some("zlib-stream"));
    }
}
