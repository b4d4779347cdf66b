//! `/parvis/v1`

pub(crate) mod directory;
mod guard;
mod guide;
mod instance;
mod mentions;
mod permissions;
mod saved_messages;
mod sheets;
mod statistics;
mod switches;
mod users;
