//! What the map shows, in memory: every public answer is taken from here and from nowhere else, so that what goes dark
//! is gone from all of them at once.

mod areas;
mod groups;
mod names;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_store::{StoreError, Tx};

use crate::actions::Action;
use crate::areas::Summary;
use crate::markers::{AreaMarker, GroupMarker};
use crate::tables;

pub use areas::AreaTree;
pub use groups::{Activity, Groups, Listed, Ranked, Totals};
pub use names::Names;

/// The map at one moment. Cheap to clone.
#[derive(Clone)]
pub struct View {
    /// Changes whenever something that the map shows does.
    pub version: Arc<str>,
    /// Whether the whole map is dark; then nothing else here holds anything.
    pub is_dark: bool,
    /// The places, those in the dark among them: ask [`View::area`].
    areas: Arc<AreaTree>,
    /// Places that are dark themselves.
    dark_areas: Arc<HashSet<Id<AreaMarker>>>,
    /// Groups in places that are not dark.
    groups: Arc<Groups>,
    /// Dated actions, the next first, those among them that nobody may see: ask [`View::actions_in`].
    actions: Arc<[Arc<Action>]>,
    /// What all of it adds up to, once somebody has asked.
    summary: Arc<OnceLock<Arc<Summary>>>,
}

/// Who looks.
#[derive(Debug, Clone, Default)]
pub struct Viewer {
    /// Whether they look after the map.
    pub is_moderator: bool,
    /// The guilds that they are in.
    pub guilds: HashSet<Id<GuildMarker>>,
    /// The groups for which a member answered for them.
    pub vouched: HashSet<Id<GroupMarker>>,
}

impl Viewer {
    /// Somebody with an account.
    pub fn load(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Self, StoreError> {
        Ok(Self {
            is_moderator: tables::moderators::exists(tx, user_id)?,
            guilds: tables::members::guilds_of(tx, user_id)?.into_iter().collect(),
            vouched: tables::vouchers::vouched(tx, user_id)?.into_iter().collect(),
        })
    }
}

impl View {
    /// Puts the parts together, leaving out what is dark.
    pub fn new(
        version: Arc<str>,
        is_dark: bool,
        areas: Arc<AreaTree>,
        dark_areas: Arc<HashSet<Id<AreaMarker>>>,
        groups: Arc<Groups>,
    ) -> Self {
        let (actions, summary) = (Arc::default(), Arc::default());
        Self { version, is_dark, areas, dark_areas, groups, actions, summary }
    }

    /// The same with other groups.
    pub(crate) fn with_groups(&self, version: Arc<str>, groups: Groups) -> Self {
        Self { version, groups: Arc::new(groups), summary: Arc::default(), ..self.clone() }
    }

    /// The same with other actions.
    pub(crate) fn with_actions(&self, actions: Vec<Arc<Action>>) -> Self {
        Self { actions: actions.into(), ..self.clone() }
    }

    /// The same with other places in the dark.
    pub(crate) fn with_darkness(&self, is_dark: bool, dark_areas: HashSet<Id<AreaMarker>>) -> Self {
        Self { is_dark, dark_areas: Arc::new(dark_areas), summary: Arc::default(), ..self.clone() }
    }

    /// Whether something that is dark here would not be.
    pub(crate) fn is_lighter(&self, is_dark: bool, dark_areas: &HashSet<Id<AreaMarker>>) -> bool {
        self.is_dark && !is_dark || !self.dark_areas.is_subset(dark_areas)
    }

    /// A place that is shown.
    pub fn area(&self, id: Id<AreaMarker>) -> Option<&Arc<tables::areas::Area>> {
        self.areas.get(id).filter(|_| self.is_shown(id))
    }

    /// Whether a place is shown: neither it is dark, nor one around it, nor the map.
    pub fn is_shown(&self, id: Id<AreaMarker>) -> bool {
        let is_dark = || self.areas.path(id).any(|area| self.dark_areas.contains(&area.id));
        !self.is_dark && (self.dark_areas.is_empty() || !is_dark())
    }

    /// The places around a place and itself, the largest first.
    pub fn path(&self, id: Id<AreaMarker>) -> Vec<&Arc<tables::areas::Area>> {
        let mut path: Vec<_> = self.areas.path(id).collect();
        path.reverse();
        path
    }

    /// The places right below one that are shown, or the outermost ones, by name.
    pub fn children(&self, parent_id: Option<Id<AreaMarker>>) -> Vec<&Arc<tables::areas::Area>> {
        let shown = self.areas.children(parent_id).filter(|area| self.is_shown(area.id));
        shown.collect()
    }

    /// The places around a point, the smallest first, as far as they are shown.
    pub fn at(&self, point: parvis_geography::Point) -> Vec<&Arc<tables::areas::Area>> {
        self.areas.at(point).filter(|area| self.is_shown(area.id)).collect()
    }

    /// All places, those in the dark among them: for who looks after the map.
    pub fn all_areas(&self) -> &AreaTree {
        &self.areas
    }

    /// The same, to be held on to.
    pub(crate) fn tree(&self) -> &Arc<AreaTree> {
        &self.areas
    }

    /// What the map adds up to.
    pub fn summary(&self) -> Arc<Summary> {
        Arc::clone(self.summary.get_or_init(|| Arc::new(Summary::of(self))))
    }

    /// How many public groups are in a place and below it.
    pub fn totals(&self, id: Id<AreaMarker>) -> Totals {
        self.groups.totals(id)
    }

    /// A group, if whoever asks may see it. `None` is somebody without an account.
    pub fn group(&self, id: Id<GroupMarker>, viewer: Option<&Viewer>) -> Option<&Arc<Listed>> {
        self.groups.get(id).filter(|group| self.may_see(group, viewer))
    }

    /// The groups in a place and below it, or in it alone, that whoever asks may see, by their ids.
    pub fn groups_in(
        &self,
        area_id: Option<Id<AreaMarker>>,
        is_direct: bool,
        viewer: Option<&Viewer>,
    ) -> impl Iterator<Item = &Arc<Listed>> {
        let in_area = move |group: &&Arc<Listed>| match area_id {
            None => true,
            Some(area_id) if is_direct => group.listing.area_id == area_id,
            Some(area_id) => self.areas.is_inside(group.listing.area_id, area_id),
        };
        self.groups.iter().filter(in_area).filter(move |group| self.may_see(group, viewer))
    }

    /// The public groups in a place and below it: what every file and page shows.
    pub fn public_groups(&self, area_id: Option<Id<AreaMarker>>) -> impl Iterator<Item = &Arc<Listed>> {
        self.groups_in(area_id, false, None)
    }

    /// The public groups, the liveliest first.
    pub fn ranked(&self) -> &[Ranked] {
        self.groups.ranked(&self.areas)
    }

    /// Works out what the first reader, and the first search, would wait for.
    pub(crate) fn prepare(&self) {
        self.summary();
        self.ranked();
        self.groups.names();
    }

    /// The groups of a guild that are on the map.
    pub fn groups_of_guild(&self, guild_id: Id<GuildMarker>) -> impl Iterator<Item = &Arc<Listed>> {
        self.groups.iter().filter(move |group| group.listing.target.guild_id() == Some(guild_id))
    }

    /// The groups, for who builds the next view.
    pub(crate) fn all_groups(&self) -> &Groups {
        &self.groups
    }

    /// The actions, for who builds the next view or says which are shown.
    pub(crate) fn all_actions(&self) -> &[Arc<Action>] {
        &self.actions
    }

    fn may_see(&self, group: &Listed, viewer: Option<&Viewer>) -> bool {
        use crate::groups::listing::Visibility;
        if group.listing.visibility == Visibility::Public {
            return true;
        }
        let Some(viewer) = viewer else { return false };
        let is_member = group.listing.target.guild_id().is_some_and(|id| viewer.guilds.contains(&id));
        if viewer.is_moderator || is_member || viewer.vouched.contains(&group.id) {
            return true;
        }
        group.listing.visibility == Visibility::Area && self.is_of_area(viewer, group.listing.area_id)
    }

    /// Whether somebody is in a guild that stands on the map in this area, or in one inside it.
    fn is_of_area(&self, viewer: &Viewer, area_id: Id<AreaMarker>) -> bool {
        viewer.guilds.iter().any(|guild_id| {
            self.groups.areas_of_guild(*guild_id).any(|of_guild| self.areas.is_inside(of_guild, area_id))
        })
    }
}
