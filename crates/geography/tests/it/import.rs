//! Places from files.

mod geojson;
mod parents;
