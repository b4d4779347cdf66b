//! Forms that anybody may send: what stands in for an account, and what was wrong.
//!
//! A page with a script works for some seconds (see `proofs`). One without says that it may be sent once a person
//! could have filled it in: no riddle, because riddles shut out people who do not see, hear or read well, and no
//! machine.

use askama::Template;
use axum::http::StatusCode;
use parvis_app::ActionError;
use parvis_rules::validate::FieldError;

use super::answer::{Page, Trouble};
use super::head::Head;
use super::pairs::Pairs;
use super::rows::group_path;
use super::visit::Visit;
use super::words::Words;
use crate::view::Listed;
use parvis_app::proofs::{EARLY, FULL, Proof};

/// A page with a form about a group.
#[derive(Template)]
#[template(path = "group_form.html")]
struct GroupForm {
    head: Head,
    lead: String,
    fields: Fields,
    mistakes: Vec<Mistake>,
    work: Work,
    action: String,
    group: String,
}

/// What such a form asks.
pub(super) enum Fields {
    /// A group's own questions, each with what was answered so far.
    Questions(Vec<(String, String)>),
    /// One of these reasons, by its name, its text, and whether it was chosen; and some words.
    Reasons([(&'static str, &'static str, bool); 5], String),
}

/// The page with a form about a group; with what was sent, and what was wrong with it.
pub(super) fn about(
    visit: &Visit,
    group: &Listed,
    (title, lead): (&str, &str),
    fields: Fields,
    (sent, mistakes): (Option<&Pairs>, Vec<Mistake>),
) -> Result<Page, Trouble> {
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let title = title.replace("{group}", &group.listing.name);
    let page = GroupForm {
        head: Head { script: Some("/map/proof.js"), ..Head::of(visit, title) },
        lead: lead.to_owned(),
        fields,
        mistakes,
        work: sent.map_or_else(|| Work::new(visit), |form| Work::again(visit, form)),
        action: visit.reader.link(&visit.path),
        group: visit.reader.link(&group_path(group)),
    };
    Page::private(status, &page)
}

/// The work that a form asks for.
pub(super) struct Work {
    pub challenge: String,
    pub difficulty: u8,
}

/// What is wrong with a field, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Which field, by its name in the form.
    pub field: &'static str,
    /// What it takes.
    pub text: String,
}

impl Work {
    /// For a form that is shown for the first time.
    pub fn new(visit: &Visit) -> Self {
        let challenge = visit.directory.0.proofs.challenge(visit.app.now_ms());
        Self { challenge: challenge.challenge, difficulty: challenge.difficulty }
    }

    /// For a form that is shown again: the same work as long as it is good, so that nobody waits twice.
    pub fn again(visit: &Visit, form: &Pairs) -> Self {
        let (proofs, known) = (&visit.directory.0.proofs, form.get("challenge").unwrap_or_default());
        match proofs.difficulty_of(known).filter(|_| proofs.is_open(known, visit.app.now_ms())) {
            Some(difficulty) => Self { challenge: known.to_owned(), difficulty },
            None => Self::new(visit),
        }
    }

    /// What the form brought.
    pub fn proof(form: &Pairs) -> Proof {
        Proof::of_form(form.get("challenge").unwrap_or_default(), form.get("solution"))
    }
}

/// What an action refused, in words; other failures are given back.
pub(super) fn mistakes(words: &Words, error: ActionError) -> Result<Vec<Mistake>, ActionError> {
    match error {
        ActionError::Invalid(errors) => Ok(in_words(words, &errors)),
        other => Err(other),
    }
}

/// Wrong fields in words; each of them once.
pub(super) fn in_words(words: &Words, errors: &[FieldError]) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> = Vec::new();
    for error in errors {
        let mistake = in_word(words, error);
        if mistakes.iter().all(|known| known.field != mistake.field) {
            mistakes.push(mistake);
        }
    }
    mistakes
}

fn in_word(words: &Words, error: &FieldError) -> Mistake {
    let field = error.path.split('.').next().unwrap_or_default();
    let (field, text) = match (field, error.code) {
        ("proof", EARLY) => ("proof", &words.wrong_early),
        ("proof", FULL) => ("proof", &words.wrong_full),
        ("proof", _) => ("proof", &words.wrong_proof),
        ("name", _) => ("name", &words.wrong_name),
        ("description", _) => ("description", &words.wrong_description),
        ("languages", _) => ("languages", &words.wrong_languages),
        ("tags", _) => ("tags", &words.wrong_tags),
        ("area_id" | "point", _) => ("area", &words.wrong_area),
        ("target", _) => ("url", &words.wrong_url),
        ("join", _) => ("questions", &words.wrong_questions),
        ("members", _) => ("declared", &words.wrong_declared),
        ("agreed", _) => ("agreed", &words.wrong_agreed),
        ("answers", _) => ("answers", &words.wrong_answers),
        ("text", _) => ("text", &words.wrong_text),
        ("reason", _) => ("reason", &words.wrong_choice),
        ("code", _) => ("code", &words.wrong_code),
        _ => ("form", &words.wrong),
    };
    Mistake { field, text: text.clone() }
}

/// The words for a field, for the form to show beside it.
pub(super) fn of_field<'a>(mistakes: &'a [Mistake], field: &str) -> Option<&'a str> {
    mistakes.iter().find(|it| it.field == field).map(|it| it.text.as_str())
}
