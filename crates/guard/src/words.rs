//! The words of cases, decisions and appeals, as they travel and as they are kept.

use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker};
use parvis_model::{Id, words};
use serde::{Deserialize, Serialize};

words! {
    /// What is done.
    MeasureKind {
        /// Nothing.
        None = "none",
        /// A message is not accepted. Rules alone do so, and people on what a rule holds.
        RefuseMessage = "refuse_message",
        /// A message is withheld, and can come back.
        HideMessage = "hide_message",
        /// A message is deleted for good.
        DeleteMessage = "delete_message",
        /// The person is told, and it counts for a while.
        Warn = "warn",
        /// The person may not write for a while.
        Timeout = "timeout",
        /// The person is removed, and may come back.
        Kick = "kick",
        /// The person is removed, and may not come back.
        Ban = "ban",
        /// The account sees nothing but its statements and appeals. The house's alone.
        SuspendAccount = "suspend_account",
    }
    /// On what a decision rests.
    Ground {
        /// The community's own rules.
        Rules = "rules",
        /// The law.
        Law = "law",
    }
    /// What brought it up.
    Source {
        /// Somebody reported it.
        Report = "report",
        /// Somebody who moderates saw it.
        Own = "own",
        /// A rule that somebody set.
        Rule = "rule",
    }
    /// What a machine had to do with it.
    Automated {
        /// Nothing.
        None = "none",
        /// It found it.
        Detection = "detection",
        /// It did it.
        Full = "full",
    }
    /// What came of an appeal.
    AppealOutcome {
        /// The decision stays.
        Upheld = "upheld",
        /// The decision is undone.
        Overturned = "overturned",
    }
    /// The categories of the statements of reasons under the European Union's Digital Services Act.
    Category {
        /// Animals.
        AnimalWelfare = "animal_welfare",
        /// What consumers must be told.
        ConsumerInformation = "consumer_information",
        /// Stalking, humiliation, threats.
        CyberViolence = "cyber_violence",
        /// The same against women.
        CyberViolenceAgainstWomen = "cyber_violence_against_women",
        /// Personal data.
        DataProtection = "data_protection_and_privacy_violations",
        /// Speech.
        Speech = "illegal_or_harmful_speech",
        /// Copyright and the like.
        IntellectualProperty = "intellectual_property_infringements",
        /// Elections and public debate.
        CivicDiscourse = "negative_effects_on_civic_discourse_or_elections",
        /// What a notice did not say.
        NotSpecified = "not_specified_notice",
        /// Any other breach of the rules.
        Other = "other_violation_tc",
        /// Children.
        Minors = "protection_of_minors",
        /// Terrorism and other dangers to the public.
        PublicSecurity = "risk_for_public_security",
        /// Fraud.
        Fraud = "scams_and_fraud",
        /// Self-harm.
        SelfHarm = "self_harm",
        /// What may not be sold.
        ProhibitedProducts = "unsafe_and_prohibited_products",
        /// Violence.
        Violence = "violence",
    }
}

/// What a case is about. Written the same way each time, so that reports of the same thing find each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Subject {
    /// A message.
    Message {
        /// Where it stood.
        channel_id: Id<ChannelMarker>,
        /// Which.
        message_id: Id<MessageMarker>,
    },
    /// A person, in a guild or everywhere.
    Person {
        /// Who.
        user_id: Id<UserMarker>,
        /// Where.
        #[serde(default)]
        guild_id: Option<Id<GuildMarker>>,
    },
    /// A guild as a whole.
    Guild {
        /// Which.
        guild_id: Id<GuildMarker>,
    },
}

impl Subject {
    /// The channel in which it happened, if it was in one.
    pub fn channel_id(&self) -> Option<Id<ChannelMarker>> {
        match self {
            Self::Message { channel_id, .. } => Some(*channel_id),
            Self::Person { .. } | Self::Guild { .. } => None,
        }
    }
}

/// One measure of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What is done.
    pub kind: MeasureKind,
    /// How long it lasts; without it, until somebody ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// With a ban: seconds before it whose messages are deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_message_seconds: Option<u32>,
}

impl Measure {
    /// A measure without an end.
    pub fn of(kind: MeasureKind) -> Self {
        Self { kind, seconds: None, delete_message_seconds: None }
    }
}

/// What somebody noticed about a case that is not a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Its name.
    pub name: String,
    /// Which rule or list gave it.
    pub by: String,
    /// More about it.
    pub detail: String,
}

/// What a decision says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What is done.
    pub measures: Vec<Measure>,
    /// On what it rests.
    pub ground: Ground,
    /// Which law.
    pub legal_ground: Option<String>,
    /// Which rule.
    pub rule: String,
    /// What happened.
    pub facts: String,
    /// Of which kind it is.
    pub category: Category,
    /// Of which kind, closer.
    pub keywords: Vec<String>,
    /// What brought it up.
    pub source: Source,
    /// What a machine had to do with it.
    pub automated: Automated,
    /// Said to the person besides.
    pub text_to_person: Option<String>,
}

impl Content {
    /// The measure by which the decision is counted: the gravest.
    pub fn gravest(&self) -> MeasureKind {
        let grave = |measure: &Measure| MeasureKind::WORDS.iter().position(|it| *it == measure.kind.as_str());
        self.measures.iter().max_by_key(|it| grave(it)).map_or(MeasureKind::None, |it| it.kind)
    }
}
