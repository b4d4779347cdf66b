//! From names to addresses.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

/// How names become addresses. Handed in, so that a test can be the name server that changes its mind.
pub trait Names: Send + Sync {
    /// All addresses of a name, in the order in which they are to be tried.
    fn addresses<'a>(
        &'a self,
        name: &'a str,
    ) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send + 'a>>;
}

/// Looked up by the operating system.
#[derive(Debug, Clone, Copy)]
pub struct Looked;

impl Names for Looked {
    fn addresses<'a>(
        &'a self,
        name: &'a str,
    ) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send + 'a>> {
        Box::pin(async move {
            // A port must be named and says nothing.
            let sockets = tokio::net::lookup_host((name, 0)).await?;
            Ok(sockets.map(|socket| socket.ip()).collect())
        })
    }
}
