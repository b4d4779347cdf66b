//! Evidence: what is hidden or deleted is sealed first, opened only with a case and a purpose, both noted, held where
//! the law asks for it, and erased within a day when its time is over. The chain says that it was there, and
//! stays whole.

use parvis_app::{ActionResult, App, Caller, Lane};
use parvis_model::marker::{CaseMarker, GuildMarker};
use parvis_model::{Id, Message, ReportedMessage, Timestamp, User};
use parvis_store::{StoreError, Tx, tables as talk};
use parvis_vault::{
    About, Act, Digest, Fault, Ground, Kind, Proof, PublicKey, RecordKey, Root, SignedRoot, Signer, Stored,
    Verdict, Verifier, open, seal, unwrap_key, wrap_key,
};
use rand::RngCore;
use serde::Serialize;

use crate::desk::{self, unknown};
use crate::tables::evidence::{self as tables, EvidenceMarker, Hold, Opening, Record};
use crate::{copies, limits};

const DAY_MS: i64 = 86_400_000;
/// How long a record is kept without a hold: as long as what was hidden may come back. That is more than the six months
/// of Regulation (EU) 2021/784, article 6.
pub const KEPT_MS: i64 = limits::WITHHELD_MS;
/// How long it is known who opened a record.
const OPENINGS_KEPT_MS: i64 = 400 * DAY_MS;
/// Records that are erased in one transaction, and links that are read in one.
const AT_ONCE: u32 = 200;
/// Records of a case, and openings of a record, that are shown.
const SHOWN_MAX: u32 = 100;
/// A message, as [`message`] writes it.
pub const MESSAGE: &str = "message";
/// Links between a record and its root in a proof.
const PROOF_LINKS_MAX: u32 = 100_000;

/// What is sealed.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The record's id.
    pub id: Id<EvidenceMarker>,
    /// What it holds, in a word: `message`, `file`.
    pub kind: &'static str,
    /// For which case.
    pub case_id: Option<Id<CaseMarker>>,
    /// Of which guild.
    pub guild_id: Option<Id<GuildMarker>>,
    /// The content.
    pub content: Vec<u8>,
}

/// What is sealed of a message: its copy, without secrets that it leaks.
pub fn message(message: &Message) -> Result<Vec<u8>, StoreError> {
    let written = serde_json::to_vec(&copies::of_message(message));
    written.map_err(|error| StoreError::Invalid(format!("message {}: {error}", message.id)))
}

/// Keys of the vault, made on its first use.
struct Keys {
    vault: [u8; 32],
    signer: Signer,
}

impl Keys {
    fn get_or_make(tx: &mut Tx<'_>) -> Result<Self, StoreError> {
        Ok(Self { vault: key(tx, "evidence")?, signer: Signer::from_seed(&key(tx, "evidence roots")?) })
    }
}

fn key(tx: &mut Tx<'_>, name: &str) -> Result<[u8; 32], StoreError> {
    let kept = talk::secrets::get_or_insert(tx, name, &random::<32>())?;
    kept.try_into().map_err(|_| StoreError::Invalid(format!("the key {name} is not of 32 bytes")))
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// Seals content, in the transaction that hides or deletes it.
pub fn record(tx: &mut Tx<'_>, draft: &Draft, now: Timestamp) -> Result<(), StoreError> {
    let keys = Keys::get_or_make(tx)?;
    let kind = Kind::parse(draft.kind).map_err(|error| StoreError::Invalid(error.to_string()))?;
    let about = About { record_id: draft.id.get(), kind, handed_in_ms: now.unix_ms() };
    let record_key = RecordKey::new(random());
    let sealed = seal(&record_key, &about, &draft.content);
    let act = Act::Sealed { digest: Digest::of_sealed(&sealed), bytes: sealed.len() as u64 };
    let link = tables::append(tx, about, act)?;
    let record = Record {
        id: draft.id,
        number: link.number,
        case_id: draft.case_id,
        guild_id: draft.guild_id,
        wrapped_key: wrap_key(&keys.vault, random(), draft.id.get(), &record_key),
        sealed,
        expires_at: Timestamp::from_unix_ms(now.unix_ms() + KEPT_MS),
        hold: None,
    };
    tables::insert(tx, &record)
}

/// The content of a record, for a case; that it was opened is noted in the same transaction. `None` when it is gone,
/// or of another case.
pub fn opened(tx: &mut Tx<'_>, opening: &Opening) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(record) = tables::get(tx, opening.record_id)? else { return Ok(None) };
    if record.case_id != Some(opening.case_id) {
        return Ok(None);
    }
    let (about, key) = unsealing(tx, &record)?;
    let content = open(&key, &about, &record.sealed).map_err(|error| unreadable(&record, &error))?;
    tables::insert_opening(tx, opening)?;
    Ok(Some(content))
}

/// What a record's bytes are bound to, and their key.
fn unsealing(tx: &mut Tx<'_>, record: &Record) -> Result<(About, RecordKey), StoreError> {
    let about = link_of(tx, record)?;
    let keys = Keys::get_or_make(tx)?;
    let key = unwrap_key(&keys.vault, record.id.get(), &record.wrapped_key);
    Ok((about, key.map_err(|error| unreadable(record, &error))?))
}

fn link_of(tx: &mut Tx<'_>, record: &Record) -> Result<About, StoreError> {
    let link = tables::links(tx, record.number, 1)?.pop().filter(|kept| kept.link.number == record.number);
    Ok(link.ok_or_else(|| unreadable(record, &"it has no link"))?.link.about)
}

fn unreadable(record: &Record, error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Invalid(format!("evidence {}: {error}", record.id))
}

/// Destroys a record's content and its key; the chain says that it was done, and why. False when it is gone.
pub fn erase(
    tx: &mut Tx<'_>,
    id: Id<EvidenceMarker>,
    ground: Ground,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(record) = tables::get(tx, id)? else { return Ok(false) };
    let kind = Kind::parse("erasure").map_err(|error| StoreError::Invalid(error.to_string()))?;
    let about = About { record_id: id.get(), kind, handed_in_ms: now.unix_ms() };
    tables::append(tx, about, Act::Erased { number: record.number, ground })?;
    tables::delete(tx, id)
}

/// Erases what was sealed of a case, because it can be seen again; what is held stays.
pub fn erase_restored(tx: &mut Tx<'_>, case_id: Id<CaseMarker>, now: Timestamp) -> Result<(), StoreError> {
    for record in tables::of_case(tx, case_id, SHOWN_MAX)? {
        if record.hold.as_ref().is_none_or(|hold| hold.until <= now) {
            erase(tx, record.id, Ground::Restored, now)?;
        }
    }
    Ok(())
}

/// Erases what has had its time; whether there may be more.
pub fn erase_due(tx: &mut Tx<'_>, now: Timestamp) -> Result<bool, StoreError> {
    let due = tables::due(tx, now, AT_ONCE)?;
    for record in &due {
        erase(tx, record.id, Ground::Expired, now)?;
    }
    Ok(due.len() == AT_ONCE as usize)
}

/// Signs where the chain ends, once a day and only when it grew. A day without records needs no root.
pub fn sign_root(tx: &mut Tx<'_>, now: Timestamp) -> Result<Option<SignedRoot>, StoreError> {
    let head = tables::head(tx)?;
    let last = tables::last_root(tx)?;
    let day = now.unix_ms().div_euclid(DAY_MS);
    let (signed, previous) =
        last.map_or((0, Digest::NONE), |last| (last.root.head.number, last.root.digest()));
    if head.number == signed || last.is_some_and(|last| last.root.day >= day) {
        return Ok(None);
    }
    let root = SignedRoot::sign(Root { day, head, previous }, &Keys::get_or_make(tx)?.signer);
    Ok(tables::insert_root(tx, &root)?.then_some(root))
}

/// The key that roots are checked by, for whoever keeps them elsewhere.
pub fn public_key(tx: &mut Tx<'_>) -> Result<PublicKey, StoreError> {
    Ok(Keys::get_or_make(tx)?.signer.public_key())
}

/// Reads the whole chain with everything that it seals. What cannot be read at all is an error, which says where.
pub fn verify(tx: &mut Tx<'_>, trusted: &[PublicKey]) -> Result<Verdict, StoreError> {
    let mut verifier = Verifier::new(trusted, tables::roots(tx)?);
    let mut next = 0;
    loop {
        let page = tables::links(tx, next, AT_ONCE)?;
        for kept in &page {
            verifier.take(Stored { link: &kept.link, digest: kept.digest, sealed: kept.sealed.as_deref() });
        }
        match page.last() {
            Some(last) if page.len() == AT_ONCE as usize => next = last.link.number + 1,
            _ => break,
        }
    }
    let end = tables::head(tx)?;
    let mut verdict = verifier.finish();
    if verdict.head != end {
        verdict.faults.push(Fault::Place { expected: end.number, found: verdict.head.number });
    }
    Ok(verdict)
}

/// A proof of one record for somebody outside, with its content; `None` before the root of its day is signed, or when
/// there is no such record.
pub fn proof(tx: &mut Tx<'_>, id: Id<EvidenceMarker>) -> Result<Option<Proof>, StoreError> {
    let Some(record) = tables::get(tx, id)? else { return Ok(None) };
    let Some(root) = tables::root_of(tx, record.number)? else { return Ok(None) };
    let count = u32::try_from(root.root.head.number - record.number + 1).unwrap_or(PROOF_LINKS_MAX);
    let kept = tables::links(tx, record.number, count.min(PROOF_LINKS_MAX))?;
    let links: Vec<_> = kept.into_iter().map(|kept| kept.link).collect();
    let (_, key) = unsealing(tx, &record)?;
    let proof = Proof::of(&links, root, Some((&record.sealed, &key)));
    proof.map(Some).map_err(|error| unreadable(&record, &error))
}

/// Reads the whole chain, on a snapshot, so that nobody waits meanwhile.
pub async fn check(app: &App) -> ActionResult<Verdict> {
    let trusted = app.write(lane(), |tx, _| Ok(public_key(tx)?)).await?;
    app.read(move |tx| Ok(verify(tx, &[trusted])?)).await
}

fn lane() -> Lane {
    Lane::of(Id::<GuildMarker>::new(0))
}

/// A record as those see it who work on its case.
#[derive(Debug, Serialize)]
pub struct ShownRecord {
    id: Id<EvidenceMarker>,
    kind: String,
    handed_in_at: Timestamp,
    expires_at: Timestamp,
    held_until: Option<Timestamp>,
    openings: Vec<ShownOpening>,
}

/// That somebody opened a record.
#[derive(Debug, Serialize)]
struct ShownOpening {
    user: Option<User>,
    opened_at: Timestamp,
    purpose: String,
}

/// A record with what it says.
#[derive(Debug, Serialize)]
pub struct Opened {
    evidence: ShownRecord,
    message: ReportedMessage,
}

fn shown(tx: &mut Tx<'_>, record: &Record) -> Result<ShownRecord, StoreError> {
    let about = link_of(tx, record)?;
    let openings = tables::openings(tx, record.id, SHOWN_MAX)?;
    let ids: Vec<_> = openings.iter().map(|opening| opening.user_id).collect();
    let users = talk::users::get_many(tx, &ids)?;
    let of = |opening: Opening| ShownOpening {
        user: users.iter().find(|user| user.id == opening.user_id).cloned(),
        opened_at: Timestamp::from_unix_ms(opening.id.created_unix_ms()),
        purpose: opening.purpose,
    };
    Ok(ShownRecord {
        id: record.id,
        kind: about.kind.to_string(),
        handed_in_at: Timestamp::from_unix_ms(about.handed_in_ms),
        expires_at: record.expires_at,
        held_until: record.hold.as_ref().map(|hold| hold.until),
        openings: openings.into_iter().map(of).collect(),
    })
}

/// What is sealed of a case, without what it says.
pub async fn list(app: &App, caller: &Caller, case_id: Id<CaseMarker>) -> ActionResult<Vec<ShownRecord>> {
    desk::case(app, caller, case_id).await?;
    app.read(move |tx| {
        let records = tables::of_case(tx, case_id, SHOWN_MAX)?;
        Ok(records.iter().map(|record| shown(tx, record)).collect::<Result<_, _>>()?)
    })
    .await
}

/// Opens a sealed message for a case that the caller works on, and notes who did so and what for.
pub async fn open_message(
    app: &App,
    caller: &Caller,
    case_id: Id<CaseMarker>,
    record_id: Id<EvidenceMarker>,
    purpose: String,
) -> ActionResult<Opened> {
    let (standing, _) = desk::case(app, caller, case_id).await?;
    let opening = Opening { id: app.ids.next(), record_id, case_id, user_id: standing.user_id(), purpose };
    app.write(lane(), move |tx, _| {
        let content = opened(tx, &opening)?.ok_or(unknown("Evidence"))?;
        let record = tables::get(tx, record_id)?.ok_or(unknown("Evidence"))?;
        let message = serde_json::from_slice(&content).map_err(|error| unreadable(&record, &error))?;
        Ok(Opened { evidence: shown(tx, &record)?, message })
    })
    .await
}

/// Holds a record until a moment, whatever its time, or no longer. For the operator, to whom orders of courts come;
/// false when it is gone.
pub async fn hold(app: &App, id: Id<EvidenceMarker>, hold: Option<Hold>) -> ActionResult<bool> {
    app.write(lane(), move |tx, _| Ok(tables::set_hold(tx, id, hold.as_ref())?)).await
}

/// A proof of a record for a court, which opens it: for the operator. Signs where the chain ends, if nothing has yet.
pub async fn prove(app: &App, id: Id<EvidenceMarker>) -> ActionResult<Option<(Proof, PublicKey)>> {
    let now = desk::now(app);
    app.write(lane(), move |tx, _| {
        sign_root(tx, now)?;
        let key = public_key(tx)?;
        Ok(proof(tx, id)?.map(|proof| (proof, key)))
    })
    .await
}

/// What is due by the clock: what has had its time goes, and the day's root is signed.
pub async fn keep_up(app: &App) -> ActionResult<()> {
    let now = Timestamp::from_unix_ms(app.now_ms());
    while app.write(lane(), move |tx, _| Ok(erase_due(tx, now)?)).await? {}
    app.write(lane(), move |tx, _| {
        tables::delete_openings_before(tx, Id::first_of_unix_ms(now.unix_ms() - OPENINGS_KEPT_MS))?;
        Ok(sign_root(tx, now)?)
    })
    .await?;
    Ok(())
}
