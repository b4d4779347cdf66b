//! `POST /parvis/v1/guard/action-days/{action_day_id}/clusters`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_rules::validate;
use serde::Deserialize;

use crate::action_days::manage::{self, Added, Candidate, Draft, Who};
use crate::limits;
use crate::routes::text;
use crate::tables::action_days::{ActionDayMarker, Evidence, Origin};

/// Accounts that are to be decided together.
#[derive(Debug, Deserialize)]
pub struct AddCluster {
    title: String,
    origin: Origin,
    #[serde(default)]
    reason: String,
    accounts: Vec<AddAccount>,
}

/// One of them.
#[derive(Debug, Deserialize)]
struct AddAccount {
    /// Its id, or its name.
    account: String,
    #[serde(default)]
    evidence: Vec<Evidence>,
}

/// The digits of an id; a name of digits alone is shorter.
const ID_DIGITS_MIN: usize = 15;
const ACCOUNT_CHARS_MAX: usize = 32;

impl AddAccount {
    fn into_candidate(self, at: usize) -> ApiResult<Candidate> {
        let name = text(&format!("accounts.{at}.account"), &self.account, 1, ACCOUNT_CHARS_MAX)?;
        let is_id = name.len() >= ID_DIGITS_MIN && name.bytes().all(|byte| byte.is_ascii_digit());
        let who = match name.parse::<u64>() {
            Ok(id) if is_id => Who::Id(Id::new(id)),
            _ => Who::Name(name.trim_start_matches('@').to_lowercase()),
        };
        let path = format!("accounts.{at}.evidence");
        validate::length(&path, self.evidence.len(), 0..=limits::EVIDENCE_MAX).map_err(invalid_fields)?;
        for (number, evidence) in self.evidence.iter().enumerate() {
            text(&format!("{path}.{number}.name"), &evidence.name, 1, limits::TITLE_CHARS_MAX)?;
            text(&format!("{path}.{number}.detail"), &evidence.detail, 0, limits::EVIDENCE_CHARS_MAX)?;
        }
        Ok(Candidate { who, evidence: self.evidence })
    }
}

/// Puts accounts on a list of their own.
pub async fn add_cluster(
    State(app): State<App>,
    Person(caller): Person,
    Path(action_day_id): Path<Id<ActionDayMarker>>,
    Json(body): Json<AddCluster>,
) -> ApiResult<Json<Added>> {
    let count = body.accounts.len();
    validate::length("accounts", count, 1..=limits::CLUSTER_ACCOUNTS_MAX).map_err(invalid_fields)?;
    let accounts = body.accounts.into_iter().enumerate().map(|(at, it)| it.into_candidate(at));
    let draft = Draft {
        title: text("title", &body.title, 1, limits::TITLE_CHARS_MAX)?,
        origin: body.origin,
        reason: text("reason", &body.reason, 0, limits::NOTE_CHARS_MAX)?,
        accounts: accounts.collect::<ApiResult<_>>()?,
    };
    Ok(Json(manage::add_cluster(&app, &caller, action_day_id, draft).await?))
}
