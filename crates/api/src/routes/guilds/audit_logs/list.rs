//! `GET /guilds/{guild_id}/audit-logs`

use axum::extract::State;
use parvis_app::{App, audit};
use parvis_model::marker::{AuditLogEntryMarker, GenericMarker, GuildMarker, UserMarker};
use parvis_model::{AuditLog, AuditLogEvent, Id};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Query};

/// Which entries are asked for.
#[derive(Debug, Deserialize)]
pub struct AuditLogQuery {
    user_id: Option<Id<UserMarker>>,
    target_id: Option<Id<GenericMarker>>,
    action_type: Option<u16>,
    before: Option<Id<AuditLogEntryMarker>>,
    after: Option<Id<AuditLogEntryMarker>>,
    limit: Option<i64>,
}

/// A page of the audit log: newest first, or with `after` oldest first.
pub async fn list_audit_log(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<AuditLogQuery>,
) -> ApiResult<Json<AuditLog>> {
    let limit = query.limit.unwrap_or(limits::AUDIT_LOG_PAGE_DEFAULT as i64);
    validate::number("limit", limit, 1..=limits::AUDIT_LOG_PAGE_MAX as i64).map_err(invalid_fields)?;
    let filter = audit::Filter {
        user_id: query.user_id,
        action: query.action_type.map(AuditLogEvent),
        target_id: query.target_id.map(Id::get),
        before: query.before,
        after: query.after,
        limit: u32::try_from(limit).expect("checked to be 1 to 100"),
    };
    Ok(Json(audit::list(&app, &caller, guild_id, filter).await?))
}
