//! The names of the groups that are shown, for searches. An index is built once and then only read, so what was named
//! since stands in a small one beside it: a new name must not cost the next search an index of all.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use parvis_geography::names::{Hit, Name, NameIndex};
use parvis_model::Id;

use super::Listed;
use crate::markers::GroupMarker;

/// Names beside the large index; with more, it is made anew.
const FRESH_MAX: usize = 1_000;

type Index = NameIndex<Id<GroupMarker>>;

/// Names for searches. They may hold groups that are shown no more: whoever asks says which are meant.
#[derive(Clone, Default)]
pub struct Names {
    /// Made when somebody searches, and kept while few names change.
    most: Arc<OnceLock<Index>>,
    /// What was named since.
    fresh: Option<Arc<Index>>,
    /// Whose names those are: what they were called before is not looked at.
    renamed: Arc<HashSet<Id<GroupMarker>>>,
}

impl Names {
    /// The names of the groups that followed, in the order of their ids, with as much as possible of these.
    pub(super) fn followed_by<'a>(&self, groups: impl Iterator<Item = &'a Arc<Listed>>) -> Self {
        let Some(most) = self.most.get() else { return Self::default() };
        let mut known = most.iter().peekable();
        let is_new = |group: &&Arc<Listed>| {
            while known.next_if(|(id, _)| *id < group.id).is_some() {}
            known.peek().is_none_or(|known| *known != (group.id, group.listing.name.as_str()))
        };
        let fresh: Vec<_> = groups.filter(is_new).collect();
        match fresh.len() {
            0 => Self { most: Arc::clone(&self.most), ..Self::default() },
            1..=FRESH_MAX => Self {
                most: Arc::clone(&self.most),
                renamed: Arc::new(fresh.iter().map(|group| group.id).collect()),
                fresh: Some(Arc::new(index_of(fresh.into_iter()))),
            },
            _ => Self::default(),
        }
    }

    /// Makes the large index of these groups, if there is none yet.
    pub(super) fn made_of<'a>(&self, groups: impl Iterator<Item = &'a Arc<Listed>>) {
        self.most.get_or_init(|| index_of(groups));
    }

    /// The groups with a name like this, the best first, as far as they are meant.
    pub fn search(
        &self,
        query: &str,
        limit: usize,
        is_meant: impl Fn(Id<GroupMarker>) -> bool,
    ) -> Vec<Hit<'_, Id<GroupMarker>>> {
        let is_same = |id| !self.renamed.contains(&id) && is_meant(id);
        let most = self.most.get().map(|most| most.search_where(query, limit, is_same));
        let fresh = self.fresh.as_ref().map(|fresh| fresh.search_where(query, limit, &is_meant));
        best_of(most.into_iter().chain(fresh).flatten().collect(), limit)
    }

    /// The groups whose names may be other spellings of this one, the most alike first.
    pub fn similar(&self, name: &str, limit: usize) -> Vec<Hit<'_, Id<GroupMarker>>> {
        let most = self.most.get().map(|most| most.similar(name, limit)).unwrap_or_default();
        let same = most.into_iter().filter(|hit| !self.renamed.contains(&hit.key));
        let fresh = self.fresh.as_ref().map(|fresh| fresh.similar(name, limit)).unwrap_or_default();
        best_of(same.chain(fresh).collect(), limit)
    }
}

fn index_of<'a>(groups: impl Iterator<Item = &'a Arc<Listed>>) -> Index {
    NameIndex::new(groups.map(|group| Name {
        key: group.id,
        text: group.listing.name.as_str(),
        prominence: 0,
    }))
}

/// The order of one index: what fits best, then what is shortest.
fn best_of<'a>(mut hits: Vec<Hit<'a, Id<GroupMarker>>>, limit: usize) -> Vec<Hit<'a, Id<GroupMarker>>> {
    let order = |a: &Hit<'_, Id<GroupMarker>>, b: &Hit<'_, Id<GroupMarker>>| -> Ordering {
        b.score.total_cmp(&a.score).then(a.name.len().cmp(&b.name.len())).then(a.key.cmp(&b.key))
    };
    hits.sort_by(order);
    hits.truncate(limit);
    hits
}
