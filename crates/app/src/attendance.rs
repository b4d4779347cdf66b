//! How many members of a guild are there. Only the gateway knows, so it hands in who counts.

use std::sync::{Arc, OnceLock};

use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::App;
use crate::hooks::Work;

/// Counts members who are online.
pub trait CountOnline: Send + Sync {
    /// How many members of this guild other members see as online.
    fn online(&self, guild_id: Id<GuildMarker>) -> Work<'_, u32>;
}

/// The place for the one who counts.
#[derive(Default)]
pub struct Attendance(OnceLock<Arc<dyn CountOnline>>);

impl Attendance {
    /// Takes the one who counts; later ones are ignored.
    pub fn count_by(&self, counter: Arc<dyn CountOnline>) {
        let _ = self.0.set(counter);
    }
}

impl App {
    /// How many members of a guild are online: nobody, as long as there is no gateway.
    pub async fn online_count(&self, guild_id: Id<GuildMarker>) -> u32 {
        match self.attendance.0.get() {
            Some(counter) => counter.online(guild_id).await,
            None => 0,
        }
    }
}
