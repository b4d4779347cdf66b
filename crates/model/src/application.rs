//! Applications, each of which owns a bot account with the same id.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::marker::{ApplicationMarker, GuildMarker};
use crate::oauth2::Scope;
use crate::open::{flags, numbers};
use crate::user::User;
use crate::{Id, Permissions};

flags! {
    /// Traits of an application: which privileged intents it may use.
    ApplicationFlags(u32) {
        APPLICATION_AUTO_MODERATION_RULE_CREATE_BADGE = 6, GATEWAY_PRESENCE = 12, GATEWAY_PRESENCE_LIMITED = 13,
        GATEWAY_GUILD_MEMBERS = 14, GATEWAY_GUILD_MEMBERS_LIMITED = 15, VERIFICATION_PENDING_GUILD_LIMIT = 16,
        EMBEDDED = 17, GATEWAY_MESSAGE_CONTENT = 18, GATEWAY_MESSAGE_CONTENT_LIMITED = 19,
        APPLICATION_COMMAND_BADGE = 23,
    }
}
numbers! {
    /// Kind of an application; ordinary ones have none.
    ApplicationType(u8) { GUILD_ROLE_SUBSCRIPTIONS = 4 }
}
numbers! {
    /// Whose media the application has screened.
    ApplicationExplicitContentFilter(u8) { INHERIT = 0, ALWAYS = 1 }
}

/// What an application asks for when it is added to a guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstallParams {
    /// OAuth2 scopes, for example `bot`.
    pub scopes: Vec<String>,
    /// Permissions of the bot's role.
    pub permissions: Permissions,
}

/// An application as everybody sees it (`ApplicationResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// The application.
    pub id: Id<ApplicationMarker>,
    /// Its name.
    pub name: String,
    /// Hash of its picture.
    pub icon: Option<String>,
    /// What it does.
    pub description: String,
    /// Null for ordinary ones.
    #[serde(rename = "type", default)]
    pub kind: Option<ApplicationType>,
    /// Hash of its cover picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover_image: Option<String>,
    /// Its bot account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot: Option<Box<User>>,
    /// The guild where its users get help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Always empty here; old libraries look for it.
    #[serde(default)]
    pub rpc_origins: Vec<String>,
    /// Whether others than its owner may add it to guilds.
    pub bot_public: bool,
    /// Whether adding it needs the whole code grant.
    pub bot_require_code_grant: bool,
    /// Where its terms stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_of_service_url: Option<String>,
    /// Where it says what it does with data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_policy_url: Option<String>,
    /// Where it is added, if not by the usual way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_install_url: Option<String>,
    /// What it asks for when it is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub install_params: Option<Box<InstallParams>>,
    /// The same by installation context (`"0"` guild, `"1"` user).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integration_types_config: Option<Map<String, Value>>,
    /// Hex of the key with which its interactions are signed.
    pub verify_key: String,
    /// Which privileged intents it may use, and more.
    #[serde(default)]
    pub flags: ApplicationFlags,
    /// The same bits as a decimal string.
    #[serde(default)]
    pub flags_new: String,
    /// Words to find it by, at most five.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Always an empty text; old libraries look for it.
    #[serde(default)]
    pub summary: String,
}

impl Application {
    /// A public application without description or picture.
    pub fn new(id: Id<ApplicationMarker>, name: impl Into<String>, verify_key: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            icon: None,
            description: String::new(),
            kind: None,
            cover_image: None,
            bot: None,
            guild_id: None,
            rpc_origins: Vec::new(),
            bot_public: true,
            bot_require_code_grant: false,
            terms_of_service_url: None,
            privacy_policy_url: None,
            custom_install_url: None,
            install_params: None,
            integration_types_config: None,
            verify_key: verify_key.into(),
            flags: ApplicationFlags::NONE,
            flags_new: "0".to_owned(),
            tags: Vec::new(),
            summary: String::new(),
        }
    }

    /// Sets the flags in both places that carry them.
    pub fn set_flags(&mut self, flags: ApplicationFlags) {
        self.flags = flags;
        self.flags_new = flags.bits().to_string();
    }
}

/// An application as its owner and its bot see it (`PrivateApplicationResponse`). The fields of [`Application`]
/// stand beside the private ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateApplication {
    /// What everybody sees.
    #[serde(flatten)]
    pub application: Application,
    /// Who answers for it.
    pub owner: User,
    /// Where people may be sent back to after a grant.
    pub redirect_uris: Vec<String>,
    /// Where interactions are posted instead of the gateway.
    pub interactions_endpoint_url: Option<String>,
    /// Where linked roles are proved.
    pub role_connections_verification_url: Option<String>,
    /// Guilds that have it.
    pub approximate_guild_count: u32,
    /// Accounts that installed it.
    pub approximate_user_install_count: u32,
    /// Accounts that granted it something.
    pub approximate_user_authorization_count: u32,
    /// Whose media it has screened.
    pub explicit_content_filter: ApplicationExplicitContentFilter,
    /// Always null here: an application has one owner.
    pub team: Option<Value>,
    /// Scopes that it may ask for.
    pub eligible_oauth2_scopes: Vec<String>,
}

impl PrivateApplication {
    /// The owner's view of an application that may only bring its bot.
    pub fn new(application: Application, owner: User) -> Self {
        Self {
            application,
            owner,
            redirect_uris: Vec::new(),
            interactions_endpoint_url: None,
            role_connections_verification_url: None,
            approximate_guild_count: 0,
            approximate_user_install_count: 0,
            approximate_user_authorization_count: 0,
            explicit_content_filter: ApplicationExplicitContentFilter::INHERIT,
            team: None,
            eligible_oauth2_scopes: Scope::ALL.map(|scope| scope.as_str().to_owned()).to_vec(),
        }
    }
}

/// An application in READY.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartialApplication {
    /// The application.
    pub id: Id<ApplicationMarker>,
    /// Which privileged intents it may use, and more.
    pub flags: ApplicationFlags,
}
