//! What is known of a message, its author and its place when a rule is asked, and what is counted in its text.

use std::sync::OnceLock;

use crate::fold::fold;
use crate::leaks::Finding;
use crate::links::{Link, links};

/// A file of the message.
#[derive(Debug, Clone, Copy)]
pub struct FileFacts<'a> {
    /// Its name.
    pub filename: &'a str,
    /// Its type, as its sender or its name says.
    pub content_type: &'a str,
    /// Its size, when it is known already.
    pub size_bytes: u64,
}

/// The author, as the guild knows them.
#[derive(Debug, Clone, Default)]
pub struct AuthorFacts {
    /// Hours since the account was made.
    pub account_hours: i64,
    /// Hours since it joined the guild.
    pub member_hours: i64,
    /// Whether it has a picture.
    pub has_avatar: bool,
    /// Whether it is a program.
    pub is_bot: bool,
    /// Ids of its roles.
    pub role_ids: Vec<String>,
    /// Strikes in this guild that have not expired.
    pub strikes: i64,
    /// Decisions against it in this guild that stand.
    pub decisions: i64,
}

/// Where it was written.
#[derive(Debug, Clone, Default)]
pub struct ChannelFacts {
    /// The channel's id; a thread's parent.
    pub id: String,
    /// Its category's id, or nothing.
    pub category_id: String,
    /// Whether it is a thread.
    pub is_thread: bool,
    /// Seconds between two messages of one person.
    pub slow_mode_seconds: i64,
}

/// The guild.
#[derive(Debug, Clone, Copy, Default)]
pub struct GuildFacts {
    /// Members.
    pub members: i64,
    /// Hours since it was founded.
    pub hours: i64,
    /// Who joined within ten minutes.
    pub joins_10_minutes: i64,
    /// Whether invitations are paused.
    pub invitations_paused: bool,
}

/// What the author did lately in this guild, before this message.
#[derive(Debug, Clone, Copy, Default)]
pub struct HistoryFacts {
    /// Messages within a minute.
    pub messages_1_minute: i64,
    /// Messages within ten minutes.
    pub messages_10_minutes: i64,
    /// Channels written in within ten minutes.
    pub channels_10_minutes: i64,
    /// Messages with the same text within ten minutes.
    pub same_text_10_minutes: i64,
    /// Others who wrote the same text within ten minutes.
    pub same_text_authors_10_minutes: i64,
    /// Messages with an address within ten minutes.
    pub links_10_minutes: i64,
    /// People mentioned within ten minutes.
    pub mentions_10_minutes: i64,
}

/// Everything that is known when a rule looks at a message. Holds nothing that a rule must not ask about.
#[derive(Debug, Default)]
pub struct Facts<'a> {
    /// The text.
    pub content: &'a str,
    /// Whether an earlier text is changed.
    pub is_edit: bool,
    /// Whether it answers another message.
    pub is_reply: bool,
    /// Whether it forwards another message.
    pub is_forward: bool,
    /// Different people mentioned.
    pub mentions: i64,
    /// Different roles mentioned.
    pub role_mentions: i64,
    /// Whether everybody is called.
    pub mentions_everyone: bool,
    /// The files.
    pub files: Vec<FileFacts<'a>>,
    /// What was found of leaks and offers.
    pub finding: Option<&'a Finding>,
    /// Its author.
    pub author: AuthorFacts,
    /// Where.
    pub channel: ChannelFacts,
    /// In which guild.
    pub guild: GuildFacts,
    /// What its author did lately.
    pub history: HistoryFacts,
    /// What was counted in the text: nothing, to begin with.
    pub measures: Measures,
}

/// What is counted in a text, once, when a rule asks for any of it.
#[derive(Debug, Default)]
pub struct Measures(OnceLock<Counted>);

#[derive(Debug)]
pub(super) struct Counted {
    pub folded: String,
    pub links: Vec<Link>,
    pub letters: i64,
    pub capitals: i64,
    pub longest_run: i64,
    pub invisible: i64,
    pub emoji: i64,
}

impl Facts<'_> {
    pub(super) fn measures(&self) -> &Counted {
        self.measures.0.get_or_init(|| Counted::of(self.content))
    }
}

impl Counted {
    fn of(text: &str) -> Self {
        let (mut letters, mut capitals, mut invisible, mut emoji) = (0, 0, 0, 0);
        let (mut run, mut longest_run, mut last) = (0, 0, None);
        for letter in text.chars() {
            run = if last == Some(letter) { run + 1 } else { 1 };
            if !letter.is_whitespace() {
                longest_run = run.max(longest_run);
            }
            last = Some(letter);
            letters += i64::from(letter.is_alphabetic());
            capitals += i64::from(letter.is_uppercase());
            invisible += i64::from(is_invisible(letter));
            emoji += i64::from(is_emoji(letter));
        }
        emoji += text.matches("<:").count() as i64 + text.matches("<a:").count() as i64;
        Self {
            folded: fold(text).plain,
            links: links(text),
            letters,
            capitals,
            longest_run,
            invisible,
            emoji,
        }
    }
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{e0000}'..='\u{e007f}')
}

fn is_emoji(letter: char) -> bool {
    matches!(letter, '\u{1f300}'..='\u{1f5ff}' | '\u{1f600}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1f9ff}' | '\u{1fa70}'..='\u{1faff}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{2600}'..='\u{27bf}')
}
