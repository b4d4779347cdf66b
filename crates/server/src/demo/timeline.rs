//! Who says what and when: scenes played by the people of a world, line by line in the order of time.
//!
//! Must not know the database. Whoever speaks may speak there and is there already, or the scene is wrong.

use std::collections::HashMap;

use anyhow::{Context, bail, ensure};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Channel, Id, Permissions};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};

use super::script::{Note, Place, Scene, Speaker, Turn, When};
use super::words::{self, Names};
use super::world::{DAY_MS, MINUTE_MS, PastIds, Town, World};

/// How long ago the scenes that come again and again begin.
const EVERY_SINCE_DAYS: i64 = 53;
/// One line of so many was corrected afterwards.
const EDITED_ONE_OF: u32 = 45;

/// Where a line is said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spot {
    /// In a channel of the town with this index.
    Town(usize, Id<ChannelMarker>),
    /// In the private conversation with this index.
    Private(usize),
}

/// A picture that goes with a line.
#[derive(Debug, Clone)]
pub struct Picture {
    /// File name.
    pub name: String,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// What it shows.
    pub shows: String,
}

/// A message.
#[derive(Debug)]
pub struct Line {
    /// When, in Unix milliseconds.
    pub at_ms: i64,
    /// Where.
    pub spot: Spot,
    /// Index of the resident who speaks.
    pub author: usize,
    /// The text as it is sent; none when the line says that somebody joined.
    pub text: Option<String>,
    /// Number of the line that is answered.
    pub answers: Option<usize>,
    /// Emoji with those who reacted.
    pub reactions: Vec<(String, Vec<usize>)>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// Whether it was corrected.
    pub edited: bool,
    /// Its picture.
    pub picture: Option<Picture>,
}

/// A private conversation.
#[derive(Debug)]
pub struct Conversation {
    /// The channel; its `recipients` holds everybody in it.
    pub channel: Channel,
    /// Indices of the residents in it.
    pub residents: Vec<usize>,
}

/// Everything that was said. The lines of one scene follow one another; between scenes they are in no order.
#[derive(Default)]
pub struct Timeline {
    /// All lines.
    pub lines: Vec<Line>,
    /// Private conversations.
    pub conversations: Vec<Conversation>,
}

impl Timeline {
    /// Numbers of the lines in the order of time.
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<_> = (0..self.lines.len()).collect();
        order.sort_by_key(|number| (self.lines[*number].at_ms, *number));
        order
    }
}

/// Plays all scenes of the towns and the private ones.
pub fn play(
    world: &World,
    scenes: &[Vec<Scene>],
    private: &[Scene],
    random: &mut StdRng,
    ids: &mut PastIds,
) -> anyhow::Result<Timeline> {
    let mut timeline = Timeline::default();
    for (index, (town, scenes)) in world.towns.iter().zip(scenes).enumerate() {
        greet(&mut timeline, index, town, random);
        for scene in scenes {
            for start_ms in starts(scene.when, world, random) {
                let playing = format!("guild {}, {:?} at {:?}", town.key, scene.place, scene.when);
                play_in_town(&mut timeline, world, index, scene, start_ms, random).context(playing)?;
            }
        }
    }
    for scene in private {
        for start_ms in starts(scene.when, world, random) {
            play_in_private(&mut timeline, world, scene, start_ms, random, ids)
                .with_context(|| format!("{:?} at {:?}", scene.place, scene.when))?;
        }
    }
    // What would be said in the future is not said, and what answers it neither.
    let said = |line: &Line| line.at_ms < world.now_ms;
    ensure!(timeline.lines.iter().all(said), "a scene ends in the future");
    Ok(timeline)
}

/// When a scene is played; one that comes again and again only when it is over before now.
fn starts(when: When, world: &World, random: &mut StdRng) -> Vec<i64> {
    match when {
        When::Day(days, minute) => vec![world.today_ms - days * DAY_MS + minute * MINUTE_MS],
        When::Ago(minutes) => vec![world.now_ms - minutes * MINUTE_MS],
        When::Every(step, minute) => (0..)
            .map(|round| EVERY_SINCE_DAYS - round * step)
            .take_while(|days| *days >= 0)
            .map(|days| {
                let about = minute + random.random_range(-40..40);
                world.today_ms - days * DAY_MS + about * MINUTE_MS + random.random_range(0..MINUTE_MS)
            })
            .filter(|start_ms| start_ms + 30 * MINUTE_MS < world.now_ms)
            .collect(),
    }
}

/// Says of everybody but the owner that they joined.
fn greet(timeline: &mut Timeline, index: usize, town: &Town, random: &mut StdRng) {
    let channel_id = town.guild.system_channel_id.expect("every town of the demo greets");
    for resident in town.residents() {
        let member = &town.members[&resident];
        if member.user.id == town.guild.owner_id {
            continue;
        }
        let at_ms = member.joined_at.unix_ms();
        let mut present = town.residents();
        present.retain(|it| town.members[it].joined_at.unix_ms() < at_ms);
        present.shuffle(random);
        present.truncate(random.random_range(0..7));
        let reactions = if present.is_empty() { Vec::new() } else { vec![("👋".to_owned(), present)] };
        timeline.lines.push(Line {
            at_ms,
            spot: Spot::Town(index, channel_id),
            author: resident,
            text: None,
            answers: None,
            reactions,
            pinned: false,
            edited: false,
            picture: None,
        });
    }
}

/// Who plays a scene: residents by key and by number.
struct Cast<'a> {
    world: &'a World,
    town: Option<&'a Town>,
    drawn: HashMap<usize, usize>,
}

impl Names for Cast<'_> {
    fn person(&self, key: &str) -> Option<String> {
        self.world.find(key).map(|it| format!("<@{}>", self.world.residents[it].id()))
    }
    fn role(&self, key: &str) -> Option<String> {
        self.town?.role_ids.get(key).map(|id| format!("<@&{id}>"))
    }
    fn channel(&self, key: &str) -> Option<String> {
        self.town?.channel_ids.get(key).map(|id| format!("<#{id}>"))
    }
    fn drawn(&self, number: usize) -> Option<(String, String)> {
        let resident = &self.world.residents[*self.drawn.get(&number)?];
        Some((resident.person.shown.clone(), format!("<@{}>", resident.id())))
    }
}

impl Cast<'_> {
    fn speaker(&self, speaker: &Speaker) -> anyhow::Result<usize> {
        match speaker {
            Speaker::Key(key) => self.world.find(key).with_context(|| format!("nobody is {key:?}")),
            Speaker::Drawn(number) => Ok(self.drawn[number]),
        }
    }
}

fn play_in_town(
    timeline: &mut Timeline,
    world: &World,
    index: usize,
    scene: &Scene,
    start_ms: i64,
    random: &mut StdRng,
) -> anyhow::Result<()> {
    let town = &world.towns[index];
    let Place::Channel(key) = &scene.place else { bail!("not a channel") };
    let channel_id = *town.channel_ids.get(key).context("no such channel")?;
    let mut cast = Cast { world, town: Some(town), drawn: HashMap::new() };
    draw(&mut cast, town, scene, channel_id, start_ms, random)?;
    let needed = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
    let readers: Vec<_> = town
        .residents()
        .into_iter()
        .filter(|it| town.permissions(*it, channel_id).contains(Permissions::VIEW_CHANNEL))
        .collect();
    let spot = Spot::Town(index, channel_id);
    let joined_ms = |resident: usize| town.members[&resident].joined_at.unix_ms();
    let first = timeline.lines.len();
    say(timeline, &cast, scene, spot, start_ms, &readers, random)?;
    for line in &mut timeline.lines[first..] {
        let who = &world.residents[line.author].person.key;
        ensure!(town.permissions(line.author, channel_id).contains(needed), "{who} may not write there");
        ensure!(joined_ms(line.author) <= line.at_ms, "{who} was not there yet");
        for (_, residents) in &mut line.reactions {
            residents.retain(|it| joined_ms(*it) <= line.at_ms);
        }
        line.reactions.retain(|(_, residents)| !residents.is_empty());
    }
    Ok(())
}

/// Draws the speakers of a scene among those who are there, may write, speak the language, and have no line of their
/// own.
fn draw(
    cast: &mut Cast<'_>,
    town: &Town,
    scene: &Scene,
    channel_id: Id<ChannelMarker>,
    start_ms: i64,
    random: &mut StdRng,
) -> anyhow::Result<()> {
    let numbers = scene.turns.iter().filter_map(|turn| match turn.speaker {
        Speaker::Drawn(number) => Some(number),
        Speaker::Key(_) => None,
    });
    let count = numbers.max().unwrap_or(0);
    let of_town = &town.guild.preferred_locale[..2];
    let speaks = |locale: &str| match scene.by[..] {
        [] => locale == of_town,
        _ => scene.by.iter().any(|it| it == locale),
    };
    let needed = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
    let mut pool = town.residents();
    pool.retain(|it| {
        let person = &cast.world.residents[*it].person;
        speaks(&person.locale)
            && town.members[it].joined_at.unix_ms() < start_ms
            && town.permissions(*it, channel_id).contains(needed)
            && !scene.turns.iter().any(|turn| turn.speaker == Speaker::Key(person.key.clone()))
    });
    ensure!(pool.len() >= count, "only {} people to draw {count} speakers from", pool.len());
    let drawn = pool.choose_multiple(random, count).copied();
    cast.drawn = (1..).zip(drawn).collect();
    Ok(())
}

fn play_in_private(
    timeline: &mut Timeline,
    world: &World,
    scene: &Scene,
    start_ms: i64,
    random: &mut StdRng,
    ids: &mut PastIds,
) -> anyhow::Result<()> {
    let Place::Private(keys) = &scene.place else { bail!("not private") };
    let find = |key: &String| world.find(key).with_context(|| format!("nobody is {key:?}"));
    let residents = keys.iter().map(find).collect::<anyhow::Result<Vec<_>>>()?;
    let known = timeline.conversations.iter().position(|it| it.residents == residents);
    let index = known.unwrap_or_else(|| {
        let users: Vec<_> = residents.iter().map(|it| world.residents[*it].account.user.clone()).collect();
        let id = ids.at(start_ms - MINUTE_MS);
        let mut channel = Channel::group_dm(id, users[0].id, users);
        if residents.len() == 2 {
            channel.kind = parvis_model::ChannelType::DM;
            channel.owner_id = None;
        }
        timeline.conversations.push(Conversation { channel, residents: residents.clone() });
        timeline.conversations.len() - 1
    });
    let cast = Cast { world, town: None, drawn: HashMap::new() };
    let first = timeline.lines.len();
    say(timeline, &cast, scene, Spot::Private(index), start_ms, &residents, random)?;
    let speakers = timeline.lines[first..].iter().map(|line| line.author);
    ensure!(speakers.into_iter().all(|it| residents.contains(&it)), "a stranger speaks");
    Ok(())
}

fn say(
    timeline: &mut Timeline,
    cast: &Cast<'_>,
    scene: &Scene,
    spot: Spot,
    start_ms: i64,
    readers: &[usize],
    random: &mut StdRng,
) -> anyhow::Result<()> {
    let first = timeline.lines.len();
    let draw = random.random_range(0..10_000);
    let mut at_ms = start_ms;
    for turn in &scene.turns {
        let text = words::resolve(&words::choose(&turn.text, draw), cast);
        if at_ms > start_ms || turn.pause_min > 0 {
            let typing_ms = 60 * i64::try_from(text.chars().count())?;
            at_ms += turn.pause_min * MINUTE_MS + typing_ms + random.random_range(8_000..70_000);
        } else {
            at_ms += 1;
        }
        let number = timeline.lines.len();
        let answers = match turn.answers {
            Some(back) => {
                Some(number.checked_sub(back).filter(|it| *it >= first).context("answers nothing")?)
            }
            None => None,
        };
        let author = cast.speaker(&turn.speaker)?;
        let mut line = Line {
            at_ms,
            spot,
            author,
            text: Some(text),
            answers,
            reactions: Vec::new(),
            pinned: false,
            edited: random.random_ratio(1, EDITED_ONE_OF),
            picture: None,
        };
        note(&mut line, turn, readers, random);
        timeline.lines.push(line);
    }
    Ok(())
}

fn note(line: &mut Line, turn: &Turn, readers: &[usize], random: &mut StdRng) {
    for note in &turn.notes {
        match note {
            Note::Pin => line.pinned = true,
            Note::File(name, size, shows) => {
                line.picture = Some(Picture { name: name.clone(), size: *size, shows: shows.clone() });
            }
            Note::React(emoji, count) => {
                let others: Vec<_> = readers.iter().copied().filter(|it| *it != line.author).collect();
                let some = random.random_range(count.div_ceil(2)..=*count);
                let residents = others.choose_multiple(random, some).copied().collect();
                line.reactions.push((emoji.clone(), residents));
            }
        }
    }
}
