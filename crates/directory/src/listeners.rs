//! What happens in guilds that stand on the map: people who come and go, words after a silence, an end. Noted at once,
//! told within two seconds.

use std::collections::HashMap;
use std::time::Duration;

use parking_lot::Mutex;
use parvis_app::App;
use parvis_app::hooks::{Job, Work};
use parvis_bus::{Matter, Publication};
use parvis_model::marker::GuildMarker;
use parvis_model::{Event, Id};

use crate::view::{Activity, Groups, View};
use crate::{Changed, Directory};

/// Changes of one second are told together.
const GATHERED: Duration = Duration::from_millis(1_000);

/// The guilds that are listened to, and those of which something changed.
#[derive(Default)]
pub struct Listeners(Mutex<State>);

#[derive(Default)]
struct State {
    /// How lively each is: words in a lively one change nothing.
    guilds: HashMap<Id<GuildMarker>, Activity>,
    changed: Vec<Id<GuildMarker>>,
}

impl Listeners {
    /// From now on these guilds are listened to.
    pub fn listen_to(&self, groups: &Groups) {
        let of_guild = groups.iter().filter_map(|it| Some((it.listing.target.guild_id()?, it.activity)));
        self.0.lock().guilds = of_guild.collect();
    }

    /// Notes an event; whether it is the first since the last were told.
    fn note(&self, publication: &Publication) -> bool {
        let Matter::Event { audience, event } = &publication.matter else { return false };
        let Some(guild_id) = audience.guild_id() else { return false };
        let mut state = self.0.lock();
        let Some(activity) = state.guilds.get(&guild_id) else { return false };
        let matters = match event {
            Event::MemberAdd(_) | Event::MemberRemove(_) | Event::GuildDelete(_) | Event::InviteDelete(_) => {
                true
            }
            Event::MessageCreate(_) => *activity != Activity::Week,
            _ => false,
        };
        if !matters || state.changed.contains(&guild_id) {
            return false;
        }
        state.changed.push(guild_id);
        state.changed.len() == 1
    }

    fn take(&self) -> Vec<Id<GuildMarker>> {
        std::mem::take(&mut self.0.lock().changed)
    }
}

impl Job for Directory {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        let moves_actions = self.moves_actions(publication);
        if let Matter::Event { audience, event: Event::MemberRemove(left) } = &publication.matter
            && let Some(guild_id) = audience.guild_id()
        {
            let (directory, app, user_id) = (self.clone(), app.clone(), left.user.id);
            tokio::spawn(async move {
                if let Err(error) = directory.end_aid_of_former_member(&app, guild_id, user_id).await {
                    tracing::warn!(%error, "listings of a former member end with the next upkeep");
                }
            });
        }
        if self.0.listeners.note(publication) {
            let (directory, app) = (self.clone(), app.clone());
            tokio::spawn(async move {
                tokio::time::sleep(GATHERED).await;
                let guilds = directory.0.listeners.take();
                directory.count_again(&app, &guilds).await;
            });
        }
        Box::pin(async move {
            if moves_actions {
                self.follow(app, Changed::Actions).await;
            }
        })
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            if let Err(error) = self.do_what_is_due(app).await {
                tracing::warn!(%error, "the upkeep of the map stopped half-way; the next round goes on");
            }
        })
    }
}

impl Directory {
    /// Whether something happened in a guild that the actions on the map may have to follow: to the events themselves,
    /// or to what every member may see.
    fn moves_actions(&self, publication: &Publication) -> bool {
        let Matter::Event { audience, event } = &publication.matter else { return false };
        let Some(guild_id) = audience.guild_id() else { return false };
        let matters = matches!(
            event,
            Event::ScheduledEventCreate(_)
                | Event::ScheduledEventUpdate(_)
                | Event::ScheduledEventDelete(_)
                | Event::ScheduledEventUserAdd(_)
                | Event::ScheduledEventUserRemove(_)
                | Event::ChannelUpdate(_)
                | Event::ChannelDelete(_)
                | Event::RoleUpdate(_)
                | Event::GuildDelete(_)
        );
        let view = self.0.view.read();
        let of_guild = |view: &View| view.all_actions().iter().any(|it| it.event.guild_id == guild_id);
        matters && view.as_ref().is_some_and(of_guild)
    }

    async fn count_again(&self, app: &App, guilds: &[Id<GuildMarker>]) {
        let Ok(view) = self.view(app).await else { return };
        let groups = guilds.iter().flat_map(|id| view.groups_of_guild(*id)).map(|group| group.id).collect();
        self.follow(app, Changed::Groups(groups)).await;
    }
}
