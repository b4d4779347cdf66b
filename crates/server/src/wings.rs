//! The wings of this server. One line each: deleting a wing's folder and its line leaves a program that builds.

use std::sync::Arc;

use parvis_app::hooks::{Hooks, Job};
use parvis_previews::Previews;
use parvis_store::Component;

use crate::config::Config;

/// The tables of everything that is mounted; each wing adds its component.
pub const COMPONENTS: &[Component] = &[parvis_store::tables::migrations::TALK];

/// What the wings hang into the hall; each wing adds its screens and jobs.
pub fn hooks(config: &Config) -> Hooks {
    let mut jobs: Vec<Arc<dyn Job>> = Vec::new();
    if config.link_previews {
        jobs.push(Arc::new(Previews::default()));
    }
    Hooks { jobs, ..Hooks::default() }
}
