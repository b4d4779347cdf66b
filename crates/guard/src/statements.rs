//! What somebody is told of decisions about them: what was done, on what ground, and how to ask for another look.
//! Nothing in it is about anybody else.

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::marker::{AppealMarker, GuildMarker, StatementMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::tables as talk;
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use crate::appeals::{self, ShownAppeal};
use crate::desk::{self, unknown};
use crate::limits;
use crate::tables::appeals::Appeal;
use crate::tables::statements::{self, Statement};
use crate::tables::{self, decisions};
use crate::words::{Automated, Category, Ground, Measure, Source};

/// A statement of reasons.
#[derive(Debug, Serialize)]
pub struct ShownStatement {
    id: Id<StatementMarker>,
    guild: Option<ShownGuild>,
    measures: Vec<Measure>,
    ends_at: Option<Timestamp>,
    ground: Ground,
    legal_ground: Option<String>,
    rule: String,
    facts: String,
    category: Category,
    source: Source,
    automated: Automated,
    /// Said besides, to nobody else.
    text: Option<String>,
    decided_at: Timestamp,
    undone_at: Option<Timestamp>,
    quote: Option<String>,
    appeal: Option<ShownAppeal>,
    /// Until when another look can be asked for; null when it cannot any more.
    appeal_until: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
struct ShownGuild {
    id: Id<GuildMarker>,
    name: String,
}

/// What the caller was told, newest first.
pub async fn mine(app: &App, caller: &Caller) -> ActionResult<Vec<ShownStatement>> {
    let (me, now) = (caller.user_id, desk::now(app));
    app.read(move |tx| {
        let kept = statements::of_user(tx, me, 100, now)?;
        let shown = kept.into_iter().map(|statement| shown(tx, statement, now));
        Ok(shown.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    })
    .await
}

/// Until when a decision can be appealed.
pub(crate) fn appeal_until(decided_at: Timestamp) -> Timestamp {
    Timestamp::from_unix_ms(decided_at.unix_ms() + limits::APPEAL_WINDOW_MS)
}

fn shown(
    tx: &mut Tx<'_>,
    statement: Statement,
    now: Timestamp,
) -> Result<Option<ShownStatement>, StoreError> {
    let Some(decision) = decisions::get(tx, statement.decision_id)? else { return Ok(None) };
    let guild = match decision.guild_id {
        Some(id) => talk::guilds::get(tx, id)?.map(|guild| ShownGuild { id, name: guild.name }),
        None => None,
    };
    let appeal = tables::appeals::of_statement(tx, statement.id)?;
    let decided_at = Timestamp::from_unix_ms(decision.id.created_unix_ms());
    let may_appeal = appeal.is_none() && decision.undone.is_none();
    let told_at = statement.told_at.map_or(decided_at, |told_at| told_at.max(decided_at));
    let until = Some(appeal_until(told_at)).filter(|until| may_appeal && *until > now);
    let content = decision.content;
    Ok(Some(ShownStatement {
        id: statement.id,
        guild,
        measures: content.measures,
        ends_at: statement.ends_at,
        ground: content.ground,
        legal_ground: content.legal_ground,
        rule: content.rule,
        facts: content.facts,
        category: content.category,
        source: content.source,
        automated: content.automated,
        text: content.text_to_person,
        decided_at,
        undone_at: decision.undone.map(|undone| undone.at),
        quote: statement.quote,
        appeal: appeal.map(|it| appeals::shown(&it)),
        appeal_until: until,
    }))
}

/// Asks that somebody else looks at a decision again.
pub async fn appeal(
    app: &App,
    caller: &Caller,
    id: Id<StatementMarker>,
    text: String,
) -> ActionResult<ShownStatement> {
    let (me, now, appeal_id) = (caller.user_id, desk::now(app), app.ids.next::<AppealMarker>());
    let is_told = move |it: &Statement| it.user_id == me && it.told_at.is_none_or(|told_at| told_at <= now);
    let found = app.read(move |tx| Ok(statements::get(tx, id)?.filter(is_told))).await?;
    let statement = found.ok_or(unknown("Statement"))?;
    let decision_id = statement.decision_id;
    let decision = app.read(move |tx| Ok(decisions::get(tx, decision_id)?)).await?;
    let guild_id = decision.ok_or(unknown("Statement"))?.guild_id;
    let bell = desk::bell(app, guild_id).await?;
    app.write(desk::lane(guild_id), move |tx, out| {
        let decision = decisions::get(tx, decision_id)?.ok_or(unknown("Statement"))?;
        if decision.undone.is_some() {
            let text = "This decision was undone already.";
            return Err(ActionError::invalid("statement_id", "DECISION_UNDONE", text));
        }
        let decided_at = Timestamp::from_unix_ms(decision.id.created_unix_ms());
        if appeal_until(statement.told_at.map_or(decided_at, |told_at| told_at.max(decided_at))) <= now {
            let text = "A decision can be appealed for 183 days.";
            return Err(ActionError::invalid("statement_id", "APPEAL_TOO_LATE", text));
        }
        let appeal = Appeal { statement_id: Some(id), ..appeals::draft(appeal_id, &decision, me, text, now) };
        appeals::file(tx, out, &bell, &appeal, decision.case_id)?;
        shown(tx, statement, now)?.ok_or(unknown("Statement"))
    })
    .await
}
