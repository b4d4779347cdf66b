#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod answers;
pub mod body;
pub mod calendar;
pub mod drawn;
pub mod error;
pub mod extract;
mod form;
pub mod later;
mod locale;
mod passkeys;
pub mod path;
mod pictures;
mod proof;
pub mod rate;
pub mod router;
mod routes;
pub mod served_file;
pub mod sheet_body;
