//! The block of docs/bots.md, as it stands there.

include!(concat!(env!("OUT_DIR"), "/twilight.rs"));
