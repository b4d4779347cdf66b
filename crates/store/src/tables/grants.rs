//! What people granted to applications: codes that wait to be exchanged, and the tokens that they were exchanged for.
//! All of them are known by digest only.

use parvis_model::marker::{ApplicationMarker, GrantMarker, UserMarker};
use parvis_model::{Id, Scopes};

use crate::{Json, Row, StoreError, Tx};

/// SHA-256 of a code or a token.
pub type Digest = [u8; 32];

/// A code that waits to be exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// By which application.
    pub application_id: Id<ApplicationMarker>,
    /// Who granted it.
    pub user_id: Id<UserMarker>,
    /// Where it was sent to; the application must name it again.
    pub redirect_uri: String,
    /// What was granted.
    pub scopes: Scopes,
    /// The S256 challenge (RFC 7636), if the application sent one.
    pub challenge: Option<String>,
    /// Until when it is good.
    pub expires_ms: i64,
}

/// What an application was granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The grant.
    pub id: Id<GrantMarker>,
    /// To whom.
    pub application_id: Id<ApplicationMarker>,
    /// By whom.
    pub user_id: Id<UserMarker>,
    /// What.
    pub scopes: Scopes,
    /// Until when the access token is good.
    pub expires_ms: i64,
}

/// The digests of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digests {
    /// Of the access token.
    pub access: Digest,
    /// Of the refresh token.
    pub refresh: Digest,
    /// Of the code or refresh token that these were given for.
    pub spent: Digest,
}

/// Adds a code.
pub fn insert_code(tx: &mut Tx<'_>, code_hash: &Digest, code: &Code) -> Result<(), StoreError> {
    tx.execute(
        "insert into grant_codes (code_hash, application_id, user_id, redirect_uri, scopes, challenge, expires_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            code_hash,
            &code.application_id,
            &code.user_id,
            &code.redirect_uri,
            &Json(&code.scopes),
            &code.challenge,
            &code.expires_ms,
        ],
    )?;
    Ok(())
}

/// Takes a code of an application away: it can be had once.
pub fn take_code(
    tx: &mut Tx<'_>,
    application_id: Id<ApplicationMarker>,
    code_hash: &Digest,
) -> Result<Option<Code>, StoreError> {
    tx.query_opt(
        "delete from grant_codes where application_id = $1 and code_hash = $2
         returning application_id, user_id, redirect_uri, scopes, challenge, expires_ms",
        &[&application_id, code_hash],
        |row| {
            let Json(scopes) = row.get(3)?;
            Ok(Code {
                application_id: row.get(0)?,
                user_id: row.get(1)?,
                redirect_uri: row.get(2)?,
                scopes,
                challenge: row.get(4)?,
                expires_ms: row.get(5)?,
            })
        },
    )
}

/// Adds a grant.
pub fn insert(tx: &mut Tx<'_>, grant: &Grant, digests: &Digests) -> Result<(), StoreError> {
    tx.execute(
        "insert into grants (id, application_id, user_id, scopes, access_hash, refresh_hash, spent_hash, expires_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            &grant.id,
            &grant.application_id,
            &grant.user_id,
            &Json(&grant.scopes),
            &digests.access,
            &digests.refresh,
            &digests.spent,
            &grant.expires_ms,
        ],
    )?;
    Ok(())
}

/// The grant of an access token.
pub fn by_access(tx: &mut Tx<'_>, access_hash: &Digest) -> Result<Option<Grant>, StoreError> {
    tx.query_opt(
        "select id, application_id, user_id, scopes, expires_ms from grants where access_hash = $1",
        &[access_hash],
        read,
    )
}

/// The grant of an application's refresh token.
pub fn by_refresh(
    tx: &mut Tx<'_>,
    application_id: Id<ApplicationMarker>,
    refresh_hash: &Digest,
) -> Result<Option<Grant>, StoreError> {
    tx.query_opt(
        "select id, application_id, user_id, scopes, expires_ms from grants
         where application_id = $1 and refresh_hash = $2",
        &[&application_id, refresh_hash],
        read,
    )
}

/// Gives a grant new tokens in the place of the old ones.
pub fn renew(
    tx: &mut Tx<'_>,
    id: Id<GrantMarker>,
    digests: &Digests,
    expires_ms: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "update grants set access_hash = $2, refresh_hash = $3, spent_hash = $4, expires_ms = $5 where id = $1",
        &[&id, &digests.access, &digests.refresh, &digests.spent, &expires_ms],
    )?;
    Ok(())
}

/// Ends the grant for which this code or refresh token was exchanged; whether there was one.
pub fn delete_by_spent(
    tx: &mut Tx<'_>,
    application_id: Id<ApplicationMarker>,
    spent_hash: &Digest,
) -> Result<bool, StoreError> {
    let ended = tx.execute(
        "delete from grants where application_id = $1 and spent_hash = $2",
        &[&application_id, spent_hash],
    )?;
    Ok(ended > 0)
}

/// Ends the grant of an application to which this access or refresh token belongs; whether there was one.
pub fn delete_by_token(
    tx: &mut Tx<'_>,
    application_id: Id<ApplicationMarker>,
    token_hash: &Digest,
) -> Result<bool, StoreError> {
    let ended = tx.execute(
        "delete from grants where application_id = $1 and (access_hash = $2 or refresh_hash = $2)",
        &[&application_id, token_hash],
    )?;
    Ok(ended > 0)
}

/// What an account has granted, newest first.
pub fn of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Grant>, StoreError> {
    tx.query(
        "select id, application_id, user_id, scopes, expires_ms from grants where user_id = $1 order by id desc",
        &[&user_id],
        read,
    )
}

/// Ends everything that an account granted to the application of one of its grants; whether there was one.
pub fn delete_of_application_of(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    id: Id<GrantMarker>,
) -> Result<bool, StoreError> {
    let ended = tx.execute(
        "delete from grants where user_id = $1
         and application_id = (select application_id from grants where user_id = $1 and id = $2)",
        &[&user_id, &id],
    )?;
    Ok(ended > 0)
}

/// Ends the oldest grants of an account to an application, so that so many stay.
pub fn keep_newest(
    tx: &mut Tx<'_>,
    application_id: Id<ApplicationMarker>,
    user_id: Id<UserMarker>,
    count: usize,
) -> Result<(), StoreError> {
    tx.execute(
        "delete from grants where user_id = $1 and application_id = $2 and id not in
         (select id from grants where user_id = $1 and application_id = $2 order by id desc limit $3)",
        &[&user_id, &application_id, &count],
    )?;
    Ok(())
}

/// How many accounts have granted an application something.
pub fn user_count(tx: &mut Tx<'_>, application_id: Id<ApplicationMarker>) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(distinct user_id) from grants where application_id = $1",
        &[&application_id],
        |row| row.get(0),
    )
}

/// Ends everything that an account granted, and what it was about to.
pub fn delete_of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    for statement in ["delete from grant_codes where user_id = $1", "delete from grants where user_id = $1"] {
        tx.execute(statement, &[&user_id])?;
    }
    Ok(())
}

/// Ends everything that an application was granted, and what it was about to be.
pub fn delete_of_application(
    tx: &mut Tx<'_>,
    application_id: Id<ApplicationMarker>,
) -> Result<(), StoreError> {
    for statement in
        ["delete from grant_codes where application_id = $1", "delete from grants where application_id = $1"]
    {
        tx.execute(statement, &[&application_id])?;
    }
    Ok(())
}

/// Removes codes that expired before one moment, and grants whose access tokens expired before another.
pub fn purge(tx: &mut Tx<'_>, codes_before_ms: i64, grants_before_ms: i64) -> Result<(), StoreError> {
    tx.execute("delete from grant_codes where expires_ms < $1", &[&codes_before_ms])?;
    tx.execute("delete from grants where expires_ms < $1", &[&grants_before_ms])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Grant, StoreError> {
    let Json(scopes) = row.get(3)?;
    Ok(Grant {
        id: row.get(0)?,
        application_id: row.get(1)?,
        user_id: row.get(2)?,
        scopes,
        expires_ms: row.get(4)?,
    })
}
