//! One running server: wired, listening, and stopped in order.

use std::fs::DirBuilder;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use parvis_api::answers::Answers;
use parvis_api::rate::RateLimits;
use parvis_app::clock::Clock;
use parvis_app::hooks::Hooks;
use parvis_app::{App, AppConfig};
use parvis_directory::tiles::MapFiles;
use parvis_gateway::Gateway;
use parvis_model::Timestamp;
use parvis_pages::Client;
use parvis_rules::rate::bucket;
use parvis_store::{Store, StoreConfig};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::admin::Hall;
use crate::config::Config;
use crate::front::Front;
use crate::wings::Wings;
use crate::{admin, connections, wings};

/// How long requests under way have to finish when the server stops.
const DRAIN_WITHIN: Duration = Duration::from_secs(10);

/// A running server.
pub struct House {
    /// Where it listens; the port is the real one also when 0 was asked for.
    pub address: SocketAddr,
    /// What actions work on.
    pub app: App,
    gateway: Gateway,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

/// Opens the database and what actions need, without listening: for the command line while no server runs.
pub async fn open_app(config: &Config, clock: Arc<dyn Clock>) -> anyhow::Result<App> {
    open_with(config, clock, wings::mount(config, MapFiles::default()).hooks).await
}

async fn open_with(config: &Config, clock: Arc<dyn Clock>, hooks: Hooks) -> anyhow::Result<App> {
    // What is in it is nobody else's business on this machine.
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&config.data);
    made.with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
    let opened_at = Timestamp::from_unix_ms(clock.now_ms());
    let url = config.database.clone();
    let store = tokio::task::spawn_blocking(move || {
        Store::open(StoreConfig::new(url, wings::COMPONENTS, opened_at, stop_at_once))
    });
    let store = store.await.context("opening the database panicked")??;
    let mut settings = AppConfig::new(config.data.join("files"));
    settings.public_url_is_set = config.public_url.is_some();
    settings.public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{}", config.listen));
    settings.rate_limits = config.rate_limits;
    settings.open_registration = config.open_registration;
    settings.web_push = config.web_push;
    settings.attachment_size_bytes_max = config.attachment_size_bytes_max;
    settings.outgoing_ports.clone_from(&config.outgoing_ports);
    settings.outgoing_exceptions.clone_from(&config.outgoing_exceptions);
    Ok(App::new(store, clock, hooks, settings).await?)
}

impl House {
    /// Opens the database, hangs the doors and listens. When this returns, the server is ready.
    pub async fn open(config: &Config, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let map_files = MapFiles::open(config.map_tiles.as_deref(), config.map_assets.as_deref())?;
        let listener = TcpListener::bind(config.listen).await.with_context(|| {
            format!("listen: cannot listen at {} (--listen names another port)", config.listen)
        })?;
        let address = listener.local_addr().context("the socket has no address")?;
        let config = Config { listen: address, ..config.clone() };
        let Wings { hooks, routes, directory, switches, guard } = wings::mount(&config, map_files);
        let app = open_with(&config, clock, hooks).await?;
        if !config.rate_limits {
            tracing::warn!("rate limits are off: for benchmarks only");
        }
        let gateway = Gateway::start(app.clone()).context("cannot start the gateway's threads")?;
        app.start_jobs();
        app.start_upkeep();
        app.interactions.read_by(Arc::new(Answers));
        let limits = RateLimits::new(app.clone());
        let api = parvis_api::router::router(app.clone(), &limits, routes);
        let client = config.web.clone().map_or_else(Client::built_in, Client::from_folder);
        // Who has a code sees as much on its page as by the API, and may look as often.
        let looked_up = |route| limits.around(bucket::INVITE_USE, route);
        let followed = |route| limits.around(bucket::SHORT_LINK, route);
        let pages = parvis_pages::router(app.clone(), client, looked_up, followed);
        let limited = |bucket, route| limits.around(bucket, route);
        let map = parvis_directory::pages(app.clone(), &directory, limited);
        let guides = parvis_guide::pages(app.clone(), |route| limits.around(bucket::DIRECTORY_READ, route));
        let numbers =
            parvis_guard::transparency::pages(app.clone(), |route| limits.around(bucket::GUARD_READ, route));
        let authorities =
            parvis_guard::orders::contact::pages(app.clone(), config.authorities.clone(), |route| {
                limits.around(bucket::GUARD_READ, route)
            });
        let pages = parvis_api::router::files(app.clone(), &limits).merge(pages).merge(map);
        let pages = pages.merge(guides).merge(numbers).merge(authorities);
        let reports = parvis_guard::intake::pages(app.clone(), guard.clone(), limited);
        let pages = pages.merge(reports);
        let pages = parvis_pages::for_readers(pages);
        let front = Front::new(app.clone(), api, pages, gateway.clone());
        let (stop, stopped) = watch::channel(false);
        let hall = Hall { app: app.clone(), directory, switches, guard, config };
        admin::socket::listen(hall, stopped.clone())?;
        let serving = tokio::spawn(connections::serve(listener, front, stopped));
        Ok(Self { address, app, gateway, stop, serving })
    }

    /// Takes no more requests, tells sessions to reconnect, lets requests under way finish, and closes the database.
    pub async fn close(self) {
        let _ = self.stop.send(true);
        self.gateway.drain().await;
        if tokio::time::timeout(DRAIN_WITHIN, self.serving).await.is_err() {
            tracing::warn!("some requests did not finish in time");
        }
        let gateway = self.gateway;
        // Its threads finish what they have; nothing new is published any more.
        let stopped = tokio::task::spawn_blocking(move || gateway.stop()).await;
        if stopped.is_err() {
            tracing::error!("the gateway did not stop in order");
        }
        self.app.store.close().await;
    }
}

/// The disk did not confirm a write: nothing may be acknowledged any more, and only a new start knows what is on it.
fn stop_at_once(message: String) {
    tracing::error!(message, "stopping: the database cannot be trusted to hold what it was given");
    std::process::exit(74);
}
