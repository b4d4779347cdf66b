//! `/channels/{channel_id}/threads/archived`, and what its lists have in common.

pub mod joined;
pub mod private;
pub mod public;

use parvis_app::threads::ArchivedPage;
use parvis_model::Timestamp;
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};

/// Which part of a list of threads that were put away.
#[derive(Debug, Deserialize)]
pub struct ArchivedQuery {
    before: Option<Timestamp>,
    limit: Option<i64>,
}

impl ArchivedQuery {
    fn into_page(self) -> ApiResult<ArchivedPage> {
        Ok(ArchivedPage { before: self.before, limit: checked(self.limit)? })
    }
}

fn checked(limit: Option<i64>) -> ApiResult<u32> {
    let limits = limits::THREADS_PAGE_MIN as i64..=limits::THREADS_PAGE_MAX as i64;
    let limit = limit.unwrap_or(*limits.end());
    validate::number("limit", limit, limits).map_err(invalid_fields)?;
    Ok(u32::try_from(limit).expect("checked to be 2 to 100"))
}
