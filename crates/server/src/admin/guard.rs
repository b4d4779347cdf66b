//! `parvis guard …`

use anyhow::bail;
use parvis_guard::tables::evidence::Hold;
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
    }
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
                bail!("there is no record {record}, it was erased, or today's root is older: try again tomorrow");
            };
            let proof = json!({ "public_key": key, "proof": proof });
            Ok(Outcome::new(proof.clone(), serde_json::to_string_pretty(&proof)?))
        }
    }
}

/// Faults are the order's answer, and its failure: a script that runs it every night notices.
async fn check_evidence(hall: &Hall) -> anyhow::Result<Outcome> {
    let verdict = evidence::check(&hall.app).await.map_err(in_words)?;
    let faults: Vec<String> = verdict.faults.iter().map(ToString::to_string).collect();
    if !faults.is_empty() {
        bail!("the evidence was tampered with: {}", faults.join("; "));
    }
    let text = format!(
        "{} links, {} records kept, {} erased lawfully, {} not signed yet: nothing was changed.",
        verdict.head.number, verdict.kept, verdict.erased, verdict.unsigned
    );
    let json = json!({
        "links": verdict.head.number, "kept": verdict.kept, "erased": verdict.erased,
        "unsigned": verdict.unsigned, "head": verdict.head.digest, "faults": faults,
    });
    Ok(Outcome::new(json, text))
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
