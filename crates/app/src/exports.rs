//! A copy of everything that is kept about somebody, made for that person: written in the background page by page, one
//! a day, kept for a day, and read at an address that is good for minutes.

mod contents;

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::Mutex;
use parvis_model::marker::ExportMarker;
use parvis_model::{DataExport, ExportState, Id, Timestamp};
use parvis_store::tables::{self, exports::Export};
use tokio::fs;
use tokio::sync::Semaphore;

use crate::error::{ActionError, ActionResult, Kind};
use crate::logins::DAY_MS;
use crate::secrets::random_hex;
use crate::{App, Caller, Lane, accounts};

/// How long a copy is kept, and how long somebody waits for the next one.
const KEPT_MS: i64 = DAY_MS;
/// How long an address is good: it is asked for anew with each look at the copy.
const ADDRESS_VALID_S: i64 = 600;
/// Copies that are written at the same time: nobody is in a hurry, and everybody else is.
const AT_ONCE: usize = 1;
const NAME_BYTES: usize = 16;
/// Name under which a copy is saved.
const FILENAME: &str = "parvis-export.json";

const RUNNING: &str = "running";
const READY: &str = "ready";
const FAILED: &str = "failed";

/// The copies that this node writes.
pub struct Exports {
    places: Arc<Semaphore>,
    /// Per cent of those under way; none while it waits for a place. What is not here is not under way: a row that
    /// says otherwise is of a run that was cut off.
    progress: Mutex<HashMap<Id<ExportMarker>, Option<u8>>>,
}

impl Default for Exports {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), progress: Mutex::default() }
    }
}

/// A copy that may be read.
#[derive(Debug)]
pub struct Readable {
    /// Where it is.
    pub path: PathBuf,
    /// Under which name it is saved.
    pub filename: &'static str,
    /// When it was made, in Unix milliseconds.
    pub created_ms: i64,
}

/// Begins a copy for the caller, who knows the password. Answers at once; the copy is written meanwhile.
pub async fn request(app: &App, caller: &Caller, password: Option<String>) -> ActionResult<DataExport> {
    caller.require_person()?;
    accounts::require_password(app, caller, password).await?;
    let (user_id, now_ms, house) = (caller.user_id, app.now_ms(), app.clone());
    let export = Export {
        id: app.ids.next(),
        user_id,
        file: random_hex(NAME_BYTES),
        state: RUNNING.to_owned(),
        size_bytes: 0,
        created_ms: now_ms,
    };
    let id = export.id;
    // Under way before anybody can ask: a row without this counts as cut off.
    app.exports.progress.lock().insert(id, None);
    let made = app.write(Lane::of(user_id), move |tx, _| {
        let last = tables::exports::of_user(tx, user_id)?;
        if let Some(last) = last.filter(|last| state_of(&house, last).0 != ExportState::Failed) {
            let left_ms = last.created_ms.saturating_add(KEPT_MS).saturating_sub(now_ms);
            if left_ms > 0 {
                return Err(ActionError::TooFast { retry_after_ms: u64::try_from(left_ms).unwrap_or(1) });
            }
        }
        tables::exports::replace(tx, &export)?;
        Ok(export)
    });
    let export = made.await.inspect_err(|_| {
        app.exports.progress.lock().remove(&id);
    })?;
    tokio::spawn(run(app.clone(), caller.clone(), export.clone()));
    Ok(shown(app, &export))
}

/// The caller's copy.
pub async fn get(app: &App, caller: &Caller) -> ActionResult<DataExport> {
    caller.require_person()?;
    let user_id = caller.user_id;
    let read = || app.read(move |tx| Ok(tables::exports::of_user(tx, user_id)?));
    let kept = |export: &Export| is_kept(app, export);
    let mut export = read().await?.filter(kept).ok_or(ActionError::Unknown(Kind::Export))?;
    if state_of(app, &export).0 == ExportState::Failed {
        // A copy that was finished after its row was read runs no longer either; the row says by now which it is.
        export = read().await?.filter(kept).ok_or(ActionError::Unknown(Kind::Export))?;
    }
    Ok(shown(app, &export))
}

/// The copy behind a signed address.
pub async fn open(
    app: &App,
    id: Id<ExportMarker>,
    filename: &str,
    expires_s: i64,
    signature: &str,
) -> ActionResult<Readable> {
    let unknown = || ActionError::Unknown(Kind::Export);
    let is_valid = app.secrets.file_signature_is_valid(&path_of(id), expires_s, signature);
    if !is_valid || filename != FILENAME || expires_s <= app.now_ms() / 1_000 {
        return Err(unknown());
    }
    let export = app.read(move |tx| Ok(tables::exports::get(tx, id)?)).await?;
    let export = export.filter(|export| export.state == READY && is_kept(app, export)).ok_or_else(unknown)?;
    let path = app.export_path(&export.file);
    Ok(Readable { path, filename: FILENAME, created_ms: export.created_ms })
}

/// Removes copies that had their day, and files that no copy names: of deleted accounts, and of runs that were cut
/// off.
pub(crate) async fn purge(app: &App) -> ActionResult<()> {
    let until_ms = app.now_ms().saturating_sub(KEPT_MS);
    let named = app.write(Lane::of(Id::<ExportMarker>::new(0)), move |tx, _| {
        tables::exports::purge(tx, until_ms)?;
        Ok(tables::exports::files(tx)?)
    });
    let named = named.await?;
    let mut files = match fs::read_dir(app.export_folder()).await {
        Ok(files) => files,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    while let Some(file) = files.next_entry().await? {
        if !file.file_name().to_str().is_some_and(|name| named.iter().any(|it| it == name)) {
            remove(file.path()).await?;
        }
    }
    Ok(())
}

async fn run(app: App, caller: Caller, export: Export) {
    let places = Arc::clone(&app.exports.places);
    let _place = places.acquire_owned().await.expect("the semaphore is never closed");
    let (id, path) = (export.id, app.export_path(&export.file));
    let tell = |percent| {
        app.exports.progress.lock().insert(id, Some(percent));
    };
    let (state, size_bytes) = match contents::write(&app, &caller, &path, tell).await {
        Ok(size_bytes) => (READY, size_bytes),
        Err(error) => {
            tracing::warn!(%error, "a copy of somebody's data was not finished");
            (FAILED, 0)
        }
    };
    let noted = app.write(Lane::of(caller.user_id), move |tx, _| {
        Ok(tables::exports::finish(tx, id, state, size_bytes)?)
    });
    let is_wanted = noted.await.is_ok_and(|is_there| is_there && state == READY);
    if !is_wanted && let Err(error) = remove(path).await {
        tracing::warn!(%error, "an unfinished copy stays on the disk until the next round of upkeep");
    }
    app.exports.progress.lock().remove(&id);
}

async fn remove(path: PathBuf) -> ActionResult<()> {
    match fs::remove_file(path).await {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn is_kept(app: &App, export: &Export) -> bool {
    app.now_ms() < export.created_ms.saturating_add(KEPT_MS)
}

fn state_of(app: &App, export: &Export) -> (ExportState, u8) {
    match (export.state.as_str(), app.exports.progress.lock().get(&export.id)) {
        (READY, _) => (ExportState::Ready, 100),
        (RUNNING, Some(Some(percent))) => (ExportState::Running, *percent),
        (RUNNING, Some(None)) => (ExportState::Waiting, 0),
        _ => (ExportState::Failed, 0),
    }
}

fn shown(app: &App, export: &Export) -> DataExport {
    let (state, progress) = state_of(app, export);
    let is_ready = state == ExportState::Ready;
    let expires_s = app.now_ms() / 1_000 + ADDRESS_VALID_S;
    let address = || {
        let path = path_of(export.id);
        let signature = app.secrets.sign_file(&path, expires_s);
        format!("{}{path}?ex={expires_s:x}&hm={signature}", app.config.public_url)
    };
    DataExport {
        id: export.id,
        state,
        progress,
        created_at: Timestamp::from_unix_ms(export.created_ms),
        expires_at: Timestamp::from_unix_ms(export.created_ms.saturating_add(KEPT_MS)),
        size_bytes: is_ready.then_some(export.size_bytes),
        url: is_ready.then(address),
    }
}

fn path_of(id: Id<ExportMarker>) -> String {
    format!("/exports/{id}/{FILENAME}")
}

impl App {
    /// Beside the files and not among them: what is copied into backups is not copied twice.
    fn export_folder(&self) -> PathBuf {
        self.config.files_dir.with_file_name("exports")
    }

    fn export_path(&self, file: &str) -> PathBuf {
        self.export_folder().join(file)
    }
}
