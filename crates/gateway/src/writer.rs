//! Writers: a thread for every two cores. Each takes everything that waits for its sessions, numbers it for each
//! of them, and then writes each session's frames once. Must not decide who receives what, only in which form.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use parvis_session::frame::{Body, Bundle, Lost};

use crate::cell::{Place, SessionCell};
use crate::encoded::Encoded;
use crate::line::Scratch;
use crate::uptime::Uptime;

/// From so many sessions on, a frame waits for others.
const LINGER_FROM_SESSIONS: usize = 200;
/// How long it waits: about what writing to so many sockets takes anyway.
const LINGER: Duration = Duration::from_millis(5);
/// With so many deliveries together, nobody waits any longer.
const LINGER_DELIVERIES_MAX: usize = 32;
/// Events that are bundled at most: what a session keeps for a RESUME, it keeps and lets go by bundles.
const BUNDLED_MAX: usize = 32;

/// The sessions that receive an event, by writer. Shared by all events with the same audience.
#[derive(Default)]
pub struct Recipients {
    by_writer: Vec<Vec<Arc<SessionCell>>>,
}

impl Recipients {
    /// Spreads sessions over so many writers.
    pub fn new(writers: usize, cells: impl IntoIterator<Item = Arc<SessionCell>>) -> Self {
        let mut by_writer = vec![Vec::new(); writers];
        for cell in cells {
            by_writer[cell.listener.writer % writers].push(cell);
        }
        Self { by_writer }
    }
}

/// What a writer has to do.
enum Delivery {
    /// An event that was encoded once, for those of the sessions that take it.
    Shared(Arc<Encoded>, Arc<Recipients>),
    /// What some sessions may see no more.
    Lost(Lost, Arc<Recipients>),
    /// A place to keep in one session's stream.
    Place(Arc<SessionCell>, Place),
}

impl Delivery {
    /// Whether it is an event for exactly these sessions.
    fn is_for(&self, sessions: &Arc<Recipients>) -> bool {
        matches!(self, Self::Shared(_, recipients) if Arc::ptr_eq(recipients, sessions))
    }

    /// How many sessions of a writer it is for.
    fn sessions_of(&self, writer: usize) -> usize {
        match self {
            Self::Shared(_, recipients) => recipients.by_writer.get(writer).map_or(0, Vec::len),
            Self::Lost(..) | Self::Place(..) => 1,
        }
    }
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Delivery>,
    closed: bool,
}

#[derive(Default)]
struct Inbox {
    queue: Mutex<Queue>,
    filled: Condvar,
}

/// All writers.
pub struct Writers {
    inboxes: Vec<Arc<Inbox>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Writers {
    /// Starts so many.
    pub fn start(count: usize, uptime: Uptime) -> std::io::Result<Self> {
        let inboxes: Vec<Arc<Inbox>> = (0..count.max(1)).map(|_| Arc::default()).collect();
        let mut threads = Vec::new();
        for (number, inbox) in inboxes.iter().enumerate() {
            let inbox = Arc::clone(inbox);
            let builder = std::thread::Builder::new().name(format!("gateway-writer-{number}"));
            threads.push(builder.spawn(move || write_all(number, &inbox, uptime))?);
        }
        Ok(Self { inboxes, threads: Mutex::new(threads) })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.inboxes.len()
    }

    /// Hands an event to everybody in the list who takes it.
    pub fn deliver(&self, event: &Arc<Encoded>, recipients: &Arc<Recipients>) {
        for (inbox, cells) in self.inboxes.iter().zip(&recipients.by_writer) {
            if !cells.is_empty() {
                inbox.put(Delivery::Shared(Arc::clone(event), Arc::clone(recipients)));
            }
        }
    }

    /// Makes sessions forget what they keep of a place that they have lost.
    pub fn forget(&self, lost: Lost, recipients: &Arc<Recipients>) {
        for (inbox, cells) in self.inboxes.iter().zip(&recipients.by_writer) {
            if !cells.is_empty() {
                inbox.put(Delivery::Lost(lost, Arc::clone(recipients)));
            }
        }
    }

    /// Keeps a place in one session's stream, in order with everything else.
    pub fn keep_place(&self, cell: &Arc<SessionCell>, place: Place) {
        self.inboxes[cell.listener.writer % self.inboxes.len()].put(Delivery::Place(Arc::clone(cell), place));
    }

    /// Lets the threads finish what waits and end.
    pub fn stop(&self) {
        for inbox in &self.inboxes {
            inbox.queue.lock().closed = true;
            inbox.filled.notify_one();
        }
        for thread in self.threads.lock().drain(..) {
            if thread.join().is_err() {
                tracing::error!("a gateway writer had panicked");
            }
        }
    }
}

impl Inbox {
    fn put(&self, delivery: Delivery) {
        self.queue.lock().waiting.push(delivery);
        self.filled.notify_one();
    }

    /// Waits for work; false when there will be none. Work for many sessions waits a moment for company: each frame
    /// that leaves alone costs every session a system call of its own.
    fn take_all(&self, number: usize, into: &mut Vec<Delivery>) -> bool {
        let mut queue = self.queue.lock();
        while queue.waiting.is_empty() {
            if queue.closed {
                return false;
            }
            self.filled.wait(&mut queue);
        }
        let sessions: usize = queue.waiting.iter().map(|delivery| delivery.sessions_of(number)).sum();
        if sessions >= LINGER_FROM_SESSIONS {
            let alone = |queue: &mut Queue| !queue.closed && queue.waiting.len() < LINGER_DELIVERIES_MAX;
            self.filled.wait_while_for(&mut queue, alone, LINGER);
        }
        std::mem::swap(&mut queue.waiting, into);
        true
    }
}

/// What one listener after the other gets of a run of events: most get the same, and share a bundle.
#[derive(Default)]
struct Bundles {
    last: Option<Bundle>,
}

impl Bundles {
    /// `None`: the listener gets nothing.
    fn of<'a>(&mut self, bodies: impl Iterator<Item = &'a Body> + Clone) -> Option<&Bundle> {
        if !self.last.as_ref().is_some_and(|last| last.is_of(bodies.clone())) {
            bodies.clone().next()?;
            self.last = Some(bodies.collect());
        }
        self.last.as_ref()
    }
}

fn write_all(number: usize, inbox: &Inbox, uptime: Uptime) {
    let mut batch = Vec::new();
    let mut listed: Vec<Arc<SessionCell>> = Vec::new();
    let mut scratch = Scratch::default();
    let mut run = Vec::new();
    while inbox.take_all(number, &mut batch) {
        let mut deliveries = batch.drain(..).peekable();
        while let Some(delivery) = deliveries.next() {
            match delivery {
                Delivery::Shared(event, recipients) => {
                    // Events for the same sessions together: each session is brought into the processor's cache once.
                    run.push(event);
                    let goes_with = |next: &Delivery| next.is_for(&recipients);
                    while run.len() < BUNDLED_MAX
                        && let Some(Delivery::Shared(event, _)) = deliveries.next_if(goes_with)
                    {
                        run.push(event);
                    }
                    let (is_last, now_ms) = (deliveries.peek().is_none(), uptime.now_ms());
                    let mut bundles = Bundles::default();
                    for cell in &recipients.by_writer[number] {
                        let bodies = run.iter().filter_map(|event| event.for_listener(&cell.listener));
                        let Some(bundle) = bundles.of(bodies) else { continue };
                        if is_last {
                            cell.deliver_last(bundle, &mut scratch, now_ms);
                        } else if cell.deliver(bundle) {
                            listed.push(Arc::clone(cell));
                        }
                    }
                    run.clear();
                }
                Delivery::Lost(lost, recipients) => {
                    recipients.by_writer[number].iter().for_each(|cell| cell.forget(lost));
                }
                Delivery::Place(cell, place) => {
                    cell.keep_place(Arc::clone(&place));
                    // Whoever fills it later settles it; what was filled before it was kept is settled here.
                    if place.get().is_some() {
                        cell.settle(uptime.now_ms());
                    }
                }
            }
        }
        let now_ms = uptime.now_ms();
        for cell in listed.drain(..) {
            cell.flush(&mut scratch, now_ms);
        }
        scratch.clear();
    }
}
