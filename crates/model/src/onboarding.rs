//! How a guild receives newcomers: the questions that it asks, and the screen that it shows before.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::emoji::ReactionEmoji;
use crate::marker::{
    ChannelMarker, EmojiMarker, GuildMarker, OnboardingOptionMarker, OnboardingPromptMarker, RoleMarker,
    UserMarker,
};
use crate::open::numbers;

numbers! {
    /// Which channels count when newcomers must not come to an empty guild.
    OnboardingMode(u8) { ONBOARDING_DEFAULT = 0, ONBOARDING_ADVANCED = 1 }
}
numbers! {
    /// How a question is shown.
    OnboardingPromptType(u8) { MULTIPLE_CHOICE = 0, DROPDOWN = 1 }
}

/// An emoji beside a choice (`SettingsEmojiResponse`): none has neither id nor name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SettingsEmoji {
    /// The custom emoji; null for a Unicode one.
    pub id: Option<Id<EmojiMarker>>,
    /// The Unicode emoji itself, or the custom one's name.
    pub name: Option<String>,
    /// Whether it moves.
    pub animated: bool,
}

impl From<ReactionEmoji> for SettingsEmoji {
    fn from(emoji: ReactionEmoji) -> Self {
        Self { id: emoji.id, name: emoji.name, animated: emoji.animated }
    }
}

/// One answer that can be chosen (`OnboardingPromptOptionResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnboardingOption {
    /// The answer.
    pub id: Id<OnboardingOptionMarker>,
    /// What it says.
    pub title: String,
    /// What it means; may be empty.
    pub description: String,
    /// Beside it.
    pub emoji: SettingsEmoji,
    /// Roles that whoever chooses it gets.
    pub role_ids: Vec<Id<RoleMarker>>,
    /// Channels that whoever chooses it opts into.
    pub channel_ids: Vec<Id<ChannelMarker>>,
}

/// One question (`OnboardingPromptResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnboardingPrompt {
    /// The question.
    pub id: Id<OnboardingPromptMarker>,
    /// What it asks.
    pub title: String,
    /// The answers, in order.
    pub options: Vec<OnboardingOption>,
    /// Whether only one can be chosen.
    pub single_select: bool,
    /// Whether newcomers must answer it.
    pub required: bool,
    /// Whether newcomers are asked; else it stands only among the guild's channels and roles.
    pub in_onboarding: bool,
    /// How it is shown.
    #[serde(rename = "type")]
    pub kind: OnboardingPromptType,
}

/// What a guild asks newcomers (`UserGuildOnboardingResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onboarding {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// The questions, in order.
    pub prompts: Vec<OnboardingPrompt>,
    /// Channels that everybody is opted into.
    pub default_channel_ids: Vec<Id<ChannelMarker>>,
    /// Whether newcomers are asked.
    pub enabled: bool,
    /// Which channels count.
    pub mode: OnboardingMode,
    /// What the caller answered; only for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responses: Option<Vec<Id<OnboardingOptionMarker>>>,
}

impl Onboarding {
    /// That of a guild that asks nothing.
    pub const fn new(guild_id: Id<GuildMarker>) -> Self {
        Self {
            guild_id,
            prompts: Vec::new(),
            default_channel_ids: Vec::new(),
            enabled: false,
            mode: OnboardingMode::ONBOARDING_DEFAULT,
            responses: None,
        }
    }

    /// All answers that can be chosen.
    pub fn options(&self) -> impl Iterator<Item = &OnboardingOption> {
        self.prompts.iter().flat_map(|prompt| &prompt.options)
    }

    /// One of them.
    pub fn option(&self, id: Id<OnboardingOptionMarker>) -> Option<&OnboardingOption> {
        self.options().find(|option| option.id == id)
    }
}

/// What somebody answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnboardingResponses {
    /// The guild that asked.
    pub guild_id: Id<GuildMarker>,
    /// Who answered.
    pub user_id: Id<UserMarker>,
    /// The answers that were chosen.
    pub onboarding_responses: Vec<Id<OnboardingOptionMarker>>,
}

/// A channel to begin with (`GuildWelcomeScreenChannelResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WelcomeChannel {
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// What one does there.
    pub description: String,
    /// A custom emoji beside it.
    #[serde(default)]
    pub emoji_id: Option<Id<EmojiMarker>>,
    /// A Unicode emoji beside it, or the custom one's name.
    #[serde(default)]
    pub emoji_name: Option<String>,
}

/// What newcomers are shown (`GuildWelcomeScreenResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WelcomeScreen {
    /// What the guild is about.
    pub description: Option<String>,
    /// Where to begin.
    pub welcome_channels: Vec<WelcomeChannel>,
}
