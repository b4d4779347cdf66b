//! The last 50 messages of a channel in a database of two million.

use std::path::Path;
use std::time::{Duration, Instant};

use clap::Args;
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Message, Permissions, Timestamp};
use parvis_store::tables;
use parvis_testing::seed;
use tokio::task::JoinSet;

use crate::http::Connection;
use crate::process::Measured;
use crate::square::{self, Site};

const BATCH: usize = 5_000;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Messages in the database.
    #[arg(long, default_value_t = 2_000_000)]
    messages: usize,
    /// Channels over which they are spread.
    #[arg(long, default_value_t = 200)]
    channels: usize,
    /// Concurrent readers.
    #[arg(long, default_value_t = 16)]
    readers: usize,
    /// Seconds of the measurement.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    #[command(flatten)]
    site: Site,
}

/// Runs everything and prints a table.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let (folder, server) = options.site.prepare()?;
    let (token, channels) = fill(folder.path(), &options).await?;
    let parvis = Measured::start(&server, &square::arguments(folder.path())).await?;
    let until = Instant::now() + Duration::from_secs(options.seconds);
    let mut tasks = JoinSet::new();
    for reader in 0..options.readers {
        let mut connection = Connection::open(&parvis.address, &token).await?;
        let channels = channels.clone();
        tasks.spawn(async move {
            let mut waits_us = Vec::new();
            let mut turn = reader;
            let mut bytes = 0;
            while Instant::now() < until {
                // A stride without a common factor visits every channel, each reader in an order of its own.
                turn = (turn * 31 + 17) % channels.len();
                let path = format!("/api/v10/channels/{}/messages?limit=50", channels[turn]);
                let start = Instant::now();
                let (status, length) = connection.ask("GET", &path, "").await?;
                anyhow::ensure!(status == 200 && length > 10_000, "answered with {status}, {length} bytes");
                bytes += length;
                waits_us.push(u32::try_from(start.elapsed().as_micros())?);
            }
            Ok((waits_us, bytes))
        });
    }
    let (mut waits_us, mut bytes) = (Vec::new(), 0);
    while let Some(done) = tasks.join_next().await {
        let (waits, length) = done??;
        waits_us.extend(waits);
        bytes += length;
    }
    parvis.end().await?;
    waits_us.sort_unstable();
    println!(
        "last 50 of a channel, {} messages in the database, {} readers",
        options.messages, options.readers
    );
    println!(
        "  {:.0}/s of {:.0} kB, p50 {:.2} ms, p99 {:.2} ms",
        waits_us.len() as f64 / options.seconds as f64,
        bytes as f64 / waits_us.len() as f64 / 1e3,
        square::quantile(&waits_us, 0.5) / 1e3,
        square::quantile(&waits_us, 0.99) / 1e3
    );
    Ok(())
}

async fn fill(folder: &Path, options: &Options) -> anyhow::Result<(String, Vec<Id<ChannelMarker>>)> {
    let app = square::open(folder).await?;
    let people = seed::accounts(&app, "person", 50, None).await;
    let everyone = Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
    let guild_id = seed::guild(&app, &people[0], everyone).await;
    seed::join(&app, guild_id, &people[1..]).await;
    let mut channels = Vec::new();
    for number in 0..options.channels {
        channels.push(seed::channel(&app, guild_id, &format!("salon-{number}"), Vec::new()).await);
    }
    let mut number = 0;
    while number < options.messages {
        let end = (number + BATCH).min(options.messages);
        let batch: Vec<_> = (number..end)
            .map(|number| {
                let author = people[number % people.len()].user.clone();
                let at = Timestamp::from_unix_ms(app.now_ms());
                let mut message = Message::new(app.ids.next(), channels[number % channels.len()], author, at);
                message.content =
                    format!("Message {number}: a sentence of the length that people write on a weekday.");
                message
            })
            .collect();
        app.store
            .write(0, move |tx| {
                for mut message in batch {
                    let head = tables::channels::next_message(tx, message.channel_id, message.id)?;
                    let (seq, id) = head.expect("the channel was just made");
                    message.id = id;
                    tables::messages::insert(tx, &message, seq, None)?;
                }
                Ok::<_, parvis_store::StoreError>(())
            })
            .await?;
        number = end;
    }
    app.store.close().await;
    Ok((people[0].token.clone(), channels))
}
