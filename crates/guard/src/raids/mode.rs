//! Raid mode: what is done about a raid, on and off at one click. It ends by itself within a day unless a person
//! confirms it, and ending it brings back what was before, where nobody has changed that since.

use std::sync::Arc;

use parvis_app::audit::{self, Entry};
use parvis_app::guilds::IncidentEdit;
use parvis_app::{ActionResult, App, Caller, Outbox, channels};
use parvis_bus::GuildSnapshot;
use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{AuditLogEvent, ChannelType, Id, IncidentsData, Permissions, Timestamp};
use parvis_rules::permissions::MemberView;
use parvis_store::{Tx, tables as talk};
use serde_json::json;

use super::settings::{Answers, Mode, Settings};
use crate::automod::incidents;
use crate::tables::raids::{self, Slowed};

const HOUR_MS: i64 = 3_600_000;

/// Who switches, and why, as the audit log has it.
#[derive(Clone)]
pub struct By {
    app: App,
    caller: Option<Caller>,
    reason: Option<String>,
}

impl By {
    /// A person.
    pub fn person(app: &App, caller: &Caller, reason: Option<String>) -> Self {
        Self { app: app.clone(), caller: Some(caller.clone()), reason }
    }

    /// Nobody: it happens by itself.
    pub fn itself(app: &App, reason: &str) -> Self {
        Self { app: app.clone(), caller: None, reason: Some(reason.to_owned()) }
    }

    fn user_id(&self) -> Option<Id<UserMarker>> {
        self.caller.as_ref().map(|caller| caller.user_id)
    }

    fn entry<M>(&self, guild: &GuildSnapshot, action: AuditLogEvent, target: Id<M>) -> Entry {
        let (target, reason) = (Some(target.cast()), self.reason.clone());
        match &self.caller {
            Some(caller) => Entry::new(&self.app, caller, guild.id(), action, target, reason),
            None => Entry::by_nobody(&self.app, guild.id(), action, target, reason),
        }
    }

    fn now_ms(&self) -> i64 {
        self.app.now_ms()
    }
}

/// Switches it on, or on for longer, with these answers and no others.
pub fn begin(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild: &Arc<GuildSnapshot>,
    by: &By,
    answers: Answers,
    hours: u32,
) -> ActionResult<()> {
    let mut state = raids::state(tx, guild.id())?;
    let now = Timestamp::from_unix_ms(by.now_ms());
    let until = Timestamp::from_unix_ms(by.now_ms() + i64::from(hours) * HOUR_MS);
    let before = state.mode.take();
    if let Some(before) = &before {
        let stays = before.answers;
        // What is not asked for any more ends now.
        let ends = Answers {
            quarantine: false,
            slow_mode: stays.slow_mode && !answers.slow_mode,
            invitations: stays.invitations && !answers.invitations,
            direct_messages: stays.direct_messages && !answers.direct_messages,
        };
        withdraw(tx, out, guild, by, &Mode { answers: ends, ..*before })?;
    }
    let paused = pause(tx, out, guild, by, answers, until)?;
    if answers.slow_mode {
        slow_down(tx, out, guild, by, &state.settings)?;
    }
    let mode = Mode {
        since: before.as_ref().map_or(now, |before| before.since),
        until,
        by: before.as_ref().map_or(by.user_id(), |before| before.by),
        confirmed_by: before.as_ref().and(by.user_id()),
        answers,
        invitations_until: paused.invites_disabled_until.filter(|_| answers.invitations),
        messages_until: paused.dms_disabled_until.filter(|_| answers.direct_messages),
    };
    state.mode = Some(mode);
    if let Some(wave) = &mut state.wave {
        wave.answered = true;
    }
    raids::set_state(tx, guild.id(), &state)?;
    let value =
        |mode: &Mode| json!({ "answers": mode.answers.names().collect::<Vec<_>>(), "until": mode.until });
    let entry = by.entry(guild, AuditLogEvent::GUILD_UPDATE, guild.id());
    audit::record(tx, out, entry.with_change("raid_mode", before.as_ref().map(value), Some(value(&mode))))?;
    Ok(())
}

/// Switches it off; false when it is off.
pub fn end(tx: &mut Tx<'_>, out: &mut Outbox, guild: &Arc<GuildSnapshot>, by: &By) -> ActionResult<bool> {
    let mut state = raids::state(tx, guild.id())?;
    let Some(mode) = state.mode.take() else { return Ok(false) };
    withdraw(tx, out, guild, by, &mode)?;
    raids::set_state(tx, guild.id(), &state)?;
    let names: Vec<_> = mode.answers.names().collect();
    let before = json!({ "answers": names, "until": mode.until });
    let entry = by.entry(guild, AuditLogEvent::GUILD_UPDATE, guild.id());
    audit::record(tx, out, entry.with_change("raid_mode", Some(before), None))?;
    Ok(true)
}

/// Pauses what is to be paused. A pause that is there already and lasts longer stays.
fn pause(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild: &Arc<GuildSnapshot>,
    by: &By,
    answers: Answers,
    until: Timestamp,
) -> ActionResult<IncidentsData> {
    let known = talk::guilds::get(tx, guild.id())?.and_then(|guild| guild.incidents_data);
    let invitations = known.as_ref().and_then(|it| it.invites_disabled_until);
    let messages = known.as_ref().and_then(|it| it.dms_disabled_until);
    let wanted = |is_wanted: bool, known: Option<Timestamp>| {
        is_wanted.then(|| Some(known.map_or(until, |it| it.max(until))))
    };
    let edit = IncidentEdit {
        invites_disabled_until: wanted(answers.invitations, invitations),
        dms_disabled_until: wanted(answers.direct_messages, messages),
    };
    let entry = by.entry(guild, AuditLogEvent::GUILD_UPDATE, guild.id());
    incidents::set_in(tx, out, guild.id(), edit, entry, Timestamp::from_unix_ms(by.now_ms()))
}

/// Brings back what was before these answers.
fn withdraw(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild: &Arc<GuildSnapshot>,
    by: &By,
    mode: &Mode,
) -> ActionResult<()> {
    let known = talk::guilds::get(tx, guild.id())?.and_then(|guild| guild.incidents_data);
    let is_ours = |is_meant: bool, ours: Option<Timestamp>, known: Option<Timestamp>| {
        (is_meant && ours.is_some() && ours == known).then_some(None)
    };
    let invitations = known.as_ref().and_then(|it| it.invites_disabled_until);
    let messages = known.as_ref().and_then(|it| it.dms_disabled_until);
    let edit = IncidentEdit {
        invites_disabled_until: is_ours(mode.answers.invitations, mode.invitations_until, invitations),
        dms_disabled_until: is_ours(mode.answers.direct_messages, mode.messages_until, messages),
    };
    let entry = by.entry(guild, AuditLogEvent::GUILD_UPDATE, guild.id());
    incidents::set_in(tx, out, guild.id(), edit, entry, Timestamp::from_unix_ms(by.now_ms()))?;
    if mode.answers.slow_mode {
        for Slowed { channel_id, before_s, set_s } in raids::slowed(tx, guild.id())? {
            let channel = talk::channels::get(tx, channel_id)?;
            if channel.is_some_and(|channel| channel.rate_limit_per_user == set_s) {
                set_slow_mode(tx, out, guild, by, channel_id, before_s)?;
            }
        }
        raids::delete_slowed(tx, guild.id())?;
    }
    Ok(())
}

/// Slows down the channels in which any newcomer may write.
fn slow_down(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild: &Arc<GuildSnapshot>,
    by: &By,
    settings: &Settings,
) -> ActionResult<()> {
    let seconds = settings.slow_mode_seconds;
    let anybody = MemberView { user_id: Id::new(0), roles: &[], timed_out: false, pending: false };
    let writes = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
    let open = guild.channels().filter(|channel| {
        channel.kind == ChannelType::GUILD_TEXT && guild.permissions_in(channel.id, &anybody).contains(writes)
    });
    let mut open: Vec<Id<ChannelMarker>> = open.map(|channel| channel.id).collect();
    open.sort_unstable();
    let known = raids::slowed(tx, guild.id())?;
    for channel_id in open {
        let Some(channel) = talk::channels::get(tx, channel_id)? else { continue };
        if channel.rate_limit_per_user >= seconds {
            continue;
        }
        // One that was slowed down already is made slower, and remembers what it was at first.
        let before = known.iter().find(|slowed| slowed.channel_id == channel_id);
        let before_s = before.map_or(channel.rate_limit_per_user, |slowed| slowed.before_s);
        raids::insert_slowed(tx, guild.id(), Slowed { channel_id, before_s, set_s: seconds })?;
        set_slow_mode(tx, out, guild, by, channel_id, seconds)?;
    }
    Ok(())
}

fn set_slow_mode(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild: &Arc<GuildSnapshot>,
    by: &By,
    channel_id: Id<ChannelMarker>,
    seconds: u32,
) -> ActionResult<()> {
    let changed = channels::set_slow_mode(tx, out, guild.id(), channel_id, seconds)?;
    if let Some((before, after)) = changed {
        let entry = by.entry(guild, AuditLogEvent::CHANNEL_UPDATE, channel_id);
        audit::record(tx, out, entry.with_changes_of(Some(&before), Some(&after), &["rate_limit_per_user"]))?;
    }
    Ok(())
}
