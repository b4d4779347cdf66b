//! Why something is reported, and the copy of a message that was.

use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::marker::UserMarker;
use crate::message::Message;
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
