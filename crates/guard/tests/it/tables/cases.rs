//! Cases, notes and reports.

use parvis_guard::tables::cases::{self, Case};
use parvis_guard::tables::labels;
use parvis_guard::tables::reports::{self, Report};
use parvis_guard::words::{Label, Subject};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{CaseState, Id, ReportReason, ReportedMessage};

use super::{at, run};
use crate::engines::{Database, both_engines};

both_engines! {
    there_is_one_open_case_of_each_thing,
    a_case_is_taken_by_one_and_comes_back_by_itself,
    a_queue_shows_what_is_urgent_reported_by_many_and_old_first,
    reports_are_counted_by_reason_and_found_by_their_maker,
    what_is_decided_goes_after_its_time,
    what_was_noticed_is_kept_once_and_known_when_it_was_looked_at,
}

const GUILD: Id<GuildMarker> = Id::new(10);
const EVE: Id<UserMarker> = Id::new(2);
const MEL: Id<UserMarker> = Id::new(3);
const KIM: Id<UserMarker> = Id::new(4);

fn case(id: u64) -> Case {
    let message = ReportedMessage {
        author_id: KIM,
        content: "go away".to_owned(),
        timestamp: at(1),
        edited_timestamp: None,
        attachments: Vec::new(),
    };
    Case {
        id: Id::new(id),
        guild_id: Some(GUILD),
        for_house: false,
        escalated: false,
        subject: Subject::Message { channel_id: Id::new(20), message_id: Id::new(id + 1_000) },
        user_id: Some(KIM),
        urgent: false,
        report_count: 1,
        copy: Some(message),
        barred_id: None,
        claimed_by: None,
        claimed_until: None,
        is_decided: false,
        decided_at: None,
        decision_id: None,
    }
}

async fn there_is_one_open_case_of_each_thing(database: Database) {
    run(database, |tx| {
        assert!(cases::insert(tx, &case(1))?);
        let again = Case { id: Id::new(2), ..case(1) };
        assert!(!cases::insert(tx, &again)?);
        assert_eq!(cases::open_about(tx, &again.subject)?, Some(case(1)));
        cases::count_report(tx, Id::new(1), true)?;
        let counted = cases::get(tx, Id::new(1))?.expect("there");
        assert_eq!((counted.report_count, counted.urgent), (2, true));
        assert!(
            cases::close(tx, Id::new(1), Id::new(70), at(5))?
                && !cases::close(tx, Id::new(1), Id::new(71), at(5))?
        );
        assert!(cases::insert(tx, &again)?, "what is decided can be reported again");
        assert!(!cases::reopen(tx, Id::new(1), Some(EVE))?, "while another case about it is open");
        assert!(
            cases::close(tx, Id::new(2), Id::new(71), at(6))? && cases::reopen(tx, Id::new(1), Some(EVE))?
        );
        let open = cases::get(tx, Id::new(1))?.expect("there");
        assert_eq!(
            (open.is_decided, open.barred_id, open.decision_id),
            (false, Some(EVE), Some(Id::new(70)))
        );
        Ok(())
    })
    .await;
}

async fn a_case_is_taken_by_one_and_comes_back_by_itself(database: Database) {
    run(database, |tx| {
        cases::insert(tx, &case(1))?;
        assert!(cases::claim(tx, Id::new(1), EVE, at(100), at(200))?);
        assert!(!cases::claim(tx, Id::new(1), MEL, at(150), at(250))?);
        assert!(cases::claim(tx, Id::new(1), EVE, at(150), at(250))?, "whoever holds it holds it longer");
        assert_eq!(cases::held_count(tx, Some(GUILD), EVE, at(160))?, 1);
        assert!(!cases::release(tx, Id::new(1), MEL)? && cases::release(tx, Id::new(1), EVE)?);
        assert!(cases::claim(tx, Id::new(1), EVE, at(300), at(400))?);
        assert!(cases::claim(tx, Id::new(1), MEL, at(400), at(500))?, "its time is over");
        cases::forget_account(tx, MEL)?;
        assert_eq!(cases::get(tx, Id::new(1))?.map(|it| it.state(at(450))), Some(CaseState::Open));
        cases::escalate(tx, Id::new(1))?;
        assert_eq!(cases::get(tx, Id::new(1))?.map(|it| it.state(at(450))), Some(CaseState::Escalated));
        Ok(())
    })
    .await;
}

async fn a_queue_shows_what_is_urgent_reported_by_many_and_old_first(database: Database) {
    run(database, |tx| {
        for (id, urgent, report_count) in [(1, false, 1), (2, false, 5), (3, true, 1), (4, false, 1)] {
            cases::insert(tx, &Case { urgent, report_count, ..case(id) })?;
        }
        let house = Case { for_house: true, guild_id: None, ..case(5) };
        cases::insert(tx, &house)?;
        let ids = |cases: Vec<Case>| cases.into_iter().map(|it| it.id.get()).collect::<Vec<_>>();
        assert_eq!(ids(cases::waiting(tx, Some(GUILD), EVE, 9, at(0))?), [3, 2, 1, 4]);
        assert_eq!(
            ids(cases::waiting(tx, Some(GUILD), KIM, 9, at(0))?),
            [0_u64; 0],
            "nobody judges themself"
        );
        assert_eq!(ids(cases::waiting(tx, None, EVE, 9, at(0))?), [5]);
        cases::claim(tx, Id::new(3), MEL, at(0), at(9))?;
        cases::escalate(tx, Id::new(2))?;
        cases::close(tx, Id::new(1), Id::new(70), at(5))?;
        let mut page = |state, queue| cases::page(tx, queue, EVE, state, Id::new(99), 9, at(1)).map(ids);
        assert_eq!(page(None, Some(GUILD))?, [4, 3, 2, 1]);
        assert_eq!(page(Some(CaseState::Open), Some(GUILD))?, [4]);
        assert_eq!(page(Some(CaseState::Claimed), Some(GUILD))?, [3]);
        assert_eq!(page(Some(CaseState::Escalated), Some(GUILD))?, [2]);
        assert_eq!(page(Some(CaseState::Decided), Some(GUILD))?, [1]);
        assert_eq!(page(Some(CaseState::Open), None)?, [5, 2], "to the house it is open");
        Ok(())
    })
    .await;
}

fn report(id: u64, case_id: u64, reporter_id: Id<UserMarker>, reason: ReportReason) -> Report {
    let (id, case_id) = (Id::new(id), Id::new(case_id));
    Report { id, case_id, reporter_id: Some(reporter_id), reason, text: "again".to_owned() }
}

async fn reports_are_counted_by_reason_and_found_by_their_maker(database: Database) {
    run(database, |tx| {
        cases::insert(tx, &case(1))?;
        let first = report(1, 1, MEL, ReportReason::Spam);
        assert!(reports::insert(tx, &first)?);
        assert!(!reports::insert(tx, &report(2, 1, MEL, ReportReason::Hate))?, "once each");
        reports::insert(tx, &report(3, 1, EVE, ReportReason::Spam))?;
        assert_eq!(reports::reasons(tx, Id::new(1))?, [(ReportReason::Spam, 2)]);
        assert_eq!(reports::get(tx, Id::new(1))?.as_ref(), Some(&first));
        assert_eq!(reports::of_thing(tx, MEL, &case(1).subject)?.as_ref(), Some(&first));
        assert_eq!(reports::of_reporter(tx, MEL, 9)?, [first]);
        assert_eq!(reports::of_case(tx, Id::new(1), 9)?.len(), 2);
        assert_eq!(reports::open_count(tx, MEL)?, 1);
        cases::close(tx, Id::new(1), Id::new(70), at(5))?;
        assert_eq!(reports::open_count(tx, MEL)?, 0);
        reports::forget_account(tx, MEL)?;
        assert_eq!(
            (reports::of_reporter(tx, MEL, 9)?.len(), reports::of_case(tx, Id::new(1), 9)?.len()),
            (0, 2)
        );
        Ok(())
    })
    .await;
}

async fn what_is_decided_goes_after_its_time(database: Database) {
    run(database, |tx| {
        cases::insert(tx, &case(1))?;
        cases::insert(tx, &case(2))?;
        reports::insert(tx, &report(1, 1, MEL, ReportReason::Spam))?;
        cases::add_note(tx, Id::new(5), Id::new(1), EVE, "look")?;
        assert_eq!(cases::note_count(tx, Id::new(1))?, 1);
        assert_eq!(cases::notes(tx, Id::new(1), 9)?[0].text, "look");
        cases::forget_account(tx, EVE)?;
        assert_eq!(cases::notes(tx, Id::new(1), 9)?[0].author_id, None);
        cases::close(tx, Id::new(1), Id::new(70), at(5))?;
        assert_eq!(cases::delete_decided_before(tx, at(5))?, 0);
        assert_eq!(cases::delete_decided_before(tx, at(6))?, 1);
        assert_eq!((reports::get(tx, Id::new(1))?, cases::note_count(tx, Id::new(1))?), (None, 0));
        assert!(cases::get(tx, Id::new(2))?.is_some());
        cases::insert(tx, &Case { for_house: true, ..case(3) })?;
        assert_eq!(cases::delete_of_guild(tx, GUILD)?, 1);
        assert!(cases::get(tx, Id::new(2))?.is_none() && cases::get(tx, Id::new(3))?.is_some());
        Ok(())
    })
    .await;
}

async fn what_was_noticed_is_kept_once_and_known_when_it_was_looked_at(database: Database) {
    run(database, |tx| {
        let label = |detail: &str| Label {
            name: "known_text".to_owned(),
            by: "House: spam".to_owned(),
            detail: detail.to_owned(),
        };
        let subject = case(1).subject;
        cases::insert(tx, &case(1))?;
        assert!(labels::insert(tx, Id::new(5), Id::new(1), &label("0.91"))?);
        assert!(!labels::insert(tx, Id::new(6), Id::new(1), &label("0.91"))?, "once");
        assert!(labels::insert(tx, Id::new(7), Id::new(1), &label("0.52"))?);
        assert_eq!(labels::of_case(tx, Id::new(1))?, [label("0.91"), label("0.52")]);
        assert_eq!(labels::count(tx, Id::new(1))?, 2);
        assert!(!labels::was_decided(tx, &subject, &label("0.91"), None)?, "nobody has looked yet");
        cases::close(tx, Id::new(1), Id::new(70), at(50))?;
        assert!(labels::was_decided(tx, &subject, &label("0.91"), None)?);
        assert!(labels::was_decided(tx, &subject, &label("0.91"), Some(at(49)))?);
        assert!(!labels::was_decided(tx, &subject, &label("0.91"), Some(at(50)))?, "changed since then");
        assert!(!labels::was_decided(tx, &subject, &label("0.40"), None)?);
        assert!(!labels::was_decided(tx, &case(2).subject, &label("0.91"), None)?);
        cases::insert(tx, &case(2))?;
        labels::insert(tx, Id::new(8), Id::new(2), &label("0.91"))?;
        cases::delete_decided_before(tx, at(51))?;
        assert_eq!((labels::count(tx, Id::new(1))?, labels::count(tx, Id::new(2))?), (0, 1));
        cases::delete_of_guild(tx, GUILD)?;
        assert_eq!(labels::count(tx, Id::new(2))?, 0);
        Ok(())
    })
    .await;
}
