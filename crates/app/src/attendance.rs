//! Who is there. Only the gateway knows, so it hands in who can be asked.

use std::sync::{Arc, OnceLock};

use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};

use crate::App;
use crate::hooks::Work;

/// Knows which accounts are there.
pub trait SeesPeople: Send + Sync {
    /// How many members of this guild other members see as online.
    fn online(&self, guild_id: Id<GuildMarker>) -> Work<'_, u32>;

    /// Those of these accounts that are at a device right now, or that wish not to be disturbed: with an open session
    /// that is neither idle nor away from the keyboard, or with one that says "do not disturb".
    fn occupied(&self, user_ids: Vec<Id<UserMarker>>) -> Work<'_, Vec<Id<UserMarker>>>;
}

/// The place for the one who can be asked.
#[derive(Default)]
pub struct Attendance(OnceLock<Arc<dyn SeesPeople>>);

impl Attendance {
    /// Takes the one who can be asked; later ones are ignored.
    pub fn ask(&self, somebody: Arc<dyn SeesPeople>) {
        let _ = self.0.set(somebody);
    }
}

impl App {
    /// How many members of a guild are online: nobody, as long as there is no gateway.
    pub async fn online_count(&self, guild_id: Id<GuildMarker>) -> u32 {
        match self.attendance.0.get() {
            Some(somebody) => somebody.online(guild_id).await,
            None => 0,
        }
    }

    /// Those of these accounts that need no notification, because they are at a device or want none: nobody, as long
    /// as there is no gateway.
    pub async fn occupied(&self, user_ids: Vec<Id<UserMarker>>) -> Vec<Id<UserMarker>> {
        match self.attendance.0.get() {
            Some(somebody) => somebody.occupied(user_ids).await,
            None => Vec::new(),
        }
    }
}
