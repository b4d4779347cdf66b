//! November 2019 made small: weeks with a few removals a day, then two days on which whole networks are decided in
//! clusters by five reviewers. The accounts of the second day have names and traces of those of the first.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::Chance;
use super::accounts::{self, Name};
use super::network::{Planned, edited, signature, text};
use crate::action_day::{ActionDay, Decision, Evidence, RowState, Statement};
use crate::mirrors::{Channels, Content, Graph, Limits, Mirrors, Post};
use crate::regenerated::{Link, Register, Removed};

const DAY_S: i64 = 86_400;
/// Removals on a usual day, as they were before.
const USUAL_PER_DAY: f64 = 250.0;
const PLANTED_FROM: u64 = 1_000_000;
/// Reading one account's evidence, and looking at a cluster's graph.
const ROW_S: u64 = 24;
const CLUSTER_S: u64 = 120;
/// Rows of a cluster that a reviewer reads at least.
const SAMPLE: usize = 12;
/// How often a tired person is wrong about one account.
const MISTAKEN: f64 = 0.04;

/// What to make.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// People who belong here.
    pub innocents: usize,
    /// Planted accounts of both days.
    pub planted: [usize; 2],
    /// Mirror families of both days.
    pub families: [usize; 2],
    /// Accounts of the second day that were removed on the first, and post nothing of the networks' yet.
    pub returned: usize,
    /// Usual days before.
    pub usual_days: usize,
    /// Where chance begins.
    pub seed: u64,
}

impl Plan {
    /// 2,096 accounts on one day, 2,959 on the next.
    pub fn november_2019(seed: u64) -> Self {
        Self {
            innocents: 50_000,
            planted: [2_096, 2_959],
            families: [25, 32],
            returned: 500,
            usual_days: 28,
            seed,
        }
    }
}

/// How it went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Decisions that a person took in clusters.
    pub decisions: usize,
    /// What reviewers worked altogether, in seconds.
    pub worked_s: u64,
    /// Planted accounts, and those that were removed.
    pub planted: [usize; 2],
    /// Planted accounts and innocent ones on the lists before anybody reviewed them.
    pub listed: [usize; 2],
    /// Of the planted ones, who had come back, and who was linked and removed again.
    pub returned: [usize; 2],
    /// People who belong here, and those of them who were touched.
    pub innocents: [usize; 2],
    /// Removed accounts, and different accounts with a statement.
    pub statements: [usize; 2],
    /// Accounts restored by taking both days back, and accounts that stayed removed by mistake.
    pub restored: [usize; 2],
    /// Decisions on more than 50 accounts that one person alone approved.
    pub by_one_person: usize,
    /// Whether each preview was what happened.
    pub preview_is_effect: bool,
    /// Whether the report's totals are those of the log.
    pub report_is_log: bool,
    /// Removals on each day, the last two being those of the networks.
    pub removals: Vec<usize>,
}

/// Plays everything, taking both days back at the end.
pub fn run(plan: &Plan) -> Figures {
    run_with(plan, |_| ())
}

/// The same, and shows each day as it was reviewed, before anything of it is done.
pub fn run_with(plan: &Plan, mut reviewed: impl FnMut(&ActionDay)) -> Figures {
    let chance = &mut Chance::new(plan.seed);
    let mut house = House::new(chance, plan);
    let mut figures = Figures { preview_is_effect: true, report_is_log: true, ..Figures::default() };
    figures.removals = (0..plan.usual_days).map(|_| chance.poisson(USUAL_PER_DAY) as usize).collect();
    let mut days: Vec<ActionDay> = Vec::new();
    let mut removed: HashSet<u64> = HashSet::new();
    for number in 0..2 {
        let now_s = (plan.usual_days + 3 * number) as i64 * DAY_S;
        let links = house.links(chance, plan, &days, now_s);
        let graph = house.watch(chance, plan, number, now_s);
        let first_id = 1_000 * (number as u64 + 1);
        let mut day = ActionDay::propose(first_id, &graph.clusters, &links, &BTreeSet::new());
        figures.decisions += day.decisions().len();
        for decision in day.decisions().to_vec() {
            for row in &decision.rows {
                figures.listed[usize::from(row.account < PLANTED_FROM)] += 1;
            }
            figures.worked_s += review(chance, &mut day, &decision);
        }
        reviewed(&day);
        let statements = figures.execute(&mut day, now_s);
        removed.extend(statements.iter().map(|statement| statement.account));
        days.push(day);
    }
    figures.take(&house, &removed);
    figures.take_back(&mut days, (plan.usual_days + 20) as i64 * DAY_S);
    figures
}

impl Figures {
    /// Applies what was approved, with a pause in the middle, and holds preview, statements and log against each other.
    fn execute(&mut self, day: &mut ActionDay, now_s: i64) -> Vec<Statement> {
        let preview = day.preview();
        let mut statements = day.step(now_s, preview.len() / 2);
        day.pause(true);
        statements.extend(day.step(now_s + 60, usize::MAX));
        day.pause(false);
        statements.extend(day.step(now_s + 120, usize::MAX));
        let done: Vec<(u64, u64)> = day.log().iter().map(|entry| (entry.decision, entry.account)).collect();
        self.preview_is_effect &= preview == done;
        self.removals.push(done.len());
        self.statements[0] += done.len();
        self.statements[1] += statements.iter().map(|it| it.account).collect::<HashSet<_>>().len();
        let rows =
            |decision: &Decision| decision.rows.iter().filter(|row| row.state == RowState::Applied).count();
        let reported: usize = day.decisions().iter().map(rows).sum();
        self.report_is_log &= reported == done.len() && day.progress() == (reported, 0);
        self.by_one_person += day
            .decisions()
            .iter()
            .filter(|decision| rows(decision) > 50 && decision.approved_by.len() < 2)
            .count();
        statements
    }

    fn take(&mut self, house: &House, removed: &HashSet<u64>) {
        let found = removed.iter().filter(|account| **account >= PLANTED_FROM).count();
        self.planted = [house.planted, found];
        let again = house.returned.iter().filter(|account| removed.contains(account)).count();
        self.returned = [house.returned.len(), again];
        self.innocents = [house.innocents, removed.len() - found];
    }

    fn take_back(&mut self, days: &mut [ActionDay], now_s: i64) {
        for day in days {
            let restored = day.undo(now_s).map_or(0, |accounts| accounts.len());
            let undone = day.log().iter().filter(|entry| entry.state == RowState::Undone).count();
            self.report_is_log &= restored == undone;
            self.restored[0] += restored;
            self.restored[1] += day.progress().0;
        }
    }
}

/// Reads a sample and whatever is weakly founded, takes rows off the list, and approves or refuses. Another reviewer
/// does the same when the list is long. Answers how long it took.
fn review(chance: &mut Chance, day: &mut ActionDay, decision: &Decision) -> u64 {
    let first = chance.below(5) as u64;
    let second = (first + 1 + chance.below(4) as u64) % 5;
    let (mut worked_s, mut reads) = (0, 0);
    let mut doubted = BTreeSet::new();
    for _ in 0..decision.approvals_needed() {
        let mut read: BTreeSet<usize> =
            (0..decision.rows.len()).filter(|row| is_weak(&decision.rows[*row].evidence)).collect();
        read.extend((0..SAMPLE).map(|_| chance.below(decision.rows.len())));
        worked_s += CLUSTER_S + ROW_S * read.len() as u64;
        reads += read.len();
        for row in read {
            let account = decision.rows[row].account;
            if seems_innocent(chance, account) {
                doubted.insert(account);
            }
        }
    }
    if 2 * doubted.len() > reads {
        day.refuse(decision.id).expect("nothing of it was applied");
        return worked_s;
    }
    for account in doubted {
        // Somebody else reads what one of them doubts.
        worked_s += ROW_S;
        if seems_innocent(chance, account) {
            day.exclude(decision.id, account).expect("it is on the list");
        }
    }
    for reviewer in [first, second].into_iter().take(decision.approvals_needed()) {
        day.approve(decision.id, reviewer).expect("two different people");
    }
    worked_s
}

fn seems_innocent(chance: &mut Chance, account: u64) -> bool {
    (account < PLANTED_FROM) != chance.happens(MISTAKEN)
}

/// What a reviewer reads row by row, whatever the cluster looks like.
fn is_weak(evidence: &Evidence) -> bool {
    match evidence {
        Evidence::Hand(hand) => hand.administers == 0 && hand.items < 4,
        Evidence::Link(link) => link.total < 280,
    }
}

/// Everybody, and what is known of them.
struct House {
    innocents: usize,
    planted: usize,
    returned: Vec<u64>,
    /// Of the first day's accounts, as they were.
    profiles: Vec<Removed<Name>>,
    administrators: HashMap<u64, Vec<u64>>,
    next_channel: u64,
}

impl Channels for House {
    fn administrators(&self, channel: u64) -> &[u64] {
        self.administrators.get(&channel).map_or(&[], Vec::as_slice)
    }

    fn name_likeness(&self, _: u64, _: u64) -> f32 {
        0.0
    }
}

impl House {
    fn new(chance: &mut Chance, plan: &Plan) -> Self {
        let profile = |number| {
            let mut profile = accounts::removed_account(chance, number);
            profile.account = PLANTED_FROM + number as u64;
            profile
        };
        Self {
            innocents: plan.innocents,
            planted: plan.planted.iter().sum(),
            returned: Vec::new(),
            profiles: (0..plan.planted[0]).map(profile).collect(),
            administrators: HashMap::new(),
            next_channel: 0,
        }
    }

    /// On the second day, who of the newcomers may be somebody who was removed on the first.
    fn links(&mut self, chance: &mut Chance, plan: &Plan, days: &[ActionDay], now_s: i64) -> Vec<Link> {
        let Some(first) = days.first() else { return Vec::new() };
        let decided: HashMap<u64, u64> =
            first.log().iter().map(|entry| (entry.account, entry.decision)).collect();
        let since_s = first.log().first().map_or(now_s, |entry| entry.at_s);
        let removed: Vec<Removed<Name>> = self
            .profiles
            .iter()
            .filter_map(|profile| {
                let decision = *decided.get(&profile.account)?;
                let joined_at_s = since_s - 5 * DAY_S;
                Some(Removed { decision, removed_at_s: since_s, joined_at_s, ..profile.clone() })
            })
            .collect();
        let mut world = accounts::World::new(chance, &removed, plan.returned, plan.innocents / 20);
        let first_returned = PLANTED_FROM + (plan.planted[0] + plan.planted[1] - plan.returned) as u64;
        let (mut returned, mut people) = (first_returned.., 0_u64..);
        for (arrival, was) in &mut world.arrivals {
            let account = if was.is_some() { returned.next() } else { people.next() };
            arrival.account = account.expect("numbers do not end");
            if was.is_some() {
                self.returned.push(arrival.account);
            }
        }
        let register = Register::new(removed);
        let mut links: Vec<Link> = Vec::new();
        for (arrival, _) in &world.arrivals {
            // The likeliest of those that it may have been.
            links.extend(world.links(&register, arrival).into_iter().next());
        }
        links
    }

    /// Lets the day's networks post for two days among everybody else, and draws the graph.
    fn watch(&mut self, chance: &mut Chance, plan: &Plan, number: usize, now_s: i64) -> Graph {
        let first = PLANTED_FROM + if number == 0 { 0 } else { plan.planted[0] as u64 };
        let active = plan.planted[number] - if number == 0 { 0 } else { plan.returned };
        let families = plan.families[number];
        let mut posts = Vec::new();
        for family in 0..families {
            let share = |at: usize| first + (active * at / families) as u64;
            self.add_family(chance, plan, share(family)..share(family + 1), &mut posts);
        }
        let quoted = posts.len();
        for _ in 0..plan.innocents / 125 {
            self.add_channel(chance, plan, quoted, &mut posts);
        }
        posts.sort_by_key(|post| post.at_s);
        let mut mirrors = Mirrors::new(Limits::default());
        for post in posts {
            let signature = signature(&post.words);
            mirrors.observe(&Post {
                channel: post.channel,
                author: post.author,
                at_s: now_s - 2 * DAY_S + post.at_s,
                content: Content::Text(&signature),
            });
        }
        mirrors.graph(self)
    }

    /// About ten channels with two administrators in common. Each account posts half a dozen times; a few innocent
    /// people carry posts from one of the channels to another, and more of them answer.
    fn add_family(
        &mut self,
        chance: &mut Chance,
        plan: &Plan,
        accounts: Range<u64>,
        posts: &mut Vec<Planned>,
    ) {
        let channels: Vec<u64> = (self.next_channel..).take(8 + chance.below(5)).collect();
        self.next_channel += channels.len() as u64;
        let own = |place: usize| -> Vec<u64> {
            accounts.clone().skip(2).skip(place).step_by(channels.len()).collect()
        };
        let per_channel = accounts.clone().count() / channels.len() + 1;
        let texts: Vec<(i64, Vec<u32>)> = (0..(7 * per_channel).max(30))
            .map(|_| (chance.below(2 * DAY_S as usize) as i64, text(chance)))
            .collect();
        for (place, channel) in channels.iter().enumerate() {
            self.administrators.insert(*channel, accounts.clone().take(2).collect());
            let hands = own(place);
            if hands.is_empty() {
                continue;
            }
            let mut missing = Vec::new();
            for (number, (at_s, words)) in texts.iter().enumerate() {
                if place > 0 && !chance.happens(0.9) {
                    missing.push((*at_s, words.clone()));
                    continue;
                }
                let share = if place == 0 { 0.0 } else { chance.between(0.05, 0.25) };
                let at_s = at_s + if place == 0 { 0 } else { chance.below(1_800) as i64 };
                let author = hands[number % hands.len()];
                posts.push(Planned { channel: *channel, author, at_s, words: edited(chance, words, share) });
            }
            for _ in 0..20 {
                let author = chance.below(plan.innocents) as u64;
                let at_s = chance.below(2 * DAY_S as usize) as i64;
                posts.push(Planned { channel: *channel, author, at_s, words: text(chance) });
            }
            // A person who thinks that what the one channel has belongs into the other.
            let person = chance.below(plan.innocents) as u64;
            if chance.happens(0.05) {
                posts.extend(missing.into_iter().take(4).map(|(at_s, words)| Planned {
                    channel: *channel,
                    author: person,
                    at_s: at_s + 3_600,
                    words,
                }));
            }
        }
    }

    /// Forty posts of twenty people, one in fifty of them quoted from a network in good faith.
    fn add_channel(&mut self, chance: &mut Chance, plan: &Plan, quoted: usize, posts: &mut Vec<Planned>) {
        let channel = self.next_channel;
        self.next_channel += 1;
        let people: Vec<u64> = (0..20).map(|_| chance.below(plan.innocents) as u64).collect();
        self.administrators.insert(channel, vec![people[0]]);
        for _ in 0..40 {
            let quote = (quoted > 0 && chance.happens(0.02)).then(|| chance.below(quoted));
            let (at_s, words) = match quote.map(|place| &posts[place]) {
                Some(post) => (post.at_s + chance.below(7_200) as i64, post.words.clone()),
                None => (chance.below(2 * DAY_S as usize) as i64, text(chance)),
            };
            posts.push(Planned { channel, author: *chance.one_of(&people), at_s, words });
        }
    }
}
