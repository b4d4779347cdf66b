//! Friends, requests and blocks. Whoever is blocked never learns of it: a block looks like an unfriending, and a
//! request to somebody who blocks like one that is not answered.

use parvis_bus::Audience;
use parvis_model::event::RelationshipRemove;
use parvis_model::marker::UserMarker;
use parvis_model::{Event, FriendSourceFlags, Id, Relationship, RelationshipType, Timestamp};
use parvis_rules::limits;
use parvis_rules::names::UserName;
use parvis_store::{Tx, tables};

use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller, Lane, Outbox};

/// Two accounts, seen from one of them.
#[derive(Clone, Copy)]
struct Pair {
    me: Id<UserMarker>,
    other: Id<UserMarker>,
    now: Timestamp,
}

impl Pair {
    fn new(app: &App, caller: &Caller, other: Id<UserMarker>) -> ActionResult<Self> {
        caller.require_person()?;
        if caller.user_id == other {
            return Err(ActionError::Refused(Refusal::FriendsWithSelf));
        }
        Ok(Self { me: caller.user_id, other, now: Timestamp::from_unix_ms(app.now_ms()) })
    }

    /// One lane for both sides, so that two who ask each other at once become friends.
    fn lane(self) -> Lane {
        Lane::of(self.me.min(self.other))
    }

    fn reversed(self) -> Self {
        Self { me: self.other, other: self.me, now: self.now }
    }

    fn mine(self, tx: &mut Tx<'_>) -> ActionResult<Option<RelationshipType>> {
        Ok(tables::relationships::get(tx, self.me, self.other)?.map(|it| it.kind))
    }

    /// Sets what the other is to me and tells me.
    fn set(self, tx: &mut Tx<'_>, out: &mut Outbox, kind: RelationshipType) -> ActionResult<()> {
        tables::relationships::set(tx, self.me, self.other, kind, self.now)?;
        if let Some(relationship) = tables::relationships::get(tx, self.me, self.other)? {
            let event = Event::RelationshipAdd(Box::new(relationship));
            out.publish(Audience::User(self.me), event);
        }
        Ok(())
    }

    /// Ends what the other is to me and tells me.
    fn end(self, tx: &mut Tx<'_>, out: &mut Outbox, kind: RelationshipType) -> ActionResult<()> {
        if tables::relationships::delete(tx, self.me, self.other)? {
            let event = RelationshipRemove { id: self.other, kind };
            out.publish(Audience::User(self.me), Event::RelationshipRemove(event));
        }
        Ok(())
    }
}

/// The caller's relationships.
pub async fn list(app: &App, caller: &Caller) -> ActionResult<Vec<Relationship>> {
    let user_id = caller.user_id;
    app.read(move |tx| Ok(tables::relationships::of_user(tx, user_id)?)).await
}

/// Asks the person with this name to be friends.
pub async fn request_by_name(app: &App, caller: &Caller, username: &str) -> ActionResult<()> {
    let nobody = || ActionError::Refused(Refusal::NoSuchUsername);
    let name = UserName::parse(username).map_err(|_| nobody())?;
    let found = app.read(move |tx| Ok(tables::users::account_by_name(tx, name.as_str())?)).await?;
    request(app, caller, found.ok_or_else(nobody)?.user.id).await
}

/// Asks somebody to be friends, or accepts that somebody asked.
pub async fn request(app: &App, caller: &Caller, other_id: Id<UserMarker>) -> ActionResult<()> {
    let pair = Pair::new(app, caller, other_id)?;
    app.write(pair.lane(), move |tx, out| {
        let other = tables::users::get(tx, other_id)?.ok_or(ActionError::Unknown(Kind::User))?;
        if other.bot {
            return Err(ActionError::Refused(Refusal::FriendsWithBots));
        }
        match pair.mine(tx)? {
            Some(RelationshipType::FRIEND) => Err(ActionError::Refused(Refusal::AlreadyFriends)),
            Some(RelationshipType::PENDING_OUTGOING) => Ok(()),
            Some(RelationshipType::PENDING_INCOMING) => {
                pair.set(tx, out, RelationshipType::FRIEND)?;
                pair.reversed().set(tx, out, RelationshipType::FRIEND)
            }
            _ => ask(tx, out, pair),
        }
    })
    .await
}

fn ask(tx: &mut Tx<'_>, out: &mut Outbox, pair: Pair) -> ActionResult<()> {
    require_room(tx, pair.me)?;
    require_open_to(tx, pair)?;
    pair.set(tx, out, RelationshipType::PENDING_OUTGOING)?;
    if pair.reversed().mine(tx)? != Some(RelationshipType::BLOCKED) {
        require_room(tx, pair.other)?;
        pair.reversed().set(tx, out, RelationshipType::PENDING_INCOMING)?;
    }
    Ok(())
}

fn require_room(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> ActionResult<()> {
    if tables::relationships::count(tx, user_id)? < limits::RELATIONSHIPS_MAX {
        Ok(())
    } else {
        Err(ActionError::Refused(Refusal::MaxRelationships))
    }
}

/// Refuses requests from where the other wants none.
fn require_open_to(tx: &mut Tx<'_>, pair: Pair) -> ActionResult<()> {
    let settings = tables::settings::of_user(tx, pair.other)?.unwrap_or_default();
    let open = settings.friend_source_flags;
    let is_open = open.contains(FriendSourceFlags::NO_RELATION)
        || open.contains(FriendSourceFlags::MUTUAL_FRIENDS)
            && tables::relationships::share_a_friend(tx, pair.me, pair.other)?
        || open.contains(FriendSourceFlags::MUTUAL_GUILDS)
            && tables::members::share_a_guild(tx, pair.me, pair.other)?;
    if is_open { Ok(()) } else { Err(ActionError::Refused(Refusal::FriendRequestsClosed)) }
}

/// Blocks somebody. A friendship ends; a request of the other stays, unanswered.
pub async fn block(app: &App, caller: &Caller, other_id: Id<UserMarker>) -> ActionResult<()> {
    let pair = Pair::new(app, caller, other_id)?;
    app.write(pair.lane(), move |tx, out| {
        if tables::users::get(tx, other_id)?.is_none() {
            return Err(ActionError::Unknown(Kind::User));
        }
        let mine = pair.mine(tx)?;
        if mine == Some(RelationshipType::BLOCKED) {
            return Ok(());
        }
        if mine.is_none() {
            require_room(tx, pair.me)?;
        }
        pair.set(tx, out, RelationshipType::BLOCKED)?;
        let theirs = pair.reversed().mine(tx)?;
        if let Some(kind @ (RelationshipType::FRIEND | RelationshipType::PENDING_INCOMING)) = theirs {
            pair.reversed().end(tx, out, kind)?;
        }
        Ok(())
    })
    .await
}

/// Ends a friendship, takes a request back, refuses one, or lifts a block.
pub async fn remove(app: &App, caller: &Caller, other_id: Id<UserMarker>) -> ActionResult<()> {
    let pair = Pair::new(app, caller, other_id)?;
    app.write(pair.lane(), move |tx, out| {
        let mine = pair.mine(tx)?.ok_or(ActionError::Unknown(Kind::Relationship))?;
        pair.end(tx, out, mine)?;
        let theirs = pair.reversed().mine(tx)?.filter(|kind| *kind != RelationshipType::BLOCKED);
        match theirs {
            // What the other asked before it was blocked stays as it was.
            Some(kind) if mine != RelationshipType::BLOCKED => pair.reversed().end(tx, out, kind),
            _ => Ok(()),
        }
    })
    .await
}

/// Gives a friend a name that only the caller sees.
pub async fn rename(
    app: &App,
    caller: &Caller,
    other_id: Id<UserMarker>,
    nickname: Option<String>,
) -> ActionResult<()> {
    let pair = Pair::new(app, caller, other_id)?;
    app.write(pair.lane(), move |tx, out| {
        if pair.mine(tx)? != Some(RelationshipType::FRIEND) {
            return Err(ActionError::Unknown(Kind::Relationship));
        }
        tables::relationships::set_nickname(tx, pair.me, pair.other, nickname.as_deref())?;
        if let Some(relationship) = tables::relationships::get(tx, pair.me, pair.other)? {
            let event = Event::RelationshipUpdate(Box::new(relationship));
            out.publish(Audience::User(pair.me), event);
        }
        Ok(())
    })
    .await
}
