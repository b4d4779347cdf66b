//! The evidence vault's tables: the chain, which stays; sealed records, which have their time; signed roots; who opened
//! what. What a record says is readable nowhere in them.

use parvis_model::marker::{CaseMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{Component, Migration, Row, StoreError, Tx};
use parvis_vault::{About, Act, Digest, Ground, Head, Kind, Link, PublicKey, Root, SignedRoot};

/// A sealed record.
#[derive(Debug)]
pub enum EvidenceMarker {}

/// The tables.
pub const EVIDENCE: Component = Component {
    name: "guard evidence",
    migrations: &[Migration {
        name: "sealed evidence",
        sql: "
create table evidence_head (
  id bigint not null primary key,
  number bigint not null,
  digest {blob} not null
);

create table evidence_links (
  number bigint not null primary key,
  record_id bigint not null,
  kind text not null,
  handed_in_ms bigint not null,
  sealed_digest {blob},
  sealed_bytes bigint,
  erased_number bigint,
  ground bigint,
  previous {blob} not null,
  digest {blob} not null
);

create table evidence_records (
  id bigint not null primary key,
  number bigint not null,
  case_id bigint,
  guild_id bigint,
  wrapped_key {blob} not null,
  sealed {blob} not null,
  expires_ms bigint not null,
  hold_until_ms bigint,
  hold_reason text
);
create unique index evidence_records_by_number on evidence_records (number);
create index evidence_records_by_case on evidence_records (case_id, id) where case_id is not null;
create index evidence_records_by_end on evidence_records (expires_ms);

create table evidence_openings (
  id bigint not null primary key,
  record_id bigint not null,
  case_id bigint not null,
  user_id bigint not null,
  purpose text not null
);
create index evidence_openings_by_record on evidence_openings (record_id, id);

create table evidence_roots (
  day bigint not null primary key,
  number bigint not null,
  digest {blob} not null,
  previous {blob} not null,
  signer {blob} not null,
  signature {blob} not null
);
",
    }],
};

/// A sealed record as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id; its time is when it was handed in.
    pub id: Id<EvidenceMarker>,
    /// Its link.
    pub number: u64,
    /// For which case.
    pub case_id: Option<Id<CaseMarker>>,
    /// Of which guild.
    pub guild_id: Option<Id<GuildMarker>>,
    /// Its key, under the vault's.
    pub wrapped_key: Vec<u8>,
    /// What it holds.
    pub sealed: Vec<u8>,
    /// When its time is over.
    pub expires_at: Timestamp,
    /// Kept until then, whatever its time.
    pub hold: Option<Hold>,
}

/// A legal hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Until when.
    pub until: Timestamp,
    /// Why: which order, which proceeding.
    pub reason: String,
}

/// That somebody opened a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Its id; its time is that of the opening.
    pub id: Id<EvidenceMarker>,
    /// Which record.
    pub record_id: Id<EvidenceMarker>,
    /// For which case.
    pub case_id: Id<CaseMarker>,
    /// Who.
    pub user_id: Id<UserMarker>,
    /// What for, in their words.
    pub purpose: String,
}

/// Adds a link. Whoever adds the next one waits until this is on disk, on every engine: the chain has one end.
pub fn append(tx: &mut Tx<'_>, about: About, act: Act) -> Result<Link, StoreError> {
    tx.execute(
        "insert into evidence_head (id, number, digest) values (1, 0, $1) on conflict (id) do nothing",
        &[Digest::NONE.as_bytes()],
    )?;
    tx.execute("update evidence_head set number = number + 1 where id = 1", &[])?;
    let before = tx.query_one("select number - 1, digest from evidence_head where id = 1", &[], read_head)?;
    let link = before.next(about, act);
    let digest = link.digest();
    tx.execute("update evidence_head set digest = $1 where id = 1", &[digest.as_bytes()])?;
    let (sealed_digest, sealed_bytes, erased, ground) = match link.act {
        Act::Sealed { digest, bytes } => (Some(*digest.as_bytes()), Some(whole(bytes)?), None, None),
        Act::Erased { number, ground } => (None, None, Some(whole(number)?), Some(i64::from(ground.code()))),
    };
    tx.execute(
        "insert into evidence_links (number, record_id, kind, handed_in_ms, sealed_digest, sealed_bytes, erased_number,
           ground, previous, digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            &whole(link.number)?,
            &whole(link.about.record_id)?,
            &link.about.kind.as_str(),
            &link.about.handed_in_ms,
            &sealed_digest,
            &sealed_bytes,
            &erased,
            &ground,
            link.previous.as_bytes(),
            digest.as_bytes(),
        ],
    )?;
    Ok(link)
}

/// Where the chain ends.
pub fn head(tx: &mut Tx<'_>) -> Result<Head, StoreError> {
    let head = tx.query_opt("select number, digest from evidence_head where id = 1", &[], read_head)?;
    Ok(head.unwrap_or(Head::EMPTY))
}

fn read_head(row: &Row<'_>) -> Result<Head, StoreError> {
    Ok(Head { number: number(row, 0)?, digest: Digest::new(row.get(1)?) })
}

/// A link as it is kept, and the sealed bytes if they are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The link.
    pub link: Link,
    /// The digest beside it.
    pub digest: Digest,
    /// What it seals.
    pub sealed: Option<Vec<u8>>,
}

/// Links from a number on, in their order, with what they seal.
pub fn links(tx: &mut Tx<'_>, from: u64, limit: u32) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        "select l.number, l.record_id, l.kind, l.handed_in_ms, l.sealed_digest, l.sealed_bytes, l.erased_number,
           l.ground, l.previous, l.digest, r.sealed
         from evidence_links l left join evidence_records r on r.number = l.number
         where l.number >= $1 order by l.number limit $2",
        &[&whole(from)?, &limit],
        read_kept,
    )
}

fn read_kept(row: &Row<'_>) -> Result<Kept, StoreError> {
    let invalid = |what: &str| StoreError::Invalid(format!("a link of the evidence has no {what}"));
    let kind: String = row.get(2)?;
    let about = About {
        record_id: number(row, 1)?,
        kind: Kind::parse(&kind).map_err(|_| invalid("kind"))?,
        handed_in_ms: row.get(3)?,
    };
    let act = match row.get::<Option<[u8; 32]>>(4)? {
        Some(digest) => Act::Sealed { digest: Digest::new(digest), bytes: number(row, 5)? },
        None => {
            let code = u8::try_from(row.get::<i64>(7)?).ok();
            let ground = code.and_then(Ground::from_code).ok_or_else(|| invalid("ground"))?;
            Act::Erased { number: number(row, 6)?, ground }
        }
    };
    let link = Link { number: number(row, 0)?, about, act, previous: Digest::new(row.get(8)?) };
    Ok(Kept { link, digest: Digest::new(row.get(9)?), sealed: row.get(10)? })
}

/// Adds a record.
pub fn insert(tx: &mut Tx<'_>, record: &Record) -> Result<(), StoreError> {
    tx.execute(
        "insert into evidence_records (id, number, case_id, guild_id, wrapped_key, sealed, expires_ms, hold_until_ms,
           hold_reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &record.id,
            &whole(record.number)?,
            &record.case_id,
            &record.guild_id,
            &record.wrapped_key,
            &record.sealed,
            &record.expires_at,
            &record.hold.as_ref().map(|hold| hold.until),
            &record.hold.as_ref().map(|hold| hold.reason.clone()),
        ],
    )?;
    Ok(())
}

macro_rules! record_columns {
    () => {
        "select id, number, case_id, guild_id, wrapped_key, sealed, expires_ms, hold_until_ms, hold_reason
         from evidence_records"
    };
}

fn read_record(row: &Row<'_>) -> Result<Record, StoreError> {
    let hold = match row.get::<Option<Timestamp>>(7)? {
        Some(until) => Some(Hold { until, reason: row.get(8)? }),
        None => None,
    };
    Ok(Record {
        id: row.get(0)?,
        number: number(row, 1)?,
        case_id: row.get(2)?,
        guild_id: row.get(3)?,
        wrapped_key: row.get(4)?,
        sealed: row.get(5)?,
        expires_at: row.get(6)?,
        hold,
    })
}

/// One record.
pub fn get(tx: &mut Tx<'_>, id: Id<EvidenceMarker>) -> Result<Option<Record>, StoreError> {
    tx.query_opt(concat!(record_columns!(), " where id = $1"), &[&id], read_record)
}

/// The records of a case, the first handed in first.
pub fn of_case(tx: &mut Tx<'_>, case_id: Id<CaseMarker>, limit: u32) -> Result<Vec<Record>, StoreError> {
    tx.query(
        concat!(record_columns!(), " where case_id = $1 order by id limit $2"),
        &[&case_id, &limit],
        read_record,
    )
}

/// Records whose time is over and that nobody holds.
pub fn due(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<Record>, StoreError> {
    tx.query(
        concat!(
            record_columns!(),
            " where expires_ms <= $1 and (hold_until_ms is null or hold_until_ms <= $1)
             order by expires_ms, id limit $2"
        ),
        &[&now, &limit],
        read_record,
    )
}

/// Destroys a record's key and sealed bytes; false when they are gone.
pub fn delete(tx: &mut Tx<'_>, id: Id<EvidenceMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from evidence_records where id = $1", &[&id])? > 0)
}

/// Sets or ends a hold; false when there is no such record.
pub fn set_hold(tx: &mut Tx<'_>, id: Id<EvidenceMarker>, hold: Option<&Hold>) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update evidence_records set hold_until_ms = $2, hold_reason = $3 where id = $1",
        &[&id, &hold.map(|hold| hold.until), &hold.map(|hold| hold.reason.clone())],
    )?;
    Ok(changed > 0)
}

/// Notes that somebody opened a record.
pub fn insert_opening(tx: &mut Tx<'_>, opening: &Opening) -> Result<(), StoreError> {
    let Opening { id, record_id, case_id, user_id, purpose } = opening;
    tx.execute(
        "insert into evidence_openings (id, record_id, case_id, user_id, purpose) values ($1, $2, $3, $4, $5)",
        &[id, record_id, case_id, user_id, purpose],
    )?;
    Ok(())
}

/// Who opened a record, the first time first.
pub fn openings(
    tx: &mut Tx<'_>,
    record_id: Id<EvidenceMarker>,
    limit: u32,
) -> Result<Vec<Opening>, StoreError> {
    tx.query(
        "select id, record_id, case_id, user_id, purpose from evidence_openings
         where record_id = $1 order by id limit $2",
        &[&record_id, &limit],
        |row| {
            Ok(Opening {
                id: row.get(0)?,
                record_id: row.get(1)?,
                case_id: row.get(2)?,
                user_id: row.get(3)?,
                purpose: row.get(4)?,
            })
        },
    )
}

/// Forgets openings before one; how many.
pub fn delete_openings_before(tx: &mut Tx<'_>, id: Id<EvidenceMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from evidence_openings where id < $1", &[&id])
}

/// Adds a root; false when that day has one.
pub fn insert_root(tx: &mut Tx<'_>, signed: &SignedRoot) -> Result<bool, StoreError> {
    let SignedRoot { root: Root { day, head, previous }, key, signature } = signed;
    let added = tx.execute(
        "insert into evidence_roots (day, number, digest, previous, signer, signature) values ($1, $2, $3, $4, $5, $6)
         on conflict (day) do nothing",
        &[day, &whole(head.number)?, head.digest.as_bytes(), previous.as_bytes(), key.as_bytes(), signature],
    )?;
    Ok(added > 0)
}

macro_rules! root_columns {
    () => {
        "select day, number, digest, previous, signer, signature from evidence_roots"
    };
}

fn read_root(row: &Row<'_>) -> Result<SignedRoot, StoreError> {
    let head = Head { number: number(row, 1)?, digest: Digest::new(row.get(2)?) };
    let root = Root { day: row.get(0)?, head, previous: Digest::new(row.get(3)?) };
    Ok(SignedRoot { root, key: PublicKey::new(row.get(4)?), signature: row.get(5)? })
}

/// All roots, the first day first. One a day: 3,650 in ten years.
pub fn roots(tx: &mut Tx<'_>) -> Result<Vec<SignedRoot>, StoreError> {
    tx.query(concat!(root_columns!(), " order by day"), &[], read_root)
}

/// The root of the last day that has one.
pub fn last_root(tx: &mut Tx<'_>) -> Result<Option<SignedRoot>, StoreError> {
    tx.query_opt(concat!(root_columns!(), " order by day desc limit 1"), &[], read_root)
}

/// The first root that vouches for a link.
pub fn root_of(tx: &mut Tx<'_>, number: u64) -> Result<Option<SignedRoot>, StoreError> {
    tx.query_opt(
        concat!(root_columns!(), " where number >= $1 order by day limit 1"),
        &[&whole(number)?],
        read_root,
    )
}

/// A number as a column takes it.
fn whole(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Invalid(format!("{number} is larger than a column holds")))
}

/// A number from its column. Read back exactly, so that one that was changed to less than nothing is found.
fn number(row: &Row<'_>, at: usize) -> Result<u64, StoreError> {
    let value: i64 = row.get(at)?;
    u64::try_from(value).map_err(|_| StoreError::Invalid(format!("{value} is no number of a link")))
}
