//! What a message waits for before it is accepted: leaks and the rules of operators, on one core.

mod policies;

use clap::Args;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Messages.
    #[arg(long, default_value_t = 50_000)]
    messages: usize,
}

/// Runs everything and prints a table.
pub fn run(options: &Options) -> anyhow::Result<()> {
    policies::run(options.messages)
}

/// Prints the middle, the hundredth slowest and the slowest of many times.
fn print_times(what: &str, times_ns: &mut [u64]) {
    times_ns.sort_unstable();
    let at = |share: f64| {
        times_ns[((times_ns.len() as f64 * share) as usize).min(times_ns.len() - 1)] as f64 / 1e3
    };
    println!("{what}: p50 {:.1} µs, p99 {:.1} µs, worst {:.1} µs", at(0.5), at(0.99), at(1.0));
}
