//! `/parvis/v1/invites`

pub mod qr_png;
pub mod qr_svg;
