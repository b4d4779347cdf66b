//! Whose guide it is, who reads it and who writes in it.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use parvis_api::error::{ApiError, invalid_field};
use parvis_app::access;
use parvis_app::{ActionError, ActionResult, App, Caller, Kind, Lane};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Permissions};

use crate::{Guide, tables};

/// What one may not read is named like what is not there.
pub const UNKNOWN_PAGE: ActionError = ActionError::Unknown(Kind::Thing("Guide Page"));

/// Whose guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The map's: everybody reads it.
    Map,
    /// A guild's: its members read it, and everybody once it is public.
    Guild(Id<GuildMarker>),
}

impl Owner {
    /// As it is kept: no guild has the id 0.
    pub fn key(self) -> u64 {
        match self {
            Self::Map => 0,
            Self::Guild(id) => id.get(),
        }
    }

    /// The lane of the guide's writes.
    pub fn lane(self) -> Lane {
        Lane::of(Id::<GuildMarker>::new(self.key()))
    }
}

/// The guide that a path names: that of its guild, or the map's where it names none.
impl FromRequestParts<App> for Owner {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let text = "The path holds a value that is not a snowflake.";
        let wrong = || invalid_field("", "NUMBER_TYPE_COERCE", text);
        let named = RawPathParams::from_request_parts(parts, app).await.map_err(|_| wrong())?;
        match named.iter().find(|(name, _)| *name == "guild_id") {
            None => Ok(Self::Map),
            Some((_, id)) => id.parse().map(Self::Guild).map_err(|_| wrong()),
        }
    }
}

/// Proof that somebody may read a guide.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// Whose it is.
    pub owner: Owner,
    /// Whether they may write in it.
    pub is_editor: bool,
    /// Whether everybody may read it.
    pub is_public: bool,
}

/// Lets somebody without an account read a guide.
pub async fn visitor(app: &App, owner: Owner) -> ActionResult<Reader> {
    let visitor = Reader { owner, is_editor: false, is_public: true };
    let Owner::Guild(guild_id) = owner else { return Ok(visitor) };
    let is_public = app.read(move |tx| Ok(tables::is_public(tx, owner.key())?)).await?;
    // A guide that is public goes with its guild; its row may stay a moment longer.
    let is_there = is_public && app.live.guild(&app.store, guild_id).await?.is_some();
    if is_there { Ok(visitor) } else { Err(ActionError::Unknown(Kind::Guild)) }
}

/// Lets somebody read a guide, with or without an account.
pub async fn reader(guide: &Guide, app: &App, caller: Option<&Caller>, owner: Owner) -> ActionResult<Reader> {
    let Some(caller) = caller else { return visitor(app, owner).await };
    let Owner::Guild(guild_id) = owner else {
        let is_editor = guide.0.keepers.is_keeper(app, caller).await?;
        return Ok(Reader { owner, is_editor, is_public: true });
    };
    match access::guild(app, caller, guild_id, Permissions::NONE).await {
        Ok(access) => {
            let is_editor = access.permissions.contains(Permissions::MANAGE_GUILD);
            let is_public = app.read(move |tx| Ok(tables::is_public(tx, owner.key())?)).await?;
            Ok(Reader { owner, is_editor, is_public })
        }
        Err(ActionError::Unknown(_)) => visitor(app, owner).await,
        Err(other) => Err(other),
    }
}

/// Lets somebody write in a guide.
pub async fn editor(guide: &Guide, app: &App, caller: &Caller, owner: Owner) -> ActionResult<Reader> {
    match owner {
        Owner::Guild(guild_id) => {
            access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
        }
        Owner::Map => caller.require_person()?,
    }
    let reader = reader(guide, app, Some(caller), owner).await?;
    if reader.is_editor { Ok(reader) } else { Err(ActionError::MissingPermissions) }
}
