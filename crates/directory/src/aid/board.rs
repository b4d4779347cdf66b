//! The listings in memory, so that a page of them costs what it shows: by place, by kind, by the beginning of their
//! time. It knows neither who looks nor what is dark; whoever asks brings that along.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Bound;
use std::sync::Arc;

use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};

use super::kind::{Kind, State};
use crate::markers::{AidMarker, AreaMarker};
use crate::tables::aid::Kept;
use crate::view::AreaTree;

/// Where a listing stands in an order: the beginning of its time, then its id.
type Slot = (i64, Id<AidMarker>);
type Slots<K> = HashMap<K, BTreeSet<Slot>>;

/// Which listings are wanted; what they have to be besides is asked of each that is looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Search {
    /// In this place or below it.
    pub area_id: Option<Id<AreaMarker>>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Whose time has not begun after this moment.
    pub until_ms: Option<i64>,
    /// Behind this one.
    pub after: Option<Id<AidMarker>>,
    /// So many.
    pub limit: usize,
}

/// What was found.
#[derive(Debug)]
pub struct Page {
    /// The soonest first.
    pub listings: Vec<Arc<Kept>>,
    /// Whether there are more.
    pub has_more: bool,
    /// What it cost.
    pub looked_at: usize,
}

/// All listings. Those that are not open are kept by their ids alone.
pub struct Board {
    tree: Arc<AreaTree>,
    by_id: HashMap<Id<AidMarker>, Arc<Kept>>,
    open: BTreeSet<Slot>,
    by_kind: Slots<Kind>,
    /// Those that begin in a place or below it.
    below: Slots<Id<AreaMarker>>,
    below_by_kind: Slots<(Kind, Id<AreaMarker>)>,
    /// Those that begin in a place itself.
    exact: Slots<(Kind, Id<AreaMarker>)>,
    /// By the end of their time.
    ends: BTreeSet<Slot>,
}

impl Board {
    /// Puts listings up, by the places of this tree.
    pub fn new(tree: Arc<AreaTree>, listings: impl IntoIterator<Item = Kept>) -> Self {
        let mut board = Self {
            tree,
            by_id: HashMap::new(),
            open: BTreeSet::new(),
            by_kind: HashMap::new(),
            below: HashMap::new(),
            below_by_kind: HashMap::new(),
            exact: HashMap::new(),
            ends: BTreeSet::new(),
        };
        for kept in listings {
            board.put(kept);
        }
        board
    }

    /// Whether it was put up by the places of this tree.
    pub fn is_of(&self, tree: &Arc<AreaTree>) -> bool {
        Arc::ptr_eq(&self.tree, tree)
    }

    /// A listing, open or not.
    pub fn get(&self, id: Id<AidMarker>) -> Option<&Arc<Kept>> {
        self.by_id.get(&id)
    }

    /// Puts a listing up as it is now.
    pub fn put(&mut self, kept: Kept) {
        self.remove(kept.id);
        let kept = Arc::new(kept);
        if kept.state == State::Open {
            self.each_place(&kept, |slots, slot| {
                slots.insert(slot);
            });
        }
        self.by_id.insert(kept.id, kept);
    }

    /// Takes a listing down.
    pub fn remove(&mut self, id: Id<AidMarker>) {
        if let Some(kept) = self.by_id.remove(&id) {
            self.take_down(&kept);
        }
    }

    /// Takes down what is over, so that nobody looks at it any more; whether there was any.
    pub fn end(&mut self, now_ms: i64) -> bool {
        let before = self.ends.len();
        while let Some((until_ms, id)) = self.ends.first().copied()
            && until_ms <= now_ms
        {
            self.ends.remove(&(until_ms, id));
            if let Some(kept) = self.by_id.get(&id).cloned() {
                self.take_down(&kept);
            }
        }
        self.ends.len() < before
    }

    fn take_down(&mut self, kept: &Arc<Kept>) {
        if kept.state != State::Open {
            return;
        }
        self.each_place(kept, |slots, slot| {
            slots.remove(&slot);
        });
    }

    /// Everything that a listing stands in.
    fn each_place(&mut self, kept: &Kept, mut act: impl FnMut(&mut BTreeSet<Slot>, Slot)) {
        let slot = slot_of(kept);
        act(&mut self.open, slot);
        act(&mut self.ends, (kept.until.unix_ms(), kept.id));
        act(self.by_kind.entry(kept.kind).or_default(), slot);
        let mut around = HashSet::new();
        for start in kept.starts() {
            act(self.exact.entry((kept.kind, start)).or_default(), slot);
            around.extend(self.tree.path(start).map(|area| area.id));
        }
        for area_id in around {
            act(self.below.entry(area_id).or_default(), slot);
            act(self.below_by_kind.entry((kept.kind, area_id)).or_default(), slot);
        }
    }

    /// A page of open listings, the soonest first.
    pub fn search(&self, search: Search, mut is_meant: impl FnMut(&Kept) -> bool) -> Page {
        let nothing = BTreeSet::new();
        let slots = match (search.area_id, search.kind) {
            (None, None) => Some(&self.open),
            (None, Some(kind)) => self.by_kind.get(&kind),
            (Some(area_id), None) => self.below.get(&area_id),
            (Some(area_id), Some(kind)) => self.below_by_kind.get(&(kind, area_id)),
        };
        let slots = slots.unwrap_or(&nothing);
        let mut page = Page { listings: Vec::new(), has_more: false, looked_at: 0 };
        let start = match search.after {
            None => Bound::Unbounded,
            // Behind what nobody knows there is nothing.
            Some(after) => match self.by_id.get(&after) {
                Some(kept) => Bound::Excluded(slot_of(kept)),
                None => return page,
            },
        };
        let last = search.until_ms.unwrap_or(i64::MAX);
        for (from_ms, id) in slots.range((start, Bound::Unbounded)) {
            if *from_ms > last {
                break;
            }
            page.looked_at += 1;
            let Some(kept) = self.by_id.get(id).filter(|kept| is_meant(kept)) else { continue };
            if page.listings.len() == search.limit {
                page.has_more = true;
                break;
            }
            page.listings.push(Arc::clone(kept));
        }
        page
    }

    /// What somebody posted for a guild and is current.
    pub fn of_member(&self, guild_id: Id<GuildMarker>, user_id: Id<UserMarker>) -> Vec<Id<AidMarker>> {
        let own = self.by_id.values().filter(|kept| {
            kept.guild_id == Some(guild_id) && kept.author_id == user_id && kept.state.is_current()
        });
        own.map(|kept| kept.id).collect()
    }

    /// Open listings of a kind that begin in one of these places, below it or around it, and not after a moment.
    pub fn near(
        &self,
        kind: Kind,
        starts: impl IntoIterator<Item = Id<AreaMarker>>,
        until_ms: i64,
    ) -> Vec<Arc<Kept>> {
        let mut found = BTreeSet::new();
        let mut take = |slots: Option<&BTreeSet<Slot>>| {
            let slots = slots.into_iter().flatten();
            found.extend(slots.take_while(|(from_ms, _)| *from_ms <= until_ms).map(|(_, id)| *id));
        };
        for start in starts {
            take(self.below_by_kind.get(&(kind, start)));
            for around in self.tree.path(start).skip(1) {
                take(self.exact.get(&(kind, around.id)));
            }
        }
        found.iter().filter_map(|id| self.by_id.get(id).cloned()).collect()
    }
}

fn slot_of(kept: &Kept) -> Slot {
    (kept.details.from.unix_ms(), kept.id)
}
