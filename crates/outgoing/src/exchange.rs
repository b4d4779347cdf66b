//! One request on one connection of its own: connect to a checked address, ask, read the answer.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use crate::client::{Caps, Request};
use crate::error::Error;
use crate::target::Target;

/// All header lines of an answer together.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Header lines of an answer.
const HEADERS_MAX: usize = 100;
/// How long one of several addresses may take to answer before the next is tried.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
/// Addresses of one host that are tried.
const ADDRESSES_MAX: usize = 4;

/// Connects to the first of these addresses that answers. They have been checked, and no other is used.
pub(crate) async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, Error> {
    let mut last = Error::NotPublic;
    for address in addresses.iter().take(ADDRESSES_MAX) {
        match tokio::time::timeout(CONNECT_WITHIN, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Ok(Err(error)) => last = error.into(),
            Err(_) => last = Error::TooSlow,
        }
    }
    Err(last)
}

/// The task that moves a connection's bytes; ends with the request, whatever the other side still sends.
struct Driver(JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// An answer whose body is not read yet.
pub(crate) struct Head {
    pub(crate) response: hyper::Response<Incoming>,
    _driver: Driver,
}

/// Sends a request and waits for the head of the answer.
pub(crate) async fn ask(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    target: &Target,
    request: &Request,
) -> Result<Head, Error> {
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .handshake::<_, Full<Bytes>>(TokioIo::new(stream))
        .await?;
    let driver = Driver(tokio::spawn(async move {
        // The request itself learns of it.
        let _ = connection.await;
    }));
    let mut message = hyper::Request::new(Full::new(request.body.clone()));
    *message.method_mut() = request.method.clone();
    *message.uri_mut() =
        target.path_and_query().parse().map_err(|_| Error::Refused("the path is not one of HTTP"))?;
    *message.headers_mut() = request.headers.clone();
    let host = HeaderValue::from_str(target.authority())
        .map_err(|_| Error::Refused("the host is not one of HTTP"))?;
    message.headers_mut().insert(HOST, host);
    let response = sender.send_request(message).await?;
    Ok(Head { response, _driver: driver })
}

/// Reads the body as far as the caller wants it; whether it was cut.
pub(crate) async fn read(head: Head, caps: Caps) -> Result<(Bytes, bool), Error> {
    let Head { response, _driver } = head;
    let mut body = response.into_body();
    let mut read = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        let room = caps.body_bytes_max - read.len();
        if data.len() > room {
            if !caps.cuts {
                return Err(Error::TooLarge);
            }
            read.extend_from_slice(&data[..room]);
            return Ok((read.freeze(), true));
        }
        read.extend_from_slice(&data);
    }
    Ok((read.freeze(), false))
}
