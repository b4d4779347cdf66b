//! Action days: many accounts decided in clusters, by several people, each account with its own statement. A day is put
//! together, looked at, approved by a second person, done in steps that survive a crash, and taken back as a whole.

mod effect;
mod execution;
pub(crate) mod manage;
mod routes;
pub(crate) mod shown;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use parvis_api::router::Route;
use parvis_app::hooks::{Job, Work};
use parvis_app::{ActionResult, App, Lane};
use parvis_bus::Publication;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::tables::action_days as tables;
use crate::{desk, limits};

const HOUR_MS: i64 = 3_600_000;

/// This part of the wing. Cheap to clone.
#[derive(Default, Clone)]
pub struct ActionDays(Arc<Engine>);

#[derive(Default)]
struct Engine {
    /// Whether rows are being done: one hand does all of them.
    is_running: AtomicBool,
    /// In which hour what has had its time was last looked for.
    last_hour: AtomicI64,
}

/// What this part answers.
pub fn routes(action_days: &ActionDays) -> Vec<Route> {
    routes::all(action_days)
}

impl ActionDays {
    /// Does what days have to do, in the background, until nothing is left.
    pub(crate) fn go_on(&self, app: &App) {
        if self.0.is_running.swap(true, Ordering::SeqCst) {
            return;
        }
        let (me, app) = (self.clone(), app.clone());
        tokio::spawn(async move {
            loop {
                let worked = execution::run(&app).await;
                me.0.is_running.store(false, Ordering::SeqCst);
                if let Err(error) = worked {
                    tracing::warn!(%error, "an action day stands still; the next round goes on");
                    return;
                }
                // What began between the last look and the flag is this hand's, too.
                let is_idle = !execution::has_work(&app).await.unwrap_or(false);
                if is_idle || me.0.is_running.swap(true, Ordering::SeqCst) {
                    return;
                }
            }
        });
    }

    async fn tidy(&self, app: &App) -> ActionResult<()> {
        let hour = app.now_ms() / HOUR_MS;
        if self.0.last_hour.swap(hour, Ordering::Relaxed) == hour {
            return Ok(());
        }
        let before = Id::first_of_unix_ms(desk::now(app).unix_ms() - limits::ACTION_DAY_AGE_MS);
        let lane = Lane::of(Id::<GuildMarker>::new(0));
        app.write(lane, move |tx, _| Ok(tables::delete_before(tx, before)?)).await?;
        Ok(())
    }
}

impl Job for ActionDays {
    fn run<'a>(&'a self, _app: &'a App, _publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(std::future::ready(()))
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            self.go_on(app);
            if let Err(error) = self.tidy(app).await {
                tracing::warn!(%error, "action days that have had their time stay for another hour");
            }
        })
    }
}
