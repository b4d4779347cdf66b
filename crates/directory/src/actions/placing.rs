//! Who shows an action where: those who may change the event. Moderators of the map may take any off it.

use parvis_app::{ActionError, ActionResult, App, Caller, Refusal, scheduled_events};
use parvis_model::marker::{GuildMarker, ScheduledEventMarker};
use parvis_model::{Id, ScheduledEvent, Timestamp};
use serde::Serialize;

use super::is_open;
use crate::areas::{self, AreaRef};
use crate::log::{self, Actor};
use crate::markers::AreaMarker;
use crate::tables::actions::Placed;
use crate::view::View;
use crate::{Changed, Directory, moderators, tables};

/// Where an event is to be shown, and whether it is.
#[derive(Debug, Serialize)]
pub struct PlacedAction {
    event_id: Id<ScheduledEventMarker>,
    area_id: Id<AreaMarker>,
    path: Vec<AreaRef>,
    interested: &'static str,
    public: bool,
    why: Option<&'static str>,
}

impl PlacedAction {
    async fn of(app: &App, view: &View, placed: &Placed, event: &ScheduledEvent) -> ActionResult<Self> {
        let why = if event.status.is_finished() {
            Some("finished")
        } else if !view.is_shown(placed.area_id) {
            Some("dark")
        } else if view.public_group_of(event.guild_id).is_none() {
            Some("not_listed")
        } else if !is_open(app, event).await? {
            Some("channel_private")
        } else {
            None
        };
        Ok(Self {
            event_id: placed.event_id,
            area_id: placed.area_id,
            path: view.path(placed.area_id).into_iter().map(|area| AreaRef::of(area)).collect(),
            interested: if placed.tells_interest { "bucket" } else { "hidden" },
            public: why.is_none(),
            why,
        })
    }
}

/// Shows an event in a place.
pub async fn put(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    event_id: Id<ScheduledEventMarker>,
    area_id: Id<AreaMarker>,
    tells_interest: bool,
) -> ActionResult<PlacedAction> {
    let event = scheduled_events::editable(app, caller, event_id).await?;
    if event.status.is_finished() {
        return Err(ActionError::Refused(Refusal::FinishedEvent));
    }
    let view = directory.view(app).await?;
    view.area(area_id).ok_or_else(areas::unknown)?;
    let placed_at = Timestamp::from_unix_ms(app.now_ms());
    let placed = Placed { event_id, guild_id: event.guild_id, area_id, tells_interest, placed_at };
    let app_in_job = app.clone();
    directory
        .change(app, move |tx, _| {
            tables::actions::put(tx, &placed)?;
            log::record(tx, &app_in_job, Actor::Keeper, "action.show", event_id, "")?;
            Ok(((), Changed::Actions))
        })
        .await?;
    let view = directory.view(app).await?;
    PlacedAction::of(app, &view, &placed, &event).await
}

/// Shows an event no longer: its keepers' decision, or that of a moderator of the map.
pub async fn remove(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    event_id: Id<ScheduledEventMarker>,
) -> ActionResult<()> {
    let actor = match scheduled_events::editable(app, caller, event_id).await {
        Ok(_) => Actor::Keeper,
        Err(refused @ (ActionError::Unknown(_) | ActionError::MissingPermissions)) => {
            if !moderators::is_moderator(app, caller).await? {
                return Err(refused);
            }
            Actor::Moderator(caller.user_id)
        }
        Err(error) => return Err(error),
    };
    take_off(directory, app, actor, event_id).await.map(drop)
}

/// Takes an event off the map; whether it was to be shown. For the operator, too.
pub async fn take_off(
    directory: &Directory,
    app: &App,
    actor: Actor,
    event_id: Id<ScheduledEventMarker>,
) -> ActionResult<bool> {
    let app_in_job = app.clone();
    directory
        .change(app, move |tx, _| {
            let was_there = tables::actions::delete(tx, event_id)?;
            if was_there {
                log::record(tx, &app_in_job, actor, "action.hide", event_id, "")?;
            }
            Ok((was_there, if was_there { Changed::Actions } else { Changed::Nothing }))
        })
        .await
}

/// Where those of a guild's events are to be shown that the caller may change.
pub async fn places(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
) -> ActionResult<Vec<PlacedAction>> {
    let events = scheduled_events::all_editable(app, caller, guild_id).await?;
    let placed = app.read(move |tx| Ok(tables::actions::of_guild(tx, guild_id)?)).await?;
    let view = directory.view(app).await?;
    let mut shown = Vec::new();
    for event in &events {
        if let Some(placed) = placed.iter().find(|it| it.event_id == event.id) {
            shown.push(PlacedAction::of(app, &view, placed, event).await?);
        }
    }
    Ok(shown)
}
