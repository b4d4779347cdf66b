//! What a gateway session starts from and asks for later. Must not know sockets, or who else is connected.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{
    ApplicationFlags, Channel, CurrentUser, GuildNotificationSettings, Id, Intents, Member, ReadState,
    Relationship, ScheduledEvent, UserSettings,
};
use parvis_rules::limits;
use parvis_store::tables;
use parvis_store::tables::channels::Head;

use crate::arrivals::LOOK_MEMBERS_MIN;
use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller, access, accounts, scheduled_events};

/// What every session starts from. Read in one snapshot of the database.
pub struct SessionStart {
    /// The account.
    pub user: CurrentUser,
    /// Traits of its application; none for people.
    pub application: ApplicationFlags,
    /// Its guilds with its membership in each.
    pub memberships: Vec<(Id<GuildMarker>, Arc<Member>)>,
    /// What only people's sessions have.
    pub person: Option<PersonStart>,
}

/// What only people's sessions start from.
pub struct PersonStart {
    /// Private conversations in the list; `recipients` holds the others.
    pub private_channels: Vec<Channel>,
    /// What was read, of channels that the account may have lost sight of since: to be filtered.
    pub read_states: Vec<ReadState>,
    /// Settings, the same on all devices.
    pub settings: UserSettings,
    /// What it wants to hear from which guild.
    pub guild_settings: Vec<GuildNotificationSettings>,
    /// Friends, requests, blocks.
    pub relationships: Vec<Relationship>,
    /// What it wrote down about others.
    pub notes: BTreeMap<Id<UserMarker>, String>,
}

/// Privileged intents that go with an application's flags.
pub fn privileged_intents(flags: ApplicationFlags) -> Intents {
    let granted = |flag: ApplicationFlags, limited: ApplicationFlags, intent: Intents| {
        if flags.intersects(flag | limited) { intent } else { Intents::NONE }
    };
    type F = ApplicationFlags;
    granted(F::GATEWAY_PRESENCE, F::GATEWAY_PRESENCE_LIMITED, Intents::GUILD_PRESENCES)
        | granted(F::GATEWAY_GUILD_MEMBERS, F::GATEWAY_GUILD_MEMBERS_LIMITED, Intents::GUILD_MEMBERS)
        | granted(F::GATEWAY_MESSAGE_CONTENT, F::GATEWAY_MESSAGE_CONTENT_LIMITED, Intents::MESSAGE_CONTENT)
}

/// The flags of a bot's application, which decide about its privileged intents.
pub async fn application_flags(app: &App, bot: &Caller) -> ActionResult<ApplicationFlags> {
    let id = bot.user_id.cast();
    let flags = app.read(move |tx| Ok(tables::sessions::application_flags(tx, id)?)).await?;
    Ok(flags.unwrap_or(ApplicationFlags::NONE))
}

/// Reads what a session starts from.
pub async fn start(app: &App, caller: &Caller) -> ActionResult<SessionStart> {
    let (user_id, is_bot) = (caller.user_id, caller.is_bot);
    app.read(move |tx| {
        let account = tables::users::account(tx, user_id)?.ok_or(ActionError::Unknown(Kind::User))?;
        let user = accounts::as_its_owner_sees(account);
        let application = match is_bot {
            true => {
                tables::sessions::application_flags(tx, user_id.cast())?.unwrap_or(ApplicationFlags::NONE)
            }
            false => ApplicationFlags::NONE,
        };
        let memberships = tables::sessions::memberships(tx, user_id)?;
        let memberships = memberships.into_iter().map(|(id, member)| (id, Arc::new(member))).collect();
        let person = if is_bot { None } else { Some(person(tx, user_id)?) };
        Ok(SessionStart { user, application, memberships, person })
    })
    .await
}

fn person(tx: &mut parvis_store::Tx<'_>, user_id: Id<UserMarker>) -> ActionResult<PersonStart> {
    Ok(PersonStart {
        private_channels: tables::private::of_user(tx, user_id)?,
        read_states: tables::read_states::of_user(tx, user_id)?,
        settings: tables::settings::of_user(tx, user_id)?.unwrap_or_default(),
        guild_settings: tables::settings::of_guilds(tx, user_id)?,
        relationships: tables::relationships::of_user(tx, user_id)?,
        notes: tables::notes::of_user(tx, user_id)?,
    })
}

/// What changes in channels without their settings changing: last message and last pin.
pub async fn heads(
    app: &App,
    channel_ids: Vec<Id<ChannelMarker>>,
) -> ActionResult<HashMap<Id<ChannelMarker>, Head>> {
    if channel_ids.is_empty() {
        return Ok(HashMap::new());
    }
    let heads = app.read(move |tx| Ok(tables::channels::heads(tx, &channel_ids)?)).await?;
    Ok(heads.into_iter().map(|head| (head.channel_id, head)).collect())
}

/// How many members a guild has.
pub async fn member_count(app: &App, guild_id: Id<GuildMarker>) -> ActionResult<u32> {
    app.read(move |tx| Ok(tables::guilds::member_count(tx, guild_id)?)).await
}

/// The events of a guild that are to come or under way, as far as a member may see them.
pub async fn scheduled_events(
    app: &App,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> ActionResult<Vec<ScheduledEvent>> {
    scheduled_events::for_session(app, guild_id, user_id).await
}

/// All members of a guild that is small enough to be sent whole.
pub async fn all_members(app: &App, guild_id: Id<GuildMarker>, count_max: u32) -> ActionResult<Vec<Member>> {
    app.read(move |tx| Ok(tables::members::page(tx, guild_id, Id::new(0), count_max)?)).await
}

/// Which members are asked for.
#[derive(Debug, Clone)]
pub enum MemberQuery {
    /// Everybody.
    All,
    /// Those whose name begins like this.
    Beginning(String, u32),
    /// These accounts.
    Ids(Vec<Id<UserMarker>>),
}

/// Ids of the members that a query finds, ascending. The caller must be a member itself; else nobody is found.
pub async fn find_members(
    app: &App,
    caller_id: Id<UserMarker>,
    guild_id: Id<GuildMarker>,
    query: MemberQuery,
) -> ActionResult<Vec<Id<UserMarker>>> {
    access::require_member(app, caller_id, guild_id).await?;
    // Whoever looks for a name gets few; whoever wants many reads the list.
    if matches!(&query, MemberQuery::Beginning(_, limit) if *limit >= LOOK_MEMBERS_MIN) {
        app.arrivals.note_look(guild_id, caller_id, app.now_ms());
    }
    app.read(move |tx| {
        Ok(match query {
            MemberQuery::All => tables::sessions::member_ids(tx, guild_id)?,
            MemberQuery::Beginning(text, limit) => {
                tables::sessions::member_ids_by_name(tx, guild_id, &text, limit)?
            }
            MemberQuery::Ids(mut ids) => {
                ids.truncate(limits::REQUEST_MEMBERS_MAX);
                let found = tables::members::get_many(tx, guild_id, &ids)?;
                let mut ids: Vec<_> = found.into_iter().map(|member| member.user.id).collect();
                ids.sort_unstable();
                ids
            }
        })
    })
    .await
}

/// These members, as far as they are still there, ascending. The caller must still be a member itself.
pub async fn members(
    app: &App,
    caller_id: Id<UserMarker>,
    guild_id: Id<GuildMarker>,
    user_ids: Vec<Id<UserMarker>>,
) -> ActionResult<Vec<Member>> {
    access::require_member(app, caller_id, guild_id).await?;
    let mut members = app.read(move |tx| Ok(tables::members::get_many(tx, guild_id, &user_ids)?)).await?;
    members.sort_by_key(|member| member.user.id);
    Ok(members)
}
