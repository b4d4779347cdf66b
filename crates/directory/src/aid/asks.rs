//! Answering a listing: asking for so much of it, and who sees what was asked. Nobody learns a name by it.

use std::collections::HashMap;

use parvis_app::{ActionError, ActionResult, App, Caller, Outbox, access};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Permissions, Timestamp, User};
use parvis_store::Tx;

use super::body::AskBody;
use super::kind::{AskState, State};
use super::posting::DAY_MS;
use super::shown::{OwnAsk, ReceivedAsk, ShownListing};
use super::sight::Sight;
use super::{tell, unknown};
use crate::markers::AidMarker;
use crate::tables::aid::Kept;
use crate::tables::aid_asks::Ask;
use crate::{Directory, tables};

/// How often one account asks in a day.
pub const PER_DAY: u32 = 30;
/// Answers to one listing that wait.
const WAITING_MAX: u32 = 50;
/// Own answers that are told at once.
const OWN_MAX: u32 = 1_000;

/// The last answer to each listing, of answers with the newest first.
pub(super) fn latest_of(asks: Vec<Ask>) -> HashMap<Id<AidMarker>, Ask> {
    let mut latest = HashMap::new();
    for ask in asks {
        latest.entry(ask.aid_id).or_insert(ask);
    }
    latest
}

/// Asks for so much of a listing.
pub async fn create(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AidMarker>,
    body: AskBody,
) -> ActionResult<OwnAsk> {
    caller.require_person()?;
    let sight = directory.aid_sight(app, Some(caller)).await?;
    let kept = directory.visible(app, &sight, id).await?;
    let (amount, text) = body.read()?;
    if sight.is_mine(&kept) {
        return Err(ActionError::invalid("aid_id", "AID_OWN", "This listing is your own."));
    }
    if let Some(guild_id) = kept.guild_id {
        access::guild(app, caller, guild_id, Permissions::SEND_MESSAGES).await?;
    }
    let ask = Ask {
        id: app.ids.next(),
        aid_id: id,
        asker_id: caller.user_id,
        own_aid_id: body.listing_id,
        amount,
        text,
        state: AskState::Asked,
        is_shelved: false,
        channel_id: None,
    };
    let now_ms = sight.now_ms;
    let job = move |tx: &mut Tx<'_>, out: &mut Outbox| Ok((add(tx, out, ask, now_ms)?, Vec::new()));
    let ask = directory.change_aid(app, job).await?;
    Ok(OwnAsk { listing: Some(ShownListing::of(&sight, &kept).with_ask(Some(&ask))), ..own_ask(ask, None) })
}

/// Whether one of the two has blocked the other, is kept and told to neither: a refusal would say whom one asks.
fn add(tx: &mut Tx<'_>, out: &mut Outbox, mut ask: Ask, now_ms: i64) -> ActionResult<Ask> {
    let kept = tables::aid::get(tx, ask.aid_id)?.ok_or_else(unknown)?;
    if !is_still_meant(tx, &kept, kept.author_id)? {
        return Err(unknown());
    }
    if kept.state_at(now_ms) != State::Open {
        return Err(ActionError::invalid("aid_id", "AID_NOT_OPEN", "Nothing of this is left."));
    }
    require_left(&kept, ask.amount)?;
    let before = tables::aid_asks::of_asker_among(tx, ask.asker_id, &[ask.aid_id])?;
    if before.iter().any(|ask| ask.state != AskState::Withdrawn) {
        return Err(ActionError::invalid("aid_id", "AID_ASKED_BEFORE", "You have asked this before."));
    }
    if let Some(own_id) = ask.own_aid_id {
        let own = tables::aid::get(tx, own_id)?.filter(|own| own.author_id == ask.asker_id);
        if !own.is_some_and(|own| answers(&own, &kept, ask.amount, now_ms)) {
            let text = "Must be an open listing of your own that is its opposite and has as much left.";
            return Err(ActionError::invalid("listing_id", "AID_NOT_OPPOSITE", text));
        }
    }
    let day = Id::first_of_unix_ms(now_ms - DAY_MS);
    if tables::aid_asks::count_since(tx, ask.asker_id, day)? >= PER_DAY
        || tables::aid_asks::waiting_count(tx, ask.aid_id)? >= WAITING_MAX
    {
        return Err(ActionError::TooFast { retry_after_ms: 3_600_000 });
    }
    ask.is_shelved = parvis_store::tables::relationships::either_blocks(tx, ask.asker_id, kept.author_id)?;
    tables::aid_asks::insert(tx, &ask)?;
    if !ask.is_shelved {
        tell(out, kept.author_id, kept.id, Some(ask.id), ask.state.as_str());
    }
    Ok(ask)
}

/// Whether somebody is among those for whom a listing is meant.
pub(super) fn is_still_meant(tx: &mut Tx<'_>, kept: &Kept, user_id: Id<UserMarker>) -> ActionResult<bool> {
    let Some(guild_id) = kept.guild_id else { return Ok(true) };
    Ok(parvis_store::tables::members::get(tx, guild_id, user_id)?.is_some())
}

/// Whether one's own listing is the opposite of one, and has as much to take.
pub(super) fn answers(own: &Kept, kept: &Kept, amount: u32, now_ms: i64) -> bool {
    own.kind == kept.kind.opposite() && own.state_at(now_ms) == State::Open && own.remaining >= amount
}

/// Refuses to take more than there is.
pub(super) fn require_left(kept: &Kept, amount: u32) -> ActionResult<()> {
    if kept.remaining >= amount {
        return Ok(());
    }
    let text = format!("No more than {} are left.", kept.remaining);
    Err(ActionError::invalid("amount", "AID_NOT_ENOUGH_LEFT", text))
}

/// The answers to a listing of the caller's: those that wait first, then the newest.
pub async fn received(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AidMarker>,
) -> ActionResult<Vec<ReceivedAsk>> {
    let sight = directory.aid_sight(app, Some(caller)).await?;
    directory.authored(app, caller, &sight, id).await?;
    let (mut asks, people, own) = app
        .read(move |tx| {
            let mut asks = tables::aid_asks::of_listing(tx, id)?;
            asks.retain(|ask| !ask.is_shelved);
            let own: Vec<_> = asks.iter().filter_map(|ask| ask.own_aid_id).collect();
            let people = acquainted(tx, asks.iter().map(|ask| (ask, ask.asker_id)))?;
            Ok((asks, people, tables::aid::among(tx, &own)?))
        })
        .await?;
    asks.sort_by_key(|ask| ask.state != AskState::Asked);
    let listing = |id: Option<Id<AidMarker>>| {
        let kept = own.iter().find(|kept| Some(kept.id) == id && sight.may_see(kept));
        kept.map(|kept| ShownListing::of(&sight, kept))
    };
    let shown = asks.into_iter().map(|ask| {
        let user = people.get(&ask.asker_id).filter(|_| ask.channel_id.is_some()).cloned();
        received_ask(listing(ask.own_aid_id), user, ask)
    });
    Ok(shown.collect())
}

/// What the caller has asked, the newest first.
pub async fn mine(directory: &Directory, app: &App, caller: &Caller) -> ActionResult<Vec<OwnAsk>> {
    caller.require_person()?;
    let sight = directory.aid_sight(app, Some(caller)).await?;
    let me = caller.user_id;
    let (asks, people, listings) = app
        .read(move |tx| {
            let asks = tables::aid_asks::of_asker(tx, me, OWN_MAX)?;
            let ids: Vec<_> = asks.iter().map(|ask| ask.aid_id).collect();
            let listings = tables::aid::among(tx, &ids)?;
            let authors: HashMap<_, _> = listings.iter().map(|kept| (kept.id, kept.author_id)).collect();
            let pairs = asks.iter().filter_map(|ask| Some((ask, *authors.get(&ask.aid_id)?)));
            let people = acquainted(tx, pairs)?;
            Ok((asks, people, listings))
        })
        .await?;
    let listings: HashMap<_, _> = listings.into_iter().map(|kept| (kept.id, kept)).collect();
    let shown = asks.into_iter().map(|ask| {
        let kept = listings.get(&ask.aid_id);
        let user = kept.and_then(|kept| people.get(&kept.author_id)).filter(|_| ask.channel_id.is_some());
        let listing = kept.filter(|kept| is_shown_to_asker(&sight, kept, &ask));
        let listing = listing.map(|kept| ShownListing::of(&sight, kept).with_ask(Some(&ask)));
        OwnAsk { listing, ..own_ask(ask, user.cloned()) }
    });
    Ok(shown.collect())
}

fn is_shown_to_asker(sight: &Sight, kept: &Kept, ask: &Ask) -> bool {
    sight.may_see(kept) || ask.channel_id.is_some() && sight.is_light(kept)
}

/// The people with whom somebody has agreed.
fn acquainted<'a>(
    tx: &mut Tx<'_>,
    pairs: impl Iterator<Item = (&'a Ask, Id<UserMarker>)>,
) -> ActionResult<HashMap<Id<UserMarker>, User>> {
    let ids: Vec<_> = pairs.filter(|(ask, _)| ask.channel_id.is_some()).map(|(_, id)| id).collect();
    let people = parvis_store::tables::users::get_many(tx, &ids)?;
    Ok(people.into_iter().map(|user| (user.id, user)).collect())
}

/// An answer as the author of the listing sees it.
pub(super) fn received_ask(listing: Option<ShownListing>, user: Option<User>, ask: Ask) -> ReceivedAsk {
    ReceivedAsk {
        id: ask.id,
        aid_id: ask.aid_id,
        state: ask.state,
        amount: ask.amount,
        created_at: Timestamp::from_unix_ms(ask.id.created_unix_ms()),
        text: ask.text,
        listing,
        user,
        channel_id: ask.channel_id,
    }
}

fn own_ask(ask: Ask, user: Option<User>) -> OwnAsk {
    OwnAsk {
        id: ask.id,
        aid_id: ask.aid_id,
        state: ask.state,
        amount: ask.amount,
        created_at: Timestamp::from_unix_ms(ask.id.created_unix_ms()),
        text: ask.text,
        listing: None,
        own_listing_id: ask.own_aid_id,
        user,
        channel_id: ask.channel_id,
    }
}
