//! The store as the program sees it: jobs in, answers out. It must not know tables.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use parking_lot::Mutex;
use parvis_model::Timestamp;
use tokio::sync::oneshot;

use crate::StoreError;
use crate::backup::{self, BackupProgress};
use crate::checkpoint::{self, Signal, Teller};
use crate::lock::Lock;
use crate::migrate::{self, Component};
use crate::postgres;
use crate::queue::Queue;
use crate::reader::{self, Read, ReadQueue};
use crate::sqlite::{self, Purpose};
use crate::tx::{Link, Tx};
use crate::writer::{BatchLimits, Health, Lane, Write, Writer};

/// One writer: the longer a batch, the fewer syncs. An insert takes some 20 µs, a sync 60 to 200.
const SQLITE_BATCH: BatchLimits = BatchLimits { jobs_max: 512, time_max: Duration::from_millis(10) };
/// PostgreSQL keeps 64 subtransactions at hand; beyond them every snapshot of everybody costs more.
const POSTGRES_BATCH: BatchLimits = BatchLimits { jobs_max: 64, time_max: Duration::from_millis(10) };

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
    /// Neither writes nor migrates, and takes no lock: for commands beside a running server.
    pub read_only: bool,
    /// Threads that read.
    pub readers: usize,
    /// Lanes that PostgreSQL writes at a time; SQLite has one writer.
    pub writers: usize,
    /// Jobs that may wait to read, and in each lane to write, before callers wait for a place.
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
        let url = url.into();
        Self {
            url,
            components,
            opened_at,
            on_fatal,
            read_only: false,
            readers: 4,
            writers: 4,
            queue_length_max: 1_024,
        }
    }
}

/// How many jobs wait, so that a door can turn people away while the answer is still quick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Writes that wait now, in the longest lane.
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

impl Store {
    /// Opens the database, applies the migrations that it lacks, and starts the threads. Blocks.
    pub fn open(config: StoreConfig<'_>) -> Result<Self, StoreError> {
        let inner = match Target::parse(&config.url)? {
            Target::Sqlite(path) => open_sqlite(&path, config),
            Target::Postgres(server) => open_postgres(server, config),
        };
        Ok(Self { inner: Arc::new(inner?) })
    }

    /// Runs a job on a snapshot of the database. A job that nobody waits for any more is left out.
    pub async fn read<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        if let Err(job) = self.inner.readers.push(Box::new(Read { job, reply })).await {
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

    /// Like [`Store::write`], and runs `then` where the job was written and in the order of commits, after the disk has
    /// confirmed the job and before the answer. It holds up all writers, so it must be short.
    pub async fn write_then<T, E, F, H>(&self, lane: u64, job: F, then: H) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        H: FnOnce(&mut T) + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.inner.health.check()?;
        let lanes = &self.inner.writers;
        if lanes.is_empty() {
            return Err(StoreError::ReadOnly.into());
        }
        let (reply, answer) = oneshot::channel();
        let lane = &lanes[(lane % lanes.len() as u64) as usize];
        lane.write(Box::new(Write { job: Some(job), then, result: None, reply })).await;
        answer.await.unwrap_or_else(|_thread_gone| Err(StoreError::Closed.into()))
    }

    /// How many jobs wait now.
    pub fn load(&self) -> Load {
        Load {
            writes_waiting: self.inner.writers.iter().map(|lane| lane.len()).max().unwrap_or(0),
            reads_waiting: self.inner.readers.len(),
            waiting_max: self.inner.queue_length_max,
        }
    }

    /// Copies one moment of the database into a new file, while everything goes on. For SQLite only: PostgreSQL has
    /// `pg_dump`, which knows its server's types, owners and versions better than we would.
    pub async fn backup_to(
        &self,
        path: impl Into<PathBuf>,
        progress: impl FnMut(BackupProgress) + Send + 'static,
    ) -> Result<(), StoreError> {
        let to = path.into();
        let Target::Sqlite(from) = self.inner.target.clone() else {
            return Err(StoreError::Unsupported("back up PostgreSQL with pg_dump --format=custom".into()));
        };
        on_blocking_thread(move || backup::copy(&from, &to, progress)).await
    }

    /// What is wrong with the database; empty when it is whole. Reads all of a SQLite file; PostgreSQL only has to
    /// answer, since it examines pages itself when its checksums are on.
    pub async fn check(&self) -> Result<Vec<String>, StoreError> {
        if let Target::Sqlite(path) = self.inner.target.clone() {
            return on_blocking_thread(move || backup::examine(&path)).await;
        }
        self.read(|tx| tx.query_one("select count(*) from schema_migrations", &[], |row| row.get::<i64>(0)))
            .await?;
        Ok(Vec::new())
    }

    /// Accepts nothing more, finishes what waits, and leaves a database file that is whole by itself.
    pub async fn close(&self) {
        let inner = Arc::clone(&self.inner);
        let closed = on_blocking_thread(move || {
            inner.close();
            Ok(())
        });
        if let Err(error) = closed.await {
            tracing::error!(%error, "closing the store failed");
        }
    }
}

async fn on_blocking_thread<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let finished = tokio::task::spawn_blocking(run).await;
    finished.unwrap_or_else(|panic| Err(StoreError::Panicked(panic.to_string())))
}

/// Where the database is.
#[derive(Clone)]
enum Target {
    Sqlite(PathBuf),
    Postgres(Box<::postgres::Config>),
}

impl Target {
    fn parse(url: &str) -> Result<Self, StoreError> {
        match url.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(Box::new(postgres::parse(url)?))),
            _ => Err(StoreError::Open {
                target: "the database".into(),
                reason: "its URL reads sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE".into(),
            }),
        }
    }
}

struct Inner {
    target: Target,
    writers: Vec<Arc<Lane>>,
    readers: Arc<ReadQueue>,
    queue_length_max: usize,
    health: Arc<Health>,
    threads: Mutex<Threads>,
}

#[derive(Default)]
struct Threads {
    writers: Vec<JoinHandle<()>>,
    readers: Vec<JoinHandle<()>>,
    checkpoints: Option<(Arc<Signal>, JoinHandle<()>)>,
    /// Freed last, when nothing of ours has the file open any more.
    lock: Option<Lock>,
}

fn open_sqlite(path: &Path, config: StoreConfig<'_>) -> Result<Inner, StoreError> {
    let path = sqlite::locate(path, !config.read_only)?;
    let mut inner = Inner::new(Target::Sqlite(path.clone()), config.on_fatal, config.queue_length_max);
    if config.read_only {
        migrate::refuse_missing(&sqlite::missing(&path, config.components)?)?;
    } else {
        inner.threads.get_mut().lock = Some(Lock::take(&path)?);
        sqlite::migrate(&path, config.components, config.opened_at)?;
        let signal = inner.start_checkpoints(&path)?;
        let link = Link::Sqlite(sqlite::Link::new(sqlite::connect(&path, Purpose::Write)?));
        inner.start_writer(link, SQLITE_BATCH, Some(Teller::new(signal)))?;
    }
    for _ in 0..config.readers.max(1) {
        inner.start_reader(Link::Sqlite(sqlite::Link::new(sqlite::connect(&path, Purpose::Read)?)))?;
    }
    Ok(inner)
}

fn open_postgres(server: Box<::postgres::Config>, config: StoreConfig<'_>) -> Result<Inner, StoreError> {
    let mut inner = Inner::new(Target::Postgres(server.clone()), config.on_fatal, config.queue_length_max);
    let writers = if config.read_only { 0 } else { config.writers.max(1) };
    let links = postgres::aside(|| {
        if config.read_only {
            postgres::verify(&server, config.components)?;
        } else {
            postgres::migrate(&server, config.components, config.opened_at)?;
        }
        let connect = |_| postgres::Link::connect(server.clone()).map(|link| Link::Postgres(Box::new(link)));
        (0..writers + config.readers.max(1)).map(connect).collect::<Result<Vec<_>, StoreError>>()
    })?;
    for (index, link) in links.into_iter().enumerate() {
        if index < writers {
            inner.start_writer(link, POSTGRES_BATCH, None)?;
        } else {
            inner.start_reader(link)?;
        }
    }
    Ok(inner)
}

/// A store in the making or made; dropping it ends whatever was started.
impl Inner {
    fn new(target: Target, on_fatal: Box<dyn Fn(String) + Send + Sync>, queue_length_max: usize) -> Self {
        let (health, readers) = (Arc::new(Health::new(on_fatal)), Arc::new(Queue::new(queue_length_max)));
        Self { target, writers: Vec::new(), readers, queue_length_max, health, threads: Mutex::default() }
    }

    fn start_writer(
        &mut self,
        link: Link,
        limits: BatchLimits,
        checkpoints: Option<Teller>,
    ) -> Result<(), StoreError> {
        let writer = Writer::new(link, limits, Arc::clone(&self.health), checkpoints);
        let lane = Arc::new(Lane::new(writer, self.queue_length_max));
        let thread = Arc::clone(&lane);
        self.threads.get_mut().writers.push(spawn("store-write", move || thread.run())?);
        self.writers.push(lane);
        Ok(())
    }

    fn start_reader(&mut self, link: Link) -> Result<(), StoreError> {
        let queue = Arc::clone(&self.readers);
        self.threads.get_mut().readers.push(spawn("store-read", move || reader::run(link, &queue))?);
        Ok(())
    }

    fn start_checkpoints(&mut self, path: &Path) -> Result<Arc<Signal>, StoreError> {
        let connection = sqlite::connect(path, Purpose::Maintain)?;
        let (signal, health) = (Arc::new(Signal::default()), Arc::clone(&self.health));
        let thread = {
            let signal = Arc::clone(&signal);
            spawn("store-checkpoint", move || checkpoint::run(&connection, &signal, &health))?
        };
        self.threads.get_mut().checkpoints = Some((Arc::clone(&signal), thread));
        Ok(signal)
    }

    fn close(&self) {
        self.writers.iter().for_each(|lane| lane.close());
        self.readers.close();
        // Whoever closes second waits here until it is done.
        let mut threads = self.threads.lock();
        threads.readers.drain(..).for_each(join);
        threads.writers.drain(..).for_each(join);
        if let Some((signal, checkpoints)) = threads.checkpoints.take() {
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
