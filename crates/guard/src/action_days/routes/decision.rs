//! `PUT /parvis/v1/guard/action-days/{action_day_id}/clusters/{cluster_id}/decision`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use parvis_rules::validate;
use serde::Deserialize;

use crate::action_days::manage;
use crate::action_days::shown::ShownDay;
use crate::check;
use crate::routes::cases::decision::DecideCase;
use crate::tables::action_days::{ActionDayMarker, ClusterMarker, Order};
use crate::words::Source;

/// What is done to each account of the cluster.
#[derive(Debug, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum DecideCluster {
    /// One measure, and why.
    Act {
        /// In which guild, or everywhere.
        #[serde(default)]
        guild_id: Option<Id<GuildMarker>>,
        /// The measure and its reasons.
        #[serde(flatten)]
        decision: DecideCase,
    },
    /// Nothing.
    Spare,
}

impl DecideCluster {
    fn into_order(self) -> ApiResult<Option<Order>> {
        let Self::Act { guild_id, decision } = self else { return Ok(None) };
        let mut content = decision.into_content()?;
        validate::length("measures", content.measures.len(), 1..=1).map_err(invalid_fields)?;
        let may = if guild_id.is_some() { manage::IN_GUILD } else { manage::EVERYWHERE };
        check::measures_allowed(&content.measures, may)?;
        if let Some(seconds) = content.measures[0].delete_message_seconds {
            let path = "measures.0.delete_message_seconds";
            validate::number(path, seconds.into(), 0..=0).map_err(invalid_fields)?;
        }
        content.source = Source::Own;
        Ok(Some(Order { guild_id, content }))
    }
}

/// Decides about a cluster.
pub async fn decide_cluster(
    State(app): State<App>,
    Person(caller): Person,
    Path(path): Path<(Id<ActionDayMarker>, Id<ClusterMarker>)>,
    Json(body): Json<DecideCluster>,
) -> ApiResult<Json<ShownDay>> {
    Ok(Json(manage::decide(&app, &caller, path, body.into_order()?).await?))
}
