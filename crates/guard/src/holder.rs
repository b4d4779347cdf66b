//! What is kept of somebody here, for the copy of their data: what they reported, and what they were told.

use parvis_app::hooks::{Holder, OwnData, Work};
use parvis_app::{ActionResult, App, Caller};
use serde_json::json;

use crate::{Guard, reports, statements};

impl Holder for Guard {
    fn data_of<'a>(&'a self, app: &'a App, caller: &'a Caller) -> Work<'a, ActionResult<OwnData>> {
        Box::pin(async move {
            let reported = reports::mine(app, caller).await?;
            let told = statements::mine(app, caller).await?;
            // Both have a kind inside, so they stand one level down.
            let reported = reported.into_iter().map(|it| json!({ "report": it })).collect();
            let told = told.into_iter().map(|it| json!({ "statement": it })).collect();
            Ok(vec![("report", reported), ("statement", told)])
        })
    }
}
