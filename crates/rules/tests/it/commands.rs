//! Commands: which definitions there may be, what fits them, and who may use them.

mod definition;
mod invocation;
mod usage;

use parvis_model::{ApplicationCommand, CommandOption, CommandType, Id};
use serde_json::{Value, json};

/// A command without options, as an author would send it, with some keys changed.
fn command(changes: Value) -> ApplicationCommand {
    let mut body = json!({
        "id": "1", "application_id": "2", "version": "1", "type": 1, "name": "imagine",
        "description": "Draw something", "default_member_permissions": null, "integration_types": [0],
    });
    for (key, value) in changes.as_object().expect("an object") {
        body[key] = value.clone();
    }
    serde_json::from_value(body).expect("a command in form")
}

/// An option, as an author would send it.
fn option(kind: u8, name: &str, changes: Value) -> Value {
    let mut body = json!({ "type": kind, "name": name, "description": "What it is" });
    for (key, value) in changes.as_object().expect("an object") {
        body[key] = value.clone();
    }
    body
}

/// A command with these options.
fn with_options(options: Value) -> ApplicationCommand {
    let options: Vec<CommandOption> = serde_json::from_value(options).expect("options in form");
    let mut command = ApplicationCommand::new(Id::new(1), Id::new(2), None, CommandType::CHAT, "imagine");
    (command.description, command.options) = ("Draw something".to_owned(), options);
    command
}
