//! A value that the API lets be absent, null, or given: in a PATCH the three mean different things.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// Absent, null or a value. Fields of this type carry
/// `#[serde(default, skip_serializing_if = "Field::is_absent")]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Field<T> {
    /// The key is not there.
    #[default]
    Absent,
    /// The key is there and holds null.
    Null,
    /// The key holds a value.
    Value(T),
}

impl<T> Field<T> {
    /// Whether the key is left out.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// `None` when absent, `Some(None)` when null: what a PATCH does with a nullable column.
    pub fn change(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// The value, if one is given.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// A borrowed view.
    pub const fn as_ref(&self) -> Field<&T> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(value),
        }
    }
}

impl<T> From<Option<T>> for Field<T> {
    /// `None` becomes null, not absent.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Serialize, serde::Deserialize, PartialEq, Debug)]
    struct Patch {
        #[serde(default, skip_serializing_if = "Field::is_absent")]
        topic: Field<String>,
    }

    #[test]
    fn absent_null_and_value_survive_a_round_trip() {
        for text in ["{}", r#"{"topic":null}"#, r#"{"topic":"x"}"#] {
            let patch: Patch = serde_json::from_str(text).expect(text);
            assert_eq!(serde_json::to_string(&patch).expect("json"), text);
        }
    }
}
