//! An Atom feed of a place, or of the whole map: the public groups that changed last.

use std::fmt::Write;
use std::sync::Arc;

use parvis_model::Timestamp;

use super::{Contents, description, xml};
use crate::view::Listed;

/// Groups of a feed.
const ENTRIES_MAX: usize = 100;

/// A feed (RFC 4287). Its ids are made of this server's address and stay the same.
pub fn write(contents: &Contents<'_>) -> String {
    let mut groups: Vec<&Arc<Listed>> = contents.groups.clone();
    groups.sort_by_key(|group| std::cmp::Reverse((group.changed_at, group.id)));
    groups.truncate(ENTRIES_MAX);
    let area = contents.area_id.and_then(|id| contents.view.area(id));
    let title = area.map_or_else(|| "Parvis".to_owned(), |area| xml(&area.name));
    let url = xml(contents.url);
    let place = contents.area_id.map_or_else(|| "all".to_owned(), |id| id.to_string());
    // A feed in which nothing stands has to say a moment all the same.
    let updated = groups.first().map_or(Timestamp::from_unix_ms(0), |group| group.changed_at);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>{url}/map/area/{place}</id><title>{title}</title><updated>{updated}</updated>\n\
         <author><name>{title}</name></author>\n"
    );
    for group in groups {
        let (name, words) = (xml(&group.listing.name), xml(description(group)));
        // Writing into a string does not fail.
        let _ = writeln!(
            text,
            "<entry><id>{url}/map/group/{id}</id><title>{name}</title><updated>{}</updated>\
             <link href=\"{url}/map/group/{id}\"/><summary>{words}</summary></entry>",
            group.changed_at,
            id = group.id,
        );
    }
    text.push_str("</feed>\n");
    text
}
