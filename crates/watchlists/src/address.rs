//! Links to profiles of many services. What leads to a post names its author where the address does; what leads nowhere
//! in particular is malformed, never a whole domain.

use percent_encoding::percent_decode_str;
use url::Url;

use crate::handle::{Hints, at_host};
use crate::service::Service;
use crate::subject::{Domain, Form, Malformed, Subject};

type Found = Result<Subject, Malformed>;

const SHORTENERS: &[&str] = &[
    "bit.ly",
    "t.co",
    "goo.gl",
    "tinyurl.com",
    "is.gd",
    "ow.ly",
    "buff.ly",
    "clck.ru",
    "vm.tiktok.com",
    "vt.tiktok.com",
    "redd.it",
    "cutt.ly",
    "rb.gy",
    "shorturl.at",
    "lnkd.in",
    "fb.me",
    "on.fb.me",
    "v.gd",
    "adf.ly",
    "u.to",
    "goo.su",
];
/// Pages of films at another host of the same service.
const POSTS_ONLY: &[&str] = &["youtu.be", "clips.twitch.tv", "pin.it", "gist.github.com"];
/// Links within links that are followed.
const DEPTH_MAX: usize = 3;

/// Reads a link with its scheme.
pub(crate) fn read(text: &str, hints: &Hints) -> Found {
    read_to(text, hints, DEPTH_MAX)
}

fn read_to(text: &str, hints: &Hints, depth: usize) -> Found {
    let url = Url::parse(text).map_err(|_| Malformed::NoHandle)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Malformed::Disguised);
    }
    let host = match url.host() {
        Some(url::Host::Domain(host)) => host.trim_end_matches('.').to_owned(),
        _ => return Err(Malformed::Disguised),
    };
    if url.port().is_some() && !hints.is_own_host(&host) {
        return Err(Malformed::Disguised);
    }
    if let Some(inner) = inner_link(&url, &host) {
        return if depth == 0 { Err(Malformed::ShortLink) } else { read_to(&inner, hints, depth - 1) };
    }
    if SHORTENERS.contains(&host.as_str()) {
        return Err(Malformed::ShortLink);
    }
    if POSTS_ONLY.contains(&host.as_str()) {
        return Err(Malformed::NoAccount);
    }
    let segments = segments(&url);
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    if hints.is_own_host(&host) {
        return own(&path);
    }
    if let Some(name) = host.strip_suffix(".t.me").filter(|name| !matches!(*name, "www" | "web")) {
        return account(Service::Telegram, Form::Name, name);
    }
    match Service::of_host(&host) {
        Some(service) => of_service(service, &Place { url: &url, host: &host, path: &path }),
        None => elsewhere(&host, &path),
    }
}

fn segments(url: &Url) -> Vec<String> {
    let parts = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty());
    parts.map(|part| percent_decode_str(part).decode_utf8_lossy().trim().to_owned()).collect()
}

/// Pages that stand before another one: an archive's copy, a warning.
fn inner_link(url: &Url, host: &str) -> Option<String> {
    let query =
        |key: &str| url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value.into_owned());
    let found = match host {
        "web.archive.org" => {
            let path = &url.as_str()[url.as_str().find("/web/")? + 5..];
            path[path.find('/')? + 1..].to_owned()
        }
        "archive.today" | "archive.ph" | "archive.is" | "archive.li" => {
            let at = url.as_str()[8..].find("http")?;
            url.as_str()[8 + at..].to_owned()
        }
        "google.com" | "www.google.com" if url.path() == "/url" => query("q").or_else(|| query("url"))?,
        "l.facebook.com" | "lm.facebook.com" | "l.instagram.com" => query("u")?,
        "vk.com" if url.path() == "/away.php" => query("to")?,
        "youtube.com" | "www.youtube.com" if url.path() == "/redirect" => query("q")?,
        "href.li" | "anonym.to" => url.query()?.to_owned(),
        _ => return None,
    };
    // An archive may leave out the scheme.
    Some(if found.starts_with("http") { found } else { format!("https://{found}") })
}

fn account(service: Service, form: Form, name: &str) -> Found {
    service.handle(form, name).map(Subject::Account)
}

fn own(path: &[&str]) -> Found {
    match path {
        ["users", id, ..] | ["channels", "@me", id] => account(Service::Here, Form::Id, id),
        [name, ..] if name.starts_with('@') => account(Service::Here, Form::Name, &name[1..]),
        _ => Err(Malformed::NoAccount),
    }
}

/// A host that is no service of ours: an instance of the fediverse shows it by the form of its paths.
fn elsewhere(host: &str, path: &[&str]) -> Found {
    match path {
        [] => Domain::parse(host).map(Subject::Domain).ok_or(Malformed::NoHandle),
        [name, ..] if name.starts_with('@') && name.len() > 1 => fediverse(&name[1..], host),
        ["users" | "accounts" | "profile", name, ..] => fediverse(name, host),
        _ => Err(Malformed::UnknownService),
    }
}

/// `@name@elsewhere` in an instance's address is an account of the other one.
fn fediverse(name: &str, host: &str) -> Found {
    let handle = if name.contains('@') { name.to_owned() } else { format!("{name}@{host}") };
    at_host(&handle, &Hints::default())
}

struct Place<'a> {
    url: &'a Url,
    host: &'a str,
    path: &'a [&'a str],
}

impl Place<'_> {
    fn query(&self, key: &str) -> Option<String> {
        self.url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value.into_owned())
    }

    fn query_id(&self, service: Service, key: &str) -> Found {
        account(service, Form::Id, &self.query(key).ok_or(Malformed::NoAccount)?)
    }
}

fn of_service(service: Service, place: &Place<'_>) -> Found {
    match service {
        Service::Telegram => telegram(place),
        Service::X => x(place),
        Service::Facebook => facebook(place),
        Service::YouTube => youtube(place.path),
        Service::Vk => vk(place.path),
        Service::Discord => discord(place),
        Service::Matrix => matrix_to(place.url.fragment().unwrap_or_default()),
        Service::WhatsApp | Service::Signal => messengers(service, place),
        _ => by_path(service, place.path),
    }
}

/// Services whose addresses are a name, or a word and a name.
fn by_path(service: Service, path: &[&str]) -> Found {
    let name = |name: &str| account(service, Form::Name, name);
    match (service, path) {
        (Service::Instagram, ["stories", it, ..]) => name(it),
        (
            Service::Instagram,
            ["p" | "reel" | "reels" | "tv" | "explore" | "accounts" | "direct" | "about" | "legal", ..],
        ) => Err(Malformed::NoAccount),
        (Service::Threads | Service::TikTok, [it, ..]) => match it.strip_prefix('@') {
            Some(it) => name(it),
            None => Err(if *it == "t" { Malformed::ShortLink } else { Malformed::NoAccount }),
        },
        (Service::Odnoklassniki, ["profile", id, ..]) => account(service, Form::Id, id),
        (Service::Odnoklassniki, ["group", id, ..]) => account(service, Form::Room, id),
        (Service::Odnoklassniki, ["dk" | "video" | "music" | "games" | "search" | "feed", ..]) => {
            Err(Malformed::NoAccount)
        }
        (Service::Reddit, ["user" | "u", it, ..]) => name(it),
        (Service::Reddit, ["r", it, ..]) => account(service, Form::Room, it),
        (Service::Reddit, _) => Err(Malformed::NoAccount),
        (
            Service::GitHub,
            [
                "search" | "topics" | "settings" | "login" | "explore" | "features" | "orgs" | "marketplace",
                ..,
            ],
        ) => Err(Malformed::NoAccount),
        (Service::Bluesky, ["profile", it, ..]) => name(it),
        (Service::Bluesky, _) => Err(Malformed::NoAccount),
        (Service::Twitch, ["videos" | "directory" | "p" | "search" | "settings", ..]) => {
            Err(Malformed::NoAccount)
        }
        (Service::Snapchat, ["add", it, ..]) => name(it),
        (Service::Snapchat, [it, ..]) if it.starts_with('@') => name(&it[1..]),
        (Service::Snapchat, _) => Err(Malformed::NoAccount),
        (Service::Gab, ["groups" | "search" | "explore" | "about" | "auth", ..]) => Err(Malformed::NoAccount),
        (Service::Rumble, [kind @ ("user" | "c"), it, ..]) => name(&format!("{kind}/{it}")),
        (Service::Rumble, _) => Err(Malformed::NoAccount),
        (Service::SoundCloud, ["search" | "discover" | "stream" | "you" | "upload", ..]) => {
            Err(Malformed::NoAccount)
        }
        (Service::Pinterest, ["pin" | "search" | "ideas" | "settings", ..]) => Err(Malformed::NoAccount),
        (_, [it, ..]) => name(it.strip_prefix('@').unwrap_or(it)),
        (_, []) => Err(Malformed::NoAccount),
    }
}

fn telegram(place: &Place<'_>) -> Found {
    match place.path {
        ["s", name, ..] => account(Service::Telegram, Form::Name, name),
        ["c", id, ..] => account(Service::Telegram, Form::Room, id),
        ["joinchat", code, ..] => account(Service::Telegram, Form::Invite, code),
        [
            "addstickers" | "addemoji" | "addtheme" | "addlist" | "share" | "proxy" | "socks" | "iv"
            | "login" | "setlanguage" | "bg" | "confirmphone" | "invoice" | "contact" | "boost" | "giftcode"
            | "msg" | "m",
            ..,
        ] => Err(Malformed::NoAccount),
        [code, ..] if code.starts_with('+') => invite_or_phone(&code[1..]),
        [name, ..] => account(Service::Telegram, Form::Name, name.strip_prefix('@').unwrap_or(name)),
        [] => Err(Malformed::NoAccount),
    }
}

fn invite_or_phone(code: &str) -> Found {
    let is_phone = code.len() <= 15 && code.bytes().all(|it| it.is_ascii_digit());
    if is_phone { Err(Malformed::Phone) } else { account(Service::Telegram, Form::Invite, code) }
}

/// `tg://resolve?domain=name`, `tg://user?id=1`, `tg://join?invite=code`; `None` when it is `tg:` and a name.
pub(crate) fn telegram_scheme(text: &str) -> Option<Found> {
    let rest = text.get(3..)?;
    let (action, query) = rest.trim_start_matches('/').split_once('?')?;
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let value = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    Some(match action.trim_end_matches('/') {
        "resolve" if value("phone").is_some() => Err(Malformed::Phone),
        "resolve" => account(Service::Telegram, Form::Name, value("domain").unwrap_or_default()),
        "user" => account(Service::Telegram, Form::Id, value("id").unwrap_or_default()),
        "join" => account(Service::Telegram, Form::Invite, value("invite").unwrap_or_default()),
        "privatepost" => account(Service::Telegram, Form::Room, value("channel").unwrap_or_default()),
        _ => Err(Malformed::NoAccount),
    })
}

fn x(place: &Place<'_>) -> Found {
    let name = |name: &str| account(Service::X, Form::Name, name.strip_prefix('@').unwrap_or(name));
    match place.path {
        [] => match place.url.fragment().and_then(|it| it.strip_prefix("!/")) {
            Some(rest) => name(rest.split(['/', '?']).next().unwrap_or_default()),
            None => Err(Malformed::NoAccount),
        },
        ["intent", "user" | "follow"] => match place.query("screen_name") {
            Some(it) => name(&it),
            None => place.query_id(Service::X, "user_id"),
        },
        ["i", "user", id] => account(Service::X, Form::Id, id),
        [
            "i" | "intent" | "home" | "search" | "hashtag" | "explore" | "settings" | "login" | "share"
            | "about" | "tos" | "privacy" | "messages" | "notifications" | "signup" | "compose" | "jobs",
            ..,
        ] => Err(Malformed::NoAccount),
        [it, ..] => name(it),
    }
}

fn facebook(place: &Place<'_>) -> Found {
    let id = |id: &str| account(Service::Facebook, Form::Id, id);
    match place.path {
        ["profile.php" | "permalink.php" | "story.php", ..] => place.query_id(Service::Facebook, "id"),
        ["people", _, it, ..] => id(it),
        ["pages", _, it, ..] => id(it),
        // A page's number stands at the end of its title.
        ["p", it, ..] => id(it.rsplit('-').next().unwrap_or_default()),
        ["groups", it, ..] => account(Service::Facebook, Form::Room, it),
        [
            "watch" | "events" | "sharer" | "sharer.php" | "share" | "share.php" | "photo.php" | "photo"
            | "login" | "login.php" | "marketplace" | "hashtag" | "help" | "pages" | "people" | "reel"
            | "stories" | "gaming" | "search" | "messages" | "policies",
            ..,
        ] => Err(Malformed::NoAccount),
        [it, ..] if it.bytes().all(|byte| byte.is_ascii_digit()) => id(it),
        [it, ..] => account(Service::Facebook, Form::Name, it),
        [] => Err(Malformed::NoAccount),
    }
}

/// Handles, ids of channels, and the names of before, which are three sets of names.
fn youtube(path: &[&str]) -> Found {
    match path {
        [it, ..] if it.starts_with('@') => account(Service::YouTube, Form::Name, &it[1..]),
        ["channel", id, ..] => account(Service::YouTube, Form::Id, id),
        [kind @ ("c" | "user"), it, ..] => account(Service::YouTube, Form::Name, &format!("{kind}/{it}")),
        [
            "watch" | "shorts" | "playlist" | "live" | "results" | "feed" | "embed" | "post" | "hashtag"
            | "clip" | "v",
            ..,
        ]
        | [] => Err(Malformed::NoAccount),
        [it, ..] => account(Service::YouTube, Form::Name, &format!("c/{it}")),
    }
}

fn vk(path: &[&str]) -> Found {
    let [it, ..] = path else { return Err(Malformed::NoAccount) };
    let number_after = |word: &str| {
        let rest = it.strip_prefix(word)?;
        rest.bytes().all(|byte| byte.is_ascii_digit()).then_some(rest).filter(|rest| !rest.is_empty())
    };
    if let Some(id) = number_after("id") {
        return account(Service::Vk, Form::Id, id);
    }
    if let Some(id) = ["club", "public", "event"].into_iter().find_map(number_after) {
        return account(Service::Vk, Form::Room, id);
    }
    let is_post = ["wall", "photo", "video", "clip", "album", "topic", "doc", "audio", "story", "market"];
    let is_post = is_post.iter().any(|word| {
        it.strip_prefix(word)
            .is_some_and(|rest| rest.starts_with('-') || rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    let is_page = matches!(
        *it,
        "feed" | "im" | "search" | "groups" | "friends" | "video" | "music" | "away.php" | "share.php"
    );
    if is_post || is_page { Err(Malformed::NoAccount) } else { account(Service::Vk, Form::Name, it) }
}

fn discord(place: &Place<'_>) -> Found {
    match (place.host, place.path) {
        ("discord.gg", [code]) | (_, ["invite", code]) => account(Service::Discord, Form::Invite, code),
        (_, ["users", id]) => account(Service::Discord, Form::Id, id),
        _ => Err(Malformed::NoAccount),
    }
}

/// The fragment of `https://matrix.to/#/@name:server`.
fn matrix_to(fragment: &str) -> Found {
    let entity = fragment.strip_prefix('/').unwrap_or(fragment);
    let entity = entity.split(['/', '?']).next().unwrap_or_default();
    let entity = percent_decode_str(entity).decode_utf8_lossy();
    let form = if entity.starts_with('@') { Form::Name } else { Form::Room };
    if entity.is_empty() { Err(Malformed::NoAccount) } else { account(Service::Matrix, form, &entity) }
}

/// `matrix:u/name:server`, `matrix:r/alias:server`; `None` when it is `matrix:` and an account.
pub(crate) fn matrix_scheme(text: &str, hints: &Hints) -> Option<Found> {
    let rest = text.get(7..)?.split('?').next()?;
    let (kind, entity) = rest.split_once('/')?;
    Some(match kind {
        "u" | "user" => crate::handle::read_subject(&format!("@{entity}"), hints),
        "r" | "room" => account(Service::Matrix, Form::Room, &format!("#{entity}")),
        "roomid" => account(Service::Matrix, Form::Room, &format!("!{entity}")),
        _ => Err(Malformed::NoAccount),
    })
}

fn messengers(service: Service, place: &Place<'_>) -> Found {
    match (place.host, place.path) {
        ("wa.me" | "api.whatsapp.com", _) => Err(Malformed::Phone),
        ("chat.whatsapp.com", [code] | ["invite", code]) => account(service, Form::Invite, code),
        (_, ["channel", code, ..]) => account(service, Form::Room, code),
        ("signal.group", _) => account(service, Form::Invite, place.url.fragment().unwrap_or_default()),
        ("signal.me", _) => match place.url.fragment().unwrap_or_default() {
            fragment if fragment.starts_with("p/") => Err(Malformed::Phone),
            fragment => account(service, Form::Id, fragment.trim_start_matches("eu/")),
        },
        _ => Err(Malformed::NoAccount),
    }
}
