//! Lists, their rows and labels.

use std::collections::HashSet;

use parvis_guard::tables::lists::signed::{self, PublishedList, Subscription};
use parvis_guard::tables::lists::{self, About, LISTS, List, ListMarker, ListRow, Place};
use parvis_model::marker::UserMarker;
use parvis_model::{Guild, Id, User};
use parvis_store::tables::migrations::TALK;
use parvis_store::tables::users::Account;
use parvis_store::{StoreError, Tx, tables as talk};
use parvis_watchlists::Evidence;
use parvis_watchlists::effect::Mode;
use parvis_watchlists::gate::{self, Label, Labelled};
use parvis_watchlists::matching::{Doubt, Verdict};
use parvis_watchlists::signed::{About as Signed, Published};

use super::at;
use crate::engines::{Database, both_engines};

both_engines! {
    lists_are_kept_for_their_guild_or_for_the_house,
    rows_are_found_by_what_they_came_to,
    labels_count_while_their_row_is_there,
    what_names_nobody_here_goes_and_so_does_what_has_ended,
    an_account_that_is_gone_is_in_no_row,
    links_and_files_are_looked_for_in_channels_of_guilds,
    published_lists_are_there_until_they_end_or_are_withdrawn,
    followed_lists_keep_their_last_good_issue,
}

const LIST: Id<ListMarker> = Id::new(100);
const ADA: Id<UserMarker> = Id::new(1);

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    database.open(&[TALK, LISTS]).write(0, job).await.expect("every statement is accepted");
}

fn list(id: u64, guild_id: Option<u64>) -> List {
    List {
        id: Id::new(id),
        guild_id: guild_id.map(Id::new),
        submitter_id: Some(ADA),
        about: About {
            title: "Films".to_owned(),
            source: "A newspaper".to_owned(),
            licence: "CC BY 4.0".to_owned(),
            compiler: "Its readers".to_owned(),
            appeal: "mailto:lists@square.example".to_owned(),
            evidence: Evidence::Alleged,
            format: "plain".to_owned(),
        },
        salt: [7; 32],
        counts: [("exact".to_owned(), 2), ("none".to_owned(), 3)].into(),
        expires_at: at(1_000),
        gate: None,
    }
}

fn row(number: u32, verdict: Verdict) -> ListRow {
    ListRow {
        number,
        line: number + 1,
        verdict,
        fault: None,
        doubt: None,
        subject: None,
        keyed: None,
        reason: String::new(),
        recommendation: "review".to_owned(),
        evidence: None,
        observed_at: None,
        expires_at: None,
        user_id: None,
        places: Vec::new(),
        sample_place: None,
        case_id: None,
    }
}

fn of_person(number: u32, user_id: u64, sample_place: Option<u32>) -> ListRow {
    ListRow {
        user_id: Some(Id::new(user_id)),
        subject: Some("here:somebody".to_owned()),
        reason: "films".to_owned(),
        sample_place,
        ..row(number, Verdict::Exact)
    }
}

fn numbers(rows: Vec<ListRow>) -> Vec<u32> {
    rows.into_iter().map(|row| row.number).collect()
}

async fn lists_are_kept_for_their_guild_or_for_the_house(database: Database) {
    run(database, |tx| {
        for kept in [list(100, None), list(101, Some(10)), list(102, Some(11)), list(103, None)] {
            lists::insert(tx, &kept)?;
        }
        assert_eq!(lists::get(tx, LIST)?, Some(list(100, None)));
        assert_eq!(lists::of(tx, None, 10)?, [list(103, None), list(100, None)]);
        assert_eq!(lists::of(tx, None, 1)?.len(), 1);
        assert_eq!(lists::of(tx, Some(Id::new(10)), 10)?, [list(101, Some(10))]);
        let standing = gate::standing(&[], &[], 0).expect("of nothing");
        lists::set_gate(tx, LIST, &standing, at(50))?;
        lists::set_gate(tx, LIST, &standing, at(60))?;
        assert_eq!(lists::get(tx, LIST)?.and_then(|it| it.gate), Some((standing, at(50))), "it is said once");
        lists::insert_row(tx, LIST, &row(1, Verdict::None))?;
        assert!(lists::delete(tx, LIST)? && !lists::delete(tx, LIST)?);
        assert_eq!((lists::get(tx, LIST)?, lists::row(tx, LIST, 1)?), (None, None));
        lists::delete_of_guild(tx, Id::new(10))?;
        assert_eq!(lists::of(tx, Some(Id::new(10)), 10)?, []);
        assert_eq!(lists::of(tx, Some(Id::new(11)), 10)?.len(), 1);
        Ok(())
    })
    .await;
}

async fn rows_are_found_by_what_they_came_to(database: Database) {
    run(database, |tx| {
        let place = Place { channel_id: Id::new(20), message_id: Id::new(30) };
        let doubtful = ListRow {
            doubt: Some(Doubt::NameChanged),
            keyed: Some([3; 32]),
            evidence: Some(Evidence::Ordered),
            observed_at: Some(at(5)),
            places: vec![place],
            ..row(2, Verdict::Ambiguous)
        };
        let over = ListRow { expires_at: Some(at(400)), ..of_person(4, 3, Some(2)) };
        let rows = [
            of_person(1, 1, Some(3)),
            doubtful.clone(),
            of_person(3, 2, Some(1)),
            over,
            row(5, Verdict::Exact),
        ];
        for row in &rows {
            lists::insert_row(tx, LIST, row)?;
        }
        assert_eq!(lists::row(tx, LIST, 2)?, Some(doubtful));
        assert_eq!(lists::rows(tx, LIST, None, 1, 3)?, rows[1..4]);
        assert_eq!(numbers(lists::rows(tx, LIST, Some(Verdict::Exact), 0, 10)?), [1, 3, 4, 5]);
        assert_eq!(lists::sampling_order(tx, LIST)?, [3, 4, 1]);
        assert_eq!(numbers(lists::proposable(tx, LIST, at(399))?), [1, 3, 4]);
        assert_eq!(numbers(lists::proposable(tx, LIST, at(400))?), [1, 3], "its time is over");
        lists::set_case(tx, LIST, 3, Id::new(77))?;
        assert_eq!(numbers(lists::proposable(tx, LIST, at(400))?), [1], "somebody looks at it already");
        assert_eq!(lists::row(tx, LIST, 3)?.and_then(|it| it.case_id), Some(Id::new(77)));
        Ok(())
    })
    .await;
}

async fn labels_count_while_their_row_is_there(database: Database) {
    run(database, |tx| {
        for row in [of_person(1, 1, Some(1)), of_person(2, 2, Some(2))] {
            lists::insert_row(tx, LIST, &row)?;
        }
        let said = |row, reviewer, label| Labelled { row, reviewer, label };
        lists::set_label(tx, LIST, said(2, 9, Label::Right))?;
        lists::set_label(tx, LIST, said(2, 9, Label::Wrong))?;
        lists::set_label(tx, LIST, said(1, 8, Label::Unsure))?;
        lists::set_label(tx, LIST, said(1, 9, Label::Right))?;
        let all = [said(1, 8, Label::Unsure), said(1, 9, Label::Right), said(2, 9, Label::Wrong)];
        assert_eq!(lists::labels(tx, LIST)?, all);
        lists::forget_account(tx, Id::new(1))?;
        assert_eq!(lists::labels(tx, LIST)?, all[2..]);
        assert_eq!(lists::sampling_order(tx, LIST)?, [2]);
        Ok(())
    })
    .await;
}

async fn what_names_nobody_here_goes_and_so_does_what_has_ended(database: Database) {
    run(database, |tx| {
        lists::insert(tx, &list(100, None))?;
        lists::insert(tx, &List { expires_at: at(2_000), ..list(200, None) })?;
        for id in [LIST, Id::new(200), Id::new(300)] {
            for row in [row(1, Verdict::None), row(2, Verdict::Malformed), of_person(3, 1, None)] {
                lists::insert_row(tx, id, &row)?;
            }
        }
        assert_eq!(lists::erase_unmatched(tx, Id::new(200))?, 2);
        assert_eq!(numbers(lists::rows(tx, LIST, None, 0, 10)?), [3]);
        assert_eq!(lists::rows(tx, Id::new(200), None, 0, 10)?.len(), 3, "it is younger");
        assert_eq!(lists::erase_orphans(tx, Id::new(300))?, 0, "it may be written just now");
        assert_eq!(lists::erase_orphans(tx, Id::new(301))?, 3);
        lists::erase_expired(tx, at(999))?;
        assert_eq!(lists::rows(tx, LIST, None, 0, 10)?.len(), 1);
        lists::erase_expired(tx, at(1_000))?;
        assert_eq!(lists::rows(tx, LIST, None, 0, 10)?, []);
        assert_eq!(lists::rows(tx, Id::new(200), None, 0, 10)?.len(), 3);
        assert_eq!(lists::delete_ended_before(tx, at(1_001))?, 1);
        assert_eq!(lists::of(tx, None, 10)?.len(), 1);
        Ok(())
    })
    .await;
}

async fn an_account_that_is_gone_is_in_no_row(database: Database) {
    run(database, |tx| {
        lists::insert(tx, &list(100, None))?;
        for row in [of_person(1, 1, None), of_person(2, 2, None)] {
            lists::insert_row(tx, LIST, &row)?;
        }
        lists::forget_account(tx, ADA)?;
        assert_eq!(numbers(lists::rows(tx, LIST, None, 0, 10)?), [2]);
        assert_eq!(lists::get(tx, LIST)?.and_then(|it| it.submitter_id), None);
        Ok(())
    })
    .await;
}

async fn links_and_files_are_looked_for_in_channels_of_guilds(database: Database) {
    run(database, |tx| {
        let account = Account {
            user: User::new(ADA, "ada"),
            bio: String::new(),
            locale: "fr".to_owned(),
            password_hash: None,
            mfa_enabled: false,
        };
        talk::users::insert(tx, &account, "ada")?;
        talk::guilds::insert(tx, &Guild::new(Id::new(10), "A", ADA))?;
        for (id, content) in
            [(30, "see https://bad.example"), (31, "nothing"), (32, "http://other.example/x")]
        {
            tx.execute(
                "insert into messages (channel_id, id, seq, author_id, kind, content, flags, has_reactions,
                   has_attachments)
                 values (20, $1, $1, 1, 0, $2, 0, $3, $3)",
                &[&id, &content, &false],
            )?;
        }
        for (id, guild_id) in [(20, Some(10)), (21, None)] {
            let details = r#"{"id":"20","type":0}"#;
            tx.execute(
                "insert into channels (id, guild_id, thread, details) values ($1, $2, $3, $4)",
                &[&id, &guild_id, &false, &details],
            )?;
        }
        assert_eq!(lists::channels_of(tx, Some(Id::new(10)))?, [Id::new(20)]);
        assert_eq!(lists::channels_of(tx, None)?, [Id::new(20)], "private conversations are not looked at");
        let channel = Id::new(20);
        let found = lists::links_since(tx, channel, Id::new(0), 10)?;
        assert_eq!(found[0], (Id::new(30), "see https://bad.example".to_owned()));
        assert_eq!(found.len(), 2);
        assert_eq!(lists::links_since(tx, channel, Id::new(30), 10)?.len(), 1);
        assert_eq!(lists::attached_since(tx, channel, Id::new(0))?, []);
        Ok(())
    })
    .await;
}

fn issue(expires_ms: i64) -> Signed {
    Signed {
        id: "100".to_owned(),
        title: "Films".to_owned(),
        issuer: "square.example".to_owned(),
        appeal: "mailto:lists@square.example".to_owned(),
        evidence: Evidence::Decided,
        source: "A newspaper".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        issued_ms: 5,
        expires_ms,
        salt: "07".repeat(32),
    }
}

async fn published_lists_are_there_until_they_end_or_are_withdrawn(database: Database) {
    run(database, |tx| {
        let list = |id, expires_ms, file: &str| PublishedList {
            list_id: Id::new(id),
            about: issue(expires_ms),
            entries: 2,
            file: file.to_owned(),
        };
        for published in [list(100, 500, "first"), list(101, 900, "other"), list(100, 600, "second")] {
            signed::publish(tx, &published)?;
        }
        assert_eq!(
            signed::all_published(tx, at(10), 10)?,
            [list(101, 900, "other"), list(100, 600, "second")]
        );
        assert_eq!(signed::published(tx, LIST, at(599))?, Some(list(100, 600, "second")));
        assert_eq!(signed::published(tx, LIST, at(600))?, None, "its time is over");
        assert_eq!(signed::delete_ended(tx, at(600))?, 1);
        assert!(signed::withdraw(tx, Id::new(101))? && !signed::withdraw(tx, Id::new(101))?);
        assert_eq!(signed::all_published(tx, at(10), 10)?, []);
        Ok(())
    })
    .await;
}

async fn followed_lists_keep_their_last_good_issue(database: Database) {
    run(database, |tx| {
        let subscription = |id, url: &str| Subscription {
            id: Id::new(id),
            url: url.to_owned(),
            signer: [9; 32],
            mode: Mode::Notify,
            ignored: HashSet::new(),
            about: None,
            file: None,
            fetched_at: None,
            tried_at: at(10),
            refusal: None,
        };
        let (first, other) = (subscription(1, "https://a.example/l"), subscription(2, "https://b.example/l"));
        assert!(signed::follow(tx, &first)? && signed::follow(tx, &other)?);
        assert!(!signed::follow(tx, &subscription(3, "https://a.example/l"))?, "it is followed already");
        assert_eq!(signed::subscriptions(tx, 10)?, [other.clone(), first.clone()]);
        signed::set_refusal(tx, first.id, "too slow", at(20))?;
        assert_eq!(signed::due(tx, at(20), 10)?, std::slice::from_ref(&other));
        signed::set_issue(tx, first.id, &issue(900), "the file", at(30))?;
        signed::set_refusal(tx, first.id, "not signed", at(40))?;
        let ignored = HashSet::from([Published::Account([1; 32])]);
        assert!(signed::set_mode(tx, first.id, Mode::Propose, &ignored)?);
        let kept = Subscription {
            mode: Mode::Propose,
            ignored,
            about: Some(issue(900)),
            file: Some("the file".to_owned()),
            fetched_at: Some(at(30)),
            tried_at: at(40),
            refusal: Some("not signed".to_owned()),
            ..first.clone()
        };
        assert_eq!(signed::subscription(tx, first.id)?, Some(kept));
        assert!(signed::unfollow(tx, first.id)? && !signed::unfollow(tx, first.id)?);
        assert_eq!(signed::subscription(tx, first.id)?, None);
        Ok(())
    })
    .await;
}
