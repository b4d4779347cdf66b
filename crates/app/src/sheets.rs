//! Sheets of paper: each is made by somebody, hangs somewhere, carries an invitation of its own, and counts who came by
//! it. Of those who come nothing is kept but their number.

pub mod of_groups;
pub mod paper;

use parvis_model::marker::{ChannelMarker, GenericMarker, GuildMarker, SheetMarker};
use parvis_model::{AuditLogEvent, ChannelType, Id, Permissions, Sheet, SheetKind, SheetText, Timestamp};
use parvis_print::qr;
use parvis_rules::limits;
use parvis_store::tables;
use parvis_store::tables::invites::StoredInvite;
use rand::Rng;

use crate::access::{self, GuildAccess};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller, Lane, audit, invites};

pub use parvis_print::sheet::LANGUAGES;

/// Capital letters and digits of which none is taken for another one on paper, and that make no words.
const ALPHABET: &[u8] = b"23456789CDFHJKLMNPQRTVWXY";
/// Nine of 25 signs: 41 bits, which nobody guesses at the speed that the rate limit allows.
const CODE_LENGTH: usize = 9;
/// Stands on a preview, and leads nowhere: the alphabet has no zero.
const NO_CODE: &str = "000000000";
/// How long a revoked sheet stays in the list: long enough to see what it brought.
const KEPT_MS: i64 = 30 * 86_400_000;

/// A sheet that somebody wants to make; within its bounds.
#[derive(Debug, Clone)]
pub struct SheetDraft {
    /// Its form.
    pub kind: SheetKind,
    /// Where it will hang.
    pub label: String,
    /// One or two languages.
    pub texts: Vec<SheetText>,
    /// Whether it reminds readers of what a photograph of it tells.
    pub careful: bool,
}

/// Where a short link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// To the invitation with this code.
    Invitation(String),
    /// To the page of this group on the map, which decides who comes in, by the sheet with this code.
    Group(Id<GenericMarker>, String),
}

/// The sheets of a guild, newest first: all for those who manage it, their own for others. Sheets of channels that the
/// caller may not view are left out.
pub async fn list(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<Vec<Sheet>> {
    caller.require_person()?;
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let mut sheets = app.read(move |tx| Ok(tables::sheets::of_guild(tx, guild_id)?)).await?;
    sheets.retain(|sheet| may_see(&access, sheet));
    Ok(sheets)
}

/// Makes a sheet with an invitation to a channel. `origin` is this server's address.
pub async fn create(
    app: &App,
    caller: &Caller,
    (guild_id, channel_id): (Id<GuildMarker>, Id<ChannelMarker>),
    draft: SheetDraft,
    origin: &str,
) -> ActionResult<Sheet> {
    caller.require_person()?;
    access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let channel = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    if channel.guild_id() != Some(guild_id) {
        return Err(ActionError::Unknown(Kind::Channel));
    }
    let access = channel.require_guild()?.clone();
    channel.require(Permissions::CREATE_INSTANT_INVITE)?;
    let kind = channel.channel().kind;
    if kind == ChannelType::GUILD_CATEGORY || kind.is_thread() {
        return Err(ActionError::Refused(Refusal::InvalidChannelType));
    }
    let mut sheet = draft.into_sheet(app);
    (sheet.guild_id, sheet.channel_id) = (Some(guild_id), Some(channel_id));
    sheet.maker_id = Some(caller.user_id);
    // What cannot be printed is refused before there is a sheet of it.
    paper::check(&paper::of_guild(app, &access.guild, &sheet, origin).await?)?;
    let invite = invitation_of(&sheet, guild_id, channel_id);
    let entry = invites::entry_of(app, caller, &invite, AuditLogEvent::INVITE_CREATE, None);
    let inviter = access.member.user.clone();
    app.write(access.lane(), move |tx, out| {
        if tables::sheets::count_of_guild(tx, guild_id)? >= limits::GUILD_SHEETS_MAX {
            return Err(too_many());
        }
        tables::sheets::insert(tx, &sheet)?;
        invites::add(tx, out, &invite, inviter, entry)?;
        Ok(sheet)
    })
    .await
}

/// What a sheet would look like. Nothing is kept of it, and its code leads nowhere.
pub async fn preview(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    draft: SheetDraft,
    origin: &str,
) -> ActionResult<String> {
    caller.require_person()?;
    let access = access::guild(app, caller, guild_id, Permissions::CREATE_INSTANT_INVITE).await?;
    let sheet = draft.into_preview(app);
    paper::svg(paper::of_guild(app, &access.guild, &sheet, origin).await?).await
}

/// Says anew where a sheet hangs: whoever made it, or manages the guild.
pub async fn set_label(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<SheetMarker>,
    label: String,
) -> ActionResult<Sheet> {
    let (access, sheet) = find(app, caller, guild_id, id).await?;
    let written = label.clone();
    app.write(access.lane(), move |tx, _| Ok(tables::sheets::set_label(tx, id, &written)?)).await?;
    Ok(Sheet { label, ..sheet })
}

/// Takes a sheet back: from the answer on its code leads nowhere, on every copy of it.
pub async fn revoke(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<SheetMarker>,
) -> ActionResult<()> {
    let (access, sheet) = find(app, caller, guild_id, id).await?;
    let Some(channel_id) = sheet.channel_id else { return Err(unknown()) };
    let invite = invitation_of(&sheet, guild_id, channel_id);
    let entry = invites::entry_of(app, caller, &invite, AuditLogEvent::INVITE_DELETE, None);
    let now_ms = app.now_ms();
    app.write(access.lane(), move |tx, out| {
        tables::sheets::revoke(tx, id, now_ms)?;
        if invites::delete_and_tell(tx, out, &invite, now_ms)? {
            audit::record(tx, out, entry)?;
        }
        Ok(())
    })
    .await
}

/// A sheet that can still be printed, as it goes to paper.
pub async fn on_paper(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<SheetMarker>,
    origin: &str,
) -> ActionResult<parvis_print::sheet::Sheet> {
    let (access, sheet) = find(app, caller, guild_id, id).await?;
    if sheet.revoked_at.is_some() {
        return Err(unknown());
    }
    paper::of_guild(app, &access.guild, &sheet, origin).await
}

/// The code of an invitation, to be printed by whoever has it.
pub async fn qr_of_invitation(app: &App, code: &str, origin: &str) -> ActionResult<qr::Code> {
    let invite = invites::get(app, None, code, false).await?;
    let address = format!("{origin}/invite/{}", invite.code);
    qr::Code::of(&address, qr::Level::Medium).ok_or(ActionError::Unknown(Kind::Invite))
}

/// Where a short link leads. Capital and small letters are the same in it.
pub async fn destination(app: &App, code: &str) -> ActionResult<Destination> {
    let unknown = || ActionError::Unknown(Kind::Invite);
    let code = code.to_ascii_uppercase();
    if !is_code(&code) {
        return Err(unknown());
    }
    let now_ms = app.now_ms();
    app.read(move |tx| {
        let sheet = tables::sheets::by_code(tx, &code)?.ok_or_else(unknown)?;
        // A group may be out of sight for now: its page knows, an invitation does not.
        if let Some(group_id) = sheet.group_id {
            return Ok(Destination::Group(group_id, code));
        }
        tables::invites::get(tx, &code, now_ms)?.ok_or_else(unknown)?;
        Ok(Destination::Invitation(code))
    })
    .await
}

/// Whether a text may be a sheet's code: nothing else is looked up.
fn is_code(text: &str) -> bool {
    text.len() == CODE_LENGTH && text.bytes().all(|sign| ALPHABET.contains(&sign))
}

/// Forgets sheets that were revoked some time ago; returns how many.
pub async fn purge(app: &App) -> ActionResult<u64> {
    let until_ms = app.now_ms() - KEPT_MS;
    app.write(Lane::of(Id::<GuildMarker>::new(0)), move |tx, _| {
        Ok(tables::sheets::delete_revoked(tx, until_ms)?)
    })
    .await
}

/// The address that a code holds. In capitals a code is smaller; a path that is the operator's keeps its letters.
pub fn short_link(origin: &str, code: &str) -> String {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    match host.contains('/') {
        true => format!("{origin}/J/{code}"),
        false => format!("{}/J/{code}", origin.to_ascii_uppercase()),
    }
}

/// The same as one writes it.
pub fn written_link(origin: &str, code: &str) -> String {
    format!("{origin}/j/{code}")
}

/// A guild or a group has as many sheets as it may have.
pub fn too_many() -> ActionError {
    let text = format!("At most {} sheets lead to one place.", limits::GUILD_SHEETS_MAX);
    ActionError::invalid("kind", "SHEETS_MAX", text)
}

/// No such sheet, or none that the caller may see.
pub fn unknown() -> ActionError {
    ActionError::Unknown(Kind::Thing("Sheet"))
}

impl SheetDraft {
    /// A sheet that is only looked at, and never leads anywhere.
    pub fn into_preview(self, app: &App) -> Sheet {
        Sheet { code: NO_CODE.to_owned(), ..self.into_sheet(app) }
    }

    /// A new sheet that leads nowhere yet.
    pub fn into_sheet(self, app: &App) -> Sheet {
        let id: Id<SheetMarker> = app.ids.next();
        let mut random = rand::rng();
        let mut sign = || char::from(ALPHABET[random.random_range(0..ALPHABET.len())]);
        Sheet {
            id,
            guild_id: None,
            channel_id: None,
            group_id: None,
            code: (0..CODE_LENGTH).map(|_| sign()).collect(),
            kind: self.kind,
            label: self.label,
            texts: self.texts,
            careful: self.careful,
            maker_id: None,
            created_at: Timestamp::from_unix_ms(id.created_unix_ms()),
            revoked_at: None,
            joins: 0,
        }
    }
}

/// The invitation that a sheet carries: without end, but for the sheet's.
pub fn invitation_of(
    sheet: &Sheet,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
) -> StoredInvite {
    StoredInvite {
        code: sheet.code.clone(),
        guild_id,
        channel_id,
        inviter_id: sheet.maker_id,
        created_at: sheet.created_at,
        max_age_s: 0,
        max_uses: 0,
        uses: sheet.joins,
        temporary: false,
        expires_at: None,
        sheet_id: Some(sheet.id),
    }
}

async fn find(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<SheetMarker>,
) -> ActionResult<(GuildAccess, Sheet)> {
    caller.require_person()?;
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let found = app.read(move |tx| Ok(tables::sheets::get(tx, id)?)).await?;
    let visible = found.filter(|sheet| sheet.guild_id == Some(guild_id) && may_see(&access, sheet));
    visible.map(|sheet| (access, sheet)).ok_or_else(unknown)
}

/// Where a sheet hangs is told to whoever made it, and to those who manage the guild and view the sheet's channel.
fn may_see(access: &GuildAccess, sheet: &Sheet) -> bool {
    // Those of groups are for who keeps the group.
    if sheet.group_id.is_some() {
        return false;
    }
    let is_own = sheet.maker_id == Some(access.member.user.id);
    let manages = access.permissions.contains(Permissions::MANAGE_GUILD);
    let channel_id = sheet.channel_id.filter(|id| access.guild.channel(*id).is_some());
    let views = |id| access.permissions_in(id).contains(Permissions::VIEW_CHANNEL);
    is_own || (manages && channel_id.is_none_or(views))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_of_signs_that_a_qr_code_packs_and_no_eye_confuses() {
        assert!(ALPHABET.iter().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit()));
        for confused in b"0O1IB8S5Z2G6UV".chunks(2) {
            assert!(confused.iter().filter(|sign| ALPHABET.contains(sign)).count() < 2, "{confused:?}");
        }
        assert!(!NO_CODE.bytes().any(|sign| ALPHABET.contains(&sign)));
    }

    #[test]
    fn a_short_link_is_in_capitals_but_for_a_path_of_the_operator_s() {
        assert_eq!(short_link("https://parvis.example:8443", "C3"), "HTTPS://PARVIS.EXAMPLE:8443/J/C3");
        assert_eq!(short_link("https://parvis.example/haus", "C3"), "https://parvis.example/haus/J/C3");
        assert_eq!(written_link("https://parvis.example", "C3"), "https://parvis.example/j/C3");
    }
}
