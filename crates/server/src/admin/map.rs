//! `parvis map …`

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use parvis_app::ActionError;
use parvis_directory::actions::{Action, ShownAction, take_off};
use parvis_directory::aid::posting;
use parvis_directory::aid::shown::ShownListing;
use parvis_directory::areas::{self, edit};
use parvis_directory::log::Actor;
use parvis_directory::moderators;
use parvis_directory::{flags, groups};
use parvis_model::Id;
use serde_json::json;

use super::carry_out::{counted, in_words, lines, person, user_json, user_line};
use super::{ActionOrder, AidOrder, FlagOrder, Hall, MapOrder, ModeratorOrder, Outcome};
use crate::terminal::piece;

/// Does what an order about the map says.
pub async fn carry_out(hall: &Hall, order: MapOrder) -> anyhow::Result<Outcome> {
    match order {
        MapOrder::Show => show(hall).await,
        MapOrder::Moderator(order) => moderator(hall, order).await,
        MapOrder::Dark => set_dark(hall, true).await,
        MapOrder::Light => set_dark(hall, false).await,
        MapOrder::Flag(FlagOrder::Set { file }) => set_flag(hall, &file).await,
        MapOrder::Flag(FlagOrder::Show) => show_flag(hall).await,
        MapOrder::Action(ActionOrder::List) => list_actions(hall).await,
        MapOrder::Action(ActionOrder::Hide { action }) => hide_action(hall, action).await,
        MapOrder::Aid(order) => aid(hall, order).await,
    }
}

async fn show(hall: &Hall) -> anyhow::Result<Outcome> {
    let view = hall.directory.view(&hall.app).await.map_err(in_words)?;
    let map = areas::map(&hall.directory, &hall.app, None).await.map_err(in_words)?;
    let text = format!(
        "The map is {}.\n{} and {} that everybody sees.",
        if view.is_dark { "dark" } else { "shown" },
        counted(view.all_areas().len() as u64, "area"),
        counted(view.public_groups(None).count() as u64, "group"),
    );
    Ok(Outcome::new(json!(map), text))
}

async fn list_actions(hall: &Hall) -> anyhow::Result<Outcome> {
    let view = hall.directory.view(&hall.app).await.map_err(in_words)?;
    let shown: Vec<_> = view.actions_in(None).map(|it| ShownAction::of(&view, it)).collect();
    let line = |it: &Arc<Action>| format!("{}  {}  {}", it.event.id, it.times().0, piece(&it.event.name));
    let text = lines(view.actions_in(None).map(line).collect(), "The map shows no action.");
    Ok(Outcome::new(json!(shown), text))
}

async fn hide_action(hall: &Hall, id: u64) -> anyhow::Result<Outcome> {
    let was_there =
        take_off(&hall.directory, &hall.app, Actor::House, Id::new(id)).await.map_err(in_words)?;
    let text = match was_there {
        true => "The map does not show it any more. Its event stays in its guild.",
        false => "The map did not show it.",
    };
    Ok(Outcome::new(json!({ "id": id.to_string(), "hidden": was_there }), text))
}

async fn set_dark(hall: &Hall, is_dark: bool) -> anyhow::Result<Outcome> {
    edit::darken(&hall.directory, &hall.app, Actor::House, is_dark).await.map_err(in_words)?;
    let text = match is_dark {
        true => "The map is dark: no page, answer or file shows anything of it.",
        false => "The map is shown again.",
    };
    Ok(Outcome::new(json!({ "dark": is_dark }), text))
}

async fn set_flag(hall: &Hall, file: &Path) -> anyhow::Result<Outcome> {
    if file == Path::new("none") {
        flags::set_base(&hall.app, None).await.map_err(in_words)?;
        return Ok(Outcome::new(json!({ "flag": null }), "The map has no flag of its own any more."));
    }
    let text = tokio::fs::read_to_string(file).await;
    let text = text.with_context(|| format!("file: {} cannot be read", file.display()))?;
    let described =
        serde_json::from_str(&text).with_context(|| format!("file: {} is no JSON", file.display()))?;
    let design = groups::flags::read("flag", &described).map_err(|wrong| in_words(wrong.into()))?;
    flags::set_base(&hall.app, Some(design.clone())).await.map_err(in_words)?;
    Ok(Outcome::new(json!({ "flag": design }), "Flags of groups are derived from this one now."))
}

async fn show_flag(hall: &Hall) -> anyhow::Result<Outcome> {
    let flag = flags::base(&hall.app).await.map_err(in_words)?;
    let text = match &flag {
        Some(design) => serde_json::to_string(design).context("the flag is no JSON")?,
        None => "The map has no flag of its own.".to_owned(),
    };
    Ok(Outcome::new(json!({ "flag": flag }), text))
}

async fn moderator(hall: &Hall, order: ModeratorOrder) -> anyhow::Result<Outcome> {
    let app = &hall.app;
    match order {
        ModeratorOrder::Add { user } => {
            let user = person(app, &user).await?.user;
            let is_new = moderators::add(app, user.id).await.map_err(in_words)?;
            let text = match is_new {
                true => format!("{} looks after the map now.", piece(&user.username)),
                false => format!("{} looks after the map already.", piece(&user.username)),
            };
            Ok(Outcome::new(json!({ "id": user.id, "added": is_new }), text))
        }
        ModeratorOrder::Remove { user } => {
            let user = person(app, &user).await?.user;
            let was_one = moderators::remove(app, user.id).await.map_err(in_words)?;
            let text = match was_one {
                true => format!("{} does not look after the map any more.", piece(&user.username)),
                false => format!("{} did not look after the map.", piece(&user.username)),
            };
            Ok(Outcome::new(json!({ "id": user.id, "removed": was_one }), text))
        }
        ModeratorOrder::List => {
            let users = moderators::list(app).await.map_err(in_words)?;
            let json: Vec<_> = users.iter().map(user_json).collect();
            let text = lines(users.iter().map(user_line).collect(), "Nobody looks after the map yet.");
            Ok(Outcome::new(json!(json), text))
        }
    }
}

async fn aid(hall: &Hall, order: AidOrder) -> anyhow::Result<Outcome> {
    match order {
        AidOrder::List => {
            let listings = posting::all_current(&hall.directory, &hall.app).await.map_err(in_words)?;
            let text = lines(listings.iter().map(line).collect(), "Nobody offers or asks for anything.");
            Ok(Outcome::new(json!(listings), text))
        }
        AidOrder::Remove { listing, reason } => {
            let id = Id::new(listing);
            let removed = posting::remove_by_operator(&hall.directory, &hall.app, id, &reason).await;
            if let Err(ActionError::Unknown(_)) = removed {
                bail!("listing: there is none with the id {listing}; see `parvis map aid list`");
            }
            removed.map_err(in_words)?;
            Ok(Outcome::new(
                json!({ "id": listing.to_string(), "removed": true }),
                "The listing is taken away.",
            ))
        }
    }
}

/// One listing in one line.
fn line(listing: &ShownListing) -> String {
    let what = json!(listing);
    let word = |key: &str| what[key].as_str().unwrap_or_default().to_owned();
    let place = |path: &serde_json::Value| {
        path.as_array().and_then(|path| path.last()?["name"].as_str()).map(piece).unwrap_or_default()
    };
    let to = what["destination"]["path"]
        .is_array()
        .then(|| format!(" to {}", place(&what["destination"]["path"])));
    format!(
        "{}  {}  {}{}  {} to {}  {} of {} left  {}",
        word("id"),
        word("kind"),
        place(&what["path"]),
        to.unwrap_or_default(),
        word("from"),
        word("until"),
        what["left"],
        what["total"],
        piece(&word("text")),
    )
}
