//! One cell of a list: which account, domain or hash it names. It must not know who has an account here, and never
//! guesses: what could be two things says which it is, or is malformed.

use crate::address;
use crate::clean::clean;
use crate::service::{Service, number};
use crate::subject::{Algorithm, ContentHash, Domain, Form, Handle, Malformed, SUBJECT_CHARS_MAX, Subject};

/// What is known of a list before it is read.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// Of which service its handles are, where a row does not say.
    pub service: Option<Service>,
    /// The hosts of this instance, in small letters.
    pub own_hosts: Vec<String>,
}

impl Hints {
    pub(crate) fn is_own_host(&self, host: &str) -> bool {
        self.own_hosts.iter().any(|own| own == host)
    }

    fn is_of(service: Service) -> Self {
        Self { service: Some(service), own_hosts: Vec::new() }
    }
}

/// Snowflakes have as many digits.
const SNOWFLAKE_DIGITS: std::ops::RangeInclusive<usize> = 17..=20;
/// Telephone numbers have as many digits (E.164).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Zones that a word with a dot is taken for a domain by; those of two letters are all of them.
const ZONES: &[&str] = &[
    "com", "org", "net", "info", "biz", "name", "site", "online", "xyz", "top", "club", "shop", "store",
    "app", "dev", "cloud", "space", "live", "news", "media", "press", "blog", "chat", "social", "network",
    "world", "today", "life", "link", "click", "website", "tech", "pro", "gov", "edu", "mil", "int", "onion",
    "ngo", "aero", "coop", "museum", "cat", "tube", "video", "win", "vip", "icu", "fun", "host", "page",
    "wiki", "zone", "agency", "center", "example",
];
/// Hosts whose addresses are people's mail.
const MAIL_HOSTS: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "outlook.fr",
    "hotmail.com",
    "hotmail.fr",
    "live.com",
    "live.fr",
    "msn.com",
    "yahoo.com",
    "yahoo.fr",
    "yahoo.co.uk",
    "ymail.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "mail.ru",
    "bk.ru",
    "list.ru",
    "inbox.ru",
    "yandex.ru",
    "yandex.by",
    "yandex.com",
    "ya.ru",
    "rambler.ru",
    "tut.by",
    "ukr.net",
    "i.ua",
    "proton.me",
    "protonmail.com",
    "tutanota.com",
    "tuta.io",
    "gmx.com",
    "gmx.de",
    "gmx.fr",
    "gmx.net",
    "web.de",
    "t-online.de",
    "orange.fr",
    "free.fr",
    "laposte.net",
    "wanadoo.fr",
    "sfr.fr",
    "posteo.de",
    "riseup.net",
    "mail.com",
    "zoho.com",
    "qq.com",
    "163.com",
    "hushmail.com",
    "disroot.org",
    "mailbox.org",
    "fastmail.com",
];

/// Reads a cell.
pub fn read_subject(text: &str, hints: &Hints) -> Result<Subject, Malformed> {
    if text.chars().count() > SUBJECT_CHARS_MAX * 4 {
        return Err(Malformed::TooLong);
    }
    let text = clean(text);
    if text.chars().count() > SUBJECT_CHARS_MAX {
        return Err(Malformed::TooLong);
    }
    let text = link_of_markdown(&text).unwrap_or(&text);
    marked(text, hints).unwrap_or_else(|| named(text, hints))
}

/// `[label](link)`.
fn link_of_markdown(text: &str) -> Option<&str> {
    let (label, link) = text.split_once("](")?;
    label.starts_with('[').then_some(())?;
    let link = link.strip_suffix(')').unwrap_or(link);
    Some(link.trim())
}

/// What a sign or a prefix says by itself.
fn marked(text: &str, hints: &Hints) -> Option<Result<Subject, Malformed>> {
    if let Some(inner) = text.strip_prefix('<').and_then(|it| it.strip_suffix('>')) {
        return Some(mention(inner, hints));
    }
    if let Some(found) = hash(text) {
        return Some(found);
    }
    let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("http" | "https") => return Some(address::read(text, hints)),
        Some("mailto") => return Some(Err(Malformed::Mail)),
        Some("tel" | "sms") => return Some(Err(Malformed::Phone)),
        Some("did") => return Some(account(Service::Bluesky, Form::Name, text)),
        Some("acct") => return Some(at_host(text[5..].trim_start_matches('@'), hints)),
        Some("tg") => {
            if let Some(found) = address::telegram_scheme(text) {
                return Some(found);
            }
        }
        Some("matrix") => {
            if let Some(found) = address::matrix_scheme(text, hints) {
                return Some(found);
            }
        }
        _ => {}
    }
    if text.contains("://") && !text.contains(char::is_whitespace) {
        return Some(Err(Malformed::UnknownService));
    }
    if let Some(found) = after_service_word(text) {
        return Some(found);
    }
    is_link_without_scheme(text).then(|| address::read(&format!("https://{text}"), hints))
}

fn account(service: Service, form: Form, name: &str) -> Result<Subject, Malformed> {
    service.handle(form, name).map(Subject::Account)
}

/// The inside of `<@80351110224678912>`.
fn mention(inner: &str, hints: &Hints) -> Result<Subject, Malformed> {
    if inner.starts_with("@&") || inner.starts_with('#') {
        return Err(Malformed::RoleOrChannel);
    }
    let id = inner.strip_prefix("@!").or_else(|| inner.strip_prefix('@')).ok_or(Malformed::NoHandle)?;
    if SNOWFLAKE_DIGITS.contains(&id.len()) { snowflake(id, hints) } else { Err(Malformed::NoHandle) }
}

/// An id of Discord's form. Two instances may give the same one, so that only a list of ours names ours.
fn snowflake(id: &str, hints: &Hints) -> Result<Subject, Malformed> {
    let service = hints.service.unwrap_or(Service::Unstated);
    account(service, Form::Id, id).map_err(|_| Malformed::BareNumber)
}

/// `sha256:…`, or the digits of a hash alone, which do not say how it was made.
fn hash(text: &str) -> Option<Result<Subject, Malformed>> {
    let is_hex = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some((word, digits)) = text.split_once([':', '=', ' ']) {
        let algorithm = Algorithm::from_word(word.trim_end_matches(':'))?;
        let found = ContentHash::parse(algorithm, digits.trim_start_matches([':', '=', ' ']));
        return Some(found.map(Subject::Content).ok_or(Malformed::Hash));
    }
    // 32 letters or digits may be a name; so many hex digits with both are none.
    let has_both =
        text.bytes().any(|it| it.is_ascii_digit()) && text.bytes().any(|it| it.is_ascii_alphabetic());
    (matches!(text.len(), 32 | 40 | 64 | 128) && is_hex(text) && has_both).then_some(Err(Malformed::Hash))
}

/// `Telegram: @name`, `twitter:name`, `telegram - name`, `twitter @name`.
fn after_service_word(text: &str) -> Option<Result<Subject, Malformed>> {
    let by_sign = || text.split_once(' ').filter(|(_, rest)| rest.starts_with('@'));
    let (word, rest) = text.split_once(':').or_else(|| text.split_once(" - ")).or_else(by_sign)?;
    let service = Service::from_any_word(word).filter(|_| !word.contains('.'))?;
    let rest = rest.trim_start_matches([':', '-', ' ']).trim();
    if rest.contains("://") || rest.contains(char::is_whitespace) || rest.is_empty() {
        return None;
    }
    let hints = Hints::is_of(service);
    Some(if is_link_without_scheme(rest) {
        address::read(&format!("https://{rest}"), &hints)
    } else {
        named(rest, &hints)
    })
}

/// `t.me/name`, `www.example.org/path`: a host, then a slash.
fn is_link_without_scheme(text: &str) -> bool {
    let Some((host, _)) = text.split_once('/') else { return false };
    !text.contains(char::is_whitespace)
        && !host.contains('@')
        && Domain::parse(host).is_some()
        && (is_zone_known(host) || Service::of_host(&host.to_lowercase()).is_some())
}

fn is_zone_known(host: &str) -> bool {
    let zone = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default().to_lowercase();
    let is_country = zone.chars().count() == 2 && zone.chars().all(char::is_alphabetic);
    is_country || !zone.is_ascii() || zone.starts_with("xn--") || ZONES.contains(&zone.as_str())
}

/// A name with or without signs around it.
fn named(text: &str, hints: &Hints) -> Result<Subject, Malformed> {
    if let Some(found) = numbered(text, hints) {
        return found;
    }
    if text.contains(char::is_whitespace) {
        return Err(Malformed::NoHandle);
    }
    if let Some(rest) = text.strip_prefix(['@', '#', '!']).filter(|rest| rest.contains(':')) {
        let form = if text.starts_with('@') { Form::Name } else { Form::Room };
        return match (form, rest.split_once(':')) {
            (Form::Name, Some((name, host))) if hints.is_own_host(&host.to_lowercase()) => {
                account(Service::Here, Form::Name, name)
            }
            _ => account(Service::Matrix, form, text),
        };
    }
    if let Some((name, tag)) = text.rsplit_once('#').filter(|(name, _)| !name.is_empty()) {
        return tagged(name.trim_start_matches('@'), tag, hints);
    }
    if text.starts_with('#') {
        return Err(Malformed::Hashtag);
    }
    let (has_at, name) = text.strip_prefix('@').map_or((false, text), |name| (true, name));
    if name.contains('@') {
        return at_host(name, hints);
    }
    if let Some((kind, name)) = name.trim_start_matches('/').split_once('/') {
        return match kind {
            "u" | "user" => account(Service::Reddit, Form::Name, name.trim_end_matches('/')),
            "r" => account(Service::Reddit, Form::Room, name.trim_end_matches('/')),
            _ => Err(Malformed::NoHandle),
        };
    }
    bare(name, has_at, hints)
}

fn bare(name: &str, has_at: bool, hints: &Hints) -> Result<Subject, Malformed> {
    if let Some(service) = hints.service {
        return account(service, Form::Name, name);
    }
    if name.to_lowercase().ends_with(".bsky.social") {
        return account(Service::Bluesky, Form::Name, name);
    }
    if !has_at
        && name.contains('.')
        && is_zone_known(name)
        && let Some(domain) = Domain::parse(name)
    {
        let is_service = Service::of_host(domain.as_str()).is_some();
        return if is_service { Err(Malformed::NoAccount) } else { Ok(Subject::Domain(domain)) };
    }
    account(Service::Unstated, Form::Name, name).map_err(|_| Malformed::NoHandle)
}

/// Digits alone, with the signs that people put between those of a telephone number.
fn numbered(text: &str, hints: &Hints) -> Option<Result<Subject, Malformed>> {
    let is_sign = |c: char| matches!(c, ' ' | '-' | '(' | ')' | '.' | '/');
    let rest = text.strip_prefix('+').unwrap_or(text);
    let is_number = rest.chars().all(|c| c.is_ascii_digit() || is_sign(c))
        && rest.starts_with(|c: char| !is_sign(c) || c == '(');
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    if !is_number || digits == 0 {
        return None;
    }
    let is_apart = digits < rest.chars().count();
    if PHONE_DIGITS.contains(&digits) && (is_apart || text.starts_with('+') || text.starts_with("00")) {
        return Some(Err(Malformed::Phone));
    }
    if is_apart || text.starts_with('+') {
        return Some(Err(Malformed::NoHandle));
    }
    if SNOWFLAKE_DIGITS.contains(&digits) {
        return Some(snowflake(text, hints));
    }
    let of_service = hints.service.filter(|_| number(text).is_some());
    Some(match of_service {
        Some(service) => account(service, Form::Id, text),
        None => Err(Malformed::BareNumber),
    })
}

/// `name#0001`, and `name#0`, which names without a number became.
fn tagged(name: &str, tag: &str, hints: &Hints) -> Result<Subject, Malformed> {
    let is_here = hints.service == Some(Service::Here);
    match tag {
        "0" => account(if is_here { Service::Here } else { Service::Discord }, Form::Name, name),
        // Names are unique here, and the number is always the same.
        _ if is_here && tag.len() == 4 && tag.bytes().all(|it| it.is_ascii_digit()) => {
            account(Service::Here, Form::Name, name)
        }
        _ => account(Service::Discord, Form::Name, &format!("{name}#{tag}")).map_err(|_| Malformed::NoHandle),
    }
}

/// `name@host`: an account of ours, of the fediverse, or somebody's mail.
pub(crate) fn at_host(text: &str, hints: &Hints) -> Result<Subject, Malformed> {
    let (name, host) = text.split_once('@').ok_or(Malformed::NoHandle)?;
    let host = host.trim_end_matches('/').to_lowercase();
    if hints.is_own_host(&host) {
        return account(Service::Here, Form::Name, name);
    }
    if MAIL_HOSTS.contains(&host.as_str()) {
        return Err(Malformed::Mail);
    }
    let handle: Handle =
        Service::Fediverse.handle(Form::Name, &format!("{name}@{host}")).map_err(|_| Malformed::NoHandle)?;
    Ok(Subject::Account(handle))
}
