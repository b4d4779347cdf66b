//! Whether what somebody asks for is well-formed and theirs to do; errors name the field.

use parvis_app::{ActionError, ActionResult};
use parvis_rules::limits::chars;
use parvis_rules::validate::{self, FieldError};

use crate::limits;
use crate::words::{Content, Ground, Measure, MeasureKind};

/// Everything that is wrong with a decision that somebody wants to make.
pub fn content(content: &Content) -> Result<(), Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut length = |path: &str, text: &str, min: usize, max: usize| {
        errors.extend(validate::length(path, chars(text), min..=max).err());
    };
    length("rule", &content.rule, 0, limits::GROUND_CHARS_MAX);
    length("facts", &content.facts, 1, limits::FACTS_CHARS_MAX);
    length("legal_ground", content.legal_ground.as_deref().unwrap_or(""), 0, limits::GROUND_CHARS_MAX);
    length("text_to_person", content.text_to_person.as_deref().unwrap_or(""), 0, limits::NOTE_CHARS_MAX);
    for (at, keyword) in content.keywords.iter().enumerate() {
        length(&format!("keywords.{at}"), keyword, 1, limits::KEYWORD_CHARS_MAX);
    }
    errors.extend(validate::length("keywords", content.keywords.len(), 0..=limits::KEYWORDS_MAX).err());
    let names_law = content.legal_ground.as_deref().is_some_and(|text| !text.is_empty());
    match content.ground {
        Ground::Law if !names_law => errors.push(FieldError::required("legal_ground")),
        Ground::Rules if content.rule.is_empty() => errors.push(FieldError::required("rule")),
        _ => {}
    }
    measures(&content.measures, &mut errors);
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn measures(measures: &[Measure], errors: &mut Vec<FieldError>) {
    errors.extend(validate::length("measures", measures.len(), 1..=MeasureKind::WORDS.len()).err());
    for (at, measure) in measures.iter().enumerate() {
        let kind_is = |kind| measures.iter().any(|it| it.kind == kind);
        let is_double = measures[..at].iter().any(|it| it.kind == measure.kind)
            || (measure.kind == MeasureKind::DeleteMessage && kind_is(MeasureKind::HideMessage))
            || (measure.kind == MeasureKind::Ban && kind_is(MeasureKind::Kick))
            || (measure.kind == MeasureKind::Kick && kind_is(MeasureKind::Timeout));
        if is_double || (measure.kind == MeasureKind::None && measures.len() > 1) {
            let text = "This does not go together with another measure.";
            errors.push(FieldError::new(format!("measures.{at}.kind"), "MEASURES_CONFLICT", text));
        }
        seconds(at, measure, errors);
    }
}

fn seconds(at: usize, measure: &Measure, errors: &mut Vec<FieldError>) {
    let path = format!("measures.{at}.seconds");
    let max = match measure.kind {
        MeasureKind::Timeout => limits::TIMEOUT_S_MAX,
        MeasureKind::Warn => limits::STRIKE_S_MAX,
        MeasureKind::SuspendAccount => limits::SUSPENSION_S_MAX,
        _ => 0,
    };
    match measure.seconds {
        None if measure.kind == MeasureKind::Timeout => errors.push(FieldError::required(path)),
        Some(_) if max == 0 => {
            errors.push(FieldError::new(path, "MEASURE_WITHOUT_END", "This measure has no end of its own."));
        }
        Some(seconds) => errors.extend(validate::number(&path, seconds.into(), 1..=max.into()).err()),
        None => {}
    }
    if let Some(seconds) = measure.delete_message_seconds {
        let path = format!("measures.{at}.delete_message_seconds");
        let max = if measure.kind == MeasureKind::Ban { limits::BAN_DELETE_S_MAX } else { 0 };
        errors.extend(validate::number(&path, seconds.into(), 0..=max.into()).err());
    }
}

/// Refuses a measure that is not the caller's to take, naming it.
pub(crate) fn measures_allowed(measures: &[Measure], may: &[MeasureKind]) -> ActionResult<()> {
    let refused = measures.iter().position(|measure| !may.contains(&measure.kind));
    match refused {
        None => Ok(()),
        Some(at) => {
            let text = "You may not do this here.";
            Err(ActionError::invalid(format!("measures.{at}.kind"), "MISSING_PERMISSIONS", text))
        }
    }
}

/// What a measure was to be taken against is gone.
pub(crate) fn gone(at: usize) -> ActionError {
    ActionError::invalid(format!("measures.{at}.kind"), SUBJECT_GONE, "What this is about is gone.")
}

const SUBJECT_GONE: &str = "SUBJECT_GONE";

/// Whether a measure was refused because what it was to be taken against is gone.
pub(crate) fn is_gone(error: &ActionError) -> bool {
    matches!(error, ActionError::Invalid(fields) if fields.iter().any(|field| field.code == SUBJECT_GONE))
}
