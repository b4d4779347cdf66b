//! What comes later: every operation of the platform, so that those which this version does not have can say
//! so.
//!
//! Generated from the paths of Discord's OpenAPI document (API v10, MIT). An operation of this table without
//! a route of ours answers 501 to whoever is known here, and everything else is a path that does not exist.

use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use parvis_app::App;

use crate::error::{ApiResult, not_implemented};
use crate::extract::{Auth, NoContent};

/// Paths behind `/api/v10` with their methods.
const OPERATIONS: &[(&str, &str)] = &[
    ("/applications/@me", "GET PATCH"),
    ("/applications/{application_id}", "GET PATCH"),
    ("/applications/{application_id}/activity-instances/{instance_id}", "GET"),
    ("/applications/{application_id}/attachment", "POST"),
    ("/applications/{application_id}/commands", "GET PUT POST"),
    ("/applications/{application_id}/commands/{command_id}", "GET DELETE PATCH"),
    ("/applications/{application_id}/emojis", "GET POST"),
    ("/applications/{application_id}/emojis/{emoji_id}", "GET DELETE PATCH"),
    ("/applications/{application_id}/entitlements", "GET POST"),
    ("/applications/{application_id}/entitlements/{entitlement_id}", "GET DELETE"),
    ("/applications/{application_id}/entitlements/{entitlement_id}/consume", "POST"),
    ("/applications/{application_id}/guilds/{guild_id}/commands", "GET PUT POST"),
    ("/applications/{application_id}/guilds/{guild_id}/commands/permissions", "GET"),
    ("/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", "GET DELETE PATCH"),
    ("/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions", "GET PUT"),
    ("/applications/{application_id}/role-connections/metadata", "GET PUT"),
    ("/channels/{channel_id}", "GET DELETE PATCH"),
    ("/channels/{channel_id}/followers", "POST"),
    ("/channels/{channel_id}/invites", "GET POST"),
    ("/channels/{channel_id}/messages", "GET POST"),
    ("/channels/{channel_id}/messages/bulk-delete", "POST"),
    ("/channels/{channel_id}/messages/pins", "GET"),
    ("/channels/{channel_id}/messages/pins/{message_id}", "PUT DELETE"),
    ("/channels/{channel_id}/messages/{message_id}", "GET DELETE PATCH"),
    ("/channels/{channel_id}/messages/{message_id}/crosspost", "POST"),
    ("/channels/{channel_id}/messages/{message_id}/reactions", "DELETE"),
    ("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}", "GET DELETE"),
    ("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", "PUT DELETE"),
    ("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}", "DELETE"),
    ("/channels/{channel_id}/messages/{message_id}/threads", "POST"),
    ("/channels/{channel_id}/permissions/{overwrite_id}", "PUT DELETE"),
    ("/channels/{channel_id}/pins", "GET"),
    ("/channels/{channel_id}/pins/{message_id}", "PUT DELETE"),
    ("/channels/{channel_id}/polls/{message_id}/answers/{answer_id}", "GET"),
    ("/channels/{channel_id}/polls/{message_id}/expire", "POST"),
    ("/channels/{channel_id}/recipients/{user_id}", "PUT DELETE"),
    ("/channels/{channel_id}/send-soundboard-sound", "POST"),
    ("/channels/{channel_id}/thread-members", "GET"),
    ("/channels/{channel_id}/thread-members/@me", "PUT DELETE"),
    ("/channels/{channel_id}/thread-members/{user_id}", "GET PUT DELETE"),
    ("/channels/{channel_id}/threads", "POST"),
    ("/channels/{channel_id}/threads/archived/private", "GET"),
    ("/channels/{channel_id}/threads/archived/public", "GET"),
    ("/channels/{channel_id}/threads/search", "GET"),
    ("/channels/{channel_id}/typing", "POST"),
    ("/channels/{channel_id}/users/@me/threads/archived/private", "GET"),
    ("/channels/{channel_id}/voice-status", "PUT"),
    ("/channels/{channel_id}/webhooks", "GET POST"),
    ("/gateway", "GET"),
    ("/gateway/bot", "GET"),
    ("/guilds/templates/{code}", "GET"),
    ("/guilds/{guild_id}", "GET PATCH"),
    ("/guilds/{guild_id}/audit-logs", "GET"),
    ("/guilds/{guild_id}/auto-moderation/rules", "GET POST"),
    ("/guilds/{guild_id}/auto-moderation/rules/{rule_id}", "GET DELETE PATCH"),
    ("/guilds/{guild_id}/bans", "GET"),
    ("/guilds/{guild_id}/bans/{user_id}", "GET PUT DELETE"),
    ("/guilds/{guild_id}/bulk-ban", "POST"),
    ("/guilds/{guild_id}/channels", "GET POST PATCH"),
    ("/guilds/{guild_id}/emojis", "GET POST"),
    ("/guilds/{guild_id}/emojis/{emoji_id}", "GET DELETE PATCH"),
    ("/guilds/{guild_id}/incident-actions", "PUT"),
    ("/guilds/{guild_id}/integrations", "GET"),
    ("/guilds/{guild_id}/integrations/{integration_id}", "DELETE"),
    ("/guilds/{guild_id}/invites", "GET"),
    ("/guilds/{guild_id}/members", "GET"),
    ("/guilds/{guild_id}/members/@me", "PATCH"),
    ("/guilds/{guild_id}/members/search", "GET"),
    ("/guilds/{guild_id}/members/{user_id}", "GET PUT DELETE PATCH"),
    ("/guilds/{guild_id}/members/{user_id}/roles/{role_id}", "PUT DELETE"),
    ("/guilds/{guild_id}/messages/search", "GET"),
    ("/guilds/{guild_id}/new-member-welcome", "GET"),
    ("/guilds/{guild_id}/onboarding", "GET PUT"),
    ("/guilds/{guild_id}/preview", "GET"),
    ("/guilds/{guild_id}/prune", "GET POST"),
    ("/guilds/{guild_id}/regions", "GET"),
    ("/guilds/{guild_id}/requests", "GET"),
    ("/guilds/{guild_id}/requests/{request_id}", "PATCH"),
    ("/guilds/{guild_id}/roles", "GET POST PATCH"),
    ("/guilds/{guild_id}/roles/member-counts", "GET"),
    ("/guilds/{guild_id}/roles/{role_id}", "GET DELETE PATCH"),
    ("/guilds/{guild_id}/scheduled-events", "GET POST"),
    ("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", "GET DELETE PATCH"),
    ("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions", "POST"),
    (
        "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}",
        "DELETE PATCH",
    ),
    ("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users", "GET"),
    ("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users/counts", "GET"),
    (
        "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users",
        "GET",
    ),
    ("/guilds/{guild_id}/soundboard-sounds", "GET POST"),
    ("/guilds/{guild_id}/soundboard-sounds/{sound_id}", "GET DELETE PATCH"),
    ("/guilds/{guild_id}/stickers", "GET POST"),
    ("/guilds/{guild_id}/stickers/{sticker_id}", "GET DELETE PATCH"),
    ("/guilds/{guild_id}/templates", "GET POST"),
    ("/guilds/{guild_id}/templates/{code}", "PUT DELETE PATCH"),
    ("/guilds/{guild_id}/threads/active", "GET"),
    ("/guilds/{guild_id}/vanity-url", "GET"),
    ("/guilds/{guild_id}/voice-states/@me", "GET PATCH"),
    ("/guilds/{guild_id}/voice-states/{user_id}", "GET PATCH"),
    ("/guilds/{guild_id}/webhooks", "GET"),
    ("/guilds/{guild_id}/welcome-screen", "GET PATCH"),
    ("/guilds/{guild_id}/widget", "GET PATCH"),
    ("/guilds/{guild_id}/widget.json", "GET"),
    ("/guilds/{guild_id}/widget.png", "GET"),
    ("/interactions/{interaction_id}/{interaction_token}/callback", "POST"),
    ("/invites/{code}", "GET DELETE"),
    ("/invites/{code}/target-users", "GET PUT"),
    ("/invites/{code}/target-users/job-status", "GET"),
    ("/lobbies", "PUT POST"),
    ("/lobbies/{lobby_id}", "GET DELETE PATCH"),
    ("/lobbies/{lobby_id}/channel-linking", "PATCH"),
    ("/lobbies/{lobby_id}/members/@me", "DELETE"),
    ("/lobbies/{lobby_id}/members/@me/invites", "POST"),
    ("/lobbies/{lobby_id}/members/bulk", "POST"),
    ("/lobbies/{lobby_id}/members/{user_id}", "PUT DELETE"),
    ("/lobbies/{lobby_id}/members/{user_id}/invites", "POST"),
    ("/lobbies/{lobby_id}/messages", "GET POST"),
    ("/lobbies/{lobby_id}/messages/{message_id}/moderation-metadata", "PUT"),
    ("/oauth2/@me", "GET"),
    ("/oauth2/applications/@me", "GET"),
    ("/oauth2/keys", "GET"),
    ("/oauth2/userinfo", "GET"),
    ("/partner-sdk/dms/{user_id_1}/{user_id_2}/messages/{message_id}/moderation-metadata", "PUT"),
    ("/partner-sdk/provisional-accounts/unmerge", "POST"),
    ("/partner-sdk/provisional-accounts/unmerge/bot", "POST"),
    ("/partner-sdk/token", "POST"),
    ("/partner-sdk/token/bot", "POST"),
    ("/skus/{sku_id}/subscriptions", "GET"),
    ("/skus/{sku_id}/subscriptions/{subscription_id}", "GET"),
    ("/soundboard-default-sounds", "GET"),
    ("/stage-instances", "POST"),
    ("/stage-instances/{channel_id}", "GET DELETE PATCH"),
    ("/sticker-packs", "GET"),
    ("/sticker-packs/{pack_id}", "GET"),
    ("/stickers/{sticker_id}", "GET"),
    ("/users/@me", "GET PATCH"),
    ("/users/@me/applications/{application_id}/entitlements", "GET"),
    ("/users/@me/applications/{application_id}/role-connection", "GET PUT DELETE"),
    ("/users/@me/channels", "POST"),
    ("/users/@me/connections", "GET"),
    ("/users/@me/guilds", "GET"),
    ("/users/@me/guilds/{guild_id}", "DELETE"),
    ("/users/@me/guilds/{guild_id}/member", "GET"),
    ("/users/{user_id}", "GET"),
    ("/voice/regions", "GET"),
    ("/webhooks/{webhook_id}", "GET DELETE PATCH"),
    ("/webhooks/{webhook_id}/{webhook_token}", "GET POST DELETE PATCH"),
    ("/webhooks/{webhook_id}/{webhook_token}/github", "POST"),
    ("/webhooks/{webhook_id}/{webhook_token}/messages/@original", "GET DELETE PATCH"),
    ("/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", "GET DELETE PATCH"),
    ("/webhooks/{webhook_id}/{webhook_token}/slack", "POST"),
];

/// The operations that none of these routes answers: method, and path in the spelling of the routes where one
/// of them has the same shape.
pub fn operations<'r>(routes: &[(Method, &'r str)]) -> Vec<(Method, &'r str)> {
    let mut later = Vec::new();
    for (path, methods) in OPERATIONS {
        let shape = shape_of(path);
        let same: Vec<_> = routes.iter().filter(|(_, route)| shape_of(route) == shape).collect();
        for method in methods.split(' ') {
            let method = Method::from_bytes(method.as_bytes()).expect("the table holds names of methods");
            if same.iter().all(|(answered, _)| *answered != method) {
                later.push((method, same.first().map_or(*path, |(_, path)| *path)));
            }
        }
    }
    later
}

/// The answer to one of them.
pub(crate) fn answer(method: &Method) -> MethodRouter<App> {
    let filter =
        MethodFilter::try_from(method.clone()).expect("the table holds methods that routes can have");
    on(filter, comes_later)
}

async fn comes_later(_: Auth) -> ApiResult<NoContent> {
    Err(not_implemented())
}

/// A path with its parameters unnamed: two paths of one shape are one route.
fn shape_of(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_every_operation_of_the_document() {
        assert_eq!(operations(&[]).len(), 242);
    }

    #[test]
    fn what_has_a_route_does_not_come_later() {
        let routes = [(Method::GET, "/channels/{id}"), (Method::GET, "/gateway")];
        let later = operations(&routes);
        assert_eq!(later.len(), 240);
        // The other methods of a path take the spelling of the route that is there.
        assert!(later.contains(&(Method::DELETE, "/channels/{id}")));
        assert!(!later.iter().any(|(_, path)| *path == "/channels/{channel_id}" || *path == "/gateway"));
    }
}
