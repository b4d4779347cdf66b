//! One HTTP connection that is kept, as bare as can be, so that the generator leaves the processors to the server.

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const READ_BYTES: usize = 16 << 10;

/// A connection that asks one thing after the other.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    address: String,
    token: String,
}

impl Connection {
    /// Connects; every request carries the token.
    pub async fn open(address: &str, token: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::new(), address: address.to_owned(), token: token.to_owned() })
    }

    /// Sends one request and reads its answer: status and length of the body.
    pub async fn ask(&mut self, method: &str, path: &str, json: &str) -> anyhow::Result<(u16, usize)> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{json}",
            self.address,
            self.token,
            json.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    async fn answer(&mut self) -> anyhow::Result<(u16, usize)> {
        loop {
            if let Some(end) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                let head = std::str::from_utf8(&self.buffer[..end]).context("the head is no text")?;
                let status = head.get(9..12).and_then(|it| it.parse().ok()).context("no status")?;
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "))
                    .map_or(Ok(0), str::parse::<usize>)?;
                let whole = end + 4 + length;
                while self.buffer.len() < whole {
                    self.fill().await?;
                }
                self.buffer.drain(..whole);
                return Ok((status, length));
            }
            self.fill().await?;
        }
    }

    async fn fill(&mut self) -> anyhow::Result<()> {
        self.buffer.reserve(READ_BYTES);
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server hung up");
        }
        Ok(())
    }
}
