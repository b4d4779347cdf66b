//! What is sent to say what a guild asks newcomers.

use parvis_app::onboarding::OnboardingEdit;
use parvis_model::marker::{
    ChannelMarker, EmojiMarker, OnboardingOptionMarker, OnboardingPromptMarker, RoleMarker,
};
use parvis_model::{
    Id, OnboardingMode, OnboardingOption, OnboardingPrompt, OnboardingPromptType, SettingsEmoji,
};
use parvis_rules::validate::{self, FieldError};
use parvis_rules::{limits, names};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};

/// What changes of the whole.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PutOnboarding {
    prompts: Option<Vec<PutPrompt>>,
    default_channel_ids: Option<Vec<Id<ChannelMarker>>>,
    enabled: Option<bool>,
    mode: Option<OnboardingMode>,
}

/// A question, new or known.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PutPrompt {
    id: Option<Id<OnboardingPromptMarker>>,
    title: Option<String>,
    options: Option<Vec<PutOption>>,
    single_select: Option<bool>,
    required: Option<bool>,
    in_onboarding: Option<bool>,
    #[serde(rename = "type")]
    kind: Option<OnboardingPromptType>,
}

/// An answer that can be chosen, new or known. Whether its emoji moves is the emoji's own matter.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PutOption {
    id: Option<Id<OnboardingOptionMarker>>,
    title: Option<String>,
    description: Option<String>,
    emoji_id: Option<Id<EmojiMarker>>,
    emoji_name: Option<String>,
    role_ids: Option<Vec<Id<RoleMarker>>>,
    channel_ids: Option<Vec<Id<ChannelMarker>>>,
}

impl PutOnboarding {
    /// The edit, or every field that is wrong.
    pub fn into_edit(self) -> ApiResult<OnboardingEdit> {
        let mut errors = Vec::new();
        let count = self.default_channel_ids.as_ref().map_or(0, Vec::len);
        let counts = 0..=limits::ONBOARDING_CHANNELS_MAX;
        errors.extend(validate::length("default_channel_ids", count, counts).err());
        if self.mode.is_some_and(|mode| !mode.is_known()) {
            errors.push(FieldError::choices("mode", [0, 1]));
        }
        let count = self.prompts.as_ref().map_or(0, Vec::len);
        errors.extend(validate::length("prompts", count, 0..=limits::ONBOARDING_PROMPTS_MAX).err());
        let prompts = self.prompts.map(|prompts| {
            let prompts = prompts.into_iter().take(limits::ONBOARDING_PROMPTS_MAX).enumerate();
            prompts.map(|(at, prompt)| prompt.read(&format!("prompts.{at}"), &mut errors)).collect()
        });
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        Ok(OnboardingEdit {
            prompts,
            default_channel_ids: self.default_channel_ids,
            enabled: self.enabled,
            mode: self.mode,
        })
    }
}

impl PutPrompt {
    fn read(self, path: &str, errors: &mut Vec<FieldError>) -> OnboardingPrompt {
        let title = read_text(&format!("{path}.title"), self.title, limits::ONBOARDING_PROMPT_CHARS_MAX);
        if self.kind.is_some_and(|kind| !kind.is_known()) {
            errors.push(FieldError::choices(format!("{path}.type"), [0, 1]));
        }
        let options = self.options.unwrap_or_default();
        let counts = 1..=limits::ONBOARDING_OPTIONS_MAX;
        errors.extend(validate::length(&format!("{path}.options"), options.len(), counts).err());
        let options = options.into_iter().take(limits::ONBOARDING_OPTIONS_MAX).enumerate();
        OnboardingPrompt {
            // Nothing has the id 0, so this stands for a new one.
            id: self.id.unwrap_or(Id::new(0)),
            title: title.map_err(|error| errors.push(error)).unwrap_or_default(),
            options: options
                .map(|(at, option)| option.read(&format!("{path}.options.{at}"), errors))
                .collect(),
            single_select: self.single_select.unwrap_or(false),
            required: self.required.unwrap_or(false),
            in_onboarding: self.in_onboarding.unwrap_or(true),
            kind: self.kind.unwrap_or(OnboardingPromptType::MULTIPLE_CHOICE),
        }
    }
}

impl PutOption {
    fn read(self, path: &str, errors: &mut Vec<FieldError>) -> OnboardingOption {
        let title = read_text(&format!("{path}.title"), self.title, limits::ONBOARDING_OPTION_CHARS_MAX);
        let description = names::clean_name(&self.description.unwrap_or_default());
        let (role_ids, channel_ids) =
            (self.role_ids.unwrap_or_default(), self.channel_ids.unwrap_or_default());
        for (field, length, max) in [
            ("description", limits::chars(&description), limits::ONBOARDING_DESCRIPTION_CHARS_MAX),
            ("role_ids", role_ids.len(), limits::ONBOARDING_OPTION_ROLES_MAX),
            ("channel_ids", channel_ids.len(), limits::ONBOARDING_OPTION_CHANNELS_MAX),
        ] {
            errors.extend(validate::length(&format!("{path}.{field}"), length, 0..=max).err());
        }
        OnboardingOption {
            id: self.id.unwrap_or(Id::new(0)),
            title: title.map_err(|error| errors.push(error)).unwrap_or_default(),
            description,
            emoji: SettingsEmoji { id: self.emoji_id, name: self.emoji_name, animated: false },
            role_ids,
            channel_ids,
        }
    }
}

/// A line of text that must be there, cleaned.
fn read_text(path: &str, text: Option<String>, chars_max: usize) -> Result<String, FieldError> {
    let text = names::clean_name(&text.ok_or_else(|| FieldError::required(path))?);
    validate::length(path, limits::chars(&text), 1..=chars_max)?;
    Ok(text)
}
