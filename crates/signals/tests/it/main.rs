//! The goals of the crate, on made-up communities of a size that a test can afford. `parvis-bench signals` has the full
//! ones.

mod fairness;
mod migration;
mod network;
mod raids;
mod tags;
