//! Our own lists of words, for who does not want to write one. They are short: words that are vulgar or degrading in
//! nearly every sentence, in English and French. A word that is harmless in one of our languages (French *retard* is a
//! delay, Spanish *negro* a colour) is left out, or stands only in a form that is not. No list knows what somebody
//! means; whoever switches one on should look at what it finds for a while before it blocks.

/// A list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Swearing.
    Profanity,
    /// Sexual acts and parts of the body, in vulgar words.
    SexualContent,
    /// Words that degrade people for what they are.
    Slurs,
}

impl Preset {
    /// Its keywords, with their wildcards.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        let (en, fr) = match self {
            Self::Profanity => {
                (include_str!("../../words/profanity.en.txt"), include_str!("../../words/profanity.fr.txt"))
            }
            Self::SexualContent => {
                (include_str!("../../words/sexual.en.txt"), include_str!("../../words/sexual.fr.txt"))
            }
            Self::Slurs => {
                (include_str!("../../words/slurs.en.txt"), include_str!("../../words/slurs.fr.txt"))
            }
        };
        let lines = en.lines().chain(fr.lines()).map(str::trim);
        lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{KeywordFilter, Text};
    use super::*;

    const ALL: [Preset; 3] = [Preset::Profanity, Preset::SexualContent, Preset::Slurs];

    fn finds(preset: Preset, text: &str) -> bool {
        KeywordFilter::of_presets::<&str>(&[preset], &[]).find(&Text::new(text)).is_some()
    }

    #[test]
    fn each_list_finds_its_own() {
        assert!(finds(Preset::Profanity, "What the FUCK is this"));
        assert!(finds(Preset::Profanity, "quel connard !"));
        assert!(!finds(Preset::Profanity, "a blowjob"));
        assert!(finds(Preset::SexualContent, "free blowjobs"));
        assert!(finds(Preset::SexualContent, "une branlette"));
        assert!(finds(Preset::Slurs, "you f\u{200b}aggot"));
        assert!(finds(Preset::Slurs, "sale bougnoule"));
    }

    #[test]
    fn lists_hold_keywords_that_rules_may_hold() {
        for preset in ALL {
            let words: Vec<_> = preset.words().collect();
            assert!(words.len() >= 20, "{preset:?} has {} words", words.len());
            assert!(words.iter().all(|word| !super::super::Keywords::is_empty_word(word)));
            let mut known = words.clone();
            known.sort_unstable();
            known.dedup();
            assert_eq!(known.len(), words.len(), "a word stands twice in {preset:?}");
        }
    }

    /// Sentences of neighbours in the languages that people speak here: none of them is what a list is for.
    #[test]
    fn harmless_sentences_are_left_alone() {
        let harmless = [
            "Le train a du retard, je suis désolé pour les retards.",
            "La chatte de ma voisine a eu des petits, et le coq chante.",
            "Con gusto, el gato negro está con la abuela en Sexta Avenida.",
            "Scunthorpe, Essex and Middlesex are places; so is Penistone.",
            "He bit into a cockle on Dick's assignment in class, then passed the bass.",
            "The cocktail of analysis and titles in the constitution of Matsushita.",
            "Je vais au pédiatre, puis au cours de conjugaison avec Salopette.",
            "Putain est le nom d'une autre liste, mais pute n'est pas dans « député ».",
            "Бляха-муха и мандарин: хлеб, учебник, потребление.",
            "Кніга пра карабель і мандолина.",
            "اجتماع الجيران غدا في الساحة، شكرا لكم جميعا.",
            "A chink in the armour, a spick-and-span kitchen, a raccoon, a niggardly tip.",
            "Une tapette à mouches et un niais qui négocie.",
        ];
        for preset in ALL {
            for text in harmless {
                let found = KeywordFilter::of_presets::<&str>(&[preset], &[]).find(&Text::new(text));
                let is_quoted = text.starts_with("Putain") && preset == Preset::Profanity;
                assert!(found.is_none() || is_quoted, "{preset:?} finds {found:?} in {text}");
            }
        }
    }
}
