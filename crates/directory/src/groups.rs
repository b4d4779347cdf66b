//! Groups: what is said of them, who keeps them, and what is done with them.

pub mod body;
pub mod flags;
pub mod keepers;
pub mod keeping;
pub mod link;
pub mod listing;
pub mod resolve;
pub mod shown;

use parvis_app::{ActionError, ActionResult, App, Caller, Kind};
use parvis_model::{Id, Timestamp};
use serde::Serialize;

use crate::Directory;
use crate::markers::{AreaMarker, GroupMarker};
use crate::view::{Activity, Listed};
use body::language;
use listing::JoinMode;
use shown::ShownGroup;

/// Groups of one page.
pub const PAGE_MAX: usize = 200;

/// Which groups of a place are asked for.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    /// In which language one talks there.
    pub language: Option<String>,
    /// What they are about.
    pub tag: Option<String>,
    /// How lively they are at least.
    pub activity: Option<Activity>,
    /// How one comes in.
    pub join: Option<JoinMode>,
    /// New or changed since.
    pub changed_since: Option<Timestamp>,
    /// Only those of the place itself.
    pub is_direct: bool,
    /// Behind this one.
    pub after: Option<Id<GroupMarker>>,
    /// At most so many.
    pub limit: usize,
}

impl Filter {
    /// Whether a group is what is asked for, wherever it is.
    pub fn takes(&self, group: &Listed) -> bool {
        let listing = &group.listing;
        let is_wanted = match self.activity {
            None => true,
            Some(Activity::Month) => matches!(group.activity, Activity::Week | Activity::Month),
            Some(wanted) => wanted == group.activity,
        };
        is_wanted
            && self.language.as_ref().is_none_or(|it| listing.languages.contains(it))
            && self.tag.as_ref().is_none_or(|it| listing.tags.contains(it))
            && self.changed_since.is_none_or(|since| group.changed_at > since)
            && self.join.is_none_or(|it| listing.join.mode == it)
    }
}

/// A page of groups.
#[derive(Debug, Serialize)]
pub struct Page {
    groups: Vec<ShownGroup>,
    has_more: bool,
}

/// No group has this id, or none that the caller may know of.
pub(crate) fn unknown() -> ActionError {
    ActionError::Unknown(Kind::Thing("Group"))
}

/// One group.
pub async fn get(
    directory: &Directory,
    app: &App,
    caller: Option<&Caller>,
    id: Id<GroupMarker>,
) -> ActionResult<ShownGroup> {
    let (view, viewer) = directory.view_for(app, caller).await?;
    let group = view.group(id, viewer.as_ref()).ok_or_else(unknown)?;
    Ok(ShownGroup::of(&view, group, viewer.as_ref(), app))
}

/// The groups of a place and of those in it that the caller may see, by their ids.
pub async fn list(
    directory: &Directory,
    app: &App,
    caller: Option<&Caller>,
    area_id: Id<AreaMarker>,
    filter: Filter,
) -> ActionResult<Page> {
    if let Some(code) = &filter.language {
        language("language", code)?;
    }
    let (view, viewer) = directory.view_for(app, caller).await?;
    view.area(area_id).ok_or_else(crate::areas::unknown)?;
    let mut groups: Vec<ShownGroup> = view
        .groups_in(Some(area_id), filter.is_direct, viewer.as_ref())
        .filter(|group| filter.after.is_none_or(|after| group.id > after))
        .filter(|group| filter.takes(group))
        .take(filter.limit + 1)
        .map(|group| ShownGroup::of(&view, group, viewer.as_ref(), app))
        .collect();
    let has_more = groups.len() > filter.limit;
    groups.truncate(filter.limit);
    Ok(Page { groups, has_more })
}
