//! A listing as it is told: to its author, to others, to nobody by name.

use parvis_geography::cell::Cell;
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Id, Timestamp, User};
use serde::Serialize;

use super::kind::{AskState, Category, Condition, Kind, State};
use super::sight::Sight;
use super::upkeep::KEPT_MS;
use crate::areas::AreaRef;
use crate::groups::shown::{ShownPlace, rounded};
use crate::markers::{AidMarker, AreaMarker, AskMarker};
use crate::tables::aid::Kept;
use crate::tables::aid_asks::Ask;
use crate::view::View;

/// A place on a way.
#[derive(Debug, Clone, Serialize)]
pub struct Stop {
    area_id: Id<AreaMarker>,
    path: Vec<AreaRef>,
}

impl Stop {
    fn of(view: &View, area_id: Id<AreaMarker>) -> Self {
        Self { area_id, path: path(view, area_id) }
    }
}

/// A listing. Nothing in it says whose it is, but to its author.
#[derive(Debug, Clone, Serialize)]
pub struct ShownListing {
    id: Id<AidMarker>,
    kind: Kind,
    scope: &'static str,
    guild_id: Option<Id<GuildMarker>>,
    area_id: Id<AreaMarker>,
    path: Vec<AreaRef>,
    place: ShownPlace,
    destination: Option<Stop>,
    via: Vec<Stop>,
    from: Timestamp,
    until: Timestamp,
    total: u32,
    left: u32,
    category: Option<Category>,
    conditions: Vec<Condition>,
    cost_share: String,
    text: String,
    state: State,
    ends_at: Timestamp,
    mine: bool,
    my_ask: Option<OwnState>,
    /// To its author only.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    own: Option<Own>,
}

impl ShownListing {
    /// Its id.
    pub fn id(&self) -> Id<AidMarker> {
        self.id
    }
}

/// What the author of a listing sees of it besides.
#[derive(Debug, Clone, Serialize)]
struct Own {
    asks_waiting: u32,
    dark: bool,
    removed_because: Option<String>,
}

/// How far whoever looks has come with a listing.
#[derive(Debug, Clone, Serialize)]
pub struct OwnState {
    id: Id<AskMarker>,
    state: AskState,
    channel_id: Option<Id<ChannelMarker>>,
}

impl OwnState {
    /// Of an answer.
    pub fn of(ask: &Ask) -> Self {
        Self { id: ask.id, state: ask.state, channel_id: ask.channel_id }
    }
}

impl ShownListing {
    /// A listing as somebody sees it who may.
    pub fn of(sight: &Sight, kept: &Kept) -> Self {
        let (view, details) = (&sight.view, &kept.details);
        let cell = details.cell.as_deref().and_then(|cell| cell.parse::<Cell>().ok());
        let centre = cell.map(Cell::centre).or_else(|| view.all_areas().centre(details.area_id));
        Self {
            id: kept.id,
            kind: kept.kind,
            scope: if kept.guild_id.is_some() { "guild" } else { "map" },
            guild_id: kept.guild_id,
            area_id: details.area_id,
            path: path(view, details.area_id),
            place: ShownPlace {
                kind: if cell.is_some() { "cell" } else { "area" },
                cell: details.cell.clone(),
                centre: centre.map_or([0.0, 0.0], rounded),
            },
            destination: details.destination_id.map(|id| Stop::of(view, id)),
            via: details.via_ids.iter().map(|id| Stop::of(view, *id)).collect(),
            from: details.from,
            until: kept.until,
            total: kept.total,
            left: kept.remaining,
            category: details.category,
            conditions: details.conditions.clone(),
            cost_share: details.cost_share.clone(),
            text: details.text.clone(),
            state: kept.state_at(sight.now_ms),
            ends_at: Timestamp::from_unix_ms(kept.until.unix_ms().saturating_add(KEPT_MS)),
            mine: sight.is_mine(kept),
            my_ask: None,
            own: None,
        }
    }

    /// With how far whoever looks has come.
    #[must_use]
    pub fn with_ask(mut self, ask: Option<&Ask>) -> Self {
        self.my_ask = ask.map(OwnState::of);
        self
    }

    /// With what its author sees.
    #[must_use]
    pub fn with_own(mut self, sight: &Sight, kept: &Kept, asks_waiting: u32) -> Self {
        let removed_because = kept.details.removed_because.clone();
        self.own = Some(Own { asks_waiting, dark: !sight.is_light(kept), removed_because });
        self
    }
}

fn path(view: &View, id: Id<AreaMarker>) -> Vec<AreaRef> {
    view.path(id).into_iter().map(|area| AreaRef::of(area)).collect()
}

/// An answer as the author of the listing sees it.
#[derive(Debug, Serialize)]
pub struct ReceivedAsk {
    pub(super) id: Id<AskMarker>,
    pub(super) aid_id: Id<AidMarker>,
    pub(super) state: AskState,
    pub(super) amount: u32,
    pub(super) text: String,
    pub(super) created_at: Timestamp,
    /// What they offer or need themselves, if they said so.
    pub(super) listing: Option<ShownListing>,
    /// Who, once both have agreed.
    pub(super) user: Option<User>,
    pub(super) channel_id: Option<Id<ChannelMarker>>,
}

/// An answer as whoever gave it sees it.
#[derive(Debug, Serialize)]
pub struct OwnAsk {
    pub(super) id: Id<AskMarker>,
    pub(super) aid_id: Id<AidMarker>,
    pub(super) state: AskState,
    pub(super) amount: u32,
    pub(super) text: String,
    pub(super) created_at: Timestamp,
    /// What they answered, as far as it is shown.
    pub(super) listing: Option<ShownListing>,
    pub(super) own_listing_id: Option<Id<AidMarker>>,
    /// Who posted it, once both have agreed.
    pub(super) user: Option<User>,
    pub(super) channel_id: Option<Id<ChannelMarker>>,
}

impl ReceivedAsk {
    /// Where the two talk.
    pub fn channel_id(&self) -> Option<Id<ChannelMarker>> {
        self.channel_id
    }
}

impl OwnAsk {
    /// Its id.
    pub fn id(&self) -> Id<AskMarker> {
        self.id
    }
}
