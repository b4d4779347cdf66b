//! The house's moderators: named by the operator, for what no guild can decide itself. They decide cases of private
//! conversations, of what a guild's owner wrote, of persons and of guilds, and appeals wherever nobody else is left.

use parvis_app::{ActionResult, App, Caller, Lane};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp, User};

use crate::tables;

/// Whether somebody is one.
pub async fn is_moderator(app: &App, caller: &Caller) -> ActionResult<bool> {
    let user_id = caller.user_id;
    app.read(move |tx| Ok(tables::moderators::exists(tx, user_id)?)).await
}

/// Names a moderator; false when the account is one. For the operator.
pub async fn add(app: &App, user_id: Id<UserMarker>) -> ActionResult<bool> {
    let now = Timestamp::from_unix_ms(app.now_ms());
    app.write(Lane::of(user_id), move |tx, _| Ok(tables::moderators::insert(tx, user_id, now)?)).await
}

/// Ends it; false when the account was none. For the operator.
pub async fn remove(app: &App, user_id: Id<UserMarker>) -> ActionResult<bool> {
    app.write(Lane::of(user_id), move |tx, _| Ok(tables::moderators::delete(tx, user_id)?)).await
}

/// All of them, the first named first. For the operator.
pub async fn list(app: &App) -> ActionResult<Vec<User>> {
    app.read(|tx| {
        let ids = tables::moderators::all(tx)?;
        Ok(parvis_store::tables::users::get_many(tx, &ids)?)
    })
    .await
}
