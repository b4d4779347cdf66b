//! Rules of operators: conditions over what is known of a message, asked before it is accepted, of the house and of
//! each guild. A rule runs dry until two people judged enough of what it would have caught; what it holds, a person
//! releases or refuses. Beside them, lists of domains and lines about files.

mod effects;
mod holds;
mod judgement;
mod lists;
mod manage;
mod memory;
mod routes;
mod runs;
mod standing;
mod trial;

use std::sync::Arc;

use parvis_api::router::Route;
use parvis_app::hooks::{Holder, Job, OwnData, Screen, Submission, Verdict, Work};
use parvis_app::{ActionResult, App, Caller, Lane};
use parvis_bus::{Matter, Publication};
use parvis_model::{Event, Id, Timestamp};
use serde_json::json;

use crate::tables::policies::{self as table, holds as held, samples};
use memory::Memory;

const DAY_MS: i64 = 86_400_000;
/// How long a sample of a dry run is kept.
pub const SAMPLE_MS: i64 = 30 * DAY_MS;
/// How long it is known who did what to a rule.
pub const NOTE_MS: i64 = 400 * DAY_MS;

/// This part of the wing. Cheap to clone.
#[derive(Default, Clone)]
pub struct Policies(Arc<Memory>);

/// What this part answers.
pub fn routes(policies: &Policies) -> Vec<Route> {
    routes::all(policies)
}

impl Policies {
    fn memory(&self) -> &Memory {
        &self.0
    }

    async fn take(&self, app: &App, publication: &Publication) -> ActionResult<()> {
        let Matter::Event { event, .. } = &publication.matter else { return Ok(()) };
        match event {
            Event::MessageCreate(message) | Event::MessageUpdate(message) => {
                effects::follow_up(self, app, message).await
            }
            Event::MemberAdd(joined) => {
                self.memory().note_join(joined.guild_id, joined.member.joined_at.unix_ms());
                Ok(())
            }
            Event::GuildDelete(deleted) => {
                let guild_id = deleted.id;
                let forget =
                    move |tx: &mut parvis_store::Tx<'_>, _: &mut _| Ok(table::delete_of_guild(tx, guild_id)?);
                app.write(Lane::of(guild_id), forget).await?;
                self.memory().forget_guild(guild_id);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Screen for Policies {
    fn screen<'a>(&'a self, app: &'a App, submission: &'a Submission<'a>) -> Work<'a, Verdict> {
        Box::pin(async move {
            self.judge(app, submission).await.unwrap_or_else(|error| {
                // What cannot be read now cannot be written either: the message fails for the same reason.
                tracing::warn!(%error, "a message was not held against the rules of its guild");
                Verdict::Pass
            })
        })
    }
}

impl Job for Policies {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(async move {
            if let Err(error) = self.take(app, publication).await {
                tracing::warn!(%error, "rules of operators did not see something happen");
            }
        })
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            if let Err(error) = tidy(app).await {
                tracing::warn!(%error, "samples and held messages that have had their time are still there");
            }
        })
    }
}

/// Removes what has had its time, and refuses what waited for too long.
async fn tidy(app: &App) -> ActionResult<()> {
    while holds::refuse_expired(app).await? {}
    let now_ms = app.now_ms();
    let sampled = Timestamp::from_unix_ms(now_ms - SAMPLE_MS);
    let noted = Id::first_of_unix_ms(now_ms - NOTE_MS);
    app.write(standing::lane(None), move |tx, _| Ok(table::delete_old(tx, sampled, noted)?)).await?;
    Ok(())
}

impl Holder for Policies {
    fn data_of<'a>(&'a self, app: &'a App, caller: &'a Caller) -> Work<'a, ActionResult<OwnData>> {
        Box::pin(async move {
            let me = caller.user_id;
            let (waiting, sampled) =
                app.read(move |tx| Ok((held::of_author(tx, me)?, samples::of_author(tx, me)?))).await?;
            let waiting = waiting.into_iter().map(|it| {
                json!({ "guild_id": it.guild_id, "channel_id": it.channel_id, "content": it.content,
                    "until": it.until })
            });
            let sampled = sampled.into_iter().map(|(channel_id, content, at)| {
                json!({ "channel_id": channel_id, "content": content, "sampled_at": at })
            });
            Ok(vec![("held_message", waiting.collect()), ("sampled_message", sampled.collect())])
        })
    }
}
