//! Bodies that are read into memory: small ones as they come, large ones as far as there is room for all of them
//! together.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::header;
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::error::{ApiError, invalid_json, overloaded, too_large};

/// What is read without asking for room: text, but no pictures.
const SMALL_BYTES_MAX: usize = 64 * 1024;
/// Room for all large bodies together, in KiB.
const ROOM_KIB: usize = 128 * 1024;
/// How long a large body may keep its room: pictures of the largest size come through a slow line in this time.
const WITHIN: Duration = Duration::from_secs(120);

/// Room in memory for large bodies, shared by all requests: however many connections somebody opens, what they send
/// takes no more than this.
#[derive(Clone)]
pub(crate) struct Room(Arc<Semaphore>);

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ROOM_KIB)))
    }
}

impl Room {
    fn take(&self, bytes: usize) -> Result<OwnedSemaphorePermit, ApiError> {
        let kib = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
        Arc::clone(&self.0).try_acquire_many_owned(kib).map_err(|_| overloaded())
    }
}

/// Reads a body of at most so many bytes.
pub async fn read_body(request: Request, bytes_max: usize) -> Result<Bytes, ApiError> {
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse().ok());
    if announced.is_some_and(|bytes: usize| bytes > bytes_max) {
        return Err(too_large());
    }
    let room = request.extensions().get::<Room>().cloned().unwrap_or_default();
    let until = Instant::now() + WITHIN;
    let mut body = request.into_body();
    let mut read = Vec::new();
    let mut taken = None;
    while let Some(frame) = timeout_at(until, body.frame()).await.map_err(|_| invalid_json())? {
        let Ok(piece) = frame.map_err(|_| invalid_json())?.into_data() else { continue };
        let length = read.len() + piece.len();
        if length > bytes_max {
            return Err(too_large());
        }
        if length > SMALL_BYTES_MAX && taken.is_none() {
            taken = Some(room.take(announced.unwrap_or(bytes_max))?);
        }
        read.extend_from_slice(&piece);
    }
    Ok(read.into())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn request(room: &Room, bytes: usize) -> Request {
        let mut request = Request::new(Body::from(vec![b'x'; bytes]));
        request.extensions_mut().insert(room.clone());
        request
    }

    #[tokio::test]
    async fn large_bodies_are_refused_while_others_have_the_room_and_small_ones_never() {
        let room = Room(Arc::new(Semaphore::new(1_000)));
        let others = room.take(500 * 1024).expect("there is room");
        assert!(read_body(request(&room, 200_000), 512 * 1024).await.is_err());
        assert_eq!(read_body(request(&room, 60_000), 512 * 1024).await.expect("small").len(), 60_000);
        drop(others);
        assert_eq!(read_body(request(&room, 200_000), 512 * 1024).await.expect("room").len(), 200_000);
        assert_eq!(room.0.available_permits(), 1_000, "the room is given back");
        assert!(read_body(request(&room, 200_000), 100_000).await.is_err(), "too large for this route");
    }
}
