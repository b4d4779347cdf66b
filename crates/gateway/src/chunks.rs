//! What a running session asks for: members in chunks, presence, subscriptions, sounds. Long answers are made piece by
//! piece, as fast as the client reads them.

use std::collections::HashSet;
use std::sync::Arc;

use parvis_app::sessions::{self, MemberQuery};
use parvis_app::{ActionError, Kind};
use parvis_model::event::MembersChunk;
use parvis_model::gateway::RequestMembers;
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Event, Id, Intents, Status};
use parvis_rules::limits;
use parvis_session::Request;
use parvis_session::frame;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::Parts;
use crate::cell::{Listener, SessionCell};
use crate::hub::Input;
use crate::hub::presence::SessionPresence;

/// Bytes that may wait for the socket before the next chunk is made.
const CHUNK_BACKLOG_BYTES_MAX: usize = 256 << 10;

/// Does what a running session asks for.
pub fn serve(parts: &Arc<Parts>, cell: &Arc<SessionCell>, request: Request) {
    let key = cell.listener.key;
    match request {
        Request::UpdatePresence(command) => {
            let presence = SessionPresence::from_command(Some(&command), parts.app.now_ms());
            parts.inbox.put(Input::Present { key, presence });
        }
        Request::Subscribe(subscriptions) => parts.inbox.put(Input::Watch { key, subscriptions }),
        Request::RequestMembers(request) => {
            let (parts, cell) = (Arc::clone(parts), Arc::clone(cell));
            tokio::spawn(async move {
                let _turn = cell.answering.lock().await;
                if let Err(error) = send_members(&parts, &cell, *request).await {
                    tracing::error!(%error, "members could not be sent");
                }
            });
        }
        Request::RequestSounds(guild_ids) => {
            // There are no sounds here yet, and that is what is answered.
            let answer = |guild_id: Id<GuildMarker>| {
                frame::body("SOUNDBOARD_SOUNDS", &json!({ "guild_id": guild_id, "soundboard_sounds": [] }))
            };
            let guild_ids: HashSet<_> = guild_ids.into_iter().take(limits::REQUEST_MEMBERS_MAX).collect();
            cell.deliver_own(guild_ids.into_iter().map(answer), parts.uptime.now_ms());
        }
        // Voice comes with its own wing; without it nobody can join a channel, and nothing is answered.
        Request::UpdateVoiceState(_) => {}
        Request::Identify(_) | Request::Resume(_) => {}
    }
}

/// What is looked for, after what the session may ask. `None`: nothing that it may ask.
fn allowed(listener: &Listener, request: &RequestMembers) -> Option<MemberQuery> {
    let found_max = u32::try_from(limits::REQUEST_MEMBERS_MAX).unwrap_or(u32::MAX);
    if let Some(ids) = &request.user_ids {
        return Some(MemberQuery::Ids(ids.clone()));
    }
    match request.query.as_deref() {
        Some("") | None if request.limit == 0 => {
            let whole = listener.is_bot && listener.admission.intents.contains(Intents::GUILD_MEMBERS);
            whole.then_some(MemberQuery::All)
        }
        query => {
            let limit = if request.limit == 0 { found_max } else { request.limit.min(found_max) };
            Some(MemberQuery::Beginning(query.unwrap_or_default().to_owned(), limit))
        }
    }
}

async fn send_members(
    parts: &Parts,
    cell: &Arc<SessionCell>,
    request: RequestMembers,
) -> Result<(), ActionError> {
    let listener = &cell.listener;
    let nonce = request.nonce.clone().filter(|nonce| nonce.len() <= limits::MEMBERS_NONCE_BYTES_MAX);
    let found = match allowed(listener, &request) {
        None => Vec::new(),
        Some(query) => {
            match sessions::find_members(&parts.app, listener.user_id, request.guild_id, query).await {
                Ok(found) => found,
                // A guild that the session is not in is not spoken of.
                Err(ActionError::Unknown(Kind::Guild)) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    };
    let presences = request.presences
        && (!listener.is_bot || listener.admission.intents.contains(Intents::GUILD_PRESENCES));
    let not_found = not_found(&request, &found);
    let chunk_count = found.len().div_ceil(limits::MEMBERS_CHUNK_MAX).max(1);
    let mut ids = found.chunks(limits::MEMBERS_CHUNK_MAX);
    for index in 0..chunk_count {
        if !cell.has_room(CHUNK_BACKLOG_BYTES_MAX).await {
            return Ok(());
        }
        let ids = ids.next().unwrap_or_default().to_vec();
        let mut chunk = MembersChunk {
            guild_id: request.guild_id,
            members: Vec::new(),
            chunk_index: index as u32,
            chunk_count: chunk_count as u32,
            not_found: if index == 0 { not_found.clone() } else { Vec::new() },
            presences: None,
            nonce: nonce.clone(),
        };
        match sessions::members(&parts.app, listener.user_id, request.guild_id, ids.clone()).await {
            Ok(members) => chunk.members = members,
            // A client that reads slowly may have been taken out of the guild since the last piece.
            Err(ActionError::Unknown(Kind::Guild)) => return Ok(()),
            Err(error) => return Err(error),
        }
        if presences {
            chunk.presences = Some(presences_of(parts, listener.key, request.guild_id, ids).await);
        }
        let event = Event::MembersChunk(Box::new(chunk));
        cell.deliver_own([frame::body(event.name(), &event)], parts.uptime.now_ms());
    }
    Ok(())
}

fn not_found(request: &RequestMembers, found: &[Id<UserMarker>]) -> Vec<Value> {
    let asked = request.user_ids.iter().flatten().take(limits::REQUEST_MEMBERS_MAX);
    asked.filter(|id| found.binary_search(id).is_err()).map(|id| json!(id)).collect()
}

async fn presences_of(
    parts: &Parts,
    key: u64,
    guild_id: Id<GuildMarker>,
    user_ids: Vec<Id<UserMarker>>,
) -> Vec<parvis_model::Presence> {
    let (done, answer) = oneshot::channel();
    parts.inbox.put(Input::Presences { key, guild_id, user_ids, done });
    let mut presences = answer.await.unwrap_or_default();
    presences.retain(|presence| presence.status != Status::Offline);
    presences
}
