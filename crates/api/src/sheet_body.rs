//! What somebody says of a sheet of paper that is to be made or changed, and how a sheet is told.

use parvis_app::sheets::{LANGUAGES, SheetDraft, written_link};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Sheet, SheetKind, SheetText};
use parvis_rules::validate::FieldError;
use parvis_rules::{limits, validate};
use serde::{Deserialize, Serialize};

use crate::error::{ApiResult, invalid_fields};

/// What a sheet is to be.
#[derive(Debug, Deserialize)]
pub struct SheetBody {
    #[serde(default)]
    channel_id: Option<Id<ChannelMarker>>,
    kind: SheetKind,
    texts: Vec<SheetText>,
    #[serde(default)]
    label: String,
    #[serde(default)]
    careful: bool,
}

impl SheetBody {
    /// The channel that its invitation leads to.
    pub fn channel_id(&self) -> ApiResult<Id<ChannelMarker>> {
        self.channel_id.ok_or_else(|| invalid_fields(FieldError::required("channel_id")))
    }

    /// The sheet, when everything is within its bounds.
    pub fn into_draft(self) -> ApiResult<SheetDraft> {
        let mut errors = Vec::new();
        errors.extend(validate::length("texts", self.texts.len(), 1..=2).err());
        errors.extend(check_label(&self.label).err());
        for (at, text) in self.texts.iter().enumerate().take(2) {
            check_text(at, text, &mut errors);
        }
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        let Self { kind, texts, label, careful, .. } = self;
        Ok(SheetDraft { kind, label: label.trim().to_owned(), texts, careful })
    }
}

/// Where a sheet hangs, said anew.
#[derive(Debug, Deserialize)]
pub struct LabelBody {
    label: String,
}

impl LabelBody {
    /// The label, when it is short enough.
    pub fn into_label(self) -> ApiResult<String> {
        check_label(&self.label).map_err(invalid_fields)?;
        Ok(self.label.trim().to_owned())
    }
}

fn check_label(label: &str) -> Result<(), FieldError> {
    validate::length("label", limits::chars(label), 0..=limits::SHEET_LABEL_CHARS_MAX)
}

fn check_text(at: usize, text: &SheetText, errors: &mut Vec<FieldError>) {
    let field = |name: &str| format!("texts.{at}.{name}");
    if !LANGUAGES.contains(&text.language.as_str()) {
        errors.push(FieldError::choices(field("language"), LANGUAGES));
    }
    if let Some(title) = &text.title {
        let length = limits::chars(title.trim());
        errors.extend(validate::length(&field("title"), length, 1..=limits::SHEET_TITLE_CHARS_MAX).err());
    }
    if let Some(line) = &text.line {
        let length = limits::chars(line);
        errors.extend(validate::length(&field("line"), length, 0..=limits::SHEET_LINE_CHARS_MAX).err());
    }
}

/// A sheet with the address that it bears.
#[derive(Debug, Serialize)]
pub struct ShownSheet {
    #[serde(flatten)]
    sheet: Sheet,
    url: String,
}

impl ShownSheet {
    /// A sheet as this server's address leads to it.
    pub fn of(sheet: Sheet, origin: &str) -> Self {
        Self { url: written_link(origin, &sheet.code), sheet }
    }
}

/// Sheets, newest first.
#[derive(Debug, Serialize)]
pub struct ShownSheets {
    sheets: Vec<ShownSheet>,
}

impl ShownSheets {
    /// All of these.
    pub fn of(sheets: Vec<Sheet>, origin: &str) -> Self {
        Self { sheets: sheets.into_iter().map(|sheet| ShownSheet::of(sheet, origin)).collect() }
    }
}
