//! What those do who look after a guild: look at who came, switch raid mode, release and confirm.

use parvis_app::access::GuildAccess;
use parvis_app::audit::{self, Entry};
use parvis_app::{ActionError, ActionResult, App, Caller, looking_after};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{AuditLogEvent, Id, Permissions, Timestamp};
use serde_json::json;

use super::Raids;
use super::arrivals::tell_in;
use super::holding::{self, Choice};
use super::mode::{self, By};
use super::newcomers::NEWCOMER_MS;
use super::settings::{Answers, HOURS_MAX, SettingsEdit};
use super::shown::{self, Page, Shown};
use crate::tables::raids;

/// People who are named in one request.
pub const NAMED_MAX: usize = 100;

impl Raids {
    /// What holds in a guild.
    pub(super) async fn get(
        &self,
        app: &App,
        caller: &Caller,
        guild_id: Id<GuildMarker>,
    ) -> ActionResult<Shown> {
        let access = looking_after::guild(app, caller, guild_id).await?;
        self.shown(app, &access).await
    }

    /// Those who joined in the last day, those who are held first, then by score.
    pub(super) async fn newcomers(
        &self,
        app: &App,
        caller: &Caller,
        guild_id: Id<GuildMarker>,
        limit: usize,
    ) -> ActionResult<Page> {
        let access = looking_after::guild(app, caller, guild_id).await?;
        self.memory().load(app, access.id()).await?;
        let state = self.memory().state(app, guild_id).await?;
        let scores = self.memory().scores(app, guild_id, app.now_ms() - NEWCOMER_MS);
        app.read(move |tx| Ok(shown::newcomers(tx, &access, &state, scores, limit)?)).await
    }

    /// Changes what is set. Whoever switches something on may do it by hand.
    pub(super) async fn edit(
        &self,
        app: &App,
        caller: &Caller,
        guild_id: Id<GuildMarker>,
        edit: SettingsEdit,
        reason: Option<String>,
    ) -> ActionResult<Shown> {
        let access = looking_after::guild(app, caller, guild_id).await?;
        access.require(Permissions::MANAGE_GUILD)?;
        edit.require_valid()?;
        let by = access.permissions;
        let target = Some(guild_id.cast());
        let entry = Entry::new(app, caller, guild_id, AuditLogEvent::GUILD_UPDATE, target, reason);
        app.write(access.lane(), move |tx, out| {
            let mut state = raids::state(tx, guild_id)?;
            if !by.contains(edit.switched_on(&state.settings).permissions()) {
                return Err(ActionError::MissingPermissions);
            }
            let before = state.settings;
            state.settings = edit.applied_to(&before);
            if before == state.settings {
                return Ok(());
            }
            raids::set_state(tx, guild_id, &state)?;
            let (before, after) = (json!(before), json!(state.settings));
            audit::record(tx, out, entry.with_change("raid_settings", Some(before), Some(after)))?;
            Ok(())
        })
        .await?;
        self.tell(app, guild_id).await?;
        self.shown(app, &access).await
    }

    /// Switches raid mode on, or changes it.
    pub(super) async fn begin(
        &self,
        app: &App,
        caller: &Caller,
        guild_id: Id<GuildMarker>,
        answers: Answers,
        hours: u32,
        reason: Option<String>,
    ) -> ActionResult<Shown> {
        let access = looking_after::guild(app, caller, guild_id).await?;
        let state = self.memory().state(app, guild_id).await?;
        let before = state.mode.map_or(Permissions::NONE, |mode| mode.answers.permissions());
        access.require(answers.permissions().union(before))?;
        self.switch(app, &access, By::person(app, caller, reason), answers, hours).await?;
        // Those who came before it was switched on are looked at, too.
        self.memory().load(app, guild_id).await?;
        self.judge(app, guild_id, None, app.now_ms() - NEWCOMER_MS).await?;
        self.shown(app, &access).await
    }

    async fn switch(
        &self,
        app: &App,
        access: &GuildAccess,
        by: By,
        answers: Answers,
        hours: u32,
    ) -> ActionResult<()> {
        let guild = std::sync::Arc::clone(&access.guild);
        let is_ringing = self.is_ringing(app, access.id());
        app.write(access.lane(), move |tx, out| {
            mode::begin(tx, out, &guild, &by, answers, hours)?;
            Ok(tell_in(tx, out, &guild, is_ringing)?)
        })
        .await?;
        self.memory().forget_state(access.id());
        Ok(())
    }

    /// Switches raid mode off. Those who are held stay held until they are released.
    pub(super) async fn end(
        &self,
        app: &App,
        caller: &Caller,
        guild_id: Id<GuildMarker>,
        reason: Option<String>,
    ) -> ActionResult<Shown> {
        let access = looking_after::guild(app, caller, guild_id).await?;
        access.require(Permissions::MODERATE_MEMBERS)?;
        self.switch_off(app, caller, &access, reason).await?;
        self.shown(app, &access).await
    }

    async fn switch_off(
        &self,
        app: &App,
        caller: &Caller,
        access: &GuildAccess,
        reason: Option<String>,
    ) -> ActionResult<()> {
        let guild_id = access.id();
        let state = self.memory().state(app, guild_id).await?;
        let Some(mode) = state.mode else { return Ok(()) };
        access.require(mode.answers.permissions())?;
        let (guild, by) = (std::sync::Arc::clone(&access.guild), By::person(app, caller, reason));
        let is_ringing = self.is_ringing(app, guild_id);
        app.write(access.lane(), move |tx, out| {
            mode::end(tx, out, &guild, &by)?;
            Ok(tell_in(tx, out, &guild, is_ringing)?)
        })
        .await?;
        self.memory().forget_state(guild_id);
        Ok(())
    }

    /// Confirms: raid mode, which lasts a day from now; or that these people may not write for so many seconds.
    pub(super) async fn confirm(
        &self,
        app: &App,
        caller: &Caller,
        guild_id: Id<GuildMarker>,
        user_ids: Option<Vec<Id<UserMarker>>>,
        seconds: u32,
        reason: Option<String>,
    ) -> ActionResult<Shown> {
        let access = looking_after::guild(app, caller, guild_id).await?;
        if user_ids.is_none() {
            let state = self.memory().state(app, guild_id).await?;
            let Some(mode) = state.mode else {
                let text = "Raid mode is off.";
                return Err(ActionError::invalid("user_ids", "RAID_MODE_OFF", text));
            };
            access.require(mode.answers.permissions())?;
            let by = By::person(app, caller, reason);
            self.switch(app, &access, by, mode.answers, HOURS_MAX).await?;
        } else {
            let until = Timestamp::from_unix_ms(app.now_ms() + i64::from(seconds) * 1_000);
            let choice = Choice::Confirm { until };
            holding::decide(app, caller, &access, user_ids, choice, reason).await?;
            self.tell(app, guild_id).await?;
        }
        self.shown(app, &access).await
    }

    /// Lets people go: these, or all of them, and raid mode ends with that.
    pub(super) async fn release(
        &self,
        app: &App,
        caller: &Caller,
        guild_id: Id<GuildMarker>,
        user_ids: Option<Vec<Id<UserMarker>>>,
        reason: Option<String>,
    ) -> ActionResult<Shown> {
        let access = looking_after::guild(app, caller, guild_id).await?;
        access.require(Permissions::MODERATE_MEMBERS)?;
        if user_ids.is_none() {
            self.switch_off(app, caller, &access, reason.clone()).await?;
        }
        holding::decide(app, caller, &access, user_ids, Choice::Release, reason).await?;
        self.tell(app, guild_id).await?;
        self.shown(app, &access).await
    }

    fn is_ringing(&self, app: &App, guild_id: Id<GuildMarker>) -> bool {
        self.memory().joins(app, guild_id).is_some_and(|joins| joins.is_ringing)
    }

    async fn shown(&self, app: &App, access: &GuildAccess) -> ActionResult<Shown> {
        let guild_id = access.id();
        self.memory().load(app, guild_id).await?;
        let state = self.memory().state(app, guild_id).await?;
        let joins = self.memory().joins(app, guild_id);
        let may = Answers::allowed_to(access.permissions);
        app.read(move |tx| Ok(shown::state(tx, guild_id, &state, joins, may)?)).await
    }
}
