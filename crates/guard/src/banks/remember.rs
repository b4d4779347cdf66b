//! What a case is about, made a known item, by who works on it: whether it is still there or withheld.

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::Id;
use parvis_model::marker::{CaseMarker, ChannelMarker, MessageMarker};
use parvis_store::tables as talk;

use super::Banks;
use super::manage::{self, About, ShownItem, What};
use super::matching;
use crate::desk;
use crate::tables::banks::past::{self, Posted};
use crate::tables::cases::Case;
use crate::words::Subject;

/// Makes the text of a case's message a known item, or with `file` one of its files, counted from 0.
pub async fn remember(
    banks: &Banks,
    app: &App,
    caller: &Caller,
    case_id: Id<CaseMarker>,
    file: Option<usize>,
    about: About,
) -> ActionResult<ShownItem> {
    let (standing, case) = desk::case(app, caller, case_id).await?;
    let Subject::Message { channel_id, message_id } = case.subject else { return Err(gone("case_id")) };
    let what = match file {
        None => What::Text(text_of(app, &case, channel_id, message_id).await?),
        Some(at) => {
            let withheld = case.decision_id;
            let posted = app.read(move |tx| {
                let mut files = past::posted(tx, channel_id, message_id)?;
                if let Some(decision_id) = withheld.filter(|_| files.is_empty()) {
                    files = past::posted(tx, decision_id.cast(), message_id)?;
                }
                Ok(files)
            });
            let file: Posted = posted.await?.into_iter().nth(at).ok_or_else(|| gone("file"))?;
            What::File(matching::read(app, &file.blob).await?.ok_or_else(|| gone("file"))?)
        }
    };
    manage::insert(banks, app, caller, &standing, what, about, Some(case_id)).await
}

/// What the message says now, or said when the case was opened.
async fn text_of(
    app: &App,
    case: &Case,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> ActionResult<String> {
    let read = app.read(move |tx| Ok(talk::messages::get(tx, channel_id, message_id, Id::new(0))?));
    let message = read.await?;
    let text = message.map(|message| message.content).or_else(|| Some(case.copy.as_ref()?.content.clone()));
    text.filter(|text| !text.trim().is_empty()).ok_or_else(|| gone("file"))
}

fn gone(path: &'static str) -> ActionError {
    ActionError::invalid(path, "SUBJECT_GONE", "What this is about is gone.")
}
