//! Why a request was not made, or has no answer.

/// What went wrong. The messages are for logs: whoever chose the address learns less.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not an address that is ever connected to: another scheme, a user name, a port that is not allowed, …
    #[error("the address is refused: {0}")]
    Refused(&'static str),
    /// The host is, or resolves to, nothing but addresses that are not public.
    #[error("the host has no public address")]
    NotPublic,
    /// The name does not resolve.
    #[error("the name does not resolve: {0}")]
    Name(std::io::Error),
    /// Nobody answers there, or the connection broke.
    #[error("no connection: {0}")]
    Connection(#[from] std::io::Error),
    /// What answers does not speak HTTP/1.1.
    #[error("no HTTP: {0}")]
    Protocol(#[from] hyper::Error),
    /// The certificates of this machine cannot be used.
    #[error("no certificates to check servers with: {0}")]
    Certificates(String),
    /// The answer did not come in time.
    #[error("too slow")]
    TooSlow,
    /// The answer is larger than the caller takes.
    #[error("too large")]
    TooLarge,
    /// The answer is compressed although that was not asked for.
    #[error("compressed")]
    Compressed,
    /// One redirect after the other.
    #[error("too many redirects")]
    TooManyRedirects,
    /// The host has as many of our requests as it gets at the same time.
    #[error("too many requests to this host at the same time")]
    Busy,
}
