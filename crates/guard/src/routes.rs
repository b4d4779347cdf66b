//! Every route of this wing, so that a reader sees it on one page.

use parvis_api::router::Route;

use crate::Guard;

/// All routes.
pub fn all(guard: &Guard) -> Vec<Route> {
    let routes: [Vec<Route>; 0] = [];
    routes.into_iter().flatten().map(|route| route.knowing(guard.clone())).collect()
}
