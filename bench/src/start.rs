//! From the command to `readyz`, memory at rest, and the program's size.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::ensure;
use clap::Args;

use crate::http::Connection;
use crate::process::Measured;
use crate::square;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// How often to start.
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// The server to measure; default: `parvis` beside this program.
    #[arg(long)]
    server: Option<PathBuf>,
}

/// Runs everything and prints a table.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let beside = std::env::current_exe()?.with_file_name("parvis");
    let server = options.server.unwrap_or(beside);
    let demo =
        Command::new(&server).arg("demo").arg("--data").arg(folder.path()).stdout(Stdio::null()).status()?;
    ensure!(demo.success(), "the demo data could not be made");
    let mut times_us = Vec::new();
    let mut resident = 0.0_f64;
    for _ in 0..options.rounds {
        let start = Instant::now();
        let parvis = Measured::start(&server, &square::arguments(folder.path())).await?;
        let (status, _) = Connection::open(&parvis.address, "").await?.ask("GET", "/readyz", "").await?;
        ensure!(status == 200, "readyz answered with {status}");
        times_us.push(u32::try_from(start.elapsed().as_micros())?);
        tokio::time::sleep(Duration::from_millis(500)).await;
        resident = resident.max(parvis.resident_bytes()?);
        parvis.end().await?;
    }
    times_us.sort_unstable();
    println!("start on the demo data, {} rounds", options.rounds);
    println!(
        "  to readyz: median {:.0} ms, worst {:.0} ms; memory at rest {:.1} MB; program {:.1} MB",
        square::quantile(&times_us, 0.5) / 1e3,
        square::quantile(&times_us, 1.0) / 1e3,
        resident / 1e6,
        std::fs::metadata(&server)?.len() as f64 / 1e6
    );
    Ok(())
}
