//! `parvis import …`

use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use parvis_directory::areas::import::{Options, put};
use parvis_directory::log::Actor;
use parvis_directory::tables::areas::Source;
use parvis_geography::import::{self, Limits, Place};
use parvis_model::Id;
use serde_json::json;

use super::carry_out::in_words;
use super::{Hall, ImportOrder, Outcome, Progress};

/// Places between two lines that say how far it is.
const TOLD_EVERY: usize = 5_000;

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
    let telling = progress.clone();
    let read = tokio::task::spawn_blocking(move || read(&file, &telling));
    let places = read.await.context("reading the file stopped")??;
    let found = places.len();
    let options = Options { parent_id: parent.map(Id::new), levels, source: Source::Geojson };
    let mut told = 0;
    let telling = progress.clone();
    let report = move |written: usize| {
        if written - told >= TOLD_EVERY {
            told = written;
            // Whoever asked may have gone; the import goes on.
            let _ = telling.send(format!("{written} of {found} places are on the map"));
        }
    };
    let imported = put(&hall.directory, &hall.app, Actor::House, places, options, report).await;
    let imported = imported.map_err(in_words)?;
    let text = format!("New places: {}. Places brought up to date: {}.", imported.added, imported.changed);
    Ok(Outcome::new(json!(imported), text))
}

fn read(path: &Path, progress: &Progress) -> anyhow::Result<Vec<Place>> {
    let file = File::open(path).with_context(|| format!("file: cannot open {}", path.display()))?;
    let size = file.metadata().map(|it| it.len()).unwrap_or(0).max(1);
    let mut told = 0;
    let mut report = |at: import::Progress| {
        let percent = (at.bytes_read * 100 / size).min(100);
        if percent >= told + 10 {
            told = percent;
            let _ = progress.send(format!("{percent} % read, {} places", at.places));
        }
        ControlFlow::Continue(())
    };
    let name = path.to_string_lossy().to_lowercase();
    if !(name.ends_with(".json") || name.ends_with(".geojson")) {
        bail!("file: {} is no .geojson file", path.display());
    }
    Ok(import::geojson(file, &Limits::default(), &mut report)?)
}
