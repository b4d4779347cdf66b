//! What an address that an authority names leads to.

use parvis_app::{ActionResult, App};
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker};
use parvis_model::{Id, ReportedMessage};
use parvis_store::tables as talk;

use super::words::LinkRefusal;
use crate::copies;
use crate::tables::orders as tables;
use crate::words::Subject;

/// What an address leads to, or why it leads nowhere.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// What.
    pub subject: Option<Subject>,
    /// Why not.
    pub refused: Option<LinkRefusal>,
    /// Whose it is.
    pub user_id: Option<Id<UserMarker>>,
    /// In which guild.
    pub guild_id: Option<Id<GuildMarker>>,
    /// What the message says now.
    pub copy: Option<ReportedMessage>,
}

impl Found {
    fn none(why: LinkRefusal) -> Self {
        Self { refused: Some(why), ..Self::default() }
    }
}

/// What the path of an address of this server names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Named<'a> {
    Message(Id<ChannelMarker>, Id<MessageMarker>),
    Channel(Id<ChannelMarker>),
    Guild(Id<GuildMarker>),
    User(Id<UserMarker>),
    File(Id<ChannelMarker>, Id<parvis_model::marker::AttachmentMarker>),
    Invitation(&'a str),
}

/// What an address leads to.
pub async fn resolve(app: &App, url: &str) -> ActionResult<Found> {
    let named = match read(&app.config.public_url, url) {
        Ok(named) => named,
        Err(why) => return Ok(Found::none(why)),
    };
    match named {
        Named::Message(channel_id, message_id) => message(app, channel_id, message_id).await,
        Named::File(channel_id, id) => {
            let of_file = app.read(move |tx| Ok(tables::message_of_file(tx, channel_id, id)?)).await?;
            match of_file {
                Some(message_id) => message(app, channel_id, message_id).await,
                None => Ok(Found::none(LinkRefusal::Unknown)),
            }
        }
        Named::Channel(channel_id) => match app.place(channel_id).await? {
            None => Ok(Found::none(LinkRefusal::Unknown)),
            Some(place) => match place.guild_id {
                None => Ok(Found::none(LinkRefusal::Private)),
                Some(guild_id) => guild(app, guild_id).await,
            },
        },
        Named::Guild(guild_id) => guild(app, guild_id).await,
        Named::Invitation(code) => {
            let (code, now_ms) = (code.to_owned(), app.now_ms());
            let invite = app.read(move |tx| Ok(talk::invites::get(tx, &code, now_ms)?)).await?;
            match invite {
                Some(invite) => guild(app, invite.guild_id).await,
                None => Ok(Found::none(LinkRefusal::Unknown)),
            }
        }
        Named::User(user_id) => {
            let user = app.read(move |tx| Ok(talk::users::get(tx, user_id)?)).await?;
            Ok(match user {
                None => Found::none(LinkRefusal::Unknown),
                Some(user) => Found {
                    subject: Some(Subject::Person { user_id: user.id, guild_id: None }),
                    user_id: Some(user.id),
                    ..Found::default()
                },
            })
        }
    }
}

async fn message(app: &App, channel_id: Id<ChannelMarker>, id: Id<MessageMarker>) -> ActionResult<Found> {
    let Some(place) = app.place(channel_id).await? else { return Ok(Found::none(LinkRefusal::Unknown)) };
    let Some(guild_id) = place.guild_id else { return Ok(Found::none(LinkRefusal::Private)) };
    let found = app.read(move |tx| Ok(talk::messages::get(tx, channel_id, id, Id::new(0))?)).await?;
    let Some(message) = found else { return Ok(Found::none(LinkRefusal::Unknown)) };
    Ok(Found {
        subject: Some(Subject::Message { channel_id, message_id: id }),
        refused: None,
        user_id: message.webhook_id.is_none().then_some(message.author.id),
        guild_id: Some(guild_id),
        copy: Some(copies::of_message(&message)),
    })
}

async fn guild(app: &App, guild_id: Id<GuildMarker>) -> ActionResult<Found> {
    let owner = app.read(move |tx| Ok(talk::guilds::owner(tx, guild_id)?)).await?;
    Ok(match owner {
        None => Found::none(LinkRefusal::Unknown),
        owner => Found {
            subject: Some(Subject::Guild { guild_id }),
            user_id: owner,
            guild_id: Some(guild_id),
            ..Found::default()
        },
    })
}

/// Reads an address; of this server are those that begin as it is reached, by whichever scheme.
fn read<'a>(public_url: &str, url: &'a str) -> Result<Named<'a>, LinkRefusal> {
    let without_scheme = |text: &'a str| text.split_once("://").map(|(_, rest)| rest);
    let host = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let rest = without_scheme(url.trim()).ok_or(LinkRefusal::Unreadable)?;
    let (at, path) = rest.split_once('/').unwrap_or((rest, ""));
    if at.is_empty() || at.contains(char::is_whitespace) {
        return Err(LinkRefusal::Unreadable);
    }
    if !at.eq_ignore_ascii_case(host) {
        return Err(LinkRefusal::Elsewhere);
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    named(&parts).ok_or(LinkRefusal::NotContent)
}

fn named<'a>(parts: &[&'a str]) -> Option<Named<'a>> {
    Some(match parts {
        ["channels", _, channel, message] => Named::Message(channel.parse().ok()?, message.parse().ok()?),
        ["channels", "@me", channel] => Named::Channel(channel.parse().ok()?),
        ["channels", _, channel] => Named::Channel(channel.parse().ok()?),
        ["channels", guild] => Named::Guild(guild.parse().ok()?),
        ["users", user] => Named::User(user.parse().ok()?),
        ["attachments", channel, file, _] => Named::File(channel.parse().ok()?, file.parse().ok()?),
        ["invite", code] => Named::Invitation(code),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_copy_them() {
        let home = "https://chat.example.org";
        let read = |url| read(home, url);
        let message = Ok(Named::Message(Id::new(2), Id::new(3)));
        for url in [
            "https://chat.example.org/channels/1/2/3",
            " http://CHAT.example.org/channels/1/2/3/?jump=1#top ",
        ] {
            assert_eq!(read(url), message, "{url}");
        }
        assert_eq!(read("https://chat.example.org/channels/1/2"), Ok(Named::Channel(Id::new(2))));
        assert_eq!(read("https://chat.example.org/channels/@me/2"), Ok(Named::Channel(Id::new(2))));
        assert_eq!(read("https://chat.example.org/channels/1"), Ok(Named::Guild(Id::new(1))));
        assert_eq!(read("https://chat.example.org/users/7"), Ok(Named::User(Id::new(7))));
        assert_eq!(read("https://chat.example.org/invite/aBc"), Ok(Named::Invitation("aBc")));
        let file = Ok(Named::File(Id::new(2), Id::new(9)));
        assert_eq!(read("https://chat.example.org/attachments/2/9/a.png?ex=1"), file);
        for (url, why) in [
            ("chat.example.org/channels/1/2/3", LinkRefusal::Unreadable),
            ("https:///channels/1", LinkRefusal::Unreadable),
            ("https://chat.example.org.evil.test/channels/1/2/3", LinkRefusal::Elsewhere),
            ("https://t.me/channel/3", LinkRefusal::Elsewhere),
            ("https://chat.example.org/", LinkRefusal::NotContent),
            ("https://chat.example.org/channels/1/two/3", LinkRefusal::NotContent),
            ("https://chat.example.org/map", LinkRefusal::NotContent),
        ] {
            assert_eq!(read(url), Err(why), "{url}");
        }
    }
}
