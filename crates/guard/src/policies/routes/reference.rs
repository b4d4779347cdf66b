//! `GET /parvis/v1/guard/policies/reference`

use parvis_api::extract::{Json, Person};

use crate::policies::trial::{self, Reference};

/// What may stand in a rule.
pub async fn get_reference(_: Person) -> Json<Reference> {
    Json(trial::reference())
}
