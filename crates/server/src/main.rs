//! The program `parvis`.
#![forbid(unsafe_code)]

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::{Parser, Subcommand};
use parvis_app::clock::SystemClock;
use parvis_server::admin::{self, Order};
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
    /// Answers in JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server.
    Serve,
    /// Copies database and files into a new folder, while the server runs or not.
    Backup {
        /// The folder; it must be empty or new.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Puts a backup into an empty data folder.
    Restore {
        /// Folder of the backup.
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
    },
    /// Examines database, files and settings.
    Doctor,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let serving = matches!(cli.command, Command::Serve);
    let default = EnvFilter::new(if serving { "info" } else { "warn" });
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("PARVIS_LOG").unwrap_or(default))
        .with_writer(std::io::stderr)
        .init();
    let json = cli.json;
    match run(cli) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            if json {
                println!("{}", serde_json::json!({ "error": format!("{error:#}") }));
            } else {
                eprintln!("parvis: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<bool> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(async {
        let config = Config::load(cli.options)?;
        let outcome = match cli.command {
            Command::Serve => {
                serve(config).await?;
                return Ok(true);
            }
            Command::Backup { to } => {
                // The running server has another working folder.
                let to = std::path::absolute(&to).context("to: not a path")?;
                admin::give(&config, Order::Backup { to }, Arc::new(SystemClock)).await?
            }
            Command::Restore { from } => admin::restore(&config, &from)?,
            Command::Doctor => admin::give(&config, Order::Doctor, Arc::new(SystemClock)).await?,
        };
        if cli.json {
            println!("{}", outcome.json)
        } else {
            println!("{}", outcome.text)
        }
        Ok(outcome.ok)
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
