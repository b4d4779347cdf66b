//! Rules of operators, their dry runs, and messages that wait.

use parvis_guard::tables::policies::holds::{self, Held};
use parvis_guard::tables::policies::lists::{self, Effect, List};
use parvis_guard::tables::policies::samples::{self, Sample};
use parvis_guard::tables::policies::{
    self, Entry, Kept, Mode, POLICIES, PolicyAct, PolicyMarker, Scope, Why,
};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Timestamp};
use parvis_screening::links::DomainList;
use parvis_screening::policy::Draft;
use parvis_screening::policy::media::{MediaPolicy, Medium};
use parvis_screening::policy::trial::{Gate, measure};
use parvis_store::tables::migrations::TALK;
use parvis_store::{StoreError, Tx};

use super::at;
use crate::engines::{Database, both_engines};

both_engines! {
    rules_are_kept_and_counted,
    a_run_that_begins_anew_forgets_its_samples,
    a_place_holds_one_sample_and_what_was_said_of_it,
    held_messages_wait_until_their_time,
    what_was_done_to_rules_is_kept_for_its_time,
    lists_and_lines_are_replaced_as_a_whole,
    what_somebody_wrote_goes_with_them,
    a_guild_that_is_gone_leaves_nothing,
}

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    database.open(&[TALK, POLICIES]).write(0, job).await.expect("every statement is accepted");
}

const GUILD: Id<GuildMarker> = Id::new(1);
const RULE: Id<PolicyMarker> = Id::new(9);

fn rule(id: u64, scope: Scope) -> Kept {
    let draft = Draft { name: "Bursts".to_owned(), when: "true".to_owned(), ..Draft::default() };
    Kept {
        id: Id::new(id),
        scope,
        mode: Mode::Dry,
        draft,
        gate: Gate::default(),
        run_since: at(5),
        caught: 0,
        failed: 0,
        proven: None,
    }
}

fn sample(place: u32, author: u64, caught_at: Timestamp) -> Sample {
    let why = vec![Why { feature: "message.links".to_owned(), value: Some(3.into()) }];
    Sample {
        place,
        guild_id: GUILD,
        channel_id: Id::new(3),
        author_id: Id::new(author),
        content: format!("text {place}"),
        why,
        caught_at,
    }
}

fn held(id: u64, author: u64, until: Timestamp, for_house: bool) -> Held {
    Held {
        id: Id::new(id),
        guild_id: GUILD,
        for_house,
        channel_id: Id::new(3),
        author_id: Id::new(author),
        rule: "Bursts".to_owned(),
        content: "waits".to_owned(),
        why: Vec::new(),
        until,
    }
}

async fn rules_are_kept_and_counted(database: Database) {
    run(database, |tx| {
        for kept in [rule(9, Some(GUILD)), rule(8, Some(GUILD)), rule(7, Some(Id::new(2))), rule(6, None)] {
            policies::insert(tx, &kept)?;
        }
        policies::count(tx, RULE, 2, 1)?;
        policies::count(tx, RULE, 1, 0)?;
        let gate = Gate { days: 3, sample: 20, precision: 900 };
        let on = Kept { mode: Mode::On, gate, proven: Some(measure(3, [])), ..rule(9, Some(GUILD)) };
        policies::update(tx, &on)?;
        let expected = Kept { caught: 3, failed: 1, ..on };
        assert_eq!(policies::of_scope(tx, Some(GUILD))?, [rule(8, Some(GUILD)), expected.clone()]);
        assert_eq!(policies::of_scope(tx, None)?, [rule(6, None)]);
        assert_eq!(policies::get(tx, RULE)?, Some(expected));
        assert!(policies::delete(tx, RULE)? && !policies::delete(tx, RULE)?);
        Ok(())
    })
    .await;
}

async fn a_run_that_begins_anew_forgets_its_samples(database: Database) {
    run(database, |tx| {
        policies::insert(tx, &rule(9, None))?;
        samples::put(tx, RULE, &sample(0, 2, at(6)))?;
        samples::put_label(tx, (RULE, 0), Id::new(4), true)?;
        policies::count(tx, RULE, 1, 0)?;
        policies::begin_run(tx, RULE, at(7))?;
        assert_eq!(policies::get(tx, RULE)?, Some(Kept { run_since: at(7), ..rule(9, None) }));
        assert!(samples::of_policy(tx, RULE)?.is_empty() && samples::labels(tx, RULE)?.is_empty());
        Ok(())
    })
    .await;
}

async fn a_place_holds_one_sample_and_what_was_said_of_it(database: Database) {
    run(database, |tx| {
        samples::put(tx, RULE, &sample(1, 2, at(6)))?;
        samples::put(tx, RULE, &sample(0, 2, at(6)))?;
        for (user, is_right) in [(5, true), (4, true), (4, false)] {
            samples::put_label(tx, (RULE, 0), Id::new(user), is_right)?;
        }
        let said = samples::labels(tx, RULE)?;
        assert_eq!(said[&0], [(Id::new(4), false), (Id::new(5), true)]);
        // Another sample takes the place: what was said of the first says nothing of it.
        samples::put(tx, RULE, &sample(0, 3, at(8)))?;
        assert_eq!(samples::of_policy(tx, RULE)?, [sample(0, 3, at(8)), sample(1, 2, at(6))]);
        assert!(samples::labels(tx, RULE)?.is_empty());
        assert_eq!(samples::of_author(tx, Id::new(3))?, [(Id::new(3), "text 0".to_owned(), at(8))]);
        Ok(())
    })
    .await;
}

async fn held_messages_wait_until_their_time(database: Database) {
    run(database, |tx| {
        for it in [held(30, 2, at(100), false), held(31, 2, at(200), false), held(32, 4, at(150), true)] {
            holds::insert(tx, &it)?;
        }
        assert_eq!(holds::page(tx, Some(GUILD), 1)?, [held(30, 2, at(100), false)]);
        assert_eq!(holds::page(tx, Some(GUILD), 9)?.len(), 2);
        assert_eq!(holds::page(tx, None, 9)?, [held(32, 4, at(150), true)]);
        assert_eq!(
            (holds::count_of(tx, GUILD, Id::new(2))?, holds::count_of(tx, GUILD, Id::new(9))?),
            (2, 0)
        );
        assert_eq!(holds::of_author(tx, Id::new(4))?, [held(32, 4, at(150), true)]);
        assert_eq!(holds::expired(tx, at(150), 1)?, [held(30, 2, at(100), false)]);
        assert_eq!(holds::expired(tx, at(150), 9)?.len(), 2);
        assert_eq!(holds::get(tx, Id::new(31))?, Some(held(31, 2, at(200), false)));
        assert!(holds::delete(tx, Id::new(31))? && !holds::delete(tx, Id::new(31))?);
        Ok(())
    })
    .await;
}

async fn what_was_done_to_rules_is_kept_for_its_time(database: Database) {
    run(database, |tx| {
        let entry = |id: u64, scope: Scope| Entry {
            id: Id::new(id),
            scope,
            policy_id: RULE,
            user_id: Some(Id::new(4)),
            act: PolicyAct::SwitchedOn,
            name: "Bursts".to_owned(),
        };
        for it in [entry(1, None), entry(2, Some(GUILD)), entry(3, None)] {
            policies::note(tx, &it)?;
        }
        assert_eq!(policies::notes(tx, None, 9)?, [entry(3, None), entry(1, None)]);
        samples::put(tx, RULE, &sample(0, 2, at(10)))?;
        samples::put(tx, RULE, &sample(1, 2, at(20)))?;
        samples::put_label(tx, (RULE, 0), Id::new(4), true)?;
        assert_eq!(policies::delete_old(tx, at(20), Id::new(3))?, 3);
        assert_eq!(samples::of_policy(tx, RULE)?, [sample(1, 2, at(20))]);
        assert!(samples::labels(tx, RULE)?.is_empty());
        policies::forget_account(tx, Id::new(4))?;
        assert_eq!(policies::notes(tx, None, 9)?, [Entry { user_id: None, ..entry(3, None) }]);
        Ok(())
    })
    .await;
}

async fn lists_and_lines_are_replaced_as_a_whole(database: Database) {
    run(database, |tx| {
        let list = |name: &str, effect, lines: &[&str]| {
            let domains = DomainList::parse(lines.iter().copied()).0;
            List { name: name.to_owned(), effect, domains }
        };
        let scope = Some(GUILD);
        lists::put(tx, scope, &list("bad", Effect::None, &["c.fr"]))?;
        lists::put(tx, scope, &list("bad", Effect::Refuse, &["a.fr", "b.fr"]))?;
        lists::put(tx, None, &list("bad", Effect::Only, &["d.fr"]))?;
        assert_eq!(lists::of_scope(tx, scope)?, [list("bad", Effect::Refuse, &["a.fr", "b.fr"])]);
        assert_eq!(lists::of_scope(tx, None)?, [list("bad", Effect::Only, &["d.fr"])]);
        assert!(lists::delete(tx, scope, "bad")? && !lists::delete(tx, scope, "bad")?);
        let line = MediaPolicy { refuses: vec![Medium::Program], ..MediaPolicy::default() };
        lists::put_media(tx, scope, &[line.clone(), line.clone()])?;
        lists::put_media(tx, scope, std::slice::from_ref(&line))?;
        assert_eq!(lists::media(tx, scope)?, [line]);
        lists::put_media(tx, scope, &[])?;
        assert!(lists::media(tx, scope)?.is_empty());
        Ok(())
    })
    .await;
}

async fn what_somebody_wrote_goes_with_them(database: Database) {
    run(database, |tx| {
        samples::put(tx, RULE, &sample(0, 2, at(6)))?;
        samples::put(tx, RULE, &sample(1, 3, at(6)))?;
        for place in [0, 1] {
            samples::put_label(tx, (RULE, place), Id::new(4), true)?;
            samples::put_label(tx, (RULE, place), Id::new(2), false)?;
        }
        holds::insert(tx, &held(30, 2, at(100), false))?;
        holds::insert(tx, &held(31, 3, at(100), false))?;
        policies::forget_account(tx, Id::new(2))?;
        assert_eq!(samples::of_policy(tx, RULE)?, [sample(1, 3, at(6))]);
        let said: Vec<_> = samples::labels(tx, RULE)?.into_iter().collect();
        assert_eq!(said, [(1, vec![(Id::new(4), true)])]);
        assert_eq!(holds::page(tx, Some(GUILD), 9)?, [held(31, 3, at(100), false)]);
        Ok(())
    })
    .await;
}

async fn a_guild_that_is_gone_leaves_nothing(database: Database) {
    run(database, |tx| {
        let scope = Some(GUILD);
        policies::insert(tx, &rule(9, scope))?;
        samples::put(tx, RULE, &sample(0, 2, at(6)))?;
        samples::put_label(tx, (RULE, 0), Id::new(4), true)?;
        holds::insert(tx, &held(30, 2, at(100), true))?;
        let domains = DomainList::parse(["c.fr"]).0;
        lists::put(tx, scope, &List { name: "bad".to_owned(), effect: Effect::None, domains })?;
        let line = MediaPolicy { files_max: Some(1), ..MediaPolicy::default() };
        lists::put_media(tx, scope, &[line])?;
        policies::delete_of_guild(tx, GUILD)?;
        assert!(policies::of_scope(tx, scope)?.is_empty() && holds::page(tx, None, 9)?.is_empty());
        assert!(lists::of_scope(tx, scope)?.is_empty() && lists::media(tx, scope)?.is_empty());
        assert!(samples::of_policy(tx, RULE)?.is_empty());
        assert!(samples::labels(tx, RULE)?.is_empty());
        Ok(())
    })
    .await;
}
