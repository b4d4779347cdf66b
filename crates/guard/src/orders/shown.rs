//! Orders as the moderators of the house see them.

use parvis_app::ActionResult;
use parvis_model::marker::{CaseMarker, GenericMarker, OrderMarker};
use parvis_model::{Id, OrderState, Timestamp, User};
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use super::words::{Authentication, Impossibility, LinkRefusal, OrderAct, OrderKind};
use crate::desk::Standing;
use crate::shown::{self as shown_cases, ShownDecision};
use crate::tables::orders::{self as tables, Link, Order, Particulars};
use crate::tables::{cases, decisions};
use crate::words::Subject;

/// Acts that are shown with an order.
pub(super) const ACTS_MAX: u32 = 200;

/// An order, or a referral.
#[derive(Debug, Serialize)]
pub struct ShownOrder {
    id: Id<OrderMarker>,
    kind: OrderKind,
    state: OrderState,
    authority: String,
    member_state: String,
    reference: String,
    received_at: Timestamp,
    due_at: Option<Timestamp>,
    executed_at: Option<Timestamp>,
    undisclosed_until: Option<Timestamp>,
    /// Whether the authority sent none before: it has to explain itself twelve hours earlier (article 3(2)).
    first_contact: bool,
    /// What a complete order has and this one lacks (article 3(4)).
    missing: Vec<&'static str>,
    #[serde(flatten)]
    particulars: Particulars,
    authentication: Option<ShownAuthentication>,
    impossibility: Option<ShownImpossibility>,
    answer: Option<String>,
    links: Vec<ShownLink>,
    acts: Vec<ShownAct>,
}

#[derive(Debug, Serialize)]
struct ShownAuthentication {
    method: Authentication,
    text: String,
}

#[derive(Debug, Serialize)]
struct ShownImpossibility {
    ground: Impossibility,
    text: String,
}

#[derive(Debug, Serialize)]
struct ShownLink {
    url: String,
    subject: Option<Subject>,
    refused: Option<LinkRefusal>,
    user: Option<User>,
    case_id: Option<Id<CaseMarker>>,
    decision: Option<ShownDecision>,
}

#[derive(Debug, Serialize)]
struct ShownAct {
    id: Id<GenericMarker>,
    act: OrderAct,
    user: Option<User>,
    text: String,
    at: Timestamp,
}

/// An order with everything about it.
pub(super) fn order(
    tx: &mut Tx<'_>,
    standing: &Standing,
    order: Order,
    now: Timestamp,
) -> ActionResult<ShownOrder> {
    let links = tables::links(tx, order.id)?;
    let missing = missing(&order, &links);
    let mut shown = Vec::new();
    for it in links {
        shown.push(link(tx, standing, it, now)?);
    }
    let mut acts = Vec::new();
    for act in tables::acts(tx, order.id, ACTS_MAX)? {
        let at = Timestamp::from_unix_ms(act.id.created_unix_ms());
        let user = shown_cases::person(tx, act.user_id)?;
        acts.push(ShownAct { id: act.id, act: act.act, user, text: act.note, at });
    }
    Ok(ShownOrder {
        first_contact: order.kind == OrderKind::Order && !tables::is_known(tx, &order)?,
        missing,
        id: order.id,
        kind: order.kind,
        state: order.state,
        authority: order.authority,
        member_state: order.member_state,
        reference: order.reference,
        received_at: order.received_at,
        due_at: order.due_at,
        executed_at: order.executed_at,
        undisclosed_until: order.undisclosed_until,
        particulars: order.particulars,
        authentication: order.authentication.map(|(method, text)| ShownAuthentication { method, text }),
        impossibility: order.impossibility.map(|(ground, text)| ShownImpossibility { ground, text }),
        answer: order.answer,
        links: shown,
        acts,
    })
}

fn link(tx: &mut Tx<'_>, standing: &Standing, link: Link, now: Timestamp) -> Result<ShownLink, StoreError> {
    // A case about a whole place, or of a referral, is decided at the desk: what came of it is asked of the case.
    let decision_id = match (link.decision_id, link.case_id) {
        (Some(id), _) => Some(id),
        (None, Some(case_id)) => {
            cases::get(tx, case_id)?.filter(|it| it.is_decided).and_then(|it| it.decision_id)
        }
        (None, None) => None,
    };
    let decision = match decision_id {
        Some(id) => decisions::get(tx, id)?,
        None => None,
    };
    Ok(ShownLink {
        url: link.url,
        subject: link.subject,
        refused: link.refused,
        user: shown_cases::person(tx, link.user_id)?,
        case_id: link.case_id,
        decision: decision.map(|it| shown_cases::decision(tx, standing, it, now)).transpose()?,
    })
}

/// What article 3(4) asks for and the order does not have.
fn missing(order: &Order, links: &[Link]) -> Vec<&'static str> {
    if order.kind == OrderKind::Referral {
        return Vec::new();
    }
    let said = &order.particulars;
    let lacks = [
        ("reasons", said.reasons.is_empty()),
        ("material", said.material.is_empty()),
        ("redress", said.redress.is_empty()),
        ("signed", !said.signed),
        ("issued_at", said.issued_at.is_none()),
        ("urls", links.iter().all(|link| link.subject.is_none())),
    ];
    lacks.into_iter().filter(|(_, is_missing)| *is_missing).map(|(name, _)| name).collect()
}
