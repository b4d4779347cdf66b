//! All rules of a guild on one message, on one core: six lists of a thousand keywords and sixty patterns, which is as
//! much as a guild may have, and the same with patterns that no literal guards.

use std::time::Instant;

use clap::Args;
use parvis_screening::automod::{KeywordFilter, Text};

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// How many messages to look at.
    #[arg(long, default_value_t = 20_000)]
    messages: usize,
}

const RULES: usize = 6;
const KEYWORDS: usize = 1_000;
/// Patterns as moderators write them; each rule has ten, with a word of its own in each.
const PATTERNS: [&str; 10] = [
    r"free\s+{}\s+(nitro|gift|skins?)",
    r"{}\.(gg|com/invite)/[a-z0-9-]+",
    r"(?:https?://)?(?:www\.)?{}\.(?:ru|xyz|top)/\S+",
    r"b[uy]{1,3}\s*{}",
    r"\b{}[a-z]*bot\b",
    r"^{}\W",
    r"(?:cheap|gratis|бесплатно)\s{}",
    r"{}(?:\s?\d){4,}",
    r"[^\w\s]{3,}{}",
    r"(\w+)\s{}\s\w+$",
];
/// Nothing can be known of these before they are run.
const UNGUARDED: [&str; 10] = [
    r"\b\w{25,}\b",
    r"\+(?:\d[ -]?){9,}",
    r"[\u{300}-\u{36f}]{3,}",
    r"(.)(?:\W?\S){10}zq$",
    r"\b[a-z]+\d[a-z]+\d\b",
    r"[A-Z0-9._%+-]+@[A-Z0-9.-]+\.[A-Z]{2,}",
    r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}",
    r"\S{60,}",
    r"(?:[\p{Emoji}--\p{Ascii}]\s?){8,}",
    r"\b[a-f0-9]{32}\b",
];

/// Runs everything and prints a table.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let mut random = Random(7);
    let messages: Vec<String> = (0..options.messages).map(|_| message(&mut random)).collect();
    let chars: usize = messages.iter().map(|it| it.chars().count()).sum();
    println!(
        "automatic moderation: {} messages of {} characters on average, one thread",
        messages.len(),
        chars / messages.len()
    );
    let start = Instant::now();
    let rules = rules(&mut random, &PATTERNS)?;
    println!("  compiling {RULES} rules: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    report(&format!("{RULES} x {KEYWORDS} keywords, 60 patterns"), &rules, &messages);
    report("the same with 60 patterns without literals", &self::rules(&mut random, &UNGUARDED)?, &messages);
    let long: Vec<String> =
        messages.chunks(30).map(|lines| lines.join(" ").chars().take(2_000).collect()).collect();
    report("the first again, messages of 2,000 characters", &rules, &long);
    Ok(())
}

fn report(what: &str, rules: &[KeywordFilter], messages: &[String]) {
    let (mut times_ns, mut found) = (Vec::with_capacity(messages.len()), 0);
    for message in messages {
        let start = Instant::now();
        let text = Text::new(message.as_str());
        found += rules.iter().filter(|rule| rule.find(&text).is_some()).count();
        times_ns.push(start.elapsed().as_nanos());
    }
    times_ns.sort_unstable();
    let at = |part: f64| times_ns[((times_ns.len() - 1) as f64 * part) as usize] as f64 / 1e3;
    let (median, high, worst) = (at(0.5), at(0.99), at(1.0));
    println!("  {what}: p50 {median:.1} us, p99 {high:.1} us, worst {worst:.0} us; {found} found");
}

fn rules(random: &mut Random, patterns: &[&str]) -> anyhow::Result<Vec<KeywordFilter>> {
    (0..RULES).map(|_| rule(random, patterns)).collect()
}

fn rule(random: &mut Random, patterns: &[&str]) -> anyhow::Result<KeywordFilter> {
    let keywords: Vec<String> = (0..KEYWORDS)
        .map(|_| {
            // Words that nobody says, so that a message is looked through to its end.
            let word = format!("{}q{}", random.word(), random.word());
            match random.below(4) {
                0 => word,
                1 => format!("{word}*"),
                2 => format!("*{word}"),
                _ => format!("*{word}*"),
            }
        })
        .collect();
    let patterns: Vec<String> =
        patterns.iter().map(|pattern| pattern.replace("{}", &format!("{}q", random.word()))).collect();
    let allowed: Vec<String> = (0..100).map(|_| random.word()).collect();
    KeywordFilter::new(&keywords, &patterns, &allowed).map_err(|errors| anyhow::anyhow!("{errors:?}"))
}

/// A line of chat: mostly words of Latin letters, one line in four Cyrillic, and what else people write.
fn message(random: &mut Random) -> String {
    let cyrillic = random.below(4) == 0;
    let words = 3 + random.below(30);
    let line = (0..words).map(|_| match random.below(24) {
        0 => "https://example.org/a/b?c=1".to_owned(),
        1 => "😀".to_owned(),
        2 => "<@1184552211003994112>".to_owned(),
        _ if cyrillic => {
            random.word().chars().map(|it| char::from_u32(it as u32 - 97 + 0x430).unwrap_or('а')).collect()
        }
        _ => random.word(),
    });
    line.collect::<Vec<_>>().join(" ")
}

/// The same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn word(&mut self) -> String {
        let syllables = 1 + self.below(3);
        let of = |random: &mut Self, letters: &[u8]| {
            char::from(letters[usize::try_from(random.below(letters.len() as u64)).unwrap_or(0)])
        };
        (0..syllables).flat_map(|_| [of(self, b"bcdfglmnprst"), of(self, b"aeiou")]).collect()
    }
}
