//! Who lives in the demo: one line each in `data/people.txt`. Must not know guilds beyond their letters.

use anyhow::{Context, bail};

/// Somebody of the demo.
#[derive(Debug, Clone)]
pub struct Person {
    /// How scenes call them.
    pub key: String,
    /// The name to log in with.
    pub username: String,
    /// The name that is shown.
    pub shown: String,
    /// Letters of the guilds that they are in.
    pub guilds: String,
    /// Language.
    pub locale: String,
    /// What they say about themselves.
    pub about: String,
}

/// Reads the list.
pub fn parse(text: &str) -> anyhow::Result<Vec<Person>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| parse_line(line).with_context(|| format!("people.txt: {line:?}"))).collect()
}

fn parse_line(line: &str) -> anyhow::Result<Person> {
    let fields: Vec<_> = line.split('|').map(|field| field.trim().to_owned()).collect();
    match <[String; 6]>::try_from(fields) {
        Ok([key, username, shown, guilds, locale, about]) => {
            Ok(Person { key, username, shown, guilds, locale, about })
        }
        Err(fields) => bail!("{} fields instead of 6", fields.len()),
    }
}
