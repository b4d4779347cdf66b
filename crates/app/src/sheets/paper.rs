//! What stands on a sheet of paper, put together from what the guild or the group says of itself.

use parvis_bus::GuildSnapshot;
use parvis_model::{Sheet, SheetKind};
use parvis_print::flag::Design;
use parvis_print::qr::Code;
use parvis_print::sheet::{self as print, Flag, Kind, Locator, PrintError, Text};
use parvis_print::{Invalid, Picture};
use parvis_rules::validate::FieldError;

use super::short_link;
use crate::App;
use crate::error::{ActionError, ActionResult};
use crate::pictures::PictureKind;

/// Uploaded flags that are larger than this are not printed: a drawn one takes their place.
const PICTURE_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What a sheet says of the place that it leads to.
pub struct Subject {
    /// Its flag.
    pub flag: Flag,
    /// One for each text of the sheet.
    pub texts: Vec<Text>,
    /// Where it is.
    pub locator: Option<Locator>,
}

/// A sheet as it goes to paper. `origin` is this server's address.
pub fn of(sheet: &Sheet, subject: Subject, origin: &str) -> print::Sheet {
    print::Sheet {
        kind: form(sheet.kind),
        flag: subject.flag,
        link: short_link(origin, &sheet.code),
        texts: subject.texts,
        locator: subject.locator,
        is_careful: sheet.careful,
    }
}

/// The same for a sheet that leads to a guild.
pub async fn of_guild(
    app: &App,
    guild: &GuildSnapshot,
    sheet: &Sheet,
    origin: &str,
) -> ActionResult<print::Sheet> {
    let guild = guild.guild();
    let about = guild.description.as_deref().unwrap_or_default();
    let text = |(at, text): (usize, &parvis_model::SheetText)| Text {
        language: text.language.clone(),
        title: text.title.clone().unwrap_or_else(|| guild.name.clone()),
        // In which language a guild speaks of itself nobody knows: it is said once.
        line: text.line.clone().unwrap_or_else(|| if at == 0 { about.to_owned() } else { String::new() }),
        ..Text::default()
    };
    let texts = sheet.texts.iter().enumerate().map(text).collect();
    let icon = match &guild.icon {
        Some(hash) => app.open_picture(PictureKind::GuildIcon, guild.id.cast(), hash.clone()).await.ok(),
        None => None,
    };
    let picture = match icon {
        Some((path, _)) => tokio::fs::read(path).await.ok(),
        None => None,
    };
    let flag = flag_of(picture, Design::from_seed(app.base_flag().await.as_ref(), &guild.name)).await?;
    Ok(of(sheet, Subject { flag, texts, locator: None }, origin))
}

/// An uploaded picture as a flag; the other one where there is none, or none that can be printed.
pub async fn flag_of(picture: Option<Vec<u8>>, other: Design) -> ActionResult<Flag> {
    let Some(bytes) = picture.filter(|bytes| bytes.len() <= PICTURE_BYTES_MAX) else {
        return Ok(Flag::Design(other));
    };
    let read = tokio::task::spawn_blocking(move || Picture::from_png(&bytes).ok());
    let picture = read.await.map_err(std::io::Error::other)?;
    Ok(picture.map_or(Flag::Design(other), Flag::Picture))
}

/// Refuses what cannot be printed, by the name of the field.
pub fn check(sheet: &print::Sheet) -> ActionResult<()> {
    sheet.check().map_err(invalid)
}

/// The sheet for a screen.
pub async fn svg(sheet: print::Sheet) -> ActionResult<String> {
    let drawn = tokio::task::spawn_blocking(move || sheet.svg()).await.map_err(std::io::Error::other)?;
    drawn.map_err(invalid)
}

/// The sheet for a printer.
pub async fn pdf(sheet: print::Sheet) -> ActionResult<Vec<u8>> {
    let drawn = tokio::task::spawn_blocking(move || sheet.pdf()).await.map_err(std::io::Error::other)?;
    drawn.map_err(|error| match error {
        PrintError::Invalid(field) => invalid(field),
        PrintError::Pdf(error) => ActionError::Files(std::io::Error::other(error)),
    })
}

/// The code alone.
pub fn code(sheet: &print::Sheet) -> ActionResult<Code> {
    sheet
        .code()
        .ok_or_else(|| invalid(Invalid { field: "link".into(), problem: "too long for a code".into() }))
}

fn invalid(Invalid { field, problem }: Invalid) -> ActionError {
    ActionError::Invalid(vec![FieldError::new(
        field,
        "SHEET_INVALID",
        format!("Cannot be printed: {problem}."),
    )])
}

fn form(kind: SheetKind) -> Kind {
    match kind {
        SheetKind::Door => Kind::Door,
        SheetKind::TearOff => Kind::TearOff,
        SheetKind::A5 => Kind::A5,
        SheetKind::A3 => Kind::A3,
        SheetKind::Cards => Kind::Cards,
        SheetKind::Stickers => Kind::Stickers,
    }
}
