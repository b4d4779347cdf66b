//! The map at 100,000 areas and 50,000 groups: import, answers, searches, counts that follow joins, going dark.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use clap::Args;
use parvis_app::{App, Lane};
use parvis_directory::groups::link::Via;
use parvis_directory::groups::listing::{Join, JoinMode, Listing, Members, Shown, Target, Visibility};
use parvis_directory::markers::{AreaMarker, MapMarker};
use parvis_directory::tables::groups::{Kept, State};
use parvis_directory::{moderators, tables};
use parvis_model::{Id, Permissions, Timestamp};
use parvis_testing::seed::{self, Seeded};
use reqwest::Method;
use serde_json::{Value, json};

use crate::geography::{below, collection};
use crate::process::Measured;
use crate::square::{self, Site, quantile};

const MAP: &str = "/api/parvis/v1/directory";
const GUILDS: &str = "/api/v10";
/// Groups that are written in one transaction.
const BATCH: usize = 5_000;
/// How long anything may take before the run is given up.
const GIVEN_UP: Duration = Duration::from_secs(60);

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Courtyards; towns and a country come on top.
    #[arg(long, default_value_t = 100_000)]
    areas: usize,
    /// Groups on the map.
    #[arg(long, default_value_t = 50_000)]
    groups: usize,
    /// Searches; a tenth as many views of towns, and a hundredth as many joins.
    #[arg(long, default_value_t = 2_000)]
    searches: usize,
    #[command(flatten)]
    site: Site,
}

/// Runs everything and prints a table.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let (folder, server) = options.site.prepare()?;
    let app = square::open(folder.path()).await?;
    let people = seed::accounts(&app, "neighbour", 3 + options.searches / 100, None).await;
    moderators::add(&app, people[0].id()).await?;
    app.store.close().await;
    import(&server, folder.path(), options.areas).await?;
    let app = square::open(folder.path()).await?;
    fill(&app, options.groups).await?;
    let guild_id =
        seed::guild(&app, &people[1], Permissions::VIEW_CHANNEL | Permissions::CREATE_INSTANT_INVITE).await;
    seed::channel(&app, guild_id, "accueil", Vec::new()).await;
    app.store.close().await;

    let parvis = Measured::start(&server, &square::arguments(folder.path())).await?;
    let visitor = Client::new(&parvis, None);
    let start = Instant::now();
    let map = visitor.get(&format!("{MAP}/areas")).await?;
    println!("first answer after a start: {:.1} s", start.elapsed().as_secs_f64());
    let country = text(&map["areas"][0]["id"])?.to_owned();
    let towns = visitor.get(&format!("{MAP}/areas?parent_id={country}&limit=200")).await?;
    let towns: Vec<String> = ids(&towns["areas"])?;
    pages(&parvis, &visitor, &towns[0], options.searches / 10).await?;
    views(&visitor, &country, &towns, options.searches / 10).await?;
    searches(&parvis, &visitor, options.areas, options.searches).await?;
    let moderator = Client::new(&parvis, Some(&people[0]));
    let owner = Client::new(&parvis, Some(&people[1]));
    let group = put_guild(&owner, &moderator, &guild_id.to_string(), &towns[0]).await?;
    joins(&parvis, &visitor, &group, &people[2..]).await?;
    darkness(&visitor, &moderator, &group, &country, &towns[0]).await?;
    println!("memory: {:.0} MB", parvis.resident_bytes()? / 1e6);
    parvis.end().await
}

/// Has the program import a file, as an operator does.
async fn import(server: &Path, data: &Path, areas: usize) -> anyhow::Result<()> {
    let side = (areas as f64).sqrt().ceil() as usize;
    let file = data.join("areas.geojson");
    std::fs::File::create(&file)?.write_all(collection(side).as_bytes())?;
    let start = Instant::now();
    let mut command = tokio::process::Command::new(server);
    command.args(["import", "areas"]).arg(&file).arg("--data").arg(data).arg("--json");
    let output = command.output().await?;
    let taken = start.elapsed();
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let imported: Value = serde_json::from_slice(&output.stdout)?;
    println!("import of {} polygons: {:.1} s (aim: 60 s)", imported["added"], taken.as_secs_f64());
    std::fs::remove_file(file)?;
    Ok(())
}

/// Groups in places by chance: the smaller a place, the more of them there are.
async fn fill(app: &App, count: usize) -> anyhow::Result<()> {
    let areas: Vec<Id<AreaMarker>> =
        app.read(|tx| Ok(tables::areas::all(tx)?.iter().map(|area| area.id).collect())).await?;
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    let now = Timestamp::from_unix_ms(app.now_ms());
    let mut made = 0;
    while made < count {
        let numbers = made..(made + BATCH).min(count);
        made = numbers.end;
        let rows: Vec<Kept> = numbers
            .map(|number| {
                let area_id = areas[below(&mut chance, areas.len() as f64) as usize];
                kept(app.ids.next(), number, area_id, now)
            })
            .collect();
        app.write(Lane::of(Id::<MapMarker>::new(1)), move |tx, _| {
            rows.iter().try_for_each(|row| tables::groups::insert(tx, row))?;
            Ok(())
        })
        .await?;
    }
    Ok(())
}

fn kept(
    id: Id<parvis_directory::markers::GroupMarker>,
    number: usize,
    area_id: Id<AreaMarker>,
    now: Timestamp,
) -> Kept {
    let mut receipt = [0; 32];
    receipt[..8].copy_from_slice(&(number as u64).to_be_bytes());
    let text =
        |text: &str| format!("{text} Сустракаемся штотыдзень, дапамагаем адзін аднаму. Nous nous voyons.");
    let listing = Listing {
        name: crate::geography::names(number)[number % 3].clone(),
        description: [("be", text("Суседзі.")), ("fr", text("Voisins."))]
            .map(|(language, text)| (language.to_owned(), text))
            .into(),
        languages: vec!["be".to_owned(), "fr".to_owned()],
        tags: vec!["entraide".to_owned()],
        area_id,
        cell: None,
        target: Target::Link { via: Via::Telegram, url: format!("https://t.me/+measured{number:08}") },
        join: Join { mode: JoinMode::Open, questions: Vec::new() },
        visibility: Visibility::Public,
        members: Members { shown: Shown::Bucket, declared: Some(number as u32 % 400) },
        flag: None,
        expires_at: None,
    };
    Kept {
        id,
        receipt,
        state: State::Listed,
        is_waiting: false,
        is_dark: false,
        listing: Some(listing),
        proposed: None,
        messages: Vec::new(),
        invite: None,
        merged_into: None,
        version: 1,
        created_at: now,
        changed_at: now,
        confirmed_at: now,
    }
}

/// The first answer of the map as a browser gets it, its drawing in it, and that of a large town.
async fn pages(parvis: &Measured, visitor: &Client, town: &str, count: usize) -> anyhow::Result<()> {
    for (what, path) in [("the whole map", "/map".to_owned()), ("a town", format!("/map/area/{town}"))] {
        let (mut page_us, mut bytes) = (Vec::new(), 0);
        let before_us = parvis.cpu_us()?;
        for _ in 0..count {
            let (taken_us, body) = visitor.packed(&path).await?;
            page_us.push(taken_us);
            bytes = body;
        }
        println!(
            "page of {what}, {:.1} kB of gzip (aim: 60 kB): {}, {} of CPU each (aim: 30 ms)",
            bytes as f64 / 1e3,
            told(&mut page_us),
            cpu_each(parvis, before_us, count)?
        );
    }
    Ok(())
}

/// How much processor the server took for each of so many answers: a busy machine makes a clock tell more.
fn cpu_each(parvis: &Measured, before_us: (f64, f64), count: usize) -> anyhow::Result<String> {
    let after_us = parvis.cpu_us()?;
    let taken_us = after_us.0 + after_us.1 - before_us.0 - before_us.1;
    Ok(format!("{:.1} ms", taken_us / 1e3 / count.max(1) as f64))
}

/// A town's groups as a file and as a page, and the whole map's as a file.
async fn views(visitor: &Client, country: &str, towns: &[String], count: usize) -> anyhow::Result<()> {
    let (mut file_us, mut page_us, mut bytes) = (Vec::new(), Vec::new(), 0);
    for number in 0..count {
        let town = &towns[number % towns.len()];
        let (taken_us, body) = visitor.timed(&format!("{MAP}/groups.geojson?area_id={town}")).await?;
        bytes += body.len();
        file_us.push(taken_us);
        page_us.push(visitor.timed(&format!("{MAP}/areas/{town}/groups")).await?.0);
    }
    let features = visitor.get(&format!("{MAP}/groups.geojson?area_id={}", towns[0])).await?;
    let features = features["features"].as_array().map_or(0, Vec::len);
    println!(
        "GeoJSON of a town, {features} groups, {} kB: {} (aim: 50 ms)",
        bytes / count.max(1) / 1_000,
        told(&mut file_us)
    );
    println!("a page of 200 groups of a town: {}", told(&mut page_us));
    let mut all_us = Vec::new();
    for _ in 0..10 {
        all_us.push(visitor.timed(&format!("{MAP}/groups.geojson?area_id={country}")).await?.0);
    }
    println!("GeoJSON of the whole map: {}", told(&mut all_us));
    Ok(())
}

async fn searches(parvis: &Measured, visitor: &Client, areas: usize, count: usize) -> anyhow::Result<()> {
    let mut chance = 0x1234_5678_9abc_def1_u64;
    // The first one makes the index of groups' names.
    visitor.get(&format!("{MAP}/search?q=rue")).await?;
    let (mut search_us, mut missed) = (Vec::new(), 0);
    let mut slowest = (0, String::new());
    let before_us = parvis.cpu_us()?;
    for number in 0..count {
        let name = &crate::geography::names(below(&mut chance, areas as f64) as usize)[number % 3];
        let mut letters: Vec<char> = name.chars().collect();
        // Every other one has a slip, and two of three are only begun.
        if number % 2 == 0 {
            let at = 1 + below(&mut chance, 3.0) as usize;
            letters.swap(at, at + 1);
        }
        letters.truncate(if number % 3 == 0 { letters.len() } else { 1 + number % 9 });
        let query: String = letters.into_iter().collect();
        let path = format!("{MAP}/search?limit=10&q={}", encoded(query.trim()));
        let (taken_us, body) = visitor.timed(&path).await?;
        missed += usize::from(body.len() < 40);
        search_us.push(taken_us);
        slowest = slowest.max((taken_us, query));
    }
    println!(
        "search of places and groups: {}, {} of CPU each; nothing found {missed} times, longest for {:?} \
         (aim: p99 30 ms)",
        told(&mut search_us),
        cpu_each(parvis, before_us, count)?,
        slowest.1
    );
    Ok(())
}

/// A guild on the map, which counts its members exactly.
async fn put_guild(
    owner: &Client,
    moderator: &Client,
    guild_id: &str,
    area_id: &str,
) -> anyhow::Result<String> {
    let body = json!({
        "name": "Le groupe qui grandit", "area_id": area_id, "agreed": true, "join": { "mode": "open" },
        "target": { "type": "guild", "guild_id": guild_id }, "members": { "shown": "exact" },
    });
    let made = owner.ask(Method::POST, &format!("{MAP}/submissions"), Some(body)).await?;
    let id = text(&made["id"])?.to_owned();
    let decision = json!({ "decision": "accept" });
    moderator.ask(Method::POST, &format!("{MAP}/submissions/{id}/decision"), Some(decision)).await?;
    Ok(id)
}

/// From a join to the number on the map.
async fn joins(parvis: &Measured, visitor: &Client, group: &str, people: &[Seeded]) -> anyhow::Result<()> {
    let path = format!("{MAP}/groups/{group}");
    let shown = visitor.get(&path).await?;
    let code = text(&shown["join"]["url"])?.rsplit('/').next().context("an invitation")?.to_owned();
    let mut count = shown["members"]["count"].as_u64().context("a number")?;
    let mut waits_us = Vec::new();
    for person in people {
        let joining = Client::new(parvis, Some(person));
        let start = Instant::now();
        joining.ask(Method::POST, &format!("{GUILDS}/invites/{code}"), Some(json!({}))).await?;
        count += 1;
        while visitor.get(&path).await?["members"]["count"] != count {
            ensure!(start.elapsed() < GIVEN_UP, "the map does not count {count}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        waits_us.push(u32::try_from(start.elapsed().as_micros())?);
    }
    println!("from a join to the number on the map: {} (aim: 2 s)", told(&mut waits_us));
    Ok(())
}

/// From one action to the last public surface that shows nothing any more.
async fn darkness(
    visitor: &Client,
    moderator: &Client,
    group: &str,
    country: &str,
    town: &str,
) -> anyhow::Result<()> {
    const NAME: &str = "Le groupe qui grandit";
    let surfaces = [
        format!("{MAP}/groups/{group}"),
        format!("{MAP}/areas/{town}/groups"),
        format!("{MAP}/areas/{town}/feed.atom"),
        format!("{MAP}/groups.geojson?area_id={town}"),
        format!("{MAP}/groups.kml?area_id={town}"),
        format!("{MAP}/groups.csv?area_id={town}"),
        format!("{MAP}/search?q={}", encoded(NAME)),
    ];
    for (what, path) in [
        ("a group", format!("{MAP}/groups/{group}/dark")),
        ("a town", format!("{MAP}/areas/{town}/dark")),
        ("the country", format!("{MAP}/areas/{country}/dark")),
        ("the map", format!("{MAP}/dark")),
    ] {
        let start = Instant::now();
        moderator.ask(Method::PUT, &path, Some(json!({}))).await?;
        let answered = start.elapsed();
        for surface in &surfaces {
            while visitor.text(surface).await?.contains(NAME) {
                ensure!(start.elapsed() < GIVEN_UP, "{surface} still shows it");
            }
        }
        let empty = start.elapsed();
        let start = Instant::now();
        moderator.ask(Method::DELETE, &path, None).await?;
        println!(
            "{what} goes dark: answered after {:.0} ms, every surface asked and empty after {:.0} ms (aim: 1 s); \
             back in the light after {:.0} ms",
            answered.as_secs_f64() * 1e3,
            empty.as_secs_f64() * 1e3,
            start.elapsed().as_secs_f64() * 1e3
        );
    }
    Ok(())
}

/// Somebody who asks the server.
struct Client {
    http: reqwest::Client,
    url: String,
    token: Option<String>,
}

impl Client {
    fn new(parvis: &Measured, person: Option<&Seeded>) -> Self {
        let url = format!("http://{}", parvis.address);
        Self { http: reqwest::Client::new(), url, token: person.map(|person| person.token.clone()) }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> anyhow::Result<reqwest::Response> {
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header("authorization", token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        Ok(request.send().await?)
    }

    /// A call that succeeds.
    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Value> {
        let answer = self.send(method, path, body).await?;
        let (status, text) = (answer.status(), answer.text().await?);
        ensure!(status.is_success(), "{path}: {status} {text}");
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.ask(Method::GET, path, None).await
    }

    /// Whatever is answered.
    async fn text(&self, path: &str) -> anyhow::Result<String> {
        Ok(self.send(Method::GET, path, None).await?.text().await?)
    }

    /// After how many microseconds the last byte of a page is here, and how many they are as they travel.
    async fn packed(&self, path: &str) -> anyhow::Result<(u32, usize)> {
        let start = Instant::now();
        let request = self.http.get(format!("{}{path}", self.url));
        let answer = request.header("accept-encoding", "gzip").send().await?;
        let status = answer.status();
        let is_packed = answer.headers().get("content-encoding").is_some_and(|it| it == "gzip");
        let bytes = answer.bytes().await?.len();
        let taken_us = u32::try_from(start.elapsed().as_micros())?;
        ensure!(status.is_success() && is_packed, "{path}: {status}, packed: {is_packed}");
        Ok((taken_us, bytes))
    }

    /// What is answered, and after how many microseconds its last byte is here.
    async fn timed(&self, path: &str) -> anyhow::Result<(u32, String)> {
        let start = Instant::now();
        let answer = self.send(Method::GET, path, None).await?;
        let (status, text) = (answer.status(), answer.text().await?);
        let taken_us = u32::try_from(start.elapsed().as_micros())?;
        ensure!(status.is_success(), "{path}: {status} {text}");
        Ok((taken_us, text))
    }
}

fn told(times_us: &mut [u32]) -> String {
    times_us.sort_unstable();
    let ms = |part| quantile(times_us, part) / 1e3;
    format!("p50 {:.1} ms, p99 {:.1} ms, worst {:.1} ms", ms(0.5), ms(0.99), ms(1.0))
}

fn text(value: &Value) -> anyhow::Result<&str> {
    value.as_str().with_context(|| format!("{value} is no text"))
}

fn ids(list: &Value) -> anyhow::Result<Vec<String>> {
    let list = list.as_array().context("a list")?;
    list.iter().map(|it| Ok(text(&it["id"])?.to_owned())).collect()
}

/// A text as part of an address.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
