//! Asked before a message is accepted: which rules of its guild and of the house are true of it, and what follows.

use std::sync::Arc;

use parvis_app::access::GuildAccess;
use parvis_app::hooks::{Submission, Verdict};
use parvis_app::{ActionResult, App};
use parvis_model::marker::ChannelMarker;
use parvis_model::{GuildFeature, Id, Permissions, Timestamp};
use parvis_screening::links::links;
use parvis_screening::policy::facts::{
    AuthorFacts, ChannelFacts, FileFacts, GuildFacts, HistoryFacts, Measures,
};
use parvis_screening::policy::history::Seen;
use parvis_screening::policy::media::{self, Medium, Refusal, Sender};
use parvis_screening::policy::{Action, Answer, Facts, Features, Place, Shown};
use parvis_store::tables as talk;

use super::effects::{self, Refused};
use super::memory::{Caught, LinkList, OfGuild, Running};
use super::{Policies, holds};
use crate::tables::decisions::{self, Decision};
use crate::tables::policies::{Mode, Scope, Why};
use crate::words::MeasureKind;

const HOUR_MS: i64 = 3_600_000;
/// Decisions about somebody that are counted.
const DECISIONS_MAX: u32 = 50;
/// Whoever may do one of these in a channel looks after it: its guild's rules do not hold for them. Those of the house
/// do.
const CARETAKERS: Permissions =
    Permissions::MANAGE_GUILD.union(Permissions::MANAGE_MESSAGES).union(Permissions::MODERATE_MEMBERS);
const WAITS: &str =
    "Your message waits: a rule of this community holds it until somebody who looks after it decides.";
const MAY_NOT_WAIT: &str = "A rule of this community would hold your message, and one with files, an edit or a name cannot \
     wait. Send the text alone.";
const TOO_MANY_WAIT: &str =
    "Several of your messages wait already. Somebody who looks after this community decides.";
const LEAK: &str = "A rule refuses your message: it holds what looks like other people's passwords.";
const BLOCKED: &str = "A rule of this community refuses your message.";
const LINK: &str = "Links to this address are not allowed here.";

impl Policies {
    /// What becomes of a message.
    pub(super) async fn judge(&self, app: &App, submission: &Submission<'_>) -> ActionResult<Verdict> {
        let Some(access) = submission.access.guild() else { return Ok(Verdict::Pass) };
        let rules = self.memory().rules(app, access.id()).await?;
        let (channel_id, author_id) = (submission.access.id(), submission.author_id);
        if rules.is_empty() || self.memory().was_released(channel_id, author_id, submission.content) {
            return Ok(Verdict::Pass);
        }
        let asked = Asked::of(submission, access);
        if let Some(reason) = refused_files(&rules, &asked, submission, app.now_ms()) {
            return Ok(Verdict::Refuse { reason });
        }
        if let Some(list) = refusing_list(&rules, &asked, submission.content) {
            let refused = Refused { rule: &list.name, told: LINK, labels: &[] };
            effects::refuse(self, app, submission, access, &refused).await?;
            return Ok(Verdict::Refuse { reason: LINK.to_owned() });
        }
        let caught = self.caught(app, submission, &rules, &asked).await?;
        let now_ms = app.now_ms();
        let Some(stopping) = caught.iter().find_map(stopping) else {
            if !caught.is_empty() && !submission.is_name {
                self.memory().let_pass((channel_id, author_id), submission.content, caught, now_ms);
            }
            return Ok(Verdict::Pass);
        };
        self.stop(app, submission, access, stopping).await.map(|reason| Verdict::Refuse { reason })
    }

    /// Every rule that has something to say of a message.
    async fn caught(
        &self,
        app: &App,
        submission: &Submission<'_>,
        rules: &OfGuild,
        asked: &Asked<'_>,
    ) -> ActionResult<Vec<Caught>> {
        let concerned: Vec<_> = rules.policies.iter().filter(|it| asked.is_concerned_by(it)).collect();
        if concerned.is_empty() {
            return Ok(Vec::new());
        }
        let now_ms = app.now_ms();
        let looks_for_leaks = rules.asks(&["message.credentials", "message.is_dump", "message.offers"]);
        let finding = looks_for_leaks.then(|| self.memory().scanner.scan(submission.content)).flatten();
        let history = match rules.asks(&["history."]) {
            true => self.note(submission, asked, now_ms),
            false => HistoryFacts::default(),
        };
        let (author, guild) = self.known(app, rules, asked, now_ms).await?;
        let facts = Facts { finding: finding.as_ref(), history, author, guild, ..asked.facts(submission) };
        let features = Features::of(&facts);
        let place = Place { channel_ids: &asked.channel_ids, role_ids: &asked.access.member.roles };
        let ask = |running: &&Arc<Running>| {
            let why = match running.policy.ask(&features, &place, now_ms) {
                Answer::Passes => return None,
                Answer::Catches { why } => Some(shown(why)),
                Answer::Fails => None,
            };
            Some(Caught { running: Arc::clone(running), why })
        };
        Ok(concerned.iter().filter_map(ask).collect())
    }

    fn note(&self, submission: &Submission<'_>, asked: &Asked<'_>, at_ms: i64) -> HistoryFacts {
        let seen = Seen {
            at_ms,
            author_id: submission.author_id,
            channel_id: submission.access.id(),
            text: self.memory().fingerprint(submission.content),
            has_link: links(submission.content).iter().any(|link| link.is_certain),
            mentions: mentioned(submission.content, "<@"),
        };
        self.memory().note(asked.access.id(), seen)
    }

    /// What is known of the author and of the guild. What only the database knows is read when a rule asks for it.
    async fn known(
        &self,
        app: &App,
        rules: &OfGuild,
        asked: &Asked<'_>,
        now_ms: i64,
    ) -> ActionResult<(AuthorFacts, GuildFacts)> {
        let (member, guild) = (&asked.access.member, asked.access.guild.guild());
        let (user_id, guild_id) = (member.user.id, guild.id);
        let mut kept = (0, 0, 0);
        if rules.asks(&["author.strikes", "author.decisions", "guild.members"]) {
            let now = Timestamp::from_unix_ms(now_ms);
            kept = app
                .read(move |tx| {
                    let strikes = decisions::strikes(tx, user_id, Some(guild_id), now)?.len();
                    let about = decisions::about(tx, user_id, Some(guild_id), DECISIONS_MAX)?;
                    let stands =
                        |it: &&Decision| it.undone.is_none() && it.content.gravest() != MeasureKind::None;
                    let members = talk::guilds::member_count(tx, guild_id)?;
                    Ok((strikes as i64, about.iter().filter(stands).count() as i64, i64::from(members)))
                })
                .await?;
        }
        let (strikes, decisions, members) = kept;
        let author = AuthorFacts {
            account_hours: hours_since(user_id.created_unix_ms(), now_ms),
            member_hours: hours_since(member.joined_at.unix_ms(), now_ms),
            has_avatar: member.user.avatar.is_some() || member.avatar.is_some(),
            is_bot: member.user.bot,
            role_ids: member.roles.iter().map(ToString::to_string).collect(),
            strikes,
            decisions,
        };
        let paused_until = guild.incidents_data.as_ref().and_then(|it| it.invites_disabled_until);
        let guild = GuildFacts {
            members,
            hours: hours_since(guild_id.created_unix_ms(), now_ms),
            joins_10_minutes: self.memory().joins(guild_id, now_ms),
            invitations_paused: guild.has_feature(&GuildFeature::INVITES_DISABLED)
                || paused_until.is_some_and(|until| until.unix_ms() > now_ms),
        };
        Ok((author, guild))
    }

    /// Refuses or holds a message; what its author is told.
    async fn stop(
        &self,
        app: &App,
        submission: &Submission<'_>,
        access: &GuildAccess,
        (caught, action): (&Caught, Action),
    ) -> ActionResult<String> {
        let draft = caught.running.policy.draft();
        if action == Action::Hold {
            if self.memory().scanner.scan(submission.content).is_some_and(|found| found.is_leak()) {
                // What was leaked is not kept, not even until somebody decides.
                return Ok(LEAK.to_owned());
            }
            if submission.is_name || submission.edits.is_some() || !submission.files.is_empty() {
                return Ok(MAY_NOT_WAIT.to_owned());
            }
            let kept = holds::keep(app, submission, access, caught).await?;
            return Ok(if kept { WAITS } else { TOO_MANY_WAIT }.to_owned());
        }
        let told = if draft.told.is_empty() { BLOCKED } else { &draft.told };
        let refused = Refused { rule: &draft.name, told, labels: &draft.labels };
        effects::count(app, access.id(), caught).await?;
        effects::refuse(self, app, submission, access, &refused).await?;
        Ok(told.to_owned())
    }
}

/// What stops a message, if something does.
fn stopping(caught: &Caught) -> Option<(&Caught, Action)> {
    let is_on = caught.running.mode == Mode::On && caught.why.is_some();
    let mut actions = caught.running.policy.actions().iter().copied().filter(|_| is_on);
    let action = actions.find(|action| matches!(action, Action::Hold | Action::Block))?;
    Some((caught, action))
}

pub(super) fn shown(why: Vec<(&'static str, Option<Shown>)>) -> Vec<Why> {
    let value = |shown: Shown| serde_json::to_value(shown).ok();
    why.into_iter()
        .map(|(feature, shown)| Why { feature: feature.to_owned(), value: shown.and_then(value) })
        .collect()
}

fn hours_since(unix_ms: i64, now_ms: i64) -> i64 {
    (now_ms - unix_ms).max(0) / HOUR_MS
}

/// The list that a link of a message runs into.
fn refusing_list<'a>(rules: &'a OfGuild, asked: &Asked<'_>, content: &str) -> Option<&'a LinkList> {
    let concerned: Vec<_> = rules.lists.iter().filter(|list| asked.is_under(list.scope)).collect();
    if concerned.is_empty() {
        return None;
    }
    let found = links(content);
    let stops = |list: &&LinkList| {
        // Whether `a.b` is an address nobody can say: it runs into a list only by standing on it.
        let mut certain = found.iter().filter(|link| link.is_certain);
        match list.is_only {
            true => certain.any(|link| !list.domains.contains(&link.host)),
            false => found.iter().any(|link| list.domains.contains(&link.host)),
        }
    };
    concerned.into_iter().find(stops)
}

fn refused_files(
    rules: &OfGuild,
    asked: &Asked<'_>,
    submission: &Submission<'_>,
    now_ms: i64,
) -> Option<String> {
    if rules.media.is_empty() || submission.files.is_empty() {
        return None;
    }
    let member = &asked.access.member;
    let sender = Sender {
        channel_ids: &asked.channel_ids,
        role_ids: &member.roles,
        member_hours: hours_since(member.joined_at.unix_ms(), now_ms),
        account_hours: hours_since(member.user.id.created_unix_ms(), now_ms),
    };
    let files = submission.files.iter().map(|file| (file.filename, file.content_type));
    let lines = rules.media.iter().filter(|(scope, _)| asked.is_under(*scope));
    let refusal = lines.filter_map(|(_, lines)| media::judge(lines, &sender, files.clone())).next()?;
    Some(match refusal {
        Refusal::Files(max) => format!("This channel takes at most {max} files from you at once."),
        Refusal::Medium(medium) => {
            let named = match medium {
                Medium::Image => "pictures",
                Medium::Video => "films",
                Medium::Audio => "sound",
                Medium::Archive => "packed files",
                Medium::Program => "programs",
                Medium::Other => "files of this kind",
            };
            format!("This channel takes no {named} from you.")
        }
    })
}

/// Different ids that stand after these signs.
pub(super) fn mentioned(content: &str, begin: &str) -> i64 {
    let mut ids: Vec<&str> = content
        .split(begin)
        .skip(1)
        .filter_map(|rest| rest.split_once('>').map(|(id, _)| id.trim_start_matches('!')))
        .filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len() as i64
}

/// Who writes, and where.
struct Asked<'a> {
    access: &'a GuildAccess,
    /// The channel, or a thread's parent.
    channel_id: Id<ChannelMarker>,
    /// That, the thread and the category.
    channel_ids: Vec<Id<ChannelMarker>>,
    category_id: Option<Id<ChannelMarker>>,
    is_caretaker: bool,
}

impl<'a> Asked<'a> {
    fn of(submission: &Submission<'_>, access: &'a GuildAccess) -> Self {
        let here = submission.access.id();
        let channel_id = submission.access.thread().and_then(|it| it.parent_id).unwrap_or(here);
        let category_id = access.guild.channel(channel_id).and_then(|channel| channel.parent_id);
        let mut channel_ids = vec![channel_id];
        channel_ids.extend((here != channel_id).then_some(here));
        channel_ids.extend(category_id);
        let is_caretaker = access.permissions_in(channel_id).intersects(CARETAKERS);
        Self { access, channel_id, channel_ids, category_id, is_caretaker }
    }

    /// Whether what somebody set holds for this author. Bots are let in by those who look after the guild, one by one.
    fn is_under(&self, scope: Scope) -> bool {
        !self.access.member.user.bot && (scope.is_none() || !self.is_caretaker)
    }

    /// The same for a rule: one that asks who is a bot is about bots.
    fn is_concerned_by(&self, running: &Running) -> bool {
        if self.access.member.user.bot {
            return running.policy.asks("author.is_bot");
        }
        self.is_under(running.scope)
    }

    fn facts<'b>(&self, submission: &Submission<'b>) -> Facts<'b> {
        let content = submission.content;
        let file = |file: &parvis_app::hooks::SubmittedFile<'b>| FileFacts {
            filename: file.filename,
            content_type: file.content_type,
            size_bytes: file.size_bytes,
        };
        Facts {
            content,
            is_edit: submission.edits.is_some(),
            is_reply: submission.is_reply,
            is_forward: submission.is_forward,
            mentions: mentioned(content, "<@"),
            role_mentions: mentioned(content, "<@&"),
            mentions_everyone: content.contains("@everyone") || content.contains("@here"),
            files: submission.files.iter().map(file).collect(),
            finding: None,
            author: AuthorFacts::default(),
            channel: ChannelFacts {
                id: self.channel_id.to_string(),
                category_id: self.category_id.map(|id| id.to_string()).unwrap_or_default(),
                is_thread: submission.access.thread().is_some(),
                slow_mode_seconds: i64::from(submission.access.channel().rate_limit_per_user),
            },
            guild: GuildFacts::default(),
            history: HistoryFacts::default(),
            measures: Measures::default(),
        }
    }
}
