//! What one page shows of the map: the places right below a place with their groups counted, and the groups themselves.
//! The list and the drawing are both made from this, so that they always say the same.

use std::ops::Range;
use std::sync::Arc;

use parvis_model::Id;

use crate::groups::Filter;
use crate::markers::AreaMarker;
use crate::tables::areas::Area;
use crate::view::{Listed, Ranked, View};

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
        let children = view.children(id);
        let mut counts = vec![0; children.len()];
        let (mut here, mut below, mut members_at_least) = (Vec::new(), Vec::new(), 0);
        let row = Row::of(view, id, &children);
        let takes_all = filter.takes_all();
        for Ranked { at, group } in view.ranked() {
            let step = row.step(*at);
            if matches!(step, Step::Outside) || !takes_all && !filter.takes(group) {
                continue;
            }
            match step {
                Step::Below(child) => {
                    counts[child] += 1;
                    below.push(group);
                }
                _ => here.push(group),
            }
            if !takes_all {
                members_at_least += group.members_told().unwrap_or(0);
            }
        }
        if takes_all {
            let of = |id| view.totals(id).members_at_least;
            members_at_least = id.map_or_else(|| children.iter().map(|area| of(area.id)).sum(), of);
        }
        let count = here.len();
        here.append(&mut below);
        let mut places: Vec<Place> =
            children.into_iter().zip(counts).map(|(area, groups)| Place { area, groups }).collect();
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

/// The places of a page as stretches of the row of all places.
struct Row {
    /// The place itself; without one, all of it.
    own: Option<Range<u32>>,
    /// Those right below it, in the order of the row, each with its number.
    children: Vec<(Range<u32>, usize)>,
}

/// Where a place lies, as seen from another one.
enum Step {
    Outside,
    Here,
    /// In the child of this number, or it is that child.
    Below(usize),
}

impl Row {
    fn of(view: &View, id: Option<Id<AreaMarker>>, children: &[&Arc<Area>]) -> Self {
        let areas = view.all_areas();
        let spans = children.iter().enumerate();
        let mut children: Vec<_> =
            spans.filter_map(|(number, area)| Some((areas.span(area.id)?, number))).collect();
        children.sort_unstable_by_key(|(span, _)| span.start);
        Self { own: id.map(|id| areas.span(id).unwrap_or(0..0)), children }
    }

    fn step(&self, at: u32) -> Step {
        match &self.own {
            Some(own) if !own.contains(&at) => return Step::Outside,
            Some(own) if own.start == at => return Step::Here,
            _ => {}
        }
        let before = self.children.partition_point(|(span, _)| span.start <= at);
        let found = before.checked_sub(1).map(|last| &self.children[last]);
        match found.filter(|(span, _)| span.contains(&at)) {
            Some((_, number)) => Step::Below(*number),
            None => Step::Outside,
        }
    }
}
