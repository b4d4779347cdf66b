//! `/parvis/v1`: what belongs to this program and to no other.

pub mod openapi;
