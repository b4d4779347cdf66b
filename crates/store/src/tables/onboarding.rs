//! What guilds ask newcomers, what these answered, and welcome screens.

use parvis_model::marker::{GuildMarker, OnboardingOptionMarker, UserMarker};
use parvis_model::{Id, Onboarding, WelcomeScreen};

use crate::{Json, StoreError, Tx};

/// What a guild asks, if it ever said so.
pub fn of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Option<Onboarding>, StoreError> {
    let found =
        tx.query_opt("select onboarding from guilds where id = $1", &[&guild_id], |row| row.get(0))?;
    Ok(found.flatten().map(|Json(onboarding)| onboarding))
}

/// Replaces what a guild asks.
pub fn set_of_guild(tx: &mut Tx<'_>, onboarding: &Onboarding) -> Result<(), StoreError> {
    tx.execute(
        "update guilds set onboarding = $2 where id = $1",
        &[&onboarding.guild_id, &Json(onboarding)],
    )?;
    Ok(())
}

/// What a member answered; nothing for who is none, or never answered.
pub fn answers(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Result<Vec<Id<OnboardingOptionMarker>>, StoreError> {
    let found = tx.query_opt(
        "select onboarding_answers from members where guild_id = $1 and user_id = $2",
        &[&guild_id, &user_id],
        |row| row.get(0),
    )?;
    Ok(found.flatten().map(|Json(answers)| answers).unwrap_or_default())
}

/// Replaces what a member answered.
pub fn set_answers(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    answers: &[Id<OnboardingOptionMarker>],
) -> Result<(), StoreError> {
    tx.execute(
        "update members set onboarding_answers = $3 where guild_id = $1 and user_id = $2",
        &[&guild_id, &user_id, &Json(answers)],
    )?;
    Ok(())
}

/// A guild's welcome screen, if it ever had one.
pub fn welcome_screen(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
) -> Result<Option<WelcomeScreen>, StoreError> {
    let found =
        tx.query_opt("select welcome_screen from guilds where id = $1", &[&guild_id], |row| row.get(0))?;
    Ok(found.flatten().map(|Json(screen)| screen))
}

/// Replaces a guild's welcome screen.
pub fn set_welcome_screen(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    screen: &WelcomeScreen,
) -> Result<(), StoreError> {
    tx.execute("update guilds set welcome_screen = $2 where id = $1", &[&guild_id, &Json(screen)])?;
    Ok(())
}
