//! Three real cities, built in for the demo and for tests: see `places/README.md`.

/// Minsk, its districts and some microdistricts, as GeoJSON.
pub const MINSK: &str = include_str!("../places/minsk.geojson");
/// Paris, its arrondissements and some quarters, as GeoJSON.
pub const PARIS: &str = include_str!("../places/paris.geojson");
/// Rabat, its arrondissements and some quarters, as GeoJSON.
pub const RABAT: &str = include_str!("../places/rabat.geojson");
