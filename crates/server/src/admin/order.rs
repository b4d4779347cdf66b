//! What an administrator can order, as it travels to a running server.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// One order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Copy database and files into a new folder.
    Backup {
        /// The folder.
        to: PathBuf,
    },
    /// Examine database, files and settings.
    Doctor,
}
