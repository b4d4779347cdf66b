//! The API's published OpenAPI document as a judge of answers and events, with our own document for the routes that the
//! published one does not have. It must not know this server but by that document.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use parking_lot::Mutex;
use serde_json::{Value, json};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = read("clients/openapi/discord-openapi.json");
    // The platform sends these, and its clients and libraries know them; the published lists do not.
    for (list, value) in [("GuildFeatures", json!("GUILD_ONBOARDING")), ("MessageReferenceType", json!(1))] {
        let known = &mut document["components"]["schemas"][list]["oneOf"];
        known.as_array_mut().expect("a list").push(json!({ "const": value }));
    }
    document
});
static OURS: LazyLock<Value> = LazyLock::new(|| read("crates/api/openapi/parvis.json"));

fn read(path: &str) -> Value {
    let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the document stands in the repository");
    serde_json::from_str(&text).expect("the document is JSON")
}

/// Both documents as one: our paths and components beside the published ones.
static BOTH: LazyLock<Value> = LazyLock::new(|| {
    let mut ours = resolved(OURS.clone());
    let mut both = DOCUMENT.clone();
    for (place, prefix) in [("paths", ""), ("schemas", PREFIX)] {
        let (from, to) = match place {
            "paths" => (&mut ours["paths"], &mut both["paths"]),
            _ => (&mut ours["components"]["schemas"], &mut both["components"]["schemas"]),
        };
        let to = to.as_object_mut().expect("an object");
        for (name, value) in from.take().as_object().expect("an object").clone() {
            let known = to.entry(format!("{prefix}{name}")).or_insert_with(|| json!({}));
            let known = known.as_object_mut().expect("an object");
            known.extend(value.as_object().expect("an object").clone());
        }
    }
    both
});

/// Before the names of our own components, so that none hides a published one.
const PREFIX: &str = "Parvis";

/// Our document with every reference leading where it means to: to our components or to the published ones.
fn resolved(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            if let Some(theirs) = map.get("x-discord-schema").and_then(Value::as_str) {
                return json!({ "$ref": format!("#/components/schemas/{theirs}") });
            }
            let resolve = |(key, value): (String, Value)| {
                let ours = value.as_str().and_then(|text| text.strip_prefix("#/components/schemas/"));
                match ours.filter(|_| key == "$ref") {
                    Some(name) => (key, json!(format!("#/components/schemas/{PREFIX}{name}"))),
                    None => (key, resolved(value)),
                }
            };
            Value::Object(map.into_iter().map(resolve).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(resolved).collect()),
        other => other,
    }
}

/// Operations of the published document, as `method path` with the path's parameters without names.
pub fn published_operations() -> Vec<String> {
    operations(&DOCUMENT)
}

/// Operations of our own document, in the same form.
pub fn own_operations() -> Vec<String> {
    operations(&OURS)
}

fn operations(document: &Value) -> Vec<String> {
    let paths = document["paths"].as_object().expect("paths are an object");
    let methods = ["get", "post", "put", "patch", "delete"];
    let of_path = |(path, item): (&String, &Value)| {
        let known = methods.iter().filter(|method| item[**method].is_object());
        known.map(|method| operation_of(method, path)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

/// `method path` with the path's parameters without names.
pub fn operation_of(method: &str, path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    format!("{} {}", method.to_lowercase(), parts.collect::<Vec<_>>().join("/"))
}

/// What the document says of an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The operation is not in the document.
    UnknownOperation,
    /// Everything that is wrong; empty when nothing is.
    Errors(Vec<String>),
}

/// Validators, each compiled once.
#[derive(Default)]
pub struct Schemas {
    compiled: Mutex<HashMap<String, &'static Validator>>,
}

impl Schemas {
    /// Judges a success of `method path`, where `path` is the template with its parameters in braces.
    pub fn judge(&self, method: &str, path: &str, status: u16, body: &Value) -> Judgement {
        let Some(template) = template_of(path) else { return Judgement::UnknownOperation };
        let method = method.to_lowercase();
        let operation = &BOTH["paths"][template][&method];
        if operation.is_null() {
            return Judgement::UnknownOperation;
        }
        let response = &operation["responses"][status.to_string()];
        if response.is_null() {
            return Judgement::Errors(vec![format!("status {status} is not documented")]);
        }
        let schema = &response["content"]["application/json"]["schema"];
        if schema.is_null() {
            let errors =
                if body.is_null() { vec![] } else { vec!["a body that is not documented".to_owned()] };
            return Judgement::Errors(errors);
        }
        Judgement::Errors(self.errors_of(&format!("{method} {template} {status}"), schema, body))
    }

    /// Whether an answer of this type, which is not JSON, is documented.
    pub fn is_documented_as(&self, method: &str, path: &str, status: u16, content_type: &str) -> bool {
        let Some(template) = template_of(path).filter(|_| content_type != "application/json") else {
            return false;
        };
        let response = &BOTH["paths"][template][method.to_lowercase()]["responses"][status.to_string()];
        response["content"][content_type].is_object()
    }

    /// What is wrong with `value` as the component of this name.
    pub fn errors(&self, component: &str, value: &Value) -> Vec<String> {
        let schema = json!({ "$ref": format!("#/components/schemas/{component}") });
        assert!(DOCUMENT["components"]["schemas"][component].is_object(), "no component {component}");
        self.errors_of(component, &schema, value)
    }

    fn errors_of(&self, name: &str, schema: &Value, value: &Value) -> Vec<String> {
        let known = self.compiled.lock().get(name).copied();
        let validator = known.unwrap_or_else(|| {
            let compiled: &'static Validator = Box::leak(Box::new(compile(schema)));
            self.compiled.lock().insert(name.to_owned(), compiled);
            compiled
        });
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path)).collect()
    }
}

fn compile(schema: &Value) -> Validator {
    let root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [schema],
        "components": BOTH["components"],
    });
    jsonschema::options()
        .should_validate_formats(true)
        .build(&root)
        .expect("the document's schemas are valid")
}

/// The document's own spelling of a path: parameters may have other names there.
fn template_of(path: &str) -> Option<&'static str> {
    let same = |theirs: &str| {
        let parameter = |part: &str| part.starts_with('{');
        let (theirs, ours): (Vec<_>, Vec<_>) = (theirs.split('/').collect(), path.split('/').collect());
        theirs.len() == ours.len()
            && theirs.iter().zip(&ours).all(|(a, b)| a == b || (parameter(a) && parameter(b)))
    };
    let paths = BOTH["paths"].as_object().expect("paths are an object");
    paths.keys().map(String::as_str).find(|theirs| same(theirs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_answers_are_found_and_right_ones_pass() {
        let schemas = Schemas::default();
        let judge = |status, body: Value| schemas.judge("GET", "/guilds/{id}/roles", status, &body);
        assert_eq!(judge(200, json!([])), Judgement::Errors(vec![]));
        assert!(matches!(judge(200, json!([{ "id": "1" }])), Judgement::Errors(errors) if errors.len() > 3));
        assert!(matches!(judge(201, json!([])), Judgement::Errors(errors) if errors.len() == 1));
        assert_eq!(schemas.judge("GET", "/no/such", 200, &json!([])), Judgement::UnknownOperation);
        assert!(!schemas.errors("UserResponse", &json!({ "id": 1 })).is_empty());
    }
}
