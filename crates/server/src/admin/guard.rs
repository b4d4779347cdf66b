//! `parvis guard …`

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use parvis_guard::lists::{self, Preview, Scope};
use parvis_guard::tables::evidence::Hold;
use parvis_guard::transparency::exports::{self, Part};
use parvis_guard::{evidence, moderators};
use parvis_model::{Id, Timestamp};
use serde_json::json;

use super::carry_out::{in_words, lines, person, user_json, user_line};
use super::{EvidenceOrder, GuardOrder, Hall, ModeratorOrder, Outcome};
use crate::terminal::piece;

/// Does what an order about reports, cases and decisions says.
pub async fn carry_out(hall: &Hall, order: GuardOrder) -> anyhow::Result<Outcome> {
    match order {
        GuardOrder::Moderator(order) => moderator(hall, order).await,
        GuardOrder::Evidence(order) => on_evidence(hall, order).await,
        GuardOrder::Report { year, folder } => report(hall, year, folder).await,
        GuardOrder::List { file, format, service } => list(hall, file, format, service).await,
    }
}

/// Writes the reports of a year.
async fn report(hall: &Hall, year: i64, folder: Option<PathBuf>) -> anyhow::Result<Outcome> {
    let counted = exports::count(&hall.app, year).await.map_err(in_words)?;
    let totals = counted.totals();
    let mut files = Vec::new();
    if let Some(folder) = folder {
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("folder: cannot make {}", folder.display()))?;
        for name in Part::WORDS {
            let path = folder.join(format!("{name}.csv"));
            let part = Part::from_word(name).context("a part has its name")?;
            std::fs::write(&path, counted.csv(part))
                .with_context(|| format!("folder: cannot write {}", path.display()))?;
            files.push(path.display().to_string());
        }
    }
    let text = format!(
        "{year}: {} decisions, {} undone since, {} reports, {} appeals, {} removal orders.\n{}",
        totals.decisions,
        totals.restorations,
        totals.notices,
        totals.complaints,
        totals.orders,
        files.join("\n")
    );
    Ok(Outcome::new(json!({ "totals": totals, "files": files }), text))
}

/// Says what a list would mean.
async fn list(
    hall: &Hall,
    file: PathBuf,
    format: Option<String>,
    service: Option<String>,
) -> anyhow::Result<Outcome> {
    let format = match format {
        Some(word) => Some(
            lists::Format::from_word(&word).context("format: plain, csv, mastodon, json or policy_list")?,
        ),
        None => None,
    };
    let service = match service {
        Some(word) => Some(lists::Service::from_any_word(&word).context("service: none that is known")?),
        None => None,
    };
    let hints = lists::hints(&hall.app, service);
    let bytes = read(&file)?;
    let list = tokio::task::spawn_blocking(move || lists::read(&bytes, format, &hints)).await?;
    let list = list.context("file")?;
    let preview = lists::preview(&hall.app, &Scope::House, list, None, usize::MAX).await.map_err(in_words)?;
    Ok(Outcome::new(serde_json::to_value(&preview)?, told(&preview)))
}

/// A file that is no larger than a list may be.
fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let size =
        std::fs::metadata(file).with_context(|| format!("file: cannot open {}", file.display()))?.len();
    if size > lists::BYTES_MAX as u64 {
        bail!("file: larger than {} bytes", lists::BYTES_MAX);
    }
    std::fs::read(file).with_context(|| format!("file: cannot read {}", file.display()))
}

fn told(preview: &Preview) -> String {
    let counts: Vec<String> = preview.counts.iter().map(|(word, count)| format!("{word}: {count}")).collect();
    let rows = preview.rows.iter().map(|row| {
        let accounts: Vec<_> = row.accounts.iter().map(|name| piece(name)).collect();
        format!("line {}: {} {}", row.line, row.verdict, accounts.join(", "))
    });
    let lines: Vec<String> = std::iter::once(counts.join(", ")).chain(rows).collect();
    lines.join("\n")
}

const DAY_MS: i64 = 86_400_000;
const HOLD_REASON_CHARS_MAX: usize = 500;

async fn on_evidence(hall: &Hall, order: EvidenceOrder) -> anyhow::Result<Outcome> {
    let app = &hall.app;
    match order {
        EvidenceOrder::Check => check_evidence(hall).await,
        EvidenceOrder::Hold { record, days, reason } => {
            let reason = reason.trim().to_owned();
            if reason.is_empty() || reason.chars().count() > HOLD_REASON_CHARS_MAX {
                bail!("reason: 1 to {HOLD_REASON_CHARS_MAX} characters");
            }
            let until = Timestamp::from_unix_ms(app.now_ms() + i64::from(days) * DAY_MS);
            let text = format!("Record {record} is held until {until}.");
            let hold = Hold { until, reason };
            if !evidence::hold(app, Id::new(record), Some(hold)).await.map_err(in_words)? {
                bail!("there is no record {record}, or it was erased");
            }
            Ok(Outcome::new(json!({ "id": record.to_string(), "held_until": until }), text))
        }
        EvidenceOrder::Release { record } => {
            if !evidence::hold(app, Id::new(record), None).await.map_err(in_words)? {
                bail!("there is no record {record}, or it was erased");
            }
            let text = format!("Record {record} goes when its time is over.");
            Ok(Outcome::new(json!({ "id": record.to_string(), "held_until": null }), text))
        }
        EvidenceOrder::Prove { record } => {
            let Some((proof, key)) = evidence::prove(app, Id::new(record)).await.map_err(in_words)? else {
                bail!(
                    "there is no record {record}, it was erased, or today's root is older: try again tomorrow"
                );
            };
            let proof = json!({ "public_key": key, "proof": proof });
            Ok(Outcome::new(proof.clone(), serde_json::to_string_pretty(&proof)?))
        }
    }
}

/// The order fails when there is a fault: a script that runs it every night notices.
async fn check_evidence(hall: &Hall) -> anyhow::Result<Outcome> {
    let verdict = evidence::check(&hall.app).await.map_err(in_words)?;
    let faults: Vec<String> = verdict.faults.iter().map(ToString::to_string).collect();
    let ok = faults.is_empty();
    let found = if ok { "Nothing was changed.".to_owned() } else { faults.join("\n") };
    let text = format!(
        "{} links, {} records kept, {} erased lawfully, {} not signed yet.\n{found}",
        verdict.head.number, verdict.kept, verdict.erased, verdict.unsigned
    );
    let json = json!({
        "links": verdict.head.number, "kept": verdict.kept, "erased": verdict.erased,
        "unsigned": verdict.unsigned, "head": verdict.head.digest, "faults": faults,
    });
    Ok(Outcome { json, text, ok })
}

async fn moderator(hall: &Hall, order: ModeratorOrder) -> anyhow::Result<Outcome> {
    let app = &hall.app;
    match order {
        ModeratorOrder::Add { user } => {
            let user = person(app, &user).await?.user;
            let is_new = moderators::add(app, user.id).await.map_err(in_words)?;
            let text = match is_new {
                true => format!("{} decides the cases of the house now.", piece(&user.username)),
                false => format!("{} decides the cases of the house already.", piece(&user.username)),
            };
            Ok(Outcome::new(json!({ "id": user.id, "added": is_new }), text))
        }
        ModeratorOrder::Remove { user } => {
            let user = person(app, &user).await?.user;
            let was_one = moderators::remove(app, user.id).await.map_err(in_words)?;
            let text = match was_one {
                true => format!("{} does not decide the cases of the house any more.", piece(&user.username)),
                false => format!("{} did not decide the cases of the house.", piece(&user.username)),
            };
            Ok(Outcome::new(json!({ "id": user.id, "removed": was_one }), text))
        }
        ModeratorOrder::List => {
            let users = moderators::list(app).await.map_err(in_words)?;
            let json: Vec<_> = users.iter().map(user_json).collect();
            let empty = "Nobody decides the cases of the house yet.";
            let text = lines(users.iter().map(user_line).collect(), empty);
            Ok(Outcome::new(json!(json), text))
        }
    }
}
