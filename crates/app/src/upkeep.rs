//! What the house does for itself: keeping files and rows in step.

use std::path::PathBuf;

use parvis_store::tables;
use tokio::sync::{RwLock, RwLockReadGuard};

use crate::App;
use crate::error::ActionResult;

/// While somebody holds this, no file is deleted from the disk.
#[derive(Default)]
pub struct Deletions(RwLock<()>);

impl Deletions {
    /// Waits until no backup is under way, then allows deletions as long as it is held.
    pub async fn permit(&self) -> tokio::sync::RwLockWriteGuard<'_, ()> {
        self.0.write().await
    }
}

impl App {
    /// Puts off the deletion of files as long as the returned value lives: a backup is under way.
    pub async fn hold_deletions(&self) -> RwLockReadGuard<'_, ()> {
        self.deletions.0.read().await
    }

    /// Files that rows name and the disk does not have.
    pub async fn missing_files(&self) -> ActionResult<Vec<PathBuf>> {
        const PAGE: u32 = 1_000;
        let mut missing = Vec::new();
        let mut after = String::new();
        loop {
            let from = after.clone();
            let blobs = self.read(move |tx| Ok(tables::attachments::blobs(tx, &from, PAGE)?)).await?;
            let Some(last) = blobs.last() else { return Ok(missing) };
            after.clone_from(last);
            for blob in &blobs {
                let path = self.blob_path(blob);
                if !tokio::fs::try_exists(&path).await? {
                    missing.push(path);
                }
            }
        }
    }
}
