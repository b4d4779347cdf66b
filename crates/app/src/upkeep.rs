//! What the house does for itself: keeping files and rows in step.

use std::path::PathBuf;
use std::time::Duration;

use parvis_store::tables;
use tokio::sync::{RwLock, RwLockReadGuard};

use crate::App;
use crate::error::{ActionError, ActionResult, StoreError};

/// While somebody holds this, no file is deleted from the disk.
#[derive(Default)]
pub struct Deletions(RwLock<()>);

impl Deletions {
    /// Waits until no backup is under way, then allows deletions as long as it is held.
    pub async fn permit(&self) -> tokio::sync::RwLockWriteGuard<'_, ()> {
        self.0.write().await
    }
}

/// Between two rounds of upkeep.
const ROUND: Duration = Duration::from_secs(3_600);

impl App {
    /// Does the upkeep now, and again every hour as long as the database is open.
    pub fn start_upkeep(&self) {
        let app = self.clone();
        tokio::spawn(async move {
            loop {
                match app.keep_up().await {
                    Ok(()) => {}
                    Err(ActionError::Store(StoreError::Closed | StoreError::Fatal(_))) => return,
                    Err(error) => tracing::warn!(%error, "upkeep stopped half-way; the next round goes on"),
                }
                tokio::time::sleep(ROUND).await;
            }
        });
    }

    /// Removes what has had its time, and what a deletion before the last stop has left.
    pub async fn keep_up(&self) -> ActionResult<()> {
        crate::invites::purge(self).await?;
        crate::audit::purge(self).await?;
        self.delete_leftovers().await?;
        while self.delete_queued_blobs().await? > 0 {}
        Ok(())
    }

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
