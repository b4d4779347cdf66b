//! An entry of a list: whom it names, what it asks for, why, on what evidence, and until when.

use serde::{Deserialize, Serialize};

use crate::subject::Subject;

/// What a list asks for. It is advice: nothing follows from it without a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Recommendation {
    /// To look.
    #[default]
    Review,
    /// `m.ban` of policy lists.
    Ban,
    /// `m.takedown` of policy lists (MSC4204).
    Takedown,
    /// Mastodon's `noop`.
    Noop,
    /// Mastodon's `silence`.
    Silence,
    /// Mastodon's `suspend`.
    Suspend,
    /// A word that this version does not know, as it was written.
    Other(String),
}

impl Recommendation {
    const ALL: [(Self, &str); 6] = [
        (Self::Review, "review"),
        (Self::Ban, "m.ban"),
        (Self::Takedown, "m.takedown"),
        (Self::Noop, "noop"),
        (Self::Silence, "silence"),
        (Self::Suspend, "suspend"),
    ];

    /// The word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(word) => word,
            known => Self::ALL.iter().find(|(it, _)| it == known).map_or("", |(_, word)| word),
        }
    }

    /// By the word.
    pub fn from_word(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|(_, it)| *it == word).map(|(known, _)| known);
        known.unwrap_or_else(|| if word.is_empty() { Self::Review } else { Self::Other(word.to_owned()) })
    }
}

impl Serialize for Recommendation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Recommendation {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_word(&String::deserialize(deserializer)?))
    }
}

/// What stands behind an entry, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Somebody says so.
    Alleged,
    /// Two people looked at it.
    Reviewed,
    /// A decision with a statement of reasons, open to appeal.
    Decided,
    /// A court or an authority.
    Ordered,
}

impl Evidence {
    const ALL: [(Self, &str); 4] = [
        (Self::Alleged, "alleged"),
        (Self::Reviewed, "reviewed"),
        (Self::Decided, "decided"),
        (Self::Ordered, "ordered"),
    ];

    /// The word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(evidence, _)| *evidence == self).map_or("", |(_, word)| word)
    }

    /// By the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(evidence, _)| evidence)
    }
}

/// Columns of Mastodon's table that speak of domains only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Terms {
    /// No media from there.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reject_media: bool,
    /// No reports from there.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reject_reports: bool,
    /// The name is shown in part.
    #[serde(default, skip_serializing_if = "is_false")]
    pub obfuscate: bool,
}

fn is_false(it: &bool) -> bool {
    !it
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// Whom or what.
    pub subject: Subject,
    /// What the list asks for.
    #[serde(default)]
    pub recommendation: Recommendation,
    /// Why, in the list's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// On what evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// When it was seen, in Unix milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_ms: Option<i64>,
    /// Until when it counts, in Unix milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<i64>,
    /// Of a domain.
    #[serde(default, flatten)]
    pub terms: Terms,
    /// The key of a policy list's event, where it is from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_key: Option<String>,
}

impl Entry {
    /// An entry that only names something.
    pub fn of(subject: Subject) -> Self {
        Self {
            subject,
            recommendation: Recommendation::default(),
            reason: String::new(),
            evidence: None,
            observed_ms: None,
            expires_ms: None,
            terms: Terms::default(),
            state_key: None,
        }
    }
}
