//! The map of the demo: three real cities, some dozens of invented groups in them, and what waits for those who look
//! after it. Everything goes the way that people's own groups go, from the form to the moderator's decision.

use std::collections::HashMap;
use std::ops::ControlFlow;

use anyhow::{Context, anyhow};
use parvis_app::scheduled_events::{EventPlace, ScheduledEventDraft};
use parvis_app::{App, Caller, operators, scheduled_events};
use parvis_directory::areas::import::{Options, put};
use parvis_directory::log::Actor;
use parvis_directory::markers::{AreaMarker, GroupMarker};
use parvis_directory::submissions::SubmissionBody;
use parvis_directory::tables::areas::Source;
use parvis_directory::{Directory, actions, flags, moderators, reports, requests, review, submissions};
use parvis_geography::{import, places};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, RecurrenceFrequency, RecurrenceRule, Timestamp};
use parvis_print::flag::Design;
use serde::Deserialize;
use serde_json::{Value, json};

use super::world::World;
use crate::admin::in_words;

const HOUR_MS: i64 = 3_600_000;
const MAP: &str = include_str!("data/map.toml");

/// What stands on the map.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Map {
    /// The flag that the courtyards of one city derive theirs from.
    base: Design,
    groups: Vec<Group>,
    reports: Vec<Report>,
    requests: Vec<Request>,
    actions: Vec<Action>,
}

/// A group, as its keepers describe it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// Id of its area in the files of the cities.
    place: String,
    name: String,
    description: Value,
    languages: Value,
    tags: Value,
    /// A network, or the letter of a guild.
    via: String,
    join: Value,
    members: Value,
    flag: Option<FlagKind>,
    #[serde(default)]
    state: State,
    /// What a moderator wants to know before deciding.
    question: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FlagKind {
    /// Derived from the base flag.
    Family,
    /// Made from the name alone.
    Own,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    #[default]
    Listed,
    Waiting,
    Asked,
}

/// Somebody says that something is wrong.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    group: String,
    reason: String,
    text: String,
}

/// Somebody wants to come in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    group: String,
    /// Key of a person.
    by: String,
    answers: Vec<String>,
}

/// Something that a guild plans.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Action {
    /// The letter of the guild.
    guild: String,
    name: String,
    description: String,
    location: String,
    /// In so many days, at this hour (UTC), for so many hours.
    in_days: i64,
    hour: i64,
    hours: i64,
    #[serde(default)]
    weekly: bool,
    /// Id of the area in which the map shows it.
    place: Option<String>,
}

/// Those of the demo who do something on the map.
pub struct Cast {
    /// The first person, who looks after the map.
    first: Id<UserMarker>,
    people: HashMap<String, Id<UserMarker>>,
    guilds: HashMap<String, Id<GuildMarker>>,
}

impl Cast {
    /// Everybody, by their keys.
    pub fn of(world: &World) -> Self {
        let people = world.residents.iter().map(|it| (it.person.key.clone(), it.id())).collect();
        let guilds = world.towns.iter().map(|town| (town.key.clone(), town.id())).collect();
        Self { first: world.residents[0].id(), people, guilds }
    }

    /// Somebody, by key.
    pub fn person(&self, key: &str) -> anyhow::Result<Caller> {
        let user_id = *self.people.get(key).with_context(|| format!("nobody is {key:?}"))?;
        Ok(caller(user_id))
    }
}

fn caller(user_id: Id<UserMarker>) -> Caller {
    Caller { user_id, is_bot: false, login_id: Id::new(0) }
}

/// Draws the map; returns how many groups stand on it.
pub async fn fill(app: &App, cast: &Cast) -> anyhow::Result<usize> {
    let map: Map = toml::from_str(MAP).context("map.toml")?;
    let directory = Directory::default();
    for (name, city) in [("minsk", places::MINSK), ("paris", places::PARIS), ("rabat", places::RABAT)] {
        let places =
            import::geojson(city.as_bytes(), &import::Limits::default(), &mut |_| ControlFlow::Continue(()));
        let places = places.with_context(|| format!("{name}.geojson"))?;
        let options = Options { parent_id: None, levels: Vec::new(), source: Source::Drawn };
        put(&directory, app, Actor::House, places, options, |_| ()).await.map_err(in_words)?;
    }
    moderators::add(app, cast.first).await.map_err(in_words)?;
    flags::set_base(app, Some(map.base.clone())).await.map_err(in_words)?;
    let view = directory.view(app).await.map_err(in_words)?;
    let areas: HashMap<String, Id<AreaMarker>> =
        view.all_areas().iter().filter_map(|area| Some((area.osm_id.clone()?, area.id))).collect();
    let mut ids = HashMap::new();
    for (number, group) in map.groups.iter().enumerate() {
        let area_id = *areas.get(&group.place).with_context(|| format!("no area {:?}", group.place))?;
        let id = hand_in(app, &directory, cast, group, group.body(area_id, &map.base, cast, number)?)
            .await
            .with_context(|| format!("map.toml: {:?}", group.name))?;
        ids.insert(group.name.clone(), id);
    }
    let group_named = |name: &str| ids.get(name).copied().with_context(|| format!("no group {name:?}"));
    for it in map.reports {
        let body = serde_json::from_value(json!({ "reason": it.reason, "text": it.text }))?;
        let reporter = caller(cast.first);
        reports::create(&directory, app, Some(&reporter), group_named(&it.group)?, body)
            .await
            .map_err(in_words)?;
    }
    for it in map.requests {
        let body = serde_json::from_value(json!({ "answers": it.answers }))?;
        requests::create(&directory, app, Some(&cast.person(&it.by)?), group_named(&it.group)?, body)
            .await
            .map_err(in_words)?;
    }
    for action in &map.actions {
        plan(app, &directory, cast, &areas, action).await.with_context(|| format!("{:?}", action.name))?;
    }
    Ok(map.groups.iter().filter(|group| group.state == State::Listed).count())
}

/// Plans an event in the name of the guild's owner, and shows it on the map.
async fn plan(
    app: &App,
    directory: &Directory,
    cast: &Cast,
    areas: &HashMap<String, Id<AreaMarker>>,
    action: &Action,
) -> anyhow::Result<()> {
    let guild_id = *cast.guilds.get(&action.guild).context("no such guild")?;
    let owner = operators::owner_of(app, guild_id).await.map_err(in_words)?;
    let today = Timestamp::from_unix_ms(app.now_ms()).days();
    let at = |hour: i64| Timestamp::of_day(today + action.in_days, hour * HOUR_MS);
    let start = at(action.hour);
    let rule = RecurrenceRule {
        start,
        end: None,
        frequency: RecurrenceFrequency::WEEKLY,
        interval: 1,
        by_weekday: None,
        by_n_weekday: None,
        by_month: None,
        by_month_day: None,
        by_year_day: None,
        count: None,
    };
    let draft = ScheduledEventDraft {
        name: action.name.clone(),
        description: Some(action.description.clone()),
        picture: None,
        start,
        end: Some(at(action.hour + action.hours)),
        place: EventPlace::External { location: action.location.clone() },
        rule: action.weekly.then_some(rule),
    };
    let event = scheduled_events::create(app, &owner, guild_id, draft, None).await.map_err(in_words)?;
    if let Some(place) = &action.place {
        let area_id = *areas.get(place).with_context(|| format!("no area {place:?}"))?;
        actions::put(directory, app, &owner, event.id, area_id, true).await.map_err(in_words)?;
    }
    Ok(())
}

async fn hand_in(
    app: &App,
    directory: &Directory,
    cast: &Cast,
    group: &Group,
    body: SubmissionBody,
) -> anyhow::Result<Id<GroupMarker>> {
    let keeper = match cast.guilds.get(&group.via) {
        Some(guild_id) => operators::owner_of(app, *guild_id).await.map_err(in_words)?,
        None => caller(cast.first),
    };
    let (draft, proof) = body.read().map_err(in_words)?;
    let handed_in =
        submissions::create(directory, app, Some(&keeper), draft, proof).await.map_err(in_words)?;
    let decision = match group.state {
        State::Listed => json!({ "decision": "accept" }),
        State::Asked => json!({ "decision": "ask", "text": group.question }),
        State::Waiting => return Ok(handed_in.id()),
    };
    let decision = serde_json::from_value(decision)?;
    review::decide(directory, app, &caller(cast.first), handed_in.id(), decision).await.map_err(in_words)?;
    Ok(handed_in.id())
}

impl Group {
    /// The form, filled in.
    fn body(
        &self,
        area_id: Id<AreaMarker>,
        base: &Design,
        cast: &Cast,
        number: usize,
    ) -> anyhow::Result<SubmissionBody> {
        let target = match cast.guilds.get(&self.via) {
            Some(guild_id) => json!({ "type": "guild", "guild_id": guild_id }),
            None => json!({ "type": "link", "url": nowhere(&self.via, number)? }),
        };
        let flag = self.flag.map(|kind| match kind {
            FlagKind::Family => Design::from_seed(Some(base), &self.name),
            FlagKind::Own => Design::from_seed(None, &self.name),
        });
        let body = json!({
            "name": self.name,
            "description": self.description,
            "languages": self.languages,
            "tags": self.tags,
            "area_id": area_id,
            "target": target,
            "join": self.join,
            "members": self.members,
            "flag": flag.map(|design| json!({ "design": design })),
            "agreed": true,
        });
        Ok(serde_json::from_value(body)?)
    }
}

/// An address of the right form behind which nobody is.
fn nowhere(via: &str, number: usize) -> anyhow::Result<String> {
    match via {
        "telegram" => Ok(format!("https://t.me/+ParvisDemo{number:06}")),
        "signal" => Ok(format!("https://signal.group/#ParvisDemo{number:012}")),
        "whatsapp" => Ok(format!("https://chat.whatsapp.com/ParvisDemo{number:012}")),
        "matrix" => Ok(format!("https://matrix.to/#/#parvis-demo-{number}:example.org")),
        other => Err(anyhow!("{other:?} is neither a network nor a guild")),
    }
}
