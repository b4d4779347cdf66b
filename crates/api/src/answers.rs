//! Answers that applications give by HTTP to the interactions that they take so, read as those that come to this door.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use parvis_app::App;
use parvis_app::endpoints::Reply;
use parvis_app::hooks::Work;
use parvis_app::interactions::{Callback, ReadAnswer};

use crate::error::ApiError;
use crate::form::WithFiles;
use crate::routes::interactions::body::CallbackBody;

/// Reads them.
pub struct Answers;

impl ReadAnswer for Answers {
    fn read<'a>(&'a self, app: &'a App, reply: Reply) -> Work<'a, Option<Callback>> {
        Box::pin(async move {
            let read = read(app, reply).await;
            read.inspect_err(|error| tracing::info!(status = %error.status(), "no answer to an interaction"))
                .ok()
        })
    }
}

async fn read(app: &App, reply: Reply) -> Result<Callback, ApiError> {
    let content_type = reply.content_type.as_deref().unwrap_or("application/json");
    let request = Request::builder().header(header::CONTENT_TYPE, content_type).body(Body::from(reply.body));
    let request = request.map_err(|_| crate::error::unsupported_media_type())?;
    let body: WithFiles<CallbackBody> = WithFiles::from_request(request, app).await?;
    body.json.into_callback(body.files)
}
