//! Automatic moderation, after Discord's: rules of a guild that are asked before a message is accepted, and about the
//! names of members; what they do; and pauses of invitations and direct messages.

mod enforcement;
mod incidents;
mod judgement;
mod manage;
mod memory;
mod profiles;
mod routes;
pub mod rules;

use std::sync::Arc;

use parvis_api::router::Route;
use parvis_app::hooks::{Job, Screen, Submission, Verdict, Work};
use parvis_app::{ActionResult, App, Lane};
use parvis_bus::{Matter, Publication};
use parvis_model::{AutoModerationTrigger, Event};

use crate::tables;
pub(crate) use enforcement::takes_alerts;
use memory::Memory;

/// This part of the wing. Cheap to clone.
#[derive(Default, Clone)]
pub struct Automod(Arc<Memory>);

/// What this part answers.
pub fn routes(automod: &Automod) -> Vec<Route> {
    routes::all(automod)
}

impl Automod {
    fn memory(&self) -> &Memory {
        &self.0
    }

    async fn take(&self, app: &App, publication: &Publication) -> ActionResult<()> {
        let Matter::Event { event, .. } = &publication.matter else { return Ok(()) };
        match event {
            Event::MessageCreate(message) | Event::MessageUpdate(message) => {
                self.follow_up(app, message).await
            }
            Event::MemberAdd(joined) | Event::MemberUpdate(joined) => {
                profiles::look_at(self, app, joined.guild_id, &joined.member).await
            }
            Event::AutoModerationRuleCreate(rule)
            | Event::AutoModerationRuleUpdate(rule)
            | Event::AutoModerationRuleDelete(rule) => {
                self.memory().forget(rule.guild_id);
                if rule.trigger_type == AutoModerationTrigger::MEMBER_PROFILE {
                    profiles::look_again(self, app, rule.guild_id).await?;
                }
                Ok(())
            }
            Event::GuildDelete(deleted) => {
                let guild_id = deleted.id;
                app.write(Lane::of(guild_id), move |tx, _| {
                    Ok(tables::automod::delete_of_guild(tx, guild_id)?)
                })
                .await?;
                self.memory().forget_guild(guild_id);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Screen for Automod {
    fn screen<'a>(&'a self, app: &'a App, submission: &'a Submission<'a>) -> Work<'a, Verdict> {
        Box::pin(async move {
            match self.judge(app, submission).await {
                Ok(refusal) => refusal.map_or(Verdict::Pass, |reason| Verdict::Refuse { reason }),
                Err(error) => {
                    // What cannot be read now cannot be written either: the message fails for the same reason.
                    tracing::warn!(%error, "a message was not held against the rules of its guild");
                    Verdict::Pass
                }
            }
        })
    }
}

impl Job for Automod {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(async move {
            if let Err(error) = self.take(app, publication).await {
                tracing::warn!(%error, "automatic moderation did not see something happen");
            }
        })
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            if let Err(error) = incidents::resume(app).await {
                tracing::warn!(%error, "pauses that have ended were not told; the next round goes on");
            }
        })
    }
}
