//! Which listings answer one: the opposite kind, at the same time, at the same places. Pure.

use std::sync::Arc;

use parvis_model::Id;
use serde::Serialize;

use super::board::Board;
use super::kind::Condition;
use crate::markers::AreaMarker;
use crate::tables::aid::Kept;
use crate::view::AreaTree;

/// How two places lie to each other. The nearer first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Closeness {
    /// They are one.
    Same,
    /// Theirs lies in mine.
    Inside,
    /// Mine lies in theirs.
    Around,
}

/// A listing that answers mine.
#[derive(Debug)]
pub struct Found {
    /// Which.
    pub kept: Arc<Kept>,
    /// Of the places, those that fit least.
    pub closeness: Closeness,
    /// What the request needs and the offer does not say that it can.
    pub conditions_missing: Vec<Condition>,
    /// Between the beginnings of the two.
    pub apart_ms: u64,
}

/// What answers a listing, the nearest first, and how many were looked at.
pub fn matches(
    board: &Board,
    tree: &AreaTree,
    mine: &Kept,
    limit: usize,
    is_seen: impl Fn(&Kept) -> bool,
) -> (Vec<Found>, usize) {
    let candidates = board.near(mine.kind.opposite(), mine.starts(), mine.until.unix_ms());
    let looked_at = candidates.len();
    let fitting =
        candidates.into_iter().filter(|theirs| theirs.author_id != mine.author_id && is_seen(theirs));
    let mut found: Vec<Found> = fitting.filter_map(|theirs| fit(tree, mine, theirs)).collect();
    found.sort_by_key(|it| (it.closeness, it.conditions_missing.len(), it.apart_ms, it.kept.id));
    found.truncate(limit);
    (found, looked_at)
}

fn fit(tree: &AreaTree, mine: &Kept, theirs: Arc<Kept>) -> Option<Found> {
    let (a, b) = (&mine.details, &theirs.details);
    let overlaps = a.from <= theirs.until && b.from <= mine.until;
    let (offer, request) = if mine.kind.is_offer() { (mine, &*theirs) } else { (&*theirs, mine) };
    if !overlaps || a.category != b.category || offer.remaining < request.remaining {
        return None;
    }
    let closeness = if mine.kind.is_ride() {
        on_the_way(tree, offer, request, mine.kind.is_offer())?
    } else {
        closeness(tree, a.area_id, b.area_id)?
    };
    let can = &offer.details.conditions;
    let needs = request.details.conditions.iter().copied();
    Some(Found {
        closeness,
        conditions_missing: needs.filter(|condition| !can.contains(condition)).collect(),
        apart_ms: a.from.unix_ms().abs_diff(b.from.unix_ms()),
        kept: theirs,
    })
}

/// Whether a ride comes by where somebody wants to get in, and later where they want to get out.
fn on_the_way(tree: &AreaTree, offer: &Kept, request: &Kept, mine_is_offer: bool) -> Option<Closeness> {
    let to = request.details.destination_id?;
    let stops: Vec<Id<AreaMarker>> = offer.stops().collect();
    let close = |stop: Id<AreaMarker>, wanted: Id<AreaMarker>| {
        if mine_is_offer { closeness(tree, stop, wanted) } else { closeness(tree, wanted, stop) }
    };
    let mut best: Option<Closeness> = None;
    for (at, stop) in stops.iter().enumerate() {
        let Some(in_at) = close(*stop, request.details.area_id) else { continue };
        for later in &stops[at + 1..] {
            let Some(out_at) = close(*later, to) else { continue };
            let both = in_at.max(out_at);
            best = Some(best.map_or(both, |best| best.min(both)));
        }
    }
    best
}

/// How a place lies to another one; nothing when they have nothing to do with each other.
fn closeness(tree: &AreaTree, mine: Id<AreaMarker>, theirs: Id<AreaMarker>) -> Option<Closeness> {
    if mine == theirs {
        Some(Closeness::Same)
    } else if tree.is_inside(theirs, mine) {
        Some(Closeness::Inside)
    } else if tree.is_inside(mine, theirs) {
        Some(Closeness::Around)
    } else {
        None
    }
}
