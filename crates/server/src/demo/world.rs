//! People and guilds of the demo as the database holds them, with ids of the time at which they came to be.
//!
//! Must not know what is said.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, ensure};
use parvis_bus::{GuildSnapshot, view_of};
use parvis_model::marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker};
use parvis_model::{Channel, ChannelType, Guild, Id, Member, Overwrite, Permissions, Role, Timestamp, User};
use parvis_rules::names::UserName;
use parvis_store::tables::users::Account;
use rand::Rng;
use rand::rngs::StdRng;

use super::layout::{CategoryLayout, ChannelLayout, GuildLayout, Kind, permissions};
use super::people::Person;
use super::script::{Place, Scene, Speaker, When};

pub const DAY_MS: i64 = 86_400_000;
pub const MINUTE_MS: i64 = 60_000;
/// How long ago the first guild was made.
const FOUNDED_DAYS: i64 = 56;

/// Ids of the past. Each is made once: those of one millisecond differ in their counter.
#[derive(Default)]
pub struct PastIds(u64);

impl PastIds {
    /// An id of this moment.
    pub fn at<M>(&mut self, unix_ms: i64) -> Id<M> {
        self.0 += 1;
        Id::new(Id::<M>::first_of_unix_ms(unix_ms).get() | (self.0 & 0xfff))
    }
}

/// Somebody with an account.
pub struct Resident {
    /// Who they are in scenes.
    pub person: Person,
    /// Their account, without a password.
    pub account: Account,
    /// What their user name looks like.
    pub skeleton: String,
}

impl Resident {
    /// Id of the account.
    pub fn id(&self) -> Id<UserMarker> {
        self.account.user.id
    }
}

/// A guild with everything in it but messages.
pub struct Town {
    /// Its letter.
    pub key: String,
    /// Settings.
    pub guild: Guild,
    /// Roles, `@everyone` included.
    pub roles: Vec<Role>,
    /// Categories and channels.
    pub channels: Vec<Channel>,
    /// Members by the index of the resident.
    pub members: HashMap<usize, Member>,
    /// Channels by key.
    pub channel_ids: HashMap<String, Id<ChannelMarker>>,
    /// Roles by key.
    pub role_ids: HashMap<String, Id<RoleMarker>>,
    /// What permissions are computed from.
    pub snapshot: GuildSnapshot,
}

impl Town {
    /// Its id.
    pub fn id(&self) -> Id<GuildMarker> {
        self.guild.id
    }

    /// What a resident may do in a channel; nothing who is not a member.
    pub fn permissions(&self, resident: usize, channel_id: Id<ChannelMarker>) -> Permissions {
        let Some(member) = self.members.get(&resident) else { return Permissions::NONE };
        self.snapshot.permissions_in(channel_id, &view_of(member, member.joined_at.unix_ms()))
    }

    /// Members in the order in which they are listed, so that chance draws the same again.
    pub fn residents(&self) -> Vec<usize> {
        let mut residents: Vec<_> = self.members.keys().copied().collect();
        residents.sort_unstable();
        residents
    }
}

/// Everybody and every guild.
pub struct World {
    /// Accounts in the order of the list.
    pub residents: Vec<Resident>,
    /// Guilds.
    pub towns: Vec<Town>,
    /// Midnight before now.
    pub today_ms: i64,
    /// Now.
    pub now_ms: i64,
}

impl World {
    /// Index of the person with this key.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.residents.iter().position(|it| it.person.key == key)
    }
}

/// What a world is made of.
pub struct Plans {
    /// Everybody.
    pub people: Vec<Person>,
    /// Each guild with its scenes.
    pub guilds: Vec<(GuildLayout, Vec<Scene>)>,
}

/// Builds people and guilds. People who are named in a guild's scenes or roles are there from its first day, unless
/// they introduce themselves in a scene of its greeting channel.
pub fn build(plans: &Plans, random: &mut StdRng, ids: &mut PastIds, now_ms: i64) -> anyhow::Result<World> {
    let today_ms = now_ms - now_ms.rem_euclid(DAY_MS);
    let founded_ms = today_ms - FOUNDED_DAYS * DAY_MS;
    let joins: Vec<HashMap<usize, i64>> = plans
        .guilds
        .iter()
        .map(|(layout, scenes)| joins_of(&plans.people, layout, scenes, random, today_ms))
        .collect();
    let mut residents = Vec::new();
    for (index, person) in plans.people.iter().enumerate() {
        let first_join = joins.iter().filter_map(|of_guild| of_guild.get(&index)).min();
        let created_ms =
            first_join.map_or(founded_ms, |joined_ms| joined_ms - random.random_range(30..60) * MINUTE_MS);
        residents.push(resident(person, ids.at(created_ms))?);
    }
    let mut towns = Vec::new();
    for ((layout, _), joins) in plans.guilds.iter().zip(joins) {
        let town =
            town(layout, &residents, joins, random, ids, founded_ms + towns.len() as i64 * 3 * MINUTE_MS);
        towns.push(town.with_context(|| format!("guild {}", layout.key))?);
    }
    Ok(World { residents, towns, today_ms, now_ms })
}

fn resident(person: &Person, id: Id<UserMarker>) -> anyhow::Result<Resident> {
    let name = UserName::parse(&person.username).with_context(|| format!("{:?}", person.username))?;
    ensure!(name.as_str() == person.username, "{:?} is not written as it is stored", person.username);
    let mut user = User::new(id, name.as_str());
    user.global_name = Some(person.shown.clone());
    // Scenes are told by language alone, settings by language and country.
    let locale = match person.locale.as_str() {
        "en" => "en-GB",
        "es" => "es-ES",
        other => other,
    };
    let (locale, bio) = (locale.to_owned(), person.about.clone());
    let account = Account { user, bio, locale, password_hash: None, mfa_enabled: false };
    Ok(Resident { person: person.clone(), account, skeleton: name.skeleton() })
}

/// When everybody came to a guild.
fn joins_of(
    people: &[Person],
    layout: &GuildLayout,
    scenes: &[Scene],
    random: &mut StdRng,
    today_ms: i64,
) -> HashMap<usize, i64> {
    let mut founders: HashSet<&str> =
        layout.roles.iter().flat_map(|role| &role.members).map(String::as_str).collect();
    founders.insert(&layout.owner);
    let mut arrivals = HashMap::new();
    for scene in scenes {
        let mut speakers = scene.turns.iter().filter_map(|turn| match &turn.speaker {
            Speaker::Key(key) => Some(key.as_str()),
            Speaker::Drawn(_) => None,
        });
        if let (When::Day(days, minute), true) =
            (scene.when, scene.place == Place::Channel(layout.system.clone()))
            && let Some(newcomer) = speakers.next()
        {
            arrivals.insert(newcomer, today_ms - days * DAY_MS + (minute - 6) * MINUTE_MS);
        }
        founders.extend(speakers);
    }
    let mut joins = HashMap::new();
    for (index, person) in people.iter().enumerate() {
        let key = person.key.as_str();
        if !person.guilds.contains(&layout.key) {
            continue;
        }
        let joined_ms = if key == layout.owner {
            today_ms - FOUNDED_DAYS * DAY_MS + 10 * MINUTE_MS
        } else if let Some(arrived_ms) = arrivals.get(key) {
            *arrived_ms
        } else if founders.contains(key) {
            today_ms - (FOUNDED_DAYS - 1) * DAY_MS + random.random_range(7 * 60..22 * 60) * MINUTE_MS
        } else {
            let days = random.random_range(3..FOUNDED_DAYS - 2);
            today_ms - days * DAY_MS + random.random_range(7 * 60..22 * 60) * MINUTE_MS
        };
        joins.insert(index, joined_ms);
    }
    joins
}

fn town(
    layout: &GuildLayout,
    residents: &[Resident],
    joins: HashMap<usize, i64>,
    random: &mut StdRng,
    ids: &mut PastIds,
    founded_ms: i64,
) -> anyhow::Result<Town> {
    let guild_id = ids.at::<GuildMarker>(founded_ms);
    let owner = residents.iter().find(|it| it.person.key == layout.owner).context("no such owner")?;
    let mut guild = Guild::new(guild_id, layout.name.clone(), owner.id());
    guild.description = Some(layout.description.clone());
    guild.preferred_locale.clone_from(&layout.locale);
    let (roles, role_ids) = roles_of(layout, guild_id, ids, founded_ms)?;
    let mut channels = Vec::new();
    let mut channel_ids = HashMap::new();
    for (place, category) in layout.categories.iter().enumerate() {
        let parent = category_of(category, guild_id, &role_ids, ids.at(founded_ms), place)?;
        for (place, wanted) in category.channels.iter().enumerate() {
            let id = ids.at(founded_ms);
            let channel = channel_of(wanted, &parent, guild_id, &role_ids, id, place)?;
            ensure!(channel_ids.insert(wanted.key.clone(), id).is_none(), "two channels {:?}", wanted.key);
            channels.push(channel);
        }
        channels.push(parent);
    }
    guild.system_channel_id = Some(*channel_ids.get(&layout.system).context("no such system channel")?);
    let mut members = HashMap::new();
    let mut joined: Vec<_> = joins.into_iter().collect();
    joined.sort_unstable();
    for (index, joined_ms) in joined {
        let user = residents[index].account.user.clone();
        let mut member = Member::new(user, Timestamp::from_unix_ms(joined_ms));
        let key = &residents[index].person.key;
        for role in &layout.roles {
            if role.members.contains(key) || (role.share > 0.0 && random.random_bool(role.share)) {
                member.roles.push(role_ids[&role.key]);
            }
        }
        members.insert(index, member);
    }
    let snapshot = GuildSnapshot::new(guild.clone(), roles.clone(), channels.clone());
    Ok(Town { key: layout.key.clone(), guild, roles, channels, members, channel_ids, role_ids, snapshot })
}

type RolesByKey = HashMap<String, Id<RoleMarker>>;

fn roles_of(
    layout: &GuildLayout,
    guild_id: Id<GuildMarker>,
    ids: &mut PastIds,
    founded_ms: i64,
) -> anyhow::Result<(Vec<Role>, RolesByKey)> {
    let mut everyone = Role::everyone(guild_id);
    everyone.permissions = permissions(&layout.everyone)?;
    let mut roles = vec![everyone];
    let mut role_ids = HashMap::new();
    for (place, wanted) in layout.roles.iter().enumerate() {
        let mut role = Role::new(ids.at(founded_ms), wanted.name.clone());
        role.permissions = permissions(&wanted.permissions)?;
        role.position = i32::try_from(layout.roles.len() - place)?;
        role.hoist = wanted.hoist;
        role.mentionable = wanted.mentionable;
        role.set_color(wanted.color);
        role_ids.insert(wanted.key.clone(), role.id);
        roles.push(role);
    }
    Ok((roles, role_ids))
}

fn category_of(
    wanted: &CategoryLayout,
    guild_id: Id<GuildMarker>,
    role_ids: &RolesByKey,
    id: Id<ChannelMarker>,
    place: usize,
) -> anyhow::Result<Channel> {
    let mut category = Channel::in_guild(id, ChannelType::GUILD_CATEGORY, guild_id, wanted.name.clone());
    category.position = i32::try_from(place)?;
    category.permission_overwrites =
        only_for(&wanted.readers, guild_id, role_ids, Permissions::VIEW_CHANNEL)?;
    Ok(category)
}

fn channel_of(
    wanted: &ChannelLayout,
    parent: &Channel,
    guild_id: Id<GuildMarker>,
    role_ids: &RolesByKey,
    id: Id<ChannelMarker>,
    place: usize,
) -> anyhow::Result<Channel> {
    let kind = match wanted.kind {
        Kind::Text => ChannelType::GUILD_TEXT,
        Kind::Announcement => ChannelType::GUILD_ANNOUNCEMENT,
        Kind::Voice => ChannelType::GUILD_VOICE,
    };
    let name = wanted.name.clone().unwrap_or_else(|| wanted.key.clone());
    let mut channel = Channel::in_guild(id, kind, guild_id, name);
    channel.position = i32::try_from(place)?;
    channel.parent_id = Some(parent.id);
    channel.topic.clone_from(&wanted.topic);
    channel.rate_limit_per_user = wanted.slowmode_s;
    channel.permission_overwrites = match wanted.writers[..] {
        [] => parent.permission_overwrites.clone(),
        _ => only_for(&wanted.writers, guild_id, role_ids, Permissions::SEND_MESSAGES)?,
    };
    Ok(channel)
}

/// Overwrites that take something from everybody and give it to some roles; none for no roles.
fn only_for(
    roles: &[String],
    guild_id: Id<GuildMarker>,
    role_ids: &RolesByKey,
    what: Permissions,
) -> anyhow::Result<Vec<Overwrite>> {
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let mut overwrites = vec![Overwrite::role(guild_id.cast(), Permissions::NONE, what)];
    for key in roles {
        let role_id = role_ids.get(key).with_context(|| format!("no role {key:?}"))?;
        overwrites.push(Overwrite::role(*role_id, what, Permissions::NONE));
    }
    Ok(overwrites)
}
