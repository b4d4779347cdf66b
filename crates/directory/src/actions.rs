//! Dated actions: events of guilds that somebody who looks after them shows on the map. What is shown is what they are,
//! when and in which place; never who planned them or who comes.
//!
//! An action is shown as long as its guild is: whatever takes the guild's group off the map, or a place dark, takes its
//! actions along at once, because both are asked of the same view.

pub mod files;
mod placing;

use std::sync::Arc;

use parvis_app::{ActionError, ActionResult, App, Kind};
use parvis_model::marker::{GuildMarker, ScheduledEventMarker};
use parvis_model::{
    Id, RecurrenceRule, ScheduledEvent, ScheduledEventEntityType, ScheduledEventStatus, Timestamp,
};
use parvis_store::tables::scheduled_events::Planned;
use serde::Serialize;

use crate::areas::AreaRef;
use crate::groups::listing::{Visibility, bucket};
use crate::markers::{AreaMarker, GroupMarker};
use crate::tables::actions::Placed;
use crate::view::{Listed, View};
use crate::{Directory, tables};

pub use placing::{PlacedAction, places, put, remove, take_off};

/// Actions of one page of an answer.
pub const PAGE_MAX: usize = 200;

/// An event that is shown in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The event.
    pub event: ScheduledEvent,
    /// How often it was changed, and its place.
    pub changes: u32,
    /// When it was last changed, or came to its place.
    pub changed_at: Timestamp,
    /// Its place.
    pub area_id: Id<AreaMarker>,
    /// Roughly how many are interested, if that is told.
    pub at_least: Option<u32>,
    /// Whether every member of the guild may know of it.
    is_open: bool,
}

impl Action {
    fn of(placed: Placed, planned: Planned, count: u32, is_open: bool) -> Self {
        Self {
            is_open,
            changes: planned.changes,
            changed_at: planned.changed_at.max(placed.placed_at),
            area_id: placed.area_id,
            at_least: placed.tells_interest.then(|| bucket(count)),
            event: planned.event,
        }
    }

    /// When its next occurrence begins and ends.
    pub fn times(&self) -> (Timestamp, Option<Timestamp>) {
        let start = self.event.scheduled_start_time;
        self.event.occurrence_at(start).unwrap_or((start, self.event.scheduled_end_time))
    }

    /// Where one goes, in words, if it is somewhere in the world.
    pub fn location(&self) -> Option<&str> {
        let is_external = self.event.entity_type == ScheduledEventEntityType::EXTERNAL;
        self.event.location().filter(|_| is_external)
    }

    /// Whether it was called off.
    pub fn is_cancelled(&self) -> bool {
        self.event.status == ScheduledEventStatus::CANCELED
    }

    /// The address of its page.
    pub fn path(&self) -> String {
        format!("/map/action/{}", self.event.id)
    }
}

/// What is told of those who are interested.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ShownInterest {
    /// `bucket` or `hidden`.
    pub shown: &'static str,
    /// The step that their number reaches, where that is told.
    pub at_least: Option<u32>,
}

impl ShownInterest {
    fn of(at_least: Option<u32>) -> Self {
        Self { shown: if at_least.is_some() { "bucket" } else { "hidden" }, at_least }
    }
}

/// An action as everybody sees it.
#[derive(Debug, Serialize)]
pub struct ShownAction {
    id: Id<ScheduledEventMarker>,
    name: String,
    description: Option<String>,
    scheduled_start_time: Timestamp,
    scheduled_end_time: Option<Timestamp>,
    recurrence_rule: Option<RecurrenceRule>,
    status: ScheduledEventStatus,
    place: Option<String>,
    area_id: Id<AreaMarker>,
    path: Vec<AreaRef>,
    interested: ShownInterest,
    group_id: Option<Id<GroupMarker>>,
    url: String,
}

impl ShownAction {
    /// What whoever comes sees of it.
    pub fn of(view: &View, action: &Action) -> Self {
        let (start, end) = action.times();
        Self {
            id: action.event.id,
            name: action.event.name.clone(),
            description: action.event.description.clone(),
            scheduled_start_time: start,
            scheduled_end_time: end,
            recurrence_rule: action.event.recurrence_rule.clone(),
            status: action.event.status,
            place: action.location().map(str::to_owned),
            area_id: action.area_id,
            path: view.path(action.area_id).into_iter().map(|area| AreaRef::of(area)).collect(),
            interested: ShownInterest::of(action.at_least),
            group_id: view.public_group_of(action.event.guild_id).map(|group| group.id),
            url: action.path(),
        }
    }
}

/// A page of actions.
#[derive(Debug, Serialize)]
pub struct Page {
    actions: Vec<ShownAction>,
    has_more: bool,
}

impl View {
    /// The group by which a guild stands on the map for everybody.
    pub fn public_group_of(&self, guild_id: Id<GuildMarker>) -> Option<&Arc<Listed>> {
        let is_public = |group: &&Arc<Listed>| group.listing.visibility == Visibility::Public;
        self.groups_of_guild(guild_id).find(is_public)
    }

    /// The actions in a place and below it, or everywhere, the next first; those that were called off last.
    pub fn actions_in(&self, area_id: Option<Id<AreaMarker>>) -> impl Iterator<Item = &Arc<Action>> {
        let in_area = move |action: &&Arc<Action>| {
            area_id.is_none_or(|area_id| self.all_areas().is_inside(action.area_id, area_id))
        };
        self.all_actions().iter().filter(in_area).filter(|action| self.shows(action))
    }

    /// An action that is shown.
    pub fn action(&self, id: Id<ScheduledEventMarker>) -> Option<&Arc<Action>> {
        self.all_actions().iter().find(|action| action.event.id == id).filter(|action| self.shows(action))
    }

    fn shows(&self, action: &Action) -> bool {
        let is_over = action.event.status == ScheduledEventStatus::COMPLETED;
        let may_be_known = action.is_open && !is_over && self.is_shown(action.area_id);
        may_be_known && self.public_group_of(action.event.guild_id).is_some()
    }
}

/// No action has this id, or none that is shown.
pub(crate) fn unknown() -> ActionError {
    ActionError::Unknown(Kind::Thing("Action"))
}

/// A page of the actions in a place and below it, the next first.
pub async fn list(
    directory: &Directory,
    app: &App,
    area_id: Option<Id<AreaMarker>>,
    after: Option<Id<ScheduledEventMarker>>,
    limit: usize,
) -> ActionResult<Page> {
    let view = directory.view(app).await?;
    if let Some(area_id) = area_id {
        view.area(area_id).ok_or_else(crate::areas::unknown)?;
    }
    let all: Vec<_> = view.actions_in(area_id).collect();
    let start = match after {
        Some(after) => all.iter().position(|it| it.event.id == after).map_or(all.len(), |index| index + 1),
        None => 0,
    };
    let page = all[start..].iter().take(limit).map(|action| ShownAction::of(&view, action)).collect();
    Ok(Page { actions: page, has_more: all.len() > start + limit })
}

/// One action.
pub async fn get(
    directory: &Directory,
    app: &App,
    id: Id<ScheduledEventMarker>,
) -> ActionResult<ShownAction> {
    let view = directory.view(app).await?;
    let action = view.action(id).ok_or_else(unknown)?;
    Ok(ShownAction::of(&view, action))
}

/// Reads what is to be shown. What is over, or takes place where not every member may go, is among it and shown to
/// nobody: it may come again, or be opened.
pub(crate) async fn load(app: &App) -> ActionResult<Vec<Arc<Action>>> {
    let found = app.read(|tx| Ok(tables::actions::all(tx)?)).await?;
    let mut actions = Vec::with_capacity(found.len());
    for (placed, planned, count) in found {
        let is_open = is_open(app, &planned.event).await?;
        actions.push(Arc::new(Action::of(placed, planned, count, is_open)));
    }
    actions.sort_by_key(|action| (action.is_cancelled(), action.times().0, action.event.id));
    Ok(actions)
}

/// Whether every member of the guild may know of an event.
async fn is_open(app: &App, event: &ScheduledEvent) -> ActionResult<bool> {
    let Some(channel_id) = event.channel_id else { return Ok(true) };
    let guild = app.live.guild(&app.store, event.guild_id).await?;
    Ok(guild.is_some_and(|guild| guild.is_open(channel_id)))
}
