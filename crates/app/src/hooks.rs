//! Where wings hang in: content screened before it is accepted, and work done after a commit.
//!
//! Wings do not know one another. Deleting one removes its line in `server`, and nothing else changes here.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use parvis_bus::{Publication, Subscriber};
use parvis_model::Id;
use parvis_model::marker::{MessageMarker, UserMarker};
use parvis_print::flag::Design;
use parvis_store::{StoreError, Tx};
use serde_json::Value;
use tokio::sync::mpsc;

use crate::access::ChannelAccess;
use crate::error::ActionResult;
use crate::restrictions::Restriction;
use crate::{App, Caller, Outbox};

/// A future on the heap, as hooks return them.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Content that somebody wants to put into a channel.
#[derive(Debug, Clone)]
pub struct Submission<'a> {
    /// Who.
    pub author_id: Id<UserMarker>,
    /// Where, and what the author may do there. It may be a thread that begins with this.
    pub access: &'a ChannelAccess,
    /// The text: of a message, or the name of a thread.
    pub content: &'a str,
    /// The message that is to say this from now on, when it is there already.
    pub edits: Option<Id<MessageMarker>>,
    /// Whether it is the name of a thread, and no message.
    pub is_name: bool,
    /// Whether it answers another message.
    pub is_reply: bool,
    /// Whether it forwards another message.
    pub is_forward: bool,
    /// The files that come with it, those of a message that is forwarded among them.
    pub files: Vec<SubmittedFile<'a>>,
}

/// A file that comes with a submission.
#[derive(Debug, Clone, Copy)]
pub struct SubmittedFile<'a> {
    /// Its name.
    pub filename: &'a str,
    /// Its type, as its sender or its name says.
    pub content_type: &'a str,
    /// Its size.
    pub size_bytes: u64,
}

/// What a screen says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The content may pass.
    Pass,
    /// The content is refused; the author is told why.
    Refuse {
        /// Told to the author.
        reason: String,
    },
}

/// Looks at content before it is accepted.
pub trait Screen: Send + Sync {
    /// Decides on one submission. The first refusal decides.
    fn screen<'a>(&'a self, app: &'a App, submission: &'a Submission<'a>) -> Work<'a, Verdict>;
}

/// Does something after an event was committed: count, index, notify. Never changes what was answered.
pub trait Job: Send + Sync {
    /// Takes one publication; called in commit order, one at a time, off the writer's path.
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()>;

    /// Does what is due by the clock; called when the house opens and every minute after that.
    fn keep_up<'a>(&'a self, _app: &'a App) -> Work<'a, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// Knows the flag from which those of guilds without one are derived.
pub trait FlagFamily: Send + Sync {
    /// The flag of the whole, if there is one.
    fn base<'a>(&'a self, app: &'a App) -> Work<'a, Option<Design>>;
}

/// Entries of a copy of somebody's data: what they are, and each of them.
pub type OwnData = Vec<(&'static str, Vec<Value>)>;

/// Keeps things of accounts, and says what, for whoever asks for a copy of their data.
pub trait Holder: Send + Sync {
    /// What is kept of the caller.
    fn data_of<'a>(&'a self, app: &'a App, caller: &'a Caller) -> Work<'a, ActionResult<OwnData>>;
}

/// Writes down what is done to somebody and why, in the transaction that does it, so that nobody is restricted without
/// a statement of reasons.
pub trait Ledger: Send + Sync {
    /// Takes one act.
    fn record(
        &self,
        app: &App,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        restriction: &Restriction,
    ) -> ActionResult<()>;

    /// Forgets an account that is being deleted.
    fn forget_account(&self, tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError>;
}

/// All hooks of this server.
#[derive(Default, Clone)]
pub struct Hooks {
    /// Asked in this order.
    pub screens: Vec<Arc<dyn Screen>>,
    /// Run in this order.
    pub jobs: Vec<Arc<dyn Job>>,
    /// Asked in this order.
    pub holders: Vec<Arc<dyn Holder>>,
    /// Told of each act that restricts somebody.
    pub ledger: Option<Arc<dyn Ledger>>,
    /// Asked where a flag is drawn for who has none.
    pub flags: Option<Arc<dyn FlagFamily>>,
}

/// Hands publications from wherever a write was committed to the jobs' own task.
struct JobQueue(mpsc::UnboundedSender<Arc<Publication>>);

impl Subscriber for JobQueue {
    fn deliver(&self, publication: Arc<Publication>) {
        // The task only ends with the program.
        let _ = self.0.send(publication);
    }
}

impl App {
    /// Starts to run the wings' jobs on what is published from now on. Without jobs nothing is queued.
    pub fn start_jobs(&self) {
        if self.hooks.jobs.is_empty() {
            return;
        }
        let (queue, mut waiting) = mpsc::unbounded_channel();
        self.bus.subscribe(Arc::new(JobQueue(queue)));
        let app = self.clone();
        tokio::spawn(async move {
            while let Some(publication) = waiting.recv().await {
                for job in &app.hooks.jobs {
                    job.run(&app, &publication).await;
                }
            }
        });
    }

    /// The flag from which those of guilds are derived.
    pub async fn base_flag(&self) -> Option<Design> {
        match &self.hooks.flags {
            Some(flags) => flags.base(self).await,
            None => None,
        }
    }

    /// Has an act that restricts somebody, or ends that, written down with it: whoever writes such an act calls this.
    pub fn note_restriction(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        restriction: &Restriction,
    ) -> ActionResult<()> {
        match &self.hooks.ledger {
            Some(ledger) => ledger.record(self, tx, out, restriction),
            None => Ok(()),
        }
    }

    /// Asks every screen; the first refusal is returned.
    pub async fn screen(&self, submission: &Submission<'_>) -> Verdict {
        for screen in &self.hooks.screens {
            let verdict = screen.screen(self, submission).await;
            if verdict != Verdict::Pass {
                return verdict;
            }
        }
        Verdict::Pass
    }
}
