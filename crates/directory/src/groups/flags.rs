//! Flags of groups: drawn from a description, or a picture. Out of sight with their group.

use std::path::PathBuf;

use parvis_app::pictures::PictureKind;
use parvis_app::{ActionError, ActionResult, App, Caller, Kind};
use parvis_model::Id;
use parvis_print::flag::Design;
use parvis_rules::validate::FieldError;
use serde_json::Value;

use super::body::capitalised;
use super::listing::Flag;
use super::unknown;
use crate::Directory;
use crate::markers::GroupMarker;

/// A flag that is to be sent.
pub enum Drawn {
    /// An SVG document.
    Svg(String),
    /// A file and its content type.
    Picture(PathBuf, String),
}

/// Reads a description of a flag; the error names the field.
pub fn read(path: &str, design: &Value) -> Result<Design, FieldError> {
    let wrong =
        |field: String, text: String| FieldError::new(field, "DIRECTORY_FLAG_INVALID", capitalised(&text));
    let design: Design =
        serde_json::from_value(design.clone()).map_err(|error| wrong(path.to_owned(), error.to_string()))?;
    design.check().map_err(|error| wrong(format!("{path}.{}", error.field), error.problem))?;
    Ok(design)
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
        Flag::Design(design) => Ok(Drawn::Svg(read("flag", design).map_err(|_| no_flag())?.svg())),
        Flag::Picture(hash) => {
            let found = app.open_picture(PictureKind::Flag, id.cast(), hash.clone()).await;
            let (path, content_type) = found.map_err(|_| no_flag())?;
            Ok(Drawn::Picture(path, content_type))
        }
    }
}
