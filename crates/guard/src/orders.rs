//! The desk for removal orders of authorities under Regulation (EU) 2021/784, and for their referrals: what came in is
//! entered by a moderator of the house, who says how they know that it is authentic; then it is executed within the
//! hour by a decision like any other, or the authority is told why not. A referral orders nothing: it is looked at as
//! the house's own rules have it, without a clock.

pub mod annexes;
pub mod clock;
pub mod contact;
mod contact_words;
mod execution;
pub(crate) mod links;
mod routes;
pub mod shown;
pub mod words;

use parvis_app::{ActionError, ActionResult, App, Caller, Outbox};
use parvis_bus::Audience;
use parvis_model::event::{OrderChange, StatementChange};
use parvis_model::marker::{CaseMarker, GenericMarker, OrderMarker, UserMarker};
use parvis_model::{Event, Id, OrderState, Timestamp};
use parvis_store::{StoreError, Tx};

use crate::desk::{self, Standing, unknown};
use crate::limits;
use crate::tables::orders::{self as tables, Act, Link, Order, Particulars};
use crate::tables::{moderators, statements};
use crate::words::Label;
pub(crate) use execution::Terms;
pub use execution::{Execution, PRESERVED_MS, execute};
use links::Found;
pub use routes::routes;
pub use shown::ShownOrder;
use words::{Authentication, Impossibility, OrderAct, OrderKind};

/// How long a provider has.
pub const HOUR_MS: i64 = 3_600_000;
/// How long the person may not be told, the prolongation included: twice six weeks (article 11(3)).
pub const SILENCE_MS: i64 = 84 * 86_400_000;
/// How old an order may be when it is entered.
const ENTERED_LATE_MS: i64 = 30 * 86_400_000;
/// How long orders are kept: over the year of which they are reported, and the two months in which that is due.
pub const KEPT_MS: i64 = 460 * 86_400_000;
/// Addresses of one order.
pub const LINKS_MAX: usize = 100;
/// Orders of a page.
pub const PAGE_MAX: u32 = 50;

/// What somebody enters.
#[derive(Debug, Clone)]
pub struct Intake {
    /// An order, or a referral.
    pub kind: OrderKind,
    /// Who sent it.
    pub authority: String,
    /// Of which member state.
    pub member_state: String,
    /// Its reference.
    pub reference: String,
    /// When it came; `None` is now.
    pub received_at: Option<Timestamp>,
    /// Until when the person is not told.
    pub undisclosed_until: Option<Timestamp>,
    /// What else it says.
    pub particulars: Particulars,
    /// What it names.
    pub urls: Vec<String>,
}

/// Enters what an authority sent, finds what it names, starts the clock and calls the moderators.
pub async fn create(app: &App, caller: &Caller, intake: Intake) -> ActionResult<ShownOrder> {
    let standing = desk::standing(app, caller, None).await?;
    let now = desk::now(app);
    let received_at = intake.received_at.unwrap_or(now);
    require_between("received_at", received_at, now.unix_ms() - ENTERED_LATE_MS, now.unix_ms())?;
    let silence = received_at.unix_ms() + SILENCE_MS;
    if let Some(until) = intake.undisclosed_until {
        require_between("undisclosed_until", until, received_at.unix_ms(), silence)?;
    }
    let order = Order {
        id: app.ids.next(),
        kind: intake.kind,
        state: OrderState::Received,
        authority: intake.authority,
        member_state: intake.member_state,
        reference: intake.reference,
        received_at,
        due_at: (intake.kind == OrderKind::Order).then(|| hour_after(received_at)),
        calls: clock::calls_due(received_at, now),
        undisclosed_until: intake.undisclosed_until.filter(|_| intake.kind == OrderKind::Order),
        executed_at: None,
        particulars: intake.particulars,
        authentication: None,
        impossibility: None,
        answer: None,
    };
    let mut found = Vec::new();
    for url in &intake.urls {
        found.push(links::resolve(app, url).await?);
    }
    let entered = Entered { order, found, urls: intake.urls, act: app.ids.next(), cases: Vec::new() };
    let cases = entered.found.iter().map(|_| (app.ids.next(), app.ids.next())).collect();
    let entered = Entered { cases, ..entered };
    app.write(desk::lane(None), move |tx, out| entered.write(tx, out, &standing, now)).await
}

/// An order that is about to be written.
struct Entered {
    order: Order,
    found: Vec<Found>,
    urls: Vec<String>,
    act: Id<GenericMarker>,
    cases: Vec<(Id<CaseMarker>, Id<GenericMarker>)>,
}

impl Entered {
    fn write(
        self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        standing: &Standing,
        now: Timestamp,
    ) -> ActionResult<ShownOrder> {
        let Self { order, found, urls, act, cases } = self;
        if !tables::insert(tx, &order)? {
            let text = "This authority sent one of this reference before.";
            return Err(ActionError::invalid("reference", "ORDER_KNOWN", text));
        }
        for (at, ((found, url), ids)) in found.into_iter().zip(urls).zip(cases).enumerate() {
            // A referral opens its cases at once; what an order names stays unseen until it is known to be authentic.
            let case_id = match order.kind {
                OrderKind::Referral => execution::open_case(tx, ids, &found, &label(&order))?,
                OrderKind::Order => None,
            };
            let place = u32::try_from(at).unwrap_or(u32::MAX);
            let (subject, refused, user_id) = (found.subject, found.refused, found.user_id);
            let link = Link { place, url, subject, refused, user_id, case_id, decision_id: None };
            tables::insert_link(tx, order.id, &link)?;
        }
        note(tx, act, &order, Some(standing.user_id()), OrderAct::Received, "")?;
        tell(tx, out, &order, order.kind == OrderKind::Order)?;
        shown::order(tx, standing, order, now)
    }
}

/// The names of labels that say that a case comes from an authority.
const LABEL_OF_ORDER: &str = "removal_order";
const LABEL_OF_REFERRAL: &str = "referral";

/// By which a case is known to come from an authority.
fn label(order: &Order) -> Label {
    let name = match order.kind {
        OrderKind::Order => LABEL_OF_ORDER,
        OrderKind::Referral => LABEL_OF_REFERRAL,
    };
    let by = order.authority.chars().take(limits::LABEL_BY_CHARS_MAX).collect();
    Label { name: name.to_owned(), by, detail: order.reference.clone() }
}

/// Whether a label says that a case comes from an authority, and not from a machine.
pub(crate) fn is_of_authority(label: &Label) -> bool {
    matches!(label.name.as_str(), LABEL_OF_ORDER | LABEL_OF_REFERRAL)
}

fn hour_after(moment: Timestamp) -> Timestamp {
    Timestamp::from_unix_ms(moment.unix_ms() + HOUR_MS)
}

fn require_between(path: &str, moment: Timestamp, from_ms: i64, until_ms: i64) -> ActionResult<()> {
    if (from_ms..=until_ms).contains(&moment.unix_ms()) {
        return Ok(());
    }
    let (from, until) = (Timestamp::from_unix_ms(from_ms), Timestamp::from_unix_ms(until_ms));
    Err(ActionError::invalid(path, "TIME_OUT_OF_BOUNDS", format!("Must be between {from} and {until}.")))
}

/// Notes what somebody did about an order.
fn note(
    tx: &mut Tx<'_>,
    id: Id<GenericMarker>,
    order: &Order,
    user_id: Option<Id<UserMarker>>,
    act: OrderAct,
    note: &str,
) -> Result<(), StoreError> {
    tables::insert_act(tx, &Act { id, order_id: order.id, user_id, act, note: note.to_owned() })
}

/// Tells the moderators of the house, but for those whom it concerns.
fn tell(tx: &mut Tx<'_>, out: &mut Outbox, order: &Order, call: bool) -> Result<(), StoreError> {
    let concerned: Vec<_> = tables::links(tx, order.id)?.into_iter().filter_map(|it| it.user_id).collect();
    let mut people = moderators::all(tx)?;
    people.retain(|id| !concerned.contains(id));
    let change = OrderChange { id: order.id, state: order.state, due_at: order.due_at, call };
    out.publish(Audience::Users(people), Event::GuardOrderUpdate(change));
    Ok(())
}

/// An order that the caller may work on: a moderator of the house, whom it does not concern.
fn find(tx: &mut Tx<'_>, standing: &Standing, id: Id<OrderMarker>) -> ActionResult<Order> {
    let order = tables::get(tx, id)?.ok_or(unknown("Order"))?;
    let concerns = tables::links(tx, id)?.iter().any(|link| link.user_id == Some(standing.user_id()));
    if concerns { Err(unknown("Order")) } else { Ok(order) }
}

/// What does not go with how far an order has come.
fn wrong_state(text: &'static str) -> ActionError {
    ActionError::invalid("order_id", "ORDER_STATE", text)
}

/// A page of orders, newest first.
#[derive(Debug, serde::Serialize)]
pub struct Page {
    orders: Vec<ShownOrder>,
    has_more: bool,
}

/// Orders that wait, or those that do not any more.
pub async fn list(
    app: &App,
    caller: &Caller,
    is_open: bool,
    before: Option<Id<OrderMarker>>,
    limit: usize,
) -> ActionResult<Page> {
    let standing = desk::standing(app, caller, None).await?;
    let (me, now) = (caller.user_id, desk::now(app));
    let before = before.unwrap_or(Id::new(i64::MAX as u64));
    app.read(move |tx| {
        let mut found = tables::page(tx, is_open, me, before, limit as u32 + 1)?;
        let has_more = found.len() > limit;
        found.truncate(limit);
        let orders = found.into_iter().map(|it| shown::order(tx, &standing, it, now));
        Ok(Page { orders: orders.collect::<ActionResult<_>>()?, has_more })
    })
    .await
}

/// One order.
pub async fn get(app: &App, caller: &Caller, id: Id<OrderMarker>) -> ActionResult<ShownOrder> {
    let standing = desk::standing(app, caller, None).await?;
    let now = desk::now(app);
    app.read(move |tx| {
        let order = find(tx, &standing, id)?;
        shown::order(tx, &standing, order, now)
    })
    .await
}

/// Does something to an order, notes it and tells the others.
async fn change(
    app: &App,
    caller: &Caller,
    id: Id<OrderMarker>,
    job: impl FnOnce(&mut Tx<'_>, &mut Outbox, &mut Order) -> ActionResult<(OrderAct, String)> + Send + 'static,
) -> ActionResult<ShownOrder> {
    let standing = desk::standing(app, caller, None).await?;
    let (act_id, now) = (app.ids.next(), desk::now(app));
    app.write(desk::lane(None), move |tx, out| {
        let mut order = find(tx, &standing, id)?;
        let (act, said) = job(tx, out, &mut order)?;
        tables::update(tx, &order)?;
        note(tx, act_id, &order, Some(standing.user_id()), act, &said)?;
        tell(tx, out, &order, false)?;
        shown::order(tx, &standing, order, now)
    })
    .await
}

/// Says how an order was found to be authentic, or that it is forged: then nothing of it is ever executed.
pub async fn authenticate(
    app: &App,
    caller: &Caller,
    id: Id<OrderMarker>,
    is_authentic: bool,
    how: Authentication,
    said: String,
) -> ActionResult<ShownOrder> {
    change(app, caller, id, move |_, _, order| {
        if order.kind != OrderKind::Order || order.state != OrderState::Received {
            return Err(wrong_state("Only an order that nobody has judged yet can be authenticated."));
        }
        order.authentication = Some((how, said.clone()));
        if is_authentic {
            order.state = OrderState::Authentic;
            return Ok((OrderAct::Authenticated, said));
        }
        order.state = OrderState::Forged;
        order.due_at = None;
        Ok((OrderAct::Rejected, said))
    })
    .await
}

/// Says why an order could not be executed: the clock stops until the authority mends it.
pub async fn refuse(
    app: &App,
    caller: &Caller,
    id: Id<OrderMarker>,
    why: Impossibility,
    said: String,
) -> ActionResult<ShownOrder> {
    change(app, caller, id, move |_, _, order| {
        let may = matches!(order.state, OrderState::Received | OrderState::Authentic | OrderState::Executed);
        if order.kind != OrderKind::Order || !may {
            return Err(wrong_state("Only an order that waits, or was executed in part, can be impossible."));
        }
        order.impossibility = Some((why, said.clone()));
        order.due_at = None;
        if order.state != OrderState::Executed {
            order.state = OrderState::NotExecuted;
        }
        Ok((OrderAct::NotExecuted, said))
    })
    .await
}

/// Takes what the authority mended: the addresses that it adds, and a new hour.
pub async fn clarify(
    app: &App,
    caller: &Caller,
    id: Id<OrderMarker>,
    received_at: Option<Timestamp>,
    urls: Vec<String>,
    said: String,
) -> ActionResult<ShownOrder> {
    let mut found = Vec::new();
    for url in &urls {
        found.push(links::resolve(app, url).await?);
    }
    let now = desk::now(app);
    change(app, caller, id, move |tx, _, order| {
        if order.impossibility.is_none() || order.state == OrderState::Forged {
            return Err(wrong_state("Only an order that could not be executed can be mended."));
        }
        let received_at = received_at.unwrap_or(now);
        require_between("received_at", received_at, order.received_at.unix_ms(), now.unix_ms())?;
        let known = tables::links(tx, order.id)?.len();
        if known + found.len() > LINKS_MAX {
            let text = format!("An order names {LINKS_MAX} addresses at most.");
            return Err(ActionError::invalid("urls", "BASE_TYPE_MAX_LENGTH", text));
        }
        // Whatever it adds is as little trusted as what came first.
        if !found.is_empty() {
            order.authentication = None;
        }
        for (at, (found, url)) in found.into_iter().zip(urls).enumerate() {
            let place = u32::try_from(known + at).unwrap_or(u32::MAX);
            let (subject, refused, user_id) = (found.subject, found.refused, found.user_id);
            let link = Link { place, url, subject, refused, user_id, case_id: None, decision_id: None };
            tables::insert_link(tx, order.id, &link)?;
        }
        order.impossibility = None;
        order.state = match order.authentication {
            Some(_) => OrderState::Authentic,
            None => OrderState::Received,
        };
        order.due_at = Some(hour_after(received_at));
        order.calls = clock::calls_due(received_at, now);
        Ok((OrderAct::Clarified, said))
    })
    .await
}

/// Says until when the person is not told, or that they are told now. What was told stays told.
pub async fn disclose(
    app: &App,
    caller: &Caller,
    id: Id<OrderMarker>,
    until: Option<Timestamp>,
) -> ActionResult<ShownOrder> {
    let now = desk::now(app);
    change(app, caller, id, move |tx, out, order| {
        let is_told = order.executed_at.is_some() && order.undisclosed_until.is_none();
        if order.kind != OrderKind::Order || is_told {
            return Err(wrong_state("The person was told already."));
        }
        let until = until.filter(|until| *until > now);
        if let Some(until) = until {
            let from_ms = order.received_at.unix_ms();
            require_between("until", until, from_ms, from_ms + SILENCE_MS)?;
        }
        order.undisclosed_until = until;
        set_told(tx, out, order, until.unwrap_or(now), now)?;
        let said = until.map_or_else(String::new, |until| until.to_string());
        Ok((OrderAct::Disclosure, said))
    })
    .await
}

/// Sets when the people are told of what carried an order out; who is told now learns of it now.
fn set_told(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    order: &Order,
    told_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    for link in tables::links(tx, order.id)? {
        let Some(decision_id) = link.decision_id else { continue };
        statements::set_told(tx, decision_id, told_at)?;
        for statement in statements::of_decision(tx, decision_id)? {
            if told_at <= now {
                let event = Event::GuardStatementCreate(StatementChange { id: statement.id });
                out.publish(Audience::User(statement.user_id), event);
            }
        }
    }
    Ok(())
}

/// Closes a referral with what the authority is told. What was done stands with its cases.
pub async fn answer(
    app: &App,
    caller: &Caller,
    id: Id<OrderMarker>,
    said: String,
) -> ActionResult<ShownOrder> {
    change(app, caller, id, move |_, _, order| {
        if order.kind != OrderKind::Referral || order.state != OrderState::Received {
            return Err(wrong_state("Only a referral that waits can be answered."));
        }
        order.state = OrderState::Answered;
        order.answer = Some(said.clone());
        Ok((OrderAct::Answered, said))
    })
    .await
}
