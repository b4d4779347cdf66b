//! What those who keep a group do with it: see how it stands, correct it, take it dark, say that it is still there,
//! take it back.
//!
//! What a stranger could misuse to deceive (name, words, place, address, flag) waits for a moderator when keepers
//! change it; what only makes a group more or less open is done at once.

use parvis_app::pictures::PictureKind;
use parvis_app::sheets::of_groups;
use parvis_app::{ActionResult, App, Caller, Outbox};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Timestamp};
use parvis_store::Tx;
use serde::Serialize;

use super::body::Draft;
use super::keepers::{Key, following, keeping, manages};
use super::listing::Listing;
use super::resolve::{Resolved, resolve};
use super::unknown;
use crate::log::{self, Actor};
use crate::markers::GroupMarker;
use crate::tables::groups::{Kept, Note, State, Version};
use crate::{Changed, Directory, moderators, tables};

/// Without a word from its keepers for so long, a group counts as stale.
pub const STALE_MS: i64 = 90 * 86_400_000;
/// And after so long it goes dark by itself.
pub const FORGOTTEN_MS: i64 = 180 * 86_400_000;
/// Versions that moderators see.
const VERSIONS_MAX: u32 = 100;

/// A group as those see it who keep it, or look after the map.
#[derive(Debug, Clone, Serialize)]
pub struct KeptGroup {
    pub(crate) id: Id<GroupMarker>,
    pub(crate) state: State,
    pub(crate) dark: bool,
    pub(crate) version: u32,
    pub(crate) created_at: Timestamp,
    pub(crate) changed_at: Timestamp,
    pub(crate) confirmed_at: Timestamp,
    pub(crate) confirm_by: Timestamp,
    pub(crate) stale: bool,
    pub(crate) listing: Option<Listing>,
    pub(crate) proposed: Option<Listing>,
    pub(crate) messages: Vec<Note>,
    pub(crate) merged_into: Option<Id<GroupMarker>>,
}

impl KeptGroup {
    /// What is told of a group.
    pub fn of(kept: Kept, now_ms: i64) -> Self {
        let stale_ms = kept.confirmed_at.unix_ms() + STALE_MS;
        Self {
            id: kept.id,
            state: kept.state,
            dark: kept.is_dark,
            version: kept.version,
            created_at: kept.created_at,
            changed_at: kept.changed_at,
            confirmed_at: kept.confirmed_at,
            confirm_by: Timestamp::from_unix_ms(stale_ms),
            stale: kept.state == State::Listed && stale_ms <= now_ms,
            listing: kept.listing,
            proposed: kept.proposed,
            messages: kept.messages,
            merged_into: kept.merged_into,
        }
    }
}

/// How a group stands.
pub async fn get(directory: &Directory, app: &App, key: Key<'_>) -> ActionResult<KeptGroup> {
    let keeping = following(directory, app, &key).await?;
    Ok(KeptGroup::of(keeping.group, app.now_ms()))
}

/// What a guild has on the map or wants to have there, for who manages it.
pub async fn of_guild(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<Vec<KeptGroup>> {
    caller.require_person()?;
    let needed = parvis_model::Permissions::MANAGE_GUILD;
    parvis_app::access::guild(app, caller, guild_id, needed).await?;
    let kept = app.read(move |tx| Ok(tables::groups::of_guild(tx, guild_id)?)).await?;
    Ok(kept.into_iter().map(|group| KeptGroup::of(group, app.now_ms())).collect())
}

/// Corrects a group.
pub async fn edit(
    directory: &Directory,
    app: &App,
    key: Key<'_>,
    caller: Option<&Caller>,
    draft: Draft,
) -> ActionResult<KeptGroup> {
    let keeping = keeping(directory, app, &key).await?;
    let (id, actor) = (keeping.group.id, keeping.actor);
    let base = keeping.group.proposed.as_ref().or(keeping.group.listing.as_ref()).ok_or_else(unknown)?;
    let view = directory.view(app).await?;
    let mut resolved = resolve(app, &view, caller, Some(base), draft).await?;
    let (app_in_job, now) = (app.clone(), Timestamp::from_unix_ms(app.now_ms()));
    let job = move |tx: &mut Tx<'_>, out: &mut Outbox| {
        let mut group = tables::groups::get(tx, id)?.filter(|it| !it.state.is_over()).ok_or_else(unknown)?;
        resolved.keep_picture(tx, out, id, now.unix_ms())?;
        let shown_changed = put(tx, &mut group, &resolved, actor, now)?;
        tables::groups::update(tx, &group)?;
        log::record(tx, &app_in_job, actor, "group.edit", id, "")?;
        let changed = if shown_changed { Changed::Groups(vec![id]) } else { Changed::Nothing };
        Ok((group, changed))
    };
    let group = directory.change(app, job).await?;
    Ok(KeptGroup::of(group, app.now_ms()))
}

/// Puts a correction onto the map, or before the moderators; whether what is shown has changed.
fn put(
    tx: &mut Tx<'_>,
    group: &mut Kept,
    resolved: &Resolved,
    actor: Actor,
    now: Timestamp,
) -> ActionResult<bool> {
    let new = &resolved.listing;
    if resolved.invite.is_some() {
        group.invite.clone_from(&resolved.invite);
    }
    let Some(old) = group.listing.clone().filter(|_| group.state == State::Listed) else {
        // Not on the map yet: it goes on waiting, and what was asked counts as answered.
        group.proposed = Some(new.clone());
        group.state = State::Waiting;
        group.is_waiting = true;
        group.changed_at = now;
        return Ok(false);
    };
    let at_once = if actor.is_moderator() { new.clone() } else { openness_of(&old, new) };
    let waits = at_once != *new;
    group.proposed = waits.then(|| new.clone());
    group.is_waiting = waits;
    group.confirmed_at = now;
    if at_once == old {
        return Ok(resolved.invite.is_some());
    }
    show(tx, group, at_once, actor, now)?;
    Ok(true)
}

/// What of a correction is done at once: how open the group is.
fn openness_of(old: &Listing, new: &Listing) -> Listing {
    Listing {
        join: new.join.clone(),
        visibility: new.visibility,
        members: new.members.clone(),
        languages: new.languages.clone(),
        expires_at: new.expires_at,
        ..old.clone()
    }
}

/// Puts a listing onto the map as the group's next version.
pub(crate) fn show(
    tx: &mut Tx<'_>,
    group: &mut Kept,
    listing: Listing,
    actor: Actor,
    now: Timestamp,
) -> ActionResult<()> {
    group.version += 1;
    group.changed_at = now;
    group.listing = Some(listing.clone());
    let version = Version { version: group.version, by_moderator: actor.is_moderator(), at: now, listing };
    tables::groups::insert_version(tx, group.id, &version)?;
    Ok(())
}

/// Hides a group everywhere, or shows it again.
pub async fn set_dark(directory: &Directory, app: &App, key: Key<'_>, is_dark: bool) -> ActionResult<()> {
    let keeping = match is_dark {
        true => following(directory, app, &key).await?,
        false => keeping(directory, app, &key).await?,
    };
    let (id, actor, app_in_job) = (keeping.group.id, keeping.actor, app.clone());
    directory
        .change(app, move |tx, _| {
            let mut group = tables::groups::get(tx, id)?.ok_or_else(unknown)?;
            if group.is_dark == is_dark {
                return Ok(((), Changed::Nothing));
            }
            group.is_dark = is_dark;
            tables::groups::update(tx, &group)?;
            log::record(tx, &app_in_job, actor, if is_dark { "group.dark" } else { "group.light" }, id, "")?;
            Ok(((), Changed::Groups(vec![id])))
        })
        .await
}

/// Notes that a group is still there. What is dark stays dark, for whatever reason it is: only who says so shows it.
pub async fn confirm(directory: &Directory, app: &App, key: Key<'_>) -> ActionResult<KeptGroup> {
    let keeping = keeping(directory, app, &key).await?;
    let (id, now) = (keeping.group.id, Timestamp::from_unix_ms(app.now_ms()));
    let group = app
        .write(crate::lane(), move |tx, _| {
            let mut group =
                tables::groups::get(tx, id)?.filter(|it| !it.state.is_over()).ok_or_else(unknown)?;
            group.confirmed_at = now;
            tables::groups::update(tx, &group)?;
            Ok(group)
        })
        .await?;
    Ok(KeptGroup::of(group, app.now_ms()))
}

/// Takes a group back for good: nothing of it is kept but that there was one, for who holds its link.
pub async fn withdraw(directory: &Directory, app: &App, key: Key<'_>) -> ActionResult<()> {
    let keeping = keeping(directory, app, &key).await?;
    let (id, actor) = (keeping.group.id, keeping.actor);
    let end = if actor.is_moderator() { State::Removed } else { State::Withdrawn };
    let (app_in_job, now) = (app.clone(), Timestamp::from_unix_ms(app.now_ms()));
    if let Actor::Moderator(user_id) = actor {
        crate::removals::require_few(app, user_id).await?;
    }
    directory
        .change(app, move |tx, out| {
            let group = tables::groups::get(tx, id)?.ok_or_else(unknown)?;
            of_groups::revoke_all(tx, out, id.cast(), now.unix_ms())?;
            finish(tx, &app_in_job, group, end, actor, now)?;
            Ok(((), Changed::Groups(vec![id])))
        })
        .await?;
    app.delete_queued_blobs_soon();
    Ok(())
}

/// Ends a group: what stood on the map, who asked to come in and who was answered for is forgotten.
pub(crate) fn finish(
    tx: &mut Tx<'_>,
    app: &App,
    mut group: Kept,
    end: State,
    actor: Actor,
    now: Timestamp,
) -> ActionResult<()> {
    let id = group.id;
    group.state = end;
    group.listing = None;
    group.proposed = None;
    group.invite = None;
    group.is_waiting = false;
    group.changed_at = now;
    tables::groups::update(tx, &group)?;
    tables::groups::delete_versions(tx, id)?;
    tables::requests::delete_of_group(tx, id)?;
    tables::vouchers::delete_of_group(tx, id)?;
    PictureKind::Flag.replace(tx, id.cast(), None, now.unix_ms())?;
    log::record(tx, app, actor, &format!("group.{}", end.as_str()), id, "")?;
    Ok(())
}

/// A version as moderators see it.
#[derive(Debug, Clone, Serialize)]
pub struct ShownVersion {
    version: u32,
    at: Timestamp,
    by: tables::groups::Side,
    listing: Listing,
}

/// What a group has been, the last first, for moderators.
pub async fn versions(app: &App, caller: &Caller, id: Id<GroupMarker>) -> ActionResult<Vec<ShownVersion>> {
    moderators::require(app, caller).await?;
    let versions = app.read(move |tx| {
        tables::groups::get(tx, id)?.ok_or_else(unknown)?;
        Ok(tables::groups::versions(tx, id, VERSIONS_MAX)?)
    });
    let shown = versions.await?.into_iter().map(|version| ShownVersion {
        version: version.version,
        at: version.at,
        by: match version.by_moderator {
            true => tables::groups::Side::Moderator,
            false => tables::groups::Side::Keeper,
        },
        listing: version.listing,
    });
    Ok(shown.collect())
}

/// Whether somebody may speak for a group by account: its guild's managers.
pub(crate) async fn speaks_for(app: &App, caller: &Caller, group: &Kept) -> ActionResult<bool> {
    match group.latest().and_then(|listing| listing.target.guild_id()) {
        Some(guild_id) => manages(app, caller, guild_id).await,
        None => Ok(false),
    }
}
