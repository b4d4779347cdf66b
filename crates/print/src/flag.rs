//! The flag of a group as a small description: a layout, its colours, an emblem, a few letters. It is drawn by
//! us and by nobody else, so that a flag carries no script and no trace of who drew it.

mod draw;
mod figure;
mod layout;
mod seed;

use serde::{Deserialize, Serialize};

use crate::Invalid;
use crate::colour::Colour;
use crate::drawing::Drawing;
use crate::text::{printable, unprintable};

pub use figure::Figure;
pub use layout::Layout;

/// Three to two, as most flags are.
pub const RATIO: f32 = 1.5;
/// Emblems and letters, in parts of a hundred of the flag's height.
pub const SIZE_PERCENT: std::ops::RangeInclusive<u8> = 15..=90;
/// Letters that are still read from the other side of a street.
pub const LETTERS_MAX: usize = 10;

/// A flag. What [`Design::check`] accepts is drawn as it says; anything else is drawn too, as well as it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// How the ground is divided.
    pub layout: Layout,
    /// As many as the layout takes, in its order.
    pub colours: Vec<Colour>,
    /// A figure of our own set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emblem: Option<Emblem>,
    /// Initials, a number, a short word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lettering: Option<Lettering>,
}

/// A figure on a flag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emblem {
    /// Which one.
    pub figure: Figure,
    /// Its one colour.
    pub colour: Colour,
    /// Height in parts of a hundred of the flag's height; [`SIZE_PERCENT`].
    pub size: u8,
    /// Where its middle is.
    #[serde(default)]
    pub place: Place,
    /// A plate of one colour beneath it, which makes it legible on any stripes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate: Option<Plate>,
}

/// What an emblem may lie on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plate {
    /// Its outline.
    pub shape: PlateShape,
    /// Its one colour.
    pub colour: Colour,
}

/// The outline of a plate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlateShape {
    /// Round.
    Disc,
    /// As coats of arms are.
    Shield,
    /// A square on its corner.
    Lozenge,
    /// A square with soft corners.
    Square,
}

impl PlateShape {
    /// All of them, in the order in which a flag maker shows them.
    pub const ALL: [Self; 4] = [Self::Disc, Self::Shield, Self::Lozenge, Self::Square];
}

/// A few letters on a flag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lettering {
    /// One to [`LETTERS_MAX`] characters.
    pub text: String,
    /// Its one colour.
    pub colour: Colour,
    /// Height of the letters' square in parts of a hundred of the flag's height; [`SIZE_PERCENT`]. Made smaller
    /// where the text would be wider than the flag.
    pub size: u8,
    /// Where its middle is.
    #[serde(default)]
    pub place: Place,
}

/// A place on a flag; the hoist is the side of the pole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The middle.
    #[default]
    Centre,
    /// Near the pole.
    Hoist,
    /// Far from the pole.
    Fly,
    /// The upper corner at the pole.
    Canton,
    /// The upper half.
    Top,
    /// The lower half.
    Bottom,
}

impl Place {
    /// All of them, in the order in which a flag maker shows them.
    pub const ALL: [Self; 6] = [Self::Centre, Self::Hoist, Self::Fly, Self::Canton, Self::Top, Self::Bottom];
}

impl Design {
    /// A flag for a group that has none, the same each time. With a `base`, the flag of the whole map, it is
    /// one of its family: the stripes stay but one, and a figure lies on them. Names differ mostly by it.
    pub fn from_seed(base: Option<&Self>, name: &str) -> Self {
        match base {
            Some(base) => seed::derived(base, name),
            None => seed::invented(name),
        }
    }

    /// Whether the flag is of the family of `base`: the same layout, and all colours but one, at most.
    pub fn is_derived_from(&self, base: &Self) -> bool {
        let differing = self.colours.iter().zip(&base.colours).filter(|(own, its)| own != its).count();
        self.layout == base.layout && self.colours.len() == base.colours.len() && differing <= 1
    }

    /// What is wrong with the description, by the name of the field.
    pub fn check(&self) -> Result<(), Invalid> {
        let takes = self.layout.colours();
        if !takes.contains(&self.colours.len()) {
            let problem = format!("this layout takes {} to {} colours", takes.start(), takes.end());
            return Err(Invalid::new("colours", problem));
        }
        if let Some(emblem) = &self.emblem {
            check_size("emblem.size", emblem.size)?;
        }
        if let Some(lettering) = &self.lettering {
            check_size("lettering.size", lettering.size)?;
            let characters = lettering.text.chars().count();
            if characters == 0 || characters > LETTERS_MAX {
                return Err(Invalid::new("lettering.text", format!("1 to {LETTERS_MAX} characters")));
            }
            let unknown = unprintable(&lettering.text);
            if !unknown.is_empty() || printable(&lettering.text).is_empty() {
                return Err(Invalid::new("lettering.text", "has letters that cannot be drawn"));
            }
        }
        Ok(())
    }

    /// The flag as an SVG of at most 10 kB that needs nothing beside itself. The same description gives the
    /// same bytes.
    pub fn svg(&self) -> String {
        self.drawing(300.0, 200.0).svg(None)
    }

    /// The flag at any size; a longer one has longer stripes, and its emblem stays round. What lies beyond its
    /// edge is to be cut off by who places it, as the edge of an SVG does.
    pub fn drawing(&self, width: f32, height: f32) -> Drawing {
        draw::drawn(self, width, height)
    }

    /// The darkest of its colours that is legible on white paper, for a sheet that bears the flag.
    pub(crate) fn ink(&self) -> Option<Colour> {
        let emblem = self.emblem.iter().flat_map(|emblem| {
            [Some(emblem.colour), emblem.plate.map(|plate| plate.colour)].into_iter().flatten()
        });
        let legible =
            self.colours.iter().copied().chain(emblem).filter(|it| it.contrast(Colour::WHITE) >= 5.0);
        // Black says nothing of the flag; take it only where there is no other.
        legible.max_by(|one, two| vividness(*one).total_cmp(&vividness(*two)))
    }
}

/// How far a colour is from grey.
fn vividness(colour: Colour) -> f32 {
    let channels = [colour.red, colour.green, colour.blue];
    f32::from(channels.iter().max().unwrap_or(&0) - channels.iter().min().unwrap_or(&0))
}

fn check_size(field: &'static str, size: u8) -> Result<(), Invalid> {
    if SIZE_PERCENT.contains(&size) {
        return Ok(());
    }
    Err(Invalid::new(field, format!("{} to {}", SIZE_PERCENT.start(), SIZE_PERCENT.end())))
}

#[cfg(test)]
mod tests;
