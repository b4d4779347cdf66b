//! How guilds receive newcomers.

/// A guild's questions and its welcome screen are read whole; what a member answered goes with the membership.
pub(super) const SQL: &str = "
alter table guilds add column onboarding text;
alter table guilds add column welcome_screen text;
alter table members add column onboarding_answers text;
";
