//! Lists of other instances that the house follows. They are fetched every day, count only while they are signed by the
//! key that was agreed on, and are shown: that is all, unless somebody says that cases may be proposed. What is shown
//! is exactly what is done, under its digest.

use std::collections::{BTreeSet, HashSet};
use std::str::FromStr;
use std::time::Duration;

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::{Id, Timestamp, User};
use parvis_outgoing::{Caps, Request};
use parvis_watchlists::effect::{self, Effect, Mode, Outcome, Target};
use parvis_watchlists::signed::{About, List as Signed, Published};
use parvis_watchlists::{ContentHash, Evidence, Subject};
use serde::Serialize;

use super::access;
use super::presence::{self, Presence, Scope, Wanted, hex};
use super::proposals::{Opened, open_finding};
use super::{BYTES_MAX, DAY_MS, PROPOSED_MAX};
use crate::desk::{self, unknown};
use crate::shown::person;
use crate::tables::lists::Place;
use crate::tables::lists::signed::{self as kept, Subscription, SubscriptionMarker};
use crate::words::{Label, Subject as Thing};

/// Lists that are followed.
const FOLLOWED_MAX: u32 = 50;
/// Entries that are not followed.
const IGNORED_MAX: usize = 10_000;
/// Lists that are fetched in one round.
const AT_ONCE: u32 = 10;
/// What an effect shows.
const SHOWN_MAX: usize = 500;
const CAPS: Caps = Caps { within: Duration::from_secs(20), body_bytes_max: 4 * BYTES_MAX, cuts: false };

/// A list that is followed.
#[derive(Debug, Serialize)]
pub struct ShownSubscription {
    id: Id<SubscriptionMarker>,
    url: String,
    key: String,
    mode: Mode,
    ignored: Vec<Published>,
    about: Option<ShownAbout>,
    fetched_at: Option<Timestamp>,
    tried_at: Timestamp,
    refusal: Option<String>,
}

/// What a list of others says of itself.
#[derive(Debug, Serialize)]
struct ShownAbout {
    title: String,
    issuer: String,
    appeal: String,
    evidence: Evidence,
    source: String,
    licence: String,
    issued_at: Timestamp,
    expires_at: Timestamp,
    expired: bool,
}

fn shown(it: Subscription, now: Timestamp) -> ShownSubscription {
    let about = |about: About| ShownAbout {
        title: about.title,
        issuer: about.issuer,
        appeal: about.appeal,
        evidence: about.evidence,
        source: about.source,
        licence: about.licence,
        issued_at: Timestamp::from_unix_ms(about.issued_ms),
        expires_at: Timestamp::from_unix_ms(about.expires_ms),
        expired: about.expires_ms <= now.unix_ms(),
    };
    let mut ignored: Vec<Published> = it.ignored.into_iter().collect();
    ignored.sort_unstable();
    ShownSubscription {
        id: it.id,
        url: it.url,
        key: hex(&it.signer),
        mode: it.mode,
        ignored,
        about: it.about.map(about),
        fetched_at: it.fetched_at,
        tried_at: it.tried_at,
        refusal: it.refusal,
    }
}

/// The lists that the house follows.
pub async fn all(app: &App, caller: &Caller) -> ActionResult<Vec<ShownSubscription>> {
    access::standing(app, caller, None).await?;
    let now = desk::now(app);
    let all = app.read(|tx| Ok(kept::subscriptions(tx, FOLLOWED_MAX)?)).await?;
    Ok(all.into_iter().map(|it| shown(it, now)).collect())
}

/// Follows a list, and fetches it. It is shown only, until somebody says otherwise.
pub async fn follow(
    app: &App,
    caller: &Caller,
    url: String,
    signer: [u8; 32],
) -> ActionResult<ShownSubscription> {
    access::standing(app, caller, None).await?;
    app.outgoing
        .check(&url, true)
        .map_err(|error| ActionError::invalid("url", "URL_REFUSED", error.to_string()))?;
    let now = desk::now(app);
    let it = Subscription {
        id: app.ids.next(),
        url,
        signer,
        mode: Mode::Notify,
        ignored: HashSet::new(),
        about: None,
        file: None,
        fetched_at: None,
        tried_at: now,
        refusal: None,
    };
    let id = it.id;
    app.write(desk::lane(None), move |tx, _| {
        if kept::subscriptions(tx, FOLLOWED_MAX)?.len() >= FOLLOWED_MAX as usize {
            let text = "Maximum number of lists reached (50).";
            return Err(ActionError::invalid("url", "MAX_LISTS", text));
        }
        if !kept::follow(tx, &it)? {
            return Err(ActionError::invalid("url", "LIST_FOLLOWED", "This list is followed already."));
        }
        Ok(())
    })
    .await?;
    fetch(app, id).await
}

/// Fetches a list of others now.
pub async fn refresh(
    app: &App,
    caller: &Caller,
    id: Id<SubscriptionMarker>,
) -> ActionResult<ShownSubscription> {
    access::standing(app, caller, None).await?;
    fetch(app, id).await
}

async fn get(app: &App, id: Id<SubscriptionMarker>) -> ActionResult<Subscription> {
    let found = app.read(move |tx| Ok(kept::subscription(tx, id)?)).await?;
    found.ok_or(unknown("Subscription"))
}

/// Fetches an issue, and keeps it if it is good; else the last good one stays until its time is over.
async fn fetch(app: &App, id: Id<SubscriptionMarker>) -> ActionResult<ShownSubscription> {
    let it = get(app, id).await?;
    let now = desk::now(app);
    let known_ms = it.about.as_ref().map(|about| about.issued_ms);
    let fetched = match app.outgoing.send(Request::get(&it.url), CAPS).await {
        Err(error) => Err(error.to_string()),
        Ok(answer) if !answer.status.is_success() => Err(format!("answered {}", answer.status)),
        Ok(answer) => {
            let work = tokio::task::spawn_blocking(move || open(&answer.body, &it.signer, known_ms, now));
            work.await.unwrap_or_else(|error| Err(error.to_string()))
        }
    };
    app.write(desk::lane(None), move |tx, _| {
        match fetched {
            Ok((list, file)) => kept::set_issue(tx, id, &list.about, &file, now)?,
            Err(refusal) => kept::set_refusal(tx, id, &refusal, now)?,
        }
        Ok(shown(kept::subscription(tx, id)?.ok_or(unknown("Subscription"))?, now))
    })
    .await
}

fn open(
    body: &[u8],
    signer: &[u8; 32],
    known_ms: Option<i64>,
    now: Timestamp,
) -> Result<(Signed, String), String> {
    let file = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    let list = Signed::open(file, signer, known_ms, now.unix_ms()).map_err(|refusal| refusal.to_string())?;
    Ok((list, file.to_owned()))
}

/// Fetches the lists that were not tried for a day.
pub async fn fetch_due(app: &App) -> ActionResult<()> {
    let before = Timestamp::from_unix_ms(app.now_ms() - DAY_MS);
    let due = app.read(move |tx| Ok(kept::due(tx, before, AT_ONCE)?)).await?;
    for it in due {
        fetch(app, it.id).await?;
    }
    Ok(())
}

/// Says what is done with a list's entries, and which are not followed.
pub async fn edit(
    app: &App,
    caller: &Caller,
    id: Id<SubscriptionMarker>,
    mode: Option<Mode>,
    ignored: Option<Vec<String>>,
) -> ActionResult<ShownSubscription> {
    access::standing(app, caller, None).await?;
    let ignored = ignored.map(read_ignored).transpose()?;
    let now = desk::now(app);
    app.write(desk::lane(None), move |tx, _| {
        let it = kept::subscription(tx, id)?.ok_or(unknown("Subscription"))?;
        kept::set_mode(tx, id, mode.unwrap_or(it.mode), &ignored.unwrap_or(it.ignored))?;
        Ok(shown(kept::subscription(tx, id)?.ok_or(unknown("Subscription"))?, now))
    })
    .await
}

fn read_ignored(entries: Vec<String>) -> ActionResult<HashSet<Published>> {
    if entries.len() > IGNORED_MAX {
        let text = "Must be 10000 or fewer in length.";
        return Err(ActionError::invalid("ignored", "BASE_TYPE_MAX_LENGTH", text));
    }
    let read = |(at, entry): (usize, String)| {
        Published::try_from(entry)
            .map_err(|error| ActionError::invalid(format!("ignored.{at}"), "LIST_ENTRY", error))
    };
    entries.into_iter().enumerate().map(read).collect()
}

/// Follows a list no longer.
pub async fn unfollow(app: &App, caller: &Caller, id: Id<SubscriptionMarker>) -> ActionResult<()> {
    access::standing(app, caller, None).await?;
    let was_one = app.write(desk::lane(None), move |tx, _| Ok(kept::unfollow(tx, id)?)).await?;
    if was_one { Ok(()) } else { Err(unknown("Subscription")) }
}

/// What a list does here.
#[derive(Debug, Serialize)]
pub struct ShownEffect {
    rows: Vec<ShownEffectRow>,
    has_more: bool,
    digest: String,
    /// How many cases carrying it out would open.
    cases: usize,
}

#[derive(Debug, Serialize)]
struct ShownEffectRow {
    entry: String,
    outcome: Outcome,
    user: Option<User>,
    /// The domain or the hash.
    target: Option<String>,
    places: usize,
}

/// A list with what it does at this moment.
struct Looked {
    subscription: Subscription,
    list: Option<Signed>,
    effect: Option<Effect>,
    presence: Presence,
}

/// A list that is not signed, or whose time is over, does nothing.
async fn look(app: &App, id: Id<SubscriptionMarker>) -> ActionResult<Looked> {
    let subscription = get(app, id).await?;
    let now_ms = app.now_ms();
    let opened = |file: &String| Signed::open(file, &subscription.signer, None, now_ms).ok();
    let list = subscription.file.as_ref().and_then(opened);
    let subjects: Vec<Subject> =
        list.iter().flat_map(|list| &list.entries).filter_map(|it| subject(&it.subject)).collect();
    let presence = presence::presence(app, &Scope::House, Wanted::of_subjects(subjects.iter())).await?;
    let follows = effect::Subscription { mode: subscription.mode, ignored: subscription.ignored.clone() };
    let effect =
        list.as_ref().and_then(|list| effect::effect(list, &presence.holdings, &follows, now_ms).ok());
    Ok(Looked { subscription, list, effect, presence })
}

fn subject(published: &Published) -> Option<Subject> {
    match published {
        Published::Account(_) => None,
        Published::Domain(domain) => Some(Subject::Domain(domain.clone())),
        Published::Content(hash) => Some(Subject::Content(hash.clone())),
    }
}

impl Looked {
    /// Where what a row means stands; nowhere for an account.
    fn places(&self, target: &Target) -> Vec<Place> {
        match target {
            Target::Account(_) => Vec::new(),
            Target::Domain(domain) => self.presence.links_to(std::slice::from_ref(domain)),
            Target::Content(text) => hash_of(text).map_or(Vec::new(), |hash| self.presence.files_of(&hash)),
        }
    }

    /// About what cases would be opened, each once.
    fn cases(&self) -> Vec<Thing> {
        let rows = self.effect.iter().flat_map(|effect| &effect.rows);
        let proposed = rows.filter(|row| row.outcome == Outcome::Proposed);
        let (mut people, mut messages) = (BTreeSet::new(), BTreeSet::new());
        for row in proposed {
            match &row.target {
                Target::Account(id) => people.extend([*id]),
                other => messages.extend(self.places(other)),
            }
        }
        let people = people.into_iter().map(|id| Thing::Person { user_id: Id::new(id), guild_id: None });
        let messages = messages
            .into_iter()
            .map(|Place { channel_id, message_id }| Thing::Message { channel_id, message_id });
        people.chain(messages).collect()
    }
}

fn hash_of(text: &str) -> Option<ContentHash> {
    match Subject::from_str(text) {
        Ok(Subject::Content(hash)) => Some(hash),
        _ => None,
    }
}

/// What a list does here at this moment.
pub async fn preview(app: &App, caller: &Caller, id: Id<SubscriptionMarker>) -> ActionResult<ShownEffect> {
    access::standing(app, caller, None).await?;
    let looked = look(app, id).await?;
    app.read(move |tx| {
        let cases = looked.cases().len();
        let (Some(list), Some(effect)) = (&looked.list, &looked.effect) else {
            return Ok(ShownEffect { rows: Vec::new(), has_more: false, digest: String::new(), cases });
        };
        let mut rows = Vec::new();
        for row in effect.rows.iter().take(SHOWN_MAX) {
            let (user_id, target) = match &row.target {
                Target::Account(id) => (Some(Id::new(*id)), None),
                Target::Domain(text) | Target::Content(text) => (None, Some(text.clone())),
            };
            rows.push(ShownEffectRow {
                entry: list.entries[row.entry].subject.to_string(),
                outcome: row.outcome,
                user: person(tx, user_id)?,
                target,
                places: looked.places(&row.target).len(),
            });
        }
        let has_more = effect.rows.len() > SHOWN_MAX;
        Ok(ShownEffect { rows, has_more, digest: hex(&effect.digest), cases })
    })
    .await
}

/// Carries out what was shown under a digest: a case for each thing that is proposed.
pub async fn carry_out(
    app: &App,
    caller: &Caller,
    id: Id<SubscriptionMarker>,
    digest: String,
) -> ActionResult<Opened> {
    access::standing(app, caller, None).await?;
    let looked = look(app, id).await?;
    let now_digest = looked.effect.as_ref().map(|effect| hex(&effect.digest));
    if now_digest != Some(digest) {
        let text = "What would be opened has changed since it was shown. Look at it again.";
        return Err(ActionError::invalid("digest", "PROPOSAL_CHANGED", text));
    }
    let cases = looked.cases();
    if cases.len() > PROPOSED_MAX {
        let text = "More than 50 cases take an action day, and two people.";
        return Err(ActionError::invalid("digest", "ACTION_DAY_NEEDED", text));
    }
    let Some(about) = looked.subscription.about else { return Ok(Opened::default()) };
    let label = Label {
        name: "followed_list".to_owned(),
        by: about.title,
        detail: format!("{}, {}, {}", about.issuer, about.evidence.as_str(), about.source)
            .chars()
            .take(200)
            .collect(),
    };
    let mut opened = Vec::new();
    for subject in cases {
        opened.extend(open_finding(app, subject, label.clone()).await?);
    }
    Ok(Opened { case_ids: opened })
}
