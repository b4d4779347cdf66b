#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod action_day;
pub mod alarm;
pub mod migration;
pub mod mirrors;
pub mod person;
pub mod regenerated;
pub mod simulation;
