//! The command line: what can be asked of the program, and how answers and errors are shown.
//!
//! It must not know how anything is done: orders go to `admin`, the server is `House`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::{Parser, Subcommand};
use parvis_app::clock::SystemClock;
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::admin::{
    self, BotOrder, FlagOrder, GuardOrder, GuildOrder, ImportOrder, InviteOrder, MapOrder, Order, Outcome,
    SheetOrder, SwitchOrder, UserOrder,
};
use crate::config::Options;
use crate::{Config, House, demo, terminal};

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
    /// Accounts: create, list, show, password, logout, delete.
    #[command(subcommand)]
    User(UserOrder),
    /// Guilds: create, list, show, delete.
    #[command(subcommand)]
    Guild(GuildOrder),
    /// Bots: create, add, list, token.
    #[command(subcommand)]
    Bot(BotOrder),
    /// Invitations: create, list, revoke.
    #[command(subcommand)]
    Invite(InviteOrder),
    /// Sheets of paper that lead to a guild: make, list, revoke.
    #[command(subcommand)]
    Sheet(SheetOrder),
    /// What channels do by themselves: show, set, log, undo.
    #[command(subcommand)]
    Switch(SwitchOrder),
    /// Reports, cases and decisions: moderator.
    #[command(subcommand)]
    Guard(GuardOrder),
    /// The map of groups: show, moderators, dark, light.
    #[command(subcommand)]
    Map(MapOrder),
    /// Brings in what stands in files: areas.
    #[command(subcommand)]
    Import(ImportOrder),
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
    /// Fills an empty data folder with an invented community, to look around in.
    Demo {
        /// The same number gives the same community.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

/// Does what the command line says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let default = EnvFilter::new(if matches!(cli.command, Command::Serve) { "info" } else { "warn" });
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("PARVIS_LOG").unwrap_or(default))
        .with_writer(std::io::stderr)
        .init();
    let json = cli.json;
    match run(cli) {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(outcome)) => {
            if json {
                println!("{}", terminal::json(&outcome.json));
            } else {
                println!("{}", terminal::lines(&outcome.text));
            }
            if outcome.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            let reason = format!("{error:#}");
            if json {
                println!("{}", terminal::json(&json!({ "error": reason })));
            } else {
                eprintln!("parvis: {}", terminal::lines(&reason));
            }
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<Option<Outcome>> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(async {
        let config = Config::load(cli.options)?;
        let clock = Arc::new(SystemClock);
        let order = match cli.command {
            Command::Serve => return serve(&config).await.map(|()| None),
            Command::Restore { from } => return admin::restore(&config, &from).map(Some),
            Command::Demo { seed } => return demo::demo(&config, clock, seed).await.map(Some),
            Command::User(order) => Order::User(order),
            Command::Guild(order) => Order::Guild(order),
            Command::Bot(order) => Order::Bot(order),
            Command::Invite(order) => Order::Invite(order),
            Command::Switch(order) => Order::Switch(order),
            Command::Sheet(order) => Order::Sheet(with_whole_path(order)?),
            Command::Map(MapOrder::Flag(FlagOrder::Set { file })) if file != Path::new("none") => {
                let file = std::path::absolute(&file).context("file: not a path")?;
                Order::Map(MapOrder::Flag(FlagOrder::Set { file }))
            }
            Command::Guard(order) => Order::Guard(order),
            Command::Map(order) => Order::Map(order),
            Command::Import(ImportOrder::Areas { file, levels, parent }) => {
                let file = std::path::absolute(&file).context("file: not a path")?;
                Order::Import(ImportOrder::Areas { file, levels, parent })
            }
            // The running server has another working folder.
            Command::Backup { to } => {
                Order::Backup { to: std::path::absolute(&to).context("to: not a path")? }
            }
            Command::Doctor => Order::Doctor,
        };
        admin::give(&config, order, clock).await.map(Some)
    })
}

/// The running server has another working folder.
fn with_whole_path(order: SheetOrder) -> anyhow::Result<SheetOrder> {
    Ok(match order {
        SheetOrder::Make { guild, kind, languages, channel, label, to } => {
            let to = to.map(std::path::absolute).transpose().context("to: not a path")?;
            SheetOrder::Make { guild, kind, languages, channel, label, to }
        }
        other => other,
    })
}

async fn serve(config: &Config) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen to SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen to SIGINT")?;
    let house = House::open(config, Arc::new(SystemClock)).await?;
    println!("Parvis is ready at http://{}", house.address);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping");
    house.close().await;
    Ok(())
}
