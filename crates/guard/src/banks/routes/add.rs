//! `POST /parvis/v1/guard/banks/items`

use axum::Extension;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use parvis_likeness::file::Digest;
use parvis_likeness::image::Hash;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use parvis_rules::limits::chars;
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;

use super::body::AboutBody;
use crate::banks::Banks;
use crate::banks::manage::{self, ShownItem, What};

/// Scalar values of a text.
const TEXT_CHARS_MAX: usize = 10_000;

/// What is to be known, in one of four forms, and what is said about it.
#[derive(Debug, Deserialize)]
pub struct AddKnownItem {
    #[serde(default)]
    guild_id: Option<Id<GuildMarker>>,
    /// A text.
    #[serde(default)]
    text: Option<String>,
    /// A file in base64, which is looked at and let go.
    #[serde(default)]
    file: Option<String>,
    /// BLAKE3 of a file, 64 hexadecimal digits.
    #[serde(default)]
    blake3: Option<String>,
    /// PDQ of a picture, 64 hexadecimal digits.
    #[serde(default)]
    pdq: Option<String>,
    #[serde(flatten)]
    about: AboutBody,
}

impl AddKnownItem {
    fn what(&mut self) -> Result<What, FieldError> {
        let malformed = |path: &str| FieldError::new(path, "BANK_ITEM_MALFORMED", "This cannot be read.");
        match (self.text.take(), self.file.take(), self.blake3.take(), self.pdq.take()) {
            (Some(text), None, None, None) => {
                validate::length("text", chars(&text), 1..=TEXT_CHARS_MAX)?;
                Ok(What::Text(text))
            }
            (None, Some(file), None, None) => {
                let bytes = STANDARD.decode(file).map_err(|_| malformed("file"))?;
                validate::length("file", bytes.len(), 1..=usize::MAX)?;
                Ok(What::File(bytes))
            }
            (None, None, Some(hex), None) => {
                Digest::parse(&hex).map(What::Digest).ok_or_else(|| malformed("blake3"))
            }
            (None, None, None, Some(hex)) => Hash::parse(&hex).map(What::Pdq).ok_or_else(|| malformed("pdq")),
            _ => {
                let text = "One of text, file, blake3 and pdq is needed.";
                Err(FieldError::new("text", "BANK_ITEM_ONE_FORM", text))
            }
        }
    }
}

/// Adds an item to the bank of a guild, or without one of the house.
pub async fn add_known_item(
    State(app): State<App>,
    Extension(banks): Extension<Banks>,
    Person(caller): Person,
    Json(mut body): Json<AddKnownItem>,
) -> ApiResult<Json<ShownItem>> {
    let what = body.what().map_err(invalid_fields)?;
    Ok(Json(manage::add(&banks, &app, &caller, body.guild_id, what, body.about.into_about()).await?))
}
