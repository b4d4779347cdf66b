//! `parvis demo`: an invented community, so that people who want to look have something to look at.
//!
//! Everything is decided by the seed and the time of now, except the password. It must not touch a database in which
//! somebody lives.

mod aid;
mod chronicle;
mod fill;
mod layout;
mod map;
mod people;
mod picture;
mod script;
mod timeline;
mod words;
mod world;

use std::sync::Arc;

use anyhow::{Context, ensure};
use parvis_app::clock::Clock;
use parvis_app::{App, operators};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;

use crate::Config;
use crate::admin::{Outcome, password};
use crate::house::open_app;
use fill::Demo;
use world::{PastIds, Plans};

const PEOPLE: &str = include_str!("demo/data/people.txt");
/// Each guild's layout with its scenes.
const GUILDS: [(&str, &str, &str); 3] = [
    ("cours", include_str!("demo/data/cours.toml"), include_str!("demo/data/cours.txt")),
    ("toits", include_str!("demo/data/toits.toml"), include_str!("demo/data/toits.txt")),
    ("atelier", include_str!("demo/data/atelier.toml"), include_str!("demo/data/atelier.txt")),
];
const DIRECT: &str = include_str!("demo/data/direct.txt");

/// Fills the data folder and says how to log in.
pub async fn demo(config: &Config, clock: Arc<dyn Clock>, seed: u64) -> anyhow::Result<Outcome> {
    let app = open_app(config, Arc::clone(&clock)).await?;
    let outcome = fill_empty(&app, config, seed).await;
    app.store.close().await;
    outcome
}

async fn fill_empty(app: &App, config: &Config, seed: u64) -> anyhow::Result<Outcome> {
    ensure!(
        operators::nobody_is_here(app).await?,
        "data: {} holds accounts already; the demo only goes into an empty folder",
        config.data.display()
    );
    let password = password::random();
    let password_hash = app.passwords.hash(password.clone()).await?;
    let demo = imagine(seed, app.now_ms(), password_hash)?;
    let username = demo.world.residents[0].person.username.clone();
    let (people, guilds) = (demo.world.residents.len(), demo.world.towns.len());
    let channels: usize = demo.world.towns.iter().map(|town| town.channel_ids.len()).sum();
    let cast = map::Cast::of(&demo.world);
    let messages = fill::fill(app, demo).await?;
    let groups = map::fill(app, &cast).await?;
    let listings = aid::fill(app, &cast).await?;
    let text = format!(
        "{people} people, {guilds} guilds, {channels} channels, {messages} messages and a map with {groups} groups \
         and {listings} rides and things are in {}.\n\
         Start it with `parvis serve --data {}` and log in as\n  name      {username}\n  password  {password}\n\
         The password is shown this once; `parvis user password {username} --data {}` makes a new one.",
        config.data.display(),
        config.data.display(),
        config.data.display(),
    );
    let json = json!({
        "username": username, "password": password, "people": people, "guilds": guilds, "channels": channels,
        "messages": messages, "groups": groups, "listings": listings,
    });
    Ok(Outcome::new(json, text))
}

/// Everything that will be written, from the texts alone.
fn imagine(seed: u64, now_ms: i64, password_hash: String) -> anyhow::Result<Demo> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut ids = PastIds::default();
    let mut guilds = Vec::new();
    for (name, layout, scenes) in GUILDS {
        let layout = toml::from_str(layout).with_context(|| format!("{name}.toml"))?;
        guilds.push((layout, script::parse(scenes).with_context(|| format!("{name}.txt"))?));
    }
    let plans = Plans { people: people::parse(PEOPLE)?, guilds };
    let private = script::parse(DIRECT).context("direct.txt")?;
    let world = world::build(&plans, &mut random, &mut ids, now_ms)?;
    let scenes: Vec<_> = plans.guilds.into_iter().map(|(_, scenes)| scenes).collect();
    let timeline = timeline::play(&world, &scenes, &private, &mut random, &mut ids)?;
    let chronicle = chronicle::write(&world, &mut random, &mut ids)?;
    Ok(Demo { world, timeline, chronicle, password_hash, random, ids })
}

#[cfg(test)]
mod tests;
