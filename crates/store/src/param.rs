//! Values on their way into a statement. A NULL keeps the type of what is absent, because PostgreSQL asks for it.

use std::borrow::Cow;

use parvis_model::{Id, Permissions, Timestamp};
use serde::Serialize;

use crate::StoreError;

/// A parameter as both engines take it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `bigint`
    Integer(Option<i64>),
    /// `text`
    Text(Option<Cow<'a, str>>),
    /// `boolean`
    Boolean(Option<bool>),
    /// `{blob}`
    Blob(Option<&'a [u8]>),
    /// The list behind `in ids($n)`
    Ids(Vec<i64>),
}

/// What can be given to a statement.
pub trait Param {
    /// The value, or why it cannot be stored.
    fn value(&self) -> Result<Value<'_>, StoreError>;

    /// The absent value of this type.
    fn null() -> Value<'static>
    where
        Self: Sized;
}

/// A structure kept as JSON in a `text` column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Json<T>(pub T);

/// The list behind `in ids($n)`.
#[derive(Debug, Clone, Copy)]
pub struct IdList<'a, M>(pub &'a [Id<M>]);

fn integer<T: TryInto<i64>>(number: T, what: &str) -> Result<Value<'static>, StoreError> {
    let number = number.try_into().map_err(|_| StoreError::Invalid(format!("{what} beyond 63 bits")))?;
    Ok(Value::Integer(Some(number)))
}

fn text(text: Cow<'_, str>) -> Result<Value<'_>, StoreError> {
    if text.as_bytes().contains(&0) {
        // PostgreSQL cannot keep one, and SQLite cuts the text there in some functions.
        return Err(StoreError::Invalid("text with a NUL character".into()));
    }
    Ok(Value::Text(Some(text)))
}

macro_rules! params {
    ($($type:ty, $kind:ident, $self:ident => $value:expr;)*) => { $(
        impl Param for $type {
            fn value(&self) -> Result<Value<'_>, StoreError> {
                let $self = self;
                $value
            }
            fn null() -> Value<'static> {
                Value::$kind(None)
            }
        }
    )* };
}

params! {
    i64, Integer, it => Ok(Value::Integer(Some(*it)));
    i32, Integer, it => Ok(Value::Integer(Some(i64::from(*it))));
    u32, Integer, it => Ok(Value::Integer(Some(i64::from(*it))));
    u16, Integer, it => Ok(Value::Integer(Some(i64::from(*it))));
    u8, Integer, it => Ok(Value::Integer(Some(i64::from(*it))));
    u64, Integer, it => integer(*it, "a number");
    usize, Integer, it => integer(*it, "a number");
    Timestamp, Integer, it => Ok(Value::Integer(Some(it.unix_ms())));
    Permissions, Integer, it => integer(it.bits(), "permission bits");
    bool, Boolean, it => Ok(Value::Boolean(Some(*it)));
    String, Text, it => text(Cow::Borrowed(it));
    &str, Text, it => text(Cow::Borrowed(it));
    Vec<u8>, Blob, it => Ok(Value::Blob(Some(it)));
    &[u8], Blob, it => Ok(Value::Blob(Some(it)));
}

impl<const N: usize> Param for [u8; N] {
    fn value(&self) -> Result<Value<'_>, StoreError> {
        Ok(Value::Blob(Some(self)))
    }
    fn null() -> Value<'static> {
        Value::Blob(None)
    }
}

impl<M> Param for Id<M> {
    fn value(&self) -> Result<Value<'_>, StoreError> {
        integer(self.get(), "an id")
    }
    fn null() -> Value<'static> {
        Value::Integer(None)
    }
}

impl<M> Param for IdList<'_, M> {
    fn value(&self) -> Result<Value<'_>, StoreError> {
        let number = |id: &Id<M>| i64::try_from(id.get());
        let numbers = self.0.iter().map(number).collect::<Result<_, _>>();
        Ok(Value::Ids(numbers.map_err(|_| StoreError::Invalid("an id beyond 63 bits".into()))?))
    }
    fn null() -> Value<'static> {
        Value::Ids(Vec::new())
    }
}

impl<T: Serialize> Param for Json<T> {
    fn value(&self) -> Result<Value<'_>, StoreError> {
        let json = serde_json::to_string(&self.0).map_err(|e| StoreError::Invalid(e.to_string()))?;
        text(Cow::Owned(json))
    }
    fn null() -> Value<'static> {
        Value::Text(None)
    }
}

impl<T: Param> Param for Option<T> {
    fn value(&self) -> Result<Value<'_>, StoreError> {
        self.as_ref().map_or_else(|| Ok(T::null()), T::value)
    }
    fn null() -> Value<'static> {
        T::null()
    }
}

impl<T: Param> Param for &T {
    fn value(&self) -> Result<Value<'_>, StoreError> {
        T::value(self)
    }
    fn null() -> Value<'static> {
        T::null()
    }
}
