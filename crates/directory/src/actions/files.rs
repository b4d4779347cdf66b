//! Actions as calendars: of the whole map, of a place, or one alone. They are written from the same view as everything
//! else and carry its version as their tag.

use parvis_app::scheduled_events::ics::{Entry, calendar};
use parvis_app::{ActionResult, App};
use parvis_model::Id;
use parvis_model::marker::ScheduledEventMarker;

use super::{Action, unknown};
use crate::Directory;
use crate::areas;
use crate::exports::Export;
use crate::markers::AreaMarker;
use crate::view::View;

/// Which actions.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// All of them.
    Map,
    /// Those in a place and below it.
    Area(Id<AreaMarker>),
    /// One.
    Action(Id<ScheduledEventMarker>),
}

/// A calendar of actions, unless the reader has it. `url` is where this server is.
pub async fn write(
    directory: &Directory,
    app: &App,
    part: Part,
    url: &str,
    known: Option<&str>,
) -> ActionResult<Export> {
    let view = directory.view(app).await?;
    let place = match part {
        Part::Map => 0,
        Part::Area(id) => view.area(id).ok_or_else(areas::unknown)?.id.get(),
        Part::Action(id) => view.action(id).ok_or_else(unknown)?.event.id.get(),
    };
    let etag = format!("\"{}-ics-{place}\"", view.version);
    let is_known = |list: &str| {
        list.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
    };
    if known.is_some_and(is_known) {
        return Ok(Export::Unchanged { etag });
    }
    Ok(Export::File { etag, text: text_of(&view, part, url) })
}

fn text_of(view: &View, part: Part, url: &str) -> String {
    let host = url.split("://").nth(1).unwrap_or(url);
    let (name, actions): (&str, Vec<_>) = match part {
        Part::Map => ("Parvis", view.actions_in(None).collect()),
        Part::Area(id) => {
            (view.area(id).map_or("Parvis", |area| area.name.as_str()), view.actions_in(Some(id)).collect())
        }
        Part::Action(id) => {
            let action = view.action(id);
            (action.map_or("Parvis", |action| action.event.name.as_str()), action.into_iter().collect())
        }
    };
    let locations: Vec<String> = actions.iter().map(|action| location_of(view, action)).collect();
    let entries = actions.iter().zip(&locations).map(|(action, location)| Entry {
        event: &action.event,
        changes: action.changes,
        changed_at: action.changed_at,
        location: Some(location.as_str()),
        url: Some(format!("{url}{}", action.path())),
    });
    calendar(name, host, entries)
}

/// Where one goes: the words of the action, and the places around it, the smallest first.
fn location_of(view: &View, action: &Action) -> String {
    let path = view.path(action.area_id);
    let around = path.iter().rev().map(|area| area.name.as_str());
    action.location().into_iter().chain(around).collect::<Vec<_>>().join(", ")
}
