//! Addresses of chats elsewhere: which networks are known, and the one form in which each address is kept. What follows
//! people (query strings, fragments that mean nothing) is left behind.

use parvis_rules::validate::FieldError;
use serde::{Deserialize, Serialize};
use url::Url;

/// Where a group's people talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of the networks")]
pub enum Via {
    Parvis,
    Telegram,
    Signal,
    Whatsapp,
    Matrix,
    Discord,
}

impl Via {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Parvis => "parvis",
            Self::Telegram => "telegram",
            Self::Signal => "signal",
            Self::Whatsapp => "whatsapp",
            Self::Matrix => "matrix",
            Self::Discord => "discord",
        }
    }
}

const URL_BYTES_MAX: usize = 512;
const KNOWN: &str = "Must be an invitation to a group of Telegram (https://t.me/…), Signal (https://signal.group/#…), \
    WhatsApp (https://chat.whatsapp.com/…), Matrix (https://matrix.to/#/…) or Discord (https://discord.gg/…).";

/// Reads the address of a chat: its network, and the form in which it is kept.
pub fn read(path: &str, text: &str) -> Result<(Via, String), FieldError> {
    known(text).ok_or_else(|| FieldError::new(path, "DIRECTORY_LINK_UNKNOWN", KNOWN))
}

fn known(text: &str) -> Option<(Via, String)> {
    let text = text.trim();
    if text.len() > URL_BYTES_MAX {
        return None;
    }
    let url = Url::parse(text).ok()?;
    if url.scheme() != "https"
        || url.port().is_some()
        || !url.username().is_empty()
        || url.password().is_some()
    {
        return None;
    }
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    let fragment = url.fragment().unwrap_or("");
    match host {
        "t.me" | "telegram.me" => telegram(&path),
        "signal.group" => {
            let is_code = fragment.len() >= 20 && fragment.bytes().all(is_code_byte);
            (path.is_empty() && is_code).then(|| (Via::Signal, format!("https://signal.group/#{fragment}")))
        }
        "chat.whatsapp.com" => {
            let code = path.last().filter(|code| path.len() <= 2 && is_code(code, 16..=64))?;
            Some((Via::Whatsapp, format!("https://chat.whatsapp.com/{code}")))
        }
        "matrix.to" => matrix(fragment),
        "discord.gg" => discord(path.first().filter(|_| path.len() == 1)?),
        "discord.com" | "discordapp.com" => match path.as_slice() {
            ["invite", code] => discord(code),
            _ => None,
        },
        _ => None,
    }
}

fn is_code_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_code(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(is_code_byte)
}

/// A public name, or an invitation: `+CODE`, in older links `joinchat/CODE`.
fn telegram(path: &[&str]) -> Option<(Via, String)> {
    let end = match path {
        ["joinchat", code] if is_code(code, 10..=64) => format!("+{code}"),
        [name] => match name.strip_prefix('+') {
            Some(code) if is_code(code, 10..=64) => format!("+{code}"),
            // A number behind the plus sign is a person's telephone, which has no place on a map.
            None if is_code(name, 4..=32) && name.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                (*name).to_owned()
            }
            _ => return None,
        },
        _ => return None,
    };
    if end.bytes().skip(1).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((Via::Telegram, format!("https://t.me/{end}")))
}

/// A room by its alias (`#name:server`) or its id (`!id:server`); never a person (`@name:server`).
fn matrix(fragment: &str) -> Option<(Via, String)> {
    let room = fragment.strip_prefix('/')?.split(['?', '/']).next()?;
    let room = percent_decoded(room)?;
    let (name, server) = room.split_once(':')?;
    let is_server = !server.is_empty()
        && server.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'));
    let is_room = name.len() > 1
        && name.starts_with(['#', '!'])
        && name[1..]
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'#'));
    (is_room && is_server).then(|| (Via::Matrix, format!("https://matrix.to/#/{room}")))
}

/// `%23` and `%21`, as some clients write them.
fn percent_decoded(text: &str) -> Option<String> {
    let text = text.replace("%23", "#").replace("%21", "!").replace("%3A", ":").replace("%3a", ":");
    (!text.contains('%')).then_some(text)
}

fn discord(code: &str) -> Option<(Via, String)> {
    is_code(code, 2..=32).then(|| (Via::Discord, format!("https://discord.gg/{code}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invitations_have_one_form_and_leave_behind_what_follows_people() {
        for (text, via, url) in [
            ("https://t.me/centr_minsk?utm_source=x", Via::Telegram, "https://t.me/centr_minsk"),
            ("https://t.me/joinchat/AbCdEf12345_-x", Via::Telegram, "https://t.me/+AbCdEf12345_-x"),
            ("https://www.t.me/+AbCdEf12345", Via::Telegram, "https://t.me/+AbCdEf12345"),
            (
                "https://signal.group/#CjQKIJaaaaaaaaaaaaaaa-_b",
                Via::Signal,
                "https://signal.group/#CjQKIJaaaaaaaaaaaaaaa-_b",
            ),
            (
                "https://chat.whatsapp.com/invite/ABCDEFGHIJKLMNOPQRSTUV?x=1",
                Via::Whatsapp,
                "https://chat.whatsapp.com/ABCDEFGHIJKLMNOPQRSTUV",
            ),
            (
                "https://matrix.to/#/#dvor:example.org?via=a",
                Via::Matrix,
                "https://matrix.to/#/#dvor:example.org",
            ),
            ("https://matrix.to/#/%21abc:example.org", Via::Matrix, "https://matrix.to/#/!abc:example.org"),
            ("https://discord.com/invite/abc123", Via::Discord, "https://discord.gg/abc123"),
        ] {
            assert_eq!(read("url", text), Ok((via, url.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_leads_to_a_person_or_elsewhere_is_refused_with_its_field() {
        for text in [
            "",
            "http://t.me/centr_minsk",
            "https://t.me.example.org/centr",
            "https://t.me@example.org/centr",
            "https://t.me:8443/centr_minsk",
            "https://t.me/+375291234567",
            "https://t.me/",
            "https://t.me/s/centr_minsk",
            "https://matrix.to/#/@ada:example.org",
            "https://matrix.to/#/#dvor",
            "https://signal.me/#p/+375291234567",
            "https://wa.me/375291234567",
            "https://chat.whatsapp.com/x",
            "https://discord.com/users/123",
            "https://example.org/",
            "javascript:alert(1)",
        ] {
            let error = read("target.url", text).expect_err(text);
            assert_eq!(error.path, "target.url", "{text}");
        }
    }
}
