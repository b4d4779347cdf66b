//! `POST /applications`

use axum::extract::State;
use parvis_app::applications::ApplicationName;
use parvis_app::{App, applications};
use parvis_model::PrivateApplication;
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Person};

/// What a new application is called.
#[derive(Debug, Deserialize)]
pub struct CreateApplication {
    name: String,
}

/// Makes an application with its bot.
pub async fn create_application(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<CreateApplication>,
) -> ApiResult<Json<PrivateApplication>> {
    let name = ApplicationName::parse("name", &body.name).map_err(invalid_fields)?;
    Ok(Json(applications::create(&app, &caller, name).await?))
}
