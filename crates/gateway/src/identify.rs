//! IDENTIFY and RESUME: from a token to a running session. Nothing that happens meanwhile is lost or sent twice:
//! the hub
//! keeps events for the session from before its memberships are read, and its stream begins with a place for the
//! start.

use std::sync::{Arc, OnceLock};

use parvis_app::{ActionError, Caller, sessions};
use parvis_model::event::{NotificationEntries, ReadStateEntries, Ready, ThreadListSync, UserReady};
use parvis_model::gateway::{CloseCode, Identify, Resume};
use parvis_model::{Event, Intents, PartialApplication, UnavailableGuild};
use parvis_session::admission::{Account, admit};
use parvis_session::frame::{Body, Topic};
use parvis_session::{ResumeRefusal, frame};
use rand::RngCore;
use tokio::sync::oneshot;

use crate::cell::{Listener, Place, SessionCell};
use crate::driver::{Driver, Side, Terms};
use crate::hub::presence::SessionPresence;
use crate::hub::{GuildStart, Input, Joined, Start, ThreadsStart};
use crate::{Parts, guilds};

/// Bytes that may wait for the socket before the next guild of a start is made.
const START_BACKLOG_BYTES_MAX: usize = 512 << 10;

/// Why a start failed.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The token has ended in the meantime.
    #[error("the login has ended")]
    LoginEnded,
    /// The client hung up.
    #[error("the client is gone")]
    Gone,
    /// The database failed.
    #[error(transparent)]
    Action(#[from] ActionError),
}

/// Takes an IDENTIFY: checks it, makes the session, and lets it start by itself.
pub async fn identify(driver: &mut Driver, identify: Identify) {
    let parts = Arc::clone(&driver.parts);
    let caller = match parts.app.authenticate_session(&identify.token).await {
        Ok(caller) => caller,
        Err(error) => return refuse(driver, &error),
    };
    let privileged = if caller.is_bot {
        match sessions::application_flags(&parts.app, &caller).await {
            Ok(flags) => sessions::privileged_intents(flags),
            Err(error) => return refuse(driver, &error),
        }
    } else {
        Intents::NONE
    };
    let admission = match admit(&identify, Account { is_bot: caller.is_bot, privileged }) {
        Ok(admission) => admission,
        Err(code) => return close(driver, code),
    };
    if !parts.starts.take(caller.user_id, parts.uptime.now_ms()) && parts.app.config.rate_limits {
        let output = driver.connection.refused(parts.uptime.now_ms());
        return driver.act(output);
    }
    let Side::Alone(line) = std::mem::replace(&mut driver.side, Side::Over) else { return };
    let key = parts.next_key();
    let listener = Listener {
        key,
        session_id: session_id(),
        user_id: caller.user_id,
        login_id: caller.login_id,
        is_bot: caller.is_bot,
        admission,
        writer: usize::try_from(key).unwrap_or(0) % parts.writers.count(),
    };
    let place: Place = Arc::new(OnceLock::new());
    let cell = SessionCell::starting(listener, line, Arc::clone(&place));
    parts.sessions.lock().insert(cell.listener.session_id.clone(), Arc::clone(&cell));
    driver.side = Side::Session(Arc::clone(&cell));
    driver.connection.admitted(!caller.is_bot);
    let presence = SessionPresence::from_command(identify.presence.as_deref(), parts.app.now_ms());
    let terms = Arc::clone(&driver.terms);
    tokio::spawn(async move {
        if let Err(error) = start(&parts, &cell, &terms, &caller, &identify.token, presence).await {
            give_up(&parts, &cell, &error);
        }
        // Filled in any case, so that nothing waits behind it for ever.
        let _ = place.set(None);
        cell.settle(parts.uptime.now_ms());
    });
}

fn give_up(parts: &Parts, cell: &SessionCell, error: &StartError) {
    let code = match error {
        StartError::LoginEnded => CloseCode::AUTHENTICATION_FAILED,
        StartError::Gone => CloseCode::UNKNOWN_ERROR,
        StartError::Action(error) => {
            tracing::error!(%error, "a gateway session could not start");
            CloseCode::UNKNOWN_ERROR
        }
    };
    cell.close(code, true, parts.uptime.now_ms());
    parts.ended(cell);
}

async fn start(
    parts: &Parts,
    cell: &Arc<SessionCell>,
    terms: &Terms,
    caller: &Caller,
    token: &str,
    presence: SessionPresence,
) -> Result<(), StartError> {
    let (done, registered) = oneshot::channel();
    parts.inbox.put(Input::Register { cell: Arc::clone(cell), presence, done });
    registered.await.map_err(|_| StartError::Gone)?;
    // A login that ended before the registration did not reach the session.
    match parts.app.authenticate_session(token).await {
        Ok(again) if again == *caller => {}
        Ok(_) | Err(ActionError::Unauthorized) => return Err(StartError::LoginEnded),
        Err(error) => return Err(error.into()),
    }
    let mut found = sessions::start(&parts.app, caller).await?;
    for (guild_id, _) in &found.memberships {
        // The hub takes guilds from memory only.
        parts.app.live.guild(&parts.app.store, *guild_id).await.map_err(ActionError::from)?;
    }
    let memberships = std::mem::take(&mut found.memberships);
    let (done, joined) = oneshot::channel();
    parts.inbox.put(Input::Join { key: cell.listener.key, memberships, done });
    let joined = joined.await.map_err(|_| StartError::Gone)?;
    if caller.is_bot {
        start_bot(parts, cell, terms, found, joined).await
    } else {
        start_person(parts, cell, terms, found, joined).await
    }
}

async fn start_bot(
    parts: &Parts,
    cell: &Arc<SessionCell>,
    terms: &Terms,
    found: sessions::SessionStart,
    joined: Start,
) -> Result<(), StartError> {
    let application = PartialApplication { id: cell.listener.user_id.cast(), flags: found.application };
    let mut ready = Ready::new(terms.version, found.user, application, &cell.listener.session_id);
    ready.resume_gateway_url.clone_from(&terms.resume_url);
    ready.shard = cell.listener.admission.shard;
    ready.guilds = joined.guilds.iter().map(|it| UnavailableGuild::new(it.snapshot.id())).collect();
    send(parts, cell, &Event::Ready(Box::new(ready)));
    if !cell.listener.admission.intents.contains(Intents::GUILDS) {
        return Ok(());
    }
    for guild in joined.guilds {
        if !cell.has_room(START_BACKLOG_BYTES_MAX).await {
            return Err(StartError::Gone);
        }
        let guild = guilds::guild_create(&parts.app, &cell.listener, guild).await?;
        send(parts, cell, &Event::GuildCreate(Box::new(guild)));
    }
    Ok(())
}

async fn start_person(
    parts: &Parts,
    cell: &Arc<SessionCell>,
    terms: &Terms,
    found: sessions::SessionStart,
    joined: Start,
) -> Result<(), StartError> {
    let mut ready = UserReady::new(terms.version, found.user, &cell.listener.session_id);
    ready.resume_gateway_url.clone_from(&terms.resume_url);
    ready.sessions = joined.sessions;
    if let Some(person) = found.person {
        let now_ms = parts.app.now_ms();
        let sees = |state: &parvis_model::ReadState| {
            joined.guilds.iter().any(|guild: &Joined| guild.may_view(state.id, now_ms))
                || person.private_channels.iter().any(|channel| channel.id == state.id)
        };
        let entries = person.read_states.into_iter().filter(sees).collect();
        ready.read_state = ReadStateEntries { entries, ..ReadStateEntries::default() };
        ready.private_channels = guilds::with_heads(&parts.app, person.private_channels).await?;
        ready.user_settings = person.settings;
        ready.user_guild_settings =
            NotificationEntries { entries: person.guild_settings, ..NotificationEntries::default() };
        ready.relationships = person.relationships;
        ready.notes = person.notes;
    }
    for guild in joined.guilds {
        ready.guilds.push(guilds::guild_create(&parts.app, &cell.listener, guild).await?);
    }
    send(parts, cell, &Event::UserReady(Box::new(ready)));
    Ok(())
}

fn send(parts: &Parts, cell: &SessionCell, event: &Event) {
    cell.deliver_own([frame::body(event.name(), event)], parts.uptime.now_ms());
}

/// Fills the place of a guild that a running session has become part of.
pub async fn start_guild(parts: Arc<Parts>, start: GuildStart) {
    let GuildStart { cell, place, joined } = start;
    let body = guild_body(&parts, &cell, joined).await;
    let body = body.unwrap_or_else(|error| {
        give_up(&parts, &cell, &error);
        None
    });
    let _ = place.set(body);
    cell.settle(parts.uptime.now_ms());
}

async fn guild_body(parts: &Parts, cell: &SessionCell, joined: Joined) -> Result<Option<Body>, StartError> {
    if cell.listener.is_bot && !cell.listener.admission.intents.contains(Intents::GUILDS) {
        return Ok(None);
    }
    let event = Event::GuildCreate(Box::new(guilds::guild_create(&parts.app, &cell.listener, joined).await?));
    Ok(Some(frame::body(event.name(), &event)))
}

/// Fills the place of a list of threads that came into a running session's sight.
pub async fn list_threads(parts: Arc<Parts>, start: ThreadsStart) {
    let ThreadsStart { cell, place, guild_id, channel_id, threads } = start;
    let listener = &cell.listener;
    let is_wanted = !listener.is_bot || listener.admission.intents.contains(Intents::GUILDS);
    let body = match guilds::with_heads(&parts.app, threads).await {
        Ok(threads) => is_wanted.then(|| {
            let members = threads.iter().filter_map(|thread| thread.member.as_deref().cloned()).collect();
            let event = ThreadListSync { guild_id, channel_ids: vec![channel_id], threads, members };
            let event = Event::ThreadListSync(Box::new(event));
            let topic = Topic { guild_id: Some(guild_id), channel_id: Some(channel_id), parent_id: None };
            frame::body_in(topic, event.name(), &event)
        }),
        Err(error) => {
            give_up(&parts, &cell, &StartError::Action(error));
            None
        }
    };
    let _ = place.set(body);
    cell.settle(parts.uptime.now_ms());
}

/// Takes a RESUME.
pub async fn resume(driver: &mut Driver, resume: Resume) {
    let parts = Arc::clone(&driver.parts);
    let caller = match parts.app.authenticate_session(&resume.token).await {
        Ok(caller) => caller,
        Err(error) => return refuse(driver, &error),
    };
    let found = parts.sessions.lock().get(&resume.session_id).cloned();
    // The very login, not only the account: a session must not outlive the login of whoever listens to it.
    let found = found.filter(|cell| cell.listener.login_id == caller.login_id);
    let Some(cell) = found else { return lost(driver) };
    let Side::Alone(line) = std::mem::replace(&mut driver.side, Side::Over) else { return };
    let resumed = frame::body("RESUMED", &Event::Resumed(Default::default()));
    driver.connection.admitted(!caller.is_bot);
    driver.side = Side::Session(Arc::clone(&cell));
    if let Err((line, refusal)) = cell.resume(line, resume.seq, resumed, parts.uptime.now_ms()) {
        driver.side = Side::Alone(line);
        match refusal {
            ResumeRefusal::NeverSent => close(driver, CloseCode::INVALID_SEQ),
            ResumeRefusal::Lost => lost(driver),
        }
    }
}

fn lost(driver: &mut Driver) {
    let output = driver.connection.refused(driver.parts.uptime.now_ms());
    driver.act(output);
}

fn refuse(driver: &mut Driver, error: &ActionError) {
    let code = match error {
        ActionError::Unauthorized => CloseCode::AUTHENTICATION_FAILED,
        error => {
            tracing::error!(%error, "a gateway client could not be identified");
            CloseCode::UNKNOWN_ERROR
        }
    };
    close(driver, code);
}

fn close(driver: &mut Driver, code: CloseCode) {
    let output = driver.connection.close(code);
    driver.act(output);
}

/// 128 random bits as hex, so that nobody guesses another's session.
fn session_id() -> String {
    let mut bits = [0; 16];
    rand::rng().fill_bytes(&mut bits);
    bits.iter().map(|byte| format!("{byte:02x}")).collect()
}
