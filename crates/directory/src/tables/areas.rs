//! Areas: a tree of places with names and shapes.

use std::collections::BTreeMap;

use parvis_geography::Shape;
use parvis_model::{Id, Timestamp};
use parvis_store::{Cell, Column, Json, Misfit, Row, StoreError, Tx};
use serde::{Deserialize, Serialize};

use crate::markers::AreaMarker;

/// Where an area comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Drawn by a moderator of this map.
    Drawn,
    /// A GeoJSON file.
    Geojson,
    /// OpenStreetMap, whose contributors must be named.
    Osm,
}

impl Source {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drawn => "drawn",
            Self::Geojson => "geojson",
            Self::Osm => "osm",
        }
    }
}

impl Column for Source {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        match String::from_cell(cell)?.as_str() {
            "drawn" => Ok(Self::Drawn),
            "geojson" => Ok(Self::Geojson),
            "osm" => Ok(Self::Osm),
            other => Err(format!("{other:?} is no source").into()),
        }
    }
}

/// The names of an area.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Names {
    /// By language.
    pub by_language: BTreeMap<String, String>,
    /// Older names, short ones, the ones that people use.
    pub aliases: Vec<String>,
}

/// An area as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its id.
    pub id: Id<AreaMarker>,
    /// The area in which it lies.
    pub parent_id: Option<Id<AreaMarker>>,
    /// Its order of size, as OpenStreetMap counts: 2 is a country, 8 a city, 9 a district; larger is smaller.
    pub level: u8,
    /// What it is: `city`, `district`, `courtyard`, in the operator's words.
    pub kind: String,
    /// Its name where it lies.
    pub name: String,
    /// Its other names.
    pub names: Names,
    /// Where it is.
    pub shape: Shape,
    /// Where it comes from.
    pub source: Source,
    /// Its id in OpenStreetMap, such as `r59195`, or in the file that it was read from.
    pub osm_id: Option<String>,
    /// Whether it is hidden for now, with everything in it.
    pub is_dark: bool,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

macro_rules! area_columns {
    () => {
        "select id, parent_id, level, kind, name, names, shape, source, osm_id, is_dark, changed_ms
         from directory_areas"
    };
}

/// Adds an area.
pub fn insert(tx: &mut Tx<'_>, area: &Area) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_areas (id, parent_id, level, kind, name, names, shape, source, osm_id, is_dark,
           changed_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            &area.id,
            &area.parent_id,
            &area.level,
            &area.kind,
            &area.name,
            &Json(&area.names),
            &area.shape.to_bytes(),
            &area.source.as_str(),
            &area.osm_id,
            &area.is_dark,
            &area.changed_at,
        ],
    )?;
    Ok(())
}

/// Writes everything of an area that can change.
pub fn update(tx: &mut Tx<'_>, area: &Area) -> Result<(), StoreError> {
    tx.execute(
        "update directory_areas set parent_id = $2, level = $3, kind = $4, name = $5, names = $6, shape = $7,
           is_dark = $8, changed_ms = $9
         where id = $1",
        &[
            &area.id,
            &area.parent_id,
            &area.level,
            &area.kind,
            &area.name,
            &Json(&area.names),
            &area.shape.to_bytes(),
            &area.is_dark,
            &area.changed_at,
        ],
    )?;
    Ok(())
}

/// One area.
pub fn get(tx: &mut Tx<'_>, id: Id<AreaMarker>) -> Result<Option<Area>, StoreError> {
    tx.query_opt(concat!(area_columns!(), " where id = $1"), &[&id], read)
}

/// The area with this id in OpenStreetMap or in the file that it was read from.
pub fn id_of(tx: &mut Tx<'_>, osm_id: &str) -> Result<Option<Id<AreaMarker>>, StoreError> {
    tx.query_opt("select id from directory_areas where osm_id = $1", &[&osm_id], |row| row.get(0))
}

/// All areas, those that were made first first.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Area>, StoreError> {
    tx.query(concat!(area_columns!(), " order by id"), &[], read)
}

/// How many areas lie right below one.
pub fn child_count(tx: &mut Tx<'_>, id: Id<AreaMarker>) -> Result<u32, StoreError> {
    tx.query_one("select count(*) from directory_areas where parent_id = $1", &[&id], |row| row.get(0))
}

/// Hides an area or shows it again; whether there is one.
pub fn set_dark(tx: &mut Tx<'_>, id: Id<AreaMarker>, is_dark: bool) -> Result<bool, StoreError> {
    Ok(tx.execute("update directory_areas set is_dark = $2 where id = $1", &[&id, &is_dark])? > 0)
}

/// The areas that are hidden.
pub fn dark(tx: &mut Tx<'_>) -> Result<Vec<Id<AreaMarker>>, StoreError> {
    tx.query("select id from directory_areas where is_dark", &[], |row| row.get(0))
}

/// Takes an area away; whether there was one.
pub fn delete(tx: &mut Tx<'_>, id: Id<AreaMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from directory_areas where id = $1", &[&id])? > 0)
}

fn read(row: &Row<'_>) -> Result<Area, StoreError> {
    let Json(names) = row.get(5)?;
    let StoredShape(shape) = row.get(6)?;
    Ok(Area {
        id: row.get(0)?,
        parent_id: row.get(1)?,
        level: row.get(2)?,
        kind: row.get(3)?,
        name: row.get(4)?,
        names,
        shape,
        source: row.get(7)?,
        osm_id: row.get(8)?,
        is_dark: row.get(9)?,
        changed_at: row.get(10)?,
    })
}

struct StoredShape(Shape);

impl Column for StoredShape {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        let bytes = Vec::<u8>::from_cell(cell)?;
        Shape::from_bytes(&bytes).map(Self).map_err(|error| error.to_string().into())
    }
}
