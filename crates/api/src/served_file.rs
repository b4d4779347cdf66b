//! A file on its way to a reader: in pieces, whole or in part, with headers under which no browser runs it.
//!
//! It must not know who may read: that is decided before.

use std::io::SeekFrom;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncSeekExt, ReadBuf};

use crate::error::{ApiError, not_found};

const PIECE_BYTES: usize = 64 * 1024;

/// Types that browsers show without running anything in them. SVG, HTML, XML and PDF are programs, and not among them.
const SHOWN: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "video/mp4",
    "video/webm",
    "video/quicktime",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
    "audio/mp4",
    "audio/aac",
    "audio/flac",
    "video/ogg",
    "text/plain",
];

/// A file that somebody may read.
pub struct ServedFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its type, as its uploader or its name says.
    pub content_type: String,
    /// The name under which it is saved.
    pub filename: String,
    /// Changes when the content does.
    pub etag: String,
    /// When it was made, in Unix seconds.
    pub modified_s: u64,
    /// How long caches of the reader may keep it.
    pub max_age_s: u64,
}

/// Which bytes are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Range { first: u64, last: u64 },
    Unsatisfiable,
}

impl ServedFile {
    /// Answers GET and HEAD.
    pub async fn answer(self, method: &Method, headers: &HeaderMap) -> Result<Response, ApiError> {
        let mut file = match File::open(&self.path).await {
            Ok(file) => file,
            // Deleted since its row was read.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(not_found()),
            Err(error) => return Err(parvis_app::ActionError::from(error).into()),
        };
        let size = file.metadata().await.map_err(parvis_app::ActionError::from)?.len();
        if self.is_known_to(headers) {
            return Ok(self.with_headers(StatusCode::NOT_MODIFIED, Body::empty()));
        }
        let part = if self.may_send_part(headers) { part_of(headers, size) } else { Part::Whole };
        let (status, first, length) = match part {
            Part::Whole => (StatusCode::OK, 0, size),
            Part::Range { first, last } => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
            Part::Unsatisfiable => (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0),
        };
        let body = if method == Method::HEAD || length == 0 {
            Body::empty()
        } else {
            file.seek(SeekFrom::Start(first)).await.map_err(parvis_app::ActionError::from)?;
            Body::new(FileBody { file, left: length }.map_err(axum::Error::new))
        };
        let mut response = self.with_headers(status, body);
        let answered = response.headers_mut();
        answered.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        let range = match part {
            Part::Whole => None,
            Part::Range { first, last } => Some(format!("bytes {first}-{last}/{size}")),
            Part::Unsatisfiable => Some(format!("bytes */{size}")),
        };
        if let Some(range) = range.and_then(|text| HeaderValue::try_from(text).ok()) {
            answered.insert(header::CONTENT_RANGE, range);
        }
        Ok(response)
    }

    fn is_known_to(&self, headers: &HeaderMap) -> bool {
        let known = headers.get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
        known.is_some_and(|list| {
            list.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == self.etag)
        })
    }

    /// Whether what the reader has is still the beginning of this file (RFC 9110, section 13.1.5).
    fn may_send_part(&self, headers: &HeaderMap) -> bool {
        let Some(condition) = headers.get(header::IF_RANGE) else { return true };
        let Ok(condition) = condition.to_str() else { return false };
        condition == self.etag || condition == self.modified()
    }

    fn modified(&self) -> String {
        httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(self.modified_s))
    }

    fn with_headers(&self, status: StatusCode, body: Body) -> Response {
        let mut response = (status, body).into_response();
        let essence = self.content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        let shown = SHOWN.contains(&essence.as_str());
        let content_type = match essence.as_str() {
            "text/plain" => "text/plain; charset=utf-8",
            _ if shown => essence.as_str(),
            _ => "application/octet-stream",
        };
        let disposition = if shown { "inline" } else { "attachment" };
        let values = [
            (header::CONTENT_TYPE, content_type.to_owned()),
            (header::CONTENT_DISPOSITION, format!("{disposition}; filename=\"{}\"", self.filename)),
            (header::CACHE_CONTROL, format!("private, max-age={}, immutable", self.max_age_s)),
            (header::ETAG, self.etag.clone()),
            (header::LAST_MODIFIED, self.modified()),
            (header::ACCEPT_RANGES, "bytes".to_owned()),
            (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-site".to_owned()),
            (header::REFERRER_POLICY, "no-referrer".to_owned()),
        ];
        for (name, value) in values {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// Reads `Range`. What is no range of bytes, or several ranges, counts as none, as the standard allows.
fn part_of(headers: &HeaderMap, size: u64) -> Part {
    let range = headers.get(header::RANGE).and_then(|it| it.to_str().ok());
    let Some((first, last)) = range
        .and_then(|it| it.trim().strip_prefix("bytes="))
        .filter(|it| !it.contains(','))
        .and_then(|it| it.trim().split_once('-'))
    else {
        return Part::Whole;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // A number beyond 64 bits is beyond every file.
    let number = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
    match (first, last) {
        ("", last) if digits(last) => match number(last).min(size) {
            0 => Part::Unsatisfiable,
            length => Part::Range { first: size - length, last: size - 1 },
        },
        (first, last) if digits(first) && (last.is_empty() || digits(last)) => {
            let first = number(first);
            let last = if last.is_empty() { u64::MAX } else { number(last) };
            if last < first {
                Part::Whole
            } else if first >= size {
                Part::Unsatisfiable
            } else {
                Part::Range { first, last: last.min(size - 1) }
            }
        }
        _ => Part::Whole,
    }
}

/// A whole file as a body, in pieces: readers who take their time hold no memory.
pub async fn streamed(path: &Path) -> Result<Body, ApiError> {
    let file = File::open(path).await.map_err(|_| not_found())?;
    let left = file.metadata().await.map_err(parvis_app::ActionError::from)?.len();
    Ok(Body::new(FileBody { file, left }.map_err(axum::Error::new)))
}

/// So many bytes of a file, from where it stands.
struct FileBody {
    file: File,
    left: u64,
}

impl HttpBody for FileBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let this = self.get_mut();
        if this.left == 0 {
            return Poll::Ready(None);
        }
        let wanted = PIECE_BYTES.min(usize::try_from(this.left).unwrap_or(PIECE_BYTES));
        let mut piece = vec![0; wanted];
        let mut buffer = ReadBuf::new(&mut piece);
        match Pin::new(&mut this.file).poll_read(context, &mut buffer) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(())) => {
                let count = buffer.filled().len();
                if count == 0 {
                    // Shorter than its size said: the reader must not take it for whole.
                    return Poll::Ready(Some(Err(std::io::ErrorKind::UnexpectedEof.into())));
                }
                piece.truncate(count);
                this.left -= count as u64;
                Poll::Ready(Some(Ok(Frame::data(piece.into()))))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let range = |first, last| Part::Range { first, last };
        for (text, part) in [
            ("bytes=0-0", range(0, 0)),
            ("bytes=0-", range(0, 9)),
            ("bytes=3-5", range(3, 5)),
            ("bytes=3-99", range(3, 9)),
            ("bytes=-4", range(6, 9)),
            ("bytes=-99", range(0, 9)),
            ("bytes=9-", range(9, 9)),
            ("bytes=10-", Part::Unsatisfiable),
            ("bytes=99999999999999999999999-", Part::Unsatisfiable),
            ("bytes=-0", Part::Unsatisfiable),
            ("bytes=5-3", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("lines=0-1", Part::Whole),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, HeaderValue::from_static(text));
            assert_eq!(part_of(&headers, 10), part, "{text}");
        }
        assert_eq!(part_of(&HeaderMap::new(), 10), Part::Whole);
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_static("bytes=0-"));
        assert_eq!(part_of(&headers, 0), Part::Unsatisfiable);
    }
}
