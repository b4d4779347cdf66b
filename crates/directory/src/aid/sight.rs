//! Who sees which listing: the one place that decides.

use parvis_model::Id;
use parvis_model::marker::UserMarker;

use super::kind::State;
use crate::tables::aid::Kept;
use crate::view::{View, Viewer};

/// The map at one moment, and who looks at it.
#[derive(Clone)]
pub struct Sight {
    /// The map.
    pub view: View,
    /// Who looks, when with an account.
    pub viewer: Option<Viewer>,
    /// The same, by id.
    pub user_id: Option<Id<UserMarker>>,
    /// When.
    pub now_ms: i64,
}

impl Sight {
    /// Whether somebody posted this.
    pub fn is_mine(&self, kept: &Kept) -> bool {
        self.user_id == Some(kept.author_id)
    }

    /// Whether none of its places is dark, nor the map.
    pub fn is_light(&self, kept: &Kept) -> bool {
        !self.view.is_dark && kept.stops().all(|id| self.view.area(id).is_some())
    }

    /// Whether it is meant for whoever looks, and its places are not dark. How far it has come is not asked.
    pub fn may_see(&self, kept: &Kept) -> bool {
        let is_meant = match kept.guild_id {
            None => true,
            Some(guild_id) => self.viewer.as_ref().is_some_and(|viewer| viewer.guilds.contains(&guild_id)),
        };
        is_meant && self.is_light(kept)
    }

    /// Whether it stands in lists for whoever looks.
    pub fn lists(&self, kept: &Kept) -> bool {
        kept.state_at(self.now_ms) == State::Open && self.may_see(kept)
    }
}
