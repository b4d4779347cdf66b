//! One message to many sessions: what a delivery costs the server, and what it costs a bare loop in the same run. The
//! two take turns, because the machine's pace changes by the second; the ratio is the median of the turns.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use parvis_app::clock::SystemClock;
use parvis_model::{ApplicationFlags, Intents, Permissions};
use parvis_server::Config;
use parvis_server::config::Options as ServerOptions;
use parvis_server::house::open_app;
use parvis_testing::seed;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::process::Measured;
use crate::socket::{Receiver, Tally};

/// How often the server and the bare loop take turns.
const TURNS: usize = 9;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Numbers of sessions.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 5_000])]
    sessions: Vec<usize>,
    /// Writes per turn, each of one frame or of eight.
    #[arg(long, default_value_t = 80_000)]
    writes: u64,
    /// Seconds of the latency measurement, with 20 messages per second.
    #[arg(long, default_value_t = 20)]
    latency_seconds: u64,
    /// The server to measure; default: `parvis` beside this program.
    #[arg(long)]
    server: Option<PathBuf>,
}

/// A guild that is ready to be listened to.
struct Square {
    folder: tempfile::TempDir,
    listeners: Vec<String>,
    speaker: String,
    channel_id: String,
}

/// CPU microseconds per delivery.
#[derive(Clone, Copy)]
struct Cost {
    user_us: f64,
    system_us: f64,
}

impl Cost {
    fn total_us(self) -> f64 {
        self.user_us + self.system_us
    }
}

/// Runs everything and prints one table per number of sessions.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let beside = std::env::current_exe()?.with_file_name("parvis");
    let server = options.server.clone().unwrap_or(beside);
    for sessions in &options.sessions {
        measure(&options, &server, *sessions).await?;
    }
    Ok(())
}

async fn measure(options: &Options, server: &std::path::Path, sessions: usize) -> anyhow::Result<()> {
    let square = square(sessions).await?;
    let data = square.folder.path().display().to_string();
    let arguments = ["serve", "--data", &data, "--listen", "127.0.0.1:0"].map(str::to_owned);
    let parvis = Measured::start(server, &arguments).await?;
    let tally = Arc::new(Tally::default());
    let speaker = Speaker::new(&parvis.address, &square);
    // What taking and storing a message costs when nobody listens: the first rounds only warm up.
    speaker.cost(&parvis, &tally, 0, 50, 1).await?;
    let post_single = speaker.cost(&parvis, &tally, 0, 400, 1).await?;
    let post_queued = speaker.cost(&parvis, &tally, 0, 100, 8).await?;
    let memory_before = warm_memory(&parvis, &square).await?;
    let mut tasks = JoinSet::new();
    let intents = (Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT).bits();
    for token in &square.listeners[1..] {
        let receiver = Receiver::session(&parvis.address, token, intents.into()).await?;
        tasks.spawn(receiver.count(Arc::clone(&tally), true));
    }
    let per_session = (parvis.resident_bytes()? - memory_before) / (sessions - 1) as f64;
    // One more, so that the number is round.
    let last = Receiver::session(&parvis.address, &square.listeners[0], intents.into()).await?;
    tasks.spawn(last.count(Arc::clone(&tally), true));

    speaker.round(&tally, sessions, 1).await?;
    let payload_bytes = tally.last_payload_bytes.load(Ordering::Relaxed);
    let mut bare = Bare::open(sessions, payload_bytes).await?;
    println!("fan-out to {sessions} sessions, payload {payload_bytes} bytes");
    for (name, frames, post) in
        [("one frame at a time", 1, post_single), ("eight frames queued", 8, post_queued)]
    {
        let rounds = (options.writes / sessions as u64).max(8);
        let mut turns = Vec::new();
        for _ in 0..TURNS {
            let ours = speaker.cost(&parvis, &tally, sessions, rounds, frames.into()).await?;
            turns.push((ours, bare.cost(rounds, frames).await?));
        }
        row(name, post.total_us() / sessions as f64, turns);
    }
    bare.close().await?;
    let (p50_ms, p99_ms) = speaker.latency(&tally, sessions, options.latency_seconds).await?;
    parvis.end().await?;
    tasks.shutdown().await;
    println!("  20 messages/s, post to receipt: p50 {p50_ms:.1} ms, p99 {p99_ms:.1} ms");
    println!("  memory per idle session: {:.1} kB", per_session / 1_000.0);
    Ok(())
}

/// `post_us`: what taking and storing the message costs, spread over its deliveries. The turn with the median ratio
/// speaks for all.
fn row(name: &str, post_us: f64, mut turns: Vec<(Cost, Cost)>) {
    let ratio = |(parvis, bare): &(Cost, Cost)| parvis.total_us() / bare.total_us();
    turns.sort_by(|left, right| ratio(left).total_cmp(&ratio(right)));
    let median = turns[turns.len() / 2];
    let (parvis, bare) = median;
    println!(
        "  {name}: {:.2} µs CPU per delivery (user {:.2}), of which {post_us:.2} for the request and its storage; bare \
         loop {:.2} µs; ratio {:.2} (turns from {:.2} to {:.2}), of the delivery alone {:.2}",
        parvis.total_us(),
        parvis.user_us,
        bare.total_us(),
        ratio(&median),
        ratio(&turns[0]),
        ratio(&turns[turns.len() - 1]),
        (parvis.total_us() - post_us) / bare.total_us()
    );
}

/// The first session makes the server load what all share; it is not counted.
async fn warm_memory(parvis: &Measured, square: &Square) -> anyhow::Result<f64> {
    let first =
        Receiver::session(&parvis.address, &square.listeners[0], Intents::GUILDS.bits().into()).await?;
    let bytes = parvis.resident_bytes()?;
    drop(first);
    Ok(bytes)
}

async fn square(sessions: usize) -> anyhow::Result<Square> {
    let folder = tempfile::tempdir()?;
    let options = ServerOptions { data: Some(folder.path().to_owned()), ..ServerOptions::default() };
    let app = open_app(&Config::load(options)?, Arc::new(SystemClock)).await?;
    let speaker = seed::accounts(&app, "speaker", 1, None).await.remove(0);
    let listeners = seed::accounts(&app, "listener", sessions, Some(ApplicationFlags::ALL)).await;
    let everyone = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
    let guild_id = seed::guild(&app, &speaker, everyone).await;
    let channel_id = seed::channel(&app, guild_id, "general", Vec::new()).await;
    seed::join(&app, guild_id, &listeners).await;
    app.store.close().await;
    Ok(Square {
        folder,
        listeners: listeners.into_iter().map(|listener| listener.token).collect(),
        speaker: speaker.token,
        channel_id: channel_id.to_string(),
    })
}

/// Somebody who posts messages.
#[derive(Clone)]
struct Speaker {
    http: reqwest::Client,
    url: String,
    token: String,
}

impl Speaker {
    fn new(address: &str, square: &Square) -> Self {
        let url = format!("http://{address}/api/v10/channels/{}/messages", square.channel_id);
        Self { http: reqwest::Client::new(), url, token: square.speaker.clone() }
    }

    async fn post(&self, content: String) -> anyhow::Result<()> {
        let request = self.http.post(&self.url).header("authorization", &self.token);
        let response = request.json(&json!({ "content": content })).send().await?;
        anyhow::ensure!(response.status().is_success(), "a message was answered with {}", response.status());
        response.bytes().await?;
        Ok(())
    }

    /// Posts so many messages at once and waits until everybody has all of them.
    async fn round(&self, tally: &Tally, sessions: usize, frames: u64) -> anyhow::Result<()> {
        let mut posting = JoinSet::new();
        for _ in 0..frames {
            let speaker = self.clone();
            let content = "A message of ordinary length, as people write them.".to_owned();
            posting.spawn(async move { speaker.post(content).await });
        }
        tally.more(frames * sessions as u64).await;
        while let Some(posted) = posting.join_next().await {
            posted??;
        }
        Ok(())
    }

    async fn cost(
        &self,
        parvis: &Measured,
        tally: &Tally,
        sessions: usize,
        rounds: u64,
        frames: u64,
    ) -> anyhow::Result<Cost> {
        let before = parvis.cpu_us()?;
        for _ in 0..rounds {
            self.round(tally, sessions, frames).await?;
        }
        // Without listeners: per message.
        Ok(cost(before, parvis.cpu_us()?, rounds * frames * sessions.max(1) as u64))
    }

    /// 20 messages per second; how long each of their deliveries took.
    async fn latency(&self, tally: &Tally, sessions: usize, seconds: u64) -> anyhow::Result<(f64, f64)> {
        let mut tick = tokio::time::interval(Duration::from_millis(50));
        for number in 0..seconds * 20 {
            tick.tick().await;
            tally.sent_at.lock().push(Instant::now());
            self.post(format!("m{number} and some more words that people write")).await?;
        }
        tally.more(seconds * 20 * sessions as u64).await;
        let mut latencies = std::mem::take(&mut *tally.latencies_us.lock());
        latencies.sort_unstable();
        let at = |part: f64| -> anyhow::Result<f64> {
            let index = ((latencies.len() as f64 - 1.0) * part) as usize;
            Ok(f64::from(*latencies.get(index).context("nothing was delivered")?) / 1_000.0)
        };
        Ok((at(0.5)?, at(0.99)?))
    }
}

fn cost(before: (f64, f64), after: (f64, f64), deliveries: u64) -> Cost {
    Cost {
        user_us: (after.0 - before.0) / deliveries as f64,
        system_us: (after.1 - before.1) / deliveries as f64,
    }
}

/// The bare loop in a process of its own, with its sockets.
struct Bare {
    process: Measured,
    tally: Arc<Tally>,
    receivers: JoinSet<()>,
    command: TcpStream,
    sockets: u64,
}

impl Bare {
    async fn open(sockets: usize, payload_bytes: u64) -> anyhow::Result<Self> {
        let arguments = [
            "baseline".to_owned(),
            format!("--sockets={sockets}"),
            format!("--payload-bytes={payload_bytes}"),
        ];
        let process = Measured::start(&std::env::current_exe()?, &arguments).await?;
        let tally = Arc::new(Tally::default());
        let mut receivers = JoinSet::new();
        for _ in 0..sockets {
            let receiver = Receiver::plain(&process.address).await?;
            receivers.spawn(receiver.count(Arc::clone(&tally), true));
        }
        let command = TcpStream::connect(&process.address).await?;
        command.set_nodelay(true)?;
        let mut bare = Self { process, tally, receivers, command, sockets: sockets as u64 };
        bare.round(1).await?;
        Ok(bare)
    }

    async fn round(&mut self, frames: u8) -> anyhow::Result<()> {
        self.command.write_all(&[frames]).await?;
        self.tally.more(u64::from(frames) * self.sockets).await;
        Ok(())
    }

    async fn cost(&mut self, rounds: u64, frames: u8) -> anyhow::Result<Cost> {
        let before = self.process.cpu_us()?;
        for _ in 0..rounds {
            self.round(frames).await?;
        }
        Ok(cost(before, self.process.cpu_us()?, rounds * u64::from(frames) * self.sockets))
    }

    async fn close(mut self) -> anyhow::Result<()> {
        self.process.end().await?;
        self.receivers.shutdown().await;
        Ok(())
    }
}
