//! What guilds plan, and who is interested.

use parvis_model::marker::{GenericMarker, ScheduledEventMarker, UserMarker};
use parvis_model::{
    Id, RecurrenceFrequency, RecurrenceRule, ScheduledEvent, ScheduledEventEntityType,
    ScheduledEventException, ScheduledEventMetadata, ScheduledEventStatus, Timestamp,
};
use parvis_store::tables::pictures::{self, Stored};
use parvis_store::tables::scheduled_events::{self, ALL_OCCURRENCES, PICTURES, Planned, UsersPage};
use parvis_store::tables::{attachments, guilds, members};
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, add_guild, add_member, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    an_event_comes_back_as_it_went_in_and_as_it_was_changed,
    exceptions_are_their_event_s_and_said_anew,
    the_upkeep_finds_what_is_due,
    only_what_is_to_come_or_under_way_is_counted,
    interest_is_counted_paged_and_taken_back,
    with_an_event_goes_everything_of_it,
    with_a_guild_goes_what_it_plans,
    who_leaves_is_interested_no_longer,
    who_planned_it_is_forgotten,
}

const fn at(after_ms: i64) -> Timestamp {
    Timestamp::from_unix_ms(NOW_MS + after_ms)
}

fn planned(id: u64, guild_id: u64) -> Planned {
    let event = ScheduledEvent {
        id: Id::new(id),
        guild_id: Id::new(guild_id),
        channel_id: None,
        creator_id: Some(Id::new(1)),
        creator: None,
        name: "Fête du quartier".to_owned(),
        description: Some("Apportez des gâteaux".to_owned()),
        image: None,
        scheduled_start_time: at(1_000),
        scheduled_end_time: Some(at(2_000)),
        privacy_level: 2,
        status: ScheduledEventStatus::SCHEDULED,
        entity_type: ScheduledEventEntityType::EXTERNAL,
        entity_id: None,
        entity_metadata: Some(ScheduledEventMetadata { location: Some("La place".to_owned()) }),
        recurrence_rule: None,
        user_count: None,
        user_rsvp: None,
        guild_scheduled_event_exceptions: Vec::new(),
    };
    Planned { event, changes: 0, changed_at: at(0), due_at: at(1_000) }
}

fn add(tx: &mut Tx<'_>, id: u64, guild_id: u64) -> Result<Planned, StoreError> {
    let it = planned(id, guild_id);
    scheduled_events::insert(tx, &it)?;
    Ok(it)
}

fn exception(event_id: u64, id: u64, is_canceled: bool) -> ScheduledEventException {
    ScheduledEventException {
        event_id: Id::new(event_id),
        event_exception_id: Id::new(id),
        scheduled_start_time: (!is_canceled).then_some(at(5_000)),
        scheduled_end_time: None,
        is_canceled,
    }
}

async fn an_event_comes_back_as_it_went_in_and_as_it_was_changed(database: Database) {
    run(database, |tx| {
        let mut it = add(tx, 50, 100)?;
        let other = add(tx, 51, 100)?;
        add(tx, 52, 101)?;
        assert_eq!(scheduled_events::get(tx, it.event.id)?, Some(it.clone()));
        assert_eq!(scheduled_events::get(tx, Id::new(99))?, None);
        assert_eq!(scheduled_events::of_guild(tx, Id::new(100))?, [it.clone(), other.clone()]);
        it.event.name = "Fête".to_owned();
        it.event.channel_id = Some(Id::new(20));
        it.event.entity_type = ScheduledEventEntityType::VOICE;
        it.event.entity_metadata = None;
        it.event.scheduled_end_time = None;
        it.event.status = ScheduledEventStatus::ACTIVE;
        it.event.image = Some("0123".to_owned());
        it.event.recurrence_rule = Some(RecurrenceRule {
            start: at(1_000),
            end: None,
            frequency: RecurrenceFrequency::WEEKLY,
            interval: 2,
            by_weekday: Some(vec![3]),
            by_n_weekday: None,
            by_month: None,
            by_month_day: None,
            by_year_day: None,
            count: None,
        });
        it.changes = 1;
        it.changed_at = at(7);
        it.due_at = at(9_000);
        scheduled_events::update(tx, &it)?;
        assert_eq!(scheduled_events::of_channel(tx, Id::new(20))?, [it.clone()]);
        assert_eq!(scheduled_events::get_many(tx, &[other.event.id, it.event.id])?, [it, other]);
        assert_eq!(scheduled_events::get_many(tx, &[])?, []);
        assert_eq!(scheduled_events::of_creator(tx, Id::new(1))?.len(), 3);
        Ok(())
    })
    .await;
}

async fn exceptions_are_their_event_s_and_said_anew(database: Database) {
    run(database, |tx| {
        let (it, _) = (add(tx, 50, 100)?, add(tx, 51, 100)?);
        let exceptions = |tx: &mut Tx<'_>| -> Result<_, StoreError> {
            let found = scheduled_events::get(tx, it.event.id)?.expect("the event is there");
            Ok(found.event.guild_scheduled_event_exceptions)
        };
        for one in [exception(50, 8, false), exception(50, 7, false), exception(51, 7, true)] {
            scheduled_events::put_exception(tx, &one)?;
        }
        scheduled_events::put_exception(tx, &exception(50, 7, true))?;
        assert_eq!(exceptions(tx)?, [exception(50, 7, true), exception(50, 8, false)]);
        scheduled_events::add_user(tx, it.event.id, Id::new(7), Id::new(1))?;
        assert!(scheduled_events::delete_exception(tx, it.event.id, Id::new(7))?);
        assert!(!scheduled_events::delete_exception(tx, it.event.id, Id::new(7))?);
        assert_eq!(exceptions(tx)?, [exception(50, 8, false)]);
        assert_eq!(
            scheduled_events::of_user(tx, Id::new(1))?,
            [],
            "nobody is interested in it alone any more"
        );
        Ok(())
    })
    .await;
}

async fn the_upkeep_finds_what_is_due(database: Database) {
    run(database, |tx| {
        let mut ids = Vec::new();
        for (id, due_ms) in [(50, 3_000), (51, 1_000), (52, 2_000)] {
            let mut it = planned(id, 100);
            it.due_at = at(due_ms);
            scheduled_events::insert(tx, &it)?;
            ids.push(it.event.id);
        }
        let due = |tx: &mut Tx<'_>, after_ms: i64, limit: u32| -> Result<Vec<_>, StoreError> {
            let due = scheduled_events::due(tx, at(after_ms), limit)?;
            Ok(due.into_iter().map(|it| it.event.id).collect())
        };
        assert_eq!(due(tx, 999, 9)?, []);
        assert_eq!(due(tx, 2_000, 9)?, [ids[1], ids[2]]);
        assert_eq!(due(tx, 9_000, 2)?, [ids[1], ids[2]]);
        Ok(())
    })
    .await;
}

async fn only_what_is_to_come_or_under_way_is_counted(database: Database) {
    run(database, |tx| {
        for status in 1..=4 {
            let mut it = planned(50 + u64::from(status), 100);
            it.event.status = ScheduledEventStatus(status);
            scheduled_events::insert(tx, &it)?;
        }
        add(tx, 60, 101)?;
        assert_eq!(scheduled_events::count_open(tx, Id::new(100))?, 2);
        Ok(())
    })
    .await;
}

const EVENT: Id<ScheduledEventMarker> = Id::new(50);

async fn interest_is_counted_paged_and_taken_back(database: Database) {
    run(database, |tx| {
        add(tx, 50, 100)?;
        let one_occurrence: Id<GenericMarker> = Id::new(7);
        for id in 1..=3 {
            let user = add_user(tx, id, &format!("user{id}"))?;
            assert!(scheduled_events::add_user(tx, EVENT, ALL_OCCURRENCES, user)?);
            assert!(!scheduled_events::add_user(tx, EVENT, ALL_OCCURRENCES, user)?);
        }
        scheduled_events::add_user(tx, EVENT, one_occurrence, Id::new(2))?;
        let counts = scheduled_events::counts(tx, &[EVENT, Id::new(51)])?;
        assert_eq!(counts, [((EVENT, ALL_OCCURRENCES), 3), ((EVENT, one_occurrence), 1)].into());
        let page = |tx: &mut Tx<'_>, page: UsersPage| -> Result<Vec<Id<UserMarker>>, StoreError> {
            let users = scheduled_events::users(tx, EVENT, ALL_OCCURRENCES, page, 2)?;
            Ok(users.into_iter().map(|user| user.id).collect())
        };
        assert_eq!(page(tx, UsersPage::After(Id::new(0)))?, [Id::new(1), Id::new(2)]);
        assert_eq!(page(tx, UsersPage::After(Id::new(2)))?, [Id::new(3)]);
        assert_eq!(page(tx, UsersPage::Before(Id::new(9)))?, [Id::new(2), Id::new(3)]);
        assert_eq!(
            scheduled_events::of_user(tx, Id::new(2))?,
            [(EVENT, ALL_OCCURRENCES), (EVENT, one_occurrence)]
        );
        assert!(scheduled_events::remove_user(tx, EVENT, ALL_OCCURRENCES, Id::new(2))?);
        assert!(!scheduled_events::remove_user(tx, EVENT, ALL_OCCURRENCES, Id::new(2))?);
        assert_eq!(page(tx, UsersPage::Before(Id::new(3)))?, [Id::new(1)]);
        Ok(())
    })
    .await;
}

async fn with_an_event_goes_everything_of_it(database: Database) {
    run(database, |tx| {
        add(tx, 50, 100)?;
        add_user(tx, 1, "ada")?;
        scheduled_events::put_exception(tx, &exception(50, 7, true))?;
        scheduled_events::add_user(tx, EVENT, ALL_OCCURRENCES, Id::new(1))?;
        let stored = Stored { blob: "blob".to_owned(), content_type: "image/png".to_owned() };
        pictures::insert(tx, PICTURES, EVENT.cast(), &"0".repeat(32), &stored)?;
        scheduled_events::delete(tx, EVENT, NOW_MS)?;
        assert_eq!(scheduled_events::get(tx, EVENT)?, None);
        assert_eq!(scheduled_events::of_user(tx, Id::new(1))?, []);
        assert_eq!(attachments::deletions(tx, 9)?, ["blob"]);
        add(tx, 50, 100)?;
        let again = scheduled_events::get(tx, EVENT)?.expect("the event is there");
        assert_eq!(again.event.guild_scheduled_event_exceptions, []);
        Ok(())
    })
    .await;
}

async fn with_a_guild_goes_what_it_plans(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let guild = add_guild(tx, 100, ada)?;
        add(tx, 50, 100)?;
        add(tx, 51, 101)?;
        guilds::delete(tx, guild, NOW_MS)?;
        assert_eq!(scheduled_events::of_guild(tx, guild)?, []);
        assert_eq!(scheduled_events::of_guild(tx, Id::new(101))?.len(), 1);
        Ok(())
    })
    .await;
}

async fn who_leaves_is_interested_no_longer(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 100, ada)?;
        add_member(tx, guild, eve)?;
        let (here, there) = (add(tx, 50, 100)?.event.id, add(tx, 51, 101)?.event.id);
        for (event, user) in [(here, ada), (here, eve), (there, eve)] {
            scheduled_events::add_user(tx, event, ALL_OCCURRENCES, user)?;
        }
        members::delete(tx, guild, eve)?;
        assert_eq!(scheduled_events::of_user(tx, eve)?, [(there, ALL_OCCURRENCES)]);
        assert_eq!(scheduled_events::of_user(tx, ada)?, [(here, ALL_OCCURRENCES)]);
        scheduled_events::forget_interest(tx, guild, ada)?;
        assert_eq!(scheduled_events::of_user(tx, ada)?, []);
        Ok(())
    })
    .await;
}

async fn who_planned_it_is_forgotten(database: Database) {
    run(database, |tx| {
        let it = add(tx, 50, 100)?;
        scheduled_events::forget_creator(tx, Id::new(1))?;
        let found = scheduled_events::get(tx, it.event.id)?.expect("the event is there");
        assert_eq!(found.event.creator_id, None);
        Ok(())
    })
    .await;
}
