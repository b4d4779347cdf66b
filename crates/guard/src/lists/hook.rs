//! Where lists hang in: what has had its time goes, and the lists of a guild go with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use parvis_app::hooks::{Job, Work};
use parvis_app::{ActionResult, App, Lane};
use parvis_bus::{Matter, Publication};
use parvis_model::marker::GuildMarker;
use parvis_model::{Event, Id, Timestamp};

use super::{ENDED_MS, UNMATCHED_MS, publishing, subscriptions};
use crate::tables::lists as tables;

const HOUR_MS: i64 = 3_600_000;

/// Lists. Cheap to clone.
#[derive(Default, Clone)]
pub struct Lists(Arc<Parts>);

#[derive(Default)]
struct Parts {
    /// In which hour what has had its time was last looked for.
    last_hour: AtomicI64,
    /// Whether lists are being signed and fetched.
    renewing: AtomicBool,
}

impl Job for Lists {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(async move {
            let Matter::Event { event: Event::GuildDelete(gone), .. } = &publication.matter else { return };
            let guild_id = gone.id;
            let write =
                app.write(Lane::of(guild_id), move |tx, _| Ok(tables::delete_of_guild(tx, guild_id)?));
            if let Err(error) = write.await {
                tracing::warn!(%error, "lists of a guild that is gone stay until they end");
            }
        })
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            let hour = app.now_ms() / HOUR_MS;
            if self.0.last_hour.swap(hour, Ordering::Relaxed) == hour {
                return;
            }
            if let Err(error) = tidy(app).await {
                tracing::warn!(%error, "rows of lists that have had their time stay for another hour");
            }
            self.renew_beside(app);
        })
    }
}

impl Lists {
    /// Renews in a task of its own: other servers take their time, and nothing else waits for them.
    fn renew_beside(&self, app: &App) {
        if self.0.renewing.swap(true, Ordering::AcqRel) {
            return;
        }
        let (lists, app) = (self.clone(), app.clone());
        tokio::spawn(async move {
            if let Err(error) = renew(&app).await {
                tracing::warn!(%error, "lists stay as they were published and fetched for another hour");
            }
            lists.0.renewing.store(false, Ordering::Release);
        });
    }
}

/// Erases rows that name nobody here, and lists whose time is over.
pub async fn tidy(app: &App) -> ActionResult<()> {
    let now_ms = app.now_ms();
    app.write(Lane::of(Id::<GuildMarker>::new(0)), move |tx, _| {
        tables::erase_unmatched(tx, Id::first_of_unix_ms(now_ms - UNMATCHED_MS))?;
        tables::erase_orphans(tx, Id::first_of_unix_ms(now_ms - HOUR_MS))?;
        tables::erase_expired(tx, Timestamp::from_unix_ms(now_ms))?;
        tables::delete_ended_before(tx, Timestamp::from_unix_ms(now_ms - ENDED_MS))?;
        Ok(())
    })
    .await
}

/// Signs what is published anew, and fetches what is followed.
pub async fn renew(app: &App) -> ActionResult<()> {
    publishing::reissue(app).await?;
    subscriptions::fetch_due(app).await
}
