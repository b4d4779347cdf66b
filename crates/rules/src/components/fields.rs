//! The keys of one component, read one by one; null counts as absent.

use std::ops::RangeInclusive;

use parvis_model::{Component, ComponentEmoji, ComponentType, Id};
use serde_json::{Map, Value};

use super::{Place, Reading};
use crate::emoji::is_emoji;
use crate::limits::{CUSTOM_ID_CHARS_MAX, chars};
use crate::validate::{self, FieldError};

/// One component, or one item within it.
pub(super) struct Fields<'a> {
    pub(super) reading: &'a mut Reading,
    path: String,
    map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(reading: &'a mut Reading, path: &str, map: &'a Map<String, Value>) -> Self {
        Self { reading, path: path.to_owned(), map }
    }

    pub(super) fn at(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    pub(super) fn is_modal(&self) -> bool {
        self.reading.place == Place::Modal
    }

    pub(super) fn wrong(&mut self, key: &str, code: &'static str, message: &str) {
        let path = self.at(key);
        self.reading.wrong(path, code, message);
    }

    pub(super) fn refuse(&mut self, error: FieldError) {
        self.reading.errors.push(error);
    }

    pub(super) fn check(&mut self, result: Result<(), FieldError>) -> bool {
        let is_valid = result.is_ok();
        self.reading.errors.extend(result.err());
        is_valid
    }

    pub(super) fn value(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    pub(super) fn text(&mut self, key: &str, lengths: RangeInclusive<usize>) -> Option<String> {
        let value = self.value(key)?;
        let Some(text) = value.as_str() else {
            self.wrong(key, "STRING_TYPE_CONVERT", "Could not interpret value as string.");
            return None;
        };
        let path = self.at(key);
        self.check(validate::length(&path, chars(text), lengths)).then(|| text.to_owned())
    }

    /// The text; empty if it is wrong or missing, which is noted.
    pub(super) fn required_text(&mut self, key: &str, lengths: RangeInclusive<usize>) -> String {
        if !self.has(key) {
            let path = self.at(key);
            self.refuse(FieldError::required(path));
        }
        self.text(key, lengths).unwrap_or_default()
    }

    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        if value.as_bool().is_none() {
            self.wrong(key, "BOOLEAN_TYPE_CONVERT", "Could not interpret value as boolean.");
        }
        value.as_bool()
    }

    pub(super) fn number(&mut self, key: &str, values: RangeInclusive<i64>) -> Option<i64> {
        let value = self.value(key)?;
        let Some(number) = value.as_i64() else {
            let message = format!("Value \"{value}\" is not int.");
            self.wrong(key, "NUMBER_TYPE_COERCE", &message);
            return None;
        };
        let path = self.at(key);
        self.check(validate::number(&path, number, values)).then_some(number)
    }

    /// A number that says how many of something.
    pub(super) fn count(&mut self, key: &str, values: RangeInclusive<usize>, default: u8) -> u8 {
        let bound = |bound: usize| i64::try_from(bound).unwrap_or(i64::MAX);
        let number = self.number(key, bound(*values.start())..=bound(*values.end()));
        number.and_then(|number| u8::try_from(number).ok()).unwrap_or(default)
    }

    pub(super) fn list(&mut self, key: &str, lengths: RangeInclusive<usize>) -> &'a [Value] {
        let path = self.at(key);
        let list = match self.value(key) {
            None if *lengths.start() > 0 => {
                self.refuse(FieldError::required(path));
                return &[];
            }
            None => return &[],
            Some(value) => value.as_array(),
        };
        let Some(list) = list else {
            self.wrong(key, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return &[];
        };
        // Too long a list is not looked at: what is wrong in it would make a long answer.
        if self.check(validate::length(&path, list.len(), lengths)) { list } else { &[] }
    }

    /// The components within this one.
    pub(super) fn components(
        &mut self,
        key: &str,
        lengths: RangeInclusive<usize>,
        allowed: &[ComponentType],
    ) -> Vec<Component> {
        let list = self.list(key, lengths);
        let path = self.at(key);
        self.reading.list(&path, list, allowed)
    }

    /// The one component within this one.
    pub(super) fn component(&mut self, key: &str, allowed: &[ComponentType]) -> Option<Box<Component>> {
        let path = self.at(key);
        let Some(value) = self.value(key) else {
            self.refuse(FieldError::required(path));
            return None;
        };
        self.reading.component(&path, value, allowed).map(Box::new)
    }

    /// The objects of a list, each read by the same function.
    pub(super) fn items<T>(
        &mut self,
        key: &str,
        lengths: RangeInclusive<usize>,
        read: impl Fn(&mut Fields<'_>) -> T,
    ) -> Vec<T> {
        let list = self.list(key, lengths);
        let path = self.at(key);
        let mut items = Vec::with_capacity(list.len());
        for (index, value) in list.iter().enumerate() {
            let path = format!("{path}.{index}");
            match value.as_object() {
                Some(map) => items.push(read(&mut Fields::new(self.reading, &path, map))),
                None => {
                    let message = "Only dictionaries may be used in a DictType";
                    self.reading.wrong(path, "DICT_TYPE_CONVERT", message);
                }
            }
        }
        items
    }

    /// What the application calls it: once in a message.
    pub(super) fn custom_id(&mut self) -> String {
        let custom_id = self.required_text("custom_id", 1..=CUSTOM_ID_CHARS_MAX);
        if !custom_id.is_empty() && !self.reading.custom_ids.insert(custom_id.clone()) {
            let message = "Component custom id cannot be duplicated";
            self.wrong("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", message);
        }
        custom_id
    }

    /// A custom emoji by its id, or a Unicode one by itself.
    pub(super) fn emoji(&mut self) -> Option<ComponentEmoji> {
        let value = self.value("emoji")?;
        let name = value.get("name").and_then(Value::as_str);
        let id = match value.get("id").filter(|id| !id.is_null()) {
            None => None,
            Some(id) => match serde_json::from_value::<Id<_>>(id.clone()) {
                Ok(id) => Some(id),
                Err(_) => {
                    self.wrong("emoji.id", "NUMBER_TYPE_COERCE", "Value is not snowflake.");
                    return None;
                }
            },
        };
        let animated = value.get("animated").and_then(Value::as_bool).unwrap_or(false);
        match (id, name) {
            (Some(_), name) => {
                let name: String = name.unwrap_or("_").chars().take(32).collect();
                Some(ComponentEmoji { id, name, animated })
            }
            (None, Some(name)) if is_emoji(name) => {
                Some(ComponentEmoji { id: None, name: name.to_owned(), animated: false })
            }
            _ => {
                self.wrong("emoji", "COMPONENT_INVALID_EMOJI", "Invalid emoji");
                None
            }
        }
    }
}
