//! Services whose accounts lists name: their hosts, the names that they give, and which of their names are one.

use unicode_normalization::UnicodeNormalization;

use crate::subject::{Domain, Form, Handle, Malformed};

/// A place where accounts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "names of services")]
pub enum Service {
    /// This instance.
    Here,
    /// The list does not say.
    Unstated,
    Telegram,
    X,
    Facebook,
    Instagram,
    Threads,
    YouTube,
    TikTok,
    Vk,
    Odnoklassniki,
    Reddit,
    GitHub,
    Discord,
    Matrix,
    /// Mastodon and what speaks ActivityPub; the name has the instance in it.
    Fediverse,
    Bluesky,
    Twitch,
    Snapchat,
    WhatsApp,
    Signal,
    TamTam,
    Gab,
    Rumble,
    SoundCloud,
    Pinterest,
}

/// What a service is like.
struct Rules {
    service: Service,
    /// In our texts, and before the colon of a written subject.
    word: &'static str,
    /// What lists call it besides.
    aliases: &'static [&'static str],
    hosts: &'static [&'static str],
    /// How long a name is, in characters.
    chars: (usize, usize),
    /// What a name has besides letters and digits of ASCII.
    besides: &'static str,
}

const fn rules(
    service: Service,
    word: &'static str,
    aliases: &'static [&'static str],
    hosts: &'static [&'static str],
    chars: (usize, usize),
    besides: &'static str,
) -> Rules {
    Rules { service, word, aliases, hosts, chars, besides }
}

const SERVICES: &[Rules] = &[
    rules(Service::Here, "here", &["parvis", "local"], &[], (1, 64), "_."),
    rules(Service::Unstated, "unstated", &[], &[], (1, 64), "_.-"),
    rules(
        Service::Telegram,
        "telegram",
        &["tg", "телеграм", "تلغرام", "تيليجرام"],
        &["t.me", "telegram.me", "telegram.dog"],
        (4, 32),
        "_",
    ),
    rules(
        Service::X,
        "x",
        &["twitter", "твиттер", "تويتر"],
        &["x.com", "twitter.com", "nitter.net", "fxtwitter.com", "vxtwitter.com"],
        (1, 15),
        "_",
    ),
    rules(Service::Facebook, "facebook", &["fb", "فيسبوك"], &["facebook.com", "fb.com"], (5, 50), "."),
    rules(
        Service::Instagram,
        "instagram",
        &["ig", "insta", "انستغرام"],
        &["instagram.com", "instagr.am"],
        (1, 30),
        "._",
    ),
    rules(Service::Threads, "threads", &[], &["threads.net", "threads.com"], (1, 30), "._"),
    rules(Service::YouTube, "youtube", &["yt"], &["youtube.com"], (3, 40), "._-/"),
    rules(Service::TikTok, "tiktok", &["tt"], &["tiktok.com"], (2, 24), "._"),
    rules(
        Service::Vk,
        "vk",
        &["vkontakte", "вк", "вконтакте"],
        &["vk.com", "vk.ru", "vkontakte.ru"],
        (2, 32),
        "._",
    ),
    rules(
        Service::Odnoklassniki,
        "ok",
        &["odnoklassniki", "одноклассники"],
        &["ok.ru", "odnoklassniki.ru"],
        (2, 40),
        "._-",
    ),
    rules(Service::Reddit, "reddit", &[], &["reddit.com"], (2, 23), "_-"),
    rules(Service::GitHub, "github", &[], &["github.com"], (1, 39), "-"),
    rules(Service::Discord, "discord", &[], &["discord.com", "discordapp.com", "discord.gg"], (2, 32), "_."),
    rules(Service::Matrix, "matrix", &["element", "riot"], &["matrix.to"], (1, 255), ""),
    rules(
        Service::Fediverse,
        "fediverse",
        &["mastodon", "activitypub", "pleroma", "misskey"],
        &[],
        (1, 255),
        "",
    ),
    rules(Service::Bluesky, "bluesky", &["bsky"], &["bsky.app"], (3, 253), ".-"),
    rules(Service::Twitch, "twitch", &[], &["twitch.tv"], (3, 25), "_"),
    rules(Service::Snapchat, "snapchat", &["snap"], &["snapchat.com"], (3, 15), "._-"),
    rules(
        Service::WhatsApp,
        "whatsapp",
        &["wa"],
        &["whatsapp.com", "chat.whatsapp.com", "wa.me", "api.whatsapp.com"],
        (0, 0),
        "",
    ),
    rules(Service::Signal, "signal", &[], &["signal.me", "signal.group"], (6, 35), "_."),
    rules(Service::TamTam, "tamtam", &[], &["tt.me", "tamtam.chat"], (3, 64), "_.-"),
    rules(Service::Gab, "gab", &[], &["gab.com"], (2, 30), "_"),
    rules(Service::Rumble, "rumble", &[], &["rumble.com"], (3, 64), "_-/"),
    rules(Service::SoundCloud, "soundcloud", &[], &["soundcloud.com"], (3, 25), "_-"),
    rules(Service::Pinterest, "pinterest", &[], &["pinterest.com", "pinterest.fr"], (3, 30), "_"),
];

/// Parts before a host that show the same accounts.
const SAME_HOSTS: &[&str] =
    &["www.", "m.", "mobile.", "mbasic.", "old.", "new.", "web.", "fr-fr.", "ar-ar.", "touch."];
const CODE_CHARS: std::ops::RangeInclusive<usize> = 2..=128;

impl Service {
    fn rules(self) -> &'static Rules {
        SERVICES.iter().find(|rules| rules.service == self).expect("each service has its rules")
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        self.rules().word
    }

    /// By the word for it.
    pub fn from_word(word: &str) -> Option<Self> {
        SERVICES.iter().find(|rules| rules.word == word).map(|rules| rules.service)
    }

    /// By what lists call it, in any case.
    pub fn from_any_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        let is_it = |rules: &&Rules| rules.word == word || rules.aliases.contains(&word.as_str());
        let by_host = || Self::of_host(word.trim_start_matches("https://").trim_end_matches('/'));
        SERVICES.iter().find(is_it).map(|rules| rules.service).or_else(by_host)
    }

    /// Whose pages a host shows.
    pub fn of_host(host: &str) -> Option<Self> {
        let named = |host: &str| {
            let it = SERVICES.iter().find(|rules| rules.hosts.contains(&host));
            it.map(|rules| rules.service)
        };
        named(host).or_else(|| SAME_HOSTS.iter().find_map(|part| named(host.strip_prefix(part)?)))
    }

    /// A handle whose name is one that this service gives, in the form in which its names are compared.
    pub fn handle(self, form: Form, name: &str) -> Result<Handle, Malformed> {
        // An account's number stands there where another one's name does.
        let number_of_vk =
            name.strip_prefix("id").filter(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
        let (form, name) = match number_of_vk {
            Some(id) if self == Self::Vk && form == Form::Name => (Form::Id, id),
            _ => (form, name),
        };
        let name = match form {
            Form::Name => self.name(name),
            Form::Id => self.id(name),
            Form::Invite => is_code(name).then(|| name.to_owned()),
            Form::Room => self.room(name),
        };
        Ok(Handle { service: self, form, name: name.ok_or(Malformed::WrongName)? })
    }

    fn name(self, name: &str) -> Option<String> {
        match self {
            Self::Matrix => matrix_name(name, '@'),
            Self::Fediverse => fediverse_name(name),
            Self::Here | Self::Unstated => {
                folded_name(self.rules(), &name.nfkc().collect::<String>().to_lowercase())
            }
            // Names with a number are told apart by case there; names without one have none.
            Self::Discord if name.contains('#') => tagged_name(name),
            Self::Facebook => plain_name(self.rules(), &name.replace('.', "")),
            Self::YouTube => folded_name(self.rules(), &name.nfkc().collect::<String>().to_lowercase()),
            Self::Telegram => plain_name(self.rules(), name)
                .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())),
            Self::Bluesky if name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("did:")) => {
                decentralised(name)
            }
            Self::Bluesky => Domain::parse(name).map(|domain| domain.as_str().to_owned()),
            _ => plain_name(self.rules(), name),
        }
    }

    fn id(self, id: &str) -> Option<String> {
        match self {
            // Channels of YouTube have letters in their ids, and case counts.
            Self::YouTube => (id.len() == 24 && id.starts_with("UC") && is_code(id)).then(|| id.to_owned()),
            Self::Signal => is_code(id).then(|| id.to_owned()),
            _ => number(id),
        }
    }

    fn room(self, name: &str) -> Option<String> {
        match self {
            Self::Matrix => matrix_name(name, '#').or_else(|| matrix_name(name, '!')),
            Self::WhatsApp => is_code(name).then(|| name.to_owned()),
            Self::Telegram | Self::Vk | Self::Odnoklassniki => number(name),
            Self::Facebook => (number(name)).or_else(|| plain_name(self.rules(), name)),
            _ => plain_name(self.rules(), name),
        }
    }
}

/// A positive number as services count, without zeros before it.
pub(crate) fn number(text: &str) -> Option<String> {
    let is_number = text.bytes().all(|it| it.is_ascii_digit()) && !text.starts_with('0');
    (is_number && text.parse::<i64>().is_ok()).then(|| text.to_owned())
}

fn is_code(code: &str) -> bool {
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'=');
    CODE_CHARS.contains(&code.len()) && code.bytes().all(is_fine)
}

fn has_length(rules: &Rules, name: &str) -> bool {
    (rules.chars.0..=rules.chars.1).contains(&name.chars().count())
}

fn plain_name(rules: &Rules, name: &str) -> Option<String> {
    let is_fine = |c: char| c.is_ascii_alphanumeric() || rules.besides.contains(c);
    let is_name = has_length(rules, name)
        && name.chars().all(is_fine)
        && name.chars().any(|c| c.is_ascii_alphanumeric());
    is_name.then(|| name.to_ascii_lowercase())
}

/// Names with letters of any script.
fn folded_name(rules: &Rules, name: &str) -> Option<String> {
    let is_fine = |c: char| c.is_alphanumeric() || rules.besides.contains(c) || is_mark(c);
    let is_name =
        has_length(rules, name) && name.chars().all(is_fine) && name.chars().any(char::is_alphanumeric);
    is_name.then(|| name.to_owned())
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn tagged_name(name: &str) -> Option<String> {
    let (name, tag) = name.rsplit_once('#')?;
    let is_tag = tag.len() == 4 && tag.bytes().all(|it| it.is_ascii_digit()) && tag != "0000";
    let is_fine = |c: char| !c.is_control() && !matches!(c, '@' | '#' | ':' | '`' | '/');
    let is_name = (2..=32).contains(&name.chars().count()) && name.chars().all(is_fine);
    (is_tag && is_name).then(|| format!("{name}#{tag}"))
}

/// `@name:server`: names keep their case there, servers do not have one.
fn matrix_name(text: &str, sigil: char) -> Option<String> {
    let (name, server) = text.strip_prefix(sigil)?.split_once(':')?;
    let is_fine = |c: char| !c.is_whitespace() && !c.is_control() && c != '@';
    let is_name = !name.is_empty() && name.chars().all(is_fine) && text.len() <= 255;
    let (host, port) = match server.split_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u16>().ok()?)),
        None => (server, None),
    };
    let host = Domain::parse(host).filter(|_| is_name)?;
    let port = port.map_or(String::new(), |port| format!(":{port}"));
    Some(format!("{sigil}{name}:{}{port}", host.as_str()))
}

fn fediverse_name(text: &str) -> Option<String> {
    let (name, host) = text.split_once('@')?;
    let is_fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let is_name = (1..=64).contains(&name.len()) && name.chars().all(is_fine);
    let host = Domain::parse(host).filter(|_| is_name)?;
    Some(format!("{}@{}", name.to_ascii_lowercase(), host.as_str()))
}

/// A decentralised identifier of one of the two kinds that are in use.
fn decentralised(text: &str) -> Option<String> {
    let folded = text.to_ascii_lowercase();
    let is_base32 = |it: &str| it.len() == 24 && it.bytes().all(|it| matches!(it, b'a'..=b'z' | b'2'..=b'7'));
    let is_plc = folded.strip_prefix("did:plc:").is_some_and(is_base32);
    let is_web = folded.strip_prefix("did:web:").is_some_and(|it| Domain::parse(it).is_some());
    (is_plc || is_web).then_some(folded)
}
