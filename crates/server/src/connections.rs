//! The accept loop: HTTP/1.1 connections with bounded headers and time, and an orderly end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use parvis_api::rate::Peer;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

use crate::front::Front;
use crate::timed_body::TimedBody;

/// Headers must be there within this time: a client that drips them is let go.
const HEADERS_WITHIN: Duration = Duration::from_secs(15);
const HEADER_BUFFER_BYTES: usize = 32 * 1024;
/// After a failed accept (no descriptors left) the loop waits before it tries again.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop` turns true, then lets requests under way finish and returns.
pub async fn serve(listener: TcpListener, front: Front, mut stop: watch::Receiver<bool>) {
    // Every connection holds a sender; when the last one is gone, `recv` ends.
    let (alive, mut all_gone) = mpsc::channel::<Infallible>(1);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = connection(stream, peer, front.clone(), stop.clone());
                let alive = alive.clone();
                tokio::spawn(async move {
                    connection.await;
                    drop(alive);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    drop(alive);
    all_gone.recv().await;
}

async fn connection(stream: TcpStream, peer: SocketAddr, front: Front, mut stop: watch::Receiver<bool>) {
    // Answers and events are small and must not wait for one another.
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let service = service_fn(move |request: Request<Incoming>| {
        let front = front.clone();
        async move { Ok::<Response<Body>, Infallible>(front.answer(with_peer(request, peer)).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_buf_size(HEADER_BUFFER_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(connection);
    let finished = tokio::select! {
        result = connection.as_mut() => Some(result),
        _ = stop.wait_for(|stop| *stop) => None,
    };
    let result = match finished {
        Some(result) => result,
        None => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(%error, "a connection ended early");
    }
}

fn with_peer(request: Request<Incoming>, peer: SocketAddr) -> Request<Body> {
    let mut request = request.map(|body| Body::new(TimedBody::new(body)));
    request.extensions_mut().insert(Peer(peer));
    request
}
