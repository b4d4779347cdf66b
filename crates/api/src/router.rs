//! Every route of this door, grouped by resource, so that a reader sees the whole API on one page (what guilds plan, on
//! the next one).
//!
//! Paths are those behind `/api/v10`; `normalise` brings the versions and spellings that clients use to this form.

mod planning;

use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter};
use axum::{Extension, Router};
use parvis_app::App;
use parvis_rules::rate::{Bucket, bucket};

use crate::error;
use crate::extract::OpenToSuspended;
use crate::later;
use crate::rate::RateLimits;
use crate::routes::{
    applications, attachments, auth, calendar, channels, exports, gateway, guilds, interactions, invites,
    oauth2, parvis, read_states, stock, users, webhooks,
};

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
    #[must_use]
    pub fn limited_by(self, bucket: Bucket) -> Self {
        Self { bucket, ..self }
    }

    /// With something that its handler takes as an `Extension`: what a wing remembers.
    #[must_use]
    pub fn knowing<T: Clone + Send + Sync + 'static>(self, it: T) -> Self {
        Self { handler: self.handler.layer(Extension(it)), ..self }
    }

    /// Also for accounts that are suspended, which reach nothing else.
    #[must_use]
    pub fn open_to_suspended(self) -> Self {
        self.knowing(OpenToSuspended)
    }
}

fn route(method: Method, path: &'static str, handler: MethodRouter<App>) -> Route {
    Route { method, path, bucket: bucket::OTHER, handler }
}

/// A route for GET.
pub fn get<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route(Method::GET, path, axum::routing::on(MethodFilter::GET, handler))
}

/// A route for POST.
pub fn post<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route(Method::POST, path, axum::routing::on(MethodFilter::POST, handler))
}

/// A route for PUT.
pub fn put<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route(Method::PUT, path, axum::routing::on(MethodFilter::PUT, handler))
}

/// A route for PATCH.
pub fn patch<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route(Method::PATCH, path, axum::routing::on(MethodFilter::PATCH, handler))
}

/// A route for DELETE.
pub fn delete<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route(Method::DELETE, path, axum::routing::on(MethodFilter::DELETE, handler))
}

/// What Discord's published document does not have, as our own document says it.
pub const OPENAPI: &str = crate::routes::parvis::openapi::DOCUMENT;

/// All routes of this door; wings have their own.
pub fn routes() -> Vec<Route> {
    [
        gateway_routes(),
        account_routes(),
        second_factor_routes(),
        passkey_routes(),
        user_routes(),
        application_routes(),
        interaction_routes(),
        command_routes(),
        command_permission_routes(),
        emoji_routes(),
        planning::routes(),
        read_state_routes(),
        stock_routes(),
        inbox_routes(),
        statistics_routes(),
        guild_routes(),
        role_routes(),
        member_routes(),
        ban_routes(),
        invite_routes(),
        sheet_routes(),
        newcomer_routes(),
        empty_routes(),
        channel_routes(),
        guild_channel_routes(),
        thread_routes(),
        thread_member_routes(),
        private_routes(),
        message_routes(),
        pin_routes(),
        reaction_routes(),
        webhook_routes(),
        webhook_token_routes(),
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
        post("/auth/logout", auth::logout::log_out).open_to_suspended(),
        get("/auth/sessions", sessions::list::list_sessions),
        post("/auth/sessions/logout", sessions::logout::end_sessions),
        delete("/auth/sessions/{session_id}", sessions::delete::end_session),
    ]
}

fn second_factor_routes() -> Vec<Route> {
    use auth::mfa as step;
    use users::me::mfa;
    vec![
        post("/auth/mfa/totp", step::totp::finish_with_totp).limited_by(bucket::LOGIN_STEP),
        post("/auth/mfa/backup", step::backup::finish_with_backup).limited_by(bucket::LOGIN_STEP),
        post("/users/@me/mfa/totp/enable", mfa::totp::enable::enable_totp).limited_by(bucket::USER_EDIT),
        post("/users/@me/mfa/totp/disable", mfa::totp::disable::disable_totp).limited_by(bucket::USER_EDIT),
        post("/users/@me/mfa/codes", mfa::codes::renew_codes).limited_by(bucket::USER_EDIT),
        get("/parvis/v1/users/@me/security", parvis::users::me::security::get_security),
        get("/parvis/v1/users/@me/export", parvis::users::me::export::get::get_export).open_to_suspended(),
        post("/parvis/v1/users/@me/export", parvis::users::me::export::create::create_export)
            .open_to_suspended()
            .limited_by(bucket::USER_EDIT),
    ]
}

fn passkey_routes() -> Vec<Route> {
    use auth::{conditional, mfa as step};
    use users::me::mfa::webauthn::credentials;
    const ALL: &str = "/users/@me/mfa/webauthn/credentials";
    const ONE: &str = "/users/@me/mfa/webauthn/credentials/{passkey_id}";
    vec![
        post("/auth/mfa/webauthn", step::webauthn::finish_with_passkey).limited_by(bucket::LOGIN_STEP),
        post("/auth/conditional/start", conditional::start::start_with_passkey)
            .limited_by(bucket::LOGIN_START),
        post("/auth/conditional/finish", conditional::finish::finish_with_passkey)
            .limited_by(bucket::LOGIN_STEP),
        get(ALL, credentials::list::list_passkeys),
        post(ALL, credentials::create::create_passkey).limited_by(bucket::USER_EDIT),
        patch(ONE, credentials::edit::edit_passkey).limited_by(bucket::USER_EDIT),
        delete(ONE, credentials::delete::delete_passkey).limited_by(bucket::USER_EDIT),
    ]
}

fn user_routes() -> Vec<Route> {
    use users::me;
    vec![
        get("/users/@me", me::get::get_current_user).open_to_suspended(),
        patch("/users/@me", me::edit::edit_current_user).limited_by(bucket::USER_EDIT),
        post("/users/@me/delete", me::delete::delete_account)
            .limited_by(bucket::USER_EDIT)
            .open_to_suspended(),
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
        post("/applications/{application_id}/reset", applications::reset::reset_secret)
            .limited_by(bucket::APPLICATION),
        get("/oauth2/applications/@me", applications::me::get::get_own_application),
        get("/oauth2/@me", oauth2::me::get_authorization),
        get("/oauth2/authorize", authorize::get::get_consent),
        post("/oauth2/authorize", authorize::create::authorize).limited_by(bucket::APPLICATION),
        post("/oauth2/token", oauth2::token::create::create_tokens).limited_by(bucket::TOKEN),
        post("/oauth2/token/revoke", oauth2::token::revoke::revoke_token).limited_by(bucket::TOKEN),
        get("/oauth2/tokens", oauth2::tokens::list::list_authorizations),
        delete("/oauth2/tokens/{token_id}", oauth2::tokens::delete::delete_authorization),
    ]
}

fn command_routes() -> Vec<Route> {
    use applications::{commands, guilds::commands as guild_commands};
    const ALL: &str = "/applications/{application_id}/commands";
    const ONE: &str = "/applications/{application_id}/commands/{command_id}";
    const IN_GUILD: &str = "/applications/{application_id}/guilds/{guild_id}/commands";
    const ONE_IN_GUILD: &str = "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}";
    vec![
        get(ALL, commands::list::list_commands),
        post(ALL, commands::create::create_command).limited_by(bucket::COMMAND),
        put(ALL, commands::overwrite::overwrite_commands).limited_by(bucket::COMMAND),
        get(ONE, commands::get::get_command),
        patch(ONE, commands::edit::edit_command).limited_by(bucket::COMMAND),
        delete(ONE, commands::delete::delete_command).limited_by(bucket::COMMAND),
        get(IN_GUILD, guild_commands::list::list_guild_commands),
        post(IN_GUILD, guild_commands::create::create_guild_command).limited_by(bucket::COMMAND),
        put(IN_GUILD, guild_commands::overwrite::overwrite_guild_commands).limited_by(bucket::COMMAND),
        get(ONE_IN_GUILD, guild_commands::get::get_guild_command),
        patch(ONE_IN_GUILD, guild_commands::edit::edit_guild_command).limited_by(bucket::COMMAND),
        delete(ONE_IN_GUILD, guild_commands::delete::delete_guild_command).limited_by(bucket::COMMAND),
    ]
}

fn command_permission_routes() -> Vec<Route> {
    use applications::guilds::commands::permissions;
    use channels::application_command_index as of_channel;
    use guilds::application_command_index as of_guild;
    const ALL: &str = "/applications/{application_id}/guilds/{guild_id}/commands/permissions";
    const ONE: &str = "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions";
    vec![
        get(ALL, permissions::list::list_permissions),
        get(ONE, permissions::get::get_permissions),
        put(ONE, permissions::put::put_permissions).limited_by(bucket::COMMAND),
        get("/guilds/{guild_id}/application-command-index", of_guild::get_guild_command_index),
        get("/channels/{channel_id}/application-command-index", of_channel::get_channel_command_index),
    ]
}

fn emoji_routes() -> Vec<Route> {
    use applications::emojis as of_application;
    use guilds::emojis;
    const ALL: &str = "/guilds/{guild_id}/emojis";
    const ONE: &str = "/guilds/{guild_id}/emojis/{emoji_id}";
    const ALL_OF_APPLICATION: &str = "/applications/{application_id}/emojis";
    const ONE_OF_APPLICATION: &str = "/applications/{application_id}/emojis/{emoji_id}";
    vec![
        get(ALL, emojis::list::list_emojis),
        post(ALL, emojis::create::create_emoji).limited_by(bucket::EMOJI),
        get(ONE, emojis::get::get_emoji),
        patch(ONE, emojis::edit::edit_emoji).limited_by(bucket::EMOJI),
        delete(ONE, emojis::delete::delete_emoji).limited_by(bucket::EMOJI),
        get(ALL_OF_APPLICATION, of_application::list::list_emojis),
        post(ALL_OF_APPLICATION, of_application::create::create_emoji).limited_by(bucket::EMOJI),
        get(ONE_OF_APPLICATION, of_application::get::get_emoji),
        patch(ONE_OF_APPLICATION, of_application::edit::edit_emoji).limited_by(bucket::EMOJI),
        delete(ONE_OF_APPLICATION, of_application::delete::delete_emoji).limited_by(bucket::EMOJI),
    ]
}

fn interaction_routes() -> Vec<Route> {
    use interactions::{callback, create};
    vec![
        post("/interactions", create::create_interaction).limited_by(bucket::INTERACTION),
        post("/interactions/{interaction_id}/{interaction_token}/callback", callback::answer_interaction)
            .limited_by(bucket::INTERACTION_CALLBACK),
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
    const ROLE_CONNECTION: &str = "/users/@me/applications/{application_id}/role-connection";
    vec![
        get("/parvis/v1/instance", parvis::instance::get_instance),
        get("/parvis/v1/openapi.json", parvis::openapi::get_openapi),
        get("/sticker-packs", stock::list_sticker_packs),
        get("/sticker-packs/{pack_id}", stock::get_sticker_pack),
        get("/soundboard-default-sounds", stock::list_default_sounds),
        get("/voice/regions", stock::list_voice_regions),
        get(ROLE_CONNECTION, stock::no_role_connections),
        put(ROLE_CONNECTION, stock::no_role_connections),
        delete(ROLE_CONNECTION, stock::no_role_connections),
    ]
}

fn inbox_routes() -> Vec<Route> {
    use parvis::users::me::saved_messages as saved;
    const ONE: &str = "/parvis/v1/users/@me/saved-messages/{channel_id}/{message_id}";
    vec![
        get("/parvis/v1/users/@me/saved-messages", saved::list::list_saved_messages)
            .limited_by(bucket::MESSAGE_READ),
        put(ONE, saved::put::save_message).limited_by(bucket::SAVED_MESSAGE),
        delete(ONE, saved::delete::forget_saved_message).limited_by(bucket::SAVED_MESSAGE),
        get("/parvis/v1/users/@me/mentions", parvis::users::me::mentions::list::list_mentions)
            .limited_by(bucket::MESSAGE_READ),
    ]
}

fn statistics_routes() -> Vec<Route> {
    use parvis::guilds::statistics;
    vec![
        get("/parvis/v1/guilds/{guild_id}/statistics", statistics::get::get_statistics)
            .limited_by(bucket::STATISTICS),
    ]
}

fn guild_routes() -> Vec<Route> {
    use users::me::guilds as mine;
    vec![
        post("/guilds", guilds::create::create_guild).limited_by(bucket::GUILD_CREATE),
        get("/guilds/{guild_id}", guilds::get::get_guild),
        patch("/guilds/{guild_id}", guilds::edit::edit_guild).limited_by(bucket::GUILD_EDIT),
        delete("/guilds/{guild_id}", guilds::delete::delete_guild).limited_by(bucket::GUILD_EDIT),
        post("/guilds/{guild_id}/delete", guilds::delete::delete_guild).limited_by(bucket::GUILD_EDIT),
        get("/guilds/{guild_id}/preview", guilds::preview::get_guild_preview),
        get("/guilds/{guild_id}/audit-logs", guilds::audit_logs::list::list_audit_log),
        delete("/users/@me/guilds/{guild_id}", mine::leave::leave_guild),
        get("/users/@me/guilds/{guild_id}/member", mine::member::get_current_member),
    ]
}

fn role_routes() -> Vec<Route> {
    use guilds::roles;
    use parvis::guilds::permissions;
    vec![
        get("/guilds/{guild_id}/roles", roles::list::list_roles),
        post("/guilds/{guild_id}/roles", roles::create::create_role).limited_by(bucket::ROLE),
        patch("/guilds/{guild_id}/roles", roles::reorder::reorder_roles).limited_by(bucket::ROLE),
        get("/guilds/{guild_id}/roles/member-counts", roles::member_counts::count_role_members),
        get("/guilds/{guild_id}/roles/{role_id}", roles::get::get_role),
        patch("/guilds/{guild_id}/roles/{role_id}", roles::edit::edit_role).limited_by(bucket::ROLE),
        delete("/guilds/{guild_id}/roles/{role_id}", roles::delete::delete_role).limited_by(bucket::ROLE),
        get("/parvis/v1/guilds/{guild_id}/permissions", permissions::get::get_permissions),
    ]
}

fn member_routes() -> Vec<Route> {
    use guilds::members;
    const MEMBER: &str = "/guilds/{guild_id}/members/{user_id}";
    const MEMBER_ROLE: &str = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}";
    vec![
        get("/guilds/{guild_id}/members", members::list::list_members).limited_by(bucket::MEMBER_READ),
        get("/guilds/{guild_id}/members/search", members::search::search_members)
            .limited_by(bucket::MEMBER_READ),
        patch("/guilds/{guild_id}/members/@me", members::edit_me::edit_current_member)
            .limited_by(bucket::MEMBER_EDIT),
        patch("/guilds/{guild_id}/members/@me/nick", members::edit_my_nick::edit_current_nick)
            .limited_by(bucket::MEMBER_EDIT),
        get(MEMBER, members::get::get_member),
        patch(MEMBER, members::edit::edit_member).limited_by(bucket::MEMBER_EDIT),
        delete(MEMBER, members::kick::kick_member).limited_by(bucket::MEMBER_EDIT),
        put(MEMBER_ROLE, members::roles::add::add_member_role).limited_by(bucket::MEMBER_EDIT),
        delete(MEMBER_ROLE, members::roles::remove::remove_member_role).limited_by(bucket::MEMBER_EDIT),
    ]
}

fn ban_routes() -> Vec<Route> {
    use guilds::bans;
    vec![
        get("/guilds/{guild_id}/bans", bans::list::list_bans),
        get("/guilds/{guild_id}/bans/search", bans::search::search_bans).limited_by(bucket::MEMBER_READ),
        get("/guilds/{guild_id}/bans/{user_id}", bans::get::get_ban),
        put("/guilds/{guild_id}/bans/{user_id}", bans::create::create_ban).limited_by(bucket::BAN),
        delete("/guilds/{guild_id}/bans/{user_id}", bans::delete::delete_ban).limited_by(bucket::BAN),
        post("/guilds/{guild_id}/bulk-ban", guilds::bulk_ban::ban_many).limited_by(bucket::BAN),
        get("/guilds/{guild_id}/prune", guilds::prune::get::preview_prune).limited_by(bucket::MEMBER_READ),
        post("/guilds/{guild_id}/prune", guilds::prune::create::prune_members).limited_by(bucket::BAN),
    ]
}

fn invite_routes() -> Vec<Route> {
    vec![
        get("/channels/{channel_id}/invites", channels::invites::list::list_channel_invites),
        post("/channels/{channel_id}/invites", channels::invites::create::create_invite)
            .limited_by(bucket::INVITE_CREATE),
        get("/guilds/{guild_id}/invites", guilds::invites::list::list_guild_invites),
        get("/invites/{code}", invites::get::get_invite).limited_by(bucket::INVITE_USE),
        post("/invites/{code}", invites::accept::accept_invite).limited_by(bucket::INVITE_USE),
        delete("/invites/{code}", invites::delete::delete_invite),
    ]
}

/// Sheets of paper, and codes to be scanned.
fn sheet_routes() -> Vec<Route> {
    use parvis::guilds::sheets;
    use parvis::invites as codes;
    const ALL: &str = "/parvis/v1/guilds/{guild_id}/sheets";
    const ONE: &str = "/parvis/v1/guilds/{guild_id}/sheets/{sheet_id}";
    const QR_SVG: &str = "/parvis/v1/guilds/{guild_id}/sheets/{sheet_id}/qr.svg";
    const QR_PNG: &str = "/parvis/v1/guilds/{guild_id}/sheets/{sheet_id}/qr.png";
    vec![
        get(ALL, sheets::list::list_sheets),
        post(ALL, sheets::create::create_sheet).limited_by(bucket::INVITE_CREATE),
        post("/parvis/v1/guilds/{guild_id}/sheets/preview", sheets::preview::preview_sheet)
            .limited_by(bucket::SHEET_DRAW),
        patch(ONE, sheets::edit::edit_sheet),
        delete(ONE, sheets::delete::revoke_sheet),
        get("/parvis/v1/guilds/{guild_id}/sheets/{sheet_id}/sheet.pdf", sheets::pdf::get_sheet_pdf)
            .limited_by(bucket::SHEET_DRAW),
        get("/parvis/v1/guilds/{guild_id}/sheets/{sheet_id}/sheet.svg", sheets::svg::get_sheet_svg)
            .limited_by(bucket::SHEET_DRAW),
        get(QR_SVG, sheets::qr_svg::get_sheet_qr_svg),
        get(QR_PNG, sheets::qr_png::get_sheet_qr_png),
        get("/parvis/v1/invites/{code}/qr.svg", codes::qr_svg::get_invite_qr_svg)
            .limited_by(bucket::INVITE_USE),
        get("/parvis/v1/invites/{code}/qr.png", codes::qr_png::get_invite_qr_png)
            .limited_by(bucket::INVITE_USE),
    ]
}

/// How a guild receives those who come.
fn newcomer_routes() -> Vec<Route> {
    use guilds::{onboarding, onboarding_responses as responses, welcome_screen};
    const RESPONSES: &str = "/guilds/{guild_id}/onboarding-responses";
    vec![
        get("/guilds/{guild_id}/onboarding", onboarding::get::get_onboarding),
        put("/guilds/{guild_id}/onboarding", onboarding::put::put_onboarding).limited_by(bucket::GUILD_EDIT),
        post(RESPONSES, responses::put::put_responses).limited_by(bucket::USER_EDIT),
        put(RESPONSES, responses::put::put_responses).limited_by(bucket::USER_EDIT),
        get("/guilds/{guild_id}/welcome-screen", welcome_screen::get::get_welcome_screen),
        patch("/guilds/{guild_id}/welcome-screen", welcome_screen::edit::edit_welcome_screen)
            .limited_by(bucket::GUILD_EDIT),
    ]
}

fn empty_routes() -> Vec<Route> {
    use guilds::empty;
    vec![
        get("/guilds/{guild_id}/stickers", empty::list_stickers),
        get("/guilds/{guild_id}/regions", empty::list_regions),
        get("/guilds/{guild_id}/integrations", empty::list_integrations),
        get("/guilds/{guild_id}/templates", empty::list_templates),
        get("/guilds/{guild_id}/soundboard-sounds", empty::list_soundboard_sounds),
        get("/guilds/{guild_id}/widget", empty::get_widget_settings),
        get("/guilds/{guild_id}/vanity-url", empty::get_vanity_url),
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
        post("/channels/{channel_id}/messages/bulk-delete", messages::bulk_delete::bulk_delete_messages)
            .limited_by(bucket::MESSAGE_BULK_DELETE),
        post("/channels/{channel_id}/attachments", channels::attachments::create::create_upload_addresses),
        post("/attachments/refresh-urls", attachments::refresh_urls::refresh_urls),
    ]
}

fn webhook_routes() -> Vec<Route> {
    let crosspost = channels::messages::crosspost::crosspost_message;
    vec![
        get("/channels/{channel_id}/webhooks", channels::webhooks::list::list_channel_webhooks),
        post("/channels/{channel_id}/webhooks", channels::webhooks::create::create_webhook)
            .limited_by(bucket::WEBHOOK),
        get("/guilds/{guild_id}/webhooks", guilds::webhooks::list::list_guild_webhooks),
        get("/webhooks/{webhook_id}", webhooks::get::get_webhook),
        patch("/webhooks/{webhook_id}", webhooks::edit::edit_webhook).limited_by(bucket::WEBHOOK),
        delete("/webhooks/{webhook_id}", webhooks::delete::delete_webhook).limited_by(bucket::WEBHOOK),
        post("/channels/{channel_id}/followers", channels::followers::create::follow_channel)
            .limited_by(bucket::WEBHOOK),
        post("/channels/{channel_id}/messages/{message_id}/crosspost", crosspost)
            .limited_by(bucket::CROSSPOST),
    ]
}

/// What is opened by an id and a secret: a webhook's, or that of an interaction, whose id is its application's.
fn webhook_token_routes() -> Vec<Route> {
    use webhooks::{by_token, messages};
    const SECRET: &str = "/webhooks/{webhook_id}/{webhook_token}";
    const MESSAGE: &str = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}";
    const ORIGINAL: &str = "/webhooks/{webhook_id}/{webhook_token}/messages/@original";
    let (edit, erase) = (messages::edit::edit_webhook_message, messages::delete::delete_webhook_message);
    vec![
        get(SECRET, by_token::get::get_webhook_by_token),
        post(SECRET, webhooks::execute::execute_webhook).limited_by(bucket::WEBHOOK_EXECUTE),
        patch(SECRET, by_token::edit::edit_webhook_by_token).limited_by(bucket::WEBHOOK),
        delete(SECRET, by_token::delete::delete_webhook_by_token).limited_by(bucket::WEBHOOK),
        post("/webhooks/{webhook_id}/{webhook_token}/slack", webhooks::slack::execute_as_slack)
            .limited_by(bucket::WEBHOOK_EXECUTE),
        post("/webhooks/{webhook_id}/{webhook_token}/github", webhooks::github::execute_as_github)
            .limited_by(bucket::WEBHOOK_EXECUTE),
        get(MESSAGE, messages::get::get_webhook_message),
        patch(MESSAGE, edit).limited_by(bucket::WEBHOOK_EXECUTE),
        delete(MESSAGE, erase).limited_by(bucket::WEBHOOK_EXECUTE),
        get(ORIGINAL, messages::get::get_webhook_message),
        patch(ORIGINAL, edit).limited_by(bucket::WEBHOOK_EXECUTE),
        delete(ORIGINAL, erase).limited_by(bucket::WEBHOOK_EXECUTE),
    ]
}

fn channel_routes() -> Vec<Route> {
    use channels::permissions;
    vec![
        get("/channels/{channel_id}", channels::get::get_channel),
        patch("/channels/{channel_id}", channels::edit::edit_channel).limited_by(bucket::CHANNEL_EDIT),
        delete("/channels/{channel_id}", channels::delete::delete_channel).limited_by(bucket::CHANNEL_EDIT),
        put("/channels/{channel_id}/permissions/{overwrite_id}", permissions::put::put_overwrite)
            .limited_by(bucket::CHANNEL_EDIT),
        delete("/channels/{channel_id}/permissions/{overwrite_id}", permissions::delete::delete_overwrite)
            .limited_by(bucket::CHANNEL_EDIT),
        post("/channels/{channel_id}/typing", channels::typing::start_typing).limited_by(bucket::TYPING),
    ]
}

fn guild_channel_routes() -> Vec<Route> {
    use guilds::channels;
    vec![
        get("/guilds/{guild_id}/channels", channels::list::list_guild_channels),
        post("/guilds/{guild_id}/channels", channels::create::create_guild_channel)
            .limited_by(bucket::CHANNEL_CREATE),
        patch("/guilds/{guild_id}/channels", channels::reorder::reorder_guild_channels)
            .limited_by(bucket::CHANNEL_EDIT),
    ]
}

fn thread_routes() -> Vec<Route> {
    use channels::threads::archived;
    const FROM_MESSAGE: &str = "/channels/{channel_id}/messages/{message_id}/threads";
    const PUBLIC: &str = "/channels/{channel_id}/threads/archived/public";
    const PRIVATE: &str = "/channels/{channel_id}/threads/archived/private";
    const JOINED: &str = "/channels/{channel_id}/users/@me/threads/archived/private";
    vec![
        get("/guilds/{guild_id}/threads/active", guilds::threads::active::list_active_threads),
        post("/channels/{channel_id}/threads", channels::threads::create::create_thread)
            .limited_by(bucket::THREAD_CREATE),
        post(FROM_MESSAGE, channels::messages::threads::create_thread_from_message)
            .limited_by(bucket::THREAD_CREATE),
        get(PUBLIC, archived::public::list_public_archived_threads),
        get(PRIVATE, archived::private::list_private_archived_threads),
        get(JOINED, archived::joined::list_joined_archived_threads),
    ]
}

fn thread_member_routes() -> Vec<Route> {
    use channels::thread_members as members;
    const OWN: &str = "/channels/{channel_id}/thread-members/@me";
    const OF_USER: &str = "/channels/{channel_id}/thread-members/{user_id}";
    const SETTINGS: &str = "/channels/{channel_id}/thread-members/@me/settings";
    vec![
        get("/channels/{channel_id}/thread-members", members::list::list_thread_members),
        put(OWN, members::join::join_thread).limited_by(bucket::THREAD_MEMBER),
        delete(OWN, members::leave::leave_thread).limited_by(bucket::THREAD_MEMBER),
        patch(SETTINGS, members::settings::edit_thread_settings).limited_by(bucket::USER_EDIT),
        get(OF_USER, members::get::get_thread_member),
        put(OF_USER, members::add::add_thread_member).limited_by(bucket::THREAD_MEMBER),
        delete(OF_USER, members::remove::remove_thread_member).limited_by(bucket::THREAD_MEMBER),
    ]
}

fn private_routes() -> Vec<Route> {
    use channels::recipients;
    use users::me::channels as own;
    vec![
        get("/users/@me/channels", own::list::list_private_channels),
        post("/users/@me/channels", own::create::open_private_channel).limited_by(bucket::PRIVATE_CREATE),
        put("/channels/{channel_id}/recipients/{user_id}", recipients::put::add_recipient)
            .limited_by(bucket::PRIVATE_CREATE),
        delete("/channels/{channel_id}/recipients/{user_id}", recipients::delete::remove_recipient),
    ]
}

fn pin_routes() -> Vec<Route> {
    use channels::messages::pins;
    let (pin, unpin) = (pins::put::pin_message, pins::delete::unpin_message);
    vec![
        get("/channels/{channel_id}/messages/pins", pins::list::list_pins).limited_by(bucket::MESSAGE_READ),
        put("/channels/{channel_id}/messages/pins/{message_id}", pin).limited_by(bucket::PIN),
        delete("/channels/{channel_id}/messages/pins/{message_id}", unpin).limited_by(bucket::PIN),
        get("/channels/{channel_id}/pins", channels::pins::list::list_pinned_messages)
            .limited_by(bucket::MESSAGE_READ),
        put("/channels/{channel_id}/pins/{message_id}", pin).limited_by(bucket::PIN),
        delete("/channels/{channel_id}/pins/{message_id}", unpin).limited_by(bucket::PIN),
    ]
}

fn reaction_routes() -> Vec<Route> {
    use channels::messages::reactions;
    const ALL: &str = "/channels/{channel_id}/messages/{message_id}/reactions";
    const EMOJI: &str = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}";
    const OWN: &str = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me";
    const OF_USER: &str = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}";
    vec![
        put(OWN, reactions::put::add_reaction).limited_by(bucket::REACTION),
        delete(OWN, reactions::delete_own::remove_own_reaction).limited_by(bucket::REACTION),
        delete(OF_USER, reactions::delete_of_user::remove_reaction_of).limited_by(bucket::REACTION),
        get(EMOJI, reactions::list::list_reaction_users).limited_by(bucket::MESSAGE_READ),
        delete(EMOJI, reactions::delete_emoji::remove_reactions_with).limited_by(bucket::REACTION),
        delete(ALL, reactions::delete_all::remove_all_reactions).limited_by(bucket::REACTION),
    ]
}

/// The door: routes behind `/api/v10`, those of the wings among them, each behind its rate limit.
pub fn router(app: App, limits: &RateLimits, of_wings: Vec<Route>) -> Router {
    let mut router = Router::new();
    let routes: Vec<Route> = routes().into_iter().chain(of_wings).collect();
    let answered: Vec<_> = routes.iter().map(|route| (route.method.clone(), route.path)).collect();
    for route in routes {
        router = router.route(route.path, limits.around(route.bucket, route.handler));
    }
    for (method, path) in later::operations(&answered) {
        router = router.route(path, limits.around(bucket::OTHER, later::answer(&method)));
    }
    router.fallback(unknown_path).method_not_allowed_fallback(unknown_method).with_state(app)
}

/// What people and programs fetch outside of the API: pictures, files and calendars.
pub fn files(app: App, limits: &RateLimits) -> Router {
    let attachment = axum::routing::get(attachments::get::get_attachment);
    let calendar = limits.around(bucket::CALENDAR, axum::routing::get(calendar::get_calendar));
    crate::pictures::router()
        .route("/calendar/{file}", calendar)
        .route("/attachments/{channel_id}/{attachment_id}/{filename}", attachment)
        .route("/exports/{export_id}/{filename}", axum::routing::get(exports::get_export_file))
        .fallback(unknown_path)
        .with_state(app)
}

async fn unknown_path(_request: Request) -> Response {
    error::not_found().into_response()
}

async fn unknown_method(_request: Request) -> Response {
    error::method_not_allowed().into_response()
}
