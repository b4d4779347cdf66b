//! Rides and mutual aid of the demo: what people offer and ask for around the cities, and two who agreed and talk.
//! Everything goes the way that people's own listings go.

use std::collections::HashMap;

use anyhow::Context;
use parvis_app::{App, messages};
use parvis_directory::Directory;
use parvis_directory::aid::{answers, asks, posting};
use parvis_directory::markers::AreaMarker;
use parvis_model::{Id, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::map::Cast;
use crate::admin::in_words;

const AID: &str = include_str!("data/aid.toml");
const HOUR_MS: i64 = 3_600_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Aid {
    listings: Vec<Listing>,
}

/// What somebody offers or asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listing {
    /// Key of a person.
    by: String,
    kind: String,
    /// Id of its area in the files of the cities.
    place: String,
    to: Option<String>,
    #[serde(default)]
    via: Vec<String>,
    /// Hours from now to its beginning.
    in_hours: i64,
    /// How long it lasts.
    hours: i64,
    total: u32,
    category: Option<String>,
    #[serde(default)]
    conditions: Vec<String>,
    #[serde(default)]
    cost_share: String,
    text: String,
    ask: Option<Ask>,
}

/// Somebody answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    by: String,
    amount: u32,
    text: String,
    /// What the two say once it is accepted, by turns, whoever asked first; without a word it waits.
    #[serde(default)]
    talk: Vec<String>,
}

/// Posts all of it; returns how many listings there are.
pub async fn fill(app: &App, cast: &Cast) -> anyhow::Result<usize> {
    let aid: Aid = toml::from_str(AID).context("aid.toml")?;
    let directory = Directory::default();
    let view = directory.view(app).await.map_err(in_words)?;
    let areas: HashMap<String, Id<AreaMarker>> =
        view.all_areas().iter().filter_map(|area| Some((area.osm_id.clone()?, area.id))).collect();
    for listing in &aid.listings {
        post(app, &directory, cast, &areas, listing)
            .await
            .with_context(|| format!("aid.toml: {:?}", listing.text))?;
    }
    Ok(aid.listings.len())
}

async fn post(
    app: &App,
    directory: &Directory,
    cast: &Cast,
    areas: &HashMap<String, Id<AreaMarker>>,
    listing: &Listing,
) -> anyhow::Result<()> {
    let author = cast.person(&listing.by)?;
    let body = serde_json::from_value(listing.body(areas, app.now_ms())?)?;
    let posted = posting::create(directory, app, &author, body).await.map_err(in_words)?;
    let Some(ask) = &listing.ask else { return Ok(()) };
    let asker = cast.person(&ask.by)?;
    let body = serde_json::from_value(json!({ "amount": ask.amount, "text": ask.text }))?;
    let asked = asks::create(directory, app, &asker, posted.id(), body).await.map_err(in_words)?;
    if ask.talk.is_empty() {
        return Ok(());
    }
    let decision = answers::Decision::Accepted;
    let accepted = answers::decide(directory, app, &author, posted.id(), asked.id(), decision).await;
    let channel_id = accepted.map_err(in_words)?.channel_id().context("the two talk")?;
    for (turn, words) in ask.talk.iter().enumerate() {
        let who = if turn % 2 == 0 { &asker } else { &author };
        let draft = messages::MessageDraft { content: words.clone(), ..messages::MessageDraft::default() };
        messages::send(app, who, channel_id, draft).await.map_err(in_words)?;
    }
    Ok(())
}

impl Listing {
    fn body(&self, areas: &HashMap<String, Id<AreaMarker>>, now_ms: i64) -> anyhow::Result<Value> {
        let area = |key: &String| areas.get(key).copied().with_context(|| format!("no area {key:?}"));
        let via = self.via.iter().map(area).collect::<anyhow::Result<Vec<_>>>()?;
        let from = Timestamp::from_unix_ms(now_ms + self.in_hours * HOUR_MS);
        let until = Timestamp::from_unix_ms(now_ms + (self.in_hours + self.hours) * HOUR_MS);
        Ok(json!({
            "kind": self.kind,
            "area_id": area(&self.place)?,
            "destination_area_id": self.to.as_ref().map(area).transpose()?,
            "via_area_ids": via,
            "from": from,
            "until": until,
            "total": self.total,
            "category": self.category,
            "conditions": self.conditions,
            "cost_share": self.cost_share,
            "text": self.text,
        }))
    }
}
