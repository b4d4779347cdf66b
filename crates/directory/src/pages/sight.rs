//! What one page shows of the map: the places right below a place with their groups counted, and the groups themselves.
//! The list and the drawing are both made from this, so that they always say the same.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use parvis_model::Id;

use crate::groups::Filter;
use crate::markers::AreaMarker;
use crate::tables::areas::Area;
use crate::view::{Activity, Listed, View};

/// Places of one page: as many as a drawing shows without becoming heavy.
pub(super) const PLACES_PER_PAGE: usize = 100;
/// Groups of one page.
pub(super) const GROUPS_PER_PAGE: usize = 30;

/// What a page shows.
pub(super) struct Sight<'a> {
    pub view: &'a View,
    /// The place, or nothing for the whole map.
    pub area: Option<&'a Arc<Area>>,
    /// The places right below it: those with most groups first.
    pub places: Vec<Place<'a>>,
    /// The groups in it: those of the place itself first, then the liveliest.
    pub groups: Vec<&'a Arc<Listed>>,
    /// How many of them are in the place itself; they come first.
    pub here: usize,
    /// People in them, as far as it is told.
    pub members_at_least: u32,
}

/// A place right below.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub area: &'a Arc<Area>,
    /// Groups in it and below that the filter lets through.
    pub groups: u32,
}

impl<'a> Sight<'a> {
    /// Looks at a place, or at the whole map. A map of one place begins inside of it.
    pub fn of(view: &'a View, area_id: Option<Id<AreaMarker>>, filter: &Filter) -> Self {
        let roots = view.children(None);
        let area = match (area_id, roots.as_slice()) {
            (Some(id), _) => view.area(id),
            (None, [only]) => Some(*only),
            (None, _) => None,
        };
        let id = area.map(|area| area.id);
        let mut counts: HashMap<Id<AreaMarker>, u32> = HashMap::new();
        let (mut here, mut below, mut members_at_least) = (Vec::new(), Vec::new(), 0);
        for group in view.public_groups(None).filter(|group| filter.takes(group)) {
            match step_below(view, group.listing.area_id, id) {
                Step::Outside => continue,
                Step::Here => here.push(group),
                Step::Below(place) => {
                    *counts.entry(place).or_default() += 1;
                    below.push(group);
                }
            }
            members_at_least += group.members_told().unwrap_or(0);
        }
        for groups in [&mut here, &mut below] {
            groups.sort_unstable_by_key(|group| {
                (rank(group.activity), Reverse(group.members_told()), group.id)
            });
        }
        let count = here.len();
        here.append(&mut below);
        let mut places: Vec<Place> = view
            .children(id)
            .into_iter()
            .map(|area| Place { area, groups: counts.get(&area.id).copied().unwrap_or(0) })
            .collect();
        places.sort_by(|a, b| b.groups.cmp(&a.groups).then_with(|| a.area.name.cmp(&b.area.name)));
        Self { view, area, places, groups: here, here: count, members_at_least }
    }

    /// The groups of a page, counted from one, and how many pages there are.
    pub fn groups_of_page(&self, page: usize) -> (&[&'a Arc<Listed>], usize) {
        part(&self.groups, page, GROUPS_PER_PAGE)
    }

    /// The places of a page, counted from one, and how many pages there are.
    pub fn places_of_page(&self, page: usize) -> (&[Place<'a>], usize) {
        part(&self.places, page, PLACES_PER_PAGE)
    }
}

fn part<T>(all: &[T], page: usize, length: usize) -> (&[T], usize) {
    let start = page.saturating_sub(1).saturating_mul(length).min(all.len());
    let end = (start + length).min(all.len());
    (&all[start..end], all.len().div_ceil(length).max(1))
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

/// Where a place lies, as seen from another one.
enum Step {
    Outside,
    Here,
    /// In this one, right below.
    Below(Id<AreaMarker>),
}

fn step_below(view: &View, id: Id<AreaMarker>, outer: Option<Id<AreaMarker>>) -> Step {
    if Some(id) == outer {
        return Step::Here;
    }
    let mut below = None;
    for area in view.all_areas().path(id) {
        if Some(area.id) == outer {
            return below.map_or(Step::Here, Step::Below);
        }
        below = Some(area.id);
    }
    match (outer, below) {
        (None, Some(root)) => Step::Below(root),
        _ => Step::Outside,
    }
}
