//! What is out of the ordinary: alarms, scores, accounts that come back and mirrors, on made-up communities, beside the
//! aims. Everything begins at a seed and gives the same figures each time; only the times differ.

use std::time::{Duration, Instant};

use clap::Args;
use parvis_signals::simulation::{accounts, fairness, migration, network, raids, tags};

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Where chance begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Posts of the day of mirrors.
    #[arg(long, default_value_t = 1_000_000)]
    posts: usize,
}

/// Runs everything and prints a line for each figure.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let start = Instant::now();
    let clock = || start.elapsed();
    alarms(options.seed, clock);
    people(options.seed, clock);
    mirrors(options, clock);
    Ok(())
}

fn alarms(seed: u64, clock: impl Fn() -> Duration) {
    let plan = tags::Plan { tags: 3_000, days: 28, bursts: 300, seed };
    let found = tags::run(&plan, clock);
    println!(
        "tags: {:.2} false alarms in 1,000 tag-days (aim 5; heavy-tailed half {} of {}), recall {:.3} (aim 0.9), \
         median delay {} h, {:.1} µs an hour of a tag",
        found.false_alarms_per_1000_days(),
        found.false_alarms_heavy,
        found.false_alarms,
        found.recall(),
        median(&found.delays_h),
        found.per_count.as_nanos() as f64 / 1e3
    );
    println!("  in the first week of a tag: {} alarms of {} tags", found.false_alarms_first_week, plan.tags);
    let found = migration::run(40, 6, seed);
    println!(
        "inbound migration: {} of {} waves within 24 h, median {} h; {} false alerts in {:.0} months (aim 1 each)",
        found.found,
        found.waves,
        median(&found.delays_h),
        found.false_alerts,
        found.months
    );
}

fn people(seed: u64, clock: impl Fn() -> Duration) {
    let found = raids::run(20, 10, 2_000, seed);
    println!(
        "raids: {} of {} within {} s (median {} s), {} of {} raiders held back; {} of {} surges taken for one; \
         {} of {} innocents held back; {:.1} false alarms in 1,000 days",
        found.found,
        found.raids,
        raids::FOUND_MAX_S,
        median(&found.delays_s),
        found.raiders[1],
        found.raiders[0],
        found.surges_locked,
        found.surges,
        found.innocents[1],
        found.innocents[0],
        found.false_alarms_per_1000_days
    );
    let found = fairness::run(1_000_000, seed);
    println!(
        "fairness: {:?} of {} held back in each cohort, ratio {:.3}; one point short of it {:.3} (aim 1.25); without \
         regard to common names {:.2}",
        found.held_back,
        found.people,
        found.ratio(),
        found.nearly_ratio(),
        found.ratio_without_rarity()
    );
    let found = accounts::run(3_000, 600, 20_000, seed, clock);
    println!(
        "regenerated accounts: {} of {} linked, {} of {} innocents candidates, {} unfounded (aim 0), {:.0} µs an arrival",
        found.returned[1],
        found.returned[0],
        found.innocents[1],
        found.innocents[0],
        found.unfounded,
        found.per_arrival.as_nanos() as f64 / 1e3
    );
}

fn mirrors(options: &Options, clock: impl Fn() -> Duration) {
    let plan = network::Plan {
        channels: 200,
        families: 12,
        wires: 5,
        days: 4,
        posts_per_day: 20,
        seed: options.seed,
    };
    let found = network::run(&plan);
    println!(
        "mirrors: pair precision {:.3} (aim 0.95), recall {:.3} (aim 0.9), decoys flagged {} of {} (aim 0), families \
         after {:?} h; {} of {} hands found, {} others",
        found.precision(),
        found.recall(),
        found.decoys_flagged,
        found.decoys,
        found.found_after_h,
        found.hands[1],
        found.hands[0],
        found.hands_wrong
    );
    let load = network::load(options.posts, options.seed, clock);
    println!(
        "  {} posts of one day: {:.1} µs each, graph of {} clusters {:.0} ms, {:.0} MB",
        load.posts,
        load.observing.as_secs_f64() * 1e6 / load.posts as f64,
        load.clusters,
        load.drawing.as_secs_f64() * 1e3,
        load.memory_bytes as f64 / 1e6
    );
}

fn median<T: Copy + Default>(sorted: &[T]) -> T {
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
