//! Places from files: those that are known by their id are brought up to date, the others are added.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_geography::import::{self, ImportError, Limits, Place};
use parvis_model::{Id, Timestamp};
use parvis_rules::validate::FieldError;
use parvis_store::Tx;
use serde::Serialize;

use crate::log::{self, Actor};
use crate::markers::{AreaMarker, MapMarker};
use crate::tables::areas::{Area, Names, Source};
use crate::{Changed, Directory, moderators, tables};

/// Places that are written in one transaction.
const BATCH: usize = 500;
/// Places of one upload; larger files are imported at the console.
const UPLOAD_PLACES_MAX: usize = 20_000;
/// Where a file does not say how large a place is.
const LEVEL_DEFAULT: u8 = 10;

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Imported {
    /// Places that are new.
    pub added: usize,
    /// Places that were known.
    pub changed: usize,
}

/// How places of a file become places of the map.
#[derive(Debug, Clone)]
pub struct Options {
    /// Into which place those go that lie in none of the file.
    pub parent_id: Option<Id<AreaMarker>>,
    /// Only those of these levels; of none, all.
    pub levels: Vec<u8>,
    /// Where the file comes from.
    pub source: Source,
}

/// Imports an uploaded GeoJSON file.
pub async fn upload(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    json: Vec<u8>,
    options: Options,
) -> ActionResult<Imported> {
    let actor = moderators::require(app, caller).await?;
    let read = tokio::task::spawn_blocking(move || {
        let limits = Limits { places_max: UPLOAD_PLACES_MAX, ..Limits::default() };
        import::geojson(json.as_slice(), &limits, &mut |_| ControlFlow::Continue(()))
    });
    let places = read.await.map_err(std::io::Error::other)?.map_err(wrong)?;
    put(directory, app, actor, places, options, |_| ()).await
}

/// What is wrong with a file, each place by its number.
fn wrong(error: ImportError) -> ActionError {
    match error {
        ImportError::Read(error) => ActionError::Files(error),
        ImportError::Places(problems) => {
            let error = |problem: import::Problem| {
                let path = format!("features.{}.{}", problem.feature, problem.field);
                FieldError::new(path, "DIRECTORY_PLACE_INVALID", problem.reason)
            };
            problems.into_iter().map(error).collect::<Vec<_>>().into()
        }
        other => ActionError::invalid("", "DIRECTORY_FILE_INVALID", other.to_string()),
    }
}

/// Puts places of a file onto the map; `report` is told how many are written.
pub async fn put(
    directory: &Directory,
    app: &App,
    actor: Actor,
    mut places: Vec<Place>,
    options: Options,
    mut report: impl FnMut(usize) + Send,
) -> ActionResult<Imported> {
    places.retain(|place| {
        options.levels.is_empty() || place.level.is_some_and(|it| options.levels.contains(&it))
    });
    if let Some(parent_id) = options.parent_id {
        let found = app.read(move |tx| Ok(tables::areas::get(tx, parent_id)?)).await?;
        found.ok_or_else(|| {
            let text = "Must be a place of this map.";
            ActionError::invalid("parent_id", "DIRECTORY_PARENT_INVALID", text)
        })?;
    }
    let sorted = tokio::task::spawn_blocking(move || {
        let parents = import::parents(&places);
        (places, parents)
    });
    let (places, parents) = sorted.await.map_err(std::io::Error::other)?;
    let (mut done, mut imported) = (BTreeMap::new(), Imported::default());
    let mut waiting: Vec<(usize, Place)> = places.into_iter().enumerate().collect();
    // A place is written after the one around it, whose id it names.
    while !waiting.is_empty() {
        let is_ready = |number: usize| parents[number].is_none_or(|parent| done.contains_key(&parent));
        let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(number, _)| is_ready(*number));
        waiting = later;
        let mut ready = ready.into_iter().peekable();
        while ready.peek().is_some() {
            let parent_of = |number: usize| match parents[number] {
                Some(parent) => done.get(&parent).copied(),
                None => options.parent_id,
            };
            let batch = ready.by_ref().take(BATCH);
            let batch: Vec<_> = batch.map(|(number, place)| (number, parent_of(number), place)).collect();
            let written = write(app, batch, options.source).await?;
            for (number, id, is_new) in written {
                done.insert(number, id);
                imported.added += usize::from(is_new);
                imported.changed += usize::from(!is_new);
            }
            report(done.len());
        }
    }
    finish(directory, app, actor, imported).await?;
    Ok(imported)
}

async fn write(
    app: &App,
    batch: Vec<(usize, Option<Id<AreaMarker>>, Place)>,
    source: Source,
) -> ActionResult<Vec<(usize, Id<AreaMarker>, bool)>> {
    let (app_in_job, now) = (app.clone(), Timestamp::from_unix_ms(app.now_ms()));
    app.write(crate::lane(), move |tx, _| {
        let mut written = Vec::with_capacity(batch.len());
        for (number, parent_id, place) in batch {
            let fresh = area_of(&app_in_job, place, parent_id, source, now);
            let (id, is_new) = put_one(tx, fresh)?;
            written.push((number, id, is_new));
        }
        Ok(written)
    })
    .await
}

fn put_one(tx: &mut Tx<'_>, fresh: Area) -> ActionResult<(Id<AreaMarker>, bool)> {
    let known = match &fresh.osm_id {
        Some(osm_id) => tables::areas::id_of(tx, osm_id)?,
        None => None,
    };
    let Some(known) = known else {
        tables::areas::insert(tx, &fresh)?;
        return Ok((fresh.id, true));
    };
    // What is dark stays dark, whatever a file says.
    let is_dark = tables::areas::get(tx, known)?.is_some_and(|area| area.is_dark);
    tables::areas::update(tx, &Area { id: known, is_dark, ..fresh })?;
    Ok((known, false))
}

fn area_of(
    app: &App,
    mut place: Place,
    parent_id: Option<Id<AreaMarker>>,
    source: Source,
    now: Timestamp,
) -> Area {
    let name = place.name(&[]).unwrap_or_default().to_owned();
    place.names.remove("");
    Area {
        id: app.ids.next(),
        parent_id,
        level: place.level.unwrap_or(LEVEL_DEFAULT),
        kind: place.kind.unwrap_or_else(|| "area".to_owned()),
        name,
        names: Names { by_language: place.names, aliases: place.aliases },
        osm_id: place.osm_id.map(|id| id.to_string()).or(place.source_id),
        source: if place.osm_id.is_some() { Source::Osm } else { source },
        shape: place.shape,
        is_dark: false,
        changed_at: now,
    }
}

async fn finish(directory: &Directory, app: &App, actor: Actor, imported: Imported) -> ActionResult<()> {
    let app_in_job = app.clone();
    let note = format!("{} added, {} changed", imported.added, imported.changed);
    directory
        .change(app, move |tx, _| {
            log::record(tx, &app_in_job, actor, "area.import", Id::<MapMarker>::new(0), &note)?;
            Ok(((), Changed::Areas))
        })
        .await
}
