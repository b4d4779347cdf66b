//! Which files come in, by channel and role: data, not a rule. The first line that concerns a message decides.

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, RoleMarker};
use parvis_rules::validate::{self, FieldError};
use serde::{Deserialize, Serialize};

/// Lines of one guild.
pub const LINES_MAX: usize = 50;
const IDS_MAX: usize = 250;
const HOURS_MAX: i64 = 24 * 365;

/// What a file is, by its name and by what its sender calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// Pictures.
    Image,
    /// Films.
    Video,
    /// Sound.
    Audio,
    /// Packed files.
    Archive,
    /// Programs and scripts that run when they are opened.
    Program,
    /// Everything else.
    Other,
}

/// One line: where it counts, for whom it does not, and what it refuses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaPolicy {
    /// Channels and categories; with none it counts everywhere.
    #[serde(default)]
    pub channel_ids: Vec<Id<ChannelMarker>>,
    /// Whoever has one of these roles is not asked.
    #[serde(default)]
    pub exempt_role_ids: Vec<Id<RoleMarker>>,
    /// Whoever is a member for so many hours is not asked.
    #[serde(default)]
    pub exempt_member_hours: Option<u32>,
    /// Whoever's account is so many hours old is not asked.
    #[serde(default)]
    pub exempt_account_hours: Option<u32>,
    /// What is refused.
    #[serde(default)]
    pub refuses: Vec<Medium>,
    /// More files than this are refused.
    #[serde(default)]
    pub files_max: Option<u32>,
}

/// Why files are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// One is of this kind.
    Medium(Medium),
    /// There are more than so many.
    Files(u32),
}

/// Who sends files, and where.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The channel, its parent when it is a thread, and their category.
    pub channel_ids: &'a [Id<ChannelMarker>],
    /// The sender's roles.
    pub role_ids: &'a [Id<RoleMarker>],
    /// Since how many hours a member.
    pub member_hours: i64,
    /// How old the account is, in hours.
    pub account_hours: i64,
}

impl MediaPolicy {
    /// Everything that is out of its bounds; `path` is where the line stands.
    pub fn errors(&self, path: &str) -> Vec<FieldError> {
        let at = |field: &str| format!("{path}.{field}");
        let mut errors = Vec::new();
        errors.extend(validate::length(&at("channel_ids"), self.channel_ids.len(), 0..=IDS_MAX).err());
        errors
            .extend(validate::length(&at("exempt_role_ids"), self.exempt_role_ids.len(), 0..=IDS_MAX).err());
        errors.extend(validate::length(&at("refuses"), self.refuses.len(), 0..=6).err());
        for (field, hours) in [
            ("exempt_member_hours", self.exempt_member_hours),
            ("exempt_account_hours", self.exempt_account_hours),
        ] {
            let hours = i64::from(hours.unwrap_or(1));
            errors.extend(validate::number(&at(field), hours, 1..=HOURS_MAX).err());
        }
        errors
            .extend(validate::number(&at("files_max"), i64::from(self.files_max.unwrap_or(1)), 0..=10).err());
        if self.refuses.is_empty() && self.files_max.is_none() {
            let text = "Say what is refused: kinds of files, or more than so many.";
            errors.push(FieldError::new(at("refuses"), "MEDIA_NOTHING_CHOSEN", text));
        }
        errors
    }

    fn counts(&self, sender: &Sender<'_>) -> bool {
        self.channel_ids.is_empty() || self.channel_ids.iter().any(|id| sender.channel_ids.contains(id))
    }

    fn spares(&self, sender: &Sender<'_>) -> bool {
        self.exempt_role_ids.iter().any(|id| sender.role_ids.contains(id))
            || self.exempt_member_hours.is_some_and(|hours| sender.member_hours >= i64::from(hours))
            || self.exempt_account_hours.is_some_and(|hours| sender.account_hours >= i64::from(hours))
    }
}

/// Whether files are refused. Each file is its name and its type.
pub fn judge<'a>(
    lines: &[MediaPolicy],
    sender: &Sender<'_>,
    files: impl ExactSizeIterator<Item = (&'a str, &'a str)> + Clone,
) -> Option<Refusal> {
    let line = lines.iter().find(|line| line.counts(sender))?;
    if files.len() == 0 || line.spares(sender) {
        return None;
    }
    let refused = |(name, kind)| media(name, kind).into_iter().flatten().find(|it| line.refuses.contains(it));
    let too_many = line.files_max.filter(|max| files.len() > *max as usize).map(Refusal::Files);
    files.clone().find_map(refused).map(Refusal::Medium).or(too_many)
}

/// What a file is by its name, and what it is by its type. Clients show it by the one or by the other.
fn media(name: &str, content_type: &str) -> [Option<Medium>; 2] {
    [Some(by_name(name)), Some(by_type(content_type)).filter(|it| *it != Medium::Other)]
}

fn by_type(content_type: &str) -> Medium {
    let kind = content_type.trim().to_ascii_lowercase();
    match kind.split(['/', ';']).next() {
        Some("image") => Medium::Image,
        Some("video") => Medium::Video,
        Some("audio") => Medium::Audio,
        _ if ["zip", "x-7z", "x-rar", "x-tar", "gzip", "vnd.rar"].iter().any(|it| kind.contains(it)) => {
            Medium::Archive
        }
        _ if [
            "x-msdownload",
            "x-msdos-program",
            "vnd.android.package",
            "x-sh",
            "x-executable",
            "java-archive",
        ]
        .iter()
        .any(|it| kind.contains(it)) =>
        {
            Medium::Program
        }
        _ => Medium::Other,
    }
}

fn by_name(name: &str) -> Medium {
    // `picture.png.exe ` is a program: the last ending counts, without blanks and dots after it.
    let name = name.trim_end_matches([' ', '.']).to_ascii_lowercase();
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "svg" | "heic" | "heif" | "tif"
        | "tiff" | "apng" | "jxl" => Medium::Image,
        "mp4" | "webm" | "mov" | "mkv" | "avi" | "m4v" | "3gp" | "mpg" | "mpeg" | "wmv" | "flv" => {
            Medium::Video
        }
        "mp3" | "ogg" | "oga" | "opus" | "wav" | "flac" | "m4a" | "aac" | "amr" => Medium::Audio,
        "zip" | "rar" | "7z" | "tar" | "gz" | "tgz" | "bz2" | "xz" | "zst" | "cab" | "iso" | "img" => {
            Medium::Archive
        }
        "exe" | "msi" | "bat" | "cmd" | "com" | "scr" | "ps1" | "vbs" | "vbe" | "js" | "jse" | "wsf"
        | "hta" | "lnk" | "jar" | "apk" | "app" | "dmg" | "pkg" | "deb" | "rpm" | "sh" | "run" | "reg"
        | "dll" | "pif" | "cpl" | "docm" | "xlsm" | "pptm" => Medium::Program,
        _ => Medium::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(
        lines: &[MediaPolicy],
        channel: u64,
        roles: &[u64],
        hours: i64,
        files: &[(&str, &str)],
    ) -> Option<Refusal> {
        let role_ids: Vec<_> = roles.iter().copied().map(Id::new).collect();
        let channel_ids = &[Id::new(channel)];
        // Everybody here joined when their account was a week old.
        let account_hours = hours + 168;
        let sender = Sender { channel_ids, role_ids: &role_ids, member_hours: hours, account_hours };
        judge(lines, &sender, files.iter().copied())
    }

    #[test]
    fn the_first_line_that_counts_decides() {
        let gallery = MediaPolicy {
            channel_ids: vec![Id::new(1)],
            refuses: vec![Medium::Program],
            files_max: Some(2),
            ..MediaPolicy::default()
        };
        let everywhere = MediaPolicy {
            refuses: vec![Medium::Image, Medium::Program],
            exempt_role_ids: vec![Id::new(7)],
            exempt_member_hours: Some(48),
            ..MediaPolicy::default()
        };
        let lines = [gallery, everywhere];
        let png = ("a.png", "image/png");
        assert_eq!(judged(&lines, 1, &[], 0, &[png]), None);
        assert_eq!(judged(&lines, 1, &[], 0, &[png, png, png]), Some(Refusal::Files(2)));
        assert_eq!(judged(&lines, 2, &[], 0, &[png]), Some(Refusal::Medium(Medium::Image)));
        assert_eq!(judged(&lines, 2, &[7], 0, &[png]), None);
        assert_eq!(judged(&lines, 2, &[], 48, &[png]), None);
        assert_eq!(judged(&lines, 2, &[], 0, &[]), None);
        let known = [MediaPolicy { exempt_account_hours: Some(170), ..lines[1].clone() }];
        assert_eq!(judged(&known, 2, &[], 1, &[png]), Some(Refusal::Medium(Medium::Image)));
        assert_eq!(judged(&known, 2, &[], 2, &[png]), None);
        assert_eq!(judged(&[], 2, &[], 0, &[png]), None);
    }

    #[test]
    fn a_file_is_what_its_name_or_its_type_says() {
        let line = |medium| [MediaPolicy { refuses: vec![medium], ..MediaPolicy::default() }];
        for (medium, name, kind, expected) in [
            (Medium::Program, "cat.png.exe", "image/png", true),
            (Medium::Program, "cat.exe. ", "", true),
            (Medium::Image, "x", "IMAGE/webp", true),
            (Medium::Image, "x.PNG", "text/plain", true),
            (Medium::Archive, "x", "application/zip", true),
            (Medium::Video, "x.pdf", "application/pdf", false),
            (Medium::Other, "x.pdf", "application/pdf", true),
        ] {
            assert_eq!(
                judged(&line(medium), 2, &[], 0, &[(name, kind)]).is_some(),
                expected,
                "{name} {kind}"
            );
        }
    }

    #[test]
    fn a_line_that_refuses_nothing_is_refused() {
        let paths =
            |line: &MediaPolicy| line.errors("media.0").into_iter().map(|it| it.path).collect::<Vec<_>>();
        assert_eq!(paths(&MediaPolicy::default()), ["media.0.refuses"]);
        let wrong =
            MediaPolicy { files_max: Some(11), exempt_member_hours: Some(0), ..MediaPolicy::default() };
        assert_eq!(paths(&wrong), ["media.0.exempt_member_hours", "media.0.files_max"]);
    }
}
