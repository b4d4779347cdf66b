//! The texts of the pages, by language, with their plurals, numbers and dates.

use std::sync::LazyLock;

use parvis_model::Timestamp;
use serde::Deserialize;

use crate::language::Language;
use crate::plural::Plural;

/// Everything that is said, in one language. Names in braces are put in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// With `{guild}`.
    title: String,
    /// With `{person}`.
    invited_by: String,
    pub(crate) invited: String,
    members: Plural,
    online: Plural,
    pub(crate) join: String,
    pub(crate) nothing_asked: String,
    /// With `{date}`.
    ends: String,
    pub(crate) paused: String,
    pub(crate) show_qr: String,
    pub(crate) scan_qr: String,
    pub(crate) gone_title: String,
    pub(crate) gone: String,
    pub(crate) missing_title: String,
    pub(crate) missing: String,
    pub(crate) busy_title: String,
    pub(crate) busy: String,
    pub(crate) to_the_square: String,
    /// With `{day}`, `{month}`, `{year}` and `{time}`.
    date: String,
    /// With `{day}`, `{month}` and `{year}`.
    day: String,
    months: [String; 12],
}

static CATALOGUE: LazyLock<[Words; 6]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        let text = match language {
            Language::French => include_str!("../words/fr.json"),
            Language::English => include_str!("../words/en.json"),
            Language::Spanish => include_str!("../words/es.json"),
            Language::Russian => include_str!("../words/ru.json"),
            Language::Belarusian => include_str!("../words/be.json"),
            Language::Arabic => include_str!("../words/ar.json"),
        };
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{}: {error}", language.tag()))
    })
});

impl Words {
    /// Those of a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        &CATALOGUE[language as usize]
    }

    /// What the page is called.
    pub(crate) fn title(&self, guild: &str) -> String {
        self.title.replace("{guild}", guild)
    }

    /// Who invites. The name is not put in here: it stands apart, so that its direction is its own.
    pub(crate) fn invited_by(&self) -> (&str, &str) {
        self.invited_by.split_once("{person}").unwrap_or((&self.invited_by, ""))
    }

    /// How many members there are.
    pub(crate) fn members(&self, language: Language, n: u32) -> String {
        self.members.counted(language, n)
    }

    /// How many of them are here now.
    pub(crate) fn online(&self, language: Language, n: u32) -> String {
        self.online.counted(language, n)
    }

    /// Until when the invitation is good.
    pub(crate) fn ends(&self, at: Timestamp) -> String {
        self.ends.replace("{date}", &self.at(&self.date, at))
    }

    /// A day and an hour.
    pub(crate) fn date(&self, at: Timestamp) -> String {
        self.at(&self.date, at)
    }

    /// A day.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        self.at(&self.day, at)
    }

    fn at(&self, form: &str, at: Timestamp) -> String {
        // `2026-11-24T13:45:00…`, in UTC.
        let text = at.to_string();
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let number = |from, to| part(from, to).parse::<usize>().unwrap_or_default();
        let month = self.months.get(number(5, 7).wrapping_sub(1)).map_or("", String::as_str);
        let date = form.replace("{day}", &number(8, 10).to_string()).replace("{month}", month);
        let date = date.replace("{year}", part(0, 4)).replace("{time}", part(11, 16));
        // A day is not torn from its month at the end of a line.
        date.replace(' ', "\u{a0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_text_in_every_form_that_it_needs_and_no_other() {
        for language in Language::ALL {
            // A file that lacks a key, or has one that nobody knows, does not get past this line.
            let words = Words::of(language);
            for plural in [&words.members, &words.online] {
                assert!(plural.is_whole_in(language), "{language:?}: {plural:?}");
            }
            for (text, names) in [
                (&words.title, &["{guild}"][..]),
                (&words.invited_by, &["{person}"]),
                (&words.ends, &["{date}"]),
                (&words.date, &["{day}", "{month}", "{year}", "{time}"]),
                (&words.day, &["{day}", "{month}", "{year}"]),
            ] {
                assert!(names.iter().all(|name| text.contains(name)), "{language:?}: {text}");
            }
            assert!(words.months.iter().all(|month| !month.is_empty()), "{language:?}");
        }
    }

    #[test]
    fn numbers_and_dates_are_written_as_the_language_writes_them() {
        let at = Timestamp::from_unix_ms(1_795_441_500_000);
        let french = Words::of(Language::French);
        assert_eq!(french.members(Language::French, 1), "1 membre");
        assert_eq!(french.members(Language::French, 1_234_567), "1\u{202f}234\u{202f}567 membres");
        assert!(french.ends(at).contains("23\u{a0}novembre\u{a0}2026"), "{}", french.ends(at));
        let russian = Words::of(Language::Russian);
        assert_eq!(russian.members(Language::Russian, 22), "22 участника");
        assert!(russian.ends(at).contains("23\u{a0}ноября\u{a0}2026"), "{}", russian.ends(at));
        assert_eq!(Words::of(Language::English).members(Language::English, 999), "999 members");
    }
}
