//! A rule as requests say it.

use parvis_model::marker::{ChannelMarker, RoleMarker};
use parvis_model::{
    AutoModerationAction, AutoModerationActionMetadata, AutoModerationActionType, AutoModerationEvent,
    AutoModerationRule, AutoModerationTrigger, AutoModerationTriggerMetadata, Id,
};
use parvis_rules::validate::FieldError;
use serde::Deserialize;

/// What a request says of a rule; null is like absent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RuleBody {
    name: Option<String>,
    event_type: Option<AutoModerationEvent>,
    trigger_type: Option<AutoModerationTrigger>,
    trigger_metadata: Option<AutoModerationTriggerMetadata>,
    actions: Option<Vec<ActionBody>>,
    enabled: Option<bool>,
    exempt_roles: Option<Vec<Id<RoleMarker>>>,
    exempt_channels: Option<Vec<Id<ChannelMarker>>>,
}

#[derive(Debug, Deserialize)]
struct ActionBody {
    #[serde(rename = "type")]
    kind: AutoModerationActionType,
    #[serde(default)]
    metadata: Option<AutoModerationActionMetadata>,
}

impl ActionBody {
    fn into_action(self) -> AutoModerationAction {
        AutoModerationAction { kind: self.kind, metadata: self.metadata.unwrap_or_default() }
    }
}

impl RuleBody {
    /// A new rule, whose id, guild and creator are not known yet. Without a word about what it does it blocks.
    pub fn into_draft(self) -> Result<AutoModerationRule, Vec<FieldError>> {
        let mut missing = Vec::new();
        let mut require = |path: &str, is_there: bool| {
            if !is_there {
                missing.push(FieldError::required(path));
            }
        };
        require("name", self.name.is_some());
        require("event_type", self.event_type.is_some());
        require("trigger_type", self.trigger_type.is_some());
        let (Some(name), Some(event_type), Some(trigger_type)) =
            (self.name, self.event_type, self.trigger_type)
        else {
            return Err(missing);
        };
        let block = ActionBody { kind: AutoModerationActionType::BLOCK_MESSAGE, metadata: None };
        let actions = self.actions.unwrap_or_else(|| vec![block]);
        Ok(AutoModerationRule {
            id: Id::new(0),
            guild_id: Id::new(0),
            creator_id: Id::new(0),
            name,
            event_type,
            trigger_type,
            trigger_metadata: self.trigger_metadata.unwrap_or_default(),
            actions: actions.into_iter().map(ActionBody::into_action).collect(),
            enabled: self.enabled.unwrap_or(false),
            exempt_roles: self.exempt_roles.unwrap_or_default(),
            exempt_channels: self.exempt_channels.unwrap_or_default(),
        })
    }

    /// Brings what is said into a rule that is there; what it looks at cannot change.
    pub fn apply(self, rule: &mut AutoModerationRule) -> Vec<FieldError> {
        if self.trigger_type.is_some_and(|wanted| wanted != rule.trigger_type) {
            return vec![FieldError::choices("trigger_type", [rule.trigger_type.0])];
        }
        fn set<T>(place: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *place = value;
            }
        }
        set(&mut rule.name, self.name);
        set(&mut rule.event_type, self.event_type);
        set(&mut rule.trigger_metadata, self.trigger_metadata);
        let actions = self.actions.map(|it| it.into_iter().map(ActionBody::into_action).collect());
        set(&mut rule.actions, actions);
        set(&mut rule.enabled, self.enabled);
        set(&mut rule.exempt_roles, self.exempt_roles);
        set(&mut rule.exempt_channels, self.exempt_channels);
        Vec::new()
    }
}
