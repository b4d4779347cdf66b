//! What somebody may use in a place: what a client shows when a slash is typed.

use parvis_model::marker::{ApplicationMarker, ChannelMarker, GenericMarker, GuildMarker};
use parvis_model::{
    ApplicationCommand, ChannelType, CommandIndex, GuildCommandPermissions, Id, IndexedApplication,
    IntegrationType, InteractionContext, Permissions,
};
use parvis_rules::commands::{Somebody, may_use};
use parvis_store::{StoreError, Tx, tables};

use crate::access::{self, ChannelAccess, GuildAccess, Place};
use crate::error::ActionResult;
use crate::{App, Caller};

/// What the caller may use in a guild as a whole. What is set for single channels is not looked at.
pub async fn index_of_guild(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    locale: String,
) -> ActionResult<CommandIndex> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    app.read(move |tx| {
        let applications = tables::commands::applications_in(tx, guild_id)?;
        let settings = tables::commands::permissions_in(tx, guild_id)?;
        let mut commands = tables::commands::offered(tx, &applications, Some(guild_id))?;
        let user = GuildUser { access: &access, channel: None };
        commands.retain(|command| user.may_use(command, &settings));
        Ok(index(tx, commands, &locale)?)
    })
    .await
}

/// What the caller may use in a channel.
pub async fn index_of_channel(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    locale: String,
) -> ActionResult<CommandIndex> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    app.read(move |tx| {
        let offer = Offer::load(tx, &access, None)?;
        let mut commands = tables::commands::offered(tx, &offer.application_ids, access.guild_id())?;
        commands.retain(|command| offer.is_for(&access, command));
        Ok(index(tx, commands, &locale)?)
    })
    .await
}

/// Which applications are in a place, and what was set there for them.
pub(super) struct Offer {
    /// The applications.
    pub(super) application_ids: Vec<Id<ApplicationMarker>>,
    settings: Vec<GuildCommandPermissions>,
}

impl Offer {
    /// Reads what is offered in the place of a channel, by all applications or by one.
    pub(super) fn load(
        tx: &mut Tx<'_>,
        access: &ChannelAccess,
        only: Option<Id<ApplicationMarker>>,
    ) -> Result<Self, StoreError> {
        match (&access.place, only) {
            (Place::Guild(guild), Some(id)) => {
                let is_there = tables::members::get(tx, guild.id(), id.cast())?.is_some();
                let application_ids = if is_there { vec![id] } else { Vec::new() };
                Ok(Self { application_ids, settings: tables::commands::permissions(tx, guild.id(), id)? })
            }
            (Place::Guild(guild), None) => Ok(Self {
                application_ids: tables::commands::applications_in(tx, guild.id())?,
                settings: tables::commands::permissions_in(tx, guild.id())?,
            }),
            (Place::Private(private), only) => {
                let is_direct = private.channel.kind == ChannelType::DM;
                let bots = private.channel.recipients.iter().filter(|user| is_direct && user.bot);
                let ids = bots.map(|bot| bot.id.cast()).filter(|id| only.is_none_or(|only| only == *id));
                Ok(Self { application_ids: ids.collect(), settings: Vec::new() })
            }
            // Whoever comes by a token is nobody who could use a command.
            (Place::Token(_), _) => Ok(Self { application_ids: Vec::new(), settings: Vec::new() }),
        }
    }

    /// Whether the caller may use a command in a channel.
    pub(super) fn is_for(&self, access: &ChannelAccess, command: &ApplicationCommand) -> bool {
        if !self.application_ids.contains(&command.application_id) {
            return false;
        }
        match &access.place {
            Place::Guild(guild) => {
                let channel = access.channel();
                let user = GuildUser { access: guild, channel: Some((access, channel.nsfw)) };
                command.guild_id.is_none_or(|id| id == guild.id()) && user.may_use(command, &self.settings)
            }
            Place::Private(_) => command.is_for(InteractionContext::BOT_DM),
            Place::Token(_) => false,
        }
    }
}

/// The caller in a guild, or in one channel of it.
struct GuildUser<'a> {
    access: &'a GuildAccess,
    /// The channel, and whether it is for adults.
    channel: Option<(&'a ChannelAccess, bool)>,
}

impl GuildUser<'_> {
    fn may_use(&self, command: &ApplicationCommand, settings: &[GuildCommandPermissions]) -> bool {
        let fits = command.is_for(InteractionContext::GUILD)
            && command.integration_types.contains(&IntegrationType::GUILD_INSTALL)
            && (!command.nsfw || self.channel.is_none_or(|(_, nsfw)| nsfw));
        let set_for = |id: Id<GenericMarker>| {
            let found = settings.iter().find(|it| it.id == id && it.application_id == command.application_id);
            found.map_or(&[][..], |it| &it.permissions)
        };
        let somebody = Somebody {
            guild_id: self.access.id(),
            user_id: self.access.member.user.id,
            roles: &self.access.member.roles,
            permissions: self.channel.map_or(self.access.permissions, |(access, _)| access.permissions),
            channel_id: self.channel.map(|(access, _)| main_channel(access)),
        };
        let (of_command, of_application) =
            (set_for(command.id.cast()), set_for(command.application_id.cast()));
        fits && may_use(command, of_command, of_application, &somebody)
    }
}

/// The channel for which permissions are set: for a thread the one in which it was started.
fn main_channel(access: &ChannelAccess) -> Id<ChannelMarker> {
    let channel = access.channel();
    channel.parent_id.filter(|_| channel.kind.is_thread()).unwrap_or(channel.id)
}

fn index(
    tx: &mut Tx<'_>,
    mut commands: Vec<ApplicationCommand>,
    locale: &str,
) -> Result<CommandIndex, StoreError> {
    let version = commands.iter().map(|command| command.version).max().unwrap_or(Id::new(0));
    let mut ids: Vec<_> = commands.iter().map(|command| command.application_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let bots = tables::users::get_many(tx, &ids.iter().map(|id| id.cast()).collect::<Vec<_>>())?;
    let mut applications = Vec::new();
    for id in ids {
        let Some(owned) = tables::applications::get(tx, id)? else { continue };
        let bot = bots.iter().find(|bot| bot.id == id.cast()).cloned().map(Box::new);
        let it = owned.application;
        applications.push(IndexedApplication {
            id,
            name: it.name,
            description: it.description,
            icon: it.icon,
            bot,
        });
    }
    for command in &mut commands {
        command.localize(locale);
    }
    Ok(CommandIndex { applications, application_commands: commands, version })
}
