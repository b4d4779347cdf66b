//! Places from files.

mod geojson;
mod osm;
mod parents;
