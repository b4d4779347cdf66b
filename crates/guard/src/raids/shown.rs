//! What is shown of raids: why the alarm rings, what is done, and of each newcomer what their score is made of and what
//! would lower it.

use parvis_app::access::GuildAccess;
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Timestamp, User};
use parvis_signals::alarm::Settings as Counting;
use parvis_signals::person::{Contribution, Lowers, Score, Signal, Verdict};
use parvis_store::{StoreError, Tx, tables as talk};
use serde::Serialize;

use super::memory::Joins;
use super::newcomers::Scored;
use super::settings::{Answers, Mode, Settings, Wave};
use crate::shown::person;
use crate::tables::raids::{self, Hold, HoldState, State};

/// What holds in a guild.
#[derive(Debug, Serialize)]
pub struct Shown {
    ringing: bool,
    settled: bool,
    /// Joins that are usual in this minute, and how many ring.
    usual: f64,
    threshold: u32,
    false_alarms_per_1000_days: f64,
    wave: Option<ShownWave>,
    mode: Option<ShownMode>,
    held: usize,
    settings: Settings,
    may: Answers,
}

#[derive(Debug, Serialize)]
struct ShownWave {
    rang_at: Timestamp,
    minutes: u32,
    observed: u32,
    expected: f64,
    threshold: u32,
    verdict: Verdict,
    newcomers: usize,
    conspicuous: usize,
    ended_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
struct ShownMode {
    since: Timestamp,
    until: Timestamp,
    by: Option<User>,
    confirmed_by: Option<User>,
    answers: Answers,
    slowed_channels: usize,
}

/// Newcomers of the last day.
#[derive(Debug, Serialize)]
pub struct Page {
    newcomers: Vec<ShownNewcomer>,
    total: usize,
}

#[derive(Debug, Serialize)]
struct ShownNewcomer {
    user: User,
    joined_at: Timestamp,
    score: ShownScore,
    hold: Option<ShownHold>,
}

#[derive(Debug, Serialize)]
struct ShownScore {
    total: u32,
    threshold: u32,
    contributions: Vec<ShownContribution>,
}

#[derive(Debug, Serialize)]
struct ShownContribution {
    signal: Signal,
    observed: u64,
    points: u32,
    cap: u32,
    lowers: &'static str,
    seconds: Option<u64>,
}

#[derive(Debug, Serialize)]
struct ShownHold {
    state: &'static str,
    held_at: Timestamp,
    until: Timestamp,
    by: Option<User>,
}

/// What holds, for somebody who may do this.
pub fn state(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    state: &State,
    joins: Option<Joins>,
    may: Answers,
) -> Result<Shown, StoreError> {
    let mode = match &state.mode {
        Some(mode) => Some(shown_mode(tx, guild_id, mode)?),
        None => None,
    };
    Ok(Shown {
        ringing: joins.is_some_and(|joins| joins.is_ringing),
        settled: joins.is_some_and(|joins| joins.is_settled),
        usual: joins.map_or(0.0, |joins| joins.usual.mean),
        threshold: joins.map_or(0, |joins| joins.usual.threshold(&Counting::JOINS)),
        false_alarms_per_1000_days: Counting::JOINS.false_alarms_per_1000_days,
        wave: state.wave.as_ref().map(shown_wave),
        mode,
        held: state.holds.values().filter(|hold| hold.state == HoldState::Held).count(),
        settings: state.settings,
        may,
    })
}

fn shown_wave(wave: &Wave) -> ShownWave {
    ShownWave {
        rang_at: Timestamp::from_unix_ms(wave.alarm.at_s * 1_000),
        minutes: wave.alarm.bins,
        observed: wave.alarm.observed,
        expected: wave.alarm.expected.mean,
        threshold: wave.alarm.threshold,
        verdict: wave.verdict,
        newcomers: wave.newcomers,
        conspicuous: wave.held_back,
        ended_at: wave.ended_at,
    }
}

fn shown_mode(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, mode: &Mode) -> Result<ShownMode, StoreError> {
    Ok(ShownMode {
        since: mode.since,
        until: mode.until,
        by: person(tx, mode.by)?,
        confirmed_by: person(tx, mode.confirmed_by)?,
        answers: mode.answers,
        slowed_channels: raids::slowed(tx, guild_id)?.len(),
    })
}

/// Newcomers with their scores, those who are held first, then the highest score, then who came last.
pub fn newcomers(
    tx: &mut Tx<'_>,
    access: &GuildAccess,
    state: &State,
    scores: Vec<Scored>,
    limit: usize,
) -> Result<Page, StoreError> {
    let here: Vec<Scored> = scores.into_iter().filter(|scored| !scored.is_gone).collect();
    let total = here.len();
    let is_held =
        |scored: &Scored| state.holds.get(&scored.user_id).is_some_and(|hold| hold.state == HoldState::Held);
    let mut here: Vec<(bool, Scored)> = here.into_iter().map(|scored| (is_held(&scored), scored)).collect();
    here.sort_by_key(|(held, it)| std::cmp::Reverse((*held, it.score.total, it.joined_ms)));
    here.truncate(limit);
    let ids: Vec<_> = here.iter().map(|(_, scored)| scored.user_id).collect();
    let members = talk::members::get_many(tx, access.id(), &ids)?;
    let mut newcomers = Vec::new();
    for (_, scored) in here {
        let Some(member) = members.iter().find(|member| member.user.id == scored.user_id) else { continue };
        let hold = state.holds.get(&scored.user_id);
        newcomers.push(ShownNewcomer {
            user: member.user.clone(),
            joined_at: Timestamp::from_unix_ms(scored.joined_ms),
            // Of who is held, what held them: what they did may be over, and stays the reason.
            score: shown_score(hold.map_or(&scored.score, |hold| &hold.score)),
            hold: shown_hold(tx, hold)?,
        });
    }
    Ok(Page { newcomers, total })
}

fn shown_score(score: &Score) -> ShownScore {
    ShownScore {
        total: score.total,
        threshold: score.threshold,
        contributions: score.contributions.iter().map(shown_contribution).collect(),
    }
}

fn shown_contribution(part: &Contribution) -> ShownContribution {
    let (lowers, seconds) = match part.lowers {
        Lowers::Age { seconds } => ("age", Some(seconds)),
        Lowers::Pause { seconds } => ("pause", Some(seconds)),
        Lowers::Person => ("person", None),
        Lowers::Appeal => ("appeal", None),
    };
    let Contribution { signal, observed, points, cap, .. } = *part;
    ShownContribution { signal, observed, points, cap, lowers, seconds }
}

fn shown_hold(tx: &mut Tx<'_>, hold: Option<&Hold>) -> Result<Option<ShownHold>, StoreError> {
    let Some(hold) = hold else { return Ok(None) };
    Ok(Some(ShownHold {
        state: hold.state.as_str(),
        held_at: hold.held_at,
        until: hold.until,
        by: person(tx, hold.decided_by)?,
    }))
}
