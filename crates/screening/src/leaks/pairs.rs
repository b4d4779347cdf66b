//! Credentials in a text: a mail address, a telephone number or an account at an address, and a secret after it. What
//! documentation, contact lists, remote repositories and masked samples have in common with them is told apart.

use std::ops::Range;

/// Lines of a text that are looked at.
const LINES_MAX: usize = 4_000;
/// Lines of a block of a stealer's log, from its address to its secret.
const BLOCK_LINES: usize = 5;
/// Domains that belong to nobody (RFC 2606, RFC 6761), and those that guides use for the same.
const NOBODYS: [&str; 10] = [
    "example.com",
    "example.net",
    "example.org",
    "example.edu",
    "domain.com",
    "domain.tld",
    "yourdomain.com",
    "mydomain.com",
    "email.tld",
    "site.tld",
];
const PLACEHOLDERS: [&str; 9] =
    ["password", "passwd", "secret", "changeme", "mot_de_passe", "hunter2", "пароль", "none", "null"];
const NOBODYS_TOPS: [&str; 5] = ["example", "test", "invalid", "localhost", "local"];

/// A login and its secret, as places in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The account's name.
    pub login: Range<usize>,
    /// The secret.
    pub secret: Range<usize>,
}

/// How much a word looks like a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    None,
    /// A plain word or a longer number: a secret when others around it are.
    Weak,
    Strong,
}

/// What is known of the columns of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// Nothing.
    Unknown,
    /// A line names a column of secrets.
    Named,
}

/// The credentials of a text.
pub fn credentials(text: &str, columns: Columns) -> Vec<Credential> {
    let mut strong = Vec::new();
    let mut weak = Vec::new();
    let base = text.as_ptr() as usize;
    for line in text.lines().take(LINES_MAX) {
        let start = line.as_ptr() as usize - base;
        if let Some((credential, likeness)) = of_line(line, start, columns) {
            if likeness == Likeness::Strong { &mut strong } else { &mut weak }.push(credential);
        }
        // Several on one line, as chats fold them.
        for (credential, likeness) in further(line, start) {
            if likeness == Likeness::Strong { &mut strong } else { &mut weak }.push(credential);
        }
    }
    strong.extend(blocks(text));
    // Addresses with plain words after them are a list of people; among real secrets they are secrets too.
    if strong.len() * 3 >= weak.len() {
        strong.append(&mut weak);
    }
    strong.sort_by_key(|credential| credential.secret.start);
    strong.dedup_by(|later, earlier| later.secret.start < earlier.secret.end);
    strong
}

fn of_line(line: &str, start: usize, columns: Columns) -> Option<(Credential, Likeness)> {
    let trimmed = line.trim();
    let offset = start + (line.len() - line.trim_start().len());
    let found = at_address(trimmed).or_else(|| mail_pair(trimmed, columns)).or_else(|| phone_pair(trimmed));
    let (login, secret, likeness) = found?;
    let moved = |range: Range<usize>| range.start + offset..range.end + offset;
    Some((Credential { login: moved(login), secret: moved(secret) }, likeness))
}

type Found = (Range<usize>, Range<usize>, Likeness);

/// Pairs after the first one, separated by blanks.
fn further(line: &str, start: usize) -> Vec<(Credential, Likeness)> {
    let base = line.as_ptr() as usize;
    let words = line.split_whitespace().skip(1).filter(|word| word.contains('@'));
    let pairs = words.filter_map(|word| {
        let offset = start + word.as_ptr() as usize - base;
        let (login, secret, likeness) = mail_pair(word, Columns::Unknown)?;
        let moved = |range: Range<usize>| range.start + offset..range.end + offset;
        Some((Credential { login: moved(login), secret: moved(secret) }, likeness))
    });
    pairs.collect()
}

/// `mail:secret`, `mail | secret`, `mail;secret;…`; with named columns also `1,name,mail,secret`.
fn mail_pair(line: &str, columns: Columns) -> Option<Found> {
    let mail = mail_in(line)?;
    let after = &line[mail.end..];
    let rest = after.trim_start_matches(['"', '\'', '`']);
    let blank = rest.trim_start_matches(' ');
    let separator = blank.chars().next().filter(|letter| ":;|,\t".contains(*letter));
    let separator = separator.or_else(|| rest.starts_with(" - ").then_some('-'))?;
    let at = line.len() - blank.len() + separator.len_utf8();
    let tail = line.get(at..)?;
    let value = tail.trim_start_matches([' ', '"', '\'', '`']);
    let begin = line.len() - value.len();
    let is_spaced = tail.starts_with(' ');
    let ends = |letter: char| {
        letter.is_whitespace() || "\"'`".contains(letter) || (separator == letter && separator != ':')
    };
    let mut end = value.find(ends).map_or(line.len(), |length| begin + length);
    if separator == ':' {
        // `mail:secret:name:address`: the secret comes first, and holds no colon more often than it does.
        end = line[begin..end].find(':').filter(|length| *length >= 4).map_or(end, |length| begin + length);
    }
    let secret = &line[begin..end];
    // After a blank there is as often a sentence: the secret must be all there is.
    let is_alone = line[end..].trim_matches(|letter: char| " \"'`|),".contains(letter)).is_empty();
    if is_spaced && !is_alone {
        return None;
    }
    let mut likeness = likeness(secret);
    if is_repository(&line[mail.clone()], secret) || is_masked(&line[mail.clone()]) {
        return None;
    }
    if columns == Columns::Unknown && matches!(separator, ',' | ';' | '\t' | '-') {
        // Tables of people: a hash says enough by itself, a word only beside nothing else.
        let is_pair = separator == ';' && is_alone && mail.start == 0 && likeness == Likeness::Strong;
        likeness = if is_hash(secret) || is_pair { Likeness::Strong } else { Likeness::None };
    }
    (likeness != Likeness::None).then_some((mail, begin..end, likeness))
}

/// The first mail address of a line; none of those that belong to nobody.
pub fn mail_in(line: &str) -> Option<Range<usize>> {
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let bytes = line.as_bytes();
    let mut from = 0;
    while let Some(at) = line[from..].find('@').map(|at| from + at) {
        let start = at - bytes[..at].iter().rev().take(64).take_while(|byte| is_local(byte)).count();
        let mut end = at + 1 + bytes[at + 1..].iter().take(253).take_while(|byte| is_host(byte)).count();
        while end > at && b".-".contains(&bytes[end - 1]) {
            end -= 1;
        }
        let host = line[at + 1..end.max(at + 1)].to_ascii_lowercase();
        let is_whole = host.rsplit_once('.').is_some_and(|(name, top)| {
            !name.is_empty() && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic())
        });
        let is_scheme = start >= 1 && bytes[start - 1] == b'/';
        if start < at && is_whole && !is_scheme && !is_nobodys(&host) {
            return Some(start..end);
        }
        from = at + 1;
    }
    None
}

fn is_nobodys(host: &str) -> bool {
    let top = host.rsplit('.').next().unwrap_or(host);
    NOBODYS_TOPS.contains(&top)
        || NOBODYS.iter().any(|domain| {
            host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
}

/// `git@host:owner/repository.git`, `user@host:/path`, `user@host:22`.
fn is_repository(mail: &str, secret: &str) -> bool {
    let local = mail.split('@').next().unwrap_or(mail);
    let is_path = secret.starts_with(['/', '~', '.', '$', '%']) && secret.contains('/');
    let is_remote =
        secret.contains('/') && (matches!(local, "git" | "hg" | "svn") || secret.ends_with(".git"));
    is_path || is_remote
}

/// `+4366012345678:secret`
fn phone_pair(line: &str) -> Option<Found> {
    let (number, rest) = line.split_once(':')?;
    let digits = number.strip_prefix('+').unwrap_or(number);
    let is_number = (10..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let secret = rest.split([' ', ':', ';', '|']).next().unwrap_or(rest);
    let begin = number.len() + 1;
    let likeness = likeness(secret);
    (is_number && likeness != Likeness::None)
        .then(|| (0..number.len(), begin..begin + secret.len(), likeness))
}

/// `https://host/login:name:secret`, as stealers write them.
fn at_address(line: &str) -> Option<Found> {
    let scheme = line.find("://").filter(|at| *at <= 16)?;
    let (rest, secret) = line.rsplit_once([':', '|'])?;
    let (address, login) = rest.rsplit_once([':', '|'])?;
    if address.len() <= scheme + 3 || login.starts_with('/') || login.len() < 3 || line.contains(' ') {
        return None;
    }
    let host = address[scheme + 3..].split(['/', ':']).next().unwrap_or_default();
    let is_host = host.contains('.') && !is_nobodys(host);
    let is_login = login.contains('@') || login.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/');
    let likeness = likeness(secret);
    let begin = address.len() + 1;
    let at = begin + login.len() + 1;
    let is_found = is_host && is_login && !login.bytes().all(|byte| byte.is_ascii_digit());
    (is_found && likeness != Likeness::None && !is_masked(login))
        .then(|| (begin..begin + login.len(), at..at + secret.len(), likeness))
}

/// Blocks of lines that name an address, a user and a password.
fn blocks(text: &str) -> Vec<Credential> {
    let base = text.as_ptr() as usize;
    let mut found = Vec::new();
    let (mut site, mut login): (Option<usize>, Option<(usize, Range<usize>)>) = (None, None);
    for (number, line) in text.lines().take(LINES_MAX).enumerate() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        let start = value.as_ptr() as usize - base;
        let place = start..start + value.len();
        let name = name.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
        match name.as_str() {
            "url" | "host" | "hostname" | "website" | "site" | "сайт" | "الموقع" => {
                site = Some(number);
            }
            "user" | "username" | "login" | "email" | "e-mail" | "логин" | "identifiant" | "usuario" => {
                login = Some((number, place));
            }
            "pass" | "password" | "passwd" | "пароль" | "mot de passe" | "contraseña" => {
                let is_near = |line: usize| number - line < BLOCK_LINES;
                let known = login.take().filter(|(line, _)| is_near(*line) && site.is_some_and(is_near));
                let is_secret = likeness(value) != Likeness::None && !value.contains(' ');
                if let Some((_, login)) = known.filter(|(_, login)| is_secret && !login.is_empty()) {
                    let is_real =
                        mail_in(&text[login.clone()]).is_some() || !text[login.clone()].contains('@');
                    if is_real && !is_masked(&text[login.clone()]) {
                        found.push(Credential { login, secret: place });
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether dots or stars stand where letters were.
fn is_masked(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["***", "•••", "xxxx", "…", "...", "[redacted]", "<redacted>", "redacted", "█"]
        .iter()
        .any(|mask| lower.contains(mask))
}

/// Digests that are written as letters.
pub fn is_hash(word: &str) -> bool {
    let is_hex = [32, 40, 56, 64, 96, 128].contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_hexdigit())
        && word.bytes().any(|byte| byte.is_ascii_digit());
    let is_crypt = word.len() >= 20
        && ["$1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$P$", "$H$", "$argon2", "{SSHA}", "pbkdf2_"]
            .iter()
            .any(|prefix| word.starts_with(prefix));
    is_hex || is_crypt
}

fn likeness(word: &str) -> Likeness {
    let word = word.trim_end_matches([',', '.', ')', '|']);
    let length = word.chars().count();
    let is_address = word.contains("://") || mail_in(word).is_some() || word.starts_with("//");
    if !(4..=128).contains(&length) || is_address || is_masked(word) || is_placeholder(word) {
        return Likeness::None;
    }
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    let others = length - digits - letters;
    let has_inner_capital =
        word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
    if digits == length || (digits > 0 && letters == 0) {
        // A port, a date, an amount: or a number that somebody thinks is a secret.
        return if digits == length && length >= 6 { Likeness::Weak } else { Likeness::None };
    }
    if is_hash(word) || (digits > 0 && letters > 0) || (others > 0 && letters > 2) || has_inner_capital {
        return Likeness::Strong;
    }
    Likeness::Weak
}

/// Words that stand for a secret in guides and settings.
fn is_placeholder(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    PLACEHOLDERS.contains(&lower.as_str())
        || ["${", "{{", "<", "your", "%s"].iter().any(|begin| lower.starts_with(begin))
}
