//! Made-up communities for tests and `parvis-bench signals`: nobody in them exists. Each part makes its data from a
//! seed, runs what it tests, and answers figures. The product does not use it.

pub mod accounts;
mod chance;
pub mod fairness;
pub mod migration;
pub mod network;
pub mod raids;
pub mod surge;
pub mod tags;

pub use chance::Chance;
