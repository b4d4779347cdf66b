//! The fields of the form that describes a group, and what they say to the map.

use parvis_rules::validate::FieldError;
use serde_json::{Value, json};

use crate::groups::body::{Draft, GroupBody};
use crate::groups::listing::{JoinMode, Listing, Shown, Target};
use crate::pages::pairs::Pairs;

/// What stands in the form.
#[derive(Debug, Clone, Default)]
pub(in crate::pages) struct Fields {
    pub area: String,
    pub name: String,
    pub description: String,
    pub description_language: String,
    pub languages: String,
    pub tags: String,
    pub url: String,
    pub join: String,
    pub questions: String,
    pub shown: String,
    pub declared: String,
    pub agreed: bool,
    /// Whether the group's people talk on this server: then its door is kept in the app.
    pub is_of_guild: bool,
    /// Descriptions in other languages, which a correction of one leaves as they are.
    others: Vec<(String, String)>,
}

impl Fields {
    /// An empty form for a group in this place.
    pub fn new(area: &str, language: &str) -> Self {
        let (area, description_language) = (area.to_owned(), language.to_owned());
        Self { area, description_language, ..Self::default() }
    }

    /// What somebody sent.
    pub fn of_form(form: &Pairs) -> Self {
        let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
        Self {
            area: text("area"),
            name: text("name"),
            description: text("description"),
            description_language: text("description_language"),
            languages: text("languages"),
            tags: text("tags"),
            url: text("url"),
            join: text("join"),
            questions: text("questions"),
            shown: text("shown"),
            declared: text("declared"),
            agreed: form.get("agreed").is_some(),
            is_of_guild: false,
            others: Vec::new(),
        }
    }

    /// What stands on the map already, to be corrected.
    pub fn of_listing(listing: &Listing, language: &str) -> Self {
        let own = listing.description.get_key_value(language).or_else(|| listing.description.iter().next());
        let (url, is_of_guild) = match &listing.target {
            Target::Link { url, .. } => (url.clone(), false),
            Target::Guild { .. } => (String::new(), true),
        };
        Self {
            area: listing.area_id.to_string(),
            name: listing.name.clone(),
            description: own.map(|(_, text)| text.clone()).unwrap_or_default(),
            description_language: own.map_or_else(|| language.to_owned(), |(code, _)| code.clone()),
            languages: listing.languages.join(", "),
            tags: listing.tags.join(", "),
            url,
            join: word_of(listing.join.mode),
            questions: listing.join.questions.join("\n"),
            shown: match listing.members.shown {
                Shown::Hidden => "hidden".to_owned(),
                Shown::Exact | Shown::Bucket => "bucket".to_owned(),
            },
            declared: listing.members.declared.map(|count| count.to_string()).unwrap_or_default(),
            agreed: true,
            is_of_guild,
            others: Vec::new(),
        }
        .with_others_of(listing)
    }

    /// With the descriptions of a listing that the form does not show.
    pub fn with_others_of(mut self, listing: &Listing) -> Self {
        let others = listing.description.iter().filter(|(code, _)| **code != self.description_language);
        self.others = others.map(|(code, text)| (code.clone(), text.clone())).collect();
        self.is_of_guild = listing.target.guild_id().is_some();
        self
    }

    /// Whether a choice of the ways in is the one that was made; without any, asking first.
    pub fn joins(&self, mode: &str) -> bool {
        if self.join.is_empty() { mode == "request" } else { self.join == mode }
    }

    fn body(&self) -> Value {
        let list = |text: &str, ends: &[char]| -> Vec<String> {
            text.split(ends).map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
        };
        let mut description: serde_json::Map<String, Value> =
            self.others.iter().map(|(code, text)| (code.clone(), json!(text))).collect();
        if !self.description.is_empty() {
            description.insert(self.description_language.clone(), json!(self.description));
        }
        let questions = list(&self.questions, &['\n', '\r']);
        let mode = if self.join.is_empty() { "request" } else { &self.join };
        let questions = if mode == "request" { questions } else { Vec::new() };
        let shown = if self.shown == "hidden" { "hidden" } else { "bucket" };
        let mut body = json!({
            "name": self.name,
            "description": description,
            "languages": list(&self.languages, &[',', ';', ' ', '\u{60c}']),
            "tags": list(&self.tags, &[',', ';', '\u{60c}']),
            "join": { "mode": mode, "questions": questions },
            "members": { "shown": shown, "declared": self.declared.parse::<u32>().ok() },
        });
        if !self.area.is_empty() {
            body["area_id"] = json!(self.area);
        }
        if !self.is_of_guild {
            body["target"] = json!({ "type": "link", "url": self.url });
        }
        body
    }
}

/// What the form says to the map, or every field that is wrong.
pub(in crate::pages) fn draft_of(fields: &Fields, is_new: bool) -> Result<Draft, Vec<FieldError>> {
    let mut errors = Vec::new();
    if is_new && !fields.agreed {
        errors.push(FieldError::new("agreed", "DIRECTORY_NOT_AGREED", "Not agreed."));
    }
    if fields.area.parse::<u64>().is_err() {
        errors.push(FieldError::required("area_id"));
    }
    if !fields.declared.is_empty() && fields.declared.parse::<u32>().is_err() {
        errors.push(FieldError::new("members.declared", "NUMBER_TYPE_COERCE", "Not a number."));
    }
    if !["", "open", "request", "voucher"].contains(&fields.join.as_str()) {
        errors.push(FieldError::required("join.mode"));
    }
    if !errors.is_empty() {
        // What else is wrong is said together with these.
        let known =
            Fields { area: String::new(), join: String::new(), declared: String::new(), ..fields.clone() };
        errors.extend(read(&known).err().unwrap_or_default());
        return Err(errors);
    }
    read(fields)
}

fn read(fields: &Fields) -> Result<Draft, Vec<FieldError>> {
    let body = serde_json::from_value::<GroupBody>(fields.body());
    body.map_err(|error| vec![FieldError::new("form", "BASE_TYPE_BAD_TYPE", error.to_string())])?.read()
}

fn word_of(mode: JoinMode) -> String {
    match mode {
        JoinMode::Open => "open",
        JoinMode::Request => "request",
        JoinMode::Voucher => "voucher",
    }
    .to_owned()
}
