//! A chain of 10,000 records, and everything that can be done to it.

mod chain;
mod proofs;
mod tampering;
