//! Packs of referrals: their rows, what becomes of them, the curve, and the page.

use parvis_watchlists::referral::{
    Block, Counts, Pack, PackError, Referral, Status, Step, What, Words, csv, from_csv, from_json, json, page,
};

const DAY_MS: i64 = 86_400_000;

pub fn referral(number: u32) -> Referral {
    Referral {
        number,
        what: [What::Account, What::Channel, What::Post, What::File, What::Site][number as usize % 5],
        address: format!("https://t.me/channel_{number}?x=1&y=\"2\""),
        reason: [
            "=cmd|'/C calc'!A1",
            "@name, \"quoted\"\nand a second line",
            "'apostrophe",
            "",
            "قناة تجنيد",
        ][number as usize % 5]
            .to_owned(),
        ground: ["-1+1", "Art. 3", "+", "\ttab", ""][number as usize % 5].to_owned(),
        seen_ms: i64::from(number) * 1_000,
        evidence: (0..number % 4).map(|at| format!("blake3:{:064x}", number * 10 + at)).collect(),
        steps: Vec::new(),
    }
}

fn pack(rows: u32) -> Pack {
    let mut rows: Vec<Referral> = (1..=rows).map(referral).collect();
    for row in &mut rows {
        let course: &[Status] = match row.number % 5 {
            0 => &[],
            1 => &[Status::Sent],
            2 => &[Status::Sent, Status::Removed],
            3 => &[Status::Sent, Status::Refused],
            _ => &[Status::Sent, Status::Removed, Status::BackAgain],
        };
        row.steps.push(Step { at_ms: 0, status: Status::Prepared });
        for (day, status) in course.iter().enumerate() {
            row.become_status(*status, (day as i64 + 1) * DAY_MS).expect("a possible course");
        }
    }
    Pack {
        id: "2026-11".to_owned(),
        title: "Recruitment".to_owned(),
        platform: "Telegram".to_owned(),
        contact: "abuse@telegram.example".to_owned(),
        sender: "Square of Lille".to_owned(),
        prepared_ms: 0,
        rows,
    }
}

#[test]
fn ten_thousand_rows_go_out_and_come_back_without_loss() {
    let pack = pack(10_000);
    assert_eq!(from_csv(&csv(&pack.rows)), Ok(pack.rows.clone()));
    assert_eq!(from_json(&json(&pack)), Ok(pack));
}

#[test]
fn no_cell_of_the_table_begins_a_formula() {
    let table = csv(&pack(50).rows);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    for record in reader.records() {
        for cell in &record.expect("a record") {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '|']), "{cell:?}");
        }
    }
}

#[test]
fn a_status_becomes_only_what_can_follow() {
    let may = |from: Status| -> Vec<&str> {
        Status::ALL.into_iter().filter(|(to, _)| from.may_become(*to)).map(|(_, word)| word).collect()
    };
    assert_eq!(may(Status::Prepared), ["sent", "removed"]);
    assert_eq!(may(Status::Sent), ["removed", "refused"]);
    assert_eq!(may(Status::Removed), ["back_again"]);
    assert_eq!(may(Status::Refused), ["sent", "removed"]);
    assert_eq!(may(Status::BackAgain), ["sent", "removed"]);
    let mut row = referral(1);
    row.become_status(Status::Sent, 50).unwrap();
    assert!(row.become_status(Status::BackAgain, 60).is_err());
    row.become_status(Status::Removed, 40).unwrap();
    assert_eq!(row.steps[1].at_ms, 50, "a clock that went back turns no order around");
}

#[test]
fn the_curve_says_how_it_stood_at_the_end_of_each_day() {
    let pack = pack(100);
    let counts = |prepared, sent, removed, refused, back_again| Counts {
        prepared,
        sent,
        removed,
        refused,
        back_again,
    };
    let curve = pack.curve(4 * DAY_MS, 100);
    assert_eq!(curve.iter().map(|day| day.day).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    assert_eq!(curve[0].counts, counts(100, 0, 0, 0, 0));
    assert_eq!(curve[1].counts, counts(20, 80, 0, 0, 0));
    assert_eq!(curve[2].counts, counts(20, 20, 40, 20, 0));
    assert_eq!(curve[3].counts, counts(20, 20, 20, 20, 20));
    assert_eq!(curve[4].counts, pack.counts());
    assert_eq!(pack.curve(4 * DAY_MS, 2).iter().map(|day| day.day).collect::<Vec<_>>(), [3, 4]);
}

#[test]
fn a_file_that_a_person_changed_is_read_with_its_errors_named() {
    let table = csv(&pack(3).rows);
    let changed = |from: &str, to: &str| from_csv(&table.replacen(from, to, 1));
    let cell = |row, field| Err(PackError::Cell { row, field });
    assert_eq!(changed("channel,", "canal,"), cell(1, "what"));
    assert_eq!(changed(",sent,", ",gone,"), cell(1, "status"));
    assert_eq!(changed("prepared@0 sent@", "prepared@0 back_again@"), cell(1, "status"));
    assert!(matches!(changed("number,", "nr,"), Err(PackError::Format(_))));
    let mut wrong = pack(1);
    wrong.rows[0].steps =
        vec![Step { at_ms: 5, status: Status::Prepared }, Step { at_ms: 6, status: Status::Refused }];
    assert_eq!(from_json(&json(&wrong)), Err(PackError::Cell { row: 1, field: "steps" }));
    wrong.rows[0].steps.clear();
    wrong.rows[0].address = " ".to_owned();
    assert_eq!(from_json(&json(&wrong)), Err(PackError::Cell { row: 1, field: "address" }));
}

#[test]
fn a_page_has_every_row_in_the_readers_words() {
    let words = |words: [&str; 5]| words.map(str::to_owned);
    let words = Words {
        to: "À".to_owned(),
        from: "De".to_owned(),
        contact: "Contact".to_owned(),
        reference: "Référence".to_owned(),
        nature: "Une demande d’examen, pas un ordre.".to_owned(),
        columns: ["N°", "Quoi", "Où", "Pourquoi", "Vu", "Preuves", "État"].map(str::to_owned),
        statuses: words(["préparé", "envoyé", "retiré", "refusé", "revenu"]),
        whats: words(["compte", "chaîne", "publication", "fichier", "site"]),
    };
    let page = page(&pack(5), &words, |ms| format!("jour {}", ms / DAY_MS));
    assert_eq!(page.blocks[0], Block::Title("Recruitment".to_owned()));
    assert_eq!(page.blocks[1], Block::Fact("À".to_owned(), "Telegram".to_owned()));
    assert_eq!(
        page.blocks[6],
        Block::Text("préparé: 1 · envoyé: 1 · retiré: 1 · refusé: 1 · revenu: 1".to_owned())
    );
    let Block::Table { columns, rows } = &page.blocks[7] else { panic!("a table") };
    assert_eq!((columns.len(), rows.len()), (7, 5));
    assert_eq!(rows[0][1..3], ["chaîne".to_owned(), "https://t.me/channel_1?x=1&y=\"2\"".to_owned()]);
    assert_eq!(rows[3][6], "revenu");
}
