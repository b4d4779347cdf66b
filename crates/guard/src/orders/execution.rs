//! Carrying an order out: for each message or account that it names a decision with its statement, in the form of any
//! other, sealed and held for six months. Nothing is executed of an order that nobody found to be authentic.

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::marker::{CaseMarker, GenericMarker, OrderMarker, UserMarker};
use parvis_model::{Id, OrderState, Timestamp};
use parvis_store::{StoreError, Tx};

use super::links::{self, Found};
use super::words::{LinkRefusal, OrderAct, OrderKind};
use super::{ShownOrder, change, find, label, wrong_state};
use crate::tables::cases::{self, Case};
use crate::tables::evidence::Hold;
use crate::tables::labels;
use crate::tables::orders::{self as tables, Link, Order};
use crate::words::{Automated, Category, Content, Ground, Label, Measure, MeasureKind, Source, Subject};
use crate::{check, decisions, desk, limits};

/// How long what is removed is preserved: six months (article 6(2)), the longest that these are.
pub const PRESERVED_MS: i64 = 184 * 86_400_000;
/// The word for terrorist content in the Commission's list of keywords.
const KEYWORD: &str = "TERRORIST_CONTENT";

/// What whoever executes an order says.
#[derive(Debug, Clone)]
pub struct Execution {
    /// What happened, for the person.
    pub facts: String,
}

/// What an order asks of a decision besides.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// Which address of which order.
    pub link: (Id<OrderMarker>, u32),
    /// When the person is told, if that is later.
    pub told_at: Option<Timestamp>,
    /// How long what is removed is kept, and for what.
    pub hold: Hold,
}

impl Terms {
    fn of(order: &Order, link: &Link, now: Timestamp) -> Self {
        let told_at = order.undisclosed_until.filter(|until| *until > now);
        // As long as whoever is told later can still ask for another look.
        let asked_until_ms = told_at.map_or(0, |told_at| told_at.unix_ms() + limits::WITHHELD_MS);
        let until = Timestamp::from_unix_ms(asked_until_ms.max(now.unix_ms() + PRESERVED_MS));
        Self {
            link: (order.id, link.place),
            told_at,
            hold: Hold {
                until,
                reason: format!("{} {}: {}", order.member_state, order.authority, order.reference),
            },
        }
    }
}

/// Executes an authentic order. What it names as a whole place is put before the house as a case: only exact content
/// and accounts are removed without another look.
pub async fn execute(
    app: &App,
    caller: &Caller,
    id: Id<OrderMarker>,
    execution: Execution,
) -> ActionResult<ShownOrder> {
    let standing = desk::standing(app, caller, None).await?;
    let caller_id = caller.user_id;
    let (order, named) = app
        .read(move |tx| {
            let order = find(tx, &standing, id)?;
            let links = tables::links(tx, id)?;
            Ok((order, links))
        })
        .await?;
    require_authentic(&order)?;
    if named.iter().filter(|link| matches!(link.subject, Some(Subject::Person { .. }))).count() as u64
        > limits::ONE_PERSON_ACCOUNTS_MAX
    {
        app.read(move |tx| require_another(tx, id, caller_id)).await?;
    }
    let content = content(&order, execution);
    for (measure, link) in named.iter().filter_map(|link| Some((measure_of(link)?, link))) {
        let content = Content { measures: measure.into_iter().map(Measure::of).collect(), ..content.clone() };
        carry_out(app, caller, &order, link, content).await?;
    }
    let now = desk::now(app);
    change(app, caller, id, move |tx, _, order| {
        let done = tables::links(tx, order.id)?.iter().filter(|link| link.decision_id.is_some()).count();
        if done == 0 {
            let text = "Nothing that this order names can be removed: say why it could not be executed.";
            return Err(ActionError::invalid("order_id", "NOTHING_TO_EXECUTE", text));
        }
        order.state = OrderState::Executed;
        order.executed_at.get_or_insert(now);
        order.due_at = None;
        Ok((OrderAct::Executed, done.to_string()))
    })
    .await
}

/// Above so many accounts, whoever found the order to be authentic does not execute it.
fn require_another(tx: &mut Tx<'_>, id: Id<OrderMarker>, caller_id: Id<UserMarker>) -> ActionResult<()> {
    let acts = tables::acts(tx, id, super::shown::ACTS_MAX)?;
    let judged = acts.iter().rev().find(|act| act.act == OrderAct::Authenticated);
    if judged.and_then(|act| act.user_id) == Some(caller_id) {
        let text = "More than 50 accounts: somebody else executes what you found to be authentic.";
        return Err(ActionError::invalid("order_id", "FOUR_EYES", text));
    }
    Ok(())
}

fn require_authentic(order: &Order) -> ActionResult<()> {
    if order.kind != OrderKind::Order {
        return Err(wrong_state("A referral orders nothing: its cases are decided like any other."));
    }
    match order.state {
        OrderState::Authentic => Ok(()),
        OrderState::Received => {
            let text = "Nobody has found this order to be authentic yet.";
            Err(ActionError::invalid("order_id", "ORDER_NOT_AUTHENTICATED", text))
        }
        _ => Err(wrong_state("This order does not wait any more.")),
    }
}

/// What is done about an address that waits; inside: nothing by itself, but a case is opened.
fn measure_of(link: &Link) -> Option<Option<MeasureKind>> {
    if link.decision_id.is_some() || link.refused.is_some() {
        return None;
    }
    match link.subject.as_ref()? {
        Subject::Message { .. } => Some(Some(MeasureKind::HideMessage)),
        Subject::Person { .. } => Some(Some(MeasureKind::SuspendAccount)),
        _ => Some(None),
    }
}

fn content(order: &Order, execution: Execution) -> Content {
    let ground = format!(
        "Regulation (EU) 2021/784, article 3: {}, {}, {}",
        order.authority, order.member_state, order.reference
    );
    Content {
        measures: Vec::new(),
        ground: Ground::Law,
        legal_ground: Some(ground),
        rule: String::new(),
        facts: execution.facts,
        category: Category::PublicSecurity,
        keywords: vec![KEYWORD.to_owned()],
        source: Source::Order,
        automated: Automated::None,
        text_to_person: None,
    }
}

/// Opens the case about one address, takes it to the house, and decides it.
async fn carry_out(
    app: &App,
    caller: &Caller,
    order: &Order,
    link: &Link,
    content: Content,
) -> ActionResult<()> {
    // What was said is looked at again: it may be gone, or say something else than when the order came.
    let found = links::resolve(app, &link.url).await?;
    let (order_id, place, ids) = (order.id, link.place, (app.ids.next(), app.ids.next()));
    let (label, refused) = (label(order), found.refused);
    let opened = app.write(desk::lane(found.guild_id), move |tx, _| {
        if let Some(why) = refused {
            tables::set_refused(tx, order_id, place, why)?;
            return Ok(None);
        }
        let opened = open_case(tx, ids, &found, &label)?;
        if let Some(case_id) = opened {
            tables::set_case(tx, order_id, place, case_id)?;
        }
        Ok(opened)
    });
    let Some(case_id) = opened.await?.filter(|_| !content.measures.is_empty()) else { return Ok(()) };
    check::content(&content).map_err(ActionError::Invalid)?;
    let terms = Terms::of(order, link, desk::now(app));
    match decisions::decide_under(app, caller, case_id, content, Some(terms)).await {
        Ok(_) => Ok(()),
        Err(error) if check::is_gone(&error) => {
            let refused = LinkRefusal::Unknown;
            app.write(desk::lane(None), move |tx, _| Ok(tables::set_refused(tx, order_id, place, refused)?))
                .await
        }
        Err(error) => Err(error),
    }
}

/// The open case about a thing, taken to the house, or a new one; `None` when there is nothing. Guilds do not see it:
/// the person may not be told yet, and a guild's staff are not the house.
pub(super) fn open_case(
    tx: &mut Tx<'_>,
    (id, label_id): (Id<CaseMarker>, Id<GenericMarker>),
    found: &Found,
    label: &Label,
) -> Result<Option<Id<CaseMarker>>, StoreError> {
    let Some(subject) = found.subject.clone() else { return Ok(None) };
    let known = cases::open_about(tx, &subject)?.map(|case| case.id);
    match known {
        Some(known) => cases::take_to_house(tx, known)?,
        None => {
            let case = Case {
                id,
                guild_id: found.guild_id,
                for_house: true,
                escalated: false,
                subject,
                user_id: found.user_id,
                urgent: true,
                report_count: 0,
                copy: found.copy.clone(),
                barred_id: None,
                claimed_by: None,
                claimed_until: None,
                is_decided: false,
                decided_at: None,
                decision_id: None,
            };
            cases::insert(tx, &case)?;
        }
    }
    let id = known.unwrap_or(id);
    labels::insert(tx, label_id, id, label)?;
    Ok(Some(id))
}
