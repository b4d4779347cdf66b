//! Events that are to be shown on the map.

use parvis_directory::tables::actions::{self, Placed};
use parvis_model::{Id, ScheduledEvent, ScheduledEventEntityType, ScheduledEventStatus};
use parvis_store::tables::scheduled_events::{self, ALL_OCCURRENCES, Planned};
use parvis_store::{StoreError, Tx};

use super::{at, run};
use crate::engines::{Database, both_engines};

both_engines! {
    an_event_has_one_place_and_the_last_one_counts,
    what_is_shown_comes_with_its_event_and_those_who_are_interested,
    places_of_events_that_are_gone_are_forgotten,
}

const fn placed(event_id: u64, area_id: u64) -> Placed {
    Placed {
        event_id: Id::new(event_id),
        guild_id: Id::new(100),
        area_id: Id::new(area_id),
        tells_interest: area_id == 8,
        placed_at: at(1_000),
    }
}

fn plan(tx: &mut Tx<'_>, id: u64) -> Result<Planned, StoreError> {
    let event = ScheduledEvent {
        id: Id::new(id),
        guild_id: Id::new(100),
        channel_id: None,
        creator_id: None,
        creator: None,
        name: "Fête".to_owned(),
        description: None,
        image: None,
        scheduled_start_time: at(5_000),
        scheduled_end_time: Some(at(6_000)),
        privacy_level: 2,
        status: ScheduledEventStatus::SCHEDULED,
        entity_type: ScheduledEventEntityType::EXTERNAL,
        entity_id: None,
        entity_metadata: None,
        recurrence_rule: None,
        user_count: None,
        user_rsvp: None,
        guild_scheduled_event_exceptions: Vec::new(),
    };
    let planned = Planned { event, changes: 0, changed_at: at(0), due_at: at(5_000) };
    scheduled_events::insert(tx, &planned)?;
    Ok(planned)
}

async fn an_event_has_one_place_and_the_last_one_counts(database: Database) {
    run(database, |tx| {
        actions::put(tx, &placed(50, 7))?;
        actions::put(tx, &placed(50, 8))?;
        assert_eq!(actions::of_guild(tx, Id::new(100))?, [placed(50, 8)]);
        assert_eq!(actions::of_guild(tx, Id::new(101))?, []);
        assert!(actions::delete(tx, Id::new(50))?);
        assert!(!actions::delete(tx, Id::new(50))?);
        Ok(())
    })
    .await;
}

async fn what_is_shown_comes_with_its_event_and_those_who_are_interested(database: Database) {
    run(database, |tx| {
        let planned = plan(tx, 50)?;
        for user in 1..=3 {
            scheduled_events::add_user(tx, planned.event.id, ALL_OCCURRENCES, Id::new(user))?;
        }
        actions::put(tx, &placed(50, 7))?;
        actions::put(tx, &placed(51, 7))?;
        assert_eq!(actions::all(tx)?, [(placed(50, 7), planned, 3)], "of the other there is no event");
        Ok(())
    })
    .await;
}

async fn places_of_events_that_are_gone_are_forgotten(database: Database) {
    run(database, |tx| {
        plan(tx, 50)?;
        actions::put(tx, &placed(50, 7))?;
        actions::put(tx, &placed(51, 7))?;
        assert_eq!(actions::delete_gone(tx)?, 1);
        assert_eq!(actions::of_guild(tx, Id::new(100))?, [placed(50, 7)]);
        Ok(())
    })
    .await;
}
