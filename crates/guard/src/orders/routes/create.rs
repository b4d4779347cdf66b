//! `POST /parvis/v1/guard/orders`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use parvis_model::Timestamp;
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use super::{TEXT_CHARS_MAX, text, urls};
use crate::orders::words::{Material, OrderKind};
use crate::orders::{self, Intake, ShownOrder};
use crate::tables::orders::Particulars;

const NAME_CHARS_MAX: usize = 200;
const REFERENCE_CHARS_MAX: usize = 100;
/// The member states of the European Union, by ISO 3166-1.
const MEMBER_STATES: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];
/// Who refers content without being of a member state: Europol.
const UNION: &str = "EU";

/// What an authority sent: the fields of annex I.
#[derive(Debug, Deserialize)]
pub struct CreateOrder {
    kind: OrderKind,
    authority: String,
    member_state: String,
    reference: String,
    #[serde(default)]
    received_at: Option<Timestamp>,
    #[serde(default)]
    issued_at: Option<Timestamp>,
    #[serde(default)]
    undisclosed_until: Option<Timestamp>,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    material: Vec<Material>,
    #[serde(default)]
    reasons: String,
    #[serde(default)]
    redress: String,
    #[serde(default)]
    signed: bool,
    urls: Vec<String>,
}

impl CreateOrder {
    fn into_intake(self) -> ApiResult<Intake> {
        let member_state = self.member_state.trim().to_uppercase();
        let is_of_union = self.kind == OrderKind::Referral && member_state == UNION;
        if !MEMBER_STATES.contains(&member_state.as_str()) && !is_of_union {
            return Err(invalid_fields(FieldError::choices("member_state", MEMBER_STATES)));
        }
        let mut material = self.material;
        material.sort_by_key(|it| it.as_str());
        material.dedup();
        Ok(Intake {
            kind: self.kind,
            authority: text("authority", &self.authority, 1, NAME_CHARS_MAX)?,
            member_state,
            reference: text("reference", &self.reference, 1, REFERENCE_CHARS_MAX)?,
            received_at: self.received_at,
            undisclosed_until: self.undisclosed_until,
            particulars: Particulars {
                issued_at: self.issued_at,
                contact: text("contact", &self.contact, 0, NAME_CHARS_MAX)?,
                material,
                reasons: text("reasons", &self.reasons, 0, TEXT_CHARS_MAX)?,
                redress: text("redress", &self.redress, 0, TEXT_CHARS_MAX)?,
                signed: self.signed,
            },
            urls: urls(self.urls, 1)?,
        })
    }
}

/// Enters an order or a referral.
pub async fn create_order(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<CreateOrder>,
) -> ApiResult<Json<ShownOrder>> {
    Ok(Json(orders::create(&app, &caller, body.into_intake()?).await?))
}
