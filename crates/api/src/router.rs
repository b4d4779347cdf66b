//! Every route of this door, grouped by resource, so that a reader sees the whole API on one page.
//!
//! Paths are those behind `/api/v10`; `normalise` brings the versions and spellings that clients use to this form.

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter};
use parvis_app::App;
use parvis_rules::rate::{Bucket, bucket};

use crate::error;
use crate::rate::RateLimits;
use crate::routes::{applications, auth, channels, gateway, guilds, oauth2, read_states, stock, users};

/// One route: what is called, and what answers.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path behind `/api/v10`, with parameters in braces.
    pub path: &'static str,
    bucket: Bucket,
    handler: MethodRouter<App>,
}

impl Route {
    /// With a rate limit of its own instead of the general one.
    fn limited_by(self, bucket: Bucket) -> Self {
        Self { bucket, ..self }
    }
}

fn route(method: Method, path: &'static str, handler: MethodRouter<App>) -> Route {
    Route { method, path, bucket: bucket::OTHER, handler }
}

fn get<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route(Method::GET, path, axum::routing::on(MethodFilter::GET, handler))
}

fn post<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route(Method::POST, path, axum::routing::on(MethodFilter::POST, handler))
}

fn put<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route(Method::PUT, path, axum::routing::on(MethodFilter::PUT, handler))
}

fn patch<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route(Method::PATCH, path, axum::routing::on(MethodFilter::PATCH, handler))
}

fn delete<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route(Method::DELETE, path, axum::routing::on(MethodFilter::DELETE, handler))
}

/// All routes.
pub fn routes() -> Vec<Route> {
    [
        gateway_routes(),
        account_routes(),
        user_routes(),
        application_routes(),
        read_state_routes(),
        stock_routes(),
        message_routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn gateway_routes() -> Vec<Route> {
    vec![get("/gateway", gateway::get::get_gateway), get("/gateway/bot", gateway::bot::get_gateway_bot)]
}

fn account_routes() -> Vec<Route> {
    use auth::sessions;
    vec![
        post("/auth/register", auth::register::register).limited_by(bucket::REGISTER),
        post("/auth/login", auth::login::log_in).limited_by(bucket::LOGIN),
        post("/auth/logout", auth::logout::log_out),
        get("/auth/sessions", sessions::list::list_sessions),
        post("/auth/sessions/logout", sessions::logout::end_sessions),
        delete("/auth/sessions/{session_id}", sessions::delete::end_session),
    ]
}

fn user_routes() -> Vec<Route> {
    use users::me;
    vec![
        get("/users/@me", me::get::get_current_user),
        patch("/users/@me", me::edit::edit_current_user).limited_by(bucket::USER_EDIT),
        post("/users/@me/delete", me::delete::delete_account).limited_by(bucket::USER_EDIT),
        get("/users/@me/settings", me::settings::get::get_settings),
        patch("/users/@me/settings", me::settings::edit::edit_settings).limited_by(bucket::USER_EDIT),
        get("/users/@me/guilds/{guild_id}/settings", me::guilds::settings::get::get_guild_settings),
        patch("/users/@me/guilds/{guild_id}/settings", me::guilds::settings::edit::edit_guild_settings)
            .limited_by(bucket::USER_EDIT),
        get("/users/@me/relationships", me::relationships::list::list_relationships),
        post("/users/@me/relationships", me::relationships::create::request_friend)
            .limited_by(bucket::RELATIONSHIP),
        put("/users/@me/relationships/{user_id}", me::relationships::put::put_relationship)
            .limited_by(bucket::RELATIONSHIP),
        patch("/users/@me/relationships/{user_id}", me::relationships::edit::edit_relationship)
            .limited_by(bucket::RELATIONSHIP),
        delete("/users/@me/relationships/{user_id}", me::relationships::delete::delete_relationship)
            .limited_by(bucket::RELATIONSHIP),
        get("/users/@me/notes", me::notes::list::list_notes),
        get("/users/@me/notes/{user_id}", me::notes::get::get_note),
        put("/users/@me/notes/{user_id}", me::notes::put::put_note).limited_by(bucket::USER_EDIT),
        get("/users/@me/guilds", me::guilds::list::list_current_user_guilds),
        get("/users/@me/connections", me::connections::list_connections),
        get("/users/{user_id}", users::get::get_user),
        get("/users/{user_id}/profile", users::profile::get_profile),
    ]
}

fn application_routes() -> Vec<Route> {
    use oauth2::authorize;
    vec![
        get("/applications", applications::list::list_applications),
        post("/applications", applications::create::create_application).limited_by(bucket::APPLICATION),
        get("/applications/@me", applications::me::get::get_own_application),
        patch("/applications/@me", applications::me::edit::edit_own_application)
            .limited_by(bucket::APPLICATION),
        get("/applications/{application_id}", applications::get::get_application),
        patch("/applications/{application_id}", applications::edit::edit_application)
            .limited_by(bucket::APPLICATION),
        delete("/applications/{application_id}", applications::delete::delete_application)
            .limited_by(bucket::APPLICATION),
        post("/applications/{application_id}/bot/reset", applications::bot::reset::reset_token)
            .limited_by(bucket::APPLICATION),
        get("/oauth2/applications/@me", applications::me::get::get_own_application),
        get("/oauth2/@me", oauth2::me::get_authorization),
        get("/oauth2/authorize", authorize::get::get_consent),
        post("/oauth2/authorize", authorize::create::authorize).limited_by(bucket::APPLICATION),
    ]
}

fn read_state_routes() -> Vec<Route> {
    use channels::messages::ack;
    vec![
        post("/channels/{channel_id}/messages/{message_id}/ack", ack::create::ack_message)
            .limited_by(bucket::ACK),
        delete("/channels/{channel_id}/messages/ack", ack::delete::delete_read_state).limited_by(bucket::ACK),
        post("/read-states/ack-bulk", read_states::ack_bulk::ack_bulk).limited_by(bucket::ACK),
        post("/guilds/{guild_id}/ack", guilds::ack::ack_guild).limited_by(bucket::ACK),
    ]
}

fn stock_routes() -> Vec<Route> {
    vec![
        get("/sticker-packs", stock::list_sticker_packs),
        get("/sticker-packs/{pack_id}", stock::get_sticker_pack),
        get("/soundboard-default-sounds", stock::list_default_sounds),
        get("/voice/regions", stock::list_voice_regions),
    ]
}

fn message_routes() -> Vec<Route> {
    use channels::messages;
    vec![
        get("/channels/{channel_id}/messages", messages::list::list_messages)
            .limited_by(bucket::MESSAGE_READ),
        post("/channels/{channel_id}/messages", messages::create::create_message)
            .limited_by(bucket::MESSAGE_CREATE),
        get("/channels/{channel_id}/messages/{message_id}", messages::get::get_message),
        patch("/channels/{channel_id}/messages/{message_id}", messages::edit::edit_message)
            .limited_by(bucket::MESSAGE_EDIT),
        delete("/channels/{channel_id}/messages/{message_id}", messages::delete::delete_message)
            .limited_by(bucket::MESSAGE_DELETE),
    ]
}

/// The door: routes behind `/api/v10`, each behind its rate limit.
pub fn router(app: App, limits: &RateLimits) -> Router {
    let mut router = Router::new();
    for route in routes() {
        router = router.route(route.path, limits.around(route.bucket, route.handler));
    }
    router.fallback(unknown_path).method_not_allowed_fallback(unknown_method).with_state(app)
}

/// What people and programs fetch outside of the API: pages and files.
pub fn pages(app: App) -> Router {
    crate::pages::router().merge(crate::pictures::router()).fallback(unknown_path).with_state(app)
}

async fn unknown_path(_request: Request) -> Response {
    error::not_found().into_response()
}

async fn unknown_method(_request: Request) -> Response {
    error::method_not_allowed().into_response()
}
