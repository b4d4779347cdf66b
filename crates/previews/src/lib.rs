#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod page;
mod recent;

use std::sync::Arc;
use std::time::Duration;

use parvis_app::hooks::{Job, Work};
use parvis_app::{App, messages};
use parvis_bus::{Audience, Matter, Publication};
use parvis_model::{Embed, Event, Message, MessageFlags};
use parvis_outgoing::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use parvis_outgoing::{Caps, Request};
use parvis_rules::content;
use tokio::sync::Semaphore;

use page::Page;
use recent::Recent;

/// Links of one message that are looked at.
const LINKS_MAX: usize = 3;
/// Messages whose links are looked at, at the same time.
const AT_ONCE_MAX: usize = 8;
/// A page's head is at its beginning.
const CAPS: Caps = Caps { within: Duration::from_secs(5), body_bytes_max: 256 * 1024, cuts: true };
const TYPES: [&str; 2] = ["text/html", "application/xhtml+xml"];

/// The job that makes embeds of links.
pub struct Previews {
    places: Arc<Semaphore>,
    recent: Arc<Recent>,
}

impl Default for Previews {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE_MAX)), recent: Arc::default() }
    }
}

impl Job for Previews {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(async move {
            let Some(message) = readable(publication) else { return };
            let links = content::links(&message.content, LINKS_MAX);
            // An edit of something else, a pin or the embeds that were added just now come by here too.
            if links.is_empty() || !self.recent.is_new(message.id, &message.content) {
                return;
            }
            let links: Vec<String> = links.into_iter().map(str::to_owned).collect();
            // A flood of links must not become a flood of requests: what finds no place stays without preview.
            let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else { return };
            let (app, message, recent) = (app.clone(), message.clone(), Arc::clone(&self.recent));
            tokio::spawn(async move {
                let _place = place;
                if messages::require_link_embeds(&app, &message).await.is_ok() {
                    preview(&app, &recent, &message, links).await;
                }
            });
        })
    }
}

/// The message of a guild's channel that was written or changed, if its links may be looked at.
fn readable(publication: &Publication) -> Option<&Message> {
    let Matter::Event { audience: Audience::Channel { .. }, event } = &publication.matter else {
        return None;
    };
    let (Event::MessageCreate(it) | Event::MessageUpdate(it)) = event else { return None };
    let message = &it.message;
    let hidden = MessageFlags::SUPPRESS_EMBEDS
        | MessageFlags::EPHEMERAL
        | MessageFlags::IS_CROSSPOST
        | MessageFlags::IS_COMPONENTS_V2;
    let is_wanted = message.kind.is_written()
        && message.webhook_id.is_none()
        && !message.flags.intersects(hidden)
        && !messages::has_link_embeds(message);
    is_wanted.then_some(message)
}

async fn preview(app: &App, recent: &Recent, message: &Message, links: Vec<String>) {
    let mut embeds = Vec::new();
    for link in links {
        let embed = match recent.embed(&link, app.now_ms()) {
            Some(known) => known,
            None => {
                let fetched = fetch(app, &link).await;
                recent.remember(&link, fetched.clone(), app.now_ms());
                fetched
            }
        };
        embeds.extend(embed);
    }
    if embeds.is_empty() {
        return;
    }
    if let Err(error) = messages::add_link_embeds(app, message, embeds).await {
        tracing::info!(%error, "a preview was not added");
    }
}

async fn fetch(app: &App, link: &str) -> Option<Embed> {
    let request =
        Request::get(link).header(ACCEPT, HeaderValue::from_static("text/html,application/xhtml+xml"));
    // Neither the link nor why it failed is logged: who reads the log would learn what is talked about.
    let answer = app.outgoing.send(request, CAPS).await.ok()?;
    let content_type = answer.headers.get(CONTENT_TYPE)?.to_str().ok()?.to_ascii_lowercase();
    let is_page =
        TYPES.iter().any(|known| content_type.split(';').next().is_some_and(|it| it.trim() == *known));
    if !answer.status.is_success() || !is_page {
        return None;
    }
    let link = link.to_owned();
    // A page can be made so that reading it takes long; the tasks' threads must not wait for that.
    let read = tokio::task::spawn_blocking(move || Page::read(&answer.body, &content_type).embed(&link));
    read.await.ok()?
}
