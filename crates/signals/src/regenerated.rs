//! Accounts that may be removed ones come back. Evidence comes in five families, each with a cap; an account is a
//! candidate when at least two families speak and one of them is not the name. A person decides; what they decide cites
//! the earlier decision, and when that one is overturned, [`Lineage`] says what has to be looked at again.

mod evidence;
mod lineage;
mod removed;

pub use evidence::{Avatar, AvatarLikeness, Contribution, Evidence, Family, Link, NameLikeness, Path, link};
pub use lineage::Lineage;
pub use removed::{Arrival, Register, Removed};
