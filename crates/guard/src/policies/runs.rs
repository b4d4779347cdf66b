//! Dry runs: what a rule would have caught, as people judge it, and what their judgements prove.

use parvis_app::{ActionResult, App, Caller, looking_after};
use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_screening::policy::trial::{Label, Measured, Refused, measure};
use parvis_store::Tx;
use serde::Serialize;

use super::standing;
use crate::desk::{Standing, unknown};
use crate::tables::policies::samples::{self, Said, Sample};
use crate::tables::policies::{self as table, Kept, PolicyMarker, Why};

const DAY_MS: i64 = 86_400_000;

/// A sample as those who judge it see it: not who wrote it, and not what others said of it.
#[derive(Debug, Serialize)]
pub struct ShownSample {
    place: u32,
    channel_id: Id<ChannelMarker>,
    content: String,
    why: Vec<Why>,
    caught_at: Timestamp,
    /// What the caller said.
    is_right: Option<bool>,
    /// How many people judged it.
    judges: usize,
}

impl ShownSample {
    fn of(sample: Sample, said: &Said, me: Id<UserMarker>) -> Self {
        let Sample { place, channel_id, content, why, caught_at, .. } = sample;
        let is_right = said.iter().find(|(user_id, _)| *user_id == me).map(|(_, is_right)| *is_right);
        Self { place, channel_id, content, why, caught_at, is_right, judges: said.len() }
    }
}

/// What a run came to so far.
pub fn measured(tx: &mut Tx<'_>, kept: &Kept) -> ActionResult<Measured> {
    let said = samples::labels(tx, kept.id)?;
    let label = |is_right: bool| if is_right { Label::Right } else { Label::Wrong };
    let labels: Vec<Vec<Label>> =
        said.into_values().map(|said| said.into_iter().map(|(_, it)| label(it)).collect()).collect();
    Ok(measure(kept.caught, labels.iter().map(Vec::as_slice)))
}

/// Whole days that a run lasts.
pub fn days(kept: &Kept, now: Timestamp) -> u32 {
    let days = (now.unix_ms() - kept.run_since.unix_ms()).max(0) / DAY_MS;
    u32::try_from(days).unwrap_or(u32::MAX)
}

/// Whether a rule may be switched on.
pub fn pass(kept: &Kept, measured: &Measured, now: Timestamp) -> Result<(), Refused> {
    measured.pass(kept.gate, days(kept, now))
}

/// Whether somebody may judge a sample: nobody judges their own message, nor what they may not see.
fn may_judge(tx: &mut Tx<'_>, standing: &Standing, sample: &Sample) -> ActionResult<bool> {
    if sample.author_id == standing.user_id() {
        return Ok(false);
    }
    Ok(match standing {
        Standing::House(_) => true,
        Standing::Guild(access) => looking_after::may_see(tx, access, Some(sample.channel_id))?,
    })
}

/// The samples of a run that the caller may judge.
pub async fn list(app: &App, caller: &Caller, id: Id<PolicyMarker>) -> ActionResult<Vec<ShownSample>> {
    let (standing, _) = standing::judging(app, caller, id).await?;
    app.read(move |tx| {
        let mut said = samples::labels(tx, id)?;
        let mut shown = Vec::new();
        for sample in samples::of_policy(tx, id)? {
            if may_judge(tx, &standing, &sample)? {
                let said = said.remove(&sample.place).unwrap_or_default();
                shown.push(ShownSample::of(sample, &said, standing.user_id()));
            }
        }
        Ok(shown)
    })
    .await
}

/// Says whether the rule was right about a sample; what its run came to.
pub async fn judge(
    app: &App,
    caller: &Caller,
    id: Id<PolicyMarker>,
    place: u32,
    is_right: bool,
) -> ActionResult<Measured> {
    let (standing, kept) = standing::judging(app, caller, id).await?;
    app.write(standing::lane(kept.scope), move |tx, _| {
        let kept = table::get(tx, id)?.ok_or(unknown("Policy"))?;
        let sample = samples::of_policy(tx, id)?.into_iter().find(|sample| sample.place == place);
        let sample = sample.ok_or(unknown("Sample"))?;
        if !may_judge(tx, &standing, &sample)? {
            return Err(unknown("Sample"));
        }
        samples::put_label(tx, (id, place), standing.user_id(), is_right)?;
        measured(tx, &kept)
    })
    .await
}
