#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod decision;
mod delivery;
pub mod encryption;
mod listeners;
mod queue;
mod recipients;
mod routes;
mod subscriptions;
pub mod tables;
mod vapid;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parvis_api::router::Route;
use parvis_app::hooks::{Job, Work};
use parvis_app::{ActionResult, App, Lane};
use parvis_bus::{Matter, Publication};
use parvis_model::marker::{LoginMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use tokio::sync::OnceCell;

use delivery::Delivery;
use listeners::Listeners;
use vapid::Vapid;

/// The wing. Cheap to clone.
#[derive(Default, Clone)]
pub struct Push(Arc<Parts>);

#[derive(Default)]
struct Parts {
    vapid: OnceCell<Vapid>,
    listeners: Listeners,
    delivery: Delivery,
    /// Whether what ended while the program did not run was removed.
    is_tidy: AtomicBool,
}

/// What this wing answers.
pub fn routes(push: &Push) -> Vec<Route> {
    routes::all(push)
}

impl Job for Push {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(async move {
            if let Err(error) = self.take(app, publication).await {
                tracing::warn!(%error, "somebody may not have been notified");
            }
        })
    }
}

impl Push {
    /// The key pair of this server.
    async fn vapid(&self, app: &App) -> ActionResult<&Vapid> {
        self.0.vapid.get_or_try_init(|| Vapid::load_or_make(app)).await
    }

    async fn take(&self, app: &App, publication: &Publication) -> ActionResult<()> {
        if !self.0.is_tidy.swap(true, Ordering::Relaxed) {
            let now = Timestamp::from_unix_ms(app.now_ms());
            let lane = Lane::of(Id::<UserMarker>::new(0));
            app.write(lane, move |tx, _| Ok(tables::delete_ended(tx, now)?)).await?;
        }
        match &publication.matter {
            Matter::Event { audience, event } => {
                self.0.listeners.note(app, audience, event).await?;
                let notices = recipients::of(self, app, audience, event).await?;
                self.enqueue(app, notices);
                Ok(())
            }
            Matter::LoginsEnded { user_id, logins } => end(app, *user_id, logins.clone()).await,
        }
    }
}

/// Ends the subscriptions of logins that ended.
async fn end(app: &App, user_id: Id<UserMarker>, logins: Vec<Id<LoginMarker>>) -> ActionResult<()> {
    app.write(Lane::of(user_id), move |tx, _| Ok(tables::delete_of_logins(tx, &logins)?)).await?;
    Ok(())
}
