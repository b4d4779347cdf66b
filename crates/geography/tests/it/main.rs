//! Tests of the places through their public interface.

mod draw;
mod import;
mod index;
mod names;
mod places;
mod shape;
