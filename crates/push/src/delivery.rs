//! Sends what waits: a few requests at the same time, each looked at once more before it goes.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use parvis_app::{ActionResult, App, Lane};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};
use parvis_outgoing::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER,
};
use parvis_outgoing::{Answer, Caps, Request};
use parvis_store::tables::read_states;
use serde_json::json;
use tokio::sync::{Notify, Semaphore};
use url::Url;

use crate::decision::Kind;
use crate::queue::{Key, Notice, Queue};
use crate::tables::{self, Subscription};
use crate::vapid::Vapid;
use crate::{Push, encryption, recipients};

/// Requests at the same time.
const AT_ONCE_MAX: usize = 8;
/// What a service says is not read.
const CAPS: Caps = Caps { within: Duration::from_secs(10), body_bytes_max: 1_024, cuts: true };
/// Failures in a row after which a subscription is taken for dead.
const FAILURES_MAX: u32 = 10;
/// The task that sends looks at the clock at least this often.
const LOOK_MS_MAX: i64 = 60_000;
/// How long a service keeps a message for a browser that is away, in seconds.
const TTL_S: u32 = 86_400;
/// The same for plain messages, which are soon stale.
const TTL_PLAIN_S: u32 = 4 * 3_600;

const TTL: HeaderName = HeaderName::from_static("ttl");
const URGENCY: HeaderName = HeaderName::from_static("urgency");
const TOPIC: HeaderName = HeaderName::from_static("topic");

/// What waits, and whether a task sends it.
#[derive(Default)]
pub struct Delivery {
    state: Mutex<State>,
    woken: Notify,
}

#[derive(Default)]
struct State {
    queue: Queue,
    is_sending: bool,
}

/// What a push service made of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It has it.
    Taken,
    /// The subscription is no more.
    Gone,
    /// Not now; perhaps it said for how many milliseconds.
    Later(Option<i64>),
    /// It will not take this.
    Refused,
}

impl Outcome {
    fn of(answer: &Answer) -> Self {
        match answer.status.as_u16() {
            200..=299 => Self::Taken,
            404 | 410 => Self::Gone,
            429 | 500..=599 => {
                let seconds = answer.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
                let seconds = seconds.and_then(|text| text.trim().parse::<u32>().ok());
                Self::Later(seconds.map(|seconds| i64::from(seconds) * 1_000))
            }
            _ => Self::Refused,
        }
    }
}

impl Push {
    /// Puts notices into the queue.
    pub(crate) fn enqueue(&self, app: &App, notices: Vec<(Key, Notice)>) {
        if notices.is_empty() {
            return;
        }
        let now_ms = app.now_ms();
        let mut refused = 0;
        {
            let queue = &mut self.0.delivery.state.lock().queue;
            for (key, notice) in notices {
                refused += usize::from(!queue.put(key, notice, now_ms));
            }
        }
        if refused > 0 {
            tracing::warn!(refused, "too many notifications wait; some were dropped");
        }
        self.wake(app);
    }

    /// Has a task send what waits. It ends when nothing does.
    fn wake(&self, app: &App) {
        let was_sending = std::mem::replace(&mut self.0.delivery.state.lock().is_sending, true);
        if was_sending {
            self.0.delivery.woken.notify_one();
        } else {
            tokio::spawn(self.clone().send_all(app.clone()));
        }
    }

    async fn send_all(self, app: App) {
        let places = Arc::new(Semaphore::new(AT_ONCE_MAX));
        loop {
            let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
            let now_ms = app.now_ms();
            let (due, next_ms) = {
                let mut state = self.0.delivery.state.lock();
                let due = state.queue.take_due(now_ms);
                let next_ms = state.queue.next_due_ms();
                state.is_sending = due.is_some() || next_ms.is_some();
                (due, next_ms)
            };
            match (due, next_ms) {
                (Some((key, notice)), _) => {
                    let (push, app) = (self.clone(), app.clone());
                    tokio::spawn(async move {
                        let _place = place;
                        if let Err(error) = push.deliver(&app, key, notice).await {
                            tracing::warn!(%error, "a notification was not sent");
                        }
                    });
                }
                (None, Some(next_ms)) => {
                    let wait_ms = (next_ms - now_ms).clamp(1, LOOK_MS_MAX).unsigned_abs();
                    let wait = tokio::time::sleep(Duration::from_millis(wait_ms));
                    tokio::select! {
                        () = wait => {}
                        () = self.0.delivery.woken.notified() => {}
                    }
                }
                (None, None) => return,
            }
        }
    }

    async fn deliver(&self, app: &App, key: Key, notice: Notice) -> ActionResult<()> {
        let Some((devices, count)) = still_wanted(app, key, &notice).await? else { return Ok(()) };
        let vapid = self.vapid(app).await?;
        let (mut late, mut due_ms) = (Vec::new(), i64::MAX);
        for device in devices {
            let held = self.0.delivery.state.lock().queue.held_until_ms(device.login_id, app.now_ms());
            let until_ms = match held {
                Some(until_ms) => Some(until_ms),
                None => {
                    let outcome = send(app, vapid, &device, key, &notice, count).await;
                    self.note(app, &device, outcome).await?
                }
            };
            if let Some(until_ms) = until_ms {
                late.push(device.login_id);
                due_ms = due_ms.min(until_ms);
            }
        }
        if !late.is_empty() {
            let notice = Notice { only: Some(late), ..notice };
            self.0.delivery.state.lock().queue.put_back(key, notice, due_ms);
            self.wake(app);
        }
        Ok(())
    }

    /// Draws the consequences of an attempt; when to try again, if that is worth it.
    async fn note(&self, app: &App, device: &Subscription, outcome: Outcome) -> ActionResult<Option<i64>> {
        let login_id = device.login_id;
        let failures = match outcome {
            Outcome::Taken => {
                self.0.delivery.state.lock().queue.release(login_id);
                0
            }
            Outcome::Gone => FAILURES_MAX,
            Outcome::Refused => device.failures + 1,
            Outcome::Later(retry_after_ms) => {
                let now_ms = app.now_ms();
                let until_ms = self.0.delivery.state.lock().queue.hold(login_id, retry_after_ms, now_ms);
                if until_ms.is_some() {
                    return Ok(until_ms);
                }
                device.failures + 1
            }
        };
        if failures != device.failures {
            let user_id = device.user_id;
            app.write(Lane::of(user_id), move |tx, _| {
                if failures >= FAILURES_MAX {
                    tables::delete(tx, user_id, login_id)?;
                } else {
                    tables::set_failures(tx, login_id, failures)?;
                }
                Ok(())
            })
            .await?;
        }
        Ok(None)
    }
}

/// The devices for which a notice still is, and how much is unread in the channel: nothing for somebody who lost sight
/// of it, who has read it meanwhile, or who has come to a device while this waited.
async fn still_wanted(
    app: &App,
    key: Key,
    notice: &Notice,
) -> ActionResult<Option<(Vec<Subscription>, u32)>> {
    let Key { user_id, channel_id } = key;
    if notice.kind == Kind::Call {
        return called(app, user_id, notice).await;
    }
    if !recipients::may_view(app, user_id, channel_id).await? {
        return Ok(None);
    }
    if notice.only.is_some() && !app.occupied(vec![user_id]).await.is_empty() {
        return Ok(None);
    }
    let (message_id, only, now) =
        (notice.message_id, notice.only.clone(), Timestamp::from_unix_ms(app.now_ms()));
    app.read(move |tx| {
        let Some(state) = read_states::get(tx, user_id, channel_id)? else { return Ok(None) };
        let is_read = state.last_message_id >= Some(message_id);
        if is_read || !tables::message_exists(tx, channel_id, message_id)? {
            return Ok(None);
        }
        let mut devices = tables::of_user(tx, user_id, now)?;
        if let Some(only) = only {
            devices.retain(|device| only.contains(&device.login_id));
        }
        // Whom a mention brought into a thread has read what was there, that very mention too.
        Ok(Some((devices, state.unread_count.max(1))))
    })
    .await
}

/// The devices of somebody who is called, which nothing makes superfluous.
async fn called(
    app: &App,
    user_id: Id<UserMarker>,
    notice: &Notice,
) -> ActionResult<Option<(Vec<Subscription>, u32)>> {
    let (only, now) = (notice.only.clone(), Timestamp::from_unix_ms(app.now_ms()));
    let mut devices = app.read(move |tx| Ok(tables::of_user(tx, user_id, now)?)).await?;
    if let Some(only) = only {
        devices.retain(|device| only.contains(&device.login_id));
    }
    Ok(Some((devices, 1)))
}

async fn send(
    app: &App,
    vapid: &Vapid,
    device: &Subscription,
    key: Key,
    notice: &Notice,
    count: u32,
) -> Outcome {
    let Some(request) = request(app, vapid, device, key, notice, count) else { return Outcome::Refused };
    // Neither the address nor the answer is logged: whoever reads the log could send to that browser.
    match app.outgoing.send(request, CAPS).await {
        Ok(answer) => Outcome::of(&answer),
        Err(parvis_outgoing::Error::Refused(_) | parvis_outgoing::Error::NotPublic) => Outcome::Refused,
        Err(_) => Outcome::Later(None),
    }
}

/// The request to a push service (RFC 8030); `None` when it cannot be made.
fn request(
    app: &App,
    vapid: &Vapid,
    device: &Subscription,
    key: Key,
    notice: &Notice,
    count: u32,
) -> Option<Request> {
    let payload = json!({
        "v": 1,
        "kind": notice.kind.as_str(),
        "user_id": key.user_id,
        "guild_id": notice.guild_id,
        "channel_id": key.channel_id,
        "message_id": notice.message_id,
        "count": count,
    });
    let body = encryption::encrypt(payload.to_string().as_bytes(), &device.keys).ok()?;
    let endpoint = Url::parse(&device.endpoint).ok()?;
    // A service that has something to complain of finds the operator at the server's address.
    let config = &app.config;
    let contact = (config.public_url_is_set && config.public_url.starts_with("https://"))
        .then_some(config.public_url.as_str());
    let authorization = vapid.authorization(&endpoint, contact, app.now_ms()).ok()?;
    let (ttl_s, urgency) = match notice.kind {
        Kind::Message => (TTL_PLAIN_S, "normal"),
        Kind::Mention | Kind::Reply | Kind::Direct | Kind::Call => (TTL_S, "high"),
    };
    let topic = vapid.topic(device.login_id, key.channel_id);
    Some(
        Request::post(device.endpoint.clone(), body)
            .header(AUTHORIZATION, HeaderValue::try_from(authorization).ok()?)
            .header(CONTENT_ENCODING, HeaderValue::from_static("aes128gcm"))
            .header(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"))
            .header(TTL, HeaderValue::from(ttl_s))
            .header(URGENCY, HeaderValue::from_static(urgency))
            .header(TOPIC, HeaderValue::try_from(topic).ok()?),
    )
}
