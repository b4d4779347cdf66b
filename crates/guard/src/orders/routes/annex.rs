//! `GET /parvis/v1/guard/orders/{order_id}/annexes/{annex}`

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Path, Person, Query};
use parvis_app::App;
use parvis_model::marker::OrderMarker;
use parvis_model::{Id, words};
use parvis_pages::language::Language;
use parvis_rules::validate::FieldError;
use serde::{Deserialize, Serialize};

use crate::orders::annexes::{self, Annex};

words! {
    /// In which form.
    Form {
        /// To be read by programs.
        Json = "json",
        /// To be printed and signed.
        Page = "page",
    }
}

/// In which form, and with a page in which language.
#[derive(Debug, Deserialize)]
pub struct AnnexQuery {
    form: Option<Form>,
    language: Option<String>,
}

/// Annex II or III, filled from what was done.
pub async fn get_annex(
    State(app): State<App>,
    Person(caller): Person,
    Path((order_id, annex)): Path<(Id<OrderMarker>, String)>,
    Query(query): Query<AnnexQuery>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let annex = match annex.as_str() {
        "2" => Some(Annex::Removed),
        "3" => Some(Annex::Impossible),
        _ => None,
    };
    let language = match query.language {
        None => Language::wanted(&headers),
        Some(tag) => Language::of_tag(&tag).ok_or_else(|| {
            invalid_fields(FieldError::choices("language", Language::ALL.map(Language::tag)))
        })?,
    };
    let shown = annexes::get(&app, &caller, order_id, annex).await?;
    if query.form != Some(Form::Page) {
        return Ok(Json(shown).into_response());
    }
    let mut response = Html(shown.page(language)).into_response();
    let policy = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
