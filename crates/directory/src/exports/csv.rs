//! CSV: one line for each public group.

use super::{Contents, description};
use crate::groups::shown::rounded;
use crate::view::Listed;

const HEAD: &str =
    "id,name,description,languages,tags,area_id,area,lon,lat,join,members_at_least,changed_at\r\n";

/// Lines with a head (RFC 4180).
pub fn write(contents: &Contents<'_>) -> String {
    let mut text = HEAD.to_owned();
    for group in &contents.groups {
        text.push_str(&line(contents, group));
    }
    text
}

fn line(contents: &Contents<'_>, group: &Listed) -> String {
    let listing = &group.listing;
    let centre = group.centre(contents.view.all_areas()).map(rounded);
    let path: Vec<_> = contents.view.path(listing.area_id).iter().map(|area| area.name.as_str()).collect();
    let number = |place: usize| centre.map_or(String::new(), |centre| centre[place].to_string());
    let mode = serde_json::to_value(listing.join.mode).ok();
    let fields = [
        group.id.to_string(),
        listing.name.clone(),
        description(group).to_owned(),
        listing.languages.join(" "),
        listing.tags.join(";"),
        listing.area_id.to_string(),
        path.join(" / "),
        number(0),
        number(1),
        mode.as_ref().and_then(|mode| mode.as_str()).unwrap_or_default().to_owned(),
        group.members_told().map(|count| count.to_string()).unwrap_or_default(),
        group.changed_at.to_string(),
    ];
    let fields: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
    fields.join(",") + "\r\n"
}

/// A field in quotation marks if need be. What a spreadsheet would take for a formula gets a mark before it: at the
/// beginning of the field, and behind what a spreadsheet in another country, or one that does not mind quotation
/// marks, takes for the end of a field.
fn quoted(field: &str) -> String {
    let mut text = String::with_capacity(field.len() + 2);
    // What Rust takes for a number may be a word too, such as `inf`.
    let is_number = field.parse::<f64>().is_ok() && !field.contains(|c: char| c == '+' || c.is_alphabetic());
    let mut begins = !is_number;
    for c in field.chars() {
        if begins && is_of_formula(c) {
            text.push('\'');
        }
        begins = !is_number && (is_end(c) || begins && (c.is_whitespace() || c == '"'));
        text.push(c);
    }
    let is_plain = !text.contains([',', ';', '"', '\t', '\n', '\r']);
    if is_plain { text } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// What a formula begins with, as wide as East Asian keyboards write it too.
fn is_of_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// What ends a field, in one country or another.
fn is_end(c: char) -> bool {
    matches!(c, ',' | ';' | '\t' | '\n' | '\r' | '|')
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn fields_run_nothing_in_a_spreadsheet() {
        for (field, written) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"yes\"", "\"say \"\"yes\"\"\""),
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-27.5", "-27.5"),
            ("-1+cmd", "'-1+cmd"),
            ("--1", "'--1"),
            ("+1", "'+1"),
            ("+inf", "'+inf"),
            ("\t=1", "\"\t'=1\""),
            (" =1", " '=1"),
            ("x;=1+1", "\"x;'=1+1\""),
            ("x\n@y", "\"x\n'@y\""),
            ("x\";\"=1", "\"x\"\";\"\"'=1\""),
            ("＝1", "'＝1"),
            ("a-b", "a-b"),
            ("2026-11-22T20:00:00+00:00", "2026-11-22T20:00:00+00:00"),
        ] {
            assert_eq!(quoted(field), written);
        }
    }
}
