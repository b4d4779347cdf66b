//! Rules of guilds in the flavour of Discord's automatic moderation.

mod filter;
mod folding;
mod keywords;
pub mod limits;
mod mentions;
mod patterns;
mod presets;
mod spam;

pub use filter::{FilterError, Found, KeywordFilter, Part, Problem};
pub use folding::Text;
pub use keywords::Keywords;
pub use mentions::MentionRaids;
pub use patterns::{PatternError, Patterns};
pub use presets::Preset;
pub use spam::{Author, Reason, Signs, judge, signs};
