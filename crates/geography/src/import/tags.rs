//! What a place's tags say: names, aliases, level, kind. The tags of OpenStreetMap, which GeoJSON files use too.

use std::collections::BTreeMap;

use super::{Limits, OsmId};

/// What was read of the tags.
#[derive(Debug, Default, PartialEq)]
pub struct Tagged {
    pub names: BTreeMap<String, String>,
    pub aliases: Vec<String>,
    pub level: Option<u8>,
    pub kind: Option<String>,
    pub osm_id: Option<OsmId>,
}

/// A tag that cannot be taken, and why.
#[derive(Debug, PartialEq, Eq)]
pub struct TagFault {
    pub key: String,
    pub reason: String,
}

/// Keys whose values are other names. Several names in one value are separated by semicolons.
const ALIASES: &[&str] =
    &["alt_name", "old_name", "official_name", "short_name", "loc_name", "int_name", "reg_name"];
/// `admin_level` as OpenStreetMap has it.
pub const LEVELS: std::ops::RangeInclusive<u8> = 1..=15;
const KIND_CHARS_MAX: usize = 40;

impl Tagged {
    /// Takes one tag; those that say nothing of the above are passed over.
    pub fn take(&mut self, key: &str, value: &str, limits: &Limits) -> Result<(), TagFault> {
        let value = value.trim();
        let (main, language) = key.split_once(':').unwrap_or((key, ""));
        let fault = |reason: String| Err(TagFault { key: key.to_owned(), reason });
        if value.is_empty() {
            return Ok(());
        }
        match main {
            "name" if language.is_empty() || is_language(language) => {
                if let Some(reason) = name_fault(value, limits) {
                    return fault(reason);
                }
                self.names.insert(language.to_owned(), value.to_owned());
            }
            _ if ALIASES.contains(&main) && (language.is_empty() || is_language(language)) => {
                for alias in value.split(';').map(str::trim).filter(|alias| !alias.is_empty()) {
                    if let Some(reason) = name_fault(alias, limits) {
                        return fault(reason);
                    }
                    self.aliases.push(alias.to_owned());
                }
            }
            "admin_level" => match value.parse() {
                Ok(level) if LEVELS.contains(&level) => self.level = Some(level),
                _ => return fault("must be a whole number from 1 to 15".to_owned()),
            },
            "place" | "kind" if language.is_empty() => {
                if value.chars().count() > KIND_CHARS_MAX {
                    return fault(format!("must have at most {KIND_CHARS_MAX} characters"));
                }
                self.kind = Some(value.to_owned());
            }
            "@id" => self.osm_id = value.parse().ok(),
            _ => {}
        }
        if self.names.len() + self.aliases.len() > limits.names_max {
            return fault(format!("the place has more than {} names", limits.names_max));
        }
        Ok(())
    }

    /// Sorts aliases, and drops those that are names.
    pub fn tidy(&mut self) {
        self.aliases.sort_unstable();
        self.aliases.dedup();
        let names = &self.names;
        self.aliases.retain(|alias| !names.values().any(|name| name == alias));
    }
}

fn name_fault(name: &str, limits: &Limits) -> Option<String> {
    if name.chars().count() > limits.name_chars_max {
        return Some(format!("must have at most {} characters", limits.name_chars_max));
    }
    let is_hidden =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.contains(is_hidden).then(|| "must not have control characters".to_owned())
}

/// `fr`, `be-tarask`, `zh-Hant-TW`; not `name:etymology` or `name:left`.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let main = parts.next().unwrap_or_default();
    let is_main = (2..=3).contains(&main.len()) && main.bytes().all(|byte| byte.is_ascii_lowercase());
    is_main
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}
