//! The printer's side: a PDF as dots, and what a telephone and a reader find in it.

use std::path::Path;
use std::process::Command;

/// A piece of a page in millimetres: left, upper edge, width, height.
pub type Piece = (f32, f32, f32, f32);

/// What the codes on pieces of the first page say, as a camera sees each piece: Poppler prints, ZBar reads.
/// Fails for a piece without a code.
pub fn codes(pdf: &[u8], dots_per_inch: u32, pieces: &[Piece]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, image) = (folder.path().join("sheet.pdf"), folder.path().join("sheet"));
    std::fs::write(&file, pdf).expect("a file");
    let (file, image) = (name_of(&file), name_of(&image));
    output("pdftoppm", &["-gray", "-singlefile", "-r", &dots_per_inch.to_string(), file, image]);
    let page = std::fs::read(format!("{image}.pgm")).expect("what Poppler wrote");
    let mut arguments = vec!["--raw", "--quiet", "--nodbus", "-Sdisable", "-Sqrcode.enable"];
    let names: Vec<String> = (0..pieces.len()).map(|at| format!("{image}-{at}.pgm")).collect();
    for (name, piece) in names.iter().zip(pieces) {
        std::fs::write(name, cut_out(&page, dots_per_inch, *piece)).expect("a file");
        arguments.push(name);
    }
    output("zbarimg", &arguments).lines().map(str::to_owned).collect()
}

/// A piece of a PGM, which is `P5`, width, height and 255, each followed by one blank, and a byte for each dot.
fn cut_out(page: &[u8], dots_per_inch: u32, piece: Piece) -> Vec<u8> {
    let mut words = page.splitn(4, u8::is_ascii_whitespace);
    assert_eq!(words.next(), Some(b"P5".as_slice()));
    let mut number = || {
        let word = words.next().and_then(|word| std::str::from_utf8(word).ok());
        word.and_then(|word| word.parse::<usize>().ok()).expect("a number")
    };
    let (width, height) = (number(), number());
    let dots = &words.next().expect("a page")["255\n".len()..];
    assert_eq!(dots.len(), width * height);
    let in_dots = |mm: f32| (mm / 25.4 * dots_per_inch as f32) as usize;
    let (left, top) = (in_dots(piece.0), in_dots(piece.1));
    let (right, bottom) = (width.min(in_dots(piece.0 + piece.2)), height.min(in_dots(piece.1 + piece.3)));
    let mut cut = format!("P5\n{} {}\n255\n", right - left, bottom - top).into_bytes();
    for row in dots.chunks(width).take(bottom).skip(top) {
        cut.extend_from_slice(&row[left..right]);
    }
    cut
}

/// The text of a PDF, as one copies it out of a reader.
pub fn text(pdf: &[u8]) -> String {
    of_file(pdf, |file| output("pdftotext", &["-enc", "UTF-8", "-q", file, "-"]))
}

/// What a PDF tells of itself.
pub fn about(pdf: &[u8]) -> String {
    of_file(pdf, |file| output("pdfinfo", &[file]))
}

/// The fonts in a PDF.
pub fn fonts(pdf: &[u8]) -> String {
    of_file(pdf, |file| output("pdffonts", &[file]))
}

fn of_file(pdf: &[u8], read: impl FnOnce(&str) -> String) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sheet.pdf");
    std::fs::write(&file, pdf).expect("a file");
    read(name_of(&file))
}

fn name_of(path: &Path) -> &str {
    path.to_str().expect("a name in UTF-8")
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.expect("Poppler and ZBar are installed (`cargo xtask setup`)");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {complaint}");
    String::from_utf8(output.stdout).expect("text")
}
