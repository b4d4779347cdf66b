//! What moderators of the house do with a day: put it together, decide about its clusters, approve what others decided,
//! start it, stop it, take it back.

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};
use parvis_store::tables as talk;
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use super::ActionDays;
use super::shown::{self, Preview, ShownCluster, ShownDay, ShownRow};
use crate::desk::{self, unknown};
use crate::limits;
use crate::tables;
use crate::tables::action_days::{
    self, ActionDayMarker, Cluster, ClusterMarker, Day, DayState, Evidence, Order, Origin,
};
use crate::words::{Automated, MeasureKind};

/// Days, newest first.
#[derive(Debug, Serialize)]
pub struct Days {
    action_days: Vec<ShownDay>,
    has_more: bool,
}

/// Rows of a cluster.
#[derive(Debug, Serialize)]
pub struct Rows {
    rows: Vec<ShownRow>,
    has_more: bool,
}

/// Who is meant.
#[derive(Debug, Clone)]
pub enum Who {
    /// The account with this id.
    Id(Id<UserMarker>),
    /// The account of this name.
    Name(String),
}

/// An account for a list, and why.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Who.
    pub who: Who,
    /// What speaks for it.
    pub evidence: Vec<Evidence>,
}

/// Accounts that are to be decided together.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What they are called.
    pub title: String,
    /// Where they come from.
    pub origin: Origin,
    /// Why they stand together.
    pub reason: String,
    /// Who they are.
    pub accounts: Vec<Candidate>,
}

/// A cluster that was added, and who was left out of it.
#[derive(Debug, Serialize)]
pub struct Added {
    cluster: ShownCluster,
    left_out: LeftOut,
}

/// Accounts that did not get onto a list.
#[derive(Debug, Default, Serialize)]
struct LeftOut {
    /// Nobody here is called so.
    unknown: u32,
    /// Moderators of the house.
    protected: u32,
    /// They stand on a list of this day already.
    listed: u32,
}

/// Whoever works on days: a moderator of the house.
async fn moderator(app: &App, caller: &Caller) -> ActionResult<Id<UserMarker>> {
    Ok(desk::standing(app, caller, None).await?.user_id())
}

fn refuse<T>(field: &'static str, code: &'static str, text: &str) -> ActionResult<T> {
    Err(ActionError::invalid(field, code, text))
}

fn day_of(tx: &mut Tx<'_>, id: Id<ActionDayMarker>) -> ActionResult<Day> {
    action_days::get(tx, id)?.ok_or(unknown("Action day"))
}

fn cluster_of(tx: &mut Tx<'_>, day_id: Id<ActionDayMarker>, id: Id<ClusterMarker>) -> ActionResult<Cluster> {
    let found = action_days::clusters(tx, day_id)?.into_iter().find(|cluster| cluster.id == id);
    found.ok_or(unknown("Cluster"))
}

/// Counts a change of a day that has not begun.
fn change(tx: &mut Tx<'_>, id: Id<ActionDayMarker>) -> ActionResult<Day> {
    day_of(tx, id)?;
    if !action_days::change(tx, id)? {
        return refuse(
            "action_day_id",
            "ACTION_DAY_BEGUN",
            "This day has begun, and stays as it was approved.",
        );
    }
    day_of(tx, id)
}

/// All days, newest first.
pub async fn list(
    app: &App,
    caller: &Caller,
    before: Option<Id<ActionDayMarker>>,
    limit: usize,
) -> ActionResult<Days> {
    moderator(app, caller).await?;
    let before = before.unwrap_or(Id::new(i64::MAX as u64));
    app.read(move |tx| {
        let mut found = action_days::page(tx, before, limit as u32 + 1)?;
        let has_more = found.len() > limit;
        found.truncate(limit);
        let shown = found.into_iter().map(|day| shown::day(tx, day, false));
        Ok(Days { action_days: shown.collect::<Result<_, _>>()?, has_more })
    })
    .await
}

/// One day, with its clusters.
pub async fn get(app: &App, caller: &Caller, id: Id<ActionDayMarker>) -> ActionResult<ShownDay> {
    moderator(app, caller).await?;
    app.read(move |tx| {
        let day = day_of(tx, id)?;
        Ok(shown::day(tx, day, true)?)
    })
    .await
}

/// Begins to put a day together.
pub async fn create(app: &App, caller: &Caller, title: String) -> ActionResult<ShownDay> {
    let me = moderator(app, caller).await?;
    let id = app.ids.next();
    app.write(desk::lane(None), move |tx, _| {
        let day = Day {
            id,
            title,
            state: DayState::Draft,
            version: 0,
            created_by: Some(me),
            started_by: None,
            started_at: None,
            finished_at: None,
            undone_by: None,
            undone_at: None,
            undo_reason: None,
        };
        action_days::insert(tx, &day)?;
        Ok(shown::day(tx, day, true)?)
    })
    .await
}

/// Puts accounts on a list of their own.
pub async fn add_cluster(
    app: &App,
    caller: &Caller,
    day_id: Id<ActionDayMarker>,
    draft: Draft,
) -> ActionResult<Added> {
    moderator(app, caller).await?;
    let id = app.ids.next();
    app.write(desk::lane(None), move |tx, _| {
        let day = change(tx, day_id)?;
        if action_days::clusters(tx, day_id)?.len() >= limits::CLUSTERS_MAX {
            return refuse("action_day_id", "MAX_CLUSTERS", "Maximum number of clusters reached (300).");
        }
        let listed: u64 = action_days::counts(tx, day_id)?.values().sum();
        if listed + draft.accounts.len() as u64 > limits::DAY_ACCOUNTS_MAX {
            return refuse("accounts", "MAX_ACCOUNTS", "Maximum number of accounts reached (10000).");
        }
        let Draft { title, origin, reason, accounts } = draft;
        let cluster = Cluster {
            id,
            day_id,
            title,
            origin,
            reason,
            is_decided: false,
            order: None,
            decided_by: None,
            approved_by: None,
        };
        action_days::insert_cluster(tx, &cluster)?;
        let (added, left_out) = fill(tx, &cluster, &accounts)?;
        if added == 0 {
            return refuse("accounts", "NO_ACCOUNTS", "None of these accounts can be put on a list.");
        }
        let counts = action_days::counts(tx, day.id)?;
        Ok(Added { cluster: shown::cluster(tx, cluster, &counts)?, left_out })
    })
    .await
}

/// Puts candidates on the list of a cluster, and answers how many stand there now.
fn fill(tx: &mut Tx<'_>, cluster: &Cluster, accounts: &[Candidate]) -> Result<(u32, LeftOut), StoreError> {
    let (mut added, mut left_out) = (0, LeftOut::default());
    for candidate in accounts {
        let user_id = match &candidate.who {
            Who::Id(id) => talk::users::get(tx, *id)?.map(|user| user.id),
            Who::Name(name) => talk::users::account_by_name(tx, name)?.map(|account| account.user.id),
        };
        let Some(user_id) = user_id else {
            left_out.unknown += 1;
            continue;
        };
        if tables::moderators::exists(tx, user_id)? {
            left_out.protected += 1;
        } else if action_days::insert_row(tx, cluster.day_id, cluster.id, user_id, &candidate.evidence)? {
            added += 1;
        } else {
            left_out.listed += 1;
        }
    }
    Ok((added, left_out))
}

/// Rows of a cluster, each with what will become of it, or became of it.
pub async fn rows(
    app: &App,
    caller: &Caller,
    (day_id, cluster_id): (Id<ActionDayMarker>, Id<ClusterMarker>),
    after: Option<Id<UserMarker>>,
    limit: usize,
) -> ActionResult<Rows> {
    moderator(app, caller).await?;
    let house = app.clone();
    app.read(move |tx| {
        let cluster = cluster_of(tx, day_id, cluster_id)?;
        let mut found = action_days::rows(tx, cluster_id, after.unwrap_or(Id::new(0)), limit as u32 + 1)?;
        let has_more = found.len() > limit;
        found.truncate(limit);
        let shown = found.into_iter().map(|row| shown::row(&house, tx, &cluster, row));
        Ok(Rows { rows: shown.collect::<Result<_, _>>()?, has_more })
    })
    .await
}

/// Takes an account off a list, or puts it back. Who had approved the list approves it anew.
pub async fn exclude(
    app: &App,
    caller: &Caller,
    (day_id, cluster_id): (Id<ActionDayMarker>, Id<ClusterMarker>),
    user_id: Id<UserMarker>,
    is_excluded: bool,
) -> ActionResult<ShownDay> {
    moderator(app, caller).await?;
    app.write(desk::lane(None), move |tx, _| {
        cluster_of(tx, day_id, cluster_id)?;
        let day = change(tx, day_id)?;
        if !action_days::exclude(tx, cluster_id, user_id, is_excluded)? {
            return Err(unknown("Account"));
        }
        action_days::withdraw_approval(tx, cluster_id)?;
        Ok(shown::day(tx, day, true)?)
    })
    .await
}

/// Decides about a cluster; without an order its accounts are spared.
pub async fn decide(
    app: &App,
    caller: &Caller,
    (day_id, cluster_id): (Id<ActionDayMarker>, Id<ClusterMarker>),
    order: Option<Order>,
) -> ActionResult<ShownDay> {
    let me = moderator(app, caller).await?;
    app.write(desk::lane(None), move |tx, _| {
        let cluster = cluster_of(tx, day_id, cluster_id)?;
        let day = change(tx, day_id)?;
        let order = order.map(|order| by_origin(order, cluster.origin));
        if let Some(guild_id) = order.as_ref().and_then(|order| order.guild_id)
            && talk::guilds::owner(tx, guild_id)?.is_none()
        {
            return refuse("guild_id", "GUILD_UNKNOWN", "There is no such guild.");
        }
        action_days::decide(tx, cluster_id, order.as_ref(), me)?;
        Ok(shown::day(tx, day, true)?)
    })
    .await
}

/// Says in the decision whether a machine had found the accounts.
fn by_origin(mut order: Order, origin: Origin) -> Order {
    order.content.automated = match origin {
        Origin::Hand => Automated::None,
        Origin::List | Origin::Mirror | Origin::Returned => Automated::Detection,
    };
    order
}

/// The measures that an order can have, everywhere and in a guild.
pub const EVERYWHERE: &[MeasureKind] = &[MeasureKind::SuspendAccount];
/// The same in a guild.
pub const IN_GUILD: &[MeasureKind] = &[MeasureKind::Timeout, MeasureKind::Kick, MeasureKind::Ban];

/// What a day will do as it stands.
pub async fn preview(app: &App, caller: &Caller, id: Id<ActionDayMarker>) -> ActionResult<Preview> {
    let me = moderator(app, caller).await?;
    let (house, now) = (app.clone(), desk::now(app));
    app.read(move |tx| {
        let day = day_of(tx, id)?;
        Ok(shown::preview(&house, tx, &day, me, now)?)
    })
    .await
}

/// Approves what others decided, as it stood at a version.
pub async fn approve(
    app: &App,
    caller: &Caller,
    id: Id<ActionDayMarker>,
    version: i64,
) -> ActionResult<ShownDay> {
    let me = moderator(app, caller).await?;
    app.write(desk::lane(None), move |tx, _| {
        let day = require_version(tx, id, version)?;
        if action_days::approve(tx, id, me)? == 0 {
            let text = "Nothing here waits for you: nobody approves what they decided themself.";
            return refuse("action_day_id", "NOTHING_TO_APPROVE", text);
        }
        Ok(shown::day(tx, day, true)?)
    })
    .await
}

/// A day that has not begun, as somebody looked at it.
fn require_version(tx: &mut Tx<'_>, id: Id<ActionDayMarker>, version: i64) -> ActionResult<Day> {
    let day = day_of(tx, id)?;
    if day.state != DayState::Draft {
        return refuse("action_day_id", "ACTION_DAY_BEGUN", "This day has begun.");
    }
    if day.version != version {
        return refuse("version", "ACTION_DAY_CHANGED", "This day is another one by now: look at it again.");
    }
    Ok(day)
}

/// Starts a day as it stood at a version.
pub async fn start(
    action_days: &ActionDays,
    app: &App,
    caller: &Caller,
    id: Id<ActionDayMarker>,
    version: i64,
) -> ActionResult<ShownDay> {
    let me = moderator(app, caller).await?;
    let (house, now) = (app.clone(), desk::now(app));
    let started = app.write(desk::lane(None), move |tx, _| {
        let day = require_version(tx, id, version)?;
        let preview = shown::preview(&house, tx, &day, me, now)?;
        if preview.undecided > 0 {
            return refuse("action_day_id", "CLUSTERS_UNDECIDED", "Some clusters are not decided yet.");
        }
        if preview.accounts == 0 {
            return refuse("action_day_id", "NOTHING_TO_DO", "There is nothing to do on this day.");
        }
        if preview.takes_two && !preview.waits_for.is_empty() {
            let text = "More than 50 accounts take two people: somebody else must approve this.";
            return refuse("action_day_id", "FOUR_EYES", text);
        }
        if !action_days::start(tx, id, version, me, now)? {
            return refuse(
                "version",
                "ACTION_DAY_CHANGED",
                "This day is another one by now: look at it again.",
            );
        }
        let day = day_of(tx, id)?;
        Ok(shown::day(tx, day, true)?)
    });
    let started = started.await?;
    action_days.go_on(app);
    Ok(started)
}

/// Stops a day between two of its steps, or lets it go on.
pub async fn pause(
    action_days: &ActionDays,
    app: &App,
    caller: &Caller,
    id: Id<ActionDayMarker>,
    is_paused: bool,
) -> ActionResult<ShownDay> {
    moderator(app, caller).await?;
    let paused = app.write(desk::lane(None), move |tx, _| {
        day_of(tx, id)?;
        if !action_days::pause(tx, id, is_paused)? {
            return refuse(
                "state",
                "ACTION_DAY_STANDS",
                "This day is not one that can be stopped or gone on with.",
            );
        }
        let day = day_of(tx, id)?;
        Ok(shown::day(tx, day, true)?)
    });
    let paused = paused.await?;
    action_days.go_on(app);
    Ok(paused)
}

/// Takes a whole day back, within 30 days of its start.
pub async fn undo(
    action_days: &ActionDays,
    app: &App,
    caller: &Caller,
    id: Id<ActionDayMarker>,
    reason: String,
) -> ActionResult<ShownDay> {
    let me = moderator(app, caller).await?;
    let now = desk::now(app);
    let undone = app.write(desk::lane(None), move |tx, _| {
        let day = day_of(tx, id)?;
        if undo_until(&day).is_some_and(|until| until <= now) {
            let text = "A day can be undone for 30 days; after that each decision by an appeal.";
            return refuse("action_day_id", "UNDO_TOO_LATE", text);
        }
        if !action_days::begin_undo(tx, id, me, &reason, now)? {
            return refuse("action_day_id", "NOTHING_TO_UNDO", "There is nothing on this day to undo.");
        }
        let day = day_of(tx, id)?;
        Ok(shown::day(tx, day, true)?)
    });
    let undone = undone.await?;
    action_days.go_on(app);
    Ok(undone)
}

/// Until when a day can be taken back.
pub(super) fn undo_until(day: &Day) -> Option<Timestamp> {
    let started_at = day.started_at?;
    Some(Timestamp::from_unix_ms(started_at.unix_ms() + limits::UNDO_MS))
}
