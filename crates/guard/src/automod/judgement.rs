//! Asked before a message is accepted: which rules of its guild it meets, and whether one of them blocks it.

use std::sync::Arc;

use parvis_app::access::{ChannelAccess, GuildAccess};
use parvis_app::hooks::Submission;
use parvis_app::{ActionResult, App};
use parvis_bus::Audience;
use parvis_model::event::MessageCreate;
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{AutoModerationActionType as Act, ChannelType, Id, Member, Permissions};
use parvis_rules::content::{self, TextMentions};
use parvis_screening::automod::{Found, Text, signs};

use super::Automod;
use super::enforcement::{self, Case};
use super::rules::{Compiled, Test};

/// Whom no rule concerns: they could switch it off.
pub const MANAGERS: Permissions = Permissions::MANAGE_GUILD.union(Permissions::ADMINISTRATOR);
/// What an author is told where the rule says nothing else.
const BLOCKED: &str = "Message was blocked by automatic moderation";

/// A rule that was met.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The rule.
    pub rule: Arc<Compiled>,
    /// The keyword or pattern that was met, and the piece of the text.
    pub found: Option<Found>,
    /// Why, where it is no matter of words.
    pub why: Option<String>,
}

impl Automod {
    /// Why a message is refused, if it is.
    pub(super) async fn judge(&self, app: &App, submission: &Submission<'_>) -> ActionResult<Option<String>> {
        // Bots and webhooks are let in by those who look after the guild, one by one.
        let Some(access) = submission.access.guild().filter(|access| !access.member.user.bot) else {
            return Ok(None);
        };
        if access.permissions.intersects(MANAGERS) {
            return Ok(None);
        }
        let rules = self.memory().rules(app, access.id()).await?;
        let concerned = rules.iter().filter(|it| concerns(it, access, submission.access));
        let concerned: Vec<&Arc<Compiled>> = concerned.collect();
        if concerned.is_empty() {
            return Ok(None);
        }
        let hits = self.hits(app, submission, access.id(), &concerned);
        if hits.is_empty() {
            return Ok(None);
        }
        let channel_id = submission.access.id();
        let Some(blocking) = hits.iter().find_map(|hit| hit.rule.action(Act::BLOCK_MESSAGE)) else {
            let (author_id, now_ms) = (submission.author_id, app.now_ms());
            self.memory().let_pass(channel_id, author_id, submission.content, hits, now_ms);
            return Ok(None);
        };
        let told = blocking.metadata.custom_message.clone().unwrap_or_else(|| BLOCKED.to_owned());
        let case = Case::of(submission.access, access, submission.content);
        if let Err(error) = enforcement::carry_out(app, case, hits).await {
            // The message is blocked all the same.
            tracing::warn!(%error, "what a rule does besides blocking a message was not done");
        }
        Ok(Some(told))
    }

    fn hits(
        &self,
        app: &App,
        submission: &Submission<'_>,
        guild_id: Id<GuildMarker>,
        rules: &[&Arc<Compiled>],
    ) -> Vec<Hit> {
        let text = Text::new(submission.content);
        let (mut hits, now_ms) = (Vec::new(), app.now_ms());
        for rule in rules {
            let hit = |found, why| Hit { rule: Arc::clone(rule), found, why };
            match &rule.test {
                Test::Words(filter) => hits.extend(filter.find(&text).map(|found| hit(Some(found), None))),
                Test::Mentions { limit, raids } => {
                    let count = mention_count(&content::text_mentions(submission.content));
                    if count > *limit {
                        hits.push(hit(None, Some(format!("{count} mentions in one message"))));
                    } else if *raids && submission.edits.is_none() {
                        let (author_id, memory) = (submission.author_id, self.memory());
                        if memory.notice_mentions(guild_id, author_id, count, *limit, now_ms) {
                            hits.push(hit(None, Some("mentions by several accounts at once".to_owned())));
                        }
                    }
                }
                // Who mends a message has not sent it again.
                Test::Spam if submission.edits.is_none() => {
                    let (author_id, channel_id) = (submission.author_id, submission.access.id());
                    let signs = signs(&text);
                    let reason = self.memory().notice_spam(guild_id, author_id, channel_id, signs, now_ms);
                    hits.extend(reason.map(|reason| hit(None, Some(reason.to_string()))));
                }
                Test::Spam | Test::Names(_) => {}
            }
        }
        hits
    }

    /// Does what rules do about a message that they let pass, now that it is written.
    pub(super) async fn follow_up(&self, app: &App, event: &MessageCreate) -> ActionResult<()> {
        let message = &event.message;
        let said = match message.message_snapshots.first() {
            Some(forwarded) => &forwarded.message.content,
            None => &message.content,
        };
        let Some(guild_id) = event.guild_id else { return Ok(()) };
        let Some(hits) = self.memory().passed(message.channel_id, message.author.id, said) else {
            return Ok(());
        };
        let Some(member) = app.live.member(&app.store, guild_id, message.author.id).await? else {
            return Ok(());
        };
        let Some(guild) = app.live.guild(&app.store, guild_id).await? else { return Ok(()) };
        let thread = app.live.thread(&app.store, &guild, message.channel_id).await?;
        let is_hidden = thread.as_ref().is_some_and(|thread| thread.kind == ChannelType::PRIVATE_THREAD)
            && guild.thread(message.channel_id).is_none();
        let case = Case {
            guild_id,
            member,
            channel_id: Some(message.channel_id),
            message_id: Some(message.id),
            audience: audience_in(guild_id, message.channel_id, is_hidden),
            content: said.clone(),
            names: None,
        };
        enforcement::carry_out(app, case, hits).await
    }
}

impl Case {
    /// What somebody wants to write, before there is a message.
    fn of(channel: &ChannelAccess, access: &GuildAccess, content: &str) -> Self {
        let guild_id = access.id();
        let is_known =
            access.guild.channel(channel.id()).is_some() || access.guild.thread(channel.id()).is_some();
        let thread = channel.thread().filter(|_| !is_known);
        // A thread that is about to begin, or was put away: it stands under its parent.
        let parent_id = thread.and_then(|thread| thread.parent_id);
        let channel_id = parent_id.unwrap_or(channel.id());
        let is_hidden = thread.is_some_and(|thread| thread.kind == ChannelType::PRIVATE_THREAD);
        Self {
            guild_id,
            member: Arc::clone(&access.member),
            channel_id: Some(channel_id),
            message_id: None,
            audience: audience_in(guild_id, channel_id, is_hidden),
            content: content.to_owned(),
            names: None,
        }
    }
}

/// Who learns what a rule did in a channel: those who manage the guild and view the channel. Of a private thread that
/// is not in memory nobody can say who is in it, so that administrators alone learn of it.
fn audience_in(guild_id: Id<GuildMarker>, channel_id: Id<ChannelMarker>, is_hidden: bool) -> Audience {
    if is_hidden {
        return Audience::GuildWith { guild_id, permissions: Permissions::ADMINISTRATOR };
    }
    Audience::ChannelWith { guild_id, channel_id, permissions: Permissions::MANAGE_GUILD }
}

/// Whether a rule about messages concerns what somebody writes here.
fn concerns(rule: &Compiled, access: &GuildAccess, channel: &ChannelAccess) -> bool {
    if matches!(rule.test, Test::Names(_)) || is_exempt(rule, &access.member) {
        return false;
    }
    let exempt = &rule.rule.exempt_channels;
    let parent = channel.channel().parent_id;
    let above = parent.and_then(|id| access.guild.channel(id)).and_then(|parent| parent.parent_id);
    ![Some(channel.id()), parent, above].into_iter().flatten().any(|id| exempt.contains(&id))
}

/// Whether somebody has a role that a rule leaves alone.
pub fn is_exempt(rule: &Compiled, member: &Member) -> bool {
    member.roles.iter().any(|role| rule.rule.exempt_roles.contains(role))
}

/// How many people and roles a text mentions, each once.
fn mention_count(mentions: &TextMentions) -> u32 {
    u32::try_from(mentions.users.len() + mentions.roles.len()).unwrap_or(u32::MAX)
}
