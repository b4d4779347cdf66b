//! Every form of a sheet in every pair of scripts, printed.

use parvis_print::flag::Design;
use parvis_print::sheet::{Flag, Kind, LINK_BYTES_MAX, PrintError, Sheet};
use parvis_print::{Picture, PictureError};

use crate::paper::{Piece, about, codes, fonts, text};
use crate::samples::{LINK, sheets};

/// The size of a form's paper in millimetres.
fn paper(kind: Kind) -> (f32, f32) {
    match kind {
        Kind::Door | Kind::TearOff | Kind::Cards | Kind::Stickers => (210.0, 297.0),
        Kind::A5 => (148.0, 209.3),
        Kind::A3 => (297.0, 420.0),
    }
}

/// The pieces that a form comes apart into, each with one code.
fn pieces(kind: Kind) -> Vec<Piece> {
    let (width, height) = paper(kind);
    let cells = |columns: u8, rows: u8, (left, top, width, height): Piece| {
        let places = (0..rows).flat_map(move |row| (0..columns).map(move |column| (column, row)));
        places.map(move |(column, row)| {
            (left + width * f32::from(column), top + height * f32::from(row), width, height)
        })
    };
    match kind {
        Kind::Door | Kind::A5 | Kind::A3 => vec![(0.0, 0.0, width, height)],
        Kind::TearOff => {
            let sheet = std::iter::once((0.0, 0.0, width, 212.0));
            sheet.chain(cells(8, 1, (10.0, 212.0, 23.75, 85.0))).collect()
        }
        Kind::Cards => cells(2, 5, (20.0, 13.5, 85.0, 54.0)).collect(),
        Kind::Stickers => cells(3, 8, (0.0, 0.5, 70.0, 37.0)).collect(),
    }
}

fn every_sheet() -> impl Iterator<Item = (String, Sheet)> {
    Kind::ALL.into_iter().flat_map(|kind| {
        sheets(kind).into_iter().map(move |(name, sheet)| (format!("{kind:?} {name}"), sheet))
    })
}

#[test]
fn every_code_on_every_sheet_is_read_from_the_paper() {
    for (name, sheet) in every_sheet() {
        let pieces = pieces(sheet.kind);
        let codes = codes(&sheet.pdf().unwrap(), 150, &pieces);
        assert_eq!(codes.len(), pieces.len(), "{name}");
        assert!(codes.iter().all(|code| code == LINK), "{name}: {codes:?}");
    }
}

#[test]
fn the_longest_and_unkindest_address_is_read_from_every_sheet() {
    let mut link = "https://a-very-long-host-name.of-a-neighbourhood.example/invite/".to_owned();
    link.extend("aZ9_".chars().cycle().take(LINK_BYTES_MAX - link.len()));
    for kind in Kind::ALL {
        let sheet = Sheet { link: link.clone(), ..sheets(kind).remove(0).1 };
        let pieces = pieces(kind);
        let codes = codes(&sheet.pdf().unwrap(), 300, &pieces);
        assert_eq!(codes.len(), pieces.len(), "{kind:?}");
        assert!(codes.iter().all(|code| *code == link), "{kind:?}: {codes:?}");
    }
}

#[test]
fn the_longest_texts_leave_every_code_readable() {
    for kind in Kind::ALL {
        for (name, mut sheet) in sheets(kind) {
            for text in &mut sheet.texts {
                let long = |of: &str, characters: usize| {
                    of.split_whitespace()
                        .cycle()
                        .take(characters)
                        .collect::<Vec<_>>()
                        .join(" ")
                        .chars()
                        .take(characters)
                        .collect::<String>()
                };
                text.title = long(&text.title, 100);
                text.note = Some(long(&text.line, 300));
                text.contact = Some(long(&text.line, 300));
                text.line = long(&text.line, 300);
                text.area_path = vec![text.area_path[0].repeat(4); 8];
            }
            sheet.is_careful = true;
            let pieces = pieces(kind);
            let codes = codes(&sheet.pdf().unwrap(), 150, &pieces);
            assert_eq!(codes.len(), pieces.len(), "{kind:?} {name}");
            assert!(codes.iter().all(|code| code == LINK), "{kind:?} {name}");
        }
    }
}

#[test]
fn papers_have_their_sizes() {
    for (name, sheet) in every_sheet() {
        let page = sheet.page().unwrap();
        let (width, height) = paper(sheet.kind);
        assert!((page.width - width).abs() < 0.1 && (page.height - height).abs() < 0.1, "{name}: {page:?}");
    }
}

#[test]
fn text_can_be_copied_out_of_every_sheet() {
    for (name, sheet) in every_sheet() {
        let text = text(&sheet.pdf().unwrap());
        // Lines may break within a text, and marks of direction may stand around it: words are compared.
        let words: Vec<&str> =
            text.split_whitespace().map(|it| it.trim_matches(['\u{202a}', '\u{202b}', '\u{202c}'])).collect();
        let title = &sheet.texts[0].title;
        for word in title.split_whitespace() {
            assert!(words.contains(&word), "{name}: {word} is not in {text}");
        }
        assert!(text.contains("parvis.example/j/7KQM2XAB"), "{name}: {text}");
    }
}

#[test]
fn letters_are_in_the_file_and_no_more_of_them_than_are_used() {
    for (name, sheet) in every_sheet() {
        let pdf = sheet.pdf().unwrap();
        assert!(pdf.len() < 60_000, "{name}: {}", pdf.len());
        let fonts = fonts(&pdf);
        let lines: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!lines.is_empty(), "{name}: {fonts}");
        for line in lines {
            // The last columns: embedded, subset, with a table from glyphs to text.
            let words: Vec<&str> = line.split_whitespace().collect();
            let flags = &words[words.len() - 5..words.len() - 2];
            assert_eq!(flags, ["yes", "yes", "yes"], "{name}: {line}");
        }
    }
}

#[test]
fn a_pdf_says_nothing_of_its_making() {
    for (name, sheet) in every_sheet() {
        let pdf = sheet.pdf().unwrap();
        for word in
            ["/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Metadata", "/Info", "xmp"]
        {
            let is_there = pdf.windows(word.len()).any(|bytes| bytes == word.as_bytes());
            assert!(!is_there, "{name}: {word}");
        }
        let about = about(&pdf);
        for word in ["Author", "Creator", "Producer", "CreationDate", "ModDate", "Title"] {
            assert!(!about.lines().any(|line| line.starts_with(word)), "{name}: {about}");
        }
        assert!(about.contains("Pages:           1\n"), "{name}: {about}");
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    for (name, sheet) in every_sheet() {
        assert!(sheet.pdf().unwrap() == sheet.pdf().unwrap(), "{name}");
        assert!(sheet.svg().unwrap() == sheet.svg().unwrap(), "{name}");
    }
}

#[test]
fn an_uploaded_flag_is_printed_without_what_else_its_file_says() {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 30, 20);
    encoder.set_color(png::ColorType::Rgb);
    encoder.add_text_chunk("Author".to_owned(), "Somebody Known".to_owned()).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0xd2; 30 * 20 * 3]).unwrap();
    writer.finish().unwrap();
    let holds = |bytes: &[u8]| bytes.windows(8).any(|window| window == b"Somebody");
    assert!(holds(&png));

    let picture = Picture::from_png(&png).unwrap();
    let (_, mut sheet) = sheets(Kind::Door).remove(0);
    sheet.flag = Flag::Picture(picture);
    let pdf = sheet.pdf().unwrap();
    assert!(!holds(&pdf) && !holds(sheet.svg().unwrap().as_bytes()));
    assert_eq!(codes(&pdf, 100, &pieces(Kind::Door)), [LINK]);
    assert_eq!(Picture::from_png(&png[..60]).unwrap_err(), PictureError::Unreadable);
    assert_eq!(Picture::from_png(b"GIF89a").unwrap_err(), PictureError::Unreadable);
}

#[test]
fn what_cannot_be_printed_is_told_by_its_field() {
    #[track_caller]
    fn refused(field: &str, change: impl FnOnce(&mut Sheet)) {
        let (_, mut sheet) = sheets(Kind::Door).remove(0);
        change(&mut sheet);
        match sheet.pdf() {
            Err(PrintError::Invalid(invalid)) => assert_eq!(invalid.field, field),
            other => panic!("{:?}", other.map(|pdf| pdf.len())),
        }
    }
    refused("texts", |sheet| sheet.texts.clear());
    refused("link", |sheet| sheet.link = "javascript:alert(1)".into());
    refused("link", |sheet| sheet.link = "https://".into());
    refused("link", |sheet| sheet.link = format!("https://x/{}", "a".repeat(LINK_BYTES_MAX)));
    refused("texts.0.title", |sheet| sheet.texts[0].title = "  ".into());
    refused("texts.1.title", |sheet| sheet.texts[1].title = "ეზო".into());
    refused("texts.0.line", |sheet| sheet.texts[0].line = "a ".repeat(200));
    refused("texts.0.language", |sheet| sheet.texts[0].language = "fr\"".into());
    refused("flag.colours", |sheet| {
        let mut flag = Design::from_seed(None, "x");
        flag.colours.clear();
        sheet.flag = Flag::Design(flag);
    });
    refused("locator", |sheet| sheet.locator = Some(parvis_print::sheet::Locator::default()));
}
