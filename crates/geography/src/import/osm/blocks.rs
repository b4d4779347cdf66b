//! What a blob holds: points, lines and relations with their tags.

use super::wire::{Broken, Deltas, Fields, Packed, Value};
use crate::point::Point;

/// One element.
pub enum Element<'a> {
    Node { id: i64, point: Point, tags: Tags<'a> },
    Way { id: i64, tags: Tags<'a>, nodes: Deltas<'a> },
    Relation { id: i64, tags: Tags<'a>, members: Members<'a> },
}

/// Which elements there are, or which are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds {
    pub nodes: bool,
    pub ways: bool,
    pub relations: bool,
}

impl Kinds {
    pub const ALL: Self = Self { nodes: true, ways: true, relations: true };
    pub const NODES: Self = Self { nodes: true, ways: false, relations: false };
    pub const WAYS: Self = Self { nodes: false, ways: true, relations: false };

    pub fn meets(self, other: Self) -> bool {
        self.nodes && other.nodes || self.ways && other.ways || self.relations && other.relations
    }
}

/// Keys and values of an element.
#[derive(Clone, Copy)]
pub struct Tags<'a> {
    strings: &'a [&'a [u8]],
    pairs: &'a [(u32, u32)],
}

impl<'a> Tags<'a> {
    /// Those that are text; others say nothing.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let text = move |index: u32| std::str::from_utf8(self.strings[index as usize]).ok();
        self.pairs.iter().filter_map(move |(key, value)| Some((text(*key)?, text(*value)?)))
    }

    /// The value of a key.
    pub fn get(self, key: &str) -> Option<&'a str> {
        let wanted = |(index, _): &&(u32, u32)| self.strings[*index as usize] == key.as_bytes();
        let (_, value) = self.pairs.iter().find(wanted)?;
        std::str::from_utf8(self.strings[*value as usize]).ok()
    }
}

/// What a relation is made of.
#[derive(Clone, Copy)]
pub struct Members<'a> {
    strings: &'a [&'a [u8]],
    roles: Packed<'a>,
    ids: Deltas<'a>,
    kinds: Packed<'a>,
}

impl<'a> Members<'a> {
    /// The lines of it, each with its role.
    pub fn ways(self) -> impl Iterator<Item = Result<(i64, &'a [u8]), Broken>> {
        let Self { strings, roles, ids, kinds } = self;
        ids.zip(kinds).zip(roles).filter_map(move |((id, kind), role)| {
            let member = || {
                let (id, kind) = (id?, kind?);
                let role = usize::try_from(role?).ok().and_then(|index| strings.get(index));
                let role = role.ok_or(Broken("a role is none of its texts"))?;
                Ok((kind == 1).then_some((id, *role)))
            };
            member().transpose()
        })
    }
}

/// A block, opened.
struct Block<'a> {
    strings: Vec<&'a [u8]>,
    groups: Vec<&'a [u8]>,
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

/// Hands on the wanted elements of a block; returns which kinds there are. Where the caller's answer is an error, it
/// ends there.
pub fn read<E: From<Broken>>(
    bytes: &[u8],
    wanted: Kinds,
    mut take: impl FnMut(Element<'_>) -> Result<(), E>,
) -> Result<Kinds, E> {
    let block = Block::open(bytes)?;
    let (mut found, mut pairs) = (Kinds::default(), Vec::new());
    for group in &block.groups {
        for field in Fields(group) {
            let (number, value) = field?;
            match number {
                1 => found.nodes = true,
                2 => found.nodes = true,
                3 => found.ways = true,
                4 => found.relations = true,
                _ => {}
            }
            match number {
                1 if wanted.nodes => block.node(value.bytes()?, &mut pairs, &mut take)?,
                2 if wanted.nodes => block.dense(value.bytes()?, &mut pairs, &mut take)?,
                3 if wanted.ways => block.way(value.bytes()?, &mut pairs, &mut take)?,
                4 if wanted.relations => block.relation(value.bytes()?, &mut pairs, &mut take)?,
                _ => {}
            }
        }
    }
    Ok(found)
}

impl<'a> Block<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Broken> {
        let mut block =
            Self { strings: Vec::new(), groups: Vec::new(), granularity: 100, lat_offset: 0, lon_offset: 0 };
        for field in Fields(bytes) {
            match field? {
                (1, table) => {
                    for text in Fields(table.bytes()?) {
                        if let (1, text) = text? {
                            block.strings.push(text.bytes()?);
                        }
                    }
                }
                (2, group) => block.groups.push(group.bytes()?),
                (17, value) => block.granularity = value.number()? as i64,
                (19, value) => block.lat_offset = value.number()? as i64,
                (20, value) => block.lon_offset = value.number()? as i64,
                _ => {}
            }
        }
        Ok(block)
    }

    fn node<E: From<Broken>>(
        &self,
        bytes: &[u8],
        pairs: &mut Vec<(u32, u32)>,
        take: &mut impl FnMut(Element<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (mut id, mut lat, mut lon, mut tagging) = (0, 0, 0, Tagging::default());
        for field in Fields(bytes) {
            match field? {
                (1, value) => id = value.signed()?,
                (8, value) => lat = value.signed()?,
                (9, value) => lon = value.signed()?,
                (number, value) => tagging.take(number, value)?,
            }
        }
        let point = self.point(lon, lat)?;
        let tags = self.tags(tagging, pairs)?;
        take(Element::Node { id, point, tags })
    }

    fn dense<E: From<Broken>>(
        &self,
        bytes: &[u8],
        pairs: &mut Vec<(u32, u32)>,
        take: &mut impl FnMut(Element<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (mut ids, mut lats, mut lons, mut tags) = Default::default();
        for field in Fields(bytes) {
            match field? {
                (1, value) => ids = Deltas::new(value.bytes()?),
                (8, value) => lats = Deltas::new(value.bytes()?),
                (9, value) => lons = Deltas::new(value.bytes()?),
                (10, value) => tags = Packed(value.bytes()?),
                _ => {}
            }
        }
        for id in ids {
            let id = id?;
            let (Some(lat), Some(lon)) = (lats.next(), lons.next()) else {
                return Err(Broken("a point has no place").into());
            };
            pairs.clear();
            // Keys and values of one point end with a nought; where no point of a group has any, there is nothing.
            while let Some(key) = tags.next().transpose()?.filter(|key| *key != 0) {
                let value = tags.next().ok_or(Broken("a key has no value"))??;
                pairs.push((self.text(key)?, self.text(value)?));
            }
            let point = self.point(lon?, lat?)?;
            take(Element::Node { id, point, tags: Tags { strings: &self.strings, pairs } })?;
        }
        Ok(())
    }

    fn way<E: From<Broken>>(
        &self,
        bytes: &[u8],
        pairs: &mut Vec<(u32, u32)>,
        take: &mut impl FnMut(Element<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (mut id, mut nodes, mut tagging) = (0, Deltas::default(), Tagging::default());
        for field in Fields(bytes) {
            match field? {
                (1, value) => id = value.number()? as i64,
                (8, value) => nodes = Deltas::new(value.bytes()?),
                (number, value) => tagging.take(number, value)?,
            }
        }
        let tags = self.tags(tagging, pairs)?;
        take(Element::Way { id, tags, nodes })
    }

    fn relation<E: From<Broken>>(
        &self,
        bytes: &[u8],
        pairs: &mut Vec<(u32, u32)>,
        take: &mut impl FnMut(Element<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (mut id, mut tagging) = (0, Tagging::default());
        let (mut roles, mut ids, mut kinds) = Default::default();
        for field in Fields(bytes) {
            match field? {
                (1, value) => id = value.number()? as i64,
                (8, value) => roles = Packed(value.bytes()?),
                (9, value) => ids = Deltas::new(value.bytes()?),
                (10, value) => kinds = Packed(value.bytes()?),
                (number, value) => tagging.take(number, value)?,
            }
        }
        let tags = self.tags(tagging, pairs)?;
        take(Element::Relation { id, tags, members: Members { strings: &self.strings, roles, ids, kinds } })
    }

    /// A place from whole numbers of the block's own measure.
    fn point(&self, lon: i64, lat: i64) -> Result<Point, Broken> {
        let degrees = |offset: i64, value: i64| {
            let value = i128::from(self.granularity) * i128::from(value) + i128::from(offset);
            value as f64 / 1e9
        };
        Point::new(degrees(self.lon_offset, lon), degrees(self.lat_offset, lat))
            .map_err(|_| Broken("a point is not on the Earth"))
    }

    fn tags<'b>(&'b self, tagging: Tagging<'_>, pairs: &'b mut Vec<(u32, u32)>) -> Result<Tags<'b>, Broken> {
        pairs.clear();
        let mut values = tagging.values;
        for key in tagging.keys {
            let value = values.next().ok_or(Broken("a key has no value"))??;
            pairs.push((self.text(key?)?, self.text(value)?));
        }
        Ok(Tags { strings: &self.strings, pairs })
    }

    /// The number of a text, which is there.
    fn text(&self, index: u64) -> Result<u32, Broken> {
        let is_there = |index: &u32| (*index as usize) < self.strings.len();
        u32::try_from(index).ok().filter(is_there).ok_or(Broken("a tag is none of its texts"))
    }
}

/// Keys and values as they stand in an element.
#[derive(Default)]
struct Tagging<'a> {
    keys: Packed<'a>,
    values: Packed<'a>,
}

impl<'a> Tagging<'a> {
    fn take(&mut self, number: u64, value: Value<'a>) -> Result<(), Broken> {
        match number {
            2 => self.keys = Packed(value.bytes()?),
            3 => self.values = Packed(value.bytes()?),
            _ => {}
        }
        Ok(())
    }
}
