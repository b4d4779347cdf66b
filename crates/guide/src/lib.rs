#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod first;
pub mod markdown;
pub mod owner;
pub mod page;
mod public;
mod read;
mod routes;
mod shelf;
pub mod tables;
mod words;
mod write;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::routing::MethodRouter;
use parvis_api::router::Route;
use parvis_app::hooks::{Job, Work};
use parvis_app::{ActionResult, App, Caller, Lane};
use parvis_bus::{Matter, Publication};
use parvis_model::Event;

/// Those who look after the map, and so write in its guide.
pub trait Keepers: Send + Sync {
    /// Whether the caller is one.
    fn is_keeper<'a>(&'a self, app: &'a App, caller: &'a Caller) -> Work<'a, ActionResult<bool>>;
}

/// A server on which nobody looks after a map.
#[derive(Debug, Default)]
pub struct NoKeepers;

impl Keepers for NoKeepers {
    fn is_keeper<'a>(&'a self, _app: &'a App, _caller: &'a Caller) -> Work<'a, ActionResult<bool>> {
        Box::pin(std::future::ready(Ok(false)))
    }
}

/// The wing. Cheap to clone.
#[derive(Clone)]
pub struct Guide(Arc<Parts>);

struct Parts {
    keepers: Arc<dyn Keepers>,
    /// What was asked for last, in memory.
    shelf: shelf::Shelf,
    /// Whether the guide that comes with the program was looked for.
    is_installed: AtomicBool,
}

impl Guide {
    /// The guides of a server whose map these people look after.
    pub fn new(keepers: Arc<dyn Keepers>) -> Self {
        let is_installed = AtomicBool::new(false);
        Self(Arc::new(Parts { keepers, shelf: shelf::Shelf::default(), is_installed }))
    }
}

/// What this wing answers.
pub fn routes(guide: &Guide) -> Vec<Route> {
    routes::all(guide)
}

/// The pages that need no script. `looked_up` puts a rate limit in front of them.
pub fn pages(app: App, looked_up: impl Fn(MethodRouter<App>) -> MethodRouter<App>) -> Router {
    public::router(app, looked_up)
}

impl Job for Guide {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(async move {
            let Matter::Event { event: Event::GuildDelete(gone), .. } = &publication.matter else { return };
            let guild_id = gone.id;
            let delete = move |tx: &mut parvis_store::Tx<'_>, _: &mut parvis_app::Outbox| {
                Ok(tables::delete_of_owner(tx, guild_id.get())?)
            };
            if let Err(error) = app.write(Lane::of(guild_id), delete).await {
                tracing::warn!(%error, "the guide of a guild that is gone stays");
            }
            self.0.shelf.forget(guild_id.get());
        })
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            if self.0.is_installed.load(Ordering::Relaxed) {
                return;
            }
            match first::install(app).await {
                Ok(()) => {
                    self.0.shelf.forget(owner::Owner::Map.key());
                    self.0.is_installed.store(true, Ordering::Relaxed);
                }
                Err(error) => tracing::warn!(%error, "the first guide was not installed; it is tried again"),
            }
        })
    }
}
