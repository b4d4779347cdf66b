//! Emojis of guilds and of applications.

mod applications;
mod usage;

use parvis_bus::Audience;
use parvis_model::event::EmojisUpdate;
use parvis_model::marker::{EmojiMarker, GenericMarker, GuildMarker, RoleMarker};
use parvis_model::{AuditLogEvent, Emoji, Event, Id, Permissions, User};
use parvis_rules::limits;
use parvis_rules::validate::FieldError;
use parvis_store::tables::{self, emojis::Owned};
use parvis_store::{StoreError, Tx};

use crate::access::{self, GuildAccess};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::pictures::{Picture, PictureKind};
use crate::{App, Caller, Outbox};

pub use applications::{
    create_of_application, delete_of_application, edit_of_application, get_of_application,
    list_of_application,
};
pub(crate) use usage::{beside_text, in_text, usable};

/// Those who see who uploaded an emoji.
const CURATOR: Permissions =
    Permissions::CREATE_GUILD_EXPRESSIONS.union(Permissions::MANAGE_GUILD_EXPRESSIONS);
/// What the audit log tells of an emoji.
const AUDITED: &[&str] = &["name", "roles"];

/// An emoji that somebody wants to make. Everything in it is valid but the roles, which must exist.
#[derive(Debug)]
pub struct EmojiDraft {
    /// Its name.
    pub name: String,
    /// What it shows.
    pub picture: Picture,
    /// Roles that may use it; none means everybody.
    pub roles: Vec<Id<RoleMarker>>,
}

/// What changes in an emoji; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct EmojiEdit {
    /// Its name.
    pub name: Option<String>,
    /// Roles that may use it.
    pub roles: Option<Vec<Id<RoleMarker>>>,
}

/// The emojis of a guild.
pub async fn list(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<Vec<Emoji>> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    app.read(move |tx| {
        let owned = tables::emojis::of_owner(tx, guild_id.cast())?;
        Ok(shown(tx, owned, access.permissions.intersects(CURATOR))?)
    })
    .await
}

/// One emoji of a guild.
pub async fn get(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<EmojiMarker>,
) -> ActionResult<Emoji> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    app.read(move |tx| {
        let owned = find(tx, guild_id.cast(), id)?;
        one_shown(tx, owned, access.permissions.intersects(CURATOR))
    })
    .await
}

/// Makes an emoji of a guild.
pub async fn create(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    draft: EmojiDraft,
    reason: Option<String>,
) -> ActionResult<Emoji> {
    let access = access::guild(app, caller, guild_id, Permissions::CREATE_GUILD_EXPRESSIONS).await?;
    require_roles(&access, &draft.roles)?;
    let (owned, saved) = prepare(app, caller, guild_id.cast(), draft).await?;
    let emoji_id = owned.emoji.id;
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::EMOJI_CREATE, Some(emoji_id.cast()), reason)
        .with_changes_of(None, Some(&owned.emoji), AUDITED);
    let now_ms = app.now_ms();
    app.write(access.lane(), move |tx, out| {
        require_room(tx, guild_id, owned.emoji.animated)?;
        tables::emojis::insert(tx, &owned)?;
        PictureKind::Emoji.replace(tx, emoji_id.cast(), Some(saved.row()), now_ms)?;
        out.keep(saved.into_upload());
        tell(tx, out, guild_id)?;
        audit::record(tx, out, entry)?;
        one_shown(tx, owned, true)
    })
    .await
}

/// Changes an emoji of a guild: one's own, or any with MANAGE_GUILD_EXPRESSIONS.
pub async fn edit(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<EmojiMarker>,
    edit: EmojiEdit,
    reason: Option<String>,
) -> ActionResult<Emoji> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    require_roles(&access, edit.roles.as_deref().unwrap_or_default())?;
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::EMOJI_UPDATE, Some(id.cast()), reason);
    app.write(access.lane(), move |tx, out| {
        let mut owned = find(tx, guild_id.cast(), id)?;
        require_curator(&access, &owned)?;
        let before = owned.emoji.clone();
        change(&mut owned.emoji, edit);
        if owned.emoji != before {
            tables::emojis::update(tx, &owned.emoji)?;
            tell(tx, out, guild_id)?;
            audit::record(tx, out, entry.with_changes_of(Some(&before), Some(&owned.emoji), AUDITED))?;
        }
        one_shown(tx, owned, true)
    })
    .await
}

/// Deletes an emoji of a guild: one's own, or any with MANAGE_GUILD_EXPRESSIONS.
pub async fn delete(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<EmojiMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::EMOJI_DELETE, Some(id.cast()), reason);
    let now_ms = app.now_ms();
    app.write(access.lane(), move |tx, out| {
        let owned = find(tx, guild_id.cast(), id)?;
        require_curator(&access, &owned)?;
        tables::emojis::delete(tx, guild_id.cast(), id, now_ms)?;
        tell(tx, out, guild_id)?;
        audit::record(tx, out, entry.with_changes_of(Some(&owned.emoji), None, AUDITED))?;
        Ok(())
    })
    .await?;
    app.delete_queued_blobs_soon();
    Ok(())
}

/// Brings the picture to the disk and gives the emoji an id.
async fn prepare(
    app: &App,
    caller: &Caller,
    owner_id: Id<GenericMarker>,
    draft: EmojiDraft,
) -> ActionResult<(Owned, crate::pictures::SavedPicture)> {
    let mut emoji = Emoji::new(app.ids.next(), draft.name);
    emoji.animated = draft.picture.moves();
    emoji.roles = draft.roles;
    let saved = app.save_picture(draft.picture).await?;
    Ok((Owned { emoji, owner_id, creator_id: Some(caller.user_id) }, saved))
}

fn change(emoji: &mut Emoji, edit: EmojiEdit) {
    if let Some(name) = edit.name {
        emoji.name = name;
    }
    if let Some(roles) = edit.roles {
        emoji.roles = roles;
    }
}

fn find(tx: &mut Tx<'_>, owner_id: Id<GenericMarker>, id: Id<EmojiMarker>) -> ActionResult<Owned> {
    tables::emojis::get(tx, owner_id, id)?.ok_or(ActionError::Unknown(Kind::Emoji))
}

/// Emojis as answers show them: with those who uploaded them, for whoever may know.
fn shown(tx: &mut Tx<'_>, owned: Vec<Owned>, with_creators: bool) -> Result<Vec<Emoji>, StoreError> {
    let mut creators: Vec<_> =
        owned.iter().filter(|_| with_creators).filter_map(|it| it.creator_id).collect();
    creators.sort_unstable();
    creators.dedup();
    let creators: Vec<User> = tables::users::get_many(tx, &creators)?;
    let with_creator = |mut owned: Owned| {
        let creator = creators.iter().find(|user| Some(user.id) == owned.creator_id);
        owned.emoji.user = creator.cloned().map(Box::new);
        owned.emoji
    };
    Ok(owned.into_iter().map(with_creator).collect())
}

fn one_shown(tx: &mut Tx<'_>, owned: Owned, with_creator: bool) -> ActionResult<Emoji> {
    let mut shown = shown(tx, vec![owned], with_creator)?;
    shown.pop().ok_or(ActionError::Unknown(Kind::Emoji))
}

/// Tells a guild's members all emojis that there are now, and whatever computes from the snapshot.
fn tell(tx: &mut Tx<'_>, out: &mut Outbox, guild_id: Id<GuildMarker>) -> Result<(), StoreError> {
    let emojis = tables::emojis::of_owner(tx, guild_id.cast())?.into_iter().map(|it| it.emoji).collect();
    let event = Event::EmojisUpdate(Box::new(EmojisUpdate { guild_id, emojis }));
    out.publish(Audience::Guild(guild_id), event);
    Ok(())
}

fn require_curator(access: &GuildAccess, owned: &Owned) -> ActionResult<()> {
    let is_own = owned.creator_id == Some(access.member.user.id);
    if is_own && access.permissions.contains(Permissions::CREATE_GUILD_EXPRESSIONS) {
        return Ok(());
    }
    access.require(Permissions::MANAGE_GUILD_EXPRESSIONS)
}

fn require_roles(access: &GuildAccess, roles: &[Id<RoleMarker>]) -> ActionResult<()> {
    match roles.iter().position(|id| access.guild.role(*id).is_none()) {
        Some(index) => {
            let path = format!("roles.{index}");
            Err(FieldError::new(path, "EMOJI_ROLE_UNKNOWN", "There is no such role.").into())
        }
        None => Ok(()),
    }
}

fn require_room(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, animated: bool) -> ActionResult<()> {
    if tables::emojis::count(tx, guild_id.cast(), animated)? < limits::GUILD_EMOJIS_MAX {
        return Ok(());
    }
    Err(ActionError::Refused(if animated { Refusal::MaxAnimatedEmojis } else { Refusal::MaxEmojis }))
}
