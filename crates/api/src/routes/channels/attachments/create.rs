//! `POST /channels/{channel_id}/attachments`

use crate::error::{ApiResult, not_implemented};
use crate::extract::{Auth, NoContent};

/// Files come with their message; addresses to upload them beforehand are not given out yet.
pub async fn create_upload_addresses(_: Auth) -> ApiResult<NoContent> {
    Err(not_implemented())
}
