//! Door: the WebSocket gateway.
#![forbid(unsafe_code)]
mod compression;
mod websocket;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Response, StatusCode};
use parvis_app::App;

/// The gateway's door: hand it upgrade requests.
#[derive(Clone)]
pub struct Gateway {
    _app: App,
}

impl Gateway {
    /// Subscribes to the app's events and starts to deliver them.
    pub fn start(app: App) -> Self {
        Self { _app: app }
    }

    /// Answers an upgrade request.
    pub async fn accept(&self, _request: Request) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_IMPLEMENTED;
        response
    }

    /// Tells every session to reconnect and closes all sockets.
    pub async fn drain(&self) {}
}
