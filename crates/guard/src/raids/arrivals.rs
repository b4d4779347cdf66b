//! What follows when somebody joins, writes, or is let go: they are counted, scored, and where the guild wants it, held
//! back; and a wave of joins is judged by what those do who came with it.

use std::sync::Arc;

use parvis_app::{ActionResult, App, Lane, Outbox, looking_after};
use parvis_bus::{Audience, GuildSnapshot};
use parvis_model::event::{MessageCreate, RaidChange};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Event, Id, Member, MessageType, RelationshipType, Timestamp};
use parvis_signals::alarm::Alarm;
use parvis_signals::person::{QUARANTINE_MAX_S, Score, Verdict, judge_wave};
use parvis_store::{StoreError, Tx, tables as talk};

use super::mode::{self, By};
use super::newcomers::{LOOK_BACK_MS, Newcomer, Scored};
use super::settings::{Answers, HOURS_MAX, Wave};
use super::{Raids, holding};
use crate::tables::decisions::{self, DAY_MS};
use crate::tables::raids::{self, HoldState, State};
use crate::words::{Automated, MeasureKind};

/// Decisions that are looked through for those that count.
const DECISIONS_MAX: u32 = 50;
/// How long a decision counts against somebody who comes back.
const DECISION_MS: i64 = 180 * DAY_MS;
const HOUR_MS: i64 = 3_600_000;
/// Stands in the audit log.
const BY_ITSELF: &str = "A wave of newcomers looks like a raid";

impl Raids {
    /// Somebody joined. Bots are let in by those who look after the guild, one by one.
    pub(super) async fn on_joining(
        &self,
        app: &App,
        guild_id: Id<GuildMarker>,
        member: &Member,
    ) -> ActionResult<()> {
        if member.user.bot {
            return Ok(());
        }
        self.memory().load(app, guild_id).await?;
        let user_id = member.user.id;
        let newcomer = Newcomer {
            user_id,
            joined_ms: member.joined_at.unix_ms(),
            invitation: app.arrivals.invitation(guild_id, user_id, app.now_ms()),
            near_removed: self.memory().near_removed(app, guild_id, &member.user).await?,
            decisions: standing_decisions(app, guild_id, user_id).await?,
            is_restored: false,
        };
        let rang = self.memory().join(guild_id, newcomer);
        self.judge(app, guild_id, rang, app.now_ms() - LOOK_BACK_MS).await
    }

    /// A membership changed, perhaps by hand.
    pub(super) async fn on_change(
        &self,
        app: &App,
        guild_id: Id<GuildMarker>,
        member: &Member,
    ) -> ActionResult<()> {
        let user_id = member.user.id;
        if self.memory().change(guild_id, |it| it.joined_ms(user_id)).flatten().is_none() {
            return Ok(());
        }
        let state = self.memory().state(app, guild_id).await?;
        let hold = state.holds.get(&user_id).filter(|hold| hold.state == HoldState::Held);
        if let Some(hold) = hold
            && holding::notice_by_hand(app, guild_id, member, hold).await?
        {
            self.tell(app, guild_id).await?;
        }
        Ok(())
    }

    /// A newcomer wrote.
    pub(super) async fn on_writing(
        &self,
        app: &App,
        message: &MessageCreate,
        audience: &Audience,
    ) -> ActionResult<()> {
        let (author, said) = (&message.message.author, &message.message);
        let is_own = matches!(said.kind, MessageType::DEFAULT | MessageType::REPLY);
        if author.bot || said.webhook_id.is_some() || !is_own {
            return Ok(());
        }
        let now_ms = app.now_ms();
        if let Some(guild_id) = message.guild_id {
            let at_ms = said.timestamp.unix_ms();
            let is_first = self
                .memory()
                .change(guild_id, |newcomers| newcomers.take_first(author.id, &said.content, at_ms));
            if is_first == Some(true) {
                self.judge(app, guild_id, None, now_ms - LOOK_BACK_MS).await?;
            }
            return Ok(());
        }
        let homes = self.memory().homes(author.id);
        let Audience::Users(participants) = audience else { return Ok(()) };
        if homes.is_empty() {
            return Ok(());
        }
        let (author_id, channel_id) = (author.id, said.channel_id);
        let others: Vec<Id<UserMarker>> =
            participants.iter().copied().filter(|id| *id != author_id).collect();
        let strangers = app
            .read(move |tx| {
                let mut strangers = Vec::new();
                for other_id in others {
                    if is_stranger(tx, author_id, other_id)? && !raids::has_written(tx, channel_id, other_id)?
                    {
                        strangers.push(other_id);
                    }
                }
                Ok(strangers)
            })
            .await?;
        for guild_id in homes {
            let taken = self.memory().change(guild_id, |newcomers| {
                strangers.iter().filter(|id| newcomers.take_stranger(author_id, **id, now_ms)).count()
            });
            if taken.is_some_and(|taken| taken > 0) {
                // They may have joined hours ago: they are looked at with those of the last minutes.
                let joined_ms = self.memory().change(guild_id, |it| it.joined_ms(author_id)).flatten();
                let since_ms = joined_ms.unwrap_or(now_ms).min(now_ms - LOOK_BACK_MS);
                self.judge(app, guild_id, None, since_ms).await?;
            }
        }
        Ok(())
    }

    /// Judges those who joined since a moment, and does what the guild wants done.
    pub(super) async fn judge(
        &self,
        app: &App,
        guild_id: Id<GuildMarker>,
        rang: Option<Alarm>,
        since_ms: i64,
    ) -> ActionResult<()> {
        let state = self.memory().state(app, guild_id).await?;
        let scores = self.memory().scores(app, guild_id, since_ms);
        let wave = wave_after(&state, rang, &scores, app.now_ms());
        let begins = begins(&state, wave.as_ref());
        let holds = state.settings.automatic.quarantine
            || state.mode.is_some_and(|mode| mode.answers.quarantine)
            || begins.quarantine;
        let to_hold: Vec<(Id<UserMarker>, Score)> = scores
            .into_iter()
            .filter(|it| {
                holds && !it.is_gone && it.score.holds_back() && !state.holds.contains_key(&it.user_id)
            })
            .map(|it| (it.user_id, it.score))
            .collect();
        if wave == state.wave && to_hold.is_empty() && !begins.any() {
            return Ok(());
        }
        let Some(guild) = app.live.guild(&app.store, guild_id).await? else { return Ok(()) };
        let (house, hours) = (app.clone(), state.settings.hours.min(HOURS_MAX));
        let changed = wave != state.wave;
        let is_ringing = self.memory().joins(app, guild_id).is_some_and(|joins| joins.is_ringing);
        app.write(Lane::of(guild_id), move |tx, out| {
            if changed {
                let now = raids::state(tx, guild_id)?;
                raids::set_state(tx, guild_id, &State { wave, ..now })?;
            }
            if begins.any() {
                mode::begin(tx, out, &guild, &By::itself(&house, BY_ITSELF), begins, hours)?;
            }
            let until_ms = house.now_ms() + (i64::from(hours) * HOUR_MS).min(QUARANTINE_MAX_S * 1_000);
            holding::hold(&house, tx, out, &guild, &to_hold, Timestamp::from_unix_ms(until_ms))?;
            Ok(tell_in(tx, out, &guild, is_ringing)?)
        })
        .await?;
        self.memory().forget_state(guild_id);
        Ok(())
    }

    /// Tells those who look after a guild what holds now.
    pub(super) async fn tell(&self, app: &App, guild_id: Id<GuildMarker>) -> ActionResult<()> {
        self.memory().forget_state(guild_id);
        let is_ringing = self.memory().joins(app, guild_id).is_some_and(|joins| joins.is_ringing);
        let Some(guild) = app.live.guild(&app.store, guild_id).await? else { return Ok(()) };
        app.write(Lane::of(guild_id), move |tx, out| Ok(tell_in(tx, out, &guild, is_ringing)?)).await
    }
}

/// Tells those who look after a guild, in the transaction of what changed.
pub(super) fn tell_in(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild: &Arc<GuildSnapshot>,
    is_ringing: bool,
) -> Result<(), StoreError> {
    let state = raids::state(tx, guild.id())?;
    let held = state.holds.values().filter(|hold| hold.state == HoldState::Held).count();
    let audience = looking_after::audience(tx, guild, None, Id::new(0))?;
    let change = RaidChange {
        guild_id: guild.id(),
        ringing: is_ringing,
        mode: state.mode.is_some(),
        held: u32::try_from(held).unwrap_or(u32::MAX),
    };
    out.publish(audience, Event::GuardRaidUpdate(change));
    Ok(())
}

/// The wave as it is now: a new one when the alarm rings; of one that goes on, the worst that was seen.
fn wave_after(state: &State, rang: Option<Alarm>, scores: &[Scored], now_ms: i64) -> Option<Wave> {
    let open = state.wave.clone().filter(|wave| wave.ended_at.is_none());
    let Some(alarm) = rang.or_else(|| open.as_ref().map(|wave| wave.alarm)) else {
        return state.wave.clone();
    };
    let lately = scores.iter().filter(|it| it.joined_ms > now_ms - LOOK_BACK_MS).map(|it| &it.score);
    let judged = judge_wave(Some(alarm), lately);
    let mut wave = open.unwrap_or(Wave {
        alarm,
        verdict: Verdict::Surge,
        newcomers: 0,
        held_back: 0,
        ended_at: None,
        answered: state.mode.is_some(),
    });
    if judged.verdict == Verdict::Raid {
        wave.verdict = Verdict::Raid;
    }
    wave.newcomers = wave.newcomers.max(judged.newcomers);
    wave.held_back = wave.held_back.max(judged.held_back);
    Some(wave)
}

/// What begins by itself now: what the guild has set, once in each wave that is a raid.
fn begins(state: &State, wave: Option<&Wave>) -> Answers {
    let is_raid = wave.is_some_and(|it| it.ended_at.is_none() && it.verdict == Verdict::Raid && !it.answered);
    if is_raid && state.mode.is_none() { state.settings.automatic } else { Answers::default() }
}

/// Decisions of this guild against somebody that stand, made or confirmed by people, within half a year.
async fn standing_decisions(
    app: &App,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> ActionResult<u32> {
    let oldest = Id::first_of_unix_ms(app.now_ms() - DECISION_MS);
    app.read(move |tx| {
        let about = decisions::about(tx, user_id, Some(guild_id), DECISIONS_MAX)?;
        let stands = |it: &&decisions::Decision| {
            it.undone.is_none()
                && it.id > oldest
                && it.content.automated != Automated::Full
                && it.content.measures.iter().any(|measure| measure.kind != MeasureKind::None)
        };
        Ok(about.iter().filter(stands).count() as u32)
    })
    .await
}

/// Whether two accounts are no friends and have no friend in common.
fn is_stranger(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    other_id: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let known = talk::relationships::get(tx, user_id, other_id)?;
    let is_friend = known.is_some_and(|known| known.kind == RelationshipType::FRIEND);
    Ok(!is_friend && !talk::relationships::share_a_friend(tx, user_id, other_id)?)
}
