//! From a list that names more accounts than one person may decide at once to an action day, which takes two.

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::Id;
use parvis_model::marker::UserMarker;

use super::proposals::{Candidates, candidates};
use super::{access, sampling};
use crate::action_days::manage::{self, Candidate, Draft, Who};
use crate::action_days::shown::ShownDay;
use crate::desk::{self, unknown};
use crate::limits;
use crate::tables::action_days::{Evidence, Origin};
use crate::tables::lists::ListMarker;

/// The name of what speaks for it that an account is on the day's list.
const EVIDENCE: &str = "list";

/// Begins an action day with those whom a list names for certain, once two reviewers found it right often enough.
pub async fn begin(app: &App, caller: &Caller, id: Id<ListMarker>) -> ActionResult<ShownDay> {
    let (_, list) = access::list(app, caller, id).await?;
    let now = desk::now(app);
    sampling::require_valid(&list, now)?;
    let refuse = |code, text: &str| Err(ActionError::invalid("list_id", code, text));
    if list.guild_id.is_some() {
        return refuse("LIST_OF_GUILD", "Action days are the house's.");
    }
    let found = app.read(move |tx| Ok(candidates(tx, id, now)?)).await?;
    let Candidates { gate_open, title, accounts, .. } = found.ok_or(unknown("List"))?;
    if !gate_open {
        let text =
            "Rows of this list are decided one by one: two reviewers did not find it right often enough.";
        return refuse("GATE_SHUT", text);
    }
    if accounts.is_empty() {
        return refuse("NO_ACCOUNTS", "This list names nobody here of whom no case was opened.");
    }
    let day = manage::create(app, caller, title.clone()).await?;
    for part in accounts.chunks(limits::CLUSTER_ACCOUNTS_MAX) {
        let evidence = |detail: &String| Evidence {
            name: EVIDENCE.to_owned(),
            detail: detail.clone(),
            told: false,
            cites: None,
        };
        let candidate = |(id, detail): &(Id<UserMarker>, String)| Candidate {
            who: Who::Id(*id),
            evidence: vec![evidence(detail)],
        };
        let draft = Draft {
            title: title.clone(),
            origin: Origin::List,
            reason: list.about.source.clone(),
            accounts: part.iter().map(candidate).collect(),
        };
        manage::add_cluster(app, caller, day.id, draft).await?;
    }
    manage::get(app, caller, day.id).await
}
