//! A guild as one session gets it: only channels and threads that it may view, and members by the rules for large
//! guilds.

use std::collections::HashSet;
use std::sync::Arc;

use parvis_app::{ActionError, App, sessions};
use parvis_bus::view_of;
use parvis_model::event::GuildCreate;
use parvis_model::marker::GuildMarker;
use parvis_model::{Channel, Id, Intents, Member, Presence, Role};

use crate::Parts;
use crate::cell::Listener;
use crate::hub::member_lists::{RosterRead, WHOLE_MEMBERS_MAX};
use crate::hub::{Input, Joined};

/// Members above which presences and members are left out altogether.
const PRESENCES_MEMBERS_MAX: u32 = 75_000;

/// GUILD_CREATE for one session.
pub async fn guild_create(
    app: &App,
    listener: &Listener,
    joined: Joined,
) -> Result<GuildCreate, ActionError> {
    let Joined { snapshot, member, visible, online } = joined;
    let guild_id = snapshot.id();
    let member_count = sessions::member_count(app, guild_id).await?;
    let mut guild = parvis_model::Guild::clone(snapshot.guild());
    guild.roles = snapshot.roles().map(|role| Role::clone(role)).collect();
    guild.emojis = snapshot.emojis().to_vec();
    guild.roles.sort_by_key(|role| (role.position, role.id));
    let channels = snapshot.channels().filter(|channel| visible.contains(&channel.id));
    let channels = channels.map(|channel| Channel::clone(channel)).collect();
    let mut create = GuildCreate::new(guild, member.joined_at, member_count);
    create.channels = with_heads(app, channels).await?;
    create.channels.sort_by_key(|channel| (channel.position, channel.id));
    let view = view_of(&member, app.now_ms());
    let threads = snapshot.threads().filter(|thread| snapshot.may_view(thread.id, &view));
    let threads = threads.map(|thread| thread.seen_by(member.user.id)).collect();
    create.threads = with_heads(app, threads).await?;
    create.threads.sort_by_key(|thread| thread.id);
    // Seen now and where the stream is: who lost a channel in between must not learn of what is planned there.
    create.guild_scheduled_events = sessions::scheduled_events(app, guild_id, member.user.id).await?;
    create.guild_scheduled_events.retain(|event| event.channel_id.is_none_or(|id| visible.contains(&id)));
    create.large = member_count > listener.admission.large_threshold;
    let wants_members = listener.is_bot
        && listener.admission.intents.contains(Intents::GUILD_PRESENCES)
        && member_count <= PRESENCES_MEMBERS_MAX;
    if !wants_members {
        create.members = vec![Member::clone(&member)];
    } else if create.large {
        create.members = online.iter().map(|(member, _)| Member::clone(member)).collect();
        if !online.iter().any(|(other, _)| other.user.id == member.user.id) {
            create.members.push(Member::clone(&member));
        }
        create.presences = online.into_iter().map(|(_, presence)| presence).collect();
    } else {
        create.members = sessions::all_members(app, guild_id, member_count.max(1)).await?;
        if !create.members.iter().any(|other| other.user.id == member.user.id) {
            create.members.push(Member::clone(&member));
        }
        create.presences = of_members(online, &create.members);
    }
    Ok(create)
}

/// Presences of those who are in the list: libraries stumble over a presence without its member.
fn of_members(online: Vec<(Arc<Member>, Presence)>, members: &[Member]) -> Vec<Presence> {
    let listed: HashSet<_> = members.iter().map(|member| member.user.id).collect();
    online.into_iter().filter(|(member, _)| listed.contains(&member.user.id)).map(|it| it.1).collect()
}

/// Brings a guild into memory that somebody has joined.
pub async fn load(parts: Arc<Parts>, guild_id: Id<GuildMarker>) {
    if let Err(error) = parts.app.live.guild(&parts.app.store, guild_id).await {
        tracing::error!(%error, "a guild could not be loaded");
    }
    parts.inbox.put(Input::Loaded { guild_id });
}

/// Reads the members of a guild whose list somebody has opened.
pub async fn load_roster(parts: Arc<Parts>, guild_id: Id<GuildMarker>) {
    let read = async {
        let member_count = sessions::member_count(&parts.app, guild_id).await?;
        let members = if member_count <= WHOLE_MEMBERS_MAX {
            Some(sessions::all_members(&parts.app, guild_id, WHOLE_MEMBERS_MAX + 1).await?)
        } else {
            None
        };
        Ok::<_, ActionError>(RosterRead { member_count, members })
    };
    let read = read.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a member list could not be read: it shows who is there");
        RosterRead { member_count: 0, members: None }
    });
    parts.inbox.put(Input::Roster { guild_id, read });
}

/// Fills in last message, last pin and a thread's counts, which change without an event of the channel.
pub async fn with_heads(app: &App, mut channels: Vec<Channel>) -> Result<Vec<Channel>, ActionError> {
    let heads = sessions::heads(app, channels.iter().map(|channel| channel.id).collect()).await?;
    for channel in &mut channels {
        if let Some(head) = heads.get(&channel.id) {
            head.put_into(channel);
        }
    }
    Ok(channels)
}
