//! What the checks need to know of a Rust file without compiling it: the code with comments and literals blanked out,
//! the functions with their extent, and which lines are tests. It must not know any rule.

use std::ops::RangeInclusive;

/// A Rust file. Lines are counted from 1.
pub struct RustSource {
    pub path: String,
    /// The lines as they are.
    pub lines: Vec<String>,
    /// The same lines with the content of comments, strings and characters replaced by blanks.
    pub code: Vec<String>,
    pub functions: Vec<Function>,
    test_lines: Vec<RangeInclusive<usize>>,
    is_test_file: bool,
}

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    pub lines: RangeInclusive<usize>,
    pub is_public: bool,
}

impl RustSource {
    /// Reads the text of one file.
    pub fn new(path: &str, text: &str) -> Self {
        let masked = mask(text);
        let line_of = line_numbers(&masked);
        Self {
            path: path.to_owned(),
            lines: text.lines().map(str::to_owned).collect(),
            code: masked.iter().collect::<String>().lines().map(str::to_owned).collect(),
            functions: functions(&masked, &line_of),
            test_lines: test_modules(&masked, &line_of),
            is_test_file: path.contains("/tests/")
                || path.ends_with("/tests.rs")
                || path.contains("/benches/"),
        }
    }

    /// Whether the line belongs to a test: in a test file, or in a `#[cfg(test)]` item.
    pub fn is_test(&self, line: usize) -> bool {
        self.is_test_file || self.test_lines.iter().any(|lines| lines.contains(&line))
    }

    pub fn is_test_file(&self) -> bool {
        self.is_test_file
    }

    /// The name of the crate's folder: `model` for `crates/model/src/id.rs`, `xtask` for `xtask/src/main.rs`.
    pub fn crate_folder(&self) -> &str {
        let inside = self.path.strip_prefix("crates/").unwrap_or(&self.path);
        inside.split('/').next().unwrap_or_default()
    }

    /// Lines of code that contain `needle` as it stands, not as a part of a longer word.
    pub fn lines_with<'a>(&'a self, needle: &'a str) -> impl Iterator<Item = usize> + 'a {
        let has_word = move |line: &String| contains_word(line, needle);
        self.code.iter().enumerate().filter(move |(_, line)| has_word(line)).map(|(index, _)| index + 1)
    }
}

/// Whether `needle` stands in `text` with no letter, digit or underscore touching it where the needle itself has one.
pub fn contains_word(text: &str, needle: &str) -> bool {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let opens = needle.starts_with(is_word);
    let closes = needle.ends_with(is_word);
    text.match_indices(needle).any(|(start, found)| {
        let before = text[..start].chars().next_back();
        let after = text[start + found.len()..].chars().next();
        let is_longer = opens && before.is_some_and(is_word) || closes && after.is_some_and(is_word);
        !is_longer
    })
}

/// The text with comments and the content of literals blanked; line breaks stay.
fn mask(text: &str) -> Vec<char> {
    let source: Vec<char> = text.chars().collect();
    let mut masked = source.clone();
    let mut at = 0;
    while at < source.len() {
        let end = match source[at] {
            '/' if source.get(at + 1) == Some(&'/') => line_end(&source, at),
            '/' if source.get(at + 1) == Some(&'*') => block_comment_end(&source, at),
            '"' => string_end(&source, at),
            'r' if !follows_word(&source, at) => raw_string_end(&source, at).unwrap_or(at + 1),
            'b' | 'c' if !follows_word(&source, at) && source.get(at + 1) == Some(&'r') => {
                raw_string_end(&source, at + 1).unwrap_or(at + 1)
            }
            '\'' => character_end(&source, at).unwrap_or(at + 1),
            _ => at + 1,
        };
        if end > at + 1 {
            for character in &mut masked[at..end] {
                if *character != '\n' {
                    *character = ' ';
                }
            }
        }
        at = end;
    }
    masked
}

fn follows_word(source: &[char], at: usize) -> bool {
    at > 0 && (source[at - 1].is_alphanumeric() || source[at - 1] == '_')
}

fn line_end(source: &[char], at: usize) -> usize {
    source[at..].iter().position(|&character| character == '\n').map_or(source.len(), |length| at + length)
}

fn block_comment_end(source: &[char], at: usize) -> usize {
    let mut depth = 0;
    let mut at = at;
    while at + 1 < source.len() {
        match (source[at], source[at + 1]) {
            ('/', '*') => {
                depth += 1;
                at += 2;
            }
            ('*', '/') => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    source.len()
}

fn string_end(source: &[char], at: usize) -> usize {
    let mut at = at + 1;
    while at < source.len() {
        match source[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    source.len()
}

/// The end of `r"…"` or `r#"…"#` that starts at `at`; nothing for a raw identifier or a plain `r`.
fn raw_string_end(source: &[char], at: usize) -> Option<usize> {
    let hashes = source[at + 1..].iter().take_while(|&&character| character == '#').count();
    let open = at + 1 + hashes;
    if source.get(open) != Some(&'"') {
        return None;
    }
    let closes = |quote: &usize| {
        source[*quote] == '"'
            && source.len() >= quote + 1 + hashes
            && source[quote + 1..quote + 1 + hashes].iter().all(|&character| character == '#')
    };
    Some((open + 1..source.len()).find(closes).map_or(source.len(), |quote| quote + 1 + hashes))
}

/// The end of a character literal; nothing for a lifetime.
fn character_end(source: &[char], at: usize) -> Option<usize> {
    match (source.get(at + 1)?, source.get(at + 2)?) {
        ('\\', _) => {
            let close = source[at + 3..].iter().position(|&character| character == '\'')?;
            Some(at + 3 + close + 1)
        }
        (_, '\'') => Some(at + 3),
        _ => None,
    }
}

/// For each character the number of its line.
fn line_numbers(masked: &[char]) -> Vec<usize> {
    let mut line = 1;
    let count = |&character: &char| {
        let own = line;
        line += usize::from(character == '\n');
        own
    };
    masked.iter().map(count).collect()
}

fn functions(masked: &[char], line_of: &[usize]) -> Vec<Function> {
    let mut found = Vec::new();
    for at in 0..masked.len().saturating_sub(3) {
        let is_keyword = masked[at] == 'f' && masked[at + 1] == 'n' && masked[at + 2].is_whitespace();
        if !is_keyword || follows_word(masked, at) {
            continue;
        }
        let rest = masked[at + 2..].iter().skip_while(|character| character.is_whitespace());
        let name: String =
            rest.take_while(|character| character.is_alphanumeric() || **character == '_').collect();
        let Some(open) = body_start(masked, at).filter(|_| !name.is_empty()) else { continue };
        let close = closing_brace(masked, open);
        let line_start =
            masked[..at].iter().rposition(|&character| character == '\n').map_or(0, |start| start + 1);
        let before: String = masked[line_start..at].iter().collect();
        found.push(Function {
            name,
            lines: line_of[at]..=line_of[close],
            is_public: before.trim_start().starts_with("pub ") || before.trim_start().starts_with("pub("),
        });
    }
    found
}

/// The brace that opens a function's body; nothing for a declaration without one.
fn body_start(masked: &[char], from: usize) -> Option<usize> {
    let mut depth = 0;
    for (offset, character) in masked[from..].iter().enumerate() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(from + offset),
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

fn closing_brace(masked: &[char], open: usize) -> usize {
    let mut depth = 0;
    for (offset, character) in masked[open..].iter().enumerate() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + offset;
        }
    }
    masked.len() - 1
}

fn test_modules(masked: &[char], line_of: &[usize]) -> Vec<RangeInclusive<usize>> {
    let text: String = masked.iter().collect();
    let mut found = Vec::new();
    for (byte, attribute) in text.match_indices("#[cfg(test)]") {
        let at = text[..byte].chars().count();
        if let Some(open) = body_start(masked, at + attribute.len()) {
            found.push(line_of[at]..=line_of[closing_brace(masked, open)]);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_code(text: &str, expected: &str) {
        let code: String = mask(text).into_iter().collect();
        assert_eq!(code, expected);
    }

    #[test]
    fn comments_and_literals_are_blank() {
        check_code("a // b\nc", "a     \nc");
        check_code("a /* b /* c */ d */ e", "a                   e");
        check_code(r#"f("x\"y") + 1"#, "f(      ) + 1");
        check_code("r#\"a\"b\"# + r\"c\"", "         +     ");
        check_code("f(br\"a\", b\"c\")", "f(     , b   )");
    }

    #[test]
    fn lifetimes_and_raw_names_are_code() {
        check_code("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)");
        check_code("let r#type = 'x'; '\\n'", "let r#type =    ;     ");
        check_code("var\"x\"", "var   ");
    }

    #[test]
    fn functions_have_names_and_extents() {
        let source = RustSource::new(
            "crates/a/src/b.rs",
            "pub fn one(x: [u8; 2]) -> u8 {\n  {1}\n}\ntrait T { fn two(); }\n",
        );
        let expected = Function { name: "one".into(), lines: 1..=3, is_public: true };
        assert_eq!(source.functions, [expected]);
    }

    #[test]
    fn modules_of_tests_are_known_by_their_lines() {
        let source =
            RustSource::new("crates/a/src/b.rs", "fn a() {}\n#[cfg(test)]\nmod tests {\n}\nfn b() {}\n");
        assert!(!source.is_test(1) && source.is_test(3) && !source.is_test(5));
        assert!(RustSource::new("crates/a/tests/it/b.rs", "fn a() {}\n").is_test(1));
    }

    #[test]
    fn words_do_not_match_inside_longer_words() {
        assert!(contains_word("use postgres;", "use postgres"));
        assert!(!contains_word("use postgresql;", "use postgres"));
        assert!(contains_word("x.unwrap()", ".unwrap()"));
    }

    #[test]
    fn a_file_belongs_to_the_crate_of_its_folder() {
        assert_eq!(RustSource::new("crates/model/src/id.rs", "").crate_folder(), "model");
        assert_eq!(RustSource::new("xtask/src/main.rs", "").crate_folder(), "xtask");
    }
}
