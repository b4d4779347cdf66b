//! What a message's text says beyond its words: whom it mentions, and how long it is.
//!
//! It must not know which users exist or who reads the channel; what it finds are ids in a text.

mod links;

use std::ops::Range;

use parvis_model::marker::{ChannelMarker, EmojiMarker, RoleMarker, UserMarker};
use parvis_model::{Id, Permissions};

use crate::limits::MESSAGE_MENTIONS_MAX;
use crate::permissions::GuildRoles;
use crate::validate::emoji_name;

pub use links::links;

/// What a text names, each once, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextMentions {
    /// `<@id>` and `<@!id>`.
    pub users: Vec<Id<UserMarker>>,
    /// `<@&id>`.
    pub roles: Vec<Id<RoleMarker>>,
    /// `<#id>`.
    pub channels: Vec<Id<ChannelMarker>>,
    /// `@everyone` or `@here`.
    pub everyone: bool,
}

/// Whom a message may notify, as `allowed_mentions` asks for. Checked by
/// [`validate::allowed_mentions`](crate::validate::allowed_mentions).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AllowedMentions {
    /// All users that the text names.
    pub parse_users: bool,
    /// All roles that the text names.
    pub parse_roles: bool,
    /// `@everyone` and `@here`.
    pub parse_everyone: bool,
    /// Of the users that the text names, these.
    pub users: Vec<Id<UserMarker>>,
    /// Of the roles that the text names, these.
    pub roles: Vec<Id<RoleMarker>>,
    /// The author of the message that is replied to.
    pub replied_user: bool,
}

impl AllowedMentions {
    /// What holds when a message does not carry `allowed_mentions`: everything.
    pub const fn all() -> Self {
        Self {
            parse_users: true,
            parse_roles: true,
            parse_everyone: true,
            users: Vec::new(),
            roles: Vec::new(),
            replied_user: true,
        }
    }
}

/// Whom a message notifies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mentions {
    /// Users, at most [`MESSAGE_MENTIONS_MAX`]. Whether they exist and read the channel is not known here.
    pub users: Vec<Id<UserMarker>>,
    /// Existing roles, at most [`MESSAGE_MENTIONS_MAX`].
    pub roles: Vec<Id<RoleMarker>>,
    /// Everybody.
    pub everyone: bool,
}

/// Whom a message notifies: what its text names, so far as `allowed_mentions` and the author's permissions in the
/// channel let it. `guild` is `None` in private conversations, where there are no roles.
pub fn mentions(
    text: &TextMentions,
    allowed: &AllowedMentions,
    replied_to: Option<Id<UserMarker>>,
    author: Permissions,
    guild: Option<&GuildRoles>,
) -> Mentions {
    let may_mention_all = author.contains(Permissions::MENTION_EVERYONE);
    let user_allowed = |id: &Id<UserMarker>| allowed.parse_users || allowed.users.contains(id);
    let mut users: Vec<_> = text.users.iter().copied().filter(user_allowed).collect();
    if let Some(author_id) = replied_to
        && allowed.replied_user
        && !users.contains(&author_id)
    {
        // The person who is answered comes first: the limit must not cut that one off.
        users.insert(0, author_id);
    }
    users.truncate(MESSAGE_MENTIONS_MAX);
    let role_allowed = |id: &Id<RoleMarker>| {
        let role = guild.filter(|guild| *id != guild.id().cast()).and_then(|guild| guild.role(*id));
        (allowed.parse_roles || allowed.roles.contains(id))
            && role.is_some_and(|role| role.mentionable || may_mention_all)
    };
    let roles = text.roles.iter().copied().filter(role_allowed).take(MESSAGE_MENTIONS_MAX).collect();
    Mentions { users, roles, everyone: text.everyone && allowed.parse_everyone && may_mention_all }
}

/// Finds the mentions in a text, outside of code spans and code blocks.
pub fn text_mentions(text: &str) -> TextMentions {
    let mut found = TextMentions::default();
    let mut rest = text;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            // An escaped backtick opens no code.
            '\\' => 1 + usize::from(rest.as_bytes().get(1) == Some(&b'`')),
            '`' => code_bytes(rest),
            '<' => read_tag(rest, &mut found).unwrap_or(1),
            '@' => {
                found.everyone |= is_mass_mention(before, &rest[1..]);
                1
            }
            _ => c.len_utf8(),
        };
        before = rest[..length].chars().next_back();
        rest = &rest[length..];
    }
    found
}

/// Length of the code that starts at these backticks, or of the backticks alone if nothing closes them.
fn code_bytes(text: &str) -> usize {
    let opening = run_of_backticks(text);
    if opening >= 3
        && let Some(at) = text[opening..].find("```")
    {
        return opening + at + 3;
    }
    let mut at = opening;
    while let Some(next) = text[at..].find('`') {
        let closing = run_of_backticks(&text[at + next..]);
        at += next + closing;
        if closing == opening {
            return at;
        }
    }
    opening
}

fn run_of_backticks(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

/// Reads `<@1>`, `<@!1>`, `<@&1>` or `<#1>` at the start of the text, and returns its length.
fn read_tag(text: &str, found: &mut TextMentions) -> Option<usize> {
    // The longest tag has a prefix of three and a number of at most 20 digits.
    let end = text.bytes().take(24).position(|byte| byte == b'>')?;
    let tag = text.get(1..end)?;
    if let Some(id) = tag.strip_prefix("@&") {
        push_once(&mut found.roles, id.parse().ok()?);
    } else if let Some(id) = tag.strip_prefix("@!").or_else(|| tag.strip_prefix('@')) {
        push_once(&mut found.users, id.parse().ok()?);
    } else {
        push_once(&mut found.channels, tag.strip_prefix('#')?.parse().ok()?);
    }
    Some(end + 1)
}

fn push_once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Whether `@everyone` or `@here` stands here by itself, and not inside a mail address or a longer word.
fn is_mass_mention(before: Option<char>, after_at: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let word = ["everyone", "here"].into_iter().find_map(|word| after_at.strip_prefix(word));
    !is_word(before) && word.is_some_and(|rest| !is_word(rest.chars().next()))
}

/// A custom emoji in a text: `<:name:id>`, or `<a:name:id>` if it moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEmoji {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// The name that its author wrote.
    pub name: String,
    /// Which.
    pub id: Id<EmojiMarker>,
}

/// The custom emojis of a text, in its order.
pub fn custom_emojis(text: &str) -> Vec<TextEmoji> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices('<') {
        let Some(end) = text[start..].find('>').map(|length| start + length) else { break };
        let inner = &text[start + 1..end];
        let Some((name, id)) =
            inner.strip_prefix("a:").or_else(|| inner.strip_prefix(':')).and_then(|it| it.rsplit_once(':'))
        else {
            continue;
        };
        let is_name = emoji_name("", name).is_ok();
        if let Some(id) = id.parse().ok().filter(|_| is_name) {
            found.push(TextEmoji { range: start..end + 1, name: name.to_owned(), id });
        }
    }
    found
}

/// The text with only the names left of those emojis that are not kept.
pub fn without_emojis(text: &str, emojis: &[TextEmoji], is_kept: impl Fn(Id<EmojiMarker>) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for emoji in emojis.iter().filter(|emoji| !is_kept(emoji.id)) {
        out.push_str(&text[done..emoji.range.start]);
        out.extend([":", &emoji.name, ":"]);
        done = emoji.range.end;
    }
    out.push_str(&text[done..]);
    out
}
