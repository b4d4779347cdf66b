//! A condition tried on a text before it is saved: what is wrong with it and where, or what it would say.

use std::collections::BTreeMap;

use parvis_app::{ActionResult, App, Caller};
use parvis_rules::validate;
use parvis_screening::policy::facts::AuthorFacts;
use parvis_screening::policy::features::{FEATURES, Feature};
use parvis_screening::policy::{Expression, Facts, Features, action, trial};
use serde::{Deserialize, Serialize};

use super::judgement::{mentioned, shown};
use super::manage::lists_of;
use super::{Policies, standing};
use crate::tables::policies::{Scope, Why};

const TEXT_CHARS_MAX: usize = 4_000;
const HOURS_MAX: i64 = 24 * 3_650;
/// An account that is known: three years old, two of them here.
const KNOWN: (i64, i64) = (24 * 365 * 3, 24 * 365 * 2);

/// A condition, and the message that it is tried on.
#[derive(Debug, Deserialize)]
pub struct Attempt {
    /// Whose lists it may name.
    #[serde(default)]
    pub guild_id: Scope,
    /// The condition.
    pub when: String,
    /// Its numbers.
    #[serde(default)]
    pub thresholds: BTreeMap<String, i64>,
    /// The text.
    pub text: String,
    /// How old the author's account is.
    #[serde(default)]
    pub account_hours: Option<i64>,
    /// Since when the author is a member.
    #[serde(default)]
    pub member_hours: Option<i64>,
}

/// What a condition says of a text.
#[derive(Debug, Serialize)]
pub struct Tried {
    /// What is wrong with it, if something is.
    error: Option<Mistake>,
    /// Whether it catches it; null when it cannot be asked.
    catches: Option<bool>,
    /// What it asked.
    why: Vec<Why>,
    /// Its work at worst, and the most that is allowed.
    steps: u64,
    steps_max: u64,
}

/// What is wrong with a condition, and where.
#[derive(Debug, Serialize)]
struct Mistake {
    line: usize,
    column: usize,
    text: String,
}

/// Tries a condition. Nothing is kept.
pub async fn attempt(policies: &Policies, app: &App, caller: &Caller, it: Attempt) -> ActionResult<Tried> {
    standing::managing(app, caller, it.guild_id).await?;
    validate::length("text", it.text.chars().count(), 0..=TEXT_CHARS_MAX)?;
    for (path, hours) in [("account_hours", it.account_hours), ("member_hours", it.member_hours)] {
        validate::number(path, hours.unwrap_or(0), 0..=HOURS_MAX)?;
    }
    let scope = it.guild_id;
    let lists = app.read(move |tx| lists_of(tx, scope)).await?;
    let steps_max = parvis_screening::policy::STEPS_MAX;
    let expression = match Expression::compile(&it.when, &it.thresholds, &lists) {
        Ok(expression) => expression,
        Err(error) => {
            let error = Some(Mistake { line: error.line, column: error.column, text: error.text });
            return Ok(Tried { error, catches: None, why: Vec::new(), steps: 0, steps_max });
        }
    };
    let finding = policies.memory().scanner.scan(&it.text);
    let facts = Facts {
        content: &it.text,
        mentions: mentioned(&it.text, "<@"),
        role_mentions: mentioned(&it.text, "<@&"),
        mentions_everyone: it.text.contains("@everyone") || it.text.contains("@here"),
        finding: finding.as_ref(),
        author: AuthorFacts {
            account_hours: it.account_hours.unwrap_or(KNOWN.0),
            member_hours: it.member_hours.unwrap_or(KNOWN.1),
            ..AuthorFacts::default()
        },
        ..Facts::default()
    };
    let features = Features::of(&facts);
    let catches = expression.holds(&features).ok();
    let why = shown(expression.why(&features));
    Ok(Tried { error: None, catches, why, steps: expression.steps(), steps_max })
}

/// What may stand in a rule.
#[derive(Debug, Serialize)]
pub struct Reference {
    features: &'static [Feature],
    actions: &'static [&'static str],
    gate: trial::Gate,
    gate_of_restrictions: trial::Gate,
}

/// What may stand in a rule, and what is asked of it at least.
pub fn reference() -> Reference {
    Reference {
        features: &FEATURES,
        actions: &action::KINDS,
        gate: trial::Gate::least(false),
        gate_of_restrictions: trial::Gate::least(true),
    }
}
