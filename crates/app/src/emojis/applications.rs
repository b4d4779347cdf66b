//! Emojis of applications: only their bots use them.

use parvis_model::marker::{ApplicationMarker, EmojiMarker};
use parvis_model::{Emoji, Id};
use parvis_rules::limits;
use parvis_store::tables;

use super::{EmojiDraft, EmojiEdit, change, find, one_shown, prepare, shown};
use crate::applications::own;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::pictures::PictureKind;
use crate::{App, Caller, Lane};

/// The emojis of an application of the caller.
pub async fn list_of_application(
    app: &App,
    caller: &Caller,
    application_id: Id<ApplicationMarker>,
) -> ActionResult<Vec<Emoji>> {
    let caller_id = caller.user_id;
    app.read(move |tx| {
        own(tx, caller_id, application_id)?;
        let owned = tables::emojis::of_owner(tx, application_id.cast())?;
        Ok(shown(tx, owned, true)?)
    })
    .await
}

/// One emoji of an application of the caller.
pub async fn get_of_application(
    app: &App,
    caller: &Caller,
    application_id: Id<ApplicationMarker>,
    id: Id<EmojiMarker>,
) -> ActionResult<Emoji> {
    let caller_id = caller.user_id;
    app.read(move |tx| {
        own(tx, caller_id, application_id)?;
        let owned = find(tx, application_id.cast(), id)?;
        one_shown(tx, owned, true)
    })
    .await
}

/// Makes an emoji of an application.
pub async fn create_of_application(
    app: &App,
    caller: &Caller,
    application_id: Id<ApplicationMarker>,
    draft: EmojiDraft,
) -> ActionResult<Emoji> {
    let caller_id = caller.user_id;
    app.read(move |tx| own(tx, caller_id, application_id).map(|_| ())).await?;
    // Outside of a guild there are no roles.
    let draft = EmojiDraft { roles: Vec::new(), ..draft };
    let (owned, saved) = prepare(app, caller, application_id.cast(), draft).await?;
    let now_ms = app.now_ms();
    app.write(Lane::of(application_id), move |tx, out| {
        own(tx, caller_id, application_id)?;
        let count = |tx: &mut _, animated| tables::emojis::count(tx, application_id.cast(), animated);
        if count(tx, false)? + count(tx, true)? >= limits::APPLICATION_EMOJIS_MAX {
            return Err(ActionError::Refused(Refusal::MaxApplicationEmojis));
        }
        tables::emojis::insert(tx, &owned)?;
        PictureKind::Emoji.replace(tx, owned.emoji.id.cast(), Some(saved.row()), now_ms)?;
        out.keep(saved.into_upload());
        one_shown(tx, owned, true)
    })
    .await
}

/// Changes the name of an emoji of an application.
pub async fn edit_of_application(
    app: &App,
    caller: &Caller,
    application_id: Id<ApplicationMarker>,
    id: Id<EmojiMarker>,
    edit: EmojiEdit,
) -> ActionResult<Emoji> {
    let caller_id = caller.user_id;
    app.write(Lane::of(application_id), move |tx, _| {
        own(tx, caller_id, application_id)?;
        let mut owned = find(tx, application_id.cast(), id)?;
        change(&mut owned.emoji, EmojiEdit { roles: None, ..edit });
        tables::emojis::update(tx, &owned.emoji)?;
        one_shown(tx, owned, true)
    })
    .await
}

/// Deletes an emoji of an application.
pub async fn delete_of_application(
    app: &App,
    caller: &Caller,
    application_id: Id<ApplicationMarker>,
    id: Id<EmojiMarker>,
) -> ActionResult<()> {
    let (caller_id, now_ms) = (caller.user_id, app.now_ms());
    app.write(Lane::of(application_id), move |tx, _| {
        own(tx, caller_id, application_id)?;
        if tables::emojis::delete(tx, application_id.cast(), id, now_ms)? {
            Ok(())
        } else {
            Err(ActionError::Unknown(Kind::Emoji))
        }
    })
    .await?;
    app.delete_queued_blobs_soon();
    Ok(())
}
