//! Raids and infiltrators: an alarm on joins with a stated rate of false alarms, a score of conduct for newcomers that
//! shows what it is made of, and what a guild wants done about a raid. At first nothing is done: those who look after
//! the guild are told. Whatever happens by itself ends within a day, is explained to whoever it concerns, and is undone
//! at one click.

mod actions;
mod arrivals;
mod holding;
mod memory;
mod mode;
mod newcomers;
mod removed;
mod routes;
pub mod settings;
mod shown;
mod upkeep;
mod words;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use parvis_api::router::Route;
use parvis_app::hooks::{Holder, Job, OwnData, Work};
use parvis_app::{ActionResult, App, Caller, Lane};
use parvis_bus::{Matter, Publication};
use parvis_model::Event;
use serde_json::json;

use crate::tables;
use memory::Memory;

/// This part of the wing. Cheap to clone.
#[derive(Default, Clone)]
pub struct Raids(Arc<Parts>);

#[derive(Default)]
struct Parts {
    memory: Memory,
    /// In which hour the counts of joins were last kept.
    last_hour: AtomicI64,
}

/// What this part answers.
pub fn routes(raids: &Raids) -> Vec<Route> {
    routes::all(raids)
}

impl Raids {
    fn memory(&self) -> &Memory {
        &self.0.memory
    }

    async fn take(&self, app: &App, publication: &Publication) -> ActionResult<()> {
        let Matter::Event { audience, event } = &publication.matter else { return Ok(()) };
        match event {
            Event::MemberAdd(joined) => self.on_joining(app, joined.guild_id, &joined.member).await,
            Event::MemberUpdate(changed) => self.on_change(app, changed.guild_id, &changed.member).await,
            Event::MemberRemove(left) => {
                self.memory().change(left.guild_id, |newcomers| newcomers.leave(left.user.id));
                Ok(())
            }
            Event::MessageCreate(message) => self.on_writing(app, message, audience).await,
            Event::BanAdd(ban) => {
                self.memory().add_removed(ban.guild_id, &ban.user);
                Ok(())
            }
            Event::BanRemove(ban) => {
                self.memory().forget_removed(ban.guild_id);
                Ok(())
            }
            Event::GuildDelete(deleted) => {
                let guild_id = deleted.id;
                app.write(Lane::of(guild_id), move |tx, _| Ok(tables::raids::delete_of_guild(tx, guild_id)?))
                    .await?;
                self.memory().forget_guild(guild_id);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Job for Raids {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(async move {
            if let Err(error) = self.take(app, publication).await {
                tracing::warn!(%error, "the watch for raids did not see something happen");
            }
        })
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            if let Err(error) = self.do_what_is_due(app).await {
                tracing::warn!(%error, "a round of the watch for raids stopped half-way; the next one goes on");
            }
        })
    }
}

impl Holder for Raids {
    fn data_of<'a>(&'a self, app: &'a App, caller: &'a Caller) -> Work<'a, ActionResult<OwnData>> {
        Box::pin(async move {
            let user_id = caller.user_id;
            let holds = app.read(move |tx| Ok(tables::raids::holds_of(tx, user_id)?)).await?;
            let shown = holds.into_iter().map(|(guild_id, hold)| {
                json!({
                    "guild_id": guild_id,
                    "held_at": hold.held_at,
                    "until": hold.until,
                    "state": hold.state.as_str(),
                    "signals": hold.score.contributions.iter().map(|part| part.signal).collect::<Vec<_>>(),
                })
            });
            Ok(vec![("held_on_arrival", shown.collect())])
        })
    }
}
