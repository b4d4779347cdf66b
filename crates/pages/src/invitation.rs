//! The page behind an invitation: which guild it leads to, who invites, and the door.

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use parvis_app::{ActionError, App, invites};
use parvis_model::{GuildFeature, Invite, InviteGuild};

use crate::answer;
use crate::language::Language;
use crate::words::Words;

/// Side of the picture that messengers are pointed to.
const ICON_PIXELS: u32 = 256;

/// What every page says of itself.
struct Head {
    language: Language,
    title: String,
}

impl Head {
    fn tag(&self) -> &'static str {
        self.language.tag()
    }

    fn direction(&self) -> &'static str {
        self.language.direction()
    }
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage<'a> {
    head: Head,
    words: &'a Words,
    guild: &'a InviteGuild,
    code: &'a str,
    inviter: Option<&'a str>,
    summary: String,
    members: String,
    online: String,
    ends: Option<String>,
    /// Path of the guild's picture; without one its initials stand in its place.
    icon: Option<String>,
    initials: String,
    is_somebody_here: bool,
    is_paused: bool,
    public_url: String,
}

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'a> {
    head: Head,
    words: &'a Words,
    text: &'a str,
    leads_on: bool,
}

/// What stands in the path.
pub(crate) type Code = Result<Path<String>, PathRejection>;

/// The code in the path; what is no text is no code, and leads nowhere either.
pub(crate) fn read(code: Code) -> String {
    code.map_or_else(|_| String::new(), |Path(code)| code)
}

/// `GET /invite/{code}`
pub(crate) async fn get_invitation(State(app): State<App>, code: Code, headers: HeaderMap) -> Response {
    page_of(&app, &read(code), &headers).await
}

/// The page behind the invitation with this code.
pub(crate) async fn page_of(app: &App, code: &str, headers: &HeaderMap) -> Response {
    let language = Language::wanted(headers);
    match invites::get(app, None, code, true).await {
        Ok(invite) => match &invite.guild {
            Some(guild) => shown(language, &invite, guild, answer::public_url(app, headers)),
            None => gone(language),
        },
        Err(ActionError::Unknown(_)) => gone(language),
        Err(error) => {
            tracing::error!(%error, "an invitation could not be looked up");
            busy(language, StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// What stands in front of a page refuses in the API's words; a reader gets ours.
pub async fn refused_in_words(request: Request, next: Next) -> Response {
    let language = Language::wanted(request.headers());
    let refused = next.run(request).await;
    let status = refused.status();
    if !matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        return refused;
    }
    let mut page = busy(language, status);
    let wait = refused.headers().get(header::RETRY_AFTER).cloned();
    page.headers_mut().insert(header::RETRY_AFTER, wait.unwrap_or(HeaderValue::from_static("1")));
    page
}

fn shown(language: Language, invite: &Invite, guild: &InviteGuild, public_url: String) -> Response {
    let words = Words::of(language);
    let here = invite.approximate_presence_count.unwrap_or(0);
    let members = words.members(language, invite.approximate_member_count.unwrap_or(0));
    let counts = format!("{members} · {}", words.online(language, here));
    let summary = match guild.description.as_deref() {
        Some(description) => format!("{description} — {counts}"),
        None => counts,
    };
    let icon = guild.icon.as_ref().map(|hash| {
        let extension = if hash.starts_with("a_") { "gif" } else { "png" };
        format!("/icons/{}/{hash}.{extension}?size={ICON_PIXELS}", guild.id)
    });
    let page = InvitationPage {
        head: Head { language, title: words.title(&guild.name) },
        words,
        guild,
        code: &invite.code,
        inviter: invite.inviter.as_deref().map(|inviter| inviter.username.as_str()),
        summary,
        members,
        online: words.online(language, here),
        ends: invite.expires_at.map(|at| words.ends(at)),
        icon,
        initials: initials(&guild.name),
        is_somebody_here: here > 0,
        is_paused: guild.features.contains(&GuildFeature::INVITES_DISABLED),
        public_url,
    };
    answer::page(StatusCode::OK, &page)
}

/// An invitation that never was, has ended, or is used up: which of them it is, is nobody's business.
pub(crate) fn gone(language: Language) -> Response {
    let words = Words::of(language);
    let head = Head { language, title: words.gone_title.clone() };
    answer::page(StatusCode::NOT_FOUND, &MessagePage { head, words, text: &words.gone, leads_on: true })
}

/// An address at which nothing stands.
pub(crate) fn missing(language: Language) -> Response {
    let words = Words::of(language);
    let head = Head { language, title: words.missing_title.clone() };
    answer::page(StatusCode::NOT_FOUND, &MessagePage { head, words, text: &words.missing, leads_on: true })
}

pub(crate) fn busy(language: Language, status: StatusCode) -> Response {
    let words = Words::of(language);
    let head = Head { language, title: words.busy_title.clone() };
    answer::page(status, &MessagePage { head, words, text: &words.busy, leads_on: false })
}

/// The first letters of the first two words of a name.
fn initials(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(2).filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn a_name_without_a_picture_is_two_letters() {
        for (name, letters) in
            [("Place du Parvis", "PD"), ("l’été", "LÉ"), ("площадь", "П"), ("  🌳  ", ""), ("ساحة", "س")]
        {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
