//! What is sent to change an application.

use parvis_app::applications::{ApplicationEdit, ApplicationName};
use parvis_app::pictures::Picture;
use parvis_model::{ApplicationFlags, Field, InstallParams};
use parvis_rules::limits::{self, chars};
use parvis_rules::names;
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;
use serde_json::Value;

use crate::error::{ApiResult, invalid_fields};

/// What changes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditApplication {
    name: Option<String>,
    description: Field<String>,
    icon: Field<String>,
    flags: Option<ApplicationFlags>,
    bot_public: Option<bool>,
    tags: Option<Vec<String>>,
    terms_of_service_url: Field<String>,
    privacy_policy_url: Field<String>,
    custom_install_url: Field<String>,
    install_params: Field<InstallParams>,
    interactions_endpoint_url: Field<String>,
    redirect_uris: Option<Vec<String>>,
    // What this server does not offer yet is refused rather than forgotten.
    role_connections_verification_url: Field<String>,
    event_webhooks_url: Field<String>,
    cover_image: Field<Value>,
}

impl EditApplication {
    /// The edit, or every field that is wrong.
    pub fn into_edit(self) -> ApiResult<ApplicationEdit> {
        let mut errors = self.not_offered();
        let mut edit =
            ApplicationEdit { flags: self.flags, bot_public: self.bot_public, ..Default::default() };
        if let Some(name) = &self.name {
            edit.name = ApplicationName::parse("name", name).map_err(|error| errors.push(error)).ok();
        }
        if let Some(description) = self.description.change() {
            let text = description.unwrap_or_default().trim().to_owned();
            let lengths = 0..=limits::APPLICATION_DESCRIPTION_CHARS_MAX;
            errors.extend(validate::length("description", chars(&text), lengths).err());
            edit.description = Some(text);
        }
        if let Some(icon) = self.icon.as_ref().change() {
            let picture = icon.map(|uri| Picture::from_data_uri("icon", uri)).transpose();
            edit.icon = picture.map_err(|error| errors.push(error)).ok();
        }
        if let Some(tags) = self.tags {
            let tags: Vec<_> = tags.iter().map(|tag| names::clean_name(tag)).collect();
            let lengths = 0..=limits::APPLICATION_TAGS_MAX;
            errors.extend(validate::length("tags", tags.len(), lengths).err());
            for (index, tag) in tags.iter().enumerate() {
                let lengths = 1..=limits::APPLICATION_TAG_CHARS_MAX;
                errors.extend(validate::length(&format!("tags.{index}"), chars(tag), lengths).err());
            }
            edit.tags = Some(tags);
        }
        for (path, given, place) in [
            ("terms_of_service_url", self.terms_of_service_url, &mut edit.terms_of_service_url),
            ("privacy_policy_url", self.privacy_policy_url, &mut edit.privacy_policy_url),
            ("custom_install_url", self.custom_install_url, &mut edit.custom_install_url),
            ("interactions_endpoint_url", self.interactions_endpoint_url, &mut edit.interactions_url),
        ] {
            *place = given.change().map(|url| url.filter(|url| !url.is_empty()));
            if let Some(Some(url)) = place {
                errors.extend(validate::url(path, url).err());
            }
        }
        if let Some(redirect_uris) = self.redirect_uris {
            errors.extend(validate::redirect_uris("redirect_uris", &redirect_uris));
            edit.redirect_uris = Some(redirect_uris);
        }
        edit.install_params = self.install_params.change();
        if errors.is_empty() { Ok(edit) } else { Err(invalid_fields(errors)) }
    }

    fn not_offered(&self) -> Vec<FieldError> {
        let is_text = |field: &Field<String>| matches!(field, Field::Value(text) if !text.is_empty());
        let given = [
            ("role_connections_verification_url", is_text(&self.role_connections_verification_url)),
            ("event_webhooks_url", is_text(&self.event_webhooks_url)),
            ("cover_image", matches!(self.cover_image, Field::Value(_))),
        ];
        let message = "This server does not offer this.";
        given
            .into_iter()
            .filter(|(_, is_given)| *is_given)
            .map(|(path, _)| FieldError::new(path, "NOT_OFFERED", message))
            .collect()
    }
}
