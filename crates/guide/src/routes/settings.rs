//! `PATCH …/guide`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Auth, Json};
use parvis_app::App;
use parvis_rules::validate;
use serde::Deserialize;

use crate::Guide;
use crate::owner::{self, Owner};
use crate::page::{PAGES_MAX, Slug};
use crate::read::{self, Overview};
use crate::write::{self, Settings};

/// What is to change; what is absent stays.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditGuide {
    public: Option<bool>,
    order: Option<Vec<String>>,
}

impl EditGuide {
    fn into_settings(self) -> ApiResult<Settings> {
        let slugs = self.order.as_ref().map_or(0, Vec::len);
        validate::length("order", slugs, 0..=PAGES_MAX).map_err(invalid_fields)?;
        let slug = |(at, text): (usize, &String)| Slug::parse(&format!("order.{at}"), text);
        let order = self.order.map(|order| order.iter().enumerate().map(slug).collect::<Result<Vec<_>, _>>());
        let order = order.transpose().map_err(invalid_fields)?;
        Ok(Settings { is_public: self.public, order })
    }
}

/// Makes a guide public or not, and sets the order of its pages.
pub async fn edit_guide(
    State(app): State<App>,
    Extension(guide): Extension<Guide>,
    Auth(caller): Auth,
    owner: Owner,
    Json(body): Json<EditGuide>,
) -> ApiResult<Json<Overview>> {
    let editor = owner::editor(&guide, &app, &caller, owner).await?;
    write::set(&app, editor, body.into_settings()?).await?;
    let reader = owner::reader(&guide, &app, Some(&caller), owner).await?;
    Ok(Json(read::overview(&app, reader).await?))
}
