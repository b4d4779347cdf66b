//! Read states that a person set by hand.

/// No device moves such a one by itself.
pub(super) const SQL: &str = "
alter table read_states add column manual boolean not null default false;
";
