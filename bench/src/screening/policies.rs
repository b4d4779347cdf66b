//! Fifty rules of an operator and the search for leaks, over messages as chats have them.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::{Context, ensure};
use parvis_model::Id;
use parvis_screening::leaks::Scanner;
use parvis_screening::leaks::lexicon::Lexicon;
use parvis_screening::links::{DomainList, links};
use parvis_screening::policy::history::{History, Seen};
use parvis_screening::policy::{
    Answer, Draft, Expression, Facts, Features, Lists, POLICIES_MAX, Place, Policy, STEPS_MAX,
    STEPS_OF_ALL_MAX,
};
use serde_json::json;

const CONDITIONS: [&str; 10] = [
    "author.member_hours < threshold.hours && message.links > 0 && message.mentions > 3",
    "message.folded.matches(r'free\\s+(nitro|gift|money)') && !author.has_avatar",
    "history.same_text_10_minutes >= 3 || history.same_text_authors_10_minutes >= 4",
    "message.hosts.exists(host, host.endsWith('.zip') || host == 'bit.ly') && author.account_hours < 72",
    "message.capitals > 80 && message.length > 40 && message.words > 4",
    "history.messages_1_minute > 20 && history.channels_10_minutes > 5",
    "'814' in author.roles && message.files > 2 && message.file_bytes > 1000000",
    "message.invisible > 5 || message.longest_run > 30 || message.emoji > 20",
    "message.folded.contains('airdrop') && message.content.startsWith('@everyone')",
    "guild.joins_10_minutes > 30 && author.member_hours == 0 && author.strikes > 0",
];
const WORDS: [&str; 24] = [
    "soup",
    "кто",
    "courtyard",
    "сегодня",
    "the",
    "à",
    "demain",
    "غدا",
    "الساعة",
    "key",
    "lift",
    "вечером",
    "and",
    "réunion",
    "https://parvis.example/a",
    "чай",
    "bring",
    "snow",
    "où",
    "مرحبا",
    "CAKE",
    "18:30",
    "👍",
    "двор",
];

pub fn run(count: usize) -> anyhow::Result<()> {
    let policies = (0..POLICIES_MAX)
        .map(|number| policy(CONDITIONS[number % 10]))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let steps: u64 = policies.iter().map(Policy::steps).sum();
    let scanner = Scanner::new(&Lexicon::default(), DomainList::default(), [7; 32])?;
    let messages: Vec<String> = (0..count).map(message).collect();
    let (mut rules_ns, mut leaks_ns, mut all_ns) = (Vec::new(), Vec::new(), Vec::new());
    let (mut lists_ns, mut history_ns) = (Vec::new(), Vec::new());
    let (mut caught, mut listed, mut history) = (0_usize, 0_usize, History::default());
    let lists = [domains("bad"), domains("worse")];
    for (number, text) in messages.iter().enumerate() {
        let start = Instant::now();
        let found = links(text);
        listed += found.iter().filter(|link| lists.iter().any(|list| list.contains(&link.host))).count();
        let linked = start.elapsed();
        let noted = history.note(seen(number, text, !found.is_empty()));
        lists_ns.push(linked.as_nanos() as u64);
        history_ns.push((start.elapsed() - linked).as_nanos() as u64);
        let begin = Instant::now();
        let finding = scanner.scan(text);
        let scanned = begin.elapsed();
        let mut facts =
            Facts { content: text, finding: finding.as_ref(), history: noted, ..Facts::default() };
        facts.author.role_ids = vec!["1".to_owned(), "814".to_owned()];
        facts.author.account_hours = 50;
        facts.author.member_hours = 20;
        let features = Features::of(&facts);
        let place = Place { channel_ids: &[], role_ids: &[] };
        let begin = Instant::now();
        for policy in &policies {
            caught += usize::from(policy.ask(&features, &place, 0) != Answer::Passes);
        }
        rules_ns.push(begin.elapsed().as_nanos() as u64);
        leaks_ns.push(scanned.as_nanos() as u64);
        all_ns.push(start.elapsed().as_nanos() as u64);
    }
    let letters: usize = messages.iter().map(|text| text.chars().count()).sum();
    let each_us = rules_ns.iter().sum::<u64>() as f64 / 1e3 / (count * policies.len()) as f64;
    println!(
        "{count} messages of {} letters on average, {} rules, {steps} of {STEPS_OF_ALL_MAX} steps",
        letters / count,
        policies.len()
    );
    println!(
        "a rule: {each_us:.2} µs on average with its features, {caught} catches, {listed} links on lists"
    );
    super::print_times("two lists of 10,000 domains", &mut lists_ns);
    super::print_times("what 50 people did within ten minutes", &mut history_ns);
    super::print_times("all rules", &mut rules_ns);
    super::print_times("leaks and offers", &mut leaks_ns);
    super::print_times("everything", &mut all_ns);
    worst()
}

fn policy(when: &str) -> anyhow::Result<Policy> {
    let draft =
        json!({"name": "x", "when": when, "thresholds": {"hours": 24}, "actions": [{"kind": "label"}]});
    let draft: Draft = serde_json::from_value(draft)?;
    Policy::parse(draft, &Lists::new()).map_err(|errors| anyhow::anyhow!("{when}: {errors:?}"))
}

fn domains(name: &str) -> DomainList {
    let lines: Vec<String> = (0..10_000).map(|number| format!("{name}{number}.example")).collect();
    DomainList::parse(lines.iter().map(String::as_str)).0
}

/// A message every fifth of a second by one of fifty people: 3,000 are remembered.
fn seen(number: usize, text: &str, has_link: bool) -> Seen {
    let (author_id, channel_id) = (Id::new(number as u64 % 50 + 1), Id::new(number as u64 % 7 + 1));
    let text = text.bytes().fold(1, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    Seen { at_ms: number as i64 * 200, author_id, channel_id, text, has_link, mentions: 0 }
}

fn message(number: usize) -> String {
    let mut chance = number as u64 * 0x9e37_79b9 + 1;
    let mut below = |bound: u64| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        (chance % bound) as usize
    };
    // Most are short, one of fifty is long.
    let words = if below(50) == 0 { 100 + below(250) } else { 1 + below(24) };
    (0..words).map(|_| WORDS[below(24)]).collect::<Vec<_>>().join(" ")
}

/// The dearest conditions that are accepted, on the longest message: what a step is worth at worst.
fn worst() -> anyhow::Result<()> {
    let text = "фу".repeat(2_000);
    let roles: Vec<String> = (0..250).map(|number| format!("{number:020}")).collect();
    for condition in [
        "message.content.matches(r'(?i)\\b(\\w+\\s){3}[а-я]+\\d$')",
        "author.roles.exists(role, role.contains('x') || role.endsWith('y'))",
        "author.roles.all(role, role.size() > 3 && role.startsWith('0') && !(role in ['a', 'b', 'c']))",
    ] {
        let expression =
            Expression::compile(condition, &BTreeMap::new(), &Lists::new()).context(condition)?;
        let mut facts = Facts { content: &text, ..Facts::default() };
        facts.author.role_ids.clone_from(&roles);
        let features = Features::of(&facts);
        expression.holds(&features).map_err(|error| anyhow::anyhow!("{error}"))?;
        let start = Instant::now();
        let rounds = 20;
        for _ in 0..rounds {
            ensure!(expression.holds(&features).is_ok(), "the rule has an answer");
        }
        let us = start.elapsed().as_micros() as f64 / f64::from(rounds);
        let steps = expression.steps();
        println!(
            "worst case: {us:.0} µs for {steps} of {STEPS_MAX} steps, {:.2} µs a step: {condition}",
            us / steps as f64
        );
    }
    Ok(())
}
