//! A rule as requests say it.

use std::collections::BTreeMap;

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, RoleMarker};
use parvis_screening::policy::trial::Gate;
use parvis_screening::policy::{ActionDraft, Draft, Schedule};
use serde::Deserialize;

use crate::policies::manage::Wanted;
use crate::tables::policies::Scope;

/// A whole rule; `guild_id` counts where one is made.
#[derive(Debug, Deserialize)]
pub struct PolicyBody {
    #[serde(default)]
    pub guild_id: Scope,
    name: String,
    when: String,
    #[serde(default)]
    thresholds: BTreeMap<String, i64>,
    #[serde(default)]
    labels: Vec<String>,
    actions: Vec<ActionDraft>,
    #[serde(default)]
    told: String,
    #[serde(default)]
    schedule: Schedule,
    #[serde(default)]
    channel_ids: Vec<Id<ChannelMarker>>,
    #[serde(default)]
    exempt_role_ids: Vec<Id<RoleMarker>>,
    #[serde(default)]
    gate: Gate,
}

impl PolicyBody {
    /// The rule, its texts without blanks around them.
    pub fn into_wanted(self) -> Wanted {
        let draft = Draft {
            name: self.name.trim().to_owned(),
            when: self.when,
            thresholds: self.thresholds,
            labels: self.labels.iter().map(|label| label.trim().to_owned()).collect(),
            actions: self.actions,
            told: self.told.trim().to_owned(),
            schedule: self.schedule,
            channel_ids: self.channel_ids,
            exempt_role_ids: self.exempt_role_ids,
        };
        Wanted { draft, gate: self.gate }
    }
}
