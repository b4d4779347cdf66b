//! The one place that says who works on which cases: those who look after a guild on its own, the moderators of the
//! house on what no guild can decide. Nobody works on what is about themself.

use parvis_app::access::GuildAccess;
use parvis_app::{ActionError, ActionResult, App, Caller, Kind, Lane, looking_after};
use parvis_bus::Audience;
use parvis_model::event::CaseChange;
use parvis_model::marker::{CaseMarker, GuildMarker, UserMarker};
use parvis_model::{Event, Id, Timestamp};
use parvis_store::{StoreError, Tx};

use crate::tables::cases::{self, Case, Queue};
use crate::{moderators, tables};

/// Proof that somebody works on cases, and by what right.
#[derive(Debug, Clone)]
pub enum Standing {
    /// Looks after a guild.
    Guild(Box<GuildAccess>),
    /// Is a moderator of the house.
    House(Id<UserMarker>),
}

impl Standing {
    /// Who it is.
    pub fn user_id(&self) -> Id<UserMarker> {
        match self {
            Self::Guild(access) => access.member.user.id,
            Self::House(user_id) => *user_id,
        }
    }

    /// Whose cases.
    pub fn queue(&self) -> Queue {
        match self {
            Self::Guild(access) => Some(access.id()),
            Self::House(_) => None,
        }
    }

    /// Whether a case is for this one to decide: a guild only looks on at what it handed to the house.
    pub fn decides(&self, case: &Case) -> bool {
        matches!(self, Self::House(_)) == case.for_house && case.barred_id != Some(self.user_id())
    }

    /// Whether somebody may see a case of the queue: what happened in a channel, only who views it.
    pub fn sees(&self, tx: &mut Tx<'_>, case: &Case) -> Result<bool, StoreError> {
        if case.user_id == Some(self.user_id()) {
            return Ok(false);
        }
        match self {
            Self::House(_) => Ok(case.for_house),
            Self::Guild(access) => looking_after::may_see(tx, access, case.subject.channel_id()),
        }
    }
}

/// What does not exist, or may not be known to.
pub(crate) fn unknown(what: &'static str) -> ActionError {
    ActionError::Unknown(Kind::Thing(what))
}

/// The lane of what concerns a guild, or none.
pub(crate) fn lane(guild_id: Option<Id<GuildMarker>>) -> Lane {
    Lane::of(guild_id.unwrap_or(Id::new(0)))
}

/// Now, as it is kept.
pub(crate) fn now(app: &App) -> Timestamp {
    Timestamp::from_unix_ms(app.now_ms())
}

/// Works on the cases of a guild or of the house, or may not.
pub async fn standing(app: &App, caller: &Caller, queue: Queue) -> ActionResult<Standing> {
    if let Some(guild_id) = queue {
        return Ok(Standing::Guild(Box::new(looking_after::guild(app, caller, guild_id).await?)));
    }
    caller.require_person()?;
    if moderators::is_moderator(app, caller).await? {
        Ok(Standing::House(caller.user_id))
    } else {
        Err(ActionError::MissingPermissions)
    }
}

/// Works on what belongs to a guild or to none: by looking after the guild, or else as a moderator of the house. Who
/// does neither learns of nothing.
pub(crate) async fn standing_for(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
    what: &'static str,
) -> ActionResult<Standing> {
    let of_guild = match guild_id {
        Some(_) => standing(app, caller, guild_id).await,
        None => Err(ActionError::MissingPermissions),
    };
    match of_guild {
        Err(ActionError::MissingPermissions | ActionError::Unknown(_)) => {
            standing(app, caller, None).await.map_err(|error| match error {
                ActionError::MissingPermissions => unknown(what),
                other => other,
            })
        }
        other => other,
    }
}

/// A case on which the caller works.
pub async fn case(app: &App, caller: &Caller, id: Id<CaseMarker>) -> ActionResult<(Standing, Case)> {
    caller.require_person()?;
    let found = app.read(move |tx| Ok(cases::get(tx, id)?)).await?;
    let case = found.ok_or(unknown("Case"))?;
    let is_moderator = case.for_house && moderators::is_moderator(app, caller).await?;
    let standing = match case.guild_id.filter(|_| !case.for_house || case.escalated) {
        _ if is_moderator => Standing::House(caller.user_id),
        None => return Err(unknown("Case")),
        Some(guild_id) => match standing(app, caller, Some(guild_id)).await {
            Err(ActionError::Unknown(_) | ActionError::MissingPermissions) => return Err(unknown("Case")),
            other => other?,
        },
    };
    let (looked_at, seeing) = (case.clone(), standing.clone());
    if !app.read(move |tx| Ok(seeing.sees(tx, &looked_at)?)).await? {
        return Err(unknown("Case"));
    }
    Ok((standing, case))
}

/// Those who work on a case, as its changes are told to them.
pub(crate) async fn bell(app: &App, guild_id: Option<Id<GuildMarker>>) -> ActionResult<Bell> {
    let guild = match guild_id {
        Some(guild_id) => app.live.guild(&app.store, guild_id).await?,
        None => None,
    };
    Ok(Bell { guild, now: now(app) })
}

/// The same, where nothing can be waited for. Whoever hears of a guild's cases has it in memory: of one that is not,
/// nobody listens.
pub(crate) fn bell_of_memory(app: &App, guild_id: Option<Id<GuildMarker>>) -> Bell {
    Bell { guild: guild_id.and_then(|id| app.live.cached_guild(id)), now: now(app) }
}

/// Tells of cases.
pub(crate) struct Bell {
    guild: Option<std::sync::Arc<parvis_bus::GuildSnapshot>>,
    now: Timestamp,
}

impl Bell {
    /// Tells those who work on a case what it is now.
    pub(crate) fn ring(
        &self,
        tx: &mut Tx<'_>,
        out: &mut parvis_app::Outbox,
        case: &Case,
        event: fn(CaseChange) -> Event,
    ) -> Result<(), StoreError> {
        let change = CaseChange {
            id: case.id,
            guild_id: case.guild_id,
            state: case.state(self.now),
            urgent: case.urgent,
        };
        if case.for_house {
            let mut moderators = tables::moderators::all(tx)?;
            moderators.retain(|id| Some(*id) != case.user_id);
            out.publish(Audience::Users(moderators), event(change));
        }
        if let Some(guild) = self.guild.as_ref().filter(|_| !case.for_house || case.escalated) {
            let except = case.user_id.unwrap_or(Id::new(0));
            let audience = looking_after::audience(tx, guild, case.subject.channel_id(), except)?;
            out.publish(audience, event(change));
        }
        Ok(())
    }
}
