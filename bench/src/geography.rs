//! Places: from a point to its areas, the search among names, an import, each at 100,000 polygons on one core.

use std::fmt::Write;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, ensure};
use clap::Args;
use parvis_geography::import::{Limits, Place, geojson, parents};
use parvis_geography::names::{Name, NameIndex};
use parvis_geography::{AreaIndex, Point};

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Courtyards; districts, towns and a country come on top.
    #[arg(long, default_value_t = 100_000)]
    areas: usize,
    /// Look-ups of points, and a hundredth as many searches.
    #[arg(long, default_value_t = 500_000)]
    lookups: usize,
}

/// Runs everything and prints a table.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let side = (options.areas as f64).sqrt().ceil() as usize;
    let text = collection(side);
    let start = Instant::now();
    let places = geojson(text.as_bytes(), &Limits::default(), &mut |_| ControlFlow::Continue(()))?;
    let read = start.elapsed();
    let parents = parents(&places);
    let corners: usize = places.iter().map(|place| place.shape.vertex_count()).sum();
    ensure!(parents.iter().filter(|parent| parent.is_none()).count() == 1, "the country alone has no parent");
    println!("import of {} polygons with {corners} corners, {:.0} MB", places.len(), text.len() as f64 / 1e6);
    println!("  read {:.1} s, with parents {:.1} s", read.as_secs_f64(), start.elapsed().as_secs_f64());
    look_up(&places, &parents, options.lookups)?;
    search(&places, options.lookups / 100)
}

fn look_up(places: &[Place], parents: &[Option<usize>], count: usize) -> anyhow::Result<()> {
    let depth = |place: usize| std::iter::successors(parents[place], |above| parents[*above]).count() as u8;
    let area = |(number, place): (usize, &Place)| (number, depth(number), Arc::new(place.shape.clone()));
    let start = Instant::now();
    let index = AreaIndex::new(places.iter().enumerate().map(area));
    let built = start.elapsed();
    let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
    let points: Vec<Point> = std::iter::repeat_with(|| Point {
        lon: 20.0 + below(&mut chance, 10.0),
        lat: 50.0 + below(&mut chance, 10.0),
    })
    .take(count)
    .collect();
    let start = Instant::now();
    let found: usize = points.iter().map(|point| index.at(*point).len()).sum();
    let each_ns = start.elapsed().as_nanos() as f64 / count as f64;
    ensure!(found >= count, "the country holds every point");
    let levels = found as f64 / count as f64;
    println!(
        "point to areas: {:.2} µs each, {levels:.1} areas found each; index built in {:.1} s",
        each_ns / 1e3,
        built.as_secs_f64()
    );
    Ok(())
}

fn search(places: &[Place], count: usize) -> anyhow::Result<()> {
    let names = places
        .iter()
        .enumerate()
        .flat_map(|(key, place)| place.names.values().map(move |text| Name { key, text, prominence: 0 }));
    let start = Instant::now();
    let index = NameIndex::new(names);
    let built = start.elapsed();
    let mut chance = 0x1234_5678_9abc_def1_u64;
    let (mut search_us, mut similar_us, mut missed) = (Vec::new(), Vec::new(), 0);
    for number in 0..count {
        let place = below(&mut chance, places.len() as f64) as usize;
        let name = places[place].names.values().nth(number % 3).context("three names")?;
        let mut letters: Vec<char> = name.chars().collect();
        // Every other one has a slip, and two of three are only begun.
        if number % 2 == 0 {
            let at = 1 + below(&mut chance, 3.0) as usize;
            letters.swap(at, at + 1);
        }
        letters.truncate(if number % 3 == 0 { letters.len() } else { 1 + number % 9 });
        let query: String = letters.into_iter().collect();
        let start = Instant::now();
        missed += usize::from(index.search(&query, 10).is_empty());
        search_us.push(start.elapsed().as_micros() as u32);
        if number % 10 == 0 {
            let start = Instant::now();
            index.similar(name, 10);
            similar_us.push(start.elapsed().as_micros() as u32);
        }
    }
    println!(
        "search among {} names: {}; nothing found {missed} of {count}; {:.1} MB, built in {:.1} s",
        index.len(),
        quantiles(&mut search_us),
        index.memory_bytes() as f64 / 1e6,
        built.as_secs_f64()
    );
    println!("names like a whole name: {}", quantiles(&mut similar_us));
    Ok(())
}

fn quantiles(times_us: &mut [u32]) -> String {
    times_us.sort_unstable();
    let at = |share: f64| {
        times_us.get(((times_us.len() as f64 * share) as usize).min(times_us.len().saturating_sub(1)))
    };
    let ms = |share| at(share).map_or(0.0, |us| f64::from(*us) / 1e3);
    format!("p50 {:.2} ms, p99 {:.2} ms, worst {:.2} ms", ms(0.5), ms(0.99), ms(1.0))
}

pub fn below(chance: &mut u64, bound: f64) -> f64 {
    *chance ^= *chance << 13;
    *chance ^= *chance >> 7;
    *chance ^= *chance << 17;
    (*chance >> 11) as f64 / (1_u64 << 53) as f64 * bound
}

/// A country of 10 by 10 degrees, 100 towns, as many courtyards as the square of the side, with names in three scripts.
pub fn collection(side: usize) -> String {
    let mut text = String::from(r#"{"type":"FeatureCollection","features":["#);
    let mut number = 0;
    for (level, count, corners) in [(2, 1, 20_000), (8, 10, 1_000), (10, side, 40)] {
        for cell in 0..count * count {
            let size = 10.0 / count as f64;
            let (west, south) = (20.0 + (cell % count) as f64 * size, 50.0 + (cell / count) as f64 * size);
            write_feature(&mut text, number, level, [west, south, size], corners);
            number += 1;
        }
    }
    text.push_str("]}");
    text
}

fn write_feature(text: &mut String, number: usize, level: u8, [west, south, size]: [f64; 3], corners: usize) {
    let comma = if number > 0 { "," } else { "" };
    let [latin, cyrillic, arabic] = names(number);
    write!(
        text,
        r#"{comma}{{"type":"Feature","id":{number},"properties":{{"name":"{cyrillic}","name:fr":"{latin}","name:ar":"{arabic}","admin_level":{level}}},"geometry":{{"type":"Polygon","coordinates":[["#
    )
    .expect("a String takes everything");
    for corner in 0..=corners {
        // Around the square, a little inside of it, so that borders do not meet.
        let way = (corner % corners) as f64 / corners as f64 * 4.0;
        let along = way.fract();
        let wave = 0.01 + 0.01 * ((corner * 7 % 13) as f64 / 13.0);
        let (x, y) = match way as usize {
            0 => (along, wave),
            1 => (1.0 - wave, along),
            2 => (1.0 - along, 1.0 - wave),
            _ => (wave, 1.0 - along),
        };
        let inset = if level == 2 { -0.05 } else { 0.0 };
        let place = |low: f64, share: f64| low + (inset + share * (1.0 - 2.0 * inset)) * size;
        let comma = if corner > 0 { "," } else { "" };
        write!(text, "{comma}[{:.6},{:.6}]", place(west, x), place(south, y))
            .expect("a String takes everything");
    }
    text.push_str("]]}}");
}

/// Names of syllables, as many different words as a country's streets have.
pub fn names(number: usize) -> [String; 3] {
    const LATIN: [&str; 16] = [
        "ka", "li", "nou", "ska", "ha", "ru", "che", "vo", "mi", "ra", "zha", "bel", "to", "shy", "na", "gor",
    ];
    const CYRILLIC: [&str; 16] =
        ["ка", "ли", "но", "ска", "га", "ру", "че", "во", "ми", "ра", "жа", "бел", "то", "шы", "на", "гор"];
    const ARABIC: [&str; 16] =
        ["كا", "لي", "نو", "سكا", "ها", "رو", "تشي", "فو", "مي", "را", "جا", "بل", "تو", "شي", "نا", "غور"];
    let mut chance = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let syllables: Vec<usize> = (0..3 + number % 2).map(|_| below(&mut chance, 16.0) as usize).collect();
    let word = |table: &[&str; 16]| syllables.iter().map(|syllable| table[*syllable]).collect::<String>();
    let house = number % 90 + 1;
    [
        format!("rue {} {house}", word(&LATIN)),
        format!("улица {} {house}", word(&CYRILLIC)),
        format!("شارع {} {house}", word(&ARABIC)),
    ]
}
