//! How the ground of a flag is divided. Words are those of vexillology where they have one.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// A division of the ground. The order of its colours stands beside each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// Stripes from above to below.
    Horizontal,
    /// Stripes from the pole on.
    Vertical,
    /// A broad stripe between two narrow ones: outer, middle, and the lower one if it differs.
    Fess,
    /// The same upright: outer, middle, and the one far from the pole if it differs.
    Pale,
    /// Parted from the upper corner at the pole to the lower one far from it: upper, lower.
    Diagonal,
    /// Parted the other way: the half at the pole, the other.
    DiagonalRising,
    /// A band from corner to corner: upper ground, band, and lower ground if it differs.
    Bend,
    /// The same band the other way.
    BendRising,
    /// Ground, cross, and its edge.
    Cross,
    /// A cross moved to the pole: ground, cross, and its edge.
    Nordic,
    /// A cross from corner to corner: ground, cross, and its edge.
    Saltire,
    /// A field in the upper corner at the pole: it, then the stripes.
    Canton,
    /// A triangle at the pole: it, then the stripes.
    Triangle,
    /// An upper third: it, the rest.
    Chief,
    /// Four fields: upper at the pole, upper far from it, and the lower two if they differ.
    Quarters,
    /// Ground, border.
    Border,
    /// Ground, a square on its corner.
    Lozenge,
    /// Ground, disc.
    Disc,
    /// Ground, a triangle that hangs from above.
    Pile,
    /// A ground of teeth: at the pole, the rest.
    Serrated,
    /// A sky, and waves below it, from above to below.
    Waves,
    /// Sky, hill, and a second hill before it.
    Hill,
    /// Twelve rays, of two colours by turns.
    Rays,
}

impl Layout {
    /// All of them, in the order in which a flag maker shows them.
    pub const ALL: [Self; 23] = [
        Self::Horizontal,
        Self::Vertical,
        Self::Fess,
        Self::Pale,
        Self::Diagonal,
        Self::DiagonalRising,
        Self::Bend,
        Self::BendRising,
        Self::Cross,
        Self::Nordic,
        Self::Saltire,
        Self::Canton,
        Self::Triangle,
        Self::Chief,
        Self::Quarters,
        Self::Border,
        Self::Lozenge,
        Self::Disc,
        Self::Pile,
        Self::Serrated,
        Self::Waves,
        Self::Hill,
        Self::Rays,
    ];

    /// How many colours it takes.
    pub fn colours(self) -> RangeInclusive<usize> {
        match self {
            Self::Horizontal | Self::Vertical => 1..=5,
            Self::Canton => 2..=5,
            Self::Triangle | Self::Quarters => 2..=4,
            Self::Waves => 2..=5,
            Self::Fess | Self::Pale | Self::Bend | Self::BendRising => 2..=3,
            Self::Cross | Self::Nordic | Self::Saltire | Self::Hill => 2..=3,
            Self::Diagonal | Self::DiagonalRising | Self::Chief | Self::Border => 2..=2,
            Self::Lozenge | Self::Disc | Self::Pile | Self::Serrated | Self::Rays => 2..=2,
        }
    }
}
