//! What a bot feels: how long an invocation takes to reach it and its answer to reach the person, with a thousand
//! sessions on line that all receive the answers; how long a bulk overwrite of commands takes; webhooks against
//! messages.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use parking_lot::Mutex;
use parvis_model::{ApplicationFlags, Intents, Permissions};
use parvis_testing::seed;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::http::Connection;
use crate::process::Measured;
use crate::socket::{Receiver, Tally};
use crate::square::{self, Site};

/// Connections over which invocations and answers go in turn.
const CONNECTIONS: usize = 8;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Sessions that receive every answer.
    #[arg(long, default_value_t = 1_000)]
    sessions: usize,
    /// Invocations per second.
    #[arg(long, default_value_t = 50)]
    per_second: usize,
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 10)]
    seconds: usize,
    /// Commands of the bulk overwrite.
    #[arg(long, default_value_t = 2_000)]
    commands: usize,
    /// Concurrent senders of messages and of webhooks.
    #[arg(long, default_value_t = 64)]
    senders: usize,
    #[command(flatten)]
    site: Site,
}

/// Ids and tokens of the place.
struct Stage {
    bot: seed::Seeded,
    person: seed::Seeded,
    listeners: Vec<seed::Seeded>,
    guild_id: String,
    channel_id: String,
}

/// When things were sent, by number, and how long they took.
#[derive(Default)]
struct Stopwatch {
    sent_at: Mutex<Vec<Instant>>,
    taken_us: Mutex<Vec<u32>>,
}

impl Stopwatch {
    fn start(&self) -> usize {
        let mut sent_at = self.sent_at.lock();
        sent_at.push(Instant::now());
        sent_at.len() - 1
    }

    fn stop(&self, number: usize) {
        if let Some(sent_at) = self.sent_at.lock().get(number) {
            self.taken_us.lock().push(u32::try_from(sent_at.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
    }

    fn text(&self) -> String {
        let mut taken_us = self.taken_us.lock().clone();
        taken_us.sort_unstable();
        let at_ms = |part| square::quantile(&taken_us, part) / 1e3;
        format!("p50 {:.1} ms, p99 {:.1} ms", at_ms(0.5), at_ms(0.99))
    }
}

/// Runs everything and prints a table.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let (folder, server) = options.site.prepare()?;
    let stage = fill(folder.path(), &options).await?;
    let parvis = Measured::start(&server, &square::arguments(folder.path())).await?;
    println!("interactions, {} sessions on line", options.sessions);
    overwrite(&options, &parvis, &stage).await?;
    invoke(&options, &parvis, &stage).await?;
    webhooks(&options, &parvis, &stage).await?;
    parvis.end().await
}

async fn fill(folder: &std::path::Path, options: &Options) -> anyhow::Result<Stage> {
    let app = square::open(folder).await?;
    let bot = seed::accounts(&app, "bot", 1, Some(ApplicationFlags::ALL)).await.remove(0);
    let person = seed::accounts(&app, "person", 1, None).await.remove(0);
    let listeners = seed::accounts(&app, "listener", options.sessions, Some(ApplicationFlags::ALL)).await;
    let everyone = Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::USE_APPLICATION_COMMANDS
        | Permissions::MANAGE_WEBHOOKS;
    let guild_id = seed::guild(&app, &person, everyone).await;
    let channel_id = seed::channel(&app, guild_id, "general", Vec::new()).await;
    seed::join(&app, guild_id, std::slice::from_ref(&bot)).await;
    seed::join(&app, guild_id, &listeners).await;
    app.store.close().await;
    Ok(Stage { bot, person, listeners, guild_id: guild_id.to_string(), channel_id: channel_id.to_string() })
}

/// One request of the kind that happens once, with its answer.
async fn ask(
    parvis: &Measured,
    token: &str,
    method: &str,
    path: &str,
    body: &Value,
) -> anyhow::Result<Value> {
    let url = format!("http://{}/api/v10{path}", parvis.address);
    let request = reqwest::Client::new().request(method.parse()?, url).header("authorization", token);
    let response = request.json(body).send().await?;
    let status = response.status();
    let answer = response.text().await?;
    anyhow::ensure!(status.is_success(), "{method} {path} was answered with {status}: {answer}");
    Ok(serde_json::from_str(&answer)?)
}

/// As many commands as asked for, replaced at once; then the one that is invoked.
async fn overwrite(options: &Options, parvis: &Measured, stage: &Stage) -> anyhow::Result<()> {
    let path = format!("/applications/{}/commands", stage.bot.id());
    let token = format!("Bot {}", stage.bot.token);
    let command = |number: usize| {
        json!({
            "name": format!("command-{number}"), "description": "Does what it says.",
            "options": [{ "type": 4, "name": "number", "description": "Which one.", "required": true }],
        })
    };
    let all: Vec<_> = (0..options.commands).map(command).collect();
    let mut taken_ms = Vec::new();
    for _ in 0..3 {
        let start = Instant::now();
        ask(parvis, &token, "PUT", &path, &json!(all)).await?;
        taken_ms.push(start.elapsed().as_millis());
    }
    taken_ms.sort_unstable();
    println!("  {} commands in one overwrite: median {} ms", options.commands, taken_ms[taken_ms.len() / 2]);
    Ok(())
}

async fn invoke(options: &Options, parvis: &Measured, stage: &Stage) -> anyhow::Result<()> {
    let bot_token = format!("Bot {}", stage.bot.token);
    let path = format!("/applications/{}/commands", stage.bot.id());
    let commands = ask(parvis, &bot_token, "GET", &path, &Value::Null).await?;
    let command = commands.get(0).context("no command")?.clone();
    let tally = Arc::new(Tally::default());
    let mut listening = JoinSet::new();
    let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    for listener in &stage.listeners {
        let receiver = Receiver::session(&parvis.address, &listener.token, intents.bits().into()).await?;
        listening.spawn(receiver.count(Arc::clone(&tally), false));
    }
    let bot = Receiver::session(&parvis.address, &stage.bot.token, Intents::GUILDS.bits().into()).await?;
    let person = Receiver::person(&parvis.address, &stage.person.token).await?;
    let to_bot = Arc::new(Stopwatch::default());
    let to_person = Arc::new(Stopwatch::default());
    let count = options.per_second * options.seconds;
    let mut tasks = JoinSet::new();
    tasks.spawn(answer_all(
        bot,
        parvis.address.clone(),
        bot_token,
        count,
        (Arc::clone(&to_bot), Arc::clone(&to_person)),
    ));
    tasks.spawn(receive_all(person, count, Arc::clone(&to_person)));
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        let connection = Connection::open(&parvis.address, &stage.person.token).await?;
        connections.push(Arc::new(tokio::sync::Mutex::new(connection)));
    }
    let mut tick = tokio::time::interval(Duration::from_secs(1) / u32::try_from(options.per_second)?);
    for _ in 0..count {
        tick.tick().await;
        let number = to_bot.start();
        let body = json!({
            "type": 2, "application_id": stage.bot.id(), "guild_id": stage.guild_id, "channel_id": stage.channel_id,
            "session_id": "00000000000000000000000000000000", "nonce": number.to_string(),
            "data": {
                "id": command["id"], "version": command["version"], "name": command["name"], "type": 1,
                "options": [{ "type": 4, "name": "number", "value": number }],
            },
        })
        .to_string();
        let connection = Arc::clone(&connections[number % CONNECTIONS]);
        tasks.spawn(async move {
            let mut connection = connection.lock().await;
            let (status, _) = connection.ask("POST", "/api/v10/interactions", &body).await?;
            anyhow::ensure!(status == 204 || status == 200, "an invocation was answered with {status}");
            Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    listening.shutdown().await;
    println!(
        "  {} invocations/s: to the bot {}; from its answer to the person {}",
        options.per_second,
        to_bot.text(),
        to_person.text()
    );
    Ok(())
}

/// The bot: answers every invocation with a message that carries its number.
async fn answer_all(
    mut bot: Receiver,
    address: String,
    token: String,
    count: usize,
    (to_bot, to_person): (Arc<Stopwatch>, Arc<Stopwatch>),
) -> anyhow::Result<()> {
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Arc::new(tokio::sync::Mutex::new(Connection::open(&address, &token).await?)));
    }
    let mut answering = JoinSet::new();
    let mut answered = 0;
    while answered < count {
        let payload: Value = serde_json::from_slice(&bot.payload().await?)?;
        if payload["t"] != "INTERACTION_CREATE" {
            continue;
        }
        let interaction = &payload["d"];
        let number = interaction["data"]["options"][0]["value"].as_u64().context("no number")?;
        to_bot.stop(usize::try_from(number)?);
        let word = |key: &str| interaction[key].as_str().context("no text").map(str::to_owned);
        let path = format!("/api/v10/interactions/{}/{}/callback", word("id")?, word("token")?);
        let connection = Arc::clone(&connections[answered % CONNECTIONS]);
        let to_person = Arc::clone(&to_person);
        answering.spawn(async move {
            let mut connection = connection.lock().await;
            let number = to_person.start();
            let body = json!({ "type": 4, "data": { "content": format!("m{number} is the answer") } });
            let (status, _) = connection.ask("POST", &path, &body.to_string()).await?;
            anyhow::ensure!(status == 204 || status == 200, "an answer was answered with {status}");
            Ok(())
        });
        answered += 1;
    }
    while let Some(done) = answering.join_next().await {
        done??;
    }
    Ok(())
}

/// The person: takes the time of every answer that comes.
async fn receive_all(mut person: Receiver, count: usize, to_person: Arc<Stopwatch>) -> anyhow::Result<()> {
    let mut received = 0;
    while received < count {
        let payload: Value = serde_json::from_slice(&person.payload().await?)?;
        let content = payload["d"]["content"].as_str().filter(|_| payload["t"] == "MESSAGE_CREATE");
        let number = content.and_then(|text| text.strip_prefix('m')?.split_once(' ')?.0.parse().ok());
        if let Some(number) = number {
            to_person.stop(number);
            received += 1;
        }
    }
    Ok(())
}

/// Messages through a webhook and by its maker, with as many senders, one after the other.
async fn webhooks(options: &Options, parvis: &Measured, stage: &Stage) -> anyhow::Result<()> {
    let token = &stage.person.token;
    let path = format!("/channels/{}/webhooks", stage.channel_id);
    let webhook = ask(parvis, token, "POST", &path, &json!({ "name": "Announcements" })).await?;
    let word = |key: &str| webhook[key].as_str().context("the webhook lacks a field");
    let execute = format!("/api/v10/webhooks/{}/{}", word("id")?, word("token")?);
    let send = format!("/api/v10/channels/{}/messages", stage.channel_id);
    let mut ratios = Vec::new();
    let mut rates = Vec::new();
    // They take turns, because the machine's pace changes by the second.
    for _ in 0..5 {
        let by_webhook = rate(options, parvis, token, &execute).await?;
        let by_person = rate(options, parvis, token, &send).await?;
        ratios.push((by_webhook / by_person * 1_000.0) as u32);
        rates.push((by_webhook, by_person));
    }
    ratios.sort_unstable();
    let (by_webhook, by_person) = rates[rates.len() / 2];
    println!(
        "  webhooks: {by_webhook:.0}/s, messages {by_person:.0}/s; median ratio {:.2}",
        square::quantile(&ratios, 0.5) / 1e3
    );
    Ok(())
}

async fn rate(options: &Options, parvis: &Measured, token: &str, path: &str) -> anyhow::Result<f64> {
    let run = Duration::from_secs(options.seconds as u64) / 5;
    let until = Instant::now() + run;
    let mut tasks = JoinSet::new();
    for _ in 0..options.senders {
        let mut connection = Connection::open(&parvis.address, token).await?;
        let path = path.to_owned();
        tasks.spawn(async move {
            let mut sent = 0_u64;
            while Instant::now() < until {
                let body = r#"{"content":"A message of ordinary length, as programs write them."}"#;
                let (status, _) = connection.ask("POST", &path, body).await?;
                anyhow::ensure!(status == 200 || status == 204, "{path} was answered with {status}");
                sent += 1;
            }
            Ok(sent)
        });
    }
    let mut sent = 0;
    while let Some(done) = tasks.join_next().await {
        sent += done??;
    }
    Ok(sent as f64 / run.as_secs_f64())
}
