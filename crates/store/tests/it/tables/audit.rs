//! The audit log.

use parvis_model::{AuditLogChange, AuditLogEntry, AuditLogEvent, Id};
use parvis_store::tables::audit::{self, Filter};

use super::{add_guild, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! { entries_are_found_by_who_what_whom_and_when }

fn entry(id: u64, user: u64, target: Option<u64>, action: AuditLogEvent) -> AuditLogEntry {
    AuditLogEntry { target_id: target.map(Id::new), ..AuditLogEntry::new(Id::new(id), action, Id::new(user)) }
}

async fn entries_are_found_by_who_what_whom_and_when(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let (id, other) = (add_guild(tx, 10, ada)?, add_guild(tx, 11, ada)?);
        let (kick, ban) = (AuditLogEvent::MEMBER_KICK, AuditLogEvent::MEMBER_BAN_ADD);
        let mut first = entry(100, 1, Some(5), kick);
        first.changes = vec![AuditLogChange::new("nick", "a", "é")];
        first.reason = Some("trop de bruit".to_owned());
        audit::insert(tx, id, &first)?;
        audit::insert(tx, id, &entry(101, 2, Some(6), ban))?;
        audit::insert(tx, id, &entry(102, 1, None, ban))?;
        audit::insert(tx, other, &entry(103, 1, Some(5), kick))?;
        let all = Filter { limit: 9, ..Filter::default() };
        for (filter, found) in [
            (all, vec![102, 101, 100]),
            (Filter { limit: 2, ..all }, vec![102, 101]),
            (Filter { user_id: Some(ada), ..all }, vec![102, 100]),
            (Filter { action: Some(ban), ..all }, vec![102, 101]),
            (Filter { target_id: Some(5), ..all }, vec![100]),
            (Filter { before: Some(Id::new(102)), ..all }, vec![101, 100]),
            (Filter { after: Some(Id::new(100)), ..all }, vec![101, 102]),
        ] {
            let ids: Vec<_> = audit::list(tx, id, &filter)?.iter().map(|it| it.id.get()).collect();
            assert_eq!(ids, found, "{filter:?}");
        }
        assert_eq!(audit::list(tx, id, &Filter { target_id: Some(5), ..all })?, [first]);
        assert_eq!(audit::delete_before(tx, Id::new(102))?, 2);
        assert_eq!(audit::list(tx, id, &all)?.len(), 1);
        Ok(())
    })
    .await;
}
