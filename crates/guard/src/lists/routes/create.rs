//! `POST /parvis/v1/guard/lists`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use parvis_model::Timestamp;
use parvis_rules::limits::chars;
use parvis_rules::validate::{self, FieldError};
use parvis_watchlists::Evidence;
use serde::Deserialize;

use super::body::{FileBody, WithList};
use crate::lists::shown::ShownList;
use crate::lists::upload::{self, Draft};
use crate::lists::{ABOUT_CHARS_MAX, TITLE_CHARS_MAX};

/// A list, and what is said of it.
#[derive(Debug, Deserialize)]
pub struct CreateList {
    #[serde(flatten)]
    file: FileBody,
    title: String,
    source: String,
    licence: String,
    compiler: String,
    appeal: String,
    evidence: Evidence,
    expires_at: Timestamp,
}

impl CreateList {
    fn draft(&self) -> ApiResult<Draft> {
        let mut errors = Vec::new();
        let mut text = |path: &str, text: &str, max: usize| {
            let text = text.trim();
            errors.extend(validate::length(path, chars(text), 1..=max).err());
            text.to_owned()
        };
        let draft = Draft {
            title: text("title", &self.title, TITLE_CHARS_MAX),
            source: text("source", &self.source, ABOUT_CHARS_MAX),
            licence: text("licence", &self.licence, ABOUT_CHARS_MAX),
            compiler: text("compiler", &self.compiler, ABOUT_CHARS_MAX),
            appeal: text("appeal", &self.appeal, ABOUT_CHARS_MAX),
            evidence: self.evidence,
            expires_at: self.expires_at,
        };
        if !draft.appeal.starts_with("https://") && !draft.appeal.starts_with("mailto:") {
            let text = "Where to object: an address that begins with https:// or mailto:.";
            errors.push(FieldError::new("appeal", "APPEAL_ADDRESS", text));
        }
        if errors.is_empty() { Ok(draft) } else { Err(invalid_fields(errors)) }
    }
}

/// Hands a list in.
pub async fn create_list(
    State(app): State<App>,
    Person(caller): Person,
    WithList(body): WithList<CreateList>,
) -> ApiResult<Json<ShownList>> {
    let (draft, reading) = (body.draft()?, body.file.reading()?);
    let FileBody { guild_id, text, .. } = body.file;
    Ok(Json(upload::create(&app, &caller, guild_id, draft, text, reading).await?))
}
