//! Likeness: what it costs to ask whether a text, a picture, a clip or a name is known, among how many, on one core.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use clap::Args;
use parvis_likeness::bank::{About, Bank, Known, Source, Stored};
use parvis_likeness::image::{DISTANCE_MAX, Format, Hash, HashIndex, Hashed, Pixels, Print, Query};
use parvis_likeness::names::{NameIndex, PersonName};
use parvis_likeness::text::{Fingerprint, Look, TextIndex};
use parvis_likeness::video::{Clip, ClipIndex, ClipQuery};

use crate::geography::below;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Texts that are stored.
    #[arg(long, default_value_t = 1_000_000)]
    texts: usize,
    /// Hashes of pictures that are stored; a tenth and a hundredth of them besides.
    #[arg(long, default_value_t = 10_000_000)]
    pictures: usize,
    /// Clips of 60 frames that are stored.
    #[arg(long, default_value_t = 1_000)]
    clips: usize,
    /// Names that are stored; a tenth as many are asked for.
    #[arg(long, default_value_t = 100_000)]
    names: usize,
    /// Questions each.
    #[arg(long, default_value_t = 1_000)]
    questions: usize,
}

/// Runs everything and prints a table.
pub fn run(options: &Options) -> anyhow::Result<()> {
    texts(options)?;
    one_picture()?;
    for stored in [options.pictures / 100, options.pictures / 10, options.pictures] {
        pictures(stored, options.questions)?;
    }
    past_pictures(options.texts)?;
    clips(options.clips, options.questions / 20)?;
    names(options.names)
}

fn texts(options: &Options) -> anyhow::Result<()> {
    let mut chance = 0x1234_5678_9abc_def1;
    let mut stored = Vec::with_capacity(options.texts);
    let mut index = TextIndex::with_capacity(options.texts);
    let (mut kept, mut read, mut added) = (Vec::new(), Duration::ZERO, Duration::ZERO);
    for number in 0..options.texts {
        let text = message(&mut chance);
        let start = Instant::now();
        let fingerprint = Look::of(&text).fingerprint().context("a message says something")?;
        read += start.elapsed();
        let start = Instant::now();
        index.add(&fingerprint, number as u64);
        added += start.elapsed();
        stored.push(fingerprint);
        if number % (options.texts / options.questions).max(1) == 0 {
            kept.push((number as u64, text));
        }
    }
    let each_us = |all: Duration| all.as_secs_f64() * 1e6 / options.texts as f64;
    println!(
        "texts: {} stored in {:.0} MB; a fingerprint {:.1} µs, added in {:.1} µs",
        index.len(),
        index.memory_bytes() as f64 / 1e6,
        each_us(read),
        each_us(added)
    );
    let (mut times, mut found) = (Vec::new(), 0);
    for (number, text) in &kept {
        let changed = with_words_replaced(text, &mut chance);
        let start = Instant::now();
        let near = index.near(&Look::of(&changed).fingerprint().context("it says something")?, 20);
        times.push(start.elapsed());
        found += usize::from(near.iter().any(|near| near.key == *number));
        let stranger = message(&mut chance);
        let start = Instant::now();
        index.near(&Look::of(&stranger).fingerprint().context("it says something")?, 20);
        times.push(start.elapsed());
    }
    println!("  read and asked for: {}", quantiles(&mut times));
    println!("  found with 20 % of their words replaced: {found} of {}", kept.len());
    past_texts(&kept[0].1, &stored)
}

fn past_texts(text: &str, stored: &[Fingerprint]) -> anyhow::Result<()> {
    let mut bank = Bank::default();
    bank.add(0, Known::Text(Look::of(text)), About::new(Source::House))?;
    let replay = bank.replay(0).context("it was added")?;
    let start = Instant::now();
    let found = stored.iter().filter(|print| replay.measure(Stored::Text(print)).is_some()).count();
    let seconds = start.elapsed().as_secs_f64();
    ensure!(found > 0, "the text itself is among the stored ones");
    println!("  one new text over all stored ones: {seconds:.2} s, {found} found");
    Ok(())
}

fn one_picture() -> anyhow::Result<()> {
    let mut chance = 0x9e37_79b9_7f4a_7c15;
    let (width, height) = (1_600, 1_004);
    let mut bytes = vec![0_u8; width * height * 3];
    for (at, value) in bytes.iter_mut().enumerate() {
        let (x, y) = (at / 3 % width, at / 3 / width);
        *value = ((x / 40 * 37 + y / 30 * 91) % 200) as u8 + below(&mut chance, 40.0) as u8;
    }
    let pixels = Pixels::new(width as u32, height as u32, Format::Rgb, &bytes)?;
    let mut stored: Vec<Duration> = Vec::new();
    let mut asked: Vec<Duration> = Vec::new();
    for _ in 0..50 {
        let start = Instant::now();
        ensure!(Print::of(&pixels).whole.is_usable(), "there is something to see");
        stored.push(start.elapsed());
        let start = Instant::now();
        ensure!(Query::of(&pixels).hashes().len() >= 8, "in eight orientations");
        asked.push(start.elapsed());
    }
    println!("a picture of {width} x {height}, decoded: what is stored {}", quantiles(&mut stored));
    println!("  what is asked with: {}", quantiles(&mut asked));
    Ok(())
}

fn hash(chance: &mut u64) -> Hash {
    Hash([0; 4].map(|_: u64| {
        below(chance, 1.0);
        chance.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }))
}

/// A hash and another one that differs in so many bits.
fn changed(hash: &Hash, bits: u32, chance: &mut u64) -> Hash {
    let mut changed = *hash;
    while changed.distance(hash) < bits {
        let bit = below(chance, 256.0) as usize;
        changed.0[bit / 64] ^= 1 << (bit % 64);
    }
    changed
}

fn pictures(stored: usize, questions: usize) -> anyhow::Result<()> {
    let mut chance = 0xfeed_5eed_1234_0001;
    let mut index: HashIndex<u32> = HashIndex::default();
    let mut kept = Vec::new();
    let start = Instant::now();
    for number in 0..stored {
        let hash = hash(&mut chance);
        if number % (stored / questions).max(1) == 0 {
            kept.push((number as u32, hash));
        }
        index.add(hash, number as u32);
    }
    let built = start.elapsed().as_secs_f64();
    let (mut times, mut found) = (Vec::new(), 0);
    for (number, hash) in &kept {
        let bits = below(&mut chance, f64::from(DISTANCE_MAX) + 1.0) as u32;
        let asked = changed(hash, bits, &mut chance);
        let start = Instant::now();
        let within = index.within(&asked, DISTANCE_MAX);
        times.push(start.elapsed());
        found += usize::from(within.iter().any(|within| within.key == *number && within.distance == bits));
    }
    ensure!(found == kept.len(), "{found} of {} found", kept.len());
    println!(
        "hashes of pictures: {stored} in {:.0} MB, built in {built:.1} s; one hash asked for {}",
        index.memory_bytes() as f64 / 1e6,
        quantiles(&mut times)
    );
    Ok(())
}

fn past_pictures(count: usize) -> anyhow::Result<()> {
    let mut chance = 0xfeed_5eed_1234_0002;
    let print = |hash: Hash| Print::of_hash(Hashed { hash, quality: 80 });
    let prints: Vec<Print> = (0..count).map(|_| print(hash(&mut chance))).collect();
    let mut bank = Bank::default();
    let known = prints[count / 2].whole.hash.turned(parvis_likeness::image::Orientation::FlipY);
    bank.add(0, Known::print(print(changed(&known, 20, &mut chance))), About::new(Source::House))?;
    let replay = bank.replay(0).context("it was added")?;
    let start = Instant::now();
    let found = prints.iter().filter(|print| replay.measure(Stored::Picture(print)).is_some()).count();
    let seconds = start.elapsed().as_secs_f64();
    ensure!(found == 1, "the picture in a mirror is among the stored ones: {found}");
    println!("  one new hash over {count} stored pictures, in eight orientations: {seconds:.2} s");
    Ok(())
}

fn clips(stored: usize, questions: usize) -> anyhow::Result<()> {
    let mut chance = 0xfeed_5eed_1234_0003;
    let frames = |hashes: &[Hash]| {
        Clip::of_hashes(hashes.iter().map(|hash| Hashed { hash: *hash, quality: 90 })).context("a clip")
    };
    let all: Vec<Vec<Hash>> = (0..stored).map(|_| (0..60).map(|_| hash(&mut chance)).collect()).collect();
    let mut index = ClipIndex::default();
    for (number, hashes) in all.iter().enumerate() {
        index.add(frames(hashes)?, number);
    }
    let mut times = Vec::new();
    for question in 0..questions {
        let number = question * stored / questions;
        let asked: Vec<Hash> = all[number].iter().map(|hash| changed(hash, 20, &mut chance)).collect();
        let query = ClipQuery::of_clip(&frames(&asked)?);
        let start = Instant::now();
        let matches = index.matches(&query);
        times.push(start.elapsed());
        ensure!(matches.len() == 1 && matches[0].key == number, "clip {number} is found");
    }
    println!("clips of 60 frames: {stored}; one asked for in eight orientations {}", quantiles(&mut times));
    Ok(())
}

fn names(stored: usize) -> anyhow::Result<()> {
    let mut chance = 0xfeed_5eed_1234_0004;
    let person = |chance: &mut u64| {
        [below(chance, 3_000.0), 3_000.0 + below(chance, 60_000.0)].map(|number| word(number as u64))
    };
    let write = |[given, family]: &[Word; 2], script: usize| format!("{} {}", given[script], family[script]);
    let people: Vec<[Word; 2]> = (0..stored).map(|_| person(&mut chance)).collect();
    let start = Instant::now();
    let mut index = NameIndex::default();
    for (number, person) in people.iter().enumerate() {
        index.add(&write(person, 0), number);
    }
    let built = start.elapsed().as_secs_f64();
    let asked: Vec<(usize, String)> =
        (0..stored / 10).map(|number| (number * 10, write(&people[number * 10], 1 + number % 2))).collect();
    let (mut times, mut found) = (Vec::new(), 0);
    let all = Instant::now();
    for (number, name) in &asked {
        let start = Instant::now();
        let hits = index.search(&PersonName::new(name), 5);
        times.push(start.elapsed());
        let is_same = |held: usize| write(&people[held], 0) == write(&people[*number], 0);
        found += usize::from(hits.iter().any(|hit| is_same(hit.key)));
    }
    println!(
        "names: {stored}, built in {built:.1} s; {} in Cyrillic and Arabic letters asked for in {:.2} s, {}; found {:.1} %",
        asked.len(),
        all.elapsed().as_secs_f64(),
        quantiles(&mut times),
        found as f64 * 100.0 / asked.len() as f64
    );
    Ok(())
}

/// A word in Latin, Cyrillic and Arabic letters.
type Word = [String; 3];

fn word(number: u64) -> Word {
    const LATIN: [&str; 16] = [
        "ka", "li", "no", "sta", "ga", "ru", "che", "vo", "mi", "ra", "zha", "bel", "to", "shi", "na", "gor",
    ];
    const CYRILLIC: [&str; 16] =
        ["ка", "ли", "но", "ста", "га", "ру", "че", "во", "ми", "ра", "жа", "бел", "то", "ши", "на", "гор"];
    const ARABIC: [&str; 16] =
        ["كا", "لي", "نو", "ستا", "غا", "رو", "تشي", "فو", "مي", "را", "جا", "بل", "تو", "شي", "نا", "غور"];
    let mut chance = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let syllables: Vec<usize> = (0..2 + number % 3).map(|_| below(&mut chance, 16.0) as usize).collect();
    [LATIN, CYRILLIC, ARABIC].map(|table| syllables.iter().map(|syllable| table[*syllable]).collect())
}

/// Ten to seventy words of a language of 20,000, in Latin or Cyrillic letters.
fn message(chance: &mut u64) -> String {
    let script = below(chance, 2.0) as usize;
    let words = 10 + below(chance, 60.0) as usize;
    let any = |chance: &mut u64| {
        let [latin, cyrillic, _] = any_word(chance);
        if script == 0 { latin } else { cyrillic }
    };
    (0..words).map(|_| any(chance)).collect::<Vec<_>>().join(" ")
}

/// By Zipf's law, nearly.
fn any_word(chance: &mut u64) -> Word {
    word(20_000_f64.powf(below(chance, 1.0)) as u64 - 1)
}

fn with_words_replaced(text: &str, chance: &mut u64) -> String {
    let is_latin = text.starts_with(|c: char| c.is_ascii());
    let replaced = |word: &str, chance: &mut u64| {
        if below(chance, 100.0) >= 20.0 {
            return word.to_owned();
        }
        let [latin, cyrillic, _] = any_word(chance);
        if is_latin { latin } else { cyrillic }
    };
    text.split(' ').map(|word| replaced(word, chance)).collect::<Vec<_>>().join(" ")
}

fn quantiles(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let ms = |share: f64| {
        let at = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
        times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    format!("p50 {:.3} ms, p99 {:.3} ms, worst {:.3} ms", ms(0.5), ms(0.99), ms(1.0))
}
