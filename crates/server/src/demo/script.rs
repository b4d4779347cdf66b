//! The scenes of the demo as they are written down. Must not know who is a member of what, or what time it is.
//!
//! ```text
//! == CHANNEL 12d 18:40            once, twelve days ago          (or `3h`, `90m`: so long ago)
//! == CHANNEL every 2d 09:05 by fr again and again, the drawn speakers have this language
//! == ANA, BEN 3h                  a private conversation
//! ana: [One|another] line is taken by chance, at the same place all through a scene.
//! ana: @ben @&ROLE #CHANNEL are mentions, $1 is the name of somebody drawn.
//! $1 ^: Somebody drawn by chance answers the line before, `^2` the one before that.
//! | Goes on in a new line.
//! > react 🙂 4                    and `> pin`, `> file NAME 640x400 what it shows`
//! .. 5h                           time goes by
//! ```

use anyhow::{Context, bail};

/// A conversation.
#[derive(Debug, Clone)]
pub struct Scene {
    /// Where.
    pub place: Place,
    /// When it begins.
    pub when: When,
    /// Languages of the drawn speakers; empty: the guild's.
    pub by: Vec<String>,
    /// What is said.
    pub turns: Vec<Turn>,
}

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// In the guild's channel with this key.
    Channel(String),
    /// Among these people.
    Private(Vec<String>),
}

/// When a conversation begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum When {
    /// So many days ago, at this minute of the day.
    Day(i64, i64),
    /// So many minutes ago.
    Ago(i64),
    /// Every so many days, at this minute of the day.
    Every(i64, i64),
}

/// One message.
#[derive(Debug, Clone)]
pub struct Turn {
    /// Who speaks.
    pub speaker: Speaker,
    /// How many lines before stands the one that is answered.
    pub answers: Option<usize>,
    /// The text with choices and mentions.
    pub text: String,
    /// Minutes that go by before it, besides the usual.
    pub pause_min: i64,
    /// What happens to it.
    pub notes: Vec<Note>,
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq)]
pub enum Speaker {
    /// The person with this key.
    Key(String),
    /// Somebody drawn by chance, the same under the same number.
    Drawn(usize),
}

/// What happens to a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// So many people react.
    React(String, usize),
    /// It is pinned.
    Pin,
    /// It carries a picture: name, size in pixels, what it shows.
    File(String, (u32, u32), String),
}

/// Reads the scenes of a file.
pub fn parse(text: &str) -> anyhow::Result<Vec<Scene>> {
    let mut scenes: Vec<Scene> = Vec::new();
    let mut pause_min = 0;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        read_line(&mut scenes, &mut pause_min, line)
            .with_context(|| format!("line {}: {line:?}", index + 1))?;
    }
    Ok(scenes)
}

fn read_line(scenes: &mut Vec<Scene>, pause_min: &mut i64, line: &str) -> anyhow::Result<()> {
    if let Some(head) = line.strip_prefix("== ") {
        scenes.push(parse_head(head)?);
        return Ok(());
    }
    let scene = scenes.last_mut().context("a line before the first scene")?;
    if let Some(pause) = line.strip_prefix(".. ") {
        *pause_min = minutes(pause)?;
        return Ok(());
    }
    let last = scene.turns.last_mut();
    if let Some(more) = line.strip_prefix("| ") {
        let last = last.context("nothing goes on here")?;
        last.text.push('\n');
        last.text.push_str(more);
    } else if let Some(note) = line.strip_prefix("> ") {
        last.context("nothing to note here")?.notes.push(parse_note(note)?);
    } else {
        scene.turns.push(Turn { pause_min: std::mem::take(pause_min), ..parse_turn(line)? });
    }
    Ok(())
}

fn parse_head(head: &str) -> anyhow::Result<Scene> {
    let (head, by) = head.split_once(" by ").unwrap_or((head, ""));
    let by = by.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect();
    let mut words: Vec<_> = head.split(' ').collect();
    let last = words.pop().context("when?")?;
    let when = match last.split_once(':') {
        Some((hours, minutes)) => {
            let minute: i64 = hours.parse::<i64>()? * 60 + minutes.parse::<i64>()?;
            let days = words.pop().and_then(|days| days.strip_suffix('d')).context("how many days?")?;
            let days: i64 = days.parse()?;
            if words.last() == Some(&"every") {
                words.pop();
                When::Every(days, minute)
            } else {
                When::Day(days, minute)
            }
        }
        None => When::Ago(minutes(last)?),
    };
    let place = words.join(" ");
    let place = if place.contains(',') {
        Place::Private(place.split(',').map(|key| key.trim().to_owned()).collect())
    } else {
        Place::Channel(place)
    };
    Ok(Scene { place, when, by, turns: Vec::new() })
}

fn parse_turn(line: &str) -> anyhow::Result<Turn> {
    let (who, text) = line.split_once(": ").context("who: what")?;
    let (who, answers) = match who.split_once(" ^") {
        Some((who, "")) => (who, Some(1)),
        Some((who, back)) => (who, Some(back.parse()?)),
        None => (who, None),
    };
    let speaker = match who.strip_prefix('$') {
        Some(number) => Speaker::Drawn(number.parse()?),
        None => Speaker::Key(who.to_owned()),
    };
    Ok(Turn { speaker, answers, text: text.to_owned(), pause_min: 0, notes: Vec::new() })
}

fn parse_note(note: &str) -> anyhow::Result<Note> {
    let words: Vec<_> = note.splitn(4, ' ').collect();
    match words[..] {
        ["pin"] => Ok(Note::Pin),
        ["react", emoji, count] => Ok(Note::React(emoji.to_owned(), count.parse()?)),
        ["file", name, size, shows] => {
            let (width, height) = size.split_once('x').context("WIDTHxHEIGHT")?;
            Ok(Note::File(name.to_owned(), (width.parse()?, height.parse()?), shows.to_owned()))
        }
        _ => bail!("not a note"),
    }
}

fn minutes(text: &str) -> anyhow::Result<i64> {
    if let Some(hours) = text.strip_suffix('h') {
        return Ok(hours.parse::<i64>()? * 60);
    }
    Ok(text.strip_suffix('m').context("a time such as 3h or 90m")?.parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scene_is_read_with_everything_that_it_may_have() {
        let text = "# nothing\n== cafe every 2d 09:05 by fr,be\nana: One: [a|b]\n| two\n> react 🙂 4\n> pin\n.. 5h\n\
                    $1 ^2: Yes\n> file a.png 10x20 a wall\n== ana, ben 90m\nben: Hello";
        let scenes = parse(text).expect("valid");
        assert_eq!(scenes.len(), 2);
        let first = &scenes[0];
        assert_eq!((&first.place, first.when), (&Place::Channel("cafe".to_owned()), When::Every(2, 545)));
        assert_eq!(first.by, ["fr", "be"]);
        assert_eq!(first.turns[0].text, "One: [a|b]\ntwo");
        assert_eq!(first.turns[0].notes, [Note::React("🙂".to_owned(), 4), Note::Pin]);
        let answer = &first.turns[1];
        assert_eq!((&answer.speaker, answer.answers, answer.pause_min), (&Speaker::Drawn(1), Some(2), 300));
        assert_eq!(answer.notes, [Note::File("a.png".to_owned(), (10, 20), "a wall".to_owned())]);
        assert_eq!(scenes[1].place, Place::Private(vec!["ana".to_owned(), "ben".to_owned()]));
        assert_eq!(scenes[1].when, When::Ago(90));
    }

    #[test]
    fn errors_name_the_line() {
        let error = parse("== cafe 3h\nana says hello").expect_err("no colon");
        assert!(error.to_string().starts_with("line 2"), "{error}");
    }
}
