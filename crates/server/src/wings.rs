//! The wings of this server. One line each: deleting a wing's folder and its line leaves a program that builds.

use parvis_app::hooks::Hooks;
use parvis_store::Component;

/// The tables of everything that is mounted; each wing adds its component.
pub const COMPONENTS: &[Component] = &[parvis_store::tables::migrations::TALK];

/// What the wings hang into the hall; each wing adds its screens and jobs.
pub fn hooks() -> Hooks {
    Hooks::default()
}
