#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod moderators;
mod routes;
pub mod tables;

use std::sync::Arc;

use parvis_api::router::Route;

/// The wing. Cheap to clone.
#[derive(Default, Clone)]
pub struct Guard(Arc<Parts>);

#[derive(Default)]
struct Parts {}

/// What this wing answers.
pub fn routes(guard: &Guard) -> Vec<Route> {
    routes::all(guard)
}
