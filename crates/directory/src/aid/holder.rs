//! What a copy of somebody's data says of rides and mutual aid.

use parvis_app::hooks::{Holder, OwnData, Work};
use parvis_app::{ActionResult, App, Caller};
use serde_json::json;

use super::{asks, lists};
use crate::Directory;

impl Holder for Directory {
    fn data_of<'a>(&'a self, app: &'a App, caller: &'a Caller) -> Work<'a, ActionResult<OwnData>> {
        Box::pin(async move {
            let listings = lists::mine(self, app, caller).await?;
            let asks = asks::mine(self, app, caller).await?;
            // A listing has a kind of its own, so it stands one level down.
            let listings = listings.into_iter().map(|it| json!({ "listing": it })).collect();
            let asks = asks.into_iter().map(|it| json!({ "ask": it })).collect();
            Ok(vec![("aid_listing", listings), ("aid_ask", asks)])
        })
    }
}
