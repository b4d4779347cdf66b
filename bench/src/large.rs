//! A guild of 200,000 members, 2,000 of them on line: how long a member waits for READY and GUILD_CREATE, and what it
//! costs in memory.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use parvis_model::{ApplicationFlags, Intents, Permissions};
use parvis_testing::seed;

use crate::process::Measured;
use crate::socket::Receiver;
use crate::square;

const BATCH: usize = 10_000;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Members of the guild.
    #[arg(long, default_value_t = 200_000)]
    members: usize,
    /// Sessions that are open.
    #[arg(long, default_value_t = 2_000)]
    online: usize,
    /// Starts that are timed.
    #[arg(long, default_value_t = 25)]
    starts: usize,
    /// The server to measure; default: `parvis` beside this program.
    #[arg(long)]
    server: Option<PathBuf>,
}

/// Runs everything and prints a table.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let beside = std::env::current_exe()?.with_file_name("parvis");
    let server = options.server.clone().unwrap_or(beside);
    let app = square::open(folder.path()).await?;
    let listeners =
        seed::accounts(&app, "listener", options.online + options.starts, Some(ApplicationFlags::ALL)).await;
    let guild_id =
        seed::guild(&app, &listeners[0], Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES).await;
    for number in 0..50 {
        seed::channel(&app, guild_id, &format!("salon-{number}"), Vec::new()).await;
    }
    seed::join(&app, guild_id, &listeners[1..]).await;
    let mut made = listeners.len();
    while made < options.members {
        let count = BATCH.min(options.members - made);
        let people = seed::accounts(&app, &format!("m{made}x"), count, None).await;
        seed::join(&app, guild_id, &people).await;
        made += count;
    }
    app.store.close().await;

    let parvis = Measured::start(&server, &square::arguments(folder.path())).await?;
    let resting = parvis.resident_bytes()?;
    let intents = u64::from(
        (Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::GUILD_MEMBERS | Intents::GUILD_PRESENCES)
            .bits(),
    );
    let mut open = Vec::new();
    for listener in &listeners[..options.online] {
        open.push(Receiver::session(&parvis.address, &listener.token, intents).await?);
    }
    let mut times_us = Vec::new();
    for listener in &listeners[options.online..] {
        let start = Instant::now();
        open.push(Receiver::session(&parvis.address, &listener.token, intents).await?);
        times_us.push(u32::try_from(start.elapsed().as_micros())?);
    }
    times_us.sort_unstable();
    let grown = parvis.resident_bytes()? - resting;
    parvis.end().await?;
    println!("a guild of {} members, {} on line", options.members, options.online);
    println!(
        "  connect to GUILD_CREATE and first heartbeat: median {:.1} ms, worst {:.1} ms; memory grown by {:.0} MB",
        square::quantile(&times_us, 0.5) / 1e3,
        square::quantile(&times_us, 1.0) / 1e3,
        grown / 1e6
    );
    Ok(())
}
