//! What a rule may ask about: features of the message, its author, the channel, the guild and what happened lately.
//! What must not decide about people is no feature: language, script, country, belief, device, payment. A name is none
//! either, because it tells of them.

use std::sync::OnceLock;

use cel::common::types::{CelBool, CelInt, CelList, CelString};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use serde::Serialize;

use super::facts::Facts;
use crate::leaks::offer::Ware;
use crate::links::LINKS_MAX;

/// Bytes of a text that rules are asked about: 2,000 letters, as long as any of them is.
const TEXT_BYTES_MAX: u32 = 8_000;
const FILES_MAX: u32 = 10;
const ROLES_MAX: u32 = 250;
const NAME_BYTES_MAX: u32 = 260;

/// What kind of value a feature has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// A text.
    Text,
    /// Whole numbers.
    Ints,
    /// Texts.
    Texts,
}

/// A feature: its name, and how large it may be.
#[derive(Debug, Serialize)]
pub struct Feature {
    /// As it is written in a rule.
    pub name: &'static str,
    /// What kind of value it has.
    pub kind: Kind,
    /// Bytes of a text, or of each of the texts.
    #[serde(skip)]
    pub(super) bytes_max: u32,
    /// Values of a list.
    #[serde(skip)]
    pub(super) items_max: u32,
    /// What it is.
    pub about: &'static str,
    #[serde(skip)]
    value: for<'a> fn(&'a Facts<'a>) -> Slot<'a>,
}

/// A value, as the language has it.
#[derive(Debug)]
pub(super) enum Slot<'a> {
    Bool(CelBool),
    Int(CelInt),
    Text(CelString<'a>),
    List(CelList<'a>),
}

impl<'a> Slot<'a> {
    fn value<'b>(&'b self) -> &'b (dyn Val + 'a) {
        match self {
            Self::Bool(value) => value,
            Self::Int(value) => value,
            Self::Text(value) => value,
            Self::List(value) => value,
        }
    }
}

fn yes<'a>(value: bool) -> Slot<'a> {
    Slot::Bool(value.into())
}

fn number<'a>(value: i64) -> Slot<'a> {
    Slot::Int(value.into())
}

fn text(value: &str) -> Slot<'_> {
    Slot::Text(value.into())
}

fn bounded(text: &str) -> &str {
    &text[..text.floor_char_boundary(TEXT_BYTES_MAX as usize)]
}

fn texts<'a>(values: impl Iterator<Item = &'a str>) -> Slot<'a> {
    let boxed = values.map(|value| Box::new(CelString::from(value)) as Box<dyn Val + 'a>);
    Slot::List(boxed.collect::<Vec<_>>().into())
}

const fn of_bool(
    name: &'static str,
    about: &'static str,
    value: for<'a> fn(&'a Facts<'a>) -> Slot<'a>,
) -> Feature {
    Feature { name, kind: Kind::Bool, bytes_max: 0, items_max: 0, about, value }
}

const fn of_int(
    name: &'static str,
    about: &'static str,
    value: for<'a> fn(&'a Facts<'a>) -> Slot<'a>,
) -> Feature {
    Feature { name, kind: Kind::Int, bytes_max: 0, items_max: 0, about, value }
}

const fn of_text(
    name: &'static str,
    about: &'static str,
    bytes_max: u32,
    value: for<'a> fn(&'a Facts<'a>) -> Slot<'a>,
) -> Feature {
    Feature { name, kind: Kind::Text, bytes_max, items_max: 0, about, value }
}

const fn of_texts(
    name: &'static str,
    about: &'static str,
    items_max: u32,
    value: for<'a> fn(&'a Facts<'a>) -> Slot<'a>,
) -> Feature {
    Feature { name, kind: Kind::Texts, bytes_max: NAME_BYTES_MAX, items_max, about, value }
}

/// How many features there are.
pub(super) const COUNT: usize = FEATURES.len();

/// All features.
pub static FEATURES: [Feature; 47] = [
    of_text("message.content", "The text as it was written, up to 8,000 bytes.", TEXT_BYTES_MAX, |it| {
        text(bounded(it.content))
    }),
    of_text(
        "message.folded",
        "The text in small letters, without accents and invisible letters.",
        TEXT_BYTES_MAX,
        |it| text(bounded(&it.measures().folded)),
    ),
    of_int(
        "message.length",
        "Letters and signs of the text.",
        |it| number(it.content.chars().count() as i64),
    ),
    of_int("message.words", "Words of the text.", |it| number(it.content.split_whitespace().count() as i64)),
    of_int("message.lines", "Lines of the text.", |it| number(it.content.lines().count() as i64)),
    of_int("message.capitals", "Capitals among its letters, in percent; 0 below 10 letters.", |it| {
        let (letters, capitals) = (it.measures().letters, it.measures().capitals);
        number(if letters < 10 { 0 } else { capitals * 100 / letters })
    }),
    of_int("message.longest_run", "How often one sign stands in a row at most.", |it| {
        number(it.measures().longest_run)
    }),
    of_int("message.invisible", "Invisible signs.", |it| number(it.measures().invisible)),
    of_int("message.emoji", "Emoji, a guild's own among them.", |it| number(it.measures().emoji)),
    of_int("message.links", "Addresses.", |it| {
        number(it.measures().links.iter().filter(|link| link.is_certain).count() as i64)
    }),
    of_texts("message.hosts", "Hosts of its addresses.", LINKS_MAX as u32, |it| {
        texts(it.measures().links.iter().map(|link| link.host.as_str()))
    }),
    of_int("message.mentions", "Different people mentioned.", |it| number(it.mentions)),
    of_int("message.role_mentions", "Different roles mentioned.", |it| number(it.role_mentions)),
    of_bool("message.mentions_everyone", "Whether everybody is called.", |it| yes(it.mentions_everyone)),
    of_int("message.files", "Files.", |it| number(it.files.len() as i64)),
    of_texts("message.file_names", "Their names.", FILES_MAX, |it| {
        texts(it.files.iter().map(|file| file.filename))
    }),
    of_texts("message.file_types", "Their types, such as image/png.", FILES_MAX, |it| {
        texts(it.files.iter().map(|file| file.content_type))
    }),
    of_int("message.file_bytes", "Size of the largest file.", |it| {
        number(
            it.files.iter().map(|file| i64::try_from(file.size_bytes).unwrap_or(i64::MAX)).max().unwrap_or(0),
        )
    }),
    of_bool("message.is_edit", "Whether an earlier text is changed.", |it| yes(it.is_edit)),
    of_bool("message.is_reply", "Whether it answers another message.", |it| yes(it.is_reply)),
    of_bool("message.is_forward", "Whether it forwards another message.", |it| yes(it.is_forward)),
    of_int("message.credentials", "Leaked credentials, from five on.", |it| {
        number(it.finding.map_or(0, |finding| finding.credentials as i64))
    }),
    of_bool("message.is_dump", "Whether it holds the head of a dump.", |it| {
        yes(it.finding.is_some_and(|finding| finding.is_dump))
    }),
    of_bool("message.offers_attack", "Whether it offers attacks for money.", |it| {
        yes(it
            .finding
            .and_then(|finding| finding.offer.as_ref())
            .is_some_and(|offer| offer.ware == Ware::Attack))
    }),
    of_bool("message.offers_data", "Whether it offers stolen data for money.", |it| {
        yes(it
            .finding
            .and_then(|finding| finding.offer.as_ref())
            .is_some_and(|offer| offer.ware == Ware::Data))
    }),
    of_int("author.account_hours", "Hours since the account was made.", |it| number(it.author.account_hours)),
    of_int("author.member_hours", "Hours since it joined the guild.", |it| number(it.author.member_hours)),
    of_bool("author.has_avatar", "Whether it has a picture.", |it| yes(it.author.has_avatar)),
    of_bool("author.is_bot", "Whether it is a program.", |it| yes(it.author.is_bot)),
    of_texts("author.roles", "Ids of its roles.", ROLES_MAX, |it| {
        texts(it.author.role_ids.iter().map(String::as_str))
    }),
    of_int("author.strikes", "Strikes in this guild that have not expired.", |it| number(it.author.strikes)),
    of_int("author.decisions", "Decisions against it in this guild that stand.", |it| {
        number(it.author.decisions)
    }),
    of_text("channel.id", "The channel's id; in a thread, that of its parent.", 20, |it| {
        text(&it.channel.id)
    }),
    of_text("channel.category_id", "Its category's id, or nothing.", 20, |it| text(&it.channel.category_id)),
    of_bool("channel.is_thread", "Whether it is a thread.", |it| yes(it.channel.is_thread)),
    of_int("channel.slow_mode_seconds", "Seconds between two messages of one person.", |it| {
        number(it.channel.slow_mode_seconds)
    }),
    of_int("guild.members", "Members.", |it| number(it.guild.members)),
    of_int("guild.hours", "Hours since it was founded.", |it| number(it.guild.hours)),
    of_int("guild.joins_10_minutes", "Who joined within ten minutes.", |it| {
        number(it.guild.joins_10_minutes)
    }),
    of_bool("guild.invitations_paused", "Whether invitations are paused.", |it| {
        yes(it.guild.invitations_paused)
    }),
    of_int("history.messages_1_minute", "The author's messages within a minute.", |it| {
        number(it.history.messages_1_minute)
    }),
    of_int("history.messages_10_minutes", "The author's messages within ten minutes.", |it| {
        number(it.history.messages_10_minutes)
    }),
    of_int("history.channels_10_minutes", "Channels they wrote in within ten minutes.", |it| {
        number(it.history.channels_10_minutes)
    }),
    of_int("history.same_text_10_minutes", "Their messages with this text within ten minutes.", |it| {
        number(it.history.same_text_10_minutes)
    }),
    of_int("history.same_text_authors_10_minutes", "Others who wrote this text within ten minutes.", |it| {
        number(it.history.same_text_authors_10_minutes)
    }),
    of_int("history.links_10_minutes", "Their messages with an address within ten minutes.", |it| {
        number(it.history.links_10_minutes)
    }),
    of_int("history.mentions_10_minutes", "People they mentioned within ten minutes.", |it| {
        number(it.history.mentions_10_minutes)
    }),
];

/// The number of a feature, by its name.
pub(super) fn number_of(name: &str) -> Option<usize> {
    FEATURES.iter().position(|feature| feature.name == name)
}

/// How a feature is called in a checked expression: no rule can be written with such a name.
pub(super) fn place_of(number: usize) -> String {
    format!("~{number:02}")
}

/// A value that is shown to whoever asks why a rule caught something. Texts are not: they may hold what was leaked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Shown {
    /// True or false.
    Bool(bool),
    /// A whole number; of a list, how many there are.
    Int(i64),
}

/// The features of one message, each worked out when the first rule asks for it.
#[derive(Debug)]
pub struct Features<'a> {
    facts: &'a Facts<'a>,
    slots: [OnceLock<Slot<'a>>; COUNT],
}

impl<'a> Features<'a> {
    /// Of these facts.
    pub fn of(facts: &'a Facts<'a>) -> Self {
        Self { facts, slots: [const { OnceLock::new() }; COUNT] }
    }

    fn slot(&self, number: usize) -> Option<&Slot<'a>> {
        let (slot, feature) = (self.slots.get(number)?, FEATURES.get(number)?);
        Some(slot.get_or_init(|| (feature.value)(self.facts)))
    }

    /// What a feature is worth, as far as it may be shown.
    pub(super) fn shown(&self, number: usize) -> Option<Shown> {
        match self.slot(number)? {
            Slot::Bool(value) => Some(Shown::Bool(*value.inner())),
            Slot::Int(value) => Some(Shown::Int(*value.inner())),
            Slot::List(list) => Some(Shown::Int(list.inner().len() as i64)),
            Slot::Text(_) => None,
        }
    }
}

impl VariableResolver for Features<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        let [b'~', tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = variable.as_bytes() else { return None };
        let number = usize::from(tens - b'0') * 10 + usize::from(ones - b'0');
        Some(CowVal::Borrowed(self.slot(number)?.value()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_feature_is_one_that_must_not_decide() {
        let forbidden = [
            "lang",
            "locale",
            "script",
            "country",
            "nation",
            "region",
            "city",
            "ip",
            "belief",
            "relig",
            "opinion",
            "device",
            "client",
            "platform",
            "os",
            "mobile",
            "payment",
            "premium",
            "boost",
            "nick",
            "username",
            "display",
            "bio",
            "pronoun",
            "gender",
            "age_group",
            "zone",
        ];
        for feature in &FEATURES {
            let (root, leaf) = feature.name.split_once('.').unwrap();
            assert!(["message", "author", "channel", "guild", "history"].contains(&root), "{root}");
            for part in leaf.split('_') {
                assert!(!forbidden.contains(&part), "{}", feature.name);
            }
        }
    }

    const DOCUMENTS: [&str; 3] = [
        include_str!("../../README.md"),
        include_str!("../../../../docs/rules.en.md"),
        include_str!("../../../../docs/rules.fr.md"),
    ];

    #[test]
    fn names_are_unique_and_each_is_explained() {
        for (number, feature) in FEATURES.iter().enumerate() {
            assert_eq!(number_of(feature.name), Some(number));
            assert!(feature.about.ends_with('.'), "{}", feature.name);
            for document in DOCUMENTS {
                assert!(document.contains(&format!("`{}`", feature.name)), "{}", feature.name);
            }
        }
        assert_eq!(FEATURES.len(), COUNT);
        for document in &DOCUMENTS[1..] {
            let rows = document.lines().filter(|line| line.starts_with("| `")).count();
            assert_eq!(rows, COUNT, "a feature that is gone is explained still");
        }
    }

    #[test]
    fn a_text_is_measured() {
        let facts = Facts { content: "AAAA bbbb\u{200b} 😀<:x:1> https://a.fr", ..Facts::default() };
        let features = Features::of(&facts);
        let shown = |name: &str| features.shown(number_of(name).unwrap());
        for (name, expected) in [
            ("message.longest_run", 4),
            ("message.invisible", 1),
            ("message.emoji", 2),
            ("message.links", 1),
            ("message.hosts", 1),
            ("message.lines", 1),
            ("message.capitals", 23),
        ] {
            assert_eq!(shown(name), Some(Shown::Int(expected)), "{name}");
        }
        assert_eq!(shown("message.content"), None);
    }
}
