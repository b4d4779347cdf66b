//! Asked before a message is accepted: whether its author waits, and whether its files may come in.

use parvis_app::hooks::{Screen, Submission, Verdict, Work};
use parvis_app::{ActionResult, App, Lane};

use crate::log::{self, Done, Entry};
use crate::settings::MediaAct;
use crate::{Switches, media, newcomers};

const HELD: &str =
    "You are new here: somebody who looks after this channel decides whether you may write in it.";
const SENT_AWAY: &str =
    "You were removed from this community: your account looks like one of a wave of newcomers.";
const NO_MEDIA: &str = "This channel takes no pictures or films from you.";

impl Screen for Switches {
    fn screen<'a>(&'a self, app: &'a App, submission: &'a Submission<'a>) -> Work<'a, Verdict> {
        Box::pin(async move {
            match self.judge(app, submission).await {
                Ok(refusal) => {
                    refusal.map_or(Verdict::Pass, |reason| Verdict::Refuse { reason: reason.to_owned() })
                }
                Err(error) => {
                    // What cannot be read now cannot be written either: the message fails for the same reason.
                    tracing::warn!(%error, "a message was not held against the switches of its channel");
                    Verdict::Pass
                }
            }
        })
    }
}

impl Switches {
    async fn judge(&self, app: &App, submission: &Submission<'_>) -> ActionResult<Option<&'static str>> {
        // Bots and webhooks are let in by those who look after the guild, one by one.
        let Some(access) = submission.access.guild().filter(|access| !access.member.user.bot) else {
            return Ok(None);
        };
        let guild_id = access.id();
        let settings = self.memory().settings(app, guild_id).await?;
        if settings.0.is_empty() {
            return Ok(None);
        }
        let channel_id =
            submission.access.thread().and_then(|it| it.parent_id).unwrap_or(submission.access.id());
        let effective = settings.effective(&access.guild, channel_id);
        let permissions = access.permissions_in(channel_id);
        if let Some(newcomers) = &effective.newcomers
            && !permissions.intersects(media::CARETAKERS)
        {
            match newcomers::on_writing(self, app, access, channel_id, newcomers).await? {
                newcomers::Standing::Free => {}
                newcomers::Standing::Waits => return Ok(Some(HELD)),
                newcomers::Standing::Gone => return Ok(Some(SENT_AWAY)),
            }
        }
        let Some(media) = effective.media.filter(|media| media.act == MediaAct::Refuse) else {
            return Ok(None);
        };
        let concerned =
            submission.files.iter().any(|it| media::concerns(&media, it.filename, it.content_type));
        let author = &access.member;
        let user_id = author.user.id;
        if !concerned || media::is_exempt(&media, user_id, &author.roles, permissions, app.now_ms()) {
            return Ok(None);
        }
        let entry = Entry::new(app, guild_id, channel_id, Done::MediaRefused).about(user_id, Vec::new());
        app.write(Lane::of(guild_id), move |tx, _| Ok(log::record(tx, &entry)?)).await?;
        Ok(Some(NO_MEDIA))
    }
}
