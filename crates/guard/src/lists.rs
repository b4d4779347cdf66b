//! Lists of accounts, domains and hashes that somebody else made. A row is an allegation: it is read, compared with
//! what is here, labelled by two people who do not see each other's answers, and at best becomes a case that a person
//! decides. What names nobody here goes within thirty days; handles of other services are kept as digests only.

mod access;
mod action_day;
mod comparison;
mod hook;
mod links;
mod presence;
mod proposals;
mod publishing;
mod routes;
mod sampling;
mod shown;
mod subscriptions;
mod upload;
mod work;

pub use comparison::{Preview, PreviewRow, preview};
pub use hook::{Lists, renew, tidy};
pub use parvis_watchlists::intake::Format;
pub use parvis_watchlists::{Hints, Service};
pub use presence::Scope;
pub use proposals::{Candidates, candidates};

use parvis_api::router::Route;
use parvis_app::App;
use parvis_watchlists::intake::{self, Intake, IntakeError, Limits};

/// How large a list may be.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;
/// Rows of one.
const ROWS_MAX: usize = 50_000;
/// Lists of a guild, or of the house, at the same time.
const LISTS_MAX: u32 = 100;
/// Scalar values of a title.
const TITLE_CHARS_MAX: usize = 100;
/// Scalar values of a source, a licence, a name or an address.
const ABOUT_CHARS_MAX: usize = 500;
const DAY_MS: i64 = 86_400_000;
/// How long a list may count: a year and a day. It can be handed in anew.
const VALID_MS_MAX: i64 = 366 * DAY_MS;
/// After so long, rows that name nobody here go with the next round: within thirty days.
const UNMATCHED_MS: i64 = 29 * DAY_MS;
/// How long it is kept that there was a list, and what it came to, after it ended.
const ENDED_MS: i64 = 183 * DAY_MS;
/// Accounts against which cases are opened at once; more than these take an action day, and two people.
pub const PROPOSED_MAX: usize = 50;

/// Reads a list.
pub fn read(bytes: &[u8], format: Option<Format>, hints: &Hints) -> Result<Intake, IntakeError> {
    intake::read(bytes, format, hints, &Limits { bytes_max: BYTES_MAX, rows_max: ROWS_MAX })
}

/// What is known of a list before it is read: where its handles are from, and which hosts are this instance.
pub fn hints(app: &App, service: Option<Service>) -> Hints {
    Hints { service, own_hosts: own_host(app).into_iter().collect() }
}

/// The host of this instance, in small letters; `None` when the operator named none.
fn own_host(app: &App) -> Option<String> {
    let url = Some(&app.config.public_url).filter(|_| app.config.public_url_is_set)?;
    let (_, rest) = url.split_once("://")?;
    Some(rest.split(['/', ':']).next()?.to_lowercase())
}

/// What this part answers.
pub fn routes() -> Vec<Route> {
    routes::all()
}
