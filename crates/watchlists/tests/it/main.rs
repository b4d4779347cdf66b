//! Tests of the lists through their public interface.

mod effects;
mod gates;
mod handles;
mod intakes;
mod matches;
mod referrals;
mod round_trips;
mod signatures;
