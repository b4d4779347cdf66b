//! Signed lists: of what is unsigned, changed, over or incomplete, nothing is applied.

use parvis_watchlists::effect::{Mode, Subscription, effect};
use parvis_watchlists::matching::Holdings;
use parvis_watchlists::signed::{About, List, Published, Refusal, VALID_MS_MAX, public_key};
use parvis_watchlists::{Entry, Evidence, Hints, read_subject};

pub const NOW_MS: i64 = 1_795_392_000_000;
const DAY_MS: i64 = 86_400_000;
pub const SEED: [u8; 32] = [11; 32];

pub fn about() -> About {
    About {
        id: "spring".to_owned(),
        title: "Recruitment channels".to_owned(),
        issuer: "Square of Lille".to_owned(),
        appeal: "https://lille.example/appeals".to_owned(),
        evidence: Evidence::Decided,
        source: "own decisions".to_owned(),
        licence: "CC0-1.0".to_owned(),
        issued_ms: NOW_MS - DAY_MS,
        expires_ms: NOW_MS + 30 * DAY_MS,
        salt: "ab".repeat(32),
    }
}

pub fn entries(cells: &[&str]) -> Vec<Entry> {
    let hints = Hints { service: None, own_hosts: vec!["lille.example".to_owned()] };
    cells.iter().map(|cell| Entry::of(read_subject(cell, &hints).expect("a subject"))).collect()
}

pub fn list(about: About, cells: &[&str]) -> List {
    List::of(about, "lille.example", &entries(cells)).expect("a list").0
}

fn open(file: &str) -> Result<List, Refusal> {
    List::open(file, &public_key(&SEED), None, NOW_MS)
}

fn file() -> String {
    list(about(), &["https://t.me/SomeChannel", "bad.example"]).sign(&SEED).expect("signed")
}

#[test]
fn a_signed_list_opens_with_its_issuers_key() {
    let signed = list(about(), &["https://t.me/SomeChannel", "bad.example"]);
    assert_eq!(open(&file()), Ok(signed));
}

#[test]
fn accounts_are_digests_and_what_cannot_be_published_is_counted() {
    let cells = [
        "https://t.me/SomeChannel",
        "@unstated",
        "lovelace@lille.example",
        "bad.example",
        "<@80351110224678912>",
    ];
    let (list, left_out) = List::of(about(), "lille.example", &entries(&cells)).unwrap();
    assert_eq!((list.entries.len(), left_out), (3, 2));
    let file = list.sign(&SEED).unwrap();
    for name in ["somechannel", "lovelace", "unstated", "80351110224678912"] {
        assert!(!file.to_lowercase().contains(name), "{name}");
    }
    // What is ours is `name@host` to others.
    let as_others_see_it = "fediverse:lovelace@lille.example".parse().unwrap();
    let published = Published::of(&as_others_see_it, "elsewhere.example", &[0xab; 32]);
    assert_eq!(published, Some(list.entries[1].subject.clone()));
}

#[test]
fn one_flipped_bit_anywhere_in_the_file_applies_nothing() {
    let file = file();
    let (bytes, signed) = (file.as_bytes(), open(&file).unwrap());
    let mut refused = 0;
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        let Ok(changed) = String::from_utf8(changed) else { continue };
        match open(&changed) {
            // Another case of the hex digits of a signature is the same signature.
            Ok(list) => assert_eq!(list, signed),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > bytes.len() * 6, "{refused}");
}

#[test]
fn unsigned_or_signed_by_another_is_refused() {
    let mut value: serde_json::Value = serde_json::from_str(&file()).unwrap();
    value["signature"] = "".into();
    assert_eq!(open(&value.to_string()), Err(Refusal::Unsigned));
    value.as_object_mut().unwrap().remove("signature");
    assert_eq!(open(&value.to_string()), Err(Refusal::Unsigned));
    let others = list(about(), &["bad.example"]).sign(&[12; 32]).unwrap();
    assert_eq!(open(&others), Err(Refusal::Unsigned));
    // Another's key under our name.
    let mut value: serde_json::Value = serde_json::from_str(&others).unwrap();
    value["key"] = serde_json::from_str::<serde_json::Value>(&file()).unwrap()["key"].clone();
    assert_eq!(open(&value.to_string()), Err(Refusal::Tampered));
    assert!(matches!(open("[]"), Err(Refusal::Format(_))));
    assert!(matches!(open(&file().replace("parvis-list-1", "parvis-list-9")), Err(Refusal::Format(_))));
}

#[test]
fn a_list_counts_between_its_moments_only() {
    let at = |about: About, now_ms| {
        List::open(&list(about, &["bad.example"]).sign(&SEED).unwrap(), &public_key(&SEED), None, now_ms)
    };
    let ends_ms = about().expires_ms;
    assert!(at(about(), ends_ms - 1).is_ok());
    assert_eq!(at(about(), ends_ms), Err(Refusal::Expired));
    assert_eq!(at(about(), about().issued_ms - 11 * 60_000), Err(Refusal::Times));
    assert!(at(about(), about().issued_ms - 9 * 60_000).is_ok(), "clocks differ a little");
    let long = About { expires_ms: about().issued_ms + VALID_MS_MAX + 1, ..about() };
    assert_eq!(list(long, &[]).sign(&SEED), Err(Refusal::Times));
    let backwards = About { expires_ms: about().issued_ms, ..about() };
    assert_eq!(list(backwards, &[]).sign(&SEED), Err(Refusal::Times));
}

#[test]
fn an_older_issue_does_not_come_back() {
    let open = |known_ms| List::open(&file(), &public_key(&SEED), Some(known_ms), NOW_MS).map(|_| ());
    assert_eq!(open(about().issued_ms), Ok(()));
    assert_eq!(open(about().issued_ms + 1), Err(Refusal::Superseded));
}

#[test]
fn a_list_says_who_answers_for_it_and_where_to_appeal() {
    let refused = |about: About| list(about, &[]).sign(&SEED).err();
    assert_eq!(refused(About { appeal: String::new(), ..about() }), Some(Refusal::About("appeal")));
    assert_eq!(
        refused(About { appeal: "javascript:alert(1)".to_owned(), ..about() }),
        Some(Refusal::About("appeal"))
    );
    assert_eq!(refused(About { issuer: " ".to_owned(), ..about() }), Some(Refusal::About("issuer")));
    assert_eq!(refused(About { licence: "x".repeat(501), ..about() }), Some(Refusal::About("licence")));
    let short = About { salt: "ab".to_owned(), ..about() };
    assert_eq!(List::of(short, "lille.example", &[]).err(), Some(Refusal::About("salt")));
}

#[test]
fn entries_that_are_over_are_not_applied_though_the_list_counts() {
    let mut list = list(about(), &["bad.example", "other.example"]);
    list.entries[0].expires_ms = Some(NOW_MS);
    list.entries[1].expires_ms = Some(NOW_MS + 1);
    let domains = ["bad.example", "other.example"].map(|it| parvis_watchlists::Domain::parse(it).unwrap());
    let here = Holdings::new(Vec::new(), [], domains);
    let subscription = Subscription { mode: Mode::Propose, ..Subscription::default() };
    let at = |now_ms| effect(&list, &here, &subscription, now_ms).unwrap().rows.len();
    assert_eq!((at(NOW_MS), at(NOW_MS + 1), at(about().expires_ms)), (1, 0, 0));
}
