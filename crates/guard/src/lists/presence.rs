//! What is here that rows of lists may mean: accounts, links and files. For a guild, its members and what its
//! moderator may see; for the house, every account and every guild. Private conversations are not looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use parvis_app::access::GuildAccess;
use parvis_app::{ActionResult, App, looking_after};
use parvis_bus::view_of;
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Permissions, User};
use parvis_store::{StoreError, Tx, tables as talk};
use parvis_watchlists::intake::Intake;
use parvis_watchlists::matching::{Account, Holdings};
use parvis_watchlists::{Algorithm, ContentHash, Domain, Entity, Form, Service, Subject};
use sha2::{Digest as _, Sha256};

use super::{DAY_MS, links, own_host};
use crate::desk::Standing;
use crate::tables;
use crate::tables::lists::{self, Place};

/// How far back links and files are looked at.
const LOOKED_BACK_MS: i64 = 183 * DAY_MS;
/// Accounts, members and messages that are read at once.
const AT_ONCE: u32 = 1_000;
/// Places of one thing that are kept.
const PLACES_MAX: usize = 20;
/// Who may do any of this in a guild is one of its staff, and never in a bulk proposal.
const STAFF: Permissions = looking_after::LOOKS_AFTER
    .union(Permissions::MANAGE_GUILD)
    .union(Permissions::BAN_MEMBERS)
    .union(Permissions::KICK_MEMBERS);

/// With what a list is compared.
#[derive(Debug, Clone)]
pub enum Scope {
    /// With everything.
    House,
    /// With a guild, as far as somebody sees it.
    Guild(Box<GuildAccess>),
}

impl From<&Standing> for Scope {
    fn from(standing: &Standing) -> Self {
        match standing {
            Standing::House(_) => Self::House,
            Standing::Guild(access) => Self::Guild(access.clone()),
        }
    }
}

impl Scope {
    fn guild_id(&self) -> Option<Id<GuildMarker>> {
        match self {
            Self::House => None,
            Self::Guild(access) => Some(access.id()),
        }
    }
}

/// What of all that is there a list asks for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    links: bool,
    files: bool,
}

impl Wanted {
    /// What the rows of a list ask for.
    pub fn of(list: &Intake) -> Self {
        Self::of_subjects(list.entries().map(|entry| &entry.subject))
    }

    /// What these ask for.
    pub fn of_subjects<'a>(subjects: impl Iterator<Item = &'a Subject>) -> Self {
        let mut wanted = Self::default();
        for subject in subjects {
            match subject {
                Subject::Domain(_) | Subject::Veiled(Entity::Server, _) => wanted.links = true,
                Subject::Pattern(pattern) if pattern.entity == Entity::Server => wanted.links = true,
                Subject::Content(hash) if is_compared(hash) => wanted.files = true,
                _ => {}
            }
        }
        wanted
    }
}

/// Whether files here are compared with such a hash. Pictures that look alike are the banks' business.
pub fn is_compared(hash: &ContentHash) -> bool {
    matches!(hash.algorithm(), Algorithm::Blake3 | Algorithm::Sha256)
}

/// What is here.
pub struct Presence {
    /// In the order in which it is looked up.
    pub holdings: Holdings,
    /// Names of the accounts.
    pub names: HashMap<u64, String>,
    links: BTreeMap<String, Vec<Place>>,
    files: HashMap<ContentHash, Vec<Place>>,
}

impl Presence {
    /// Where links to these domains stand.
    pub fn links_to(&self, domains: &[String]) -> Vec<Place> {
        let found: BTreeSet<Place> =
            domains.iter().filter_map(|it| self.links.get(it)).flatten().copied().collect();
        found.into_iter().take(PLACES_MAX).collect()
    }

    /// Where files of this content are.
    pub fn files_of(&self, hash: &ContentHash) -> Vec<Place> {
        self.files.get(hash).cloned().unwrap_or_default()
    }
}

/// Looks at what is here.
pub async fn presence(app: &App, scope: &Scope, wanted: Wanted) -> ActionResult<Presence> {
    let looking = scope.clone();
    let now_ms = app.now_ms();
    let (users, protected) = app.read(move |tx| Ok(accounts(tx, &looking, now_ms)?)).await?;
    let own_host = own_host(app);
    let names = users.iter().map(|user| (user.id.get(), user.username.clone())).collect();
    let account = |user: User| Account {
        id: user.id.get(),
        name_since_ms: user.id.created_unix_ms(),
        is_protected: protected.contains(&user.id),
        // To others, an account of this instance is `name@host`; nobody needs to prove that.
        proven: own_host
            .iter()
            .filter_map(|host| {
                Service::Fediverse.handle(Form::Name, &format!("{}@{host}", user.username)).ok()
            })
            .collect(),
        name: user.username,
    };
    let accounts: Vec<Account> = users.into_iter().map(account).collect();
    let channels = if wanted.links || wanted.files { channels(app, scope).await? } else { Vec::new() };
    let links = if wanted.links { links_in(app, &channels).await? } else { BTreeMap::new() };
    let files = if wanted.files { files_in(app, &channels).await? } else { HashMap::new() };
    let domains: Vec<Domain> = links.keys().filter_map(|it| Domain::parse(it)).collect();
    let holdings = Holdings::new(accounts, files.keys().cloned(), domains);
    Ok(Presence { holdings, names, links, files })
}

/// The accounts with which a list is compared, and those among them who are protected.
fn accounts(
    tx: &mut Tx<'_>,
    scope: &Scope,
    now_ms: i64,
) -> Result<(Vec<User>, BTreeSet<Id<UserMarker>>), StoreError> {
    let mut protected: BTreeSet<_> = tables::moderators::all(tx)?.into_iter().collect();
    let mut users: Vec<User> = Vec::new();
    loop {
        let read = match scope {
            Scope::House => {
                let after = users.last().map_or(String::new(), |user| user.username.clone());
                talk::users::page(tx, &after, AT_ONCE)?
            }
            Scope::Guild(access) => {
                let after = users.last().map_or(Id::new(0), |user| user.id);
                let members = talk::members::page(tx, access.id(), after, AT_ONCE)?;
                let staff = members.iter().filter(|member| {
                    let permissions = access.guild.base_permissions(&view_of(member, now_ms));
                    member.user.id == access.guild.owner_id() || permissions.intersects(STAFF)
                });
                protected.extend(staff.map(|member| member.user.id));
                members.into_iter().map(|member| member.user).collect()
            }
        };
        let is_last = read.len() < AT_ONCE as usize;
        users.extend(read);
        if is_last {
            return Ok((users, protected));
        }
    }
}

/// Whether somebody is never to be in a bulk proposal: a moderator of the house, or of the guild's staff.
pub fn is_protected(
    tx: &mut Tx<'_>,
    standing: &Standing,
    user_id: Id<UserMarker>,
    now_ms: i64,
) -> Result<bool, StoreError> {
    if tables::moderators::exists(tx, user_id)? {
        return Ok(true);
    }
    let Standing::Guild(access) = standing else { return Ok(false) };
    let Some(member) = talk::members::get(tx, access.id(), user_id)? else { return Ok(false) };
    let permissions = access.guild.base_permissions(&view_of(&member, now_ms));
    Ok(access.guild.owner_id() == user_id || permissions.intersects(STAFF))
}

async fn channels(app: &App, scope: &Scope) -> ActionResult<Vec<Id<ChannelMarker>>> {
    let scope = scope.clone();
    app.read(move |tx| {
        let mut seen = Vec::new();
        for channel_id in lists::channels_of(tx, scope.guild_id())? {
            let sees = match &scope {
                Scope::House => true,
                Scope::Guild(access) => looking_after::may_see(tx, access, Some(channel_id))?,
            };
            if sees {
                seen.push(channel_id);
            }
        }
        Ok(seen)
    })
    .await
}

/// The domains to which links lead, with the first places of each.
async fn links_in(app: &App, channels: &[Id<ChannelMarker>]) -> ActionResult<BTreeMap<String, Vec<Place>>> {
    let oldest = Id::first_of_unix_ms(app.now_ms() - LOOKED_BACK_MS);
    let mut found: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for channel_id in channels.iter().copied() {
        let mut after = oldest;
        loop {
            let page = app.read(move |tx| Ok(lists::links_since(tx, channel_id, after, AT_ONCE)?)).await?;
            for (message_id, text) in &page {
                for domain in links::domains(text) {
                    let places = found.entry(domain.as_str().to_owned()).or_default();
                    let place = Place { channel_id, message_id: *message_id };
                    if places.len() < PLACES_MAX && !places.contains(&place) {
                        places.push(place);
                    }
                }
            }
            match page.last() {
                Some((last, _)) if page.len() == AT_ONCE as usize => after = *last,
                _ => break,
            }
        }
    }
    Ok(found)
}

/// The contents of files, with the first places of each.
async fn files_in(
    app: &App,
    channels: &[Id<ChannelMarker>],
) -> ActionResult<HashMap<ContentHash, Vec<Place>>> {
    let oldest = Id::first_of_unix_ms(app.now_ms() - LOOKED_BACK_MS);
    let mut found: HashMap<ContentHash, Vec<Place>> = HashMap::new();
    for channel_id in channels.iter().copied() {
        let attached = app.read(move |tx| Ok(lists::attached_since(tx, channel_id, oldest)?)).await?;
        for (place, blob) in attached {
            let path = app.blob_path(&blob);
            let hashes = tokio::task::spawn_blocking(move || hashes_of(&path)).await;
            // A file that was deleted meanwhile is not here any more.
            let Ok(Ok(hashes)) = hashes else { continue };
            for hash in hashes {
                let places = found.entry(hash).or_default();
                if places.len() < PLACES_MAX {
                    places.push(place);
                }
            }
        }
    }
    Ok(found)
}

fn hashes_of(path: &Path) -> std::io::Result<Vec<ContentHash>> {
    let (mut blake3, mut sha256) = (blake3::Hasher::new(), Sha256::new());
    let mut file = File::open(path)?;
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            break;
        }
        blake3.update(&piece[..read]);
        sha256.update(&piece[..read]);
    }
    let blake3 = ContentHash::parse(Algorithm::Blake3, &blake3.finalize().to_hex());
    let sha256 = ContentHash::parse(Algorithm::Sha256, &hex(&sha256.finalize()));
    Ok(blake3.into_iter().chain(sha256).collect())
}

/// Bytes as hex digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
