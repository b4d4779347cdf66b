//! KML: one placemark for each public group.

use std::fmt::Write;

use super::{Contents, description, xml};
use crate::groups::shown::rounded;

/// A document (KML 2.2).
pub fn write(contents: &Contents<'_>) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>\n",
    );
    for group in &contents.groups {
        let Some(centre) = group.centre(contents.view.all_areas()) else { continue };
        let [lon, lat] = rounded(centre);
        let (name, words) = (xml(&group.listing.name), xml(description(group)));
        // Writing into a string does not fail.
        let _ = writeln!(
            text,
            "<Placemark id=\"g{}\"><name>{name}</name><description>{words}</description>\
             <Point><coordinates>{lon},{lat}</coordinates></Point></Placemark>",
            group.id
        );
    }
    text.push_str("</Document></kml>\n");
    text
}
