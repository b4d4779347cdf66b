//! `/parvis/v1/directory/groups/{group_id}/sheets`

pub mod create;
pub mod delete;
pub mod edit;
pub mod list;
pub mod pdf;
pub mod preview;
pub mod qr_png;
pub mod qr_svg;
pub mod svg;
