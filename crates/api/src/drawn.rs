//! Drawings and sheets of paper as answers: files that no browser runs.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use parvis_print::qr;

/// Nothing is loaded, nothing runs.
const POLICY: &str = "default-src 'none'; sandbox";
/// Pixels of a module: enough for a poster.
const MODULE_PX: u8 = 16;

/// An SVG document.
pub struct Svg(pub String);

impl IntoResponse for Svg {
    fn into_response(self) -> Response {
        answer("image/svg+xml", self.0)
    }
}

/// A QR code as an SVG document.
pub struct QrSvg(pub qr::Code);

impl IntoResponse for QrSvg {
    fn into_response(self) -> Response {
        Svg(self.0.svg()).into_response()
    }
}

/// A QR code as a picture.
pub struct QrPng(pub qr::Code);

impl IntoResponse for QrPng {
    fn into_response(self) -> Response {
        answer("image/png", self.0.png(MODULE_PX))
    }
}

/// A document that is saved under a name.
pub struct Pdf(pub Vec<u8>);

impl IntoResponse for Pdf {
    fn into_response(self) -> Response {
        let mut response = answer("application/pdf", self.0);
        // No name that says where it leads: it stays in the list of what was downloaded.
        let saved = HeaderValue::from_static("attachment; filename=\"sheet.pdf\"");
        response.headers_mut().insert(header::CONTENT_DISPOSITION, saved);
        response
    }
}

fn answer(content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
