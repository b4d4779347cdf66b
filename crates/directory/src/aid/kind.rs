//! The words of rides and mutual aid: what there is, of which sort, under which conditions, and how far it has come.

use parvis_store::{Cell, Column, Misfit};
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),* $(,)? })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "the names are the words themselves")]
        pub enum $name { $(#[serde(rename = $text)] $variant),* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As it is written, on the wire and on the disk.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }

        impl Column for $name {
            fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
                let text = String::from_cell(cell)?;
                let known = Self::ALL.iter().copied().find(|word| word.as_str() == text);
                known.ok_or_else(|| format!("{text:?} is not known here").into())
            }
        }
    )* };
}

words! {
    /// What a listing is.
    Kind {
        RideOffer = "ride_offer", RideRequest = "ride_request",
        Lend = "lend", Borrow = "borrow",
        HelpOffer = "help_offer", HelpRequest = "help_request",
        Give = "give", Need = "need",
    }
    /// What a listing is about, rides apart.
    Category {
        Tools = "tools", Household = "household", Furniture = "furniture", Clothing = "clothing",
        Children = "children", Food = "food", Medicine = "medicine", Electronics = "electronics",
        Books = "books", Repairs = "repairs", Care = "care", Errands = "errands", Lessons = "lessons",
        Translation = "translation", Paperwork = "paperwork", Animals = "animals", Garden = "garden",
        Shelter = "shelter", Other = "other",
    }
    /// What an offer can, or a request needs.
    Condition {
        ChildSeat = "child_seat", Wheelchair = "wheelchair", WomenOnly = "women_only", Pets = "pets",
        Luggage = "luggage", Bicycle = "bicycle", NonSmoking = "non_smoking", Delivery = "delivery",
        PickUp = "pick_up", Deposit = "deposit",
    }
    /// How far a listing has come.
    State { Open = "open", Matched = "matched", Done = "done", Cancelled = "cancelled" }
    /// How far somebody who asked has come.
    AskState {
        Asked = "asked", Accepted = "accepted", Declined = "declined", Withdrawn = "withdrawn",
        Cancelled = "cancelled",
    }
}

impl Kind {
    /// What answers it.
    pub const fn opposite(self) -> Self {
        match self {
            Self::RideOffer => Self::RideRequest,
            Self::RideRequest => Self::RideOffer,
            Self::Lend => Self::Borrow,
            Self::Borrow => Self::Lend,
            Self::HelpOffer => Self::HelpRequest,
            Self::HelpRequest => Self::HelpOffer,
            Self::Give => Self::Need,
            Self::Need => Self::Give,
        }
    }

    /// Whether it goes from one place to another.
    pub const fn is_ride(self) -> bool {
        matches!(self, Self::RideOffer | Self::RideRequest)
    }

    /// Whether somebody has it, and does not look for it.
    pub const fn is_offer(self) -> bool {
        matches!(self, Self::RideOffer | Self::Lend | Self::HelpOffer | Self::Give)
    }
}

impl State {
    /// Whether somebody may still come to be part of it.
    pub const fn is_current(self) -> bool {
        matches!(self, Self::Open | Self::Matched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_answered_by_one_that_it_answers() {
        for kind in Kind::ALL {
            let opposite = kind.opposite();
            assert_eq!(opposite.opposite(), *kind);
            assert_ne!(kind.is_offer(), opposite.is_offer());
            assert_eq!(kind.is_ride(), opposite.is_ride());
        }
    }
}
