//! What somebody says of a group, checked: every length and list has its bound, and errors name the field.

use std::collections::BTreeMap;

use parvis_app::pictures::Picture;
use parvis_geography::Point;
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Field, Id, Timestamp};
use parvis_rules::names::clean_name;
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;
use serde_json::Value;

use super::link::{self, Via};
use super::listing::{Join, JoinMode, Members, Shown, Visibility};
use crate::markers::AreaMarker;

/// A group's name.
pub const NAME_CHARS_MAX: usize = 80;
const DESCRIPTION_CHARS_MAX: usize = 1_000;
const LANGUAGES_MAX: usize = 10;
const TAGS_MAX: usize = 8;
const TAG_CHARS_MAX: usize = 24;
const QUESTIONS_MAX: usize = 5;
const QUESTION_CHARS_MAX: usize = 200;
const DECLARED_MAX: u32 = 1_000_000;
const DESIGN_BYTES_MAX: usize = 4 * 1024;
/// Sides of a flag that is a picture: four million bytes unfolded.
const FLAG_PIXELS_MAX: usize = 1_024;

/// A group as a request describes it. In a change, what is absent stays as it is.
#[derive(Debug, Default, Deserialize)]
pub struct GroupBody {
    name: Option<String>,
    description: Option<BTreeMap<String, String>>,
    languages: Option<Vec<String>>,
    tags: Option<Vec<String>>,
    area_id: Option<Id<AreaMarker>>,
    point: Option<[f64; 2]>,
    precision: Option<Precision>,
    target: Option<TargetBody>,
    join: Option<JoinBody>,
    visibility: Option<Visibility>,
    members: Option<MembersBody>,
    #[serde(default)]
    flag: Field<FlagBody>,
    #[serde(default)]
    expires_at: Field<Timestamp>,
}

/// How exactly a point is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// As the smallest area around it.
    #[default]
    Area,
    /// As a cell of the grid.
    Cell,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum TargetBody {
    Guild { guild_id: Id<GuildMarker>, channel_id: Option<Id<ChannelMarker>> },
    Link { url: String },
}

#[derive(Debug, Deserialize)]
struct JoinBody {
    mode: JoinMode,
    #[serde(default)]
    questions: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct MembersBody {
    shown: Shown,
    declared: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FlagBody {
    Design(Value),
    Picture(String),
}

/// What a request says of a group; what is there is valid in itself.
#[derive(Debug, Default)]
pub struct Draft {
    /// Its name.
    pub name: Option<String>,
    /// What it is, by language.
    pub description: Option<BTreeMap<String, String>>,
    /// Languages that are spoken in it.
    pub languages: Option<Vec<String>>,
    /// What it is about.
    pub tags: Option<Vec<String>>,
    /// Where it is.
    pub place: Option<PlaceDraft>,
    /// Where its people talk.
    pub target: Option<TargetDraft>,
    /// How one comes in.
    pub join: Option<Join>,
    /// Who sees it.
    pub visibility: Option<Visibility>,
    /// What is told of its size.
    pub members: Option<Members>,
    /// Its flag, or none.
    pub flag: Option<Option<FlagDraft>>,
    /// When it leaves the map by itself, or never.
    pub expires_at: Option<Option<Timestamp>>,
}

/// Where a group is, as somebody says it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PlaceDraft {
    /// In this area.
    Area(Id<AreaMarker>),
    /// Here; the point itself is forgotten.
    Point(Point, Precision),
}

/// Where a group's people talk, as somebody says it.
#[derive(Debug, PartialEq)]
pub enum TargetDraft {
    /// In a guild of this server; without a channel, in the first that everybody there may view.
    Guild(Id<GuildMarker>, Option<Id<ChannelMarker>>),
    /// Elsewhere.
    Link(Via, String),
}

/// A flag, as somebody brings it.
#[derive(Debug)]
pub enum FlagDraft {
    /// A description that the server draws.
    Design(Value),
    /// A picture, freed of what its camera wrote into it.
    Picture(Picture),
}

impl GroupBody {
    /// Checks everything that can be checked without knowing the map.
    pub fn read(self) -> Result<Draft, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut draft = Draft { visibility: self.visibility, ..Draft::default() };
        draft.name = self.name.map(|name| one_line(&name));
        if let Some(name) = &draft.name {
            keep(&mut errors, validate::length("name", name.chars().count(), 1..=NAME_CHARS_MAX));
        }
        draft.description = self.description.map(|texts| description(texts, &mut errors));
        draft.languages = self.languages.map(|list| languages(list, &mut errors));
        draft.tags = self.tags.map(|list| tags(list, &mut errors));
        draft.place = place(self.area_id, self.point, self.precision, &mut errors);
        draft.target = self.target.and_then(|target| match target {
            TargetBody::Guild { guild_id, channel_id } => Some(TargetDraft::Guild(guild_id, channel_id)),
            TargetBody::Link { url } => kept(&mut errors, link::read("target.url", &url))
                .map(|(via, url)| TargetDraft::Link(via, url)),
        });
        draft.join = self.join.map(|join| join.read(&mut errors));
        draft.members = self.members.map(|members| members.read(&mut errors));
        draft.flag = self.flag.change().map(|flag| flag.and_then(|flag| kept(&mut errors, flag.read())));
        draft.expires_at = self.expires_at.change();
        if errors.is_empty() { Ok(draft) } else { Err(errors) }
    }
}

impl JoinBody {
    fn read(self, errors: &mut Vec<FieldError>) -> Join {
        let questions: Vec<String> = self.questions.iter().map(|it| one_line(it)).collect();
        keep(errors, validate::length("join.questions", questions.len(), 0..=QUESTIONS_MAX));
        for (index, question) in questions.iter().enumerate() {
            let path = format!("join.questions.{index}");
            keep(errors, validate::length(&path, question.chars().count(), 1..=QUESTION_CHARS_MAX));
        }
        Join { mode: self.mode, questions }
    }
}

impl MembersBody {
    fn read(self, errors: &mut Vec<FieldError>) -> Members {
        if let Some(declared) = self.declared {
            let numbers = 0..=i64::from(DECLARED_MAX);
            keep(errors, validate::number("members.declared", i64::from(declared), numbers));
        }
        Members { shown: self.shown, declared: self.declared }
    }
}

impl FlagBody {
    fn read(self) -> Result<FlagDraft, FieldError> {
        match self {
            Self::Design(design) => {
                validate::length("flag.design", design.to_string().len(), 2..=DESIGN_BYTES_MAX)?;
                super::flags::read("flag.design", &design)?;
                Ok(FlagDraft::Design(design))
            }
            Self::Picture(uri) => read_picture("flag.picture", &uri).map(FlagDraft::Picture),
        }
    }
}

fn place(
    area_id: Option<Id<AreaMarker>>,
    point: Option<[f64; 2]>,
    precision: Option<Precision>,
    errors: &mut Vec<FieldError>,
) -> Option<PlaceDraft> {
    match (area_id, point) {
        (None, None) => None,
        (Some(_), Some(_)) => {
            let text = "Either an area or a point says where a group is, not both.";
            errors.push(FieldError::new("point", "DIRECTORY_PLACE_TWICE", text));
            None
        }
        (Some(area_id), None) => Some(PlaceDraft::Area(area_id)),
        (None, Some([lon, lat])) => {
            let point = read_point("point", lon, lat);
            kept(errors, point).map(|point| PlaceDraft::Point(point, precision.unwrap_or_default()))
        }
    }
}

/// A point of the Earth.
pub fn read_point(path: &str, lon: f64, lat: f64) -> Result<Point, FieldError> {
    Point::new(lon, lat)
        .map_err(|error| FieldError::new(path, "DIRECTORY_POINT_INVALID", capitalised(&error.to_string())))
}

fn description(texts: BTreeMap<String, String>, errors: &mut Vec<FieldError>) -> BTreeMap<String, String> {
    keep(errors, validate::length("description", texts.len(), 0..=LANGUAGES_MAX));
    let mut read = BTreeMap::new();
    for (language, text) in texts {
        let path = format!("description.{language}");
        keep(errors, self::language(&path, &language));
        let text = text.trim().to_owned();
        keep(errors, validate::length(&path, text.chars().count(), 1..=DESCRIPTION_CHARS_MAX));
        read.insert(language, text);
    }
    read
}

fn languages(list: Vec<String>, errors: &mut Vec<FieldError>) -> Vec<String> {
    keep(errors, validate::length("languages", list.len(), 0..=LANGUAGES_MAX));
    for (index, code) in list.iter().enumerate() {
        keep(errors, language(&format!("languages.{index}"), code));
    }
    without_doubles(list)
}

fn tags(list: Vec<String>, errors: &mut Vec<FieldError>) -> Vec<String> {
    let list: Vec<String> = list.iter().map(|tag| one_line(tag).to_lowercase()).collect();
    keep(errors, validate::length("tags", list.len(), 0..=TAGS_MAX));
    for (index, tag) in list.iter().enumerate() {
        keep(errors, validate::length(&format!("tags.{index}"), tag.chars().count(), 1..=TAG_CHARS_MAX));
    }
    without_doubles(list)
}

/// Checks the code of a language: two or three letters, and a script or region behind a hyphen if need be.
pub fn language(path: &str, code: &str) -> Result<(), FieldError> {
    let (letters, rest) = code.split_once('-').unwrap_or((code, "Latn"));
    let is_code = (2..=3).contains(&letters.len())
        && letters.bytes().all(|byte| byte.is_ascii_lowercase())
        && (2..=8).contains(&rest.len())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_code {
        return Ok(());
    }
    let text = "Must be the code of a language, such as be, fr or zh-Hant.";
    Err(FieldError::new(path, "DIRECTORY_LANGUAGE_INVALID", text))
}

fn without_doubles(list: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(list.len());
    for item in list {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

/// A text in one line, without what cannot be seen.
pub(crate) fn one_line(text: &str) -> String {
    clean_name(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}

fn keep(errors: &mut Vec<FieldError>, result: Result<(), FieldError>) {
    errors.extend(result.err());
}

fn kept<T>(errors: &mut Vec<FieldError>, result: Result<T, FieldError>) -> Option<T> {
    result.map_err(|error| errors.push(error)).ok()
}

/// A flag as a picture. Thirty of them stand on a page that strangers filled: one that unfolds to as much memory as a
/// film, or that moves, is no flag.
fn read_picture(path: &str, uri: &str) -> Result<Picture, FieldError> {
    let picture = Picture::small_from_data_uri(path, uri)?;
    if picture.side_pixels() > FLAG_PIXELS_MAX {
        let text = format!("Must be {FLAG_PIXELS_MAX} pixels wide and high at most.");
        return Err(FieldError::new(path, "IMAGE_TOO_LARGE", text));
    }
    if picture.moves() {
        return Err(FieldError::new(path, "IMAGE_MOVES", "Must not move."));
    }
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: Value) -> Result<Draft, Vec<FieldError>> {
        serde_json::from_value::<GroupBody>(json).expect("the shape is right").read()
    }

    #[test]
    fn what_is_too_long_or_unknown_is_named() {
        for (json, path) in [
            (serde_json::json!({ "name": " " }), "name"),
            (serde_json::json!({ "name": "x".repeat(81) }), "name"),
            (serde_json::json!({ "description": { "français": "x" } }), "description.français"),
            (serde_json::json!({ "description": { "fr": "x".repeat(1_001) } }), "description.fr"),
            (serde_json::json!({ "languages": ["be", "русский"] }), "languages.1"),
            (serde_json::json!({ "tags": ["ok", "x".repeat(25)] }), "tags.1"),
            (serde_json::json!({ "join": { "mode": "request", "questions": [""] } }), "join.questions.0"),
            (
                serde_json::json!({ "members": { "shown": "exact", "declared": 1_000_001 } }),
                "members.declared",
            ),
            (serde_json::json!({ "point": [181.0, 0.0] }), "point"),
            (serde_json::json!({ "point": [1.0, 0.0], "area_id": "1" }), "point"),
            (serde_json::json!({ "target": { "type": "link", "url": "https://example.org" } }), "target.url"),
            (serde_json::json!({ "flag": { "picture": "data:image/png;base64,AAAA" } }), "flag.picture"),
        ] {
            let errors = read(json.clone()).expect_err(path);
            assert_eq!(errors[0].path, path, "{json}");
        }
    }

    #[test]
    fn texts_are_brought_to_one_form() {
        let draft = read(serde_json::json!({
            "name": "  Двор \n на  Леніна ", "tags": ["Aide", "aide"], "languages": ["be", "be", "zh-Hant"],
        }));
        let draft = draft.expect("valid");
        assert_eq!(draft.name.as_deref(), Some("Двор на Леніна"));
        assert_eq!(draft.tags.as_deref(), Some(&["aide".to_owned()][..]));
        assert_eq!(draft.languages.map(|it| it.len()), Some(2));
    }
}
