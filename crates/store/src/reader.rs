//! Threads that read, each job in a transaction of its own that sees one moment of the database.

use std::sync::Arc;

use tokio::sync::oneshot;

use crate::StoreError;
use crate::queue::Queue;
use crate::tx::{Link, Tx, run_job};

/// A job with its place for the answer.
pub(crate) trait ReadJob: Send {
    /// Whether nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;
    /// Runs the job and answers.
    fn run(self: Box<Self>, tx: Tx<'_>);
    /// Answers that the job could not run.
    fn refuse(self: Box<Self>, error: StoreError);
}

pub(crate) struct Read<F, T, E> {
    pub(crate) job: F,
    pub(crate) reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> ReadJob for Read<F, T, E>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run(self: Box<Self>, tx: Tx<'_>) {
        let (result, _failure) = run_job(tx, self.job);
        let _gone = self.reply.send(result);
    }

    fn refuse(self: Box<Self>, error: StoreError) {
        let _gone = self.reply.send(Err(error.into()));
    }
}

pub(crate) type ReadQueue = Queue<Box<dyn ReadJob>>;

/// Runs jobs until the queue is closed and empty.
pub(crate) fn run(mut link: Link, queue: &Arc<ReadQueue>) {
    while let Some(job) = queue.pop() {
        if job.is_abandoned() {
            continue;
        }
        match link.begin_read() {
            Ok(()) => job.run(Tx::new(&mut link)),
            Err(error) => job.refuse(error),
        }
        // Nothing was changed, so ending the snapshot this way is as good as any.
        link.rollback();
    }
}
