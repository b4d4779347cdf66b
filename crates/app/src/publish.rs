//! The only way in which anything is written and told: write in one transaction, commit, publish, in that order.

use parvis_bus::{Audience, Matter, Publication};
use parvis_model::marker::{LoginMarker, UserMarker};
use parvis_model::{Event, Id};
use parvis_store::Tx;

use crate::error::ActionResult;
use crate::files::Upload;
use crate::{ActionError, App};

/// Which writes keep their order among themselves: those of one guild, of one private conversation, or of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane(u64);

impl Lane {
    /// The lane of everything that belongs to this guild, private conversation or account.
    pub fn of<M>(id: Id<M>) -> Self {
        // The low 22 bits of a snowflake are mostly zero; lanes are taken modulo the number of writers.
        Self((id.get() >> 22) ^ id.get())
    }
}

/// What a write will tell once it is on disk.
#[derive(Default)]
pub struct Outbox {
    matters: Vec<Matter>,
    uploads: Vec<Upload>,
}

impl Outbox {
    /// An event for an audience.
    pub fn publish(&mut self, audience: Audience, event: Event) {
        self.matters.push(Matter::Event { audience, event });
    }

    /// A file that this write makes somebody's: it stays once the write is on disk, whoever still waits for the answer,
    /// and goes if the write fails.
    pub fn keep(&mut self, upload: Upload) {
        self.uploads.push(upload);
    }

    /// Ends the sessions of logins that this write removes.
    pub fn end_logins(&mut self, user_id: Id<UserMarker>, logins: Vec<Id<LoginMarker>>) {
        self.matters.push(Matter::LoginsEnded { user_id, logins });
    }
}

impl App {
    /// Runs `job` in one transaction, and returns its value when it is on disk and its events are on their way.
    /// An error rolls everything back and tells nobody.
    pub async fn write<T: Send + 'static>(
        &self,
        lane: Lane,
        job: impl FnOnce(&mut Tx<'_>, &mut Outbox) -> ActionResult<T> + Send + 'static,
    ) -> ActionResult<T> {
        let app = self.clone();
        let (value, _) = self
            .store
            .write_then(
                lane.0,
                move |tx| -> Result<(T, Outbox), ActionError> {
                    let mut outbox = Outbox::default();
                    let value = job(tx, &mut outbox)?;
                    Ok((value, outbox))
                },
                move |(_, outbox)| {
                    outbox.uploads.drain(..).for_each(Upload::keep);
                    app.tell(std::mem::take(&mut outbox.matters));
                },
            )
            .await?;
        Ok(value)
    }

    /// Reads in one snapshot.
    pub async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Tx<'_>) -> ActionResult<T> + Send + 'static,
    ) -> ActionResult<T> {
        self.store.read(job).await
    }

    /// Tells what is not kept: typing, presence.
    pub fn tell_in_passing(&self, audience: Audience, event: Event) {
        self.tell(vec![Matter::Event { audience, event }]);
    }

    fn tell(&self, matters: Vec<Matter>) {
        if matters.is_empty() {
            return;
        }
        // One at a time, so that memory and subscribers see the same order.
        let mut position = self.told.lock();
        for matter in matters {
            let guild = match &matter {
                Matter::Event { audience, event } => self.live.apply(audience.guild_id(), event),
                Matter::LoginsEnded { logins, .. } => {
                    self.logins.forget(logins);
                    Default::default()
                }
            };
            *position += 1;
            self.bus.publish(Publication { position: *position, matter, guild });
        }
    }
}
