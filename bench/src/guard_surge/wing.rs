//! The same days through the real wing: a server, its database, five moderators of the house, and every account that is
//! on a list. Nothing is asked of it that a client could not ask.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use parvis_signals::action_day::{ActionDay, Decision, Evidence, RowState};
use parvis_testing::seed::{self, Seeded};
use parvis_testing::{Person, TestServer};
use serde_json::{Value, json};

const DAYS: &str = "/parvis/v1/guard/action-days";
const REVIEWERS: usize = 5;
/// Between two looks at how far a day is.
const LOOK: Duration = Duration::from_millis(50);
/// How long anything may take before the run is given up.
const GIVEN_UP: Duration = Duration::from_secs(600);
/// Every so many accounts one is asked what it was told.
const ASKED: usize = 50;
/// Taking 3,000 accounts back takes five minutes at most.
const UNDO_S_PER_ACCOUNT: f64 = 300.0 / 3_000.0;

/// A house with everybody in it.
struct House {
    server: TestServer,
    reviewers: Vec<Person>,
    /// By their numbers in the simulation.
    accounts: BTreeMap<u64, Seeded>,
}

/// Plays the days, takes them back, and fails when anything differs from what was previewed.
pub async fn play(days: &[ActionDay]) -> anyhow::Result<()> {
    let house = House::open(days).await?;
    let mut done = Vec::new();
    for day in days {
        done.push(house.play(day).await?);
    }
    let applied: u64 = done.iter().map(|(_, applied)| applied).sum();
    let report = house.report().await;
    ensure!(report == (applied, 0), "the report says {report:?} of {applied}");
    for (path, applied) in &done {
        house.take_back(path, *applied).await?;
    }
    let report = house.report().await;
    ensure!(report == (applied, applied), "the report says {report:?}, all of {applied} taken back");
    house.server.stop().await;
    Ok(())
}

fn rows(decision: &Decision, state: RowState) -> impl Iterator<Item = &parvis_signals::action_day::Row> {
    decision.rows.iter().filter(move |row| row.state == state)
}

fn count(answer: &Value, name: &str) -> u64 {
    answer[name].as_u64().unwrap_or_default()
}

impl House {
    async fn open(days: &[ActionDay]) -> anyhow::Result<Self> {
        let server = TestServer::start().await;
        let mut numbers: Vec<u64> = Vec::new();
        for decision in days.iter().flat_map(ActionDay::decisions) {
            numbers.extend(decision.rows.iter().map(|row| row.account));
        }
        numbers.sort_unstable();
        numbers.dedup();
        let seeded = seed::accounts(server.app(), "account", numbers.len(), None).await;
        let mut reviewers = Vec::new();
        for number in 0..REVIEWERS {
            let reviewer = server.person(&format!("reviewer{number}")).await;
            let id = reviewer.id.parse().ok().context("an id")?;
            parvis_guard::moderators::add(server.app(), id).await?;
            reviewers.push(reviewer);
        }
        Ok(Self { server, reviewers, accounts: numbers.into_iter().zip(seeded).collect() })
    }

    /// Decisions that did something, and those that were undone.
    async fn report(&self) -> (u64, u64) {
        let report = self.reviewers[0].get("/parvis/v1/guard/transparency").await.ok();
        (count(&report["totals"], "restrictions"), count(&report["totals"], "restorations"))
    }

    /// Decides, approves and does a day; answers where it stands and how many accounts it did.
    async fn play(&self, day: &ActionDay) -> anyhow::Result<(String, u64)> {
        let first = &self.reviewers[0];
        let made = first.post(DAYS, json!({ "title": "November 2019" })).await.ok();
        let path = format!("{DAYS}/{}", made["id"].as_str().context("an id")?);
        let start = Instant::now();
        for decision in day.decisions() {
            self.decide(&path, decision).await?;
        }
        let took_s = start.elapsed().as_secs_f64();
        println!("  {} clusters put together and decided in {took_s:.1} s", day.decisions().len());
        let preview = first.get(&format!("{path}/preview")).await.ok();
        let version = json!({ "version": preview["version"] });
        let alone = first.post(&format!("{path}/start"), version.clone()).await;
        ensure!(alone.text.contains("FOUR_EYES"), "one person alone started it: {}", alone.text);
        for reviewer in &self.reviewers[..2] {
            reviewer.post(&format!("{path}/approval"), version.clone()).await.ok();
        }
        let expected: usize = day.preview().len();
        ensure!(count(&preview, "accounts") == expected as u64, "{expected} were approved: {preview}");
        let start = Instant::now();
        first.post(&format!("{path}/start"), version).await.ok();
        if first.put(&format!("{path}/pause"), json!({})).await.status.is_success() {
            first.delete(&format!("{path}/pause")).await.ok();
        }
        let done = self.until(&path, "done").await?;
        let applied = count(&done["accounts"], "applied");
        println!("  {applied} accounts done in {:.1} s", start.elapsed().as_secs_f64());
        ensure!(applied == expected as u64, "{applied} of {expected} were done");
        self.ask_some(day).await?;
        Ok((path, applied))
    }

    async fn decide(&self, path: &str, decision: &Decision) -> anyhow::Result<()> {
        let reviewer = &self.reviewers[decision.approved_by.first().map_or(0, |it| *it as usize)];
        let accounts: Vec<Value> =
            decision.rows.iter().map(|row| self.listed(&row.evidence, row.account)).collect();
        let origin = if decision.channels.is_empty() { "returned" } else { "mirror" };
        let cluster =
            json!({ "title": format!("Cluster {}", decision.id), "origin": origin, "accounts": accounts });
        let added = reviewer.post(&format!("{path}/clusters"), cluster).await.ok();
        let cluster = format!("{path}/clusters/{}", added["cluster"]["id"].as_str().context("an id")?);
        for row in rows(decision, RowState::Excluded) {
            let account = format!("{cluster}/accounts/{}", self.accounts[&row.account].user.id);
            reviewer.put(&account, json!({ "excluded": true })).await.ok();
        }
        let verdict = if decision.is_refused {
            json!({ "verdict": "spare" })
        } else {
            json!({
                "verdict": "act", "measures": [{ "kind": "suspend_account" }], "ground": "rules",
                "rule": "No propaganda networks", "facts": "The account took part in a network of mirror channels.",
                "category": "risk_for_public_security", "context_considered": true,
            })
        };
        reviewer.put(&format!("{cluster}/decision"), verdict).await.ok();
        Ok(())
    }

    fn listed(&self, evidence: &Evidence, account: u64) -> Value {
        let (name, detail) = match evidence {
            Evidence::Hand(hand) => ("hand", format!("{} items in {} channels", hand.items, hand.channels)),
            Evidence::Link(link) => ("returned", format!("{} hundredths of log-odds", link.total)),
        };
        let evidence = json!([{ "name": name, "detail": detail, "told": true }]);
        json!({ "account": self.accounts[&account].user.id, "evidence": evidence })
    }

    /// Some of the accounts read why, in a statement of their own.
    async fn ask_some(&self, day: &ActionDay) -> anyhow::Result<()> {
        for (_, account) in day.preview().into_iter().step_by(ASKED) {
            let token = self.accounts[&account].token.clone();
            let told =
                Person::of_token(&self.server, token).await.get("/parvis/v1/guard/statements/@me").await.ok();
            ensure!(told.as_array().is_some_and(|told| told.len() == 1), "{account} was told {told}");
        }
        Ok(())
    }

    async fn take_back(&self, path: &str, applied: u64) -> anyhow::Result<()> {
        let start = Instant::now();
        let undo = json!({ "reason": "A drill." });
        self.reviewers[4].post(&format!("{path}/undo"), undo).await.ok();
        let undone = self.until(path, "undone").await?;
        let took_s = start.elapsed().as_secs_f64();
        println!("  {applied} accounts restored in {took_s:.1} s");
        ensure!(count(&undone["accounts"], "undone") == applied, "not everybody was restored: {undone}");
        ensure!(took_s <= applied as f64 * UNDO_S_PER_ACCOUNT, "taking it back took too long");
        Ok(())
    }

    async fn until(&self, path: &str, state: &str) -> anyhow::Result<Value> {
        let looking = async {
            loop {
                let seen = self.reviewers[0].get(path).await.ok();
                if seen["state"] == state {
                    return seen;
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::time::timeout(GIVEN_UP, looking).await.context("the day stands still")
    }
}
