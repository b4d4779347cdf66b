//! The head of a dump: a line that names columns of accounts and secrets, or a statement that fills them, with rows
//! after it.

use super::pairs::{is_hash, mail_in};

/// Lines that are looked at for a head.
const LINES_MAX: usize = 200;
/// Rows with addresses that must follow.
const ROWS_NEEDED: usize = 3;

const ACCOUNTS: [&str; 12] = [
    "email",
    "e-mail",
    "mail",
    "login",
    "username",
    "user",
    "user_name",
    "user_email",
    "phone",
    "логин",
    "почта",
    "البريد",
];
const SECRETS: [&str; 14] = [
    "password",
    "passwd",
    "pass",
    "pwd",
    "password_hash",
    "passwordhash",
    "pass_hash",
    "hash",
    "hashed_password",
    "salt",
    "пароль",
    "хеш",
    "motdepasse",
    "mot_de_passe",
];

/// Whether a text begins with the head of a dump, with rows after it.
pub fn is_dump(text: &str) -> bool {
    let mut lines = text.lines().take(LINES_MAX).enumerate();
    lines.any(|(number, line)| {
        let rows = || text.lines().skip(number + 1).take(20);
        let begin = line.trim_start();
        if is_insertion(begin) {
            // The rows stand in the statement, or each in a statement of its own.
            let tuples = std::iter::once(line).chain(rows()).flat_map(|line| line.split("("));
            return tuples.filter(|tuple| is_tuple(tuple)).take(ROWS_NEEDED).count() == ROWS_NEEDED;
        }
        let Some(separator) = separator_of_columns(line) else { return false };
        let columns = line.split(separator).count();
        let is_row =
            |row: &&str| row.split(separator).count().abs_diff(columns) <= 1 && mail_in(row).is_some();
        rows().filter(is_row).take(ROWS_NEEDED).count() == ROWS_NEEDED
    })
}

/// Whether a line names columns of accounts and of secrets.
pub fn names_columns(text: &str) -> bool {
    text.lines().take(LINES_MAX).any(|line| separator_of_columns(line).is_some())
}

fn separator_of_columns(line: &str) -> Option<char> {
    if line.len() > 1_000 {
        return None;
    }
    let separator = ['\t', ';', '|', ',', ':'].into_iter().find(|separator| line.contains(*separator))?;
    let has = |names: &[&str]| {
        line.split(separator).any(|column| {
            let name = column.trim().trim_matches(|letter: char| "\"'`[]#".contains(letter)).to_lowercase();
            names.contains(&name.as_str())
        })
    };
    (has(&ACCOUNTS) && has(&SECRETS)).then_some(separator)
}

fn is_insertion(line: &str) -> bool {
    let begin: String = line.chars().take(12).collect::<String>().to_ascii_lowercase();
    begin == "insert into " && line.to_ascii_lowercase().contains("values")
}

/// `1,'mail','secret',…)`
fn is_tuple(tuple: &str) -> bool {
    let values: Vec<&str> =
        tuple.split(',').map(|value| value.trim_matches(|it: char| " '\"`);".contains(it))).collect();
    let has_mail = values.iter().any(|value| mail_in(value).is_some());
    values.len() >= 2 && has_mail && values.iter().any(|value| is_hash(value) || is_word_with_digits(value))
}

fn is_word_with_digits(value: &str) -> bool {
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    let has_letter = value.chars().any(char::is_alphabetic);
    value.len() >= 6 && has_digit && has_letter && !value.contains([' ', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_counts_with_rows_after_it() {
        let rows = "1,anna@mail.ru,x1\n2,ben@gmail.com,x2\n3,chris@yahoo.fr,x3";
        assert!(is_dump(&format!("id,email,password\n{rows}")));
        assert!(!is_dump("id,email,password"));
        assert!(!is_dump(&format!("id,email,name\n{rows}")));
        assert!(!is_dump("id,email,password\n1,a@example.com,x\n2,b@example.com,x\n3,c@example.com,x"));
    }

    #[test]
    fn a_statement_that_fills_accounts_is_one() {
        let tuple = "(1,'anna@mail.ru','5f4dcc3b5aa765d61d8327deb882cf99')";
        let three = format!("INSERT INTO `users` VALUES {tuple},{tuple},{tuple};");
        assert!(is_dump(&three));
        assert!(!is_dump(&format!("INSERT INTO `users` VALUES {tuple};")));
        assert!(!is_dump("CREATE TABLE users (email text, password text);"));
    }
}
