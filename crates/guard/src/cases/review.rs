//! Cases that nobody reported: what rules, lists and banks notice waits for a person like what people report. Nothing
//! is done to anybody before that person decides.

use parvis_app::{ActionResult, App, Outbox};
use parvis_model::marker::{CaseMarker, GuildMarker, UserMarker};
use parvis_model::{Event, Id, ReportedMessage, Timestamp};
use parvis_store::{StoreError, Tx, tables as talk};

use crate::tables::cases::{self, Case};
use crate::tables::labels;
use crate::words::{Label, Subject};
use crate::{copies, desk, limits};

/// What was noticed, for a person to look at.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The guild in which the thing is; `None` outside of any, where the house decides.
    pub guild_id: Option<Id<GuildMarker>>,
    /// What it is about.
    pub subject: Subject,
    /// What was noticed, by which rule, list or bank, with its measure. Longer ones are cut: 64, 100 and 200 letters.
    /// No secret and no personal data of others belongs into it.
    pub label: Label,
}

/// The thing itself, as it is kept with a case.
struct Thing {
    user_id: Option<Id<UserMarker>>,
    for_house: bool,
    copy: Option<ReportedMessage>,
    changed: Option<Timestamp>,
}

/// Puts a label on the open case about a thing, or opens one. `None` when the thing is gone, or when somebody has
/// decided about the same since it was last changed.
pub fn open_for_review(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    finding: Finding,
) -> ActionResult<Option<Id<CaseMarker>>> {
    let guild_id = match finding.subject {
        Subject::Guild { guild_id } => Some(guild_id),
        _ => finding.guild_id,
    };
    let Some(thing) = thing(tx, guild_id, &finding.subject)? else { return Ok(None) };
    let label = cut(finding.label);
    if labels::was_decided(tx, &finding.subject, &label, thing.changed)? {
        return Ok(None);
    }
    let case = Case {
        id: app.ids.next(),
        guild_id,
        for_house: thing.for_house,
        escalated: false,
        subject: finding.subject,
        user_id: thing.user_id,
        urgent: false,
        report_count: 0,
        copy: thing.copy,
        barred_id: None,
        claimed_by: None,
        claimed_until: None,
        is_decided: false,
        decided_at: None,
        decision_id: None,
    };
    let is_new = cases::insert(tx, &case)?;
    let case = match is_new {
        true => case,
        false => cases::open_about(tx, &case.subject)?.unwrap_or(case),
    };
    let has_room = labels::count(tx, case.id)? < limits::LABELS_MAX;
    if has_room && labels::insert(tx, app.ids.next(), case.id, &label)? {
        let event = if is_new { Event::GuardCaseCreate } else { Event::GuardCaseUpdate };
        desk::bell_of_memory(app, case.guild_id).ring(tx, out, &case, event)?;
    }
    Ok(Some(case.id))
}

fn cut(label: Label) -> Label {
    let cut = |text: &str, max: usize| text.chars().take(max).collect();
    Label {
        name: cut(&label.name, limits::LABEL_NAME_CHARS_MAX),
        by: cut(&label.by, limits::LABEL_BY_CHARS_MAX),
        detail: cut(&label.detail, limits::LABEL_DETAIL_CHARS_MAX),
    }
}

/// What is there of a thing, and who decides about it: as for what people report.
fn thing(
    tx: &mut Tx<'_>,
    guild_id: Option<Id<GuildMarker>>,
    subject: &Subject,
) -> Result<Option<Thing>, StoreError> {
    let owner_id = match guild_id {
        Some(guild_id) => talk::guilds::owner(tx, guild_id)?,
        None => None,
    };
    match *subject {
        Subject::Message { channel_id, message_id } => {
            let message = talk::messages::get(tx, channel_id, message_id, Id::new(0))?;
            let message = message.filter(|message| message.kind.is_written());
            Ok(message.map(|message| Thing {
                user_id: message.webhook_id.is_none().then_some(message.author.id),
                for_house: owner_id.is_none_or(|owner_id| owner_id == message.author.id),
                copy: Some(copies::of_message(&message)),
                changed: message.edited_timestamp,
            }))
        }
        Subject::Person { user_id, .. } => Ok(talk::users::get(tx, user_id)?.map(|_| Thing {
            user_id: Some(user_id),
            for_house: owner_id.is_none_or(|owner_id| owner_id == user_id),
            copy: None,
            changed: None,
        })),
        Subject::Guild { .. } => Ok(owner_id.map(|owner_id| Thing {
            user_id: Some(owner_id),
            for_house: true,
            copy: None,
            changed: None,
        })),
    }
}
