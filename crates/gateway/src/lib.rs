#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod cell;
mod chunks;
mod compression;
mod driver;
mod encoded;
mod guilds;
mod hub;
mod identify;
mod line;
mod starts;
mod upgrade;
mod uptime;
mod websocket;
mod writer;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use axum::extract::Request;
use axum::response::Response;
use parking_lot::Mutex;
use parvis_app::App;
use tokio::sync::oneshot;

use cell::SessionCell;
use hub::{Errands, GuildStart, Hub, Inbox, Input, ThreadsStart};
use starts::Starts;
use uptime::Uptime;
use writer::Writers;

/// Everything that a socket's task needs.
pub(crate) struct Parts {
    app: App,
    inbox: Arc<Inbox>,
    writers: Arc<Writers>,
    uptime: Uptime,
    starts: Starts,
    /// Sessions by their public name.
    sessions: Mutex<HashMap<String, Arc<SessionCell>>>,
    last_key: AtomicU64,
}

impl Parts {
    fn next_key(&self) -> u64 {
        self.last_key.fetch_add(1, Ordering::Relaxed)
    }

    /// A session is over: nobody can resume it, and the hub lets it go.
    fn ended(&self, cell: &SessionCell) {
        self.sessions.lock().remove(&cell.listener.session_id);
        self.inbox.put(Input::Leave { key: cell.listener.key });
    }
}

/// What the hub has done by tasks, because it must not wait itself. They hold the parts weakly: the hub must not keep
/// alive what keeps the hub alive.
fn errands(parts: &Arc<Parts>) -> Errands {
    let runtime = tokio::runtime::Handle::current();
    let start_guild = Box::new({
        let (weak, runtime) = (Arc::downgrade(parts), runtime.clone());
        move |start: GuildStart| {
            if let Some(parts) = weak.upgrade() {
                runtime.spawn(identify::start_guild(parts, start));
            }
        }
    });
    let list_threads = Box::new({
        let (weak, runtime) = (Arc::downgrade(parts), runtime.clone());
        move |start: ThreadsStart| {
            if let Some(parts) = weak.upgrade() {
                runtime.spawn(identify::list_threads(parts, start));
            }
        }
    });
    let load_guild = Box::new({
        let (weak, runtime) = (Arc::downgrade(parts), runtime.clone());
        move |guild_id| {
            if let Some(parts) = weak.upgrade() {
                runtime.spawn(guilds::load(parts, guild_id));
            }
        }
    });
    let load_roster = Box::new({
        let weak = Arc::downgrade(parts);
        move |guild_id| {
            if let Some(parts) = weak.upgrade() {
                runtime.spawn(guilds::load_roster(parts, guild_id));
            }
        }
    });
    let weak = Arc::downgrade(parts);
    let forget = Box::new(move |cell: &SessionCell| {
        if let Some(parts) = weak.upgrade() {
            parts.sessions.lock().remove(&cell.listener.session_id);
        }
    });
    Errands { start_guild, list_threads, load_guild, load_roster, forget }
}

/// The gateway of one node.
#[derive(Clone)]
pub struct Gateway {
    parts: Arc<Parts>,
    hub: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Gateway {
    /// Starts the hub and a writer for every two cores, and subscribes to everything that is published from now on. To
    /// be called within the runtime that serves the sockets.
    pub fn start(app: App) -> std::io::Result<Self> {
        let uptime = Uptime::start();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        // Writers hinder one another in the kernel, and the other cores have requests and the disk to serve.
        let writers = Arc::new(Writers::start((cores / 2).max(1), uptime)?);
        let inbox = Inbox::new();
        let parts = Arc::new(Parts {
            app: app.clone(),
            inbox: Arc::clone(&inbox),
            writers: Arc::clone(&writers),
            uptime,
            starts: Starts::default(),
            sessions: Mutex::default(),
            last_key: AtomicU64::new(1),
        });
        let hub = Hub::start(app.clone(), Arc::clone(&inbox), writers, uptime, errands(&parts))?;
        app.attendance.ask(Arc::clone(&inbox) as Arc<_>);
        app.bus.subscribe(inbox);
        Ok(Self { parts, hub: Arc::new(Mutex::new(Some(hub))) })
    }

    /// Answers a WebSocket handshake and serves the socket from then on.
    pub fn accept(&self, request: Request) -> Response {
        upgrade::accept(&self.parts, request)
    }

    /// Sessions that are open or can be resumed.
    pub fn session_count(&self) -> usize {
        self.parts.sessions.lock().len()
    }

    /// Asks every client to come back later and closes its socket. Returns when that is with the kernel.
    pub async fn drain(&self) {
        let (done, drained) = oneshot::channel();
        self.parts.inbox.put(Input::Drain { done });
        // The hub has ended before: then there is nobody left to ask.
        let _ = drained.await;
    }

    /// Ends the threads after what waits for them. Blocks until they have ended.
    pub fn stop(&self) {
        self.parts.inbox.close();
        if let Some(hub) = self.hub.lock().take()
            && hub.join().is_err()
        {
            tracing::error!("the gateway's hub had panicked");
        }
        self.parts.writers.stop();
    }
}
