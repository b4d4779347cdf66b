//! What rules do, each in one transaction with its statement of reasons and its entries in the logs. A rule that runs
//! dry is counted and sampled, and does nothing else.

use std::sync::Arc;

use parvis_app::access::GuildAccess;
use parvis_app::audit::{self, Entry};
use parvis_app::hooks::Submission;
use parvis_app::measures::{self, Authority};
use parvis_app::notices::{self, Notice};
use parvis_app::{ActionError, ActionResult, App, Lane, Outbox};
use parvis_bus::{Audience, GuildSnapshot};
use parvis_model::event::MessageCreate;
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker};
use parvis_model::{AuditLogEvent, AuditLogOptions, Embed, EmbedField, Id, Member, MessageType, Timestamp};
use parvis_screening::leaks::redacted;
use parvis_screening::policy::{Action, trial};
use parvis_store::{Tx, tables as talk};

use super::Policies;
use super::memory::{Caught, Running};
use crate::automod::takes_alerts;
use crate::cases::{Finding, open_for_review};
use crate::decisions::{self, Told};
use crate::limits;
use crate::tables::cases;
use crate::tables::decisions::{Decision, Undo};
use crate::tables::policies::samples::{self, Sample};
use crate::tables::policies::{self as table, Mode, Why};
use crate::words::{Automated, Category, Content, Ground, Label, Measure, MeasureKind, Source, Subject};

/// How clients know the frame of an alert.
const ALERT: &str = "auto_moderation_message";
/// Letters of a message that stand in a sample, a statement or an alert.
const QUOTE_CHARS_MAX: usize = 2_000;

type Guild = Id<GuildMarker>;
type User = Id<UserMarker>;

/// What refuses a message.
pub struct Refused<'a> {
    /// What it is called.
    pub rule: &'a str,
    /// What its author is told.
    pub told: &'a str,
    /// Its labels.
    pub labels: &'a [String],
}

/// What somebody is told of an act of a rule.
pub struct Reasons<'a> {
    /// The rule.
    pub rule: &'a str,
    /// Why, in the words of those who made it.
    pub told: &'a str,
    /// The rule's labels.
    pub labels: &'a [String],
    /// What they had written.
    pub quote: &'a str,
    /// Who decided, when it was a person.
    pub actor_id: Option<User>,
}

/// Writes a decision that followed from a rule, with its statement.
pub fn explain(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    (guild_id, channel_id, user_id): (Guild, Id<ChannelMarker>, User),
    measure: Measure,
    reasons: &Reasons<'_>,
) -> ActionResult<()> {
    let now = Timestamp::from_unix_ms(app.now_ms());
    let until = |seconds: u32| Timestamp::from_unix_ms(now.unix_ms() + i64::from(seconds) * 1_000);
    let ends_at = measure.seconds.map(until);
    let undo = ends_at.map_or(Undo::Said, |until| Undo::EndTimeout { until });
    let facts = if reasons.told.is_empty() { reasons.rule } else { reasons.told };
    let keywords = reasons.labels.iter().take(limits::KEYWORDS_MAX).cloned().collect();
    let content = Content {
        measures: vec![measure],
        ground: Ground::Rules,
        legal_ground: None,
        rule: reasons.rule.to_owned(),
        facts: facts.to_owned(),
        category: Category::Other,
        keywords,
        source: Source::Rule,
        automated: if reasons.actor_id.is_some() { Automated::Detection } else { Automated::Full },
        text_to_person: None,
    };
    let decision = Decision {
        id: app.ids.next(),
        case_id: None,
        guild_id: Some(guild_id),
        channel_id: Some(channel_id),
        user_id: Some(user_id),
        actor_id: reasons.actor_id,
        content,
        undo: vec![undo],
        undone: None,
    };
    let quote = Some(cut(reasons.quote)).filter(|quote| !quote.is_empty());
    decisions::write(tx, out, &decision, Told { statement_id: app.ids.next(), ends_at, quote }, now)
}

/// A feature with its value, where that may be shown.
fn said(why: &Why) -> Option<String> {
    why.value.as_ref().map(|value| format!("{} = {value}", why.feature))
}

fn cut(text: &str) -> String {
    redacted(text).chars().take(QUOTE_CHARS_MAX).collect()
}

/// Refuses a message: its author gets a statement, and the log an entry, once an hour for the same rule. The answer to
/// the message says why each time.
pub async fn refuse(
    policies: &Policies,
    app: &App,
    submission: &Submission<'_>,
    access: &GuildAccess,
    refused: &Refused<'_>,
) -> ActionResult<()> {
    let (guild_id, user_id, channel_id) = (access.id(), submission.author_id, submission.access.id());
    if !policies.memory().should_tell(guild_id, user_id, refused.rule, app.now_ms()) {
        return Ok(());
    }
    let (rule, told, labels) = (refused.rule.to_owned(), refused.told.to_owned(), refused.labels.to_vec());
    let (app_in_job, quote) = (app.clone(), submission.content.to_owned());
    let entry =
        entry(app, (guild_id, channel_id, user_id), AuditLogEvent::AUTO_MODERATION_BLOCK_MESSAGE, &rule);
    app.write(access.lane(), move |tx, out| {
        let reasons = Reasons { rule: &rule, told: &told, labels: &labels, quote: &quote, actor_id: None };
        let measure = Measure::of(MeasureKind::RefuseMessage);
        explain(&app_in_job, tx, out, (guild_id, channel_id, user_id), measure, &reasons)?;
        Ok(audit::record(tx, out, entry)?)
    })
    .await
}

/// Counts a message that a rule stopped.
pub async fn count(app: &App, guild_id: Guild, caught: &Caught) -> ActionResult<()> {
    let id = caught.running.id;
    app.write(Lane::of(guild_id), move |tx, _| Ok(table::count(tx, id, 1, 0)?)).await
}

fn entry(
    app: &App,
    (guild_id, channel_id, user_id): (Guild, Id<ChannelMarker>, User),
    action: AuditLogEvent,
    rule: &str,
) -> Entry {
    let options = AuditLogOptions {
        auto_moderation_rule_name: Some(rule.to_owned()),
        channel_id: Some(channel_id),
        ..AuditLogOptions::default()
    };
    Entry::by_nobody(app, guild_id, action, Some(user_id.cast()), None).with_options(options)
}

/// A message that was written, and what rules found in it.
struct Written {
    app: App,
    guild: Arc<GuildSnapshot>,
    member: Arc<Member>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    content: String,
}

/// Does what rules do about a message that they let pass, now that it is written.
pub async fn follow_up(policies: &Policies, app: &App, event: &MessageCreate) -> ActionResult<()> {
    let message = &event.message;
    let said = match message.message_snapshots.first() {
        Some(forwarded) => &forwarded.message.content,
        None => &message.content,
    };
    let Some(guild_id) = event.guild_id else { return Ok(()) };
    let place = (message.channel_id, message.author.id);
    let Some(caught) = policies.memory().passed(place, said) else { return Ok(()) };
    let Some(member) = app.live.member(&app.store, guild_id, message.author.id).await? else {
        return Ok(());
    };
    let Some(guild) = app.live.guild(&app.store, guild_id).await? else { return Ok(()) };
    let written = Written {
        app: app.clone(),
        guild,
        member,
        channel_id: message.channel_id,
        message_id: message.id,
        content: said.clone(),
    };
    app.write(Lane::of(guild_id), move |tx, out| {
        for it in &caught {
            written.take(tx, out, it)?;
        }
        Ok(())
    })
    .await
}

impl Written {
    fn place(&self) -> (Guild, Id<ChannelMarker>, User) {
        (self.guild.id(), self.channel_id, self.member.user.id)
    }

    fn take(&self, tx: &mut Tx<'_>, out: &mut Outbox, caught: &Caught) -> ActionResult<()> {
        let running = &caught.running;
        let Some(why) = &caught.why else { return Ok(table::count(tx, running.id, 0, 1)?) };
        if running.mode == Mode::Dry {
            self.sample(tx, running, why)?;
        }
        table::count(tx, running.id, 1, 0)?;
        if running.mode != Mode::On {
            return Ok(());
        }
        for action in running.policy.actions() {
            match *action {
                Action::Label => self.open_case(tx, out, running, why)?,
                Action::Alert { channel_id } => {
                    self.alert(tx, out, running, channel_id)?;
                    self.open_case(tx, out, running, why)?;
                }
                Action::Timeout { seconds } => self.time_out(tx, out, running, seconds)?,
                // These stop a message, and this one was written.
                Action::Hold | Action::Block => {}
            }
        }
        Ok(())
    }

    /// Keeps a sample of a dry run, where its turn falls on it. Of what a rule of the house finds only what every
    /// member of a guild may read is shown to the house.
    fn sample(&self, tx: &mut Tx<'_>, running: &Running, why: &[Why]) -> ActionResult<()> {
        let Some(kept) = table::get(tx, running.id)? else { return Ok(()) };
        if running.scope.is_none() && !self.guild.is_open(self.channel_id) {
            return Ok(());
        }
        let turn = trial::place(kept.caught, rand::random()).and_then(|place| u32::try_from(place).ok());
        let Some(place) = turn else { return Ok(()) };
        let (guild_id, channel_id, author_id) = self.place();
        let caught_at = Timestamp::from_unix_ms(self.app.now_ms());
        let (content, why) = (cut(&self.content), why.to_vec());
        let sample = Sample { place, guild_id, channel_id, author_id, content, why, caught_at };
        Ok(samples::put(tx, running.id, &sample)?)
    }

    /// Opens a case for people to look at, or gives the open one the rule's labels.
    fn open_case(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        running: &Running,
        why: &[Why],
    ) -> ActionResult<()> {
        let draft = running.policy.draft();
        let detail: Vec<String> = why.iter().filter_map(said).collect();
        let names = if draft.labels.is_empty() { vec![draft.name.clone()] } else { draft.labels.clone() };
        let (guild_id, channel_id, _) = self.place();
        for name in names {
            let label = Label { name, by: draft.name.clone(), detail: detail.join(", ") };
            let subject = Subject::Message { channel_id, message_id: self.message_id };
            let finding = Finding { guild_id: Some(guild_id), subject, label };
            let case_id = open_for_review(&self.app, tx, out, finding)?;
            if let Some(case_id) = case_id.filter(|_| running.scope.is_none()) {
                // What the house asked for, the house decides; the guild looks on.
                cases::escalate(tx, case_id)?;
            }
        }
        Ok(())
    }

    fn time_out(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        running: &Running,
        seconds: u32,
    ) -> ActionResult<()> {
        let (guild_id, _, user_id) = self.place();
        let Some(member) = talk::members::get(tx, guild_id, user_id)? else { return Ok(()) };
        let until = Timestamp::from_unix_ms(self.app.now_ms() + i64::from(seconds) * 1_000);
        if member.communication_disabled_until.is_some_and(|known| known >= until) {
            return Ok(());
        }
        match measures::time_out(tx, out, &Authority::House(guild_id), user_id, Some(until)) {
            // Nobody keeps an owner silent.
            Err(ActionError::MissingPermissions) => return Ok(()),
            other => drop(other?),
        }
        let draft = running.policy.draft();
        let measure = Measure { seconds: Some(seconds), ..Measure::of(MeasureKind::Timeout) };
        let reasons = Reasons {
            rule: &draft.name,
            told: &draft.told,
            labels: &draft.labels,
            quote: &self.content,
            actor_id: None,
        };
        explain(&self.app, tx, out, self.place(), measure, &reasons)?;
        let action = AuditLogEvent::AUTO_MODERATION_USER_COMM_DISABLED;
        Ok(audit::record(tx, out, entry(&self.app, self.place(), action, &draft.name))?)
    }

    /// Writes the alert into the channel that the rule names, if that is still there.
    fn alert(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        running: &Running,
        channel_id: Id<ChannelMarker>,
    ) -> ActionResult<()> {
        let guild_id = self.guild.id();
        let channel = talk::channels::get(tx, channel_id)?;
        let Some(channel) = channel.filter(|it| it.guild_id == Some(guild_id) && takes_alerts(it.kind))
        else {
            return Ok(());
        };
        let kind = MessageType::AUTO_MODERATION_ACTION;
        let notice = Notice::new(channel_id, channel.kind, kind, self.member.user.clone());
        let mut notice = notice.in_guild(guild_id, Arc::clone(&self.member));
        let field = |name: &str, value: String| EmbedField { name: name.to_owned(), value, inline: false };
        notice.embeds = vec![Embed {
            kind: ALERT.to_owned(),
            description: Some(cut(&self.content)),
            fields: vec![
                field("rule_name", running.name().to_owned()),
                field("channel_id", self.channel_id.to_string()),
                field("flagged_message_id", self.message_id.to_string()),
                field("decision_reason", running.policy.draft().labels.join(", ")),
            ],
            ..Embed::default()
        }];
        notices::post(&self.app, tx, out, Audience::Channel { guild_id, channel_id }, notice)?;
        let action = AuditLogEvent::AUTO_MODERATION_FLAG_TO_CHANNEL;
        Ok(audit::record(tx, out, entry(&self.app, self.place(), action, running.name()))?)
    }
}
