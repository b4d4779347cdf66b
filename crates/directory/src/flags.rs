//! What the flag maker works with: the parts of flags, the map's own flag, and drawings that are kept nowhere.

use std::sync::LazyLock;

use parvis_app::hooks::{FlagFamily, Work};
use parvis_app::{ActionResult, App};
use parvis_model::Id;
use parvis_print::flag::{Design, Figure, LETTERS_MAX, Layout, Place, PlateShape, SIZE_PERCENT};
use serde::Serialize;

use crate::log::{self, Actor};
use crate::markers::MapMarker;
use crate::{Directory, lane, tables};

/// What flags can be made of.
#[derive(Debug, Serialize)]
pub struct Parts {
    layouts: Vec<LayoutPart>,
    figures: Vec<FigurePart>,
    places: [Place; 6],
    plates: [PlateShape; 4],
    size_min: u8,
    size_max: u8,
    letters_max: usize,
}

#[derive(Debug, Serialize)]
struct LayoutPart {
    name: Layout,
    colours_min: usize,
    colours_max: usize,
}

/// A figure with its outlines in a square of side 100.
#[derive(Debug, Serialize)]
struct FigurePart {
    name: &'static str,
    paths: Vec<&'static str>,
}

/// The map's own flag, and one of its family.
#[derive(Debug, Serialize)]
pub struct Family {
    base: Option<Design>,
    suggestion: Design,
}

static PARTS: LazyLock<Parts> = LazyLock::new(|| {
    let layout = |name: Layout| {
        let takes = name.colours();
        LayoutPart { name, colours_min: *takes.start(), colours_max: *takes.end() }
    };
    let figure = |figure: &Figure| {
        let outlines = figure.svg().split(" d=\"").skip(1);
        FigurePart { name: figure.name(), paths: outlines.filter_map(|it| it.split('"').next()).collect() }
    };
    Parts {
        layouts: Layout::ALL.into_iter().map(layout).collect(),
        figures: Figure::all().iter().map(figure).collect(),
        places: Place::ALL,
        plates: PlateShape::ALL,
        size_min: *SIZE_PERCENT.start(),
        size_max: *SIZE_PERCENT.end(),
        letters_max: LETTERS_MAX,
    }
});

/// What flags can be made of.
pub fn parts() -> &'static Parts {
    &PARTS
}

/// The map's own flag, and the one that a group of this name has while it has none.
pub async fn family(app: &App, name: &str) -> ActionResult<Family> {
    let base = base(app).await?;
    Ok(Family { suggestion: Design::from_seed(base.as_ref(), name), base })
}

/// The map's own flag.
pub async fn base(app: &App) -> ActionResult<Option<Design>> {
    app.read(|tx| Ok(tables::map::base_flag(tx)?)).await
}

impl FlagFamily for Directory {
    fn base<'a>(&'a self, app: &'a App) -> Work<'a, Option<Design>> {
        Box::pin(async move {
            base(app).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the map's own flag could not be read");
                None
            })
        })
    }
}

/// Sets it, or takes it away. For the operator.
pub async fn set_base(app: &App, design: Option<Design>) -> ActionResult<()> {
    let app_in_job = app.clone();
    app.write(lane(), move |tx, _| {
        tables::map::set_base_flag(tx, design.as_ref())?;
        log::record(tx, &app_in_job, Actor::House, "map.flag", Id::<MapMarker>::new(0), "")?;
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_its_name_and_every_figure_its_outlines() {
        let json = serde_json::to_value(parts()).expect("JSON");
        assert_eq!(
            json["layouts"][0],
            serde_json::json!({ "name": "horizontal", "colours_min": 1, "colours_max": 5 })
        );
        assert_eq!(json["places"][0], "centre");
        assert_eq!(json["plates"][0], "disc");
        assert!(parts().figures.len() >= 40);
        assert!(parts().figures.iter().all(|it| !it.paths.is_empty() && it.paths[0].starts_with('M')));
    }
}
