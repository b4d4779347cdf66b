//! Rides and mutual aid: listings, answers to them, reports of them.

use parvis_directory::aid::kind::{AskState, Category, Condition, Kind, State};
use parvis_directory::tables::aid::{self, Details, Kept};
use parvis_directory::tables::aid_asks::{self, Ask};
use parvis_directory::tables::aid_reports::{self, Report};
use parvis_model::{Guild, Id, Member, User};
use parvis_store::tables;
use parvis_store::tables::users::Account;

use super::{at, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_listing_is_kept_as_it_was_posted,
    listings_are_found_by_person_and_by_time,
    an_answer_goes_its_way,
    listings_of_those_who_left_are_found,
    reports_go_to_a_guild_or_to_the_map,
}

fn listing(id: u64, author_id: u64) -> Kept {
    Kept {
        id: Id::new(id),
        author_id: Id::new(author_id),
        guild_id: None,
        kind: Kind::RideOffer,
        state: State::Open,
        until: at(5_000),
        total: 4,
        remaining: 4,
        details: Details {
            area_id: Id::new(7),
            cell: Some("891f1d4894bffff".to_owned()),
            destination_id: Some(Id::new(8)),
            via_ids: vec![Id::new(9)],
            from: at(4_000),
            category: Some(Category::Other),
            conditions: vec![Condition::ChildSeat, Condition::NonSmoking],
            cost_share: "5 BYN".to_owned(),
            text: "На вакзал".to_owned(),
            removed_because: None,
        },
    }
}

fn ask(id: u64, aid_id: u64, asker_id: u64) -> Ask {
    Ask {
        id: Id::new(id),
        aid_id: Id::new(aid_id),
        asker_id: Id::new(asker_id),
        own_aid_id: None,
        amount: 2,
        text: "Dzień dobry".to_owned(),
        state: AskState::Asked,
        is_shelved: false,
        channel_id: None,
    }
}

async fn a_listing_is_kept_as_it_was_posted(database: Database) {
    run(database, |tx| {
        let mut kept = listing(1, 5);
        aid::insert(tx, &kept)?;
        aid::insert(tx, &listing(2, 5))?;
        assert_eq!(aid::get(tx, Id::new(1))?, Some(kept.clone()));
        assert_eq!(aid::get(tx, Id::new(3))?, None);
        kept.state = State::Cancelled;
        kept.remaining = 0;
        kept.details.removed_because = Some("vente".to_owned());
        aid::update(tx, &kept)?;
        assert_eq!(aid::among(tx, &[Id::new(1), Id::new(3)])?, [kept]);
        assert_eq!(aid::all(tx)?.len(), 2);
        aid_asks::insert(tx, &ask(10, 1, 6))?;
        aid_asks::insert(tx, &Ask { own_aid_id: Some(Id::new(1)), ..ask(11, 2, 6) })?;
        assert!(aid::delete(tx, Id::new(1))? && !aid::delete(tx, Id::new(1))?);
        assert_eq!(aid_asks::of_listing(tx, Id::new(1))?, [], "what was asked goes with it");
        assert_eq!(aid_asks::of_listing(tx, Id::new(2))?, [ask(11, 2, 6)], "and nothing points to it");
        Ok(())
    })
    .await;
}

async fn listings_are_found_by_person_and_by_time(database: Database) {
    run(database, |tx| {
        for (id, author_id, until, state) in [
            (1, 5, 1_000, State::Open),
            (2, 5, 3_000, State::Matched),
            (3, 5, 4_000, State::Cancelled),
            (4, 6, 2_000, State::Open),
        ] {
            aid::insert(tx, &Kept { until: at(until), state, ..listing(id, author_id) })?;
        }
        let ids = |kept: Vec<Kept>| kept.iter().map(|kept| kept.id.get()).collect::<Vec<_>>();
        assert_eq!(ids(aid::of_author(tx, Id::new(5), 2)?), [3, 2]);
        assert_eq!(aid::current_count(tx, Id::new(5), at(0))?, 2);
        assert_eq!(aid::current_count(tx, Id::new(5), at(1_000))?, 1, "what is over counts no more");
        assert_eq!(aid::count_since(tx, Id::new(5), Id::new(2))?, 2);
        assert_eq!(aid::over_before(tx, at(2_000), 10)?, [Id::new(1), Id::new(4)]);
        assert_eq!(aid::over_before(tx, at(2_000), 1)?, [Id::new(1)]);
        Ok(())
    })
    .await;
}

async fn an_answer_goes_its_way(database: Database) {
    run(database, |tx| {
        let mut first = Ask { own_aid_id: Some(Id::new(30)), ..ask(10, 1, 6) };
        aid_asks::insert(tx, &first)?;
        aid_asks::insert(tx, &ask(11, 1, 7))?;
        aid_asks::insert(tx, &Ask { is_shelved: true, ..ask(12, 1, 8) })?;
        aid_asks::insert(tx, &ask(13, 2, 6))?;
        assert_eq!(aid_asks::get(tx, Id::new(1), Id::new(10))?, Some(first.clone()));
        assert_eq!(aid_asks::get(tx, Id::new(2), Id::new(10))?, None, "of another listing");
        assert_eq!(aid_asks::waiting_count(tx, Id::new(1))?, 3);
        let counts = aid_asks::waiting_counts(tx, &[Id::new(1), Id::new(3)])?;
        assert_eq!(counts, [(Id::new(1), 2)], "its author is told of those that are shown");
        first.state = AskState::Accepted;
        first.channel_id = Some(Id::new(99));
        aid_asks::update(tx, &first)?;
        let ids = |asks: Vec<Ask>| asks.iter().map(|ask| ask.id.get()).collect::<Vec<_>>();
        assert_eq!(ids(aid_asks::of_listing(tx, Id::new(1))?), [12, 11, 10]);
        assert_eq!(ids(aid_asks::of_asker(tx, Id::new(6), 10)?), [13, 10]);
        assert_eq!(aid_asks::of_asker_among(tx, Id::new(6), &[Id::new(1)])?, [first.clone()]);
        assert_eq!(aid_asks::of_own(tx, Id::new(30))?, [first.clone()]);
        assert_eq!(aid_asks::count_since(tx, Id::new(6), Id::new(11))?, 1);
        first.state = AskState::Withdrawn;
        aid_asks::update(tx, &first)?;
        assert_eq!(aid_asks::of_own(tx, Id::new(30))?, []);
        Ok(())
    })
    .await;
}

async fn listings_of_those_who_left_are_found(database: Database) {
    run(database, |tx| {
        for (id, name) in [(5_u64, "ada"), (6, "deleted-user-6")] {
            let account = Account {
                user: User::new(Id::new(id), name),
                bio: String::new(),
                locale: "fr".to_owned(),
                password_hash: None,
                mfa_enabled: false,
            };
            tables::users::insert(tx, &account, name)?;
        }
        tables::guilds::insert(tx, &Guild::new(Id::new(20), "Двор", Id::new(5)))?;
        let user = User::new(Id::new(5), "ada");
        tables::members::insert(tx, Id::new(20), &Member::new(user, at(0)))?;
        let of_guild = |id, author_id| Kept { guild_id: Some(Id::new(20)), ..listing(id, author_id) };
        aid::insert(tx, &of_guild(1, 5))?;
        aid::insert(tx, &of_guild(2, 7))?;
        aid::insert(tx, &Kept { state: State::Done, ..of_guild(3, 7) })?;
        aid::insert(tx, &listing(4, 6))?;
        assert_eq!(aid::of_former_members(tx, 10)?, [of_guild(2, 7)]);
        assert_eq!(aid::of_deleted_accounts(tx, 10)?, [Id::new(4)]);
        aid_asks::insert(tx, &ask(10, 1, 6))?;
        aid_asks::insert(tx, &Ask { state: AskState::Declined, ..ask(11, 2, 6) })?;
        aid_asks::insert(tx, &ask(12, 4, 5))?;
        assert_eq!(aid_asks::of_deleted_accounts(tx, 10)?, [ask(10, 1, 6)]);
        Ok(())
    })
    .await;
}

async fn reports_go_to_a_guild_or_to_the_map(database: Database) {
    run(database, |tx| {
        let report = |id, guild_id: Option<u64>| Report {
            id: Id::new(id),
            aid_id: Id::new(1),
            guild_id: guild_id.map(Id::new),
            reason: "spam".to_owned(),
            note: "Vente".to_owned(),
            state: "open".to_owned(),
        };
        for (id, guild_id) in [(10, None), (11, Some(20)), (12, None)] {
            aid_reports::insert(tx, &report(id, guild_id))?;
        }
        assert_eq!(aid_reports::open_count(tx, Id::new(1))?, 3);
        assert_eq!(aid_reports::get(tx, Id::new(11))?, Some(report(11, Some(20))));
        let last = Id::new(1_000);
        let of_map = aid_reports::page(tx, None, "open", last, 10)?;
        assert_eq!(of_map, [report(12, None), report(10, None)]);
        assert_eq!(aid_reports::page(tx, None, "open", Id::new(12), 10)?, [report(10, None)]);
        assert_eq!(aid_reports::page(tx, Some(Id::new(20)), "open", last, 10)?, [report(11, Some(20))]);
        let closed = Report { state: "closed".to_owned(), ..report(10, None) };
        assert_eq!(aid_reports::close(tx, Id::new(10))?, Some(closed));
        assert_eq!(aid_reports::close(tx, Id::new(13))?, None);
        assert_eq!(aid_reports::close_all(tx, Id::new(1))?, 2);
        assert_eq!(aid_reports::open_count(tx, Id::new(1))?, 0);
        Ok(())
    })
    .await;
}
