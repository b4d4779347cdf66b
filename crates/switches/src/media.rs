//! Which files are pictures or films, and whose may pass.

use parvis_model::marker::{RoleMarker, UserMarker};
use parvis_model::{Id, Permissions};

use crate::settings::Media;

/// Whoever may do one of these in a channel looks after it: its switches do not hold for them.
pub const CARETAKERS: Permissions = Permissions::MANAGE_CHANNELS
    .union(Permissions::MANAGE_MESSAGES)
    .union(Permissions::MODERATE_MEMBERS)
    .union(Permissions::KICK_MEMBERS)
    .union(Permissions::BAN_MEMBERS);

const HOUR_MS: i64 = 3_600_000;

/// Whether a file is something that these settings are about. What its sender calls it counts as much as its name:
/// clients show it by the one or by the other.
pub fn concerns(settings: &Media, filename: &str, content_type: &str) -> bool {
    let named = mime_guess::from_path(filename).first_raw().unwrap_or_default();
    [content_type, named].into_iter().any(|it| {
        let kind = it.trim_start().as_bytes();
        let is = |wanted: &str| {
            kind.get(..wanted.len()).is_some_and(|it| it.eq_ignore_ascii_case(wanted.as_bytes()))
        };
        (settings.images && is("image/")) || (settings.videos && is("video/"))
    })
}

/// Whether an author may send pictures and films where these settings count.
pub fn is_exempt(
    settings: &Media,
    author_id: Id<UserMarker>,
    roles: &[Id<RoleMarker>],
    permissions: Permissions,
    now_ms: i64,
) -> bool {
    let age_ms = now_ms - author_id.created_unix_ms();
    permissions.intersects(CARETAKERS)
        || roles.iter().any(|role_id| settings.exempt_role_ids.contains(role_id))
        || settings.exempt_account_hours.is_some_and(|hours| age_ms >= i64::from(hours) * HOUR_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(json: &str) -> Media {
        serde_json::from_str(json).expect("well-formed")
    }

    #[test]
    fn a_picture_is_one_by_its_name_or_by_what_it_is_called() {
        let both = settings(r#"{"on":true}"#);
        for (filename, content_type, expected) in [
            ("a.png", "application/octet-stream", true),
            ("a", "image/webp", true),
            ("a", " IMAGE/PNG", true),
            ("a.MP4", "text/plain", true),
            ("a.txt", "video/webm", true),
            ("a.pdf", "application/pdf", false),
            ("a.ogg", "audio/ogg", false),
            ("imag", "", false),
        ] {
            assert_eq!(concerns(&both, filename, content_type), expected, "{filename} {content_type}");
        }
        assert!(!concerns(&settings(r#"{"on":true,"images":false}"#), "a.png", "image/png"));
        assert!(!concerns(&settings(r#"{"on":true,"videos":false}"#), "a.mp4", "video/mp4"));
    }

    #[test]
    fn roles_age_and_care_let_media_pass() {
        let now_ms = 1_795_000_000_000;
        let settings = settings(r#"{"on":true,"exempt_role_ids":["7"],"exempt_account_hours":24}"#);
        let author = |hours: i64| Id::first_of_unix_ms(now_ms - hours * HOUR_MS);
        let passes = |hours, roles: &[u64], permissions| {
            let roles: Vec<_> = roles.iter().copied().map(Id::new).collect();
            is_exempt(&settings, author(hours), &roles, permissions, now_ms)
        };
        assert!(!passes(23, &[], Permissions::SEND_MESSAGES));
        assert!(passes(24, &[], Permissions::NONE));
        assert!(passes(0, &[6, 7], Permissions::NONE));
        assert!(passes(0, &[], Permissions::MANAGE_MESSAGES));
        let strict = Media { exempt_account_hours: None, ..settings.clone() };
        assert!(!is_exempt(&strict, author(9_999), &[], Permissions::NONE, now_ms));
    }
}
