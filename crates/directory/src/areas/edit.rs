//! What moderators do with places: draw them, change them, take them away, take them dark.

use std::collections::BTreeMap;

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_geography::Shape;
use parvis_model::{Field, Id, Timestamp};
use parvis_rules::validate::{self, FieldError};
use parvis_store::Tx;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{ShownArea, unknown};
use crate::groups::body::{capitalised, language, one_line};
use crate::log;
use crate::markers::{AreaMarker, MapMarker};
use crate::tables::areas::{Area, Names, Source};
use crate::view::{AreaTree, View};
use crate::{Changed, Directory, moderators, tables};

const NAME_CHARS_MAX: usize = 100;
const NAMES_MAX: usize = 50;
const KIND_CHARS_MAX: usize = 40;
const LEVEL_MAX: i64 = 15;
/// Corners of a place that somebody draws by hand.
const CORNERS_MAX: usize = 20_000;

/// A place as somebody draws it. In a change, what is absent stays as it is.
#[derive(Debug, Deserialize)]
pub struct AreaBody {
    name: Option<String>,
    names: Option<BTreeMap<String, String>>,
    aliases: Option<Vec<String>>,
    level: Option<u8>,
    kind: Option<String>,
    #[serde(default)]
    parent_id: Field<Id<AreaMarker>>,
    shape: Option<Box<RawValue>>,
}

/// A place as somebody draws it; what is there is valid in itself.
#[derive(Debug)]
pub struct AreaDraft {
    name: Option<String>,
    names: Option<BTreeMap<String, String>>,
    aliases: Option<Vec<String>>,
    level: Option<u8>,
    kind: Option<String>,
    parent_id: Option<Option<Id<AreaMarker>>>,
    shape: Option<Shape>,
}

impl AreaBody {
    /// Checks everything but the parent.
    pub fn read(self) -> Result<AreaDraft, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut keep = |result: Result<(), FieldError>| errors.extend(result.err());
        let name = self.name.map(|name| one_line(&name));
        if let Some(name) = &name {
            keep(validate::length("name", name.chars().count(), 1..=NAME_CHARS_MAX));
        }
        if let Some(names) = &self.names {
            keep(validate::length("names", names.len(), 0..=NAMES_MAX));
            for (code, name) in names {
                let path = format!("names.{code}");
                keep(language(&path, code));
                keep(validate::length(&path, name.chars().count(), 1..=NAME_CHARS_MAX));
            }
        }
        let aliases = self.aliases.map(|list| list.iter().map(|it| one_line(it)).collect::<Vec<_>>());
        for (index, alias) in aliases.iter().flatten().enumerate() {
            keep(validate::length("aliases", index, 0..=NAMES_MAX - 1));
            keep(validate::length(&format!("aliases.{index}"), alias.chars().count(), 1..=NAME_CHARS_MAX));
        }
        if let Some(level) = self.level {
            keep(validate::number("level", i64::from(level), 1..=LEVEL_MAX));
        }
        let kind = self.kind.map(|kind| one_line(&kind));
        if let Some(kind) = &kind {
            keep(validate::length("kind", kind.chars().count(), 1..=KIND_CHARS_MAX));
        }
        let shape = self.shape.map(|shape| read_shape(&shape)).transpose();
        let shape = shape.map_err(|error| errors.push(error)).ok().flatten();
        if !errors.is_empty() {
            return Err(errors);
        }
        let parent_id = self.parent_id.change();
        Ok(AreaDraft { name, names: self.names, aliases, level: self.level, kind, parent_id, shape })
    }
}

fn read_shape(json: &RawValue) -> Result<Shape, FieldError> {
    let shape = Shape::from_geojson(json.get()).map_err(|error| {
        let text = capitalised(&error.fault.to_string());
        FieldError::new(format!("shape.{}", error.field), "DIRECTORY_SHAPE_INVALID", text)
    })?;
    if shape.vertex_count() > CORNERS_MAX {
        let text = format!("Must have {CORNERS_MAX} corners at most.");
        return Err(FieldError::new("shape", "DIRECTORY_SHAPE_TOO_FINE", text));
    }
    Ok(shape)
}

/// Draws a place.
pub async fn create(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    draft: AreaDraft,
) -> ActionResult<ShownArea> {
    let actor = moderators::require(app, caller).await?;
    let missing = [
        ("name", draft.name.is_none()),
        ("level", draft.level.is_none()),
        ("kind", draft.kind.is_none()),
        ("shape", draft.shape.is_none()),
    ];
    let errors: Vec<_> = missing
        .into_iter()
        .filter(|(_, is_missing)| *is_missing)
        .map(|(it, _)| FieldError::required(it))
        .collect();
    let AreaDraft { name: Some(name), level: Some(level), kind: Some(kind), shape: Some(shape), .. } = draft
    else {
        return Err(errors.into());
    };
    let area = Area {
        id: app.ids.next(),
        parent_id: draft.parent_id.flatten(),
        level,
        kind,
        name,
        names: Names {
            by_language: draft.names.unwrap_or_default(),
            aliases: draft.aliases.unwrap_or_default(),
        },
        shape,
        source: Source::Drawn,
        osm_id: None,
        is_dark: false,
        changed_at: Timestamp::from_unix_ms(app.now_ms()),
    };
    let (id, app_in_job) = (area.id, app.clone());
    directory
        .change(app, move |tx, _| {
            require_parent(tx, area.parent_id)?;
            tables::areas::insert(tx, &area)?;
            log::record(tx, &app_in_job, actor, "area.create", id, &area.name)?;
            Ok(((), Changed::Areas))
        })
        .await?;
    shown(directory, app, id).await
}

/// Changes a place.
pub async fn edit(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AreaMarker>,
    draft: AreaDraft,
) -> ActionResult<ShownArea> {
    let actor = moderators::require(app, caller).await?;
    let view = directory.view(app).await?;
    if let Some(Some(parent_id)) = draft.parent_id {
        require_no_circle(&view, id, parent_id)?;
    }
    let (app_in_job, now) = (app.clone(), Timestamp::from_unix_ms(app.now_ms()));
    directory
        .change(app, move |tx, _| {
            let mut area = tables::areas::get(tx, id)?.ok_or_else(unknown)?;
            if let Some(parent_id) = draft.parent_id {
                require_parent(tx, parent_id)?;
                area.parent_id = parent_id;
            }
            area.name = draft.name.unwrap_or(area.name);
            area.names.by_language = draft.names.unwrap_or(area.names.by_language);
            area.names.aliases = draft.aliases.unwrap_or(area.names.aliases);
            area.level = draft.level.unwrap_or(area.level);
            area.kind = draft.kind.unwrap_or(area.kind);
            area.shape = draft.shape.unwrap_or(area.shape);
            area.changed_at = now;
            tables::areas::update(tx, &area)?;
            log::record(tx, &app_in_job, actor, "area.edit", id, &area.name)?;
            Ok(((), Changed::Areas))
        })
        .await?;
    shown(directory, app, id).await
}

fn require_parent(tx: &mut Tx<'_>, parent_id: Option<Id<AreaMarker>>) -> ActionResult<()> {
    let Some(parent_id) = parent_id else { return Ok(()) };
    if tables::areas::get(tx, parent_id)?.is_some() {
        return Ok(());
    }
    Err(wrong_parent())
}

fn wrong_parent() -> ActionError {
    let text = "Must be a place of this map that does not lie in this one.";
    ActionError::invalid("parent_id", "DIRECTORY_PARENT_INVALID", text)
}

fn require_no_circle(view: &View, id: Id<AreaMarker>, parent_id: Id<AreaMarker>) -> ActionResult<()> {
    let areas: &AreaTree = view.all_areas();
    if areas.is_inside(parent_id, id) { Err(wrong_parent()) } else { Ok(()) }
}

/// A place after a change, also when it is dark.
async fn shown(directory: &Directory, app: &App, id: Id<AreaMarker>) -> ActionResult<ShownArea> {
    let view = directory.view(app).await?;
    let area = view.all_areas().get(id).ok_or_else(unknown)?;
    Ok(ShownArea::of(&view, area).with_path(&view).with_shape(area))
}

/// Takes a place away in which nothing stands any more.
pub async fn delete(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AreaMarker>,
) -> ActionResult<()> {
    let actor = moderators::require(app, caller).await?;
    let app_in_job = app.clone();
    directory
        .change(app, move |tx, _| {
            let area = tables::areas::get(tx, id)?.ok_or_else(unknown)?;
            if tables::areas::child_count(tx, id)? > 0 || tables::groups::count_of_area(tx, id)? > 0 {
                let text = "Places and groups stand in it: move or remove them first.";
                return Err(ActionError::invalid("area_id", "DIRECTORY_AREA_NOT_EMPTY", text));
            }
            tables::areas::delete(tx, id)?;
            log::record(tx, &app_in_job, actor, "area.delete", id, &area.name)?;
            Ok(((), Changed::Areas))
        })
        .await
}

/// Hides a place with everything in it, or shows it again.
pub async fn set_dark(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AreaMarker>,
    is_dark: bool,
) -> ActionResult<()> {
    let actor = moderators::require(app, caller).await?;
    let app_in_job = app.clone();
    directory
        .change(app, move |tx, _| {
            if !tables::areas::set_dark(tx, id, is_dark)? {
                return Err(unknown());
            }
            log::record(tx, &app_in_job, actor, if is_dark { "area.dark" } else { "area.light" }, id, "")?;
            Ok(((), Changed::Darkness))
        })
        .await
}

/// Hides the whole map, or shows it again.
pub async fn set_map_dark(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    is_dark: bool,
) -> ActionResult<()> {
    let actor = moderators::require(app, caller).await?;
    darken(directory, app, actor, is_dark).await
}

/// The same for the operator.
pub async fn darken(directory: &Directory, app: &App, actor: log::Actor, is_dark: bool) -> ActionResult<()> {
    let (app_in_job, now) = (app.clone(), Timestamp::from_unix_ms(app.now_ms()));
    directory
        .change(app, move |tx, _| {
            tables::map::set_dark(tx, is_dark.then_some(now))?;
            let action = if is_dark { "map.dark" } else { "map.light" };
            log::record(tx, &app_in_job, actor, action, Id::<MapMarker>::new(0), "")?;
            Ok(((), Changed::Darkness))
        })
        .await
}
