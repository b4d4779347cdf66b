//! Group commit: jobs that arrive while the disk syncs share the next transaction, and each is answered after its sync.
//!
//! It must not know what the jobs do, nor which engine runs them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::StoreError;
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

pub(crate) type WriteQueue = Queue<Box<dyn WriteJob>>;

pub(crate) struct Writer {
    pub(crate) link: Link,
    pub(crate) queue: Arc<WriteQueue>,
    pub(crate) limits: BatchLimits,
    pub(crate) health: Arc<Health>,
    /// Called after each commit and its answers, with the number of jobs in it.
    pub(crate) committed: Box<dyn FnMut(usize) + Send>,
}

/// Answers everybody when the thread ends, so that nobody waits for ever should it end by a panic.
struct Guard {
    queue: Arc<WriteQueue>,
    health: Arc<Health>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.health.fail(&StoreError::Panicked("the writer's thread".into()));
        }
        self.queue.close();
        while let Some(job) = self.queue.try_pop() {
            job.refuse(StoreError::Closed);
        }
    }
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
    /// Runs jobs until the queue is closed and empty.
    pub(crate) fn run(mut self) {
        let _guard = Guard { queue: Arc::clone(&self.queue), health: Arc::clone(&self.health) };
        let mut kept = Vec::new();
        while let Some(first) = self.queue.pop() {
            self.batch(first, &mut kept);
        }
    }

    fn batch(&mut self, first: Box<dyn WriteJob>, kept: &mut Vec<Box<dyn WriteJob>>) {
        if let Err(error) = self.health.check() {
            return first.refuse(error);
        }
        let deadline = Instant::now() + self.limits.time_max;
        let mut mark = Mark::None;
        let mut next = Some(first);
        while let Some(job) = next.take() {
            mark = match self.admit(job, kept, mark) {
                Ok(mark) => mark,
                Err(error) => return self.abandon(&error, kept),
            };
            if kept.len() < self.limits.jobs_max && Instant::now() < deadline {
                next = self.queue.try_pop();
            }
        }
        if kept.is_empty() {
            return;
        }
        match self.link.commit() {
            Ok(()) => {
                let jobs = kept.len();
                kept.drain(..).for_each(WriteJob::settle);
                (self.committed)(jobs);
            }
            Err(error) => {
                self.note(&error, true);
                self.abandon(&error, kept);
            }
        }
    }

    /// Runs one job inside the open transaction; an error means that the whole transaction is gone.
    fn admit(
        &mut self,
        mut job: Box<dyn WriteJob>,
        kept: &mut Vec<Box<dyn WriteJob>>,
        mark: Mark,
    ) -> Result<Mark, StoreError> {
        let prepared = match mark {
            Mark::None => self.link.begin_write(),
            Mark::Fresh => Ok(()),
            Mark::Stale => self.link.mark(kept.len() > 1),
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
            kept.push(job);
            return Ok(Mark::Stale);
        }
        let undone = if kept.is_empty() {
            self.link.rollback();
            Ok(Mark::None)
        } else {
            self.link.return_to_mark().map(|()| Mark::Fresh)
        };
        job.reject();
        undone
    }

    /// Answers everybody whose work is lost with the transaction.
    fn abandon(&mut self, error: &StoreError, kept: &mut Vec<Box<dyn WriteJob>>) {
        self.link.rollback();
        kept.drain(..).for_each(|job| job.refuse(error.clone()));
    }

    fn note(&self, error: &StoreError, in_commit: bool) {
        if self.link.is_fatal(error, in_commit) {
            self.health.fail(error);
        }
    }
}
