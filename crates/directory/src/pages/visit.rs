//! One request for a page, taken apart.

use std::convert::Infallible;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use parvis_api::body::read_body;
use parvis_app::App;

use super::answer::{self, Page, Trouble};
use super::notice;
use super::pairs::Pairs;
use super::reader::Reader;
use super::words::Words;
use crate::Directory;
use crate::view::View;

/// What a form sends at most.
const FORM_BYTES_MAX: usize = 64 * 1024;

/// A request for a page.
#[derive(Clone)]
pub(super) struct Visit {
    pub app: App,
    pub directory: Directory,
    pub reader: Reader,
    pub query: Pairs,
    /// The address without its query.
    pub path: String,
    headers: HeaderMap,
}

/// A form that was sent from a page of ours.
pub(super) struct Posted {
    pub visit: Visit,
    pub form: Pairs,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let query = Pairs::read(parts.uri.query().unwrap_or_default().as_bytes());
        let directory = parts.extensions.get::<Directory>();
        Ok(Self {
            app: app.clone(),
            directory: directory.expect("the router hangs it in front of every page").clone(),
            reader: Reader::of(app, &parts.headers, &query),
            query,
            path: parts.uri.path().to_owned(),
            headers: parts.headers.clone(),
        })
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Response;
    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, app).await;
        if !visit.is_from_our_own_page() {
            return Err(visit.wrong(StatusCode::FORBIDDEN));
        }
        match read_body(Request::from_parts(parts, body), FORM_BYTES_MAX).await {
            Ok(bytes) => Ok(Self { form: Pairs::read(&bytes), visit }),
            Err(error) => Err(visit.wrong(error.status())),
        }
    }
}

impl Visit {
    /// The texts of the reader's language.
    pub fn words(&self) -> &'static Words {
        self.reader.words()
    }

    /// The map as everybody sees it, unless it is closed.
    pub async fn view(&self) -> Result<View, Trouble> {
        let view = self.directory.view(&self.app).await?;
        if view.is_dark { Err(Trouble::Closed) } else { Ok(view) }
    }

    /// Turns what a handler worked out into an answer.
    pub fn answer(&self, worked_out: Result<Page, Trouble>) -> Response {
        match worked_out {
            Ok(page) => page.answer(&self.headers),
            Err(trouble) => notice::of_trouble(self, trouble).answer(&self.headers),
        }
    }

    /// Whether the reader has this version of the page already.
    pub fn has(&self, version: &str) -> bool {
        answer::is_known(&self.headers, &answer::etag(version, self.reader.language))
    }

    /// Works a page out beside the threads that answer: a large map takes some milliseconds.
    pub async fn work_out(
        &self,
        work: impl FnOnce(&Self) -> Result<Page, Trouble> + Send + 'static,
    ) -> Result<Page, Trouble> {
        let visit = self.clone();
        let worked_out = tokio::task::spawn_blocking(move || work(&visit)).await;
        worked_out.unwrap_or_else(|error| Err(Trouble::Failed(std::io::Error::other(error).into())))
    }

    fn wrong(&self, status: StatusCode) -> Response {
        notice::of_wrong(self, status).answer(&self.headers)
    }

    /// Browsers say from where a form was sent. No cookie could be misused, but a foreign page must not make its
    /// readers hand things in.
    fn is_from_our_own_page(&self) -> bool {
        let header = |name: &str| self.headers.get(name).and_then(|it| it.to_str().ok());
        let is_form = header(header::CONTENT_TYPE.as_str())
            .is_some_and(|it| it.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"));
        is_form && header("sec-fetch-site").is_none_or(|site| site == "same-origin")
    }
}
