//! What those who manage a guild do with its rules.

use parvis_app::access::{self, GuildAccess};
use parvis_app::audit::{self, Entry};
use parvis_app::{ActionError, ActionResult, App, Caller, Kind, Outbox, guilds};
use parvis_bus::Audience;
use parvis_model::marker::{AutoModerationRuleMarker, GuildMarker};
use parvis_model::{
    AuditLogEvent, AutoModerationActionType as Act, AutoModerationRule, Event, GuildFeature, Id, Permissions,
};
use parvis_rules::validate::FieldError;
use parvis_store::Tx;

use super::Automod;
use super::enforcement::takes_alerts;
use super::rules;
use crate::tables;

/// What one may not see is named like what is not there.
const UNKNOWN: ActionError = ActionError::Unknown(Kind::Thing("Auto Moderation Rule"));

/// What the audit log tells of a rule.
const AUDITED: &[&str] = &[
    "name",
    "enabled",
    "event_type",
    "trigger_type",
    "trigger_metadata",
    "actions",
    "exempt_roles",
    "exempt_channels",
];

type Guild = Id<GuildMarker>;
type Rule = Id<AutoModerationRuleMarker>;

/// All rules of a guild.
pub async fn list(app: &App, caller: &Caller, guild_id: Guild) -> ActionResult<Vec<AutoModerationRule>> {
    access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    app.read(move |tx| Ok(tables::automod::of_guild(tx, guild_id)?)).await
}

/// One rule.
pub async fn get(app: &App, caller: &Caller, guild_id: Guild, id: Rule) -> ActionResult<AutoModerationRule> {
    access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    app.read(move |tx| tables::automod::get(tx, guild_id, id)?.ok_or(UNKNOWN)).await
}

/// Makes a rule; its id, guild and creator are set here.
pub async fn create(
    automod: &Automod,
    app: &App,
    caller: &Caller,
    guild_id: Guild,
    draft: AutoModerationRule,
    reason: Option<String>,
) -> ActionResult<AutoModerationRule> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    let id: Rule = app.ids.next();
    let rule = AutoModerationRule { id, guild_id, creator_id: caller.user_id, ..draft };
    let rule = rules::normalised(rule)?;
    require_allowed(&access, &rule, None)?;
    let target = Some(id.cast());
    let event = AuditLogEvent::AUTO_MODERATION_RULE_CREATE;
    let entry = Entry::new(app, caller, guild_id, event, target, reason);
    let made = app
        .write(access.lane(), move |tx, out| {
            let max = rules::rules_max(rule.trigger_type);
            if tables::automod::count(tx, guild_id, rule.trigger_type)? >= max {
                let text = format!("A guild has at most {max} of these rules.");
                let code = "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED";
                return Err(ActionError::invalid("trigger_type", code, text));
            }
            tables::automod::insert(tx, &rule)?;
            guilds::switch_feature(tx, out, guild_id, GuildFeature::AUTO_MODERATION, true)?;
            tell(out, guild_id, Event::AutoModerationRuleCreate(Box::new(rule.clone())));
            audit::record(tx, out, entry.with_changes_of(None, Some(&rule), AUDITED))?;
            Ok(rule)
        })
        .await?;
    automod.memory().forget(guild_id);
    Ok(made)
}

/// Changes a rule: `change` gets it as it is in the transaction. What it looks at stays.
pub async fn edit(
    automod: &Automod,
    app: &App,
    caller: &Caller,
    guild_id: Guild,
    id: Rule,
    change: impl FnOnce(&mut AutoModerationRule) -> Vec<FieldError> + Send + 'static,
    reason: Option<String>,
) -> ActionResult<AutoModerationRule> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    let target = Some(id.cast());
    let event = AuditLogEvent::AUTO_MODERATION_RULE_UPDATE;
    let entry = Entry::new(app, caller, guild_id, event, target, reason);
    let changed = app
        .write(access.lane(), move |tx, out| {
            let before = tables::automod::get(tx, guild_id, id)?.ok_or(UNKNOWN)?;
            let mut rule = before.clone();
            let wrong = change(&mut rule);
            if !wrong.is_empty() {
                return Err(wrong.into());
            }
            let rule = rules::normalised(rule)?;
            require_allowed(&access, &rule, Some(&before))?;
            if rule != before {
                tables::automod::update(tx, &rule)?;
                tell(out, guild_id, Event::AutoModerationRuleUpdate(Box::new(rule.clone())));
                audit::record(tx, out, entry.with_changes_of(Some(&before), Some(&rule), AUDITED))?;
            }
            Ok(rule)
        })
        .await?;
    automod.memory().forget(guild_id);
    Ok(changed)
}

/// Deletes a rule.
pub async fn delete(
    automod: &Automod,
    app: &App,
    caller: &Caller,
    guild_id: Guild,
    id: Rule,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    let target = Some(id.cast());
    let event = AuditLogEvent::AUTO_MODERATION_RULE_DELETE;
    let entry = Entry::new(app, caller, guild_id, event, target, reason);
    app.write(access.lane(), move |tx, out| {
        let rule = tables::automod::get(tx, guild_id, id)?.ok_or(UNKNOWN)?;
        tables::automod::delete(tx, guild_id, id)?;
        if no_rule_is_left(tx, guild_id)? {
            guilds::switch_feature(tx, out, guild_id, GuildFeature::AUTO_MODERATION, false)?;
        }
        tell(out, guild_id, Event::AutoModerationRuleDelete(Box::new(rule.clone())));
        audit::record(tx, out, entry.with_changes_of(Some(&rule), None, AUDITED))?;
        Ok(())
    })
    .await?;
    automod.memory().forget(guild_id);
    Ok(())
}

fn no_rule_is_left(tx: &mut Tx<'_>, guild_id: Guild) -> ActionResult<bool> {
    Ok(tables::automod::of_guild(tx, guild_id)?.is_empty())
}

fn tell(out: &mut Outbox, guild_id: Guild, event: Event) {
    out.publish(Audience::GuildWith { guild_id, permissions: Permissions::MANAGE_GUILD }, event);
}

/// Checks what depends on the guild and on who sets the rule. What stood in it before may stay, whoever changes the
/// rest.
fn require_allowed(
    access: &GuildAccess,
    rule: &AutoModerationRule,
    before: Option<&AutoModerationRule>,
) -> ActionResult<()> {
    for (at, action) in rule.actions.iter().enumerate() {
        if before.is_some_and(|before| before.actions.contains(action)) {
            continue;
        }
        if action.kind == Act::TIMEOUT {
            access.require(Permissions::MODERATE_MEMBERS)?;
        }
        if let Some(channel_id) = action.metadata.channel_id {
            let may_view = access.permissions_in(channel_id).contains(Permissions::VIEW_CHANNEL);
            let channel = access.guild.channel(channel_id).filter(|it| may_view && takes_alerts(it.kind));
            if channel.is_none() {
                let path = format!("actions.{at}.metadata.channel_id");
                let text = "No channel of this guild that fits.";
                return Err(ActionError::invalid(path, "CHANNEL_INVALID", text));
            }
        }
    }
    Ok(())
}
