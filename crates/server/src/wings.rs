//! The wings of this server. One line each: deleting a wing's folder and its lines leaves a program that builds.

use std::sync::Arc;

use parvis_api::router::Route;
use parvis_app::hooks::{FlagFamily, Holder, Hooks, Job, Screen, Work};
use parvis_app::{ActionResult, App, Caller};
use parvis_directory::tiles::MapFiles;
use parvis_directory::{Directory, moderators};
use parvis_guard::Guard;
use parvis_guard::action_days::{self, ActionDays};
use parvis_guard::automod::{self, Automod};
use parvis_guard::orders;
use parvis_guard::policies::{self, Policies};
use parvis_guard::raids::{self, Raids};
use parvis_guide::{Guide, Keepers};
use parvis_previews::Previews;
use parvis_push::Push;
use parvis_store::Component;
use parvis_switches::Switches;

use crate::config::Config;

/// The tables of everything that is mounted; each wing adds its component.
pub const COMPONENTS: &[Component] = &[
    parvis_store::tables::migrations::TALK,
    parvis_push::tables::PUSH,
    parvis_directory::tables::DIRECTORY,
    parvis_switches::tables::SWITCHES,
    parvis_guide::tables::GUIDE,
    parvis_guard::tables::GUARD,
    parvis_guard::tables::action_days::ACTION_DAYS,
    parvis_guard::tables::automod::AUTOMOD,
    parvis_guard::tables::evidence::EVIDENCE,
    parvis_guard::tables::lists::LISTS,
    parvis_guard::tables::policies::POLICIES,
    parvis_guard::tables::orders::ORDERS,
    parvis_guard::tables::notices::NOTICES,
    parvis_guard::tables::raids::RAIDS,
];

/// What the wings bring.
pub struct Wings {
    /// What they hang into the hall; each wing adds its screens, its jobs and what it keeps of people.
    pub hooks: Hooks,
    /// What they answer.
    pub routes: Vec<Route>,
    /// The map, which the operator gives orders about, too.
    pub directory: Directory,
    /// What channels do by themselves, about which the operator gives orders, too.
    pub switches: Switches,
    /// Reports, cases and decisions, about which the operator gives orders, too.
    pub guard: Guard,
}

/// The wings that the operator wants.
pub fn mount(config: &Config, map_files: MapFiles) -> Wings {
    let directory = Directory::with_files(map_files);
    let switches = Switches::default();
    let automod = Automod::default();
    let rules = Policies::default();
    let screens: Vec<Arc<dyn Screen>> =
        vec![Arc::new(switches.clone()), Arc::new(automod.clone()), Arc::new(rules.clone())];
    let guide = Guide::new(Arc::new(MapModerators));
    let mut jobs: Vec<Arc<dyn Job>> =
        vec![Arc::new(directory.clone()), Arc::new(switches.clone()), Arc::new(guide.clone())];
    let guard = Guard::default();
    jobs.push(Arc::new(guard.clone()));
    jobs.push(Arc::new(guard.lists()));
    let action_days = ActionDays::default();
    let mut routes = parvis_directory::routes(&directory);
    routes.extend(parvis_switches::routes(&switches));
    routes.extend(parvis_guide::routes(&guide));
    routes.extend(parvis_guard::routes(&guard));
    routes.extend(action_days::routes(&action_days));
    jobs.push(Arc::new(action_days));
    routes.extend(automod::routes(&automod));
    routes.extend(orders::routes());
    jobs.push(Arc::new(automod));
    routes.extend(policies::routes(&rules));
    jobs.push(Arc::new(rules.clone()));
    jobs.push(Arc::new(orders::clock::Clock));
    let raids = Raids::default();
    routes.extend(raids::routes(&raids));
    jobs.push(Arc::new(raids.clone()));
    if config.web_push {
        let push = Push::default();
        routes.extend(parvis_push::routes(&push));
        jobs.push(Arc::new(push));
    }
    if config.link_previews {
        jobs.push(Arc::new(Previews::default()));
    }
    let holders: Vec<Arc<dyn Holder>> =
        vec![Arc::new(directory.clone()), Arc::new(guard.clone()), Arc::new(rules), Arc::new(raids)];
    let flags: Arc<dyn FlagFamily> = Arc::new(directory.clone());
    Wings {
        hooks: Hooks { screens, jobs, holders, ledger: Some(Arc::new(guard.clone())), flags: Some(flags) },
        routes,
        directory,
        switches,
        guard,
    }
}

/// Every route of the program, those of the wings that everybody has among them.
pub fn routes() -> Vec<Route> {
    let of_wings = [
        parvis_push::routes(&Push::default()),
        parvis_directory::routes(&Directory::default()),
        parvis_switches::routes(&Switches::default()),
        parvis_guide::routes(&Guide::new(Arc::new(MapModerators))),
        parvis_guard::routes(&Guard::default()),
        action_days::routes(&ActionDays::default()),
        automod::routes(&Automod::default()),
        policies::routes(&Policies::default()),
        orders::routes(),
        raids::routes(&Raids::default()),
    ];
    parvis_api::router::routes().into_iter().chain(of_wings.into_iter().flatten()).collect()
}

/// The map's moderators, as the guide asks for those who look after the map.
struct MapModerators;

impl Keepers for MapModerators {
    fn is_keeper<'a>(&'a self, app: &'a App, caller: &'a Caller) -> Work<'a, ActionResult<bool>> {
        Box::pin(moderators::is_moderator(app, caller))
    }
}
