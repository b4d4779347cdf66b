//! Those who look after the map: the operator names them, for the map as a whole. They decide on submissions, draw
//! places, and take groups, places or the map dark; what a guild is, stays its owner's.

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp, User};

use crate::log::{self, Actor};
use crate::{lane, tables};

/// Refuses whoever does not look after the map.
pub async fn require(app: &App, caller: &Caller) -> ActionResult<Actor> {
    caller.require_person()?;
    if is_moderator(app, caller).await? {
        Ok(Actor::Moderator(caller.user_id))
    } else {
        Err(ActionError::MissingPermissions)
    }
}

/// Whether somebody looks after the map.
pub async fn is_moderator(app: &App, caller: &Caller) -> ActionResult<bool> {
    let user_id = caller.user_id;
    app.read(move |tx| Ok(tables::moderators::exists(tx, user_id)?)).await
}

/// Names a moderator; false when the account is one. For the operator.
pub async fn add(app: &App, user_id: Id<UserMarker>) -> ActionResult<bool> {
    let (app_in_job, now) = (app.clone(), Timestamp::from_unix_ms(app.now_ms()));
    app.write(lane(), move |tx, _| {
        let is_new = tables::moderators::insert(tx, user_id, now)?;
        if is_new {
            log::record(tx, &app_in_job, Actor::House, "moderator.add", user_id, "")?;
        }
        Ok(is_new)
    })
    .await
}

/// Ends it; false when the account was none. For the operator.
pub async fn remove(app: &App, user_id: Id<UserMarker>) -> ActionResult<bool> {
    let app_in_job = app.clone();
    app.write(lane(), move |tx, _| {
        let was_one = tables::moderators::delete(tx, user_id)?;
        if was_one {
            log::record(tx, &app_in_job, Actor::House, "moderator.remove", user_id, "")?;
        }
        Ok(was_one)
    })
    .await
}

/// All of them, the first named first. For the operator.
pub async fn list(app: &App) -> ActionResult<Vec<User>> {
    app.read(|tx| {
        let ids = tables::moderators::all(tx)?;
        Ok(parvis_store::tables::users::get_many(tx, &ids)?)
    })
    .await
}
