//! Who was removed from a guild, so that it is seen when somebody comes who is called like them or shows their picture.
//! That somebody is banned is known from the ban alone: nothing more is kept.

use std::collections::HashMap;

use parvis_likeness::names::{NameIndex, PersonName};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp, User};
use parvis_signals::person::NearRemoved;
use parvis_store::tables::bans::{self, BanPage};
use parvis_store::{StoreError, Tx};

use crate::tables::raids;

/// Bans that are compared with; of more, those of the oldest accounts.
const REMOVED_MAX: usize = 10_000;
const PAGE: u32 = 1_000;
/// Names most like one that are looked at.
const HITS: usize = 3;
/// Nobody counts further how common a name is: beyond two it says nothing.
const BEARERS_MAX: u32 = 3;
/// As many others with one picture, and it is everybody's.
const AVATAR_BEARERS_MAX: u32 = 3;

/// The removed accounts of one guild.
#[derive(Debug, Default, Clone)]
pub struct Removed {
    names: NameIndex<Id<UserMarker>>,
    spellings: HashMap<Id<UserMarker>, Vec<String>>,
    avatars: HashMap<String, Id<UserMarker>>,
}

/// A removed account that somebody is like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Hit {
    /// The removed account's name that is alike.
    pub name: Option<String>,
    /// The picture that is the same.
    pub avatar: Option<String>,
}

impl Removed {
    /// Reads them.
    pub fn load(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Self, StoreError> {
        let mut removed = Self::default();
        let mut after = Id::new(0);
        while removed.spellings.len() < REMOVED_MAX {
            let page = bans::page(tx, guild_id, BanPage::After(after), PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.user.id;
            page.iter().for_each(|ban| removed.add(&ban.user));
        }
        Ok(removed)
    }

    /// One more.
    pub fn add(&mut self, user: &User) {
        let names = names_of(user);
        for name in &names {
            self.names.add(name, user.id);
        }
        if let Some(avatar) = &user.avatar {
            self.avatars.insert(avatar.clone(), user.id);
        }
        self.spellings.insert(user.id, names);
    }

    /// Whom somebody is like, if anybody.
    pub fn find(&self, user: &User) -> Option<Hit> {
        let avatar = user.avatar.clone().filter(|avatar| self.avatars.contains_key(avatar));
        let name = names_of(user).iter().find_map(|name| self.alike(&PersonName::new(name)));
        let hit = Hit { name, avatar };
        (hit != Hit::default()).then_some(hit)
    }

    fn alike(&self, name: &PersonName) -> Option<String> {
        let hits = self.names.search(name, HITS).into_iter();
        let mut alike = hits.filter(|hit| hit.likeness.is_alike());
        let key = alike.next()?.key;
        let mut spellings = self.spellings.get(&key)?.iter();
        spellings.find(|it| name.likeness(&PersonName::new(it)).is_alike()).cloned()
    }
}

/// How much a likeness says: a name or a picture of many says nothing.
pub fn weigh(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    hit: &Hit,
    before: Timestamp,
) -> Result<NearRemoved, StoreError> {
    let mut near = NearRemoved { name: hit.name.is_some(), ..NearRemoved::default() };
    if let Some(name) = &hit.name {
        let name = PersonName::new(name);
        let mut bearers = 0;
        raids::older_names(tx, guild_id, before, |username, shown| {
            // Comparing costs more than reading.
            if bearers < BEARERS_MAX {
                let is_alike = |other: &str| name.likeness(&PersonName::new(other)).is_alike();
                bearers += u32::from(is_alike(username) || shown.is_some_and(is_alike));
            }
        })?;
        near.name_bearers = bearers;
    }
    if let Some(avatar) = &hit.avatar {
        near.avatar = raids::bearers_of_avatar(tx, guild_id, before, avatar)? < AVATAR_BEARERS_MAX;
    }
    Ok(near)
}

fn names_of(user: &User) -> Vec<String> {
    let shown = user.global_name.iter().filter(|name| !name.eq_ignore_ascii_case(&user.username));
    std::iter::once(&user.username).chain(shown).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_another_script_and_the_same_picture_are_found() {
        let mut removed = Removed::default();
        let mut banned = User::new(Id::new(1), "spoutnik");
        banned.global_name = Some("Iouri Gagarine".to_owned());
        banned.avatar = Some("a1b2".to_owned());
        removed.add(&banned);
        let mut arrival = User::new(Id::new(2), "ballerine");
        assert_eq!(removed.find(&arrival), None);
        arrival.global_name = Some("Юрий Гагарин".to_owned());
        assert_eq!(removed.find(&arrival).and_then(|hit| hit.name).as_deref(), Some("Iouri Gagarine"));
        arrival.global_name = None;
        arrival.avatar = Some("a1b2".to_owned());
        let hit = Hit { name: None, avatar: Some("a1b2".to_owned()) };
        assert_eq!(removed.find(&arrival), Some(hit));
    }
}
