//! `parvis-bench`: puts load on a server of its own on this machine, and on a baseline, and prints the ratio of both.
//!
//! Everything listens on 127.0.0.1 and ends with the run.
#![forbid(unsafe_code)]

mod baseline;
mod fanout;
mod process;
mod socket;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "parvis-bench", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// One message to many gateway sessions: CPU per delivery against a bare loop, latency, memory per session.
    Fanout(fanout::Options),
    /// The bare loop that `fanout` compares with; started by it.
    #[command(hide = true)]
    Baseline(baseline::Options),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Fanout(options) => tokio::runtime::Runtime::new()?.block_on(fanout::run(options)),
        Command::Baseline(options) => baseline::run(&options),
    }
}
