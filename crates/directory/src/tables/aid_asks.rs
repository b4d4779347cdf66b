//! Answers to listings: who asked for how much, and where the two agreed talk.

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_store::{IdList, Row, StoreError, Tx};

use crate::aid::kind::AskState;
use crate::markers::{AidMarker, AskMarker};

/// An answer to a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// When it was made stands in it.
    pub id: Id<AskMarker>,
    /// The listing.
    pub aid_id: Id<AidMarker>,
    /// Who asks.
    pub asker_id: Id<UserMarker>,
    /// Their own listing that this one answers.
    pub own_aid_id: Option<Id<AidMarker>>,
    /// How much.
    pub amount: u32,
    /// In their words.
    pub text: String,
    /// How far it has come.
    pub state: AskState,
    /// Whether the author never sees it, because one of the two had blocked the other. Who asks sees no difference:
    /// a refusal would tell whom they ask.
    pub is_shelved: bool,
    /// Where the two talk.
    pub channel_id: Option<Id<ChannelMarker>>,
}

macro_rules! ask_columns {
    () => {
        "select id, aid_id, asker_id, own_aid_id, amount, note, state, is_shelved, channel_id
         from directory_aid_asks"
    };
}

/// Adds an answer.
pub fn insert(tx: &mut Tx<'_>, ask: &Ask) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_aid_asks (id, aid_id, asker_id, own_aid_id, amount, note, state, is_shelved,
           channel_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &ask.id,
            &ask.aid_id,
            &ask.asker_id,
            &ask.own_aid_id,
            &ask.amount,
            &ask.text,
            &ask.state.as_str(),
            &ask.is_shelved,
            &ask.channel_id,
        ],
    )?;
    Ok(())
}

/// Writes what can change of an answer.
pub fn update(tx: &mut Tx<'_>, ask: &Ask) -> Result<(), StoreError> {
    tx.execute(
        "update directory_aid_asks set state = $2, channel_id = $3 where id = $1",
        &[&ask.id, &ask.state.as_str(), &ask.channel_id],
    )?;
    Ok(())
}

/// One answer to a listing.
pub fn get(tx: &mut Tx<'_>, aid_id: Id<AidMarker>, id: Id<AskMarker>) -> Result<Option<Ask>, StoreError> {
    tx.query_opt(concat!(ask_columns!(), " where aid_id = $1 and id = $2"), &[&aid_id, &id], read)
}

/// All answers to a listing, the newest first.
pub fn of_listing(tx: &mut Tx<'_>, aid_id: Id<AidMarker>) -> Result<Vec<Ask>, StoreError> {
    tx.query(concat!(ask_columns!(), " where aid_id = $1 order by id desc"), &[&aid_id], read)
}

/// All answers of an account, the newest first.
pub fn of_asker(tx: &mut Tx<'_>, asker_id: Id<UserMarker>, limit: u32) -> Result<Vec<Ask>, StoreError> {
    tx.query(
        concat!(ask_columns!(), " where asker_id = $1 order by id desc limit $2"),
        &[&asker_id, &limit],
        read,
    )
}

/// The answers of an account to these listings, the newest first.
pub fn of_asker_among(
    tx: &mut Tx<'_>,
    asker_id: Id<UserMarker>,
    aid_ids: &[Id<AidMarker>],
) -> Result<Vec<Ask>, StoreError> {
    tx.query(
        concat!(ask_columns!(), " where asker_id = $1 and aid_id in ids($2) order by id desc"),
        &[&asker_id, &IdList(aid_ids)],
        read,
    )
}

/// The answers that wait or are accepted and name this listing as the asker's own.
pub fn of_own(tx: &mut Tx<'_>, own_aid_id: Id<AidMarker>) -> Result<Vec<Ask>, StoreError> {
    tx.query(
        concat!(ask_columns!(), " where own_aid_id = $1 and state in ('asked', 'accepted') order by id"),
        &[&own_aid_id],
        read,
    )
}

/// How many answers to each of these listings wait for their author.
pub fn waiting_counts(
    tx: &mut Tx<'_>,
    aid_ids: &[Id<AidMarker>],
) -> Result<Vec<(Id<AidMarker>, u32)>, StoreError> {
    tx.query(
        "select aid_id, count(*) from directory_aid_asks
         where aid_id in ids($1) and state = 'asked' and is_shelved = $2 group by aid_id",
        &[&IdList(aid_ids), &false],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// How many answers to a listing wait, those among them that its author does not see.
pub fn waiting_count(tx: &mut Tx<'_>, aid_id: Id<AidMarker>) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from directory_aid_asks where aid_id = $1 and state = 'asked'",
        &[&aid_id],
        |row| row.get(0),
    )
}

/// How often an account has asked since one answer.
pub fn count_since(
    tx: &mut Tx<'_>,
    asker_id: Id<UserMarker>,
    first: Id<AskMarker>,
) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from directory_aid_asks where asker_id = $1 and id >= $2",
        &[&asker_id, &first],
        |row| row.get(0),
    )
}

/// Answers that wait or are accepted of people whose accounts are deleted.
pub fn of_deleted_accounts(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Ask>, StoreError> {
    tx.query(
        concat!(
            ask_columns!(),
            " where state in ('asked', 'accepted') and asker_id in (
                select id from users where username like 'deleted-user-%')
              limit $1"
        ),
        &[&limit],
        read,
    )
}

fn read(row: &Row<'_>) -> Result<Ask, StoreError> {
    Ok(Ask {
        id: row.get(0)?,
        aid_id: row.get(1)?,
        asker_id: row.get(2)?,
        own_aid_id: row.get(3)?,
        amount: row.get(4)?,
        text: row.get(5)?,
        state: row.get(6)?,
        is_shelved: row.get(7)?,
        channel_id: row.get(8)?,
    })
}
