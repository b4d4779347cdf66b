//! The eight ways to lay down a picture, and what they do to its frequencies.

/// Which of the eight ways; named as the reference names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Orientation {
    /// As it is.
    Original,
    /// Turned by a quarter.
    Rotate90,
    /// Upside down.
    Rotate180,
    /// Turned by three quarters.
    Rotate270,
    /// Top and bottom exchanged.
    FlipX,
    /// Left and right exchanged: as in a mirror.
    FlipY,
    /// Rows and columns exchanged.
    FlipPlus1,
    /// Rows and columns exchanged, from the other corner.
    FlipMinus1,
}

impl Orientation {
    /// All of them, the picture as it is first.
    pub const ALL: [Self; 8] = [
        Self::Original,
        Self::Rotate90,
        Self::Rotate180,
        Self::Rotate270,
        Self::FlipX,
        Self::FlipY,
        Self::FlipPlus1,
        Self::FlipMinus1,
    ];

    /// Where a frequency of the original stands in the turned picture.
    pub(super) const fn place(self, row: usize, column: usize) -> (usize, usize) {
        match self {
            Self::Rotate90 | Self::Rotate270 | Self::FlipPlus1 | Self::FlipMinus1 => (column, row),
            Self::Original | Self::Rotate180 | Self::FlipX | Self::FlipY => (row, column),
        }
    }

    /// Whether it has the other sign there. Row 0 is the first frequency, which is odd about the middle.
    pub(super) const fn is_negated(self, row: usize, column: usize) -> bool {
        match self {
            Self::Original | Self::FlipPlus1 => false,
            Self::Rotate90 | Self::FlipY => column.is_multiple_of(2),
            Self::Rotate270 | Self::FlipX => row.is_multiple_of(2),
            Self::Rotate180 | Self::FlipMinus1 => (row + column) % 2 == 1,
        }
    }
}
