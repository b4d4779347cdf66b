//! The program `parvis`.

use std::sync::Arc;

use anyhow::Context;
use clap::{Parser, Subcommand};
use parvis_app::clock::SystemClock;
use parvis_server::config::Options;
use parvis_server::{Config, House};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// The public square that a community owns.
#[derive(Parser)]
#[command(name = "parvis", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server.
    Serve,
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("PARVIS_LOG").unwrap_or_else(|_| EnvFilter::new("info")))
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve => serve(Config::load(cli.options)?).await,
        }
    })
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen to SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen to SIGINT")?;
    let house = House::open(&config, Arc::new(SystemClock)).await?;
    println!("Parvis is ready at http://{}", house.address);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping");
    house.close().await;
    Ok(())
}
