//! Who is on watch, and the note that they leave for those who come next.

use parvis_app::{ActionResult, App, Caller};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Timestamp, User};
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use crate::desk::{self, Standing};
use crate::shown::person;
use crate::tables::watch::{self, Handover, Post};

/// A watch.
#[derive(Debug, Serialize)]
pub struct Watch {
    on_watch: Vec<Watcher>,
    handover: Option<ShownHandover>,
}

#[derive(Debug, Serialize)]
struct Watcher {
    user: User,
    since: Timestamp,
}

#[derive(Debug, Serialize)]
struct ShownHandover {
    text: String,
    author: Option<User>,
    written_at: Timestamp,
}

fn post(standing: &Standing) -> Post {
    standing.queue().unwrap_or(Id::new(0))
}

fn shown(tx: &mut Tx<'_>, post: Post) -> Result<Watch, StoreError> {
    let mut on_watch = Vec::new();
    for (user_id, since) in watch::present(tx, post)? {
        on_watch.extend(person(tx, Some(user_id))?.map(|user| Watcher { user, since }));
    }
    let handover = match watch::handover(tx, post)? {
        Some(note) => Some(ShownHandover {
            text: note.text,
            author: person(tx, note.author_id)?,
            written_at: note.written_at,
        }),
        None => None,
    };
    Ok(Watch { on_watch, handover })
}

/// Who is on watch for a guild, or with `None` for the house.
pub async fn get(app: &App, caller: &Caller, guild_id: Option<Id<GuildMarker>>) -> ActionResult<Watch> {
    let standing = desk::standing(app, caller, guild_id).await?;
    app.read(move |tx| Ok(shown(tx, post(&standing))?)).await
}

/// Comes on watch, or goes off.
pub async fn set(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
    on: bool,
) -> ActionResult<Watch> {
    let standing = desk::standing(app, caller, guild_id).await?;
    let now = desk::now(app);
    app.write(desk::lane(guild_id), move |tx, _| {
        let (post, me) = (post(&standing), standing.user_id());
        if on {
            watch::begin(tx, post, me, now)?;
        } else {
            watch::end(tx, post, me)?;
        }
        Ok(shown(tx, post)?)
    })
    .await
}

/// Leaves a note; an empty one takes the last away.
pub async fn hand_over(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
    text: String,
) -> ActionResult<Watch> {
    let standing = desk::standing(app, caller, guild_id).await?;
    let now = desk::now(app);
    app.write(desk::lane(guild_id), move |tx, _| {
        let note = Handover { text, author_id: Some(standing.user_id()), written_at: now };
        watch::set_handover(tx, post(&standing), &note)?;
        Ok(shown(tx, post(&standing))?)
    })
    .await
}
