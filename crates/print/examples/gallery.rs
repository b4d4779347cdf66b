//! Writes every form of a sheet, and a wall of flags, into a folder, to be looked at before a change of design
//! is kept: `cargo run -p parvis-print --example gallery FOLDER`.
#![forbid(unsafe_code)]

#[path = "../tests/it/samples.rs"]
mod samples;

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use parvis_print::flag::{Design, Layout};
use parvis_print::sheet::Kind;

/// Flags beside each other on the wall.
const COLUMNS: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("which folder?")?);
    fs::create_dir_all(&folder)?;
    for kind in Kind::ALL {
        for (name, sheet) in samples::sheets(kind) {
            let name = format!("{kind:?}-{name}").to_lowercase();
            fs::write(folder.join(format!("{name}.pdf")), sheet.pdf()?)?;
            fs::write(folder.join(format!("{name}.svg")), sheet.svg()?)?;
        }
    }
    let base: Design =
        serde_json::from_str(r##"{"layout": "horizontal", "colours": ["#ffffff", "#d22730", "#ffffff"]}"##)?;
    let invented = (0..60).map(|at| Design::from_seed(None, &format!("Courtyard {at}")));
    fs::write(folder.join("flags-invented.svg"), wall(invented))?;
    let derived = (0..60).map(|at| Design::from_seed(Some(&base), &format!("Courtyard {at}")));
    fs::write(folder.join("flags-derived.svg"), wall(derived))?;
    let colours = ["#12457a", "#f4c542", "#f7f3e8", "#b3262a", "#2d6a4f"];
    let colours: Vec<_> = colours.iter().filter_map(|colour| colour.parse().ok()).collect();
    let layouts = Layout::ALL
        .into_iter()
        .flat_map(|layout| [*layout.colours().start(), *layout.colours().end()].map(|count| (layout, count)));
    let layouts = layouts.map(|(layout, count)| Design {
        layout,
        colours: colours[..count].to_vec(),
        emblem: None,
        lettering: None,
    });
    fs::write(folder.join("flags-layouts.svg"), wall(layouts))?;
    Ok(())
}

fn wall(flags: impl Iterator<Item = Design>) -> String {
    let mut wall = String::new();
    let mut count = 0;
    for (at, flag) in flags.enumerate() {
        let (x, y) = (at % COLUMNS * 330 + 15, at / COLUMNS * 230 + 15);
        let svg = flag.svg();
        let _ = write!(wall, "<svg x=\"{x}\" y=\"{y}\" width=\"300\" height=\"200\"{}", &svg["<svg".len()..]);
        count = at + 1;
    }
    let (width, height) = (COLUMNS * 330, count.div_ceil(COLUMNS) * 230);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#b9b9b9\"/>{wall}</svg>"
    )
}
