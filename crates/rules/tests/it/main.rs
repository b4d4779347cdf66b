//! Tests of the rules through their public interface.

mod client_cases;
mod commands;
mod components;
mod content;
mod emoji;
mod hierarchy;
mod interactions;
mod names;
mod permissions;
mod quiet_hours;
mod rate;
mod validate;
