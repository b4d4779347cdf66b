//! Calendars as answers, for programs that fetch them again and again.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parvis_app::scheduled_events::ics;

/// A day's calendar is not worth more traffic than this: half an hour, in the reader's own cache.
const CACHED: &str = "private, max-age=1800";

/// An iCalendar document. Whoever has it already is told so.
pub struct Calendar {
    text: String,
    known: Option<HeaderValue>,
}

impl Calendar {
    /// For a request with these headers.
    pub fn new(text: String, headers: &HeaderMap) -> Self {
        Self { text, known: headers.get(header::IF_NONE_MATCH).cloned() }
    }
}

impl IntoResponse for Calendar {
    fn into_response(self) -> Response {
        let tag = ics::tag(&self.text);
        let is_known =
            self.known.as_ref().and_then(|it| it.to_str().ok()).is_some_and(|it| it.contains(&tag));
        let mut response = if is_known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(self.text))
        };
        let headers = response.headers_mut();
        let calendar = HeaderValue::from_static("text/calendar; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, calendar);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHED));
        headers.extend(HeaderValue::try_from(tag).map(|tag| (header::ETAG, tag)));
        response
    }
}
