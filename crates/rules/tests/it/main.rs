//! Tests of the rules through their public interface.

mod hierarchy;
mod permissions;
