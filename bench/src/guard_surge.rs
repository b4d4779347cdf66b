//! November 2019 made small: weeks of some 250 removals a day, then 2,096 and 2,959 accounts of networks in two days,
//! with five reviewers. The decisions are values of `parvis-signals`; with `--server` they are played through the
//! real wing as well.

mod wing;

use std::time::Instant;

use anyhow::ensure;
use clap::Args;
use parvis_signals::simulation::surge::{self, Plan};

/// What to play.
#[derive(Args)]
pub struct Options {
    /// Where chance begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Also play the days through a server, its database and its API.
    #[arg(long)]
    server: bool,
}

/// Plays it, prints what happened, and fails when a goal is missed.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let start = Instant::now();
    let plan = Plan::november_2019(options.seed);
    let mut days = Vec::new();
    let figures = surge::run_with(&plan, |day| days.push(day.clone()));
    for (day, removals) in figures.removals.iter().enumerate() {
        println!("day {:>2} {removals:>5} {}", day + 1, "#".repeat(removals / 50));
    }
    let share = |[all, some]: [usize; 2]| some as f64 / all as f64;
    println!("decisions in clusters: {} (aim 300)", figures.decisions);
    println!("  worked by five people: {:.1} h (aim 20)", figures.worked_s as f64 / 3_600.0);
    println!("planted accounts removed: {} of {}", figures.planted[1], figures.planted[0]);
    println!("  a share of {:.3} (aim 0.95)", share(figures.planted));
    println!("  {} of {} who came back", figures.returned[1], figures.returned[0]);
    println!("  on the lists before review: {} planted, {} innocent", figures.listed[0], figures.listed[1]);
    println!("innocents touched: {} of {}", figures.innocents[1], figures.innocents[0]);
    println!("statements: {} for {} removals", figures.statements[1], figures.statements[0]);
    println!("restored by taking both days back: {}, left {}", figures.restored[0], figures.restored[1]);
    println!("took {:.1} s", start.elapsed().as_secs_f64());
    ensure!(figures.decisions <= 300, "too many decisions");
    ensure!(figures.worked_s <= 20 * 3_600, "too much work");
    ensure!(share(figures.planted) >= 0.95, "too few planted accounts were found");
    ensure!(share(figures.innocents) <= 0.002, "too many innocents were touched");
    ensure!(figures.statements[0] == figures.statements[1], "an account without a statement");
    ensure!(figures.restored == [figures.statements[0], 0], "not everybody was restored");
    ensure!(figures.by_one_person == 0, "one person alone decided on more than fifty accounts");
    ensure!(figures.preview_is_effect && figures.report_is_log, "preview, report and log differ");
    if options.server {
        println!("through the wing:");
        wing::play(&days).await?;
    }
    Ok(())
}
