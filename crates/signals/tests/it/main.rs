//! The goals of the crate, on made-up communities of a size that a test can afford. `parvis-bench signals` has the full
//! ones.

mod accounts;
mod fairness;
mod migration;
mod network;
mod raids;
mod surge;
mod tags;
