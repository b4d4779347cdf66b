//! `parvis switch …`

use anyhow::{Context, bail};
use parvis_app::{ActionError, Kind, Refusal};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_switches::log::{self, Filter, LogMarker};
use parvis_switches::set;
use serde_json::{Value, json};

use super::carry_out::{in_words, lines};
use super::guilds::as_owner;
use super::{Hall, Outcome, SwitchOrder};
use crate::terminal::piece;

/// The switches of a channel, as they are called.
const NAMES: [&str; 4] = ["notices", "media", "newcomers", "expiry"];

/// Does what an order about switches says, in the name of the guild's owner.
pub async fn carry_out(hall: &Hall, order: SwitchOrder) -> anyhow::Result<Outcome> {
    match order {
        SwitchOrder::Show { guild, channel } => show(hall, Id::new(guild), Id::new(channel)).await,
        SwitchOrder::Set { guild, channel, change } => {
            set(hall, Id::new(guild), Id::new(channel), &change).await
        }
        SwitchOrder::Log { guild, channel, limit, before } => {
            let (channel_id, before) = (channel.map(Id::new), before.map(Id::new));
            let filter = Filter { channel_id, done: None, before, limit };
            list(hall, Id::new(guild), filter).await
        }
        SwitchOrder::Undo { guild, entry } => undo(hall, Id::new(guild), Id::new(entry)).await,
    }
}

async fn show(
    hall: &Hall,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
) -> anyhow::Result<Outcome> {
    let caller = owner(hall, guild_id, channel_id).await?;
    let shown = set::get(&hall.switches, &hall.app, &caller, channel_id).await.map_err(of_channel)?;
    Ok(told(json!(shown)))
}

async fn set(
    hall: &Hall,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
    change: &str,
) -> anyhow::Result<Outcome> {
    let change: set::Change = serde_json::from_str(change).context(
        "change: not what the API takes, for instance {\"expiry\": {\"on\": true, \"after_hours\": 24}}",
    )?;
    let caller = owner(hall, guild_id, channel_id).await?;
    let shown = set::edit(&hall.switches, &hall.app, &caller, channel_id, change, None).await;
    Ok(told(json!(shown.map_err(of_channel)?)))
}

/// The owner of the guild that has the channel.
async fn owner(
    hall: &Hall,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
) -> anyhow::Result<parvis_app::Caller> {
    let (caller, access) = as_owner(&hall.app, guild_id).await?;
    if access.guild.channel(channel_id).is_none() {
        bail!("channel: the guild has no channel {channel_id}; see `parvis guild show {guild_id}`");
    }
    Ok(caller)
}

fn of_channel(error: ActionError) -> anyhow::Error {
    match error {
        ActionError::Refused(Refusal::InvalidChannelType) => {
            anyhow::anyhow!("channel: this one has no switches")
        }
        other => in_words(other),
    }
}

/// What counts, a line for each switch, and where it is set.
fn told(shown: Value) -> Outcome {
    let line = |name: &&str| {
        let counts = &shown["effective"][*name];
        let is_own = !shown["own"][*name].is_null();
        let words = if counts.is_null() { "off".to_owned() } else { counts.to_string() };
        let place = match (is_own, counts.is_null()) {
            (true, _) => "  (set here)",
            (false, true) => "",
            (false, false) => "  (set on the category)",
        };
        format!("{name}: {words}{place}")
    };
    let text: Vec<String> = NAMES.iter().map(line).collect();
    Outcome::new(shown, text.join("\n"))
}

async fn list(hall: &Hall, guild_id: Id<GuildMarker>, filter: Filter) -> anyhow::Result<Outcome> {
    let (caller, _) = as_owner(&hall.app, guild_id).await?;
    let page = json!(log::list(&hall.app, &caller, guild_id, filter).await.map_err(in_words)?);
    let entries = page["entries"].as_array().map(Vec::as_slice).unwrap_or_default();
    let text = lines(entries.iter().map(line).collect(), "The switches of this guild did nothing.");
    Ok(Outcome::new(page, text))
}

/// Names of people are shown as pieces: they may hold what a terminal obeys.
fn line(entry: &Value) -> String {
    let word = |name: &str| entry[name].as_str().unwrap_or_default();
    let user =
        entry["user"]["username"].as_str().map(|name| format!("  {}", piece(name))).unwrap_or_default();
    let undone = entry["undone_at"].as_str().map(|at| format!("  undone {at}")).unwrap_or_default();
    format!(
        "{}  {}  {} in {}, {} times{user}{undone}",
        word("id"),
        word("at"),
        word("done"),
        word("channel_id"),
        entry["count"]
    )
}

async fn undo(hall: &Hall, guild_id: Id<GuildMarker>, id: Id<LogMarker>) -> anyhow::Result<Outcome> {
    let (caller, _) = as_owner(&hall.app, guild_id).await?;
    let undone = match log::undo(&hall.app, &caller, guild_id, id).await {
        Err(ActionError::Unknown(Kind::Thing("Log Entry"))) => {
            bail!("entry: the guild's log has no entry {id}; see `parvis switch log {guild_id}`")
        }
        undone => json!(undone.map_err(in_words)?),
    };
    let text = match undone["invite_code"].as_str() {
        Some(code) => format!("Taken back. They can come again by the invitation {}.", piece(code)),
        None => "Taken back.".to_owned(),
    };
    Ok(Outcome::new(undone, text))
}
