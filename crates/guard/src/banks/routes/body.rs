//! What is said about an item that is added.

use serde::Deserialize;

use crate::banks::manage::About;
use crate::banks::words::Origin;

/// Why it is known, and until when.
#[derive(Debug, Deserialize)]
pub struct AboutBody {
    name: String,
    #[serde(default)]
    origin: Option<Origin>,
    #[serde(default)]
    origin_name: Option<String>,
    #[serde(default)]
    licence: Option<String>,
    reason: String,
    expires_in_days: i64,
}

impl AboutBody {
    /// As actions take it. What nobody else says, people here decided.
    pub fn into_about(self) -> About {
        About {
            title: self.name,
            origin: self.origin.unwrap_or(Origin::House),
            origin_name: self.origin_name.unwrap_or_default(),
            licence: self.licence.unwrap_or_default(),
            reason: self.reason,
            expires_in_days: self.expires_in_days,
        }
    }
}
