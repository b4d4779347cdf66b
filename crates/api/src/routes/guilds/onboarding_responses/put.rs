//! `PUT /guilds/{guild_id}/onboarding-responses`, and POST: clients send the first answers by one and later ones by the
//! other.

use axum::extract::State;
use parvis_app::{App, onboarding};
use parvis_model::marker::{GuildMarker, OnboardingOptionMarker};
use parvis_model::{Id, OnboardingResponses};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Path, Person};

/// The answers. When which question was seen is sent too, and not kept.
#[derive(Debug, Deserialize)]
pub struct PutResponses {
    onboarding_responses: Vec<Id<OnboardingOptionMarker>>,
}

/// Replaces what the caller answered.
pub async fn put_responses(
    State(app): State<App>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    Json(body): Json<PutResponses>,
) -> ApiResult<Json<OnboardingResponses>> {
    let counts = 0..=limits::ONBOARDING_PROMPTS_MAX * limits::ONBOARDING_OPTIONS_MAX;
    validate::length("onboarding_responses", body.onboarding_responses.len(), counts)
        .map_err(invalid_fields)?;
    Ok(Json(onboarding::respond(&app, &caller, guild_id, body.onboarding_responses).await?))
}
