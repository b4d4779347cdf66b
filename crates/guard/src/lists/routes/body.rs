//! A list as requests hand it in: its text in a JSON body that may be large.

use axum::extract::{FromRequest, Request};
use parvis_api::error::{ApiError, ApiResult, invalid_fields};
use parvis_api::extract::json_of_at_most;
use parvis_app::App;
use parvis_model::Id;
use parvis_model::Timestamp;
use parvis_model::marker::GuildMarker;
use parvis_rules::validate::FieldError;
use parvis_watchlists::Service;
use parvis_watchlists::intake::Format;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::lists::BYTES_MAX;
use crate::lists::upload::Reading;

/// Every second character may be escaped, and something is said of the list besides.
const BODY_BYTES_MAX: usize = 2 * BYTES_MAX + 64 * 1024;

/// A body that holds a list.
pub struct WithList<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for WithList<T> {
    type Rejection = ApiError;
    async fn from_request(request: Request, _app: &App) -> Result<Self, ApiError> {
        json_of_at_most(request, BODY_BYTES_MAX).await.map(Self)
    }
}

/// A list, and how it is to be read.
#[derive(Debug, Deserialize)]
pub struct FileBody {
    #[serde(default)]
    pub guild_id: Option<Id<GuildMarker>>,
    pub text: String,
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    service: Option<String>,
    #[serde(default)]
    observed_at: Option<Timestamp>,
}

impl FileBody {
    /// How it is to be read.
    pub fn reading(&self) -> ApiResult<Reading> {
        let format = match self.format.as_deref() {
            None => None,
            Some(word) => Some(Format::from_word(word).ok_or_else(|| {
                let formats = ["plain", "csv", "mastodon", "json", "policy_list"];
                invalid_fields(FieldError::choices("format", formats))
            })?),
        };
        let service = match self.service.as_deref() {
            None => None,
            Some(word) => Some(Service::from_any_word(word).ok_or_else(|| {
                let text = "No such service is known.";
                invalid_fields(FieldError::new("service", "UNKNOWN_SERVICE", text))
            })?),
        };
        Ok(Reading { format, service, observed_at: self.observed_at })
    }
}
