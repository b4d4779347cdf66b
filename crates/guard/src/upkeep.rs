//! What is due by the clock: claims and strikes run out by themselves, the rest has its time and goes.

use std::sync::atomic::Ordering;

use parvis_app::hooks::{Job, Work};
use parvis_app::{ActionResult, App, Lane, measures};
use parvis_bus::{Matter, Publication};
use parvis_model::marker::{DecisionMarker, GuildMarker};
use parvis_model::{Event, Id, Timestamp};

use crate::tables::decisions::Undo;
use crate::tables::{appeals, cases, decisions, watch};
use crate::{Guard, evidence, intake, limits};

const HOUR_MS: i64 = 3_600_000;
/// Withheld messages that are erased in one transaction.
const AT_ONCE: u32 = 100;

impl Job for Guard {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(async move {
            let Matter::Event { event: Event::GuildDelete(gone), .. } = &publication.matter else { return };
            let guild_id = gone.id;
            let write = app.write(Lane::of(guild_id), move |tx, _| {
                cases::delete_of_guild(tx, guild_id)?;
                Ok(watch::delete_of_guild(tx, guild_id)?)
            });
            if let Err(error) = write.await {
                tracing::warn!(%error, "cases of a guild that is gone stay");
            }
        })
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            let hour = app.now_ms() / HOUR_MS;
            if self.parts().last_hour.swap(hour, Ordering::Relaxed) == hour {
                return;
            }
            if let Err(error) = tidy(app).await {
                tracing::warn!(%error, "what has had its time stays for another hour");
            }
        })
    }
}

/// Removes what has had its time.
async fn tidy(app: &App) -> ActionResult<()> {
    evidence::keep_up(app).await?;
    let now_ms = app.now_ms();
    let at = move |ago_ms: i64| Timestamp::from_unix_ms(now_ms - ago_ms);
    while erase_withheld(app, Id::first_of_unix_ms(now_ms - limits::WITHHELD_MS)).await? {}
    app.finish_deletion(Vec::new());
    let oldest = Id::first_of_unix_ms(now_ms - limits::DECISION_AGE_MS);
    let alarm = Timestamp::from_unix_ms(now_ms + limits::APPEAL_ALARM_MS);
    let due = app.write(Lane::of(Id::<GuildMarker>::new(0)), move |tx, _| {
        cases::delete_decided_before(tx, at(limits::CASE_AGE_MS))?;
        decisions::delete_before(tx, oldest)?;
        decisions::delete_expired_strikes(tx, at(0))?;
        intake::forget(tx, now_ms)?;
        watch::end_before(tx, at(limits::WATCH_MS))?;
        watch::delete_handovers_before(tx, at(limits::HANDOVER_MS))?;
        Ok(appeals::due_before(tx, alarm)?)
    });
    let due = due.await?;
    if !due.is_empty() {
        tracing::warn!(count = due.len(), "appeals are due within four days, or overdue");
    }
    Ok(())
}

/// Erases messages that were withheld longer than anybody could ask for them; whether there may be more.
async fn erase_withheld(app: &App, before: Id<DecisionMarker>) -> ActionResult<bool> {
    let now_ms = app.now_ms();
    app.write(Lane::of(Id::<GuildMarker>::new(0)), move |tx, _| {
        let waiting = decisions::withholding_before(tx, before, AT_ONCE)?;
        for decision in &waiting {
            for undo in &decision.undo {
                if let Undo::Show { message_id, .. } = undo {
                    measures::erase_withheld(tx, *message_id, decision.id, now_ms)?;
                }
            }
            decisions::forget_undo(tx, decision.id)?;
        }
        Ok(waiting.len() == AT_ONCE as usize)
    })
    .await
}
