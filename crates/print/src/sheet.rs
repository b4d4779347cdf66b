//! Sheets of paper that lead to a group: what stands on them, in one or two languages, and the six forms they
//! have.
//!
//! A sheet says a name, a place and an address, and never who made it.

mod cards;
mod locator;
mod parts;
mod poster;
mod words;

use serde::{Deserialize, Serialize};

use crate::drawing::{Drawing, PdfError, pdf};
use crate::flag::Design;
use crate::picture::Picture;
use crate::text::unprintable;
use crate::{Invalid, qr};

pub use locator::{Locator, Ring};
pub use words::LANGUAGES;

use parts::Prepared;

/// An address that gives modules of 0.4 mm or more on a strip of paper, however it is written.
pub const LINK_BYTES_MAX: usize = 120;
/// Names are names.
pub const NAME_CHARACTERS_MAX: usize = 100;
/// Two sentences.
pub const LINE_CHARACTERS_MAX: usize = 300;
/// Country, city, district, quarter, street, courtyard, and two more.
pub const AREAS_MAX: usize = 8;

/// The form of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A4, for a door or a notice board.
    Door,
    /// A4 with eight strips to tear off.
    TearOff,
    /// The door's sheet on half of the paper.
    A5,
    /// The door's sheet on twice the paper.
    A3,
    /// Ten cards of 85 by 54 mm on A4, to be cut apart.
    Cards,
    /// Twenty-four labels of 70 by 37 mm on A4, as label sheets have them.
    Stickers,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Door, Self::TearOff, Self::A5, Self::A3, Self::Cards, Self::Stickers];
}

/// What a sheet is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its form.
    pub kind: Kind,
    /// The group's flag.
    pub flag: Flag,
    /// The address that the codes hold: `http` or `https`, in capitals for small codes. Typed by hand it is
    /// shown in small letters up to its last part, so `/j/…` and `/J/…` must lead to the same place.
    pub link: String,
    /// One or two languages; the first one decides which way the sheet runs.
    pub texts: Vec<Text>,
    /// Where the group is, drawn small.
    pub locator: Option<Locator>,
    /// Whether the sheet reminds readers of what a photograph of it tells.
    pub is_careful: bool,
}

/// A flag on paper.
#[derive(Debug, Clone, PartialEq)]
pub enum Flag {
    /// Drawn by us.
    Design(Design),
    /// Uploaded.
    Picture(Picture),
}

/// What a sheet says in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// BCP 47. The sheet's own words are in [`LANGUAGES`]; for others they are English.
    pub language: String,
    /// The group's name. The same in two languages is printed once.
    pub title: String,
    /// From the largest area to the smallest.
    #[serde(default)]
    pub area_path: Vec<String>,
    /// Who we are; may be empty.
    #[serde(default)]
    pub line: String,
    /// What else to know before one joins, below how to scan.
    #[serde(default)]
    pub note: Option<String>,
    /// Whom to ask, as a role and not as a name.
    #[serde(default)]
    pub contact: Option<String>,
    /// A day, as this language writes it.
    #[serde(default)]
    pub date: Option<String>,
}

impl Sheet {
    /// What cannot be printed, by the name of the field.
    pub fn check(&self) -> Result<(), Invalid> {
        if self.texts.is_empty() || self.texts.len() > 2 {
            return Err(Invalid::new("texts", "one or two languages"));
        }
        let lower = self.link.to_ascii_lowercase();
        let is_web = ["http://", "https://"]
            .iter()
            .any(|scheme| lower.strip_prefix(scheme).is_some_and(|it| !it.is_empty()));
        if !is_web || !self.link.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Invalid::new("link", "an address that begins with http or https"));
        }
        if self.link.len() > LINK_BYTES_MAX {
            return Err(Invalid::new("link", format!("at most {LINK_BYTES_MAX} characters")));
        }
        if let Flag::Design(design) = &self.flag {
            let inside = |invalid: Invalid| Invalid { field: format!("flag.{}", invalid.field), ..invalid };
            design.check().map_err(inside)?;
        }
        if let Some(locator) = &self.locator {
            locator.check()?;
        }
        self.texts.iter().enumerate().try_for_each(|(at, text)| text.check(at))
    }

    /// The sheet as a drawing in millimetres.
    pub fn page(&self) -> Result<Drawing, Invalid> {
        self.check()?;
        let prepared = Prepared::of(self)?;
        Ok(match self.kind {
            Kind::Door => poster::door(&prepared),
            Kind::TearOff => poster::tear_off(&prepared),
            Kind::A5 => poster::door(&prepared).scaled(148.0 / 210.0),
            Kind::A3 => poster::door(&prepared).scaled(297.0 / 210.0),
            Kind::Cards => cards::cards(&prepared),
            Kind::Stickers => cards::stickers(&prepared),
        })
    }

    /// The sheet as a PDF without author, program or time.
    pub fn pdf(&self) -> Result<Vec<u8>, PrintError> {
        let language = self.texts.first().map_or("en", |text| text.language.as_str());
        Ok(pdf(&[self.page()?], language)?)
    }

    /// The sheet for a screen, letter for letter as it is printed.
    pub fn svg(&self) -> Result<String, Invalid> {
        let titles: Vec<&str> = self.texts.iter().map(|text| text.title.as_str()).collect();
        Ok(self.page()?.svg(Some(&format!("{} – {}", titles.join(" – "), self.link))))
    }

    /// The code that its sheet bears, for who wants it alone.
    pub fn code(&self) -> Option<qr::Code> {
        qr::Code::of(&self.link, qr::Level::Quartile)
    }
}

/// Why a sheet was not printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// What stands on it cannot be printed.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The file could not be written.
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

impl Text {
    fn check(&self, at: usize) -> Result<(), Invalid> {
        let field = |name: &str| format!("texts.{at}.{name}");
        if self.title.trim().is_empty() {
            return Err(Invalid::new(field("title"), "is empty"));
        }
        if self.area_path.len() > AREAS_MAX {
            return Err(Invalid::new(field("area_path"), format!("at most {AREAS_MAX} areas")));
        }
        let is_tag = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if self.language.len() > 35 || self.language.len() < 2 || !self.language.bytes().all(is_tag) {
            return Err(Invalid::new(field("language"), "a language tag, for instance fr"));
        }
        check_characters(&field("title"), &self.title, NAME_CHARACTERS_MAX)?;
        check_characters(&field("line"), &self.line, LINE_CHARACTERS_MAX)?;
        for area in &self.area_path {
            check_characters(&field("area_path"), area, NAME_CHARACTERS_MAX)?;
        }
        for (name, text) in [("note", &self.note), ("contact", &self.contact), ("date", &self.date)] {
            check_characters(&field(name), text.as_deref().unwrap_or(""), LINE_CHARACTERS_MAX)?;
        }
        Ok(())
    }
}

fn check_characters(field: &str, text: &str, characters_max: usize) -> Result<(), Invalid> {
    if text.chars().count() > characters_max {
        return Err(Invalid::new(field, format!("at most {characters_max} characters")));
    }
    let unknown = unprintable(text);
    if !unknown.is_empty() {
        let problem = format!("these letters cannot be printed: {unknown}");
        return Err(Invalid::new(field, problem));
    }
    Ok(())
}
