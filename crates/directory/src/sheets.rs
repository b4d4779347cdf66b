//! Sheets of paper of groups: with the group's flag, its place in each language, and its own words. Whoever keeps a
//! group makes and takes back its sheets.

mod locator;

use parvis_app::pictures::PictureKind;
use parvis_app::sheets::paper::{self, Subject};
use parvis_app::sheets::{self, SheetDraft, of_groups};
use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::marker::{ChannelMarker, GuildMarker, SheetMarker};
use parvis_model::{Id, Sheet, SheetText};
use parvis_print::flag::Design;
use parvis_print::sheet::{AREAS_MAX, Flag as PrintedFlag, LINE_CHARACTERS_MAX, Sheet as Paper, Text};
use parvis_store::tables::sheets as table;

use crate::groups::flags;
use crate::groups::keepers::{Key, keeping, manages};
use crate::groups::listing::{Flag, JoinMode, Listing, Target};
use crate::groups::unknown as unknown_group;
use crate::markers::GroupMarker;
use crate::tables::groups::{Kept, State};
use crate::view::View;
use crate::{Directory, flags as family};

/// The sheets of a group, newest first.
pub async fn list(directory: &Directory, app: &App, key: Key<'_>) -> ActionResult<Vec<Sheet>> {
    let group_id = keeping(directory, app, &key).await?.group.id.cast();
    app.read(move |tx| Ok(table::of_group(tx, group_id)?)).await
}

/// Makes a sheet of a group that is on the map.
pub async fn create(
    directory: &Directory,
    app: &App,
    key: Key<'_>,
    draft: SheetDraft,
    origin: &str,
) -> ActionResult<Sheet> {
    let group = keeping(directory, app, &key).await?.group;
    let listing = listing_of(&group)?;
    let mut sheet = draft.into_sheet(app);
    sheet.group_id = Some(group.id.cast());
    let caller = caller_of(&key);
    sheet.maker_id = caller.map(|caller| caller.user_id);
    if let Some((guild_id, channel_id)) = way_in(app, caller, listing).await? {
        (sheet.guild_id, sheet.channel_id) = (Some(guild_id), Some(channel_id));
    }
    paper::check(&paper_of(directory, app, &group, &sheet, origin).await?)?;
    of_groups::create(app, caller, group.id.cast(), sheet).await
}

/// What a sheet would look like. Nothing is kept of it, and its code leads nowhere.
pub async fn preview(
    directory: &Directory,
    app: &App,
    key: Key<'_>,
    draft: SheetDraft,
    origin: &str,
) -> ActionResult<String> {
    let group = keeping(directory, app, &key).await?.group;
    let sheet = draft.into_preview(app);
    paper::svg(paper_of(directory, app, &group, &sheet, origin).await?).await
}

/// Says anew where a sheet hangs.
pub async fn set_label(
    directory: &Directory,
    app: &App,
    key: Key<'_>,
    id: Id<SheetMarker>,
    label: String,
) -> ActionResult<Sheet> {
    let (_, sheet) = find(directory, app, &key, id).await?;
    let written = label.clone();
    app.write(crate::lane(), move |tx, _| Ok(table::set_label(tx, id, &written)?)).await?;
    Ok(Sheet { label, ..sheet })
}

/// Takes a sheet back: every copy of it leads nowhere.
pub async fn revoke(directory: &Directory, app: &App, key: Key<'_>, id: Id<SheetMarker>) -> ActionResult<()> {
    let (_, sheet) = find(directory, app, &key, id).await?;
    of_groups::revoke(app, caller_of(&key), sheet).await
}

/// A sheet that can still be printed, as it goes to paper.
pub async fn on_paper(
    directory: &Directory,
    app: &App,
    key: Key<'_>,
    id: Id<SheetMarker>,
    origin: &str,
) -> ActionResult<Paper> {
    let (group, sheet) = find(directory, app, &key, id).await?;
    if sheet.revoked_at.is_some() {
        return Err(sheets::unknown());
    }
    paper_of(directory, app, &group, &sheet, origin).await
}

async fn find(
    directory: &Directory,
    app: &App,
    key: &Key<'_>,
    id: Id<SheetMarker>,
) -> ActionResult<(Kept, Sheet)> {
    let group = keeping(directory, app, key).await?.group;
    let found = app.read(move |tx| Ok(table::get(tx, id)?)).await?;
    let own = found.filter(|sheet| sheet.group_id == Some(group.id.cast()));
    own.map(|sheet| (group, sheet)).ok_or_else(sheets::unknown)
}

fn caller_of<'a>(key: &Key<'a>) -> Option<&'a Caller> {
    match key {
        Key::Account(caller, _) => Some(caller),
        Key::Receipt(_) => None,
    }
}

fn listing_of(group: &Kept) -> ActionResult<&Listing> {
    if group.state != State::Listed {
        let text = "Sheets lead to groups that are on the map.";
        return Err(ActionError::invalid("group_id", "DIRECTORY_NOT_LISTED", text));
    }
    group.listing.as_ref().ok_or_else(unknown_group)
}

/// Into an open guild a sheet leads by an invitation of its own, so that those who come by it are counted; whoever
/// manages the guild gives it.
async fn way_in(
    app: &App,
    caller: Option<&Caller>,
    listing: &Listing,
) -> ActionResult<Option<(Id<GuildMarker>, Id<ChannelMarker>)>> {
    let (Target::Guild { guild_id, channel_id }, JoinMode::Open) = (&listing.target, listing.join.mode)
    else {
        return Ok(None);
    };
    let Some(caller) = caller else { return Ok(None) };
    Ok(manages(app, caller, *guild_id).await?.then_some((*guild_id, *channel_id)))
}

async fn paper_of(
    directory: &Directory,
    app: &App,
    group: &Kept,
    sheet: &Sheet,
    origin: &str,
) -> ActionResult<Paper> {
    let listing = group.latest().ok_or_else(unknown_group)?;
    let view = directory.view(app).await?;
    let texts = sheet.texts.iter().map(|text| text_of(&view, listing, text)).collect();
    let flag = flag_of(app, group.id, listing).await?;
    let locator = locator::of(&view, listing);
    Ok(paper::of(sheet, Subject { flag, texts, locator }, origin))
}

fn text_of(view: &View, listing: &Listing, text: &SheetText) -> Text {
    let path = view.path(listing.area_id);
    let named = path
        .iter()
        .skip(path.len().saturating_sub(AREAS_MAX))
        .map(|area| area.names.by_language.get(&text.language).unwrap_or(&area.name).clone());
    let about = listing.description.get(&text.language).map(String::as_str).unwrap_or_default();
    Text {
        language: text.language.clone(),
        title: text.title.clone().unwrap_or_else(|| listing.name.clone()),
        area_path: named.collect(),
        line: text.line.clone().unwrap_or_else(|| about.chars().take(LINE_CHARACTERS_MAX).collect()),
        ..Text::default()
    }
}

/// A group's flag as it is drawn; one of the map's family for a group that has none.
pub(crate) async fn flag_of(app: &App, id: Id<GroupMarker>, listing: &Listing) -> ActionResult<PrintedFlag> {
    let drawn = match &listing.flag {
        Some(Flag::Design(design)) => flags::read("flag", design).ok(),
        _ => None,
    };
    if let Some(design) = drawn {
        return Ok(PrintedFlag::Design(design));
    }
    let picture = match &listing.flag {
        Some(Flag::Picture(hash)) => {
            match app.open_picture(PictureKind::Flag, id.cast(), hash.clone()).await {
                Ok((path, _)) => tokio::fs::read(path).await.ok(),
                Err(_) => None,
            }
        }
        _ => None,
    };
    let base = family::base(app).await?;
    paper::flag_of(picture, Design::from_seed(base.as_ref(), &listing.name)).await
}
