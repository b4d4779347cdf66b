//! What a guild asks is changed: by those who look after it, and only to what they may give.

use std::collections::HashSet;

use parvis_bus::GuildSnapshot;
use parvis_model::marker::{ChannelMarker, GuildMarker, RoleMarker};
use parvis_model::{
    AuditLogEvent, ChannelType, GuildFeature, Id, Onboarding, OnboardingMode, OnboardingOption,
    OnboardingPrompt, Permissions,
};
use parvis_rules::hierarchy;
use parvis_rules::validate::FieldError;
use parvis_store::{Tx, tables};
use serde_json::{Value, json};

use super::{OnboardingEdit, is_visible, may_be_taken, shown};
use crate::access::{self, GuildAccess};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Refusal};
use crate::{App, Caller, Outbox, emojis, guilds};

/// What the audit log tells of the whole, and of a question.
const AUDITED: &[&str] = &["default_channel_ids", "enabled", "mode"];
const AUDITED_OF_PROMPT: &[&str] =
    &["title", "options", "single_select", "required", "in_onboarding", "type"];

/// Changes what a guild asks.
pub async fn put(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    edit: OnboardingEdit,
    reason: Option<String>,
) -> ActionResult<Onboarding> {
    let needed = Permissions::MANAGE_GUILD | Permissions::MANAGE_ROLES;
    let access = access::guild(app, caller, guild_id, needed).await?;
    let (app_in_job, caller) = (app.clone(), caller.clone());
    app.write(access.lane(), move |tx, out| {
        let known = tables::onboarding::of_guild(tx, guild_id)?;
        let before = known.clone().unwrap_or_else(|| Onboarding::new(guild_id));
        let after = applied(&app_in_job, &access, &before, edit)?;
        require_somewhere_to_go(&access.guild, &before, &after)?;
        if known.as_ref() != Some(&after) {
            tables::onboarding::set_of_guild(tx, &after)?;
            let feature = GuildFeature::GUILD_ONBOARDING;
            guilds::switch_feature(tx, out, guild_id, feature, after.enabled)?;
            let entry = |action, target: Id<_>| {
                Entry::new(&app_in_job, &caller, guild_id, action, Some(target), reason.clone())
            };
            record(tx, out, known.as_ref(), &after, entry)?;
        }
        Ok(shown(after, &access))
    })
    .await
}

/// Newcomers must not come to a guild in which there is nothing to see.
fn require_somewhere_to_go(
    guild: &GuildSnapshot,
    before: &Onboarding,
    after: &Onboarding,
) -> ActionResult<()> {
    let of_options = after.options().flat_map(|option| &option.channel_ids);
    let of_options = of_options.filter(|_| after.mode == OnboardingMode::ONBOARDING_ADVANCED);
    let leads_somewhere = after.default_channel_ids.iter().chain(of_options).any(|id| guild.is_open(*id));
    if !after.enabled || leads_somewhere {
        return Ok(());
    }
    Err(ActionError::Refused(if before.enabled {
        Refusal::OnboardingWouldLeadNowhere
    } else {
        Refusal::OnboardingLeadsNowhere
    }))
}

fn applied(
    app: &App,
    access: &GuildAccess,
    before: &Onboarding,
    edit: OnboardingEdit,
) -> ActionResult<Onboarding> {
    let mut editor = Editor { app, access, before, used: HashSet::new(), errors: Vec::new() };
    let mut after = before.clone();
    if let Some(channel_ids) = edit.default_channel_ids {
        after.default_channel_ids =
            editor.channels("default_channel_ids", channel_ids, &before.default_channel_ids);
    }
    if let Some(prompts) = edit.prompts {
        let prompts = prompts.into_iter().enumerate();
        after.prompts = prompts.map(|(at, prompt)| editor.prompt(&format!("prompts.{at}"), prompt)).collect();
    }
    after.enabled = edit.enabled.unwrap_or(before.enabled);
    after.mode = edit.mode.unwrap_or(before.mode);
    if editor.errors.is_empty() { Ok(after) } else { Err(editor.errors.into()) }
}

/// Somebody who edits, with everything that is wrong so far.
struct Editor<'a> {
    app: &'a App,
    access: &'a GuildAccess,
    before: &'a Onboarding,
    used: HashSet<u64>,
    errors: Vec<FieldError>,
}

impl Editor<'_> {
    /// The id of what exists already; a new one for what is new, or named twice.
    fn id<M>(&mut self, id: Id<M>, exists: bool) -> Id<M> {
        if exists && self.used.insert(id.get()) { id } else { self.app.ids.next() }
    }

    fn prompt(&mut self, path: &str, mut prompt: OnboardingPrompt) -> OnboardingPrompt {
        prompt.id = self.id(prompt.id, self.before.prompts.iter().any(|it| it.id == prompt.id));
        let options = std::mem::take(&mut prompt.options).into_iter().enumerate();
        prompt.options =
            options.map(|(at, option)| self.option(&format!("{path}.options.{at}"), option)).collect();
        prompt
    }

    fn option(&mut self, path: &str, mut option: OnboardingOption) -> OnboardingOption {
        let before = self.before.option(option.id);
        option.id = self.id(option.id, before.is_some());
        let before = before.filter(|it| it.id == option.id);
        match emojis::beside_text(&self.access.guild, option.emoji.id, option.emoji.name.as_deref()) {
            Some(emoji) => option.emoji = emoji,
            None => self.errors.push(FieldError::new(path, "INVALID_EMOJI", "Unknown Emoji")),
        }
        let known = before.map_or(&[][..], |it| &it.role_ids);
        option.role_ids = self.roles(&format!("{path}.role_ids"), option.role_ids, known);
        let known = before.map_or(&[][..], |it| &it.channel_ids);
        option.channel_ids = self.channels(&format!("{path}.channel_ids"), option.channel_ids, known);
        option
    }

    /// Roles that the answer gives already stay, whoever edits it, as long as they are harmless; others must be ones
    /// that the editor might give.
    fn roles(
        &mut self,
        path: &str,
        wanted: Vec<Id<RoleMarker>>,
        known: &[Id<RoleMarker>],
    ) -> Vec<Id<RoleMarker>> {
        let (guild, actor) = (&self.access.guild, self.access.actor());
        let mut roles = Vec::with_capacity(wanted.len());
        for (at, role_id) in wanted.into_iter().enumerate() {
            let path = format!("{path}.{at}");
            let is_known = known.contains(&role_id);
            if is_known && guild.role(role_id).is_none() {
                continue;
            }
            if !is_known && hierarchy::may_assign_role(guild.ranks(), &actor, role_id).is_err() {
                self.errors.push(FieldError::new(path, "ROLE_INVALID", "No role that you may give."));
            } else if !may_be_taken(guild, role_id) {
                let text = "This role holds moderation permissions: nobody may take it for themselves.";
                self.errors.push(FieldError::new(path, "ROLE_NOT_HARMLESS", text));
            } else if !roles.contains(&role_id) {
                roles.push(role_id);
            }
        }
        roles
    }

    /// Channels that the editor views; those out of sight stay as they were.
    fn channels(
        &mut self,
        path: &str,
        wanted: Vec<Id<ChannelMarker>>,
        known: &[Id<ChannelMarker>],
    ) -> Vec<Id<ChannelMarker>> {
        let guild = &self.access.guild;
        let out_of_sight =
            |id: &Id<ChannelMarker>| guild.channel(*id).is_some() && !is_visible(self.access, *id);
        let mut channels: Vec<_> = known.iter().copied().filter(out_of_sight).collect();
        for (at, channel_id) in wanted.into_iter().enumerate() {
            let channel = guild.channel(channel_id).filter(|_| is_visible(self.access, channel_id));
            if channel.is_none() && known.contains(&channel_id) && guild.channel(channel_id).is_none() {
                continue;
            }
            if channel.is_none_or(|channel| channel.kind == ChannelType::GUILD_CATEGORY) {
                let text = "No channel of this guild that fits.";
                self.errors.push(FieldError::new(format!("{path}.{at}"), "CHANNEL_INVALID", text));
            } else if !channels.contains(&channel_id) {
                channels.push(channel_id);
            }
        }
        channels
    }
}

/// Writes down what changed: of each question, and of the whole.
fn record(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    known: Option<&Onboarding>,
    after: &Onboarding,
    entry: impl Fn(AuditLogEvent, Id<parvis_model::marker::GenericMarker>) -> Entry,
) -> ActionResult<()> {
    let before = known.map_or(&[][..], |it| &it.prompts);
    let mut entries = Vec::new();
    for prompt in &after.prompts {
        let old = before.iter().find(|it| it.id == prompt.id);
        let action = match old {
            Some(_) => AuditLogEvent::ONBOARDING_PROMPT_UPDATE,
            None => AuditLogEvent::ONBOARDING_PROMPT_CREATE,
        };
        entries.push(entry(action, prompt.id.cast()).with_changes_of(old, Some(prompt), AUDITED_OF_PROMPT));
    }
    for gone in before.iter().filter(|it| after.prompts.iter().all(|prompt| prompt.id != it.id)) {
        let entry = entry(AuditLogEvent::ONBOARDING_PROMPT_DELETE, gone.id.cast());
        entries.push(entry.with_changes_of(Some(gone), None, AUDITED_OF_PROMPT));
    }
    let action = match known {
        Some(_) => AuditLogEvent::ONBOARDING_UPDATE,
        None => AuditLogEvent::ONBOARDING_CREATE,
    };
    let order = |prompts: &[OnboardingPrompt]| -> Option<Value> {
        (!prompts.is_empty()).then(|| prompts.iter().map(|prompt| json!(prompt.id)).collect())
    };
    let whole = entry(action, after.guild_id.cast()).with_changes_of(known, Some(after), AUDITED);
    entries.push(whole.with_change("prompts", order(before), order(&after.prompts)));
    for entry in entries.into_iter().filter(Entry::has_changes) {
        audit::record(tx, out, entry)?;
    }
    Ok(())
}
