//! A request body that does not wait for ever: a client that sends nothing for a while is given up.

use std::future::Future;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use tokio::time::{Sleep, sleep};

/// Longest pause between two pieces of a body.
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// The body of a request, with a limit on each pause.
pub struct TimedBody {
    inner: Incoming,
    // Only made when the client makes us wait: most bodies come in one piece.
    pause: Option<Pin<Box<Sleep>>>,
}

impl TimedBody {
    /// Puts the limit around a body.
    pub fn new(inner: Incoming) -> Self {
        Self { inner, pause: None }
    }
}

impl Body for TimedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.inner).poll_frame(cx) {
            self.pause = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(io::Error::other)));
        }
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(PAUSE_MAX)));
        match pause.as_mut().poll(cx) {
            Poll::Ready(()) => {
                let error = io::Error::new(ErrorKind::TimedOut, "the client stopped sending the body");
                Poll::Ready(Some(Err(error)))
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
