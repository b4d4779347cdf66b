//! Group commit: jobs that arrive while the disk syncs share the next transaction, and each is answered after its sync.
//!
//! It must not know what the jobs do, nor which engine runs them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::oneshot;

use crate::StoreError;
use crate::checkpoint::Teller;
use crate::queue::Queue;
use crate::tx::{Link, Tx, panic_text, run_job};

/// What one transaction may hold: those in it wait for the last, and on PostgreSQL its rows stay locked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BatchLimits {
    pub(crate) jobs_max: usize,
    pub(crate) time_max: Duration,
}

/// Calls its function once, when the disk has failed in a way after which nothing may be acknowledged.
pub(crate) struct Health {
    failure: OnceLock<String>,
    on_fatal: Box<dyn Fn(String) + Send + Sync>,
}

impl Health {
    pub(crate) fn new(on_fatal: Box<dyn Fn(String) + Send + Sync>) -> Self {
        Self { failure: OnceLock::new(), on_fatal }
    }

    pub(crate) fn check(&self) -> Result<(), StoreError> {
        self.failure.get().map_or(Ok(()), |failure| Err(StoreError::Fatal(failure.clone())))
    }

    pub(crate) fn fail(&self, cause: &StoreError) {
        let message =
            format!("{cause}. Nothing was acknowledged after this. Check the disk, then start again");
        if self.failure.set(message.clone()).is_ok() {
            (self.on_fatal)(message);
        }
    }
}

/// A job with its place for the answer.
pub(crate) trait WriteJob: Send {
    /// Runs the job; whether its work is to be kept, and the engine's error if it met one.
    fn run(&mut self, tx: Tx<'_>) -> (bool, Option<StoreError>);
    /// Answers with the job's own error.
    fn reject(self: Box<Self>);
    /// The work is on disk: runs the `then` hook and answers.
    fn settle(self: Box<Self>);
    /// The work is not on disk, for a reason outside the job.
    fn refuse(self: Box<Self>, error: StoreError);
}

pub(crate) struct Write<F, H, T, E> {
    pub(crate) job: Option<F>,
    pub(crate) then: H,
    pub(crate) result: Option<Result<T, E>>,
    pub(crate) reply: oneshot::Sender<Result<T, E>>,
}

impl<F, H, T, E> WriteJob for Write<F, H, T, E>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
    H: FnOnce(&mut T) + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, tx: Tx<'_>) -> (bool, Option<StoreError>) {
        let job = self.job.take().expect("a job runs once");
        let (result, failure) = run_job(tx, job);
        let keep = result.is_ok();
        self.result = Some(result);
        (keep, failure)
    }

    // Whoever asked may have gone away: then there is nobody to answer, and the work stands.

    fn reject(self: Box<Self>) {
        let _gone = self.reply.send(self.result.expect("a rejected job has run"));
    }

    fn settle(self: Box<Self>) {
        let Self { then, result, reply, .. } = *self;
        let result = result.expect("a settled job has run").and_then(|mut value| {
            match catch_unwind(AssertUnwindSafe(|| then(&mut value))) {
                Ok(()) => Ok(value),
                Err(payload) => {
                    let text = panic_text(payload.as_ref());
                    tracing::error!(
                        panic = text,
                        "a hook after a commit panicked: memory may lag behind the disk"
                    );
                    Err(StoreError::Panicked(text).into())
                }
            }
        });
        let _gone = reply.send(result);
    }

    fn refuse(self: Box<Self>, error: StoreError) {
        let _gone = self.reply.send(Err(error.into()));
    }
}

/// Jobs that are written one after the other: by a thread, or in its place by whoever comes when nothing waits.
pub(crate) struct Lane {
    queue: Queue<Box<dyn WriteJob>>,
    /// Empty once the lane has ended.
    writer: Mutex<Option<Writer>>,
    /// The connection may be used on any thread: PostgreSQL's wants one on which no runtime runs.
    callers_write: bool,
}

/// Ends the lane with its thread and answers everybody, so that nobody waits for ever should it end by a panic.
struct Guard<'a>(&'a Lane);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        drop(self.0.writer.lock().take());
        self.0.queue.close();
        while let Some(job) = self.0.queue.try_pop() {
            job.refuse(StoreError::Closed);
        }
    }
}

impl Lane {
    pub(crate) fn new(writer: Writer, queue_length_max: usize) -> Self {
        let callers_write = matches!(writer.link, Link::Sqlite(_));
        Self { queue: Queue::new(queue_length_max), writer: Mutex::new(Some(writer)), callers_write }
    }

    /// Runs jobs until the lane is closed and empty.
    pub(crate) fn run(&self) {
        let _guard = Guard(self);
        while self.queue.wait() {
            let mut writer = self.writer.lock();
            let writer = writer.as_mut().expect("only this thread ends the lane");
            writer.wait_while_held();
            // Taken under the lock, so that nobody writes between a job's turn and its work.
            if let Some(first) = self.queue.try_pop() {
                writer.batch(first, &self.queue);
            }
        }
    }

    /// Runs the job here or leaves it to the thread; its answer goes its own way.
    pub(crate) async fn write(&self, job: Box<dyn WriteJob>) {
        if let Some(job) = self.write_here(job)
            && let Err(job) = self.queue.push(job).await
        {
            job.refuse(StoreError::Closed);
        }
    }

    /// Writes on the caller's thread if nobody writes and nothing waits, and gives the job back otherwise. A lone
    /// writer so waits for the disk alone: two threads that wake each other cost about as much as a quick sync.
    fn write_here(&self, job: Box<dyn WriteJob>) -> Option<Box<dyn WriteJob>> {
        let on_runtime =
            || Handle::try_current().is_ok_and(|it| it.runtime_flavor() == RuntimeFlavor::MultiThread);
        if !self.callers_write || !on_runtime() {
            return Some(job);
        }
        let Some(mut writer) = self.writer.try_lock() else { return Some(job) };
        match writer.as_mut() {
            Some(writer) if !writer.is_shared() && !writer.is_held() && self.queue.is_idle() => {
                tokio::task::block_in_place(|| writer.batch(job, &self.queue));
                None
            }
            _ => Some(job),
        }
    }

    /// Accepts nothing more; what waits is still written.
    pub(crate) fn close(&self) {
        self.queue.close();
    }

    /// Jobs that wait now.
    pub(crate) fn len(&self) -> usize {
        self.queue.len()
    }
}

/// What a panic outside of jobs leaves behind is not known, so nothing may be acknowledged after it.
struct Watch(Arc<Health>);

impl Drop for Watch {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.fail(&StoreError::Panicked("the writer".into()));
        }
    }
}

/// The connection that writes, and what it has to mind.
pub(crate) struct Writer {
    link: Link,
    limits: BatchLimits,
    health: Arc<Health>,
    /// Whom to tell of commits, where there are checkpoints.
    checkpoints: Option<Teller>,
    /// Jobs whose work the present transaction keeps.
    kept: Vec<Box<dyn WriteJob>>,
    /// Jobs in the last commit.
    last_commit_jobs: usize,
}

/// Where the mark stands that a failing job returns to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Nothing precedes the job, so a failure undoes the whole transaction and no mark is needed.
    None,
    /// At the present state.
    Fresh,
    /// Before the last job that was kept.
    Stale,
}

impl Writer {
    pub(crate) fn new(
        link: Link,
        limits: BatchLimits,
        health: Arc<Health>,
        checkpoints: Option<Teller>,
    ) -> Self {
        Self { link, limits, health, checkpoints, kept: Vec::new(), last_commit_jobs: 0 }
    }

    /// Whether several wrote at once of late: then the thread gathers them, and a sync for one alone would cost all.
    fn is_shared(&self) -> bool {
        self.last_commit_jobs > 1
    }

    fn is_held(&self) -> bool {
        self.checkpoints.as_ref().is_some_and(Teller::is_held)
    }

    fn wait_while_held(&self) {
        if let Some(checkpoints) = &self.checkpoints {
            checkpoints.wait_while_held();
        }
    }

    /// One transaction with this job and those that wait behind it.
    fn batch(&mut self, first: Box<dyn WriteJob>, queue: &Queue<Box<dyn WriteJob>>) {
        if let Err(error) = self.health.check() {
            return first.refuse(error);
        }
        let _watch = Watch(Arc::clone(&self.health));
        let deadline = Instant::now() + self.limits.time_max;
        let mut mark = Mark::None;
        let mut next = Some(first);
        while let Some(job) = next.take() {
            mark = match self.admit(job, mark) {
                Ok(mark) => mark,
                Err(error) => return self.abandon(&error),
            };
            if self.kept.len() < self.limits.jobs_max && Instant::now() < deadline {
                next = queue.try_pop();
            }
        }
        if self.kept.is_empty() {
            return;
        }
        match self.link.commit() {
            Ok(()) => {
                self.last_commit_jobs = self.kept.len();
                self.kept.drain(..).for_each(WriteJob::settle);
                if let Some(checkpoints) = &mut self.checkpoints {
                    checkpoints.committed(self.last_commit_jobs);
                }
            }
            Err(error) => {
                self.note(&error, true);
                self.abandon(&error);
            }
        }
    }

    /// Runs one job inside the open transaction; an error means that the whole transaction is gone.
    fn admit(&mut self, mut job: Box<dyn WriteJob>, mark: Mark) -> Result<Mark, StoreError> {
        let prepared = match mark {
            Mark::None => self.link.begin_write(),
            Mark::Fresh => Ok(()),
            Mark::Stale => self.link.mark(self.kept.len() > 1),
        };
        if let Err(error) = prepared {
            self.note(&error, false);
            job.refuse(error.clone());
            return Err(error);
        }
        let (keep, failure) = job.run(Tx::new(&mut self.link));
        if let Some(error) = &failure {
            self.note(error, false);
        }
        if !self.link.in_transaction() {
            let error = failure.unwrap_or_else(|| StoreError::Io("the engine ended the transaction".into()));
            job.refuse(error.clone());
            return Err(error);
        }
        if keep {
            self.kept.push(job);
            return Ok(Mark::Stale);
        }
        let undone = if self.kept.is_empty() {
            self.link.rollback();
            Ok(Mark::None)
        } else {
            self.link.return_to_mark().map(|()| Mark::Fresh)
        };
        job.reject();
        undone
    }

    /// Answers everybody whose work is lost with the transaction.
    fn abandon(&mut self, error: &StoreError) {
        self.link.rollback();
        self.kept.drain(..).for_each(|job| job.refuse(error.clone()));
    }

    fn note(&self, error: &StoreError, in_commit: bool) {
        if self.link.is_fatal(error, in_commit) {
            self.health.fail(error);
        }
    }
}
