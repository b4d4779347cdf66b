#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod access;
pub mod accounts;
pub mod applications;
pub mod arrivals;
pub mod attendance;
pub mod audit;
pub mod bans;
pub mod channels;
pub mod clock;
pub mod commands;
pub mod config;
pub mod emojis;
pub mod endpoints;
pub mod error;
pub mod exports;
pub mod factors;
pub mod files;
pub mod grants;
pub mod guesses;
pub mod guild_lists;
pub mod guilds;
pub mod hooks;
pub mod ids;
pub mod interactions;
pub mod invites;
pub mod live;
pub mod logins;
pub mod looking_after;
pub mod measures;
pub mod members;
pub mod mentions;
pub mod messages;
pub mod notes;
pub mod notices;
pub mod onboarding;
pub mod operators;
pub mod passwords;
pub mod permissions;
pub mod pictures;
pub mod pins;
pub mod private;
pub mod proofs;
pub mod prune;
pub mod publish;
pub mod reactions;
pub mod read_states;
mod readable;
pub mod relationships;
pub mod restrictions;
pub mod roles;
pub mod saved_messages;
pub mod scheduled_events;
pub mod secrets;
pub mod sessions;
pub mod settings;
pub mod sheets;
pub mod statistics;
pub mod suspensions;
pub mod threads;
pub mod typing;
pub mod upkeep;
pub mod webhooks;
pub mod welcome;

use std::ops::Deref;
use std::sync::Arc;

use parking_lot::Mutex;
use parvis_bus::Bus;
use parvis_store::Store;

pub use config::AppConfig;
pub use error::{ActionError, ActionResult, Kind, Refusal, StoreError};
pub use logins::Caller;
pub use publish::{Lane, Outbox};

use arrivals::Arrivals;
use clock::Clock;
use exports::Exports;
use factors::Factors;
use guesses::Guesses;
use hooks::Hooks;
use ids::IdMaker;
use interactions::Interactions;
use live::Live;
use logins::Logins;
use passwords::Passwords;
use secrets::Secrets;
use suspensions::Suspensions;

/// Everything that an action needs. Cheap to clone; holds leaves only, and none of them holds the `App`.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The leaves.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: IdMaker,
    /// What is known of guilds without asking the database.
    pub live: Live,
    /// By which invitation newcomers came.
    pub arrivals: Arrivals,
    /// Interactions that wait for their first answer.
    pub interactions: Interactions,
    /// Who holds which token.
    pub logins: Logins,
    /// Who sees nothing but what was decided about them.
    pub suspensions: Suspensions,
    /// Password hashing, bounded.
    pub passwords: Passwords,
    /// Wrong passwords and codes.
    pub guesses: Guesses,
    /// Logins that wait for their second step.
    pub factors: Factors,
    /// Copies of people's data that are being written.
    pub exports: Exports,
    /// Keys of this server.
    pub secrets: Secrets,
    /// Where events go.
    pub bus: Bus,
    /// Requests to other servers.
    pub outgoing: parvis_outgoing::Client,
    /// What wings have hung in.
    pub hooks: Hooks,
    /// Limits and addresses that the operator sets.
    pub config: AppConfig,
    /// Who counts the members that are there.
    pub attendance: attendance::Attendance,
    /// Held by backups.
    pub deletions: upkeep::Deletions,
    told: Mutex<u64>,
}

impl App {
    /// Opens the house on a database that is already migrated.
    pub async fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        hooks: Hooks,
        config: AppConfig,
    ) -> ActionResult<Self> {
        let secrets = Secrets::load_or_make(&store).await?;
        let outgoing = parvis_outgoing::Client::new(parvis_outgoing::Settings {
            ports: config.outgoing_ports.clone(),
            exceptions: config.outgoing_exceptions.clone(),
            ..Default::default()
        });
        let floor = store.read(parvis_store::tables::ids::highest).await?;
        let suspended = store.read(parvis_store::tables::users::suspended).await?;
        Ok(Self(Arc::new(Parts {
            store,
            ids: IdMaker::new(Arc::clone(&clock), config.worker, floor),
            clock,
            live: Live::default(),
            arrivals: Arrivals::default(),
            interactions: Interactions::default(),
            logins: Logins::default(),
            suspensions: Suspensions::new(suspended),
            passwords: Passwords::new(config.password_hashes_at_once),
            guesses: Guesses::new(config.rate_limits),
            factors: Factors::default(),
            exports: Exports::default(),
            secrets,
            bus: Bus::default(),
            outgoing,
            hooks,
            config,
            attendance: attendance::Attendance::default(),
            deletions: upkeep::Deletions::default(),
            told: Mutex::new(0),
        })))
    }

    /// Now, in Unix milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
