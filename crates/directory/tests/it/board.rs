//! What a page of listings and a search for matches cost, counted in listings that are looked at: a count is the same
//! on a busy machine.

use std::sync::Arc;

use parvis_directory::aid::board::{Board, Search};
use parvis_directory::aid::kind::{Category, Condition, Kind, State};
use parvis_directory::aid::matching::{Closeness, Found, matches};
use parvis_directory::tables::aid::{Details, Kept};
use parvis_directory::tables::areas::{Area, Names, Source};
use parvis_directory::view::AreaTree;
use parvis_geography::{Bounds, Shape};
use parvis_model::{Id, Timestamp};

const CITIES: u64 = 10;
const QUARTERS: u64 = 10;
const LISTINGS: u64 = 10_000;
const HOUR_MS: i64 = 3_600_000;

fn area(id: u64, parent_id: Option<u64>) -> Area {
    let bounds = Bounds::new(27.4, 53.8, 27.7, 54.0).expect("on the Earth");
    Area {
        id: Id::new(id),
        parent_id: parent_id.map(Id::new),
        level: 9,
        kind: "place".to_owned(),
        name: format!("Place {id}"),
        names: Names::default(),
        shape: Shape::rectangle(bounds).expect("it has an inside"),
        source: Source::Drawn,
        osm_id: None,
        is_dark: false,
        changed_at: Timestamp::from_unix_ms(0),
    }
}

/// A country (1) of ten cities (10 to 19) of ten quarters each (100 to 199).
fn tree() -> Arc<AreaTree> {
    let mut areas = vec![area(1, None)];
    for city in 10..10 + CITIES {
        areas.push(area(city, Some(1)));
        areas.extend((0..QUARTERS).map(|quarter| area(city * QUARTERS + quarter, Some(city))));
    }
    Arc::new(AreaTree::new(areas))
}

fn listing(id: u64, kind: Kind, area_id: u64) -> Kept {
    let from = HOUR_MS * i64::try_from(id % 1_000).expect("small");
    Kept {
        id: Id::new(id),
        author_id: Id::new(id),
        guild_id: None,
        kind,
        state: State::Open,
        until: Timestamp::from_unix_ms(from + HOUR_MS),
        total: 4,
        remaining: 4,
        details: Details {
            area_id: Id::new(area_id),
            cell: None,
            destination_id: None,
            via_ids: Vec::new(),
            from: Timestamp::from_unix_ms(from),
            category: (!kind.is_ride()).then_some(Category::Tools),
            conditions: Vec::new(),
            cost_share: String::new(),
            text: String::new(),
            removed_because: None,
        },
    }
}

/// Ten thousand listings, spread evenly over the quarters and over the kinds.
fn full_board() -> (Arc<AreaTree>, Board) {
    let tree = tree();
    let listings = (0..LISTINGS).map(|n| {
        let kind = Kind::ALL[(n / (CITIES * QUARTERS)) as usize % Kind::ALL.len()];
        listing(n + 1, kind, 100 + n % (CITIES * QUARTERS))
    });
    (Arc::clone(&tree), Board::new(tree, listings))
}

#[test]
fn a_page_of_ten_thousand_listings_looks_at_no_more_than_it_shows() {
    let (_, board) = full_board();
    for (area_id, kind) in
        [(None, None), (Some(10), None), (Some(1), Some(Kind::Lend)), (None, Some(Kind::Need))]
    {
        let search = Search { area_id: area_id.map(Id::new), kind, limit: 50, ..Search::default() };
        let page = board.search(search, |_| true);
        assert_eq!((page.listings.len(), page.has_more), (50, true), "{area_id:?} {kind:?}");
        assert_eq!(page.looked_at, 51, "{area_id:?} {kind:?}");
        let starts: Vec<_> = page.listings.iter().map(|kept| (kept.details.from, kept.id)).collect();
        assert!(starts.is_sorted(), "the soonest first");
    }
}

#[test]
fn pages_follow_each_other_without_a_gap_and_without_looking_back() {
    let (_, board) = full_board();
    let (mut after, mut seen, mut looked_at) = (None, Vec::new(), 0);
    loop {
        let search = Search { area_id: Some(Id::new(12)), after, limit: 100, ..Search::default() };
        let page = board.search(search, |_| true);
        looked_at += page.looked_at;
        seen.extend(page.listings.iter().map(|kept| kept.id));
        after = seen.last().copied();
        if !page.has_more {
            break;
        }
    }
    assert_eq!(seen.len() as u64, LISTINGS / CITIES);
    assert!(looked_at < seen.len() + 20, "{looked_at}");
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len() as u64, LISTINGS / CITIES, "each once");
}

#[test]
fn what_is_over_or_ended_is_not_looked_at() {
    let (_, mut board) = full_board();
    board.end(500 * HOUR_MS);
    let page = board.search(Search { limit: 10, ..Search::default() }, |_| true);
    assert!(page.listings.iter().all(|kept| kept.until.unix_ms() > 500 * HOUR_MS));
    assert_eq!(page.looked_at, 11);
    let first = Arc::clone(&page.listings[0]);
    board.put(Kept { state: State::Matched, ..(*first).clone() });
    let page = board.search(Search { limit: 10, ..Search::default() }, |_| true);
    assert!(page.listings.iter().all(|kept| kept.id != first.id));
    assert!(board.get(first.id).is_some(), "it is there, for who knows it");
}

fn found(board: &Board, tree: &AreaTree, mine: &Kept) -> (Vec<Found>, usize) {
    matches(board, tree, mine, 50, |_| true)
}

#[test]
fn a_match_among_ten_thousand_looks_only_at_its_kind_in_its_place() {
    let (tree, board) = full_board();
    let mut mine = listing(50_000, Kind::Borrow, 123);
    mine.details.from = Timestamp::from_unix_ms(0);
    mine.until = Timestamp::from_unix_ms(1_000 * HOUR_MS);
    let (all, looked_at) = found(&board, &tree, &mine);
    assert!(!all.is_empty() && all.iter().all(|it| it.closeness == Closeness::Same));
    assert!(looked_at as u64 <= LISTINGS / (CITIES * QUARTERS), "{looked_at}");
}

#[test]
fn places_match_when_one_lies_in_the_other_and_the_nearest_come_first() {
    let tree = tree();
    let give = |id: u64, area_id: u64| Kept {
        until: Timestamp::from_unix_ms(HOUR_MS),
        ..listing(id * 1_000, Kind::Give, area_id)
    };
    let board =
        Board::new(Arc::clone(&tree), [give(1, 100), give(2, 10), give(3, 1), give(4, 101), give(5, 110)]);
    let mine = listing(9_000, Kind::Need, 100);
    let (near, _) = found(&board, &tree, &mine);
    let told: Vec<_> = near.iter().map(|it| (it.kept.id.get() / 1_000, it.closeness)).collect();
    assert_eq!(told, [(1, Closeness::Same), (2, Closeness::Around), (3, Closeness::Around)]);
    let (wide, _) = found(&board, &tree, &listing(9_000, Kind::Need, 10));
    let told: Vec<_> = wide.iter().map(|it| (it.kept.id.get() / 1_000, it.closeness)).collect();
    let expected =
        [(2, Closeness::Same), (1, Closeness::Inside), (4, Closeness::Inside), (3, Closeness::Around)];
    assert_eq!(told, expected);
}

#[test]
fn a_ride_picks_up_and_sets_down_on_its_way_and_in_its_order() {
    let tree = tree();
    let ride = |id, kind, from: u64, via: &[u64], to: u64| {
        let mut kept = listing(id, kind, from);
        kept.details.via_ids = via.iter().map(|id| Id::new(*id)).collect();
        kept.details.destination_id = Some(Id::new(to));
        kept
    };
    let board = Board::new(Arc::clone(&tree), [ride(1_000, Kind::RideOffer, 100, &[110, 120], 130)]);
    let fits = |from, to| {
        let (found, _) = found(&board, &tree, &ride(2_000, Kind::RideRequest, from, &[], to));
        found.first().map(|it| it.closeness)
    };
    assert_eq!(fits(100, 130), Some(Closeness::Same));
    assert_eq!(fits(110, 120), Some(Closeness::Same));
    assert_eq!(fits(10, 130), Some(Closeness::Inside), "somewhere in the city");
    assert_eq!(fits(110, 13), Some(Closeness::Inside));
    assert_eq!(fits(130, 100), None, "not backwards");
    assert_eq!(fits(120, 110), None);
    assert_eq!(fits(100, 140), None);
    // And the other way round: who drives sees who waits on the way.
    let waiting = Board::new(Arc::clone(&tree), [ride(3_000, Kind::RideRequest, 110, &[], 130)]);
    let offer = ride(4_000, Kind::RideOffer, 100, &[11], 13);
    let (seen, _) = found(&waiting, &tree, &offer);
    assert_eq!(seen.first().map(|it| it.closeness), Some(Closeness::Inside));
}

#[test]
fn time_quantity_and_subject_must_fit_and_conditions_are_told() {
    let tree = tree();
    let offer = |id: u64, change: &dyn Fn(&mut Kept)| {
        let mut kept = listing(id * 1_000, Kind::Lend, 100);
        change(&mut kept);
        kept
    };
    let board = Board::new(
        Arc::clone(&tree),
        [
            offer(1, &|_| {}),
            offer(2, &|kept| kept.details.conditions = vec![Condition::Delivery]),
            offer(3, &|kept| kept.remaining = 1),
            offer(4, &|kept| kept.details.category = Some(Category::Books)),
            offer(5, &|kept| {
                kept.details.from = Timestamp::from_unix_ms(5 * HOUR_MS);
                kept.until = Timestamp::from_unix_ms(6 * HOUR_MS);
            }),
            offer(6, &|kept| kept.author_id = Id::new(9_000)),
        ],
    );
    let mut mine = listing(9_000, Kind::Borrow, 100);
    mine.total = 2;
    mine.remaining = 2;
    mine.details.conditions = vec![Condition::Delivery];
    let (found, _) = found(&board, &tree, &mine);
    let told: Vec<_> =
        found.iter().map(|it| (it.kept.id.get() / 1_000, it.conditions_missing.clone())).collect();
    assert_eq!(told, [(2, vec![]), (1, vec![Condition::Delivery])]);
}
