//! Flags of groups: pictures, out of sight with their group.

use std::path::PathBuf;

use parvis_app::pictures::PictureKind;
use parvis_app::{ActionError, ActionResult, App, Caller, Kind};
use parvis_model::Id;

use super::listing::Flag;
use super::unknown;
use crate::Directory;
use crate::markers::GroupMarker;

/// A flag that is to be sent.
pub enum Drawn {
    /// A file and its content type.
    Picture(PathBuf, String),
}

/// The flag of a group that the caller may see.
pub async fn get(
    directory: &Directory,
    app: &App,
    caller: Option<&Caller>,
    id: Id<GroupMarker>,
) -> ActionResult<Drawn> {
    let (view, viewer) = directory.view_for(app, caller).await?;
    let group = view.group(id, viewer.as_ref()).ok_or_else(unknown)?;
    let no_flag = || ActionError::Unknown(Kind::Thing("Flag"));
    match group.listing.flag.as_ref().ok_or_else(no_flag)? {
        Flag::Picture(hash) => {
            let found = app.open_picture(PictureKind::Flag, id.cast(), hash.clone()).await;
            let (path, content_type) = found.map_err(|_| no_flag())?;
            Ok(Drawn::Picture(path, content_type))
        }
    }
}
