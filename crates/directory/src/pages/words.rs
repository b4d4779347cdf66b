//! The texts of the pages, by language, each key in all of them.

use std::sync::LazyLock;

use parvis_pages::Plural;
use parvis_pages::language::Language;
use serde::Deserialize;

/// Everything that is said, in one language. Names in braces are put in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub map_title: String,
    pub map_lead: String,
    pub area_title: String,
    pub skip: String,
    pub nav_map: String,
    pub nav_add: String,
    pub nav_about: String,
    pub nav_guide: String,
    pub language_label: String,
    pub way_label: String,
    pub whole_map: String,
    pub drawing: String,
    pub places_heading: String,
    pub groups_heading: String,
    pub groups: Plural,
    pub people: Plural,
    pub people_from: Plural,
    pub people_few: String,
    pub no_groups: String,
    pub no_match: String,
    pub filters: String,
    pub filter_language: String,
    pub filter_tag: String,
    pub filter_activity: String,
    pub filter_join: String,
    pub any: String,
    pub apply: String,
    pub clear: String,
    pub activity_week: String,
    pub activity_month: String,
    pub activity_quiet: String,
    pub join_open: String,
    pub join_request: String,
    pub join_voucher: String,
    pub page_of: String,
    pub earlier: String,
    pub later: String,
    pub search_label: String,
    pub search: String,
    pub search_title: String,
    pub search_none: String,
    pub near: String,
    pub near_hint: String,
    pub near_here: String,
    pub near_none: String,
    pub near_refused: String,
    pub files: String,
    pub feed: String,
    pub feed_all: String,
    pub join_here: String,
    pub join_outside: String,
    pub outside_warning: String,
    pub ask_in: String,
    pub ask_hint: String,
    pub voucher_hint: String,
    pub voucher_in: String,
    pub shut: String,
    pub languages_spoken: String,
    pub tags: String,
    pub changed: String,
    pub until: String,
    pub report: String,
    pub nearby: String,
    pub other_texts: String,
    pub blurred: String,
    pub qr: String,
    pub qr_hint: String,
    pub qr_alt: String,
    pub proof_wait: String,
    pub proof_working: String,
    pub form_mistakes: String,
    pub add_title: String,
    pub add_lead: String,
    pub pick_heading: String,
    pub pick_hint: String,
    pub place: String,
    pub change_place: String,
    pub field_name: String,
    pub field_description: String,
    pub field_description_hint: String,
    pub field_description_language: String,
    pub field_languages: String,
    pub field_languages_hint: String,
    pub field_tags: String,
    pub field_tags_hint: String,
    pub field_url: String,
    pub field_url_hint: String,
    pub field_join: String,
    pub choice_open: String,
    pub choice_request: String,
    pub choice_voucher: String,
    pub field_questions: String,
    pub field_questions_hint: String,
    pub field_shown: String,
    pub shown_bucket: String,
    pub shown_hidden: String,
    pub field_declared: String,
    pub agreed: String,
    pub send: String,
    pub save: String,
    pub similar_title: String,
    pub similar_lead: String,
    pub similar_none: String,
    pub back: String,
    pub receipt_title: String,
    pub receipt_new: String,
    pub state_waiting: String,
    pub state_asked: String,
    pub state_listed: String,
    pub state_dark: String,
    pub state_refused: String,
    pub state_withdrawn: String,
    pub state_merged: String,
    pub state_removed: String,
    pub see_public: String,
    pub stale: String,
    pub confirm_by: String,
    pub confirm: String,
    pub proposed_waits: String,
    pub darken: String,
    pub light: String,
    pub correct: String,
    pub correct_title: String,
    pub withdraw: String,
    pub withdraw_sure: String,
    pub messages: String,
    pub from_you: String,
    pub from_moderators: String,
    pub say: String,
    pub requests_heading: String,
    pub accept: String,
    pub refuse: String,
    pub voucher_make: String,
    pub voucher_made: String,
    pub in_app_title: String,
    pub in_app: String,
    pub ask_title: String,
    pub asked_title: String,
    pub asked_new: String,
    pub asked_waiting: String,
    pub asked_accepted: String,
    pub asked_refused: String,
    pub asked_go: String,
    pub asked_take_back: String,
    pub asked_taken_back: String,
    pub report_title: String,
    pub report_lead: String,
    pub report_reason: String,
    pub reason_wrong: String,
    pub reason_closed: String,
    pub reason_unsafe: String,
    pub reason_not_agreed: String,
    pub reason_other: String,
    pub report_text: String,
    pub report_done_title: String,
    pub report_done: String,
    pub voucher_title: String,
    pub voucher_code: String,
    pub voucher_open: String,
    pub voucher_opened: String,
    pub open_full: String,
    pub closed_title: String,
    pub closed: String,
    pub gone_title: String,
    pub gone: String,
    pub wrong_title: String,
    pub wrong: String,
    pub busy_title: String,
    pub busy: String,
    pub wrong_name: String,
    pub wrong_description: String,
    pub wrong_languages: String,
    pub wrong_tags: String,
    pub wrong_area: String,
    pub wrong_url: String,
    pub wrong_questions: String,
    pub wrong_declared: String,
    pub wrong_agreed: String,
    pub wrong_answers: String,
    pub wrong_text: String,
    pub wrong_choice: String,
    pub wrong_code: String,
    pub wrong_proof: String,
    pub wrong_early: String,
    pub wrong_full: String,
    pub about_title: String,
    pub about: Vec<Paragraph>,
}

/// A part of the page that explains the map.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Paragraph {
    pub title: String,
    pub text: String,
}

static CATALOGUE: LazyLock<[Words; 6]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        let text = match language {
            Language::French => include_str!("../../words/fr.json"),
            Language::English => include_str!("../../words/en.json"),
            Language::Spanish => include_str!("../../words/es.json"),
            Language::Russian => include_str!("../../words/ru.json"),
            Language::Belarusian => include_str!("../../words/be.json"),
            Language::Arabic => include_str!("../../words/ar.json"),
        };
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{}: {error}", language.tag()))
    })
});

impl Words {
    /// Those of a language.
    pub fn of(language: Language) -> &'static Self {
        &CATALOGUE[language as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_text_in_every_form_that_it_needs() {
        for language in Language::ALL {
            // A file that lacks a key, or has one that nobody knows, does not get past this line.
            let words = Words::of(language);
            for plural in [&words.groups, &words.people, &words.people_from] {
                assert!(plural.is_whole_in(language), "{language:?}: {plural:?}");
            }
            for (text, names) in [
                (&words.area_title, &["{place}"][..]),
                (&words.drawing, &["{place}"][..]),
                (&words.page_of, &["{page}", "{pages}"][..]),
                (&words.search_title, &["{query}"][..]),
                (&words.join_outside, &["{network}"][..]),
                (&words.outside_warning, &["{network}"][..]),
                (&words.changed, &["{date}"][..]),
                (&words.until, &["{date}"][..]),
                (&words.nearby, &["{place}"][..]),
                (&words.confirm_by, &["{date}"][..]),
                (&words.ask_title, &["{group}"][..]),
                (&words.report_title, &["{group}"][..]),
            ] {
                assert!(names.iter().all(|name| text.contains(name)), "{language:?}: {text}");
            }
            assert_eq!(words.about.len(), Words::of(Language::French).about.len(), "{language:?}");
        }
    }
}
