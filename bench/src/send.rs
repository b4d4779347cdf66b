//! Acknowledged and synced messages per second through HTTP, against group-committed inserts of the same rows through
//! the store alone, on the same disk in the same run; and one sender's wait against one sync.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{Id, Message, Permissions, Timestamp, User};
use parvis_store::{Store, StoreError, tables};
use parvis_testing::seed;
use tokio::task::JoinSet;

use crate::http::Connection;
use crate::process::Measured;
use crate::square::{self, Site};

const CONTENT: &str = "Une phrase d’une longueur ordinaire, comme on en écrit beaucoup dans un salon de quartier, avec \
                       un peu de contexte et une question à la fin, pour que quelqu’un réponde ce soir ?";
/// How often one sender and bare syncs take turns, because the disk's pace changes by the second.
const TURNS: u32 = 9;
/// Syncs in one turn.
const SYNCS: usize = 100;
const CHANNELS: usize = 16;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Concurrent senders.
    #[arg(long, default_value_t = 64)]
    senders: usize,
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    #[command(flatten)]
    site: Site,
}

/// Runs everything and prints a table.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let (folder, server) = options.site.prepare()?;
    let app = square::open(&folder.path().join("http")).await?;
    let senders = seed::accounts(&app, "sender", options.senders, None).await;
    let guild_id =
        seed::guild(&app, &senders[0], Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES).await;
    seed::join(&app, guild_id, &senders[1..]).await;
    let mut channels = Vec::new();
    for number in 0..CHANNELS {
        channels.push(seed::channel(&app, guild_id, &format!("salon-{number}"), Vec::new()).await);
    }
    app.store.close().await;
    let run = Duration::from_secs(options.seconds);

    let bare = inserts(&folder.path().join("bare"), &senders, &channels, run).await?;
    let parvis = Measured::start(&server, &square::arguments(&folder.path().join("http"))).await?;
    let mut turns = Vec::new();
    for _ in 0..TURNS {
        let sync_us = one_sync_us(folder.path())?;
        let (_, mut lone_us) = over_http(&parvis, &senders[..1], &channels, run / 2 / TURNS).await?;
        lone_us.sort_unstable();
        let lone_us = square::quantile(&lone_us, 0.5);
        let answer_us = one_answer_us(&parvis, &senders[0].token, channels[0]).await?;
        turns.push(Turn { lone_us, sync_us, answer_us });
    }
    let cpu_before = parvis.cpu_us()?;
    let (sent, mut waits_us) = over_http(&parvis, &senders, &channels, run).await?;
    let cpu_after = parvis.cpu_us()?;
    waits_us.sort_unstable();
    parvis.end().await?;

    let per_second = sent as f64 / run.as_secs_f64();
    let bare_per_second = bare as f64 / run.as_secs_f64();
    let cpu_us = (cpu_after.0 + cpu_after.1 - cpu_before.0 - cpu_before.1) / sent as f64;
    println!("acknowledged messages per second, synced, {} senders", options.senders);
    println!(
        "  over HTTP {per_second:.0}/s, group-committed inserts alone {bare_per_second:.0}/s, ratio {:.2}",
        per_second / bare_per_second
    );
    println!(
        "  wait p50 {:.1} ms, p99 {:.1} ms; server CPU {cpu_us:.0} µs per message",
        square::quantile(&waits_us, 0.5) / 1e3,
        square::quantile(&waits_us, 0.99) / 1e3
    );
    lone_row(turns);
    Ok(())
}

/// Medians of one turn.
struct Turn {
    /// Of one sender's waits.
    lone_us: f64,
    /// Of one sync.
    sync_us: f64,
    /// Of answers to questions about what is in memory: what the way there and back takes on this machine.
    answer_us: f64,
}

/// One sender's median wait beside one sync's, by turns: the turn with the median ratio speaks for all.
fn lone_row(mut turns: Vec<Turn>) {
    let ratio = |turn: &Turn| turn.lone_us / turn.sync_us;
    turns.sort_by(|left, right| ratio(left).total_cmp(&ratio(right)));
    let median = &turns[turns.len() / 2];
    println!(
        "  one sender: p50 {:.0} µs; one sync p50 {:.0} µs, ratio {:.2} (turns from {:.2} to {:.2}); an answer from memory \
         {:.0} µs, ratio to both {:.2}",
        median.lone_us,
        median.sync_us,
        ratio(median),
        ratio(&turns[0]),
        ratio(&turns[turns.len() - 1]),
        median.answer_us,
        median.lone_us / (median.sync_us + median.answer_us)
    );
}

/// Median of an answer that needs neither the database nor the disk, in microseconds.
async fn one_answer_us(parvis: &Measured, token: &str, channel_id: Id<ChannelMarker>) -> anyhow::Result<f64> {
    let path = format!("/api/v10/channels/{channel_id}");
    let mut connection = Connection::open(&parvis.address, token).await?;
    let mut times_us = Vec::with_capacity(SYNCS);
    for _ in 0..SYNCS {
        let start = Instant::now();
        let (status, _) = connection.ask("GET", &path, "").await?;
        anyhow::ensure!(status == 200, "a channel was answered with {status}");
        times_us.push(u32::try_from(start.elapsed().as_micros())?);
    }
    times_us.sort_unstable();
    Ok(square::quantile(&times_us, 0.5))
}

/// Median of one appended page with its sync, in microseconds: what a commit cannot do without.
fn one_sync_us(folder: &Path) -> anyhow::Result<f64> {
    let mut file = File::create(folder.join("sync"))?;
    let page = [7_u8; 8_192];
    let mut times_us = Vec::with_capacity(SYNCS);
    for _ in 0..SYNCS {
        let start = Instant::now();
        file.write_all(&page)?;
        file.sync_data()?;
        times_us.push(u32::try_from(start.elapsed().as_micros())?);
    }
    times_us.sort_unstable();
    Ok(square::quantile(&times_us, 0.5))
}

/// The same rows through the store alone: what the engine and the disk can do.
async fn inserts(
    folder: &Path,
    senders: &[seed::Seeded],
    channels: &[Id<ChannelMarker>],
    run: Duration,
) -> anyhow::Result<u64> {
    let app = square::open(folder).await?;
    let authors = seed::accounts(&app, "sender", senders.len(), None).await;
    let guild_id = seed::guild(&app, &authors[0], Permissions::VIEW_CHANNEL).await;
    let mut made = Vec::new();
    for _ in channels {
        made.push(seed::channel(&app, guild_id, "salon", Vec::new()).await);
    }
    let count = Arc::new(AtomicU64::new(0));
    let until = Instant::now() + run;
    let mut tasks = JoinSet::new();
    for (number, author) in authors.iter().enumerate() {
        let (app, count, author, channel_id) =
            (app.clone(), Arc::clone(&count), author.user.clone(), made[number % made.len()]);
        tasks.spawn(async move {
            while Instant::now() < until {
                let id = app.ids.next();
                insert(&app.store, channel_id, author.clone(), id).await?;
                count.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, StoreError>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    app.store.close().await;
    Ok(count.load(Ordering::Relaxed))
}

async fn insert(
    store: &Store,
    channel_id: Id<ChannelMarker>,
    author: User,
    id: Id<MessageMarker>,
) -> Result<(), StoreError> {
    store
        .write(0, move |tx| {
            let Some((seq, id)) = tables::channels::next_message(tx, channel_id, id)? else {
                return Err(StoreError::Closed);
            };
            let at = Timestamp::from_unix_ms(id.created_unix_ms());
            let mut message = Message::new(id, channel_id, author, at);
            message.content = CONTENT.to_owned();
            tables::messages::insert(tx, &message, seq, None)
        })
        .await
}

async fn over_http(
    parvis: &Measured,
    senders: &[seed::Seeded],
    channels: &[Id<ChannelMarker>],
    run: Duration,
) -> anyhow::Result<(u64, Vec<u32>)> {
    let until = Instant::now() + run;
    let mut tasks = JoinSet::new();
    for (number, sender) in senders.iter().enumerate() {
        let path = format!("/api/v10/channels/{}/messages", channels[number % channels.len()]);
        let mut connection = Connection::open(&parvis.address, &sender.token).await?;
        tasks.spawn(async move {
            let body = format!(r#"{{"content":"{CONTENT}"}}"#);
            let mut waits_us = Vec::new();
            while Instant::now() < until {
                let start = Instant::now();
                let (status, _) = connection.ask("POST", &path, &body).await?;
                anyhow::ensure!(status == 200, "a message was answered with {status}");
                waits_us.push(u32::try_from(start.elapsed().as_micros())?);
            }
            Ok(waits_us)
        });
    }
    let mut waits_us = Vec::new();
    while let Some(done) = tasks.join_next().await {
        waits_us.extend(done??);
    }
    Ok((waits_us.len() as u64, waits_us))
}
