//! `GET /users/{user_id}/profile`

use axum::extract::State;
use parvis_app::{App, guild_lists};
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};

/// An account with what it wrote about itself and the guilds that the caller shares with it.
pub async fn get_profile(
    State(app): State<App>,
    Person(caller): Person,
    Path(user_id): Path<Id<UserMarker>>,
) -> ApiResult<Json<Value>> {
    let profile = guild_lists::profile(&app, &caller, user_id).await?;
    let mutual: Vec<_> =
        profile.mutual_guilds.iter().map(|(id, nick)| json!({ "id": id, "nick": nick })).collect();
    Ok(Json(json!({
        "user": profile.account.user,
        "user_profile": { "bio": profile.account.bio },
        "mutual_guilds": mutual,
    })))
}
