//! The gate of a list: two people label a random sample of those whom it names here, neither of them sees the other's
//! labels, and whoever handed the list in labels nothing. Figures are shown when the gate has decided.

use std::collections::{HashMap, HashSet};

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};
use parvis_store::{StoreError, Tx};
use parvis_watchlists::gate::{self, Label, Labelled, STEPS, Standing as Gate, State};
use serde::Serialize;

use super::access;
use super::shown::{self, ShownRow};
use crate::desk::{self, Standing};
use crate::tables::lists::{self as tables, List, ListMarker};

/// Rows of a sample that are handed out at once.
const HANDED_OUT_MAX: usize = 20;
/// Who label a sample.
const REVIEWERS: usize = 2;

/// Where the gate of a list stands.
#[derive(Debug, Serialize)]
pub struct ShownGate {
    state: State,
    /// Rows that name somebody here for certain, of which the sample is drawn.
    population: usize,
    /// How large a sample the gate needs at least.
    needed: usize,
    sample_size: usize,
    labelled_by_me: usize,
    labelled_by_other: usize,
    reviewers: usize,
    may_label: bool,
    /// What came of it, when the gate has decided.
    result: Option<Outcome>,
}

/// What came of a sample.
#[derive(Debug, Serialize)]
struct Outcome {
    labelled: usize,
    right: usize,
    disagreed: usize,
    lower_bound: f64,
    decided_at: Option<Timestamp>,
}

/// What is to be labelled.
#[derive(Debug, Serialize)]
pub struct Sample {
    gate: ShownGate,
    rows: Vec<ShownRow>,
}

/// A gate with what it rests on.
struct Looked {
    order: Vec<u64>,
    labels: Vec<Labelled>,
    standing: Gate,
}

fn look(tx: &mut Tx<'_>, list: &List) -> Result<Looked, StoreError> {
    let order = tables::sampling_order(tx, list.id)?;
    let labels = tables::labels(tx, list.id)?;
    if let Some((standing, _)) = list.gate {
        return Ok(Looked { order, labels, standing });
    }
    let submitter = list.submitter_id.map_or(0, Id::get);
    let standing = gate::standing(&order, &labels, submitter)
        .map_err(|error| StoreError::Invalid(format!("the sample of list {}: {error}", list.id)))?;
    Ok(Looked { order, labels, standing })
}

/// Whether a list was found to be right often enough that its rows may be proposed together.
pub(super) fn is_open(tx: &mut Tx<'_>, list: &List) -> Result<bool, StoreError> {
    Ok(look(tx, list)?.standing.state == State::Open)
}

/// Where the gate stands, as somebody may know it.
pub(super) fn gate(tx: &mut Tx<'_>, list: &List, me: Id<UserMarker>) -> Result<ShownGate, StoreError> {
    let looked = look(tx, list)?;
    Ok(shown_gate(list, &looked, me))
}

fn shown_gate(list: &List, looked: &Looked, me: Id<UserMarker>) -> ShownGate {
    let Looked { order, labels, standing } = looked;
    let reviewers: HashSet<u64> = labels.iter().map(|it| it.reviewer).collect();
    let mine = labels.iter().filter(|it| it.reviewer == me.get()).count();
    let is_sampling = standing.state == State::Sampling;
    let has_room = reviewers.len() < REVIEWERS || reviewers.contains(&me.get());
    let is_decided = !is_sampling && !labels.is_empty();
    ShownGate {
        state: standing.state,
        population: order.len(),
        needed: STEPS[0].0,
        sample_size: standing.sample_size,
        labelled_by_me: mine,
        labelled_by_other: labels.len() - mine,
        reviewers: reviewers.len(),
        may_label: is_sampling && has_room && list.submitter_id != Some(me),
        result: is_decided.then(|| Outcome {
            labelled: standing.labelled,
            right: standing.right,
            disagreed: standing.disagreed,
            lower_bound: standing.lower_bound,
            decided_at: list.gate.map(|(_, at)| at),
        }),
    }
}

/// The next rows of the sample that the caller has not labelled.
pub async fn sample(app: &App, caller: &Caller, id: Id<ListMarker>) -> ActionResult<Sample> {
    let (standing, list) = access::list(app, caller, id).await?;
    let (me, now) = (caller.user_id, desk::now(app));
    require_valid(&list, now)?;
    app.read(move |tx| {
        let looked = look(tx, &list)?;
        let gate = shown_gate(&list, &looked, me);
        let rows = if gate.may_label { unlabelled(tx, &standing, &list, &looked, me)? } else { Vec::new() };
        Ok(Sample { gate, rows })
    })
    .await
}

fn unlabelled(
    tx: &mut Tx<'_>,
    standing: &Standing,
    list: &List,
    looked: &Looked,
    me: Id<UserMarker>,
) -> Result<Vec<ShownRow>, StoreError> {
    let mine = looked.labels.iter().filter(|it| it.reviewer == me.get());
    let mine: HashSet<u64> = mine.map(|it| it.row).collect();
    let sample = looked.order.iter().take(looked.standing.sample_size);
    let mut rows = Vec::new();
    for number in sample.filter(|number| !mine.contains(number)).take(HANDED_OUT_MAX) {
        if let Some(row) = tables::row(tx, list.id, number_of(*number))? {
            rows.push(shown::row(tx, standing, row)?);
        }
    }
    Ok(rows)
}

fn number_of(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

pub(super) fn require_valid(list: &List, now: Timestamp) -> ActionResult<()> {
    if list.expires_at > now {
        return Ok(());
    }
    Err(ActionError::invalid("list_id", "LIST_EXPIRED", "The time of this list is over."))
}

/// Says of a row of the sample whether it is right. What somebody said can be changed until the other one said
/// something of the row, too.
pub async fn label(
    app: &App,
    caller: &Caller,
    id: Id<ListMarker>,
    number: u32,
    label: Label,
) -> ActionResult<ShownGate> {
    let (_, list) = access::list(app, caller, id).await?;
    let (me, now) = (caller.user_id, desk::now(app));
    require_valid(&list, now)?;
    app.write(desk::lane(list.guild_id), move |tx, _| {
        let mut list = tables::get(tx, id)?.ok_or(desk::unknown("List"))?;
        let looked = look(tx, &list)?;
        let said = Labelled { row: number.into(), reviewer: me.get(), label };
        require_labelling(&list, &looked, said)?;
        tables::set_label(tx, id, said)?;
        let looked = look(tx, &list)?;
        if looked.standing.state != State::Sampling {
            tables::set_gate(tx, id, &looked.standing, now)?;
            list.gate = Some((looked.standing, now));
        }
        Ok(shown_gate(&list, &looked, me))
    })
    .await
}

/// Refuses a label that does not count, and says why.
fn require_labelling(list: &List, looked: &Looked, said: Labelled) -> ActionResult<()> {
    let Looked { order, labels, standing } = looked;
    let wrong = |path: &str, code, text: &str| Err(ActionError::invalid(path, code, text));
    if list.submitter_id.map(Id::get) == Some(said.reviewer) {
        return wrong("list_id", "OWN_LIST", "Whoever handed a list in does not judge it.");
    }
    if standing.state != State::Sampling {
        return wrong("list_id", "GATE_DECIDED", "The sample of this list is decided.");
    }
    let reviewers: HashSet<u64> = labels.iter().map(|it| it.reviewer).collect();
    if reviewers.len() >= REVIEWERS && !reviewers.contains(&said.reviewer) {
        return wrong("list_id", "TWO_REVIEWERS", "Two others judge this sample already.");
    }
    if !order.iter().take(standing.sample_size).any(|row| *row == said.row) {
        return wrong("number", "NOT_SAMPLED", "This row is not in the sample.");
    }
    let of_row: HashMap<u64, Label> =
        labels.iter().filter(|it| it.row == said.row).map(|it| (it.reviewer, it.label)).collect();
    if of_row.len() >= REVIEWERS {
        return wrong("number", "LABEL_FIXED", "Both have said what they think of this row.");
    }
    Ok(())
}
