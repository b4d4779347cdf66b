//! What those do with banks who look after a guild or the house: list, add, switch off, look through the past.

use parvis_app::access;
use parvis_app::audit::{self, Entry};
use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_likeness::bank::Refused;
use parvis_likeness::file::Digest;
use parvis_likeness::image::{DISTANCE_MAX, Hash, Hashed, Print};
use parvis_model::marker::{CaseMarker, GuildMarker};
use parvis_model::{AuditLogEvent, Id, Permissions, Timestamp, User};
use parvis_rules::limits::chars;
use parvis_rules::validate::{self, FieldError};
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use super::Banks;
use super::signature::Signature;
use super::words::{ItemKind, LeakSetting, Origin, ReplayState};
use crate::desk::{self, Standing, unknown};
use crate::limits;
use crate::shown;
use crate::tables::banks::{self as tables, BankItemMarker, Item, Replay, past};

const DAY_MS: i64 = 86_400_000;
/// For how many days an item may count at most; it can be renewed.
pub const DAYS_MAX: i64 = 366;
/// Items of a guild.
const GUILD_ITEMS_MAX: u32 = 2_000;
/// Items of the house.
const HOUSE_ITEMS_MAX: u32 = 100_000;
/// Scalar values of an item's name.
const TITLE_CHARS_MAX: usize = 100;
/// Scalar values of where it comes from, and of its licence.
const ORIGIN_CHARS_MAX: usize = 200;

/// What is to be known.
pub enum What {
    /// A text.
    Text(String),
    /// A file's bytes, which are looked at and let go.
    File(Vec<u8>),
    /// BLAKE3 of a file.
    Digest(Digest),
    /// PDQ of a picture that nobody here has.
    Pdq(Hash),
}

/// What is said about an item that is added.
pub struct About {
    /// What it is called here.
    pub title: String,
    /// Who says so.
    pub origin: Origin,
    /// Which list, order or exchange.
    pub origin_name: String,
    /// Under which terms it may be used.
    pub licence: String,
    /// Why it is known.
    pub reason: String,
    /// For how many days it counts.
    pub expires_in_days: i64,
}

impl About {
    /// Checks it; texts come without blanks around them.
    fn checked(self) -> ActionResult<Self> {
        let trimmed = |text: String| text.trim().to_owned();
        let about = Self {
            title: trimmed(self.title),
            origin_name: trimmed(self.origin_name),
            licence: trimmed(self.licence),
            reason: trimmed(self.reason),
            ..self
        };
        let mut errors = Vec::new();
        let mut length = |path: &str, text: &str, min: usize, max: usize| {
            errors.extend(validate::length(path, chars(text), min..=max).err());
        };
        length("name", &about.title, 1, TITLE_CHARS_MAX);
        length("origin_name", &about.origin_name, 0, ORIGIN_CHARS_MAX);
        length("licence", &about.licence, 0, ORIGIN_CHARS_MAX);
        length("reason", &about.reason, 1, limits::GROUND_CHARS_MAX);
        errors.extend(check_days(about.expires_in_days).err());
        if errors.is_empty() { Ok(about) } else { Err(errors.into()) }
    }
}

fn check_days(days: i64) -> Result<(), FieldError> {
    validate::number("expires_in_days", days, 1..=DAYS_MAX)
}

fn days_from(now: Timestamp, days: i64) -> Timestamp {
    Timestamp::from_unix_ms(now.unix_ms() + days * DAY_MS)
}

/// An item as those see it who look after the bank.
#[derive(Debug, Serialize)]
pub struct ShownItem {
    id: Id<BankItemMarker>,
    guild_id: Option<Id<GuildMarker>>,
    kind: ItemKind,
    name: String,
    origin: Origin,
    origin_name: String,
    licence: String,
    reason: String,
    added_by: Option<User>,
    added_at: Timestamp,
    case_id: Option<Id<CaseMarker>>,
    expires_at: Timestamp,
    enabled: bool,
    hits: u32,
    replay: Option<ShownReplay>,
}

/// How far a look through the past has come.
#[derive(Debug, Serialize)]
struct ShownReplay {
    state: ReplayState,
    looked_at: u64,
    in_all: u64,
    hits: u64,
}

/// A page of a bank, newest first.
#[derive(Debug, Serialize)]
pub struct Page {
    items: Vec<ShownItem>,
    has_more: bool,
    /// What is done about leaks; null for the house, which has no channels.
    leaks: Option<LeakSetting>,
    /// Whether the caller may change that.
    may_set_leaks: bool,
}

fn shown(tx: &mut Tx<'_>, item: Item) -> Result<ShownItem, StoreError> {
    let replay = tables::replay(tx, item.id)?;
    Ok(ShownItem {
        id: item.id,
        guild_id: item.guild_id,
        kind: item.kind,
        added_by: shown::person(tx, item.added_by)?,
        added_at: Timestamp::from_unix_ms(item.id.created_unix_ms()),
        hits: tables::hit_count(tx, item.id)?,
        replay: replay.map(|it| ShownReplay {
            state: it.state,
            looked_at: it.looked_at,
            in_all: it.in_all,
            hits: it.hits,
        }),
        name: item.title,
        origin: item.origin,
        origin_name: item.origin_name,
        licence: item.licence,
        reason: item.reason,
        case_id: item.case_id,
        expires_at: item.expires_at,
        enabled: item.enabled,
    })
}

/// The bank of a guild, or with `None` of the house.
pub async fn list(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
    before: Option<Id<BankItemMarker>>,
    limit: usize,
) -> ActionResult<Page> {
    let standing = desk::standing(app, caller, guild_id).await?;
    let may_set_leaks = may_set_leaks(&standing);
    app.read(move |tx| {
        let before = before.unwrap_or(Id::new(i64::MAX as u64));
        let mut items = tables::page(tx, guild_id, before, limit as u32 + 1)?;
        let has_more = items.len() > limit;
        items.truncate(limit);
        let items = items.into_iter().map(|item| shown(tx, item)).collect::<Result<_, _>>()?;
        let leaks = match guild_id {
            Some(guild_id) => Some(tables::leak_setting(tx, guild_id)?.unwrap_or(LeakSetting::Review)),
            None => None,
        };
        Ok(Page { items, has_more, leaks, may_set_leaks })
    })
    .await
}

fn may_set_leaks(standing: &Standing) -> bool {
    matches!(standing, Standing::Guild(access) if access.permissions.contains(Permissions::MANAGE_GUILD))
}

/// Adds an item to the bank of a guild or of the house. It counts when this returns.
pub async fn add(
    banks: &Banks,
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
    what: What,
    about: About,
) -> ActionResult<ShownItem> {
    let standing = desk::standing(app, caller, guild_id).await?;
    insert(banks, app, caller, &standing, what, about, None).await
}

/// Adds an item for somebody of whom is known that they may.
pub(super) async fn insert(
    banks: &Banks,
    app: &App,
    caller: &Caller,
    standing: &Standing,
    what: What,
    about: About,
    case_id: Option<Id<CaseMarker>>,
) -> ActionResult<ShownItem> {
    let about = about.checked()?;
    let signature = signature_of(what).await?;
    let item = Item {
        id: app.ids.next(),
        guild_id: standing.queue(),
        kind: signature.kind,
        title: about.title,
        origin: about.origin,
        origin_name: about.origin_name,
        licence: about.licence,
        reason: about.reason,
        added_by: Some(caller.user_id),
        case_id,
        expires_at: days_from(desk::now(app), about.expires_in_days),
        enabled: true,
        distance_max: DISTANCE_MAX,
        signature: signature.bytes,
    };
    let id = item.id;
    let entry = entry(app, caller, &item, Some(&item.reason), None, Some("added"));
    let added = app
        .write(desk::lane(item.guild_id), move |tx, out| {
            let max = if item.guild_id.is_some() { GUILD_ITEMS_MAX } else { HOUSE_ITEMS_MAX };
            if tables::count(tx, item.guild_id)? >= max {
                let text = format!("Maximum number of known items reached ({max}).");
                return Err(ActionError::invalid("content", "MAX_BANK_ITEMS", text));
            }
            if tables::with_signature(tx, item.guild_id, item.kind, &item.signature)?.is_some() {
                return Err(ActionError::invalid("content", "BANK_ITEM_KNOWN", "This is known already."));
            }
            tables::insert(tx, &item)?;
            if let Some(entry) = entry {
                audit::record(tx, out, entry)?;
            }
            Ok(shown(tx, item)?)
        })
        .await?;
    banks.memory().refresh(app, id).await?;
    Ok(added)
}

async fn signature_of(what: What) -> ActionResult<Signature> {
    let signature = match what {
        What::Text(text) => Signature::of_text(&text),
        What::Digest(digest) => Ok(Signature::of_digest(digest)),
        What::Pdq(hash) => Signature::of_print(&Print::of_hash(Hashed { hash, quality: 100 })),
        What::File(bytes) => {
            let looking = tokio::task::spawn_blocking(move || Signature::of_file(&bytes));
            Ok(looking.await.map_err(std::io::Error::other)?)
        }
    };
    signature.map_err(|refused| match refused {
        Refused::TooLittle => {
            ActionError::invalid("content", "BANK_ITEM_TOO_SHORT", "Too few letters to tell it from others.")
        }
        Refused::TooPlain => ActionError::invalid(
            "content",
            "BANK_ITEM_TOO_PLAIN",
            "Too little to see to tell it from others.",
        ),
    })
}

/// An entry of the guild's log; the house has none.
fn entry(
    app: &App,
    caller: &Caller,
    item: &Item,
    reason: Option<&str>,
    before: Option<&str>,
    after: Option<&str>,
) -> Option<Entry> {
    let state = |word: Option<&str>| {
        word.map(|word| serde_json::json!({ "name": item.title, "kind": item.kind, "state": word }))
    };
    let (event, target) = (AuditLogEvent::GUILD_UPDATE, item.guild_id?.cast());
    let entry = Entry::new(app, caller, item.guild_id?, event, Some(target), None);
    Some(entry.with_reason(reason).with_change("$known_item", state(before), state(after)))
}

/// The item, for who looks after its bank.
async fn worked_on(app: &App, caller: &Caller, id: Id<BankItemMarker>) -> ActionResult<Item> {
    caller.require_person()?;
    let item = app.read(move |tx| Ok(tables::get(tx, id)?)).await?.ok_or(unknown("Known item"))?;
    match desk::standing(app, caller, item.guild_id).await {
        Err(ActionError::MissingPermissions | ActionError::Unknown(_)) => Err(unknown("Known item")),
        Err(error) => Err(error),
        Ok(_) => Ok(item),
    }
}

/// Switches an item on or off, or lets it count until another moment. It is so when this returns.
pub async fn change(
    banks: &Banks,
    app: &App,
    caller: &Caller,
    id: Id<BankItemMarker>,
    enabled: Option<bool>,
    expires_in_days: Option<i64>,
    reason: Option<String>,
) -> ActionResult<ShownItem> {
    let item = worked_on(app, caller, id).await?;
    if let Some(wrong) = expires_in_days.and_then(|days| check_days(days).err()) {
        return Err(wrong.into());
    }
    let renewed = expires_in_days.map(|days| days_from(desk::now(app), days));
    let (enabled, expires_at) = (enabled.unwrap_or(item.enabled), renewed.unwrap_or(item.expires_at));
    let word = |enabled: bool| Some(if enabled { "on" } else { "off" });
    let after = if expires_at == item.expires_at { word(enabled) } else { Some("renewed") };
    let entry = entry(app, caller, &item, reason.as_deref(), word(item.enabled), after);
    let changed = app
        .write(desk::lane(item.guild_id), move |tx, out| {
            if !tables::update(tx, id, enabled, expires_at)? {
                return Err(unknown("Known item"));
            }
            if let Some(entry) = entry.filter(Entry::has_changes) {
                audit::record(tx, out, entry)?;
            }
            Ok(shown(tx, Item { enabled, expires_at, ..item })?)
        })
        .await?;
    banks.memory().refresh(app, id).await?;
    Ok(changed)
}

/// Has the past looked through for an item.
pub async fn start_replay(
    banks: &Banks,
    app: &App,
    caller: &Caller,
    id: Id<BankItemMarker>,
) -> ActionResult<ShownItem> {
    let item = worked_on(app, caller, id).await?;
    if !item.enabled || item.expires_at <= desk::now(app) {
        let text = "This item matches nothing any more.";
        return Err(ActionError::invalid("item_id", "BANK_ITEM_OFF", text));
    }
    let (guild_id, is_text) = (item.guild_id, item.kind == ItemKind::Text);
    let in_all = app.read(move |tx| Ok(past::past_count(tx, guild_id, !is_text)?)).await?;
    let started = app
        .write(desk::lane(guild_id), move |tx, _| {
            if tables::replay(tx, id)?.is_none_or(|replay| replay.state == ReplayState::Done) {
                let replay = Replay {
                    item_id: id,
                    state: ReplayState::Running,
                    channel_id: Id::new(0),
                    before_id: Id::new(0),
                    looked_at: 0,
                    in_all,
                    hits: 0,
                };
                tables::set_replay(tx, &replay)?;
            }
            Ok(shown(tx, item)?)
        })
        .await?;
    banks.go_on(app);
    Ok(started)
}

/// Says what a guild does about leaks.
pub async fn set_leaks(
    banks: &Banks,
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    setting: LeakSetting,
) -> ActionResult<()> {
    caller.require_person()?;
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    let (event, target) = (AuditLogEvent::GUILD_UPDATE, Some(guild_id.cast()));
    let entry = Entry::new(app, caller, guild_id, event, target, None);
    app.write(access.lane(), move |tx, out| {
        let before = tables::leak_setting(tx, guild_id)?.unwrap_or(LeakSetting::Review);
        tables::set_leak_setting(tx, guild_id, setting)?;
        let value = |setting: LeakSetting| Some(serde_json::json!(setting));
        let entry = entry.with_change("$leaks", value(before), value(setting));
        if entry.has_changes() {
            audit::record(tx, out, entry)?;
        }
        Ok(())
    })
    .await?;
    banks.memory().set_leaks(guild_id, setting);
    Ok(())
}
