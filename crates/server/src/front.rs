//! The front hall: which door a request goes to, by its path.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, Uri, header};
use axum::response::IntoResponse;
use parvis_api::path::behind_api;
use parvis_app::App;
use parvis_gateway::Gateway;
use tower::ServiceExt;

/// Which sites' pages may load an answer.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// All doors.
#[derive(Clone)]
pub struct Front {
    app: App,
    api: Router,
    pages: Router,
    gateway: Gateway,
}

impl Front {
    /// Hangs the doors.
    pub fn new(app: App, api: Router, pages: Router, gateway: Gateway) -> Self {
        Self { app, api, pages, gateway }
    }

    /// Answers one request. What holds for every answer is said here, whichever door made it.
    pub async fn answer(&self, request: Request) -> Response<Body> {
        let mut response = self.pass(request).await;
        let headers = response.headers_mut();
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        // Doors say so where other sites may show what they serve.
        headers.entry(RESOURCE_POLICY).or_insert(HeaderValue::from_static("same-origin"));
        response
    }

    async fn pass(&self, request: Request) -> Response<Body> {
        let path = request.uri().path();
        if is_upgrade(&request) && matches!(path, "/" | "/gateway" | "/gateway/") {
            return self.gateway.accept(request);
        }
        if let Some(behind) = behind_api(path) {
            return self.api(request, &behind).await;
        }
        match path {
            "/healthz" => StatusCode::OK.into_response(),
            "/readyz" => self.readiness().await,
            _ => oneshot(&self.pages, request).await,
        }
    }

    async fn api(&self, mut request: Request, behind: &str) -> Response<Body> {
        // Nothing that is stored has a NUL in its name, and databases refuse to look for one.
        if behind.contains("%00") {
            return parvis_api::error::not_found().into_response();
        }
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        let Ok(target) = PathAndQuery::try_from(format!("{behind}{query}")) else {
            return parvis_api::error::not_found().into_response();
        };
        *request.uri_mut() = Uri::from(target);
        let mut response = oneshot(&self.api, request).await;
        // What is answered here is for the caller alone.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    async fn readiness(&self) -> Response<Body> {
        let answered = self.app.store.read(parvis_store::tables::ids::highest).await;
        match answered {
            Ok(_) => StatusCode::OK.into_response(),
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }
}

async fn oneshot(router: &Router, request: Request) -> Response<Body> {
    match router.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

fn is_upgrade(request: &Request) -> bool {
    let upgrade = request.headers().get(header::UPGRADE);
    upgrade.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}
