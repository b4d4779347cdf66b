//! Cells of lists, and what they name: `fixtures/handles.txt` has a cell and its subject in each line.

use parvis_watchlists::{Hints, Service, Subject, read_subject};

const FIXTURES: &str = include_str!("fixtures/handles.txt");

struct Fixture {
    line: usize,
    cell: String,
    hints: Hints,
    expected: &'static str,
}

/// `\u{200b}` and its like are written out, so that a reader of the file sees them.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_once('}').expect("an escape ends");
        let code = u32::from_str_radix(digits, 16).expect("hex digits");
        out.push(char::from_u32(code).expect("a character"));
        out.push_str(rest);
    }
    out
}

fn fixtures() -> Vec<Fixture> {
    let mut hints = Hints { service: None, own_hosts: vec!["square.example".to_owned()] };
    let mut fixtures = Vec::new();
    for (index, line) in FIXTURES.lines().enumerate() {
        if let Some((cell, expected)) = line.split_once("\t=> ") {
            fixtures.push(Fixture { line: index + 1, cell: unescaped(cell), hints: hints.clone(), expected });
        } else if let Some(service) = line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            hints.service = Service::from_word(service);
        }
    }
    fixtures
}

fn read(cell: &str, hints: &Hints) -> String {
    match read_subject(cell, hints) {
        Ok(subject) => subject.to_string(),
        Err(why) => format!("malformed:{why}"),
    }
}

#[test]
fn more_than_500_cells_are_read_as_they_are_meant() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 500, "{}", fixtures.len());
    let wrong: Vec<String> = fixtures
        .iter()
        .filter_map(|it| {
            let found = read(&it.cell, &it.hints);
            (found != it.expected)
                .then(|| format!("{}: {:?} is {found}, not {}", it.line, it.cell, it.expected))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), fixtures.len(), wrong.join("\n"));
}

#[test]
fn a_subject_is_read_back_as_it_was_written() {
    for it in fixtures() {
        if let Ok(subject) = read_subject(&it.cell, &it.hints) {
            let text = subject.to_string();
            assert_eq!(text.parse::<Subject>().as_ref(), Ok(&subject), "{text}");
            // What is written is one form, which reads as itself.
            assert_eq!(text.parse::<Subject>().map(|it| it.to_string()), Ok(text));
        }
    }
}

#[test]
fn no_cell_however_odd_stops_the_reading() {
    let mut state = 7_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let pieces: Vec<String> = fixtures().into_iter().map(|it| it.cell).collect();
    for _ in 0..20_000 {
        let (one, other) = (&pieces[next() % pieces.len()], &pieces[next() % pieces.len()]);
        let cut =
            |text: &str, at: usize| text.chars().take(at % (text.chars().count() + 1)).collect::<String>();
        let cell = format!("{}{}", cut(one, next()), cut(other, next()));
        if let Ok(subject) = read_subject(&cell, &Hints::default()) {
            assert!(!subject.to_string().chars().any(char::is_control), "{cell:?}");
        }
    }
}
