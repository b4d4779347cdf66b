//! How a guild of the demo is laid out: one TOML file each. Must not know who is a member.

use parvis_model::Permissions;
use serde::Deserialize;

/// A guild.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuildLayout {
    /// Its letter.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Language of most of its members.
    pub locale: String,
    /// Key of its owner.
    pub owner: String,
    /// Key of the channel in which newcomers are greeted.
    pub system: String,
    /// Names of the permissions that everybody has.
    pub everyone: Vec<String>,
    /// Roles, the highest first.
    pub roles: Vec<RoleLayout>,
    /// Categories in order.
    pub categories: Vec<CategoryLayout>,
}

/// A role.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleLayout {
    /// How scenes and overwrites call it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its colour, 0 for none.
    pub color: u32,
    /// Whether its members stand apart in the member list.
    #[serde(default)]
    pub hoist: bool,
    /// Whether everybody may mention it.
    #[serde(default)]
    pub mentionable: bool,
    /// Names of permissions.
    pub permissions: Vec<String>,
    /// Keys of those who have it for sure.
    pub members: Vec<String>,
    /// Part of the others who have it too.
    #[serde(default)]
    pub share: f64,
}

/// A category with its channels.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryLayout {
    /// Its name.
    pub name: String,
    /// Keys of the roles that alone may view it; empty: everybody may.
    #[serde(default)]
    pub readers: Vec<String>,
    /// Its channels in order.
    pub channels: Vec<ChannelLayout>,
}

/// A channel.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelLayout {
    /// How scenes call it.
    pub key: String,
    /// Its name, when it is not the key.
    pub name: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub kind: Kind,
    /// What it is about.
    pub topic: Option<String>,
    /// Keys of the roles that alone may write; empty: everybody may.
    #[serde(default)]
    pub writers: Vec<String>,
    /// Seconds between two messages of a member.
    #[serde(default)]
    pub slowmode_s: u32,
}

/// What a channel is for.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Conversation.
    #[default]
    Text,
    /// News.
    Announcement,
    /// Talking.
    Voice,
}

/// The permissions of these names.
pub fn permissions(names: &[String]) -> anyhow::Result<Permissions> {
    names.iter().try_fold(Permissions::NONE, |all, name| {
        let found = Permissions::NAMES.iter().find(|(known, _)| known == name);
        found.map(|(_, bit)| all | *bit).ok_or_else(|| anyhow::anyhow!("{name:?} is no permission"))
    })
}
