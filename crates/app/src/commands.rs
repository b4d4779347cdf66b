//! What applications offer to do: their commands, everywhere or in one guild.

mod index;
mod invoke;
mod permissions;

use std::collections::{HashMap, HashSet};

use parvis_model::marker::CommandMarker;
use parvis_model::{
    ApplicationCommand, CommandOption, CommandType, Field, Id, IntegrationType, InteractionContext,
    Localizations, Permissions,
};
use parvis_rules::validate::FieldError;
use parvis_rules::{commands as rules, limits};
use parvis_store::{Tx, tables};

use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller, Lane, access, applications};

pub use index::{index_of_channel, index_of_guild};
pub use invoke::{CommandRequest, Prepared, prepare, resolve};
pub use parvis_store::tables::commands::Scope;
pub use permissions::{list_permissions, permissions_of, set_permissions};

/// What an author says of a command; `None` leaves what it was, or what it is by itself.
#[derive(Debug, Clone, Default)]
pub struct CommandDraft {
    /// The command that this is, where a list replaces another one.
    pub id: Option<Id<CommandMarker>>,
    /// From where it is used; cannot change afterwards.
    pub kind: Option<CommandType>,
    /// Its name.
    pub name: Option<String>,
    /// Its name in other languages.
    pub name_localizations: Option<Option<Localizations>>,
    /// What it does.
    pub description: Option<String>,
    /// What it does, in other languages.
    pub description_localizations: Option<Option<Localizations>>,
    /// What it takes.
    pub options: Option<Vec<CommandOption>>,
    /// What a member must be allowed to do to use it.
    pub default_member_permissions: Option<Option<Permissions>>,
    /// Whether it can be used in a conversation with the bot.
    pub dm_permission: Option<bool>,
    /// Where it can be used.
    pub contexts: Option<Option<Vec<InteractionContext>>>,
    /// With which kinds of installation it is there.
    pub integration_types: Option<Vec<IntegrationType>>,
    /// Whether it is for channels for adults only.
    pub nsfw: Option<bool>,
}

impl CommandDraft {
    fn kind(&self) -> CommandType {
        self.kind.unwrap_or_default()
    }

    /// A new command by this draft.
    fn into_command(self, id: Id<CommandMarker>, scope: Scope) -> ApplicationCommand {
        let kind = self.kind();
        let mut command = ApplicationCommand::new(id, scope.application_id, scope.guild_id, kind, "");
        self.change(&mut command);
        command
    }

    /// Brings what the draft says into a command.
    fn change(self, command: &mut ApplicationCommand) {
        set(&mut command.name, self.name);
        set(&mut command.name_localizations, self.name_localizations.map(Field::from));
        set(&mut command.description, self.description);
        set(&mut command.description_localizations, self.description_localizations.map(Field::from));
        set(&mut command.options, self.options);
        set(&mut command.default_member_permissions, self.default_member_permissions);
        set(&mut command.integration_types, self.integration_types);
        set(&mut command.nsfw, self.nsfw);
        if command.guild_id.is_none() {
            // A guild's command is used in that guild and nowhere else, whatever its author sends along.
            set(&mut command.contexts, self.contexts);
            command.dm_permission = self.dm_permission.or(command.dm_permission);
        }
        if let Some(contexts) = &command.contexts {
            command.dm_permission = Some(contexts.contains(&InteractionContext::BOT_DM));
        }
    }
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// The caller's right to see and change the commands of a scope: the application's owner or its bot, and in a guild
/// only while the bot is there.
async fn open(app: &App, caller: &Caller, scope: Scope) -> ActionResult<Lane> {
    let caller_id = caller.user_id;
    app.read(move |tx| applications::own(tx, caller_id, scope.application_id)).await?;
    match scope.guild_id {
        Some(guild_id) => {
            let access = access::guild_of_application(app, scope.application_id, guild_id).await?;
            Ok(access.lane())
        }
        None => Ok(Lane::of(scope.application_id)),
    }
}

/// The same once more, in the order of the writes that could take it away.
fn require_there(tx: &mut Tx<'_>, scope: Scope) -> ActionResult<()> {
    if tables::applications::get(tx, scope.application_id)?.is_none() {
        return Err(ActionError::Unknown(Kind::Application));
    }
    match scope.guild_id {
        Some(guild_id) if tables::members::get(tx, guild_id, scope.application_id.cast())?.is_none() => {
            Err(ActionError::Unknown(Kind::Guild))
        }
        _ => Ok(()),
    }
}

/// The commands of a scope, oldest first.
pub async fn list(app: &App, caller: &Caller, scope: Scope) -> ActionResult<Vec<ApplicationCommand>> {
    open(app, caller, scope).await?;
    app.read(move |tx| Ok(tables::commands::list(tx, scope)?)).await
}

/// One command.
pub async fn get(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: Id<CommandMarker>,
) -> ActionResult<ApplicationCommand> {
    open(app, caller, scope).await?;
    let found = app.read(move |tx| Ok(tables::commands::get(tx, scope, id)?)).await?;
    found.ok_or(ActionError::Unknown(Kind::Command))
}

/// Makes a command, or replaces the one of its kind and name; says whether it is new.
pub async fn create(
    app: &App,
    caller: &Caller,
    scope: Scope,
    draft: CommandDraft,
) -> ActionResult<(ApplicationCommand, bool)> {
    let lane = open(app, caller, scope).await?;
    let mut command = draft.into_command(app.ids.next(), scope);
    require_valid(rules::definition("", &command))?;
    app.write(lane, move |tx, _| {
        require_there(tx, scope)?;
        let Some(before) = tables::commands::by_name(tx, scope, command.kind, &command.name)? else {
            require_room(tables::commands::count(tx, scope, command.kind)? + 1, command.kind)?;
            tables::commands::insert(tx, &command)?;
            return Ok((command, true));
        };
        if take_place_of(&mut command, &before) {
            tables::commands::update(tx, &command)?;
        }
        Ok((command, false))
    })
    .await
}

/// Changes a command.
pub async fn edit(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: Id<CommandMarker>,
    draft: CommandDraft,
) -> ActionResult<ApplicationCommand> {
    let lane = open(app, caller, scope).await?;
    let version = app.ids.next();
    app.write(lane, move |tx, _| {
        let before = tables::commands::get(tx, scope, id)?.ok_or(ActionError::Unknown(Kind::Command))?;
        let mut command = before.clone();
        draft.change(&mut command);
        require_valid(rules::definition("", &command))?;
        if command == before {
            return Ok(command);
        }
        let of_that_name = tables::commands::by_name(tx, scope, command.kind, &command.name)?;
        if of_that_name.is_some_and(|other| other.id != id) {
            return Err(name_taken("name").into());
        }
        command.version = version;
        tables::commands::update(tx, &command)?;
        Ok(command)
    })
    .await
}

/// Deletes a command with its permissions in all guilds.
pub async fn delete(app: &App, caller: &Caller, scope: Scope, id: Id<CommandMarker>) -> ActionResult<()> {
    let lane = open(app, caller, scope).await?;
    app.write(lane, move |tx, _| {
        if tables::commands::get(tx, scope, id)?.is_none() {
            return Err(ActionError::Unknown(Kind::Command));
        }
        tables::commands::delete(tx, scope.application_id, &[id])?;
        Ok(())
    })
    .await
}

/// Makes these the only commands of a scope. What stays as it was keeps id and version, what has the id or the name of
/// an old one keeps its id and its permissions.
pub async fn overwrite(
    app: &App,
    caller: &Caller,
    scope: Scope,
    drafts: Vec<CommandDraft>,
) -> ActionResult<Vec<ApplicationCommand>> {
    let lane = open(app, caller, scope).await?;
    let drafts: Vec<_> =
        drafts.into_iter().map(|draft| (draft.id, draft.into_command(app.ids.next(), scope))).collect();
    require_valid(check_list(&drafts))?;
    for kind in [CommandType::CHAT, CommandType::USER, CommandType::MESSAGE] {
        require_room(drafts.iter().filter(|(_, command)| command.kind == kind).count(), kind)?;
    }
    app.write(lane, move |tx, _| {
        require_there(tx, scope)?;
        let mut old = Old::new(tables::commands::list(tx, scope)?, drafts.iter().filter_map(|(id, _)| *id));
        let (mut commands, mut changed) = (Vec::new(), Vec::new());
        for (id, mut command) in drafts {
            let before = old.take(id, &command);
            if before.is_none_or(|before| take_place_of(&mut command, &before)) {
                changed.push(command.clone());
            }
            commands.push(command);
        }
        tables::commands::delete(tx, scope.application_id, &old.left())?;
        // All out before any comes in: names may have changed hands.
        tables::commands::take_out(tx, &changed.iter().map(|it| it.id).collect::<Vec<_>>())?;
        for command in &changed {
            tables::commands::insert(tx, command)?;
        }
        Ok(commands)
    })
    .await
}

/// Makes a command the new state of another one; whether anything is different.
fn take_place_of(command: &mut ApplicationCommand, before: &ApplicationCommand) -> bool {
    let version = command.version;
    (command.id, command.version) = (before.id, before.version);
    if command == before {
        return false;
    }
    command.version = version;
    true
}

/// The commands of a scope while a list takes their place.
struct Old {
    by_id: HashMap<Id<CommandMarker>, ApplicationCommand>,
    ids: HashMap<(CommandType, String), Id<CommandMarker>>,
}

impl Old {
    /// `claimed` are ids that the new list names: nothing else of the list can be one of these.
    fn new(commands: Vec<ApplicationCommand>, claimed: impl Iterator<Item = Id<CommandMarker>>) -> Self {
        let claimed: HashSet<_> = claimed.collect();
        let unclaimed = commands.iter().filter(|it| !claimed.contains(&it.id));
        let ids = unclaimed.map(|it| ((it.kind, it.name.clone()), it.id)).collect();
        Self { by_id: commands.into_iter().map(|it| (it.id, it)).collect(), ids }
    }

    /// What a command of the new list was before.
    fn take(
        &mut self,
        id: Option<Id<CommandMarker>>,
        command: &ApplicationCommand,
    ) -> Option<ApplicationCommand> {
        let of_id = id.filter(|id| self.by_id.get(id).is_some_and(|it| it.kind == command.kind));
        let id = of_id.or_else(|| self.ids.remove(&(command.kind, command.name.clone())))?;
        self.by_id.remove(&id)
    }

    /// Those that the new list does not have.
    fn left(self) -> Vec<Id<CommandMarker>> {
        self.by_id.into_keys().collect()
    }
}

/// Everything that is wrong with a list of commands.
fn check_list(drafts: &[(Option<Id<CommandMarker>>, ApplicationCommand)]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut names = HashSet::new();
    for (index, (_, command)) in drafts.iter().enumerate() {
        errors.extend(rules::definition(&index.to_string(), command));
        if !names.insert((command.kind, command.name.as_str())) {
            errors.push(name_taken(&format!("{index}.name")));
        }
    }
    errors
}

fn require_valid(errors: Vec<FieldError>) -> ActionResult<()> {
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

fn require_room(count: usize, kind: CommandType) -> ActionResult<()> {
    let max = if kind == CommandType::CHAT { limits::CHAT_COMMANDS_MAX } else { limits::MENU_COMMANDS_MAX };
    if count > max { Err(ActionError::Refused(Refusal::MaxCommands)) } else { Ok(()) }
}

fn name_taken(path: &str) -> FieldError {
    let message = "Application command names must be unique";
    FieldError::new(path, "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
}
