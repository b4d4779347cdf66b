//! `parvis-bench`: puts load on a server of its own on this machine, and on a baseline, and prints the ratio of both.
//!
//! Everything listens on 127.0.0.1 and ends with the run.
#![forbid(unsafe_code)]

mod automod;
mod baseline;
mod directory;
mod fanout;
mod geography;
mod guard_surge;
mod history;
mod http;
mod interactions;
mod large;
mod likeness;
mod print;
mod process;
mod screening;
mod send;
mod signals;
mod socket;
mod square;
mod start;

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
    /// Acknowledged messages per second, against inserts through the store alone.
    Send(send::Options),
    /// The last 50 messages of a channel among two million.
    History(history::Options),
    /// The map at 100,000 areas and 50,000 groups.
    Directory(directory::Options),
    /// Points, names and an import at 100,000 polygons.
    Geography(geography::Options),
    /// Two days on which 5,055 accounts of networks are removed in clusters.
    GuardSurge(guard_surge::Options),
    /// A guild of 200,000 members.
    Large(large::Options),
    /// Known texts, pictures, clips and names among millions.
    Likeness(likeness::Options),
    /// From an invocation to the bot and back; commands in bulk; webhooks against messages.
    Interactions(interactions::Options),
    /// Sheets of paper: from a description to a PDF.
    Print(print::Options),
    /// All rules that a guild may have, on one message.
    Automod(automod::Options),
    /// What a message waits for: leaks and operators' rules.
    Screening(screening::Options),
    /// Alarms, scores, accounts that come back, mirrors: on communities in which nobody exists.
    Signals(signals::Options),
    /// Start, memory at rest, size.
    Start(start::Options),
    /// The bare loop that `fanout` compares with; started by it.
    #[command(hide = true)]
    Baseline(baseline::Options),
}

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    match Cli::parse().command {
        Command::Fanout(options) => runtime.block_on(fanout::run(options)),
        Command::Send(options) => runtime.block_on(send::run(options)),
        Command::History(options) => runtime.block_on(history::run(options)),
        Command::Directory(options) => runtime.block_on(directory::run(options)),
        Command::Geography(options) => geography::run(&options),
        Command::GuardSurge(options) => runtime.block_on(guard_surge::run(&options)),
        Command::Likeness(options) => likeness::run(&options),
        Command::Large(options) => runtime.block_on(large::run(options)),
        Command::Interactions(options) => runtime.block_on(interactions::run(options)),
        Command::Print(options) => print::run(&options),
        Command::Automod(options) => automod::run(&options),
        Command::Screening(options) => screening::run(&options),
        Command::Signals(options) => signals::run(&options),
        Command::Start(options) => runtime.block_on(start::run(options)),
        Command::Baseline(options) => baseline::run(&options),
    }
}
