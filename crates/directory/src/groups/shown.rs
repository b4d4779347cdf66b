//! A group as people see it: never who keeps it, never finer than its area or cell, never a number that it hides.

use std::collections::BTreeMap;

use parvis_app::App;
use parvis_geography::Point;
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Timestamp};
use serde::Serialize;

use super::link::Via;
use super::listing::{Flag, JoinMode, Shown, Target, Visibility};
use crate::areas::AreaRef;
use crate::markers::{AreaMarker, GroupMarker};
use crate::view::{Activity, Listed, View, Viewer};

/// A group as people see it.
#[derive(Debug, Clone, Serialize)]
pub struct ShownGroup {
    /// Its id.
    pub id: Id<GroupMarker>,
    /// Its area.
    pub area_id: Id<AreaMarker>,
    /// The areas around it, the largest first.
    pub path: Vec<AreaRef>,
    /// Its name.
    pub name: String,
    /// What it is, by language.
    pub description: BTreeMap<String, String>,
    /// Languages that are spoken in it.
    pub languages: Vec<String>,
    /// What it is about.
    pub tags: Vec<String>,
    /// Its flag.
    pub flag: Option<ShownFlag>,
    /// Where it is.
    pub place: ShownPlace,
    /// How one comes in.
    pub join: ShownJoin,
    /// Who sees it.
    pub visibility: Visibility,
    /// How many take part.
    pub members: ShownMembers,
    /// How lively it is.
    pub activity: Activity,
    /// When what stands here was last changed.
    pub changed_at: Timestamp,
    /// When it leaves the map by itself.
    pub expires_at: Option<Timestamp>,
    /// Number of its last change.
    pub version: u32,
    /// Its guild, for who is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
}

/// A flag and where it is drawn.
#[derive(Debug, Clone, Serialize)]
pub struct ShownFlag {
    /// `design` or `picture`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Behind the address of this server.
    pub url: String,
}

/// A place: an area as a whole, or a cell in it.
#[derive(Debug, Clone, Serialize)]
pub struct ShownPlace {
    /// `area` or `cell`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The cell.
    pub cell: Option<String>,
    /// Its middle, or a point inside the area: the same for everybody, always.
    pub centre: [f64; 2],
}

/// How one comes into a group.
#[derive(Debug, Clone, Serialize)]
pub struct ShownJoin {
    /// In which way.
    pub mode: JoinMode,
    /// Where its people talk.
    pub via: Via,
    /// Where to go; of an open group only.
    pub url: Option<String>,
    /// What is asked of those who ask to be let in.
    pub questions: Vec<String>,
}

/// What is told of a group's size.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ShownMembers {
    /// How exactly.
    pub shown: Shown,
    /// The number, where it is told.
    pub count: Option<u32>,
    /// The step that it reaches, where that is told.
    pub at_least: Option<u32>,
}

impl ShownGroup {
    /// What whoever looks sees of a group that they may see.
    pub fn of(view: &View, group: &Listed, viewer: Option<&Viewer>, app: &App) -> Self {
        let listing = &group.listing;
        let guild_id = listing.target.guild_id();
        Self {
            id: group.id,
            area_id: listing.area_id,
            path: view.path(listing.area_id).into_iter().map(|area| AreaRef::of(area)).collect(),
            name: listing.name.clone(),
            description: listing.description.clone(),
            languages: listing.languages.clone(),
            tags: listing.tags.clone(),
            flag: listing.flag.as_ref().map(|flag| ShownFlag::of(group, flag)),
            place: ShownPlace::of(view, group),
            join: ShownJoin::of(group, app),
            visibility: listing.visibility,
            members: ShownMembers::of(group),
            activity: group.activity,
            changed_at: group.changed_at,
            expires_at: listing.expires_at,
            version: group.version,
            guild_id: guild_id.filter(|id| viewer.is_some_and(|viewer| viewer.guilds.contains(id))),
        }
    }
}

impl ShownFlag {
    fn of(group: &Listed, flag: &Flag) -> Self {
        let kind = match flag {
            Flag::Design(_) => "design",
            Flag::Picture(_) => "picture",
        };
        let url = format!("/api/parvis/v1/directory/groups/{}/flag?v={}", group.id, group.version);
        Self { kind, url }
    }
}

impl ShownPlace {
    fn of(view: &View, group: &Listed) -> Self {
        let centre = group.centre(view.all_areas()).map_or([0.0, 0.0], rounded);
        let cell = group.listing.cell.clone();
        Self { kind: if cell.is_some() { "cell" } else { "area" }, cell, centre }
    }
}

/// A point as it is told: more digits would say nothing.
pub fn rounded(point: Point) -> [f64; 2] {
    [point.lon, point.lat].map(|degrees| (degrees * 1e5).round() / 1e5)
}

impl ShownJoin {
    fn of(group: &Listed, app: &App) -> Self {
        let listing = &group.listing;
        let (via, url) = match &listing.target {
            Target::Guild { .. } => (Via::Parvis, group.invite.as_deref().map(|code| invite_url(app, code))),
            Target::Link { via, url } => (*via, Some(url.clone())),
        };
        let is_open = listing.join.mode == JoinMode::Open;
        Self {
            mode: listing.join.mode,
            via,
            url: url.filter(|_| is_open),
            questions: listing.join.questions.clone(),
        }
    }
}

/// The page behind an invitation: with the address of this server when the operator has set it.
pub fn invite_url(app: &App, code: &str) -> String {
    let host = if app.config.public_url_is_set { app.config.public_url.as_str() } else { "" };
    format!("{host}/invite/{code}")
}

impl ShownMembers {
    fn of(group: &Listed) -> Self {
        let (shown, told) = (group.shown(), group.members_told());
        Self {
            shown,
            count: told.filter(|_| shown == Shown::Exact),
            at_least: told.filter(|_| shown == Shown::Bucket),
        }
    }
}
