//! `…/guide/pages`

pub mod delete;
pub mod get;
pub mod put;
pub mod side_by_side;
pub mod versions;

use parvis_api::error::{ApiResult, invalid_fields};
use serde::Deserialize;

use crate::page::{Language, Slug};

/// A page in one language, as a path names it.
#[derive(Debug, Deserialize)]
pub struct PagePath {
    slug: String,
    language: String,
}

impl PagePath {
    /// What it names.
    pub fn read(&self) -> ApiResult<(Slug, Language)> {
        let slug = Slug::parse("slug", &self.slug).map_err(invalid_fields)?;
        Ok((slug, Language::parse("language", &self.language).map_err(invalid_fields)?))
    }
}
