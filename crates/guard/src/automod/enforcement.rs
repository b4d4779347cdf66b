//! What rules do: told to those who manage the guild, written into its audit log, and done, in one transaction.

use std::sync::Arc;

use parvis_app::audit::{self, Entry};
use parvis_app::notices::{self, Notice};
use parvis_app::{ActionResult, App, Lane, Outbox, members};
use parvis_bus::Audience;
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker};
use parvis_model::{
    AuditLogEvent, AuditLogOptions, AutoModerationAction, AutoModerationActionType as Act,
    AutoModerationExecution, ChannelType, Embed, EmbedField, Event, Id, Member, MemberFlags, MessageType,
    Timestamp,
};
use parvis_store::{Tx, tables};

use super::judgement::Hit;
use crate::copies::without_secrets;

/// How clients know the frame of an alert.
const ALERT: &str = "auto_moderation_message";
/// An embed's fields hold no more.
const FIELD_CHARS_MAX: usize = 1_024;

/// What a rule was met by.
#[derive(Debug, Clone)]
pub struct Case {
    /// Where.
    pub guild_id: Id<GuildMarker>,
    /// Whose words or name.
    pub member: Arc<Member>,
    /// In which channel, where it is about words.
    pub channel_id: Option<Id<ChannelMarker>>,
    /// The message, unless it is blocked.
    pub message_id: Option<Id<MessageMarker>>,
    /// Who learns of it.
    pub audience: Audience,
    /// All of the words.
    pub content: String,
    /// Which name, where it is about one.
    pub names: Option<Name>,
}

/// Which name of a member a rule was met by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// That of the account, or the one that it shows.
    OfAccount,
    /// The one in this guild.
    Nick,
}

/// Does all that the rules do which were met. Goes on when whoever waits for it goes away.
pub async fn carry_out(app: &App, case: Case, hits: Vec<Hit>) -> ActionResult<()> {
    let (lane, app_in_job) = (Lane::of(case.guild_id), app.clone());
    app.write(lane, move |tx, out| {
        for hit in &hits {
            for action in &hit.rule.rule.actions {
                act(&app_in_job, tx, out, &case, hit, action)?;
            }
        }
        Ok(())
    })
    .await
}

fn act(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    case: &Case,
    hit: &Hit,
    action: &AutoModerationAction,
) -> ActionResult<()> {
    let mut alert_id = None;
    match action.kind {
        Act::BLOCK_MESSAGE if case.message_id.is_none() => {
            audit::record(tx, out, entry(app, case, hit, AuditLogEvent::AUTO_MODERATION_BLOCK_MESSAGE))?;
        }
        Act::SEND_ALERT_MESSAGE => {
            let Some(sent) = alert(app, tx, out, case, hit, action)? else { return Ok(()) };
            alert_id = Some(sent);
            audit::record(tx, out, entry(app, case, hit, AuditLogEvent::AUTO_MODERATION_FLAG_TO_CHANNEL))?;
        }
        Act::TIMEOUT => {
            let seconds = i64::from(action.metadata.duration_seconds.unwrap_or(0));
            let until = Timestamp::from_unix_ms(app.now_ms() + seconds * 1_000);
            let longer = |member: &mut Member| {
                let before = member.communication_disabled_until.filter(|known| *known > until);
                member.communication_disabled_until = before.or(Some(until));
            };
            let who = (case.guild_id, case.member.user.id);
            let reason = Some(hit.rule.rule.name.clone());
            let Some(changed) = members::change_by_rule(app, tx, out, who, reason, longer)? else {
                return Ok(());
            };
            let entry = entry(app, case, hit, AuditLogEvent::AUTO_MODERATION_USER_COMM_DISABLED);
            audit::record(tx, out, changed.recorded_in(entry))?;
        }
        Act::BLOCK_MEMBER_INTERACTION => {
            if !rule_name_out(app, tx, out, case, hit)? {
                return Ok(());
            }
            audit::record(tx, out, entry(app, case, hit, AuditLogEvent::AUTO_MODERATION_QUARANTINE_USER))?;
        }
        _ => return Ok(()),
    }
    tell(out, case, hit, action, alert_id);
    Ok(())
}

/// A nickname goes; whose account is named so may only read until it is named otherwise. Whether anything changed.
fn rule_name_out(app: &App, tx: &mut Tx<'_>, out: &mut Outbox, case: &Case, hit: &Hit) -> ActionResult<bool> {
    let change = |member: &mut Member| match case.names {
        Some(Name::Nick) => member.nick = None,
        _ => member.flags |= MemberFlags::AUTOMOD_QUARANTINED_USERNAME,
    };
    let (who, reason) = ((case.guild_id, case.member.user.id), Some(hit.rule.rule.name.clone()));
    Ok(members::change_by_rule(app, tx, out, who, reason, change)?.is_some())
}

fn entry(app: &App, case: &Case, hit: &Hit, action: AuditLogEvent) -> Entry {
    let rule = &hit.rule.rule;
    let options = AuditLogOptions {
        auto_moderation_rule_name: Some(rule.name.clone()),
        auto_moderation_rule_trigger_type: Some(rule.trigger_type.0.to_string()),
        channel_id: case.channel_id,
        ..AuditLogOptions::default()
    };
    let target = Some(case.member.user.id.cast());
    let reason = hit.why.clone().or_else(|| hit.found.as_ref().map(|found| found.keyword.clone()));
    Entry::by_nobody(app, case.guild_id, action, target, reason).with_options(options)
}

fn tell(
    out: &mut Outbox,
    case: &Case,
    hit: &Hit,
    action: &AutoModerationAction,
    alert_id: Option<Id<MessageMarker>>,
) {
    let rule = &hit.rule.rule;
    let done = AutoModerationExecution {
        guild_id: case.guild_id,
        action: action.clone(),
        rule_id: rule.id,
        rule_trigger_type: rule.trigger_type,
        user_id: case.member.user.id,
        channel_id: case.channel_id,
        message_id: case.message_id,
        alert_system_message_id: alert_id,
        content: without_secrets(&case.content),
        matched_keyword: hit.found.as_ref().map(|found| found.keyword.clone()),
        matched_content: hit.found.as_ref().map(|found| without_secrets(&found.content)),
    };
    out.publish(case.audience.clone(), Event::AutoModerationExecution(Box::new(done)));
}

/// Writes the alert into the channel that the rule names; `None` when that is gone.
fn alert(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    case: &Case,
    hit: &Hit,
    action: &AutoModerationAction,
) -> ActionResult<Option<Id<MessageMarker>>> {
    let guild_id = case.guild_id;
    let Some(channel_id) = action.metadata.channel_id else { return Ok(None) };
    let channel = tables::channels::get(tx, channel_id)?;
    let Some(channel) = channel.filter(|it| it.guild_id == Some(guild_id) && takes_alerts(it.kind)) else {
        return Ok(None);
    };
    let kind = MessageType::AUTO_MODERATION_ACTION;
    let notice = Notice::new(channel_id, channel.kind, kind, case.member.user.clone());
    let mut notice = notice.in_guild(guild_id, Arc::clone(&case.member));
    notice.embeds = vec![frame(app, case, hit)];
    let message = notices::post(app, tx, out, Audience::Channel { guild_id, channel_id }, notice)?;
    Ok(Some(message.id))
}

/// Whether alerts may go into channels of this type.
pub fn takes_alerts(kind: ChannelType) -> bool {
    matches!(kind, ChannelType::GUILD_TEXT | ChannelType::GUILD_ANNOUNCEMENT)
}

/// What clients draw an alert from.
fn frame(app: &App, case: &Case, hit: &Hit) -> Embed {
    let rule = &hit.rule.rule;
    let timeout = hit.rule.action(Act::TIMEOUT).and_then(|action| action.metadata.duration_seconds);
    let quarantine = hit.rule.action(Act::BLOCK_MEMBER_INTERACTION).and(case.names);
    let fields = [
        ("rule_name", Some(rule.name.clone())),
        ("channel_id", case.channel_id.map(|id| id.to_string())),
        ("decision_id", Some(app.ids.next::<MessageMarker>().to_string())),
        ("keyword", hit.found.as_ref().map(|found| found.keyword.clone())),
        ("keyword_matched_content", hit.found.as_ref().map(|found| without_secrets(&found.content))),
        ("flagged_message_id", case.message_id.map(|id| id.to_string())),
        ("timeout_duration", timeout.map(|seconds| seconds.to_string())),
        ("decision_reason", hit.why.clone()),
        ("quarantine_user", quarantine.map(|name| word(name).to_owned())),
    ];
    let field = |(name, value): (&str, Option<String>)| {
        let value: String = value?.chars().take(FIELD_CHARS_MAX).collect();
        Some(EmbedField { name: name.to_owned(), value, inline: false })
    };
    Embed {
        kind: ALERT.to_owned(),
        description: Some(without_secrets(&case.content)),
        fields: fields.into_iter().filter_map(field).collect(),
        ..Embed::default()
    }
}

fn word(name: Name) -> &'static str {
    match name {
        Name::OfAccount => "username",
        Name::Nick => "nickname",
    }
}
