//! The figures that a flag may bear, drawn for this program: each is an SVG of one colour in the folder
//! `emblems`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::drawing::Path;

/// One of our own figures, named after its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Figure {
    name: &'static str,
    svg: &'static str,
}

macro_rules! figure {
    ($name:literal) => {
        Figure { name: $name, svg: include_str!(concat!("../../emblems/", $name, ".svg")) }
    };
}

impl Figure {
    /// All of them, by name.
    pub fn all() -> &'static [Self] {
        FIGURES
    }

    /// Whether it is a coat of arms as towns have them: somebody chooses those, no name does.
    pub(crate) fn is_arms(self) -> bool {
        self.name.starts_with("arms-")
    }

    /// The figure of that name.
    pub fn named(name: &str) -> Option<Self> {
        FIGURES.iter().find(|figure| figure.name == name).copied()
    }

    /// What descriptions call it, for instance `oak-leaf`.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The drawing, in a square of side 100, black.
    pub fn svg(self) -> &'static str {
        self.svg
    }

    /// The outlines that lie on one another.
    pub(crate) fn outlines(self) -> impl Iterator<Item = Path> {
        self.svg.split(" d=\"").skip(1).filter_map(|rest| Path::parse(rest.split('"').next()?))
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| de::Error::custom("there is no figure of this name"))
    }
}

const FIGURES: &[Figure] = &[
    figure!("anchor"),
    figure!("apple"),
    figure!("arms-bend"),
    figure!("arms-chevron"),
    figure!("arms-cross"),
    figure!("arms-key"),
    figure!("arms-quarters"),
    figure!("arms-ship"),
    figure!("arms-tower"),
    figure!("arms-tree"),
    figure!("arms-waves"),
    figure!("bee"),
    figure!("bell"),
    figure!("bench"),
    figure!("bicycle"),
    figure!("birch"),
    figure!("boat"),
    figure!("bolt"),
    figure!("book"),
    figure!("bread"),
    figure!("bridge"),
    figure!("butterfly"),
    figure!("cat"),
    figure!("cloud"),
    figure!("clover"),
    figure!("cog"),
    figure!("compass"),
    figure!("cornflower"),
    figure!("courtyard"),
    figure!("cup"),
    figure!("daisy"),
    figure!("door"),
    figure!("dove"),
    figure!("drop"),
    figure!("drum"),
    figure!("factory"),
    figure!("fir"),
    figure!("fish"),
    figure!("flame"),
    figure!("fountain"),
    figure!("gate"),
    figure!("heart"),
    figure!("hedgehog"),
    figure!("house"),
    figure!("key"),
    figure!("kite"),
    figure!("knot"),
    figure!("ladybird"),
    figure!("lantern"),
    figure!("lighthouse"),
    figure!("linden-leaf"),
    figure!("mill"),
    figure!("moon"),
    figure!("mountains"),
    figure!("mushroom"),
    figure!("note"),
    figure!("oak-leaf"),
    figure!("owl"),
    figure!("playground"),
    figure!("poplars"),
    figure!("rainbow"),
    figure!("rising-sun"),
    figure!("rooftops"),
    figure!("rooster"),
    figure!("round-tree"),
    figure!("snail"),
    figure!("snowflake"),
    figure!("stairs"),
    figure!("star"),
    figure!("star-eight"),
    figure!("stork"),
    figure!("street-lamp"),
    figure!("sun"),
    figure!("sunflower"),
    figure!("suspension-bridge"),
    figure!("swallow"),
    figure!("tower-block"),
    figure!("tram"),
    figure!("tulip"),
    figure!("umbrella"),
    figure!("waves"),
    figure!("wheat"),
    figure!("wheel"),
];
