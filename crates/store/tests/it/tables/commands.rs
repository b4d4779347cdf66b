//! Commands of applications, and who may use them where.

use parvis_model::marker::{ApplicationMarker, GuildMarker};
use parvis_model::{
    Application, ApplicationCommand, CommandPermission, CommandPermissionType, CommandType,
    GuildCommandPermissions, Id,
};
use parvis_store::tables::applications::{self, Owned};
use parvis_store::tables::commands::{self, Scope};
use parvis_store::tables::guilds;
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, add_guild, add_member, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    commands_of_all_guilds_and_of_one_do_not_meet,
    a_name_belongs_to_one_command_of_a_kind,
    an_application_offers_its_commands_where_its_bot_is,
    with_a_command_go_its_permissions,
    with_a_guild_or_an_application_goes_everything,
    permissions_are_replaced_and_an_empty_list_is_none,
}

const BOT: Id<ApplicationMarker> = Id::new(10);
const EVERYWHERE: Scope = Scope { application_id: BOT, guild_id: None };

fn within(guild_id: Id<GuildMarker>) -> Scope {
    Scope { application_id: BOT, guild_id: Some(guild_id) }
}

/// An application whose bot is in guild 100, and in no other.
fn add_world(tx: &mut Tx<'_>) -> Result<Id<GuildMarker>, StoreError> {
    let ada = add_user(tx, 1, "ada")?;
    let bot = add_user(tx, BOT.get(), "ping")?;
    let owned = Owned::new(Application::new(BOT, "Ping", "ab".repeat(32)), ada);
    applications::insert(tx, &owned, &[9; 32])?;
    let guild_id = add_guild(tx, 100, ada)?;
    add_guild(tx, 200, ada)?;
    add_member(tx, guild_id, bot)?;
    Ok(guild_id)
}

fn add(
    tx: &mut Tx<'_>,
    id: u64,
    scope: Scope,
    kind: CommandType,
    name: &str,
) -> Result<ApplicationCommand, StoreError> {
    let command = ApplicationCommand::new(Id::new(id), scope.application_id, scope.guild_id, kind, name);
    commands::insert(tx, &command)?;
    Ok(command)
}

fn set(guild_id: Id<GuildMarker>, target: u64, account: u64) -> GuildCommandPermissions {
    let permission =
        CommandPermission { id: Id::new(account), kind: CommandPermissionType::USER, permission: true };
    GuildCommandPermissions {
        id: Id::new(target),
        application_id: BOT,
        guild_id,
        permissions: vec![permission],
    }
}

async fn commands_of_all_guilds_and_of_one_do_not_meet(database: Database) {
    run(database, |tx| {
        let guild_id = add_world(tx)?;
        let first = add(tx, 31, EVERYWHERE, CommandType::CHAT, "ping")?;
        let second = add(tx, 30, EVERYWHERE, CommandType::USER, "ping")?;
        let local = add(tx, 32, within(guild_id), CommandType::CHAT, "ping")?;
        assert_eq!(commands::list(tx, EVERYWHERE)?, [second.clone(), first.clone()]);
        assert_eq!(commands::list(tx, within(guild_id))?, std::slice::from_ref(&local));
        assert_eq!(commands::get(tx, EVERYWHERE, first.id)?, Some(first.clone()));
        assert_eq!(commands::get(tx, within(guild_id), first.id)?, None);
        assert_eq!(commands::get(tx, EVERYWHERE, local.id)?, None);
        assert_eq!(commands::count(tx, EVERYWHERE, CommandType::CHAT)?, 1);
        assert_eq!(commands::by_name(tx, within(guild_id), CommandType::CHAT, "ping")?, Some(local.clone()));
        assert_eq!(commands::by_name(tx, EVERYWHERE, CommandType::MESSAGE, "ping")?, None);
        let mut found = commands::get_many(tx, &[local.id, second.id, Id::new(99)])?;
        found.sort_by_key(|it| it.id);
        assert_eq!(found, [second, local]);
        assert_eq!(commands::get_many(tx, &[])?, []);
        Ok(())
    })
    .await;
}

async fn a_name_belongs_to_one_command_of_a_kind(database: Database) {
    run(database, |tx| {
        add_world(tx)?;
        let mut ping = add(tx, 30, EVERYWHERE, CommandType::CHAT, "ping")?;
        let pong = add(tx, 31, EVERYWHERE, CommandType::CHAT, "pong")?;
        // Out together and in together, two of them can change names.
        commands::take_out(tx, &[ping.id, pong.id])?;
        add(tx, 30, EVERYWHERE, CommandType::CHAT, "pong")?;
        add(tx, 31, EVERYWHERE, CommandType::CHAT, "ping")?;
        ping.name = "peng".to_owned();
        commands::update(tx, &ping)?;
        assert_eq!(commands::get(tx, EVERYWHERE, ping.id)?, Some(ping));
        assert_eq!(commands::by_name(tx, EVERYWHERE, CommandType::CHAT, "pong")?, None);
        Ok(())
    })
    .await;
}

async fn an_application_offers_its_commands_where_its_bot_is(database: Database) {
    run(database, |tx| {
        let guild_id = add_world(tx)?;
        let other = Id::new(200);
        let global = add(tx, 30, EVERYWHERE, CommandType::CHAT, "ping")?;
        let local = add(tx, 31, within(guild_id), CommandType::CHAT, "pong")?;
        assert_eq!(commands::applications_in(tx, guild_id)?, [BOT]);
        assert_eq!(commands::applications_in(tx, other)?, []);
        assert_eq!(commands::offered(tx, &[BOT], Some(guild_id))?, [global.clone(), local]);
        assert_eq!(commands::offered(tx, &[BOT], Some(other))?, std::slice::from_ref(&global));
        assert_eq!(commands::offered(tx, &[BOT], None)?, [global]);
        assert_eq!(commands::offered(tx, &[], Some(guild_id))?, []);
        Ok(())
    })
    .await;
}

async fn with_a_command_go_its_permissions(database: Database) {
    run(database, |tx| {
        let guild_id = add_world(tx)?;
        let ping = add(tx, 30, EVERYWHERE, CommandType::CHAT, "ping")?;
        commands::put_permissions(tx, &set(guild_id, 30, 1))?;
        commands::put_permissions(tx, &set(guild_id, BOT.get(), 1))?;
        assert_eq!(commands::delete(tx, Id::new(11), &[ping.id])?, 0);
        assert_eq!(commands::delete(tx, BOT, &[])?, 0);
        assert_eq!(commands::delete(tx, BOT, &[ping.id, Id::new(99)])?, 1);
        assert_eq!(commands::permissions(tx, guild_id, BOT)?, [set(guild_id, BOT.get(), 1)]);
        Ok(())
    })
    .await;
}

async fn with_a_guild_or_an_application_goes_everything(database: Database) {
    run(database, |tx| {
        let guild_id = add_world(tx)?;
        let other: Id<GuildMarker> = Id::new(200);
        let global = add(tx, 30, EVERYWHERE, CommandType::CHAT, "ping")?;
        for (id, guild_id) in [(31, guild_id), (32, other)] {
            add(tx, id, within(guild_id), CommandType::CHAT, "pong")?;
            commands::put_permissions(tx, &set(guild_id, 30, 1))?;
        }
        commands::delete_in_guild(tx, BOT, guild_id)?;
        assert_eq!(commands::list(tx, within(guild_id))?, []);
        assert_eq!(commands::permissions_in(tx, guild_id)?, []);
        assert_eq!(commands::permissions_in(tx, other)?, [set(other, 30, 1)]);
        assert!(guilds::delete(tx, other, NOW_MS)?);
        assert_eq!(commands::list(tx, within(other))?, []);
        assert_eq!(commands::list(tx, EVERYWHERE)?, [global]);
        commands::put_permissions(tx, &set(guild_id, 30, 1))?;
        commands::delete_all(tx, BOT)?;
        assert_eq!(commands::list(tx, EVERYWHERE)?, []);
        assert!(applications::delete(tx, BOT)?);
        Ok(())
    })
    .await;
}

async fn permissions_are_replaced_and_an_empty_list_is_none(database: Database) {
    run(database, |tx| {
        let guild_id = add_world(tx)?;
        commands::put_permissions(tx, &set(guild_id, 30, 1))?;
        commands::put_permissions(tx, &set(guild_id, 30, 2))?;
        assert_eq!(commands::permissions_of(tx, guild_id, BOT, Id::new(30))?, Some(set(guild_id, 30, 2)));
        assert_eq!(commands::permissions_of(tx, guild_id, BOT, Id::new(31))?, None);
        let none = GuildCommandPermissions { permissions: Vec::new(), ..set(guild_id, 30, 2) };
        commands::put_permissions(tx, &none)?;
        assert_eq!(commands::permissions_of(tx, guild_id, BOT, Id::new(30))?, None);
        Ok(())
    })
    .await;
}
