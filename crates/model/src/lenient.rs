//! Small serde functions for keys whose absence, null or odd shape has one obvious meaning.

use serde::de::{Deserialize, Deserializer};
use serde::ser::Serializer;

/// Null reads as the default, as absence does together with `#[serde(default)]`.
pub(crate) fn null_is_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// For keys that the API sends only when they are true.
pub(crate) const fn is_false(value: &bool) -> bool {
    !*value
}

/// A key whose presence, with null as its value, means true; it goes with `skip_serializing_if = "is_false"`.
pub(crate) mod null_is_true {
    use super::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(_: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_none()
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
        Ok(Option::<bool>::deserialize(deserializer)?.unwrap_or(true))
    }
}

/// A number that the API writes as a string. Read from both.
pub(crate) mod text_number {
    use std::fmt::Display;
    use std::str::FromStr;

    use super::{Deserialize, Deserializer, Serializer};
    use serde::de::Error;

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Either<T> {
        Number(T),
        Text(String),
    }

    pub(crate) fn serialize<S: Serializer, T: Display>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.collect_str(value),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        D: Deserializer<'de>,
        T: Deserialize<'de> + FromStr,
    {
        Ok(match Option::<Either<T>>::deserialize(deserializer)? {
            None => None,
            Some(Either::Number(number)) => Some(number),
            Some(Either::Text(text)) => {
                Some(text.parse().map_err(|_| D::Error::custom("a number in a string is expected"))?)
            }
        })
    }
}
