//! Cases that nobody reported: something noticed a message or a person, and asks people to look. It opens a case or joins
//! the open one about the same thing, and does nothing to anybody.

use parvis_app::{ActionError, ActionResult, App, Kind, Outbox};
use parvis_model::marker::{CaseMarker, GuildMarker};
use parvis_model::{Event, Id, ReportedMessage};
use parvis_store::{Tx, tables as talk};

use crate::desk::{self, Bell};
use crate::tables::cases::{self, Case};
use crate::words::{Label, Subject};

/// Labels of a case.
const LABELS_MAX: usize = 20;

/// What was noticed.
#[derive(Debug, Clone)]
pub struct Finding {
    /// About what.
    pub subject: Subject,
    /// What noticed it, and with which numbers.
    pub label: Label,
}

/// Opens cases of a guild, or with `None` of the house.
pub struct Opening {
    app: App,
    guild_id: Option<Id<GuildMarker>>,
    bell: Bell,
}

impl Opening {
    /// Fetches what is needed besides the transaction.
    pub async fn prepare(app: &App, guild_id: Option<Id<GuildMarker>>) -> ActionResult<Self> {
        Ok(Self { app: app.clone(), guild_id, bell: desk::bell(app, guild_id).await? })
    }

    /// Asks people to look at something; the case that they find it in.
    pub fn open_for_review(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        finding: Finding,
    ) -> ActionResult<Id<CaseMarker>> {
        if let Some(mut known) = cases::open_about(tx, &finding.subject)? {
            if known.labels.len() < LABELS_MAX && !known.labels.contains(&finding.label) {
                known.labels.push(finding.label);
                cases::set_labels(tx, known.id, &known.labels)?;
                self.bell.ring(tx, out, &known, Event::GuardCaseUpdate)?;
            }
            return Ok(known.id);
        }
        let case = self.case(tx, finding)?;
        cases::insert(tx, &case)?;
        self.bell.ring(tx, out, &case, Event::GuardCaseCreate)?;
        Ok(case.id)
    }

    /// What a case about it is. Nobody reported it, so it waits behind what people reported.
    fn case(&self, tx: &mut Tx<'_>, finding: Finding) -> ActionResult<Case> {
        let owner = self.guild_id.map(|id| talk::guilds::owner(tx, id)).transpose()?.flatten();
        let (user_id, copy) = match &finding.subject {
            Subject::Message { channel_id, message_id } => {
                let message = talk::messages::get(tx, *channel_id, *message_id, Id::new(0))?;
                let message = message.ok_or(ActionError::Unknown(Kind::Message))?;
                let author_id = message.webhook_id.is_none().then_some(message.author.id);
                (author_id, Some(ReportedMessage::from(&message)))
            }
            Subject::Person { user_id, .. } => (Some(*user_id), None),
            Subject::Guild { .. } => (owner, None),
        };
        let is_owner = user_id.is_some() && user_id == owner;
        Ok(Case {
            id: self.app.ids.next(),
            guild_id: self.guild_id,
            for_house: self.guild_id.is_none()
                || is_owner
                || matches!(finding.subject, Subject::Guild { .. }),
            escalated: false,
            subject: finding.subject,
            user_id,
            urgent: false,
            report_count: 0,
            copy,
            labels: vec![finding.label],
            barred_id: None,
            claimed_by: None,
            claimed_until: None,
            is_decided: false,
            decided_at: None,
            decision_id: None,
        })
    }
}
