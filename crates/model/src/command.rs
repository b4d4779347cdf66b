//! Application commands: what an application offers to do, with the options that it takes, and who may use it where.

mod data;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::channel::ChannelType;
use crate::field::Field;
use crate::lenient::{is_false, null_is_default};
use crate::marker::{ApplicationMarker, CommandMarker, CommandVersionMarker, GenericMarker, GuildMarker};
use crate::open::numbers;
use crate::{Id, Permissions};

pub use data::{CommandData, CommandDataOption, ResolvedChannel, ResolvedData, ResolvedMember};

numbers! {
    /// From where a command is used.
    CommandType(u8) { CHAT = 1, USER = 2, MESSAGE = 3, PRIMARY_ENTRY_POINT = 4 }
}

impl Default for CommandType {
    /// What a command is whose author does not say.
    fn default() -> Self {
        Self::CHAT
    }
}

numbers! {
    /// What an option takes.
    CommandOptionType(u8) {
        SUB_COMMAND = 1, SUB_COMMAND_GROUP = 2, STRING = 3, INTEGER = 4, BOOLEAN = 5, USER = 6, CHANNEL = 7,
        ROLE = 8, MENTIONABLE = 9, NUMBER = 10, ATTACHMENT = 11,
    }
}

impl CommandOptionType {
    /// Whether it is a subcommand or a group of them, and so has options instead of a value.
    pub const fn is_nested(self) -> bool {
        matches!(self, Self::SUB_COMMAND | Self::SUB_COMMAND_GROUP)
    }

    /// Whether its values can be chosen from a list, or be completed while they are typed.
    pub const fn has_choices(self) -> bool {
        matches!(self, Self::STRING | Self::INTEGER | Self::NUMBER)
    }

    /// Whether its values are the ids of things.
    pub const fn is_reference(self) -> bool {
        matches!(self, Self::USER | Self::CHANNEL | Self::ROLE | Self::MENTIONABLE | Self::ATTACHMENT)
    }
}

numbers! {
    /// Where an interaction happens.
    InteractionContext(u8) { GUILD = 0, BOT_DM = 1, PRIVATE_CHANNEL = 2 }
}

numbers! {
    /// To what an application is added.
    IntegrationType(u8) { GUILD_INSTALL = 0, USER_INSTALL = 1 }
}

numbers! {
    /// What a permission of a command is about.
    CommandPermissionType(u8) { ROLE = 1, USER = 2, CHANNEL = 3 }
}

/// A text in other languages, by locale. A language whose text is null is as good as left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, Option<String>>", into = "BTreeMap<String, String>")]
pub struct Localizations(pub BTreeMap<String, String>);

impl From<BTreeMap<String, Option<String>>> for Localizations {
    fn from(texts: BTreeMap<String, Option<String>>) -> Self {
        Self(texts.into_iter().filter_map(|(locale, text)| Some((locale, text?))).collect())
    }
}

impl From<Localizations> for BTreeMap<String, String> {
    fn from(texts: Localizations) -> Self {
        texts.0
    }
}

/// A command (`ApplicationCommandResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplicationCommand {
    /// The command.
    pub id: Id<CommandMarker>,
    /// Whose it is.
    pub application_id: Id<ApplicationMarker>,
    /// Changes with every change of the command.
    pub version: Id<CommandVersionMarker>,
    /// What a member must be allowed to do to use it; null is nothing, no bit is for administrators only.
    pub default_member_permissions: Option<Permissions>,
    /// From where it is used.
    #[serde(rename = "type")]
    pub kind: CommandType,
    /// Its name.
    pub name: String,
    /// Its name in the caller's language, where the list of all languages is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_localized: Option<String>,
    /// Its name in other languages.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name_localizations: Field<Localizations>,
    /// What it does; empty for commands on users and messages.
    pub description: String,
    /// What it does, in the caller's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description_localized: Option<String>,
    /// What it does, in other languages.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub description_localizations: Field<Localizations>,
    /// The only guild in which it exists, if it is a guild's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Whether it can be used in a conversation with the bot; said of commands of no guild.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dm_permission: Option<bool>,
    /// Where it can be used; null leaves it to `dm_permission`.
    #[serde(default)]
    pub contexts: Option<Vec<InteractionContext>>,
    /// With which kinds of installation it is there.
    #[serde(default)]
    pub integration_types: Vec<IntegrationType>,
    /// What it takes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CommandOption>,
    /// Whether it is for channels for adults only.
    #[serde(default)]
    pub nsfw: bool,
}

impl ApplicationCommand {
    /// A command without description and options that everybody may use.
    pub fn new(
        id: Id<CommandMarker>,
        application_id: Id<ApplicationMarker>,
        guild_id: Option<Id<GuildMarker>>,
        kind: CommandType,
        name: impl Into<String>,
    ) -> Self {
        Self {
            id,
            application_id,
            version: id.cast(),
            default_member_permissions: None,
            kind,
            name: name.into(),
            name_localized: None,
            name_localizations: Field::Null,
            description: String::new(),
            description_localized: None,
            description_localizations: Field::Null,
            guild_id,
            dm_permission: guild_id.is_none().then_some(true),
            contexts: None,
            integration_types: vec![IntegrationType::GUILD_INSTALL],
            options: Vec::new(),
            nsfw: false,
        }
    }

    /// Leaves one language of the names and descriptions, as lists do unless they are asked for all.
    pub fn localize(&mut self, locale: &str) {
        self.name_localized = translation(std::mem::take(&mut self.name_localizations), locale);
        self.description_localized = translation(std::mem::take(&mut self.description_localizations), locale);
        for option in &mut self.options {
            option.localize(locale);
        }
    }

    /// Whether it can be used in such a place, as far as its definition says.
    pub fn is_for(&self, context: InteractionContext) -> bool {
        match &self.contexts {
            _ if self.guild_id.is_some() => context == InteractionContext::GUILD,
            Some(contexts) => contexts.contains(&context),
            None if context == InteractionContext::BOT_DM => self.dm_permission != Some(false),
            None => context == InteractionContext::GUILD,
        }
    }
}

/// An option of a command, or a subcommand, or a group of subcommands. Which keys it may have depends on its type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommandOption {
    /// What it takes.
    #[serde(rename = "type")]
    pub kind: CommandOptionType,
    /// Its name.
    pub name: String,
    /// Its name in the caller's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_localized: Option<String>,
    /// Its name in other languages.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name_localizations: Field<Localizations>,
    /// What it is for.
    pub description: String,
    /// What it is for, in the caller's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description_localized: Option<String>,
    /// What it is for, in other languages.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub description_localizations: Field<Localizations>,
    /// Whether it must be given. Sent only when true.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "is_false")]
    pub required: bool,
    /// The only values that it takes, if there are any.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<CommandChoice>,
    /// What a subcommand takes, or the subcommands of a group.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Self>,
    /// Which channels it takes; none means all.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub channel_types: Vec<ChannelType>,
    /// The smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_value: Option<Number>,
    /// The largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_value: Option<Number>,
    /// The shortest text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
    /// The longest text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// Whether the application proposes values while somebody types. Sent only when true.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "is_false")]
    pub autocomplete: bool,
}

impl CommandOption {
    /// An option that may be left out.
    pub fn new(kind: CommandOptionType, name: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
            name_localized: None,
            name_localizations: Field::Absent,
            description: description.into(),
            description_localized: None,
            description_localizations: Field::Absent,
            required: false,
            choices: Vec::new(),
            options: Vec::new(),
            channel_types: Vec::new(),
            min_value: None,
            max_value: None,
            min_length: None,
            max_length: None,
            autocomplete: false,
        }
    }

    fn localize(&mut self, locale: &str) {
        self.name_localized = translation(std::mem::take(&mut self.name_localizations), locale);
        self.description_localized = translation(std::mem::take(&mut self.description_localizations), locale);
        for choice in &mut self.choices {
            choice.name_localized = translation(std::mem::take(&mut choice.name_localizations), locale);
        }
        for option in &mut self.options {
            option.localize(locale);
        }
    }
}

/// A value that an option takes, with its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommandChoice {
    /// What people see.
    pub name: String,
    /// What people see, in the caller's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_localized: Option<String>,
    /// What people see, in other languages.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name_localizations: Field<Localizations>,
    /// What the application gets.
    pub value: OptionValue,
}

/// A value of an option, or of a choice. Ids travel as text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OptionValue {
    /// Yes or no.
    Boolean(bool),
    /// A whole number or a broken one.
    Number(Number),
    /// A text, or an id.
    Text(String),
}

impl OptionValue {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The id of a thing, if it is one.
    pub fn as_id<M>(&self) -> Option<Id<M>> {
        self.as_text()?.parse().ok()
    }
}

/// The text in the language that comes nearest.
fn translation(texts: Field<Localizations>, locale: &str) -> Option<String> {
    let Localizations(mut texts) = texts.value()?;
    // The two kinds of English and of Spanish stand in for each other, as on the platform.
    let neighbour = match locale {
        "en-US" => "en-GB",
        "en-GB" => "en-US",
        "es-419" => "es-ES",
        "es-ES" => "es-419",
        other => other,
    };
    texts.remove(locale).or_else(|| texts.remove(neighbour))
}

/// Who may use a command, or any command of an application, in one guild (`CommandPermissionsResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuildCommandPermissions {
    /// The command; the application itself for all of its commands that have no permissions of their own.
    pub id: Id<GenericMarker>,
    /// The application.
    pub application_id: Id<ApplicationMarker>,
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// What was set.
    pub permissions: Vec<CommandPermission>,
}

/// Whether a role, an account or a channel is let in (`CommandPermissionResponse`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CommandPermission {
    /// The role, the account or the channel; the guild's id is everybody, one less is all channels.
    pub id: Id<GenericMarker>,
    /// Which of the three.
    #[serde(rename = "type")]
    pub kind: CommandPermissionType,
    /// Whether it is let in.
    pub permission: bool,
}

/// What somebody may use in a place, with the applications that offer it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommandIndex {
    /// Those that have commands here.
    pub applications: Vec<IndexedApplication>,
    /// Their commands, as far as the caller may use them.
    pub application_commands: Vec<ApplicationCommand>,
    /// Changes with every change of one of the commands.
    pub version: Id<CommandVersionMarker>,
}

/// An application in an index of commands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexedApplication {
    /// The application.
    pub id: Id<ApplicationMarker>,
    /// Its name.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Hash of its picture.
    pub icon: Option<String>,
    /// Its bot account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot: Option<Box<crate::user::User>>,
}
