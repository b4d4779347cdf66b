//! Who of a guild is to be asked whether a message is for them: those who have a subscription, and nobody else. Kept in
//! memory and changed by the events themselves, so that a message costs no query.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use parvis_app::{ActionResult, App};
use parvis_bus::Audience;
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Event, Id};
use parvis_store::tables::members;

use crate::decision::{Listener, Wishes};
use crate::tables;

/// Guilds that are remembered; beyond it the memory is emptied and filled again by use.
const GUILDS_MAX: usize = 2_000;

/// The listeners of one guild.
pub type OfGuild = Arc<HashMap<Id<UserMarker>, Listener>>;

/// The memory.
#[derive(Default)]
pub struct Listeners(Mutex<State>);

#[derive(Default)]
struct State {
    /// Grows with every change, so that a load that raced with one is done again.
    changes: u64,
    guilds: HashMap<Id<GuildMarker>, OfGuild>,
}

impl Listeners {
    /// The listeners of a guild.
    pub async fn of_guild(&self, app: &App, guild_id: Id<GuildMarker>) -> ActionResult<OfGuild> {
        loop {
            let before = {
                let state = self.0.lock();
                if let Some(known) = state.guilds.get(&guild_id) {
                    return Ok(Arc::clone(known));
                }
                state.changes
            };
            let loaded = app.read(move |tx| Ok(tables::listeners_of_guild(tx, guild_id)?)).await?;
            let loaded: OfGuild =
                Arc::new(loaded.into_iter().map(|listener| (listener.user_id, listener)).collect());
            let mut state = self.0.lock();
            if state.changes == before {
                if state.guilds.len() >= GUILDS_MAX {
                    state.guilds.clear();
                }
                state.guilds.insert(guild_id, Arc::clone(&loaded));
                return Ok(loaded);
            }
        }
    }

    /// Brings the memory up to an event.
    pub async fn note(&self, app: &App, audience: &Audience, event: &Event) -> ActionResult<()> {
        match (audience, event) {
            (Audience::User(user_id), Event::UserSettingsUpdate(settings)) => {
                let wishes = Wishes::from(&**settings);
                self.change(*user_id, |_, listener| listener.wishes = wishes.clone());
            }
            (Audience::User(user_id), Event::UserGuildSettingsUpdate(settings)) => {
                self.change(*user_id, |guild_id, listener| {
                    if settings.guild_id == Some(guild_id) {
                        listener.settings = (**settings).clone();
                    }
                });
            }
            (_, Event::MemberAdd(joined)) => {
                self.refresh(app, joined.guild_id, joined.member.user.id).await?;
            }
            (_, Event::MemberRemove(left)) => {
                let mut state = self.0.lock();
                state.changes += 1;
                if let Some(listeners) = state.guilds.get_mut(&left.guild_id)
                    && listeners.contains_key(&left.user.id)
                {
                    Arc::make_mut(listeners).remove(&left.user.id);
                }
            }
            (_, Event::GuildDelete(gone)) => {
                self.0.lock().guilds.remove(&gone.id);
            }
            _ => {}
        }
        Ok(())
    }

    /// An account has subscribed: it listens in all of its guilds.
    pub async fn subscribed(&self, app: &App, user_id: Id<UserMarker>) -> ActionResult<()> {
        self.0.lock().changes += 1;
        let guilds = app.read(move |tx| Ok(members::guilds_of(tx, user_id)?)).await?;
        for guild_id in guilds {
            self.refresh(app, guild_id, user_id).await?;
        }
        Ok(())
    }

    /// Reads one account in a guild that is remembered.
    async fn refresh(
        &self,
        app: &App,
        guild_id: Id<GuildMarker>,
        user_id: Id<UserMarker>,
    ) -> ActionResult<()> {
        {
            let mut state = self.0.lock();
            state.changes += 1;
            if !state.guilds.contains_key(&guild_id) {
                return Ok(());
            }
        }
        let found = app.read(move |tx| Ok(tables::listener_of_guild(tx, guild_id, user_id)?)).await?;
        let mut state = self.0.lock();
        if let (Some(listeners), Some(found)) = (state.guilds.get_mut(&guild_id), found) {
            Arc::make_mut(listeners).insert(user_id, found);
        }
        Ok(())
    }

    fn change(&self, user_id: Id<UserMarker>, change: impl Fn(Id<GuildMarker>, &mut Listener)) {
        let mut state = self.0.lock();
        state.changes += 1;
        for (guild_id, listeners) in &mut state.guilds {
            if listeners.contains_key(&user_id)
                && let Some(listener) = Arc::make_mut(listeners).get_mut(&user_id)
            {
                change(*guild_id, listener);
            }
        }
    }
}
