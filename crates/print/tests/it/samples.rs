//! Groups as there could be some, in the languages and scripts of the product.

use parvis_print::flag::Design;
use parvis_print::sheet::{Flag, Kind, Locator, Sheet, Text};

/// A short address in capitals, as the product makes them.
pub const LINK: &str = "HTTPS://PARVIS.EXAMPLE/J/7KQM2XAB";

fn text(language: &str, title: &str, areas: [&str; 3], line: &str, about: [&str; 3]) -> Text {
    let [note, contact, date] = about.map(|it| Some(it.to_owned()));
    Text {
        language: language.to_owned(),
        title: title.to_owned(),
        area_path: areas.map(str::to_owned).to_vec(),
        line: line.to_owned(),
        note,
        contact,
        date,
    }
}

fn french() -> Text {
    text(
        "fr",
        "Les voisins du passage Saint-Ambroise",
        ["Paris", "11e arrondissement", "Saint-Ambroise"],
        "Compost, goûters du dimanche, outils qu’on se prête, et une oreille pour qui en a besoin. Toutes les portes sont ouvertes.",
        [
            "Un nom et un mot de passe suffisent : ni courriel, ni téléphone.",
            "Renseignements au jardin",
            "Novembre 2026",
        ],
    )
}

fn english() -> Text {
    text(
        "en",
        "Neighbours of Saint-Ambroise Passage",
        ["Paris", "11th arrondissement", "Saint-Ambroise"],
        "Compost, Sunday tea, tools to borrow, and an ear for whoever needs one. Every door is open.",
        [
            "A name and a password are enough: no e-mail, no phone number.",
            "Ask at the garden",
            "November 2026",
        ],
    )
}

fn russian() -> Text {
    text(
        "ru",
        "Двор у сквера Симона Боливара",
        ["Минск", "Центральный район", "Немига"],
        "Мы соседи: чиним качели, сажаем липы, пьём чай по субботам и помогаем друг другу.",
        ["Достаточно имени и пароля: ни почты, ни телефона.", "Спросите в беседке", "ноябрь 2026 г."],
    )
}

fn belarusian() -> Text {
    text(
        "be",
        "Двор ля сквера Сымона Балівара",
        ["Мінск", "Цэнтральны раён", "Няміга"],
        "Мы суседзі: рамантуем арэлі, садзім ліпы, п’ём гарбату па суботах і дапамагаем адно аднаму.",
        ["Дастаткова імя і пароля: ні пошты, ні тэлефона.", "Спытайце ў альтанцы", "лістапад 2026 г."],
    )
}

fn arabic() -> Text {
    text(
        "ar",
        "جيران حي الرياض",
        ["الرباط", "مقاطعة أكدال الرياض", "حي الرياض"],
        "نحن جيران الحي: نعتني بالحديقة، ونتقاسم السيارات إلى السوق كل سبت، ويساعد بعضنا بعضًا.",
        ["يكفي اسم وكلمة مرور: لا بريد إلكتروني ولا رقم هاتف.", "اسألوا عند باب الحديقة", "نوفمبر 2026"],
    )
}

fn french_of_rabat() -> Text {
    text(
        "fr",
        "Les voisins de Hay Riad",
        ["Rabat", "Agdal-Riad", "Hay Riad"],
        "Nous sommes les voisins du quartier : le jardin, une voiture partagée pour le marché du samedi, et un coup de main.",
        [
            "Un nom et un mot de passe suffisent : ni courriel, ni téléphone.",
            "Renseignements à la porte du jardin",
            "Novembre 2026",
        ],
    )
}

/// The quarters around a point of the city, drawn by hand.
fn locator() -> Locator {
    let middle = (27.55, 53.905);
    let ring = |points: &[(f64, f64)]| {
        points.iter().map(|it| (middle.0 + it.0, middle.1 + it.1)).collect::<Vec<_>>()
    };
    let here = ring(&[
        (-0.006, 0.004),
        (0.002, 0.0055),
        (0.0065, 0.002),
        (0.005, -0.004),
        (-0.003, -0.005),
        (-0.007, -0.001),
    ]);
    let around = vec![
        ring(&[(-0.03, 0.02), (-0.006, 0.004), (-0.007, -0.001), (-0.03, -0.006)]),
        ring(&[(-0.03, 0.02), (-0.006, 0.004), (0.002, 0.0055), (0.006, 0.03)]),
        ring(&[(0.006, 0.03), (0.002, 0.0055), (0.0065, 0.002), (0.03, 0.008)]),
        ring(&[(0.03, 0.008), (0.0065, 0.002), (0.005, -0.004), (0.02, -0.03)]),
        ring(&[(0.02, -0.03), (0.005, -0.004), (-0.003, -0.005), (-0.012, -0.03)]),
        ring(&[(-0.012, -0.03), (-0.003, -0.005), (-0.007, -0.001), (-0.03, -0.006)]),
    ];
    Locator { here: vec![here], around, point: None, credit: Some("Natural Earth".to_owned()) }
}

/// What a person might print: its name, and the sheet.
pub fn sheets(kind: Kind) -> Vec<(&'static str, Sheet)> {
    let minsk: Design =
        serde_json::from_str(r##"{"layout": "horizontal", "colours": ["#ffffff", "#d22730", "#ffffff"]}"##)
            .expect("a flag");
    let sheet = |flag: Design, texts: Vec<Text>, locator: Option<Locator>, is_careful: bool| Sheet {
        kind,
        flag: Flag::Design(flag),
        link: LINK.to_owned(),
        texts,
        locator,
        is_careful,
    };
    vec![
        ("fr-en", sheet(Design::from_seed(None, "Saint-Ambroise"), vec![french(), english()], None, false)),
        (
            "ru-be",
            sheet(
                Design::from_seed(Some(&minsk), "Немига"),
                vec![russian(), belarusian()],
                Some(locator()),
                true,
            ),
        ),
        (
            "ar-fr",
            sheet(
                Design::from_seed(None, "حي الرياض"),
                vec![arabic(), french_of_rabat()],
                Some(locator()),
                false,
            ),
        ),
        ("en", sheet(Design::from_seed(None, "one"), vec![english()], Some(locator()), false)),
    ]
}
