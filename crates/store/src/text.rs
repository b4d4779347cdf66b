//! One SQL text, said to each engine in its own words: markers, lists of ids, and the tokens of migrations.

use crate::StoreError;

/// Whose words a text is put into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// A statement in an engine's words.
#[derive(Debug, PartialEq)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    /// Highest number of a marker.
    params: usize,
}

impl Statement {
    /// Refuses another number of parameters than the statement asks for: PostgreSQL would take more.
    pub(crate) fn check(&self, given: usize) -> Result<(), StoreError> {
        if given == self.params {
            return Ok(());
        }
        let message = format!("{given} parameters given, {} asked for", self.params);
        Err(StoreError::Statement { message, statement: self.sql.clone() })
    }
}

/// Rewrites `$n` (SQLite reads `$1` as a name, in order of appearance) and `in ids($n)` outside quotes and comments.
pub(crate) fn statement(sql: &str, dialect: Dialect) -> Result<Statement, StoreError> {
    let mut out = String::with_capacity(sql.len() + 32);
    let mut rest = sql;
    let mut previous = ' ';
    let mut params = 0;
    while let Some(next) = rest.chars().next() {
        let starts_word = !(previous.is_ascii_alphanumeric() || previous == '_');
        let taken = if let Some(length) = quoted_length(rest) {
            out.push_str(&rest[..length]);
            length
        } else if starts_word && (rest.starts_with("in ids(") || rest.starts_with("not in ids(")) {
            let (length, number) = push_id_list(rest, dialect, &mut out)?;
            params = params.max(number);
            length
        } else if starts_word && rest.starts_with("ids(") {
            return Err(misuse(sql));
        } else if let Some((length, number)) = marker(rest) {
            params = params.max(number);
            out.push(if dialect == Dialect::Sqlite { '?' } else { '$' });
            out.push_str(&rest[1..length]);
            length
        } else {
            out.push(next);
            next.len_utf8()
        };
        previous = rest[..taken].chars().next_back().unwrap_or(' ');
        rest = &rest[taken..];
    }
    Ok(Statement { sql: out, params })
}

/// Length and number of the marker that the text starts with.
fn marker(text: &str) -> Option<(usize, usize)> {
    let digits = text.strip_prefix('$')?;
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    Some((1 + length, digits[..length].parse().ok()?))
}

/// Length of the literal, quoted name or comment that the text starts with.
fn quoted_length(text: &str) -> Option<usize> {
    let closing =
        |from: usize, end: &str| text[from..].find(end).map_or(text.len(), |at| from + at + end.len());
    match text.as_bytes() {
        // A doubled quote inside a literal reads as two literals side by side, which copies the same characters.
        [b'\'', ..] => Some(closing(1, "'")),
        [b'"', ..] => Some(closing(1, "\"")),
        [b'-', b'-', ..] => Some(closing(2, "\n")),
        _ => None,
    }
}

/// Writes the list that the text starts with; its length and the number of its marker.
fn push_id_list(text: &str, dialect: Dialect, out: &mut String) -> Result<(usize, usize), StoreError> {
    let open = text.find('(').expect("the caller saw the parenthesis");
    let (length, number) = marker(&text[open + 1..]).ok_or_else(|| misuse(text))?;
    let end = open + 1 + length;
    if !text[end..].starts_with(')') {
        return Err(misuse(text));
    }
    let negated = text.starts_with("not");
    out.push_str(&match (dialect, negated) {
        (Dialect::Sqlite, false) => format!("in (select value from json_each(?{number}))"),
        (Dialect::Sqlite, true) => format!("not in (select value from json_each(?{number}))"),
        (Dialect::Postgres, false) => format!("= any (${number})"),
        (Dialect::Postgres, true) => format!("<> all (${number})"),
    });
    Ok((end + 1, number))
}

fn misuse(sql: &str) -> StoreError {
    StoreError::Statement { message: "ids() is written `in ids($n)`".into(), statement: sql.to_owned() }
}

/// Puts a migration's tokens into the engine's words: `{blob}` and `{clustered}`.
pub(crate) fn migration(sql: &str, dialect: Dialect) -> String {
    let (blob, clustered) = match dialect {
        Dialect::Sqlite => ("blob", " without rowid"),
        Dialect::Postgres => ("bytea", ""),
    };
    sql.replace("{blob}", blob).replace("{clustered}", clustered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(sql: &str) -> [String; 2] {
        [Dialect::Sqlite, Dialect::Postgres].map(|dialect| statement(sql, dialect).expect("a valid text").sql)
    }

    #[test]
    fn markers_are_numbered_for_sqlite_and_left_for_postgres() {
        let sql = "select $2, $10 from t where a = $1";
        assert_eq!(both(sql), ["select ?2, ?10 from t where a = ?1", sql]);
    }

    #[test]
    fn lists_of_ids_are_rewritten() {
        let [sqlite, postgres] = both("select a from t where id in ids($1) and b not in ids($2)");
        assert_eq!(
            sqlite,
            "select a from t where id in (select value from json_each(?1)) \
             and b not in (select value from json_each(?2))"
        );
        assert_eq!(postgres, "select a from t where id = any ($1) and b <> all ($2)");
    }

    #[test]
    fn quotes_and_comments_are_left_alone() {
        for sql in ["select '$1', 'it''s $2 in ids($3)'", "select \"$1\" -- $1 in ids($2)\n", "select 'é$1"]
        {
            assert_eq!(both(sql), [sql, sql]);
        }
    }

    #[test]
    fn parameters_are_counted() {
        for (sql, params) in
            [("select 1", 0), ("select $2, $1, '$9'", 2), ("select $1 where a in ids($3)", 3)]
        {
            let statement = statement(sql, Dialect::Postgres).expect("a valid text");
            assert_eq!(
                (statement.check(params), statement.check(params + 1).is_err()),
                (Ok(()), true),
                "{sql}"
            );
        }
    }

    #[test]
    fn other_uses_of_ids_are_refused() {
        for sql in ["select ids($1)", "select a in ids(1)", "select a in ids($)", "select a in ids($1"] {
            assert!(statement(sql, Dialect::Sqlite).is_err(), "{sql}");
        }
        assert!(statement("select user_ids(1), a within from t", Dialect::Sqlite).is_ok());
    }

    #[test]
    fn tokens_of_migrations_are_replaced() {
        let sql = "create table t (a {blob}, primary key (a)){clustered};";
        assert_eq!(
            migration(sql, Dialect::Sqlite),
            "create table t (a blob, primary key (a)) without rowid;"
        );
        assert_eq!(migration(sql, Dialect::Postgres), "create table t (a bytea, primary key (a));");
    }
}
