//! What people write down about others, for themselves alone.

use std::collections::BTreeMap;

use parvis_bus::Audience;
use parvis_model::event::NoteUpdate;
use parvis_model::marker::UserMarker;
use parvis_model::{Event, Id, Note};
use parvis_store::tables;

use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller, Lane};

/// Everything that the caller wrote, by whom it is about.
pub async fn list(app: &App, caller: &Caller) -> ActionResult<BTreeMap<Id<UserMarker>, String>> {
    let user_id = caller.user_id;
    app.read(move |tx| Ok(tables::notes::of_user(tx, user_id)?)).await
}

/// What the caller wrote about somebody.
pub async fn get(app: &App, caller: &Caller, target_id: Id<UserMarker>) -> ActionResult<Note> {
    let user_id = caller.user_id;
    let note = app.read(move |tx| Ok(tables::notes::get(tx, user_id, target_id)?)).await?;
    let note = note.ok_or(ActionError::Unknown(Kind::Note))?;
    Ok(Note { user_id, note_user_id: target_id, note })
}

/// Writes something about somebody; an empty text deletes it.
pub async fn set(app: &App, caller: &Caller, target_id: Id<UserMarker>, note: String) -> ActionResult<()> {
    caller.require_person()?;
    let user_id = caller.user_id;
    app.write(Lane::of(user_id), move |tx, out| {
        if tables::users::get(tx, target_id)?.is_none() {
            return Err(ActionError::Unknown(Kind::User));
        }
        tables::notes::set(tx, user_id, target_id, &note)?;
        let event = NoteUpdate { id: target_id, note };
        out.publish(Audience::User(user_id), Event::UserNoteUpdate(Box::new(event)));
        Ok(())
    })
    .await
}
