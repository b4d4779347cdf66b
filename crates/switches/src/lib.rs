#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod judgement;
pub mod log;
pub mod media;
mod memory;
mod newcomers;
mod rounds;
mod routes;
mod screen;
pub mod set;
pub mod settings;
pub mod tables;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use parvis_api::router::Route;
use parvis_app::hooks::{Job, Work};
use parvis_app::{ActionResult, App, Lane};
use parvis_bus::{Matter, Publication};
use parvis_model::Event;

use memory::Memory;

/// The wing. Cheap to clone.
#[derive(Default, Clone)]
pub struct Switches(Arc<Parts>);

#[derive(Default)]
struct Parts {
    memory: Memory,
    /// In which hour entries that have had their time were last looked for.
    last_hour: AtomicI64,
}

/// What this wing answers.
pub fn routes(switches: &Switches) -> Vec<Route> {
    routes::all(switches)
}

impl Switches {
    fn memory(&self) -> &Memory {
        &self.0.memory
    }

    async fn take(&self, app: &App, publication: &Publication) -> ActionResult<()> {
        let Matter::Event { event, .. } = &publication.matter else { return Ok(()) };
        match event {
            Event::MemberAdd(joined) => {
                let (guild_id, member) = (joined.guild_id, &joined.member);
                self.memory().note_join(guild_id, member.user.id, member.joined_at.unix_ms());
                newcomers::on_joining(self, app, guild_id, member).await
            }
            Event::ChannelDelete(channel) => {
                let (Some(guild_id), channel_id) = (channel.guild_id, channel.id) else { return Ok(()) };
                let settings = self.memory().settings(app, guild_id).await?;
                if settings.0.is_empty() {
                    return Ok(());
                }
                app.write(Lane::of(guild_id), move |tx, _| {
                    Ok(tables::delete_of_channel(tx, guild_id, channel_id)?)
                })
                .await?;
                self.memory().forget(guild_id);
                Ok(())
            }
            Event::GuildDelete(deleted) => {
                let guild_id = deleted.id;
                app.write(Lane::of(guild_id), move |tx, _| Ok(tables::delete_of_guild(tx, guild_id)?))
                    .await?;
                self.memory().forget_guild(guild_id);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Job for Switches {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(async move {
            if let Err(error) = self.take(app, publication).await {
                tracing::warn!(%error, "the switches of a channel did not see something happen");
            }
        })
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            if let Err(error) = self.do_what_is_due(app).await {
                tracing::warn!(%error, "a round of the channels' switches stopped half-way; the next one goes on");
            }
        })
    }
}
