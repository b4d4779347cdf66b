//! The audit log of guilds.

use parvis_model::marker::GuildMarker;
use parvis_model::{AuditLogChange, AuditLogEntry, AuditLogEvent, Id};
use parvis_store::tables::audit::{self, Filter};
use parvis_store::{StoreError, Tx};

use super::run;
use crate::engines::{Database, both_engines};

both_engines! {
    an_entry_comes_back_as_it_went_in,
    entries_come_newest_first_or_oldest_first_behind_one,
    filters_narrow_together,
    an_entry_is_written_once,
    old_entries_go_in_every_guild,
}

const GUILD: Id<GuildMarker> = Id::new(10);
const ADA: u64 = 1;
const EVE: u64 = 2;

fn entry(id: u64, action: AuditLogEvent, actor: u64, target: Option<u64>) -> AuditLogEntry {
    let mut entry = AuditLogEntry::new(Id::new(id), action, Id::new(actor));
    entry.target_id = target.map(Id::new);
    entry
}

/// Five acts: three of Ada's, two of Eve's.
fn fill(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let (kick, ban) = (AuditLogEvent::MEMBER_KICK, AuditLogEvent::MEMBER_BAN_ADD);
    let acts = [
        (101, kick, ADA, 7),
        (102, ban, ADA, 7),
        (103, kick, EVE, 8),
        (104, ban, EVE, 7),
        (105, kick, ADA, 8),
    ];
    for (id, action, actor, target) in acts {
        audit::insert(tx, GUILD, &entry(id, action, actor, Some(target)))?;
    }
    Ok(())
}

fn listed(tx: &mut Tx<'_>, filter: Filter) -> Result<Vec<u64>, StoreError> {
    let limit = if filter.limit == 0 { 100 } else { filter.limit };
    let entries = audit::list(tx, GUILD, &Filter { limit, ..filter })?;
    Ok(entries.into_iter().map(|entry| entry.id.get()).collect())
}

async fn an_entry_comes_back_as_it_went_in(database: Database) {
    run(database, |tx| {
        let mut full = entry(101, AuditLogEvent::ROLE_UPDATE, ADA, Some(7));
        full.reason = Some("trop fort « »".to_owned());
        full.changes = vec![AuditLogChange::new("name", "old", "new")];
        let mut bare = entry(102, AuditLogEvent::MESSAGE_BULK_DELETE, ADA, None);
        bare.user_id = None;
        audit::insert(tx, GUILD, &full)?;
        audit::insert(tx, GUILD, &bare)?;
        let all = Filter { limit: 10, ..Filter::default() };
        assert_eq!(audit::list(tx, GUILD, &all)?, [bare, full]);
        assert_eq!(audit::list(tx, Id::new(11), &all)?, []);
        assert_eq!(audit::list(tx, GUILD, &Filter::default())?, [], "at most 0 entries");
        Ok(())
    })
    .await;
}

async fn entries_come_newest_first_or_oldest_first_behind_one(database: Database) {
    run(database, |tx| {
        fill(tx)?;
        let filter = Filter::default();
        let (before, after) = (Some(Id::new(104)), Some(Id::new(102)));
        assert_eq!(listed(tx, filter)?, [105, 104, 103, 102, 101]);
        assert_eq!(listed(tx, Filter { limit: 2, ..filter })?, [105, 104]);
        assert_eq!(listed(tx, Filter { before, ..filter })?, [103, 102, 101]);
        assert_eq!(listed(tx, Filter { before, limit: 1, ..filter })?, [103]);
        assert_eq!(listed(tx, Filter { after, ..filter })?, [103, 104, 105]);
        assert_eq!(listed(tx, Filter { after, limit: 1, ..filter })?, [103]);
        assert_eq!(listed(tx, Filter { before, after, ..filter })?, [103]);
        assert_eq!(listed(tx, Filter { after: Some(Id::new(0)), limit: 2, ..filter })?, [101, 102]);
        Ok(())
    })
    .await;
}

async fn filters_narrow_together(database: Database) {
    run(database, |tx| {
        fill(tx)?;
        let mut of_nobody = entry(106, AuditLogEvent::MEMBER_KICK, ADA, None);
        of_nobody.user_id = None;
        audit::insert(tx, GUILD, &of_nobody)?;
        let filter = Filter::default();
        let (user_id, action) = (Some(Id::new(ADA)), Some(AuditLogEvent::MEMBER_KICK));
        assert_eq!(listed(tx, Filter { user_id, ..filter })?, [105, 102, 101]);
        assert_eq!(listed(tx, Filter { action, ..filter })?, [106, 105, 103, 101]);
        assert_eq!(listed(tx, Filter { target_id: Some(7), ..filter })?, [104, 102, 101]);
        assert_eq!(listed(tx, Filter { user_id, action, target_id: Some(8), ..filter })?, [105]);
        assert_eq!(listed(tx, Filter { user_id: Some(Id::new(3)), ..filter })?, [0_u64; 0]);
        assert_eq!(listed(tx, Filter { user_id, after: Some(Id::new(101)), limit: 1, ..filter })?, [102]);
        Ok(())
    })
    .await;
}

async fn an_entry_is_written_once(database: Database) {
    let store = database.open(&[parvis_store::tables::migrations::TALK]);
    let twice = store.write(0, |tx| fill(tx).and(fill(tx))).await.expect_err("the entries are there");
    assert!(twice.is_unique("audit_log.id"), "{twice}");
}

async fn old_entries_go_in_every_guild(database: Database) {
    run(database, |tx| {
        fill(tx)?;
        audit::insert(tx, Id::new(11), &entry(50, AuditLogEvent::MEMBER_KICK, ADA, None))?;
        assert_eq!(audit::delete_before(tx, Id::new(103))?, 3);
        assert_eq!(audit::delete_before(tx, Id::new(103))?, 0);
        assert_eq!(listed(tx, Filter::default())?, [105, 104, 103]);
        Ok(())
    })
    .await;
}
