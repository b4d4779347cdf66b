//! Who may use a command.

use parvis_model::{CommandPermission, CommandPermissionType, Id, Permissions};
use parvis_rules::commands::{Somebody, all_channels, may_use};
use serde_json::json;

use super::command;

const GUILD: u64 = 100;
const ME: u64 = 1;
const ROLE: u64 = 11;
const OTHER_ROLE: u64 = 12;
const HERE: u64 = 21;

/// Somebody with two roles in a channel.
fn asks(
    permissions: Permissions,
    of_command: &[CommandPermission],
    of_application: &[CommandPermission],
) -> bool {
    asks_for(json!({}), permissions, of_command, of_application)
}

fn asks_for(
    changes: serde_json::Value,
    permissions: Permissions,
    of_command: &[CommandPermission],
    of_application: &[CommandPermission],
) -> bool {
    let somebody = Somebody {
        guild_id: Id::new(GUILD),
        user_id: Id::new(ME),
        roles: &[Id::new(ROLE), Id::new(OTHER_ROLE)],
        permissions,
        channel_id: Some(Id::new(HERE)),
    };
    may_use(&command(changes), of_command, of_application, &somebody)
}

fn set(kind: CommandPermissionType, id: u64, permission: bool) -> CommandPermission {
    CommandPermission { id: Id::new(id), kind, permission }
}

const USE: Permissions = Permissions::USE_APPLICATION_COMMANDS;
const R: CommandPermissionType = CommandPermissionType::ROLE;
const U: CommandPermissionType = CommandPermissionType::USER;
const C: CommandPermissionType = CommandPermissionType::CHANNEL;

#[test]
fn without_settings_the_author_decides_for_those_who_may_use_commands_at_all() {
    assert!(asks(USE, &[], &[]));
    assert!(!asks(Permissions::NONE, &[], &[]));
    let needs = json!({ "default_member_permissions": "6" });
    assert!(!asks_for(needs.clone(), USE | Permissions::KICK_MEMBERS, &[], &[]));
    assert!(asks_for(needs, USE | Permissions::KICK_MEMBERS | Permissions::BAN_MEMBERS, &[], &[]));
    let nobody = json!({ "default_member_permissions": "0" });
    assert!(!asks_for(nobody.clone(), Permissions::ALL.without(Permissions::ADMINISTRATOR), &[], &[]));
    assert!(asks_for(nobody, Permissions::ADMINISTRATOR, &[], &[]));
}

#[test]
fn the_account_goes_before_its_roles_and_these_before_everybody() {
    let everybody = set(R, GUILD, false);
    assert!(!asks(USE, &[everybody], &[]));
    assert!(asks(USE, &[everybody, set(R, ROLE, true)], &[]));
    // Any role that lets in is enough.
    assert!(asks(USE, &[set(R, ROLE, false), set(R, OTHER_ROLE, true)], &[]));
    assert!(!asks(USE, &[set(R, ROLE, true), set(U, ME, false)], &[]));
    assert!(asks(USE, &[set(R, ROLE, false), set(U, ME, true)], &[]));
    // An account with the id of a role is another thing.
    assert!(asks(USE, &[set(U, ROLE, false)], &[]));
}

#[test]
fn what_is_set_for_the_command_goes_before_its_application_and_its_author() {
    let needs = || json!({ "default_member_permissions": "2" });
    assert!(asks_for(needs(), USE, &[set(R, ROLE, true)], &[set(U, ME, false)]));
    assert!(!asks(USE, &[], &[set(U, ME, false)]));
    // To be let in by the application leaves the author's wish as it is.
    assert!(!asks_for(needs(), USE, &[], &[set(U, ME, true)]));
    assert!(asks(USE, &[], &[set(R, GUILD, false), set(U, ME, true)]));
}

#[test]
fn a_channel_goes_before_all_channels() {
    let all = set(C, all_channels(Id::new(GUILD)).get(), false);
    assert!(!asks(USE, &[all], &[]));
    assert!(asks(USE, &[all, set(C, HERE, true)], &[]));
    assert!(!asks(USE, &[set(C, HERE, false)], &[]));
    assert!(!asks(USE, &[], &[set(C, HERE, false)]));
    assert!(asks(USE, &[set(C, HERE, true)], &[set(C, HERE, false)]));
    // A channel never lets in somebody who is kept out.
    assert!(!asks(USE, &[set(C, HERE, true), set(U, ME, false)], &[]));
    assert!(asks(Permissions::ADMINISTRATOR, &[set(C, HERE, false), set(U, ME, false)], &[]));
}
