//! A guild that a few people a day join, raids on it, and surges that are welcome: an announcement, a call that many
//! follow. Judged every few seconds, as it would be when it happens.

use super::Chance;
use crate::alarm::{Alarm, Series, Settings};
use crate::person::{Conduct, FirstMessage, NearRemoved, Score, Verdict, judge_wave};

const DAY_S: i64 = 86_400;
const LEARNED_DAYS: i64 = 14;
const LOOK_BACK_S: i64 = 600;
/// Joins per minute on a usual day.
const USUAL_PER_MINUTE: f64 = 0.03;
/// A raid that is found later than this counts as missed.
pub const FOUND_MAX_S: i64 = 30;

/// How scores and waves did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Raids.
    pub raids: usize,
    /// Found within [`FOUND_MAX_S`] seconds of their first join.
    pub found: usize,
    /// Seconds to the verdict, in order.
    pub delays_s: Vec<i64>,
    /// Raiders, and those of them who were held back within two minutes.
    pub raiders: [usize; 2],
    /// Welcome surges.
    pub surges: usize,
    /// Surges that the alarm on joins noticed: people are told, nothing is closed.
    pub surges_noticed: usize,
    /// Surges that were taken for a raid.
    pub surges_locked: usize,
    /// Innocent newcomers, and those of them who were held back.
    pub innocents: [usize; 2],
    /// Alarms on joins in a thousand usual days.
    pub false_alarms_per_1000_days: f64,
}

/// Makes raids and surges, and usual days without either.
pub fn run(raids: usize, surges: usize, usual_days: i64, seed: u64) -> Figures {
    let mut chance = Chance::new(seed);
    let mut figures = Figures { raids, surges, ..Figures::default() };
    for number in 0..raids {
        let newcomers = raid(&mut chance, number);
        let outcome = watch(&mut chance, &newcomers, 120);
        figures.raiders[0] += newcomers.iter().filter(|newcomer| !newcomer.is_innocent).count();
        figures.raiders[1] += outcome.raiders_held_back;
        figures.delays_s.extend(outcome.raid_after_s);
        figures.found += usize::from(outcome.raid_after_s.is_some_and(|after_s| after_s <= FOUND_MAX_S));
        figures.take_innocents(&newcomers, &outcome);
    }
    for number in 0..surges {
        let newcomers = surge(&mut chance, number);
        let outcome = watch(&mut chance, &newcomers, 3_600);
        figures.surges_noticed += usize::from(outcome.alarm.is_some());
        figures.surges_locked += usize::from(outcome.raid_after_s.is_some());
        figures.take_innocents(&newcomers, &outcome);
    }
    figures.delays_s.sort_unstable();
    figures.false_alarms_per_1000_days = usual(&mut chance, usual_days) * 1_000.0 / usual_days as f64;
    figures
}

impl Figures {
    fn take_innocents(&mut self, newcomers: &[Newcomer], outcome: &Outcome) {
        self.innocents[0] += newcomers.iter().filter(|newcomer| newcomer.is_innocent).count();
        self.innocents[1] += outcome.innocents_held_back;
    }
}

/// Somebody who joins; times in seconds since the scene began.
#[derive(Debug, Clone, Default)]
pub(super) struct Newcomer {
    pub is_innocent: bool,
    pub join_s: i64,
    pub age_s: u64,
    pub invitation: u32,
    pub near_removed: NearRemoved,
    pub first: Option<First>,
    /// Pages of the members' list, and strangers written to, per minute after the join.
    pub pages_per_minute: f64,
    pub strangers_per_minute: f64,
    pub decisions: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct First {
    pub at_s: i64,
    pub text: u64,
    pub letters: u32,
    pub link: bool,
}

#[derive(Default)]
struct Outcome {
    alarm: Option<Alarm>,
    raid_after_s: Option<i64>,
    raiders_held_back: usize,
    innocents_held_back: usize,
}

/// Lets the scene happen in a guild that has been watched for two weeks.
fn watch(chance: &mut Chance, newcomers: &[Newcomer], length_s: i64) -> Outcome {
    let start_s = LEARNED_DAYS * DAY_S + chance.below(86_400) as i64;
    let mut series = Series::new(&Settings::JOINS, 0);
    usual_joins(chance, start_s, |at_s| {
        series.add(&Settings::JOINS, at_s, 1);
    });
    let mut outcome = Outcome::default();
    let mut held_back = vec![false; newcomers.len()];
    let mut seen = 0;
    // A long scene is looked at less often: what it brings does not hurry.
    let tick_s = (length_s / 120).clamp(5, 30);
    for now_s in (0..=length_s).step_by(tick_s as usize) {
        while let Some(newcomer) = newcomers.get(seen).filter(|newcomer| newcomer.join_s <= now_s) {
            let alarm = series.add(&Settings::JOINS, start_s + newcomer.join_s, 1);
            outcome.alarm = outcome.alarm.or(alarm);
            seen += 1;
        }
        let first = newcomers[..seen].partition_point(|newcomer| newcomer.join_s < now_s - LOOK_BACK_S);
        let scores: Vec<Score> =
            (first..seen).map(|number| Score::of(&conduct(&newcomers[..seen], number, now_s))).collect();
        for (number, score) in (first..).zip(&scores) {
            held_back[number] |= score.holds_back();
        }
        if judge_wave(outcome.alarm, &scores).verdict == Verdict::Raid {
            let begin_s =
                newcomers.iter().find(|newcomer| !newcomer.is_innocent).map_or(0, |raider| raider.join_s);
            outcome.raid_after_s.get_or_insert(now_s - begin_s);
        }
    }
    for (newcomer, _) in newcomers.iter().zip(held_back).filter(|(_, held_back)| *held_back) {
        if newcomer.is_innocent {
            outcome.innocents_held_back += 1;
        } else {
            outcome.raiders_held_back += 1;
        }
    }
    outcome
}

/// What is known of a newcomer at that second; those who came are in order of their joins.
fn conduct(came: &[Newcomer], number: usize, now_s: i64) -> Conduct {
    let own = &came[number];
    let near = came.partition_point(|other| other.join_s < own.join_s - 30)
        ..came.partition_point(|other| other.join_s <= own.join_s + 30);
    let joined_alike = came[near].iter().filter(|other| other.invitation == own.invitation).count() - 1;
    let said = |newcomer: &Newcomer| newcomer.first.filter(|first| first.at_s <= now_s);
    let first_message = said(own).map(|first| {
        let same = |other: &&Newcomer| {
            said(other).is_some_and(|it| it.text == first.text && it.at_s >= now_s - LOOK_BACK_S)
        };
        let alike = came.iter().filter(same).count().saturating_sub(1) as u32;
        let after_s = (first.at_s - own.join_s) as u32;
        FirstMessage { letters: first.letters, after_s, alike, link: first.link }
    });
    let minutes = (now_s - own.join_s).min(LOOK_BACK_S) as f64 / 60.0;
    Conduct {
        account_age_s: own.age_s + (now_s - own.join_s) as u64,
        joined_alike: joined_alike as u32,
        near_removed: own.near_removed,
        first_message,
        member_pages: (own.pages_per_minute * minutes) as u32,
        strangers_written: (own.strangers_per_minute * minutes) as u32,
        decisions: own.decisions,
    }
}

/// Joins as on any day, with a cycle of the day.
fn usual_joins(chance: &mut Chance, until_s: i64, mut join: impl FnMut(i64)) {
    for minute in 0..until_s / 60 {
        let turn = (minute % 1_440) as f64 / 1_440.0 * 2.0 * std::f64::consts::PI;
        for _ in 0..chance.poisson(USUAL_PER_MINUTE * (1.0 - 0.8 * turn.cos())) {
            join(minute * 60);
        }
    }
}

/// Alarms in days on which nothing happens, after the first two weeks. Friends come in groups of up to four.
fn usual(chance: &mut Chance, days: i64) -> f64 {
    let mut series = Series::new(&Settings::JOINS, 0);
    let mut alarms = 0.0;
    let mut joins = Vec::new();
    usual_joins(chance, (LEARNED_DAYS + days) * DAY_S, |at_s| joins.push(at_s));
    for at_s in joins {
        let group = if chance.happens(0.1) { 1 + chance.below(4) as u32 } else { 1 };
        let rang = series.add(&Settings::JOINS, at_s, group).is_some();
        alarms += f64::from(u8::from(rang && at_s >= LEARNED_DAYS * DAY_S));
    }
    alarms
}

/// Three kinds in turn: the same message from all, removed accounts that come back, programs that read out the members
/// and write to them. A fifth of the accounts were made long before.
fn raid(chance: &mut Chance, number: usize) -> Vec<Newcomer> {
    let count = 25 + chance.below(100);
    let within_s = chance.between(10.0, 40.0);
    let text = chance.bits();
    let mut newcomers: Vec<Newcomer> = (0..count)
        .map(|_| {
            let join_s = 10 + chance.between(0.0, within_s) as i64;
            let age_s = if chance.happens(0.2) { 40 * DAY_S as u64 } else { chance.below(3_000) as u64 };
            let mut raider = Newcomer { join_s, age_s, invitation: 1, ..Newcomer::default() };
            let speaks = number % 5 < 3 || chance.happens(0.3);
            raider.first = speaks.then(|| First {
                at_s: join_s + chance.between(1.0, 12.0) as i64,
                text,
                letters: 90,
                link: true,
            });
            match number % 5 {
                3 => {
                    let avatar = chance.happens(0.8);
                    raider.near_removed = NearRemoved { name: chance.happens(0.8), name_bearers: 0, avatar };
                }
                4 => {
                    raider.pages_per_minute = chance.between(300.0, 900.0);
                    raider.strangers_per_minute = chance.between(20.0, 60.0);
                }
                _ => {}
            }
            raider
        })
        .collect();
    newcomers.extend((0..chance.below(4)).map(|_| innocent(chance, 120.0, 0.0)));
    newcomers.sort_by_key(|newcomer| newcomer.join_s);
    newcomers
}

/// Hundreds within an hour at most, most of them with accounts made for it. In one of ten, many paste a slogan.
fn surge(chance: &mut Chance, number: usize) -> Vec<Newcomer> {
    let (count, within_s) = (100 + chance.below(400), chance.between(600.0, 2_400.0));
    let slogan = if number % 10 == 9 { 0.08 } else { 0.01 };
    let mut newcomers: Vec<Newcomer> = (0..count).map(|_| innocent(chance, within_s, slogan)).collect();
    newcomers.sort_by_key(|newcomer| newcomer.join_s);
    newcomers
}

/// Somebody who followed a call.
pub(super) fn innocent(chance: &mut Chance, within_s: f64, slogan: f64) -> Newcomer {
    const GREETING: u64 = 1;
    const SLOGAN: u64 = 2;
    let join_s = chance.between(0.0, within_s) as i64;
    let age_s = match chance.unit() {
        share if share < 0.6 => chance.below(3_600) as u64,
        share if share < 0.8 => chance.below(86_400) as u64,
        _ => 86_400 + chance.below(300 * 86_400) as u64,
    };
    let first = chance.happens(0.4).then(|| {
        let (text, letters) = match chance.unit() {
            share if share < slogan / 0.4 => (SLOGAN, 60),
            share if share < 0.6 => (GREETING, 8),
            _ => (chance.bits(), 20 + chance.below(300) as u32),
        };
        First { at_s: join_s + chance.between(20.0, 900.0) as i64, text, letters, link: chance.happens(0.05) }
    });
    let strangers = match chance.unit() {
        share if share < 0.003 => chance.between(0.5, 0.9),
        share if share < 0.05 => chance.between(0.0, 0.4),
        _ => 0.0,
    };
    Newcomer {
        is_innocent: true,
        join_s,
        age_s,
        invitation: if chance.happens(0.8) { 1 } else { 2 + chance.below(5) as u32 },
        near_removed: NearRemoved {
            name: chance.happens(0.01),
            name_bearers: chance.below(6) as u32,
            avatar: chance.happens(0.001),
        },
        first,
        pages_per_minute: chance.between(0.0, 0.8),
        strangers_per_minute: strangers,
        decisions: u32::from(chance.happens(0.002)),
    }
}
