//! `/gateway`: never limited and never failing, because libraries would otherwise go elsewhere with their tokens.

pub mod bot;
pub mod get;
