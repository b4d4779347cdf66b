//! Listings as people look for them: a page of them, one, one's own, and what answers one.

use std::collections::HashMap;
use std::sync::Arc;

use parvis_app::{ActionError, ActionResult, App, Caller, Kind as Missing};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Timestamp};
use serde::{Deserialize, Serialize};

use super::asks::latest_of;
use super::board::Search;
use super::kind::{Category, Condition, Kind};
use super::matching::{self, Closeness};
use super::shown::ShownListing;
use super::sight::Sight;
use super::unknown;
use crate::areas::unknown as unknown_area;
use crate::markers::{AidMarker, AreaMarker};
use crate::tables::aid::Kept;
use crate::tables::aid_asks::Ask;
use crate::{Directory, tables};

/// Listings of one page.
pub const PAGE_MAX: usize = 100;
/// Answers to a listing that are found at once.
pub const MATCHES_MAX: usize = 50;
/// Own listings that are told at once: more are not kept, by the limits of a day.
const OWN_MAX: u32 = 1_000;

/// For whom a listing is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// For everybody.
    Map,
    /// For the members of a guild.
    Guild,
}

/// Which listings.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// That begin here or below.
    pub area_id: Option<Id<AreaMarker>>,
    /// That end here or below.
    pub to_area_id: Option<Id<AreaMarker>>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// About this.
    pub category: Option<Category>,
    /// Under this condition.
    pub condition: Option<Condition>,
    /// Not over before this.
    pub from: Option<Timestamp>,
    /// Begun by then.
    pub until: Option<Timestamp>,
    /// Meant for these.
    pub scope: Option<Scope>,
    /// Of this guild.
    pub guild_id: Option<Id<GuildMarker>>,
    /// Behind this one.
    pub after: Option<Id<AidMarker>>,
    /// So many.
    pub limit: usize,
}

/// A page of listings.
#[derive(Debug, Serialize)]
pub struct Page {
    pub(crate) listings: Vec<ShownListing>,
    pub(crate) has_more: bool,
}

/// A listing that answers one's own.
#[derive(Debug, Serialize)]
pub struct Match {
    listing: ShownListing,
    closeness: Closeness,
    conditions_missing: Vec<Condition>,
    apart_s: u64,
}

impl Filter {
    fn takes(&self, sight: &Sight, kept: &Kept) -> bool {
        let details = &kept.details;
        let is_inside = |id, outer| sight.view.all_areas().is_inside(id, outer);
        let has_scope = match self.scope {
            None => true,
            Some(Scope::Map) => kept.guild_id.is_none(),
            Some(Scope::Guild) => kept.guild_id.is_some(),
        };
        has_scope
            && self.guild_id.is_none_or(|id| kept.guild_id == Some(id))
            && self.category.is_none_or(|it| details.category == Some(it))
            && self.condition.is_none_or(|it| details.conditions.contains(&it))
            && self.from.is_none_or(|from| kept.until >= from)
            && self.to_area_id.is_none_or(|to| details.destination_id.is_some_and(|id| is_inside(id, to)))
    }
}

/// A page of open listings that the caller may see, the soonest first.
pub async fn list(
    directory: &Directory,
    app: &App,
    caller: Option<&Caller>,
    filter: Filter,
) -> ActionResult<Page> {
    let sight = directory.aid_sight(app, caller).await?;
    for area_id in [filter.area_id, filter.to_area_id].into_iter().flatten() {
        sight.view.area(area_id).ok_or_else(unknown_area)?;
    }
    if let Some(guild_id) = filter.guild_id
        && !sight.viewer.as_ref().is_some_and(|viewer| viewer.guilds.contains(&guild_id))
    {
        return Err(ActionError::Unknown(Missing::Guild));
    }
    let (kept, has_more) = directory.look_up(app, &sight, &filter).await?;
    let asks = directory.own_asks(app, &sight, &kept).await?;
    let shown = kept.iter().map(|kept| ShownListing::of(&sight, kept).with_ask(asks.get(&kept.id)));
    Ok(Page { listings: shown.collect(), has_more })
}

/// One listing: to its author always, to who answered and was accepted as long as it is kept, to others while it is
/// current.
pub async fn get(
    directory: &Directory,
    app: &App,
    caller: Option<&Caller>,
    id: Id<AidMarker>,
) -> ActionResult<ShownListing> {
    let sight = directory.aid_sight(app, caller).await?;
    let kept = directory.visible(app, &sight, id).await?;
    if sight.is_mine(&kept) {
        return own(app, &sight, &kept).await;
    }
    let asks = directory.own_asks(app, &sight, std::slice::from_ref(&kept)).await?;
    Ok(ShownListing::of(&sight, &kept).with_ask(asks.get(&id)))
}

/// A listing as its author sees it.
pub(super) async fn own(app: &App, sight: &Sight, kept: &Kept) -> ActionResult<ShownListing> {
    let id = kept.id;
    let waiting = app.read(move |tx| Ok(tables::aid_asks::waiting_counts(tx, &[id])?)).await?;
    let waiting = waiting.first().map_or(0, |(_, count)| *count);
    Ok(ShownListing::of(sight, kept).with_own(sight, kept, waiting))
}

/// What the caller posted and is not deleted yet, the newest first.
pub async fn mine(directory: &Directory, app: &App, caller: &Caller) -> ActionResult<Vec<ShownListing>> {
    caller.require_person()?;
    let sight = directory.aid_sight(app, Some(caller)).await?;
    let me = caller.user_id;
    let (kept, waiting) = app
        .read(move |tx| {
            let kept = tables::aid::of_author(tx, me, OWN_MAX)?;
            let ids: Vec<_> = kept.iter().map(|kept| kept.id).collect();
            let waiting: HashMap<_, _> = tables::aid_asks::waiting_counts(tx, &ids)?.into_iter().collect();
            Ok((kept, waiting))
        })
        .await?;
    let count = |id| waiting.get(&id).copied().unwrap_or(0);
    let shown = kept.iter().map(|it| ShownListing::of(&sight, it).with_own(&sight, it, count(it.id)));
    Ok(shown.collect())
}

/// What answers a listing of the caller's, the nearest first.
pub async fn matches(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AidMarker>,
    limit: usize,
) -> ActionResult<Vec<Match>> {
    let sight = directory.aid_sight(app, Some(caller)).await?;
    let mine = directory.authored(app, caller, &sight, id).await?;
    let look = |board: &super::board::Board| {
        let tree = sight.view.all_areas();
        matching::matches(board, tree, &mine, limit, |theirs| sight.lists(theirs)).0
    };
    let found = directory.with_board(app, &sight.view, look).await?;
    let kept: Vec<_> = found.iter().map(|it| Arc::clone(&it.kept)).collect();
    let asks = directory.own_asks(app, &sight, &kept).await?;
    let shown = found.into_iter().map(|it| Match {
        listing: ShownListing::of(&sight, &it.kept).with_ask(asks.get(&it.kept.id)),
        closeness: it.closeness,
        conditions_missing: it.conditions_missing,
        apart_s: it.apart_ms / 1_000,
    });
    Ok(shown.collect())
}

impl Directory {
    /// A page of open listings, for the pages of the map too.
    pub(crate) async fn look_up(
        &self,
        app: &App,
        sight: &Sight,
        filter: &Filter,
    ) -> ActionResult<(Vec<Arc<Kept>>, bool)> {
        let search = Search {
            area_id: filter.area_id,
            kind: filter.kind,
            until_ms: filter.until.map(Timestamp::unix_ms),
            after: filter.after,
            limit: filter.limit,
        };
        let is_meant = |kept: &Kept| sight.lists(kept) && filter.takes(sight, kept);
        let page = self.with_board(app, &sight.view, |board| board.search(search, is_meant)).await?;
        Ok((page.listings, page.has_more))
    }

    /// A listing that somebody sees now, whatever the reason.
    pub(super) async fn visible(
        &self,
        app: &App,
        sight: &Sight,
        id: Id<AidMarker>,
    ) -> ActionResult<Arc<Kept>> {
        let kept = self.with_board(app, &sight.view, |board| board.get(id).cloned()).await?;
        let kept = kept.ok_or_else(unknown)?;
        if sight.is_mine(&kept) || sight.may_see(&kept) && kept.state_at(sight.now_ms).is_current() {
            return Ok(kept);
        }
        let asks = self.own_asks(app, sight, std::slice::from_ref(&kept)).await?;
        let has_agreed = asks.get(&id).is_some_and(|ask| ask.channel_id.is_some());
        if has_agreed && sight.is_light(&kept) { Ok(kept) } else { Err(unknown()) }
    }

    /// A listing that the caller posted. To others who see it, it is not theirs.
    pub(super) async fn authored(
        &self,
        app: &App,
        caller: &Caller,
        sight: &Sight,
        id: Id<AidMarker>,
    ) -> ActionResult<Arc<Kept>> {
        caller.require_person()?;
        let kept = self.visible(app, sight, id).await?;
        if sight.is_mine(&kept) { Ok(kept) } else { Err(ActionError::MissingPermissions) }
    }

    /// The last answer of whoever looks to each of these listings.
    async fn own_asks(
        &self,
        app: &App,
        sight: &Sight,
        kept: &[Arc<Kept>],
    ) -> ActionResult<HashMap<Id<AidMarker>, Ask>> {
        let Some(me) = sight.user_id.filter(|_| !kept.is_empty()) else { return Ok(HashMap::new()) };
        let ids: Vec<_> = kept.iter().map(|kept| kept.id).collect();
        app.read(move |tx| Ok(latest_of(tables::aid_asks::of_asker_among(tx, me, &ids)?))).await
    }
}
