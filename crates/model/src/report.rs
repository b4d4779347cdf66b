//! Messages that somebody reported to those who look after a guild, or to the operator.

use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::marker::{ChannelMarker, GuildMarker, MessageMarker, ReportMarker, UserMarker};
use crate::message::Message;
use crate::user::User;
use crate::{Id, Timestamp};

/// A closed list of words, the same on the wire and in the database. Needs `Serialize` and `Deserialize` in scope.
#[macro_export]
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)* })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub enum $name { $($(#[$word_doc])* #[serde(rename = $word)] $variant,)* }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(word: String) -> Result<Self, String> {
                Self::from_word(&word).ok_or_else(|| format!("Value must be one of {:?}.", Self::WORDS))
            }
        }

        impl $name {
            /// All of them, as they are written.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// As it is written.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// From how it is written.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    )* };
}

pub(crate) use words;

words! {
    /// Why a message is reported.
    ReportReason {
        /// Advertising, or the same thing again and again.
        Spam = "spam",
        /// Somebody is persecuted.
        Harassment = "harassment",
        /// People are despised for what they are.
        Hate = "hate",
        /// Violence is threatened or praised.
        Violence = "violence",
        /// Somebody hurts themself, or is told to.
        SelfHarm = "self_harm",
        /// Sexual content where it does not belong.
        Sexual = "sexual",
        /// What is nobody's business: names, addresses, pictures of somebody.
        PersonalData = "personal_data",
        /// Somebody pretends to be another one.
        Impersonation = "impersonation",
        /// Against the law.
        Illegal = "illegal",
        /// Something else, to be said in words.
        Other = "other",
    }
    /// How far a report has come.
    ReportState {
        /// Nobody looks at it yet.
        Open = "open",
        /// Somebody looks at it.
        Taken = "taken",
        /// It is decided.
        Closed = "closed",
    }
    /// What was decided.
    ReportOutcome {
        /// Nothing was wrong.
        NoAction = "no_action",
        /// The message was deleted.
        MessageDeleted = "message_deleted",
        /// Its author was told.
        Warned = "warned",
        /// Its author was silenced for a while.
        TimedOut = "timed_out",
        /// Its author was removed.
        Kicked = "kicked",
        /// Its author was banned.
        Banned = "banned",
        /// Something else.
        Other = "other",
    }
}

/// A report as whoever made it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnReport {
    /// The report.
    pub id: Id<ReportMarker>,
    /// The guild; null for a private conversation, of which the operator is told.
    pub guild_id: Option<Id<GuildMarker>>,
    /// The message's channel.
    pub channel_id: Id<ChannelMarker>,
    /// The message.
    pub message_id: Id<MessageMarker>,
    /// Why.
    pub reason: ReportReason,
    /// More about it.
    pub text: String,
    /// How far it has come.
    pub state: ReportState,
    /// What was decided.
    pub outcome: Option<ReportOutcome>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A file of a message that was reported; the file itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedFile {
    /// Its name.
    pub filename: String,
    /// Its type.
    pub content_type: Option<String>,
    /// Its size in bytes.
    pub size: u64,
}

impl From<&Attachment> for ReportedFile {
    fn from(file: &Attachment) -> Self {
        Self { filename: file.filename.clone(), content_type: file.content_type.clone(), size: file.size }
    }
}

/// What a message said when it was reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedMessage {
    /// Who wrote it.
    pub author_id: Id<UserMarker>,
    /// Its text.
    pub content: String,
    /// When it was written.
    pub timestamp: Timestamp,
    /// When it had last been changed.
    pub edited_timestamp: Option<Timestamp>,
    /// Its files.
    pub attachments: Vec<ReportedFile>,
}

impl From<&Message> for ReportedMessage {
    fn from(message: &Message) -> Self {
        Self {
            author_id: message.author.id,
            content: message.content.clone(),
            timestamp: message.timestamp,
            edited_timestamp: message.edited_timestamp,
            attachments: message.attachments.iter().map(ReportedFile::from).collect(),
        }
    }
}

/// A report as those see it who decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What whoever made it sees, too.
    #[serde(flatten)]
    pub own: OwnReport,
    /// Who made it; null when that account is gone.
    pub reporter: Option<User>,
    /// Who wrote the message; null for webhooks.
    pub author: Option<User>,
    /// Who took it or decided.
    pub handler_id: Option<Id<UserMarker>>,
    /// When.
    pub handled_at: Option<Timestamp>,
    /// What was said.
    pub message: ReportedMessage,
}

/// A page of reports, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reports {
    /// The reports.
    pub reports: Vec<Report>,
    /// Whether there are more.
    pub has_more: bool,
}
