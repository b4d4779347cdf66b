//! From what somebody asks of a command to what its application gets: checked against the definition, with the things
//! that the options name.

use std::collections::BTreeMap;

use parvis_bus::view_of;
use parvis_model::marker::{
    ApplicationMarker, AttachmentMarker, CommandMarker, CommandVersionMarker, GenericMarker, UserMarker,
};
use parvis_model::{
    ApplicationCommand, Attachment, CommandData, CommandDataOption, CommandOptionType, CommandType, Id,
    Member, Permissions, ResolvedChannel, ResolvedData, ResolvedMember, User,
};
use parvis_rules::commands::{Given, Purpose, Reference, given};
use parvis_rules::validate::FieldError;
use parvis_store::tables;

use super::index::Offer;
use crate::access::{self, ChannelAccess};
use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller, messages};

/// What somebody asks of a command: the `data` of the request.
#[derive(Debug, Clone)]
pub struct CommandRequest {
    /// Whose command.
    pub application_id: Id<ApplicationMarker>,
    /// Which.
    pub id: Id<CommandMarker>,
    /// The state of the command that the client knew, if it says so.
    pub version: Option<Id<CommandVersionMarker>>,
    /// The values.
    pub options: Vec<CommandDataOption>,
    /// The account or message on which it is used.
    pub target_id: Option<Id<GenericMarker>>,
    /// The files that options may name.
    pub attachments: BTreeMap<Id<AttachmentMarker>, Attachment>,
}

/// A command that may be used, and what its application gets.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The command.
    pub command: ApplicationCommand,
    /// What was given to it.
    pub data: CommandData,
}

/// Checks what somebody asks of a command in a channel. A command that the caller may not use here does not exist.
pub async fn prepare(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    request: CommandRequest,
    purpose: Purpose,
) -> ActionResult<Prepared> {
    let (id, application_id, place) = (request.id, request.application_id, access.clone());
    let command = app
        .read(move |tx| {
            let offer = Offer::load(tx, &place, Some(application_id))?;
            let found = tables::commands::get_many(tx, &[id])?.pop();
            let command = found.filter(|it| it.application_id == application_id && offer.is_for(&place, it));
            command.ok_or(ActionError::Unknown(Kind::Command))
        })
        .await?;
    if request.version.is_some_and(|version| version != command.version) {
        let message = "This command is outdated, please try again in a few minutes";
        let code = "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION";
        return Err(ActionError::invalid("data.version", code, message));
    }
    let Given { options, references } = given("data.options", &command, &request.options, purpose)?;
    let mut resolved = match purpose {
        Purpose::Use => resolve(app, caller, access, &references).await?,
        // What is being typed is not looked up yet.
        Purpose::Complete => ResolvedData::default(),
    };
    let mut target_id = None;
    if purpose == Purpose::Use {
        resolved.attachments = files(&references, request.attachments)?;
        target_id = resolve_target(app, caller, access, &command, request.target_id, &mut resolved).await?;
    }
    let data = CommandData {
        id: command.id,
        name: command.name.clone(),
        kind: command.kind,
        resolved,
        options,
        guild_id: command.guild_id,
        target_id,
    };
    Ok(Prepared { command, data })
}

/// The files that options name, which must have come with the request.
fn files(
    references: &[Reference],
    mut there: BTreeMap<Id<AttachmentMarker>, Attachment>,
) -> ActionResult<BTreeMap<Id<AttachmentMarker>, Attachment>> {
    let mut named = BTreeMap::new();
    for reference in references.iter().filter(|it| it.kind == CommandOptionType::ATTACHMENT) {
        let id = reference.id.cast();
        let file = there.remove(&id).ok_or_else(|| unknown(reference))?;
        named.insert(id, file);
    }
    Ok(named)
}

/// The account or message of a command from a menu.
async fn resolve_target(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    command: &ApplicationCommand,
    target_id: Option<Id<GenericMarker>>,
    resolved: &mut ResolvedData,
) -> ActionResult<Option<Id<GenericMarker>>> {
    if command.kind == CommandType::CHAT {
        return Ok(None);
    }
    let path = "data.target_id";
    let id = target_id.ok_or_else(|| FieldError::required(path))?;
    if command.kind == CommandType::USER {
        let kind = CommandOptionType::USER;
        let target = Reference { path: path.to_owned(), kind, id, channel_types: Vec::new() };
        let found = resolve(app, caller, access, &[target]).await?;
        resolved.users.extend(found.users);
        resolved.members.extend(found.members);
    } else {
        access.require(Permissions::READ_MESSAGE_HISTORY)?;
        let message = messages::find(app, access, id.cast(), caller.user_id).await?;
        resolved.messages.insert(message.id, message);
    }
    Ok(Some(id))
}

/// Looks up what options or selections name: accounts, with what they may do in the channel as its members; roles of
/// the guild; channels that the caller may view. Files are not looked up. What is not there is an error at its path.
pub async fn resolve(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    references: &[Reference],
) -> ActionResult<ResolvedData> {
    let mut resolved = ResolvedData::default();
    let mut accounts = Vec::new();
    for reference in references {
        let role = access.guild().and_then(|guild| guild.guild.role(reference.id.cast()));
        match (reference.kind, role) {
            (CommandOptionType::ROLE | CommandOptionType::MENTIONABLE, Some(role)) => {
                resolved.roles.insert(role.id, role.as_ref().clone());
            }
            (CommandOptionType::USER | CommandOptionType::MENTIONABLE, _) => accounts.push(reference),
            (CommandOptionType::CHANNEL, _) => {
                let channel = resolve_channel(app, caller, access, reference).await?;
                resolved.channels.insert(channel.id, channel);
            }
            (CommandOptionType::ATTACHMENT, _) => {}
            _ => return Err(unknown(reference)),
        }
    }
    let ids = accounts.iter().map(|reference| reference.id.cast()).collect();
    let (users, members) = look_up(app, access, ids).await?;
    for reference in accounts {
        let user =
            users.iter().find(|user| user.id == reference.id.cast()).ok_or_else(|| unknown(reference))?;
        resolved.users.insert(user.id, user.clone());
    }
    resolved.members = members;
    Ok(resolved)
}

async fn look_up(
    app: &App,
    access: &ChannelAccess,
    ids: Vec<Id<UserMarker>>,
) -> ActionResult<(Vec<User>, BTreeMap<Id<UserMarker>, ResolvedMember>)> {
    if ids.is_empty() {
        return Ok(Default::default());
    }
    let guild_id = access.guild_id();
    let (users, members) = app
        .read(move |tx| {
            let members = match guild_id {
                Some(guild_id) => tables::members::get_many(tx, guild_id, &ids)?,
                None => Vec::new(),
            };
            Ok((tables::users::get_many(tx, &ids)?, members))
        })
        .await?;
    let with_permissions = |member: Member| {
        let view = view_of(&member, app.now_ms());
        let permissions =
            access.guild().map_or(Permissions::NONE, |it| it.guild.permissions_in(access.id(), &view));
        (member.user.id, ResolvedMember::new(member, permissions))
    };
    Ok((users, members.into_iter().map(with_permissions).collect()))
}

async fn resolve_channel(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    reference: &Reference,
) -> ActionResult<ResolvedChannel> {
    let there = match access::channel(app, caller, reference.id.cast(), Permissions::NONE).await {
        Ok(there) if there.guild_id() == access.guild_id() => there,
        Ok(_) | Err(ActionError::Unknown(_)) => return Err(unknown(reference)),
        Err(other) => return Err(other),
    };
    let channel = there.channel();
    if !reference.channel_types.is_empty() && !reference.channel_types.contains(&channel.kind) {
        let types = reference.channel_types.iter().map(|kind| kind.get());
        return Err(FieldError::choices(&reference.path, types).into());
    }
    Ok(ResolvedChannel::new(channel, there.permissions))
}

fn unknown(reference: &Reference) -> ActionError {
    let message = "There is no such thing here.";
    ActionError::invalid(&reference.path, "INTERACTION_APPLICATION_COMMAND_UNKNOWN_VALUE", message)
}
