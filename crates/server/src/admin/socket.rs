//! The socket `admin.sock` in the data folder: one order per connection, as one line of JSON each way.
//!
//! Whoever may write into the data folder may do everything anyway; the file mode says so.

use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, watch};

use super::progress::Shown;
use super::{Hall, Order, Outcome, Step, carry_out};

const LINE_BYTES_MAX: u64 = 1024 * 1024;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    /// How far it is; something follows.
    Progress(Step),
    Done(Outcome),
    Failed(String),
}

fn path_in(data: &Path) -> PathBuf {
    data.join("admin.sock")
}

/// Listens for orders until the server stops.
pub fn listen(hall: Hall, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let path = path_in(&hall.config.data);
    // The lock on the database says that no other server is alive, so a socket that is there is a dead one's.
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot remove the old {}", path.display()));
        }
        _ => {}
    }
    let listener = UnixListener::bind(&path).with_context(|| format!("cannot make {}", path.display()))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))
        .with_context(|| format!("cannot protect {}", path.display()))?;
    tokio::spawn(async move {
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stop.wait_for(|stop| *stop) => break,
            };
            let Ok((stream, _)) = accepted else { continue };
            let hall = hall.clone();
            tokio::spawn(async move {
                if let Err(error) = answer(stream, &hall).await {
                    tracing::warn!(%error, "an administrative order was not answered");
                }
            });
        }
        let _ = std::fs::remove_file(&path);
    });
    Ok(())
}

async fn answer(mut stream: UnixStream, hall: &Hall) -> anyhow::Result<()> {
    let mut line = String::new();
    let (reader, mut writer) = stream.split();
    BufReader::new(reader.take(LINE_BYTES_MAX)).read_line(&mut line).await?;
    let reply = match serde_json::from_str::<Order>(&line) {
        Ok(order) => {
            let (progress, mut steps) = mpsc::unbounded_channel::<Step>();
            let mut carried_out = std::pin::pin!(carry_out(hall, order, &progress));
            let outcome = loop {
                tokio::select! {
                    Some(step) = steps.recv() => write_line(&mut writer, &Reply::Progress(step)).await?,
                    outcome = &mut carried_out => break outcome,
                }
            };
            outcome.map_or_else(|error| Reply::Failed(format!("{error:#}")), Reply::Done)
        }
        Err(error) => Reply::Failed(format!("the running server does not know this order: {error}")),
    };
    write_line(&mut writer, &reply).await
}

async fn write_line(writer: &mut (impl AsyncWriteExt + Unpin), reply: &Reply) -> anyhow::Result<()> {
    let mut line = serde_json::to_string(reply)?;
    line.push('\n');
    writer.write_all(line.as_bytes()).await?;
    Ok(())
}

/// Sends an order to the server that runs on this data folder; `None` when none does.
pub async fn send(data: &Path, order: &Order) -> anyhow::Result<Option<Outcome>> {
    let path = path_in(data);
    let mut stream = match UnixStream::connect(&path).await {
        Ok(stream) => stream,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        Err(error) => {
            return Err(error).with_context(|| format!("cannot reach the server at {}", path.display()));
        }
    };
    let mut line = serde_json::to_string(order)?;
    line.push('\n');
    stream.write_all(line.as_bytes()).await?;
    let mut replies = BufReader::new(stream).lines();
    let mut shown = Shown::on_terminal();
    while let Some(reply) = replies.next_line().await? {
        match serde_json::from_str(&reply).context("the server answered in words of another version")? {
            Reply::Progress(step) => shown.show(&step),
            Reply::Done(outcome) => return Ok(Some(outcome)),
            Reply::Failed(reason) => return Err(anyhow!(reason)),
        }
    }
    bail!("the server stopped before it answered")
}
