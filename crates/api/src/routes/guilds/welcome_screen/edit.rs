//! `PATCH /guilds/{guild_id}/welcome-screen`

use axum::extract::State;
use parvis_app::welcome::WelcomeEdit;
use parvis_app::{App, welcome};
use parvis_model::marker::{ChannelMarker, EmojiMarker, GuildMarker};
use parvis_model::{Field, Id, WelcomeChannel, WelcomeScreen};
use parvis_rules::validate::{self, FieldError};
use parvis_rules::{limits, names};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Reason};

/// What changes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditWelcomeScreen {
    description: Field<String>,
    welcome_channels: Field<Vec<EditWelcomeChannel>>,
    enabled: Option<bool>,
}

/// A channel to begin with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct EditWelcomeChannel {
    channel_id: Option<Id<ChannelMarker>>,
    description: Option<String>,
    emoji_id: Option<Id<EmojiMarker>>,
    emoji_name: Option<String>,
}

impl EditWelcomeScreen {
    fn into_edit(self) -> ApiResult<WelcomeEdit> {
        let mut errors = Vec::new();
        let description = self
            .description
            .change()
            .map(|text| text.map(|text| names::clean_name(&text)).filter(|text| !text.is_empty()));
        let length = description.iter().flatten().map(|text| limits::chars(text)).sum();
        errors.extend(validate::length("description", length, 0..=limits::WELCOME_CHARS_MAX).err());
        let channels = self.welcome_channels.change().map(Option::unwrap_or_default);
        let count = channels.as_ref().map_or(0, Vec::len);
        errors.extend(validate::length("welcome_channels", count, 0..=limits::WELCOME_CHANNELS_MAX).err());
        let channels = channels.map(|channels| {
            let channels = channels.into_iter().take(limits::WELCOME_CHANNELS_MAX).enumerate();
            let read = channels.map(|(at, channel)| channel.read(&format!("welcome_channels.{at}")));
            read.filter_map(|read| read.map_err(|error| errors.push(error)).ok()).collect()
        });
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        Ok(WelcomeEdit { description, welcome_channels: channels, enabled: self.enabled })
    }
}

impl EditWelcomeChannel {
    fn read(self, path: &str) -> Result<WelcomeChannel, FieldError> {
        let required = |field: &str| FieldError::required(format!("{path}.{field}"));
        let description = self.description.ok_or_else(|| required("description"))?;
        let description = names::clean_name(&description);
        let lengths = 1..=limits::WELCOME_CHANNEL_CHARS_MAX;
        validate::length(&format!("{path}.description"), limits::chars(&description), lengths)?;
        Ok(WelcomeChannel {
            channel_id: self.channel_id.ok_or_else(|| required("channel_id"))?,
            description,
            emoji_id: self.emoji_id,
            emoji_name: self.emoji_name,
        })
    }
}

/// Changes what a guild shows newcomers.
pub async fn edit_welcome_screen(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<EditWelcomeScreen>,
) -> ApiResult<Json<WelcomeScreen>> {
    Ok(Json(welcome::edit(&app, &caller, guild_id, body.into_edit()?, reason).await?))
}
