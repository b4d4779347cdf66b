//! Who is on watch, and the note that they left. The house's stand under the id 0.

use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{StoreError, Tx};

/// Whose watch: a guild's, or with 0 the house's.
pub type Post = Id<GuildMarker>;

/// Somebody comes on watch.
pub fn begin(tx: &mut Tx<'_>, post: Post, user_id: Id<UserMarker>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_watch (guild_id, user_id, since_ms) values ($1, $2, $3)
         on conflict (guild_id, user_id) do nothing",
        &[&post, &user_id, &now],
    )?;
    Ok(())
}

/// Somebody goes off watch.
pub fn end(tx: &mut Tx<'_>, post: Post, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from guard_watch where guild_id = $1 and user_id = $2", &[&post, &user_id])?;
    Ok(())
}

/// Who is on watch, the first to come first.
pub fn present(tx: &mut Tx<'_>, post: Post) -> Result<Vec<(Id<UserMarker>, Timestamp)>, StoreError> {
    tx.query(
        "select user_id, since_ms from guard_watch where guild_id = $1 order by since_ms, user_id limit 50",
        &[&post],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Ends watches that began before a moment: nobody watches for days.
pub fn end_before(tx: &mut Tx<'_>, moment: Timestamp) -> Result<u64, StoreError> {
    tx.execute("delete from guard_watch where since_ms < $1", &[&moment])
}

/// A note for those who come next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// What it says.
    pub text: String,
    /// Who wrote it; `None` when that account is gone.
    pub author_id: Option<Id<UserMarker>>,
    /// When.
    pub written_at: Timestamp,
}

/// Replaces the note; an empty one goes.
pub fn set_handover(tx: &mut Tx<'_>, post: Post, note: &Handover) -> Result<(), StoreError> {
    tx.execute("delete from guard_handovers where guild_id = $1", &[&post])?;
    if !note.text.is_empty() {
        tx.execute(
            "insert into guard_handovers (guild_id, note, author_id, written_ms) values ($1, $2, $3, $4)",
            &[&post, &note.text, &note.author_id, &note.written_at],
        )?;
    }
    Ok(())
}

/// The note.
pub fn handover(tx: &mut Tx<'_>, post: Post) -> Result<Option<Handover>, StoreError> {
    tx.query_opt(
        "select note, author_id, written_ms from guard_handovers where guild_id = $1",
        &[&post],
        |row| Ok(Handover { text: row.get(0)?, author_id: row.get(1)?, written_at: row.get(2)? }),
    )
}

/// Removes notes that were written before a moment.
pub fn delete_handovers_before(tx: &mut Tx<'_>, moment: Timestamp) -> Result<u64, StoreError> {
    tx.execute("delete from guard_handovers where written_ms < $1", &[&moment])
}

/// Removes what was kept of a guild that is gone.
pub fn delete_of_guild(tx: &mut Tx<'_>, guild_id: Post) -> Result<(), StoreError> {
    tx.execute("delete from guard_watch where guild_id = $1", &[&guild_id])?;
    tx.execute("delete from guard_handovers where guild_id = $1", &[&guild_id])?;
    Ok(())
}

/// Forgets an account.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from guard_watch where user_id = $1", &[&user_id])?;
    tx.execute("update guard_handovers set author_id = null where author_id = $1", &[&user_id])?;
    Ok(())
}
