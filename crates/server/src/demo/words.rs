//! From a written line to what is sent: choices are made, names become mentions. Must not know time or permissions.

/// What the names of a line stand for.
pub trait Names {
    /// The mention of the person with this key.
    fn person(&self, key: &str) -> Option<String>;
    /// The mention of the role with this key.
    fn role(&self, key: &str) -> Option<String>;
    /// The mention of the channel with this key.
    fn channel(&self, key: &str) -> Option<String>;
    /// The shown name of the speaker who was drawn under this number, and the mention.
    fn drawn(&self, number: usize) -> Option<(String, String)>;
}

/// Takes one of each `[a|b|c]`: the one at the place `draw`, counted round and round. Lists of the same length in one
/// scene are written so that what stands at the same place goes together, a question and its answer. A bracket
/// without a bar in it is left alone.
pub fn choose(text: &str, draw: usize) -> String {
    let mut chosen = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('[') {
        chosen.push_str(before);
        match from.split_once(']') {
            Some((inside, after)) if inside.contains('|') => {
                let choices: Vec<_> = inside.split('|').collect();
                chosen.push_str(choices[draw % choices.len()]);
                rest = after;
            }
            _ => {
                chosen.push('[');
                rest = from;
            }
        }
    }
    chosen.push_str(rest);
    chosen.trim().to_owned()
}

/// Replaces `@key`, `@&role`, `#channel`, `$1` and `@$1`; what is no known name stays as it is.
pub fn resolve(text: &str, names: &impl Names) -> String {
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['@', '#', '$']) {
        resolved.push_str(&rest[..at]);
        let mark = rest.as_bytes()[at];
        let after = &rest[at + 1..];
        let (is_role, is_drawn, key) = match after.as_bytes().first() {
            Some(b'&') if mark == b'@' => (true, false, &after[1..]),
            Some(b'$') if mark == b'@' => (false, true, &after[1..]),
            _ => (false, mark == b'$', after),
        };
        let length = key.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(key.len());
        let (word, after_word) = key.split_at(length);
        let word = word.trim_end_matches('-');
        let found = match mark {
            _ if is_drawn => {
                let drawn = word.parse().ok().and_then(|number| names.drawn(number));
                drawn.map(|(shown, mention)| if mark == b'@' { mention } else { shown })
            }
            b'#' => names.channel(word),
            _ if is_role => names.role(word),
            _ => names.person(word),
        };
        match found {
            Some(found) => {
                resolved.push_str(&found);
                rest = &key[word.len()..];
            }
            None => {
                resolved.push_str(&rest[at..rest.len() - after_word.len()]);
                rest = after_word;
            }
        }
    }
    resolved.push_str(rest);
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known;

    impl Names for Known {
        fn person(&self, key: &str) -> Option<String> {
            (key == "ana").then(|| "<@1>".to_owned())
        }
        fn role(&self, key: &str) -> Option<String> {
            (key == "block-reps").then(|| "<@&2>".to_owned())
        }
        fn channel(&self, key: &str) -> Option<String> {
            (key == "cafe").then(|| "<#3>".to_owned())
        }
        fn drawn(&self, number: usize) -> Option<(String, String)> {
            (number == 1).then(|| ("Ben".to_owned(), "<@4>".to_owned()))
        }
    }

    #[test]
    fn known_names_become_mentions_and_others_stay() {
        for (text, expected) in [
            ("@ana, @bob!", "<@1>, @bob!"),
            ("@&block-reps and @&nobody", "<@&2> and @&nobody"),
            ("in #cafe. #15803D", "in <#3>. #15803D"),
            ("$1 and @$1, $9", "Ben and <@4>, $9"),
            ("mail@ana and 3 $ for # é", "mail<@1> and 3 $ for # é"),
        ] {
            assert_eq!(resolve(text, &Known), expected, "{text}");
        }
    }

    #[test]
    fn the_choices_at_one_place_go_together() {
        assert_eq!(choose("a [b|c] [d] [|e]", 0), "a b [d]");
        assert_eq!(choose("a [b|c] [d] [|e]", 3), "a c [d] e");
    }
}
