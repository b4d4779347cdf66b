//! What is due by the clock: raid modes and holds that have had their time end, waves are over, counts are kept.

use std::sync::atomic::Ordering;

use parvis_app::{ActionResult, App, Lane};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Timestamp};

use super::Raids;
use super::mode::{self, By};
use super::newcomers::NEWCOMER_MS;
use crate::tables::raids;

const HOUR_MS: i64 = 3_600_000;
/// Stands in the audit log.
const OVER: &str = "The time of the raid mode is over";

impl Raids {
    /// One round, every minute.
    pub(super) async fn do_what_is_due(&self, app: &App) -> ActionResult<()> {
        let now = Timestamp::from_unix_ms(app.now_ms());
        for guild_id in app.read(move |tx| Ok(raids::ended_modes(tx, now)?)).await? {
            let Some(guild) = app.live.guild(&app.store, guild_id).await? else { continue };
            let by = By::itself(app, OVER);
            app.write(Lane::of(guild_id), move |tx, out| mode::end(tx, out, &guild, &by)).await?;
            self.tell(app, guild_id).await?;
        }
        let nobodys = Lane::of(Id::<GuildMarker>::new(0));
        let ended = app.write(nobodys, move |tx, _| Ok(raids::delete_ended_holds(tx, now)?)).await?;
        for guild_id in ended {
            self.tell(app, guild_id).await?;
        }
        for guild_id in app.read(|tx| Ok(raids::with_wave(tx)?)).await? {
            self.end_wave(app, guild_id, now).await?;
        }
        self.memory().forget(app.now_ms());
        let hour = app.now_ms() / HOUR_MS;
        if self.0.last_hour.swap(hour, Ordering::Relaxed) != hour {
            self.keep_counts(app, now).await?;
        }
        Ok(())
    }

    /// A wave is over when the alarm is quiet, and forgotten a day after that.
    async fn end_wave(&self, app: &App, guild_id: Id<GuildMarker>, now: Timestamp) -> ActionResult<()> {
        let state = self.memory().state(app, guild_id).await?;
        let Some(mut wave) = state.wave.clone() else { return Ok(()) };
        let wave = match wave.ended_at {
            Some(at) if at.unix_ms() <= now.unix_ms() - NEWCOMER_MS => None,
            Some(_) => return Ok(()),
            None => {
                self.memory().load(app, guild_id).await?;
                if self.memory().joins(app, guild_id).is_some_and(|joins| joins.is_ringing) {
                    return Ok(());
                }
                wave.ended_at = Some(now);
                Some(wave)
            }
        };
        app.write(Lane::of(guild_id), move |tx, _| {
            let state = raids::state(tx, guild_id)?;
            Ok(raids::set_state(tx, guild_id, &raids::State { wave, ..state })?)
        })
        .await?;
        self.tell(app, guild_id).await
    }

    async fn keep_counts(&self, app: &App, now: Timestamp) -> ActionResult<()> {
        let changed = self.memory().changed_series(now.unix_ms());
        if changed.is_empty() {
            return Ok(());
        }
        app.write(Lane::of(Id::<GuildMarker>::new(0)), move |tx, _| {
            for (guild_id, series) in &changed {
                raids::set_series(tx, *guild_id, series, now)?;
            }
            Ok(())
        })
        .await
    }
}
