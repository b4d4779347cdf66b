//! The groups that are shown, in memory, with what they add up to.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use parvis_geography::Point;
use parvis_geography::cell::Cell;
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Timestamp};
use serde::Serialize;

use super::{AreaTree, Names};
use crate::groups::listing::{Listing, Shown, Visibility, bucket};
use crate::markers::{AreaMarker, GroupMarker};
use crate::tables::groups::Kept;
use crate::tables::members::Pulse;

const DAY_MS: i64 = 86_400_000;

/// When something was last said in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Within seven days.
    Week,
    /// Within thirty days.
    Month,
    /// Longer ago, or never.
    Quiet,
    /// Its people talk elsewhere.
    Unknown,
}

impl Activity {
    /// How lively a guild is.
    pub fn since(last: Option<Timestamp>, now_ms: i64) -> Self {
        match last.map(|last| now_ms - last.unix_ms()) {
            Some(age) if age < 7 * DAY_MS => Self::Week,
            Some(age) if age < 30 * DAY_MS => Self::Month,
            _ => Self::Quiet,
        }
    }
}

/// A group that is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Its id.
    pub id: Id<GroupMarker>,
    /// What stands on the map.
    pub listing: Listing,
    /// The invitation that an open guild is joined by.
    pub invite: Option<String>,
    /// How many people are in it, as far as anybody knows; told as [`Listed::members_at_least`] says.
    pub members: Option<u32>,
    /// How lively it is.
    pub activity: Activity,
    /// Number of its last change.
    pub version: u32,
    /// When that was.
    pub changed_at: Timestamp,
}

impl Listed {
    /// A group with what is known of its guild; `None` when there is nothing to show.
    pub fn new(kept: Kept, pulse: Option<&Pulse>, now_ms: i64) -> Option<Self> {
        let listing = kept.listing?;
        let in_guild = listing.target.guild_id().is_some();
        if in_guild && pulse.is_none() {
            // The guild is gone: nobody could come in.
            return None;
        }
        if listing.expires_at.is_some_and(|end| end.unix_ms() <= now_ms) {
            return None;
        }
        Some(Self {
            id: kept.id,
            members: pulse.map_or(listing.members.declared, |pulse| Some(pulse.members)),
            activity: pulse.map_or(Activity::Unknown, |pulse| Activity::since(pulse.last_message_at, now_ms)),
            invite: kept.invite,
            version: kept.version,
            changed_at: kept.changed_at,
            listing,
        })
    }

    /// How exactly its size is told: what its keepers say themselves is never told as if it had been counted.
    pub fn shown(&self) -> Shown {
        match self.listing.members.shown {
            Shown::Exact if self.listing.target.guild_id().is_none() => Shown::Bucket,
            shown => shown,
        }
    }

    /// The number of its people that is told; `None` when none is.
    pub fn members_told(&self) -> Option<u32> {
        match self.shown() {
            Shown::Exact => self.members,
            Shown::Bucket => self.members.map(bucket),
            Shown::Hidden => None,
        }
    }

    /// Where it is shown: the middle of its cell, else a point inside its area.
    pub fn centre(&self, areas: &AreaTree) -> Option<Point> {
        let cell = self.listing.cell.as_deref().and_then(|cell| cell.parse::<Cell>().ok());
        cell.map(Cell::centre).or_else(|| areas.centre(self.listing.area_id))
    }
}

/// What the public groups of a place add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Groups in the place and below it.
    pub groups: u32,
    /// Groups in the place itself.
    pub groups_here: u32,
    /// People, as far as they are told of each group: no sum tells more than its parts.
    pub members_at_least: u32,
}

/// A public group in the order of all pages.
pub struct Ranked {
    /// Where its place stands in the row of all places, see [`AreaTree::span`].
    pub at: u32,
    /// The group.
    pub group: Arc<Listed>,
}

/// The groups that are shown.
#[derive(Default)]
pub struct Groups {
    by_id: BTreeMap<Id<GroupMarker>, Arc<Listed>>,
    by_guild: HashMap<Id<GuildMarker>, Vec<Id<AreaMarker>>>,
    totals: HashMap<Id<AreaMarker>, Totals>,
    ranked: OnceLock<Vec<Ranked>>,
    names: Names,
}

impl Groups {
    /// Puts groups into a tree of places; those in places that are not there are left out.
    pub fn new(
        groups: impl IntoIterator<Item = Arc<Listed>>,
        areas: &AreaTree,
        is_shown: impl Fn(Id<AreaMarker>) -> bool,
    ) -> Self {
        let mut all = Self::default();
        for group in groups {
            let area_id = group.listing.area_id;
            if areas.get(area_id).is_none() || !is_shown(area_id) {
                continue;
            }
            if let Some(guild_id) = group.listing.target.guild_id() {
                all.by_guild.entry(guild_id).or_default().push(area_id);
            }
            if group.listing.visibility == Visibility::Public {
                all.totals.entry(area_id).or_default().groups_here += 1;
                for around in areas.path(area_id) {
                    let totals = all.totals.entry(around.id).or_default();
                    totals.groups += 1;
                    totals.members_at_least += group.members_told().unwrap_or(0);
                }
            }
            all.by_id.insert(group.id, group);
        }
        all
    }

    /// With what was made of earlier groups' names, as far as they still have them.
    pub fn with_names_of(self, earlier: &Self) -> Self {
        let names = earlier.names.followed_by(self.iter());
        Self { names, ..self }
    }

    /// The names of all groups, for searches.
    pub fn names(&self) -> &Names {
        self.names.made_of(self.iter());
        &self.names
    }

    /// A group.
    pub fn get(&self, id: Id<GroupMarker>) -> Option<&Arc<Listed>> {
        self.by_id.get(&id)
    }

    /// All of them, by their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Listed>> {
        self.by_id.values()
    }

    /// The public groups, the liveliest first, then the largest as far as that is told. Worked out once.
    pub fn ranked(&self, areas: &AreaTree) -> &[Ranked] {
        self.ranked.get_or_init(|| {
            let public = self.iter().filter(|group| group.listing.visibility == Visibility::Public);
            let ranked = public.filter_map(|group| {
                let at = areas.span(group.listing.area_id)?.start;
                Some(Ranked { at, group: Arc::clone(group) })
            });
            let mut ranked: Vec<Ranked> = ranked.collect();
            ranked.sort_by_cached_key(|Ranked { group, .. }| {
                (rank(group.activity), Reverse(group.members_told()), group.id)
            });
            ranked
        })
    }

    /// What the public groups of a place add up to.
    pub fn totals(&self, area_id: Id<AreaMarker>) -> Totals {
        self.totals.get(&area_id).copied().unwrap_or_default()
    }

    /// Where a guild stands on the map.
    pub fn areas_of_guild(&self, guild_id: Id<GuildMarker>) -> impl Iterator<Item = Id<AreaMarker>> {
        self.by_guild.get(&guild_id).into_iter().flatten().copied()
    }

    /// The guilds that stand on the map.
    pub fn guilds(&self) -> impl Iterator<Item = Id<GuildMarker>> {
        self.by_guild.keys().copied()
    }
}

/// Lively ones first; of those elsewhere nobody knows.
const fn rank(activity: Activity) -> u8 {
    match activity {
        Activity::Week => 0,
        Activity::Month => 1,
        Activity::Unknown => 2,
        Activity::Quiet => 3,
    }
}
