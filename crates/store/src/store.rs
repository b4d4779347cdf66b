//! The store as the program sees it: jobs in, answers out. It must not know tables.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use parking_lot::Mutex;
use parvis_model::Timestamp;
use tokio::sync::oneshot;

use crate::StoreError;
use crate::checkpoint::{self, Signal};
use crate::lock::Lock;
use crate::migrate::Component;
use crate::queue::Queue;
use crate::reader::{self, Read, ReadQueue};
use crate::sqlite::{self, Purpose};
use crate::tx::{Link, Tx};
use crate::writer::{BatchLimits, Health, Write, WriteQueue, Writer};

/// How to open a store.
pub struct StoreConfig<'a> {
    /// `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST/DATABASE`.
    pub url: String,
    /// Whose tables the database has.
    pub components: &'a [Component],
    /// The moment of opening, for the record of migrations.
    pub opened_at: Timestamp,
    /// Called once when the disk fails in a way after which nothing may be acknowledged. The program should say the
    /// message and exit: it recovers what is on the disk when it starts again.
    pub on_fatal: Box<dyn Fn(String) + Send + Sync>,
    /// Threads that read.
    pub readers: usize,
    /// Jobs that may wait to read, and to write, before callers wait for a place.
    pub queue_length_max: usize,
}

impl<'a> StoreConfig<'a> {
    /// The usual settings for one small machine.
    pub fn new(
        url: impl Into<String>,
        components: &'a [Component],
        opened_at: Timestamp,
        on_fatal: impl Fn(String) + Send + Sync + 'static,
    ) -> Self {
        let on_fatal = Box::new(on_fatal);
        Self { url: url.into(), components, opened_at, on_fatal, readers: 4, queue_length_max: 1_024 }
    }
}

/// How many jobs wait, so that a door can turn people away while the answer is still quick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Writes that wait now.
    pub writes_waiting: usize,
    /// Reads that wait now.
    pub reads_waiting: usize,
    /// Where callers begin to wait for a place, for each of the two.
    pub waiting_max: usize,
}

/// The database. Clones share it; the last one to go closes it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    writers: Vec<Arc<WriteQueue>>,
    readers: Arc<ReadQueue>,
    health: Arc<Health>,
    threads: Mutex<Threads>,
}

#[derive(Default)]
struct Threads {
    writers: Vec<JoinHandle<()>>,
    readers: Vec<JoinHandle<()>>,
    checkpoint: Option<(Arc<Signal>, JoinHandle<()>)>,
    /// Freed last, when nothing of ours has the file open any more.
    lock: Option<Lock>,
}

impl Store {
    /// Opens the database, applies the migrations that it lacks, and starts the threads. Blocks.
    pub fn open(config: StoreConfig<'_>) -> Result<Self, StoreError> {
        match config.url.split_once(':') {
            Some(("sqlite", path)) => Self::open_sqlite(PathBuf::from(path), config),
            _ => Err(StoreError::Open {
                target: "the database".into(),
                reason: "its URL starts with sqlite: or postgres:".into(),
            }),
        }
    }

    fn open_sqlite(path: PathBuf, config: StoreConfig<'_>) -> Result<Self, StoreError> {
        let lock = Lock::take(&path)?;
        sqlite::migrate(&path, config.components, config.opened_at)?;
        let health = Arc::new(Health::new(config.on_fatal));
        let signal = Arc::new(Signal::default());
        let committed = {
            let signal = Arc::clone(&signal);
            Box::new(move |_jobs| signal.committed())
        };
        let queue = Arc::new(Queue::new(config.queue_length_max));
        let writer = Writer {
            link: Link::Sqlite(sqlite::Link::new(sqlite::connect(&path, Purpose::Write)?)),
            queue: Arc::clone(&queue),
            limits: BatchLimits { jobs_max: 512, time_max: Duration::from_millis(10) },
            health: Arc::clone(&health),
            committed,
        };
        let readers: Arc<ReadQueue> = Arc::new(Queue::new(config.queue_length_max));
        let mut links = Vec::new();
        for _ in 0..config.readers.max(1) {
            links.push(Link::Sqlite(sqlite::Link::new(sqlite::connect(&path, Purpose::Read)?)));
        }
        let maintenance = checkpoint::connect(&path)?;
        let mut threads = Threads { lock: Some(lock), ..Threads::default() };
        threads.writers.push(spawn("store-write", move || writer.run())?);
        for link in links {
            let readers = Arc::clone(&readers);
            threads.readers.push(spawn("store-read", move || reader::run(link, &readers))?);
        }
        let checkpoints = {
            let (signal, health) = (Arc::clone(&signal), Arc::clone(&health));
            spawn("store-checkpoint", move || checkpoint::run(&maintenance, &signal, &health))?
        };
        threads.checkpoint = Some((signal, checkpoints));
        let inner = Inner { writers: vec![queue], readers, health, threads: Mutex::new(threads) };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Runs a job on a snapshot of the database. A job that nobody waits for any more is left out.
    pub async fn read<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let pushed = self.inner.readers.push(Box::new(Read { job, reply })).await;
        if let Err(job) = pushed {
            job.refuse(StoreError::Closed);
        }
        answer.await.unwrap_or_else(|_thread_gone| Err(StoreError::Closed.into()))
    }

    /// Runs a job that writes; resolves when the disk has confirmed it. Jobs of one lane keep their order.
    ///
    /// Once the job waits in the queue it runs, whether or not somebody still waits for its answer.
    /// PostgreSQL runs several lanes at a time under read committed: what must be exact across lanes is said in one
    /// statement (`update … where uses < uses_max returning …`) or by a unique key.
    pub async fn write<T, E, F>(&self, lane: u64, job: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.write_then(lane, job, |_| ()).await
    }

    /// Like [`Store::write`], and runs `then` on the writer's thread in the order of commits, after the disk has
    /// confirmed the job and before the answer. It holds up the writer, so it must be short.
    pub async fn write_then<T, E, F, H>(&self, lane: u64, job: F, then: H) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        H: FnOnce(&mut T) + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.inner.health.check()?;
        let (reply, answer) = oneshot::channel();
        let queue = &self.inner.writers[(lane % self.inner.writers.len() as u64) as usize];
        let pushed = queue.push(Box::new(Write { job: Some(job), then, result: None, reply })).await;
        if let Err(job) = pushed {
            job.refuse(StoreError::Closed);
        }
        answer.await.unwrap_or_else(|_thread_gone| Err(StoreError::Closed.into()))
    }

    /// How many jobs wait now.
    pub fn load(&self) -> Load {
        Load {
            writes_waiting: self.inner.writers.iter().map(|queue| queue.len()).max().unwrap_or(0),
            reads_waiting: self.inner.readers.len(),
            waiting_max: self.inner.readers.length_max(),
        }
    }

    /// Accepts nothing more, finishes what waits, and leaves a database file that is whole by itself.
    pub async fn close(&self) {
        let inner = Arc::clone(&self.inner);
        let finished = tokio::task::spawn_blocking(move || inner.close());
        if let Err(error) = finished.await {
            tracing::error!(%error, "closing the store failed");
        }
    }
}

impl Inner {
    fn close(&self) {
        self.writers.iter().for_each(|queue| queue.close());
        self.readers.close();
        // Whoever closes second waits here until it is done.
        let mut threads = self.threads.lock();
        threads.readers.drain(..).for_each(join);
        threads.writers.drain(..).for_each(join);
        if let Some((signal, checkpoints)) = threads.checkpoint.take() {
            signal.stop();
            join(checkpoints);
        }
        threads.lock = None;
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

fn join(thread: JoinHandle<()>) {
    // The last clone may go inside a hook, on one of these very threads: that one ends by itself.
    if thread.thread().id() != thread::current().id() && thread.join().is_err() {
        tracing::error!("a thread of the store panicked");
    }
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    let started = thread::Builder::new().name(name.into()).spawn(run);
    started.map_err(|error| StoreError::Open { target: "a thread".into(), reason: error.to_string() })
}

/// The file behind a `sqlite:` URL.
pub fn sqlite_path(url: &str) -> Option<&Path> {
    url.strip_prefix("sqlite:").map(Path::new)
}
