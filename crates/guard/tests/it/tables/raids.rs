//! What is set against raids, what goes on, and whom it holds back; and what is asked about newcomers.

use parvis_guard::raids::settings::{Answers, Mode, Settings, Wave};
use parvis_guard::tables::raids::{self, Hold, HoldState, RAIDS, Slowed, State};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Guild, Id, Member, User};
use parvis_signals::alarm::{Alarm, Expectation, Series, Settings as Counting};
use parvis_signals::person::{Conduct, Score, Verdict};
use parvis_store::tables::migrations::TALK;
use parvis_store::tables::users::Account;
use parvis_store::{StoreError, Tx, tables as talk};

use super::at;
use crate::engines::{Database, both_engines};

both_engines! {
    counts_of_joins_are_kept,
    joins_and_names_are_read_of_people_of_the_guild,
    what_holds_is_kept_and_ends,
    somebody_is_held_once_and_for_a_while,
    slowed_channels_remember_what_they_were,
}

const GUILD: Id<GuildMarker> = Id::new(10);
const EVE: Id<UserMarker> = Id::new(2);

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    database.open(&[TALK, RAIDS]).write(0, job).await.expect("every statement is accepted");
}

fn hold(until_ms: i64) -> Hold {
    let conduct = Conduct { account_age_s: 60, joined_alike: 30, ..Conduct::default() };
    let (held_at, state) = (at(1_000), HoldState::Held);
    Hold { held_at, until: at(until_ms), state, score: Score::of(&conduct), decided_by: None }
}

async fn counts_of_joins_are_kept(database: Database) {
    run(database, |tx| {
        assert_eq!(raids::series(tx, GUILD)?, None);
        let mut series = Series::new(&Counting::JOINS, 0);
        raids::set_series(tx, GUILD, &series, at(0))?;
        series.add(&Counting::JOINS, 86_400, 3);
        raids::set_series(tx, GUILD, &series, at(86_400_000))?;
        assert_eq!(raids::series(tx, GUILD)?, Some((at(86_400_000), series)));
        raids::delete_of_guild(tx, GUILD)?;
        assert_eq!(raids::series(tx, GUILD)?, None);
        Ok(())
    })
    .await;
}

async fn joins_and_names_are_read_of_people_of_the_guild(database: Database) {
    run(database, |tx| {
        for (number, name, joined_ms) in [(1, "ada", 100), (2, "eve", 300), (3, "zoe", 200), (4, "bot", 250)]
        {
            let mut user = User::new(Id::new(number), name);
            user.bot = name == "bot";
            user.avatar = (name != "bot").then(|| "a1".to_owned());
            let account = Account {
                user: user.clone(),
                bio: String::new(),
                locale: "fr".to_owned(),
                password_hash: None,
                mfa_enabled: false,
            };
            talk::users::insert(tx, &account, name)?;
            if name == "ada" {
                talk::guilds::insert(tx, &Guild::new(GUILD, "The village", Id::new(1)))?;
            }
            talk::members::insert(tx, GUILD, &Member::new(user, at(joined_ms)))?;
        }
        let joined = raids::joins_since(tx, GUILD, at(100), 10)?;
        assert_eq!(joined, [(Id::new(3), at(200)), (EVE, at(300))], "no bots, and none of before");
        assert_eq!(raids::joins_since(tx, GUILD, at(0), 1)?, [(Id::new(1), at(100))]);
        let mut names = Vec::new();
        raids::older_names(tx, GUILD, at(250), |name, _| names.push(name.to_owned()))?;
        names.sort();
        assert_eq!(names, ["ada", "zoe"]);
        assert_eq!(raids::bearers_of_avatar(tx, GUILD, at(300), "a1")?, 2);
        assert_eq!(raids::bearers_of_avatar(tx, Id::new(11), at(300), "a1")?, 0);
        assert!(!raids::has_written(tx, Id::new(77), EVE)?);
        Ok(())
    })
    .await;
}

async fn what_holds_is_kept_and_ends(database: Database) {
    run(database, |tx| {
        assert_eq!(raids::state(tx, GUILD)?, State::default());
        let answers = Answers { quarantine: true, ..Answers::default() };
        let expected = Expectation { mean: 0.2, dispersion: 3.5 };
        let alarm = Alarm { at_s: 60, bins: 1, observed: 9, expected, threshold: 6, chance: 1e-9 };
        let wave = Wave {
            alarm,
            verdict: Verdict::Raid,
            newcomers: 9,
            held_back: 8,
            ended_at: None,
            answered: true,
        };
        let mode = Mode {
            since: at(100),
            until: at(900),
            by: Some(EVE),
            confirmed_by: None,
            answers,
            invitations_until: Some(at(900)),
            messages_until: None,
        };
        let settings = Settings { automatic: answers, slow_mode_seconds: 45, hours: 12 };
        let mut state = State { settings, wave: Some(wave), mode: Some(mode), ..State::default() };
        raids::set_state(tx, GUILD, &state)?;
        raids::insert_hold(tx, GUILD, EVE, &hold(900))?;
        state.holds.insert(EVE, hold(900));
        assert_eq!(raids::state(tx, GUILD)?, state);
        assert_eq!(raids::with_wave(tx)?, [GUILD]);
        assert_eq!(raids::ended_modes(tx, at(899))?, []);
        assert_eq!(raids::ended_modes(tx, at(900))?, [GUILD]);
        raids::set_state(tx, GUILD, &State { wave: None, mode: None, ..state.clone() })?;
        assert_eq!((raids::with_wave(tx)?, raids::ended_modes(tx, at(900))?), (vec![], vec![]));
        assert_eq!(raids::state(tx, GUILD)?.settings, settings);
        raids::delete_of_guild(tx, GUILD)?;
        assert_eq!(raids::state(tx, GUILD)?, State::default());
        Ok(())
    })
    .await;
}

async fn somebody_is_held_once_and_for_a_while(database: Database) {
    run(database, |tx| {
        assert!(raids::insert_hold(tx, GUILD, EVE, &hold(500))?);
        assert!(!raids::insert_hold(tx, GUILD, EVE, &hold(900))?, "once");
        let by = Some(Id::new(1));
        assert!(raids::decide_hold(tx, GUILD, EVE, HoldState::Released, by)?);
        assert!(!raids::decide_hold(tx, GUILD, EVE, HoldState::Confirmed, by)?, "decided");
        assert!(!raids::decide_hold(tx, GUILD, Id::new(3), HoldState::Released, by)?, "nobody");
        let released = Hold { state: HoldState::Released, decided_by: by, ..hold(500) };
        assert_eq!(raids::holds_of(tx, EVE)?, [(GUILD, released.clone())]);
        raids::forget_account(tx, Id::new(1))?;
        assert_eq!(raids::holds_of(tx, EVE)?, [(GUILD, Hold { decided_by: None, ..released })]);
        raids::insert_hold(tx, GUILD, Id::new(3), &hold(700))?;
        raids::insert_hold(tx, GUILD, Id::new(4), &hold(700))?;
        raids::delete_hold(tx, GUILD, Id::new(4))?;
        assert_eq!(raids::delete_ended_holds(tx, at(499))?, []);
        assert_eq!(raids::delete_ended_holds(tx, at(500))?, [GUILD]);
        assert_eq!(raids::state(tx, GUILD)?.holds.len(), 1);
        raids::forget_account(tx, Id::new(3))?;
        assert_eq!(raids::state(tx, GUILD)?.holds.len(), 0);
        Ok(())
    })
    .await;
}

async fn slowed_channels_remember_what_they_were(database: Database) {
    run(database, |tx| {
        let slowed = |before_s, set_s| Slowed { channel_id: Id::new(7), before_s, set_s };
        raids::insert_slowed(tx, GUILD, slowed(5, 30))?;
        raids::insert_slowed(tx, GUILD, slowed(30, 60))?;
        assert_eq!(raids::slowed(tx, GUILD)?, [slowed(5, 60)]);
        raids::delete_slowed(tx, GUILD)?;
        assert_eq!(raids::slowed(tx, GUILD)?, []);
        Ok(())
    })
    .await;
}
