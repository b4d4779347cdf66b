//! Putting away threads in which nobody has written for as long as they say.

use parvis_model::Id;
use parvis_model::Timestamp;
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_store::tables;

use super::{load, put_away, save};
use crate::error::ActionResult;
use crate::{App, Lane};

const AT_ONCE: u32 = 100;

impl App {
    /// Puts away every thread whose time has come.
    pub async fn archive_idle_threads(&self) -> ActionResult<()> {
        loop {
            let now_ms = self.now_ms();
            let idle = self.read(move |tx| Ok(tables::threads::idle(tx, now_ms, AT_ONCE)?)).await?;
            let is_last = idle.len() < AT_ONCE as usize;
            for (guild_id, id) in idle {
                self.archive_if_idle(guild_id, id, now_ms).await?;
            }
            if is_last {
                return Ok(());
            }
        }
    }

    async fn archive_if_idle(
        &self,
        guild_id: Id<GuildMarker>,
        id: Id<ChannelMarker>,
        now_ms: i64,
    ) -> ActionResult<()> {
        self.write(Lane::of(guild_id), move |tx, out| {
            // Somebody may have written since the list was read.
            if !tables::threads::is_idle(tx, id, now_ms)? {
                return Ok(());
            }
            let before = load(tx, guild_id, id)?;
            let mut after = before.clone();
            put_away(&mut after, true, Timestamp::from_unix_ms(now_ms))?;
            save(tx, out, guild_id, &before, after, None)?;
            Ok(())
        })
        .await
    }
}
