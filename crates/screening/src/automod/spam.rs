//! What looks like spam, by conduct that can be told to whoever is accused of it: the same text again and again or all
//! over the place, a heap of links, invitations elsewhere.

use std::collections::VecDeque;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::folding::Text;

/// Texts with fewer letters repeat by nature: greetings, thanks.
const LETTERS_MIN: usize = 12;
/// The same text so often within [`REPEATED_MS`] is spam.
const REPEATED_MIN: usize = 4;
/// See [`REPEATED_MIN`].
const REPEATED_MS: i64 = 2 * 60_000;
/// The same text in so many channels within [`SPREAD_MS`] is spam.
const CHANNELS_MIN: usize = 3;
/// See [`CHANNELS_MIN`].
const SPREAD_MS: i64 = 60_000;
/// More links in one message are spam.
const LINKS_MAX: usize = 12;
/// So many different invitations in one message are spam.
const INVITES_MIN: usize = 3;
/// So many messages with invitations within [`INVITING_MS`] are spam.
const INVITING_MIN: usize = 3;
/// See [`INVITING_MIN`].
const INVITING_MS: i64 = 10 * 60_000;
/// Messages of one account that are remembered.
const REMEMBERED_MAX: usize = 16;

/// Where invitations of other communities lead.
const INVITING: [&str; 12] = [
    "discord.gg/",
    "discord.com/invite/",
    "discordapp.com/invite/",
    "t.me/+",
    "t.me/joinchat/",
    "telegram.me/",
    "chat.whatsapp.com/",
    "signal.group/",
    "matrix.to/#/",
    "join.skype.com/",
    "invite.viber.com/",
    "guilded.gg/i/",
];

/// What one message shows. It holds numbers, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// Stands for the letters of the text; texts that differ in case, signs and digits alone have the same.
    pub fingerprint: Option<u64>,
    /// How many links it has.
    pub links: usize,
    /// How many different invitations elsewhere it has.
    pub invites: usize,
}

/// Reads a message.
pub fn signs(text: &Text<'_>) -> Signs {
    let folded = text.folded();
    let mut hasher = DefaultHasher::new();
    let mut letters = 0;
    for letter in folded.chars().filter(|letter| letter.is_alphabetic()) {
        letter.hash(&mut hasher);
        letters += 1;
    }
    let links = ["http://", "https://"].into_iter().map(|scheme| folded.matches(scheme).count()).sum();
    let mut invites: Vec<&str> = INVITING.iter().flat_map(|place| invitations(folded, place)).collect();
    invites.sort_unstable();
    invites.dedup();
    let fingerprint = (letters >= LETTERS_MIN).then(|| hasher.finish());
    Signs { fingerprint, links, invites: invites.len() }
}

/// The invitations to one kind of place, each until its next space or sign.
fn invitations<'a>(folded: &'a str, place: &'a str) -> impl Iterator<Item = &'a str> {
    folded.match_indices(place).filter_map(move |(at, _)| {
        let before = folded[..at].chars().next_back();
        let code = &folded[at + place.len()..];
        let end =
            code.find(|it: char| !it.is_alphanumeric() && !matches!(it, '-' | '_' | '!' | ':' | '.' | '#'));
        let end = end.unwrap_or(code.len());
        let begins = !before.is_some_and(|it| it.is_alphanumeric() || it == '-');
        (begins && end > 0).then(|| &folded[at..at + place.len() + end])
    })
}

/// Why a message looks like spam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The same text again and again.
    Repeated {
        /// How often, this time included.
        times: usize,
        /// Within so many seconds.
        seconds: i64,
    },
    /// The same text in several channels.
    Spread {
        /// In how many.
        channels: usize,
        /// Within so many seconds.
        seconds: i64,
    },
    /// A heap of links.
    ManyLinks {
        /// How many.
        links: usize,
    },
    /// Several invitations elsewhere at once.
    ManyInvites {
        /// How many.
        invites: usize,
    },
    /// Invitations elsewhere again and again.
    Inviting {
        /// In how many messages.
        messages: usize,
        /// Within so many seconds.
        seconds: i64,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeated { times, seconds } => write!(f, "the same text {times} times in {seconds} s"),
            Self::Spread { channels, seconds } => {
                write!(f, "the same text in {channels} channels in {seconds} s")
            }
            Self::ManyLinks { links } => write!(f, "{links} links in one message"),
            Self::ManyInvites { invites } => write!(f, "{invites} invitations elsewhere in one message"),
            Self::Inviting { messages, seconds } => {
                write!(f, "invitations elsewhere in {messages} messages in {seconds} s")
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Sent {
    at_ms: i64,
    channel: u64,
    fingerprint: Option<u64>,
    invites: bool,
}

/// What is remembered of an account's last messages in a guild.
#[derive(Debug, Clone, Default)]
pub struct Author {
    sent: VecDeque<Sent>,
}

impl Author {
    /// Whether nothing of it matters any more.
    pub fn is_stale(&self, now_ms: i64) -> bool {
        self.sent.back().is_none_or(|last| last.at_ms < now_ms - INVITING_MS)
    }

    fn since(&self, since_ms: i64) -> impl Iterator<Item = &Sent> {
        self.sent.iter().filter(move |sent| sent.at_ms > since_ms)
    }
}

/// Takes note of a message and judges it.
pub fn judge(author: &mut Author, signs: Signs, channel: u64, now_ms: i64) -> Option<Reason> {
    if author.sent.len() >= REMEMBERED_MAX {
        author.sent.pop_front();
    }
    let invites = signs.invites > 0;
    author.sent.push_back(Sent { at_ms: now_ms, channel, fingerprint: signs.fingerprint, invites });
    if signs.invites >= INVITES_MIN {
        return Some(Reason::ManyInvites { invites: signs.invites });
    }
    if signs.links > LINKS_MAX {
        return Some(Reason::ManyLinks { links: signs.links });
    }
    let seconds = |first: i64| (now_ms - first + 999) / 1_000;
    if let Some(fingerprint) = signs.fingerprint {
        let same = |since_ms| author.since(since_ms).filter(move |it| it.fingerprint == Some(fingerprint));
        let times = same(now_ms - REPEATED_MS).count();
        if times >= REPEATED_MIN {
            let first = same(now_ms - REPEATED_MS).map(|it| it.at_ms).min().unwrap_or(now_ms);
            return Some(Reason::Repeated { times, seconds: seconds(first) });
        }
        let mut channels: Vec<u64> = same(now_ms - SPREAD_MS).map(|it| it.channel).collect();
        channels.sort_unstable();
        channels.dedup();
        if channels.len() >= CHANNELS_MIN {
            let first = same(now_ms - SPREAD_MS).map(|it| it.at_ms).min().unwrap_or(now_ms);
            return Some(Reason::Spread { channels: channels.len(), seconds: seconds(first) });
        }
    }
    let inviting = || author.since(now_ms - INVITING_MS).filter(|it| it.invites);
    let messages = inviting().count();
    if invites && messages >= INVITING_MIN {
        let first = inviting().map(|it| it.at_ms).min().unwrap_or(now_ms);
        return Some(Reason::Inviting { messages, seconds: seconds(first) });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(texts: &[(&str, u64, i64)]) -> Vec<Option<Reason>> {
        let mut author = Author::default();
        let judged = texts.iter().map(|(text, channel, at_s)| {
            judge(&mut author, signs(&Text::new(*text)), *channel, at_s * 1_000)
        });
        judged.collect()
    }

    const OFFER: &str = "Cheap followers for everybody!";

    #[test]
    fn the_same_text_again_and_again() {
        let other = "cheap FOLLOWERS, for everybody 123";
        assert_eq!(
            run(&[(OFFER, 1, 0), (other, 1, 10), (OFFER, 1, 20), (OFFER, 1, 30)]),
            [None, None, None, Some(Reason::Repeated { times: 4, seconds: 30 })]
        );
        assert!(
            run(&[(OFFER, 1, 0), (OFFER, 1, 60), (OFFER, 1, 121), (OFFER, 1, 190)])
                .iter()
                .all(Option::is_none)
        );
        assert!(run(&[("Bonjour !", 1, 0); 9]).iter().all(Option::is_none), "greetings repeat");
        assert!(run(&[("1234567890123", 1, 0); 9]).iter().all(Option::is_none), "no letters");
    }

    #[test]
    fn the_same_text_all_over_the_place() {
        assert_eq!(
            run(&[(OFFER, 1, 0), (OFFER, 2, 5), (OFFER, 3, 9)]).pop().flatten(),
            Some(Reason::Spread { channels: 3, seconds: 9 })
        );
        assert!(run(&[(OFFER, 1, 0), (OFFER, 2, 5)]).iter().all(Option::is_none), "told in two places");
        assert!(run(&[(OFFER, 1, 0), (OFFER, 2, 40), (OFFER, 3, 80)]).iter().all(Option::is_none));
    }

    #[test]
    fn heaps_of_links_and_invitations() {
        let links = |count| "https://example.org/a ".repeat(count);
        assert_eq!(run(&[(&links(13), 1, 0)]), [Some(Reason::ManyLinks { links: 13 })]);
        assert_eq!(run(&[(&links(12), 1, 0)]), [None]);
        let three = "https://discord.gg/aaa discord.com/invite/bbb t.me/+ccc";
        assert_eq!(run(&[(three, 1, 0)]), [Some(Reason::ManyInvites { invites: 3 })]);
        assert_eq!(
            run(&[("discord.gg/aaa discord.gg/aaa DISCORD.gg/aaa", 1, 0)]),
            [None],
            "one and the same"
        );
        let inviting =
            [("come to discord.gg/aaa", 1, 0), ("or discord.gg/bbb", 1, 100), ("t.me/+abc", 1, 200)];
        assert_eq!(run(&inviting)[2], Some(Reason::Inviting { messages: 3, seconds: 200 }));
        assert_eq!(signs(&Text::new("my-discord.gg/aaa and discord.gg/ alone")).invites, 0);
    }

    #[test]
    fn memory_is_bounded_and_ends() {
        let mut author = Author::default();
        assert!(author.is_stale(0));
        for at in 0..100 {
            judge(&mut author, Signs::default(), 1, at);
        }
        assert!(author.sent.len() <= REMEMBERED_MAX);
        assert!(!author.is_stale(INVITING_MS));
        assert!(author.is_stale(INVITING_MS + 100));
    }

    #[test]
    fn reasons_can_be_told() {
        let told = Reason::Repeated { times: 4, seconds: 30 }.to_string();
        assert_eq!(told, "the same text 4 times in 30 s");
        assert_eq!(Reason::ManyLinks { links: 13 }.to_string(), "13 links in one message");
    }
}
