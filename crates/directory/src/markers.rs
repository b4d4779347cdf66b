//! What the ids of this wing name. The markers are never built.

pub use parvis_model::marker::AreaMarker;

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $($(#[$doc])* #[derive(Debug)] pub enum $name {})* };
}

markers! {
    /// A group on the map, from its submission on.
    GroupMarker,
    /// A report of a group.
    GroupReportMarker,
    /// A request to be let into a group.
    RequestMarker,
    /// A removal of several groups that a second moderator has to agree to.
    RemovalMarker,
    /// An entry of the map's log.
    EntryMarker,
    /// The map itself, whose writes keep one order.
    MapMarker,
}
