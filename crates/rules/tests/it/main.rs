//! Tests of the rules through their public interface.

mod commands;
mod content;
mod emoji;
mod hierarchy;
mod names;
mod permissions;
mod rate;
mod validate;
