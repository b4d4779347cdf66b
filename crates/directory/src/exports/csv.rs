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

/// A field in quotation marks if need be. What a spreadsheet would take for a formula gets a mark before it.
fn quoted(field: &str) -> String {
    let is_number = field.parse::<f64>().is_ok();
    let is_formula = !is_number && field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let field = if is_formula { format!("'{field}") } else { field.to_owned() };
    if field.contains([',', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
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
        ] {
            assert_eq!(quoted(field), written);
        }
    }
}
