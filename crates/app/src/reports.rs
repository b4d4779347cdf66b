//! Reports of messages: to those who look after a guild, and to the operator of private conversations and of what a
//! guild's owner wrote. Each holds a copy of what was said, for a stated time. Nobody sees reports about themself.

use parvis_bus::GuildSnapshot;
use parvis_model::event::ReportChange;
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker, ReportMarker, UserMarker};
use parvis_model::{
    Event, Id, Message, OwnReport, Permissions, Report, ReportOutcome, ReportReason, ReportState,
    ReportedMessage, Reports, Timestamp, User,
};
use parvis_rules::limits;
use parvis_store::tables::{self, reports::Kept};
use parvis_store::{StoreError, Tx};

use crate::access::{self, ChannelAccess, GuildAccess};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller, Lane, Outbox, looking_after, messages};

/// How long somebody waits who has too many reports that nobody has looked at.
const WAIT_MS: u64 = 3_600_000;
/// Reports that are looked at for one page, so that a list of what the caller may not see ends the search.
const LOOKED_AT_MAX: usize = 1_000;

/// Reports a message that the caller may read. Whoever did so before gets the report that there is.
pub async fn create(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    reason: ReportReason,
    text: String,
) -> ActionResult<OwnReport> {
    caller.require_person()?;
    let access = access::channel(app, caller, channel_id, Permissions::READ_MESSAGE_HISTORY).await?;
    let message = messages::find(app, &access, message_id, caller.user_id).await?;
    if message.author.id == caller.user_id {
        return Err(ActionError::Refused(Refusal::CannotSelf));
    }
    if !message.kind.is_written() {
        return Err(ActionError::Refused(Refusal::SystemMessage));
    }
    let report = draft(app, caller, &access, &message, reason, text);
    let reporter_id = caller.user_id;
    app.write(Lane::of(reporter_id), move |tx, out| {
        if let Some(known) = tables::reports::of_message(tx, reporter_id, channel_id, message_id)? {
            return Ok(known.own);
        }
        if tables::reports::open_count(tx, reporter_id)? >= limits::OPEN_REPORTS_MAX {
            return Err(ActionError::TooFast { retry_after_ms: WAIT_MS });
        }
        tables::reports::insert(tx, &report)?;
        if let Some(guild) = access.snapshot() {
            tell(tx, out, guild, &report, Event::ReportCreate)?;
        }
        Ok(report.own)
    })
    .await
}

fn draft(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    message: &Message,
    reason: ReportReason,
    text: String,
) -> Kept {
    let id: Id<ReportMarker> = app.ids.next();
    let of_owner = access.snapshot().is_none_or(|guild| guild.owner_id() == message.author.id);
    Kept {
        own: OwnReport {
            id,
            guild_id: access.guild_id(),
            channel_id: access.id(),
            message_id: message.id,
            reason,
            text,
            state: ReportState::Open,
            outcome: None,
            created_at: Timestamp::from_unix_ms(id.created_unix_ms()),
        },
        reporter_id: Some(caller.user_id),
        for_operator: of_owner,
        handler_id: None,
        handled_at: None,
        message: ReportedMessage::from(message),
    }
}

/// What the caller reported, newest first.
pub async fn own(app: &App, caller: &Caller) -> ActionResult<Vec<OwnReport>> {
    let user_id = caller.user_id;
    let limit = limits::REPORTS_PAGE_MAX as u32;
    let kept = app.read(move |tx| Ok(tables::reports::of_reporter(tx, user_id, limit)?)).await?;
    Ok(kept.into_iter().map(|report| report.own).collect())
}

/// A page of a guild's reports, newest first, of those older than one: without those about the caller, and without
/// those of channels that the caller may not view. Of a channel that is gone nobody can say any more who saw it, so
/// that its reports are for administrators.
pub async fn list(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    state: Option<ReportState>,
    before: Option<Id<ReportMarker>>,
    limit: usize,
) -> ActionResult<Reports> {
    let access = looking_after::guild(app, caller, guild_id).await?;
    let me = caller.user_id;
    app.read(move |tx| {
        let mut before = before.unwrap_or(Id::new(i64::MAX as u64));
        let (mut visible, mut looked_at) = (Vec::new(), 0);
        while visible.len() <= limit && looked_at < LOOKED_AT_MAX {
            let page_max = limits::REPORTS_PAGE_MAX as u32;
            let page = tables::reports::of_guild(tx, guild_id, state, me, before, page_max)?;
            let Some(last) = page.last() else { break };
            before = last.own.id;
            looked_at += page.len();
            for report in page {
                if may_see(tx, &access, &report)? {
                    visible.push(report);
                }
            }
        }
        let has_more = visible.len() > limit;
        visible.truncate(limit);
        Ok(Reports { reports: with_people(tx, visible)?, has_more })
    })
    .await
}

/// Notes how far a report has come. What was decided goes with `Closed`, and with nothing else.
pub async fn set_state(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<ReportMarker>,
    state: ReportState,
    outcome: Option<ReportOutcome>,
) -> ActionResult<Report> {
    let access = looking_after::guild(app, caller, guild_id).await?;
    let (me, now) = (caller.user_id, Timestamp::from_unix_ms(app.now_ms()));
    let unknown = || ActionError::Unknown(Kind::Report);
    app.write(access.lane(), move |tx, out| {
        let report = tables::reports::get(tx, id)?.ok_or_else(unknown)?;
        let is_here = report.own.guild_id == Some(guild_id) && !report.for_operator;
        if !is_here || report.message.author_id == me || !may_see(tx, &access, &report)? {
            return Err(unknown());
        }
        tables::reports::set_state(tx, id, state, outcome, Some(me), now)?;
        let changed = tables::reports::get(tx, id)?.ok_or_else(unknown)?;
        tell(tx, out, &access.guild, &changed, Event::ReportUpdate)?;
        with_people(tx, vec![changed])?.pop().ok_or_else(unknown)
    })
    .await
}

/// Reports to the operator that are older than one, newest first.
pub async fn for_operator(app: &App, before: Id<ReportMarker>, limit: u32) -> ActionResult<Vec<Report>> {
    app.read(move |tx| {
        let kept = tables::reports::for_operator(tx, before, limit)?;
        Ok(with_people(tx, kept)?)
    })
    .await
}

/// Closes a report to the operator.
pub async fn close_for_operator(app: &App, id: Id<ReportMarker>, outcome: ReportOutcome) -> ActionResult<()> {
    let now = Timestamp::from_unix_ms(app.now_ms());
    app.write(Lane::of(id), move |tx, _| {
        let found = tables::reports::get(tx, id)?.filter(|report| report.for_operator);
        found.ok_or(ActionError::Unknown(Kind::Report))?;
        tables::reports::set_state(tx, id, ReportState::Closed, Some(outcome), None, now)?;
        Ok(())
    })
    .await
}

/// Forgets reports that have had their time.
pub async fn purge(app: &App) -> ActionResult<u64> {
    let oldest = Id::first_of_unix_ms(app.now_ms() - limits::REPORT_AGE_MS_MAX);
    app.write(Lane::of(Id::<GuildMarker>::new(0)), move |tx, _| {
        Ok(tables::reports::delete_before(tx, oldest)?)
    })
    .await
}

/// Tells those who may see a report that there is something to look at.
fn tell(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild: &GuildSnapshot,
    report: &Kept,
    event: impl Fn(ReportChange) -> Event,
) -> Result<(), StoreError> {
    if report.for_operator {
        return Ok(());
    }
    let (guild_id, channel_id) = (guild.id(), report.own.channel_id);
    let change = ReportChange { id: report.own.id, guild_id, channel_id, state: report.own.state };
    let audience = looking_after::audience(tx, guild, Some(channel_id), report.message.author_id)?;
    out.publish(audience, event(change));
    Ok(())
}

fn may_see(tx: &mut Tx<'_>, access: &GuildAccess, report: &Kept) -> Result<bool, StoreError> {
    looking_after::may_see(tx, access, Some(report.own.channel_id))
}

fn with_people(tx: &mut Tx<'_>, kept: Vec<Kept>) -> Result<Vec<Report>, StoreError> {
    let authors = kept.iter().map(|report| report.message.author_id);
    let mut ids: Vec<Id<UserMarker>> =
        authors.chain(kept.iter().filter_map(|report| report.reporter_id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = tables::users::get_many(tx, &ids)?;
    let person = |id: Id<UserMarker>| -> Option<User> { people.iter().find(|user| user.id == id).cloned() };
    let with_people = |kept: Kept| Report {
        reporter: kept.reporter_id.and_then(person),
        author: person(kept.message.author_id),
        own: kept.own,
        handler_id: kept.handler_id,
        handled_at: kept.handled_at,
        message: kept.message,
    };
    Ok(kept.into_iter().map(with_people).collect())
}
