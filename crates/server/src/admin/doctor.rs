//! `parvis doctor`: what an operator would look at first, and what to do about it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use parvis_app::App;
use serde_json::json;

use super::Outcome;
use crate::config::Config;

/// Less free space than this is a matter of days.
const FREE_MIB_MIN: u64 = 512;

struct Finding {
    name: &'static str,
    ok: bool,
    text: String,
}

fn finding(name: &'static str, ok: bool, text: impl Into<String>) -> Finding {
    Finding { name, ok, text: text.into() }
}

/// Examines database, files and settings.
pub async fn doctor(app: &App, config: &Config) -> anyhow::Result<Outcome> {
    let findings = [
        database(app).await,
        files(app).await,
        folder(config),
        space(config),
        address(config),
        limits(config),
    ];
    let ok = findings.iter().all(|finding| finding.ok);
    let lines: Vec<_> = findings
        .iter()
        .map(|it| format!("{} {}: {}", if it.ok { "ok     " } else { "PROBLEM" }, it.name, it.text))
        .collect();
    let json = json!({
        "ok": ok,
        "findings": findings.iter().map(|it| json!({ "name": it.name, "ok": it.ok, "text": it.text })).collect::<Vec<_>>(),
    });
    Ok(Outcome { json, text: lines.join("\n"), ok })
}

async fn database(app: &App) -> Finding {
    match app.store.check().await {
        Ok(problems) if problems.is_empty() => finding("database", true, "whole"),
        Ok(problems) => {
            let text = format!("damaged, restore a backup: {}", problems.join("; "));
            finding("database", false, text)
        }
        Err(error) => finding("database", false, error.to_string()),
    }
}

async fn files(app: &App) -> Finding {
    match app.missing_files().await {
        Ok(missing) if missing.is_empty() => {
            finding("files", true, "every file that a message names is there")
        }
        Ok(missing) => {
            let text =
                format!("{} files that messages name are missing; restore them from a backup", missing.len());
            finding("files", false, text)
        }
        Err(error) => finding("files", false, error.to_string()),
    }
}

fn folder(config: &Config) -> Finding {
    match fs::metadata(&config.data) {
        Ok(data) if data.permissions().mode() & 0o007 != 0 => {
            let text = format!(
                "others on this machine can look into {0}: run `chmod o-rwx {0}`",
                config.data.display()
            );
            finding("data folder", false, text)
        }
        Ok(_) => finding("data folder", true, "private"),
        Err(error) => finding("data folder", false, error.to_string()),
    }
}

fn space(config: &Config) -> Finding {
    let disk = match rustix::fs::statvfs(&config.data) {
        Ok(disk) => disk,
        Err(error) => return finding("free space", false, error.to_string()),
    };
    let free_mib = disk.f_bavail.saturating_mul(disk.f_frsize) / (1024 * 1024);
    if free_mib < FREE_MIB_MIN {
        let text = format!("{free_mib} MiB: nothing is accepted once it is used up; make room");
        return finding("free space", false, text);
    }
    finding("free space", true, format!("{free_mib} MiB"))
}

fn address(config: &Config) -> Finding {
    match &config.public_url {
        Some(url) if url.starts_with("https://") => finding("public address", true, url.clone()),
        Some(url) => finding(
            "public address",
            false,
            format!("{url} is not encrypted: put a TLS proxy in front and set https://"),
        ),
        None if config.listen.ip().is_loopback() => {
            finding("public address", true, "none is set; only this machine reaches the server")
        }
        None => finding(
            "public address",
            false,
            "the server listens to the network without public_url: set it, and put a TLS proxy in front",
        ),
    }
}

fn limits(config: &Config) -> Finding {
    let text = if config.rate_limits { "on" } else { "off: for benchmarks only" };
    finding("rate limits", config.rate_limits, text)
}
