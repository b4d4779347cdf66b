//! What is due by the clock: groups that end, that nobody speaks for any more, and rows that have had their time.

use std::sync::atomic::Ordering;

use parvis_app::{ActionResult, App};
use parvis_model::{Id, Timestamp};

use crate::groups::keeping::FORGOTTEN_MS;
use crate::log::{self, Actor};
use crate::markers::GroupMarker;
use crate::view::{Activity, View};
use crate::{Changed, Directory, tables};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// How long the keepers of a group that is over can read why.
const OVER_MS: i64 = 30 * DAY_MS;
/// How long requests, reports and proposed removals are kept.
const REQUEST_MS: i64 = 90 * DAY_MS;
/// How long the log is kept.
const LOG_MS: i64 = 365 * DAY_MS;
/// What one round takes on.
const AT_ONCE: u32 = 500;

impl Directory {
    /// One round, every minute. Nothing is written when nothing is due.
    pub(crate) async fn do_what_is_due(&self, app: &App) -> ActionResult<()> {
        let view = self.view(app).await?;
        self.end_what_ends(app, &view).await;
        self.end_aid(app.now_ms());
        let hour = app.now_ms() / HOUR_MS;
        if self.0.last_hour.swap(hour, Ordering::Relaxed) == hour {
            return Ok(());
        }
        confirm_the_lively(app, &view).await?;
        self.darken_the_forgotten(app).await?;
        self.keep_up_aid(app).await?;
        purge(app).await
    }

    /// Groups whose time is over leave the view; who keeps them still finds them.
    async fn end_what_ends(&self, app: &App, view: &View) {
        let now_ms = app.now_ms();
        let is_over = |end: Option<Timestamp>| end.is_some_and(|end| end.unix_ms() <= now_ms);
        let ended = view.all_groups().iter().filter(|group| is_over(group.listing.expires_at));
        let ended: Vec<_> = ended.map(|group| group.id).collect();
        if !ended.is_empty() {
            self.follow(app, Changed::Groups(ended)).await;
        }
    }

    /// Groups of which nobody has said for half a year that they are there go dark.
    async fn darken_the_forgotten(&self, app: &App) -> ActionResult<()> {
        let (app_in_job, due) = (app.clone(), Timestamp::from_unix_ms(app.now_ms() - FORGOTTEN_MS));
        self.change(app, move |tx, _| {
            let forgotten = tables::groups::stale(tx, due, AT_ONCE)?;
            let mut ids = Vec::with_capacity(forgotten.len());
            for mut group in forgotten {
                group.is_dark = true;
                tables::groups::update(tx, &group)?;
                log::record(tx, &app_in_job, Actor::House, "group.forgotten", group.id, "")?;
                ids.push(group.id);
            }
            Ok(((), if ids.is_empty() { Changed::Nothing } else { Changed::Groups(ids) }))
        })
        .await
    }
}

/// In a guild of this server in which people talk, nobody has to say that it is still there.
async fn confirm_the_lively(app: &App, view: &View) -> ActionResult<()> {
    let lively = |activity| matches!(activity, Activity::Week | Activity::Month);
    let groups = view.all_groups().iter().filter(|group| lively(group.activity));
    let ids: Vec<Id<GroupMarker>> = groups.map(|group| group.id).collect();
    let (now, due) = (app.now_ms(), Timestamp::from_unix_ms(app.now_ms() - DAY_MS));
    if ids.is_empty() {
        return Ok(());
    }
    app.write(crate::lane(), move |tx, _| {
        tables::groups::confirm(tx, &ids, due, Timestamp::from_unix_ms(now))?;
        Ok(())
    })
    .await
}

async fn purge(app: &App) -> ActionResult<()> {
    let now_ms = app.now_ms();
    app.write(crate::lane(), move |tx, _| {
        tables::actions::delete_gone(tx)?;
        tables::vouchers::delete_ended(tx, Timestamp::from_unix_ms(now_ms))?;
        tables::requests::delete_before(tx, Id::first_of_unix_ms(now_ms - REQUEST_MS))?;
        tables::reports::delete_before(tx, Id::first_of_unix_ms(now_ms - REQUEST_MS))?;
        tables::removals::delete_before(tx, Id::first_of_unix_ms(now_ms - REQUEST_MS))?;
        tables::log::delete_before(tx, Id::first_of_unix_ms(now_ms - LOG_MS))?;
        for id in tables::groups::over_before(tx, Timestamp::from_unix_ms(now_ms - OVER_MS), AT_ONCE)? {
            tables::groups::delete(tx, id)?;
        }
        Ok(())
    })
    .await
}
