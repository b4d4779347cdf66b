//! A sheet for a door, with strips to tear off: from a description to the bytes of a PDF, as a person waits for
//! it.

use std::time::Instant;

use clap::Args;
use parvis_print::flag::Design;
use parvis_print::sheet::{Flag, Kind, Locator, Sheet, Text};

use crate::square;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// How often to print each form.
    #[arg(long, default_value_t = 50)]
    rounds: usize,
}

/// Runs everything and prints a table.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let start = Instant::now();
    sheet(Kind::Door).pdf()?;
    println!("sheets of paper, {} rounds each; two scripts, a map, the fonts cut down anew", options.rounds);
    println!(
        "  the first one of a process, which reads the fonts: {:.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    for kind in Kind::ALL {
        let sheet = sheet(kind);
        let mut times_us = Vec::new();
        let mut size_bytes = 0;
        for _ in 0..options.rounds {
            let start = Instant::now();
            size_bytes = sheet.pdf()?.len();
            times_us.push(u32::try_from(start.elapsed().as_micros())?);
        }
        times_us.sort_unstable();
        let start = Instant::now();
        let preview_bytes = sheet.svg()?.len();
        println!(
            "  {kind:?}: PDF median {:.1} ms, worst {:.1} ms, {:.1} kB; preview {:.1} ms, {:.0} kB",
            square::quantile(&times_us, 0.5) / 1e3,
            square::quantile(&times_us, 1.0) / 1e3,
            size_bytes as f64 / 1e3,
            start.elapsed().as_secs_f64() * 1e3,
            preview_bytes as f64 / 1e3
        );
    }
    Ok(())
}

fn sheet(kind: Kind) -> Sheet {
    let text = |language: &str, title: &str, areas: [&str; 3], line: &str| Text {
        language: language.to_owned(),
        title: title.to_owned(),
        area_path: areas.map(str::to_owned).to_vec(),
        line: line.to_owned(),
        ..Text::default()
    };
    // A round outline of a few hundred points, as areas of a city have.
    let circle = |radius: f64| {
        let angles = (0..300).map(|at| f64::from(at) / 300.0 * std::f64::consts::TAU);
        angles.map(|angle| (-6.86 + radius * angle.cos(), 33.98 + radius * angle.sin())).collect()
    };
    Sheet {
        kind,
        flag: Flag::Design(Design::from_seed(None, "حي الرياض")),
        link: "HTTPS://PARVIS.EXAMPLE/J/7KQM2XAB".to_owned(),
        texts: vec![
            text(
                "ar",
                "جيران حي الرياض",
                ["الرباط", "أكدال الرياض", "حي الرياض"],
                "نعتني بالحديقة، ونتقاسم السيارات إلى السوق كل سبت، ويساعد بعضنا بعضًا.",
            ),
            text(
                "fr",
                "Les voisins de Hay Riad",
                ["Rabat", "Agdal-Riad", "Hay Riad"],
                "Le jardin, une voiture partagée pour le marché du samedi, et un coup de main.",
            ),
        ],
        locator: Some(Locator {
            here: vec![circle(0.004)],
            around: vec![circle(0.006), circle(0.008)],
            ..Locator::default()
        }),
        is_careful: false,
    }
}
