//! `parvis import …`

use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use parvis_directory::areas::import::{Options, put};
use parvis_directory::log::Actor;
use parvis_directory::tables::areas::Source;
use parvis_geography::import::{self, Extract, Limits};
use parvis_model::Id;
use serde_json::json;

use super::carry_out::{counted, in_words};
use super::{Hall, ImportOrder, Outcome, Progress, Step};
use crate::terminal::piece;

/// Places that could not be taken and are named one by one.
const LEFT_OUT_TOLD: usize = 20;
/// How often the format wants a file read.
const GEOJSON_READINGS: u64 = 1;
const OSM_READINGS: u64 = 3;

/// Does what an order to import says.
pub async fn carry_out(hall: &Hall, order: ImportOrder, progress: &Progress) -> anyhow::Result<Outcome> {
    let ImportOrder::Areas { file, levels, parent } = order;
    areas(hall, file, levels, parent, progress).await
}

async fn areas(
    hall: &Hall,
    file: PathBuf,
    levels: Vec<u8>,
    parent: Option<u64>,
    progress: &Progress,
) -> anyhow::Result<Outcome> {
    let (telling, of_levels) = (progress.clone(), levels.clone());
    let read = tokio::task::spawn_blocking(move || read(&file, &of_levels, &telling));
    let Extract { places, left_out, rings_left_out } = read.await.context("reading the file stopped")??;
    let total = places.len() as u64;
    let options = Options { parent_id: parent.map(Id::new), levels, source: Source::Geojson };
    let telling = progress.clone();
    let report = move |written: usize| tell(&telling, "places on the map", written as u64, total);
    let imported = put(&hall.directory, &hall.app, Actor::House, places, options, report).await;
    let imported = imported.map_err(in_words)?;
    let mut text =
        format!("New places: {}. Places brought up to date: {}.", imported.added, imported.changed);
    if !left_out.is_empty() {
        text += &format!("\n{} could not be taken:", counted(left_out.len() as u64, "place"));
        for place in left_out.iter().take(LEFT_OUT_TOLD) {
            text += &format!("\n  {}", piece(&place.to_string()));
        }
    }
    if rings_left_out > 0 {
        let rings = counted(rings_left_out as u64, "opening");
        text += &format!("\n{rings} or islands in which nothing lies were left out of their places.");
    }
    let told: Vec<String> = left_out.iter().map(ToString::to_string).collect();
    let json = json!({
        "added": imported.added,
        "changed": imported.changed,
        "left_out": told,
        "rings_left_out": rings_left_out,
    });
    Ok(Outcome::new(json, text))
}

fn read(path: &Path, levels: &[u8], progress: &Progress) -> anyhow::Result<Extract> {
    let file = File::open(path).with_context(|| format!("file: cannot open {}", path.display()))?;
    let size = file.metadata().map(|it| it.len()).unwrap_or(0).max(1);
    let report = |readings: u64| {
        move |at: import::Progress| {
            tell(progress, "of the file read", at.bytes_read, size * readings);
            ControlFlow::Continue(())
        }
    };
    let (name, limits) = (path.to_string_lossy().to_lowercase(), Limits::default());
    if name.ends_with(".json") || name.ends_with(".geojson") {
        let places = import::geojson(file, &limits, &mut report(GEOJSON_READINGS))?;
        return Ok(Extract { places, ..Extract::default() });
    }
    if name.ends_with(".pbf") {
        return Ok(import::osm(file, levels, &limits, &mut report(OSM_READINGS))?);
    }
    bail!("file: {} is neither a .geojson nor an .osm.pbf file", path.display());
}

fn tell(progress: &Progress, doing: &str, done: u64, total: u64) {
    // Whoever asked may have gone; the import goes on.
    let _ = progress.send(Step { doing: doing.to_owned(), done, total });
}
