//! Roles of a guild.

use serde::{Deserialize, Serialize};

use crate::lenient::{is_false, null_is_true};
use crate::marker::{GenericMarker, GuildMarker, IntegrationMarker, RoleMarker, UserMarker};
use crate::open::flags;
use crate::{Id, Permissions};

flags! {
    /// Traits of a role.
    RoleFlags(u32) { IN_PROMPT = 0 }
}

/// Colours of a role as 24-bit RGB; 0 is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoleColors {
    /// The colour that old clients know as `color`.
    pub primary_color: u32,
    /// Second end of a gradient.
    #[serde(default)]
    pub secondary_color: Option<u32>,
    /// Third stop of a gradient.
    #[serde(default)]
    pub tertiary_color: Option<u32>,
}

/// Why a role exists, for roles that no person made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoleTags {
    /// The bot to which the role belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot_id: Option<Id<UserMarker>>,
    /// The integration to which the role belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integration_id: Option<Id<IntegrationMarker>>,
    /// The subscription that gives the role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscription_listing_id: Option<Id<GenericMarker>>,
    /// Whether this is the role of boosters.
    #[serde(default, skip_serializing_if = "is_false", with = "null_is_true")]
    pub premium_subscriber: bool,
    /// Whether the role can be bought.
    #[serde(default, skip_serializing_if = "is_false", with = "null_is_true")]
    pub available_for_purchase: bool,
    /// Whether linked accounts give the role.
    #[serde(default, skip_serializing_if = "is_false", with = "null_is_true")]
    pub guild_connections: bool,
}

/// A role (`GuildRoleResponse`). The role with the guild's id is `@everyone`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The role.
    pub id: Id<RoleMarker>,
    /// Its name.
    pub name: String,
    /// Permissions that it gives in the whole guild.
    pub permissions: Permissions,
    /// Place in the hierarchy: `@everyone` is 0.
    pub position: i32,
    /// The first of `colors`, for old clients.
    #[serde(default)]
    pub color: u32,
    /// Colours of the members' names.
    #[serde(default)]
    pub colors: RoleColors,
    /// Whether members with this role are listed apart.
    #[serde(default)]
    pub hoist: bool,
    /// Whether a bot or integration owns the role.
    #[serde(default)]
    pub managed: bool,
    /// Whether everybody may mention it.
    #[serde(default)]
    pub mentionable: bool,
    /// Hash of the role's picture.
    #[serde(default)]
    pub icon: Option<String>,
    /// Emoji in place of a picture.
    #[serde(default)]
    pub unicode_emoji: Option<String>,
    /// Why the role exists, for roles that no person made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Box<RoleTags>>,
    /// Traits of the role.
    #[serde(default)]
    pub flags: RoleFlags,
}

impl Role {
    /// A role without permissions, colour or place.
    pub fn new(id: Id<RoleMarker>, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            permissions: Permissions::NONE,
            position: 0,
            color: 0,
            colors: RoleColors::default(),
            hoist: false,
            managed: false,
            mentionable: false,
            icon: None,
            unicode_emoji: None,
            tags: None,
            flags: RoleFlags::NONE,
        }
    }

    /// `@everyone` of a guild, with no permission yet.
    pub fn everyone(guild_id: Id<GuildMarker>) -> Self {
        Self::new(guild_id.cast(), "@everyone")
    }

    /// Sets the colour in both places that carry it.
    pub fn set_color(&mut self, color: u32) {
        self.color = color;
        self.colors = RoleColors { primary_color: color, ..RoleColors::default() };
    }

    /// Whether this is `@everyone` of the guild.
    pub fn is_everyone_of(&self, guild_id: Id<GuildMarker>) -> bool {
        self.id == guild_id.cast()
    }
}
