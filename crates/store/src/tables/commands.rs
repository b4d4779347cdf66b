//! Commands of applications, everywhere or in one guild, and who may use them where.

use parvis_model::marker::{ApplicationMarker, CommandMarker, GenericMarker, GuildMarker};
use parvis_model::{ApplicationCommand, CommandType, GuildCommandPermissions, Id};

use crate::{IdList, Json, Row, StoreError, Tx};

/// Where commands are: of an application in all guilds, or in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// Whose they are.
    pub application_id: Id<ApplicationMarker>,
    /// The only guild in which they are.
    pub guild_id: Option<Id<GuildMarker>>,
}

impl Scope {
    /// The guild's id; 0 for commands of no guild.
    fn key(self) -> Id<GuildMarker> {
        self.guild_id.unwrap_or(Id::new(0))
    }
}

/// Adds a command. The name must be free in its scope.
pub fn insert(tx: &mut Tx<'_>, command: &ApplicationCommand) -> Result<(), StoreError> {
    let scope = Scope { application_id: command.application_id, guild_id: command.guild_id };
    tx.execute(
        "insert into commands (id, application_id, scope_id, kind, name, details)
         values ($1, $2, $3, $4, $5, $6)",
        &[&command.id, &scope.application_id, &scope.key(), &command.kind.0, &command.name, &Json(command)],
    )?;
    Ok(())
}

/// Replaces a command. The name must be free in its scope, or its own.
pub fn update(tx: &mut Tx<'_>, command: &ApplicationCommand) -> Result<(), StoreError> {
    tx.execute(
        "update commands set name = $2, details = $3 where id = $1",
        &[&command.id, &command.name, &Json(command)],
    )?;
    Ok(())
}

/// The commands of a scope, oldest first.
pub fn list(tx: &mut Tx<'_>, scope: Scope) -> Result<Vec<ApplicationCommand>, StoreError> {
    tx.query(
        "select details from commands where application_id = $1 and scope_id = $2 order by id",
        &[&scope.application_id, &scope.key()],
        read,
    )
}

/// One command of a scope.
pub fn get(
    tx: &mut Tx<'_>,
    scope: Scope,
    id: Id<CommandMarker>,
) -> Result<Option<ApplicationCommand>, StoreError> {
    tx.query_opt(
        "select details from commands where id = $1 and application_id = $2 and scope_id = $3",
        &[&id, &scope.application_id, &scope.key()],
        read,
    )
}

/// Those of these commands that there are, in no order.
pub fn get_many(tx: &mut Tx<'_>, ids: &[Id<CommandMarker>]) -> Result<Vec<ApplicationCommand>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.query("select details from commands where id in ids($1)", &[&IdList(ids)], read)
}

/// The command of this kind and name.
pub fn by_name(
    tx: &mut Tx<'_>,
    scope: Scope,
    kind: CommandType,
    name: &str,
) -> Result<Option<ApplicationCommand>, StoreError> {
    tx.query_opt(
        "select details from commands
         where application_id = $1 and scope_id = $2 and kind = $3 and name = $4",
        &[&scope.application_id, &scope.key(), &kind.0, &name],
        read,
    )
}

/// How many commands of a kind a scope has.
pub fn count(tx: &mut Tx<'_>, scope: Scope, kind: CommandType) -> Result<usize, StoreError> {
    let count: u32 = tx.query_one(
        "select count(*) from commands where application_id = $1 and scope_id = $2 and kind = $3",
        &[&scope.application_id, &scope.key(), &kind.0],
        |row| row.get(0),
    )?;
    Ok(count as usize)
}

/// What these applications offer in a guild: their commands of all guilds and of this one. Without a guild, only the
/// former.
pub fn offered(
    tx: &mut Tx<'_>,
    application_ids: &[Id<ApplicationMarker>],
    guild_id: Option<Id<GuildMarker>>,
) -> Result<Vec<ApplicationCommand>, StoreError> {
    if application_ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.query(
        "select details from commands where application_id in ids($1) and (scope_id = 0 or scope_id = $2)
         order by application_id, kind, name, scope_id",
        &[&IdList(application_ids), &guild_id.unwrap_or(Id::new(0))],
        read,
    )
}

/// The applications whose bots are in a guild.
pub fn applications_in(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
) -> Result<Vec<Id<ApplicationMarker>>, StoreError> {
    tx.query(
        "select a.id from applications a join members m on m.user_id = a.id where m.guild_id = $1 order by a.id",
        &[&guild_id],
        |row| row.get(0),
    )
}

/// Removes commands, but leaves their permissions: for those that come back changed.
pub fn take_out(tx: &mut Tx<'_>, ids: &[Id<CommandMarker>]) -> Result<(), StoreError> {
    if !ids.is_empty() {
        tx.execute("delete from commands where id in ids($1)", &[&IdList(ids)])?;
    }
    Ok(())
}

/// Removes commands of an application for good, with their permissions in all guilds; returns how many there were.
pub fn delete(
    tx: &mut Tx<'_>,
    application_id: Id<ApplicationMarker>,
    ids: &[Id<CommandMarker>],
) -> Result<u64, StoreError> {
    if ids.is_empty() {
        return Ok(0);
    }
    tx.execute(
        "delete from command_permissions where application_id = $1 and target_id in ids($2)",
        &[&application_id, &IdList(ids)],
    )?;
    tx.execute(
        "delete from commands where application_id = $1 and id in ids($2)",
        &[&application_id, &IdList(ids)],
    )
}

/// Removes everything that an application has in a guild.
pub fn delete_in_guild(
    tx: &mut Tx<'_>,
    application_id: Id<ApplicationMarker>,
    guild_id: Id<GuildMarker>,
) -> Result<(), StoreError> {
    for statement in [
        "delete from command_permissions where application_id = $1 and guild_id = $2",
        "delete from commands where application_id = $1 and scope_id = $2",
    ] {
        tx.execute(statement, &[&application_id, &guild_id])?;
    }
    Ok(())
}

/// Removes everything of an application.
pub fn delete_all(tx: &mut Tx<'_>, application_id: Id<ApplicationMarker>) -> Result<(), StoreError> {
    for statement in [
        "delete from command_permissions where application_id = $1",
        "delete from commands where application_id = $1",
    ] {
        tx.execute(statement, &[&application_id])?;
    }
    Ok(())
}

/// The permissions of an application in a guild that were ever set, by the id of the command or the application.
pub fn permissions(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    application_id: Id<ApplicationMarker>,
) -> Result<Vec<GuildCommandPermissions>, StoreError> {
    tx.query(
        "select target_id, application_id, permissions from command_permissions
         where guild_id = $1 and application_id = $2 order by target_id",
        &[&guild_id, &application_id],
        |row| read_permissions(row, guild_id),
    )
}

/// The permissions of all applications in a guild.
pub fn permissions_in(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
) -> Result<Vec<GuildCommandPermissions>, StoreError> {
    tx.query(
        "select target_id, application_id, permissions from command_permissions where guild_id = $1
         order by application_id, target_id",
        &[&guild_id],
        |row| read_permissions(row, guild_id),
    )
}

/// The permissions of one command, or of an application itself.
pub fn permissions_of(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    application_id: Id<ApplicationMarker>,
    target_id: Id<GenericMarker>,
) -> Result<Option<GuildCommandPermissions>, StoreError> {
    tx.query_opt(
        "select target_id, application_id, permissions from command_permissions
         where guild_id = $1 and application_id = $2 and target_id = $3",
        &[&guild_id, &application_id, &target_id],
        |row| read_permissions(row, guild_id),
    )
}

/// Sets permissions in place of what was set before; an empty list leaves nothing.
pub fn put_permissions(tx: &mut Tx<'_>, set: &GuildCommandPermissions) -> Result<(), StoreError> {
    if set.permissions.is_empty() {
        tx.execute(
            "delete from command_permissions where guild_id = $1 and application_id = $2 and target_id = $3",
            &[&set.guild_id, &set.application_id, &set.id],
        )?;
        return Ok(());
    }
    tx.execute(
        "insert into command_permissions (guild_id, application_id, target_id, permissions)
         values ($1, $2, $3, $4)
         on conflict (guild_id, application_id, target_id) do update set permissions = excluded.permissions",
        &[&set.guild_id, &set.application_id, &set.id, &Json(&set.permissions)],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<ApplicationCommand, StoreError> {
    row.get(0).map(|Json(command)| command)
}

fn read_permissions(row: &Row<'_>, guild_id: Id<GuildMarker>) -> Result<GuildCommandPermissions, StoreError> {
    let Json(permissions) = row.get(2)?;
    Ok(GuildCommandPermissions { id: row.get(0)?, application_id: row.get(1)?, guild_id, permissions })
}
