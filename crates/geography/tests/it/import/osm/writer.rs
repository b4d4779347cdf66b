//! Writes small extracts, as the tools of OpenStreetMap do.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Elements in the order of a file, and how they are written.
#[derive(Default, Clone)]
pub struct Osm {
    pub nodes: Vec<(i64, [f64; 2], Tags)>,
    pub ways: Vec<(i64, Vec<i64>, Tags)>,
    pub relations: Vec<(i64, Members, Tags)>,
    /// Blobs as they are, points one by one.
    pub is_plain: bool,
    /// What a reader must know, besides what every one knows.
    pub feature: Option<&'static str>,
}

pub type Tags = Vec<(&'static str, &'static str)>;
/// Lines with their roles.
pub type Members = Vec<(i64, &'static str)>;

/// Elements of one blob.
const BLOCK: usize = 8;

impl Osm {
    /// Points along a line, the ids of which are given.
    pub fn line(&mut self, id: i64, points: &[(i64, [f64; 2])]) {
        for (node, place) in points {
            if !self.nodes.iter().any(|(known, ..)| known == node) {
                self.nodes.push((*node, *place, Vec::new()));
            }
        }
        self.ways.push((id, points.iter().map(|(node, _)| *node).collect(), Vec::new()));
    }

    /// A closed line around a rectangle, with points of its own.
    pub fn rectangle(&mut self, id: i64, [west, south, east, north]: [f64; 4]) {
        let at = |corner: i64| id * 10 + corner;
        let corners = [[west, south], [east, south], [east, north], [west, north]];
        let mut points: Vec<_> = (0..4).map(|corner| (at(corner), corners[corner as usize])).collect();
        points.push(points[0]);
        self.line(id, &points);
    }

    /// An administrative boundary.
    pub fn boundary(
        &mut self,
        id: i64,
        name: &'static str,
        level: &'static str,
        ways: &[(i64, &'static str)],
    ) {
        let tags = vec![
            ("type", "boundary"),
            ("boundary", "administrative"),
            ("name", name),
            ("admin_level", level),
        ];
        self.relations.push((id, ways.to_vec(), tags));
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut file = Vec::new();
        let mut header = Vec::new();
        for feature in ["OsmSchema-V0.6", "DenseNodes"].into_iter().chain(self.feature) {
            bytes_field(&mut header, 4, feature.as_bytes());
        }
        self.blob(&mut file, "OSMHeader", &header);
        for nodes in self.nodes.chunks(BLOCK) {
            self.block(&mut file, |block| match self.is_plain {
                true => nodes.iter().for_each(|(id, place, tags)| block.node(*id, *place, tags)),
                false => block.dense(nodes),
            });
        }
        for ways in self.ways.chunks(BLOCK) {
            self.block(&mut file, |block| {
                ways.iter().for_each(|(id, nodes, tags)| block.way(*id, nodes, tags));
            });
        }
        for relations in self.relations.chunks(BLOCK) {
            self.block(&mut file, |block| {
                relations.iter().for_each(|(id, members, tags)| block.relation(*id, members, tags));
            });
        }
        file
    }

    fn block(&self, file: &mut Vec<u8>, fill: impl FnOnce(&mut Block)) {
        let mut block = Block { strings: vec![String::new()], group: Vec::new() };
        fill(&mut block);
        let (mut table, mut bytes) = (Vec::new(), Vec::new());
        block.strings.iter().for_each(|text| bytes_field(&mut table, 1, text.as_bytes()));
        bytes_field(&mut bytes, 1, &table);
        bytes_field(&mut bytes, 2, &block.group);
        self.blob(file, "OSMData", &bytes);
    }

    fn blob(&self, file: &mut Vec<u8>, kind: &str, data: &[u8]) {
        let mut blob = Vec::new();
        if self.is_plain {
            bytes_field(&mut blob, 1, data);
        } else {
            number_field(&mut blob, 2, data.len() as u64);
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
            packed.write_all(data).expect("a Vec takes everything");
            bytes_field(&mut blob, 3, &packed.finish().expect("a Vec takes everything"));
        }
        framed(file, kind, &blob);
    }
}

/// A blob with its head.
pub fn framed(file: &mut Vec<u8>, kind: &str, blob: &[u8]) {
    let mut head = Vec::new();
    bytes_field(&mut head, 1, kind.as_bytes());
    number_field(&mut head, 3, blob.len() as u64);
    file.extend((head.len() as u32).to_be_bytes());
    file.extend(head);
    file.extend(blob);
}

struct Block {
    strings: Vec<String>,
    group: Vec<u8>,
}

impl Block {
    fn text(&mut self, text: &str) -> u64 {
        let known = self.strings.iter().position(|it| it == text);
        known.unwrap_or_else(|| {
            self.strings.push(text.to_owned());
            self.strings.len() - 1
        }) as u64
    }

    fn tags(&mut self, element: &mut Vec<u8>, tags: &Tags) {
        let keys: Vec<u64> = tags.iter().map(|(key, _)| self.text(key)).collect();
        let values: Vec<u64> = tags.iter().map(|(_, value)| self.text(value)).collect();
        bytes_field(element, 2, &packed(keys));
        bytes_field(element, 3, &packed(values));
    }

    fn node(&mut self, id: i64, [lon, lat]: [f64; 2], tags: &Tags) {
        let mut node = Vec::new();
        number_field(&mut node, 1, zigzag(id));
        self.tags(&mut node, tags);
        number_field(&mut node, 8, zigzag(units(lat)));
        number_field(&mut node, 9, zigzag(units(lon)));
        bytes_field(&mut self.group, 1, &node);
    }

    fn dense(&mut self, nodes: &[(i64, [f64; 2], Tags)]) {
        let mut dense = Vec::new();
        bytes_field(&mut dense, 1, &packed(deltas(nodes.iter().map(|(id, ..)| *id))));
        bytes_field(&mut dense, 8, &packed(deltas(nodes.iter().map(|(_, [_, lat], _)| units(*lat)))));
        bytes_field(&mut dense, 9, &packed(deltas(nodes.iter().map(|(_, [lon, _], _)| units(*lon)))));
        let mut keys_values = Vec::new();
        for (.., tags) in nodes {
            for (key, value) in tags {
                keys_values.extend([self.text(key), self.text(value)]);
            }
            keys_values.push(0);
        }
        bytes_field(&mut dense, 10, &packed(keys_values));
        bytes_field(&mut self.group, 2, &dense);
    }

    fn way(&mut self, id: i64, nodes: &[i64], tags: &Tags) {
        let mut way = Vec::new();
        number_field(&mut way, 1, id as u64);
        self.tags(&mut way, tags);
        bytes_field(&mut way, 8, &packed(deltas(nodes.iter().copied())));
        bytes_field(&mut self.group, 3, &way);
    }

    fn relation(&mut self, id: i64, members: &[(i64, &'static str)], tags: &Tags) {
        let mut relation = Vec::new();
        number_field(&mut relation, 1, id as u64);
        self.tags(&mut relation, tags);
        let roles: Vec<u64> = members.iter().map(|(_, role)| self.text(role)).collect();
        bytes_field(&mut relation, 8, &packed(roles));
        bytes_field(&mut relation, 9, &packed(deltas(members.iter().map(|(id, _)| *id))));
        // Members with the role of a label are points, all others lines.
        let kind = |(_, role): &(i64, &str)| u64::from(*role != "label");
        bytes_field(&mut relation, 10, &packed(members.iter().map(kind)));
        bytes_field(&mut self.group, 4, &relation);
    }
}

/// Degrees in the usual measure of files.
fn units(degrees: f64) -> i64 {
    (degrees * 1e7).round() as i64
}

fn deltas(numbers: impl Iterator<Item = i64>) -> Vec<u64> {
    let mut last = 0;
    numbers.map(|number| zigzag(number - std::mem::replace(&mut last, number))).collect()
}

pub fn packed(numbers: impl IntoIterator<Item = u64>) -> Vec<u8> {
    let mut bytes = Vec::new();
    numbers.into_iter().for_each(|number| varint(&mut bytes, number));
    bytes
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

fn varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

pub fn number_field(message: &mut Vec<u8>, field: u64, number: u64) {
    varint(message, field << 3);
    varint(message, number);
}

pub fn bytes_field(message: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    varint(message, field << 3 | 2);
    varint(message, bytes.len() as u64);
    message.extend(bytes);
}
