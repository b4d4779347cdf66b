//! What is sent with files: a form with `payload_json` and `files[n]`, or JSON alone.
//!
//! Files go to the disk as they come in; no file is ever held whole in memory.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::multipart::{Field as Part, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::{HeaderValue, header};
use hyper::body::Frame;
use parvis_app::App;
use parvis_app::files::Upload;
use parvis_rules::limits;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::body::read_body;
use crate::error::{ApiError, ApiResult, invalid_field, too_large};
use crate::extract::{from_json, json_of_at_most};

/// What the JSON beside files is called, here and on Slack.
const PAYLOADS: [&str; 2] = ["payload_json", "payload"];
/// The oldest form of these operations has plain fields beside the file.
const PLAIN_FIELDS: [&str; 4] = ["content", "username", "avatar_url", "thread_name"];

/// Bytes of a form of which nothing comes: headers are far shorter.
const IDLE_BYTES_MAX: usize = 1 << 20;

/// A body of JSON with the files that came with it.
pub struct WithFiles<T> {
    /// The JSON part.
    pub json: T,
    /// The files, each on the disk, none of them anybody's yet.
    pub files: Vec<Upload>,
}

impl<T: DeserializeOwned + Default + Send> FromRequest<App> for WithFiles<T> {
    type Rejection = ApiError;
    async fn from_request(mut request: Request, app: &App) -> Result<Self, ApiError> {
        let content_type = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
        if !content_type.is_some_and(|it| it.starts_with(b"multipart/form-data")) {
            let json = json_of_at_most(request, limits::REQUEST_JSON_BYTES_MAX).await?;
            return Ok(Self { json, files: Vec::new() });
        }
        let bytes_max = usize::try_from(app.config.form_size_bytes_max()).unwrap_or(usize::MAX);
        let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok());
        if announced.and_then(|it| it.parse::<usize>().ok()).is_some_and(|bytes| bytes > bytes_max) {
            return Err(too_large());
        }
        DefaultBodyLimit::max(bytes_max).apply(&mut request);
        let progress = Progress::default();
        let body = progress.clone();
        let request = request.map(|inner| Body::new(Steady { inner, progress: body }));
        let form = Multipart::from_request(request, app).await;
        read_form(app, form.map_err(|_| malformed_form())?, &progress).await
    }
}

/// A body of JSON with files, or a form as browsers send it. Only for routes whose path holds a secret: a foreign page
/// could let a browser post such a form in its reader's name.
pub struct AnyForm<T>(pub WithFiles<T>);

impl<T: DeserializeOwned + Default + Send> FromRequest<App> for AnyForm<T> {
    type Rejection = ApiError;
    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let content_type = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
        if !content_type.is_some_and(|it| it.starts_with(b"application/x-www-form-urlencoded")) {
            return WithFiles::from_request(request, app).await.map(Self);
        }
        let bytes = read_body(request, limits::REQUEST_JSON_BYTES_MAX).await?;
        let mut plain = Map::new();
        for (name, value) in form_urlencoded::parse(&bytes) {
            if PAYLOADS.contains(&&*name) {
                return Ok(Self(WithFiles { json: from_json(value.as_bytes())?, files: Vec::new() }));
            }
            if PLAIN_FIELDS.contains(&&*name) {
                plain.insert(name.into_owned(), Value::String(value.into_owned()));
            }
        }
        let json = from_json(Value::Object(plain).to_string().as_bytes())?;
        Ok(Self(WithFiles { json, files: Vec::new() }))
    }
}

async fn read_form<T: DeserializeOwned + Default + Send>(
    app: &App,
    mut form: Multipart,
    progress: &Progress,
) -> ApiResult<WithFiles<T>> {
    let mut json = None;
    let mut plain = Map::new();
    let mut files = Vec::new();
    let mut parts = 0;
    while let Some(part) = form.next_field().await.map_err(form_error)? {
        progress.made();
        parts += 1;
        if parts > limits::MESSAGE_FILES_MAX + 8 {
            return Err(malformed_form());
        }
        let name = part.name().unwrap_or("").to_owned();
        if let Some(index) = file_index(&name, files.len()).filter(|_| part.file_name().is_some()) {
            if files.len() >= limits::MESSAGE_FILES_MAX {
                let text = format!("Must be {} or fewer in length.", limits::MESSAGE_FILES_MAX);
                return Err(invalid_field("files", "BASE_TYPE_MAX_LENGTH", text));
            }
            files.push(receive(app, index, part, progress).await?);
        } else if PAYLOADS.contains(&name.as_str()) {
            json = Some(from_json(&read_part(part, progress).await?)?);
        } else if PLAIN_FIELDS.contains(&name.as_str()) {
            let text = String::from_utf8_lossy(&read_part(part, progress).await?).into_owned();
            plain.insert(name, Value::String(text));
        } else {
            pass_over(part, progress).await?;
        }
    }
    let json = match json {
        Some(json) => json,
        None if plain.is_empty() => T::default(),
        None => from_json(Value::Object(plain).to_string().as_bytes())?,
    };
    Ok(WithFiles { json, files })
}

/// `files[3]` is 3; `file` and `file3` are older spellings.
fn file_index(name: &str, next: usize) -> Option<u64> {
    let rest = name.strip_prefix("files").or_else(|| name.strip_prefix("file"))?;
    let digits = rest.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(rest);
    if digits.is_empty() { Some(next as u64) } else { digits.parse().ok() }
}

async fn receive(app: &App, index: u64, mut part: Part<'_>, progress: &Progress) -> ApiResult<Upload> {
    let filename = part.file_name().unwrap_or("").to_owned();
    let content_type = part.content_type().map(str::to_owned);
    let mut writing = app.start_upload(index, &filename, content_type.as_deref()).await?;
    while let Some(piece) = part.chunk().await.map_err(form_error)? {
        progress.made();
        writing.write(&piece).await?;
    }
    Ok(writing.finish().await?)
}

async fn pass_over(mut part: Part<'_>, progress: &Progress) -> ApiResult<()> {
    while part.chunk().await.map_err(form_error)?.is_some() {
        progress.made();
    }
    Ok(())
}

async fn read_part(mut part: Part<'_>, progress: &Progress) -> ApiResult<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(form_error)? {
        progress.made();
        bytes.extend_from_slice(&piece);
        if bytes.len() > limits::REQUEST_JSON_BYTES_MAX {
            return Err(too_large());
        }
    }
    Ok(bytes)
}

fn form_error(error: MultipartError) -> ApiError {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { malformed_form() }
}

fn malformed_form() -> ApiError {
    invalid_field("", "CONTENT_TYPE_INVALID", "The form is malformed.")
}

/// How much of a form was taken in since something came of it: a header or a preamble that never ends is kept by the
/// form's reader, and looked through again with every piece.
#[derive(Clone, Default)]
struct Progress(Arc<AtomicUsize>);

impl Progress {
    /// Something came of it.
    fn made(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// The body of a form, which ends with an error when nothing comes of it.
struct Steady {
    inner: Body,
    progress: Progress,
}

impl HttpBody for Steady {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(context));
        if let Some(Ok(frame)) = &frame {
            let length = frame.data_ref().map_or(0, Bytes::len);
            if self.progress.0.fetch_add(length, Ordering::Relaxed) > IDLE_BYTES_MAX {
                return Poll::Ready(Some(Err(axum::Error::new("a part of the form does not end"))));
            }
        }
        Poll::Ready(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_file_parts_give_their_number() {
        for (name, index) in [
            ("files[3]", Some(3)),
            ("files[0]", Some(0)),
            ("file", Some(7)),
            ("file2", Some(2)),
            ("filesx", None),
            ("payload_json", None),
        ] {
            assert_eq!(file_index(name, 7), index, "{name}");
        }
    }
}
