//! Applications that take their interactions by HTTP: what comes back is an answer like any other.

use parvis_model::{Interaction, InteractionFailureReason};

use super::{Callback, answer, waiting};
use crate::App;
use crate::endpoints::{self, Endpoint, Reply, Undelivered};
use crate::hooks::Work;

/// Reads what an application answers by HTTP as the door reads what comes to it.
pub trait ReadAnswer: Send + Sync {
    /// The first answer; `None` when it is none.
    fn read<'a>(&'a self, app: &'a App, reply: Reply) -> Work<'a, Option<Callback>>;
}

/// Hands an interaction over, without waiting for what comes back.
pub(super) fn hand_over(app: &App, endpoint: Endpoint, interaction: Interaction) {
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(reason) = carry(&app, &endpoint, &interaction).await {
            waiting::give_up(&app, interaction.id, reason).await;
        }
    });
}

async fn carry(
    app: &App,
    endpoint: &Endpoint,
    interaction: &Interaction,
) -> Result<(), InteractionFailureReason> {
    let invalid = InteractionFailureReason::APPLICATION_INVALID_RESPONSE;
    let body = serde_json::to_vec(interaction).map_err(|_| InteractionFailureReason::UNKNOWN)?;
    let reply = endpoints::deliver(app, endpoint, body).await.map_err(|error| match error {
        Undelivered::TooSlow => InteractionFailureReason::TIMEOUT,
        Undelivered::Refused(_) | Undelivered::Unreachable => InteractionFailureReason::UNKNOWN,
    })?;
    if reply.body.is_empty() {
        // The answer comes by the callback's own route, in its time.
        return Ok(());
    }
    let reader = app.interactions.reader().ok_or(InteractionFailureReason::UNKNOWN)?;
    let callback = reader.read(app, reply).await.ok_or(invalid)?;
    answer(app, interaction.id, &interaction.token, callback).await.map(|_| ()).map_err(|error| {
        tracing::info!(application = %interaction.application_id, %error, "an answer was not taken");
        invalid
    })
}
