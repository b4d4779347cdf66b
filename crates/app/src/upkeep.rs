//! What the house does for itself: keeping files and rows in step.

use std::path::{Path, PathBuf};
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

/// How long a file may lie on the disk before somebody must have named it: longer than any upload takes.
const UNNAMED_FOR_MS: i64 = 86_400_000;
/// Between two rounds of upkeep.
const ROUND: Duration = Duration::from_secs(3_600);
/// Between two rounds of what cannot wait so long: the shortest silence of a thread is an hour, and a token of an
/// interaction is good for a quarter of one.
const SHORT_ROUND: Duration = Duration::from_secs(60);

impl App {
    /// Does the upkeep now, and again every hour as long as the database is open; the short rounds every minute.
    pub fn start_upkeep(&self) {
        let app = self.clone();
        tokio::spawn(async move {
            while goes_on(app.keep_up().await) {
                tokio::time::sleep(ROUND).await;
            }
        });
        let app = self.clone();
        tokio::spawn(async move {
            while goes_on(app.keep_up_often().await) {
                tokio::time::sleep(SHORT_ROUND).await;
            }
        });
    }

    /// What cannot wait for the hour: threads that have fallen silent, what lives for minutes only, and events that
    /// begin or end.
    async fn keep_up_often(&self) -> ActionResult<()> {
        self.archive_idle_threads().await?;
        crate::interactions::purge(self).await?;
        crate::scheduled_events::keep_up(self).await?;
        for job in &self.hooks.jobs {
            job.keep_up(self).await;
        }
        Ok(())
    }

    /// Removes what has had its time, and what a deletion before the last stop has left.
    pub async fn keep_up(&self) -> ActionResult<()> {
        crate::invites::purge(self).await?;
        crate::sheets::purge(self).await?;
        crate::audit::purge(self).await?;
        crate::grants::purge(self).await?;
        crate::exports::purge(self).await?;
        crate::statistics::purge(self).await?;
        self.delete_leftovers().await?;
        while self.delete_queued_blobs().await? > 0 {}
        self.delete_orphans().await?;
        Ok(())
    }

    /// Deletes files older than a day that no row names: uploads that were cut off when the program was.
    async fn delete_orphans(&self) -> ActionResult<()> {
        let (folder, before_ms) = (self.config.files_dir.clone(), self.now_ms() - UNNAMED_FOR_MS);
        let listed = tokio::task::spawn_blocking(move || blobs_older_than(&folder, before_ms));
        let listed = listed.await.map_err(std::io::Error::other)??;
        for names in listed.chunks(500) {
            let _permit = self.deletions.permit().await;
            let names = names.to_vec();
            let unnamed = self.read(move |tx| {
                let mut unnamed = Vec::new();
                for name in names {
                    if !tables::attachments::blob_is_known(tx, &name)? {
                        unnamed.push(name);
                    }
                }
                Ok(unnamed)
            });
            for name in unnamed.await? {
                tracing::info!(name, "deleting a file that nobody ever named");
                tokio::fs::remove_file(self.blob_path(&name)).await?;
            }
        }
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

/// Whether there will be another round.
fn goes_on(round: ActionResult<()>) -> bool {
    match round {
        Ok(()) => true,
        Err(ActionError::Store(StoreError::Closed | StoreError::Fatal(_))) => false,
        Err(error) => {
            tracing::warn!(%error, "upkeep stopped half-way; the next round goes on");
            true
        }
    }
}

/// Names of blobs that were last written before a moment. What does not look like a blob is not ours to delete.
fn blobs_older_than(folder: &Path, before_ms: i64) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    let Ok(shelves) = std::fs::read_dir(folder) else { return Ok(names) };
    for shelf in shelves {
        let shelf = shelf?;
        let Ok(prefix) = shelf.file_name().into_string() else { continue };
        if prefix.len() != 2 || !shelf.file_type()?.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(shelf.path())? {
            let file = file?;
            // Gone meanwhile: nothing to do.
            let Ok(metadata) = file.metadata() else { continue };
            let written = metadata.modified()?.duration_since(std::time::UNIX_EPOCH);
            let written_ms = written.map_or(0, |it| i64::try_from(it.as_millis()).unwrap_or(i64::MAX));
            let name = file.file_name().into_string().unwrap_or_default();
            if metadata.is_file() && written_ms < before_ms && name.starts_with(&prefix) {
                names.push(name);
            }
        }
    }
    Ok(names)
}
