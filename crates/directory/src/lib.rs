#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod actions;
pub mod aid;
pub mod areas;
pub mod exports;
pub mod flags;
pub mod groups;
mod listeners;
pub mod log;
pub mod markers;
pub mod moderators;
mod pages;
pub mod receipts;
pub mod removals;
pub mod reports;
pub mod requests;
pub mod review;
mod routes;
pub mod search;
pub mod sheets;
pub mod submissions;
pub mod tables;
pub mod tiles;
mod upkeep;
pub mod view;
pub mod vouchers;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::routing::MethodRouter;
use parking_lot::RwLock;
use parvis_api::router::Route;
use parvis_app::{ActionError, ActionResult, App, Caller, Lane, Outbox};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use parvis_rules::rate::Bucket;
use parvis_store::Tx;
use tokio::sync::Mutex;

use listeners::Listeners;
use markers::{GroupMarker, MapMarker};
use parvis_app::proofs::Proofs;
use tiles::MapFiles;
use view::{AreaTree, Groups, Listed, View, Viewer};

/// The wing. Cheap to clone.
#[derive(Default, Clone)]
pub struct Directory(Arc<Parts>);

#[derive(Default)]
struct Parts {
    view: RwLock<Option<View>>,
    /// Held by whoever brings the view up to date, so that what was read last is shown last.
    updating: Mutex<()>,
    views: AtomicU64,
    /// In which hour rows that have had their time were last looked for.
    last_hour: AtomicI64,
    proofs: Proofs,
    listeners: Listeners,
    files: MapFiles,
    aid: aid::Aid,
}

/// What a write changed, so that the view follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Nothing that the map shows.
    Nothing,
    /// These groups.
    Groups(Vec<Id<GroupMarker>>),
    /// What is dark.
    Darkness,
    /// Places.
    Areas,
    /// Dated actions.
    Actions,
}

/// The pages of the map. `limited` puts a rate limit in front of one.
pub fn pages(
    app: App,
    directory: &Directory,
    limited: impl Fn(Bucket, MethodRouter<App>) -> MethodRouter<App>,
) -> axum::Router {
    pages::router(app, directory, limited)
}

/// What this wing answers.
pub fn routes(directory: &Directory) -> Vec<Route> {
    routes::all(directory)
}

/// The writes of the map keep one order.
fn lane() -> Lane {
    Lane::of(Id::<MapMarker>::new(1))
}

impl Directory {
    /// The wing with what the operator put beside the map.
    pub fn with_files(files: MapFiles) -> Self {
        Self(Arc::new(Parts { files, ..Parts::default() }))
    }

    /// What the map shows now.
    pub async fn view(&self, app: &App) -> ActionResult<View> {
        if let Some(view) = self.0.view.read().clone() {
            return Ok(view);
        }
        let _updating = self.0.updating.lock().await;
        if let Some(view) = self.0.view.read().clone() {
            return Ok(view);
        }
        self.load(app).await
    }

    /// The map and who looks at it.
    pub async fn view_for(&self, app: &App, caller: Option<&Caller>) -> ActionResult<(View, Option<Viewer>)> {
        let view = self.view(app).await?;
        let Some(caller) = caller else { return Ok((view, None)) };
        let user_id = caller.user_id;
        let viewer = app.read(move |tx| Ok(Viewer::load(tx, user_id)?)).await?;
        Ok((view, Some(viewer)))
    }

    /// Writes, and brings the view up to what was written before anybody is answered. It is done to the end whether or
    /// not the caller waits for it: what was taken dark must not stay in sight because a connection broke.
    async fn change<T: Send + 'static>(
        &self,
        app: &App,
        job: impl FnOnce(&mut Tx<'_>, &mut Outbox) -> ActionResult<(T, Changed)> + Send + 'static,
    ) -> ActionResult<T> {
        let (directory, app) = (self.clone(), app.clone());
        let work = tokio::spawn(async move {
            let (value, changed) = app.write(lane(), job).await?;
            directory.follow(&app, changed).await;
            Ok(value)
        });
        work.await.unwrap_or_else(|error| Err(ActionError::Files(std::io::Error::other(error))))
    }

    /// Brings the view up to date. What cannot be read now is read again before the next answer.
    async fn follow(&self, app: &App, changed: Changed) {
        let _updating = self.0.updating.lock().await;
        let known = self.0.view.read().clone();
        let Some(known) = known else { return };
        let followed = match changed {
            Changed::Nothing => Ok(()),
            Changed::Groups(ids) => self.follow_groups(app, &known, ids).await,
            Changed::Darkness => self.follow_darkness(app, &known).await,
            Changed::Areas => self.load(app).await.map(drop),
            Changed::Actions => self.follow_actions(app, &known).await,
        };
        if let Err(error) = followed {
            tracing::warn!(%error, "the map is read again");
            *self.0.view.write() = None;
        }
    }

    /// Reads everything.
    async fn load(&self, app: &App) -> ActionResult<View> {
        let read = app.read(|tx| {
            let areas = tables::areas::all(tx)?;
            let dark: HashSet<_> = tables::areas::dark(tx)?.into_iter().collect();
            Ok((areas, dark, tables::map::dark_since(tx)?.is_some()))
        });
        let (areas, dark, is_dark) = read.await?;
        let areas = tokio::task::spawn_blocking(move || AreaTree::new(areas)).await;
        let areas = Arc::new(areas.map_err(std::io::Error::other)?);
        let view = View::new("".into(), is_dark, areas, Arc::new(dark), Arc::default());
        let view = view.with_actions(actions::load(app).await?);
        self.load_groups(app, &view).await
    }

    /// Reads all groups into a view whose places are right.
    async fn load_groups(&self, app: &App, view: &View) -> ActionResult<View> {
        let now_ms = app.now_ms();
        let read = app.read(move |tx| {
            let kept = tables::groups::shown(tx)?;
            Ok(listed(tx, kept, now_ms)?)
        });
        let groups = read.await?;
        Ok(self.show(view, groups))
    }

    async fn follow_groups(&self, app: &App, known: &View, ids: Vec<Id<GroupMarker>>) -> ActionResult<()> {
        let now_ms = app.now_ms();
        let asked = ids.clone();
        let read = app.read(move |tx| {
            let kept = tables::groups::shown_among(tx, &asked)?;
            Ok(listed(tx, kept, now_ms)?)
        });
        let fresh = read.await?;
        let others = known.all_groups().iter().filter(|group| !ids.contains(&group.id));
        let groups = others.cloned().chain(fresh).collect();
        self.show(known, groups);
        Ok(())
    }

    /// What is planned somewhere changed: another view only if the map shows something else by it.
    async fn follow_actions(&self, app: &App, known: &View) -> ActionResult<()> {
        let actions = actions::load(app).await?;
        if actions != known.all_actions() {
            let view = known.with_actions(actions);
            self.show(&view, view.all_groups().iter().cloned().collect());
        }
        Ok(())
    }

    /// What goes dark is left out of what is known; only what comes back has to be read.
    async fn follow_darkness(&self, app: &App, known: &View) -> ActionResult<()> {
        let read = app.read(|tx| {
            let dark: HashSet<_> = tables::areas::dark(tx)?.into_iter().collect();
            Ok((dark, tables::map::dark_since(tx)?.is_some()))
        });
        let (dark, is_dark) = read.await?;
        let comes_back = known.is_lighter(is_dark, &dark);
        let view = known.with_darkness(is_dark, dark);
        self.show(&view, view.all_groups().iter().cloned().collect());
        if comes_back { self.load_groups(app, &view).await.map(drop) } else { Ok(()) }
    }

    /// Makes a view of these groups the one that is shown.
    fn show(&self, view: &View, groups: Vec<Arc<Listed>>) -> View {
        let number = self.0.views.fetch_add(1, Ordering::Relaxed);
        let version = format!("{}-{number}", self.0.proofs.run());
        let groups = match view.is_dark {
            true => Groups::default(),
            false => Groups::new(groups, view.all_areas(), |id| view.is_shown(id)),
        };
        let groups = groups.with_names_of(view.all_groups());
        self.0.listeners.listen_to(&groups);
        let view = view.with_groups(version.into(), groups);
        *self.0.view.write() = Some(view.clone());
        let shown = view.clone();
        tokio::task::spawn_blocking(move || shown.prepare());
        view
    }
}

/// Groups with what is known of their guilds.
fn listed(
    tx: &mut Tx<'_>,
    kept: Vec<tables::groups::Kept>,
    now_ms: i64,
) -> Result<Vec<Arc<Listed>>, parvis_store::StoreError> {
    let mut guilds: Vec<Id<GuildMarker>> =
        kept.iter().filter_map(|group| group.listing.as_ref()?.target.guild_id()).collect();
    guilds.sort_unstable();
    guilds.dedup();
    let invites = tables::members::invites(tx, &guilds, now_ms)?;
    let pulses = tables::members::pulses(tx, &guilds)?;
    let pulses: HashMap<_, _> = pulses.iter().map(|pulse| (pulse.guild_id, pulse)).collect();
    let listed = kept.into_iter().filter_map(|mut group| {
        let guild_id = group.listing.as_ref()?.target.guild_id();
        // An invitation that was taken back leads nowhere.
        group.invite = group.invite.filter(|code| invites.contains(code));
        let pulse = guild_id.and_then(|guild_id| pulses.get(&guild_id).copied());
        Listed::new(group, pulse, now_ms).map(Arc::new)
    });
    Ok(listed.collect())
}
