//! From what somebody says of a group to what can stand on the map: the area of a point, the channel of a guild, the
//! file of a picture.

use parvis_app::pictures::{PictureKind, SavedPicture};
use parvis_app::{ActionError, ActionResult, App, Caller, Outbox, access, invites};
use parvis_geography::cell::{Cell, CellSize};
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Id, Permissions};
use parvis_rules::validate::FieldError;
use parvis_store::Tx;

use super::body::{Draft, FlagDraft, PlaceDraft, Precision, TargetDraft};
use super::listing::{Flag, Join, JoinMode, Listing, Members, Shown, Target, Visibility};
use crate::markers::{AreaMarker, GroupMarker};
use crate::view::View;

/// How long a group may stand on the map before it leaves it by itself: at most so long from now.
const EXPIRY_MS_MAX: i64 = 5 * 365 * 86_400_000;
/// What is kept of a point: some streets.
const CELL: CellSize = CellSize::Streets;

/// What can stand on the map, and what belongs to it.
pub struct Resolved {
    /// What can stand there.
    pub listing: Listing,
    /// A new picture, whose file is on the disk.
    pub picture: Option<SavedPicture>,
    /// The invitation that was made for an open guild.
    pub invite: Option<String>,
}

impl Resolved {
    /// Makes the picture the group's, in the transaction that names it.
    pub fn keep_picture(
        &mut self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        id: Id<GroupMarker>,
        now_ms: i64,
    ) -> ActionResult<()> {
        if let Some(picture) = self.picture.take()
            && PictureKind::Flag.replace(tx, id.cast(), Some(picture.row()), now_ms)?
        {
            out.keep(picture.into_upload());
        }
        Ok(())
    }
}

/// Puts what somebody says on what there is; without `base`, everything that must be said must be there. Only who
/// manages a guild puts it on the map.
pub async fn resolve(
    app: &App,
    view: &View,
    caller: Option<&Caller>,
    base: Option<&Listing>,
    draft: Draft,
) -> ActionResult<Resolved> {
    require_whole(base, &draft)?;
    let (area_id, cell) = match (draft.place, base) {
        (Some(place), _) => place_of(view, place)?,
        (None, Some(base)) => (base.area_id, base.cell.clone()),
        (None, None) => return Err(FieldError::required("area_id").into()),
    };
    let target = match (draft.target, base) {
        (Some(target), _) => target_of(app, caller, target).await?,
        (None, Some(base)) => base.target.clone(),
        (None, None) => return Err(FieldError::required("target").into()),
    };
    let (flag, picture) = match draft.flag {
        None => (base.and_then(|base| base.flag.clone()), None),
        Some(flag) => flag_of(app, flag).await?,
    };
    let expires_at = draft.expires_at.unwrap_or_else(|| base.and_then(|base| base.expires_at));
    if let Some(end) = expires_at
        && !(app.now_ms()..app.now_ms() + EXPIRY_MS_MAX).contains(&end.unix_ms())
    {
        let text = "Must lie in the next five years.";
        return Err(ActionError::invalid("expires_at", "DIRECTORY_EXPIRY_INVALID", text));
    }
    let base_join = || base.map(|base| base.join.clone());
    let listing = Listing {
        name: draft.name.or_else(|| base.map(|base| base.name.clone())).unwrap_or_default(),
        description: draft
            .description
            .or_else(|| base.map(|base| base.description.clone()))
            .unwrap_or_default(),
        languages: draft.languages.or_else(|| base.map(|base| base.languages.clone())).unwrap_or_default(),
        tags: draft.tags.or_else(|| base.map(|base| base.tags.clone())).unwrap_or_default(),
        area_id,
        cell,
        target,
        join: draft
            .join
            .or_else(base_join)
            .unwrap_or(Join { mode: JoinMode::Request, questions: Vec::new() }),
        visibility: draft.visibility.or(base.map(|base| base.visibility)).unwrap_or(Visibility::Public),
        members: draft
            .members
            .or_else(|| base.map(|base| base.members.clone()))
            .unwrap_or(Members { shown: Shown::Bucket, declared: None }),
        flag,
        expires_at,
    };
    let invite = invite_of(app, caller, base, &listing).await?;
    Ok(Resolved { listing, picture, invite })
}

fn require_whole(base: Option<&Listing>, draft: &Draft) -> ActionResult<()> {
    if base.is_some() {
        return Ok(());
    }
    let missing = [
        ("name", draft.name.is_none()),
        ("area_id", draft.place.is_none()),
        ("target", draft.target.is_none()),
        ("join", draft.join.is_none()),
    ];
    let errors: Vec<FieldError> = missing
        .into_iter()
        .filter(|(_, is_missing)| *is_missing)
        .map(|(it, _)| FieldError::required(it))
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Where a group stands. Of a point a cell is kept, and its area is that of the cell's middle: the two together say no
/// more than the cell alone.
fn place_of(view: &View, place: PlaceDraft) -> ActionResult<(Id<AreaMarker>, Option<String>)> {
    let nowhere =
        |path: &str| ActionError::invalid(path, "DIRECTORY_PLACE_UNKNOWN", "No area of this map is there.");
    match place {
        PlaceDraft::Area(area_id) => {
            view.area(area_id).ok_or_else(|| nowhere("area_id"))?;
            Ok((area_id, None))
        }
        PlaceDraft::Point(point, Precision::Area) => {
            let area = view.at(point).first().map(|area| area.id).ok_or_else(|| nowhere("point"))?;
            Ok((area, None))
        }
        PlaceDraft::Point(point, Precision::Cell) => {
            let cell = Cell::of(point, CELL).map_err(|_| nowhere("point"))?;
            let area = view.at(cell.centre()).first().map(|area| area.id).ok_or_else(|| nowhere("point"))?;
            Ok((area, Some(cell.to_string())))
        }
    }
}

async fn target_of(app: &App, caller: Option<&Caller>, target: TargetDraft) -> ActionResult<Target> {
    let (guild_id, channel_id) = match target {
        TargetDraft::Link(via, url) => return Ok(Target::Link { via, url }),
        TargetDraft::Guild(guild_id, channel_id) => (guild_id, channel_id),
    };
    let caller = caller.ok_or(ActionError::Unauthorized)?;
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    let visible = access.visible_channels();
    let is_door = |id: Id<ChannelMarker>| match channel_id {
        Some(wanted) => id == wanted,
        None => access.guild.is_open(id),
    };
    let door = visible.iter().find(|channel| channel.kind.holds_messages() && is_door(channel.id));
    let door = door.ok_or_else(|| {
        let text = "Must be a channel of the guild that everybody in it may view.";
        ActionError::invalid("target.channel_id", "DIRECTORY_CHANNEL_UNKNOWN", text)
    })?;
    Ok(Target::Guild { guild_id, channel_id: door.id })
}

/// An open guild is joined by an invitation without an end, made in the name of who manages it.
async fn invite_of(
    app: &App,
    caller: Option<&Caller>,
    base: Option<&Listing>,
    listing: &Listing,
) -> ActionResult<Option<String>> {
    let Target::Guild { guild_id, channel_id } = &listing.target else { return Ok(None) };
    let was_open = base.is_some_and(|base| base.join.mode == JoinMode::Open && base.target == listing.target);
    if listing.join.mode != JoinMode::Open || was_open {
        return Ok(None);
    }
    let Some(caller) = manager_of(app, caller, *guild_id).await? else { return Ok(None) };
    let draft = invites::InviteDraft { max_age_s: 0, max_uses: 0, unique: false };
    Ok(Some(invites::create(app, caller, *channel_id, draft, None).await?.code))
}

async fn manager_of<'a>(
    app: &App,
    caller: Option<&'a Caller>,
    guild_id: Id<GuildMarker>,
) -> ActionResult<Option<&'a Caller>> {
    let Some(caller) = caller else { return Ok(None) };
    match access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await {
        Ok(_) => Ok(Some(caller)),
        Err(ActionError::Unknown(_) | ActionError::MissingPermissions) => Ok(None),
        Err(other) => Err(other),
    }
}

async fn flag_of(app: &App, flag: Option<FlagDraft>) -> ActionResult<(Option<Flag>, Option<SavedPicture>)> {
    match flag {
        None => Ok((None, None)),
        Some(FlagDraft::Design(design)) => Ok((Some(Flag::Design(design)), None)),
        Some(FlagDraft::Picture(picture)) => {
            let saved = app.save_picture(picture).await?;
            Ok((Some(Flag::Picture(saved.row().hash.clone())), Some(saved)))
        }
    }
}
