//! Places from a GeoJSON FeatureCollection (RFC 7946), one feature at a time: a file may be larger than the memory.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::tags::Tagged;
use super::{ImportError, Limits, PROBLEMS_MAX, Place, Problem, Progress, Report};
use crate::shape::Shape;

/// Features between two reports.
const REPORT_EVERY: usize = 256;

/// Reads the places of a FeatureCollection.
///
/// Of the properties it takes `name`, `name:xx`, `alt_name` and its like, `admin_level`, `place` or `kind`, `@id` or
/// `osm_id` with `osm_type`; of the feature its `id`. If one place is wrong, nothing is imported and the error names
/// the feature and the field.
pub fn geojson(reader: impl Read, limits: &Limits, report: Report) -> Result<Vec<Place>, ImportError> {
    let bytes_read = Cell::new(0);
    let reader = io::BufReader::with_capacity(1 << 16, Counted { reader, bytes_read: &bytes_read });
    let mut reading = Reading {
        limits,
        report,
        bytes_read: &bytes_read,
        places: Vec::new(),
        vertices: 0,
        problems: Vec::new(),
        feature: 0,
        end: None,
    };
    let mut json = serde_json::Deserializer::from_reader(reader);
    let outcome = json.deserialize_map(Collection(&mut reading)).and_then(|()| json.end());
    if let Some(end) = reading.end.take() {
        return Err(end);
    }
    match outcome {
        Err(error) if error.is_io() => Err(ImportError::Read(error.into())),
        Err(error) if reading.feature > 0 => {
            Err(ImportError::Format(format!("after {} features: {error}", reading.feature)))
        }
        Err(error) => Err(ImportError::Format(error.to_string())),
        Ok(()) if !reading.problems.is_empty() => Err(ImportError::Places(reading.problems)),
        Ok(()) => Ok(reading.places),
    }
}

struct Reading<'a> {
    limits: &'a Limits,
    report: Report<'a>,
    bytes_read: &'a Cell<u64>,
    places: Vec<Place>,
    vertices: usize,
    problems: Vec<Problem>,
    feature: usize,
    /// Why reading ended before the file did.
    end: Option<ImportError>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(rename = "type")]
    kind: Option<String>,
    id: Option<Value>,
    properties: Option<Map<String, Value>>,
    /// Kept as text, so that what is wrong in it is told with the feature's number.
    geometry: Option<Box<RawValue>>,
}

/// A field and what is wrong with it.
type Fault = (String, String);

impl Reading<'_> {
    /// Takes a feature; false ends the reading.
    fn take(&mut self, feature: Feature) -> bool {
        let label = label(&feature);
        match self.place(feature) {
            Ok(place) => {
                self.vertices += place.shape.vertex_count();
                // Places of a file that is refused are of no use.
                if self.problems.is_empty() {
                    self.places.push(place);
                }
            }
            Err((field, reason)) => {
                self.problems.push(Problem { feature: self.feature, label, field, reason });
            }
        }
        self.feature += 1;
        self.end = self.reason_to_end();
        self.end.is_none()
    }

    fn reason_to_end(&mut self) -> Option<ImportError> {
        let Limits { places_max, vertices_max, .. } = *self.limits;
        if self.problems.len() >= PROBLEMS_MAX {
            return Some(ImportError::Places(std::mem::take(&mut self.problems)));
        }
        if self.feature > places_max {
            return Some(ImportError::TooMany { what: "places", max: places_max });
        }
        if self.vertices > vertices_max {
            return Some(ImportError::TooMany { what: "positions", max: vertices_max });
        }
        let progress = Progress { bytes_read: self.bytes_read.get(), places: self.feature };
        let is_stopped = self.feature.is_multiple_of(REPORT_EVERY) && (self.report)(progress).is_break();
        is_stopped.then_some(ImportError::Stopped)
    }

    fn place(&self, feature: Feature) -> Result<Place, Fault> {
        if feature.kind.as_deref() != Some("Feature") {
            return Err(("type".to_owned(), "must be Feature".to_owned()));
        }
        let properties = feature.properties.unwrap_or_default();
        let mut tagged = Tagged::default();
        for (key, value) in &properties {
            let value = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                // A property of another form is refused only where a text is read.
                _ if key == "name" => {
                    return Err(("properties.name".to_owned(), "must be a text".to_owned()));
                }
                _ => continue,
            };
            tagged
                .take(key, &value, self.limits)
                .map_err(|fault| (format!("properties.{}", fault.key), fault.reason))?;
        }
        tagged.tidy();
        if tagged.names.is_empty() {
            return Err(("properties.name".to_owned(), "a place needs a name".to_owned()));
        }
        let source_id = feature.id.as_ref().and_then(text_of);
        let geometry = feature.geometry.as_deref().map_or("null", RawValue::get);
        if geometry == "null" {
            return Err(("geometry".to_owned(), "a place needs a geometry".to_owned()));
        }
        let shape = Shape::from_geojson(geometry)
            .map_err(|error| (format!("geometry.{}", error.field), error.fault.to_string()))?;
        let osm_id =
            tagged.osm_id.or_else(|| source_id.as_ref()?.parse().ok()).or_else(|| osm_id(&properties));
        let Tagged { names, aliases, level, kind, .. } = tagged;
        Ok(Place { source_id, osm_id, names, aliases, level, kind, shape })
    }
}

fn label(feature: &Feature) -> Option<String> {
    let name = feature.properties.as_ref().and_then(|properties| properties.get("name"));
    let label = feature.id.as_ref().and_then(text_of).or_else(|| name.and_then(text_of))?;
    Some(label.chars().take(60).collect())
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// `osm_type` and `osm_id` apart, as some exports have them.
fn osm_id(properties: &Map<String, Value>) -> Option<super::OsmId> {
    let kind = properties.get("osm_type")?.as_str()?;
    format!("{kind}/{}", text_of(properties.get("osm_id")?)?).parse().ok()
}

/// The outermost object.
struct Collection<'a, 'b>(&'a mut Reading<'b>);

impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut is_collection, mut has_features) = (false, false);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => is_collection = map.next_value::<Value>()? == "FeatureCollection",
                "features" => {
                    map.next_value_seed(Features(&mut *self.0))?;
                    has_features = true;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if is_collection && has_features {
            Ok(())
        } else {
            Err(de::Error::custom("must be an object of type FeatureCollection with features"))
        }
    }
}

struct Features<'a, 'b>(&'a mut Reading<'b>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut features: A) -> Result<(), A::Error> {
        while let Some(feature) = features.next_element()? {
            if !self.0.take(feature) {
                return Err(de::Error::custom("ended"));
            }
        }
        Ok(())
    }
}

/// A reader that tells how much was read.
struct Counted<'a, R> {
    reader: R,
    bytes_read: &'a Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.bytes_read.set(self.bytes_read.get() + count as u64);
        Ok(count)
    }
}
