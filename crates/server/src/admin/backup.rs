//! `parvis backup` and `parvis restore`: one folder with the database, the files, and what must be true of both.

use std::fs::{self, DirBuilder, File};
use std::io::{Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use parvis_app::App;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::Outcome;
use crate::config::Config;

const DATABASE: &str = "parvis.sqlite";
const FILES: &str = "files";
const MANIFEST: &str = "manifest.json";
const FORMAT: u32 = 1;

/// What a backup says of itself. Written last: a folder without it is not a backup.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    program: String,
    made_unix_ms: i64,
    database_sha256: String,
    files: u64,
    files_bytes: u64,
}

/// Copies one moment of the database and every file that it names into a new folder, while the server goes on.
pub async fn backup(app: &App, to: &Path) -> anyhow::Result<Outcome> {
    if to.exists()
        && fs::read_dir(to).with_context(|| format!("cannot read {}", to.display()))?.next().is_some()
    {
        bail!("to: {} is not empty; a backup is never written over something else", to.display());
    }
    make_folder(to).context("to: the account that the server runs as must be allowed to write there")?;
    make_folder(&to.join(FILES))?;
    // A file is written once and never changed, so it may be copied after the database was, if none is deleted
    // meanwhile.
    let hold = app.hold_deletions().await;
    app.store.backup_to(to.join(DATABASE), |_| ()).await?;
    let (from, target) = (app.config.files_dir.clone(), to.to_owned());
    let made_unix_ms = app.now_ms();
    let manifest = tokio::task::spawn_blocking(move || finish(&from, &target, made_unix_ms)).await??;
    drop(hold);
    let text = format!(
        "Backup written to {}: the database and {} files ({} bytes).",
        to.display(),
        manifest.files,
        manifest.files_bytes
    );
    Ok(Outcome::new(
        json!({ "backup": to, "files": manifest.files, "files_bytes": manifest.files_bytes }),
        text,
    ))
}

fn finish(files: &Path, to: &Path, made_unix_ms: i64) -> anyhow::Result<Manifest> {
    let (count, bytes) = copy_folder(files, &to.join(FILES))?;
    let manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_unix_ms,
        database_sha256: digest_of(&to.join(DATABASE))?,
        files: count,
        files_bytes: bytes,
    };
    let mut file = File::create(to.join(MANIFEST))?;
    file.write_all(serde_json::to_string_pretty(&manifest)?.as_bytes())?;
    file.sync_all()?;
    File::open(to)?.sync_all()?;
    Ok(manifest)
}

/// Puts a backup into a data folder that holds no database yet, after checking that it is whole.
pub fn restore(config: &Config, from: &Path) -> anyhow::Result<Outcome> {
    let manifest = fs::read(from.join(MANIFEST))
        .with_context(|| format!("from: {} is not a backup, or an unfinished one", from.display()))?;
    let manifest: Manifest =
        serde_json::from_slice(&manifest).context("the backup's manifest.json is not valid")?;
    ensure!(manifest.format == FORMAT, "the backup was made by a newer program ({})", manifest.program);
    ensure!(
        config.database.starts_with("sqlite:"),
        "database: a PostgreSQL database is restored with pg_restore"
    );
    let target = config.data.join(DATABASE);
    ensure!(
        !target.exists(),
        "data: {} holds a database already; restore into an empty folder",
        config.data.display()
    );
    let digest = digest_of(&from.join(DATABASE))?;
    ensure!(
        digest == manifest.database_sha256,
        "the backup's database is damaged: its SHA-256 is not the one that was written down"
    );
    make_folder(&config.data)?;
    make_folder(&config.data.join(FILES))?;
    let (files, bytes) = copy_folder(&from.join(FILES), &config.data.join(FILES))?;
    ensure!(
        files == manifest.files && bytes == manifest.files_bytes,
        "the backup lacks files: {files} of {}",
        manifest.files
    );
    // The database comes last and under its name at once: a restore that was cut off leaves none.
    let partial = config.data.join("parvis.sqlite.partial");
    copy_file(&from.join(DATABASE), &partial)?;
    fs::rename(&partial, &target)?;
    File::open(&config.data)?.sync_all()?;
    let text =
        format!("Restored into {}: the database and {files} files ({bytes} bytes).", config.data.display());
    Ok(Outcome::new(json!({ "restored": config.data, "files": files, "files_bytes": bytes }), text))
}

/// A folder that nobody else on this machine can look into: a backup holds what people said in private.
fn make_folder(path: &Path) -> anyhow::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.with_context(|| format!("cannot make {}", path.display()))
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<(u64, u64)> {
    let (mut count, mut bytes) = (0, 0);
    if !from.exists() {
        return Ok((0, 0));
    }
    make_folder(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            let (inner_count, inner_bytes) = copy_folder(&entry.path(), &target)?;
            count += inner_count;
            bytes += inner_bytes;
        } else {
            bytes += copy_file(&entry.path(), &target)?;
            count += 1;
        }
    }
    File::open(to)?.sync_all()?;
    Ok((count, bytes))
}

fn copy_file(from: &Path, to: &Path) -> anyhow::Result<u64> {
    let bytes =
        fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    File::open(to)?.sync_all()?;
    Ok(bytes)
}

fn digest_of(path: &Path) -> anyhow::Result<String> {
    let mut file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1024 * 1024];
    loop {
        let length = file.read(&mut piece)?;
        if length == 0 {
            return Ok(parvis_app::secrets::hex(&hasher.finalize()));
        }
        hasher.update(&piece[..length]);
    }
}
