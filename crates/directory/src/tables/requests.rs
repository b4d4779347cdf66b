//! Requests to be let into a group.

use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_store::{Json, Row, StoreError, Tx};

use crate::markers::{GroupMarker, RequestMarker};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// When it was made stands in it.
    pub id: Id<RequestMarker>,
    /// Into which group.
    pub group_id: Id<GroupMarker>,
    /// Digest of the private link by which it is followed.
    pub receipt: [u8; 32],
    /// Who asks, when with an account.
    pub user_id: Option<Id<UserMarker>>,
    /// Answers to the group's questions, in their order.
    pub answers: Vec<String>,
    /// `waiting`, `accepted` or `refused`.
    pub state: String,
    /// Where to go, once it is accepted.
    pub url: Option<String>,
}

/// Adds a request; false when the account has one in this group.
pub fn insert(tx: &mut Tx<'_>, request: &Request) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into directory_requests (id, group_id, receipt, user_id, answers, state, url)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        &[
            &request.id,
            &request.group_id,
            &request.receipt,
            &request.user_id,
            &Json(&request.answers),
            &request.state,
            &request.url,
        ],
    )?;
    Ok(added > 0)
}

macro_rules! request_columns {
    () => {
        "select id, group_id, receipt, user_id, answers, state, url from directory_requests"
    };
}

/// The request with this private link.
pub fn by_receipt(tx: &mut Tx<'_>, receipt: &[u8; 32]) -> Result<Option<Request>, StoreError> {
    tx.query_opt(concat!(request_columns!(), " where receipt = $1"), &[receipt], read)
}

/// One request of a group.
pub fn get(
    tx: &mut Tx<'_>,
    group_id: Id<GroupMarker>,
    id: Id<RequestMarker>,
) -> Result<Option<Request>, StoreError> {
    tx.query_opt(concat!(request_columns!(), " where group_id = $1 and id = $2"), &[&group_id, &id], read)
}

/// The requests of a group that wait, the oldest first.
pub fn waiting(tx: &mut Tx<'_>, group_id: Id<GroupMarker>, limit: u32) -> Result<Vec<Request>, StoreError> {
    tx.query(
        concat!(request_columns!(), " where group_id = $1 and state = 'waiting' order by id limit $2"),
        &[&group_id, &limit],
        read,
    )
}

/// How many requests of a group wait.
pub fn waiting_count(tx: &mut Tx<'_>, group_id: Id<GroupMarker>) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from directory_requests where group_id = $1 and state = 'waiting'",
        &[&group_id],
        |row| row.get(0),
    )
}

/// Decides on a request that waits; whether it did.
pub fn decide(
    tx: &mut Tx<'_>,
    id: Id<RequestMarker>,
    state: &str,
    url: Option<&str>,
) -> Result<bool, StoreError> {
    let url = url.map(str::to_owned);
    let changed = tx.execute(
        "update directory_requests set state = $2, url = $3, answers = '[]' where id = $1 and state = 'waiting'",
        &[&id, &state, &url],
    )?;
    Ok(changed > 0)
}

/// Takes a request away; whether there was one.
pub fn delete(tx: &mut Tx<'_>, id: Id<RequestMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from directory_requests where id = $1", &[&id])? > 0)
}

/// Takes all requests of a group away.
pub fn delete_of_group(tx: &mut Tx<'_>, group_id: Id<GroupMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from directory_requests where group_id = $1", &[&group_id])
}

/// Forgets requests older than one; returns how many.
pub fn delete_before(tx: &mut Tx<'_>, oldest: Id<RequestMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from directory_requests where id < $1", &[&oldest])
}

fn read(row: &Row<'_>) -> Result<Request, StoreError> {
    let Json(answers) = row.get(4)?;
    Ok(Request {
        id: row.get(0)?,
        group_id: row.get(1)?,
        receipt: row.get(2)?,
        user_id: row.get(3)?,
        answers,
        state: row.get(5)?,
        url: row.get(6)?,
    })
}
