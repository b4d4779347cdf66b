//! Banks of known items: what a guild or the house has decided about and wants to meet no more is kept as hashes and
//! signatures, and what is posted in guilds is held against it after it was accepted. Leaked credentials and offers of
//! attacks are looked for as well. Whatever is met goes to people; nothing follows from it by itself, but that a
//! guild may have messages with leaks refused before they are accepted.

mod leaks;
pub mod manage;
mod matching;
mod memory;
mod pixels;
mod remember;
mod replays;
mod routes;
pub mod signature;
pub mod words;

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use parvis_api::router::Route;
use parvis_app::hooks::{Job, Screen, Submission, Verdict, Work};
use parvis_app::{ActionResult, App, Lane};
use parvis_bus::{Matter, Publication};
use parvis_model::marker::GuildMarker;
use parvis_model::{Event, Id, Timestamp};
use tokio::sync::mpsc;

use crate::tables::banks as tables;
use matching::Post;
use memory::Memory;
use words::LeakSetting;

const HOUR_MS: i64 = 3_600_000;
/// How long an item is still listed after its time.
const LISTED_AFTER_MS: i64 = 30 * 24 * HOUR_MS;
/// What an author is told.
const REFUSED: &str = "Leaked credentials, and attacks or stolen data for sale, are not accepted here";

/// This part of the wing. Cheap to clone.
#[derive(Default, Clone)]
pub struct Banks(Arc<Parts>);

#[derive(Default)]
struct Parts {
    memory: Memory,
    /// Posts that wait to be looked at. The server goes with each of them, so that the queue does not keep it.
    queue: OnceLock<mpsc::UnboundedSender<(App, Post)>>,
    is_replaying: AtomicBool,
    /// In which hour what has had its time was last looked for.
    last_hour: AtomicI64,
}

/// What this part answers.
pub fn routes(banks: &Banks) -> Vec<Route> {
    routes::all(banks)
}

impl Banks {
    fn memory(&self) -> &Memory {
        &self.0.memory
    }

    /// Hands a post to the one who looks at them.
    fn hand_on(&self, app: &App, post: Post) {
        let queue = self.0.queue.get_or_init(|| {
            let (queue, mut waiting) = mpsc::unbounded_channel::<(App, Post)>();
            let banks = Arc::downgrade(&self.0);
            tokio::spawn(async move {
                while let Some((app, post)) = waiting.recv().await {
                    let Some(banks) = banks.upgrade() else { return };
                    if let Err(error) = Banks(banks).look_at(&app, post).await {
                        tracing::warn!(%error, "something that was posted was not held against what is known");
                    }
                }
            });
            queue
        });
        // The one who looks ends with the program alone.
        let _ = queue.send((app.clone(), post));
    }

    async fn refuses(&self, app: &App, submission: &Submission<'_>) -> ActionResult<bool> {
        let Some(guild) = submission.access.guild() else { return Ok(false) };
        if self.memory().leaks(app, guild.id()).await? != LeakSetting::Refuse {
            return Ok(false);
        }
        Ok(!leaks::labels(self.memory().scanner(), submission.content, None).is_empty())
    }

    async fn tidy(&self, app: &App) -> ActionResult<()> {
        let now_ms = app.now_ms();
        self.memory().expire(now_ms);
        let moment = Timestamp::from_unix_ms(now_ms - LISTED_AFTER_MS);
        app.write(Lane::of(Id::<GuildMarker>::new(0)), move |tx, _| Ok(tables::delete_over(tx, moment)?))
            .await?;
        Ok(())
    }
}

impl Screen for Banks {
    fn screen<'a>(&'a self, app: &'a App, submission: &'a Submission<'a>) -> Work<'a, Verdict> {
        Box::pin(async move {
            match self.refuses(app, submission).await {
                Ok(false) => Verdict::Pass,
                Ok(true) => Verdict::Refuse { reason: REFUSED.to_owned() },
                Err(error) => {
                    // What cannot be read now cannot be written either: the message fails for the same reason.
                    tracing::warn!(%error, "a message was not looked through for leaks");
                    Verdict::Pass
                }
            }
        })
    }
}

impl Job for Banks {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(async move {
            let Matter::Event { event, .. } = &publication.matter else { return };
            match event {
                Event::MessageCreate(posted) | Event::MessageUpdate(posted) => {
                    if let Some(post) = Post::of(posted) {
                        self.hand_on(app, post);
                    }
                }
                Event::GuildDelete(gone) => {
                    let guild_id = gone.id;
                    let write = app
                        .write(Lane::of(guild_id), move |tx, _| Ok(tables::delete_of_guild(tx, guild_id)?));
                    if let Err(error) = write.await {
                        tracing::warn!(%error, "known items of a guild that is gone stay until they expire");
                    }
                    self.memory().forget_guild(guild_id);
                }
                _ => {}
            }
        })
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            self.go_on(app);
            let hour = app.now_ms() / HOUR_MS;
            if self.0.last_hour.swap(hour, Ordering::Relaxed) == hour {
                return;
            }
            if let Err(error) = self.tidy(app).await {
                tracing::warn!(%error, "known items that have had their time stay for another hour");
            }
        })
    }
}
